"""Fit the few constants that decide when reqa answers and what it cites, on several question sets at once.

    python benchmarks/calibrate.py collect --out rows.jsonl --limit 80 clapnq.jsonl squad2.jsonl ...
    python benchmarks/calibrate.py fit rows.jsonl

A set has one JSON object a line: `text` (a corpus of its own) and `questions`, each with `question`,
`history`, `answerable` and `evidence` (`start`, `end` in the text). `collect` asks every question up to the
draft, which takes seconds each, and goes on where it was stopped. `fit` takes a moment: it weighs all sets
alike, and shows for each what constants fitted on the others alone would do to it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from tqdm import tqdm

from reqa.abstain import LEAST_SCORE
from reqa.chunk import chunk
from reqa.condense import parse_history, standalone
from reqa.embed import Embedder
from reqa.evidence import score_sentences, select_evidence
from reqa.generate import Writer
from reqa.llm import build_llm
from reqa.model_store.store import ModelStore
from reqa.pipeline import CHUNKS, NEAREST
from reqa.rerank import OnnxCrossEncoder
from reqa.retrieve import Retriever
from reqa.segment import segment
from reqa.settings import Settings
from reqa.statements import DraftStatement
from reqa.types import Chunk, Document

Row = dict[str, Any]


class Corpus:
    """One text, searchable without an index on disk."""

    def __init__(self, text: str, embed: Embedder) -> None:
        self.sentences = segment(Document("d", "", text, ""))
        self.chunks: list[Chunk] = chunk(self.sentences, text)
        self._vectors = embed([c.text for c in self.chunks])
        self.retriever = Retriever(self, embed)

    def dense(self, vector: np.ndarray, k: int) -> list[tuple[int, float]]:
        scores = self._vectors @ vector
        return [(int(i), float(scores[i])) for i in np.argsort(-scores)[:k]]


def collect(files: Sequence[Path], out: Path, limit: int, seed: int) -> None:
    settings = Settings.load()
    store = ModelStore(settings.models)
    embed = Embedder(str(store.path(settings.embedder)))
    reranker = OnnxCrossEncoder(store.path(settings.reranker))
    model = build_llm(settings, store.path)
    assert model is not None, "set REQA_LLM to a model"
    done = {(row["set"], row["id"]) for row in _read(out)} if out.exists() else set()
    with out.open("a", encoding="utf-8") as rows:
        for path in files:
            texts = {group["doc_id"]: group["text"] for group in _read(path)}
            corpora: dict[str, Corpus] = {}
            for group, asked in tqdm(_sample(path, limit, seed), desc=path.stem):
                if (path.stem, asked["id"]) in done:
                    continue
                if group not in corpora:
                    corpora = {group: Corpus(texts[group], embed)}
                row = _row(asked, corpora[group], reranker, Writer(model))
                rows.write(json.dumps({"set": path.stem, **row}, ensure_ascii=False) + "\n")
                rows.flush()


def _sample(path: Path, limit: int, seed: int) -> list[tuple[str, Mapping[str, Any]]]:
    """`limit` questions, half of them unanswerable where there are as many; those of a text together."""
    asked = [(group["doc_id"], q) for group in _read(path) for q in group["questions"]]
    random.Random(seed).shuffle(asked)
    cannot = [one for one in asked if not one[1]["answerable"]][: limit // 2]
    can = [one for one in asked if one[1]["answerable"]][: limit - len(cannot)]
    return sorted(can + cannot, key=lambda one: one[0])


def _row(asked: Mapping[str, Any], corpus: Corpus, reranker: OnnxCrossEncoder, writer: Writer) -> Row:
    question = standalone(asked["question"], parse_history(asked.get("history")), writer)
    chunks = corpus.retriever.retrieve(question, CHUNKS)
    scored = score_sentences(question, chunks, lambda _: corpus.sentences, reranker.score)
    selection = select_evidence(question, scored, lambda _: corpus.sentences, NEAREST)
    texts = [s.sentence.text for s in selection.as_read]
    statements = []
    with writer.reply(question, selection.quotes) as reply:
        for event in reply.draft() if asked["answerable"] else ():
            if isinstance(event, DraftStatement):
                relevance = reranker.score([(f"{question} {event.text}", text) for text in texts])
                own = reranker.score([(event.text, text) for text in texts])
                statements.append(
                    {"text": event.text, "picks": event.picks, "relevance": relevance, "own": own}
                )
    return {
        "id": asked["id"],
        "question": question,
        "answerable": asked["answerable"],
        "answers": asked["answers"],
        "scores": [s.score for s in scored[:8]],
        "vote": reply.vote,
        "gold": [_overlaps_gold(s.sentence.start, s.sentence.end, asked["evidence"]) for s in scored[:24]],
        "ranked": [s.score for s in scored[:24]],
        "ranked_chars": [len(s.sentence.text) for s in scored[:24]],
        "gold_count": len(asked["evidence"]),
        "evidence": [
            {
                "text": s.sentence.text,
                "score": s.score,
                "gold": _overlaps_gold(s.sentence.start, s.sentence.end, asked["evidence"]),
            }
            for s in selection.as_read
        ],
        "statements": statements,
    }


def _overlaps_gold(start: int, end: int, gold: Sequence[Mapping[str, Any]]) -> bool:
    return any(
        2 * (min(end, g["end"]) - max(start, g["start"])) >= min(end - start, g["end"] - g["start"])
        for g in gold
    )


def fit(path: Path) -> None:
    rows = list(_read(path))
    sets = sorted({row["set"] for row in rows})
    features = {
        "score": lambda row: [_best(row)],
        "vote": lambda row: [row["vote"]],
        "score, vote": lambda row: [_best(row), row["vote"]],
        "score, second, vote": lambda row: [_best(row), (row["scores"] * 2)[1], row["vote"]],
    }
    both = [s for s in sets if len({r["answerable"] for r in rows if r["set"] == s}) == 2]
    for name, feature in features.items():
        x = np.array([feature(row) for row in rows])
        y = np.array([row["answerable"] for row in rows])
        of = np.array([row["set"] for row in rows])
        usable = np.isin(of, both)
        x, y, of = x[usable], y[usable], of[usable]
        model = _fitted(x, y, of)
        print(f"\n{name}: bias {model.intercept_[0]:.2f}, weights {np.round(model.coef_[0], 3)}")
        for one in both:
            here = of == one
            other = _fitted(x[~here], y[~here], of[~here]) if len(both) > 1 else model
            auroc = roc_auc_score(y[here], model.decision_function(x[here]))
            own, carried = (balanced_accuracy_score(y[here], m.predict(x[here])) for m in (model, other))
            print(
                f"  {one:24} n {here.sum():4}  AUROC {auroc:.3f}  balanced accuracy {own:.3f}"
                f"  fitted on the others {carried:.3f}"
            )


def _best(row: Row) -> float:
    return max(row["scores"][0], LEAST_SCORE)


def _fitted(x: np.ndarray, y: np.ndarray, of: np.ndarray) -> LogisticRegression:
    """Every set counts the same, and in it, answerable and unanswerable questions do."""
    weights = np.array([1 / np.sum((of == s) & (y == a)) for s, a in zip(of, y, strict=True)])
    return LogisticRegression(C=100).fit(x, y, sample_weight=weights * len(y) / weights.sum())


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect", help="ask the questions and keep what is to be fitted")
    collecting.add_argument("files", nargs="+", type=Path)
    collecting.add_argument("--out", type=Path, required=True)
    collecting.add_argument("--limit", type=int, default=80, help="questions of each set")
    collecting.add_argument("--seed", type=int, default=1)
    fitting = commands.add_parser("fit", help="fit and print the constants")
    fitting.add_argument("rows", type=Path)
    options = parser.parse_args()
    if options.command == "collect":
        collect(options.files, options.out, options.limit, options.seed)
    else:
        fit(options.rows)


if __name__ == "__main__":
    main()
