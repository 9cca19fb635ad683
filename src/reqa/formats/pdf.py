"""Reading PDF: its lines put together into paragraphs and tables, without what recurs on every page.

A PDF says where each character stands, not what a paragraph is. PDFium gives the characters in reading
order, with the ends of the lines.
"""

from __future__ import annotations

import re
import statistics
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted

# In heights of a line. Justified text has gaps of up to one between its words, other cells are farther apart.
CELL_GAP = 1.2
INDENT = 0.7
PARAGRAPH_GAP = 1.3  # in usual distances of the page's lines
OTHER_SIZE = 1.1
LEAST_CELLS, LEAST_ROWS = 3, 2  # of a table
# A line that is, its numbers aside, among the outermost ones of so many pages is not part of the text.
OUTERMOST, RECURRING = 2, 3

PARAGRAPH_END = "\n\n"

_LINE_ENDS = {0x0A, 0x0D}
_BREAKS = {0x02, 0xFFFE}
"""What PDFium gives for a hyphen at the end of a line, and that end."""
_LIGATURES = range(0xFB00, 0xFB07)
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = "\N{SOFT HYPHEN}"
_BROKEN = re.compile(rf"([^\W\d_]*){_BREAK}([^\W\d_]*)")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*(\d{1,4})(?:\s*(?:of|/|\|)\s*\d+)?\W*", re.IGNORECASE)
_OUTER_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_AMOUNT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

_pdfium = threading.Lock()
"""PDFium may not be used by two threads at once."""


def read_pdf(content: bytes, name: str) -> Extracted:
    """The text of a PDF, and where its pages begin.

    Raises:
        DocumentError: it is damaged, protected by a password, or has no text.
    """
    with _pdfium:
        pages, title = _pages(content, name)
    if not any(pages):
        raise DocumentError(
            f"{name} has no text, only pictures of it. Have the text recognised (OCR), and save it with that."
        )
    return _Composer(_without_recurring(pages)).extracted(title)


@dataclass(slots=True)
class _Cell:
    left: float
    right: float
    text: str = ""


@dataclass(slots=True)
class _Line:
    """A line as it stands on its page; in a table it has several cells."""

    cells: list[_Cell] = field(default_factory=list)
    bottom: float = 0.0
    height: float = 0.0
    size: float = 0.0
    """Of its type."""

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    def add(self, character: str, box: raw.FS_RECTF, *, apart: bool) -> None:
        """Add a character; `apart`: after a space."""
        if not self.cells:
            self.bottom, self.height = box.bottom, box.top - box.bottom
        if not self.cells or box.left - self.cells[-1].right > CELL_GAP * self.height:
            self.cells.append(_Cell(box.left, box.right))
        cell = self.cells[-1]
        cell.text += " " + character if apart and cell.text else character
        cell.right = box.right


