"""Follow-up questions."""

from __future__ import annotations

import pytest

from reqa.condense import leans_on_history, standalone

HISTORY = [("user", "Who is the director of the museum?"), ("assistant", "Eva Holm is the director.")]


@pytest.mark.parametrize(
    "question",
    ["When was she born?", "And the harbour?", "Why?", "What about the second one?", "How old is it?"],
)
def test_follow_ups_lean(question: str) -> None:
    assert leans_on_history(question)
    assert standalone(question, HISTORY, lambda q, h: f"{q} rewritten") == f"{question} rewritten"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the director of the harbour of Lund?",
        "How many clocks does the museum own in 2020?",
        "Why was Queen Margareta angry with the town?",
    ],
)
def test_new_topics_stand_alone(question: str) -> None:
    assert not leans_on_history(question)
    assert standalone(question, HISTORY, None) == question


def test_without_a_model_the_question_before_is_put_in_front() -> None:
    assert standalone("When was she born?", HISTORY, None) == f"{HISTORY[0][1]} When was she born?"


def test_rewrite_that_is_an_essay_is_not_taken() -> None:
    assert standalone("Why?", HISTORY, lambda q, h: "because " * 100) == "Why?"


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("Cryptoshredding.", "What is the process of deleting sensitive data?"),
        ("Historically, I mean.", "When did the museum open?"),
        ("And does Nils Dahl know her?", "Does the architect know Eva Holm?"),
    ],
)
def test_word_that_a_rewrite_has_lost_comes_back(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, lambda q, h: rewritten) == f"{rewritten} {question}"


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("How old?", "How old is Eva Holm?"),
        ("And the harbour?", "Who is the director of the harbour?"),
        ("The second one?", "What about the museum of Lund?"),
        ("What did she say about it then?", "What did Eva Holm tell the museum?"),
        ("Does Nils Dahl's sister know her?", "Does the sister of Nils Dahl know Eva Holm?"),
    ],
)
def test_rewrite_may_word_the_rest_in_its_own_way(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, lambda q, h: rewritten) == rewritten


def test_long_turns_are_shortened() -> None:
    seen: list[str] = []
    standalone("Why?", [("assistant", "word " * 5000)], lambda q, h: seen.append(h[0][1]) or q)
    assert len(seen[0]) < 500
