"""What is alike but for the day of the week, or for its place in an order.

Numbers and ranks are tested with the statements that they are in.
"""

from __future__ import annotations

import pytest

from reqa.checks.another import is_first_instead, is_of_another_number, is_on_other_days, of_another
from reqa.types import Quote

MOWING = "Mowers may be used on weekdays until 19:00, on Saturdays until 17:00."


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Until when can I mow on Sunday?", MOWING),
        ("When does it open on Fridays?", "It opens at nine, Monday to Thursday."),
        ("When does it open on Monday?", "At the weekend it opens at nine."),
        ("Who speaks on Tuesday?", "Ada Moen speaks on Wednesday."),
        ("When does it open on Thursday?", "It opens at nine from Saturday to Tuesday."),
    ],
)
def test_another_day_is_another(question: str, source: str) -> None:
    assert of_another(question, [Quote(source)])


@pytest.mark.parametrize(
    ("question", "source", "is_another"),
    [
        ("When was crane No. 5 examined?", "Crane No. 2 was examined in May.", True),
        ("When was crane 5 examined?", "The crane no. 2 was examined in May.", True),
        ("When was crane number 5 examined?", "Crane 2 was examined in May.", True),
        ("When was crane No. 5 examined?", "Crane No. 5 was examined in May.", False),
        ("When was crane 5 examined?", "Cranes No. 2 and 5 were examined in May.", False),
        ("When was the crane examined?", "Crane No. 2 was examined in May.", False),
        ("When was crane No. 5 examined?", "There were no 2 cranes alike.", False),
    ],
)
def test_what_is_numbered_may_be_so_with_a_word(question: str, source: str, is_another: bool) -> None:
    assert of_another(question, [Quote(source)]) == is_another


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Can I mow on Sunday?", MOWING),
        ("Until when can I mow on Saturday?", MOWING),
        ("Until when can I mow on Wednesday?", MOWING),
        ("When does it open on Tuesdays?", "It opens at nine, Monday to Thursday."),
        ("When does it open on Monday?", "It opens at nine from Saturday to Tuesday."),
        ("When does it open on Monday?", "It opens daily at nine, on Sunday at ten."),
        ("When does it open on Monday?", "It opens at nine."),
        ("When does it open?", "It opens at nine on Sunday."),
        ("What is done on Ash Wednesday?", "Palm branches of Palm Sunday are burnt."),
    ],
)
def test_the_same_day_or_none_is_not(question: str, source: str) -> None:
    assert not of_another(question, [Quote(source)])


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("Why is footpath 12 closed?", True),
        ("Why is Footpath 12 closed?", True),
        ("Why is footpath 14 closed?", False),
        ("Why is footpath 14 closed, and 12 not?", False),
        ("Why are 12 gates closed?", False),
    ],
)
def test_another_number_is_another_however_it_is_written(question: str, is_another: bool) -> None:
    source = Quote("Footpath 14 stays closed until the river falls.", "5. Footpath 12")
    assert of_another(question, [source]) == is_another


SIMILAR = "A similar power outage happened in 2019; it was caused by a full disk."


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("What caused the outage?", True),
        ("What caused the power outage in 2026?", True),
        ("What caused the outage in 2019?", False),
        ("What caused the similar outage?", False),
        ("Was there another outage?", False),
        ("What happened in the year?", False),
    ],
)
def test_another_one_like_it(question: str, is_another: bool) -> None:
    assert of_another(question, [Quote(SIMILAR)]) == is_another
    assert of_another(question, [Quote(f"## {SIMILAR}")]) == is_another
    assert not of_another(question, [Quote(SIMILAR), Quote("The outage was caused by a key.")])
    assert not of_another(question, [Quote("The cause of a similar outage was a disk.")])
    assert not of_another(question, [])


HOURS = [
    "Opening hours of the pool: Monday to Friday until 21:00.",
    "The sauna is open from Tuesday to Sunday.",
]


@pytest.mark.parametrize(
    ("question", "statement", "on_others"),
    [
        ("Is the sauna open on Monday?", "It is open on Monday.", True),
        ("Is the sauna open on Monday?", "It is open from Tuesday to Sunday.", False),
        ("Is the sauna open on Sunday?", "It is open on Sunday.", False),
        ("Is the pool open on Monday?", "It is open on Monday.", False),
        ("Is the pool open?", "It is open on Saturday.", False),
    ],
)
def test_what_is_said_of_a_day_is_in_the_source_about_it(
    question: str, statement: str, on_others: bool
) -> None:
    assert is_on_other_days(statement, question, HOURS) == on_others


OFFERS = "Frost asks 182,000 euros, Nord & Co 168,500 euros."


@pytest.mark.parametrize(
    ("statement", "called", "instead"),
    [
        ("Frost asks 182,000 euros.", "Nord & Co is the cheapest but slow.", True),
        ("It is Frost.", "After the talks, Nord & Co was by far the cheapest.", True),
        ("Nord & Co asks 168,500 euros.", "Nord & Co is the cheapest but slow.", False),
        ("The cheapest is the second one.", "Nord & Co is the cheapest but slow.", False),
        ("168,500 euros", "Nord & Co is the cheapest but slow.", False),
        ("It is Frost.", "Nordkyl is the cheapest.", True),
        ("It is Frost.", "Nord & Co is the largest.", False),
        ("It is Frost.", "The roof of Nord is the cheapest in the town.", False),
        ("It is Frost.", "It is the cheapest.", False),
    ],
)
def test_the_first_is_the_one_that_a_source_calls_so(statement: str, called: str, instead: bool) -> None:
    assert is_first_instead(statement, "Which offer is the cheapest?", [OFFERS, called]) == instead
    assert not is_first_instead(statement, "Which offers were made?", [OFFERS, called])


CLASSES = ["Class 5 goes to the Isle of Arran in June.", "Class 6 will visit the museum in July."]


@pytest.mark.parametrize(
    ("statement", "question", "is_another"),
    [
        ("Class 5 goes to the museum in June.", "When does class 5 visit the museum?", True),
        ("It goes to the museum in June.", "When does Class 5 visit the museum?", True),
        ("Class 5 goes to the Isle of Arran in June.", "Where does class 5 go?", False),
        ("Class 5 goes to Arran, Class 6 to the museum.", "Where do they go?", False),
        ("Class 4 goes to the museum.", "Where does it go?", False),
        ("They visit the museum.", "Who visits the museum?", False),
    ],
)
def test_what_is_said_of_another_number_is_not_taken(statement: str, question: str, is_another: bool) -> None:
    assert is_of_another_number(statement, question, CLASSES) == is_another
