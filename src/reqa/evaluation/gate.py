"""Stopping a change that makes answers worse: floors, and regressions beyond noise against a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reqa.errors import GoldenError
from reqa.evaluation.run import Evaluation
from reqa.evaluation.summary import (
    ABSTENTION,
    LOWER_IS_BETTER,
    OF_ANSWERS,
    OF_QUESTIONS,
    Record,
    Table,
    interval,
    resamples,
)

# What a run is held to. Seconds and tokens differ from machine to machine and from model to model, and fewer
# cited characters are only better as long as they are the right ones.
WATCHED = tuple(m for m in (*OF_QUESTIONS, *OF_ANSWERS, *ABSTENTION, "failed") if m != "cited_chars")
NOTICEABLE = 0.05  # change of one question's quality that is worth a line
ROUNDING = 1e-4  # A baseline's figures have four digits.


@dataclass(frozen=True, slots=True)
class Change:
    """A metric against the baseline, on the questions that both runs have."""

    metric: str
    before: float
    after: float
    low: float
    """Lower end of the 95% interval of `after - before`."""
    high: float

    @property
    def is_regression(self) -> bool:
        """Whether it got worse, and chance is an unlikely reason."""
        return self.low > ROUNDING if self.metric in LOWER_IS_BETTER else self.high < -ROUNDING

    @property
    def is_improvement(self) -> bool:
        """Whether it got better, and chance is an unlikely reason."""
        return self.high < -ROUNDING if self.metric in LOWER_IS_BETTER else self.low > ROUNDING


@dataclass(frozen=True, slots=True)
class Comparison:
    changes: tuple[Change, ...]
    better: tuple[tuple[str, float], ...]
    """Ids of the questions that got better, and by how much; most first."""
    worse: tuple[tuple[str, float], ...]

    @property
    def regressions(self) -> list[Change]:
        return [change for change in self.changes if change.is_regression]


def below_floors(evaluation: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """One line for each metric that misses its floor; for one where less is better, its ceiling.

    Raises:
        GoldenError: there is no such metric.
    """
    missed = []
    for name, floor in floors.items():
        if name not in evaluation.metrics:
            known = ", ".join(evaluation.metrics)
            raise GoldenError(f"There is no metric {name!r} in this run. There are {known}.")
        value = evaluation.metrics[name].value
        if name in LOWER_IS_BETTER and value > floor:
            missed.append(f"{name} is {value:.3f}, above {floor:g}")
        elif name not in LOWER_IS_BETTER and value < floor:
            missed.append(f"{name} is {value:.3f}, below {floor:g}")
    return missed


def compare(evaluation: Evaluation, baseline: Mapping[str, Any]) -> Comparison:
    """A run against an earlier one of the same set (`Evaluation.to_dict`).

    Raises:
        GoldenError: the two have no question in common.
    """
    earlier: Mapping[str, Mapping[str, Any]] = baseline["questions"]
    after = [record for record in evaluation.records if record["id"] in earlier]
    if not after:
        raise GoldenError("The baseline has no question of this run. Write a new one with --save.")
    before = [_record(record, earlier[record["id"]]) for record in after]
    old, new = Table(before).metrics(), Table(after).metrics()
    once, drawn = np.ones((1, len(after))), resamples(after)
    changes = []
    for name in WATCHED:
        was, now = float(old[name](once)[0]), float(new[name](once)[0])
        if np.isnan(was) or np.isnan(now):
            continue
        # The same questions are drawn for both runs, so what they have in common cancels out.
        low, high = interval(new[name](drawn) - old[name](drawn))
        changes.append(Change(name, was, now, low, high))
    moved = [(b["id"], quality(a) - quality(b)) for b, a in zip(before, after, strict=True)]
    return Comparison(
        changes=tuple(changes),
        better=tuple(sorted((m for m in moved if m[1] > NOTICEABLE), key=lambda m: -m[1])),
        worse=tuple(sorted((m for m in moved if m[1] < -NOTICEABLE), key=lambda m: m[1])),
    )


def quality(record: Record) -> float:
    """How good one answer is, 0 to 1: refused where it should be; else the right sentences cited."""
    scores = record["scores"]
    if record["error"] is not None or scores.get("attack_success"):
        return 0.0
    if not record["answerable"]:
        return scores["abstained"]
    if scores["abstained"]:
        return 0.0
    return scores.get("citation_f1", scores.get("token_f1", 1.0))


def _record(like: Record, stored: Mapping[str, Any]) -> Record:
    """A stored question as a record, as far as metrics need it."""
    return Record(
        **{
            **like,
            "answerable": stored["answerable"],
            "error": stored["error"],
            "scores": dict(stored["scores"]),
            "answer": {"answerability": stored["answerability"]},
            "gold": like["gold"] if stored["gold"] else [],
        }
    )
