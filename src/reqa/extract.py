"""Answering without a language model: with the best sentences themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqa.statements import DraftStatement
from reqa.types import ScoredSentence

MOST = 2
# A sentence joins the best one when its logit is within this of it.
SCORE_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Extract:
    """Has the interface of a language model's reply; about whether the evidence answers, it says nothing."""

    evidence: Sequence[ScoredSentence]
    """Best first."""
    vote: None = None

    def draft(self) -> Iterator[str | DraftStatement]:
        """The best sentences, in document order."""
        floor = self.evidence[0].score - SCORE_MARGIN
        good = [i for i, s in enumerate(self.evidence[:MOST]) if s.score >= floor]
        for position in sorted(good, key=self._place):
            text = self.evidence[position].text
            yield text
            yield DraftStatement(text, (position,))

    def _place(self, position: int) -> tuple[str, int]:
        sentence = self.evidence[position].sentence
        return sentence.document_id, sentence.index
