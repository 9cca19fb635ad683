"""Answers that give a figure which another sentence contradicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedChat

import reqa
from reqa.checks.conflict import other_figure
from reqa.text.terms import quantities
from reqa.types import Cell, ScoredSentence, Sentence

SURVEY = "The survey puts the reserves of ore at 3.8 million tonnes."
MINISTRY = "The ministry puts the reserves of ore at 28.7 million tons."
ASKED = "How large are the reserves of ore?"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3.8 million tonnes", {("3800000", "ton")}),
        ("$5, or 12% or 15 percent", {("5", "dollar"), ("12", "%"), ("15", "%")}),
        ("twenty-five trucks and 1,200 euros", {("25", "truck"), ("1200", "euro")}),
        ("the 35th council of the three", set()),
        ("above EUR 5,000 or NOK 50 or US$ 7", {("5000", "euro"), ("50", "crown"), ("7", "dollar")}),
        (
            "5,000 EUR or 50 kroner or CHF 2 million",
            {("5000", "euro"), ("50", "crown"), ("2000000", "franc")},
        ),
        ("a 2.5-metre wall", {("2.5", "metr")}),
    ],
)
def test_quantities(text: str, found: set[tuple[str, str]]) -> None:
    assert quantities(text) == found


def contrary(statement: str, cited: str, *others: str, gap: float = 1.0, asked: str = ASKED) -> str | None:
    """What contradicts the statement, among sentences that each fit the question less by `gap`."""
    evidence = [
        ScoredSentence(Sentence("d", i, 100 * i, 100 * i + len(text), text, 0), 5.0 - gap * i)
        for i, text in enumerate((cited, *others))
    ]
    found = other_figure(asked, [(statement, [evidence[0].sentence])], evidence)
    return found.text if found else None


def test_another_value_in_the_same_unit_is_found() -> None:
    assert contrary("3.8 million tonnes", SURVEY, "It is cold.", MINISTRY) == MINISTRY
    assert contrary("3.8 million", SURVEY, MINISTRY) == MINISTRY  # the unit stands in the source


@pytest.mark.parametrize("marks", [{}, {"not_about": frozenset({"lund"})}, {"by_others": True}])
def test_what_is_about_another_one_contradicts_nothing(marks: dict[str, Any]) -> None:
    sentences = [Sentence("d", i, 100 * i, 100 * i + len(t), t, 0) for i, t in enumerate((SURVEY, MINISTRY))]
    evidence = [ScoredSentence(sentences[0], 5.0), ScoredSentence(sentences[1], 5.0, **marks)]
    found = other_figure(ASKED, [("3.8 million tonnes", [sentences[0]])], evidence)
    assert found == (None if marks else sentences[1])


def test_a_sentence_that_shares_nothing_with_the_question_contradicts_nothing() -> None:
    lease, duties = "The agreement is for three years.", "The duties survive for five years."
    assert contrary("It is three years.", lease, duties, asked="How long does the contract last?") is None
    assert contrary("It is three years.", lease, duties, asked="How long do duties last?") == duties


@pytest.mark.parametrize("asked", ["Who put the reserves of ore at 3.8 million?", "Where are the reserves?"])
def test_who_asks_for_no_figure_gets_no_other_one(asked: str) -> None:
    assert contrary("The survey puts it at 3.8 million tonnes.", SURVEY, MINISTRY, asked=asked) is None


@pytest.mark.parametrize(
    ("in_2020", "found"), [("n/a", MINISTRY), ("4.1 million tons", None)], ids=["one figure", "several"]
)
def test_a_row_with_several_figures_is_not_compared(in_2020: str, found: str | None) -> None:
    row = (Cell("", "Reserves of ore"), Cell("2019", "3.8 million tons"), Cell("2020", in_2020))
    text = f"| {' | '.join(cell.text for cell in row)} |"
    evidence = [
        ScoredSentence(Sentence("d", 0, 0, len(text), text, 0), 5.0, row=row),
        ScoredSentence(Sentence("d", 1, 100, 100 + len(MINISTRY), MINISTRY, 1), 5.0),
    ]
    contradicting = other_figure(ASKED, [("3.8 million tons", [evidence[0].sentence])], evidence)
    assert (contradicting and contradicting.text) == found


@pytest.mark.parametrize(("named", "found"), [("Solvej", True), ("Stille Nacht", False)])
def test_a_row_about_something_else_is_not_compared(named: str, found: bool) -> None:
    rows = [
        ScoredSentence(
            Sentence("d", i, 100 * i, 100 * i + 9, price, i),
            5.0,
            row=(Cell("Wine", wine), Cell("Price", price)),
        )
        for i, (wine, price) in enumerate([("Solvej", "21 euros"), (named, "24 euros")])
    ]
    claims = [("The Solvej costs 21 euros.", [rows[0].sentence])]
    assert bool(other_figure("Which wine costs less than 22 euros?", claims, rows)) == found


@pytest.mark.parametrize(
    ("statement", "other"),
    [
        ("3.8 million tonnes", "The reserves of ore are 3,800,000 tons."),
        ("3.8 million tonnes", "The reserves of ore lie 200 metres deep."),
        ("3.8 million tonnes", "The mine moves 900 tonnes a day."),
        ("3.8 million tonnes", "The reserves of ore are 28.7 million tons, with 3.8 million tons in use."),
        ("The survey says so", MINISTRY),
    ],
)
def test_what_is_no_contradiction(statement: str, other: str) -> None:
    assert contrary(statement, SURVEY, other) is None


@pytest.mark.parametrize(
    ("other", "found"), [("In Oslo the men fell by 8%.", True), ("8% of the men fell.", False)]
)
def test_a_part_of_something_is_not_by_how_much_it_changed(other: str, found: bool) -> None:
    asked = "By how much did the men fall?"
    assert contrary("74%", "The men fell by 74%.", other, asked=asked) == (other if found else None)
    assert contrary("74%", "74% of the men fell.", "8% of the men fell.", asked=asked)


def test_what_is_so_of_some_contradicts_nothing() -> None:
    asked, group = "How many people were in the group?", "The group had 81 people."
    some = "Of those who stayed, 29 people were in the group."
    assert contrary("81 people", group, some, asked=asked) is None
    assert contrary("29 people", some, some.replace("29", "30"), asked=asked)
    assert contrary("81 people", group, "In the group were 29 people.", asked=asked)


def test_a_figure_that_the_source_gives_as_well_is_no_news() -> None:
    asked, corrected = "What were the lost fares?", "Lost fares were 714 euros, not 640 euros."
    assert contrary("714 euros", corrected, "Lost fares were 640 euros.", asked=asked) is None
    assert contrary("714 euros", corrected, "Lost fares were 650 euros.", asked=asked)


def test_what_does_not_name_the_one_in_question_contradicts_nothing() -> None:
    asked = "How much of Norrland does Lovisa own?"
    owns, rose = "The foundation Lovisa holds 31% of the shares.", "Sales of Norrland rose by 6%."
    assert contrary("31%", owns, rose, asked=asked) is None
    assert contrary("31%", owns, f"{rose} Lovisa is glad.", asked=asked)
    sentences = [Sentence("d", i, 100 * i, 100 * i + len(t), t, 0) for i, t in enumerate((owns, rose))]
    evidence = [ScoredSentence(sentences[0], 5.0), ScoredSentence(sentences[1], 5.0, heading="On Lovisa")]
    assert other_figure(asked, [("31%", [sentences[0]])], evidence)


@pytest.mark.parametrize("age", ["16 years of age", "16 years old"])
def test_an_age_contradicts_no_time(age: str) -> None:
    asked, guarantee = "How long is the guarantee for the saw?", "The guarantee for the saw is two years."
    assert contrary("Two years", guarantee, f"The guarantee for the saw needs {age}.", asked=asked) is None
    other = "The guarantee for the saw is three years."
    assert contrary("Two years", guarantee, other, asked=asked) == other


def test_a_line_may_break_between_a_figure_and_its_unit() -> None:
    other = MINISTRY.replace("28.7 million", "28.7\nmillion\n")
    assert contrary("3.8 million tonnes", SURVEY.replace("3.8 ", "3.8\n"), other) == other


def test_a_figure_of_the_question_contradicts_nothing() -> None:
    asked = "How many vehicles were delivered in 2021?"
    said = "It delivered 184,877 vehicles."
    assert contrary(said, said, "It delivered 201,250 vehicles.", asked=asked)
    assert contrary(said, said, "The 2021 vehicles that were delivered", asked=asked) is None


def test_the_highest_is_compared_with_what_is_highest() -> None:
    asked = "What is the maximum dose?"
    highest, usual = "The highest dose is 80 mg a day.", "The usual dose is 20 mg a day."
    again = "The largest dose is 60 mg."
    assert contrary("80 mg a day", highest, usual, asked=asked) is None
    assert contrary("80 mg a day", highest, usual, again, asked=asked) == again


def test_a_sentence_that_hardly_fits_contradicts_nothing() -> None:
    assert contrary("3.8 million tonnes", SURVEY, MINISTRY, gap=4.0) is None


def test_a_figure_of_the_question_is_not_the_answer() -> None:
    asked = "Who said that the reserves of ore are 3.8 million tonnes?"
    assert contrary("The survey said 3.8 million tonnes", SURVEY, MINISTRY, asked=asked) is None


def test_a_date_is_contradicted_only_by_one_of_the_same_person_or_thing() -> None:
    asked = "When was the director of The Silver Line born?"
    holm, lind = "Eva Holm (born 3 May 1960) is a director.", "Tor Lind (born 8 May 1955) is a director."
    again = "Holm, Eva: director, born 30 May 1960."
    for born in ("Eva Holm was born on 3 May 1960", "3 May 1960", "She was born on 3 May 1960."):
        assert contrary(born, holm, lind, again, asked=asked) == again
        assert contrary(born, holm, lind, asked=asked) is None
    opened, later = "The Harlow bridge opened on 3 May.", "The bridge at Harlow opened on 9 May."
    assert contrary("It opened on 3 May", opened, later, asked="When did the bridge open?") == later


def test_a_conflict_is_shown_with_both_sentences_cited(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "ore.txt").write_text(f"{SURVEY}\n\n{MINISTRY}\n")
    chat = ScriptedChat(answer="3.8 million tonnes [1]\n")
    with reqa.open(tmp_path / "ore.txt", index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("How large are the reserves of ore?")
        *_, last = qa.stream("How large are the reserves of ore?")
    assert [s.text for s in answer.statements] == [
        "3.8 million tonnes",
        f"But the documents also say: {MINISTRY}",
    ]
    assert [c.cited_text for c in answer.citations] == [SURVEY, MINISTRY]
    assert all(s.supported for s in answer.statements)
    assert last.text == answer.text


def test_the_file_that_contradicts_is_named(tmp_path: Path, fake_models: None) -> None:
    corpus = tmp_path / "ore"
    (corpus / "2024").mkdir(parents=True)
    (corpus / "survey.txt").write_text(SURVEY)
    (corpus / "2024" / "ministry.txt").write_text(MINISTRY)
    chat = ScriptedChat(answer="3.8 million tonnes [1]\n")
    with reqa.open(corpus, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("How large are the reserves of ore?")
    assert answer.statements[1].text == f"But ministry.txt says: {MINISTRY}"


def test_a_table_that_contradicts_is_read_with_the_names_of_its_columns(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    text = (
        "The desk costs 1,950 euros a month since October.\n\n"
        "| Item | Basis | Fee |\n| --- | --- | --- |\n| The desk costs | a month | 2,400 euros |\n"
    )
    answer = answered(text, "What costs the desk a month?", "It costs 1,950 euros. [1]\n")
    said = "But the documents also say: Item: The desk costs; Basis: a month; Fee: 2,400 euros"
    assert answer.statements[1].text == said
