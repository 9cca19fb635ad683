"""What a source says of before, and a statement of now."""

from __future__ import annotations

import pytest

from reqa.checks.otherwise.untimely import untimely


@pytest.mark.parametrize(
    "source",
    [
        "The head of sales, Eva Holm, retired in May.",
        "Eva Holm, the head of sales, had resigned.",
        "Holm was succeeded as head of sales by Jon Lie.",
        "The former head of sales, Eva Holm, spoke.",
        "The ex-head of sales is Eva Holm.",
        "The then head of sales, Eva Holm, spoke.",
    ],
)
def test_what_is_over_is_found(source: str) -> None:
    assert untimely("Eva Holm is the head of sales.", "", ["It rains.", source])
    assert not untimely("Eva Holm was the head of sales.", "", [source])
    assert not untimely("Jon Lie, a painter, is in the club.", "", [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("The former head of sales, Eva Holm, spoke.", "Eva Holm is the former head of sales."),
        ("Eva Holm, the head of sales, spoke.", "Eva Holm is the head of sales."),
        ("The hall is in the former mill.", "It is a hall."),
        ("The board then chose Holm.", "The head is Holm."),
        ("It is the former municipality of Sund.", "Sund is a district."),
    ],
)
def test_what_is_not_over_is_left_alone(source: str, statement: str) -> None:
    assert not untimely(statement, "", [source])


@pytest.mark.parametrize(
    ("source", "statement", "comes"),
    [
        ("Eva Holm informed customers every half an hour.", "She must inform customers.", False),
        ("Eva Holm informed customers every half an hour.", "She has to inform customers.", False),
        ("Eva Holm gave customers a report.", "She must give them a report.", False),
        ("Eva Holm informed customers, as she should.", "She must inform customers.", True),
        ("Eva Holm informed customers every half an hour.", "She will inform customers.", False),
        ("Eva Holm informed customers and will do so again.", "She will inform customers.", True),
        ("Eva Holm informed customers and is to do so again.", "She will inform customers.", True),
        ("Eva Holm informs customers every half an hour.", "She must inform customers.", True),
        ("Eva Holm is required to have informed them.", "She must inform customers.", True),
        ("Eva Holm informed customers every half an hour.", "She must tell customers.", True),
        ("Eva Holm informed customers every half an hour.", "She informed customers.", True),
        (
            "The swing had been replaced in May; the slide is to be replaced in June.",
            "It will be replaced in May.",
            False,
        ),
        (
            "The swing had been replaced in May; the slide is replaced in June.",
            "It will be replaced in June.",
            True,
        ),
        ("The swing was also replaced in May.", "The swing must be replaced in May.", False),
        ("The swing was replaced in May, and is replaced again in June.", "It will be replaced.", False),
        ("The swing was replaced; the swing is replaced often.", "The swing will be replaced.", True),
        ("The swing is replaced each May.", "The swing will be replaced in May.", True),
        ("The swing was to be replaced in May.", "The slide will be painted in May.", True),
    ],
)
def test_what_was_done_need_not_come(source: str, statement: str, comes: bool) -> None:
    assert untimely(statement, "", [source]) != comes


@pytest.mark.parametrize(
    ("source", "statement", "is_foreseen"),
    [
        ("Profit fell to 31 million euros in 2026.", "31 million euros", False),
        ("Profit fell to 31 million euros in 2026.", "Of 31 million euros a year.", False),
        ("Profit fell to 31 million euros in 2026.", "Profit fell to 31 million euros in 2026.", True),
        ("Profit will fall to 31 million euros in 2026.", "31 million euros", True),
        ("The outlook is 31 million euros.", "31 million euros", True),
        ("The firm plans with 31 million euros.", "31 million euros", True),
        ("Profit fell in 2026.", "2026", True),
    ],
)
def test_what_is_so_is_not_what_is_expected(source: str, statement: str, is_foreseen: bool) -> None:
    question = "Which profit does the firm expect in 2026?"
    assert untimely(statement, question, ["It will rain.", source]) != is_foreseen
    assert not untimely(statement, "Which profit was there in 2026?", [source])


