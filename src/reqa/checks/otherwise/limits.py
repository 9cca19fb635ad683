"""Finding out that a source says something of other quantities than the question's.

`Those who cancel less than 24 hours before pay 40 euros` does not say what it costs two days before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reqa.text.tariffs import Range, ranges
from reqa.text.terms import amounts, numbers, quantities, with_digits

_MINUTES = {"minut": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43830, "year": 525960}
"""By the terms of their names."""


def is_for_other_quantities(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a source has limits for what the question has a quantity of, which is within none of them.

    A quantity that the source has itself may be what the limit is: `more than 20 years ago`.

    Args:
        statement: without markers. One that gives the limit as well leaves it to the reader.
        question: what it answers.
        sources: the sentences that it cites.
    """
    given = quantities(question)
    stated = amounts(statement)

    def excludes(source: str) -> bool:
        known, limits = numbers(source), list(_limits(source, stated))
        lacking = (_measured(Decimal(value), unit) for value, unit in given if value not in known)
        return any(
            any(of == unit for _, of in limits) and not any(value in its for its, of in limits if of == unit)
            for value, unit in lacking
        )

    return bool(given) and any(map(excludes, sources))


def _limits(source: str, stated: set[Decimal]) -> Iterator[tuple[Range, str]]:
    for its, unit in ranges(with_digits(source)):
        if stated.isdisjoint((its.low, its.high)):
            (low, of), (high, _) = _measured(its.low, unit), _measured(its.high, unit)
            yield Range(low, high, its.with_low, its.with_high), of


def _measured(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A quantity in minutes, if it is a time."""
    return (value * _MINUTES[unit], "minut") if unit in _MINUTES else (value, unit)
