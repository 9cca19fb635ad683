"""What one party may or must do, and the other one may not or need not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import overlap

import reqa
from reqa.attribute import attribute
from reqa.checks.apart.marking import told_apart
from reqa.checks.apart.parties import done_by_others, owned_by_others, says_it_of_others
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

CONTRACT = (
    "The Operator may raise the Fees once a year. The Council must pay the Operator within thirty days. "
    "The Operator has no right to withdraw. After two years the Council may withdraw. "
    "On request the Council and the Operator shall meet. Each party shall keep the plans secret. "
    "The Fees shall be paid in euros. If it is late, the Operator must tell the Council. "
    "The board may meet in May. With the consent of the Council, parts may be sold. "
    "The Operator's staff wear badges. The Council shall give the keys to the Operator, "
    "which the Operator must keep. Neither the Council nor the Operator may sell the plans. "
    "1.2 The Council pays for the Services."
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
        ("When can the council raise the fees?", "The Operator may raise"),
        ("How often may the Council raise the fees?", "The Operator may raise"),
        ("How much of the fees may the council raise?", "The Operator may raise"),
        ("Is the council allowed to raise the fees?", "The Operator may raise"),
        ("What is the notice period for the council to withdraw?", "The Operator has"),
        ("What does the council have to tell if it is late?", "If it is late"),
        ("Why does the council raise the fees?", "The Operator may raise"),
    ],
)
def test_what_another_party_does(question: str, begins: str) -> None:
    assert others(question, begins) == {"council"}


@pytest.mark.parametrize(
    ("statement", "source", "expected"),
    [
        ("The Grantee may end it.", "The Funder may end it if the Grantee breaks it.", True),
        ("The tenant must not also keep a dog.", "The landlord may keep a dog.", True),
        (
            "The theatre has offered rooms.",
            "The city has offered rooms, but the theatre has not decided.",
            True,
        ),
        ("The theatre will soon have offered rooms.", "The city has offered rooms.", False),
        ("The theatre has been offered rooms.", "The city has been offered money.", False),
        ("The Funder may end it.", "The Funder may end it if the Grantee breaks it.", False),
        ("The funder may end it.", "The Grantee or the Funder may only end it.", False),
        ("The grantee may end it.", "The Grantee, or the Funder may end it.", False),
        ("The Grantee may leave.", "The Funder may end it if the Grantee breaks it.", False),
        ("The Grantee ends it.", "The Funder may end it.", False),
        ("The grant may be ended.", "The contract may be ended.", False),
    ],
)
def test_a_statement_that_says_it_of_others(statement: str, source: str, expected: bool) -> None:
    assert says_it_of_others(statement, ["It rains.", source]) == expected


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = "The Funder may end it within three months if the Grantee breaks it."
    question, wrong = "When may they end it?", "The Grantee may end it within three months."
    assert answered(text, question, f"{wrong} [1]\n").text == f"{text} [1]"


def test_what_somebody_may_do_comes_before_what_somebody_does() -> None:
    text = f"{CONTRACT} The Operator may end it if the Council breaks it."
    assert others("What notice must the council give to end it?", "The Operator may end", text) == {"council"}


def test_an_enumerated_sentence() -> None:
    assert others("What does the operator pay for?", "1.2 The Council") == {"oper"}


def test_a_clause_behind_a_comma() -> None:
    text = f"{CONTRACT} When asked, the Operator gives reasons."
    assert others("Which reasons does the council give?", "When asked", text) == {"council"}


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("When can the operator raise the fees?", "The Operator may raise"),
        ("Who may raise the fees?", "The Operator may raise"),  # asks for the party
        ("When will the operator be paid?", "The Council must pay"),  # as the other one pays
        ("When does the operator get the money?", "The Council must pay"),
        ("What is it that the operator will get?", "The Council must pay"),
        ("When must the council meet?", "On request"),  # both do
        ("May the council sell the plans?", "Neither"),
        ("Must the council keep the plans secret?", "Each party"),
        ("In which currency does the council pay the fees?", "The Fees"),  # not by a party
        ("What must the operator do in May?", "The board"),  # no party of the contract
        ("What must the operator do with the keys?", "The Council shall give"),  # both do something
        ("When may the operator sell parts?", "With the consent"),  # consent is not done
        ("What must the council wear?", "The Operator's staff"),
        ("When may the company raise the fees?", "The Operator may raise"),  # perhaps another word for it
    ],
)
def test_what_may_be_of_the_asked_party(question: str, begins: str) -> None:
    assert not others(question, begins)


def test_words_that_a_text_also_writes_small_are_no_parties() -> None:
    text = f"{CONTRACT} They call the operator and the council."
    assert not others("When can the council raise the fees?", "The Operator may raise", text)


TENANCY = "The landlord paints the stairs. The tenant may keep a dog. The museum may sell books."


def test_well_known_pairs_need_no_capitals() -> None:
    assert others("How often must the tenant paint the stairs?", "The landlord", TENANCY) == {"tenant"}
    assert others("May the landlord keep a dog?", "The tenant", TENANCY) == {"landlord"}
    assert not others("May the museum keep a dog?", "The tenant", TENANCY)
    assert not others("May the tenant sell books?", "The museum", TENANCY)
    assert not others("May the lessee paint the stairs?", "The landlord", TENANCY)  # another word for it
    same = "The tenant has a key. The lessee may keep a dog."
    assert not others("May the tenant keep a dog?", "The lessee", same)
    alone = "The landlord paints the stairs."
    assert not others("How often must the tenant paint the stairs?", "The landlord", alone)


@pytest.mark.parametrize(
    ("question", "source", "of_whom"),
    [
        ("What is the cap on the tenant's liability?", "The Landlord’s liability is capped.", {"tenant"}),
        ("What is the cap on the Landlord's liability?", "The tenant's liability is capped.", {"landlord"}),
        ("What is the cap on the tenant's liability?", "The tenant's liability is capped.", set()),
        (
            "How far is the tenant's liability the landlord's liability?",
            "The landlord's liability ends.",
            {"tenant"},
        ),
        ("What is the cap on the tenant's liability?", "The landlord's rent is capped.", set()),
        ("What is the cap on the museum's liability?", "The landlord's liability is capped.", set()),
        ("What is the cap on the tenant's liability?", "The museum's liability is capped.", set()),
        ("What is the cap on liability?", "The landlord's liability is capped.", set()),
    ],
)
def test_what_is_one_partys_is_not_the_others(question: str, source: str, of_whom: set[str]) -> None:
    (one,) = segment(Document("d", "", source, ""))
    text = f"{source} {TENANCY}"
    found = owned_by_others(question, [ScoredSentence(one, 1.0)], lambda _: text)
    assert found.get(one, set()) == of_whom
    headed = owned_by_others(question, [ScoredSentence(one, 1.0, "The tenant's liability")], lambda _: text)
    assert "tenant" not in headed.get(one, set())


def test_what_is_the_other_partys_is_no_answer(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = "The landlord's liability is limited to 30,000 pounds. The tenant's liability is another matter."
    question, said = "What is the tenant's liability limited to?", "It is limited to 30,000 pounds. [1]\n"
    assert answered(text, question, said).abstained
    assert not answered(text, question.replace("tenant", "landlord"), said).abstained


def test_what_others_do_is_no_contradiction(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = (
        "The Employee may end the lease on notice of 2 weeks. The Employer may end the lease on notice of "
        "8 weeks. The Employer shall pay the Employee."
    )
    question = "What notice must the employer give to end the lease?"
    assert answered(text, question, "8 weeks. [1][2]\n").text == "8 weeks. [1]"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "How often can the council raise the fees?",
            "What comes closest is about another one: The Operator may raise the Fees once a year.",
        ),
        ("How often can the operator raise the fees?", "They can be raised once a year. [1]"),
    ],
)
def test_it_is_refused_for_the_other_party(
    answered: Callable[[str, str, str], reqa.Answer], question: str, said: str
) -> None:
    answer = answered(CONTRACT, question, "They can be raised once a year. [1]\n")
    assert answer.text.endswith(said)


def test_so_it_is_under_a_heading_with_the_asked_party(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    warn = "The Council must warn within thirty days."
    text = f"# Duties\n\nThe Operator shall meet.\n\n## The Operator is warned\n\n{warn}\n\n## Else\n\nYes."
    answer = answered(text, "When must the operator warn?", "It is thirty days. [1]\n")
    assert not answer.abstained
    assert warn in answer.text


def test_only_where_all_sources_say_it_of_others(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = (
        "The Council must warn the Operator within thirty days. The Operator must warn neighbours in May. "
        "The Council shall meet."
    )
    both = "It must warn neighbours in May, and within thirty days."
    answer = answered(text, "When must the operator warn?", f"{both} [1][2]\n")
    assert answer.text == f"{both} [1][2]"


def test_what_is_done_to_the_asked_party_ties_nothing() -> None:
    sentences = segment(
        Document(
            "d",
            "",
            "The Council shall pay each bill within thirty days. "
            "If the Council disputes a bill, it shall tell the Operator of the bill.",
            "",
        )
    )
    evidence = [
        ScoredSentence(sentences[0], 3.0, not_about=frozenset({"oper"}), by_others=True),
        ScoredSentence(sentences[1], 4.0, by_others=True),
    ]
    asked = "Within how many days must the operator pay a bill?"
    assert not attribute("Within thirty days.", asked, evidence, (0, 1), overlap).supported


def test_nor_does_a_sentence_that_names_both_parties() -> None:
    text = (
        "The Operator and the Council signed. The Council must pay within thirty days. The Operator may go."
    )
    every = segment(Document("d", "", text, ""))
    evidence = [ScoredSentence(every[0], 4.0), ScoredSentence(every[1], 3.0)]
    asked = "When must the operator pay?"
    marked = told_apart(asked, evidence, lambda _: every, lambda _: text, overlap)
    assert [(one.not_about, one.by_others) for one in marked.values()] == [
        (frozenset(), False),
        (frozenset({"oper"}), True),
    ]
    assert attribute("Within thirty days.", asked, evidence, (1,), overlap).supported
    found = attribute("Within thirty days.", asked, [*marked.values()], (1,), overlap)
    assert not found.supported
    assert not found.saying_otherwise


def test_what_is_done_to_the_asked_party_is_quoted(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = CONTRACT.replace("The Council must pay the Operator", "The Council must warn the Operator")
    answer = answered(text, "When must the operator warn?", "It must warn within thirty days. [1]\n")
    assert answer.text == "The Council must warn the Operator within thirty days. [1]"
    answer = answered(text, "When must the council warn?", "It must warn within thirty days. [1]\n")
    assert answer.text == "It must warn within thirty days. [1]"
