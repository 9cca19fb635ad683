"""A conversation taken away: word-for-word quotes, intact citations, and nothing alive in the Markdown."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reqa_ui import export
from reqa_ui.conversation import Conversation, Turn
from reqa_ui.feedback import Feedback

import reqa
from reqa.evaluation.golden import load_golden
from reqa.types import Answer, Citation, Statement

TEXT = "It *rained* for [3] days.\n# Then <b>it</b> stopped."
CITED = Citation(1, "a.md", "The weather", "ab" * 32, 0, len(TEXT), TEXT, 4, 5)
ANSWER = Answer(
    "How long?",
    "Three days. [1] It was cold.",
    (Statement("Three days.", 0, 11, (CITED,), 0.9, True), Statement("It was cold.", 16, 28, (), 0.1, False)),
    (CITED,),
)


def test_markdown_has_the_citations_and_the_remark() -> None:
    text = export.markdown("How long?", ANSWER)
    assert "## How long?" in text
    assert "Three days. [1] It was cold. *(not supported by the documents)*" in text
    assert "[1] The weather, a.md, pages 4 to 5, characters 0 to" in text


def test_a_question_that_was_read_otherwise_is_told_as_it_was_read() -> None:
    mended = dataclasses.replace(ANSWER, question="Hwo long?", understood="How long?")
    assert export.plain(mended).startswith("Understood as: How long?\n\nThree days. [1]")
    assert export.plain(ANSWER).startswith("Three days. [1]")
    assert "## Hwo long?\n\n*Understood as: How long?*\n\nThree days. [1]" in export.markdown(
        "Hwo long?", mended
    )
    assert "Understood" not in export.markdown("How long?", ANSWER)


def _shown(markdown: str) -> str:
    """The text that a reader of the rendered Markdown sees."""
    found = []
    for token in MarkdownIt("commonmark").parse(markdown):
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "em_open", "em_close", "text_special"), child.type
            found.append("\n" if child.type == "softbreak" else child.content)
        if token.type == "inline":
            found.append("\n")
        assert token.type not in ("html_block", "fence", "code_block"), token.type
    return "".join(found)


@given(st.text(st.sampled_from("ab*_`[]()<>#-+=1.!&\\|~$ \n"), min_size=1, max_size=30).filter(str.strip))
def test_rendered_markdown_shows_the_words_themselves(text: str) -> None:
    cited = Citation(1, "a.md", "T", "ab" * 32, 0, len(text), text)
    shown = _shown(export.markdown("Q", Answer("Q", "A [1]", (), (cited,))))
    assert "".join(text.split()) in "".join(shown.split())


def test_data_comes_back_as_it_went() -> None:
    data = json.loads(json.dumps(export.to_data(ANSWER)))
    assert export.from_data(data) == ANSWER


@pytest.mark.parametrize("wrong", [7, "x", [], {}, {"question": 1, "text": []}])
def test_what_is_no_answer_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        export.from_data(wrong)


def test_conversation_comes_back_from_its_records() -> None:
    talk = Conversation()
    for turn in (
        Turn("How long?", answer=ANSWER),
        Turn("Why?", error="It failed."),
        Turn("Who?", stopped=True),
    ):
        talk.turns.append(turn)
    talk.id = "0" * 32
    kept = json.loads(json.dumps({"id": talk.id, "turns": [turn.record() for turn in talk.turns]}))
    back = Conversation()
    back.restore(kept)
    assert [turn.answer for turn in back.turns] == [ANSWER, None, None]
    assert [turn.record() for turn in back.turns] == [turn.record() for turn in talk.turns]
    assert [turn.open for turn in back.turns] == [False, False, False]
    assert back.history() == talk.history()
    assert back.messages(judging=True) == talk.messages(judging=True)


@pytest.mark.parametrize(
    "wrong",
    [None, {}, {"id": "x", "turns": []}, {"id": "0" * 32, "turns": [1]}, {"id": "0" * 32, "turns": {}}],
)
def test_what_is_no_conversation_is_refused(wrong: object) -> None:
    talk = Conversation()
    talk.begin("Here")
    with pytest.raises(ValueError, match="not a"):
        talk.restore(wrong)
    assert talk.turns[0].question == "Here"


def test_edited_question_takes_the_place_of_those_after_it() -> None:
    talk = Conversation()
    for question in ("One", "Two", "Three"):
        talk.begin(question).answer = Answer(question, "Yes.")
    talk.editing = 1
    talk.begin("Two and a half")
    assert [turn.question for turn in talk.turns] == ["One", "Two and a half"]
    assert len(talk.messages(judging=False)) == 4


def test_judgements_are_a_golden_set(corpus: Path, tmp_path: Path, fake_models: None) -> None:
    settings = reqa.Settings(llm="none")
    with reqa.open(corpus, index_dir=tmp_path / "index", settings=settings) as qa:
        feedback = Feedback(tmp_path / "said" / "feedback.jsonl", corpus)
        good = qa.ask("How many clocks from nineteen countries?")
        feedback.add(qa, good, [], good=True, comment="")
        history = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes."}]
        feedback.add(qa, qa.ask("How many cranes are there?"), history, good=False, comment="It says 12.")
        documents = {document.id: document for document in qa.documents}
    golden = load_golden(feedback.path)
    assert golden.groups[0].corpus == corpus.resolve()
    assert golden.groups[0].hashes == {name: d.content_hash for name, d in documents.items()}
    first, second = golden.groups[0].questions
    assert (first.id, first.answerable, first.tags) == ("feedback-0001", True, ("feedback", "good"))
    assert [(s.start, s.end) for s in first.evidence] == [
        (c.start_char_index, c.end_char_index) for c in good.citations
    ]
    assert all(documents[s.document_id].text[s.start : s.end] == s.text for s in first.evidence)
    assert "[1]" not in first.answers[0]
    assert (second.id, second.answers, second.evidence, second.tags) == (
        "feedback-0002",
        (),
        (),
        ("feedback", "bad"),
    )
    assert second.history == tuple(history)
    assert "It says 12." in feedback.path.read_text()
