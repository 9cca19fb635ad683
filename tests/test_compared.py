"""Which of two figures a question asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.compared import is_the_other_figure

OFFERS = (
    "There were offers from Brackley (23,400 pounds) and from Tidewell (19,750 pounds), open for 30 days."
)


@pytest.mark.parametrize(
    ("question", "statement", "is_other"),
    [
        ("Whose offer was cheaper?", "Brackley's, for 23,400 pounds", True),
        ("Which firm asked for the least?", "Brackley (23,400 pounds)", True),
        ("Which firm asked for more?", "Tidewell asked for 19,750 pounds.", True),
        ("Who made the highest offer?", "Tidewell, of 19,750 pounds", True),
        ("Whose offer was cheaper?", "Tidewell's, for 19,750 pounds", False),
        ("Which firm asked for more?", "Brackley asked for 23,400 pounds.", False),
        ("Whose offer was cheaper?", "19,750 pounds, where Brackley asked for 23,400", False),
        ("Whose offer was cheaper?", "Brackley's", False),
        ("Whose offer was cheaper?", "It was open for 30 days.", False),
        ("Which firm asked for less than 25,000 pounds?", "Brackley (23,400 pounds)", False),
        ("Which firm asked for 23,400, and which for less?", "Brackley for 23,400 pounds", False),
        ("Which most of all?", "Tidewell, 19,750 pounds", False),
        ("What did the cheaper one cost?", "23,400 pounds", False),
    ],
)
def test_the_greater_or_the_lesser_one_is_asked_for(question: str, statement: str, is_other: bool) -> None:
    assert is_the_other_figure(statement, question, ["It rains.", OFFERS]) == is_other


def test_one_figure_is_the_only_one() -> None:
    one = "Brackley offered it for 23,400 pounds, within 30 days."
    assert not is_the_other_figure("23,400 pounds", "Whose offer was cheaper?", [one, "It costs 9 pounds."])


def test_the_sentence_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(OFFERS, "Whose offer was cheaper?", "Brackley's offer of 23,400 pounds. [1]\n")
    assert answer.text == f"{OFFERS} [1]"
