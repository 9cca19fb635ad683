"""Questions for what has the most or the least of something in a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa

FLEET = """\
# Fleet

| Ferry | Passengers | Cars | Result (euros) | Length | Fuel |
|---|---|---|---|---|---|
| Havdis | 290 | 62 | (9,000) | 80 m | diesel |
| Nordlicht | 1,600 | 120 | 5,000 | 90 m | battery |
| Skarv | 150 | 34 | -10,000 | 2 km | diesel |
| Terna | 150 | n/a | 2,000 | 85 m | diesel |
| Total | 2,190 | 216 | (12,000) | | |

## Occupancy

| Month | Share of cars |
|---|---|
| May | 42% |
| June | 93% |

The pier was built in 1932.
"""
ROWS = {name: f"| {name} |" for name in ("Havdis", "Nordlicht", "Skarv", "Terna", "Total")}


@pytest.fixture
def fleet(tmp_path: Path, fake_models: None) -> Path:
    path = tmp_path / "fleet.md"
    path.write_text(FLEET)
    return path


def asked(fleet: Path, question: str, said: str) -> tuple[reqa.Answer, str]:
    """The answer, and what the model was given to read."""
    chat = ScriptedChat(answer=said)
    with reqa.open(fleet, index_dir=fleet.parent / "index", llm=chat) as qa:
        answer = qa.ask(question)
    return answer, chat.prompts[0]


@pytest.mark.parametrize(
    ("question", "told", "ferries"),
    [
        ("Which ferry has the most passengers?", "most Passengers", {"Nordlicht"}),
        ("Which ferry has the fewest passengers?", "fewest Passengers", {"Skarv", "Terna"}),
        ("Which ferry has the fewest cars?", "fewest Cars", {"Skarv"}),
        ("Which ferry had the highest result?", "highest Result (euros)", {"Nordlicht"}),
        ("Which ferry had the smallest result?", "smallest Result (euros)", {"Skarv"}),
    ],
)
def test_the_model_reads_the_row_that_has_it(
    fleet: Path, question: str, told: str, ferries: set[str]
) -> None:
    answer, prompt = asked(fleet, question, "{1} [1]")
    assert {name for name in ROWS if f"{told}: Ferry: {name};" in prompt} == ferries
    assert {name for name in ROWS if f"Ferry: {name};" in prompt} == ferries
    assert answer.citations
    assert all(c.cited_text.startswith(tuple(ROWS[name] for name in ferries)) for c in answer.citations)


def test_the_column_is_the_one_that_the_question_names_best(fleet: Path) -> None:
    answer, prompt = asked(fleet, "What was the highest share of cars?", "93% [1]")
    assert "highest Share of cars: Month: June; Share of cars: 93%" in prompt
    assert "highest Cars" not in prompt
    assert [c.cited_text for c in answer.citations] == ["| June | 93% |"]


def test_the_row_is_quoted_where_the_model_says_nothing_of_it(fleet: Path) -> None:
    answer, _ = asked(fleet, "Which ferry has the most passengers?", "Fleet [1]")
    assert answer.text.startswith("Ferry: Nordlicht; Passengers: 1,600;")
    assert [c.cited_text[:13] for c in answer.citations] == ["| Nordlicht |"]


@pytest.mark.parametrize(
    "question",
    [
        "Which diesel ferry has the most passengers?",  # about some rows
        "Which ferry with over 40 cars has the most passengers?",
        "Which ferry of Lund has the most passengers?",
        "Which ferry has the most passengers and cars?",  # about two columns
        "Which ferry has the largest length?",  # in different units
        "Which ferry with cars and passengers is the oldest?",  # in no column
    ],
)
def test_what_cannot_be_told_is_not_said(fleet: Path, question: str) -> None:
    answer, prompt = asked(fleet, question, "Havdis has it. [1]\nHavdis [1]")
    assert "Ferry: Havdis;" in prompt
    assert answer.text != "Havdis has it. [1]"
    assert not any(statement.text.startswith("Havdis") for statement in answer.statements)


@pytest.mark.parametrize(
    "question", ["Which ferry takes at most 290 passengers?", "What do most of the ferries burn?"]
)
def test_what_asks_for_no_extreme(fleet: Path, question: str) -> None:
    answer, prompt = asked(fleet, question, "Havdis [1]")
    assert {name for name in ROWS if f"Ferry: {name};" in prompt} > {"Havdis"}
    assert answer.citations


SALES = """\
# Sales

| Model | Q4 2023 | Q1 2024 | Q2 2024 | Q3 2024 | Year |
|---|---|---|---|---|---|
| Solo | 9 | 4,120 | 3,870 | 3,640 | 14,940 |
| Duo | 8 | 700 | -940 | 650 | 25,940 |
| Trio | 8 | 700 | 700 | 650 | 25,940 |
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("In which quarter did the Solo sell worst?", "worst Q4 2023: Model: Solo"),
        ("In which quarter of 2024 did the Solo sell worst?", "worst Q3 2024: Model: Solo"),
        ("In what quarter did the Solo sell most?", "most Q1 2024: Model: Solo"),
        ("In which quarter of 2024 did the Duo sell the fewest?", "fewest Q2 2024: Model: Duo"),
        ("In which quarter did the Trio sell best?", "] Model: Trio"),
        ("In which month did the Solo sell best?", "] Model: Solo"),
        ("Which model sold best in which quarter?", "] Model: Solo"),
        ("In which quarter did the Solo sell?", "] Model: Solo"),
    ],
)
def test_the_model_reads_when_a_row_has_it(
    tmp_path: Path, fake_models: None, question: str, told: str
) -> None:
    path = tmp_path / "sales.md"
    path.write_text(SALES)
    _, prompt = asked(path, question, "Q1 [1]")
    assert told in prompt


WORKS = """\
# Works

| Project | 2025 (euros) | 2026 (euros) | Done by |
|---|---|---|---|
| Pool | 1,200 | 6,800 | 2027 |
| Bridge | 3,400 | 900 | 2026 |
| Gym | 10 | 4,500 | 2028 |
"""


@pytest.mark.parametrize(("year", "project"), [("2025", "Bridge"), ("2026", "Pool")])
def test_a_year_may_name_the_column(tmp_path: Path, fake_models: None, year: str, project: str) -> None:
    path = tmp_path / "works.md"
    path.write_text(WORKS)
    answer, prompt = asked(path, f"Which project has the highest figure in {year}?", f"{project} [1]")
    assert f"highest {year} (euros): Project: {project};" in prompt
    assert [c.cited_text.split()[1] for c in answer.citations] == [project]


def test_a_year_that_names_no_column_is_of_some_rows(tmp_path: Path, fake_models: None) -> None:
    path = tmp_path / "works.md"
    path.write_text(WORKS)
    _, prompt = asked(path, "Which project of those done by 2027 has the highest figure in 2026?", "Pool [1]")
    assert "highest 2026 (euros):" not in prompt
