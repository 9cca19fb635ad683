"""The evaluator: formats, metrics worked out by hand, and a gate that catches what is broken."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEmbedder, ScriptedChat, words
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score
from typer.testing import CliRunner, Result

import reqa
from reqa import cli
from reqa.evaluation.gate import below_floors, compare
from reqa.evaluation.golden import GoldenGroup, GoldenQuestion, Span, load_golden, problems, to_line
from reqa.evaluation.metrics import answer_scores, citation_scores, f1, overlaps
from reqa.evaluation.report import write_report
from reqa.evaluation.run import Evaluation, evaluate
from reqa.evaluation.summary import Table, resamples
from reqa.segment import segment
from reqa.types import Citation

pytestmark = pytest.mark.usefixtures("fake_models")

DIRECTOR = "Its director is Dr. Eva Holm."
DUG = "The harbour of Lund was dug in 1640 by Queen Margareta."
CRANE = "The largest crane lifts 450 tonnes."


def span(folder: Path, document_id: str, text: str) -> Span:
    start = (folder / document_id).read_text().index(text)
    return Span(document_id, start, start + len(text), text)


@pytest.fixture
def golden(corpus: Path, tmp_path: Path) -> Path:
    """Four answerable questions and two that are not."""
    questions = [
        GoldenQuestion(
            "director",
            "Who is Holm, the director of what?",
            True,
            answers=("Eva Holm",),
            evidence=(span(corpus, "museum.md", DIRECTOR),),
            tags=("fact",),
        ),
        GoldenQuestion(
            "dug",
            "Who dug the harbour of Lund in 1640?",
            True,
            answers=("Queen Margareta",),
            evidence=(span(corpus, "harbour.txt", DUG),),
        ),
        GoldenQuestion(
            "crane",
            "What does the largest crane lift?",
            True,
            answers=("450 tonnes",),
            evidence=(span(corpus, "harbour.txt", CRANE),),
        ),
        GoldenQuestion(
            "clocks",
            "How many clocks from other countries does the museum own?",
            True,
            answers=("812",),
            evidence=(span(corpus, "museum.md", "The museum owns 812 clocks from nineteen countries."),),
        ),
        GoldenQuestion("zebra", "Zebra quagga okapi?", False, tags=("off topic",)),
        GoldenQuestion("price", "Xylophone yodelling quotas?", False),
    ]
    path = tmp_path / "golden.jsonl"
    hashes = {d: reqa_hash(corpus / d) for d in ("harbour.txt", "museum.md")}
    header = json.dumps({"reqa_golden": 1, "corpus": "documents", "documents": hashes})
    path.write_text("\n".join([header, *map(to_line, questions)]) + "\n")
    return path


def reqa_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Quoting(ScriptedChat):
    """Answers with the sentence that shares the most words with the question; refuses what shares none."""

    def _reply(self, messages: list[Any]) -> str:
        prompt = messages[-1].text
        [question] = re.findall(r"^Question: (.*)$", prompt, re.MULTILINE)
        sentences = re.findall(r"^\[\d+\] (.*)$", prompt, re.MULTILINE)
        shared = [len(words(question) & words(sentence)) for sentence in sentences]
        self.answerable = max(shared) > 0
        best = shared.index(max(shared)) + 1
        self.answer = f"{{{best}}} [{best}]"
        return super()._reply(messages)


def test_right_answers_get_full_marks(golden: Path) -> None:
    found = evaluate(golden, llm=Quoting())
    assert found.metrics["citation_validity"].value == 1
    assert found.metrics["balanced_accuracy"].value == 1
    assert found.metrics["auroc"].value == 1
    assert found.metrics["failed"].value == 0
    assert found.metrics["citation_f1"].value == 1
    assert found.metrics["retrieval_recall_3"].value == 1
    assert found.metrics["supported"].value == 1
    assert {r["id"]: r["scores"]["abstained"] for r in found.records}["zebra"] == 1
    for metric in found.metrics.values():
        assert metric.low <= metric.value <= metric.high
        assert 1 <= metric.n <= 6


def test_results_are_appended_and_a_run_goes_on_where_it_stopped(golden: Path, tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    whole = evaluate(golden, llm=Quoting(), results=results)
    lines = results.read_text().splitlines(keepends=True)
    assert len(lines) == 6
    results.write_text("".join(lines[:2]) + lines[2][:40])
    chat = Quoting()
    again = evaluate(golden, llm=chat, results=results, resume=True)
    assert [r["id"] for r in again.records] == [r["id"] for r in whole.records]
    assert not any("the director of what" in prompt for prompt in chat.prompts)
    assert len(results.read_text().splitlines()) == 6
    results.write_text(lines[0].replace("director", "doctor"))
    with pytest.raises(reqa.GoldenError, match="other questions"):
        evaluate(golden, llm=chat, results=results, resume=True)


def test_limit_draws_the_same_questions_every_time(golden: Path) -> None:
    one, other = (evaluate(golden, llm=Quoting(), limit=3, seed=1) for _ in range(2))
    assert [r["id"] for r in one.records] == [r["id"] for r in other.records]
    assert len(one.records) == 3


def test_failing_question_is_reported_and_counts_as_wrong(golden: Path) -> None:
    found = evaluate(golden, llm=ScriptedChat(fails="no connection"))
    assert len(found.records) == 6
    assert all("no connection" in (r["error"] or "") for r in found.records)
    assert found.metrics["failed"].value == 1
    assert found.metrics["citation_f1"].value == 0
    assert found.metrics["balanced_accuracy"].value == 0


def test_a_figure_that_is_not_a_number_is_a_failure(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = reqa.QA.stream

    def stream(self: reqa.QA, question: str, *history: Any) -> Iterator[Any]:
        for event in right(self, question, *history):
            if isinstance(event, reqa.Answer) and "crane" in question:
                event = dataclasses.replace(event, answerability=float("nan"))
            yield event

    monkeypatch.setattr(reqa.QA, "stream", stream)
    found = evaluate(golden, llm=Quoting())
    failed = {r["id"]: r["error"] for r in found.records if r["error"]}
    assert list(failed) == ["crane"]
    assert found.metrics["failed"].value == pytest.approx(1 / 6)
    assert found.metrics["citation_f1"].value == pytest.approx(3 / 4)
    assert found.metrics["auroc"].value == pytest.approx(3 / 4)  # ranked where it is most wrong
    json.dumps(found.records, allow_nan=False)


def test_similarity_that_is_not_a_number_is_a_failure(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = FakeEmbedder.__call__

    def broken(self: FakeEmbedder, texts: Sequence[str]) -> Any:
        vectors = right(self, texts)
        for row, text in enumerate(texts):
            if text == "450 tonnes":
                vectors[row] = float("nan")
        return vectors

    monkeypatch.setattr(FakeEmbedder, "__call__", broken)
    found = evaluate(golden, llm=Quoting())
    assert [r["id"] for r in found.records if r["error"]] == ["crane"]


def test_a_run_does_not_go_on_with_another_model_or_other_gold(golden: Path, tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    evaluate(golden, llm=Quoting(), results=results)
    with pytest.raises(reqa.GoldenError, match="of the model 'Quoting', not of 'ScriptedChat'"):
        evaluate(golden, llm=ScriptedChat(), results=results, resume=True)
    golden.write_text(golden.read_text().replace('"450 tonnes"', '"451 tonnes"'))
    with pytest.raises(reqa.GoldenError, match="other questions"):
        evaluate(golden, llm=Quoting(), results=results, resume=True)


def test_half_a_character_does_not_end_the_run(golden: Path, tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    found = evaluate(golden, llm=ScriptedChat(answer="{1} \udc80 [1]"), results=results)
    assert len(found.records) == 6
    again = evaluate(golden, llm=ScriptedChat(), results=results, resume=True)
    assert [r["answer"] for r in again.records] == json.loads(
        json.dumps([r["answer"] for r in found.records])
    )
    write_report(found, tmp_path / "report.html")


def test_scoring_embeds_all_answers_at_once(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What scoring costs beside the asking is the embedder; it is called once, however many questions."""
    calls: list[int] = []
    right = FakeEmbedder.__call__

    def counted(self: FakeEmbedder, texts: Sequence[str]) -> Any:
        calls.append(len(texts))
        return right(self, texts)

    monkeypatch.setattr(FakeEmbedder, "__call__", counted)
    found = evaluate(many(golden), settings=reqa.Settings(llm="none"))
    answered = [r for r in found.records if "similarity" in r["scores"]]
    assert len(answered) > 5
    assert [n for n in calls if n > 1][1:] == [2 * len(answered)]  # the first is the index


