"""What stands under the heading of something else than what the question is about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from fakes import overlap

import reqa
from reqa.attribute import attribute
from reqa.checks.elsewhere import stands_elsewhere
from reqa.segment import segment
from reqa.text.headings import placed
from reqa.types import Document, ScoredSentence

TOWN = """\
A guide to the town

Tarnby lies on the coast.

The museum of glass

Admission is 8 euros. Its director is Lise Munk.

The theatre

Tickets cost 15 euros; students pay half. Its director is Jens Roed, who came from Arvik.

Opening hours

All houses are closed on Mondays.

Arvik

The town of Jens Roed has a fish market.
"""
NESTED = """\
# Welcome

# The museum

It has three floors.

## Tickets

Students pay half.
"""
STUDENTS = "Tickets cost 15 euros; students pay half."


def standing(text: str) -> list[ScoredSentence]:
    sentences = segment(Document("d", "", text, "hash"))
    where = placed(sentences, 0, len(sentences) - 1)
    return [ScoredSentence(one, 1.0, place.under, place.above) for one, place in where]


def is_elsewhere(question: str, sentence: str, text: str = TOWN) -> bool:
    evidence = standing(text)
    return stands_elsewhere(question, next(one for one in evidence if one.text == sentence), evidence)


@pytest.mark.parametrize(
    "question",
    [
        "What do students pay at the museum?",
        "Do students pay half in our glass museum?",
        "What do students pay in Arvik?",
    ],
)
def test_another_section_is_elsewhere(question: str) -> None:
    assert is_elsewhere(question, STUDENTS)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What do students pay at the theatre?", STUDENTS),
        ("Which is cheaper for students, the museum or the theatre?", STUDENTS),
        ("What do students pay?", STUDENTS),
        ("What do the tickets cost in the museum?", "Admission is 8 euros."),
        # No section is named after the zoo, and all are in the guide to the town.
        ("What do students pay in the zoo?", STUDENTS),
        ("What do students pay in the town?", STUDENTS),
        # The sentence itself has what the question is about.
        ("Who came from Arvik?", "Its director is Jens Roed, who came from Arvik."),
        # They are asked for, and not what the question is about.
        ("What are the opening hours?", "Tickets cost 15 euros; students pay half."),
        ("What are the opening hours on Mondays?", "Admission is 8 euros."),
        ("How long are museums closed?", "All houses are closed on Mondays."),
        # It stands under nothing.
        ("Where is the museum?", "A guide to the town"),
    ],
)
def test_what_may_be_about_it_is_not(question: str, sentence: str) -> None:
    assert not is_elsewhere(question, sentence)


def test_a_section_may_have_sections() -> None:
    assert not is_elsewhere("What do students pay in the museum?", "Students pay half.", NESTED)
    alike = NESTED.replace("##", "#")
    assert is_elsewhere("What do students pay in the museum?", "Students pay half.", alike)


OFFICES = """\
# Handbook

## Berlin office

### Opening hours

It is open until 20:00.

### Guests

They get a red badge.

## Lisbon office

It has a yard.

## Travel

Trips are short.

### Booking

Ines Prado books the tickets.
"""


@pytest.mark.parametrize(
    ("question", "sentence", "elsewhere"),
    [
        ("When does the Lisbon office close?", "It is open until 20:00.", True),
        ("What do guests get in the Lisbon office?", "They get a red badge.", True),
        ("What do guests get in the Berlin office?", "They get a red badge.", False),
        ("What do guests get in the offices?", "They get a red badge.", False),
        ("Who does the booking for the Berlin office?", "Ines Prado books the tickets.", False),
    ],
)
def test_sections_of_the_same_kind_are_told_apart(question: str, sentence: str, elsewhere: bool) -> None:
    assert is_elsewhere(question, sentence, OFFICES) == elsewhere


LEAVE = """\
# Leave and work

## 1. Annual leave

Eight days may be carried over.

## 2. Sick leave

