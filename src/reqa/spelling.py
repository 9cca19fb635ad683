"""Reading a question past its typing errors."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from reqa.terms import content_terms, stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker

# Of shorter words, those that no dictionary has are mostly abbreviations.
SHORTEST = 4
# A question with a larger share of unknown words is not in English, unless it is but a few keywords.
MOST_UNKNOWN = 0.5
KEYWORDS = 3

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w|['’]t\b)")  # not the "didn" of "didn't"


class Spelling:
    """Knows the words of the documents, and from an English dictionary, which others are no errors.

    May be used from several threads.

    Args:
        texts: gives the documents' texts; asked once, when a question has a word that the dictionary lacks.
    """

    def __init__(self, texts: Callable[[], Iterable[str]]) -> None:
        self._texts = texts
        self._reading = threading.Lock()
        self._vocabulary: _Vocabulary | None = None

    def corrected(self, question: str) -> str:
        """The question with each word that nobody knows replaced by the documents' that is a slip away.

        A slip is a letter too many, too few or wrong, or two in the wrong order.
        """
        words = set(_WORD.findall(question))
        unlisted = {w for w in words if w.casefold() not in _dictionary()}
        if not unlisted:
            return question
        known = self._documents()
        unknown = {w for w in unlisted if w not in known}
        if len(words) > KEYWORDS and len(unknown) > MOST_UNKNOWN * len(words):
            return question
        meant = {w: known.nearest(w) for w in unknown if len(w) >= SHORTEST}
        return _WORD.sub(lambda word: meant.get(word[0], word[0]), question)

    def _documents(self) -> _Vocabulary:
        with self._reading:
            if self._vocabulary is None:
                self._vocabulary = _Vocabulary(self._texts())
            return self._vocabulary


class _Vocabulary:
    """The words of some texts, as they are mostly written."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        for word, count in Counter(w for text in texts for w in _WORD.findall(text)).most_common():
            self._count[word.casefold()] += count
            self._written.setdefault(word.casefold(), word)
        self._stems = {stem(word) for word in self._count}

    def __contains__(self, word: str) -> bool:
        """Whether the texts have the word in any form."""
        return stem(word.casefold()) in self._stems

    def nearest(self, word: str) -> str:
        """The word that is a slip away, as the texts write it; the given one if there is none.

        Of several, one that carries meaning, and then the most frequent one.
        """
        slips = [one for one in _dictionary().edit_distance_1(word.casefold()) if one in self._count]
        if not slips:
            return word
        return self._written[max(slips, key=lambda one: (bool(content_terms(one)), self._count[one], one))]


def load() -> None:
    """Read the dictionary, which takes 0.2 s, so that the first question does not wait for it."""
    _dictionary()


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language="en")