def test_self_contained_set(tmp_path: Path) -> None:
    text = "The lighthouse was built in 1720. Captain Rask paid for it.\r\nIt is 31 metres high. 🦊"
    sentence = "It is 31 metres high."
    start = text.index(sentence)
    asked = {
        "id": "q",
        "question": "How high is the lighthouse, in metres?",
        "history": [],
        "answerable": True,
        "answers": ["31 metres"],
        "evidence": [{"start": start, "end": start + len(sentence), "text": sentence}],
        "type": "fact",
    }
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"doc_id": "d", "text": text, "questions": [asked]}) + "\n")
    found = evaluate(path, llm=ScriptedChat(answer="31 metres [1]"))
    assert found.records[0]["error"] is None
    assert found.records[0]["tags"] == ["fact"]
    assert found.metrics["citation_f1"].value == 1
    assert found.metrics["contains"].value == 1


def test_whole_sentences_count_where_the_evidence_is_a_phrase(tmp_path: Path) -> None:
    text = "The harbour has a lighthouse. It is 31 metres high.\n"

    def span(said: str) -> dict[str, object]:
        return {"start": text.index(said), "end": text.index(said) + len(said), "text": said}

    asked = {
        "id": "q",
        "question": "How high is the lighthouse?",
        "answerable": True,
        "evidence": [span("31 metres")],
        "evidence_sentences": [span("It is 31 metres high.")],
    }
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"doc_id": "d", "text": text, "questions": [asked]}) + "\n")
    [question] = load_golden(path).groups[0].questions
    assert [one.text for one in question.evidence] == ["It is 31 metres high."]


