"""Which of two figures a question asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.attribute import attribute
from reqa.checks.otherwise.compared import is_a_difference, is_the_other_figure
from reqa.text.extremes import degrees
from reqa.types import ScoredSentence, Sentence

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


@pytest.mark.parametrize(
    ("question", "statement", "is_one"),
    [
        ("How long did they sleep?", "41 minutes", True),
        ("How long did they need to fall asleep?", "It took 41 minutes.", True),
        ("How much longer did they sleep?", "41 minutes", False),
        ("By how much did their sleep change?", "41 minutes", False),
        ("How long did they sleep?", "They slept 41 minutes longer.", False),
        ("How many nights was it?", "12 nights", False),
        ("How long did they sleep within 41 minutes?", "41 minutes", False),
        ("How long did they sleep?", "All night", False),
    ],
)
def test_a_difference_is_not_what_differs(question: str, statement: str, is_one: bool) -> None:
    slept = "After 12 nights they slept 41 minutes longer than before."
    assert is_a_difference(statement, question, [slept, "It was 7 nights."]) == is_one
    assert not is_a_difference(statement, question, [slept, "41 minutes is the time, and 12 nights."])


def test_the_sentence_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(OFFERS, "Whose offer was cheaper?", "Brackley's offer of 23,400 pounds. [1]\n")
    assert answer.text == f"{OFFERS} [1]"


HEATING = "There were two offers: 8,700 pounds for a gas boiler, and 14,200 pounds for a heat pump."


@pytest.mark.parametrize(
    ("statement", "text", "is_told"),
    [
        ("The gas boiler is cheaper.", HEATING, True),
        ("The gas boiler is cheaper.", HEATING.replace("gas boiler", "stove"), False),
        ("The gas boiler is red.", HEATING, False),
    ],
)
def test_what_only_compares_has_its_source_in_two_figures(statement: str, text: str, is_told: bool) -> None:
    question = "Which is cheaper or red, the gas boiler or the heat pump?"
    evidence = [ScoredSentence(Sentence("d", 0, 0, len(text), text, 0), 3.0)]
    # The cross-encoder finds little of it there.
    found = attribute(statement, question, evidence, (0,), lambda pairs: [-3.0] * len(pairs))
    assert found.supported == is_told


def test_the_words_that_compare() -> None:
    assert degrees("The elder boiler is cheaper, and water is best") == {"elder", "cheaper", "best"}


def test_the_sentence_with_a_difference_is_quoted(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    slept = "The walkers slept 41 minutes longer than before."
    answer = answered(
        f"{slept}\n", "How many minutes did the walkers sleep?", "The walkers slept 41 minutes. [1]"
    )
    assert answer.text == f"{slept} [1]"
