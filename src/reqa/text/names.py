"""Names as they are written in a text, and whether other words name the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from reqa.text.acronyms import ACRONYM, initials, spelling
from reqa.text.terms import DAYS, MONTHS, content_terms, names, stem

_ALIKE = 4  # Words that begin with as many equal letters may be forms of one: Russia, Russian.
_CAPITAL = r"[^\W\d_a-z][\w'’-]*"
_RUN = re.compile(rf"(?<![\w'’-]){_CAPITAL}(?:\s+(?:of\s+)?{_CAPITAL})*")
_WORD = re.compile(r"\S+")
_PLAIN_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$")
# What such a word tells besides is often left unsaid: `American folklore`.
_ADJECTIVE = re.compile(r"\w+(?:an|ese|ish)(?=\s[a-z])")

KNOWN_BY_AGE = r"the\s\d+-year-old\s(?-i:[a-z])"
"""Pattern of how a sentence about somebody who has been named before may open: `The 24-year-old won`."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: `Mads Brandt`."""

    text: str
    start: int
    is_adjective: bool
    """Whether it says of what kind something else is: `American folklore`."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def written_names(text: str, known: Set[str] | None = None) -> Iterator[Name]:
    """The names in a text, without days and months.

    Args:
        text: a question or a sentence.
        known: the terms in it that name something; all that have a capital, if it is not given.
    """
    known = (names(f"the {text}") if known is None else known) - DAYS - MONTHS
    for run in _RUN.finditer(text):
        words = [word for word in _WORD.finditer(run[0]) if not known.isdisjoint(content_terms(word[0]))]
        if not words:
            continue
        first, last = words[0].start(), words[-1].end()
        name, start = _POSSESSIVE.sub("", run[0][first:last]), run.start() + first
        if len(name) > 1 and not any(map(str.isdigit, name)):  # neither the U of U.S. nor a code
            yield Name(name, start, bool(_ADJECTIVE.match(text, start)))


def has_name(terms: Set[str], name: str) -> bool:
    """Whether one of the words of a name is among terms, or one that begins like it."""
    return _any_alike(content_terms(name), terms)


def is_named(name: str, text: str, terms: Set[str]) -> bool:
    """Whether a text has the name, a form of it, its initials or what these stand for.

    Args:
        name: as it is written.
        text: the text.
        terms: what is known to be in the text.
    """
    return (
        has_name(terms, name)
        or any(short[0] in initials(name) for short in ACRONYM.finditer(text))
        or bool(ACRONYM.fullmatch(name) and spelling(name).search(text))
    )


def mentions(terms: Set[str], text: str) -> bool:
    """Whether a text has one of the terms of a name, or one that begins like it."""
    return _any_alike(terms, set(map(stem, set(_PLAIN_WORD.findall(text.casefold())))))


def _any_alike(some: Set[str], others: Set[str]) -> bool:
    return any(_begin_alike(one, other) for one in some for other in others)


def _begin_alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= _ALIKE and one[:_ALIKE] == other[:_ALIKE])
