"""Figures of what is only measured, where the question counts something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.counted import measures_instead

OFFER = "Milverton have offered 2.4 million pounds for Petit, but the club want three million."


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many points did Milverton have?", OFFER),
        ("How many more points did Milverton have?", "In 2021 Milverton paid 4 percent."),
        ("How many away points did Milverton win?", "Milverton played for 90 minutes."),
        ("How many people came to Milverton?", "Milverton is 30 km away."),
        ("How much will the rent be in 2027?", "2.3 The rent is reviewed on 1 May 2027."),
        ("How much will the rent be?", "It is reviewed in May."),
        ("How many seats are there?", "It was opened in 1990, on the 3rd of July."),
    ],
)
def test_what_is_measured_is_not_counted(question: str, source: str) -> None:
    assert measures_instead(question, [source])


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many pounds did Milverton offer?", OFFER),
        ("How many days did Milverton have?", "Milverton had two weeks."),
        ("How much did Milverton offer?", OFFER),
        ("How many points did Milverton have?", "Milverton won 12 points and paid 4 pounds."),
        ("How many points did Milverton have?", "Milverton, who paid 4 pounds, have 12."),
        ("How many people came to Milverton?", "In 2021 two fans came to Milverton for 4 pounds."),
        ("How many points did Milverton have?", "Milverton have none."),
        ("How many points did Milverton have?", "Milverton paid 4 pounds for its points."),
        ("How many people came to Milverton?", "300,000 fans came within 3 days."),
        ("How many people came to Milverton?", "1,500 came within 3 days."),
        ("How many points did Milverton have?", "Milverton may win."),
        ("How much will the rent be in 2027?", "It falls by half on 1 May 2027."),
        ("How much will the rent be in 2027?", "On 1 May 2027 it is 900 euros."),
        ("How much time is there?", "Until 1 May 2027."),
        ("When is the rent reviewed?", "It is reviewed on 1 May 2027."),
    ],
)
def test_what_may_be_counted_is_not_measured(question: str, source: str) -> None:
    assert not measures_instead(question, [source])


def test_a_sum_is_no_answer_to_how_many(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(OFFER, "How many points has Milverton offered for Petit?", f"{OFFER} [1]\n")
    assert answer.abstained
    assert not answered(OFFER, "What has Milverton offered for Petit?", f"{OFFER} [1]\n").abstained
