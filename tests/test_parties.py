"""What one party may or must do, and the other one may not or need not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.parties import done_by_others
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

CONTRACT = (
    "The Supplier may raise the Fees once a year. The Customer must pay the Supplier within thirty days. "
    "The Supplier has no right to withdraw. After two years the Customer may withdraw. "
    "On request the Customer and the Supplier shall meet. Each party shall keep the plans secret. "
    "The Fees shall be paid in euros. If it is late, the Supplier must tell the Customer. "
    "The board may meet in May. With the consent of the Customer, parts may be sold. "
    "The Supplier's staff wear badges. The Customer shall give the keys to the Supplier, "
    "which the Supplier must keep. Neither the Customer nor the Supplier may sell the plans. "
    "1.2 The Customer pays for the Services."
)


def others(question: str, begins: str, text: str = CONTRACT) -> set[str]:
    """Those of whom the question asks it, if the sentence that begins so says it of others."""
    every = segment(Document("d", "", text, "hash"))
    evidence = [ScoredSentence(one, 1.0) for one in every if one.text.startswith(begins)]
    assert len(evidence) == 1
    return set(done_by_others(question, evidence, lambda _: text).get(evidence[0].sentence, ()))


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("When can the customer raise the fees?", "The Supplier may raise"),
        ("How often may the Customer raise the fees?", "The Supplier may raise"),
        ("Is the customer allowed to raise the fees?", "The Supplier may raise"),
        ("What is the notice period for the customer to withdraw?", "The Supplier has"),
        ("What does the customer have to tell if it is late?", "If it is late"),
        ("Why does the customer raise the fees?", "The Supplier may raise"),
    ],
)
def test_what_another_party_does(question: str, begins: str) -> None:
    assert others(question, begins) == {"custom"}


def test_an_enumerated_sentence() -> None:
    assert others("What does the supplier pay for?", "1.2 The Customer") == {"supplier"}


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("When can the supplier raise the fees?", "The Supplier may raise"),
        ("Who may raise the fees?", "The Supplier may raise"),  # asks for the party
        ("When will the supplier be paid?", "The Customer must pay"),  # as the other one pays
        ("When does the supplier get the money?", "The Customer must pay"),
        ("When must the customer meet?", "On request"),  # both do
        ("May the customer sell the plans?", "Neither"),
        ("Must the customer keep the plans secret?", "Each party"),
        ("In which currency does the customer pay the fees?", "The Fees"),  # not by a party
        ("What must the supplier do in May?", "The board"),  # no party of the contract
        ("What must the supplier do with the keys?", "The Customer shall give"),  # both do something
        ("When may the supplier sell parts?", "With the consent"),  # consent is not done
        ("What must the customer wear?", "The Supplier's staff"),
        ("When may the vendor raise the fees?", "The Supplier may raise"),  # perhaps another word for it
    ],
)
def test_what_may_be_of_the_asked_party(question: str, begins: str) -> None:
    assert not others(question, begins)


def test_words_that_a_text_also_writes_small_are_no_parties() -> None:
    text = f"{CONTRACT} They call the supplier and the customer."
    assert not others("When can the customer raise the fees?", "The Supplier may raise", text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "How often can the customer raise the fees?",
            "What comes closest is about another one: The Supplier may raise the Fees once a year.",
        ),
        ("How often can the supplier raise the fees?", "They can be raised once a year. [1]"),
    ],
)
def test_it_is_refused_for_the_other_party(
    answered: Callable[[str, str, str], reqa.Answer], question: str, said: str
) -> None:
    answer = answered(CONTRACT, question, "They can be raised once a year. [1]\n")
    assert answer.text.endswith(said)


def test_what_is_done_to_the_asked_party_is_quoted(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = CONTRACT.replace("The Customer must pay the Supplier", "The Customer must warn the Supplier")
    answer = answered(text, "When must the supplier warn?", "It must warn within thirty days. [1]\n")
    assert answer.text == "The Customer must warn the Supplier within thirty days. [1]"
    answer = answered(text, "When must the customer warn?", "It must warn within thirty days. [1]\n")
    assert answer.text == "It must warn within thirty days. [1]"
