"""What is alike but for the day of the week; numbers and ranks are tested with the statements they are in."""

from __future__ import annotations

import pytest

from reqa.checks.another import of_another
from reqa.types import Quote

MOWING = "Mowers may be used on weekdays until 19:00, on Saturdays until 17:00."


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Can I mow on Sunday?", MOWING),
        ("When does it open on Fridays?", "It opens at nine, Monday to Thursday."),
        ("When does it open on Monday?", "At the weekend it opens at nine."),
        ("Who speaks on Tuesday?", "Ada Moen speaks on Wednesday."),
        ("When does it open on Thursday?", "It opens at nine from Saturday to Tuesday."),
    ],
)
def test_another_day_is_another(question: str, source: str) -> None:
    assert of_another(question, [Quote(source)])


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Can I mow on Saturday?", MOWING),
        ("Can I mow on Wednesday?", MOWING),
        ("When does it open on Tuesdays?", "It opens at nine, Monday to Thursday."),
        ("When does it open on Monday?", "It opens at nine from Saturday to Tuesday."),
        ("When does it open on Monday?", "It opens daily at nine, on Sunday at ten."),
        ("When does it open on Monday?", "It opens at nine."),
        ("When does it open?", "It opens at nine on Sunday."),
        ("Did it open on Monday?", "It opened on Tuesday."),
        ("What is done on Ash Wednesday?", "Palm branches of Palm Sunday are burnt."),
    ],
)
def test_the_same_day_or_none_is_not(question: str, source: str) -> None:
    assert not of_another(question, [Quote(source)])
