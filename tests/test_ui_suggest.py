"""Questions to go on with after an abstention."""

from __future__ import annotations

import pytest
from fake_qa import FakeQA, Said, Script, document
from reqa_ui import suggest

import reqa

TEXT = """# Rules

The warden is Tor Lind. Nets are dried at Moen's pier.

## Winter storage

The crane lifts 9 tonnes.
"""
ABOUT = "What does the document say about {}?"


def offered(*nearest: str, asked: str = "What is the speed limit?", answers: bool = True) -> list[str]:
    said = Script((Said("Something.", (nearest[0],)),)) if answers else Script(abstains="no_evidence")
    asked_about = ("“Rules”", "“Winter storage”", "Tor Lind", "Moen")
    scripts = {asked: Script(abstains="no_evidence", nearest=nearest)}
    scripts |= {ABOUT.format(name): said for name in asked_about}
    qa = FakeQA((document("rules.md", "Rules", TEXT),), scripts)
    (answer,) = (event for event in qa.stream(asked) if isinstance(event, reqa.Answer))
    return suggest.suggestions(qa, answer)


def test_names_come_before_sections() -> None:
    found = offered("The warden is Tor Lind.", "The crane lifts 9 tonnes.")
    assert found == [ABOUT.format("Tor Lind"), ABOUT.format("“Rules”"), ABOUT.format("“Winter storage”")]


def test_a_section_of_two_sentences_is_offered_once() -> None:
    found = offered("The warden is Tor Lind.", "Nets are dried at Moen's pier.")
    assert found == [ABOUT.format("Tor Lind"), ABOUT.format("Moen"), ABOUT.format("“Rules”")]
    two = offered("Nets are dried at Moen's pier.", "Nets are dried at Moen's pier.")
    assert len(two) == len(set(two))


def test_what_was_asked_is_not_offered() -> None:
    assert ABOUT.format("Tor Lind") not in offered("The warden is Tor Lind.", asked="Who is tor lind?")


def test_nothing_is_offered_that_the_documents_do_not_answer() -> None:
    assert offered("The warden is Tor Lind.", answers=False) == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("What is the budget?", ["the Harbour Board", "Ada Moen"]),
        ("What is the harbour board's budget?", ["Ada Moen"]),
    ],
)
def test_a_name_keeps_the_article_that_it_always_has(asked: str, names: list[str]) -> None:
    text = "The Harbour Board met Ada Moen.\n\nThen the\nHarbour Board asked the Ada Moen fund for more.\n"
    script = Script(abstains="no_evidence", nearest=("The Harbour Board met Ada Moen.",))
    qa = FakeQA((document("board.md", "Board", text),), {asked: script})
    (answer,) = (event for event in qa.stream(asked) if isinstance(event, reqa.Answer))
    assert list(suggest.candidates(qa, answer)) == [ABOUT.format(name) for name in names]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Kirill Dmitriev, the Kremlin's envoy, spoke for the Ministry of Natural Resources.",
            ["Kirill Dmitriev", "Kremlin", "Ministry of Natural Resources"],
        ),
        ("The crane lifts 9 tonnes.", []),
    ],
)
def test_names_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert suggest.names(sentence, sentence) == expected
