"""What a source says of other quantities than the question's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.limits import is_for_other_quantities

CANCEL = "Those who cancel less than 24 hours before pay 40 euros."
CHILDREN = "Children under six years travel free, those of 6 to 14 years pay 5 euros."


@pytest.mark.parametrize(
    ("question", "statement", "source"),
    [
        ("What do I pay if I cancel two days before?", "40 euros", CANCEL),
        ("What do I pay if I cancel 30 hours before?", "You pay 40 euros.", CANCEL),
        ("What do I pay if I cancel one day before?", "40 euros", CANCEL),
        ("What do I pay if I cancel 2 weeks before?", "40 euros", CANCEL.replace("24", "twenty-four")),
        ("What do I pay if I cancel 2 days before?", "40 euros", f"{CANCEL[:-1]} for what is over 1 kg."),
        ("What does a child of 16 years pay?", "5 euros", CHILDREN),
        ("How many days off after three years?", "28 days", "After more than 5 years it is 28 days off."),
        ("What is due for 12 kg?", "9 euros", "Up to 10 kg 9 euros are due."),
    ],
)
def test_a_quantity_is_not_within_the_limits(question: str, statement: str, source: str) -> None:
    assert is_for_other_quantities(statement, question, ["It is so.", source])


@pytest.mark.parametrize(
    ("question", "statement", "source"),
    [
        ("What do I pay if I cancel two hours before?", "40 euros", CANCEL),
        ("What do I pay if I cancel 90 minutes before?", "40 euros", CANCEL),
        ("What do I pay if I cancel?", "40 euros", CANCEL),
        ("What do I pay if I cancel with 30 friends?", "40 euros", CANCEL),
        (
            "What do I pay if I cancel 2000 minutes before?",
            "Nothing",
            "If it is over 1 day, you pay nothing.",
        ),
        ("What does a child of 9 years pay?", "5 euros", CHILDREN),
        # It says itself what the limit is, or the source has the quantity.
        ("What do I pay if I cancel two days before?", "40 euros, if it is less than 24 hours.", CANCEL),
        ("Who cancelled 24 hours before?", "Those who pay", CANCEL),
        ("How long after 3 weeks?", "Eight days", "It takes eight days."),
    ],
)
def test_what_is_within_the_limits_or_has_none_is_kept(question: str, statement: str, source: str) -> None:
    assert not is_for_other_quantities(statement, question, [source])


def test_the_limit_is_quoted_in_place_of_the_statement(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    asked = "What do those pay who cancel {} hours before?"
    assert answered(CANCEL, asked.format(48), "40 euros. [1]\n").statements[0].text == CANCEL
    assert answered(CANCEL, asked.format(12), "40 euros. [1]\n").statements[0].text == "40 euros."
