"""Times of the year and of the week that a text names: `Q3 2024`, `April to October`, `weekdays`."""

from __future__ import annotations

import dataclasses
import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

ALL_YEAR = range(1, 13)
WEEK = range(7)

_MONTHS = {name[:3].casefold(): i for i, name in enumerate(month_name) if name}
_DAYS = {name[:3].casefold(): i for i, name in enumerate(day_name)}
_SEASONS = {
    **{"spring": frozenset({3, 4, 5}), "summer": frozenset({6, 7, 8})},
    **{"autumn": frozenset({9, 10, 11}), "winter": frozenset({12, 1, 2})},
}
_PLACES = {
    word: i
    for i, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th"), 1)
    for word in words.split()
}
_COUNTS = {"three": 3, "six": 6, "nine": 9, "3": 3, "6": 6, "9": 9}

_YEAR = r"(?:(?:1[89]|20)\d\d)(?!\d)"
_OF_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?P<year>{_YEAR}))?"
# `May` is a month where nobody may do anything.
_MONTH = (
    rf"(?:(?:{'|'.join(filter(None, month_name))})\b|"
    rf"(?:{'|'.join([*filter(None, month_abbr), 'Sept'])})\b\.?)"
    r"(?!\s(?:I|a|he|it|my|our|she|the|they|we|you)\b)"
)
_DAY_OF = r"(?:\d\d?(?:st|nd|rd|th)?\s)?"
_OF_MONTH = r"(?:\s\d\d?(?:st|nd|rd|th)?\b(?!:))?"
_TO = r"\s*(?:-|–|—|\b(?:through|till|to|until)\b)\s*"
_SPAN = re.compile(
    rf"\b(?P<first>{_MONTH}){_OF_MONTH}(?:,?\s{_YEAR})?{_TO}{_DAY_OF}(?P<last>{_MONTH}){_OF_MONTH}{_OF_YEAR}"
)
_ONE = re.compile(rf"\b(?P<month>{_MONTH}){_OF_MONTH}{_OF_YEAR}")
_QUARTER = re.compile(
    rf"(?:\bQ(?P<number>[1-4])\b|\b(?P<place>{'|'.join(_PLACES)})[\s-]quarter\b){_OF_YEAR}", re.IGNORECASE
)
_HALF = re.compile(
    rf"(?:\bH(?P<number>[12])\b|\b(?P<place>first|1st|second|2nd)[\s-]half\b(?! of (?!{_YEAR}|the year)))"
    rf"(?:\sof\sthe\syear)?{_OF_YEAR}",
    re.IGNORECASE,
)
_FIRST_MONTHS = re.compile(rf"\bfirst\s(?P<count>{'|'.join(_COUNTS)})\smonths\b{_OF_YEAR}", re.IGNORECASE)
_SEASON = re.compile(rf"\b(?P<season>{'|'.join(_SEASONS)})s?\b{_OF_YEAR}", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"(?<![\w.,/€$£-])(?:FY\s?)?(?P<year>{_YEAR})(?![\w/%-]|[.,]\d)")

_MARK = "\0"
# `before July` is not in July.
_BOUND = re.compile(
    rf"\b(?:after|before|between|by|from|over|since|than|through|till|to|until)\s(?:\w+\s){{,2}}{_MARK}",
    re.IGNORECASE,
)

