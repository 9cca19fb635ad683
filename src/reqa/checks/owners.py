"""Finding out that a statement gives somebody what its source says is somebody else's.

`Varberg's coach is Jens Hult` has all of its words in `Kalmar's coach, Jens Hult, played for Varberg`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reqa.text.terms import content_terms, terms_in_order

_NAME = r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*"
_HAS = re.compile(rf"\b({_NAME})['’]s?\s+([a-z][\w-]*)")
# `Kalmar's former head coach`, `the coach of Kalmar`
_MAY_HAVE = re.compile(rf"\b({_NAME})['’]s?\s+((?:[a-z][\w-]*\s*){{1,3}})")
_OF = re.compile(rf"\b([a-z][\w-]*) of (?:the )?({_NAME})")


def is_of_another_owner(statement: str, sources: Sequence[str]) -> bool:
    """Whether what a statement says is one's is only ever another one's in its sources.

    Args:
        statement: without markers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    told, owned = terms_in_order(text), list(_owned(text))

    def is_anothers(owner: set[str], what: str) -> bool:
        owners = [of for of, thing in owned if thing == what]
        return 0 < told.count(what) <= len(owners) and all(map(owner.isdisjoint, owners))

    return any(is_anothers(owner, what) for owner, what in _has(statement))


def _has(text: str) -> Iterator[tuple[set[str], str]]:
    for owner, what in _HAS.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(what))


def _owned(text: str) -> Iterator[tuple[set[str], str]]:
    """Who has what, each word of it by itself."""
    for owner, things in _MAY_HAVE.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(things))
    for thing, owner in _OF.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(thing))
