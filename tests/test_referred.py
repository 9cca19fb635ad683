"""What a sentence is about that only says `the quay`, or does not name the one with a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.apart.referred import of_others_before
from reqa.types import ScoredSentence, Sentence

STRUCK = "The Ferrol struck the eastern quay."
CLOSED = "The quay was closed for eleven weeks."


def not_about(question: str, *texts: str, heading: str = "") -> set[str]:
    """The terms that the last of some sentences is not about."""
    sentences = [Sentence("d", i, 99 * i, 99 * i + len(text), text, 0) for i, text in enumerate(texts)]
    one = ScoredSentence(sentences[-1], 1.0, heading)
    return set(of_others_before(question, [one], lambda _: sentences).get(one.sentence, ()))


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How long was the western quay closed?", (STRUCK, CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "Nobody was hurt.", CLOSED)),
        ("How long was the western quay closed?", ("The western quay is new.", STRUCK, CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "For this quay it took a year.")),
        ("How long was the western quay closed?", (STRUCK, "The western wing was hurt.", CLOSED)),
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
            ("It struck the eastern quay and the western quay.", CLOSED),
        ),
        ("How long was the western quay closed?", ("It stood in the eastern wing.", CLOSED)),
        ("How long was the western quay closed?", (STRUCK, "The western quay was closed; the quay is long.")),
        ("Where does the last name Ask come from?", ("The first people named it.", "This name is old.")),
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


SMALL, LARGE = "The Tarn 300 weighs 2.9 kg.", "The Tarn 700 weighs 5.3 kg."
CHARGE = "One charge lasts for 60 cuts."


@pytest.mark.parametrize(
    "question",
    [
        "How many cuts does the Tarn 700 make?",
        "How many cuts does a tarn 700 make?",
        "How many cuts does the 700 make?",
    ],
)
def test_a_paragraph_is_about_the_one_that_it_named_last(question: str) -> None:
    assert not_about(question, LARGE, SMALL, CHARGE) == {"700"}
    assert not_about(question, LARGE, SMALL, "It rains.", CHARGE) == {"700"}


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How many cuts does the Tarn 300 make?", (LARGE, SMALL, CHARGE)),
        ("How many cuts does the 300 make?", (LARGE, SMALL, CHARGE)),
        ("How many cuts does it make?", (LARGE, SMALL, CHARGE)),
        ("How many cuts does the Berg 700 make?", (LARGE, SMALL, CHARGE)),
        ("How many of the 700 cuts does it make?", (LARGE, SMALL, CHARGE)),
        ("How many cuts does the 900 make?", (LARGE, SMALL, CHARGE)),
        # Both are named last, the sentence names it itself, or none is named.
        ("How many cuts does the Tarn 700 make?", ("The Tarn 300 and the Tarn 700 are saws.", CHARGE)),
        ("How many cuts does the Tarn 700 make?", (SMALL, "The Tarn 700 makes 60 cuts.")),
        ("How many cuts does the Tarn 700 make?", (CHARGE,)),
        ("How many cuts were made on June 12?", ("It came on June 10.", CHARGE)),
    ],
)
def test_it_may_be_about_the_one_in_question(question: str, texts: tuple[str, ...]) -> None:
    assert not_about(question, *texts) == set()


def test_another_paragraph_does_not_tell() -> None:
    sentences = [
        Sentence("d", i, 99 * i, 99 * i + len(text), text, i) for i, text in enumerate((SMALL, CHARGE))
    ]
    one = ScoredSentence(sentences[1], 1.0)
    assert not of_others_before("How many cuts does the Tarn 700 make?", [one], lambda _: sentences)


def test_what_it_stands_under_names_it() -> None:
    assert not not_about("How many cuts does the Tarn 700 make?", SMALL, CHARGE, heading="Tarn 700")


@pytest.mark.parametrize("saw", ["300", "700"])
def test_another_saw_is_no_answer(answered: Callable[[str, str, str], reqa.Answer], saw: str) -> None:
    text = f"{LARGE}\n\n{SMALL} {CHARGE}"
    answer = answered(text, f"For how many cuts does one charge of the Tarn {saw} last?", "60 cuts. [1]\n")
    assert answer.abstained == (saw == "700")
    assert answer.text.endswith(f"is about another one: {CHARGE}") == answer.abstained
