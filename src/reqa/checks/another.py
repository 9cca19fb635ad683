"""Telling apart what is alike but for a number, its place in an order, the day of the week, or its kind."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Callable, Sequence

from reqa.checks.kinds import of_another_kind
from reqa.text.denial import asks_whether
from reqa.text.extremes import called_extreme
from reqa.text.terms import DAYS, codes, content_terms, numbered, numbers, ranks
from reqa.types import Quote

_DAYS = [day.casefold() for day in day_name]
_DAY = re.compile(
    rf"\b({'|'.join(_DAYS)})s?(?:\s*(?:to|until|till|through|-|–|—)\s*({'|'.join(_DAYS)})s?)?\b"
)
_SOME_DAYS = {"weekday": _DAYS[:5], "weekend": _DAYS[5:], "daily": _DAYS, "every day": _DAYS, "week": _DAYS}
_SOME_DAY = re.compile(rf"\b({'|'.join(_SOME_DAYS)})s?\b")
_NAMED_DAY = re.compile(rf"\b(?!on\b)\w+ (?:{'|'.join(_DAYS)})\b", re.IGNORECASE)  # Ash Wednesday
# `A similar fire in 2019 killed three` is not about the fire.
_LIKENESS = r"(?:comparable|earlier|later|previous|prior|similar|subsequent)"
_LIKE_IT = re.compile(rf"\W*(?:an?|the)\s+{_LIKENESS}\s+((?:[\w'’-]+\s+)?[\w'’-]+)", re.IGNORECASE)
_ASKS_FOR_OTHERS = re.compile(
    rf"\b(?:{_LIKENESS}|after|again|another|before|else|ever|last|next|other|past)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b[A-Z]\w*")


def of_another(question: str, sources: Sequence[Quote]) -> bool:
    """Whether sentences are about another one of what the question numbers or ranks, another day or kind.

    Splatoon 1 is not Splatoon 2, nor is what stands under `Error E14` about E21; and the third-largest city
    is not the largest, but it answers whether it is. `On Saturdays until 17:00` says nothing about Sundays,
    `The annual ticket costs 480 euros` nothing about the monthly one.

    Args:
        question: what is asked.
        sources: the sentences that an answer cites.
    """
    if not asks_whether(question) and _are_of_other_days(question, [one.text for one in sources]):
        return True
    are_like_it = [_is_only_like_it(question, one.text) for one in sources]
    if of_another_kind(question, sources) or (are_like_it and all(are_like_it)):
        return True
    said = "\n".join(one.text for one in sources)
    headed = (f"{one.heading}\n{one.text}" for one in sources if one.heading)
    if _is_about_others(said, question, numbered) or any(
        _is_about_others(text, question, _labels) for text in headed
    ):
        return True
    ranked = ranks(said)
    return not asks_whether(question) and any(
        (by, place) not in ranked and any(by == other for other, _ in ranked) for by, place in ranks(question)
    )


def is_first_instead(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a source calls another one the first in the order that the question is about.

    `Frost & Sons` does not answer which offer is the cheapest if `Nordkyl is the cheapest`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    first = set().union(*(called_extreme(question, one) for one in sources))
    named = content_terms(" ".join(_CAPITAL.findall(statement))) - content_terms(question)
    return bool(first and named) and first.isdisjoint(content_terms(statement))


def is_on_other_days(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement names the day that the question is about, and its sources only others.

    `It is open on Monday` is not so if `the sauna is open from Tuesday to Sunday`.
    """
    named = not _days(statement).isdisjoint(_days(question))
    return named and _are_of_other_days(question, sources)


def is_of_another_number(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement has something that its sources say of what is alike but for its number.

    `Class 5 goes to the museum` is not so if `Class 5 goes to Lund` and `Class 6 goes to the museum`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    about = numbered(statement) | numbered(question)

    def takes_from_others(kind: str, number: str) -> bool:
        own = [one for one in sources if (kind, number) in numbered(one)]
        taken = content_terms(statement).difference(*map(content_terms, own))
        others = [one for one in sources if kind in dict(numbered(one)) and numbered(one).isdisjoint(about)]
        return bool(own) and any(not taken.isdisjoint(content_terms(one)) for one in others)

    return any(takes_from_others(kind, number) for kind, number in about)


def _is_only_like_it(question: str, text: str) -> bool:
    """Whether a sentence opens with another one like what is asked about, and no other one is asked about."""
    opening = _LIKE_IT.match(text)
    if not opening or _ASKS_FOR_OTHERS.search(question) or numbers(question) & numbers(text):
        return False
    return not content_terms(opening[1]).isdisjoint(content_terms(question))


def _are_of_other_days(question: str, sources: Sequence[str]) -> bool:
    """Whether the sources that have most of the question name days, and none that it is about."""
    asked = _days(_NAMED_DAY.sub(" ", question))
    about = content_terms(question) - DAYS
    shared = [len(about & content_terms(one)) for one in sources]
    said = _days("\n".join(one for one, count in zip(sources, shared, strict=True) if count == max(shared)))
    return bool(asked and said) and asked.isdisjoint(said)


def _days(text: str) -> set[str]:
    """The days of the week that a text names: those of `Monday to Thursday` and `at the weekend` as well."""
    text = text.casefold()
    found = {day for some in _SOME_DAY.findall(text) for day in _SOME_DAYS[some]}
    for first, last in _DAY.findall(text):
        start = _DAYS.index(first)
        count = (_DAYS.index(last) - start) % len(_DAYS) if last else 0
        found |= {_DAYS[(start + i) % len(_DAYS)] for i in range(count + 1)}
    return found


def _labels(text: str) -> set[tuple[str, str]]:
    # One code may well be what is asked about another one: `Which notice does SN-214 replace?` Only what a
    # text stands under says that all of it is about one of them.
    return numbered(text) | codes(text)


def _is_about_others(text: str, question: str, labels: Callable[[str], set[tuple[str, str]]]) -> bool:
    """Whether of what the question labels, only others are in the text."""
    asked, found, known = labels(question.title()), labels(text), numbers(text)  # also `footpath 12`
    kinds = {kind for kind, _ in found}
    missing = any(number not in known and kind in kinds for kind, number in asked)
    return missing and asked.isdisjoint(found)
