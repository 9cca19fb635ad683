"""Finding the documents of a corpus and reading them as text."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reqa.errors import CorpusError, DocumentError
from reqa.formats import MARKDOWN, SUFFIXES, TABLES, extract
from reqa.text.headings import LETTER_FIELDS
from reqa.types import Document

MAX_TITLE_CHARS = 150

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_LETTER_HEAD = re.compile(rf"\s*(?:(?:{LETTER_FIELDS}):.*(?:\n[ \t]+\S.*)*\n?)+", re.IGNORECASE)
_SUBJECT = re.compile(r"^Subject:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus as it was found."""

    id: str
    """POSIX path relative to the corpus root; the name, where the corpus is one file. Valid Unicode."""
    path: Path


def find_documents(path: Path) -> list[SourceFile]:
    """The files at `path` that reqa can read, ordered by id. Hidden files and folders do not count.

    Raises:
        CorpusError: nothing is there, or a folder has no file that can be read.
        DocumentError: `path` is a file of a kind that reqa does not read.
    """
    kinds = ", ".join(SUFFIXES)
    if path.is_file():
        if path.suffix.lower() not in SUFFIXES:
            raise DocumentError(f"{path} is not a kind of file that reqa reads ({kinds}).")
        return [SourceFile(_unicode(path.name), path)]
    if not path.exists():
        raise CorpusError(f"There is nothing at {path}. Name a file or folder with documents ({kinds}).")
    if not path.is_dir():
        raise CorpusError(f"{path} is neither a file nor a folder. Name one with documents ({kinds}).")
    found = sorted(
        (SourceFile(_unicode(p.relative_to(path).as_posix()), p) for p in _walk(path)), key=lambda s: s.id
    )
    if not found:
        raise CorpusError(f"The folder {path} has no documents. Put some into it ({kinds}).")
    return found


def read_document(source: SourceFile) -> Document:
    """The document in a file. For text and Markdown its text is the decoded file itself, newlines untouched.

    Raises:
        DocumentError: the file cannot be read, has no text, or is not what its name says.
    """
    try:
        content = source.path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{source.id} cannot be read: {error.strerror or error}.") from error
    extracted = extract(content, source.path.suffix.lower(), source.id)
    text = extracted.text
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    begun = "" if source.path.suffix.lower() in TABLES else text
    title = extracted.title or _title(begun, source.path)
    return Document(source.id, title, text, digest, extracted.page_starts, extracted.pictured_pages)


def _walk(root: Path) -> Iterator[Path]:
    """The files to read, and the folders that cannot be listed: reading those fails, and so is reported."""
    closed: list[Path] = []
    # Does not follow links to folders, so no loops.
    for folder, folders, files in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file():
                yield path
    yield from closed


def _unicode(name: str) -> str:
    """A file's name with the bytes that are not UTF-8, which Python gives as lone surrogates, written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _title(text: str, path: Path) -> str:
    """The first Markdown heading, or a letter's subject; else a first line that looks like a title.

    Without any of them it is the file's name.
    """
    text = _FRONT_MATTER.sub("", text)
    heading = _MARKDOWN_HEADING.search(text) if path.suffix.lower() in MARKDOWN else None
    if head := _LETTER_HEAD.match(text):
        heading = heading or _SUBJECT.search(head[0])
    line = heading.group(1) if heading else next((one for one in text.splitlines() if one.strip()), "")
    line = " ".join(line.split())
    if line and len(line) <= MAX_TITLE_CHARS and (heading or line[-1] not in ".!?:;,"):
        return line
    return re.sub(r"[-_]+", " ", _unicode(path.stem)).strip() or _unicode(path.name)
