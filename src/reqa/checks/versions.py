"""Telling what is said of one version from what is said of another.

What stands under `4.2.1 (2025-05-02)` is not what changed in 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import numbers, quantities, versions
from reqa.types import ScoredSentence, Sentence

_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def of_other_versions(question: str, evidence: Sequence[ScoredSentence]) -> dict[Sentence, frozenset[str]]:
    """The sentences that stand under other versions than those that the question is about.

    Returns:
        Each with the numbers of the versions that it is not about.

    Args:
        question: what is asked. It may name a version with fewer parts: `4.2` for `4.2.1`.
        evidence: the sentences.
    """
    measured = {value for value, _ in quantities(question)}
    asked = frozenset(number for number in _NUMBER.findall(question) if measured.isdisjoint(numbers(number)))

    def is_other(one: ScoredSentence) -> bool:
        told = versions(one.heading)
        named = told.union(_NUMBER.findall(one.text)) if told else ()
        return bool(told) and not any(f"{one}.".startswith(f"{number}.") for one in named for number in asked)

    return {one.sentence: asked for one in evidence if is_other(one)} if asked else {}
