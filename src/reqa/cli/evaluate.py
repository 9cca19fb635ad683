"""`reqa eval`: how good the answers to a golden set are, and whether they got worse."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from reqa.cli.console import one_line, output, say
from reqa.errors import GoldenError

if TYPE_CHECKING:
    from reqa.evaluation.gate import Comparison
    from reqa.evaluation.run import Evaluation
    from reqa.evaluation.run import Progress as Done
    from reqa.settings import Settings

SHOWN_QUESTIONS = 20  # that got worse or better


def run_eval(
    golden: Path,
    settings: Settings,
    *,
    corpus: Path | None,
    index: Path | None,
    limit: int | None,
    seed: int,
    results: Path | None,
    resume: bool,
    save: Path | None,
    baseline: Path | None,
    floors: Mapping[str, float],
    judge: str | None,
    report: Path | None,
) -> bool:
    """Evaluate, print, save, report and compare; True if the gate lets it pass."""
    from reqa.evaluation.gate import below_floors, compare
    from reqa.evaluation.run import evaluate

    earlier = _stored(baseline, golden.stem) if baseline else None
    with _bar(golden.stem) as progress:
        evaluation = evaluate(
            golden,
            corpus,
            index_dir=index,
            settings=settings,
            judge=judge,
            limit=limit,
            seed=seed,
            results=results,
            resume=resume,
            progress=progress,
        )
    console = output()
    show(evaluation, console)
    if save:
        _save(evaluation, save)
    if report:
        from reqa.evaluation.report import write_report

        write_report(evaluation, report, earlier)
        say(f"The report is in {report}.")
    missed = below_floors(evaluation, floors)
    for line in missed:
        console.print(f"Gate: {line}")
    if earlier is None:
        return not missed
    comparison = compare(evaluation, earlier)
    show_comparison(comparison, evaluation, console)
    return not missed and not comparison.regressions


def run_check(golden: Path, corpus: Path | None) -> None:
    """Check a golden set; raises GoldenError if something is wrong with it."""
    from reqa.evaluation.run import check_golden

    loaded, wrong = check_golden(golden, corpus)
    for line in wrong:
        print(one_line(line))
    if wrong:
        raise GoldenError(f"{golden} has {len(wrong)} problem{'s' if len(wrong) > 1 else ''}.")
    print(f"{golden}: {loaded.size} questions, all evidence verbatim")


def show(evaluation: Evaluation, console: Console) -> None:
    """Every metric with its 95% interval."""
    table = Table(title=f"{evaluation.name}, {evaluation.model}", title_justify="left")
    table.add_column("metric")
    for name in ("value", "95% interval", "questions"):
        table.add_column(name, justify="right")
    for name, metric in evaluation.metrics.items():
        digits = 0 if abs(metric.value) >= 10 else 3
        table.add_row(
            name,
            f"{metric.value:.{digits}f}",
            f"{metric.low:.{digits}f} to {metric.high:.{digits}f}",
            str(metric.n),
        )
    console.print(table)
    for record in evaluation.records:
        if record["error"]:
            console.print(one_line(f"Failed: {record['id']}: {record['error']}"))


def show_comparison(comparison: Comparison, evaluation: Evaluation, console: Console) -> None:
    """What changed against the baseline."""
    questions = {record["id"]: record["question"] for record in evaluation.records}
    for word, moved in (("worse", comparison.worse), ("better", comparison.better)):
        if moved:
            console.print(f"{len(moved)} questions got {word}:")
        for name, by in moved[:SHOWN_QUESTIONS]:
            console.print(one_line(f"  {by:+.2f}  {name}  {questions[name]}"))
    for change in comparison.changes:
        if change.is_regression:
            console.print(
                f"Gate: {change.metric} went from {change.before:.3f} to {change.after:.3f} "
                f"(95% interval of the change {change.low:+.3f} to {change.high:+.3f})"
            )
    if not comparison.regressions:
        console.print("No regression beyond noise.")


def floors_of(given: list[str]) -> dict[str, float]:
    """`citation_f1=0.9` and so on, as a mapping."""
    floors = {}
    for one in given:
        name, sign, value = one.partition("=")
        try:
            floors[name.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            raise typer.BadParameter(f"{one!r} is not METRIC=VALUE, such as citation_f1=0.9.")
    return floors


def _stored(path: Path, name: str) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldenError(f"The baseline {path} cannot be read: {error}. Write one with --save.") from error
    if name not in stored:
        raise GoldenError(f"The baseline {path} has nothing about {name!r}. Add it with --save {path}.")
    found: dict[str, Any] = stored[name]
    return found


def _save(evaluation: Evaluation, path: Path) -> None:
    """Add a set's figures to a file that may hold those of others."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    stored[evaluation.name] = evaluation.to_dict()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def _bar(name: str) -> Iterator[Done]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(name, total=None)
        if not sys.stderr.isatty():
            say(f"Evaluating {name} ...")

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if not sys.stderr.isatty() and (done % 10 == 0 or done == total):
                say(f"{name}: {done} of {total} questions")

        yield progress
