"""Lines as they stand on pages: what is close to each other in them is together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# In heights of a line. Justified text has gaps of up to one between its words, other cells are farther apart.
CELL_GAP = 1.2
# Names of columns may be closer to each other. In a line that is not justified, words are still closer.
PART_GAP = 0.6
# What is below each other begins or ends within so many heights of a line.
ALIGNED = 0.2
LEAST_ALIGNED = 3  # lines, and cells of each
# Type that is so many times as large as another one is that of something else.
OTHER_SIZE = 1.1


class Box(NamedTuple):
    """Where a character stands, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Cell:
    """What stands together in a line, without a wide gap."""

    left: float
    right: float
    text: str = ""


@dataclass(slots=True)
class Line:
    """A line as it stands on its page; in a table it has several cells."""

    cells: list[Cell] = field(default_factory=list)
    parts: list[Cell] = field(default_factory=list)
    """What smaller gaps set apart, as they are between the names of columns."""
    bottom: float = 0.0
    height: float = 0.0
    size: float = 0.0
    """Of its type."""

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    def add(self, character: str, box: Box, size: float, *, apart: bool) -> None:
        """Add a character of that size; `apart`: after a space."""
        if not self.cells:
            self.bottom, self.height = box.bottom, box.top - box.bottom
        self.size = max(self.size, size)
        for cells, gap in ((self.cells, CELL_GAP), (self.parts, PART_GAP)):
            if not cells or box.left - cells[-1].right > gap * self.height:
                cells.append(Cell(box.left, box.right))
            cell = cells[-1]
            cell.text += " " + character if apart and cell.text else character
            cell.right = box.right


def set_apart(lines: Iterable[Line]) -> list[Line]:
    """Lines, with smaller gaps between cells where these stand below each other in all of several lines, as
    in a narrow table."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and _are_aligned([*runs[-1], line]):
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        if min(len(run), len(run[0].parts)) >= LEAST_ALIGNED:
            for line in run:
                line.cells = line.parts
    return [line for run in runs for line in run]


def _are_aligned(lines: Sequence[Line]) -> bool:
    """Whether the parts of lines begin, or end, below each other."""
    room = ALIGNED * min(line.height for line in lines)

    def is_aligned(column: Iterable[Cell]) -> bool:
        ends = zip(*((cell.left, cell.right) for cell in column), strict=True)
        return any(max(places) - min(places) <= room for places in ends)

    count = len(lines[0].parts)
    return all(len(line.parts) == count for line in lines) and all(
        map(is_aligned, zip(*(line.parts for line in lines), strict=True))
    )
