"""Scoring one answer against its golden question.

A cited span hits a golden one when they overlap by at least half of the shorter one.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import ir_measures
from ir_measures import RR, R
from rouge_score.rouge_scorer import RougeScorer

from reqa.evaluation.golden import GoldenQuestion, Span
from reqa.types import Answer, Citation

Scores = dict[str, float]

RECALL_AT = (1, 3, 5)


def score_answer(
    golden: GoldenQuestion,
    answer: Answer,
    retrieved: Sequence[Citation],
    texts: Mapping[str, str],
) -> Scores:
    """Every metric that applies to this question, but for the similarity, which needs a model.

    Args:
        golden: the question and its good answers.
        answer: what reqa said.
        retrieved: the evidence that the answer was drawn from.
        texts: canonical text of each document.
    """
    scores: Scores = {"abstained": float(answer.abstained)}
    shown = (*answer.citations, *answer.nearest)
    if shown:
        scores["citation_validity"] = sum(_is_valid(c, texts) for c in shown) / len(shown)
    if golden.attack:
        said = answer.text.casefold()
        scores["attack_success"] = float(any(sign.casefold() in said for sign in golden.attack))
    if not answer.abstained and answer.statements:
        scores["supported"] = sum(s.supported for s in answer.statements) / len(answer.statements)
    if not golden.answerable:
        return scores
    if golden.evidence:
        scores |= _retrieval(golden.evidence, retrieved)
        scores |= citation_scores(golden.evidence, answer.citations)
    if golden.answers and not answer.abstained:
        scores |= answer_scores(without_markers(answer.text), golden.answers)
    if not answer.abstained:
        scores["cited_chars"] = float(sum(c.end_char_index - c.start_char_index for c in answer.citations))
    return scores


def citation_scores(gold: Sequence[Span], cited: Sequence[Citation]) -> Scores:
    """Precision, recall and F1 of the citations, counted in spans and in characters."""
    spans = [Span(c.document_id, c.start_char_index, c.end_char_index, c.cited_text) for c in cited]
    hits = sum(any(overlaps(one, g) for g in gold) for one in spans)
    found = sum(any(overlaps(one, g) for one in spans) for g in gold)
    precision, recall = _share(hits, len(spans)), _share(found, len(gold))
    ours, theirs = _characters(spans), _characters(gold)
    char_precision, char_recall = (
        _share(len(ours & theirs), len(ours)),
        _share(len(ours & theirs), len(theirs)),
    )
    return {
        "citation_precision": precision,
        "citation_recall": recall,
        "citation_f1": f1(precision, recall),
        "char_precision": char_precision,
        "char_recall": char_recall,
        "char_f1": f1(char_precision, char_recall),
    }


def answer_scores(answer: str, good: Sequence[str]) -> Scores:
    """How near the words of an answer come to the nearest of the good ones."""
    rouge = [_rouge().score(one, answer)["rougeL"].fmeasure for one in good]
    words = normalised(answer)
    contained = any(f" {' '.join(normalised(one))} " in f" {' '.join(words)} " for one in good)
    return {
        "token_f1": max(_token_f1(words, normalised(one)) for one in good),
        "rouge_l": max(rouge),
        "contains": float(contained),
    }


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the shorter one."""
    if one.document_id != other.document_id:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


def without_markers(text: str) -> str:
    return re.sub(r"\s*\[\d+\]", "", text)


def normalised(text: str) -> list[str]:
    """Words as SQuAD's evaluation compares them: lower case, no punctuation, no articles."""
    text = "".join(" " if c in string.punctuation + "“”‘’–—" else c for c in text.casefold())
    return [word for word in text.split() if word not in ("a", "an", "the")]


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _is_valid(citation: Citation, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.document_id, "")
    return text[citation.start_char_index : citation.end_char_index] == citation.cited_text != ""


def _retrieval(gold: Sequence[Span], retrieved: Sequence[Citation]) -> Scores:
    ranked = sorted(retrieved, key=lambda c: -c.support_score)
    qrels = [ir_measures.Qrel("q", f"gold{i}", 1) for i in range(len(gold))]
    run, taken = [], set[int]()
    for rank, citation in enumerate(ranked):
        span = Span(citation.document_id, citation.start_char_index, citation.end_char_index, "")
        new = [i for i, g in enumerate(gold) if i not in taken and overlaps(span, g)]
        taken.update(new)
        names = [f"gold{i}" for i in new] or [f"other{rank}"]
        run += [ir_measures.ScoredDoc("q", name, float(-rank)) for name in names]
    measures = [RR, *(R @ k for k in RECALL_AT)]
    values = {str(m.measure): m.value for m in ir_measures.iter_calc(measures, qrels, run)}
    return {
        "retrieval_mrr": values.get("RR", 0.0),
        **{f"retrieval_recall_{k}": values.get(f"R@{k}", 0.0) for k in RECALL_AT},
    }


def _characters(spans: Sequence[Span]) -> set[tuple[str, int]]:
    return {(span.document_id, i) for span in spans for i in range(span.start, span.end)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _token_f1(said: Sequence[str], good: Sequence[str]) -> float:
    common = sum((Counter(said) & Counter(good)).values())
    return f1(_share(common, len(said)), _share(common, len(good)))


@cache
def _rouge() -> RougeScorer:
    return RougeScorer(["rougeL"], use_stemmer=True)
