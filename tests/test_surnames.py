"""Sentences that have a surname alone, of several who have it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.apart.surnames import of_namesakes
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

RAGNA = "Ragna Solveck has worked there for thirty years."
RUNS = "Solveck runs a group at the University of Brennhavn."
LIV = "Her sister Liv Solveck is a painter."
ASKED = "Which university does Liv Solveck work for?"


def not_about(question: str, *texts: str, last: str = RUNS, heading: str = "") -> set[str]:
    """The terms that a sentence of a text is not about."""
    sentences = segment(Document("d", "", " ".join(texts), ""))
    one = next(sentence for sentence in sentences if sentence.text == last)
    found = of_namesakes(question, [ScoredSentence(one, 1.0, heading)], lambda _: sentences)
    return set(found.get(one, ()))


@pytest.mark.parametrize(
    "texts",
    [(RAGNA, RUNS, LIV), (LIV, RAGNA, RUNS), (RAGNA.replace("Ragna", "Dr. Ragna"), "It rained.", RUNS, LIV)],
)
def test_the_one_who_was_named_last_is_meant(texts: tuple[str, ...]) -> None:
    assert not_about(ASKED, *texts) == {"liv"}
    assert not_about(ASKED.replace("Liv", "Ragna"), *texts) == set()


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (ASKED, (RAGNA, LIV, RUNS)),
        (ASKED, (RAGNA, RUNS)),  # Perhaps she has two given names.
        (ASKED, (RUNS, LIV)),
        (ASKED, (RAGNA.replace("Ragna Solveck", "Mrs Solveck"), RUNS, LIV)),
        (ASKED, (RAGNA.replace("Ragna", "Ragna Liv"), RUNS, LIV)),
        (ASKED, (RAGNA.replace("Solveck", "Holm"), RUNS, LIV)),
        ("Which university does Mrs Solveck work for?", (RAGNA, RUNS, LIV)),
        ("Which university does Liv work for?", (RAGNA, RUNS, LIV)),
    ],
)
def test_who_may_be_meant_is_not_another(question: str, texts: tuple[str, ...]) -> None:
    assert not_about(question, *texts) == set()


def test_the_head_of_something_has_no_given_name() -> None:
    assert not_about(ASKED, "The Founder of Solveck is old.", RUNS, LIV) == set()


def test_what_names_the_one_is_about_her() -> None:
    both = "Solveck and Liv run a group at the University of Brennhavn."
    assert not_about(ASKED, RAGNA, both, LIV, last=both) == set()
    assert not_about(ASKED, RAGNA, RUNS, LIV, heading="Liv and her life") == set()
    full = "Ragna Solveck runs a group."
    assert not_about(ASKED, RAGNA, full, LIV, last=full) == set()  # told by the names themselves


def test_another_one_of_the_name_is_no_answer(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text, said = f"{RAGNA} {RUNS} {LIV}", "She works for the University of Brennhavn. [1]\n"
    assert answered(text, "Which university does Liv Solveck run a group at?", said).abstained
    assert not answered(text, "Which university does Ragna Solveck run a group at?", said).abstained
