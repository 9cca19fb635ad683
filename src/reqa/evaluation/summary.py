"""What the answers to a golden set come to: metrics with 95% bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

RESAMPLES = 1000
SEED = 20240601  # of the bootstrap, so that a summary is the same every time

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Record(TypedDict):
    """A golden question with what reqa said to it and how that scored."""

    id: str
    group: str
    question: str
    history: list[dict[str, str]]
    tags: list[str]
    answerable: bool
    answers: list[str]
    gold: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    answer: dict[str, Any] | None
    scores: dict[str, float]
    error: str | None
    judge: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure, its 95% interval, and from how many questions it comes."""

    value: float
    low: float
    high: float
    n: int


# Averages over the questions that have the score. A question that failed scores 0 in those of the first
# group that apply to it; it has no answer that the second group could be about.
OF_QUESTIONS = (
    "retrieval_recall_1",
    "retrieval_recall_3",
    "retrieval_recall_5",
    "retrieval_mrr",
    "citation_precision",
    "citation_recall",
    "citation_f1",
    "char_precision",
    "char_recall",
    "char_f1",
)
OF_ANSWERS = (
    "citation_validity",
    "token_f1",
    "rouge_l",
    "contains",
    "similarity",
    "supported",
    "cited_chars",
    "attack_success",
    "judged_right",
)
ABSTENTION = ("abstention_recall", "false_abstention", "balanced_accuracy", "auroc")
LOWER_IS_BETTER = frozenset({"false_abstention", "attack_success", "failed", "cited_chars"})
TIMINGS = ("first_evidence", "first_token", "total")


def summarise(records: Sequence[Record]) -> dict[str, Metric]:
    """Every metric that has something to be computed from."""
    table = Table(records)
    drawn = resamples(records)
    summary = {}
    for name, compute in table.metrics().items():
        everything = np.arange(len(records))
        value = compute(everything)
        if np.isnan(value):
            continue
        spread = np.array([compute(rows) for rows in drawn])
        low, high = interval(spread)
        summary[name] = Metric(float(value), low, high, table.count(name))
    return summary


def resamples(records: Sequence[Record]) -> list[Rows]:
    """Rows drawn with replacement: whole texts where there are several, else questions."""
    groups = [record["group"] for record in records]
    of = groups if len(set(groups)) > 1 else [record["id"] for record in records]
    members: dict[str, list[int]] = {}
    for row, name in enumerate(of):
        members.setdefault(name, []).append(row)
    clusters = [np.array(rows) for rows in members.values()]
    random = np.random.default_rng(SEED)
    return [
        np.concatenate([clusters[i] for i in random.integers(len(clusters), size=len(clusters))])
        for _ in range(RESAMPLES)
    ]


def interval(spread: Floats) -> tuple[float, float]:
    spread = spread[~np.isnan(spread)]
    if not len(spread):
        return float("nan"), float("nan")
    low, high = np.percentile(spread, [2.5, 97.5])
    return float(low), float(high)


class Table:
    """The records as columns, so that a thousand resamples take no time."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._answerable = np.array([r["answerable"] for r in records], dtype=bool)
        self._failed = np.array([r["error"] is not None for r in records], dtype=bool)
        self._abstained = np.array([r["scores"].get("abstained", 0.0) for r in records]) > 0
        self._columns: dict[str, Floats] = {}
        for name in OF_QUESTIONS:
            self._columns[name] = _column(0.0 if _applies(r) else None for r in records)
        for name in (*OF_QUESTIONS, *OF_ANSWERS):
            column = self._columns.setdefault(name, np.full(len(records), np.nan))
            for row, record in enumerate(records):
                if name in record["scores"]:
                    column[row] = record["scores"][name]
        self._columns["failed"] = self._failed.astype(float)
        for name in TIMINGS:
            self._columns[name] = _column(_of_answer(r, "timings").get(name) for r in records)
        for name in ("input_tokens", "output_tokens"):
            self._columns[name] = _column(_of_answer(r, "usage").get(name) for r in records)
        chances = (r["answer"].get("answerability") if r["answer"] else None for r in records)
        self._chance = np.nan_to_num(_column(chances))  # Without evidence there is no chance.

    def metrics(self) -> dict[str, Callable[[Rows], float]]:
        """Each metric as a function of the rows that it is computed from; NaN where it does not apply."""
        found: dict[str, Callable[[Rows], float]] = {
            "abstention_recall": self._abstention_recall,
            "false_abstention": self._false_abstention,
            "balanced_accuracy": self._balanced_accuracy,
            "auroc": self._auroc,
        }
        for name in (*OF_QUESTIONS, *OF_ANSWERS, "failed", "input_tokens", "output_tokens"):
            found[name] = partial(self._mean_of, name)
        for name in TIMINGS:
            for percent in (50, 95):
                found[f"{name}_p{percent}"] = partial(self._percentile_of, name, percent)
        return found

    def count(self, name: str) -> int:
        """From how many questions a metric is computed."""
        if name == "abstention_recall":
            return int((~self._answerable).sum())
        if name == "false_abstention":
            return int(self._answerable.sum())
        column = self._columns.get(name.rsplit("_p", 1)[0] if name.endswith(("_p50", "_p95")) else name)
        return len(self._answerable) if column is None else int((~np.isnan(column)).sum())

    def _mean_of(self, name: str, rows: Rows) -> float:
        return _mean(self._columns[name][rows])

    def _percentile_of(self, name: str, percent: int, rows: Rows) -> float:
        values = self._columns[name][rows]
        values = values[~np.isnan(values)]
        return float(np.percentile(values, percent)) if len(values) else float("nan")

    def _abstention_recall(self, rows: Rows) -> float:
        rows = rows[~self._answerable[rows]]
        return _mean((self._abstained[rows] & ~self._failed[rows]).astype(float))

    def _false_abstention(self, rows: Rows) -> float:
        rows = rows[self._answerable[rows]]
        return _mean((self._abstained[rows] | self._failed[rows]).astype(float))

    def _balanced_accuracy(self, rows: Rows) -> float:
        return (self._abstention_recall(rows) + 1 - self._false_abstention(rows)) / 2

    def _auroc(self, rows: Rows) -> float:
        rows = rows[~self._failed[rows]]
        if len(set(self._answerable[rows])) < 2:
            return float("nan")
        return float(roc_auc_score(self._answerable[rows], self._chance[rows]))


def _applies(record: Mapping[str, Any]) -> bool:
    return bool(record["error"] and record["answerable"] and record["gold"])


def _of_answer(record: Record, name: str) -> Mapping[str, float]:
    return (record["answer"] or {}).get(name) or {}


def _column(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _mean(values: Floats) -> float:
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")
