"""Questions that take for granted, and statements that say, what the documents deny."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.denial import contradicts, denial
from reqa.types import ScoredSentence, Sentence

NO_GATE = "After a long debate, the board decided not to install a gate, as it was too dear."


def denied(question: str, *texts: str) -> str | None:
    """What denies the premise of the question, among sentences that fit it best."""
    nearest = [
        ScoredSentence(Sentence("d", i, 100 * i, 100 * i + len(text), text, 0), 5.0 - i)
        for i, text in enumerate(texts)
    ]
    found = denial(question, nearest)
    return found.sentence.text if found else None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When will the gate be installed?", NO_GATE),
        ("Why did Captain Rask sign the treaty?", "Captain Rask refused to sign the treaty."),
        ("Why was the bridge torn down?", "The bridge was flooded, but it wasn’t torn down."),
        ("How much does the kit cost?", "The kit comes at no cost."),
        ("Who won the race?", "The race was cancelled and nobody won."),
        ("Who bought the old ferry?", "Old Ferry Was Not Bought"),
        ("When will the gate be built?", "The board said No to the gate being built."),
        ("When did the crew mend the lamp?", "The crew failed to mend the lamp."),
    ],
)
def test_what_denies_the_premise_is_found(question: str, sentence: str) -> None:
    assert denied(question, "It rained on that day.", sentence) == sentence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When will the gate be installed?", "The board decided to install a gate."),
        ("Why was the gate not installed?", NO_GATE),
        ("When will the gate be installed?", "The gate is new, although nobody likes the paint."),
        ("Why did Captain Rask sign the treaty?", "He never learned to swim."),
        ("Why?", NO_GATE),
        ("Who paid for the new lamp?", "Aune said that the new lamp had failed twice."),
        ("Where was the harbour song written?", "The harbour song was sung by Lund Says No."),
    ],
)
def test_what_denies_something_else_is_left_alone(question: str, sentence: str) -> None:
    assert denied(question, sentence) is None


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (
            "The board decided not to install a gate, as it was too dear.",
            "The board decided to install a gate.",
        ),
        ("It is not yet known whether the seal also swells in acid.", "The seal swells in acid."),
        ("The lamp wasn’t mended by the crew; it still hangs there.", "The crew mended the lamp."),
        ("Captain Rask refused to sign the treaty of 1712.", "Captain Rask signed the treaty of 1712."),
        ("I can mend it, but not before August.", "She can mend it by August."),
        ("The key is kept in the hall, not in the office.", "It is in the office."),
        ("It was written not by Holm but by Lind.", "Holm"),
    ],
)
def test_a_statement_that_its_source_denies_is_found(source: str, statement: str) -> None:
    assert contradicts(source, statement, "What is known?")
    assert not contradicts(source, source, "What is known?")


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("Fitting it takes 40 minutes and needs no special tool.", "Fitting it takes 40 minutes."),
        ("They changed the compound in January 2023 without telling us.", "They changed it in January 2023."),
        ("Fitting it takes 40 minutes with no special tool.", "Fitting it takes 40 minutes."),
        ("It is repaired for no more than 400 pounds.", "It is repaired for at most 400 pounds."),
        (
            "The fair did not open until 1864, when Rask had built the hall.",
            "Rask had built the hall in 1864.",
        ),
        ("Not only did the crew mend the lamp, they also polished it.", "The crew mended the lamp."),
        ("The gate was painted, although nobody liked the colour.", "The gate was painted."),
        ("It did not rain.", "1912"),
        ("Ada Moen of Lund Says No acts in the film of 1994.", "Ada Moen acts in the film of 1994."),
        ("I can mend it, but not before August.", "She can mend it from August."),
        ("The key is kept in the hall, not in the office.", "It is in the hall."),
        ("It was written not by Holm but by Lind.", "Lind"),
        ("It is open in May, not only in June.", "It is open in June."),
        ("It sails in May, but not in May of a leap year.", "It sails in May."),
    ],
)
def test_a_statement_that_its_source_does_not_deny_is_left_alone(source: str, statement: str) -> None:
    assert not contradicts(source, statement, "What is known?")


@pytest.mark.parametrize(
    ("statement", "denied"), [("Captain Rask.", False), ("Captain Rask signed the treaty.", True)]
)
def test_who_did_not_is_answered_by_a_name(statement: str, denied: bool) -> None:
    assert contradicts("Captain Rask did not sign it.", statement, "Who did not sign the treaty?") == denied


def test_an_abstention_says_what_the_documents_say_instead(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "minutes.txt").write_text(f"The gate to the garden was painted.\n\n{NO_GATE}\n")
    chat = ScriptedChat(answerable=False)
    with reqa.open(tmp_path / "minutes.txt", index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("When will the gate be installed?")
        *pieces, last = qa.stream("When will the gate be installed?")
    assert answer.abstained
    assert not answer.citations
    assert answer.text.endswith(f" They say: {NO_GATE}")
    assert answer.nearest[0].cited_text == NO_GATE
    assert answer.text == last.text == "".join(str(piece) for piece in pieces[1:])


def test_what_is_denied_answers_whether_it_is_so(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "minutes.txt").write_text(f"The gate to the garden was painted.\n\n{NO_GATE}\n")
    chat = ScriptedChat(answerable=False)  # a small model says no for either reason
    with reqa.open(tmp_path / "minutes.txt", index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("Will the gate be installed?")
        *pieces, last = qa.stream("Will the gate be installed?")
        assert qa.ask("Will the gate be sold?").abstained
    assert not answer.abstained
    assert answer.text == last.text == f"{NO_GATE} [1]" == "".join(str(piece) for piece in pieces[1:])
    assert [one.cited_text for one in answer.citations] == [NO_GATE]
