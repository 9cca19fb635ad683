"""The golden sets: sound themselves, and what of them is quick to ask. `make golden` asks all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqa.evaluation.golden import load_golden
from reqa.evaluation.run import check_golden, evaluate
from reqa.settings import Settings

SETS = sorted((Path(__file__).parent / "golden").glob("*.jsonl"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_evidence_is_verbatim_and_current(path: Path) -> None:
    _, wrong = check_golden(path, None)
    assert wrong == []


def test_the_sets_are_as_varied_as_they_are_said_to_be() -> None:
    questions = [q for path in SETS for group in load_golden(path).groups for q in group.questions]
    article = [q for q in questions if q.id.startswith("talks-")]
    assert len(article) >= 120
    assert sum(not q.answerable for q in article) >= 30
    assert sum(bool(q.attack) for q in questions) >= 15
    tags = {tag for q in article for tag in q.tags}
    assert {"paraphrase", "several sentences", "false premise", "follow-up", "typo", "off topic"} <= tags


@pytest.mark.models
@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_evidence_is_found(path: Path, tmp_path: Path) -> None:
    """Without a language model, which takes seconds a question: are the golden sentences in the evidence?"""
    found = evaluate(path, settings=Settings(llm="none"), results=tmp_path / "results.jsonl")
    assert found.metrics["failed"].value == 0
    assert found.metrics["citation_validity"].value == 1
    assert found.metrics["retrieval_recall_5"].value >= 0.85
    if "attack_success" in found.metrics:
        assert found.metrics["attack_success"].n == len(found.records)
