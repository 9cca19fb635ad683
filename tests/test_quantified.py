"""What is said of all, where the documents say it of some."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.quantified import some_instead
from reqa.types import ScoredSentence, Sentence

ALL = "The province says that all households in Dunmere have been rehoused."
SOME = "She found that only 22 of Dunmere's 57 households had moved."


def instead(statement: str, *texts: str, not_about: frozenset[str] = frozenset()) -> list[int]:
    evidence = [
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + len(text), text, i), 1.0, not_about=not_about)
        for i, text in enumerate(texts)
    ]
    return some_instead(statement, evidence, [0])


@pytest.mark.parametrize(
    "some",
    [
        SOME,
        "Of all that, 22 out of 57 households in Dunmere have moved.",
        "Not all households of Dunmere have moved.",
        "So far only a third of the households of Dunmere have moved.",
    ],
)
def test_both_are_quoted(some: str) -> None:
    assert instead("All households in Dunmere have been rehoused.", ALL, "It rained.", some) == [0, 2]


@pytest.mark.parametrize(
    ("statement", "some"),
    [
        ("The households in Dunmere have been rehoused.", SOME),
        ("Not all households in Dunmere have been rehoused.", SOME),
        ("All 12 farms in Dunmere have been rehoused.", SOME),
        ("All households in Dunmere have been rehoused.", "The 57 households of Dunmere have moved."),
        ("All households in Dunmere have been rehoused.", "Of Dunmere only 22 of the barns stand."),
    ],
)
def test_nothing_else_is_said(statement: str, some: str) -> None:
    assert instead(statement, ALL, some) == []


def test_what_is_about_another_one_says_nothing_else() -> None:
    assert instead("All households in Dunmere are well.", ALL, SOME, not_about=frozenset({"lund"})) == []


def test_the_answer_has_both(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    said = "All households in Dunmere have been rehoused. [1]"
    answer = answered(f"{ALL}\n\n{SOME}\n", "Have all households in Dunmere been rehoused?", said)
    assert answer.text == f"{ALL} [1] {SOME} [2]"
