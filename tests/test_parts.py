"""Figures of one part of a sentence where another part is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.parts import is_of_another_item, is_of_another_part, is_of_another_year

ROOMS = "Rooms are paid up to 130 euros a night, in Lund, Oslo and Bergen up to 190 euros."
HOTELS = "Hotels may cost up to 120 euros a night, in London up to 180 euros."
MEALS = "The meal allowance is $28 for a full day and $14 for a day of departure or return."
LAPTOPS = "Laptops are replaced every four years, developers' laptops every three."
HEDGES = "Hedges along the paths may be 1.25 metres high, between plots none are allowed."
CAMP = "The camp cost 240 euros; 34 children took part, six fewer than last year."
GROUPS = "Admission is 7 euros, for groups of ten or more 5 euros a person; classes pay nothing."
LINE = "It will spend 75 million euros on the line, of which 20 million was spent in the first quarter."
COSTS = "The firm bears 85 per cent of it, the tenant 15 per cent."

LIGHT = "Errors fell by 18 percent with bright light; in the control group they did not change."
ROOF = "A repair would cost 240,000 euros, a new roof 610,000."
GOALS = "They scored 51 goals, 19 of them by Ada Brink."
MILL = "Of its 38 workers, 21 have found other work, 9 of them at the paper mill."
GRUBS = "Plots of drained meadow held 5.2 grubs per square metre, against 17.8 in undrained meadow."
CROSSING = "The crossing takes nine hours by day and eleven at night."
TOWN = "By 250 B.C., the number of people in the town had grown to 100,000."


@pytest.mark.parametrize(
    ("source", "question", "right", "wrong"),
    [
        (ROOMS, "What is the limit for a room in Oslo?", "190 euros", "130 euros"),
        (MEALS, "How much do I get on the day of my return?", "$14", "$28"),
        (MEALS, "How large is the meal allowance for a full day?", "$28", "$14"),
        (LAPTOPS, "How often do developers get a new one?", "Every three years", "Every four years"),
        (HEDGES, "How high is a hedge between plots?", "None", "1.25 metres"),
        (CAMP, "How many children took part last year?", "40 children", "34 children took part last year."),
        (CAMP, "How many fewer than last year?", "6 fewer than last year", "34 children, last year"),
        (GROUPS, "How much is admission for a group of 12?", "5 euros", "7 euros"),
        (
            f"{LINE[:-1]}, and build a hall.",
            "How much in the first quarter?",
            "20 million",
            "75 million euros",
        ),
        (LINE, "How much did it spend on the line in the first quarter?", "20 million", "75 million euros"),
        (COSTS, "What does the tenant bear?", "15%", "85 per cent"),
        (HOTELS, "What may a hotel in London cost?", "180 euros a night", "Up to 120 euros a night."),
        (LIGHT, "By how much did errors fall in the control group?", "By nothing", "18 percent"),
        (LIGHT, "How did errors change in the control group?", "They did not.", "By 18 percent"),
        (ROOF, "What does a new roof cost?", "610,000 euros", "240,000 euros"),
        (GOALS, "Who scored most goals?", "Ada Brink scored 19 goals.", "Ada Brink scored 51 goals."),
        (
            MILL,
            "How many work at the paper mill now?",
            "9 of them work there.",
            "21 of them work at the paper mill.",
        ),
        (CROSSING, "How long does the crossing take at night?", "11 hours", "It takes nine hours at night."),
        (GRUBS, "How many grubs per square metre live in undrained meadows?", "17.8", "5.2 grubs"),
        (GRUBS, "How many live in meadows that had not been drained?", "17.8", "5.2 grubs"),
        (CROSSING, "How long does the crossing take by day?", "9 hours", "It takes eleven hours by day."),
        (f"{ROOMS[:-1]} (a suite 290 euros).", "What is a room in Oslo?", "190 euros", "130 euros"),
    ],
)
def test_a_figure_is_not_that_of_another_part(source: str, question: str, right: str, wrong: str) -> None:
    assert is_of_another_part(wrong, question, ["It is so.", source])
    assert not is_of_another_part(right, question, ["It is so.", source])


@pytest.mark.parametrize(
    ("source", "question", "statement"),
    [
        (HEDGES, "How high may a hedge along a path be?", "1.25 metres"),
        (CAMP, "How many children took part?", "34 children"),
        (CAMP, "How many children, compared with last year?", "34 children, six fewer than last year"),
        ("Sales were 9 per cent higher than in 2019.", "How much did they rise since 2019?", "9 per cent"),
        (ROOMS, "What is the limit for a room?", "130 euros"),
        (LINE, "How much will it spend on the line?", "75 million euros"),
        (ROOMS, "What is the limit for a room in Oslo?", "130 euros, and in Oslo 190 euros."),
        (ROOMS, "What do 130 euros pay in Oslo?", "130 euros pay a room."),
        (ROOF, "What does a repair cost?", "240,000 euros"),
        (GOALS, "How many goals did they score?", "51 goals"),
        (MILL, "How many have found other work?", "21 have found other work."),
        (MILL, "How many workers does the brewery have?", "38 workers"),
        (CROSSING, "How long does the crossing take?", "Nine hours by day"),
        ("It took five days and in 12 of them it rained at night.", "When did it rain?", "12 days"),
        (
            "They won four games to three, earning the town its first title.",
            "How many games did they win for the title?",
            "Four games",
        ),
        # Figures without a unit may be dates.
        (
            "The first shops were opened in Lund and Oslo in 1981, but they were closed.",
            "When did shops open?",
            "1981",
        ),
        (TOWN, "When had the town grown to 100,000 people?", "By 250 B.C."),
        ("It took 5 days and 9 days in 2019 and 2020, respectively.", "How long in 2019?", "5 days"),
        ("It cost 5 euros, 6 euros and 8 euros in May, June and July.", "What in June?", "6 euros"),
        ("A coin of 20 dollars, sold in May, 9 dollars, was lost.", "For what was it sold?", "9 dollars"),
        (
            "Lund won by 36 and 61 points and went on, its first final since 1998.",
            "What was first?",
            "61 points",
        ),
        ("Sales of 64 euros (in 2018 sales of 10 euros) were made in 2019.", "What in 2018?", "64 euros"),
        ("The dam of 1950, 60 metres high, was raised in 1990.", "How high is the dam?", "60 metres"),
    ],
)
def test_parts_that_the_question_does_not_tell_apart(source: str, question: str, statement: str) -> None:
    assert not is_of_another_part(statement, question, [source])


FENCE = "In 2025 they repaired the fence; in 2026 they will rebuild the store."


@pytest.mark.parametrize(
    ("question", "statement", "is_another"),
    [
        ("What did they repair in 2026?", "They repaired the fence.", True),
        ("What did they repair in 2026?", "In 2026 they repaired the fence.", True),
        ("What did they repair in 2025?", "They repaired the fence.", False),
        ("What did they repair in 2024?", "They repaired the fence.", False),
        ("What did they repair?", "They repaired the fence.", False),
        ("What will they do in 2026?", "They will rebuild the store.", False),
        ("What did they do in 2026?", "They built a boat of oak and a fence.", False),
        ("What will they do in 2026?", "2025", False),
    ],
)
def test_what_was_in_another_year_is_found(question: str, statement: str, is_another: bool) -> None:
    assert is_of_another_year(statement, question, ["It rained in 2026.", FENCE]) == is_another


def test_without_a_year_of_its_own_a_part_is_of_any() -> None:
    source = "They repaired the fence; in 2026 they will rebuild the store."
    assert not is_of_another_year("They repaired the fence.", "What did they repair in 2026?", [source])


DOUGH = "For the dough: 500 g rye flour, 300 g wheat flour, 450 ml water, 18 g salt and 2 spoons of caraway."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_so"),
    [
        ("How much salt is needed?", "2 spoons of caraway.", DOUGH, True),
        ("How much salt is needed?", "450 ml", DOUGH, True),
        ("How much salt is needed?", "18 g", DOUGH, False),
        ("How much wheat flour is needed?", "300 g", DOUGH, False),
        ("How much salt and caraway is needed?", "2 spoons of caraway.", DOUGH, False),
        ("How much salt is needed?", "18 g, and 2 spoons of caraway.", DOUGH, False),
        ("How much salt is needed?", "Some salt", DOUGH, False),
        ("How much sugar is needed?", "18 g", DOUGH, False),
        ("How much of the 18 g is salt?", "18 g", DOUGH, False),
        # It is no list, or what is given is none of its items.
        ("How much salt is needed?", "450 ml", "450 ml water, 18 g salt.", False),
        ("How much salt is needed?", "450 ml water and 18 g", DOUGH, False),
        ("What was it in 2019?", "9 million", "9 million, 8 million and 7 million in 2019 and 2018.", False),
        ("How much salt is needed?", "500 g", f"{DOUGH[:-1]}, for 500 g.", False),
        ("How much salt is needed?", "9 g", "Of 9 g, 3 ml water, 4 g salt and 2 g caraway are taken.", False),
    ],
)
def test_an_item_of_a_list_is_not_another_one(
    question: str, statement: str, source: str, is_so: bool
) -> None:
    assert is_of_another_item(statement, question, ["It is so.", source]) == is_so


def test_the_list_is_quoted_then(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(DOUGH, "How much salt is needed for the dough?", "2 spoons of caraway. [1]\n")
    assert [one.text for one in answer.statements] == [DOUGH]


@pytest.mark.parametrize("broken", [" ", "\n", "\n  "])
def test_a_line_may_break_anywhere(answered: Callable[[str, str, str], reqa.Answer], broken: str) -> None:
    text = LIGHT.replace("18 ", f"18{broken}").replace("did not", f"did{broken}not")
    answer = answered(text, "By how much did errors fall in the control group?", "18 percent [1]\n")
    assert [one.text for one in answer.statements] == [LIGHT]
    assert answer.citations[0].cited_text == text
