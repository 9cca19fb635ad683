"""Tables: a row says little without the names of the columns, and a figure nothing without its unit there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from reqa.text.layout import cells_apart
from reqa.text.terms import content_terms, numbers
from reqa.types import Cell, ScoredSentence, Sentence

# With two columns, what stands on the left already says what stands on the right, but for its unit.
LEAST_COLUMNS = 3
# The logit of a row that is known to be asked for is at least this: the model's vote then decides alone.
LEAST_SCORE = 3.0

_ROW = re.compile(r"\|.*\|$", re.DOTALL)
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+$|[-=+─ ]{5,}$")
_BAR = re.compile(r"(?<!\\)\|")
_UNIT = re.compile(r"\(([^()]*[^()\W\d][^()]*|[%$€£])\)|\bin ((?:thousand|million|billion)s?\b.*|[%$€£])")
_YES_OR_NO = re.compile(r"yes|no|✓|✔|✗|✘", re.IGNORECASE)
_DECIMAL = re.compile(r"\d[.,]\d{1,2}(?!\d)")
# What only says in what unit all figures of a table are: `£ million`, `in thousand euros`
_UNIT_ALONE = re.compile(
    r"\(?(?:in )?("
    r"(?:(?:us)?[$€£¥]|eur|usd|gbp|chf|nok|sek|dkk|jpy) ?(?:'?000s?|bn|k|m|thousands?|millions?|billions?)?|"
    r"(?:thousand|million|billion)s?(?: (?:of )?\w+)?|%|percent)\)?",
    re.IGNORECASE,
)


Table = tuple[str, tuple[str, ...]]
"""Document and names of the columns."""


def table_of(one: ScoredSentence) -> Table:
    """The table that a row is of."""
    return one.sentence.document_id, tuple(cell.column for cell in one.row)


def is_row(sentence: Sentence) -> bool:
    """Whether a sentence is a row of a table."""
    return bool(_ROW.match(sentence.text))


def is_column_heading(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a sentence is the row that names a table's columns, or the line below it."""
    text = sentences[index].text
    above = sentences[index - 1].text if index else ""
    below = sentences[index + 1].text if index + 1 < len(sentences) else ""
    return bool(_RULE.match(text) or (_cells(text) and _RULE.match(below) and not _cells(above)))


def row_of(sentences: Sequence[Sentence], index: int) -> tuple[Cell, ...]:
    """The cells of a row below named columns; empty for what is no such row.

    Args:
        sentences: those of a document, in order.
        index: the row's position among them.
    """
    cells, columns = _cells(sentences[index].text), list[str]()
    for i in range(index - 1, 0, -1) if cells else ():
        text = sentences[i].text
        if _RULE.match(text):  # A table in plain text may have others, as above the sum.
            names = _cells(sentences[i - 1].text)
            columns = _with_unit(names, is_in_it=_is_measured(sentences, index)) or columns
        elif not _cells(text):
            break
    return tuple(map(Cell, columns, cells)) if len(columns) == len(cells) else ()


def rows_beside(sentences: Sequence[Sentence], index: int) -> Iterator[tuple[Sentence, tuple[Cell, ...]]]:
    """All rows, below the names of its columns, of the table that the row at `index` is in."""
    first = index
    while first > 0 and row_of(sentences, first - 1):
        first -= 1
    for sentence in sentences[first:]:
        if not (row := row_of(sentences, sentence.index)):
            return
        yield sentence, row


def figures_named(row: Sequence[Cell], text: str) -> dict[str, set[str]]:
    """The columns with figures, the first aside, that a text names, each with the terms that name it.

    `2018 in euros` names a column `Euros in 2018`, and not `Euros in 2019`; `euros` alone names none of them.
    Of `R3` and `R3-D`, which have the same terms, the one is named that stands in the text as it is.
    """
    columns = {cell.column: content_terms(cell.column) for cell in row[1:] if numbers(cell.text)}
    common = set.intersection(*columns.values()) if len(columns) > 1 else set()
    terms = content_terms(text)
    by = {column: (own - common) & terms for column, own in columns.items()}
    named = {
        column: own
        for column, own in by.items()
        if own and not any(own <= others for other, others in by.items() if other != column)
    }
    return named or {column: own for column, own in columns.items() if column and stands_in(text, column)}


