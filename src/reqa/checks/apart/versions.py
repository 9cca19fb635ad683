"""Telling what is said of one version from what is said of another.

What stands under `4.2.1 (2025-05-02)` is not what changed in 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reqa.text.terms import numbers, quantities, versions
from reqa.types import ScoredSentence, Sentence

_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def of_other_versions(question: str, evidence: Sequence[ScoredSentence]) -> dict[Sentence, frozenset[str]]:
    """The sentences that stand under other versions than those that the question is about, or head these.

    Returns:
        Each with the numbers of the versions that it is not about.

    Args:
        question: what is asked. It may name a version with fewer parts: `4.2` for `4.2.1`. So may a clause be
            numbered, and a question about a grade of 3.5 is about none.
        evidence: the sentences.
    """
    headings = {one: one.text if one.sentence.is_heading else one.heading for one in evidence}
    known = set().union(*map(versions, headings.values()))
    asked = frozenset(one for one in _asked(question) if one in versions(question) or _has(known, [one]))

    def is_other(one: ScoredSentence) -> bool:
        told = versions(headings[one])
        return bool(told) and not _has(told.union(_NUMBER.findall(one.text)), asked)

    return {one.sentence: asked for one in evidence if is_other(one)} if asked else {}


def names_other_versions(question: str, heading: str) -> bool:
    """Whether a heading has versions, and none that the question is about."""
    asked, told = _asked(question), versions(heading)
    return bool(asked and told) and not _has(told, asked)


def _asked(question: str) -> frozenset[str]:
    measured = {value for value, _ in quantities(question)}
    return frozenset(number for number in _NUMBER.findall(question) if measured.isdisjoint(numbers(number)))


def _has(told: Iterable[str], asked: Iterable[str]) -> bool:
    return any(f"{one}.".startswith(f"{number}.") for one in told for number in asked)
