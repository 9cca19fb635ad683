"""Asking a question about what a sentence names, in the place of what the question names.

Where that fits the sentence far better, the sentence is about the one and not about the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reqa.types import Scorer, Sentence

# How well it must then fit, in the cross-encoder's logits.
FITTING = 6.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A question with something that a sentence names in the place of what it names itself."""

    question: str
    named: frozenset[str]
    """The terms of what the question names itself."""
    sentence: Sentence
    text: str
    """What is read of the sentence."""
    gain: float
    """How much better it must fit, in logits."""


def about_others(question: str, trials: Iterable[Trial], score: Scorer) -> dict[Sentence, frozenset[str]]:
    """The sentences that are about something else than the question.

    Args:
        question: what is asked.
        trials: what it may be asked about instead.
        score: the reranker.

    Returns:
        Each with the terms of what it is not about.
    """
    trials = list(trials)
    pairs = list(dict.fromkeys((asked, one.text) for one in trials for asked in (question, one.question)))
    logit = dict(zip(pairs, score(pairs), strict=True)) if pairs else {}
    found: dict[Sentence, frozenset[str]] = {}
    for one in trials:
        fits = logit[one.question, one.text]
        if fits >= FITTING and fits - logit[question, one.text] >= one.gain:
            found[one.sentence] = found.get(one.sentence, frozenset()) | one.named
    return found
