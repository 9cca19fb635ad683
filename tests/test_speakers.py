"""Whose words a statement gives, and whose words they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.speakers import is_said_by_another

LEAVE = "In May Astrid Nes said that Oskar Brehm wanted to leave."


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Oskar Brehm replied that he wanted to leave.", LEAVE),
        ("Brehm has later said that he wanted to leave.", LEAVE),
        ("Oskar Brehm said he wanted to leave.", f"So Nes said. {LEAVE}"),
        ("Brehm thinks that he must leave.", "Brehm must leave, said Nes, as Brehm could not pay."),
        ("Brehm thinks that he must leave.", "Brehm must leave, said Nes."),
        ("Brehm thinks that he must leave.", "Brehm must leave, said the mayor, Nes."),
        ("Brehm told Nes that he must leave.", "Nes told Brehm that he must leave."),
        ("Brehm said that he is ill.", "The mayor, Nes, has told the board that Brehm is ill."),
    ],
)
def test_what_is_said_of_somebody_is_not_what_they_say(statement: str, source: str) -> None:
    assert is_said_by_another(statement, ["It rains.", source])


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Astrid Nes said that Brehm wanted to leave.", LEAVE),
        ("Oskar Brehm wanted to leave.", LEAVE),
        ("He said that he wanted to leave.", LEAVE),
        ("In May Oskar Brehm said that he wanted to leave.", LEAVE),
        ("Oskar Brehm said that he wanted to leave.", f"{LEAVE} Brehm said so as well."),
        ("Brehm said that he must leave.", "Nes saw that Brehm must leave, said Brehm."),
        ("Brehm said that he must leave.", "Nes stood by, said the tall mayor, Brehm."),
        ("Brehm said that he must leave.", "Nes came, and he said that Brehm must leave."),
        ("Brehm said that he must leave.", "Nes came, and he also said that Brehm must leave."),
        (
            "Brehm said that he must leave.",
            "Brehm, who had later said so, and Nes said that Brehm must leave.",
        ),
        ("Brehm said that he must leave.", "Nes said that, according to Brehm, Brehm must leave."),
        ("Brehm said that he must leave.", "Brehm: he must leave. Nes said that Brehm had left."),
        ("Brehm said that he must leave.", "Nes said that the firm must leave."),
        ("Brehm said that he must leave.", "It was said that Brehm must leave."),
        ("Brehm said that he must leave.", "Brehm must leave."),
    ],
)
def test_what_they_may_have_said_is_left_alone(statement: str, source: str) -> None:
    assert not is_said_by_another(statement, [source])


def test_the_sentence_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(
        LEAVE, "What did Oskar Brehm reply in May?", "Brehm replied that he wanted to leave. [1]\n"
    )
    assert answer.text == f"{LEAVE} [1]"
