"""Telling figures of what a question counts from those of what is only measured.

`Milverton offered 2.4 million pounds` does not say how many points Milverton have, nor does `the rent is
reviewed in May 2027` say how much it is then. Of 76 answerable questions of the development sets that count
something none is lost.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from reqa.text.terms import Figure, content_terms, figures, numbers, stem, without_place

_COUNTS = re.compile(
    r"\bhow many (?:(?:more|of the|other) )?(?:\w+ ){0,2}?(\w+s|children|men|people|women)\b", re.IGNORECASE
)
_UNITS = """
acre century cm crown day decade degree dollar euro foot franc gram hectare hour inch kg kilogram kilometre km
krone kroner litre m meter metre mile minute mm month pound second ton volt watt week year yen %
"""
_MEASURES = frozenset(map(stem, _UNITS.split()))
# A sum whose unit is behind another one: `offered 2 million pounds, but they want three million`.
_SUM = re.compile(r"\d{6,}")
_YEAR = re.compile(r"[12]\d{3}")
_HOW_MUCH = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_OF_TIME = re.compile(r"\b(?:days?|hours?|minutes?|months?|often|time|weeks?|years?)\b", re.IGNORECASE)
_MONTH = "|".join(name for name in month_name if name)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?(?:{_MONTH})\b(?: \d{{1,2}}\b(?!\.\d))?(?:,? [12]\d{{3}}\b)?|"
    r"\b(?:by|during|in|of|since|until) [12]\d{3}\b"
)
# How much something is may also be told without a figure.
_AMOUNT = re.compile(
    r"\b(?:all|any|both|couple|double|each|enough|every|few|free|half|halved|hundreds?|less|little|lots?|majority|many|"
    r"millions?|more|most|much|neither|no|nobody|none|nothing|not|part|quarter|several|some|thirds?|thousands?|"
    r"treble|triple|twice|without)\b",
    re.IGNORECASE,
)
_BEFORE_A_YEAR = re.compile(r"\b(?:by|during|in|of|since|until)\s*$")


def measures_instead(question: str, sources: Sequence[str]) -> bool:
    """Whether sentences only measure or date something, and do not have what the question counts.

    Args:
        question: what is asked.
        sources: the sentences that an answer is taken from.
    """
    if _HOW_MUCH.search(question) and not _OF_TIME.search(question) and _only_dates("\n".join(sources)):
        return True
    counted = _COUNTS.search(question)
    counts = content_terms(counted[1]) if counted else set()
    if not counts or counts & _MEASURES or not counts.isdisjoint(content_terms(" ".join(sources))):
        return False
    found = [one for source in sources for one in figures(source)]
    return any(one.unit in _MEASURES for one in found) and all(map(_counts_nothing, found))


def _only_dates(text: str) -> bool:
    """Whether a text has days and years, and says of nothing how much or how many it is."""
    text = without_place(text)
    dated = _DATE.sub(" ", text)
    return dated != text and not numbers(dated) and not _AMOUNT.search(dated)


def _counts_nothing(one: Figure) -> bool:
    is_year = _YEAR.fullmatch(one.value) and _BEFORE_A_YEAR.search(one.before)
    return one.unit in _MEASURES or bool(is_year or (not one.unit and _SUM.fullmatch(one.value)))
