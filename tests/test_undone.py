"""What a source says may be or is planned, and a statement that it was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.undone import is_not_done


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
        ("They asked the county for a grant of 6,000 euros.", "The county granted 6,000 euros."),
        ("They hope for the support of the town.", "The town supported them."),
        ("The landlord is to replace the heater by June.", "The landlord replaced the heater."),
        ("The heaters are still to arrive.", "The heaters arrived."),
    ],
)
def test_what_is_not_done_is_found(source: str, statement: str) -> None:
    assert is_not_done(statement, "", ["It rains.", source])
    assert not is_not_done(source, "", [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("The cable was to be laid in 2025.", "It was to be laid in 2025."),
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
        ("Her task is to replace lamps.", "She replaced lamps."),
        ("He asked for a grant, and they granted 6,000 euros.", "They granted 6,000 euros."),
        ("The board proposes a dividend of 2 euros.", "A dividend of 2 euros was suggested."),
        ("The board expects rain; a dividend of 2 euros is due.", "The dividend was paid at 2 euros."),
        ("The board recommended a roof.", "It was built."),
        ("Turin offered 120 euros for the boat in May.", "Turin paid 180 euros for the boat in May."),
        ("The club offered boats to all; Turin paid 9 euros for a boat.", "Turin bought a boat for 9 euros."),
    ],
)
def test_what_is_done_or_not_said_to_be_is_left_alone(source: str, statement: str) -> None:
    assert not is_not_done(statement, "", [source])


@pytest.mark.parametrize(
    ("source", "question", "is_so"),
    [
        ("The library should open in September.", "When did the library open?", False),
        ("The library should open in September.", "When will the library open?", True),
        ("The library opened in September.", "When did the library open?", True),
        ("It will be opened in September.", "When was it opened?", False),
        ("He wanted to open it in September.", "When did he want to open it?", True),
    ],
)
def test_a_value_is_of_what_its_question_says(source: str, question: str, is_so: bool) -> None:
    assert is_not_done("September", question, [source]) != is_so
    assert not is_not_done(source, question, [source])


def test_a_value_that_is_asked_for_is_not_given() -> None:
    source = "He will ask the county for a grant of 6,000 euros."
    assert is_not_done("6,000 euros.", "How much did the county grant?", [source])
    assert not is_not_done("6,000 euros.", "What grant will he ask for?", [source])


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    source = "The board called on the treasurer to resign in May."
    assert (
        answered(source, "When did the treasurer resign?", "She resigned in May. [1]").text == f"{source} [1]"
    )


PLANTS = "The plant in Odense has 140 workers; a second one, in Porto, is to open in 2027."


@pytest.mark.parametrize(
    ("source", "statement", "is_so"),
    [
        (PLANTS, "It has a plant in Porto.", True),
        (PLANTS, "There is a plant in Porto.", True),
        (PLANTS, "Corvex has plants in Odense and Porto.", True),
        (
            "Nord runs a mill; it plans another one in Ask.",
            "Nord has two mills, of which one is in Ask.",
            False,
        ),
        ("Nord runs a mill; it plans to build one in Ask.", "Nord has two mills, one in Ask.", True),
        ("Nord runs a mill; a new one is planned in Ask.", "There is a mill in Ask.", True),
        (PLANTS, "It has a plant in Odense.", False),
        (PLANTS, "It has a plant in Porto that is to open in 2027.", False),
        (PLANTS, "Porto", False),
        (PLANTS, "Corvex has a plant in Odense.", False),
        (f"{PLANTS} The one in Porto has 2 halls.", "It has a plant in Porto.", False),
    ],
)
def test_what_is_to_come_is_not_there_yet(source: str, statement: str, is_so: bool) -> None:
    assert is_not_done(statement, "Is there a plant in Portugal?", ["It rains.", source]) == is_so


def test_a_plan_that_is_asked_about_is_told() -> None:
    assert not is_not_done("It has a plant in Porto.", "Is there a plant in Porto?", [PLANTS])


OFFER = "The council will decide on the station; an offer of 2 million has been made by a hotel owner."


@pytest.mark.parametrize(
    ("question", "source", "is_so"),
    [
        ("How much did the owner pay for the station?", OFFER, True),
        ("What did the station cost?", "A hotel owner bid 2 million for the station.", True),
        ("How much did the owner offer to pay?", OFFER, False),
        ("How much did the owner pay for the station?", "He offered one, and paid 2 million.", False),
        ("How much did the owner pay?", f"{OFFER} The owner paid the 2 million.", False),
        ("How much was there?", OFFER, False),
        ("How much did they pay into the fund?", "A fund of 2 million, to pay rents, was suggested.", True),
        ("How much did they pay?", "They suggested to pay, and paid, 2 million.", False),
    ],
)
def test_what_is_offered_has_not_been_paid(question: str, source: str, is_so: bool) -> None:
    assert is_not_done("2 million", question, ["It rains.", source]) == is_so


INQUIRY = "An inquiry has been looking at what caused the rust."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_so"),
    [
        ("What did the inquiry find?", "Rust was the cause.", INQUIRY, True),
        ("What caused the rust?", "The inquiry concluded that rain caused the rust.", INQUIRY, True),
        ("What did the police show?", "Rain.", "The police are investigating the rain.", True),
        ("What did the inquiry find?", "Rain", f"{INQUIRY} It found that rain had got in.", False),
        ("What is the inquiry about?", "What caused the rust", INQUIRY, False),
        ("What did the inquiry find?", "Rain", "The inquiry blames rain.", False),
    ],
)
def test_what_is_looked_into_has_not_been_found(
    question: str, statement: str, source: str, is_so: bool
) -> None:
    assert is_not_done(statement, question, ["It rains.", source]) == is_so