def _pages(content: bytes, name: str) -> tuple[list[list[_Line]], str]:
    """The lines of each page, and the title that the file gives."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(f"{name} is protected by a password. Save a copy without one.") from error
        raise DocumentError(f"{name} is damaged, or not a PDF. Save it anew.") from error
    try:
        return [list(_lines(page)) for page in document], document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name} is damaged: {error} Save it anew.") from error
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> Iterator[_Line]:
    """The lines of a page. A word that is broken at the end of one is all in that one."""
    characters = page.get_textpage()
    box = raw.FS_RECTF()
    line, is_apart, is_broken = _Line(), False, False
    for i in range(characters.count_chars()):
        code = raw.FPDFText_GetUnicode(characters, i)
        character = _BREAK if code in _BREAKS else _legible(chr(code), begins=not line.cells)
        if code in _LINE_ENDS or (is_broken and not character):
            if line.cells:
                yield line
            line, is_apart, is_broken = _Line(), False, False
        elif not character:
            is_apart = True
        else:
            raw.FPDFText_GetLooseCharBox(characters, i, box)
            line.add(character, box, apart=is_apart)
            line.size = max(line.size, raw.FPDFText_GetFontSize(characters, i))
            is_apart, is_broken = False, is_broken or code in _BREAKS
    if line.cells:
        yield line


def _legible(character: str, *, begins: bool) -> str:
    """A character as it is read; empty for white space and what stands for no character."""
    if ord(character) in _LIGATURES:
        return unicodedata.normalize("NFKC", character)
    if begins and unicodedata.category(character) == "Co":  # of a font of symbols
        return "•"
    return character if character.isprintable() and not character.isspace() else ""


def _without_recurring(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """The pages without their numbers, and with a header or a footer only where it is for the first time."""
    outermost = [
        [(one, _recurrent(one.text, number)) for one in _outermost(lines)]
        for number, lines in enumerate(pages)
    ]
    found = Counter(mark for marked in outermost for mark in {mark for _, mark in marked})
    enough = RECURRING if len(pages) > RECURRING else 2
    seen: set[str | int] = set()
    kept = []
    for lines, marked in zip(pages, outermost, strict=True):
        dropped = {
            id(one)
            for one, mark in marked
            if found[mark] >= enough and (mark in seen or isinstance(mark, int))
        }
        seen |= {mark for _, mark in marked}
        kept.append([one for one in lines if id(one) not in dropped])
    return kept


def _outermost(lines: Sequence[_Line]) -> list[_Line]:
    by_height = sorted(lines, key=lambda one: one.bottom)
    return by_height[:OUTERMOST] + by_height[max(OUTERMOST, len(lines) - OUTERMOST) :]


def _recurrent(text: str, page: int) -> str | int:
    """What is the same on each page of a header with the page's number, or of nothing but that number.

    Args:
        text: a line.
        page: position of its page.
    """
    if number := _PAGE_NUMBER.fullmatch(text):
        return page - int(number[1])
    return _OUTER_NUMBER.sub("#", text)


@dataclass(frozen=True, slots=True)
class _Block:
    """A line, or the rows of a table."""

    first: _Line
    last: _Line
    table: str = ""

    @property
    def text(self) -> str:
        return self.table or self.first.text


class _Composer:
    """Writes the text of all pages."""

    def __init__(self, pages: Sequence[Sequence[_Line]]) -> None:
        self._pages = pages
        self._words = {word for page in pages for line in page for word in _words_of(line.text)}

    def extracted(self, title: str) -> Extracted:
        text = ""
        starts: list[int] = []
        before: _Block | None = None
        for number, page in enumerate(self._pages, start=1):
            usual = _usual_distance(page)
            for block in _blocks(page):
                if before:
                    text += _between(before, block, usual, same_page=len(starts) == number)
                if len(starts) < number:
                    starts.append(len(text))
                text += _BROKEN.sub(self._whole, block.text)
                before = block
            if len(starts) < number:  # a page without text
                starts.append(len(text))
        return Extracted(text, title, tuple(starts))

    def _whole(self, broken: re.Match[str]) -> str:
        """A word that was broken, with its hyphen if it has one: `long-term`, but `contract`."""
        halves = broken[1], broken[2]
        joined = "".join(halves).lower()
        parts = {half.lower() for half in halves}
        has_hyphen = "-".join(halves).lower() in self._words or (
            joined not in self._words and self._words >= parts
        )
        return ("-" if has_hyphen or not halves[1][:1].islower() else "").join(halves)


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_BROKEN.sub(" ", text.lower()))


def _between(above: _Block, below: _Block, usual: float, *, same_page: bool) -> str:
    """What separates two blocks: the end of a line, or of a paragraph."""
    before, line = above.last, below.first
    distance = before.bottom - line.bottom if same_page else 0.0
    sizes = sorted((before.size, line.size))
    is_far = distance > PARAGRAPH_GAP * max(usual, line.height)
    if above.table or below.table or is_far or sizes[1] > OTHER_SIZE * sizes[0]:
        return PARAGRAPH_END
    is_elsewhere = distance <= 0  # at the top of the next column, or page
    is_indented = line.cells[0].left - before.cells[0].left > INDENT * line.height
    has_ended = _ENDED.search(before.text) is not None
    return PARAGRAPH_END if has_ended and (is_elsewhere or is_indented) else "\n"


def _usual_distance(lines: Sequence[_Line]) -> float:
    """How far one line of a page is below the one before it, mostly."""
    distances = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if 0 < above.bottom - below.bottom < 3 * below.height
    ]
    return statistics.median_low(distances) if distances else max((one.height for one in lines), default=0.0)


def _blocks(lines: Sequence[_Line]) -> Iterator[_Block]:
    """The lines of a page, those of a table together."""
    i = 0
    while i < len(lines):
        end = _table_end(lines, i)
        if end > i:
            yield _Block(lines[i], lines[end - 1], _as_markdown(lines[i:end]))
        else:
            yield _Block(lines[i], lines[i])
        i = max(end, i + 1)


def _table_end(lines: Sequence[_Line], begin: int) -> int:
    """Where the table that begins with a line ends, with the names of its columns first; else `begin`."""
    if begin + 1 >= len(lines) or not _names_columns(lines[begin]):
        return begin
    columns = len(lines[begin + 1].cells)
    # The column of the rows' names has often none.
    if columns < LEAST_CELLS or len(lines[begin].cells) not in (columns, columns - 1):
        return begin
    end = begin + 1
    while end < len(lines) and len(lines[end].cells) == columns:
        end += 1
    return end if end - begin - 1 >= LEAST_ROWS else begin


def _names_columns(line: _Line) -> bool:
    """Whether a line has several cells, and none is an amount."""
    return len(line.cells) > 1 and not any(
        _AMOUNT.search(_YEAR.sub("", cell.text)) for cell in line.cells[1:]
    )


def _as_markdown(rows: Sequence[_Line]) -> str:
    columns = len(rows[1].cells)
    cells = [[cell.text.replace("|", "/") for cell in row.cells] for row in rows]
    cells[0] = [""] * (columns - len(cells[0])) + cells[0]
    cells.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
