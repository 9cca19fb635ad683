"""How well reqa tells supported claims from unsupported ones, and what its support score is worth.

    python benchmarks/verify.py --limit 200 --out rows.jsonl --plot reliability.svg CLAIMS.jsonl ...

A set has one JSON object a line: `claim`, `context`, `question` (may be empty) and `label`, `supported` or
`unsupported`; rows with another label are left out. A claim of several sentences is checked sentence by
sentence, as an answer's statements are, and is worth as much as its weakest.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from reliability import Bin, bins, diagram
from tqdm import tqdm

from reqa.attribute import attribute
from reqa.engine import Engine
from reqa.evaluation.summary import summarise
from reqa.rerank import Reranker
from reqa.segment import segment
from reqa.settings import Settings
from reqa.types import Document, ScoredSentence

LABELS = ("supported", "unsupported")
STEPS = ("segment", "score", "attribute")
"""What is timed: cutting the context into sentences, scoring them, and checking the claim against them."""

FIGURES = {
    "balanced accuracy": "balanced_accuracy",
    "AUROC of the support score": "auroc",
    "unsupported claims that are refused": "abstention_recall",
    "supported claims that are refused": "false_abstention",
}

Row = dict[str, Any]


def check(claim: Mapping[str, Any], reranker: Reranker, *, whole: bool) -> Row:
    """One claim against its context: the support that was found, and what it took, in seconds.

    Args:
        claim: a row of a set.
        reranker: scores the sentences.
        whole: check a claim of several sentences as one statement.
    """
    marks = [time.perf_counter()]
    sentences = segment(Document("context", "", claim["context"], ""))
    said = [claim["claim"].strip()]
    if not whole:
        said = [s.text for s in segment(Document("claim", "", claim["claim"], ""))] or said
    marks.append(time.perf_counter())
    asked = claim["question"] or claim["claim"]
    scores = reranker.score([(asked, sentence.text) for sentence in sentences])
    scored = [ScoredSentence(s, x) for s, x in zip(sentences, scores, strict=True)]
    best_first = sorted(scored, key=lambda s: -s.score)
    marks.append(time.perf_counter())
    found = [attribute(text, claim["question"], best_first, (), reranker.score) for text in said]
    marks.append(time.perf_counter())
    return {
        "support": min(one.support for one in found),
        "supported": all(one.supported for one in found),
        "statements": len(said),
        "sentences": len(sentences),
        "seconds": dict(zip(STEPS, np.diff(marks).round(5).tolist(), strict=True)),
    }


def report(name: str, rows: Sequence[Row]) -> str:
    """A set's figures with their 95% intervals, resampled by group, and its reliability."""
    label = np.array([row["label"] == "supported" for row in rows])
    support = np.array([row["support"] for row in rows])
    lines = [f"### {name}: {len(rows)} claims, {label.mean():.0%} of them supported", ""]
    figures = summarise([_as_question(row) for row in rows])
    for title, metric in FIGURES.items():
        if metric in figures:
            found = figures[metric]
            lines.append(f"- {title}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f}), n {found.n}")
    lines.append(f"- expected calibration error: {_calibration_error(bins(support, label)):.3f}")
    for step in (*STEPS, "all"):
        seconds = [sum(t.values()) if step == "all" else t[step] for t in (row["seconds"] for row in rows)]
        median, high = np.percentile(seconds, [50, 95]) * 1000
        lines.append(f"- {step}: median {median:.0f} ms, 95th percentile {high:.0f} ms a claim")
    lines += ["", "| support score | claims | mean score | supported in truth |", "| --- | --: | --: | --: |"]
    lines += [
        f"| {b.start:.1f} to {b.end:.1f} | {b.n} | {b.score:.2f} "
        f"| {b.share:.2f} ({b.low:.2f} to {b.high:.2f}) |"
        for b in bins(support, label)
    ]
    return "\n".join(lines)


def _as_question(row: Row) -> Any:
    """A claim as the evaluator's summary takes a question: to refuse an unsupported claim is to abstain."""
    return {
        "id": row["id"],
        "group": row["group"],
        "answerable": row["label"] == "supported",
        "scores": {"abstained": float(not row["supported"])},
        "answer": {"answerability": row["support"]},
        "error": None,
    }


def _calibration_error(found: Sequence[Bin]) -> float:
    return sum(b.n * abs(b.score - b.share) for b in found) / sum(b.n for b in found)


def _drawn(path: Path, limit: int | None, seed: int) -> list[Row]:
    rows = [row for row in _read(path) if row["label"] in LABELS]
    if limit is None or limit >= len(rows):
        return rows
    return [rows[i] for i in sorted(random.Random(seed).sample(range(len(rows)), limit))]


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="CLAIMS.jsonl")
    parser.add_argument("--limit", type=int, help="claims of each set, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--whole", action="store_true", help="check a claim of several sentences as one")
    parser.add_argument("--out", type=Path, help="write each claim's result to this JSONL file")
    parser.add_argument("--plot", type=Path, help="write the reliability diagrams to this SVG file")
    options = parser.parse_args()

    reranker = Engine(Settings.load()).reranker
    reranker.load()
    results: dict[str, list[Row]] = {}
    for path in options.sets:
        claims = _drawn(path, options.limit, options.seed)
        results[path.stem] = [
            {"id": c["id"], "group": c.get("group", c["id"]), "label": c["label"]}
            | check(c, reranker, whole=options.whole)
            for c in tqdm(claims, desc=path.stem)
        ]
    for name, rows in results.items():
        print(report(name, rows) + "\n")
    if options.out:
        lines = (json.dumps({"set": name, **row}) for name, rows in results.items() for row in rows)
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.plot:
        options.plot.write_text(
            diagram(
                {
                    name: bins(
                        np.array([row["support"] for row in rows]),
                        np.array([row["label"] == "supported" for row in rows]),
                    )
                    for name, rows in results.items()
                }
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
