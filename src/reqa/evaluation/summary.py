"""What the answers to a golden set come to: metrics with 95% bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
SEED = 20240601  # of the bootstrap, so that a summary is the same every time

Floats = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float64]


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
    attack: list[str]
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
    once = np.ones((1, len(records)))
    summary = {}
    for name, compute in table.metrics().items():
        value = float(compute(once)[0])
        if np.isnan(value):
            continue
        low, high = interval(compute(drawn))
        summary[name] = Metric(value, low, high, table.count(name))
    return summary


def resamples(records: Sequence[Record]) -> Weights:
    """How often each record is in each of the resamples, drawn with replacement: whole texts where there are
    several, else questions.
    """
    groups = [record["group"] for record in records]
    of = groups if len(set(groups)) > 1 else [record["id"] for record in records]
    names, cluster = np.unique(of, return_inverse=True)
    share = np.full(len(names), 1 / len(names))
    drawn = np.random.default_rng(SEED).multinomial(len(names), share, size=RESAMPLES)
    return drawn[:, cluster].astype(np.float64)


def interval(spread: Floats) -> tuple[float, float]:
    spread = spread[~np.isnan(spread)]
    if not len(spread):
        return float("nan"), float("nan")
    low, high = np.percentile(spread, [2.5, 97.5])
    return float(low), float(high)


class Table:
    """The records as columns, so that a thousand resamples are one multiplication."""

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
        chance = np.nan_to_num(_column(chances))  # Without evidence there is no chance.
        # A question that failed is ranked where it is most wrong.
        self._chance = np.where(self._failed, np.where(self._answerable, -1.0, 2.0), chance)

    def metrics(self) -> dict[str, Callable[[Weights], Floats]]:
        """Each metric as a function of how often each record counts, one row a resample; a value a row, NaN
        where the metric does not apply.
        """
        found: dict[str, Callable[[Weights], Floats]] = {
            "abstention_recall": self._abstention_recall,
            "false_abstention": self._false_abstention,
            "balanced_accuracy": self._balanced_accuracy,
            "auroc": self._auroc,
        }
        for name in (*OF_QUESTIONS, *OF_ANSWERS, "failed", "input_tokens", "output_tokens"):
            found[name] = partial(_mean, self._columns[name])
        for name in TIMINGS:
            for percent in (50, 95):
                found[f"{name}_p{percent}"] = partial(_percentile, self._columns[name], percent)
        return found

    def count(self, name: str) -> int:
        """From how many questions a metric is computed."""
        if name == "abstention_recall":
            return int((~self._answerable).sum())
        if name == "false_abstention":
            return int(self._answerable.sum())
        column = self._columns.get(name.rsplit("_p", 1)[0] if name.endswith(("_p50", "_p95")) else name)
        return len(self._answerable) if column is None else int((~np.isnan(column)).sum())

    def _abstention_recall(self, weights: Weights) -> Floats:
        right = (self._abstained & ~self._failed).astype(float)
        return _mean(np.where(self._answerable, np.nan, right), weights)

    def _false_abstention(self, weights: Weights) -> Floats:
        wrong = (self._abstained | self._failed).astype(float)
        return _mean(np.where(self._answerable, wrong, np.nan), weights)

    def _balanced_accuracy(self, weights: Weights) -> Floats:
        return (self._abstention_recall(weights) + 1 - self._false_abstention(weights)) / 2

    def _auroc(self, weights: Weights) -> Floats:
        """Share of the pairs of an answerable and an unanswerable question that are ranked rightly; a tie is
        half right.
        """
        order = np.argsort(self._chance)
        _, firsts = np.unique(self._chance[order], return_index=True)
        counted, answerable = weights[:, order], self._answerable[order]
        yes = np.add.reduceat(counted * answerable, firsts, axis=1)
        no = np.add.reduceat(counted * ~answerable, firsts, axis=1)
        won = (yes * (np.cumsum(no, axis=1) - no / 2)).sum(axis=1)
        return _quotient(won, yes.sum(axis=1) * no.sum(axis=1))


def _applies(record: Mapping[str, Any]) -> bool:
    return bool(record["error"] and record["answerable"] and record["gold"])


def _of_answer(record: Record, name: str) -> Mapping[str, float]:
    return (record["answer"] or {}).get(name) or {}


def _column(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _mean(values: Floats, weights: Weights) -> Floats:
    known = ~np.isnan(values)
    return _quotient(weights @ np.where(known, values, 0.0), weights @ known.astype(float))


def _percentile(values: Floats, percent: int, weights: Weights) -> Floats:
    """As `np.percentile` gives it for the values repeated as often as they count."""
    known = ~np.isnan(values)
    if not known.any():
        return np.full(len(weights), np.nan)
    order = np.argsort(values[known])
    ordered = values[known][order]
    upto = np.cumsum(weights[:, known][:, order], axis=1)
    place = (upto[:, -1] - 1) * percent / 100
    below, above = (
        ordered[np.argmax(upto > np.maximum(k, 0)[:, None], axis=1)]
        for k in (np.floor(place), np.ceil(place))
    )
    found = below + (above - below) * (place - np.floor(place))
    counted: Floats = np.where(upto[:, -1] > 0, found, np.nan)
    return counted


def _quotient(part: Floats, whole: Floats) -> Floats:
    quotient: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return quotient
