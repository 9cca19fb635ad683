"""Finding what a later document says instead of an earlier one, where a question asks what is so now.

A note of March says that 14 people work in a museum, and one of September that it has 22 employees, in words
that fit the question less. What fits best is taken for a question itself then: of later documents, the
sentences that fit it say what has become of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import islice

from reqa.text.dates import asks_for_now, dated, is_later
from reqa.text.terms import names
from reqa.types import Claim, Document, ScoredSentence, Scorer, Sentence

# Of the best sentences, so many are looked at, if their logit is within this of the best one's.
LOOKED_AT = 2
SCORE_MARGIN = 4.0
# A sentence fits another one by so much, in logits, if it may say what has become of it, and by so much if it
# does.
ALIKE = 1.0
SAME = 2.5
# What is later is read before what is earlier: it counts so much more.
AHEAD = 0.5

DocumentOf = Callable[[str], Document]
"""Gives the document with an id."""


def with_updates(
    question: str,
    scored: Sequence[ScoredSentence],
    document_of: DocumentOf,
    like: Callable[[str, Callable[[str], bool]], Sequence[ScoredSentence]],
) -> list[ScoredSentence]:
    """Put ahead of sentences what later documents say instead of them.

    Args:
        question: what is asked. Only one that asks for what is so now is answered by the latest document.
        scored: candidate sentences, best first.
        document_of: gives a document.
        like: finds the sentences that fit a text, in the documents that a test holds for.
    """
    if not scored or not asks_for_now(question):
        return list(scored)
    found = {one.sentence: one for one in scored}
    near = (one for one in scored if one.score >= scored[0].score - SCORE_MARGIN)
    told = (one for one in near if _date(one, document_of) and not one.sentence.is_heading)
    for one in islice(told, LOOKED_AT):
        later = like(one.text, _is_later_on_it(question, _date(one, document_of), document_of))
        fitting = sorted((other for other in later if other.score >= ALIKE), key=lambda other: other.score)
        best = {other.sentence.document_id: other for other in fitting if not other.sentence.is_heading}
        in_order = sorted(best.values(), key=lambda other: _date(other, document_of))
        for place, other in enumerate(in_order, start=1):
            update = found.get(other.sentence, other)
            worth = one.score + place * AHEAD
            if update.sentence not in found or update.score < worth:
                found[update.sentence] = dataclasses.replace(update, score=worth)
    return sorted(found.values(), key=lambda one: -one.score)


def update_of(
    claim: Claim, question: str, evidence: Sequence[ScoredSentence], document_of: DocumentOf, score: Scorer
) -> Sentence | None:
    """What the latest of the documents says instead of a statement, where it is asked what is so now.

    Args:
        claim: the statement, with what it cites; of that, what is later may say it instead of the rest.
        question: what it answers.
        evidence: all sentences that it might have rested on.
        document_of: gives a document.
        score: the reranker.
    """
    statement, cited = claim
    dates = {one: dated(document_of(one.document_id)) for one in cited}
    if not all(dates.values()) or not asks_for_now(question):
        return None
    told = [one for one in evidence if not (one.sentence.is_heading or one.not_about)]
    is_last = _is_later_on_it(question, max(dates.values(), default=""), document_of)
    later = [one for one in told if is_last(one.sentence.document_id)]
    beside = [one for one in told if one.sentence in dates]
    pairs = [(statement, one) for one in later]
    pairs += [
        (earlier.line, one)
        for earlier, date in dates.items()
        for one in [*beside, *later]
        if _is_later_on_it(question, date, document_of)(one.sentence.document_id)
    ]
    fits = score([(text, one.text) for text, one in pairs]) if pairs else []
    updates = [one for (_, one), fit in zip(pairs, fits, strict=True) if fit >= SAME]
    last = max(updates, key=lambda one: _date(one, document_of), default=None)
    return last.sentence if last else None


def _date(one: ScoredSentence, document_of: DocumentOf) -> str:
    return dated(document_of(one.sentence.document_id))


def _is_later_on_it(question: str, date: str, document_of: DocumentOf) -> Callable[[str], bool]:
    """Whether a document is later than a date, and has all names of the question."""

    def is_later_on_it(document_id: str) -> bool:
        document = document_of(document_id)
        text = f"{document.title} {document.text}".casefold()
        is_on_it = all(name.rstrip("i") in text for name in names(question))  # The stem of `Tory` is `tori`.
        return is_later(dated(document), date) and is_on_it

    return is_later_on_it