A note is needed from the fourth day, before nine.

## 3. Work

Those who work at home need the consent of the chief.
"""


@pytest.mark.parametrize(
    ("question", "sentence", "elsewhere"),
    [
        ("How many days of sick leave may be carried over?", "Eight days may be carried over.", True),
        ("How many days of annual leave may be carried over?", "Eight days may be carried over.", False),
        ("How many days of leave may be carried over?", "Eight days may be carried over.", False),
        ("How many days of long leave may be carried over?", "Eight days may be carried over.", False),
        ("Is a note needed for sick leave?", "A note is needed from the fourth day, before nine.", False),
        # One word is too little.
        ("Is a note needed for work?", "A note is needed from the fourth day, before nine.", False),
    ],
)
def test_a_section_on_it_makes_it_a_thing_of_its_own(question: str, sentence: str, elsewhere: bool) -> None:
    assert is_elsewhere(question, sentence, LEAVE) == elsewhere


def test_the_title_is_no_other_section() -> None:
    text = LEAVE.replace("# Leave and work", "# Sick leave").replace("2. Sick leave", "2. Notes")
    question = "How many days of sick leave may be carried over?"
    assert not is_elsewhere(question, "Eight days may be carried over.", text)


def test_what_names_it_is_about_it_wherever_it_stands() -> None:
    text = LEAVE.replace("Eight days may", "Eight days, but none for the sick, may")
    question = "How many days of sick leave may be carried over?"
    assert not is_elsewhere(question, "Eight days, but none for the sick, may be carried over.", text)


@pytest.mark.parametrize("other", ["Leave", "Sick pay"])
def test_a_section_on_something_else_does_not(other: str) -> None:
    text = LEAVE.replace("Sick leave", other)
    question = f"How many days of {other.lower()} or leave may be carried over?"
    assert not is_elsewhere(question, "Eight days may be carried over.", text)


@pytest.mark.parametrize(
    ("question", "said", "abstained"),
    [
        ("What do students pay at the museum of glass?", "Students pay half there. [1]\n", True),
        ("What do students pay at the theatre?", "Students pay half. [1]\n", False),
        ("Who is the director of the theatre?", "Lise Munk is the director. [1]\n", False),
    ],
)
def test_what_is_elsewhere_answers_nothing(
    answered: Callable[[str, str, str], reqa.Answer], question: str, said: str, abstained: bool
) -> None:
    answer = answered(TOWN, question, said)
    assert answer.abstained == abstained
    assert "Lise Munk" not in answer.text


@pytest.mark.parametrize(
    ("section", "supported"),
    [
        ("The harbour\n\nThe town of Jens Roed has a", True),
        ("Arvik\n\nHere is a", True),
        ("The harbour\n\nHere is a", False),
    ],
)
def test_two_sections_belong_together_where_both_name_the_same(section: str, supported: bool) -> None:
    evidence = standing(TOWN.replace("Arvik\n\nThe town of Jens Roed has a", section))
    director, fish = (
        next(one for one in evidence if one.text.endswith(end)) for end in ("Arvik.", "fish market.")
    )
    given = [dataclasses.replace(director, score=3.0), fish]
    asked = "What market is in the town that the director of the theatre came from?"
    found = attribute("A fish market.", asked, given, (1,), overlap)
    assert [one.text for one, _ in found.sentences] == [director.text, fish.text]
    assert found.supported == supported


def test_headings_of_the_same_kind_join_nothing() -> None:
    evidence = standing(OFFICES.replace("It has a yard.", "### Opening hours\n\nThe yard closes at 19:00."))
    berlin, lisbon = (
        next(one for one in evidence if one.text.endswith(end)) for end in ("until 20:00.", "at 19:00.")
    )
    given = [dataclasses.replace(lisbon, score=3.0), berlin]
    found = attribute("It is open until 20:00.", "When does the Lisbon office close?", given, (1,), overlap)
    assert not found.supported