def stands_in(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE))


def is_asked_for(question: str, row: Sequence[Cell]) -> bool:
    """Whether a question names what a row is about, and one of its columns: `devices` of `Solo`."""
    asked = content_terms(question)
    key = content_terms(row[0].text) if row else set()
    return bool(key) and key <= asked and len(figures_named(row, question)) == 1


def marked(row: Sequence[Cell]) -> dict[str, str]:
    """What a row says of each column, if that is only yes or no; else nothing."""
    marks = {cell.column: cell.text for cell in row[1:]}
    is_marked = len(marks) > 1 and all(column and _YES_OR_NO.fullmatch(its) for column, its in marks.items())
    return marks if is_marked else {}


def says_yes(mark: str) -> bool:
    """What a mark says that `marked` gives."""
    return mark.casefold() in ("yes", "✓", "✔")


def in_words(row: Sequence[Cell]) -> str:
    """A row with the names of the columns: `Shop: Mill Lane; Saturday: 10:00-16:00; Sunday: closed`.

    One that only says yes or no of each column tells of which it says so: `Lamp; Yes: Solo; No: Duo, Trio`.
    """
    if marks := marked(row):
        having = {mark: [column for column, its in marks.items() if its == mark] for mark in marks.values()}
        row = (row[0], *(Cell(mark, ", ".join(columns)) for mark, columns in having.items()))
    return "; ".join(f"{cell.column}: {cell.text}" if cell.column else cell.text for cell in row if cell.text)


def answering(one: ScoredSentence, told: str, *, fits: bool = True) -> ScoredSentence:
    """A row that was found to be the one that is asked for.

    Args:
        one: the row.
        told: what the model is told of it.
        fits: whether it also fits the question for what else that asks; a cross-encoder, which cannot count,
            is then overruled.
    """
    score = max(one.score, LEAST_SCORE) if fits else one.score
    return dataclasses.replace(one, reading=in_words(one.row), told=told, score=score)


def needs_names(row: Sequence[Cell]) -> bool:
    """Whether a row says little without the names of the columns: not one of two columns without a unit."""
    return len(row) >= LEAST_COLUMNS or any(map(unit_of, row))


def standing_over(sentences: Sequence[Sentence], index: int) -> Iterator[Sentence]:
    """The names of the columns over a row, and the heading of its table."""
    for i in range(index - 1, -1, -1):
        if is_column_heading(sentences, i) or sentences[i].is_heading:
            yield sentences[i]
        if sentences[i].is_heading:
            return


def unit_of(cell: Cell) -> str:
    """The unit that the column's name gives, as in `Cost (thousand crowns)`, `Share in %`; may be empty."""
    found = _UNIT.search(cell.column)
    return (found[1] or found[2]) if found else ""


def _is_measured(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a row may be in the unit of its table: not one that counts, as `Employees`, in whole numbers
    only, between others that have decimals."""
    beside = (sentences[i].text for i in (index - 1, index + 1) if i < len(sentences))
    rows = [cells for text in beside if not _RULE.match(text) and (cells := _cells(text))]
    return _has_decimals(_cells(sentences[index].text)) or not (rows and all(map(_has_decimals, rows)))


def _has_decimals(cells: Sequence[str]) -> bool:
    return any(map(_DECIMAL.search, cells))


def _with_unit(columns: list[str], *, is_in_it: bool) -> list[str]:
    """The columns' names with the unit that stands in the corner, if one does and a row is in it."""
    unit = _UNIT_ALONE.fullmatch(columns[0]) if columns else None
    if unit is None:
        return columns
    return ["", *(f"{name} ({unit[1]})" if is_in_it else name for name in columns[1:])]


def _cells(text: str) -> list[str]:
    """The cells of a row, between bars or set apart by spaces; empty for what is no row."""
    if _ROW.match(text):
        return [cell.strip() for cell in _BAR.split(text)[1:-1]]
    cells = [] if "\n" in text else cells_apart(text)
    return cells if len(cells) > 1 else []
