"""What is said of one quarter, half or year, where another one is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.apart.periods import of_other_periods
from reqa.evidence import sentences_in
from reqa.segment import segment
from reqa.types import Chunk, Document

LETTER = """\
# Letter on the third quarter of 2024

In the third quarter, the margin of Water was 17 percent.

Sales rose to 84 million, from 75 million in the third quarter of 2023.

It rained in summer.

## Figures

| Segment | Q3 2023 | Q2 2024 | Q3 2024 |
|---|---|---|---|
| Water | 34 | 38 | 40 |

## Stores in 2022

| Town | Q1 | Q2 | Opened |
|---|---|---|---|
| Lund | 4 | 5 | May 2019 |
| Oslo | 7 | 8 | always there |

## Visits in 2021 and 2022

| Town | Q1 | Q2 |
|---|---|---|
| Mora | 3 | 6 |

## Hours

| Day | Winter | Summer |
|---|---|---|
| Friday | 8 to 16 | 7 to 15 |

## Staff

| Town | 2023 | Head |
|---|---|---|
| Lund | 12 | Eva |
"""
MARGIN, WATER, OSLO, MORA = "In the third quarter", "| Water", "| Oslo", "| Mora"


def apart(question: str) -> dict[str, set[str]]:
    """What is about other times: how its text begins, and the terms that it is not about."""
    sentences = segment(Document("d", "", LETTER, ""))
    whole = Chunk("d", 0, len(sentences) - 1, 0, len(LETTER), LETTER)
    found = of_other_periods(question, sentences_in([whole], lambda _: sentences), lambda _: sentences)
    return {one.text: set(terms) for one, terms in found.items()}


@pytest.mark.parametrize(
    ("question", "beginnings"),
    [
        ("What was the margin of Water in Q3 2023?", [MARGIN, OSLO, MORA]),
        ("What was the margin of Water in the second quarter of 2024?", [MARGIN, OSLO]),
        ("What was the margin of Water in Q3 2024?", [OSLO, MORA]),
        ("What was the margin of Water in the fourth quarter of 2023?", [MARGIN, WATER, OSLO, MORA]),
        ("What were sales in H2 2024?", [OSLO, MORA]),
        ("What were sales in 2022?", [WATER, MORA]),
        ("What were sales in 2023?", [OSLO, MORA]),
        ("What were sales in Q4?", [MARGIN, WATER, OSLO, MORA]),
        ("What were sales in summer?", []),
        ("What are the hours in November?", [WATER, OSLO, MORA]),
        ("What were sales before Q3 2023?", []),
        ("What were sales?", []),
    ],
)
def test_what_is_only_about_other_times(question: str, beginnings: list[str]) -> None:
    found = sorted(apart(question))
    assert [next((one for one in beginnings if text.startswith(one)), text) for text in found] == sorted(
        beginnings
    )


def test_the_year_is_what_it_is_not_about() -> None:
    assert apart("What was the margin in Q3 2023?")[
        "In the third quarter, the margin of Water was 17 percent."
    ] == {"2023"}
    assert "4" in next(iter(apart("What were sales in the fourth quarter?").values()))


def test_what_is_about_another_time_is_not_quoted_with_the_rest(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    answer = answered(
        LETTER, "What was the margin of Water in Q3 2023?", "It was 34 percent in Water. [1][2]"
    )
    assert "17 percent" not in "".join(one.text for one in answer.statements)


def test_the_refusal_names_the_other_time(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(LETTER, "What did Water sell in the fourth quarter of 2023?", "It sold 34. [1]")
    assert answer.abstained
    assert "about another time: " in answer.text
