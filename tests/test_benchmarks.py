"""The benchmarks ask and score as they say, with stand-ins for the models."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import ablations
import checks
import compare
import numpy as np
import paired
import plain_recipe
import pytest
import reliability
import verify
from fakes import FakeReranker, ScriptedChat
from hypothesis import given
from hypothesis import strategies as st

from reqa.engine import Engine
from reqa.evaluation.golden import load_golden
from reqa.settings import Settings

TEXT = (
    "The harbour of Lund was dug in 1640 by Queen Margareta. It has 12 cranes and 3 ferries.\n\n"
    + "The northern mole was rebuilt by the town within two years after the storm. " * 30
    + "\n\nThe museum owns 812 clocks from nineteen countries. Its director is Dr. Eva Holm.\n"
)
QUESTIONS = {
    "dug": ("When was the harbour of Lund dug by Queen Margareta?", "The harbour of Lund was dug in 1640"),
    "clocks": ("How many clocks does the museum own?", "The museum owns 812 clocks from nineteen countries."),
    "price": ("What does a ticket to the opera of Malmo cost?", None),
}


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """A set of one text."""
    questions = []
    for name, (question, evidence) in QUESTIONS.items():
        spans = []
        if evidence:
            start = TEXT.index(evidence)
            spans = [{"start": start, "end": start + len(evidence), "text": evidence}]
        questions.append(
            {
                "id": name,
                "question": question,
                "answerable": bool(evidence),
                "answers": [evidence] if evidence else [],
                "evidence": spans,
            }
        )
    path = tmp_path / "harbour.jsonl"
    path.write_text(json.dumps({"doc_id": "harbour", "text": TEXT, "questions": questions}) + "\n")
    return path


class Tutorial(ScriptedChat):
    """Also answers the plain recipe's prompt: with the words of its first passage."""

    def _reply(self, messages: list) -> str:
        reply = super()._reply(messages)
        return "It says so [1, 2]." if messages[0].text.startswith("You are an assistant") else reply


@pytest.mark.usefixtures("fake_models")
def test_every_variant_answers_every_question(golden: Path) -> None:
    loaded = load_golden(golden)
    engine = Engine(Settings(), Tutorial())
    asked = [*compare.ask_all(loaded, list(compare.VARIANTS), Settings(), engine, {})]
    assert [record["error"] for _, record in asked] == [None] * len(asked)
    assert {(name, record["id"]) for name, record in asked} == {
        (name, question) for name in compare.VARIANTS for question in QUESTIONS
    }
    assert {record["scores"]["citation_validity"] for _, record in asked} == {1.0}
    first = [asked[i][0] for i in range(0, len(asked), len(compare.VARIANTS))]
    assert len(set(first)) == len(QUESTIONS), "every variant is the first one in turn"


