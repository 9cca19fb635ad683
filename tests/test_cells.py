"""Statements that take a figure from the wrong cell of a table, or leave out its unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import overlap

import reqa
from reqa.attribute import attribute
from reqa.checks.cells import has_another_key, lacks_unit, ranks_unseen, rows_instead
from reqa.segment import segment
from reqa.text.tables import in_words
from reqa.types import Cell, Document, ScoredSentence, Sentence


def row(text: str) -> list[Cell]:
    """`Name: cell; ...`; a column without a name has only the cell."""
    parts = (part.rpartition(": ") for part in text.split("; "))
    return [Cell(name, cell) for name, _, cell in parts]


OSLO = row("Town: Oslo; Rent in 2019 (euros): 900; Rent in 2020 (euros): 950; Note: new")
EAST = row("Town: East Oslo; Rent in 2019 (euros): 700; Rent in 2020 (euros): 750; Note: none")
LUND = row("Town: Lund; Rent in 2019 (euros): 500; Rent in 2020 (euros): 900; Note: none")
ROWS = [OSLO, EAST, LUND]


@pytest.mark.parametrize(
    ("question", "statement", "cited", "instead"),
    [
        ("What was the rent in Oslo in 2019?", "950 euros.", OSLO, [OSLO]),
        ("What was the rent in Oslo in 2019?", "The rent in Oslo was 950 euros.", OSLO, [OSLO]),
        ("What was the rent in Oslo in 2020?", "It was 900 euros.", LUND, [OSLO]),
        ("What was the rent in East Oslo in 2020?", "It was 950 euros.", OSLO, [EAST]),
        ("What is the rent in Oslo?", "It is 900 euros.", OSLO, [OSLO]),
        ("What was the rent in Oslo and Lund in 2019?", "900 and 950 euros.", EAST, []),
        ("What was the rent in Oslo in 2019?", "900 euros.", OSLO, []),
        ("What is the rent in Oslo now?", "900 euros.", OSLO, [OSLO]),
        ("What was the rent in Oslo in 2019?", "In 2020 it was 950 euros.", OSLO, []),
        ("What was the rent in Oslo in 2019 and 2020?", "900 and 950 euros.", OSLO, []),
        ("What was the rent in Oslo in 2019?", "900 euros, and in Lund 500.", LUND, []),
        ("Where was the rent 500 euros in 2019?", "In Lund.", LUND, []),
        ("Where was the rent 500 euros in 2019?", "In Oslo.", OSLO, [LUND]),
        ("Where was the rent 900 euros?", "In East Oslo.", EAST, [OSLO, LUND]),
        ("Where was the rent less than 500 euros?", "In Oslo.", OSLO, []),
        ("Which of the 900 towns is new?", "Lund.", EAST, []),
        ("Which town had the lowest rent in 2019?", "Lund, with 500 euros.", LUND, []),
        ("What was the rent in Oslo in 2019?", "It is new.", OSLO, []),
    ],
)
def test_a_figure_from_another_cell_than_is_asked_for(
    question: str, statement: str, cited: list[Cell], instead: list[list[Cell]]
) -> None:
    assert rows_instead(statement, question, cited, ROWS) == instead


@pytest.mark.parametrize(
    ("question", "statement", "is_amiss"),
    [
        ("Which have a lamp?", "Solo", False),
        ("Which have a lamp?", "Duo", True),
        ("Which have a lamp?", "Solo Plus", True),
        ("Which have a lamp?", "Duo and Solo Plus have no lamp.", False),
        ("Which don't have a lamp?", "Duo", False),
        ("Which don't have a lamp?", "Solo", True),
        ("Does the Duo have a lamp?", "The Duo has a lamp.", True),
        ("Does the Duo have a lamp?", "The Duo does not have a lamp.", False),
        ("Does the Solo have a lamp?", "The Solo has no lamp.", True),
        ("Which have a lamp?", "The Solo, but not the Duo", False),
        ("Which have a lamp?", "The Solo and the Duo have one.", True),
        ("Which have a lamp?", "It is the feature.", False),
    ],
)
def test_a_row_that_says_yes_of_one_says_no_of_others(question: str, statement: str, is_amiss: bool) -> None:
    lamp = row("Feature: Lamp; Solo: Yes; Solo Plus: No; Duo: no")
    assert rows_instead(statement, question, lamp, [lamp]) == ([lamp] if is_amiss else [])


@pytest.mark.parametrize(
    ("question", "statement", "is_right"),
    [
        ("How long does express delivery to Lund take?", "It takes 4 days.", False),
        ("How long does delivery to Lund take?", "Express delivery takes 4 days.", False),
        ("How long does delivery to Lund take?", "It takes 4 days.", True),
        ("How long does free delivery to Lund take?", "It takes 4 days.", True),
        ("How long does express and standard delivery to Lund take?", "4 days", True),
        ("What does express delivery to Lund cost?", "14 euros", True),
    ],
)
def test_a_column_may_be_one_of_a_series(question: str, statement: str, is_right: bool) -> None:
    lund = row(
        "Town: Lund; Standard: 6 euros; Express: 14 euros; Free standard from: 80 euros; "
        "Standard delivery time: 4 days"
    )
    assert rows_instead(statement, question, lund, [lund]) == ([] if is_right else [lund])


def test_what_columns_have_in_common_tells_no_series_apart() -> None:
    lund = row(
        "Town: Lund; Standard cost: 6 euros; Express delivery: 14 euros; Standard delivery time: 4 days"
    )
    assert rows_instead("4 days", "What is the delivery time to Lund?", lund, [lund]) == []
    assert rows_instead("4 days", "What is the express delivery time to Lund?", lund, [lund]) == [lund]


def test_a_figure_that_most_rows_have_asks_for_none() -> None:
    rows = [row(f"Town: {town}; Rent (euros): {rent}") for town, rent in zip("ABCDE", "99998", strict=True)]
    assert rows_instead("E", "Where is the rent 9 euros?", rows[4], rows) == []
    assert rows_instead("E", "Where is the rent 9 euros?", rows[4], rows[2:]) == rows[2:4]


def test_a_column_is_named_by_what_tells_it_from_the_others() -> None:
    cash = row(
        "Flow: Investing; Year to March 2019 (million): 2,329; 2018 (million): 1,951; Change (%): 19.4"
    )
    asked = "What was the flow of investing in 2018 in million?"
    assert rows_instead("2,329", asked, cash, [cash]) == [cash]
    assert rows_instead("1,951", asked, cash, [cash]) == []


@pytest.mark.parametrize(
    ("question", "statement", "is_right"),
    [
        ("How heavy is the R3-D?", "465 g", True),
        ("How heavy is the R3-D?", "410 g", False),
        ("How heavy is the r3?", "410 g", True),
        ("How heavy is the R3?", "465 g", False),
        ("How heavy is it?", "The R3-D weighs 465 g.", True),
        ("How heavy is the AR3?", "410 g", False),
    ],
)
def test_columns_whose_names_have_the_same_terms(question: str, statement: str, is_right: bool) -> None:
    weights = row("Weight; R3: 410 g; R3-D: 465 g")
    assert rows_instead(statement, question, weights, [weights]) == ([] if is_right else [weights])


def test_what_is_in_brackets_tells_rows_apart() -> None:
    current, other = (
        row("Item: Debt (current); 2019: 7; 2020: 8"),
        row("Item: Debt (non-current); 2019: 9; 2020: 6"),
    )
    asked = "How high was the current debt in 2019?"
    assert rows_instead("9", asked, other, [current, other]) == [current]


STEADY = row("Light: steady red; Meaning: no line; Help: call us")
BLINKING = row("Light: blinking red; Meaning: update; Help: wait")
GREEN = row("Light: green; Meaning: connected; Help: none")


@pytest.mark.parametrize(
    ("question", "statement", "instead"),
    [
        ("What does the red light mean?", "It means update.", [STEADY, BLINKING]),
        ("What does the red light mean?", "A blinking red light means update.", []),
        ("What does the blinking red light mean?", "It means update.", []),
        ("What does the light mean?", "It means update.", []),
        ("What does the green light mean?", "It means update.", [GREEN]),
        ("What does the green light mean?", "It does not mean that it is blinking red: update.", []),
    ],
)
def test_a_row_is_not_the_only_one_that_is_meant(
    question: str, statement: str, instead: list[list[Cell]]
) -> None:
    assert rows_instead(statement, question, BLINKING, [STEADY, BLINKING, GREEN]) == instead


STAGED = (
    Cell("Play", "Ivanov"),
    Cell("Director", "Jelena Holt"),
    Cell("Stage design", "Clara Voss"),
    Cell("Evenings", "22"),
)


@pytest.mark.parametrize(
    ("question", "statement", "is_right"),
    [
        ("What did Clara Voss direct?", "Clara Voss directed Ivanov.", False),
        ("What did Clara Voss direct?", "Ivanov", False),
        ("Who directed Ivanov?", "Clara Voss", False),
        ("Who directed Ivanov?", "Jelena Holt directed it.", True),
        ("What did Holt direct?", "Ivanov", True),
        ("What was Clara Voss the designer of?", "Ivanov", True),
        ("What did Clara Voss work on?", "Clara Voss worked on Ivanov.", True),
        ("Who directed the play that Clara Voss designed?", "Jelena Holt", True),
        ("What was directed 22 times?", "Ivanov", True),
        ("Who was the director of Ivanov?", "It had one.", True),
    ],
)
def test_who_has_a_part_in_another_column(question: str, statement: str, is_right: bool) -> None:
    assert rows_instead(statement, question, STAGED, [STAGED]) == ([] if is_right else [STAGED])


@pytest.mark.parametrize(
    ("question", "cells", "is_another"),
    [
        ("What is the response to a fault of severity 4?", "Severity: 3; Response: 4 hours", True),
        ("How is a severity four fault met?", "Severity: 3; Response: 4 hours", True),
        ("What is the response to a fault of severity 3?", "Severity: 3; Response: 4 hours", False),
        ("What is the response to severity 2 and severity 3?", "Severity: 3; Response: 4 hours", False),
        ("Is the response of 4 hours right?", "Severity: 3; Response: 5 hours", False),
        ("What is the response to severe 4?", "Severity: high; Response: 5 hours", False),
        ("Which severity has 5 hours?", "Severity: 3; Response: 5 hours", False),
    ],
)
def test_a_row_of_another_number(question: str, cells: str, is_another: bool) -> None:
    assert has_another_key(question, row(cells)) == is_another
    assert not has_another_key(question, ())


def test_another_row_is_no_premise() -> None:
    every = segment(Document("d", "", "| 3 | A small fault | 1 day |\n| 2 | Most works | 2 hours |", ""))
    cells = [
        row("Severity: 3; Meaning: A small fault; Response: 1 day"),
        row("Severity: 2; Meaning: Most works; Response: 2 hours"),
    ]
    evidence = [
        ScoredSentence(one, 4.0 - i, row=tuple(cells[i]), reading=in_words(cells[i]))
        for i, one in enumerate(every)
    ]
    question = "What is the response to a fault of severity 2?"
    found = attribute("It is 2 hours.", question, evidence, (1,), overlap)
    assert found.supported
    assert [sentence.text for sentence, _ in found.sentences] == ["| 2 | Most works | 2 hours |"]


FAULTS = """\
| Severity | Meaning | Response |
|---|---|---|
| 1 | Nothing works | 30 minutes |
| 2 | Most works | 2 hours |
"""


@pytest.mark.parametrize(("severity", "abstained"), [(2, False), (4, True)])
def test_a_row_of_another_number_is_refused(
    answered: Callable[[str, str, str], reqa.Answer], severity: int, abstained: bool
) -> None:
    question = f"What is the response to severity {severity}?"
    assert answered(FAULTS, question, "It is 2 hours. [1][2]").abstained == abstained


RENTS = """\
# Rents

