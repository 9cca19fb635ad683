"""Telling what a text says of one of the groups that it lists from what it says of the others.

Where a handbook lists full-time employees, interns and contractors, `Full-time employees receive full pay for
eight weeks` does not say how long interns do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from reqa.text.layout import item_text
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Sentence

LEAST = 3  # of a list

_WORD = r"[^\W\d_](?:[^\W_]|['’-])*"
_WORDS = rf"({_WORD}(?: {_WORD}){{0,2}})"
_LABEL = re.compile(rf"[*_]*{_WORDS}[*_]*(?: \([^()]*\))?(?::[*_]*| [–—-])\s")
_FIRST_CELL = re.compile(rf"\| [*_]*{_WORDS}[*_]* \|")


def of_other_groups(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that name groups of their document, and not the ones that the question names.

    Returns:
        Each with the terms of the latter.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    asked = content_terms(question)
    documents = {one.sentence.document_id for one in evidence}
    listed = {document: list(_asked_groups(asked, sentences_of(document))) for document in documents}
    found: dict[Sentence, frozenset[str]] = {}
    for one in evidence:
        known = content_terms(f"{one.heading} {one.text}")
        for meant, others in listed[one.sentence.document_id]:
            if known.isdisjoint(meant) and any(group <= known for group in others):
                found[one.sentence] = found.get(one.sentence, frozenset()) | meant
    return found


def _asked_groups(
    asked: Set[str], sentences: Sequence[Sentence]
) -> Iterator[tuple[frozenset[str], list[frozenset[str]]]]:
    """For each list of groups, the terms that only those have which a question names, and of each other."""
    for labels in _labelled(sentences):
        groups = [frozenset(content_terms(one)) for one in labels]
        others = [group for group in groups if not group <= asked]
        meant = frozenset().union(*(group for group in groups if group <= asked)).difference(*others)
        if meant and _are_spoken_of(labels, sentences):
            yield meant, others


def _labelled(sentences: Sequence[Sentence]) -> Iterator[list[str]]:
    """The labels of each list, and what the rows of each table begin with."""
    labels: list[str] = []
    for line in [*(item_text(one.line) or one.line for one in sentences), ""]:
        label = _LABEL.match(line) or _FIRST_CELL.match(line)
        if label and content_terms(label[1]):
            labels.append(label[1])
            continue
        if len(labels) >= LEAST:
            yield labels
        labels = []


def _are_spoken_of(labels: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    """Whether a text has several labels elsewhere, in lower case; names are told apart otherwise."""
    text = "\n".join(one.line for one in sentences)
    return sum(bool(re.search(rf"\b{re.escape(one.lower())}\b", text)) for one in labels) > 1
