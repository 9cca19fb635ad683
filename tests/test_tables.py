"""Rows of tables are read with the names of the columns, and cited as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.segment import segment
from reqa.text import tables
from reqa.text.tables import is_asked_for, is_column_heading, row_of
from reqa.types import Cell, Document

HOURS = """\
# Hours

| Shop | Monday to Friday | Saturday | Sunday |
|---|:---|---:|---|
| Mill Lane | 10:00-19:00 | 10:00-16:00 | closed |
| Station | 7:00-20:00 | | 11:00-16:00 |

They are open on holidays, too.
"""


def in_words(text: str) -> list[str]:
    sentences = segment(Document("d", "", text, ""))
    rows = [row_of(sentences, i) for i in range(len(sentences))]
    return [tables.in_words(row) if tables.needs_names(row) else "" for row in rows]


def test_a_row_has_the_names_of_its_columns() -> None:
    assert [row for row in in_words(HOURS) if row] == [
        "Shop: Mill Lane; Monday to Friday: 10:00-19:00; Saturday: 10:00-16:00; Sunday: closed",
        "Shop: Station; Monday to Friday: 7:00-20:00; Sunday: 11:00-16:00",
    ]


def test_the_names_of_the_columns_are_a_heading() -> None:
    sentences = segment(Document("d", "", HOURS, ""))
    assert [s.text for i, s in enumerate(sentences) if is_column_heading(sentences, i)] == [
        "| Shop | Monday to Friday | Saturday | Sunday |",
        "|---|:---|---:|---|",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Weight | 310 g |\n|---|---|\n| Height | 3 cm |\n",
        "| a | b | c |\n| d | e | f |\n",
        "| a | b | c |\n|---|---|---|\n| d | e |\n",
        "Town    Rent    Note\n--------------------\n\nIt is    paid by    post\nor by hand.\n",
        "|x| is the length of x, |y| that of y, and |z| that of z.\n",
    ],
)
def test_what_is_no_row_below_named_columns(text: str) -> None:
    assert not any(in_words(text))


@pytest.mark.usefixtures("fake_models")
def test_a_row_is_read_in_words_and_cited_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "hours.md"
    path.write_text(HOURS)
    chat = ScriptedChat(answer="Mill Lane is open from 10:00 to 16:00 on Saturday. [1]")
    with reqa.open(path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("When is the shop in Mill Lane open on Saturday?")
    assert "Saturday: 10:00-16:00" in chat.prompts[0]
    assert [c.cited_text for c in answer.citations] == ["| Mill Lane | 10:00-19:00 | 10:00-16:00 | closed |"]


COSTS = """\
# Costs

| Item | Cost (thousand crowns) | Paid by |
|---|---:|---|
| Repair of the track | 3,150 | Operator |
| Repair of the coaches | 1,890 | Insurer |
"""


SPACED = """\
Service charge
--------------

Item                   Unit 7     Unit 8
----------------------------------------
Cleaning of the yard   £640       none
Gate ................. £1,150 ....... £900
----------------------------------------
Total                  £2,520     £1,100

It is paid in May.
"""


def test_a_table_may_be_set_with_spaces() -> None:
    sentences = segment(Document("d", "", SPACED, ""))
    assert [row for row in in_words(SPACED) if row] == [
        "Item: Cleaning of the yard; Unit 7: £640; Unit 8: none",
        "Item: Gate; Unit 7: £1,150; Unit 8: £900",
        "Item: Total; Unit 7: £2,520; Unit 8: £1,100",
    ]
    heads = [s.text for i, s in enumerate(sentences) if is_column_heading(sentences, i)]
    assert len(heads) == 4
    assert heads[1] == "Item                   Unit 7     Unit 8"


@pytest.mark.parametrize(
    ("corner", "column"),
    [
        ("£ million", "2023 (£ million)"),
        ("in thousand euros", "2023 (thousand euros)"),
        ("(€m)", "2023 (€m)"),
        ("%", "2023 (%)"),
        ("Million", "2023 (Million)"),
        ("Segment", "2023"),
        ("Harbour", "2023"),
    ],
)
def test_a_unit_in_the_corner_is_that_of_all_columns(corner: str, column: str) -> None:
    table = f"| {corner} | 2023 | 2022 |\n|---|---|---|\n| Paint | 181.4 | 158.7 |\n"
    sentences = segment(Document("d", "", table, ""))
    assert row_of(sentences, 2)[1] == Cell(column, "181.4")


@pytest.mark.parametrize(
    ("staff", "column"), [("1,412 | 1,390", "2023"), ("14.5 | 1,390", "2023 (£ million)")]
)
def test_what_counts_between_what_measures_is_not_in_the_unit(staff: str, column: str) -> None:
    table = f"| £ million | 2023 | 2022 |\n|---|---|---|\n| Paint | 181.4 | 158.7 |\n| Staff | {staff} |\n"
    sentences = segment(Document("d", "", f"{table}| Glue | 1.4 | 8.7 |\n", ""))
    columns = [[cell.column for cell in row_of(sentences, index)[:2]] for index in (2, 3, 4)]
    assert columns == [["", "2023 (£ million)"], ["", column], ["", "2023 (£ million)"]]


def test_the_only_row_is_in_the_unit() -> None:
    sentences = segment(Document("d", "", "| £ million | 2023 |\n|---|---|\n| Paint | 181 |\n", ""))
    assert row_of(sentences, 2)[1].column == "2023 (£ million)"


def test_whole_numbers_among_themselves_are_in_the_unit() -> None:
    sentences = segment(
        Document("d", "", "| £ million | 2023 |\n|---|---|\n| Paint | 181 |\n| Glue | 4 |\n", "")
    )
    assert [row_of(sentences, index)[1].column for index in (2, 3)] == ["2023 (£ million)"] * 2


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("yes | no | no", "Feature: Lamp; yes: Solo; no: Duo, Trio"),
        ("✓ | ✗ | ✓", "Feature: Lamp; ✓: Solo, Trio; ✗: Duo"),
        ("yes | no |  ", "Feature: Lamp; Solo: yes; Duo: no"),
        ("yes | no | two", "Feature: Lamp; Solo: yes; Duo: no; Trio: two"),
    ],
)
def test_a_row_of_yes_and_no_says_of_which_it_says_so(cells: str, words: str) -> None:
    table = f"| Feature | Solo | Duo | Trio |\n|---|---|---|---|\n| Lamp | {cells} |\n"
    assert [row for row in in_words(table) if row] == [words]


def test_a_unit_of_one_of_two_columns_is_read() -> None:
    table = "| Item | Weight (kg) |\n|---|---|\n| Pump | 31 |\n"
    assert [row for row in in_words(table) if row] == ["Item: Pump; Weight (kg): 31"]


def test_the_row_stands_for_a_figure_without_its_unit(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    asked = "What did the repair of the track cost, and who paid?"
    answer = answered(COSTS, asked, "3,150 [1]\nOperator [1]")
    assert answer.text == "Item: Repair of the track; Cost (thousand crowns): 3,150; Paid by: Operator [1]"
    assert [c.cited_text for c in answer.citations] == ["| Repair of the track | 3,150 | Operator |"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many devices can I use with Solo?", True),
        ("How many devices can I use?", False),
        ("How much is Solo?", False),
        ("How many devices and what storage has Solo?", False),
    ],
)
def test_a_cell_is_asked_for_by_its_row_and_its_column(question: str, expected: bool) -> None:
    row = [Cell("Plan", "Solo"), Cell("Storage", "200 GB"), Cell("Devices", "3"), Cell("Support", "by mail")]
    assert is_asked_for(question, row) == expected
