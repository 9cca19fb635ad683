"""Lists that correspond item by item, and statements that take one from the wrong place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqa.checks.otherwise.respective import is_of_another_place

POSTS = "Marit Vold and Jonas Ekdal were appointed chair and treasurer, respectively."
FUEL = (
    "Fuel costs of $6.1 million, $7.4 million and $4.9 million were incurred in the years ended March 31, "
    "2023, 2022 and 2021, respectively."
)
SALES = (
    "Sales to France were 53%, 57%, and 51% in 2019, 2018, and 2017, respectively; sales to Spain were 13%, "
    "9%, and 13% in 2019, 2018, and 2017, respectively."
)
SHIPS = ["Nordlys", "Havsula", "Terna", "Vega", "Alta"]


@pytest.mark.parametrize(
    ("source", "question", "right", "wrong"),
    [
        (POSTS, "Who was appointed treasurer?", "Jonas Ekdal", "Marit Vold was appointed treasurer."),
        (POSTS, "What was Ekdal appointed?", "He was appointed treasurer.", "Chair."),
        (POSTS, "Was Marit Vold appointed treasurer?", "Marit Vold is the chair.", "Yes, the treasurer."),
        (FUEL, "What were the fuel costs in 2022?", "$7.4 million", "$4.9 million"),
        (FUEL, "In which year was fuel $4.9 million?", "In 2021.", "In 2023."),
        (FUEL, "What did fuel cost?", "It cost $6.1 million in 2023.", "It cost $7.4 million in 2023."),
        (SALES, "What were sales to France in 2017?", "51%", "53%"),
        (
            "The posts of head of sales and head of safety went to Selma Dahl and Peter Rask, in that order.",
            "Who is the head of safety?",
            "Peter Rask",
            "Selma Dahl is the head of safety.",
        ),
        (
            "Income from ferries and from freight was 41.2 million euros and 18 million euros, respectively.",
            "What was the income from freight?",
            "It was 18 million euros.",
            "It was 41.2 million euros.",
        ),
        (
            "The ships leave for the islands of Sula and Grip at 7:30 and 9:15, respectively.",
            "When does the ship to Grip leave?",
            "At 9:15.",
            "It leaves at 7:30.",
        ),
        (
            "Vaccinating a dog or a cat costs 62 euros and 55 euros, respectively.",
            "What does vaccinating a cat cost?",
            "55 euros",
            "62 euros and 55 euros, respectively.",
        ),
        (
            "On the lines to Arvik & Lund, delays rose and fell, respectively.",
            "What happened to delays on the line to Lund?",
            "They fell.",
            "Delays rose.",
        ),
        (
            "At 31 December 2024 and 30 June 2024 it had 12 and 9 shops, respectively, of which 7 and 5, "
            "respectively, were rented.",
            "How many shops were there in 2024?",
            "12 and 9 shops",
            "9 shops were there and 7 of them were rented.",
        ),
    ],
)
def test_an_item_is_not_that_of_another_place(source: str, question: str, right: str, wrong: str) -> None:
    assert is_of_another_place(wrong, question, ["It is so.", source])
    assert not is_of_another_place(right, question, ["It is so.", source])
    assert not is_of_another_place(source, question, [source])


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("What were the fuel costs in 2021 and 2022?", "$4.9 million and $7.4 million", "$7.4 million"),
        (
            "What were the fuel costs?",
            "$6.1 million in 2023, $4.9 million in 2021",
            "In 2022 and 2021, $7.4 million",
        ),
        ("What were the fuel costs in 2022?", "$7.4 million", "$7.4 million and $4.9 million"),
    ],
)
def test_which_is_which_must_be_told(question: str, told: str, untold: str) -> None:
    assert is_of_another_place(untold, question, [FUEL])
    assert not is_of_another_place(told, question, [FUEL])


@pytest.mark.parametrize(
    ("source", "question", "statement"),
    [
        # Nothing says that the lists correspond, or only of others.
        ("Marit Vold and Jonas Ekdal met the chair and the treasurer.", "Who is chair?", "Jonas Ekdal"),
        ("Sula and Grip have 5 and 7 shops, respectively, and in May and June sun.", "Sun in May?", "Grip"),
        # The question names no item of another list.
        (FUEL, "What did fuel cost?", "$7.4 million"),
        (FUEL, "What did fuel cost in 2020?", "$7.4 million"),
        # Two items are alike.
        (SALES, "What were sales to Spain in 2017?", "13%"),
        # One of two lists that it may correspond to agrees.
        (
            "For 2019 and 2018, interest and penalties were $5 and $3, respectively.",
            "Penalties in 2019?",
            "$5",
        ),
        # As many items in one list only.
        (
            "Vold, Ekdal and Dahl are in the office of Lund and Arvik, respectively.",
            "Who is in Lund?",
            "Ekdal",
        ),
        ("They are called so, respectively.", "What are they called?", "They are called so."),
    ],
)
def test_what_cannot_be_told_is_left_alone(source: str, question: str, statement: str) -> None:
    assert not is_of_another_place(statement, question, [source])


@given(count=st.integers(2, 5), ship=st.integers(0, 4), load=st.integers(0, 4))
def test_only_what_is_at_the_same_place_corresponds(count: int, ship: int, load: int) -> None:
    ship, load = ship % count, load % count
    names, loads = SHIPS[:count], [str(120 + 35 * i) for i in range(count)]
    source = f"The {_listed(names, ', the ')} carry {_listed(loads)} people, respectively."
    statement = f"The {names[ship]} carries {loads[load]} people."
    for question in ("What do they carry?", f"What does the {names[ship]} carry?"):
        assert is_of_another_place(statement, question, [source]) == (ship != load)


def _listed(items: list[str], between: str = ", ") -> str:
    return f"{between.join(items[:-1])} and {items[-1]}"
