"""The days that documents are dated, and questions for what is so now."""

from __future__ import annotations

import pytest

from reqa.text.dates import asks_for_now, dated, in_words, is_later
from reqa.types import Document


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("# The mill\n\n14 March 2025\n\nIt opens.", "2025-03-14"),
        ("Monday, 3rd of March 2025\nIt opens.", "2025-03-03"),
        ("The mill\n\nMarch 14, 2025\n", "2025-03-14"),
        ("Zurich, 14.3.2025\n", "2025-03-14"),
        ("The mill\n\n2 June 2025, 10:15\n", "2025-06-02"),
        ("From: Eva\nDate: Tue, 3 Jun 2025 10:00:00 +0000\nSubject: The mill\n", "2025-06-03"),
        ("---\ndate: 2024-02-01\n---\n# The mill\n", "2024-02-01"),
        ("| Last updated: June 3rd, 2024 by the office |", "2024-06-03"),
        ("By Eva Lind. Published 9 February 2024.", "2024-02-09"),
        ("Issued on 1 May 2024\n\nRevised on 3 Sept 2024\n", "2024-09-03"),
        ("Published in May\n\nAs of June 2024\n", "2024-06"),
        ("Price list 2025\n\nA pot costs 3 euros.", "2025"),
        ("# Minutes of the meeting of 4 March 2024\n", "2024-03-04"),
        ("The mill opens on 4 October 2025\n\nIt opens.", ""),
        ("The mill opened on 4 May 1932.", ""),
        ("The mill\nFounded: 4 May 1932\n", ""),
        ("Born 3 May 1960\n", ""),
        ("4 May 1932 was a good day for everybody.", ""),
        ("The storm of 1953\n", ""),
        ("1 May 1999 - the mill burns\n3 June 2001 - it is built anew\n", ""),
        ("31 February 2025\n", ""),
        ("Notes on the years 2023 and 2024\n", ""),
        ("The mill\n\nIt is old.\n\nThe budget of 2024\n", ""),
        ("The budget of 2024 was small.\n\nIt is old.", ""),
        (f"The mill\n\n{'It is old, ' * 10}that is so, 14 March 2025\n", ""),
        ("\n".join(["---", *(f"Line {i}." for i in range(10)), "---", "14 March 2025"]), "2025-03-14"),
        ("\n".join([*(f"Line {i}." for i in range(12)), "14 March 2025"]), ""),
        ("", ""),
    ],
)
def test_a_document_is_dated_at_its_head(text: str, date: str) -> None:
    assert dated(Document("folder/mill.md", "", text, "")) == date


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2025-03-14-mill.md", "2025-03-14"),
        ("minutes_2025-03.txt", "2025-03"),
        ("2024/prices2025.pdf", "2025"),
        ("storm-1953.txt", ""),
        ("mill.txt", ""),
    ],
)
def test_the_name_of_a_file_may_have_the_date(name: str, date: str) -> None:
    assert dated(Document(name, "", "The mill\n\nIt opens.", "")) == date


def test_the_head_goes_before_the_name() -> None:
    assert dated(Document("2025-03-14-mill.md", "", "The mill\n\n2 April 2025\n", "")) == "2025-04-02"


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        ("2025-03-14", "2025-03-13", True),
        ("2025-03-14", "2024", True),
        ("2025-03-14", "2025-03-14", False),
        ("2025-03-14", "2025", False),
        ("2025", "2025-03-14", False),
        ("2025", "", False),
        ("", "2025", False),
    ],
)
def test_a_day_is_not_later_than_its_month_or_year(one: str, other: str, later: bool) -> None:
    assert is_later(one, other) == later


def test_dates_in_words() -> None:
    assert [in_words(date) for date in ("2025-03-04", "2025-03", "2025")] == [
        "4 March 2025",
        "March 2025",
        "2025",
    ]


@pytest.mark.parametrize(
    ("question", "is_of_now"),
    [
        ("How many people work there?", True),
        ("Who heads the mill?", True),
        ("When will it open?", True),
        ("Has the price gone up?", True),
        ("What was the latest price?", True),
        ("May I smoke there?", True),
        ("Who headed the mill?", False),
        ("Who led the mill?", False),
        ("How many people did it employ?", False),
        ("What was the price?", False),
        ("What is the original price?", False),
        ("How has the price changed?", False),
        ("What does it cost in 2024?", False),
        ("What does it cost now, and what in 2024?", False),
        ("What does it cost in May?", False),
    ],
)
def test_what_is_asked_of_now(question: str, is_of_now: bool) -> None:
    assert asks_for_now(question) == is_of_now
