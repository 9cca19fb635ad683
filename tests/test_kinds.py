"""What is said of one kind of something, where another kind is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reqa
from reqa.checks.another import of_another
from reqa.checks.kinds import says_it_of_another_kind, says_it_of_what_is_not_so
from reqa.types import Quote

TICKET = "The annual ticket costs 480 euros and includes the sauna."
HALLS = "Halls\n\nThe northern hall seats 300. It is let by Ines Prado.\n\nThe town has a harbour and a mill."


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What does the monthly ticket cost?", TICKET),
        ("Does a monthly ticket include the sauna?", TICKET),
        ("How long is paternity leave?", "Maternity leave is 16 weeks."),
        ("Who may use the private secondary schools?", "Public schools are open to all."),
        ("How many full-time office employees are there?", "There are 40 part-time employees."),
        ("When is the pool open in winter?", "The pool opens at nine in the summer."),
        ("What is the discount for women?", "The discount for men is 5 euros."),
        ("When does the pool close?", "The pool opens at seven."),
        ("Which unstable isotopes are there?", "Stable isotopes are C-12 and C-13."),
        ("How many hens may be kept on a half plot?", "Up to six hens may be kept on a full plot."),
        ("What do members pay?", "Non-members pay 8 euros."),
        ("What is the least important port?", "Arvik is the most important port of all."),
        ("What do undergraduates' rooms cost?", "Graduate rooms cost 300 euros."),
        ("How many days do part-timers get?", "A full-time employee gets 27 days."),
        ("How many days does a full-time employee get?", "Part-timers get 12 days."),
        ("How many part-time graduates have work?", "Of the full-time class, 27 have."),
    ],
)
def test_another_kind_is_another(question: str, source: str) -> None:
    assert of_another(question, [Quote(source)])


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What does the annual ticket cost?", TICKET),
        ("What does the yearly ticket cost?", TICKET),
        ("What does the ticket cost?", TICKET),
        ("What does the student ticket cost?", TICKET),
        ("Is the monthly ticket dearer than the annual one?", TICKET),
        ("What is dearer, the annual or the monthly ticket?", TICKET),
        # The source has it, if elsewhere or in another form.
        ("What is a soft taco?", "Soft-shelled tacos are not fried, unlike a hard taco."),
        ("What does the monthly ticket cost?", "The annual ticket costs 480, the monthly one 60 euros."),
        ("Which unstable isotopes are there?", "Instability of isotopes: unstable are C-11 and C-14."),
        # They are not said of the same.
        ("When does the public library open?", "A private donor paid for it."),
        ("Where is the lowest average temperature?", "It has the highest average elevation."),
        ("How large are the halls?", "It has a small garden."),
        ("When are the large 12 halls open?", "The small 12 rooms are open."),
        ("Which two large rooms are let?", "Two small gardens are let."),
        # What is lower for one is higher for the other.
        ("Where are there higher wages?", "Lund pays lower wages than Oslo."),
        # Who took the place of the former one is the current one.
        ("Who is the current chair?", "Runa Holt followed the former chair in 2020."),
        # Neither an order nor its end.
        ("Which hotel has the fewest rooms?", "The Astoria has at most 40 rooms."),
        ("Which club has the fewest halls?", "Most halls of Ask are small."),
        # It also says when it ends.
        ("When does the pool close?", "The pool opens from seven to nine."),
        ("When does the course end?", "The course starts in May and lasts until June."),
    ],
)
def test_what_may_be_the_same_kind_is_not(question: str, source: str) -> None:
    assert not of_another(question, [Quote(source)])


HALVES = "Sales of drills fell in the first half; in the second half they rose by 3 percent."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_another"),
    [
        ("By how much did sales rise in the first half?", "3 percent", HALVES, True),
        ("By how much did sales rise in the second half?", "3 percent", HALVES, False),
        ("By how much did sales rise?", "3 percent", HALVES, False),
        ("What did sales do in the second half?", "They fell.", HALVES, True),
        (
            "When is the pool open in winter?",
            "At nine.",
            "In summer it opens at eight, while in winter at nine.",
            False,
        ),
        (
            "When is the pool open in winter?",
            "At eight.",
            "In summer it opens at eight, while in winter at nine.",
            True,
        ),
        # It is in both parts, or tells of them.
        ("By how much did sales rise in the first half?", "Drills", f"{HALVES[:-1]} for drills.", False),
        ("What did sales do in the first half?", "They fell, then rose.", HALVES, False),
        ("What did sales do in the first half?", "Sales", HALVES, False),
    ],
)
def test_the_part_that_says_it_may_be_of_another_kind(
    question: str, statement: str, source: str, is_another: bool
) -> None:
    assert says_it_of_another_kind(statement, question, ["It is so.", source]) == is_another


def test_a_source_may_be_of_another_kind_than_the_rest() -> None:
    both = [TICKET, "A monthly ticket is an eighth of it."]
    assert says_it_of_another_kind("480 euros", "What does the monthly ticket cost?", both)
    assert not says_it_of_another_kind("An eighth", "What does the monthly ticket cost?", both)
    assert not says_it_of_another_kind("No.", "Is it a state crime?", ["It is a federal crime."])


def test_the_whole_sentence_is_quoted_then(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    said = "3 percent. [1]\n"
    assert (
        answered(HALVES, "By how much did sales rise in the first half?", said).statements[0].text == HALVES
    )
    assert answered(HALVES, "By how much did sales rise in the second half?", said).text == said[:-1]


def test_the_heading_may_name_the_kind() -> None:
    assert not of_another("What does the monthly ticket cost?", [Quote(TICKET, "Monthly tickets")])
    assert not of_another("What does the monthly ticket cost?", [Quote(TICKET, "Monthly")])
    assert of_another("What does the monthly ticket cost?", [Quote(TICKET, "Monthly report")])


def test_another_source_may_name_the_kind() -> None:
    both = [Quote(TICKET), Quote("A monthly ticket is an eighth of it.")]
    assert not of_another("What does the monthly ticket cost?", both)


KIND = st.sampled_from(
    [
        "annual",
        "monthly",
        "upper",
        "lower",
        "red",
        "blue",
        "men",
        "women",
        "opens",
        "closed",
        "least",
        "summer",
    ]
)
WORDS = st.lists(
    st.one_of(KIND, st.sampled_from(["the", "a", "ticket", "hall", "in", "of", "pool"])), max_size=8
)


@given(WORDS, WORDS)
def test_what_has_all_of_the_question_is_never_of_another_kind(asked: list[str], more: list[str]) -> None:
    question = " ".join(asked)
    assert not of_another(question, [Quote(f"{question}. {' '.join(more)}")])


@pytest.mark.parametrize(
    ("question", "abstained"),
    [("How many does the southern hall seat?", True), ("How many does the northern hall seat?", False)],
)
def test_what_comes_closest_is_said_with_the_refusal(
    answered: Callable[[str, str, str], reqa.Answer], question: str, abstained: bool
) -> None:
    answer = answered(HALLS, question, "The hall seats 300. [1]\n")
    assert answer.abstained == abstained
    assert answer.text.endswith("about another one: The northern hall seats 300.") == abstained
    if abstained:
        assert answer.nearest[0].cited_text == "The northern hall seats 300."


KEEPS = "The syrup keeps for three years unopened; use it within six months of opening."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_so"),
    [
        ("How long does it keep once opened?", "It keeps for three years.", KEEPS, True),
        ("How long does it keep after opening?", "Three years unopened.", KEEPS, True),
        ("How long does it keep unopened?", "It keeps for three years.", KEEPS, False),
        ("How long does it keep after opening?", "Six months", KEEPS, False),
        ("How long does it keep?", "Three years", KEEPS, False),
        ("How long does it keep after opening?", "It keeps.", KEEPS, False),
        ("How long does it keep unopened and after opening?", "Three years", KEEPS, False),
        # The part says both, or the source only one of them.
        (
            "When was it opened?",
            "In May",
            "Unopened until then, it was opened in May; it was opened again in June.",
            False,
        ),
        ("When was it opened?", "In May", "It was unopened in May; in June it closed.", False),
        ("When was it opened?", "In May", "It was unopened in May; it was opened in May.", False),
    ],
)
def test_a_part_may_be_about_what_is_not_so(question: str, statement: str, source: str, is_so: bool) -> None:
    assert says_it_of_what_is_not_so(statement, question, ["It is so.", source]) == is_so


def test_it_is_quoted_in_full_then(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(KEEPS, "How long does the syrup keep after opening?", "It keeps for three years. [1]\n")
    assert [one.text for one in answer.statements] == [KEEPS]


OPEN = "The boathouse is open from 6 to 21, in winter (November to March) from 8 to 17."


@pytest.mark.parametrize(
    ("question", "source", "is_another"),
    [
        ("When does it open in summer?", OPEN, False),
        ("When does it open in winter?", OPEN, False),
        ("When does it open in summer?", "The boathouse is open from 8 to 17 in winter.", True),
        ("When does it open in summer?", "The boathouse is open, in winter from 8 to 17.", True),
        ("When does it open in autumn?", "In summer it is open from 6 to 21, in winter from 8 to 17.", True),
    ],
)
def test_a_rule_holds_where_nothing_else_is_said(question: str, source: str, is_another: bool) -> None:
    assert of_another(question, [Quote(source)]) == is_another


@pytest.mark.parametrize(
    ("question", "statement", "is_so"),
    [
        ("When does it close in winter?", "It closes at 21.", True),
        ("When does it close in winter?", "At 17", False),
        ("When does it close in winter?", "It closes at 17, else at 21.", False),
        ("When does it close in summer?", "It closes at 21.", False),
        ("When does it close?", "It closes at 21.", False),
        ("When does it close in winter?", "It does.", False),
        ("When does it open in winter?", "At 8", False),
    ],
)
def test_the_rule_does_not_hold_where_something_else_is_said(
    question: str, statement: str, is_so: bool
) -> None:
    source = OPEN.replace("from 6", "from 8 or 6")
    assert says_it_of_another_kind(statement, question, ["It is so.", source]) == is_so
