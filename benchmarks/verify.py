"""How well reqa tells supported claims from unsupported ones, and what its support score is worth.

    python benchmarks/verify.py --limit 200 --out rows.jsonl --plot reliability.svg CLAIMS.jsonl ...

A set has one JSON object a line: `id`, `claim`, `context`, `question` (may be empty) and `label`, `supported`
or `unsupported`; rows with another label are left out. A claim of several sentences is checked sentence by
sentence, as an answer's statements are, and is worth as much as its weakest.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from journal import Row, add_options, append_row, read_rows, refuse_misuse
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


Key = tuple[str, str]
"""Set and id of the claim."""


class Checker:
    """Checks claims against their contexts. A context is scored once for all claims about it.

    Args:
        reranker: scores the sentences.
        whole: check a claim of several sentences as one statement.
    """

    def __init__(self, reranker: Reranker, *, whole: bool) -> None:
        self._reranker = reranker
        self._whole = whole
        self._read = lru_cache(maxsize=None)(self._read_context)

    def check(self, claim: Mapping[str, Any]) -> Row:
        """A row of a set: the support that was found, and what it took, in seconds, reading the context
        included.
        """
        said = [claim["claim"].strip()]
        if not self._whole:
            said = [s.text for s in segment(Document("claim", "", claim["claim"], ""))] or said
        best_first, seconds = self._read(claim["context"], claim["question"] or claim["claim"])
        start = time.perf_counter()
        found = [attribute(text, claim["question"], best_first, (), self._reranker.score) for text in said]
        return {
            "id": claim["id"],
            "group": claim.get("group", claim["id"]),
            "claim": claim["claim"],
            "label": claim["label"],
            "whole": self._whole,
            "support": min(one.support for one in found),
            "supported": all(one.supported for one in found),
            "statements": len(said),
            "sentences": len(best_first),
            "seconds": {**seconds, "attribute": round(time.perf_counter() - start, 5)},
        }

    def _read_context(self, context: str, asked: str) -> tuple[Sequence[ScoredSentence], Mapping[str, float]]:
        """The sentences of a context by how well they fit what is asked, and the seconds that took."""
        start = time.perf_counter()
        sentences = segment(Document("context", "", context, ""))
        cut = time.perf_counter()
        scores = self._reranker.score([(asked, sentence.text) for sentence in sentences])
        scored = [ScoredSentence(s, x) for s, x in zip(sentences, scores, strict=True)]
        best_first = sorted(scored, key=lambda s: -s.score)
        return best_first, {
            "segment": round(cut - start, 5),
            "score": round(time.perf_counter() - cut, 5),
        }


def read_results(path: Path | None, sets: Mapping[str, Sequence[Row]], *, whole: bool) -> dict[Key, Row]:
    """The rows of an interrupted run.

    Raises:
        SystemExit: the file is of other claims, or of a run with another `whole`.
    """
    known = {(name, claim["id"]): claim["claim"] for name, claims in sets.items() for claim in claims}
    found = {(row["set"], row["id"]): row for row in read_rows(path)}
    if any(row["whole"] != whole or known.get(key) != row["claim"] for key, row in found.items()):
        raise SystemExit(f"{path} is of other claims, or of another --whole. Name another file.")
    return found


def report(name: str, rows: Sequence[Row]) -> str:
    """A set's figures with their 95% intervals, resampled by group, and its reliability."""
    supported = sum(row["label"] == "supported" for row in rows) / len(rows)
    lines = [f"### {name}: {len(rows)} claims, {supported:.0%} of them supported", ""]
    figures = summarise([_as_question(row) for row in rows])
    for title, metric in FIGURES.items():
        if metric in figures:
            found = figures[metric]
            lines.append(f"- {title}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f}), n {found.n}")
    lines.append(f"- expected calibration error: {_calibration_error(_bins(rows)):.3f}")
    for step in (*STEPS, "all"):
        seconds = [sum(t.values()) if step == "all" else t[step] for t in (row["seconds"] for row in rows)]
        median, high = np.percentile(seconds, [50, 95]) * 1000
        lines.append(f"- {step}: median {median:.0f} ms, 95th percentile {high:.0f} ms a claim")
    lines += ["", "| support score | claims | mean score | supported in truth |", "| --- | --: | --: | --: |"]
    lines += [
        f"| {b.start:.1f} to {b.end:.1f} | {b.n} | {b.score:.2f} "
        f"| {b.share:.2f} ({b.low:.2f} to {b.high:.2f}) |"
        for b in _bins(rows)
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


def _bins(rows: Sequence[Row]) -> list[Bin]:
    return bins(
        np.array([row["support"] for row in rows]),
        np.array([row["label"] == "supported" for row in rows]),
    )


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
    add_options(parser, required=False)
    parser.add_argument("--plot", type=Path, help="write the reliability diagrams to this SVG file")
    options = parser.parse_args()
    refuse_misuse(parser, options)

    claims = {path.stem: _drawn(path, options.limit, options.seed) for path in options.sets}
    done = read_results(options.out, claims, whole=options.whole)
    checker = Checker(Engine(Settings.load()).reranker, whole=options.whole)
    results: dict[str, list[Row]] = {}
    with options.out.open("a", encoding="utf-8") if options.out else nullcontext() as log:
        for name, drawn in claims.items():
            results[name] = []
            for claim in tqdm(drawn, desc=name):
                row = done.get((name, claim["id"]))
                if row is None:
                    row = {"set": name} | checker.check(claim)
                    if log:
                        append_row(log, row)
                results[name].append(row)
    for name, rows in results.items():
        print(report(name, rows) + "\n")
    if options.plot:
        bins_of = {name: _bins(rows) for name, rows in results.items()}
        options.plot.write_text(diagram(bins_of), encoding="utf-8")


if __name__ == "__main__":
    main()
