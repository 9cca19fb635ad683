"""Figures of several pipelines that were asked the same questions, and their differences, as Markdown.

The figures are those of `reqa eval`. Every interval is a 95% bootstrap interval; a difference is judged on
the same questions, so what makes a question hard for both cancels out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reqa.evaluation.summary import LOWER_IS_BETTER, Metric, Record, Table, interval, resamples, summarise

FIGURES = {
    "citation_f1": "citation F1",
    "char_f1": "character F1",
    "cited_chars": "cited characters",
    "balanced_accuracy": "abstention, balanced accuracy",
    "rouge_l": "ROUGE-L of answered",
    "contains": "contains the answer",
    "first_token_p50": "first words, median s",
    "total_p50": "answer, median s",
}
TIMES = ("first_token_p50", "total_p50")
LESS = LOWER_IS_BETTER | set(TIMES)
FAILED = "failed"

Run = Mapping[str, Sequence[Record]]
"""The records of each variant, of the same questions in the same order."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of one variant less that of another, over the questions of one set."""

    metric: str
    value: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float

    @property
    def gain(self) -> float:
        """Above 0 if the variant does better than the other."""
        return -self.value if self.metric in LESS else self.value

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def difference(metric: str, records: Sequence[Record], others: Sequence[Record]) -> Difference | None:
    """`records` less `others`; None where the figure applies to neither or to one only."""
    new, old = (Table(each).metrics()[metric] for each in (records, others))
    once, drawn = np.ones((1, len(records))), resamples(records)
    one, other = float(new(once)[0]), float(old(once)[0])
    if np.isnan(one) or np.isnan(other):
        return None
    ours, theirs = new(drawn), old(drawn)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, ratios = np.float64(one) / other, ours / theirs
    finite = ratios[np.isfinite(ratios)]
    return Difference(metric, one - other, *interval(ours - theirs), float(ratio), *interval(finite))


def compared(variants: Sequence[str]) -> list[tuple[str, str]]:
    """Which variant is held against which: reqa against the plain recipe, an ablation against reqa."""
    pairs = [("reqa", "plain")] if {"reqa", "plain"} <= set(variants) else []
    base = "reqa" if "reqa" in variants else variants[0]
    return pairs + [(one, base) for one in variants if one not in (base, "plain")]


def set_tables(name: str, run: Run) -> str:
    """One set: the figures of each variant, and the differences."""
    count = len(next(iter(run.values())))
    summaries = {variant: summarise(records) for variant, records in run.items()}
    shown = [m for m in FIGURES if any(m in summary for summary in summaries.values())]
    rows = [
        [f"**{variant}**", *(_metric(summary.get(m), m) for m in shown)]
        for variant, summary in summaries.items()
    ]
    parts = [f"### {name} ({count} questions)", table(["", *(FIGURES[m] for m in shown)], rows)]
    failed = {v: sum(r["error"] is not None for r in records) for v, records in run.items()}
    parts += [f"{v}: {n} of {count} questions failed and count as wrong." for v, n in failed.items() if n]
    pairs = compared(list(run))
    if pairs:
        found = [[difference(m, run[one], run[other]) for m in shown] for one, other in pairs]
        rows = [
            [f"{one} less {other}", *map(shown_difference, row)]
            for (one, other), row in zip(pairs, found, strict=True)
        ]
        parts.append(table(["difference", *(FIGURES[m] for m in shown)], rows))
    return "\n\n".join(parts)


def overview(runs: Mapping[str, Run]) -> str:
    """All sets together, each counting alike: on how many a variant is ahead, and by how much on average."""
    variants = list(next(iter(runs.values())))
    rows = []
    for one, other in compared(variants):
        by_metric = {
            m: [d for run in runs.values() if (d := difference(m, run[one], run[other]))] for m in FIGURES
        }
        rows += [[f"{one} against {other}", FIGURES[m], *_tally(m, ds)] for m, ds in by_metric.items() if ds]
    head = ["", "figure", "better on", "clearly", "worse on", "clearly", "mean difference", "ratio, by set"]
    return f"### All sets\n\n{table(head, rows)}" if rows else ""


def _tally(metric: str, found: Sequence[Difference]) -> list[str]:
    better, worse = [d for d in found if d.gain > 0], [d for d in found if d.gain < 0]
    digits = 2 if metric in TIMES else 0 if metric == "cited_chars" else 3
    ratios = [d.ratio for d in found]
    return [
        f"{len(better)} of {len(found)}",
        str(sum(d.is_clear for d in better)),
        str(len(worse)),
        str(sum(d.is_clear for d in worse)),
        f"{np.mean([d.value for d in found]):+.{digits}f}",
        f"{min(ratios):.2f} to {max(ratios):.2f}" if metric in TIMES else "",
    ]


def _metric(metric: Metric | None, name: str) -> str:
    if metric is None:
        return "–"
    digits = 2 if name in TIMES else 0 if name == "cited_chars" else 3
    return f"{metric.value:.{digits}f} ({metric.low:.{digits}f} to {metric.high:.{digits}f})"


def shown_difference(found: Difference | None) -> str:
    """A difference with its interval, bold if that leaves out 0."""
    if found is None:
        return "–"
    if found.metric in TIMES:
        text = f"× {found.ratio:.2f} ({found.ratio_low:.2f} to {found.ratio_high:.2f})"
    else:
        digits = 0 if found.metric == "cited_chars" else 3
        text = f"{found.value:+.{digits}f} ({found.low:+.{digits}f} to {found.high:+.{digits}f})"
    return f"**{text}**" if found.is_clear else text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
