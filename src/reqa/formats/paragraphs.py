"""Lines as they stand on pages, put together: paragraphs, tables, and no line that recurs on every page."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reqa.formats.page_lines import OTHER_SIZE, Line
from reqa.formats.page_tables import table_at

INDENT = 0.7  # in heights of a line
PARAGRAPH_GAP = 1.3  # in usual distances of the page's lines
# A line that is, its numbers aside, among the outermost ones of so many pages is not part of the text.
OUTERMOST, RECURRING = 2, 3

BREAK = "\N{SOFT HYPHEN}"
"""Where a word was broken at the end of a line; in a line, all of the word is on the one where it begins."""
PARAGRAPH_END = "\n\n"
_NUMBERED_FROM_ONE = -1
"""What is the same on each page whose number is its own."""

_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W\d_]*){BREAK}([^\W\d_]*)")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*(\d{1,4})(?:\s*(?:of|/|\|)\s*\d+)?\W*", re.IGNORECASE)
_OUTER_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")


def compose(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, and where in it each of them begins."""
    return _Composer(_without_recurring(pages)).composed()


def _without_recurring(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
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
            if mark == _NUMBERED_FROM_ONE
            or (found[mark] >= enough and (mark in seen or isinstance(mark, int)))
        }
        seen |= {mark for _, mark in marked}
        kept.append([one for one in lines if id(one) not in dropped])
    return kept


def _outermost(lines: Sequence[Line]) -> list[Line]:
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

    first: Line
    last: Line
    table: str = ""

    @property
    def text(self) -> str:
        return self.table or self.first.text


class _Composer:
    """Writes the text of all pages."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._pages = pages
        self._words = {word for page in pages for line in page for word in _words_of(line.text)}

    def composed(self) -> tuple[str, tuple[int, ...]]:
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
        return text, tuple(starts)

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


def _usual_distance(lines: Sequence[Line]) -> float:
    """How far one line of a page is below the one before it, mostly."""
    distances = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if 0 < above.bottom - below.bottom < 3 * below.height
    ]
    return statistics.median_low(distances) if distances else max((one.height for one in lines), default=0.0)


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """The lines of a page, those of a table together."""
    i = 0
    while i < len(lines):
        table = table_at(lines, i)
        end = table.end if table else i + 1
        yield _Block(lines[i], lines[end - 1], table.text if table else "")
        i = end
