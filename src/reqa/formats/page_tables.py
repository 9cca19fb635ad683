"""Tables on pages: lines of several cells, below the names of their columns.

A name may take several lines, and stand over several columns: `Revenue` over `2023` and `2022`.
"""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reqa.formats.page_lines import OTHER_SIZE, Cell, Line
from reqa.formats.tabular import as_markdown

LEAST_CELLS, LEAST_ROWS = 3, 2
MOST_NAMING = 16  # lines
# In heights of a line: how far a line of the columns' names is above the next one, at most.
NAMES_GAP = 1.8
# A name is over a column, and a cell in it, if so large a part of its width is.
OVER = 0.2

_AMOUNT = re.compile(r"\d")
_MONTHS = "|".join(name for name in month_abbr if name)
# `Q3 2023`, `30 Sep 2023`
_TIME = re.compile(rf"\b(?:(?:1[5-9]|20)\d\d|(?:FY|H|Q)\d{{1,2}}|\d{{1,2}} (?:{_MONTHS})[a-z]*)\b")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?]$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found among lines."""

    end: int
    """Position of the line behind it."""
    text: str
    """It, as Markdown."""


def table_at(lines: Sequence[Line], begin: int) -> Table | None:
    """The table whose columns' names begin with a line, if there is one.

    Args:
        lines: those of a page, in the order in which they are read.
        begin: the line's position.
    """
    found = (_table(lines, begin, first) for first in _first_rows(lines, begin))
    return next(filter(None, found), None)


def _first_rows(lines: Sequence[Line], begin: int) -> Iterator[int]:
    """Where the first row may be: the first one with amounts, which has another one below it, and the next
    line."""
    last = min(begin + MOST_NAMING, len(lines) - 1)
    rows = (i for i in range(begin + 1, last) if _is_row(lines[i]) and _is_row(lines[i + 1]))
    if (first := next(rows, None)) is not None:
        whole = (one for one in lines[begin:first] if len(one.cells) == len(lines[first].cells))
        if all(any(_TIME.search(cell.text) for cell in one.cells) for one in whole):
            yield first
    if begin + 1 < len(lines) and (_names_columns(lines[begin]) or _stands_over_words(lines[begin:])):
        yield begin + 1


def _table(lines: Sequence[Line], begin: int, first: int) -> Table | None:
    count = len(lines[first].cells)
    end = first
    while end < len(lines) and len(lines[end].cells) == count:
        end += 1
    if count < LEAST_CELLS or end - first < LEAST_ROWS:
        return None
    naming, rows = lines[begin:first], lines[first:end]
    names = _in_one_line(naming, rows) or _in_several_lines(naming, rows)
    cells = ([cell.text for cell in row.cells] for row in rows)
    return Table(end, as_markdown([names, *cells])) if names else None


def _is_row(line: Line) -> bool:
    return len(line.cells) >= LEAST_CELLS and any(_is_amount(cell) for cell in line.cells[1:])


def _is_amount(cell: Cell) -> bool:
    return bool(_AMOUNT.search(_TIME.sub("", cell.text)))


def _names_columns(line: Line) -> bool:
    """Whether a line has several cells, and none is an amount."""
    return len(line.cells) > 1 and not any(map(_is_amount, line.cells[1:]))


def _stands_over_words(lines: Sequence[Line]) -> bool:
    """Whether a line has a cell for each one of the next lines, and these have no amounts: `Model 6` and
    `Model 8` over `Yes` and `No`."""
    first, *rows = lines[: 1 + LEAST_ROWS]
    alike = all(len(row.cells) == len(first.parts) and _names_columns(row) for row in rows)
    return alike and len(rows) == LEAST_ROWS and not _is_amount(first.parts[0])


def _in_one_line(naming: Sequence[Line], rows: Sequence[Line]) -> list[str]:
    """The columns' names, if a single line has them; the column of the rows' names often has none."""
    count, columns = len(rows[0].cells), _columns(rows)
    for cells in (naming[0].cells, naming[0].parts) if len(naming) == 1 else ():
        lacking = count - len(cells)
        if lacking == 0 or (lacking == 1 and 0 not in _over(cells[0], columns)):
            return [""] * lacking + [cell.text for cell in cells]
    return []


def _in_several_lines(naming: Sequence[Line], rows: Sequence[Line]) -> list[str]:
    """The columns' names, put together from all that stands closely above them; empty if one has none."""
    if not _belong_together(naming, rows[0]):
        return []
    columns = _columns(rows)
    names = [""] * len(columns)
    for level in _levels(naming):  # from below, as what is there tells what is over several columns
        places = [_over(cell, columns) for cell in level]
        if not all(places) or any(0 in place and len(place) > 1 for place in places):
            return []
        for cell, place in zip(level, _spread(places, names), strict=True):
            for i in place:
                names[i] = f"{cell.text} {names[i]}".strip()
    return names if all(names[1:]) else []


def _belong_together(naming: Sequence[Line], row: Line) -> bool:
    """Whether all lines stand close to a row, one above the other, in its size, and name something."""
    bottoms = sorted({round(one.bottom, 1) for one in (*naming, row)})
    is_close = all(above - below <= NAMES_GAP * row.height for below, above in pairwise(bottoms))
    sizes = [one.size for one in (*naming, row)]
    cells = [cell for one in naming for cell in one.parts]
    return (
        is_close
        and max(sizes) <= OTHER_SIZE * min(sizes)
        and not any(_SENTENCE_END.search(cell.text) for cell in cells)
        and all(_LETTER.search(cell.text) or not _is_amount(cell) for cell in cells)
    )


def _columns(rows: Sequence[Line]) -> list[Cell]:
    """Where each column is: halfway to the next one's cells."""
    spans = [
        (min(cell.left for cell in cells), max(cell.right for cell in cells))
        for cells in zip(*(row.cells for row in rows), strict=True)
    ]
    between = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    return [Cell(*ends) for ends in pairwise([spans[0][0], *between, spans[-1][1]])]


def _levels(naming: Sequence[Line]) -> Iterator[list[Cell]]:
    """The cells that stand beside each other, from below, each level from the left."""
    for bottom in sorted({round(one.bottom) for one in naming}):
        beside = (cell for one in naming if round(one.bottom) == bottom for cell in one.parts)
        yield sorted(beside, key=lambda cell: cell.left)


def _over(cell: Cell, columns: Sequence[Cell]) -> list[int]:
    """The columns that a cell is over."""
    width = cell.right - cell.left
    return [
        i
        for i, column in enumerate(columns)
        if min(cell.right, column.right) - max(cell.left, column.left) > OVER * width
    ]


def _spread(places: Sequence[Sequence[int]], names: Sequence[str]) -> list[list[int]]:
    """The columns that cells beside each other name, those between them included whose names are not the only
    ones: of `2023, 2022, 2023, 2022`, each of two cells the two that it begins or ends over.

    Args:
        places: the columns that each is over.
        names: what stands below them.
    """
    groups = [list(place) for place in places]
    covered = {i for place in places for i in place}
    for i in range(1, len(names)):
        if i in covered or names.count(names[i]) == 1:
            continue
        before = [group for group in groups if 0 < max(group) < i][-1:]
        behind = [group for group in groups if min(group) > i][:1]
        for group in before + behind:
            if names[i] not in (names[other] for other in group):
                group.append(i)
                break
    return groups
