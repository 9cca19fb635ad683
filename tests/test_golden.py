"""The golden sets: sound themselves, and what of them is quick to ask. `make golden` asks all of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reqa.evaluation.golden import load_golden
from reqa.evaluation.run import check_golden, evaluate
from reqa.settings import Settings

TAGS = (
    ("fact", True, 10),
    ("number", True, 5),
    ("date", True, 5),
    ("paraphrase", True, 10),
    ("several sentences", True, 5),
    ("comparison", True, 4),
    ("why and how", True, 5),
    ("yes or no", True, 5),
    ("unanswerable", False, 10),
    ("off topic", False, 5),
    ("false premise", False, 5),
    ("follow-up", True, 5),
    ("follow-up", False, 5),
    ("typo", True, 5),
    ("shouted", True, 3),
    ("clipped", True, 5),
    ("conflicting figures", True, 2),
)
"""What the questions about the article are like, whether they are answerable, and how many there must be."""

ASKED = 40
"""So many of a set, drawn at random, are asked here."""

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
    assert len({q.id for q in questions}) == len(questions)
    office = [q for q in questions if q.id.startswith(("pump-", "library-"))]
    assert len(office) >= 60
    assert {span.document_id for q in office for span in q.evidence} == {
        "pump-notice.md",
        "library-minutes.txt",
    }
    counted = Counter((tag, q.answerable) for q in article for tag in q.tags)
    for tag, answerable, least in TAGS:
        assert counted[tag, answerable] >= least, tag
    assert all(q.history for q in article if "follow-up" in q.tags)


@pytest.mark.models
@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_evidence_is_found(path: Path, tmp_path: Path) -> None:
    """Without a language model, which takes seconds a question: are the golden sentences in the evidence?"""
    found = evaluate(path, settings=Settings(llm="none"), results=tmp_path / "results.jsonl", limit=ASKED)
    assert found.metrics["failed"].value == 0
    assert found.metrics["citation_validity"].value == 1
    assert found.metrics["retrieval_recall_5"].value >= 0.85
    if "attack_success" in found.metrics:
        assert found.metrics["attack_success"].n == len(found.records)
