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
# (0.09). Of 27 abbreviations, 21 are so similar to their long forms; of 23 other pairs, four are.
SIMILAR = 0.25
SIMILAR_TO_TWO_LETTERS = 0.45
MOST_TRIED = 20
LONGEST = 7  # words that are abbreviated together
_REACH = 100  # characters on either side of an acronym in which its long form may stand

_QUOTES = "'\"‘’“”"
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
        self._read: _Acronyms | None = None
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
                short = next(filter(self._acronyms.count, initials(long)), "")
                if short and not _form(short).search(both) and self._is_short_for(short, long):
                    both = both.replace(long, f"{long} ({short})", 1)
        return both

    @property
    def _acronyms(self) -> _Acronyms:
        if self._read is None:
            self._read = _Acronyms(self._texts())
        return self._read

    def _long_form(self, short: str) -> str:
        """What an abbreviation stands for, where the documents also have that alone; empty if nothing."""
        if short not in self._long_forms:
            words = spelling(short)
            written = [_plain(one[0]) for text in self._texts() for one in words.finditer(text)]
            found = Counter(long.casefold() for long in written if _ends_tell(long))

            def is_meant(long: str) -> bool:
                if defined := self._acronyms.defined(short, long):
                    return found[long.casefold()] > defined
                return not self._acronyms.count(short) and self._is_alike(short, long)

            forms = {long.casefold(): long for long in written}
            tried = (forms[long] for long, _ in found.most_common(MOST_TRIED))
            self._long_forms[short] = next(filter(is_meant, tried), "")
        return self._long_forms[short]

    def _is_short_for(self, short: str, long: str) -> bool:
        """Whether the documents have an abbreviation of some words, without these beside it."""
        if defined := self._acronyms.defined(short, long):
            return self._acronyms.count(short) > defined
        return (len(short) > 2 or _has_capitals(long)) and self._is_alike(short, long)

    def _is_alike(self, short: str, long: str) -> bool:
        one, other = np.asarray(self._embed([short, long]))
        return bool(one @ other >= (SIMILAR if len(short) > 2 else SIMILAR_TO_TWO_LETTERS))


class _Acronyms:
    """The acronyms in some texts, and where these say what they stand for: `value added tax (VAT)`."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        self._defined: Counter[tuple[str, str]] = Counter()
        for text in texts:
            for short in ACRONYM.finditer(text):
                self._count[short[0]] += 1
                before = text[max(0, short.start() - _REACH) : short.start()]
                behind = text[short.end() : short.end() + _REACH]
                if long := _long_before(short[0], before) or _long_behind(behind):
                    self._defined[short[0], long.casefold()] += 1

    def count(self, short: str) -> int:
        """How often the texts have an acronym."""
        return self._count[short]

    def defined(self, short: str, long: str) -> int:
        """How often they say that it stands for that."""
        return self._defined[short, long.casefold()]


def _long_before(short: str, text: str) -> str:
    """The end of a text, if it is what the acronym behind it in brackets stands for."""
    if not (opened := re.search(rf"[{_QUOTES}]?\s*\(\W?$", text)):
        return ""
    words = text[: opened.start()].split()
    runs = (" ".join(words[-count:]) for count in range(1, LONGEST + 1))
    return next((run for run in runs if short in initials(run)), "")


def _long_behind(text: str) -> str:
    """What stands in brackets at the beginning of a text: what the acronym before it may stand for."""
    found = re.match(rf"[{_QUOTES}]?\s*\(([^()]+)\)", text)
    return _plain(found[1]).strip(_QUOTES) if found else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


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
