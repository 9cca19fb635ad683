"""Statements that an answer is as good without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.checks.redundant import (
    has_lost_its_subject,
    is_of_somebody_else,
    is_one_of_several,
    is_word_for_word,
    says_too_little,
    tells_most_of,
    tells_nothing,
)

DUG = "When was the harbour dug, and by whom?"


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Who directed Titanic?", "He directed Titanic."),
        ("Which shop is open on Sunday?", "The shop is open on Sunday."),
        ("When is the shop open on Sunday?", "Sunday."),
        ("Who wrote, and who directed, Titanic?", "He directed Titanic."),
        ("When was the bridge closed?", "It was closed."),
        ("What is there about the bridge of Lund?", "There is the bridge of Lund."),
        ("When was the bridge closed?", "Section 14."),
        ("When was the bridge closed?", "Annex IV"),
        ("What three things do they want?", "MRS LIND: Three things."),
        ("Were the vehicles fastened?", "MR DASTAN: Were the cars chained down?"),
        ("What three things do they want?", "Eva Lind: They want three things!"),
    ],
)
def test_the_question_put_differently(question: str, statement: str) -> None:
    assert tells_nothing(statement, question, ())


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Who directed Titanic?", "He directed Titanic in 1997."),
        ("Was the bridge closed?", "It was closed."),
        ("Is it for the reader to say whether it was closed?", "It was not closed."),
        ("Which was built first, the mole or the bridge?", "The bridge was built first."),
        ("Which was built first, the mole or the bridge?", "The bridge."),
        ("The mole and the bridge: which was built first?", "The bridge."),
        ("How was he paid?", "He was paid in gold."),
        ("Who wants three things?", "MRS LIND: Three things."),
        ("By whom are three things wanted?", "MRS LIND: Three things."),
        ("What begins at three?", "Kick-off: three"),
        ("What three things do they want?", "MRS LIND: Three things, bread among them."),
        ("Which section is about the bridge?", "Section 14."),
        ("Who is it by?", "Section 14 of the Act."),
        ("Can storage be added? How?", "It can be added."),
        ("Is it known who wrote it?", "Yes."),
        ("Does the report say why it was closed?", "It was closed."),
    ],
)
def test_an_answer_in_the_words_of_the_question(question: str, statement: str) -> None:
    assert not tells_nothing(statement, question, ())


@pytest.mark.parametrize(
    ("statement", "earlier"),
    [
        ("$181,000", "$181,000"),
        ("In 1640.", "The harbour was dug in 1640."),
        ("Queen Margareta", "It was dug in 1640 by Queen Margareta."),
        ("The harbour was dug.", "The harbour was dug."),
    ],
)
def test_what_was_said_before(statement: str, earlier: str) -> None:
    assert tells_nothing(statement, DUG, ["It has 12 cranes.", earlier])


@pytest.mark.parametrize(
    ("statement", "earlier"),
    [
        ("In 1640.", "In 1641."),
        ("It was dug by Queen Margareta.", "It was dug in 1640."),
        ("The harbour was not dug.", "The harbour was dug."),
        ("The harbour was dug.", "By Queen Margareta."),
    ],
)
def test_what_is_new(statement: str, earlier: str) -> None:
    assert not tells_nothing(statement, DUG, [earlier])


@pytest.mark.parametrize(
    ("asked", "said", "source"),
    [
        ("Was Tolland found to be negligent?", "Yes.", "Tolland was found to be negligent in May."),
        (
            "Was Tolland found negligent?",
            "Tolland was found negligent.",
            "Tolland was cleared of negligence.",
        ),
        (
            "Is there water at the bothy?",
            "There is a spring up the path.",
            "The bothy has no water; there is a spring up the path.",
        ),
        (
            "Will the prosecutor appeal?",
            "Tobias Venn said he would not appeal.",
            "The lawyer, Tobias Venn, said he would not appeal; the prosecutor has not decided.",
        ),
        ("Did Amory resign?", "No, Amory did not resign.", "Ruth Callan did not want Amory to resign."),
    ],
)
def test_what_only_says_yes_or_no_gives_way_to_its_source(
    asked: str, said: str, source: str, answered: Callable[[str, str, str], reqa.Answer]
) -> None:
    assert answered(source, asked, f"{said} [1]").text == f"{source} [1]"


def test_what_was_asked_for_does_not_only_agree() -> None:
    assert says_too_little("It is the mole.", "Is it the mole?")
    assert not says_too_little("The mole.", "Which is longer, the mole or the bridge?")


@pytest.mark.parametrize(
    ("question", "statement", "is_so"),
    [
        ("Will the prosecutor appeal?", "Venn would not appeal.", True),
        ("Will the prosecutor appeal?", "The prosecutor and Venn would not appeal.", False),
        ("Will the prosecutor appeal?", "He would not appeal.", False),
        ("Who will appeal?", "Venn would not appeal.", False),
        ("When will the prosecutor appeal?", "Venn would not appeal.", False),
        ("Will Venn appeal?", "Venn would not appeal.", False),
        ("Will the witness appeal?", "Venn would not appeal.", False),
    ],
)
def test_a_yes_or_no_may_be_of_somebody_else(question: str, statement: str, is_so: bool) -> None:
    sources = ["It is late.", "Venn would not appeal; the prosecutor has not decided."]
    assert is_of_somebody_else(statement, question, sources) == is_so


FLOWN = "Maier was flown to the hospital in Lienz, Haas was treated in the hut on Monday."


@pytest.mark.parametrize(
    ("question", "statement", "is_so"),
    [
        ("How was Haas brought down?", f"He {FLOWN[6:]}", True),
        ("To which hospital was Haas flown?", f"The {FLOWN[23:]}", True),
        ("How was Haas brought down?", FLOWN, False),
        ("How was Haas brought down?", "He was treated in the hut.", False),
        ("How was Haas brought down?", "He was treated in the hut on Monday.", False),
        ("How was Haas brought down?", f"The text says of him that he {FLOWN[6:]}", False),
        ("How was Maier brought down?", f"She {FLOWN[6:]}", False),
        ("How was he brought down?", f"He {FLOWN[6:]}", False),
    ],
)
def test_a_sentence_without_its_subject_is_of_somebody_else(
    question: str, statement: str, is_so: bool
) -> None:
    assert has_lost_its_subject(statement, question, ["It rains.", FLOWN]) == is_so


def test_what_a_sentence_does_not_begin_with_a_name_is_left_out() -> None:
    asked, source = "How was Haas brought down?", f"On the whole, {FLOWN[6:]}"
    assert not has_lost_its_subject(f"He {FLOWN[6:]}", asked, [source])


def test_a_sentence_that_has_lost_its_subject_is_quoted(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    answer = answered(FLOWN, "How was Haas brought down from the hut?", f"He {FLOWN[6:]} [1]\n")
    assert answer.text == f"{FLOWN} [1]"


def test_what_is_quoted_behind_another_sentence_comes_with_what_it_leans_on(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    text = "Jutta Ladde was freed. The judge read all letters. She believed that need moved him."
    answer = answered(text, "Has need moved Ladde?", "Need moved Ladde. [1][3]\n")
    parts = text.replace(". ", ".|").split("|")
    assert [one.text for one in answer.statements] == parts
    answer = answered(text, "Has need moved Ladde?", f"{parts[1]} [2]\nNeed moved Ladde. [1][3]\n")
    assert [one.text for one in answer.statements] == parts
    answer = answered(" ".join(parts[1:]), "Has need moved him?", "Need moved him. [2]\n")
    assert [one.text for one in answer.statements] == parts[2:]


def test_one_of_several_sentences_does_not_tell_whether_it_is_so_alone(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    dogs, lets = "Dogs are allowed for the tenants with consent.", "The tenants may keep keys of the hall."
    text, said = f"{dogs} {lets.replace('keys of', 'keys  of')}", f"{lets} [2]"
    assert answered(text, "May the tenants keep dogs with consent?", said).text == f"{dogs} [1] {lets} [2]"
    assert answered(text, "May the tenants keep the keys?", said).text == f"{lets} [1]"
    assert answered(text, "When may the tenants keep dogs with consent?", said).text == f"{lets} [1][2]"
    assert not is_one_of_several(lets, "May the tenants keep keys?", [lets])


def test_what_says_more_than_yes_is_kept(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    source, said = "Amory resigned on 4 May after two stormy meetings.", "Yes, she resigned on 4 May. [1]"
    assert answered(source, "Did Amory resign?", said).text == said


def test_a_pronoun_that_tells_nothing_comes_with_who_it_is(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    note = "Rolf can switch the domain. He has the password. Nobody else can do it."
    answer = answered(note, "Who has the password?", "He has the password. [1]")
    assert answer.text == "Rolf can switch the domain. [1] He has the password. [2]"


@pytest.mark.usefixtures("fake_models")
def test_a_sentence_in_the_words_of_a_yes_or_no_question_is_quoted(corpus: Path, tmp_path: Path) -> None:
    chat = ScriptedChat(answer="The moon is made of cheese. [1]")
    with reqa.open(corpus, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("Does the museum own 812 clocks from nineteen countries?")
    assert answer.text == "The museum owns 812 clocks from nineteen countries. [1]"


@pytest.mark.usefixtures("fake_models")
def test_an_answer_says_nothing_twice(corpus: Path, tmp_path: Path) -> None:
    chat = ScriptedChat(answer="812 clocks. [1]\nIt owns them. [1]\nThe museum owns 812 clocks. [1]")
    with reqa.open(corpus, index_dir=tmp_path / "index", llm=chat) as qa:
        *shown, answer = qa.stream("How many clocks does the museum own?")
    assert answer.text == "812 clocks. [1]"
    assert "It owns them." in "".join(piece for piece in shown if isinstance(piece, reqa.TextDelta))


BUDGET = "The committee approved a budget of 6,400 pounds for 2025."
AGAINST = "Wilk voted against this budget, as it was too high."


@pytest.mark.parametrize(
    ("statement", "is_most"),
    [
        ("A budget of 6,400 pounds for 2025 was approved.", True),
        (BUDGET, True),
        ("A budget for 2025 was approved.", False),
        ("A budget of 6,400 pounds for 2025 was not approved.", False),
    ],
)
def test_most_of_a_source_may_have_been_said(statement: str, is_most: bool) -> None:
    assert tells_most_of(statement, BUDGET) is is_most


@pytest.mark.usefixtures("fake_models")
def test_what_has_mostly_been_said_is_not_quoted_as_well(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(f"{BUDGET} {AGAINST}")
    first, second = (
        "A budget of 6,400 pounds was approved for 2025.",
        "Wilk voted against 6,400 pounds for 2025.",
    )
    chat = ScriptedChat(answer=f"{first} [1]\n{second} [2]", doubts=(second,))
    with reqa.open(tmp_path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("Which budget did the committee approve, and who voted against it?")
    assert [one.text for one in answer.statements] == [first, AGAINST]


@pytest.mark.parametrize(
    ("statement", "is_there"),
    [
        ("It may, by law, be shut.", True),
        ("“By law, be shut”", True),
        ("be shut at", True),
        ("t may by law", False),
        ("It may be shut.", False),
        ("by law be shu", False),
    ],
)
def test_words_that_stand_next_to_each_other_in_a_source(statement: str, is_there: bool) -> None:
    assert is_word_for_word(statement, "It may by law\nbe SHUT at night.") is is_there


def test_a_question_may_be_what_is_asked_for() -> None:
    said = "MR DASTAN: Were the cars chained down?"
    assert not tells_nothing(said, "What did Mr Dastan ask her on the ferry?", [])
