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
from reqa.types import Claim, ScoredSentence, Scorer, Sentence

# Of the best sentences, so many are looked at, if their logit is within this of the best one's.
LOOKED_AT = 2
SCORE_MARGIN = 4.0
# A sentence fits another one by so much, in logits, if it may say what has become of it, and by so much if it
# does.
ALIKE = 1.0
SAME = 2.5
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
        fitting = sorted((other for other in later if other.score >= ALIKE), key=lambda other: other.score)
        best = {other.sentence.document_id: other for other in fitting if not other.sentence.is_heading}
        for place, document_id in enumerate(sorted(best, key=date_of), start=1):
            update = found.get(best[document_id].sentence, best[document_id])
            worth = one.score + place * AHEAD
            if update.sentence not in found or update.score < worth:
                found[update.sentence] = dataclasses.replace(update, score=worth)
    return sorted(found.values(), key=lambda one: -one.score)


def update_of(
    claim: Claim, question: str, evidence: Sequence[ScoredSentence], date_of: DateOf, score: Scorer
) -> Sentence | None:
    """What the latest of the documents says instead of a statement, where it is asked what is so now.

    Args:
        claim: the statement, with what it cites; of that, what is later may say it instead of the rest.
        question: what it answers.
        evidence: all sentences that it might have rested on.
        date_of: gives a document's date.
        score: the reranker.
    """
    statement, cited = claim
    dates = {one: date_of(one.document_id) for one in cited}
    if not all(dates.values()) or not asks_for_now(question):
        return None
    latest = max(dates.values(), default="")
    told = [one for one in evidence if not one.sentence.is_heading]
    beside = [one for one in told if one.sentence in dates]
    later = [one for one in told if is_later(date_of(one.sentence.document_id), latest)]
    pairs = [(statement, one) for one in later]
    pairs += [
        (earlier.line, one)
        for one in [*beside, *later]
        for earlier, date in dates.items()
        if is_later(date_of(one.sentence.document_id), date)
    ]
    fits = score([(text, one.text) for text, one in pairs]) if pairs else []
    updates = [one.sentence for (_, one), fit in zip(pairs, fits, strict=True) if fit >= SAME]
    return max(updates, key=lambda one: date_of(one.document_id), default=None)


def _later_than(one: ScoredSentence, date_of: DateOf) -> Callable[[str], bool]:
    date = date_of(one.sentence.document_id)
    return lambda document_id: is_later(date_of(document_id), date)
