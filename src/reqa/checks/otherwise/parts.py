"""Finding out that a statement has the figure or the year of one part of a sentence where another part is
asked about.

`130 euros` does not answer what a room in London costs, if that is `up to 130 euros, in London up to 190
euros`. Of 37 answers of eight question sets that are one of several figures in a sentence none is found; once
the figures are exchanged, eight or nine are, depending on with which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reqa.checks.otherwise.misplaced import BETWEEN_FIGURES
from reqa.text.denial import OF_A_STATEMENT
from reqa.text.terms import (
    Figure,
    claimed_numbers,
    content_terms,
    figures,
    numbers,
    with_digits,
    without_brackets,
)

# What is counted or measured there is not in another part: `1 metre high, between plots none are allowed`.
# `Errors fell by 18 percent with light; without it they did not change`.
_NONE = re.compile(
    r"\b(?:none|nothing|(?:did|do|does|has|have) not (?:change|differ)d?|unchanged)\b", re.IGNORECASE
)
# `1 metre high` says no more than `1 metre`.
_MEASURED = frozenset({"deep", "high", "long", "old", "tall", "thick", "wide"})
# `5.2 grubs per square metre` is measured in what `17.8` is.
_PER = re.compile(r"^\s*per (?:cubic |square )?\w+", re.IGNORECASE)
# What has not been drained is undrained.
_NOT_SO = re.compile(
    r"\b(?:(?:had|has|have|are|is|was|were)(?: not|n['’]t)(?: been| yet)*) (\w+ed)\b", re.IGNORECASE
)
_THAN = re.compile(r"\bthan\b.*", re.IGNORECASE | re.DOTALL)
# `nine hours by day and eleven at night`
_OF_WHAT = re.compile(r"\s*(?:at|by|during|for|from|in|on|to|under|with)\b", re.IGNORECASE)
# `ten or more` is one figure.
_PART_END = re.compile(
    rf"{BETWEEN_FIGURES.pattern}|\b(?:and|but|or(?!\s+(?:fewer|less|more|older|over|younger)\b)|whereas|while)\b",
    re.IGNORECASE,
)
# `75 million euros, of which 20 million was spent in May`, `51 goals, 19 of them by Ada Brink`
_SHARE = re.compile(r"\W*(?:and )?(?:including|(?:\w+ )?of (?:them|these|this|which|whom))\b", re.IGNORECASE)
# `18 g salt, 2 spoons of caraway`
_ITEM_END = re.compile(r"[,;](?!\d)|\band\b")
_A_LIST = 3
_YEAR = re.compile(r"\b[12]\d{3}\b(?![.,]\d)")


def is_of_another_part(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement gives the figure of one part of its source, and the question is about another part.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked = content_terms(_NOT_SO.sub(r"un\1", question))
    either = asked | content_terms(statement)
    given = numbers(question)
    stated = claimed_numbers(statement) - given

    def is_meant(other: _Part, own: _Part) -> bool:
        # What only the statement has of its part may go with any: `130 euros a night`.
        return any(
            terms & other.its_own - own.terms and not terms & own.its_own - other.terms
            for terms in (asked, either)
        )

    for source in sources:
        if _is_of_what_it_is_compared_with(stated, either, source) and not _THAN.search(statement):
            return True
        for unit in {one.unit for one in figures(source)}:
            parts = _parts(source, unit)
            own = [part for part in parts if part.value in stated]
            others = [part for part in parts if part.value not in stated | given]
            if len(own) == 1 and any(is_meant(one, own[0]) for one in others):
                return True
    return False


def is_of_another_item(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement gives one of several listed quantities, and the question is about another one.

    `2 spoons` is not how much salt is needed, if that is `450 ml water, 18 g salt, 2 spoons of caraway`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked = content_terms(question) - numbers(question)
    stated = claimed_numbers(statement) - numbers(question)

    def is_so(source: str) -> bool:
        pieces = [with_digits(piece).strip() for piece in _ITEM_END.split(source)]
        own = [piece for piece in pieces if not stated.isdisjoint(numbers(piece))]
        items = [piece for piece in pieces if piece[:1].isdigit()]
        if len(items) < _A_LIST or len(own) != 1 or own[0] not in items:
            return False
        is_other = asked.isdisjoint(content_terms(own[0]))
        return is_other and any(asked & content_terms(item) for item in items)

    return bool(stated) and any(map(is_so, sources))


def is_of_another_year(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement is what a part of its source says of another year than the question's.

    `They repaired the fence` is not what they did in 2026, if that is `in 2025 they repaired the fence; in
    2026 they will rebuild the store`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked, said = _years(question), content_terms(statement) - _years(statement)

    def is_so(source: str) -> bool:
        parts = source.split(";")
        told = max(parts, key=lambda part: len(said & content_terms(part)))
        years = _years(told)
        has_most = len(said & content_terms(told)) >= OF_A_STATEMENT * len(said)
        return has_most and bool(years) and years.isdisjoint(asked) and not asked.isdisjoint(_years(source))

    return bool(said) and any(map(is_so, sources))


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


def _is_of_what_it_is_compared_with(stated: set[str], asked: set[str], source: str) -> bool:
    """`34 children last year` for `34 children took part, six fewer than last year`."""
    for piece in BETWEEN_FIGURES.split(source):
        found = _THAN.search(piece)
        if found and stated & numbers(source) and stated.isdisjoint(numbers(piece)):
            elsewhere = content_terms(source.replace(found[0], " "))
            if asked & content_terms(found[0]) - elsewhere:
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


def _leaves_out_its_unit(one: Figure) -> bool:
    return not _YEAR.fullmatch(one.value) and bool(not one.behind or _OF_WHAT.match(one.behind))


def _parts(source: str, unit: str) -> list[_Part]:
    """The parts of a sentence that have a figure in a unit; none if they cannot be told apart.

    Only the last figure may lack it, and one of what the part before has: `Laptops are replaced every four
    years, tablets every three.` A part may also say that there is none. Without any, figures may be
    dates, unless one is of what the part before has.
    """
    parts: list[_Part] = []
    are_counts, are_rates = bool(unit), False
    between: set[str] = set()
    pieces = _PART_END.split(without_brackets(source).rstrip(" ."))
    for i, piece in enumerate(pieces, start=1):
        its = [one for one in figures(piece) if one.unit == unit]
        is_share = bool(parts and _SHARE.match(piece))
        are_counts = are_counts or is_share
        if parts and not its and (is_share or i == len(pieces)):
            bare = [one for one in figures(piece) if not one.unit]
            its = bare[:1] if is_share else [one for one in bare if _leaves_out_its_unit(one)]
        if len(its) > 1:
            return []
        if parts and not its and (none := _NONE.search(piece)):
            its = [Figure("0", unit, piece[: none.start()], piece[none.end() :])]
        if not its:
            between |= content_terms(piece)
            continue
        are_rates |= bool(_PER.match(its[0].behind))
        before, behind = content_terms(its[0].before), content_terms(_PER.sub("", its[0].behind)) - _MEASURED
        if is_share:  # What is said of the whole is said of it, too.
            before |= parts[-1].terms
        if parts and not before:  # What stands between two figures may be of either.
            parts[-1].behind.update(between)
        parts.append(_Part(its[0].value, before | between, behind, is_first=not parts))
        between = set()
    if parts:
        parts[-1].behind.update(between)
    each_has_its_own = all(part.its_own for part in parts[1:])
    can_be_told = are_counts and each_has_its_own and len(parts) > 1
    return parts if can_be_told and (are_rates or parts[0].behind or parts[1].before) else []
