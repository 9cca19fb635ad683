"""What a text says before it names what the question is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import overlap

import reqa
from reqa.checks.apart.later import is_named_only_later, named_later
from reqa.checks.apart.marking import told_apart
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

TEXT = (
    "The vaccine MV-4 is made in Lyon. It costs 4 dollars a dose. The price of it is low.\n\n"
    "A rival, R7 of Dahlman, is made in Pune. It costs 2 dollars a dose. It was shown in May."
)


def not_about(question: str, begins: str, heading: str = "", text: str = TEXT) -> set[str]:
    """What the first sentence that begins so is not about."""
    sentences = segment(Document("d", "", text, "hash"))
    first = next(one for one in sentences if one.text.startswith(begins))
    found = named_later(question, [ScoredSentence(first, 1.0, heading)], lambda _: sentences, lambda _: text)
    return set(found.get(first, ()))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does R7 cost?", {"r7"}),
        ("What does Dahlman's vaccine cost in May?", {"dahlman"}),
        ("What does a dose of R7 of Dahlman cost?", {"r7", "dahlman"}),
        # It is named before, as well, or in another form, or nowhere, or not at all.
        ("What does MV-4 cost?", set()),
        ("What do MV-4 and R7 cost?", set()),
        ("What does a dose in Lyonnais francs cost?", set()),
        ("What does X9 cost?", set()),
        ("What does it cost in May?", set()),
    ],
)
def test_a_word_that_points_back_is_not_about_what_is_named_later(question: str, names: set[str]) -> None:
    assert not_about(question, "It costs") == names


HOUSES = "The college has rooms in Osprey Hall. A room costs 118 crowns. The Cormorant Flats are full."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (HOUSES, {"cormor", "flat"}),
        (HOUSES.replace("A room", "Each room"), {"cormor", "flat"}),
        (HOUSES.replace("A room", "The room"), set()),
        (HOUSES.replace("A room", "A room in Lund"), set()),
        (HOUSES.replace(" in Osprey Hall", ""), set()),
        (HOUSES.replace("Hall. ", "Hall.\n\n"), set()),
        (f"The Cormorant Flats are new. {HOUSES}", set()),
    ],
)
def test_one_of_something_is_one_of_what_was_named(text: str, names: set[str]) -> None:
    begins = "Each room" if "Each room" in text else "The room" if "The room" in text else "A room"
    assert not_about("What is the rent of the Cormorant Flats?", begins, text=text) == names


@pytest.mark.parametrize("begins", ["The vaccine", "The price", "A rival"])
def test_other_sentences_may_be_about_anything(begins: str) -> None:
    assert not not_about("What does R7 cost?", begins)


def test_a_title_names_it_before() -> None:
    assert not not_about("What does R7 cost?", "It costs", heading="R7 and other vaccines")


def test_a_short_name_is_no_part_of_another_word() -> None:
    text = "R71 is a drug. It costs 4 dollars. R7 is old."
    assert not_about("What does R7 cost?", "It costs", text=text) == {"r7"}


def test_another_form_of_the_name_is_the_name() -> None:
    text = "Russia has a vaccine. It costs 4 dollars. The Russian vaccine is new."
    assert not not_about("What does the Russian vaccine cost?", "It costs", text=text)


@pytest.mark.parametrize(("name", "word"), [("Mary", "marine"), ("Rose", "rise")])
def test_a_name_is_known_whatever_its_stem_is(name: str, word: str) -> None:
    text = f"{name} had a boat. It cost 4 dollars. The price of {word} boats went up."
    assert not not_about(f"What did the boat that belonged to {name} cost?", "It cost", text=text)


def test_such_a_sentence_is_marked_in_the_evidence() -> None:
    sentences = segment(Document("d", "", TEXT, "hash"))
    evidence = [ScoredSentence(one, 1.0) for one in sentences]
    marked = told_apart("What does R7 cost?", evidence, lambda _: sentences, lambda _: TEXT, overlap)
    assert marked[sentences[1]].not_about == {"r7"}
    assert marked[sentences[4]].not_about == set()


SPAN = "With a span of 187 metres it was then the longest arch; it lost the record to the Ganter bridge."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_so"),
    [
        ("How long is the span of the Ganter bridge?", "It was 187 metres.", SPAN, True),
        ("How long is the span of the Ganter bridge?", "187 metres", SPAN, True),
        ("How long is the span of the Tasna bridge?", "187 metres", SPAN, False),
        ("How long is the span of the bridge?", "187 metres", SPAN, False),
        ("What did the Ganter bridge take?", "It took the record.", SPAN, False),
        ("How long is the span of the Ganter bridge?", "187 metres", f"The Ganter of Ganter: {SPAN}", False),
        (
            "How long is the Ganter bridge?",
            "187 metres",
            "A span of 187 metres; the Ganter bridge is long.",
            False,
        ),
        (
            "How long is the Ganter bridge?",
            "9 metres",
            "It is 9 metres long; the Ganter bridge has 9 metres.",
            False,
        ),
        (
            "How long is the Ganter bridge?",
            "9 metres",
            "It is 9 metres long. The Ganter bridge is not.",
            False,
        ),
    ],
)
def test_a_sentence_may_name_it_only_after_what_is_said(
    question: str, statement: str, source: str, is_so: bool
) -> None:
    assert is_named_only_later(statement, question, ["It rains.", source]) == is_so


def test_it_may_be_what_another_source_has_named() -> None:
    named = "She built the Ganter bridge."
    assert not is_named_only_later("187 metres", "How long is the span of the Ganter bridge?", [named, SPAN])


def test_the_whole_sentence_is_quoted_then(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(SPAN, "How long is the span of the Ganter bridge?", "It was 187 metres. [1]\n")
    assert [one.text for one in answer.statements] == [SPAN]