def test_attack_is_found_in_the_answer(corpus: Path, tmp_path: Path) -> None:
    asked = GoldenQuestion("a", "Who is the director of the museum?", True, attack=("pwned",))
    path = tmp_path / "attacks.jsonl"
    path.write_text(to_line(asked) + "\n")
    (corpus / "museum.md").write_text("The director of the museum is Eva Holm, PWNED.\n")
    found = evaluate(path, corpus, llm=Quoting())
    assert found.metrics["attack_success"].value == 1


def test_judge_stores_its_verdict_with_its_prompt(golden: Path) -> None:
    class Judging(ScriptedChat):
        def _reply(self, messages: list[Any]) -> str:
            return "Yes, it does."

    found = evaluate(golden, llm=Quoting(), judge=Judging())
    verdicts = [r["judge"] for r in found.records if r["judge"]]
    assert len(verdicts) == 4
    assert all(v["right"] and "Right answers" in v["prompt"] and v["reply"] for v in verdicts)
    assert found.metrics["judged_right"].value == 1


# --- The gate ----------------------------------------------------------------------------------------


def many(golden: Path) -> Path:
    """The set asked many times over, so that chance is no explanation."""
    header, *lines = golden.read_text().splitlines()
    copies = []
    for n in range(5):
        for line in lines:
            question = json.loads(line)
            copies.append(json.dumps({**question, "id": f"{question['id']}-{n}"}))
    golden.write_text("\n".join([header, *copies]) + "\n")
    return golden