_DAY = (
    "(?:"
    + "|".join(
        [
            *(f"{name}s?" for name in day_name),
            *(f"{name}s?\\b\\.?" for name in day_abbr),
            r"Tues\b\.?",
            r"Thurs?\b\.?",
        ]
    )
    + ")"
)
_DAY_SPAN = re.compile(rf"\b(?P<first>{_DAY}){_TO}(?P<last>{_DAY})\b", re.IGNORECASE)
_ONE_DAY = re.compile(rf"\b(?P<day>{_DAY})\b")
_DAYS_TOGETHER = {
    re.compile(r"\bweekdays?\b", re.IGNORECASE): WEEK[:5],
    re.compile(r"\bweekends?\b", re.IGNORECASE): WEEK[5:],
    re.compile(r"\b(?:daily|every day|all week)\b", re.IGNORECASE): WEEK,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Months, of a year or of any."""

    months: frozenset[int]
    year: int | None = None
    season: str = ""
    written: str = field(default="", compare=False)

    def meets(self, other: Period) -> bool:
        """Whether one may be in the other."""
        if self.season and other.season:
            return self.season == other.season and _may_be_same(self.year, other.year)
        return _may_be_same(self.year, other.year) and not self.months.isdisjoint(other.months)


def periods(text: str) -> list[Period]:
    """The times of the year that a text names; with a season that it explains, only those months."""
    found = list(_periods(text))
    months = [one for one in found if not one.season and len(one.months) < len(ALL_YEAR)]
    seasons = [one for one in found if one.season]
    if len(seasons) == 1 and len(months) == 1:  # `Summer (15 June to 15 September)`
        return [dataclasses.replace(months[0], season=seasons[0].season)]
    return found


def asked_period(question: str) -> Period | None:
    """The time of the year that a question is about; None if there is none, or several, or a longer time."""
    found = periods(question)
    for pattern in _FORMS:
        question = pattern.sub(_MARK, question)
    return found[0] if len(found) == 1 and not _BOUND.search(question) else None


def days_of_the_week(text: str) -> frozenset[int]:
    """Those that a text names, Monday being 0."""
    found: set[int] = set()
    for pattern, days in _DAYS_TOGETHER.items():
        if pattern.search(text):
            found.update(days)
    for span in _DAY_SPAN.finditer(text):
        found |= _around(_day(span["first"]), _day(span["last"]), WEEK)
    found |= {_day(one["day"]) for one in _ONE_DAY.finditer(text)}
    return frozenset(found)


def times_named(text: str) -> str:
    """What a text says of times of the year and of the week, in its words: `Saturday, July`."""
    found = sorted(_matches(text, [*_FORMS, *_DAYS_TOGETHER, _DAY_SPAN, _ONE_DAY]), key=re.Match.start)
    return ", ".join(dict.fromkeys(one[0] for one in found))


def month_number(name: str) -> int:
    """Of a month's name or its abbreviation."""
    return _MONTHS[name[:3].casefold()]


def _periods(text: str) -> Iterator[Period]:
    for found in _matches(text, _FORMS):
        named = found.groupdict()
        year = int(named["year"]) if named["year"] else None
        yield Period(
            frozenset(_FORMS[found.re](found)), year, (named.get("season") or "").casefold(), found[0]
        )


def _matches(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """What the patterns find, each in what those before it leave."""
    for pattern in patterns:
        yield from pattern.finditer(text)
        text = pattern.sub(lambda found: " " * len(found[0]), text)


def _in_quarter(found: re.Match[str]) -> Iterable[int]:
    number = int(found["number"] or _PLACES[found["place"].casefold()])
    return range(3 * number - 2, 3 * number + 1)


def _in_half(found: re.Match[str]) -> Iterable[int]:
    number = int(found["number"] or _PLACES[found["place"].casefold()])
    return range(6 * number - 5, 6 * number + 1)


def _in_first_months(found: re.Match[str]) -> Iterable[int]:
    return range(1, _COUNTS[found["count"].casefold()] + 1)


def _in_span(found: re.Match[str]) -> Iterable[int]:
    return _around(month_number(found["first"]), month_number(found["last"]), ALL_YEAR)


def _in_month(found: re.Match[str]) -> Iterable[int]:
    return {month_number(found["month"])}


def _in_season(found: re.Match[str]) -> Iterable[int]:
    return _SEASONS[found["season"].casefold()]


def _in_year(_: re.Match[str]) -> Iterable[int]:
    return ALL_YEAR


_FORMS: dict[re.Pattern[str], Callable[[re.Match[str]], Iterable[int]]] = {
    _QUARTER: _in_quarter,
    _HALF: _in_half,
    _FIRST_MONTHS: _in_first_months,
    _SPAN: _in_span,
    _ONE: _in_month,
    _SEASON: _in_season,
    _YEAR_ALONE: _in_year,
}


def _day(name: str) -> int:
    return _DAYS[name[:3].casefold()]


def _around(first: int, last: int, circle: Sequence[int]) -> set[int]:
    """From the first to the last, on a circle."""
    begin, end = circle.index(first), circle.index(last)
    length = (end - begin) % len(circle) + 1
    return {circle[(begin + i) % len(circle)] for i in range(length)}


def _may_be_same(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other
