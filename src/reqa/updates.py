"""Finding what a later document says instead of an earlier one, where a question asks what is so now.

A note of March says that 14 people work in a museum, and one of September that it has 22 employees, in words
that fit the question less. What fits best is taken for a question itself then: of later documents, the
sentences that fit it say what has become of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import islice

from reqa.text.dates import asks_for_now, is_later
from reqa.types import ScoredSentence, Scorer, Sentence

# Of the best sentences, so many are looked at, if their logit is within this of the best one's.
LOOKED_AT = 2
SCORE_MARGIN = 4.0
# A sentence fits another one by so much, in logits, if it says the same, or what has become of it.
SAME = 3.0
# What is later is read before what is earlier: it counts so much more.
AHEAD = 0.5

DateOf = Callable[[str], str]
"""Gives the date of a document, in the form of ISO 8601; empty if it has none."""


def with_updates(
    question: str,
    scored: Sequence[ScoredSentence],
    date_of: DateOf,
    like: Callable[[str, Callable[[str], bool]], Sequence[ScoredSentence]],
) -> list[ScoredSentence]:
    """Put ahead of sentences what later documents say instead of them.

    Args:
        question: what is asked. Only one that asks for what is so now is answered by the latest document.
        scored: candidate sentences, best first.
        date_of: gives a document's date.
        like: finds the sentences that fit a text, in the documents that a test holds for.
    """
    if not scored or not asks_for_now(question):
        return list(scored)
    found = {one.sentence: one for one in scored}
    near = (one for one in scored if one.score >= scored[0].score - SCORE_MARGIN)
    told = (one for one in near if date_of(one.sentence.document_id) and not one.sentence.is_heading)
    for one in islice(told, LOOKED_AT):
        later = like(one.text, _later_than(one, date_of))
        fitting = sorted((other for other in later if other.score >= SAME), key=lambda other: other.score)
        best = {other.sentence.document_id: other for other in fitting if not other.sentence.is_heading}
        for place, document_id in enumerate(sorted(best, key=date_of), start=1):
            update = found.get(best[document_id].sentence, best[document_id])
            worth = one.score + place * AHEAD
            if update.sentence not in found or update.score < worth:
                found[update.sentence] = dataclasses.replace(update, score=worth)
    return sorted(found.values(), key=lambda one: -one.score)


def updated_by(
    question: str, evidence: Sequence[ScoredSentence], date_of: DateOf, score: Scorer
) -> dict[Sentence, Sentence]:
    """The sentences that later ones say something instead of, each with the latest of those.

    Args:
        question: what is asked.
        evidence: the sentences.
        date_of: gives a document's date.
        score: the reranker.
    """
    if not asks_for_now(question):
        return {}
    told = sorted(
        (one for one in evidence if date_of(one.sentence.document_id) and not one.sentence.is_heading),
        key=lambda one: date_of(one.sentence.document_id),
    )
    pairs = [
        (one, other)
        for one in told
        for other in told
        if _later_than(one, date_of)(other.sentence.document_id)
    ]
    fits = score([(one.text, other.text) for one, other in pairs]) if pairs else []
    return {
        one.sentence: other.sentence for (one, other), fit in zip(pairs, fits, strict=True) if fit >= SAME
    }


def _later_than(one: ScoredSentence, date_of: DateOf) -> Callable[[str], bool]:
    date = date_of(one.sentence.document_id)
    return lambda document_id: is_later(date_of(document_id), date)
