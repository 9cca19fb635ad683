"""Lines as they stand on pages: what is close to each other in them is together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

# In heights of a line. Justified text has gaps of up to one between its words, other cells are farther apart.
CELL_GAP = 1.2
# Names of columns may be closer to each other. In a line that is not justified, words are still closer.
PART_GAP = 0.6
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