| Town | 2019 (euros) | 2020 (euros) |
|---|---|---|
| Oslo | 900 | 950 |
| Lund | 500 | 550 |
"""


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        ("It was 950 euros. [1]", "Town: Oslo; 2019 (euros): 900; 2020 (euros): 950 [1]"),
        ("It was 900 euros. [1]", "It was 900 euros. [1]"),
        ("It was 900 euros. [1]\n950 euros. [1]", "It was 900 euros. [1]"),
    ],
)
def test_the_row_is_quoted_in_place_of_a_figure_from_the_wrong_cell(
    answered: Callable[[str, str, str], reqa.Answer], draft: str, text: str
) -> None:
    answer = answered(RENTS, "What was the rent in Oslo in 2019?", draft)
    assert answer.text == text
    assert [c.cited_text for c in answer.citations] == ["| Oslo | 900 | 950 |"]


@pytest.mark.parametrize(
    ("statement", "cells", "expected"),
    [
        ("3,150", "Item: track; Cost (thousand crowns): 3,150; Paid by: Operator", True),
        ("It cost 3,150 crowns.", "Item: track; Cost (thousand crowns): 3,150", True),
        ("It cost 3,150 thousand crowns.", "Item: track; Cost (thousand crowns): 3,150", False),
        ("75 euros a day", "Country: Norway; Allowance (euros per day): 75", False),
        ("75 euros", "Country: Norway; Allowance (euros per day): 75", True),
        ("The operator.", "Item: track; Cost (thousand crowns): 3,150; Paid by: Operator", False),
        ("12", "Town: Lund; Share (%): 12", True),
        ("12%", "Town: Lund; Share (%): 12", False),
        ("12 percent", "Town: Lund; Share in %: 12", False),
        ("12", "Town: Lund; Sales in millions: 12", True),
        ("12", "Town: Lund; Sales (2019): 12", False),
        ("12", "Town: Lund; Sales in Oslo: 12", False),
    ],
)
def test_a_figure_without_the_unit_of_its_column(statement: str, cells: str, expected: bool) -> None:
    assert lacks_unit(statement, "How much?", row(cells)) == expected


def test_a_unit_may_be_in_the_question() -> None:
    asked = "How many thousand crowns did it cost?"
    assert not lacks_unit("3,150", asked, row("Item: track; Cost (thousand crowns): 3,150"))


@pytest.mark.parametrize(
    ("question", "cells", "unseen"),
    [
        ("Which town has the most people?", "Town: Lund; People: 90,000; Area: 26", True),
        ("Which town is the oldest?", "Town: Lund; Founded: 990; Area: 26", True),
        ("Which is the oldest town?", "Town: Lund; Note: the oldest; Area: 26", False),
        ("How many people has Lund?", "Town: Lund; People: 90,000; Area: 26", False),
        ("What is the longest stay?", "What: Stay (nights); Low season: 90; High season: 30", False),
    ],
)
def test_a_row_does_not_say_that_it_has_the_most(question: str, cells: str, unseen: bool) -> None:
    sentence = Sentence("d", 0, 0, len(cells), cells, 0)
    cited = [ScoredSentence(sentence, 5.0, reading=cells, row=tuple(row(cells)))]
    assert ranks_unseen(question, cited) == unseen


@pytest.mark.parametrize(
    ("question", "text", "unseen"),
    [
        ("Which firm has the most employees?", "It has 85 employees and is led by Lea.", True),
        ("Who won the fewest medals?", "Lund won seventeen medals.", True),
        ("Which firm has the most employees?", "With 85 employees it is the largest firm.", False),
        ("Which firm has the most employees?", "It has 85 employees, more than any other firm.", False),
        ("Who won the most medals?", "Lund topped the table with seventeen medals.", False),
        ("Who won the most medals?", "They won nine medals, seven of them in Lund.", False),
        ("Which firm has the most employees?", "Nord does.", False),
        ("Which firm has the highest tower?", "Its tower has 85 steps.", False),
        ("Which firm has employees?", "It has 85 employees.", False),
    ],
)
def test_a_sentence_may_only_say_how_many_one_has(question: str, text: str, unseen: bool) -> None:
    one = ScoredSentence(Sentence("d", 0, 0, len(text), text, 0), 1.0)
    named = ScoredSentence(Sentence("d", 1, 100, 124, "Nord is the oldest firm.", 0), 1.0)
    assert ranks_unseen(question, [one]) == unseen
    assert not ranks_unseen(question, [one, named])


def test_how_many_one_has_is_no_answer_to_who_has_most(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    text = "Nord has 85 employees in Lund."
    assert answered(text, "Which firm has the most employees?", "Nord has 85 employees. [1]\n").abstained
    assert not answered(text, "Which firm has 85 employees?", "Nord has 85 employees. [1]\n").abstained
