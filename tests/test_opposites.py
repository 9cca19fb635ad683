"""Statements that somebody did the opposite of what the sources say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.opposites import does_the_opposite

BOUGHT = "Norrland bought the box maker Kartona in January; it did not say what it had paid."
LOST = "In May, Falk lost the election to Sund."
CLOSED = "The hall was closed in May by Falk."


@pytest.mark.parametrize(
    ("source", "question", "statement"),
    [
        (BOUGHT, "Who sold Kartona?", "Norrland sold Kartona."),
        (BOUGHT, "Has Norrland sold Kartona?", "It has sold Kartona."),
        (LOST, "Who won the election?", "Falk won the election."),
        (LOST, "Did Falk win?", "He won."),
        (CLOSED, "When was the hall opened?", "The hall was opened in May."),
        ("The mayor opposed the offer.", "What did he do?", "The mayor supported the offer."),
        ("Holm lent Falk a boat.", "What did Holm borrow?", "Holm borrowed a boat."),
    ],
)
def test_the_opposite_is_found(source: str, question: str, statement: str) -> None:
    assert does_the_opposite(statement, question, ["It rains.", source])
    assert not does_the_opposite(source, question, [source])


@pytest.mark.parametrize(
    ("source", "question", "statement"),
    [
        (BOUGHT, "Who sold Kartona?", "Oskar Berg sold Kartona to Norrland."),
        (BOUGHT, "Who bought Kartona?", "Norrland purchased Kartona."),
        (BOUGHT, "What was sold to Norrland?", "Kartona was sold to Norrland."),
        ("Kartona was bought by Norrland.", "Who bought it?", "Kartona was sold to Norrland."),
        (LOST, "Who won the election?", "Sund won the election."),
        (LOST, "What did Falk win?", "Falk won a boat."),
        (f"{LOST} He won it in 2020.", "When did Falk win?", "Falk won the election in 2020."),
        ("Falk did not lose the election.", "Who won?", "Falk won the election."),
        (LOST, "Who won the election?", "Falk did not win the election."),
        ("Falk closed the hall.", "What was opened?", "The hall was opened."),
        ("The hall closes at 9.", "What was opened?", "The hall was opened."),
    ],
)
def test_what_is_not_the_opposite_is_left_alone(source: str, question: str, statement: str) -> None:
    assert not does_the_opposite(statement, question, [source])


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    source = "Norrland bought the box maker Kartona in January."
    assert answered(source, "Who sold Kartona?", "Norrland sold Kartona. [1]").text == f"{source} [1]"
