"""What a sentence is about that only says `the quay`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.referred import of_another_kind_before
from reqa.types import ScoredSentence, Sentence

STRUCK = "The Ferrol struck the eastern quay."
CLOSED = "The quay was closed for eleven weeks."


def not_about(question: str, *texts: str, heading: str = "") -> set[str]:
    """The terms that the last of some sentences is not about."""
    sentences = [Sentence("d", i, 99 * i, 99 * i + len(text), text, 0) for i, text in enumerate(texts)]
    one = ScoredSentence(sentences[-1], 1.0, heading)
    return set(of_another_kind_before(question, [one], lambda _: sentences).get(one.sentence, ()))


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How long was the western quay closed?", (STRUCK, CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "Nobody was hurt.", CLOSED)),
        ("How long was the western quay closed?", ("The western quay is new.", STRUCK, CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "For this quay it took a year.")),
    ],
)
def test_the_one_named_last_is_meant(question: str, texts: tuple[str, ...]) -> None:
    assert not_about(question, *texts) == {"western"}


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How long was the eastern quay closed?", (STRUCK, CLOSED)),
        ("How long was the quay closed?", (STRUCK, CLOSED)),
        ("How long was the western quay closed?", (CLOSED,)),
        ("How long was the western quay closed?", (STRUCK, "The western quay is new.", CLOSED)),
        (
            "How long was the western quay closed?",
            ("Of two, it struck the eastern and the western quay.", CLOSED),
        ),
        ("How long was the western quay closed?", ("It stood in the eastern wing.", CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "The western quay was closed; the quay is long.")),
        # It does not speak of one that is known.
        ("How long was the western quay closed?", (STRUCK, "Every quay was closed.")),
        ("How long was the western quay closed?", (STRUCK, "The harbour was closed.")),
    ],
)
def test_what_may_be_meant_is_not_another_one(question: str, texts: tuple[str, ...]) -> None:
    assert not_about(question, *texts) == set()


def test_what_it_stands_under_tells_as_well() -> None:
    assert not not_about("How long was the western quay closed?", STRUCK, CLOSED, heading="Western quay")


def test_one_that_was_named_long_before_is_not_meant() -> None:
    assert not not_about("How long was the western quay closed?", STRUCK, *["It rained."] * 10, CLOSED)


@pytest.mark.parametrize("quay", ["eastern", "western"])
def test_the_other_one_is_no_answer(answered: Callable[[str, str, str], reqa.Answer], quay: str) -> None:
    answer = answered(
        f"{STRUCK} {CLOSED}",
        f"How long was the {quay} quay closed?",
        "It was closed for eleven weeks. [1]\n",
    )
    assert answer.abstained == (quay == "western")
    assert answer.text.endswith(f"is about another one: {CLOSED}") == answer.abstained
