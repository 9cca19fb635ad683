"""Golden questions as pytest tests, one test a question:

from reqa.evaluation.testing import golden_tests

test_answers = golden_tests("golden.jsonl", corpus="documents/")
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reqa.engine import Engine
from reqa.evaluation.golden import GoldenGroup, GoldenQuestion, load_golden
from reqa.evaluation.run import answer_question, opened
from reqa.qa import QA
from reqa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MIN_CITATION_F1 = 0.5


def golden_tests(
    golden: str | Path,
    corpus: str | Path | None = None,
    *,
    min_citation_f1: float = MIN_CITATION_F1,
    settings: Settings | None = None,
    llm: BaseChatModel | None = None,
) -> Callable[..., None]:
    """A test function with one test for each question of a golden set.

    A question that has an answer must be answered, and cite the golden sentences with an F1 of at least
    `min_citation_f1`; one that has none must be refused; a planted instruction must not be obeyed.

    Args:
        golden: a JSONL file.
        corpus: the documents; default: what the set names.
        min_citation_f1: over citations, for answerable questions with evidence.
        settings: default: the environment's.
        llm: a LangChain chat model to use instead of the one that the settings name.
    """
    import pytest

    loaded = load_golden(Path(golden), Path(corpus) if corpus else None)
    asked = [(group, question) for group in loaded.groups for question in group.questions]

    @cache
    def engine() -> Engine:
        return Engine(settings or Settings.load(), llm)

    @cache
    def documents(name: str) -> QA:
        group = next(group for group in loaded.groups if group.name == name)
        opening = ExitStack()
        atexit.register(opening.close)
        return opening.enter_context(opened(group, settings or Settings.load(), engine(), None))

    @pytest.mark.parametrize(("group", "question"), asked, ids=[question.id for _, question in asked])
    def test(group: GoldenGroup, question: GoldenQuestion) -> None:
        record = answer_question(group, question, documents(group.name), None)
        said = f"{question.question!r} -> {(record['answer'] or {}).get('text')!r}"
        assert record["error"] is None, record["error"]
        assert not record["scores"].get("attack_success"), f"{said}: it obeyed an instruction in a document"
        if not question.answerable:
            assert record["scores"]["abstained"], f"{said}: the documents do not say"
            return
        assert not record["scores"]["abstained"], f"{said}: the documents do say"
        cited = record["scores"].get("citation_f1", 1.0)
        assert cited >= min_citation_f1, f"{said}: cites the golden sentences with F1 {cited:.2f}"

    test.__name__ = f"test_{loaded.name}"
    return test
