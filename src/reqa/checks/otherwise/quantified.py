"""Finding out that a statement says of all what the documents also say of only some.

`All households have been rehoused` is not the whole truth where an auditor found that only 22 of 57 have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import content_terms
from reqa.types import ScoredSentence

_WORDS = r"(?:\s+[\w'’-]+){,5}"
_ALL = re.compile(rf"\b(?:all|each|every)\b{_WORDS}", re.IGNORECASE)
# `only 22 of the village's 57 households`, `not all of them`, `12 of 40 households`
_SOME = re.compile(
    r"\b(?:not (?:all|every)|only (?:[\w,.]+ ){1,2}(?:out )?of|\d[\d,.]* (?:out )?of (?:[\w'’]+ ){,2}\d+)"
    rf"{_WORDS}",
    re.IGNORECASE,
)
LEAST_SHARED = 2  # terms that are close behind both


def some_instead(statement: str, evidence: Sequence[ScoredSentence], cited: Sequence[int]) -> list[int]:
    """Positions of what says that something is so of all, and of only some; none if a statement does not say
    the one, or nothing says the other.

    Args:
        statement: without markers.
        evidence: the sentences that the model was given.
        cited: positions of those that the statement cites.
    """
    of_all = _terms_behind(_ALL, statement)
    if not of_all or _SOME.search(statement):
        return []
    some = [
        i
        for i, one in enumerate(evidence)
        if len(of_all & _terms_behind(_SOME, one.text)) >= LEAST_SHARED and not one.not_about
    ]
    return list(dict.fromkeys([*cited, *some])) if some else []


def _terms_behind(pattern: re.Pattern[str], text: str) -> set[str]:
    return content_terms(" ".join(pattern.findall(text)))
