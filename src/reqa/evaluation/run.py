"""`reqa.evaluate`: ask every question of a golden set and score the answers."""

from __future__ import annotations

import dataclasses
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reqa.engine import Engine
from reqa.errors import GoldenError, ReqaError
from reqa.evaluation.golden import OWN_TEXT, GoldenGroup, GoldenQuestion, GoldenSet, load_golden, problems
from reqa.evaluation.judge import Judge
from reqa.evaluation.metrics import finite, score_answer
from reqa.evaluation.summary import Metric, Record, summarise
from reqa.qa import QA, open_qa
from reqa.settings import Settings
from reqa.types import Answer, Evidence

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Progress = Callable[[int, int], None]
"""Called with how many questions are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a golden set."""

    name: str
    model: str
    records: tuple[Record, ...]
    metrics: Mapping[str, Metric]

    def to_dict(self) -> dict[str, Any]:
        """The metrics and each question's scores: what a later run is compared with."""
        return {
            "set": self.name,
            "model": self.model,
            "metrics": {name: _rounded(dataclasses.asdict(metric)) for name, metric in self.metrics.items()},
            "questions": {
                record["id"]: {
                    "group": record["group"],
                    "answerable": record["answerable"],
                    "error": record["error"],
                    "gold": bool(record["gold"]),
                    "answerability": (record["answer"] or {}).get("answerability"),
                    "scores": _rounded(record["scores"]),
                }
                for record in self.records
            },
        }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def evaluate(
    golden: str | Path,
    corpus: str | Path | None = None,
    *,
    index_dir: str | Path | None = None,
    settings: Settings | None = None,
    llm: BaseChatModel | None = None,
    judge: BaseChatModel | None = None,
    limit: int | None = None,
    seed: int = 1,
    results: str | Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Evaluation:
    """Ask the questions of a golden set and score the answers.

    Args:
        golden: a JSONL file; `reqa.evaluation.golden` describes its lines.
        corpus: file or folder with the documents; default: what the set names.
        index_dir: folder of the index; default: a temporary one.
        settings: default: `REQA_*` environment variables, then reqa's own defaults.
        llm: a LangChain chat model to use instead of the one that the settings name.
        judge: a LangChain chat model that also says whether each answer is right.
        limit: ask so many questions, drawn at random.
        seed: of the draw.
        results: JSONL file to which each question's record is appended as soon as it is there.
        resume: skip the questions that `results` already has.
        progress: told how far it is.

    Raises:
        GoldenError: the set is malformed, stale or wrong, or `results` belongs to other questions.
        ReqaError: the documents, the index or the models cannot be had.
    """
    loaded = sampled(load_golden(Path(golden), Path(corpus) if corpus else None), limit, seed)
    settings = settings or Settings.load()
    path = Path(results) if results else None
    done = _earlier(path, loaded) if path and resume else {}
    records: list[Record] = []
    with ExitStack() as stack:
        log = stack.enter_context(path.open("a" if done else "w", encoding="utf-8")) if path else None
        engine = Engine(settings, llm)
        stack.callback(engine.close)
        judging = Judge(judge) if judge else None
        engine.warm_up()
        for group in loaded.groups:
            pending = [q for q in group.questions if q.id not in done]
            records += [done[q.id] for q in group.questions if q.id in done]
            for record in _answered(group, pending, settings, engine, index_dir, judging):
                records.append(record)
                if log:
                    log.write(json.dumps(record, ensure_ascii=False) + "\n")
                    log.flush()
                if progress:
                    progress(len(records), loaded.size)
    return Evaluation(loaded.name, engine.model, tuple(records), summarise(records))


def check_golden(golden: Path, corpus: Path | None, settings: Settings) -> tuple[GoldenSet, list[str]]:
    """A golden set and what is wrong with it; needs no model."""
    from reqa.documents import find_documents, read_document

    loaded = load_golden(golden, corpus)
    found = []
    for group in loaded.groups:
        if group.text is not None:
            documents = {OWN_TEXT: (group.text, "")}
        else:
            assert group.corpus is not None
            read = [read_document(source) for source in find_documents(group.corpus)]
            documents = {d.id: (d.text, d.content_hash) for d in read}
        texts = {name: text for name, (text, _) in documents.items()}
        found += problems(group, texts, {name: content for name, (_, content) in documents.items()})
    return loaded, found


def sampled(golden: GoldenSet, limit: int | None, seed: int) -> GoldenSet:
    """`limit` questions drawn at random, in their old order."""
    if limit is None or limit >= golden.size:
        return golden
    ids = [question.id for group in golden.groups for question in group.questions]
    drawn = set(random.Random(seed).sample(ids, limit))
    kept = [
        dataclasses.replace(group, questions=tuple(q for q in group.questions if q.id in drawn))
        for group in golden.groups
    ]
    return GoldenSet(golden.name, tuple(group for group in kept if group.questions))


def _answered(
    group: GoldenGroup,
    questions: Sequence[GoldenQuestion],
    settings: Settings,
    engine: Engine,
    index_dir: str | Path | None,
    judge: Judge | None,
) -> Iterator[Record]:
    if not questions:
        return
    with opened(group, settings, engine, index_dir) as qa:
        texts = {d.id: d.text for d in qa.documents}
        wrong = problems(group, texts, {d.id: d.content_hash for d in qa.documents})
        if wrong:
            raise GoldenError(f"The golden set does not fit the documents: {wrong[0]}. `--check` lists all.")
        for question in questions:
            yield answer_question(group, question, qa, judge)


@contextmanager
def opened(
    group: GoldenGroup, settings: Settings, engine: Engine, index_dir: str | Path | None
) -> Iterator[QA]:
    """The documents that a group is about; by default with an index that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="reqa-eval-") as folder:
        corpus = group.corpus
        if corpus is None:
            corpus = Path(folder, OWN_TEXT)
            corpus.write_text(group.text or "", encoding="utf-8", newline="")
            index_dir = None
        index = index_dir or Path(folder, "index")
        with open_qa(corpus, index_dir=index, settings=settings, engine=engine) as qa:
            yield qa


def answer_question(group: GoldenGroup, question: GoldenQuestion, qa: QA, judge: Judge | None) -> Record:
    """Ask one question and score the answer; a failure is recorded, not raised."""
    record = Record(
        id=question.id,
        group=group.name,
        question=question.question,
        history=[dict(turn) for turn in question.history],
        tags=list(question.tags),
        answerable=question.answerable,
        answers=list(question.answers),
        gold=[dataclasses.asdict(span) for span in question.evidence],
        evidence=[],
        answer=None,
        scores={},
        error=None,
        judge=None,
    )
    try:
        retrieved: Evidence | None = None
        answer: Answer | None = None
        for event in qa.stream(question.question, question.history):
            if isinstance(event, Evidence):
                retrieved = event
            elif isinstance(event, Answer):
                answer = event
        assert answer is not None
        citations = retrieved.citations if retrieved else ()
        record["evidence"] = [dataclasses.asdict(c) for c in citations]
        record["answer"] = answer.to_dict()
        texts = {document.id: document.text for document in qa.documents}
        scores = score_answer(question, answer, citations, texts, lambda *a: _similarity(qa, *a))
        if judge and question.answerable and not answer.abstained:
            verdict = judge.verdict(question, answer)
            record["judge"] = verdict
            scores["judged_right"] = float(verdict["right"])
        if not finite(scores):
            raise ReqaError(f"a score is not a number: {scores}")
        record["scores"] = scores
    except Exception as error:  # One question's failure is a result; the others still have to be asked.
        record["error"] = f"{type(error).__name__}: {error}"
    return record


def _similarity(qa: QA, answer: str, good: Sequence[str]) -> float:
    vectors = np.asarray(qa.engine.embedder([answer, *good]))
    return float((vectors[1:] @ vectors[0]).max())


def _earlier(path: Path, golden: GoldenSet) -> dict[str, Record]:
    """The records of an interrupted run; a last line that was cut off is dropped."""
    if not path.exists():
        return {}
    known = {question.id: question.question for group in golden.groups for question in group.questions}
    found: dict[str, Record] = {}
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    whole = [line for line in lines if line.endswith("\n")]
    for line in whole:
        record: Record = json.loads(line)
        if known.get(record["id"]) != record["question"]:
            raise GoldenError(
                f"{path} holds results of other questions. Name another file, or do not resume."
            )
        found[record["id"]] = record
    if len(whole) < len(lines):
        path.write_text("".join(whole), encoding="utf-8")
    return found
