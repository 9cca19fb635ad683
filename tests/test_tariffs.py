"""Rows of tariffs: which of them a question's quantity is in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.text.tables import LEAST_SCORE
from reqa.text.tariffs import for_its_quantities, ranges
from reqa.types import Cell, ScoredSentence, Sentence


@pytest.mark.parametrize(
    ("text", "within", "without"),
    [
        ("51 to 80 m²", "51 70.5 80", "50 81"),
        ("between 51 and 80 m²", "51 80", "50 81"),
        ("0.5–1.5 m²", "0.5 1.5", "0.4 1.6"),
        ("from 1,000 to 25,000 m²", "1000 25000", "999 25001"),
        ("up to 50 m²", "0 50", "50.1"),
        ("under 50 m²", "49", "50"),
        ("above 120 m²", "121", "120"),
        ("from 120 m²", "120", "119"),
        ("120 m² and over", "120", "119"),
        ("120 m² or less", "120", "121"),
        ("5 to 8 m²", "7.5", "8.5"),
    ],
)
def test_a_range_has_what_is_in_it(text: str, within: str, without: str) -> None:
    ((found, unit),) = ranges(text)
    assert unit == "m²"
    assert all(Decimal(one) in found for one in within.split())
    assert not any(Decimal(one) in found for one in without.split())


@pytest.mark.parametrize(
    "text", ["10:00-16:00", "3.5.2024 to 4.6.2024", "Monday to Friday", "on request", "50 m²", "1,2,3 to 5,6"]
)
def test_what_is_no_range(text: str) -> None:
    assert not list(ranges(text))


def test_a_unit_may_be_given_besides() -> None:
    assert [unit for _, unit in ranges("65+", "years")] == ["year"]
    assert [unit for _, unit in ranges("2 to 5 kg", "years")] == ["kg"]


PRICES = """\
# Prices

| Weight | Inland (euros) | Abroad (euros) |
|---|---|---|
| up to 2 kg | 4.90 | 9.90 |
| up to 5 kg | 6.90 | 14.50 |
| 5 to 10 kg | 9.90 | 22.00 |

Insurance of a parcel costs 3 euros for each 500 euros of its value.
"""


@pytest.mark.usefixtures("fake_models")
@pytest.mark.parametrize(
    ("question", "told", "unread"),
    [
        (
            "What does a parcel of 3 kg cost abroad?",
            ["3 kg: Weight: up to 5 kg"],
            ["up to 2 kg", "5 to 10 kg"],
        ),
        (
            "What does a parcel of 1 kg cost abroad?",
            ["1 kg: Weight: up to 2 kg"],
            ["up to 5 kg", "5 to 10 kg"],
        ),
        ("What does a parcel of 20 kg cost abroad?", ["] Weight: up to 2 kg"], []),
        (
            "What does a parcel of 1 kg cost abroad, and one of 9 kg?",
            ["1 kg: Weight: up to 2 kg", "9 kg: Weight: 5 to 10 kg"],
            ["up to 5 kg"],
        ),
        ("What does a parcel cost abroad?", ["] Weight: up to 2 kg", "] Weight: 5 to 10 kg"], []),
    ],
)
def test_the_model_reads_the_rows_for_the_quantity_that_is_asked_for(
    tmp_path: Path, question: str, told: list[str], unread: list[str]
) -> None:
    (tmp_path / "prices.md").write_text(PRICES)
    chat = ScriptedChat()
    with reqa.open(tmp_path / "prices.md", index_dir=tmp_path / "index", llm=chat) as qa:
        qa.ask(question)
    (prompt,) = chat.prompts
    assert all(one in prompt for one in told)
    assert not any(one in prompt for one in unread)


LEAVE = """\
# Leave

| Years of service | Days of leave |
|---|---|
| less than 2 | 26 |
| 2 to 5 | 28 |
| more than 5 | 30 |
"""


@pytest.mark.usefixtures("fake_models")
def test_the_unit_of_a_range_may_be_a_word_of_its_columns_name(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text(LEAVE)
    chat = ScriptedChat()
    with reqa.open(tmp_path / "leave.md", index_dir=tmp_path / "index", llm=chat) as qa:
        qa.ask("How many days of leave do I get after 3 years?")
    (prompt,) = chat.prompts
    assert "3 year: Years of service: 2 to 5; Days of leave: 28" in prompt
    assert "less than 2" not in prompt
    assert "more than 5" not in prompt


LENGTHS = """\
# Fares

| Length | Single (euros) | Return (euros) |
|---|---|---|
| 3 to 5 m | 19.50 | 35 |
| 5 to 8 m | 42 | 78 |
"""


def test_a_quantity_that_a_range_covers_is_not_missing_from_the_documents(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    answer = answered(LENGTHS, "What does a single cost for 7.5 m?", "42 euros. [1]")
    assert answer.text == "42 euros. [1]"
    assert [c.cited_text for c in answer.citations] == ["| 5 to 8 m | 42 | 78 |"]
    assert answered(LENGTHS, "What does a single cost for 9.5 m?", "42 euros. [1]").abstained


@pytest.mark.parametrize(
    ("question", "score"),
    [
        ("What does a single cost for 7 m?", LEAST_SCORE),
        ("How long may 7 m stay?", -9.0),
        ("What does a single cost for 9 m?", -9.0),
    ],
)
def test_a_row_for_the_quantity_fits_whatever_the_reranker_says(question: str, score: float) -> None:
    row = (Cell("Length", "5 to 8 m"), Cell("Single (euros)", "42"), Cell("Return (euros)", "78"))
    sentence = Sentence("d", 0, 0, 20, "| 5 to 8 m | 42 | 78 |", 0)
    (found,) = for_its_quantities(question, [ScoredSentence(sentence, score=-9.0, row=row)])
    assert found.score == score


@pytest.mark.parametrize(
    ("question", "score"),
    [("How much leave is there after 3 years?", LEAST_SCORE), ("Who is 3 years old?", -9.0)],
)
def test_the_unit_alone_is_not_what_a_table_is_about(question: str, score: float) -> None:
    row = (Cell("Years of service", "2 to 5"), Cell("Days of leave", "28"))
    sentence = Sentence("d", 0, 0, 20, "| 2 to 5 | 28 |", 0)
    (found,) = for_its_quantities(question, [ScoredSentence(sentence, score=-9.0, row=row)])
    assert found.score == score