def test_the_same_build_passes_its_own_baseline(golden: Path) -> None:
    found = evaluate(many(golden), llm=Quoting())
    comparison = compare(found, json.loads(json.dumps(found.to_dict())))
    assert not comparison.regressions
    assert comparison.better == comparison.worse == ()
    assert below_floors(found, {"balanced_accuracy": 0.9, "failed": 0.0}) == []


def test_a_baseline_is_rounded(golden: Path) -> None:
    found = evaluate(many(golden), llm=Quoting())
    for record in found.records:
        record["scores"].update(dict.fromkeys(record["scores"].keys() & {"citation_f1", "token_f1"}, 2 / 3))
    assert not compare(found, json.loads(json.dumps(found.to_dict()))).regressions


def test_shifted_citations_are_caught(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that cites the sentence after the right one: still verbatim, still whole, and wrong."""
    baseline = evaluate(many(golden), llm=Quoting())
    import reqa.pipeline as pipeline

    right = pipeline.attribute

    def shifted(statement: str, question: str, evidence: Any, picks: Any, score: Any) -> Any:
        found = right(statement, question, evidence, picks, score)
        moved = []
        for sentence, support in found.sentences:
            places = [e.sentence for e in evidence]
            moved.append((places[(places.index(sentence) + 1) % len(places)], support))
        return dataclasses.replace(found, sentences=tuple(moved))

    monkeypatch.setattr(pipeline, "attribute", shifted)
    broken = evaluate(golden, llm=Quoting())
    assert broken.metrics["citation_validity"].value == 1
    comparison = compare(broken, baseline.to_dict())
    assert "citation_f1" in [change.metric for change in comparison.regressions]
    assert comparison.worse
    assert below_floors(broken, {"citation_f1": baseline.metrics["citation_f1"].value})


def test_abstention_switched_off_is_caught(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = evaluate(many(golden), llm=Quoting())
    monkeypatch.setattr("reqa.pipeline.reason_to_abstain", lambda *_: None)
    broken = evaluate(golden, llm=ScriptedChat())
    names = [change.metric for change in compare(broken, baseline.to_dict()).regressions]
    assert "balanced_accuracy" in names
    assert "abstention_recall" in names


def shifted_by_one_sentence(answer: reqa.Answer, qa: reqa.QA) -> reqa.Answer:
    """An answer that cites the sentence after the right one: still verbatim, still whole, and wrong."""

    def shifted(citation: Citation) -> Citation:
        document = qa.document(citation.document_id)
        sentences = segment(document)
        at = next(i for i, s in enumerate(sentences) if s.start == citation.start_char_index)
        following = sentences[(at + 1) % len(sentences)]
        return dataclasses.replace(
            citation,
            start_char_index=following.start,
            end_char_index=following.end,
            cited_text=following.text,
        )

    return dataclasses.replace(answer, citations=tuple(map(shifted, answer.citations)))


def never_abstaining(answer: reqa.Answer, qa: reqa.QA) -> reqa.Answer:
    """An answer that says the nearest sentence where it should refuse."""
    if not answer.abstained or not answer.nearest:
        return answer
    nearest = answer.nearest[:1]
    return dataclasses.replace(
        answer, text=nearest[0].cited_text, abstained=False, citations=nearest, nearest=()
    )


@pytest.mark.parametrize(
    ("broken", "metric"),
    [(shifted_by_one_sentence, "citation_f1"), (never_abstaining, "abstention_recall")],
)
def test_the_gate_stops_a_broken_build(
    golden: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[reqa.Answer, reqa.QA], reqa.Answer],
    metric: str,
) -> None:
    """Without a language model, through the command, on what the build answers: nothing of its inside."""
    baseline = tmp_path / "baseline.json"
    assert command(many(golden), "--save", baseline).exit_code == 0
    right = reqa.QA.stream

    def stream(self: reqa.QA, *asked: Any, **options: Any) -> Iterator[Any]:
        for event in right(self, *asked, **options):
            yield broken(event, self) if isinstance(event, reqa.Answer) else event

    monkeypatch.setattr(reqa.QA, "stream", stream)
    caught = command(golden, "--baseline", baseline)
    assert caught.exit_code == 1
    assert f"Gate: {metric} went from" in caught.stdout
    assert "questions got worse" in caught.stdout
    value = json.loads(baseline.read_text())["golden"]["metrics"][metric]["value"]
    under_floor = command(golden, "--fail-under", f"{metric}={value}")
    assert under_floor.exit_code == 1
    assert f"Gate: {metric} is" in under_floor.stdout


def test_floors_know_their_metrics(golden: Path) -> None:
    found = evaluate(golden, llm=Quoting())
    with pytest.raises(reqa.GoldenError, match="no metric 'f2'"):
        below_floors(found, {"f2": 1})


def test_comparison_needs_common_questions(golden: Path) -> None:
    found = evaluate(golden, llm=Quoting())
    stored = found.to_dict() | {"questions": {}}
    with pytest.raises(reqa.GoldenError, match="no question"):
        compare(found, stored)


# --- The command and the pytest tests ----------------------------------------------------------------


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["eval", *map(str, arguments)], env={"REQA_LLM": "none"})


def test_command_prints_saves_and_compares(golden: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "new" / "baseline.json"
    first = command(golden, "--save", baseline, "--results", tmp_path / "r.jsonl")
    assert first.exit_code == 0, first.stderr
    assert "citation_validity" in first.stdout
    assert json.loads(baseline.read_text())["golden"]["questions"].keys() >= {"director", "zebra"}
    again = command(golden, "--baseline", baseline, "--fail-under", "citation_validity=1")
    assert again.exit_code == 0, again.stdout
    assert "No regression beyond noise." in again.stdout


def test_command_writes_a_report_from_results_alone(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, baseline = tmp_path / "r.jsonl", tmp_path / "b.json"
    assert command(golden, "--results", results, "--save", baseline).exit_code == 0

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a question is asked again")

    monkeypatch.setattr(reqa.QA, "stream", refuse)
    report = tmp_path / "new" / "report.html"
    again = command(golden, "--results", results, "--resume", "--report", report, "--baseline", baseline)
    assert again.exit_code == 0, again.stderr
    assert "report.html" in again.stderr
    page = report.read_text()
    assert page.count("The harbour of Lund\\n\\n") == 1  # a document is sent once
    assert "Against the baseline" in page


def test_command_fails_under_a_floor_and_on_a_regression(golden: Path, tmp_path: Path) -> None:
    assert "Gate: citation_f1" in command(golden, "--fail-under", "citation_f1=1.01").stdout
    assert command(golden, "--fail-under", "citation_f1=1.01").exit_code == 1
    baseline = tmp_path / "baseline.json"
    assert command(many(golden), "--save", baseline).exit_code == 0
    stored = json.loads(baseline.read_text())
    for question in stored["golden"]["questions"].values():
        if question["answerable"]:
            question["scores"]["citation_f1"] = 1.5  # a baseline that no build reaches
    baseline.write_text(json.dumps(stored))
    worse = command(golden, "--baseline", baseline)
    assert worse.exit_code == 1
    assert "Gate: citation_f1 went from 1.500" in worse.stdout
    assert "questions got worse" in worse.stdout


def test_command_checks_a_set(golden: Path, corpus: Path) -> None:
    assert "6 questions, all evidence verbatim" in command(golden, "--check").stdout
    (corpus / "museum.md").write_text("All new.\n")
    wrong = command(golden, "--check")
    assert wrong.exit_code == 1
    assert "museum.md has changed" in wrong.stdout
    assert "problems" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--fail-under", "citation_f1"], 2, "METRIC=VALUE"),
        (["--resume"], 2, "--results"),
        (["--baseline", "nowhere.json"], 1, "nowhere.json cannot be read"),
        (["--fail-under", "nothing=1"], 1, "no metric 'nothing'"),
        (["--corpus", "nowhere"], 1, "nowhere"),
    ],
)
def test_command_says_what_is_wrong(golden: Path, arguments: list[str], status: int, message: str) -> None:
    result = command(golden, *arguments)
    assert result.exit_code == status
    assert message in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("said", "gold_of_crane", "complaint"),
    [
        ("Its director is Eva Holm.", CRANE, "the documents do say"),
        (CRANE, DUG, "cites the golden sentences with F1 0.00"),
    ],
)
def test_golden_questions_as_pytest_tests(
    pytester: pytest.Pytester, golden: Path, corpus: Path, said: str, gold_of_crane: str, complaint: str
) -> None:
    gold = to_line(
        GoldenQuestion(
            "lift",
            "What does the largest crane lift?",
            True,
            evidence=(span(corpus, "harbour.txt", gold_of_crane),),
        )
    )
    golden.write_text(f"{golden.read_text()}{gold}\n")
    pytester.makepyfile(
        f"""
        from fakes import ScriptedChat
        from reqa.evaluation.testing import golden_tests
        test_answers = golden_tests({str(golden)!r}, llm=ScriptedChat(answer="{said} [1]"))
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:playwright")
    # It says the same to everything: right for one question, and no answer to another.
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] + outcomes["failed"] == 7
    assert outcomes["passed"] >= 1
    assert outcomes["failed"] >= 1
    result.stdout.fnmatch_lines([f"*{complaint}*"])


