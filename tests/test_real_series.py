"""The real models on notes of different dates, timetables and quarters, none of it tuned on."""

from __future__ import annotations

import pytest
from answers import Opened, refuses, says

import reqa

pytestmark = pytest.mark.models

SPRING = """# The Ostvik pool is being rebuilt

3 February 2026

The pool will reopen on 1 June 2026. The rebuilding costs 4.2 million crowns in all. The team has eleven
lifeguards, and Signe Dahl manages the pool. A swim will cost adults 60 crowns and children 25 crowns.
"""
AUTUMN = """# News from the pool

12 May 2026

As pipes were found to leak, the pool will not reopen before 20 August 2026. The cost has risen to 4.9 million
crowns. There are now fourteen lifeguards. Jonas Moe has taken over as manager from Signe Dahl. From the
reopening, an adult swim will cost 70 crowns; the price for children stays at 25 crowns.
"""
VISITING = """# Visiting the observatory

| Season | Monday to Thursday | Friday to Sunday |
|---|---|---|
| Spring (1 March to 31 May) | 14:00 to 17:00 | 12:00 to 18:00 |
| Summer (1 June to 31 August) | closed | 13:00 to 23:00 |
| Winter (1 October to 28 February) | 15:00 to 19:00 | closed |

## Instruments

| Feature | Vega 80 | Vega 120 | Rigel 200 |
|---|---|---|---|
| Star finder | No | Yes | Yes |
| Solar filter | Yes | No | No |

## Visitors

| Group | Q1 2025 | Q2 2025 | Q3 2025 | Q4 2025 |
|---|---|---|---|---|
| Schools | 840 | 1,310 | 290 | 1,120 |
| Families | 610 | 970 | 2,450 | 730 |
"""


@pytest.fixture(scope="module")
def pool(opened: Opened) -> reqa.QA:
    return opened({"spring.md": SPRING, "may.md": AUTUMN})


@pytest.fixture(scope="module")
def observatory(opened: Opened) -> reqa.QA:
    return opened({"visiting.md": VISITING})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When will the pool reopen?", "20 August 2026"),
        ("How many lifeguards does the team have?", "fourteen"),
        ("What does the rebuilding cost?", "4.9 million"),
        ("Who manages the pool?", "Jonas Moe"),
        ("How much does a swim cost for adults?", "70 crowns"),
    ],
)
def test_the_later_note_is_told(pool: reqa.QA, question: str, said: str) -> None:
    says(pool.ask(question), said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When is the observatory open on a Saturday in July?", "13:00 to 23:00"),
        ("When is the observatory open on Tuesdays in winter?", "15:00 to 19:00"),
        ("In which quarter did the fewest schools come?", "Q3 2025"),
        ("Which instruments have a solar filter?", "Vega 80"),
    ],
)
def test_the_row_for_the_time_is_told(observatory: reqa.QA, question: str, said: str) -> None:
    answer = observatory.ask(question)
    says(answer, said)
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    "question", ["How many schools came in the first quarter of 2024?", "How many families came in Q4 2024?"]
)
def test_a_quarter_that_a_table_lacks_is_another_time(observatory: reqa.QA, question: str) -> None:
    refuses(observatory.ask(question), "about another time: ")