@pytest.mark.usefixtures("fake_models")
def test_what_is_done_is_not_asked_again_and_a_cut_line_is(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = Tutorial()
    monkeypatch.setattr(compare, "Engine", lambda settings: Engine(settings, chat))
    out, table = tmp_path / "run.jsonl", tmp_path / "table.md"
    command = ["compare.py", str(golden), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", command)
    compare.main()
    whole = out.read_text()
    assert len(whole.splitlines()) == 2 * len(QUESTIONS)

    with pytest.raises(SystemExit):
        compare.main()
    assert "exists" in capsys.readouterr().err

    out.write_text(whole[:-20])
    asked = len(chat.prompts)
    monkeypatch.setattr(sys, "argv", [*command, "--resume", "--table", str(table)])
    compare.main()
    assert len(out.read_text().splitlines()) == 2 * len(QUESTIONS)
    assert 0 < len(chat.prompts) - asked <= 2, "only the cut line's question"
    assert "reqa less plain" in table.read_text()
    assert "harbour (3 questions)" in table.read_text()

    chat.prompts.clear()
    compare.main()
    assert chat.prompts == []


@pytest.mark.usefixtures("fake_models")
def test_own_picks_are_what_the_model_wrote(golden: Path) -> None:
    question = QUESTIONS["clocks"][0]
    engine = Engine(Settings(), ScriptedChat(answer="Nobody knows why. [2][1]\nIt owns 812 clocks. [1]"))
    loaded = load_golden(golden)
    with compare.opened(loaded.groups[0], Settings(), engine, None) as qa:
        kept = qa.ask(question)
        *_, answer = ablations.ablated("own-picks", qa).stream(question)
    assert [s.text for s in kept.statements] == ["It owns 812 clocks."]
    assert [s.text for s in answer.statements] == ["Nobody knows why.", "It owns 812 clocks."]
    assert [len(s.citations) for s in answer.statements] == [2, 1]
    assert answer.statements[1].citations[0].cited_text == QUESTIONS["clocks"][1]
    assert answer.statements[0].citations[1] == answer.statements[1].citations[0]
    for s in answer.statements:
        assert answer.text[s.start_index : s.end_index] == s.text


@pytest.mark.usefixtures("fake_models")
def test_without_a_check_the_same_replies_give_another_answer(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = ScriptedChat(answer="Trees know why. [2][1]\nIt owns 812 clocks. [1]\nThe museum owns clocks. [1]")
    monkeypatch.setattr(checks, "Engine", lambda settings: Engine(settings, chat))
    out = tmp_path / "run.jsonl"
    monkeypatch.setattr(sys, "argv", ["checks.py", str(golden), "--out", str(out)])
    checks.main()
    answers = [chat.prompts.count(prompt) for prompt in {*chat.prompts}]
    assert max(answers) <= 2, "a reply that is known as far as it is needed is not asked for again"
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["record"]["error"] for row in rows] == [None] * len(rows)
    assert len(rows) == len(QUESTIONS) * len({row["variant"] for row in rows})
    said = {
        row["variant"]: row["record"]["answer"]["text"] for row in rows if row["record"]["id"] == "clocks"
    }
    assert said[checks.WHOLE] == "It owns 812 clocks. [1]"
    assert said["support by words and scores"].startswith("Trees know why.")
    assert said["statements that tell nothing"] == "It owns 812 clocks. [1] The museum owns clocks. [1]"
    table = capsys.readouterr().out
    assert "harbour (3 questions)" in table
    assert "| statements that tell nothing | 1 |" in table
    assert "| another party |" not in table

    chat.prompts.clear()
    monkeypatch.setattr(sys, "argv", ["checks.py", str(golden), "--out", str(out), "--resume"])
    checks.main()
    assert chat.prompts == []
    assert capsys.readouterr().out == table


@given(
    st.lists(st.sampled_from(["a b. ", "The log. " * 40, "x" * 1200, "\n", "\n\n", "é🙂 ", " "]), max_size=30)
)
def test_chunks_are_found_where_they_are(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = plain_recipe.chunk_spans(text)
    splitter = plain_recipe.RecursiveCharacterTextSplitter(
        chunk_size=plain_recipe.CHUNK_CHARS, chunk_overlap=plain_recipe.OVERLAP_CHARS
    )
    assert [text[start:end] for start, end in spans] == splitter.split_text(text)
    starts = [start for start, _ in spans]
    assert starts == sorted(starts)
    covered = {i for start, end in spans for i in range(start, end)}
    assert covered >= {i for i, c in enumerate(text) if not c.isspace()}


@pytest.mark.parametrize(
    ("said", "text", "numbers"),
    [
        ("Yes [1]. No [2, 3].", "Yes [1]. No [2][3].", [1, 2, 3]),
        ("Yes [Passage 2] and [passages 1 and 2]", "Yes [2] and [1][2]", [2, 1]),
        ("A list[0] and [9] [sic]", "A list[0] and [9] [sic]", []),
    ],
)
def test_citations_are_read(said: str, text: str, numbers: list[int]) -> None:
    assert plain_recipe.read_citations(said, 4) == (text, numbers)


@pytest.mark.parametrize(
    ("said", "refuses"),
    [
        ("I don't know.", True),
        ("I don’t know. [1]", True),
        ("The passages do not contain information about the price [1].", True),
        ("The provided text doesn't say when it opened.", True),
        ("The exact date is not explicitly mentioned.", True),
        ("There is no specific information on this in the passages.", True),
        ("It cannot be determined from the passages.", True),
        ("", True),
        ("It opened in 1932 [1]. The passages do not mention who built it.", False),
        ("No, the two brothers did not contain the fire.", False),
        ("Nobody knows, according to Holm [2].", False),
        ("The law requires that information is shared [1].", False),
    ],
)
def test_refusals_are_recognised(said: str, refuses: bool) -> None:
    assert plain_recipe.is_refusal(said) == refuses


def test_difference_is_of_the_same_questions() -> None:
    def records(f1: list[float], seconds: float) -> list:
        return [
            {
                "id": str(i),
                "group": "one",
                "answerable": True,
                "error": None,
                "answer": {"timings": {"total": seconds + i}},
                "scores": {"abstained": 0.0, "citation_f1": value},
            }
            for i, value in enumerate(f1)
        ]

    # From question to question they differ wildly; from variant to variant by exactly 0.1.
    values = np.random.default_rng(1).random(40) * 0.8
    ours, theirs = records([v + 0.1 for v in values], 0.0), records(list(values), 20.0)
    found = paired.difference("citation_f1", ours, theirs)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
    assert found.gain > 0
    assert found.is_clear
    times = paired.difference("total_p50", ours, theirs)
    assert times is not None
    assert times.value == pytest.approx(-20)
    assert times.gain > 0
    assert 0 < times.ratio_low <= times.ratio <= times.ratio_high < 1
    assert paired.difference("contains", ours, theirs) is None


def claim(text: str, label: str) -> dict:
    return {"id": text, "question": "Which?", "context": TEXT, "claim": text, "label": label}


def test_claims_are_checked_sentence_by_sentence() -> None:
    row = claim("The museum owns 812 clocks. It has 99 lions.", "unsupported")
    checker = verify.Checker(FakeReranker(), whole=False)
    checked = checker.check(row)
    alone = checker.check(row | {"claim": "The museum owns 812 clocks."})
    assert checked["statements"] == 2
    assert alone["supported"]
    assert not checked["supported"]
    assert checked["support"] < alone["support"]
    assert set(checked["seconds"]) == set(verify.STEPS)


def test_checking_claims_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scored: list[list[tuple[str, str]]] = []

    class Counting(FakeReranker):
        def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
            scored.append(list(pairs))
            return super().score(pairs)

    monkeypatch.setattr(verify, "Engine", lambda _: SimpleNamespace(reranker=Counting()))
    claims, out = tmp_path / "claims.jsonl", tmp_path / "rows.jsonl"
    rows = [claim("The museum owns 812 clocks.", "supported"), claim("It has 99\u2028lions.", "unsupported")]
    claims.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = ["verify.py", str(claims), "--out", str(out)]

    def run(*more: str) -> str:
        monkeypatch.setattr(sys, "argv", [*command, *more])
        verify.main()
        return capsys.readouterr().out

    first = run()
    readings = [pairs for pairs in scored if pairs[0][0] == "Which?"]
    assert len(readings) == 1, "both are about the same context"
    with pytest.raises(SystemExit):
        run()
    assert "exists" in capsys.readouterr().err

    whole = out.read_text()
    out.write_text(whole[:-20])
    scored.clear()
    again = run("--resume")
    assert next(pairs[0][0] for pairs in scored) == "Which?", "the cut line's claim is checked again"
    assert again.splitlines()[:6] == first.splitlines()[:6]
    scored.clear()
    run("--resume")
    assert scored == []
    with pytest.raises(SystemExit, match="another --whole"):
        run("--resume", "--whole")


def test_verify_prints_its_figures() -> None:
    rows = [
        {
            "id": str(i),
            "group": str(i // 2),
            "label": "supported" if i % 2 else "unsupported",
            "support": 0.9 if i % 2 else 0.2,
            "supported": bool(i % 2),
            "seconds": dict.fromkeys(verify.STEPS, 0.1),
        }
        for i in range(20)
    ]
    text = verify.report("claims", rows)
    assert "balanced accuracy: 1.000 (1.000 to 1.000)" in text
    assert "AUROC of the support score: 1.000" in text
    assert "expected calibration error: 0.150" in text
    assert "attribute: median 100 ms" in text
    assert "| 0.2 to 0.3 | 10 | 0.20 | 0.00 (0.00 to 0.28) |" in text


def test_bins_hold_every_case() -> None:
    scores, truth = np.array([0.0, 0.05, 0.55, 1.0]), np.array([False, True, True, True])
    found = reliability.bins(scores, truth)
    assert [(b.start, b.n, b.share) for b in found] == [(0.0, 2, 0.5), (0.5, 1, 1.0), (0.9, 1, 1.0)]
    drawing = reliability.diagram({"a & b": found})
    assert drawing.count("<circle") == 3
    assert "a &amp; b, n 4" in drawing
