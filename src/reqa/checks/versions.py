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
        question: what is asked. It may name a version with fewer parts: `4.2` for `4.2.1`.
        evidence: the sentences.
    """
    asked = _asked(question)

    def is_other(one: ScoredSentence) -> bool:
        heading = one.text if one.sentence.is_heading else one.heading
        return names_other_versions(question, heading) and not _has(_NUMBER.findall(one.text), asked)

    return {one.sentence: asked for one in evidence if is_other(one)}


def names_other_versions(question: str, heading: str) -> bool:
    """Whether a heading has versions, and none that the question is about."""
    asked, told = _asked(question), versions(heading)
    return bool(asked and told) and not _has(told, asked)


def _asked(question: str) -> frozenset[str]:
    measured = {value for value, _ in quantities(question)}
    return frozenset(number for number in _NUMBER.findall(question) if measured.isdisjoint(numbers(number)))


def _has(told: Iterable[str], asked: Iterable[str]) -> bool:
    return any(f"{one}.".startswith(f"{number}.") for one in told for number in asked)
