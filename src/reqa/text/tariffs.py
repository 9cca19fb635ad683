"""Tariffs: tables whose rows are for a range of quantities, such as `51 to 80 m²` or `65 years and over`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reqa.text.tables import Table, answering, table_of, unit_of
from reqa.text.terms import content_terms, quantities
from reqa.types import Cell, ScoredSentence, Sentence

_NUMBER = r"(?<![\d.,:])\d+(?:,\d{3})*(?:\.\d+)?(?![\d:]|[.,]\d)"
_UNIT = r"(?:[ -]?(?P<unit>%|[^\W\d]+))?"
_BETWEEN = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:to|and|-|–|—)\s*(?P<high>{_NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    r"(?:(?P<below>under|below|less than|<)|(?P<most>up to|at most|until|≤|<=)|"
    r"(?P<above>above|over|more than|>)|(?P<least>from|at least|≥|>=))"
    rf"\s*(?P<number>{_NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"(?P<number>{_NUMBER})(?:\+|{_UNIT} (?:and|or) "
    r"(?:(?P<up>above|more|older|over|up)|(?P<down>below|less|under|younger))\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both of them in it or not."""

    low: Decimal = Decimal("-Infinity")
    high: Decimal = Decimal("Infinity")
    with_low: bool = True
    with_high: bool = True

    def __contains__(self, value: Decimal) -> bool:
        above = value >= self.low if self.with_low else value > self.low
        below = value <= self.high if self.with_high else value < self.high
        return above and below

    def is_within(self, other: Range) -> bool:
        """Whether it is a narrower range."""
        return self != other and other.low <= self.low and self.high <= other.high


def for_its_quantities(question: str, scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences without the rows of a tariff that are for other quantities than the question's.

    For `a flat of 70 m²`, of the rows for 51 to 80 m² and for up to 50 m² only the first remains. Where rows
    are for up to 2 kg and for up to 5 kg, a letter of 1 kg is meant by the first.
    """
    asked = sorted(quantities(question))
    terms = content_terms(question).difference(unit for _, unit in asked)
    found: dict[Table, dict[Sentence, tuple[Range, str]]] = {}
    for one in scored:
        for unit in {unit for _, unit in asked}:
            if its := _range_of(one.row, unit):
                covered = [value for value, of in asked if of == unit and Decimal(value) in its]
                covers = " and ".join(f"{value} {unit}" for value in covered)
                found.setdefault(table_of(one), {})[one.sentence] = (its, covers)
    left = []
    for one in scored:
        in_table = found.get(table_of(one), {})
        covering = [its for its, covers in in_table.values() if covers]
        if not covering or one.sentence not in in_table:
            left.append(one)
            continue
        its, covers = in_table[one.sentence]
        if covers and not any(other.is_within(its) for other in covering):
            columns = content_terms(" ".join(cell.column for cell in one.row))
            left.append(answering(one, covers, fits=not columns.isdisjoint(terms)))
    return left


def _range_of(row: Sequence[Cell], unit: str) -> Range | None:
    """The first range of a unit in a row; the column may name it: `Years of service`."""

    def named(cell: Cell) -> str:
        return unit_of(cell) or (unit if unit in content_terms(cell.column) else "")

    return next((its for cell in row for its, of in ranges(cell.text, named(cell)) if of == unit), None)


def ranges(text: str, unit: str = "") -> Iterator[tuple[Range, str]]:
    """The ranges in a text, each with its unit as `quantities` gives it.

    Args:
        text: such as a table's cell.
        unit: of those that have none in the text.
    """
    for found in _BETWEEN.finditer(text):
        low, _ = _measured(found["low"], found["unit"] or unit)
        high, of = _measured(found["high"], found["unit"] or unit)
        yield Range(low, high), of
    text = _BETWEEN.sub(" ", text)  # `from 6 to 14` is not `from 6`.
    for found in _BOUNDED.finditer(text):
        value, of = _measured(found["number"], found["unit"] or unit)
        if found["below"] or found["most"]:
            yield Range(high=value, with_high=bool(found["most"])), of
        else:
            yield Range(low=value, with_low=bool(found["least"])), of
    for found in _OPEN.finditer(text):
        value, of = _measured(found["number"], found["unit"] or unit)
        yield Range(high=value) if found["down"] else Range(low=value), of


def _measured(number: str, unit: str) -> tuple[Decimal, str]:
    (value, of), *_ = quantities(f"{number} {unit}") or [(number.replace(",", ""), "")]
    return Decimal(value), of
