"""Finding the documents of a corpus and reading them as text."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from reqa.errors import CorpusError, DocumentError
from reqa.types import Document

SUFFIXES = (".txt", ".text", ".md", ".markdown")
SAMPLE_BYTES = 200_000  # Enough to recognise an encoding; all of 50 MB would take minutes.
MAX_CONTROL = 0.02  # A text has next to no control characters; a binary file is a tenth of them.
MIN_LETTERS = 0.5  # Of the characters of a text at least this part are letters or spaces.
MAX_TITLE_CHARS = 150

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


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
    """The document in a file. Its text is the decoded file itself, newlines untouched.

    Raises:
        DocumentError: the file cannot be read, is empty or binary, or its encoding cannot be recognised.
    """
    try:
        content = source.path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{source.id} cannot be read: {error.strerror or error}.") from error
    text = _decode(content, source.id)
    if not text.strip():
        raise DocumentError(f"{source.id} is empty.")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(source.id, _title(text, source.path), text, digest)


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


def _decode(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, name)
    if content.startswith(_SIGNATURES):
        raise _binary(name)
    if b"\0" in content[:SAMPLE_BYTES]:
        return _utf16(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content[:SAMPLE_BYTES]):
            raise DocumentError(
                f"{name} is UTF-8 but for a wrong byte at position {error.start:,}. Correct it there, or "
                "save the file as UTF-8 again."
            ) from error
        text = _strictly(content, _recognised(content, name), name)
    if _is_binary(text):
        raise _binary(name)
    return text


def _utf16(content: bytes, name: str) -> str:
    """UTF-16 without its mark: what has NUL bytes, all of them in the same half of a character."""
    sample = content[:SAMPLE_BYTES]
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or (low and high):
        raise _binary(name)
    try:
        text = content.decode("utf-16-be" if low else "utf-16-le")
    except UnicodeDecodeError as error:
        raise _binary(name) from error
    seen = text[:SAMPLE_BYTES]
    if _is_binary(text) or sum(c.isalpha() or c.isspace() for c in seen) < MIN_LETTERS * len(seen):
        raise _binary(name)
    return text


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether most of what is not ASCII is well-formed UTF-8, which no other encoding's text is by chance."""
    text = sample.decode("utf-8", errors="replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    return len(text) - sum(map(str.isascii, text)) - wrong > 2 * wrong


def _recognised(content: bytes, name: str) -> str:
    first = _NOT_ASCII.search(content)
    start = max(0, first.start() - 1000) if first else 0
    sample = content[start : start + SAMPLE_BYTES]
    if start + SAMPLE_BYTES < len(content):
        # Not in the middle of a character, if possible; no encoding has these bytes inside one.
        end = max(sample.rfind(b"\n"), sample.rfind(b" "))
        sample = sample[:end] if end > SAMPLE_BYTES // 2 else sample
    matches = charset_normalizer.from_bytes(sample)
    best = matches.best()
    if best is None:
        raise _undecodable(name)
    # Short Western European texts fit several code pages equally well; by far the most files are in this one.
    for match in matches:
        as_good = match.chaos <= best.chaos and match.coherence >= best.coherence
        if as_good and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return best.encoding


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > MAX_CONTROL * len(sample)


def _binary(name: str) -> DocumentError:
    return DocumentError(f"{name} is not text but a binary file. Save its content as a text file.")


def _undecodable(name: str) -> DocumentError:
    return DocumentError(f"The encoding of {name} cannot be recognised. Save it as UTF-8.")


def _title(text: str, path: Path) -> str:
    """The first Markdown heading, else a first line that looks like a title, else the file's name."""
    text = _FRONT_MATTER.sub("", text)
    heading = _MARKDOWN_HEADING.search(text) if path.suffix.lower() in (".md", ".markdown") else None
    line = heading.group(1) if heading else next((one for one in text.splitlines() if one.strip()), "")
    line = " ".join(line.split())
    if line and len(line) <= MAX_TITLE_CHARS and (heading or line[-1] not in ".!?:;,"):
        return line
    return re.sub(r"[-_]+", " ", _unicode(path.stem)).strip() or _unicode(path.name)
