"""Finding out that a statement gives a figure of its source to something else there.

`229 euros in the first five years` has all of its words and figures in `189 euros in the first five years and
229 euros after that`. Of 143 sentences of nine question sets that have two figures in the same unit, 62 are
found out once these are exchanged, and none as it is; of 905 claims that are labelled as supported by longer
texts, one, wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqa.text.terms import (
    Figure,
    claimed_numbers,
    content_terms,
    figures,
    numbers,
    quantities,
    terms_in_order,
)

_CLAUSE_END = re.compile(r"[;:()]|[.,](?!\d)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# What is counted or measured there is not in another part: `1 metre high, between plots none are allowed`.
_NONE = re.compile(r"\b(?:none|nothing)\b", re.IGNORECASE)
# `1 metre high` says no more than `1 metre`.
_MEASURED = frozenset({"deep", "high", "long", "old", "tall", "thick", "wide"})
_PART_END = re.compile(rf"{_CLAUSE_END.pattern}|\b(?:and|but|or|whereas|while)\b", re.IGNORECASE)
# So many terms behind a figure, its unit among them, say what it is the figure of.
TOLD = 2
# Digits of a number without a unit that may well be a date.
A_YEAR = 4


def misplaced(statement: str, sources: Sequence[str]) -> bool:
    """Whether the sources give another figure to what the statement says a figure of theirs is of.

    That is so where what follows the figure in the statement follows another one in a source, word by word,
    and not this one.
    """
    figures = [figure for source in sources for figure in _figures(source)]

    def is_another_ones(what: list[str]) -> bool:
        return any(behind[: len(what)] == what for _, behind, _ in figures)

    def is_misplaced(value: str, what: list[str]) -> bool:
        own = [(behind, near) for one, behind, near in figures if one == value]
        is_so = any(behind[: len(what)] == what or set(what) <= set(near) for behind, near in own)
        in_the_same_unit = any(behind[:1] == what[:1] for behind, _ in own)
        return in_the_same_unit and not is_so and is_another_ones(what)

    return any(is_misplaced(value, what) for value, what, _ in _figures(statement) if len(what) >= TOLD)


def has_another_value(statement: str, question: str, sources: Sequence[str], premises: Sequence[str]) -> bool:
    """Whether what ties a statement to its question gives another value in the unit of the statement's.

    `30 days` does not answer how long the Free plan keeps backups, if that keeps them for 7 days. Where the
    source of the statement has that value too, it was not overlooked.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it was taken from.
        premises: those that are cited as they have what the question is about.
    """
    stated = claimed_numbers(statement) - numbers(question)
    known = set().union(*map(quantities, sources))
    units = {unit for value, unit in known if value in stated}
    return any(
        unit in units and (value, unit) not in known and stated.isdisjoint(numbers(text))
        for text in premises
        for value, unit in quantities(text)
    )


def is_of_another_part(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement gives the figure of one part of its source, and the question is about another part.

    `130 euros` does not answer what a room in London costs, if that is `up to 130 euros, in London up to 190
    euros`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked = content_terms(question) | content_terms(statement)
    stated = claimed_numbers(statement) - numbers(question)

    def is_meant(other: _Part, own: _Part) -> bool:
        return bool(asked & other.its_own - own.terms) and not asked & own.its_own - other.terms

    for source in sources:
        for unit in {unit for value, unit in quantities(source) if value in stated}:
            parts = _parts(source, unit)
            own = [part for part in parts if part.value in stated]
            if len(own) == 1 and any(is_meant(one, own[0]) for one in parts if one.value not in stated):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence, with one figure."""

    value: str
    before: set[str]
    """The terms before the figure."""
    behind: set[str]
    is_first: bool

    @property
    def terms(self) -> set[str]:
        return self.before | self.behind

    @property
    def its_own(self) -> set[str]:
        """Those that tell it from the others: not what the first part begins with, which may be of all."""
        return self.behind if self.is_first else self.terms


def _parts(source: str, unit: str) -> list[_Part]:
    """The parts of a sentence that have a figure in a unit; none if they cannot be told apart.

    Only the last figure may lack it: `Laptops are replaced every four years, tablets every three.` A part may
    also say that there is none.
    """
    parts: list[_Part] = []
    between: set[str] = set()
    pieces = _PART_END.split(_IN_BRACKETS.sub(" ", source).rstrip(" ."))
    for i, piece in enumerate(pieces, start=1):
        its = [one for one in figures(piece) if one.unit == unit]
        if parts and not its and i == len(pieces):
            bare = (one for one in figures(piece) if not (one.unit or one.behind))
            its = [one for one in bare if len(one.value) < A_YEAR]
        if len(its) > 1:
            return []
        if parts and not its and (none := _NONE.search(piece)):
            its = [Figure("0", unit, piece[: none.start()], piece[none.end() :])]
        if not its:
            between |= content_terms(piece)
            continue
        before, behind = content_terms(its[0].before), content_terms(its[0].behind) - _MEASURED
        if parts and not before:  # What stands between two figures may be of either.
            parts[-1].behind.update(between)
        parts.append(_Part(its[0].value, before | between, behind, is_first=not parts))
        between = set()
    if parts:
        parts[-1].behind.update(between)
    each_has_its_own = all(part.its_own for part in parts[1:])
    return parts if each_has_its_own and len(parts) > 1 and (parts[0].behind or parts[1].before) else []


def _figures(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each number, the terms behind it in its clause, and those before the next number in the same unit."""
    for clause in _CLAUSE_END.split(text):
        terms = [term for term in terms_in_order(clause) if term != "per"]
        for place, value in enumerate(terms):
            if _is_number(value):
                behind = terms[place + 1 :]
                yield value, behind, _until_alike(behind)


def _until_alike(behind: list[str]) -> list[str]:
    """What is behind a number, up to the next one that is followed by the same word."""
    unit = next((i for i, term in enumerate(behind) if not _is_number(term)), len(behind))
    for i in range(unit + 1, len(behind) - 1):
        if _is_number(behind[i]) and behind[i + 1] == behind[unit]:
            return behind[:i]
    return behind


def _is_number(term: str) -> bool:
    return term[0].isdigit()
