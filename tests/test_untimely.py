"""What a source says of later, of perhaps or of before, and a statement of now."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.untimely import untimely


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("The cable was to be laid in 2025.", "It was laid in 2025."),
        ("The hall will be opened in May.", "The hall was opened in May."),
        ("The hall may open in May.", "The hall opened in May."),
        ("Reports should be checked by the chief.", "Reports are checked by the chief."),
        ("Falk said that the club would try to hire a coach.", "Falk hired a coach."),
        ("The firm plans to close the mill.", "The mill was closed."),
        ("The plan must be approved by the court.", "The plan was approved by the court."),
        ("They agreed to sign it.", "They signed it."),
        ("Mr Vold must sign it by May.", "Mr Vold signed it."),
        ("Ruth Callan called on Amory to resign.", "Amory resigned in May."),
        ("The court ordered the firm to repair it.", "The firm repaired it."),
        ("**Action:** Mr Vold to sign the lease by May.", "The lease was signed by Mr Vold."),
        ("Nord & Lie to acquire two mills", "Nord & Lie acquired two mills."),
        ("Notes: The Board to acquire two mills", "The board acquired two mills."),
        ("The board proposes a dividend of 2 euros; it snows.", "The dividend was paid at 2 euros."),
        ("The board (of five) recommended a new roof.", "A new roof was built."),
        ("Tove Dahl is expected back in June.", "Tove Dahl came back in June."),
        ("Turin had first offered 120,000.", "Turin paid 120,000 euros."),
        ("Nord plans to sell two mills.", "Nord sold two mills."),
    ],
)
def test_what_is_not_done_is_found(source: str, statement: str) -> None:
    assert untimely(statement, "", ["It rains.", source])
    assert not untimely(source, "", [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("The cable was to be laid in 2025.", "It was to be laid in 2025."),
        ("The cable was to be laid in 2025.", "The cable will be laid in 2025."),
        ("The cable was to be laid in 2025, but was laid only in 2027.", "It was laid in 2027."),
        ("It was the first cable to be laid in the sound.", "It was laid in the sound."),
        ("The hall will open in May.", "The hall opens in May."),
        ("The hall was opened in May and may be closed in June.", "The hall was opened in May."),
        ("He might come.", "He is tall."),
        ("The firm planned to close the mill, and closed it in May.", "The mill was closed."),
        ("She tried to hire a coach.", "She tried to hire a coach."),
        ("They agreed to sign it, and it was signed in May.", "It was signed in May."),
        ("He went on to acquire two mills.", "He acquired two mills."),
        ("Letter of Voss to the Rosehill society", "Voss is the chair of the society."),
        ("He asked them to come and repaired it.", "He repaired it."),
        ("The board proposes a dividend of 2 euros.", "A dividend of 2 euros was suggested."),
        ("The board expects rain; a dividend of 2 euros is due.", "The dividend was paid at 2 euros."),
        ("The board recommended a roof.", "It was built."),
        ("Turin had first offered 120,000.", "Turin paid 180,000 euros."),
        ("The club offered boats to all; Turin paid 9 euros for a boat.", "Turin bought a boat for 9 euros."),
    ],
)
def test_what_is_done_or_not_said_to_be_is_left_alone(source: str, statement: str) -> None:
    assert not untimely(statement, "", [source])


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
        ("Eva Holm informed customers, as she should.", "She must inform customers.", True),
        ("Eva Holm informed customers every half an hour.", "She will inform customers.", False),
        ("Eva Holm informed customers and will do so again.", "She will inform customers.", True),
        ("Eva Holm informed customers and is to do so again.", "She will inform customers.", True),
        ("Eva Holm informs customers every half an hour.", "She must inform customers.", True),
        ("Eva Holm is required to have informed them.", "She must inform customers.", True),
        ("Eva Holm informed customers every half an hour.", "She must tell customers.", True),
        ("Eva Holm informed customers every half an hour.", "She informed customers.", True),
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
    ("source", "statement", "was"),
    [
        ("Lund came from Marston, where he taught music.", "Mr Lund teaches music.", True),
        ("Lund came from Marston, where he taught music.", "He teaches music.", True),
        ("Lund taught music and teaches it still.", "Mr Lund teaches music.", False),
        ("Music is also taught by Lund.", "Mr Lund teaches music.", False),
        ("Lund has taught music since 2010.", "Mr Lund teaches music.", False),
        ("Lund worked on.", "Mr Lund works.", True),
        ("Lund taught music.", "Mr Lund taught music.", False),
        ("Lund gave lessons.", "Mr Lund teaches music.", False),
    ],
)
def test_what_was_need_not_be(source: str, statement: str, was: bool) -> None:
    assert untimely(statement, "", ["It rains.", source]) == was


@pytest.mark.parametrize(
    ("source", "question", "is_so"),
    [
        ("The library should open in September.", "When did the library open?", False),
        ("The library should open in September.", "When will the library open?", True),
        ("The library opened in September.", "When did the library open?", True),
        ("It will be opened in September.", "When was it opened?", False),
    ],
)
def test_a_value_is_of_what_its_question_says(source: str, question: str, is_so: bool) -> None:
    assert untimely("September", question, [source]) != is_so


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    source = "The board called on the treasurer to resign in May."
    assert (
        answered(source, "When did the treasurer resign?", "She resigned in May. [1]").text == f"{source} [1]"
    )
