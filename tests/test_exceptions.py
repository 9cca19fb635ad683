"""Rules that differ for those who are asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.exceptions import exceptions_instead
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

RULE = "- A note is needed from the fourth day of absence."
OWN = "  - Interns need one from the second day."
ASKED = "From which day do I, an intern, need a note?"


def instead(statement: str, question: str, *lines: str) -> list[int]:
    sentences = segment(Document("d", "", "\n".join(lines), ""))
    return exceptions_instead(statement, question, [ScoredSentence(one, score=1.0) for one in sentences], [0])


def test_the_rule_is_quoted_with_what_differs() -> None:
    assert instead("It is needed from the fourth day.", ASKED, RULE, OWN) == [0, 1]
    assert instead("The fourth day", ASKED, RULE, "- It is signed.", OWN) == [0, 2]
    numbered = (f"{number}. {line.lstrip(' -')}" for number, line in enumerate((RULE, OWN), start=1))
    assert instead("The fourth day", ASKED, *numbered) == [0, 1]
    assert instead(
        "3 weeks", "How many weeks do interns get?", "Staff get 3 weeks.", "Interns get 2 weeks."
    ) == [0, 1]


@pytest.mark.parametrize(
    ("statement", "question", "lines"),
    [
        ("The fourth day", "From which day is a note needed?", (RULE, OWN)),
        ("The second day", ASKED, (RULE, OWN)),
        ("For interns, the fourth day", ASKED, (RULE, OWN)),
        ("A note is needed.", ASKED, (RULE, OWN)),
        ("The fourth day", ASKED, ("- An intern needs a note from the fourth day.", OWN)),
        ("The fourth day", ASKED, (RULE, "  - Interns need one from the second month.")),
        ("The fourth day", ASKED, (RULE, "  - Interns need one from the fourth day.")),
        ("The fourth day", ASKED, (f"{RULE} It has 3 parts.", "  - Interns need 2 parts.")),
        ("The fourth day", ASKED, (RULE, "  - From the second day, interns need one.")),
        ("The fourth day", ASKED, (RULE, "- It is signed.", "- It is dated.", OWN)),
        ("The fourth day", "Before the fourth day, when do interns need one?", (RULE, OWN)),
    ],
)
def test_the_rule_is_left_alone(statement: str, question: str, lines: tuple[str, ...]) -> None:
    assert instead(statement, question, *lines) == []


def test_a_heading_may_name_those_whom_a_rule_is_for() -> None:
    sentences = segment(Document("d", "", f"{RULE}\n{OWN}", ""))
    evidence = [ScoredSentence(one, score=1.0, heading="Interns") for one in sentences]
    assert exceptions_instead("The fourth day", ASKED, evidence, [0]) == []


def test_what_stands_before_a_rule_or_in_another_text_is_no_exception_to_it() -> None:
    (one,), (_, other) = (
        segment(Document(name, "", line, "")) for name, line in (("a", RULE), ("b", f"{RULE}\n{OWN}"))
    )
    evidence = [ScoredSentence(one, score=1.0), ScoredSentence(other, score=1.0)]
    assert exceptions_instead("The fourth day", ASKED, evidence, [0]) == []
    assert instead("The fourth day", ASKED, RULE, OWN)
    sentences = segment(Document("d", "", f"{OWN}\n{RULE}", ""))
    evidence = [ScoredSentence(one, score=1.0) for one in sentences]
    assert exceptions_instead("The fourth day", ASKED, evidence, [1]) == []


def test_both_are_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(f"{RULE}\n{OWN}", ASKED, "A note is needed from the fourth day. [1]\n")
    assert answer.text == f"{RULE} [1]\n{OWN.strip()} [2]"
