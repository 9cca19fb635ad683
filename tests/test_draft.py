"""Drafting a golden set: what is proposed, who decides, and what is on disk whatever happens."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedChat
from typer.testing import CliRunner, Result

import reqa
from reqa import cli
from reqa.evaluation.draft import GoldenFile, Proposal, propose
from reqa.evaluation.golden import GoldenQuestion, Span, load_golden
from reqa.evaluation.run import check_golden
from reqa.llm import LanguageModel

pytestmark = pytest.mark.usefixtures("fake_models")


class Asking(ScriptedChat):
    """Writes a question out of the words of the sentence; an unanswerable one out of none of them."""

    def _reply(self, messages: list[Any]) -> str:
        prompt = messages[-1].text
        sentence = re.search(r"^Sentence: (.*)$", prompt, re.MULTILINE)
        if sentence:
            return (
                f"**Question:** What about {sentence.group(1).rstrip('.')}?\nAnswer: {sentence.group(1)[:12]}"
            )
        if prompt.endswith("Question: ..."):
            return "Question: Xylophone yodelling quotas?"
        return super()._reply(messages)


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> ScriptedChat:
    """The model that `--llm local` names."""
    chat = Asking()
    built = LanguageModel("asking", chat)
    build = lambda settings, *_: None if settings.llm == "none" else built  # noqa: E731
    monkeypatch.setattr("reqa.engine.build_llm", build)
    return chat


def command(corpus: Path, out: Path, *arguments: str, typed: str = "") -> Result:
    options = ["--corpus", str(corpus), "--out", str(out), "--index", str(out.parent / "index")]
    return CliRunner().invoke(cli.app, ["golden", "draft", *options, *arguments], input=typed)


def proposals(corpus: Path, out: Path) -> list[Proposal]:
    with reqa.open(corpus, index_dir=out.parent / "index") as qa:
        return list(propose(qa, GoldenFile(out, corpus, qa.documents)))


def test_proposals_are_sentences_with_questions_that_find_them(corpus: Path, tmp_path: Path) -> None:
    found = proposals(corpus, tmp_path / "g.jsonl")
    assert {span.document_id for p in found for span in p.question.evidence} == {"harbour.txt", "museum.md"}
    for proposal in found:
        for span in proposal.question.evidence:
            text = (corpus / span.document_id).read_text()
            assert text[span.start : span.end] == span.text
            assert span.text.endswith(".")
        assert proposal.question.answerable == bool(proposal.question.evidence)
    assert any(p.confirmed and "rank 1" in p.finding for p in found)
    assert len({p.question.question for p in found}) == len(found)


def test_accepted_questions_are_a_sound_set(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "sets" / "mine.jsonl"
    result = command(corpus, out, "--yes")
    assert result.exit_code == 0, result.stderr
    golden, wrong = check_golden(out, None)
    assert wrong == []
    assert golden.size >= 3
    assert all("unreviewed" in q.tags for q in golden.groups[0].questions)
    assert json.loads(out.read_text().splitlines()[0])["corpus"] == "../documents"
    evaluated = CliRunner().invoke(cli.app, ["eval", str(out), "--llm", "none"])
    assert evaluated.exit_code == 0, evaluated.stderr


def test_a_person_accepts_edits_and_rejects(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    typed = "a\ne\nWhat does it lift?\n450 tonnes | 450 t\nr\nq\n"
    result = command(corpus, out, typed=typed)
    assert result.exit_code == 0, result.stderr
    first, second = load_golden(out).groups[0].questions
    assert first.question.startswith("What about")
    assert (second.question, second.answers) == ("What does it lift?", ("450 tonnes", "450 t"))
    assert "2 questions accepted" in result.stderr


def test_input_that_ends_says_what_to_do(corpus: Path, tmp_path: Path) -> None:
    result = command(corpus, tmp_path / "mine.jsonl", typed="a\n")
    assert result.exit_code == 0
    assert "--yes accepts" in result.stderr
    assert "1 question accepted" in result.stderr
    assert load_golden(tmp_path / "mine.jsonl").size == 1


def test_ctrl_c_loses_nothing(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["a", "a"])

    def typed(*_: Any, **__: Any) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("reqa.cli.golden._asked", typed)
    result = command(corpus, tmp_path / "mine.jsonl")
    assert result.exit_code == 130
    assert load_golden(tmp_path / "mine.jsonl").size == 2


def test_going_on_skips_what_is_covered(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    assert command(corpus, out, "--count", "2", typed="a\na\n").exit_code == 0
    before = out.read_text()
    covered = {span for q in load_golden(out).groups[0].questions for span in q.evidence}
    assert command(corpus, out, typed="a\nq\n").exit_code == 0
    assert out.read_text().splitlines()[1:3] == before.splitlines()[1:]
    added = load_golden(out).groups[0].questions[2:]
    assert len(added) == 1
    assert not covered & set(added[0].evidence)


def test_without_a_model_it_says_what_to_do(corpus: Path, tmp_path: Path) -> None:
    result = command(corpus, tmp_path / "mine.jsonl", "--llm", "none")
    assert result.exit_code == 2
    assert "--llm" in result.stderr
    assert not (tmp_path / "mine.jsonl").exists()


def test_a_failing_model_is_an_error(corpus: Path, tmp_path: Path, model: ScriptedChat) -> None:
    model.__class__._reply, kept = (lambda *_: 1 / 0), model.__class__._reply  # type: ignore[method-assign]
    try:
        result = command(corpus, tmp_path / "mine.jsonl", "--yes")
    finally:
        model.__class__._reply = kept  # type: ignore[method-assign]
    assert result.exit_code == 1
    assert "asking failed" in result.stderr


def test_evidence_that_the_document_lacks_is_not_written(corpus: Path, tmp_path: Path) -> None:
    with reqa.open(corpus, index_dir=tmp_path / "index") as qa:
        golden = GoldenFile(tmp_path / "g.jsonl", corpus, qa.documents)
    wrong = GoldenQuestion("x", "What?", True, evidence=(Span("museum.md", 3, 9, "other"),))
    with pytest.raises(reqa.GoldenError, match="not written"):
        golden.add(wrong)
    assert not (tmp_path / "g.jsonl").exists()


def test_a_set_about_changed_or_other_documents_is_refused(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    assert command(corpus, out, "--yes").exit_code == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("The lighthouse of Aldra was built in 1720 by Captain Rask.\n")
    assert "other documents" in command(other, out, "--yes").stderr
    (corpus / "museum.md").write_text("All of it is new, and nothing is as it was before this.\n")
    result = command(corpus, out, "--yes")
    assert result.exit_code == 1
    assert "does not fit the documents" in result.stderr
