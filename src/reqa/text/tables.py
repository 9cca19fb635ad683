"""Tables: a row says little without the names of the columns, and a figure nothing without its unit there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import content_terms, numbers, stem
from reqa.types import Sentence

# With two columns, what stands on the left already says what stands on the right, but for its unit.
LEAST_COLUMNS = 3

_ROW = re.compile(r"\|.*\|$", re.DOTALL)
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+$")
_BAR = re.compile(r"(?<!\\)\|")
_UNIT = re.compile(r"\(([^()]*[^()\W\d][^()]*|[%$€£])\)|\bin ((?:thousand|million|billion)s?\b.*|[%$€£])")
_IN_WORDS = re.compile(r"(?:^|; )([^;:]+): ([^;]*)")
_LETTERS = re.compile(r"[^\W\d_]+")
_SYMBOLS = str.maketrans({"%": " percent ", "$": " dollars ", "€": " euros ", "£": " pounds "})


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

    None for what is no row of a table with named columns, and for a table of two columns without a unit.

    Args:
        sentences: those of a document, in order.
        index: the row's position among them.
    """
    cells = _cells(sentences[index].text)
    if not cells:
        return None
    for i in range(index - 1, 0, -1):
        if _RULE.match(sentences[i].text):
            named = _cells(sentences[i - 1].text)
            says_more = len(named) >= LEAST_COLUMNS or any(map(_UNIT.search, named))
            if len(named) != len(cells) or not says_more:
                return None
            return "; ".join(f"{name}: {cell}" for name, cell in zip(named, cells, strict=True) if cell)
        if not _ROW.match(sentences[i].text):
            return None
    return None


def lacks_unit(statement: str, question: str, row: str) -> bool:
    """Whether a statement has a figure of a row `in words` without the unit that its column's name has.

    `3,150` is no answer from `Item: track; Cost (thousand crowns): 3,150`.
    """
    stated, said = numbers(statement), _terms(f"{question} {statement}")
    return any(
        not stated.isdisjoint(numbers(cell)) and not _terms(unit[1] or unit[2]) <= said
        for name, cell in _IN_WORDS.findall(row)
        if (unit := _UNIT.search(name))
    )


def _terms(text: str) -> set[str]:
    """The words that carry meaning, scales such as `thousand` among them."""
    words = _LETTERS.findall(text.translate(_SYMBOLS).casefold())
    return {stem(word) for word in words if content_terms(word) and word != "per"}


def _cells(text: str) -> list[str]:
    """The cells of a row; empty for what is no row."""
    return [cell.strip() for cell in _BAR.split(text)[1:-1]] if _ROW.match(text) else []
