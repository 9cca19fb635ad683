"""Reading PDF: the lines that stand on its pages, as PDFium finds them.

A PDF says where each character stands. PDFium gives the characters in reading order, with the ends of the
lines.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted
from reqa.formats.page_lines import Box, Line, set_apart
from reqa.formats.paragraphs import BREAK, compose

_LINE_ENDS = {0x0A, 0x0D}
_BREAKS = {0x02, 0xFFFE}
"""What PDFium gives for a hyphen at the end of a line, and that end."""
_LIGATURES = range(0xFB00, 0xFB07)
# A page is only a picture if pictures cover so much of it, and it has no more text than a header.
PICTURED = 0.5
MOST_CHARACTERS = 80

_pdfium = threading.Lock()
"""PDFium may not be used by two threads at once."""


def read_pdf(content: bytes, name: str) -> Extracted:
    """The text of a PDF, where its pages begin, and which of them are only pictures.

    Raises:
        DocumentError: it is damaged, protected by a password, or has no text.
    """
    with _pdfium:
        pages, pictured, title = _pages(content, name)
    if not any(pages):
        raise DocumentError(
            f"{name} has no text, only pictures of it. Have the text recognised (OCR), and save it with that."
        )
    text, starts = compose(pages)
    # Programs put names of files and templates there, too.
    is_in_text = " ".join(title.split()).casefold() in " ".join(text.split()).casefold()
    return Extracted(text, title if is_in_text else "", starts, pictured)


def _pages(content: bytes, name: str) -> tuple[list[list[Line]], tuple[int, ...], str]:
    """The lines of each page, the numbers of those that are only pictures, and the file's title."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(f"{name} is protected by a password. Save a copy without one.") from error
        raise DocumentError(f"{name} is damaged, or not a PDF. Save it anew.") from error
    try:
        pages = [set_apart(_lines(page)) for page in document]
        short = (n for n, lines in enumerate(pages) if sum(len(one.text) for one in lines) <= MOST_CHARACTERS)
        pictured = tuple(n + 1 for n in short if _is_pictured(document[n]))
        return pages, pictured, document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name} is damaged: {error} Save it anew.") from error
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """The lines of a page. A word that is broken at the end of one is all in that one."""
    characters = page.get_textpage()
    found = raw.FS_RECTF()
    line, is_apart, is_broken = Line(), False, False
    for i in range(characters.count_chars()):
        code = raw.FPDFText_GetUnicode(characters, i)
        character = BREAK if code in _BREAKS else _legible(chr(code), begins=not line.cells)
        if code in _LINE_ENDS or (is_broken and not character):
            if line.cells:
                yield line
            line, is_apart, is_broken = Line(), False, False
        elif not character:
            is_apart = True
        else:
            raw.FPDFText_GetLooseCharBox(characters, i, found)
            box = Box(found.left, found.bottom, found.right, found.top)
            line.add(character, box, raw.FPDFText_GetFontSize(characters, i), apart=is_apart)
            is_apart, is_broken = False, is_broken or code in _BREAKS
    if line.cells:
        yield line


def _is_pictured(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover most of a page; a scan may be several strips."""
    width, height = page.get_size()
    boxes = [picture.get_bounds() for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)
    return bool(area >= PICTURED * width * height)


def _legible(character: str, *, begins: bool) -> str:
    """A character as it is read; empty for white space and what stands for no character."""
    if ord(character) in _LIGATURES:
        return unicodedata.normalize("NFKC", character)
    if begins and unicodedata.category(character) == "Co":  # of a font of symbols
        return "•"
    return character if character.isprintable() and not character.isspace() else ""
