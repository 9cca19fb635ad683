"""Statements that hold on another condition than their question or their source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.conditions import is_on_another_condition

WARRANTY = "Register within 60 days, and the warranty on the pump is extended to 5 years."


@pytest.mark.parametrize(
    ("question", "statement", "otherwise"),
    [
        ("How do I cross the river when it has rained?", "It can be waded when it has not rained.", True),
        ("How do I cross the river in rain?", "It can be waded unless it rains.", True),
        ("How do I cross it when it does not freeze?", "When it freezes, you must go round.", True),
        ("How do I cross it in frost?", "When it freezes, you must go round.", False),
        ("How do I cross it when it does not rain?", "It can be waded unless it rains.", False),
        ("How do I cross the river?", "It can be waded when it has rained.", True),
        ("How do I cross the river?", "It can be waded unless it has not rained.", True),
        ("How do I cross the river?", "It can be waded unless it has rained.", False),
        ("How do I cross the river?", "It can be waded when it is warm.", False),
        ("How do I cross the river?", "It can be waded when it has not rained.", False),
        ("How do I cross the river in rain?", "It can be waded when you are not alone.", False),
        ("How do I cross the river in rain?", "If not, you must go round.", False),
    ],
)
def test_what_holds_otherwise_is_no_answer(question: str, statement: str, otherwise: bool) -> None:
    source = "It can be waded when it has not rained; else go round."
    assert is_on_another_condition(statement, question, [source]) == otherwise


@pytest.mark.parametrize(
    ("question", "statement", "otherwise"),
    [
        ("How long is the warranty on the pump if I don't register?", "5 years", True),
        ("How long is the warranty without registering?", "It is extended to 5 years.", True),
        ("How long is the warranty unless I register?", "5 years", True),
        ("How long is the warranty without a receipt?", "5 years", False),
        ("How long is the warranty if I register?", "5 years", False),
        ("How long is the warranty if I do not register online?", "5 years", False),
        ("How long is it without that?", "5 years", False),
        ("How long is the warranty if it is not for the motor?", "5 years", False),
        ("Is it 5 years if I don't register?", "It is extended to 5 years.", False),
        ("How long is the warranty if I don't register?", "It is not extended to 5 years.", False),
    ],
)
def test_what_is_so_only_then_is_no_answer_for_the_other_case(
    question: str, statement: str, otherwise: bool
) -> None:
    assert is_on_another_condition(statement, question, [WARRANTY]) == otherwise


@pytest.mark.parametrize(
    "source",
    [
        "Those who do not register have 2 years.",
        "Only those who register have more than 2 years.",
        "It is 2 years.",
    ],
)
def test_a_source_that_speaks_of_the_other_case_answers_it(source: str) -> None:
    assert not is_on_another_condition("2 years", "How long is it if I don't register?", [source])


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    question, said = "How long is the warranty if I don't register?", "The warranty is extended to 5 years."
    assert answered(WARRANTY, question, f"{said} [1]\n").text == f"{WARRANTY} [1]"
    assert answered(WARRANTY, question.replace(" don't", ""), f"{said} [1]\n").text == f"{said} [1]"