@pytest.mark.parametrize(
    ("source", "statement", "will_be"),
    [
        ("A second ship was to leave next summer.", "It will leave next summer.", False),
        ("The cable was to be laid in 2025.", "The cable will be laid in 2025.", False),
        ("The cable was due to be laid in 2025.", "The cable is to be laid in 2025.", False),
        ("The cable was to be laid in 2025 and will be laid in 2027.", "It will be laid in 2027.", True),
        ("The cable is to be laid in 2025.", "The cable will be laid in 2025.", True),
        ("A second ship was to leave next summer.", "It was to leave next summer.", True),
    ],
)
def test_what_was_to_be_need_not_come(source: str, statement: str, will_be: bool) -> None:
    assert untimely(statement, "", ["It rains.", source]) != will_be


@pytest.mark.parametrize(
    ("source", "question", "was"),
    [
        ("The fee is 25 euros; it was 15 euros until 2024.", "What was the fee in 2023?", False),
        ("The fee is 25 euros; it was 15 euros until 2024.", "What is the fee?", True),
        ("The fee is 25 euros; it was 25 euros until 2024.", "What was the fee in 2023?", True),
        ("The fee is 25 euros; it was high until 2024.", "What was the fee in 2023?", True),
        ("The fee was 25 euros and is high; the rent was 15 euros.", "What was the fee in 2023?", True),
        ("The fee is 25 euros; the rent is 15 euros.", "What was the fee in 2023?", True),
        ("The fee was 25 euros; it is 15 euros now.", "What was the fee in 2023?", True),
        ("The fee was 25 euros; the rent was 15 euros.", "What was the fee in 2023?", True),
    ],
)
def test_a_figure_of_now_is_not_what_it_was(source: str, question: str, was: bool) -> None:
    assert untimely("25 euros", question, [source]) != was


@pytest.mark.parametrize(
    ("source", "statement", "was"),
    [
        ("Lund came from Marston, where he taught music.", "Mr Lund teaches music.", True),
        ("Lund came from Marston, where he taught music.", "He teaches music.", True),
        ("Lund taught music and teaches it still.", "Mr Lund teaches music.", False),
        ("Music is also taught by Lund.", "Mr Lund teaches music.", False),
        ("Lund has taught music since 2010.", "Mr Lund teaches music.", False),
        ("Lund worked on.", "Mr Lund works.", True),
        ("Lund said that it is dear.", "Mr Lund says that it is dear.", False),
        ("Lund taught music.", "Mr Lund taught music.", False),
        ("Lund gave lessons.", "Mr Lund teaches music.", False),
    ],
)
def test_what_was_need_not_be(source: str, statement: str, was: bool) -> None:
    assert untimely(statement, "", ["It rains.", source]) == was


FIRE = "In 2017 a fire in the same valley had killed three people."


@pytest.mark.parametrize(
    ("question", "source", "statement", "is_so"),
    [
        ("How many were killed?", FIRE, "Three people were killed.", True),
        ("How many were killed?", FIRE, "Three people", True),
        ("How many were killed?", FIRE, "Three people were killed in 2017.", False),
        ("How many were killed in 2017?", FIRE, "Three people were killed.", False),
        ("How many were killed?", FIRE, "A fire had killed three people.", False),
        ("What was there?", FIRE, "There was a fire.", False),
        ("How many were killed?", "In 2017 a fire killed three people.", "Three people were killed.", False),
        ("How many were killed?", "A fire had killed three people.", "Three people were killed.", False),
    ],
)
def test_what_had_been_before_is_said_with_its_year(
    question: str, source: str, statement: str, is_so: bool
) -> None:
    assert untimely(statement, question, ["It rains.", source]) == is_so


@pytest.mark.parametrize(
    ("statement", "question", "source", "is_so"),
    [
        ("310 euros each", "What does a unit cost?", "The price goes up from 310 to 324 euros.", True),
        ("12 July", "When does it open?", "The opening was moved from 12 July to 4 October.", True),
        ("324 euros each", "What does a unit cost?", "The price goes up from 310 to 324 euros.", False),
        (
            "From 310 to 324 euros",
            "What does a unit cost?",
            "The price goes up from 310 to 324 euros.",
            False,
        ),
        ("310 euros each", "What did a unit cost?", "The price goes up from 310 to 324 euros.", False),
        ("9 o'clock", "When does it open?", "It is open from 9 to 5.", False),
        ("310 euros", "What does a tray cost?", "It rises from 310 to 324; a tray is 310 euros.", False),
        ("9 euros", "What does a tray cost?", "It rises from 310 to 324; a tray is 9 euros.", False),
    ],
)
def test_what_something_changes_from_is_not_so_now(
    statement: str, question: str, source: str, is_so: bool
) -> None:
    assert untimely(statement, question, ["It rains.", source]) == is_so
