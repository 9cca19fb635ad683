"""The kinds of file that reqa reads, each as text: one module a kind, loaded when it is needed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted

FORMATS_VERSION = "3"  # Bump when a file gives something else, be it through a library's new version.

PLAIN = (".txt", ".text", ".md", ".markdown")
HTML = (".html", ".htm", ".xhtml")
VALUES = (".csv", ".tsv")
ARCHIVES = (".docx", ".pptx", ".xlsx")
"""Those that are ZIP archives."""
MAX_UNPACKED = 500_000_000
"""Bytes that an archive may have when unpacked; a small one can have any number."""
SUFFIXES = (*PLAIN, *HTML, *ARCHIVES, *VALUES, ".pdf", ".eml")
MARKDOWN = (".md", ".markdown", *HTML, ".docx", ".pptx")
"""Those whose text has the headings of Markdown."""
TABLES = (".xlsx", *VALUES)
"""Those whose text is tables, and does not begin with a title."""


def extract(content: bytes, suffix: str, name: str) -> Extracted:
    """The text of a file.

    Args:
        content: the file.
        suffix: its kind, one of `SUFFIXES`.
        name: what messages call it.

    Raises:
        DocumentError: it has no text, is damaged, or is not what its suffix says.
    """
    try:
        if suffix in ARCHIVES and _unpacked_size(content) > MAX_UNPACKED:
            most = f"{MAX_UNPACKED // 1_000_000} MB when unpacked"
            raise DocumentError(f"{name} has more than {most}. Split it, or leave out its pictures.")
        return _reader(suffix)(content, name)
    except DocumentError:
        raise
    except Exception as error:  # Each library fails in its own ways; one file must not stop the others.
        raise DocumentError(f"{name} cannot be read ({error}). Save it anew.") from error


def _unpacked_size(content: bytes) -> int:
    """What an archive's table of contents says, which its reader then holds it to; 0 for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        return 0


def _reader(suffix: str) -> Callable[[bytes, str], Extracted]:
    if suffix == ".pdf":
        from reqa.formats.pdf import read_pdf

        return read_pdf
    if suffix == ".docx":
        from reqa.formats.word import read_word

        return read_word
    if suffix == ".pptx":
        from reqa.formats.slides import read_slides

        return read_slides
    if suffix == ".xlsx":
        from reqa.formats.spreadsheet import read_workbook

        return read_workbook
    if suffix in VALUES:
        from reqa.formats.spreadsheet import read_values

        return read_values
    if suffix == ".eml":
        from reqa.formats.mail import read_mail

        return read_mail
    if suffix in HTML:
        from reqa.formats.markup import read_html

        return read_html
    from reqa.formats.plain import read_text

    return read_text