# --- Golden sets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no questions"),
        ("{", "line 1 is not JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": "a"}', "--corpus"),
        ('{"reqa_golden": 1, "corpus": "documents"}\n{"id": "a"}', "line 2.*malformed"),
        ('{"reqa_golden": 1, "corpus": "documents"}', "no questions"),
        ('{"text": "x", "questions": 3}', "line 1 needs"),
        ('{"text": "x", "questions": [{"id": 1, "question": 2, "answerable": true}]}', "malformed"),
    ],
)
def test_malformed_sets(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(content)
    with pytest.raises(reqa.GoldenError, match=message):
        load_golden(path)


def test_missing_set_and_repeated_ids(tmp_path: Path, golden: Path) -> None:
    with pytest.raises(reqa.GoldenError, match="cannot be read"):
        load_golden(tmp_path / "none.jsonl")
    golden.write_text(golden.read_text() + golden.read_text().splitlines()[1] + "\n")
    with pytest.raises(reqa.GoldenError, match="more than one question 'director'"):
        load_golden(golden)


def test_problems_are_named(corpus: Path) -> None:
    good = span(corpus, "museum.md", DIRECTOR)
    text = (corpus / "museum.md").read_text()
    questions = (
        GoldenQuestion("good", "?", True, evidence=(good,)),
        GoldenQuestion("nothing", "?", True),
        GoldenQuestion("surplus", "?", False, evidence=(good,)),
        GoldenQuestion("elsewhere", "?", True, evidence=(dataclasses.replace(good, document_id="x.txt"),)),
        GoldenQuestion("outside", "?", True, evidence=(Span("museum.md", 5, 10**6, "x"),)),
        GoldenQuestion("other words", "?", True, evidence=(dataclasses.replace(good, start=good.start + 1),)),
    )
    group = GoldenGroup("g", questions, corpus=corpus, hashes={"museum.md": "old", "gone.txt": "x"})
    found = problems(group, {"museum.md": text}, {"museum.md": "new"})
    assert len(found) == 7
    for sign in ("has changed", "gone.txt", "nothing", "surplus", "x.txt", "outside", "other words"):
        assert any(sign in line for line in found), sign


def test_stale_set_is_refused(golden: Path, corpus: Path) -> None:
    (corpus / "museum.md").write_text("All new.\n")
    with pytest.raises(reqa.GoldenError, match=r"museum\.md has changed"):
        evaluate(golden, llm=Quoting())


# --- Metrics -----------------------------------------------------------------------------------------


def cited(start: int, end: int) -> Citation:
    return Citation(1, "d", "", "", start, end, "")


def test_citation_scores_by_hand() -> None:
    gold = [Span("d", 0, 10, ""), Span("d", 20, 30, "")]
    scores = citation_scores(gold, [cited(0, 10), cited(40, 60)])
    assert (scores["citation_precision"], scores["citation_recall"], scores["citation_f1"]) == (0.5, 0.5, 0.5)
    assert scores["char_precision"] == pytest.approx(1 / 3)
    assert scores["char_recall"] == 0.5
    assert citation_scores(gold, [])["citation_f1"] == 0


@pytest.mark.parametrize(
    ("said", "good", "token_f1", "contains"),
    [
        ("It is 450 tonnes.", "450 tonnes", 2 / 3, 1),
        ("The crane", "a crane", 1, 1),
        ("Nothing", "450 tonnes", 0, 0),
        ("It is 4500 tonnes.", "450 tonnes", 1 / 3, 0),
    ],
)
def test_answer_scores_by_hand(said: str, good: str, token_f1: float, contains: float) -> None:
    scores = answer_scores(said, ["something else entirely", good])
    assert scores["token_f1"] == pytest.approx(token_f1)
    assert scores["contains"] == contains


places = st.tuples(st.integers(0, 50), st.integers(1, 30)).map(lambda p: (p[0], p[0] + p[1]))


@settings(deadline=None)
@given(places, places)
def test_overlap_is_symmetric_and_reflexive(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = Span("d", *one, ""), Span("d", *other, "")
    assert overlaps(a, a)
    assert overlaps(a, b) == overlaps(b, a)
    assert not overlaps(a, dataclasses.replace(b, document_id="e"))


@settings(deadline=None)
@given(st.lists(places, max_size=5), st.lists(places, min_size=1, max_size=5))
def test_citation_scores_are_shares(ours: list[tuple[int, int]], gold: list[tuple[int, int]]) -> None:
    scores = citation_scores([Span("d", *g, "") for g in gold], [cited(*o) for o in ours])
    assert all(0 <= value <= 1 for value in scores.values())
    perfect = citation_scores([Span("d", *g, "") for g in gold], [cited(*g) for g in gold])
    assert set(perfect.values()) == {1.0}
    assert f1(0, 0) == 0


def made_up(n: int) -> list[Any]:
    """Records with figures drawn at random."""
    chance = random.Random(n)
    return [
        {
            "id": str(i),
            "group": "g",
            "answerable": chance.random() < 0.7,
            "gold": [],
            "answer": {"answerability": round(chance.random(), 1), "timings": {"total": chance.random()}},
            "scores": {"abstained": float(chance.random() < 0.3), "token_f1": chance.random()},
            "error": None,
        }
        for i in range(n)
    ]


@pytest.mark.parametrize("n", [5, 40, 200])
def test_figures_agree_with_libraries_that_count_one_by_one(n: int) -> None:
    records = made_up(n)
    drawn = resamples(records)[:20]
    metrics = Table(records).metrics()
    found = {name: metrics[name](drawn) for name in ("auroc", "total_p95", "total_p50", "token_f1")}
    for row, counts in enumerate(drawn):
        sample = [records[i] for i in np.repeat(np.arange(n), counts.astype(int))]
        seconds = [r["answer"]["timings"]["total"] for r in sample]
        answerable = [r["answerable"] for r in sample]
        assert found["total_p95"][row] == pytest.approx(np.percentile(seconds, 95))
        assert found["total_p50"][row] == pytest.approx(np.median(seconds))
        assert found["token_f1"][row] == pytest.approx(np.mean([r["scores"]["token_f1"] for r in sample]))
        if len(set(answerable)) == 2:
            chances = [r["answer"]["answerability"] for r in sample]
            assert found["auroc"][row] == pytest.approx(roc_auc_score(answerable, chances))


def test_evaluation_is_json(golden: Path) -> None:
    found = evaluate(golden, llm=Quoting())
    assert isinstance(found, Evaluation)
    stored = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert set(stored["questions"]) == {r["id"] for r in found.records}
