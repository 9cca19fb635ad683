"""What a text only repeats in order to correct it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.corrected import corrections_instead
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

QUESTION = "How many hangers does the Tarrow bridge have?"
WRONG = "Our report of 23 June said that the bridge has 64 hangers. It has 68."


def instead(statement: str, text: str, core: int = 0, heading: str = "") -> list[int]:
    evidence = [
        ScoredSentence(one, score=1.0, heading=heading) for one in segment(Document("d", "", text, ""))
    ]
    return corrections_instead(statement, QUESTION, evidence, [core])


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (f"Correction: {WRONG[0].lower()}{WRONG[1:]}", ""),
        (WRONG, "Corrections"),
        ("Our report said that the bridge has 64 hangers. That is wrong.", ""),
        ("In March we wrote that the bridge has 64 hangers. It was a mistaken figure.", ""),
        ("We wrongly wrote that the bridge has 64 hangers. It has 68.", ""),
    ],
)
def test_what_is_corrected_is_quoted_with_its_correction(text: str, heading: str) -> None:
    assert instead("The bridge has 64 hangers.", text, heading=heading) == [0, 1]


def test_another_text_corrects_nothing() -> None:
    texts = {"a": "We reported that it has 64 hangers.", "b": "It rained. That was wrong."}
    (one,), (_, other) = (segment(Document(name, "", text, "")) for name, text in texts.items())
    evidence = [ScoredSentence(one, score=1.0), ScoredSentence(other, score=1.0)]
    assert corrections_instead("64", QUESTION, evidence, [0]) == []


def test_a_name_may_be_corrected_as_well() -> None:
    text = "We reported that the hangers are by Anna Holm. That was wrong."
    assert instead("They are by Anna Holm.", text) == [0, 1]


def test_what_follows_may_be_about_something_else() -> None:
    text = "Correction: our report said that the bridge has 64 hangers. Anna Holm is the editor."
    assert instead("64", text) == [0]
    assert instead("64", f"{WRONG} Errors are always corrected.") == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The bridge has 64 hangers.", WRONG),  # Nothing says that it was wrong.
        ("The bridge has 64 hangers.", "Correction: the bridge has 64 hangers."),
        ("The bridge has 64 hangers.", "Correction: we wrote that the bridge has 64; it has 64 hangers."),
        ("The report said that it has 64 hangers.", f"Correction: {WRONG}"),
        ("Wrongly, 64 hangers.", f"Correction: {WRONG}"),
        ("It has some hangers.", f"Correction: {WRONG}"),
        ("It has 68.", f"Correction: {WRONG}"),
        ("The Tarrow bridge has some hangers.", "Correction: we wrote that the Tarrow bridge is new."),
    ],
)
def test_what_is_right_or_told_as_a_report_is_left_alone(statement: str, text: str) -> None:
    assert instead(statement, text) == []


def test_both_are_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    said = "Our report said that the bridge has 64 hangers."
    answer = answered(f"{said} That is wrong.", "How many hangers does it have?", "It has 64 hangers. [1]\n")
    assert answer.text == f"{said} [1] That is wrong. [2]"
