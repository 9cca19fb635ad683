"""What a text says, as comparable terms: content words, numbers and names."""

from __future__ import annotations

import re
import threading
from calendar import day_name, month_abbr, month_name
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from text_to_num import alpha2digit

from reqa.text.irregular import BASE_FORM

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_GROUPED = re.compile(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))")
# `4.2.1`, which is no quantity and no date.
_VERSION = r"\d{1,3}(?:\.\d{1,3}){2,}(?!\.?\d)"
_NUMBER = re.compile(rf"({_VERSION}|\d+(?:\.\d+)?)(?:st|nd|rd|th)?((?:[ -]10{{2,}}\b)*)")
_IN_ORDER = re.compile(rf"(?<!\w){_NUMBER.pattern}|({_WORD.pattern})")
_ANY_VERSION = re.compile(rf"(?<![\d.]){_VERSION}")
_QUANTITY = re.compile(
    r"(?<![\w.])((?:chf|dkk|eur|gbp|jpy|nok|sek|usd)(?= ?\d)|(?:us)?[$]|[€£¥]|) ?"
    r"(\d+(?:\.\d+)?)((?:[ -]10{2,}\b)*)[ -]?(%|[^\W\d]+)?"
)
_NUMBERED = re.compile(
    r"\b(?:([A-Z][^\W\d]*) |([^\W\d]+),? (?:[Nn](?:o|r|umber)\.? ?|#))(\d{1,3})\b(?![.,:/%-]?\d|%)"
)
_CODE = re.compile(
    r"\b(?:([A-Za-z]{1,4})-?(?=\d+\b)|([A-Za-z]+) (?=\d+\.\d))(\d{1,3}(?:\.\d{1,3})*)\b(?![,:/%-]?\d|%)"
)
_RANKED = re.compile(r"(?:\b(\d+)(?:st|nd|rd|th)[ -])?\b(most|least|\w{2,}est)\b")
# `Eva Holm, 61, leads it`, `Eva Holm (61)`
_AGED = re.compile(r"\b[A-Z][^\W\d]+(?:, \d{1,3}[,.;]| \(\d{1,3}\))")
_ISO_DATE = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d\d\b")
_OF_AN_AGE = frozenset({"age", "old", "year"})
# `5. Members`, `2.1) Fees`, `2.3 The rent`: the place of what follows, no figure of it; not `5. Mai 2023`.
_ENUMERATED = re.compile(
    r"^\W*\d{1,3}(?:(?:\.\d{1,3})*[.)]\s+(?!\w+ \d{4}\b)(?=\S)|"
    r"(?:\.\d{1,3})+\s+(?=(?:An?|Each|Either|If|Neither|No|The|This|Where)\b))"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SAME_UNIT = {
    **dict.fromkeys(("$", "us$", "usd"), "dollar"),
    **dict.fromkeys(("dkk", "nok", "sek", "krona", "krone", "kroner", "kronor"), "crown"),
    **{"€": "euro", "eur": "euro", "£": "pound", "gbp": "pound", "¥": "yen", "jpy": "yen", "chf": "franc"},
    **{"percent": "%", "tonn": "ton"},
}
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
# Those that the list has for "won't", "don't" and "on its own" also mean something: "Don won what they own".
_STOPWORDS = (frozenset(STOPWORDS_EN_PLUS) | {"yes", "no"}) - {"won", "don", "ma", "own"}

_stemmers = threading.local()  # a Snowball stemmer keeps state while it works


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word: that of `begin` for `began`. Other languages' words come back
    nearly as they are."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    return str(_stemmers.english.stemWord(BASE_FORM.get(word, word)))


MONTHS = frozenset(stem(name.casefold()) for name in (*month_name, *month_abbr) if name)
"""Stems of the months' names, long and short."""
DAYS = frozenset(stem(name.casefold()) for name in day_name)
"""Stems of the names of the days of the week."""


def content_terms(text: str) -> set[str]:
    """Stems of the words that carry meaning, and the numbers."""
    text = with_digits(text)
    words = {_term(word) for word in _WORD.findall(text) if not word[0].isdigit()}
    return (words - {""}) | _values(text)


def terms_at(terms: Sequence[set[str]], positions: Iterable[int]) -> set[str]:
    """The terms of the texts at some positions, together."""
    return set().union(*(terms[i] for i in positions))


def said_terms(text: str) -> set[str]:
    """The `content_terms` of a source without its place in a list, and those that a reader adds: a number
    behind a name is an age, and `2025-11-28` is in November."""
    months = {stem(month_name[int(month)].casefold()) for month in _ISO_DATE.findall(text)}
    return content_terms(without_place(text)) | months | (_OF_AN_AGE if _AGED.search(text) else set())


def without_brackets(text: str) -> str:
    """A text without what it has in brackets."""
    return _IN_BRACKETS.sub(" ", text)


def without_place(text: str) -> str:
    """A text without the number that it has in a list or in a document: `5. Members`."""
    return _ENUMERATED.sub("", text)


def terms_in_order(text: str) -> list[str]:
    """The `content_terms`, in order and as often as they are there, without the numbers inside of words."""
    found = _IN_ORDER.finditer(with_digits(text))
    terms = (_value(one[1], one[2]) if one[1] else _term(one[3]) for one in found)
    return [term for term in terms if term]


def numbers(text: str) -> set[str]:
    """The numbers in a text by their value: `1,149` is `1149`, `fifth` and `5th` are `5`, and
    `3.8 million` is `3800000`."""
    return _values(with_digits(text))


def amounts(text: str) -> set[Decimal]:
    """Those of the numbers that count or measure, not those of versions."""
    return {Decimal(number) for number in numbers(text) if not _is_version(number)}


def claimed_numbers(text: str) -> set[str]:
    """The numbers that a text states: those of `numbers`, without a `one` in words, as in `one of them`."""
    found = numbers(text)
    return found if "1" in _values(text) else found - {"1"}


def quantities(text: str) -> set[tuple[str, str]]:
    """The numbers in a text that count or measure something, with their unit: `3.8 million tonnes` is
    `("3800000", "ton")`, and `$5` is `("5", "dollar")`."""
    return {(one.value, one.unit) for one in figures(text) if one.unit}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text."""

    value: str
    unit: str
    """Empty if it has none."""
    before: str
    """The text before it, with all numbers as digits."""
    behind: str
    """The text behind it and its unit."""


def figures(text: str) -> Iterator[Figure]:
    """The numbers in a text, in order."""
    text = with_digits(text)
    for found in _QUANTITY.finditer(text):
        sign, number, scales, word = found.groups(default="")
        unit, end = sign or (word if word == "%" or word in _STOPWORDS else stem(word)), found.end()
        if unit in _STOPWORDS - {"m"} | _ORDINALS:  # 5 m, not I'm
            unit = ""
        if word and word not in _ORDINALS and (sign or not unit):
            end = found.start(4)
        yield Figure(_value(number, scales), _SAME_UNIT.get(unit, unit), text[: found.start()], text[end:])


def numbered(text: str) -> set[tuple[str, str]]:
    """What a text tells apart by a number of up to three digits: `Splatoon 2` is `("splatoon", "2")`, and
    `crane No. 5` is `("crane", "5")`.

    A longer one mostly is a year, which a text does not repeat in each of its sentences.
    """
    found = (((name or kind).casefold(), number) for name, kind, number in _NUMBERED.findall(text))
    return {(stem(name), _value(number, "")) for name, number in found if name not in _STOPWORDS}


def codes(text: str) -> set[tuple[str, str]]:
    """What a text tells apart by letters and a number, or by a number of several parts: `E14` and `e-14` are
    `("e", "14")`, and `version 4.1` is `("version", "4.1")`.
    """
    return {((letters or word).casefold(), number) for letters, word, number in _CODE.findall(text)}


def ranks(text: str) -> set[tuple[str, int]]:
    """Places in an order: `the fifth-largest` is `("largest", 5)`, and `the largest` is `("largest", 1)`."""
    return {(by, int(place or 1)) for place, by in _RANKED.findall(with_digits(text.replace("-", " ")))}


def with_digits(text: str) -> str:
    """The text in lower case with numbers in words written as digits: `twenty-five men` is `25 men`."""
    plain = _GROUPED.sub("", text.casefold()).replace("per cent", "percent")
    return str(alpha2digit(plain, "en", threshold=0.0))


def _values(text: str) -> set[str]:
    return {_value(number, scales) for number, scales in _NUMBER.findall(text)}


def versions(text: str) -> set[str]:
    """The versions in a text, as they are written: `4.2.0`."""
    return set(_ANY_VERSION.findall(text))


def _value(number: str, scales: str) -> str:
    while _is_version(number) and number.endswith(".0"):
        number = number.removesuffix(".0")
    if _is_version(number):
        return number
    value = Decimal(number)
    for scale in scales.replace("-", " ").split():
        value *= int(scale)
    return f"{value.normalize():f}"


def _is_version(number: str) -> bool:
    return number.count(".") > 1


def names(text: str) -> set[str]:
    """Stems of the words with a capital, save one that only opens the sentence: in "Eva Holm" it does not."""
    words = _WORD.findall(text)
    capital = [any(map(str.isupper, word)) for word in words]
    found = set()
    for position, word in enumerate(words):
        opens = position == 0 and not (len(words) > 1 and capital[1]) and not any(map(str.isupper, word[1:]))
        plain = _without_possessive(word.casefold())
        if capital[position] and not opens and plain not in _STOPWORDS:
            found.add(stem(plain))
    return found


def _term(word: str) -> str:
    """The stem of a word that carries meaning; empty if it carries none."""
    word = _without_possessive(word)
    return "" if word in _STOPWORDS else stem(word)


def _without_possessive(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)
