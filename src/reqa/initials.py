"""Reading abbreviations: `VAT` where the documents write `value added tax`, and the other way round."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from reqa.text.acronyms import ACRONYM, SMALL, initials, spelling
from reqa.text.terms import content_terms

# Any words may happen to have the initials. Where the documents do not say what an abbreviation stands for,
# it is what the embedder finds this similar: `value added tax` (0.33 with VAT), not `various agencies took`
# (0.09). Of 27 abbreviations, 19 are as similar to their long forms, and three of 17 are to other words.
SIMILAR = 0.25
SIMILAR_TO_TWO_LETTERS = 0.45
MOST_TRIED = 20
LONGEST = 7  # words that are abbreviated together

_WORD = re.compile(r"[^\W\d_]+")


class Initials:
    """Knows what the documents abbreviate. May be used from several threads.

    Args:
        texts: gives the documents' texts.
        embed: gives a vector of length 1 for each of some texts.
    """

    def __init__(self, texts: Callable[[], Iterable[str]], embed: Callable[[Sequence[str]], Any]) -> None:
        self._texts = texts
        self._embed = embed
        self._reading = threading.Lock()
        self._uses: Counter[str] | None = None
        self._long_forms: dict[str, str] = {}

    def spelt_out(self, question: str) -> str:
        """The question with both forms of what it abbreviates, or what the documents do.

        `Are the fees with value added tax (VAT)?` finds either; each alone is far from the other one. Where
        the documents have only one of them besides, the question stays as it is.
        """
        if question.isupper():
            return question
        with self._reading:
            both = question
            for short in dict.fromkeys(ACRONYM.findall(question)):
                if (long := self._long_form(short)) and not _form(long).search(both):
                    both = _form(short).sub(f"{long} ({short})", both, count=1)
            for long in _abbreviable(question):
                short = next(filter(self._count, initials(long)), "")
                if short and not _form(short).search(both) and self._is_short_for(short, long):
                    both = both.replace(long, f"{long} ({short})", 1)
        return both

    def _long_form(self, short: str) -> str:
        """What an abbreviation stands for, where the documents also have that alone; empty if nothing."""
        if short not in self._long_forms:
            words = spelling(short)
            written = (" ".join(one[0].split()) for text in self._texts() for one in words.finditer(text))
            found = Counter(one for one in written if _ends_tell(one))

            def is_meant(long: str) -> bool:
                if defined := self._defined(short, long):
                    return found[long] > defined
                return not self._count(short) and self._is_alike(short, long)

            tried = (long for long, _ in found.most_common(MOST_TRIED))
            self._long_forms[short] = next(filter(is_meant, tried), "")
        return self._long_forms[short]

    def _is_short_for(self, short: str, long: str) -> bool:
        """Whether the documents have an abbreviation of some words, without these beside it."""
        if defined := self._defined(short, long):
            return self._count(short) > defined
        return self._is_alike(short, long)

    def _is_alike(self, short: str, long: str) -> bool:
        if "&" not in short and any(map(SMALL.__contains__, long.split())) and not _has_capitals(long):
            return False
        one, other = np.asarray(self._embed([short, long]))
        return bool(one @ other >= (SIMILAR if len(short) > 2 else SIMILAR_TO_TWO_LETTERS))

    def _defined(self, short: str, long: str) -> int:
        """How often the documents say what an abbreviation stands for."""
        one, other = _form(short).pattern, _form(long).pattern
        says = re.compile(rf"(?i:{other})\W{{0,3}}\(\W?{one}|{one}\W{{0,3}}\(\W?(?i:{other})")
        return sum(len(says.findall(text)) for text in self._texts())

    def _count(self, short: str) -> int:
        """How often the documents have an abbreviation."""
        if self._uses is None:
            self._uses = Counter(one for text in self._texts() for one in ACRONYM.findall(text))
        return self._uses[short]


def _abbreviable(question: str) -> Iterator[str]:
    """The runs of words in a question that may be abbreviated, the longest first; none inside of a name."""
    words = list(_WORD.finditer(question))
    for length in range(min(LONGEST, len(words)), 1, -1):
        for i in range(len(words) - length + 1):
            run = question[words[i].start() : words[i + length - 1].end()]
            before = words[i - 1][0] if i > 0 else ""
            in_a_name = before.istitle() and _ends_tell(before) and _has_capitals(run)
            if _ends_tell(run) and not in_a_name and not re.search(r"[^\w\s-]", run):
                yield run


def _ends_tell(words: str) -> bool:
    """Whether the first and the last of some words carry meaning."""
    first, last = words.split()[0], words.split()[-1]
    return bool(content_terms(first) and content_terms(last))


def _has_capitals(words: str) -> bool:
    return all(word[0].isupper() for word in _WORD.findall(words) if word not in SMALL)


def _form(written: str) -> re.Pattern[str]:
    """A short or a long form where it stands alone; the long one in small letters or capitals."""
    plain = r"\s+".join(map(re.escape, written.split()))
    return re.compile(rf"(?<![\w&-])(?{'' if written.isupper() else 'i'}:{plain})(?![\w&])")
