"""`reqa.evaluate`: ask every question of a golden set and score the answers."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import math
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from reqa.documents import find_documents, read_document
from reqa.engine import Engine
from reqa.errors import DocumentError, GoldenError, LLMError
from reqa.evaluation.golden import OWN_TEXT, GoldenGroup, GoldenQuestion, GoldenSet, load_golden, problems
from reqa.evaluation.judge import Judge
from reqa.evaluation.metrics import score_answer, without_markers
from reqa.evaluation.summary import Metric, Record, summarise
from reqa.prompts import PROMPT_VERSION
from reqa.qa import QA, open_qa
from reqa.settings import Settings
from reqa.types import Answer, Document, Evidence

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Progress = Callable[[int, int], None]
"""Called with how many questions are done, and of how many."""

# What a record says about its question, which an earlier run's must say as well to be taken over.
GOLDEN_KEYS = ("group", "question", "history", "tags", "answerable", "answers", "gold")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a golden set."""

    name: str
    model: str
    records: tuple[Record, ...]
    metrics: Mapping[str, Metric]
    documents: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    """The documents that each group of questions is about."""

    def to_dict(self) -> dict[str, Any]:
        """The metrics and each question's scores: what a later run is compared with."""
        return {
            "set": self.name,
            "model": self.model,
            "prompts": PROMPT_VERSION,
            "metrics": {name: _rounded(dataclasses.asdict(metric)) for name, metric in self.metrics.items()},
            "questions": {
                record["id"]: {
                    "group": record["group"],
                    "answerable": record["answerable"],
                    "error": record["error"],
                    "gold": bool(record["gold"]),
                    "answer": (record["answer"] or {}).get("text"),
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
    judge: BaseChatModel | str | None = None,
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
        judge: a chat model that also says whether each answer is right: LangChain's, or a name as in
            `REQA_LLM`.
        limit: ask so many questions, drawn at random.
        seed: of the draw.
        results: JSONL file to which each question's record is appended as soon as it is there; begun anew
            unless `resume` is given.
        resume: skip the questions that `results` already has.
        progress: told how far it is.

    Raises:
        GoldenError: the set is malformed, stale or wrong, or `results` belongs to other questions.
        ReqaError: the documents, the index or the models cannot be had.
    """
    loaded = sampled(load_golden(Path(golden), Path(corpus) if corpus else None), limit, seed)
    settings = settings or Settings.load()
    path = Path(results) if results else None
    records: list[Record] = []
    documents: dict[str, tuple[Document, ...]] = {}
    with ExitStack() as stack:
        engine = Engine(settings, llm)
        stack.callback(engine.close)
        judging = stack.enter_context(_judging(judge, settings)) if judge else None
        done = _earlier(path, loaded, engine.model) if path and resume else {}
        log = stack.enter_context(_opened_for_text(path, "a" if done else "w")) if path else None
        if progress:
            progress(len(done), loaded.size)
        if len(done) < loaded.size:
            engine.warm_up()
        for group in loaded.groups:
            pending = [q for q in group.questions if q.id not in done]
            records += [done[q.id] for q in group.questions if q.id in done]
            if not pending:
                documents[group.name] = read_documents(group)
                continue
            with opened(group, settings, engine, index_dir) as qa:
                documents[group.name] = qa.documents
                _refuse_misfit(group, qa.documents)
                for question in pending:
                    records.append(answer_question(group, question, qa, judging))
                    if log:
                        log.write(_line(records[-1]))
                        log.flush()
                    if progress:
                        progress(len(records), loaded.size)
        _compare_meanings(records, engine)
    if path:
        _replace(path, records)
    return Evaluation(loaded.name, engine.model, tuple(records), summarise(records), documents)


def check_golden(golden: Path, corpus: Path | None) -> tuple[GoldenSet, list[str]]:
    """A golden set and what is wrong with it; needs no model."""
    loaded = load_golden(golden, corpus)
    found = []
    for group in loaded.groups:
        documents = read_documents(group)
        texts = {document.id: document.text for document in documents}
        found += problems(group, texts, {document.id: document.content_hash for document in documents})
    return loaded, found


def read_documents(group: GoldenGroup) -> tuple[Document, ...]:
    """The documents that a group is about, read without an index. Those that cannot be read are left out."""
    if group.corpus is None:
        text = group.text or ""
        return (Document(OWN_TEXT, group.name, text, hashlib.sha256(text.encode()).hexdigest()),)
    found = []
    for source in find_documents(group.corpus):
        with contextlib.suppress(DocumentError):
            found.append(read_document(source))
    return tuple(found)


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


def _refuse_misfit(group: GoldenGroup, documents: Sequence[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    wrong = problems(group, texts, {document.id: document.content_hash for document in documents})
    if wrong:
        raise GoldenError(f"The golden set does not fit the documents: {wrong[0]}. `--check` lists all.")


@contextmanager
def _judging(judge: BaseChatModel | str, settings: Settings) -> Iterator[Judge]:
    if not isinstance(judge, str):
        yield Judge(judge)
        return
    with contextlib.closing(Engine(settings.model_copy(update={"llm": judge}))) as engine:
        model = engine.language_model()
        if model is None:
            raise LLMError(f"{judge!r} is no language model that could judge. Name another with --judge.")
        yield Judge(model.chat)


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
    record = _unanswered(group, question)
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
        texts = {document.id: document.text for document in qa.documents}
        scores = score_answer(question, answer, citations, texts)
        if judge and question.answerable and not answer.abstained:
            verdict = judge.verdict(question, answer)
            record["judge"] = verdict
            scores["judged_right"] = float(verdict["right"])
        said, read = answer.to_dict(), [dataclasses.asdict(c) for c in citations]
        json.dumps([said, read, scores], allow_nan=False)  # A figure that is not a number is a failure, too.
        record["answer"], record["evidence"], record["scores"] = said, read, scores
    except Exception as error:  # One question's failure is a result; the others still have to be asked.
        record["error"] = f"{type(error).__name__}: {error}"
    return record


def _unanswered(group: GoldenGroup, question: GoldenQuestion) -> Record:
    return Record(
        id=question.id,
        group=group.name,
        question=question.question,
        history=[dict(turn) for turn in question.history],
        tags=list(question.tags),
        answerable=question.answerable,
        answers=list(question.answers),
        gold=[dataclasses.asdict(span) for span in question.evidence],
        attack=list(question.attack),
        evidence=[],
        answer=None,
        scores={},
        error=None,
        judge=None,
    )


def _compare_meanings(records: Sequence[Record], engine: Engine) -> None:
    """Score how near each answer comes to the nearest good one by meaning: the cosine, at most 1.

    For all answers at once, since that takes the embedder a fraction of the time.
    """
    given = [
        (record, record["answer"])
        for record in records
        if record["answer"] and record["answers"] and "similarity" not in record["scores"]
    ]
    texts = [
        text
        for record, answer in given
        if not answer["abstained"]
        for text in (without_markers(answer["text"]), *record["answers"])
    ]
    if not texts:
        return
    vectors = iter(np.asarray(engine.embedder(texts)))
    for record, answer in given:
        if answer["abstained"]:
            continue
        said = next(vectors)
        similarity = max(float(said @ next(vectors)) for _ in record["answers"])
        if math.isfinite(similarity):
            record["scores"]["similarity"] = similarity
        else:
            record["error"], record["scores"] = "the similarity of the answer is not a number", {}


def _earlier(path: Path, golden: GoldenSet, model: str) -> dict[str, Record]:
    """The records of an interrupted run; a last line that was cut off is dropped."""
    if not path.exists():
        return {}
    known = {q.id: _unanswered(group, q) for group in golden.groups for q in group.questions}
    found: dict[str, Record] = {}
    lines = path.read_text(encoding="utf-8").split("\n")
    for line in lines[:-1]:
        record: Record = json.loads(line)
        if _asked(record) != _asked(known.get(record["id"], {})):
            raise GoldenError(
                f"{path} holds results of other questions. Name another file, or do not resume."
            )
        if record["answer"] and record["answer"]["model"] != model:
            raise GoldenError(
                f"{path} holds results of the model {record['answer']['model']!r}, not of {model!r}. Name "
                "another file, or do not resume."
            )
        found[record["id"]] = record
    if lines[-1]:
        _replace(path, found.values())
    return found


def _asked(record: Mapping[str, Any]) -> list[Any]:
    return [record.get(key) for key in GOLDEN_KEYS]


def _replace(path: Path, records: Iterable[Record]) -> None:
    """Write the records anew; what was there is there until all of them are."""
    new = path.with_name(path.name + ".new")
    with _opened_for_text(new, "w") as file:
        file.writelines(map(_line, records))
    new.replace(path)


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _opened_for_text(path: Path, mode: str) -> TextIO:
    # A model may write half a character (a lone surrogate), which UTF-8 has no bytes for and JSON an escape.
    return path.open(mode, encoding="utf-8", errors="backslashreplace")  # type: ignore[return-value]
