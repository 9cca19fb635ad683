"""Reading a question past its typing errors."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from reqa.text.terms import content_terms, stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker

# Of shorter words, those that no dictionary has are mostly abbreviations.
SHORTEST = 4
# A question is not in English where a larger share of its words is unknown, and fewer of those are slips.
MOST_UNKNOWN = 0.5
FEWEST_SLIPS = 0.5

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

        A slip is a letter too many, too few or wrong, or two in the wrong order. Capitals alone are no error,
        but an abbreviation.
        """
        words = {word for word in _WORD.findall(question) if question.isupper() or not word.isupper()}
        unlisted = {w for w in words if w.casefold() not in _dictionary()}
        if not unlisted:
            return question
        known = self._documents()
        unknown = {w for w in unlisted if w not in known}
        meant = {w: near for w in unknown if len(w) >= SHORTEST and (near := known.nearest(w))}
        if len(unknown) > MOST_UNKNOWN * len(words) and len(meant) < FEWEST_SLIPS * len(unknown):
            return question
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

    def nearest(self, word: str) -> str | None:
        """The word a slip away, as the texts write it, or a listed one that they have in another form.

        Of several, the most frequent one. Only words that carry meaning: others are not searched for, and a
        language model reads past errors in them.
        """
        slips = [
            one
            for one in _dictionary().edit_distance_1(word.casefold())
            if (one in self._count or (one in _dictionary() and one in self)) and content_terms(one)
        ]
        if not slips:
            return None
        best = max(slips, key=lambda one: (self._count[one], one))
        return self._written.get(best, best)


def load() -> None:
    """Read the dictionary, which takes 0.2 s, so that the first question does not wait for it."""
    _dictionary()


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language="en")
