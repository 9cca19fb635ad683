"""Reading a question past its typing errors."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqa.spelling import Spelling

TEXT = (
    "The harbour of Lund was dug in 1640 by Queen Margareta. A storm broke the northern mole in 1902. "
    "Its harbourmaster, Dr. Zelenka, was angry with the town. Any ship may moor. We don't dredge at night. "
    "The Øresund is near."
)


def corrected(question: str) -> str:
    return Spelling(lambda: [TEXT]).corrected(question)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Who dug the harbuor?", "Who dug the harbour?"),
        ("who was quen margareta", "who was Queen margareta"),
        ("Which mole did a strom break?", "Which mole did a storm break?"),
        ("Who is Zelenkaa?", "Who is Zelenka?"),
        ("Why was zelenak angry?", "Why was Zelenka angry?"),
        ("Why was he angy?", "Why was he angry?"),  # and not "any"
        ("harbuor Lund", "harbour Lund"),
        ("quen Margerita harbuor", "Queen Margerita harbour"),
        ("Who mooerd there?", "Who moored there?"),  # the documents have "moor" and not "moored"
        ("wich mole broek?", "wich mole broke?"),  # "with" would be near, but says nothing
        ("WHO DUG THE HARBUOR?", "WHO DUG THE harbour?"),
    ],
)
def test_a_slip_is_read_as_the_word_of_the_documents(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "How many harbours are there?",  # another form of a word that is there
        "Who was born in Long?",  # a word of its own, though Lund is near
        "What does the DVD cost?",  # too short to tell
        "What is the MOLD?",  # an abbreviation, though a mole is near
        "Why don't they dredge?",
        "Didn't it storm?",
        "Who is Kowalczyk?",  # nothing is near
        "Wer hat den Hafen gegraben, und warum war Margarita zornig?",  # another language
        "1640?",
        "",
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert corrected(question) == question


@given(st.text())
def test_any_question_keeps_all_but_its_words(question: str) -> None:
    def rest(text: str) -> str:
        return "".join(c for c in text if not c.isalpha())

    assert rest(corrected(question)) == rest(question)


def test_the_documents_are_read_once_and_only_when_they_are_needed() -> None:
    read: list[int] = []

    def texts() -> list[str]:
        read.append(1)
        return [TEXT]

    spelling = Spelling(texts)
    assert spelling.corrected("Who dug it?") == "Who dug it?"
    assert read == []
    asking = [
        threading.Thread(target=spelling.corrected, args=("Where is the harbuor of Zelenkaa?",))
        for _ in range(4)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert read == [1]
