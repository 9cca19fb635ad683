"""Questions that take for granted, and statements that say, what the documents deny."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.text.denial import answers_no, denial
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
        ("Was anybody hurt?", "Nobody was hurt."),
        ("Does she get a bonus?", "There is no entitlement to a bonus."),
        ("Who bought the old ferry?", "Old Ferry Was Not Bought"),
        ("When will the gate be built?", "The board said No to the gate being built."),
        ("When did the crew mend the lamp?", "The crew failed to mend the lamp."),
        ("May I keep cocks?", "Hens may be kept, up to five; cocks may not."),
        ("When did Oslo honour the painter?", "Lund honoured the painter in May, but Oslo never did."),
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
        ("May I keep hens?", "Hens may be kept, up to five; cocks may not."),
        ("Can I sell cocks?", "Hens may be kept, up to five; cocks may not."),
        ("Is the van mended?", "Meat is refused because we have no cooled van."),
        ("Who paid for the new lamp?", "Aune said that the new lamp had failed twice."),
        ("Where was the harbour song written?", "The harbour song was sung by Lund Says No."),
    ],
)
def test_what_denies_something_else_is_left_alone(question: str, sentence: str) -> None:
    assert denied(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "score", "answers"),
    [
        ("Do the shares earn interest?", 5.0, True),
        ("Do the shares of the old mill earn interest?", 5.0, False),
        ("What interest do the shares earn?", 5.0, False),
        ("Do the shares earn interest?", -3.0, False),
    ],
)
def test_a_denial_answers_whether_most_of_the_question_is_so(
    question: str, score: float, answers: bool
) -> None:
    text = "Shares bear no interest."
    assert answers_no(question, ScoredSentence(Sentence("d", 0, 0, len(text), text, 0), score)) == answers


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
