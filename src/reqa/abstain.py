"""Deciding whether the evidence answers the question, before a word is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reqa.text.terms import content_terms
from reqa.types import AbstentionReason, ScoredSentence


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question once its evidence is selected."""

    best_score: float
    """The cross-encoder's logit of the best sentence."""
    vote: float | None
    """The language model's log-odds that the evidence contains the answer; None without a model."""


# Logistic regression on four sets at once (benchmarks/calibrate.py), with the model's vote.
# Nothing else that was tried adds more than 0.006 to the mean AUROC of seven sets, each judged by constants
# fitted on the others: the question's words, names or numbers that the evidence lacks, its length and kind,
# how likely the evidence makes it, a vote under another prompt, from fewer, more or adjoining sentences, or
# from some that have nothing to do with it. On 233 questions of nine sets, neither do the 5,000 likeliest
# words in the place of the vote, nor the states of the model's layers there.
BIAS, SCORE, VOTE = -1.08, 0.144, 0.993
# A lower logit says no more: a question in the reader's own words has few of the documents'. For four
# development sets the mean AUROC is .79 with and without this; for 216 questions of hurried readers it is
# .78 with it, and .75 without.
LEAST_SCORE = -3.0
# Without a model. The bias makes 2 the least logit that is answered: on those sets the mean balanced accuracy
# is .68 to .71 wherever between -2 and 5 that is.
BIAS_ALONE, SCORE_ALONE = -0.63, 0.215
# The sets hold as many unanswerable questions as answerable ones; users ask less in vain. On 300 questions
# of three of those sets, the mean balanced accuracy is .75 at 0.35, and .77 at 0.4, 0.45 and 0.5; of the
# answerable ones 9%, 11%, 15% and 21% are refused.
ANSWERABLE = 0.4
# Below this, and only below, it is said that the documents do not answer: of four development sets 1% of the
# answerable questions are there, and 21% of the others; of those 216, 21% and 60%.
UNCLEAR = 0.2
# The documents are about something else altogether where the nearest chunk's cosine and the best sentence's
# logit are both below these, and none of at least so many words of the question is in the nearest sentences.
# The cosine alone says so of many questions about a detail, and both of "What was his job before?"
OFF_TOPIC, UNRELATED, FOREIGN_WORDS = 0.2, -8.0, 2


def answerability(signals: Signals) -> float:
    """Probability that the evidence contains the answer."""
    score = max(signals.best_score, LEAST_SCORE)
    if signals.vote is None:
        logit = BIAS_ALONE + SCORE_ALONE * score
    else:
        logit = BIAS + SCORE * score + VOTE * signals.vote
    return 1 / (1 + math.exp(-logit))


def reason_to_abstain(
    probability: float, question: str, nearest: Sequence[ScoredSentence], similarity: Callable[[], float]
) -> AbstentionReason | None:
    """Why the question cannot be answered from the documents; None if it can.

    Args:
        probability: that the evidence contains the answer, by `answerability`.
        question: what is asked.
        nearest: the sentences that fit it best, best first.
        similarity: gives the cosine of the question with the nearest chunk; asked only when it may matter.
    """
    if probability >= ANSWERABLE:
        return None
    asked = content_terms(question)
    known = content_terms(" ".join(f"{one.heading} {one.text}" for one in nearest))
    foreign = len(asked) >= FOREIGN_WORDS and asked.isdisjoint(known)
    if foreign and nearest[0].score <= UNRELATED and similarity() < OFF_TOPIC:
        return "off_topic"
    return "no_evidence" if probability < UNCLEAR else "insufficient_support"
