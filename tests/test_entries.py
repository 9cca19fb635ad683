"""What one line of a list says, where another one has what is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.entries import REACH, entries_instead
from reqa.types import Cell, ScoredSentence, Sentence

COMMON = "Common (up to 1 in 10 people): heartburn, nausea."
UNCOMMON = "Uncommon (up to 1 in 100): dizziness, rash."
ASKED = "How common is dizziness?"


def instead(
    statement: str, *texts: str, question: str = ASKED, cited: int = 0, apart: int = 1, paragraphs: int = 1
) -> list[int]:
    evidence = [
        ScoredSentence(Sentence("d", apart * i, 99 * i, 99 * i + len(text), text, i % paragraphs), 1.0)
        for i, text in enumerate(texts)
    ]
    return entries_instead(statement, question, evidence, [cited])


@pytest.mark.parametrize(
    "statement",
    [
        "It is common (up to 1 in 10 people).",
        "It is common (up to 1 in 10 people): dizziness, rash.",
        COMMON,
        "Up to 1 in 10",
    ],
)
def test_the_line_that_lists_it_is_meant(statement: str) -> None:
    assert instead(statement, COMMON, UNCOMMON) == [1]
    assert instead(statement, UNCOMMON, "It rained.", COMMON, cited=2) == [0]


def test_so_it_is_in_a_list_with_marks() -> None:
    assert instead(
        "Adults pay 9 euros.",
        "- 9 euros: adults",
        "- 4 euros: pupils",
        question="What do pupils pay?",
        paragraphs=2,
    ) == [1]


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("It is uncommon (up to 1 in 100).", ASKED),
        ("Heartburn and nausea are common.", "What is common?"),
        ("It is common (up to 1 in 10 people).", "How common is nausea?"),
        ("It is common (up to 1 in 10 people).", "How common are nausea and dizziness?"),
        ("It is common (up to 1 in 10 people), or up to 1 in 100.", ASKED),
        ("It is common with a fever.", ASKED),
        ("It is common (up to 1 in 10 people) with a fever.", ASKED),
        ("With a rash, too.", ASKED),
    ],
)
def test_other_statements_are_left_alone(statement: str, question: str) -> None:
    assert instead(statement, COMMON, UNCOMMON, question=question) == []


def test_other_sentences_are_no_lines_of_that_list() -> None:
    said = "It is common (up to 1 in 10 people)."
    assert instead(said, COMMON, "Dizziness is listed as uncommon.") == []
    assert instead(said, COMMON, UNCOMMON, apart=REACH + 1) == []
    assert instead(said, COMMON, UNCOMMON, paragraphs=2) == []
    assert instead(said, COMMON, UNCOMMON, cited=1) == []
    rows = [
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + 9, text, 0), 1.0, row=(Cell("", text),))
        for i, text in enumerate((COMMON, UNCOMMON))
    ]
    assert entries_instead(said, ASKED, rows, [0]) == []


def test_that_line_is_quoted(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(f"{COMMON} {UNCOMMON}", ASKED, "It is common (up to 1 in 10 people). [2]\n")
    assert answer.statements[0].text == UNCOMMON
