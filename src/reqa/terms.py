"""What a text says, as comparable terms: content words, numbers and names."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_GROUPED = re.compile(r"(?<=\d)[,  ](?=\d{3}(?!\d))")
_SMALL_NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty"""
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SMALL_NUMBERS.split())}
_STOPWORDS = frozenset(STOPWORDS_EN_PLUS) | {"yes", "no"}

_stemmers = threading.local()  # a Snowball stemmer keeps state while it works


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word; other languages' words come back nearly as they are."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    return str(_stemmers.english.stemWord(word))


def content_terms(text: str) -> set[str]:
    """Stems of the words that carry meaning, and the numbers."""
    words = {_without_possessive(w) for w in _WORD.findall(text.casefold())}
    return {_NUMBER_WORDS.get(w) or stem(w) for w in words - _STOPWORDS if w} | numbers(text)


def numbers(text: str) -> set[str]:
    """The numbers in a text, digit groups joined and `one` to `twenty` read as digits: `1,149` is `1149`."""
    joined = _GROUPED.sub("", text)
    digits = {n.rstrip(".,") for n in re.findall(r"\d+(?:\.\d+)?", joined)}
    words = {_NUMBER_WORDS[w] for w in _WORD.findall(text.casefold()) if w in _NUMBER_WORDS}
    return digits | words


def names(text: str) -> set[str]:
    """Stems of the words with a capital, save one that only opens the sentence: in "Eva Holm" it does not."""
    words = _WORD.findall(text)
    capital = [word[0].isupper() for word in words]
    found = set()
    for position, word in enumerate(words):
        opens = position == 0 and not (len(words) > 1 and capital[1]) and sum(map(str.isupper, word)) < 2
        plain = _without_possessive(word.casefold())
        if capital[position] and not opens and plain not in _STOPWORDS:
            found.add(stem(plain))
    return found


def _without_possessive(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)
