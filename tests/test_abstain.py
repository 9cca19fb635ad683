"""When the evidence counts as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqa.abstain import ANSWERABLE, LEAST_SCORE, Signals, answerability, reason_to_abstain
from reqa.types import ScoredSentence, Sentence

scores, votes = st.floats(-12, 12), st.floats(-20, 20)


@given(scores, scores, st.none() | votes)
def test_better_evidence_is_never_worse(one: float, other: float, vote: float | None) -> None:
    low, high = sorted((one, other))
    assert answerability(Signals(low, vote)) <= answerability(Signals(high, vote))


@given(scores, votes, votes)
def test_surer_vote_is_never_worse(score: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert answerability(Signals(score, low)) <= answerability(Signals(score, high))


@given(st.floats(-12, LEAST_SCORE), st.none() | votes)
def test_of_two_poor_matches_neither_is_worse(score: float, vote: float | None) -> None:
    assert answerability(Signals(score, vote)) == answerability(Signals(LEAST_SCORE, vote))


def reason(signals: Signals, similarity: float, question: str = "Who bought the zebra?") -> str | None:
    sentence = Sentence("d", 0, 0, 28, "The ship's engineer was ill.", 0)
    nearest = [ScoredSentence(sentence, signals.best_score, heading="Harbour")]
    return reason_to_abstain(answerability(signals), question, nearest, lambda: similarity)


def test_reasons() -> None:
    poor, good = Signals(best_score=-11, vote=-8), Signals(best_score=9, vote=8)
    assert reason(poor, 0.9) == "no_evidence"
    assert reason(poor, 0.0) == "off_topic"
    assert reason(good, 0.0) is None
    assert reason(Signals(best_score=9, vote=None), 0.0) is None


def test_what_the_documents_may_well_say_is_not_denied() -> None:
    unclear = Signals(best_score=4, vote=0)
    assert answerability(unclear) < ANSWERABLE
    assert reason(unclear, 0.9) == "insufficient_support"


def test_a_detail_of_the_documents_is_not_off_topic() -> None:
    """However far the question is from any whole passage: a sentence is near it."""
    assert reason(Signals(best_score=2, vote=-8), 0.0) == "no_evidence"


@pytest.mark.parametrize(
    "question", ["What was his job?", "Who feeds the engineer?", "Who owns the harbour?"]
)
def test_few_or_known_words_are_not_off_topic(question: str) -> None:
    assert reason(Signals(best_score=-11, vote=-8), 0.0, question) == "no_evidence"
