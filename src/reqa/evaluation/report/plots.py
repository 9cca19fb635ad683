"""What a report draws, worked out to places between 0 and 1; the template turns them into SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reqa.evaluation.summary import TIMINGS, Metric, Record, summarise

THRESHOLDS = 101
TAG_COLUMNS = ("Right reaction", "Evidence found", "Citation F1")
TIMING_NAMES = {"first_evidence": "evidence", "first_token": "first words", "total": "answer"}
MARGIN = 1.04  # so that the slowest answer is inside the plot

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TagRow:
    """How the questions with one tag were answered; one metric a column, None where it does not apply."""

    tag: str
    questions: int
    metrics: tuple[Metric | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A curve; x to the right and y upwards, both from 0 to 1."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    """Places on the x axis, with their labels."""
    caption: str


def by_tag(records: Sequence[Record]) -> list[TagRow]:
    """A row for each tag, the one with the most questions first."""
    tagged: dict[str, list[Record]] = {}
    for record in records:
        for tag in dict.fromkeys(record["tags"]):
            tagged.setdefault(tag, []).append(record)
    rows = []
    for tag, chosen in sorted(tagged.items(), key=lambda item: (-len(item[1]), item[0])):
        metrics = summarise(chosen)
        shown = (_reaction(metrics), metrics.get("retrieval_recall_5"), metrics.get("citation_f1"))
        rows.append(TagRow(tag, len(chosen), shown))
    return rows


def _reaction(metrics: dict[str, Metric]) -> Metric | None:
    """Refused what has no answer, answered what has one; both weigh the same where a tag has both."""
    answerable = metrics.get("false_abstention")
    if answerable is None:
        return metrics.get("abstention_recall")
    if "balanced_accuracy" in metrics:
        return metrics["balanced_accuracy"]
    return replace(answerable, value=1 - answerable.value, low=1 - answerable.high, high=1 - answerable.low)


def threshold_curve(records: Sequence[Record]) -> Chart | None:
    """What refusing below each chance of an answer would come to; None unless both kinds were asked."""
    asked = [r for r in records if r["answer"]]
    answerable = np.array([r["answerable"] for r in asked], dtype=bool)
    if answerable.all() or not answerable.any():
        return None
    chance = np.array([(r["answer"] or {}).get("answerability") or 0.0 for r in asked])
    places = np.linspace(0, 1, THRESHOLDS)
    below = chance[None, :] < places[:, None]
    refused = below[:, ~answerable].mean(axis=1)
    wrongly = below[:, answerable].mean(axis=1)
    balanced = (refused + 1 - wrongly) / 2
    best = places[int(np.argmax(balanced))]
    return Chart(
        lines=tuple(
            Line(name, tuple(zip(places.tolist(), values.tolist(), strict=True)))
            for name, values in (
                ("refused rightly", refused),
                ("refused wrongly", wrongly),
                ("balanced accuracy", balanced),
            )
        ),
        ticks=tuple((tick / 4, f"{tick / 4:g}") for tick in range(5)),
        caption=f"Balanced accuracy is best, {balanced.max():.3f}, when refusing below {best:.2f}.",
    )


def latency(records: Sequence[Record]) -> Chart | None:
    """The share of questions that had come so far after each number of seconds."""
    times = {
        name: sorted(
            r["answer"]["timings"][name] for r in records if r["answer"] and name in r["answer"]["timings"]
        )
        for name in TIMINGS
    }
    times = {name: values for name, values in times.items() if values}
    longest = MARGIN * max((values[-1] for values in times.values()), default=0.0)
    if longest <= 0:
        return None
    step = _nice(longest / 4)
    ticks = [n * step for n in range(math.floor(longest / step) + 1)]
    slow = times.get("total")
    caption = "" if not slow else f"Half of the answers were there after {np.median(slow):.2f} s, 95% after "
    return Chart(
        lines=tuple(Line(TIMING_NAMES[name], _steps(values, longest)) for name, values in times.items()),
        ticks=tuple((tick / longest, f"{tick:g} s") for tick in ticks),
        caption=caption and caption + f"{np.percentile(slow or [0], 95):.2f} s.",
    )


def _steps(values: Sequence[float], longest: float) -> tuple[Point, ...]:
    points: list[Point] = [(0.0, 0.0)]
    for n, value in enumerate(values, 1):
        points += [(value / longest, (n - 1) / len(values)), (value / longest, n / len(values))]
    return (*points, (1.0, 1.0))


def _nice(length: float) -> float:
    """The next of 1, 2, 5, 10, ... that is as long."""
    scale = 10.0 ** math.floor(math.log10(length))
    return scale * next(step for step in (1, 2, 5, 10) if step * scale >= length)
