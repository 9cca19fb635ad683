"""Telling what is said of one quarter, half or year from what is said of another.

A table with a column for each quarter of 2024 says nothing about the fourth quarter of 2023, and `in the
third quarter`, in a letter on the third quarter of 2024, is not in that of 2023.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from reqa.text.periods import ALL_YEAR, Period, asked_period, periods
from reqa.text.tables import is_row
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Sentence

MONTHS_OF_A_QUARTER = 3
LEAST_COLUMNS = 2  # that are for a time, in a table that is about times


def of_other_periods(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that are only about other times than the question's.

    Returns:
        Each with the terms of the time that it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    asked = asked_period(question)
    if asked is None:
        return {}
    is_part = _is_part_of_a_year(asked)
    terms = frozenset({str(asked.year)} if asked.year else content_terms(asked.written))

    def is_other(one: ScoredSentence) -> bool:
        title = sentences_of(one.sentence.document_id)[0].text
        told = _of_columns(one) if is_row(one.sentence) else _of_parts_of_a_year(one.text) if is_part else []
        known = [_in_year(period, one.heading, title) for period in told]
        return bool(known) and not any(map(asked.meets, known))

    return {one.sentence: terms for one in evidence if is_other(one)}


def _of_columns(one: ScoredSentence) -> list[Period]:
    """The times that the columns of a row are for; none if the row itself is for some, or if they are for
    seasons, which last for as long as a text has them last."""
    columns = [found for cell in one.row[1:] if (found := periods(cell.column))]
    told = [period for found in columns for period in found]
    is_for_one = any(periods(cell.text) for cell in one.row) or len(columns) < LEAST_COLUMNS
    return [] if is_for_one or any(period.season for period in told) else told


def _of_parts_of_a_year(text: str) -> list[Period]:
    """The quarters and halves that a sentence is about, if it names no other times."""
    found = periods(text)
    return found if all(one.year is None and _is_part_of_a_year(one) for one in found) else []


def _is_part_of_a_year(period: Period) -> bool:
    return MONTHS_OF_A_QUARTER <= len(period.months) < len(ALL_YEAR) and not period.season


def _in_year(period: Period, *above: str) -> Period:
    """A time in the year that the next heading above has, if it has none itself and that has one."""
    if period.year:
        return period
    years = ({one.year for one in periods(text) if one.year} for text in above)
    (year,) = next((found for found in years if len(found) == 1), {None})
    return dataclasses.replace(period, year=year)
