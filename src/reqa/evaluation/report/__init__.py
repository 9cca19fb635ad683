"""An evaluation as one HTML file to be read in a browser: it needs no network and asks none."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reqa.evaluation.failures import KINDS, failures
from reqa.evaluation.gate import compare
from reqa.evaluation.report import labels, plots
from reqa.evaluation.report.explorer import explorer_data
from reqa.evaluation.run import Evaluation

_HERE = Path(__file__).parent


def write_report(evaluation: Evaluation, path: str | Path, baseline: Mapping[str, Any] | None = None) -> None:
    """Write an evaluation as one self-contained HTML file.

    Args:
        evaluation: what `reqa.evaluate` returned.
        path: the file; its folder is made if missing.
        baseline: an earlier evaluation of the same set (`Evaluation.to_dict`) to compare with.

    Raises:
        GoldenError: the baseline has no question in common.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A model may write half a character (a lone surrogate), which UTF-8 has no bytes for.
    path.write_text(html_report(evaluation, baseline), encoding="utf-8", errors="replace")


def html_report(evaluation: Evaluation, baseline: Mapping[str, Any] | None = None) -> str:
    """The text of the file that `write_report` writes."""
    comparison = compare(evaluation, baseline) if baseline else None
    earlier = baseline["questions"] if baseline else {}
    found = [failures(record) for record in evaluation.records]
    style, script = (_HERE.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    # Everything is escaped; only these two files of ours go in as they are.
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            evaluation=evaluation,
            metrics=evaluation.metrics,
            labels=labels,
            comparison=comparison,
            right=sum(not kinds for kinds in found),
            kinds={kind: n for kind in KINDS if (n := sum(kind in kinds for kinds in found))},
            kind_names=KINDS,
            questions={record["id"]: record["question"] for record in evaluation.records},
            tags=plots.by_tag(evaluation.records),
            tag_columns=plots.TAG_COLUMNS,
            thresholds=plots.threshold_curve(evaluation.records),
            latency=plots.latency(evaluation.records),
            data=explorer_data(evaluation, comparison, earlier),
            style=style,
            style_hash=_csp_hash(style),
            script=script,
            script_hash=_csp_hash(script),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = _figure
    return environment


def _figure(value: float) -> str:
    """A figure with as many digits as are worth reading."""
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3f}"


def _csp_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
