"""Timetables: tables whose rows are for a time of the year or of the week, such as `April to October`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reqa.text.periods import asked_period, days_of_the_week, periods, times_named
from reqa.text.tables import answering, rows_beside, table_of
from reqa.text.terms import content_terms
from reqa.types import Cell, ScoredSentence, Sentence

# What a cell says that is for all times.
_ANY = re.compile(
    r"\W*(?:all year(?: round)?|always|any(?: ?time)?|every ?(?:day|month)|whole year)?\W*", re.IGNORECASE
)

_Row = tuple[Cell, ...]
_Test = Callable[[str], bool | None]
"""Whether what a cell says is for the time that is asked about; None where it is for no time."""


def for_its_times(
    question: str, scored: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> list[ScoredSentence]:
    """The sentences, and of a timetable only the rows that are for the time that a question is about.

    For `on a Saturday in July`, that is the row for `15 June to 15 September`, and not the one for `November
    to March`.

    Args:
        question: what is asked. One that names several times of the year is about all of them.
        scored: candidate sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    tests, asked, told = list(_tests(question)), content_terms(question), times_named(question)
    others: set[Sentence] = set()
    for one in scored if tests else ():
        if one.row and one.sentence not in others:
            table = dict(rows_beside(sentences_of(one.sentence.document_id), one.sentence.index))
            others |= {its for test in tests for its in _for_other_times(table, test)}
    tables = {table_of(one) for one in scored if one.sentence in others}

    def kept(one: ScoredSentence) -> ScoredSentence:
        columns = content_terms(" ".join(cell.column for cell in one.row))
        return answering(one, told, fits=not columns.isdisjoint(asked)) if table_of(one) in tables else one

    return [kept(one) for one in scored if one.sentence not in others]


def _tests(question: str) -> Iterator[_Test]:
    asked, days = asked_period(question), days_of_the_week(question)

    def is_in_it(text: str) -> bool | None:
        named = periods(text)
        return any(map(asked.meets, named)) if named and asked else None

    def is_then(text: str) -> bool | None:
        named = days_of_the_week(text)
        return not named.isdisjoint(days) if named else None

    if asked:
        yield is_in_it
    if days:
        yield is_then


def _for_other_times(table: dict[Sentence, _Row], test: _Test) -> Iterator[Sentence]:
    """The rows that are for other times in a column that says of each row for which it is, unless the time in
    question names a column."""
    for cells in zip(*table.values(), strict=True) if not _names_column(table, test) else ():
        found = {sentence: test(cell.text) for sentence, cell in zip(table, cells, strict=True)}
        untold = (cell.text for cell in cells if test(cell.text) is None)
        if True in found.values() and all(map(_ANY.fullmatch, untold)):
            yield from (sentence for sentence, is_so in found.items() if is_so is False)


def _names_column(table: dict[Sentence, _Row], test: _Test) -> bool:
    return any(test(cell.column) for cell in next(iter(table.values()), ()))
