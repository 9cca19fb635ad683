"""Marking what is about another one than the question, before anything is written from it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence

from reqa.checks.apart.groups import of_other_groups
from reqa.checks.apart.later import named_later
from reqa.checks.apart.parties import done_by_others, owned_by_others
from reqa.checks.apart.periods import of_other_periods
from reqa.checks.apart.referred import of_others_before
from reqa.checks.apart.surnames import of_namesakes
from reqa.checks.apart.swapped import names_swapped
from reqa.checks.apart.times import times_swapped
from reqa.checks.apart.trials import about_others
from reqa.checks.apart.versions import of_other_versions
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Scorer, Sentence

_NOBODY: frozenset[str] = frozenset()


def told_apart(
    question: str,
    evidence: Sequence[ScoredSentence],
    sentences_of: Callable[[str], Sequence[Sentence]],
    text_of: Callable[[str], str],
    score: Scorer,
) -> dict[Sentence, ScoredSentence]:
    """Each sentence of the evidence with what it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
        text_of: gives a document's text.
        score: the reranker.
    """
    trials = itertools.chain(
        names_swapped(question, evidence, sentences_of, text_of),
        times_swapped(question, evidence, sentences_of),
    )
    instead = about_others(question, trials, score)
    others = done_by_others(question, evidence, text_of)
    unnamed = (
        instead,
        named_later(question, evidence, sentences_of, text_of),
        of_other_periods(question, evidence, sentences_of),
        of_other_versions(question, evidence),
        of_others_before(question, evidence, sentences_of),
        of_other_groups(question, evidence, sentences_of),
        of_namesakes(question, evidence, sentences_of),
        owned_by_others(question, evidence, text_of),
    )

    def marked(one: ScoredSentence) -> ScoredSentence:
        asked = others.get(one.sentence, _NOBODY)
        named = asked & content_terms(f"{one.heading} {one.text}")
        not_about = _NOBODY.union(*(found.get(one.sentence, _NOBODY) for found in unnamed))
        return dataclasses.replace(one, not_about=not_about | asked - named, by_others=bool(asked))

    return {one.sentence: marked(one) for one in evidence}
