"""Finding out that a statement has what one line of a list says where another line has what is asked about.

`Common (up to 1 in 10 people)` is not how common dizziness is, if that is listed under `Uncommon (up to 1 in
100): dizziness, rash`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reqa.text.lists import is_item
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Sentence

REACH = 8  # sentences

_ENTRY = re.compile(r"(?P<label>[^:]{1,60}):\s+(?P<items>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list: what is listed, under its label."""

    position: int
    sentence: Sentence
    label: set[str]
    items: set[str]

    @property
    def terms(self) -> set[str]:
        return self.label | self.items

    def is_beside(self, other: _Entry) -> bool:
        """Whether both may be lines of one list."""
        one, two = self.sentence, other.sentence
        is_near = one.document_id == two.document_id and abs(one.index - two.index) <= REACH
        return is_near and (one.paragraph == two.paragraph or (is_item(one) and is_item(two)))


def entries_instead(
    statement: str, question: str, evidence: Sequence[ScoredSentence], cited: Sequence[int]
) -> list[int]:
    """Positions of the lines that list what is asked about, if a statement has what another one says.

    Args:
        statement: without markers.
        question: what it answers.
        evidence: the sentences that the model was given.
        cited: positions of those that the statement cites.
    """
    asked = content_terms(question)
    new = content_terms(statement) - asked
    entries = list(filter(None, (_entry(i, one) for i, one in enumerate(evidence))))

    def is_meant(one: _Entry, other: _Entry) -> bool:
        is_listed = not asked.isdisjoint(one.items) and asked.isdisjoint(other.items)
        has_its_label = not new.isdisjoint(other.label - one.terms) and new.isdisjoint(
            one.label - other.terms
        )
        return one.is_beside(other) and is_listed and has_its_label and new <= one.terms | other.terms

    return [
        one.position
        for one in entries
        if any(is_meant(one, other) for other in entries if other.position in cited and other is not one)
    ]


def _entry(position: int, one: ScoredSentence) -> _Entry | None:
    parts = None if one.row else _ENTRY.fullmatch(one.text.strip())
    if not parts:
        return None
    return _Entry(position, one.sentence, content_terms(parts["label"]), content_terms(parts["items"]))
