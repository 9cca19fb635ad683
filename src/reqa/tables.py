"""Tables: a row says little without the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.types import Sentence

# With two columns, what stands on the left already says what stands on the right.
LEAST_COLUMNS = 3

_ROW = re.compile(r"\|.*\|$", re.DOTALL)
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+$")
_BAR = re.compile(r"(?<!\\)\|")


def is_row(sentence: Sentence) -> bool:
    """Whether a sentence is a row of a table."""
    return bool(_ROW.match(sentence.text))


def is_column_heading(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a sentence is the row that names a table's columns, or the line below it."""
    text = sentences[index].text
    below = sentences[index + 1].text if index + 1 < len(sentences) else ""
    return bool(_RULE.match(text) or (_ROW.match(text) and _RULE.match(below)))


def row_in_words(sentences: Sequence[Sentence], index: int) -> str | None:
    """A row with the names of the columns: `Shop: Mill Lane; Saturday: 10:00-16:00; Sunday: closed`.

    None for what is no row of a table with named columns, and for a table of two columns.

    Args:
        sentences: those of a document, in order.
        index: the row's position among them.
    """
    cells = _cells(sentences[index].text)
    if len(cells) < LEAST_COLUMNS:
        return None
    for i in range(index - 1, 0, -1):
        if _RULE.match(sentences[i].text):
            named = _cells(sentences[i - 1].text)
            if len(named) != len(cells):
                return None
            return "; ".join(f"{name}: {cell}" for name, cell in zip(named, cells, strict=True) if cell)
        if not _ROW.match(sentences[i].text):
            return None
    return None


def _cells(text: str) -> list[str]:
    """The cells of a row; empty for what is no row."""
    return [cell.strip() for cell in _BAR.split(text)[1:-1]] if _ROW.match(text) else []
