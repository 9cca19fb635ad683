"""Statements that give somebody what their sources say is somebody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.owners import is_of_another_owner

COACH = "Kalmar's former head coach, Jens Hult, played for Varberg."

BOARD = "The chair is Rosa Quint, who knows Dinah Park; the treasurer is Albert Moss."


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (COACH, "Varberg's coach is Jens Hult."),
        ("The coach of Kalmar is Jens Hult of Varberg.", "Varberg's coach is Jens Hult."),
        ("The coach of the Kalmar Lions is Jens Hult.", "Varberg's coach is Jens Hult."),
        (BOARD, "Albert Moss was the chair before Rosa Quint."),
        (BOARD, "The treasurer is Rosa Quint."),
        ("The chair was Rosa Quint; the treasurer was Albert Moss.", "Albert Moss was the chair."),
        ("Rosa Quint became the chair in May. Moss is the treasurer.", "Moss is the chair."),
        ("It puts Russia’s reserves at 3 tons.", "Ukraine's reserves are 3 tons."),
        ("It puts the Adams' reserves at 3 tons.", "The Lunds' reserves are 3 tons."),
    ],
)
def test_what_is_anothers_is_found(source: str, statement: str) -> None:
    assert is_of_another_owner(statement, "", ["It rains.", source])
    assert not is_of_another_owner(source, "", [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (COACH, "Kalmar's coach was Jens Hult."),
        (BOARD, "Albert Moss is the treasurer."),
        (BOARD, "Dinah Park is the chair."),
        (BOARD, "Rosa Quint is the head."),
        (f"{BOARD} Moss was the chair.", "Albert Moss was the chair."),
        (COACH, "Jens Hult was the coach of Kalmar."),
        (COACH, "Varberg's player was Jens Hult."),
        (f"{COACH} The coach now is Petra Alm.", "Varberg's coach is Petra Alm."),
        (f"{COACH} Varberg's coach is Petra Alm.", "Varberg's coach is Petra Alm."),
        ("The Kalmar Lions' coach is Jens Hult.", "Kalmar's coach is Jens Hult."),
    ],
)
def test_what_is_ones_own_or_nobodys_is_left_alone(source: str, statement: str) -> None:
    assert not is_of_another_owner(statement, "", [source])


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    assert (
        answered(COACH, "Who is Varberg's coach?", "Varberg's coach is Jens Hult. [1]").text == f"{COACH} [1]"
    )


YOUTH = "Her place will be taken by the 17-year-old Ida Lund from the youth team."


@pytest.mark.parametrize(
    ("question", "statement", "sources", "another"),
    [
        ("How old is Ada Brink?", "Ada Brink is 17 years old.", [YOUTH], True),
        ("How old is Ada Brink?", "17 years", [YOUTH, "Brink will be missing."], True),
        ("How old is Ida Lund?", "17 years", [YOUTH], False),
        ("How old is she?", "Ada Brink is 17 years old.", [YOUTH], True),
        ("How old is she?", "Ida Lund is 17 years old.", [YOUTH], False),
        ("How old is she?", "17 years", [YOUTH], False),
        ("How old is Ada Brink?", "17 years", [YOUTH, "Brink is 17 years old, too."], False),
        ("How old is Ada Brink?", "17 years", ["The 17-year-old replaces her."], False),
        ("How heavy is the Norn?", "The Norn weighs 40 tons.", ["It met the 40-ton Terna."], True),
        ("Did Brink play for 17 years?", "Brink played for 17 years.", [YOUTH], False),
    ],
)
def test_what_stands_before_a_name_is_said_of_that(
    question: str, statement: str, sources: list[str], another: bool
) -> None:
    assert is_of_another_owner(statement, question, sources) == another


SISTER = "On the Polarsund's sister ship, the Nordsund, there are four women."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_so"),
    [
        ("How many women are there?", "There are four women on the Polarsund.", SISTER, True),
        ("How many women are on the Polarsund?", "On the Polarsund four.", SISTER, True),
        ("How many women are on the sister ship?", "There are four on the Polarsund.", SISTER, False),
        ("How many women are on the Nordsund?", "There are four women on the Nordsund.", SISTER, False),
        ("How many women are there?", "The Polarsund's sister ship has four women.", SISTER, False),
        ("How many of the four are on the Polarsund?", "Four are on the Polarsund.", SISTER, False),
        ("Are there women?", "There are women on the Polarsund.", SISTER, False),
        (
            "How many are there?",
            "There are four on the Polarsund.",
            f"{SISTER} The Polarsund has four.",
            False,
        ),
    ],
)
def test_what_is_told_of_a_thing_is_not_told_of_its_owner(
    question: str, statement: str, source: str, is_so: bool
) -> None:
    assert is_of_another_owner(statement, question, ["It rains.", source]) == is_so
