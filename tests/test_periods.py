"""Times of the year and of the week that texts name."""

from __future__ import annotations

import pytest

from reqa.text.periods import asked_period, days_of_the_week, periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q3 2024", [(2024, [7, 8, 9])]),
        ("the third quarter of 2023", [(2023, [7, 8, 9])]),
        ("Q4", [(None, [10, 11, 12])]),
        ("H2 2024", [(2024, [7, 8, 9, 10, 11, 12])]),
        ("the first half of the year", [(None, [1, 2, 3, 4, 5, 6])]),
        ("the first six months of 2024", [(2024, [1, 2, 3, 4, 5, 6])]),
        ("April to October", [(None, [4, 5, 6, 7, 8, 9, 10])]),
        ("1 November – 31 March", [(None, [1, 2, 3, 11, 12])]),
        ("Oct-Mar", [(None, [1, 2, 3, 10, 11, 12])]),
        ("at the end of June 2024", [(2024, [6])]),
        ("Sept. 2021", [(2021, [9])]),
        ("in winter", [(None, [1, 2, 12])]),
        ("summer (15 June to 15 September)", [(None, [6, 7, 8, 9])]),
        ("FY 2024", [(2024, list(range(1, 13)))]),
        ("2023 and May 2024", [(2023, list(range(1, 13))), (2024, [5])]),
        ("the first half of the book", []),
        ("May I march?", []),
        ("€2024 of 1,900.5", []),
    ],
)
def test_times_of_the_year(text: str, found: list[tuple[int | None, list[int]]]) -> None:
    by_year = sorted(((one.year, sorted(one.months)) for one in periods(text)), key=lambda one: one[0] or 0)
    assert by_year == found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday to Friday", [0, 1, 2, 3, 4]),
        ("Fri-Mon", [0, 4, 5, 6]),
        ("Tuesdays and Saturdays", [1, 5]),
        ("weekdays", [0, 1, 2, 3, 4]),
        ("at the weekend", [5, 6]),
        ("daily", [0, 1, 2, 3, 4, 5, 6]),
        ("the sun shines on monks", []),
    ],
)
def test_days_of_the_week(text: str, days: list[int]) -> None:
    assert sorted(days_of_the_week(text)) == days


def test_a_season_is_that_season_whatever_its_months() -> None:
    summer, autumn = periods("Summer (15 June to 15 September)")[0], periods("in autumn")[0]
    assert not summer.meets(autumn)
    assert summer.meets(periods("in summer")[0])
    assert summer.meets(periods("in September")[0])
    assert not summer.meets(periods("in May")[0])


def test_a_time_of_any_year_is_one_of_each() -> None:
    assert periods("Q3")[0].meets(periods("August 2023")[0])
    assert not periods("Q3 2024")[0].meets(periods("August 2023")[0])


@pytest.mark.parametrize(
    ("question", "is_about_one"),
    [
        ("What does it cost in May?", True),
        ("Which boat goes to the island in winter?", True),
        ("What does it cost from 1 May?", False),
        ("What will it cost before the next winter?", False),
        ("What does it cost in May and in June?", False),
        ("What does it cost?", False),
    ],
)
def test_a_question_may_be_about_one_time(question: str, is_about_one: bool) -> None:
    assert bool(asked_period(question)) == is_about_one
