"""Finding what an answer leaves out, though it fits the question as well as what the answer says."""

from __future__ import annotations

from collections.abc import Sequence

from reqa.headings import asks
from reqa.tables import is_row
from reqa.terms import content_terms
from reqa.types import Claim, ScoredSentence, Sentence

# A sentence that fits the question as well as the best one, to within this, and says at least this share of
# new words, belongs to a complete answer. On five development sets this lifted the citations' F1 by 0.00 to
# 0.06, with an addition to one answer in twelve where one sentence is enough, and to one in four elsewhere.
SCORE_MARGIN = 0.5
NEW = 0.5
MOST = 2


def left_out(question: str, claims: Sequence[Claim], evidence: Sequence[ScoredSentence]) -> list[Sentence]:
    """The sentences, usually none, that a complete answer has as well.

    Args:
        question: what the answer is to.
        claims: the answer.
        evidence: all sentences that it might have rested on.
    """
    cited = [sentence for _, sources in claims for sentence in sources]
    said = content_terms(question).union(
        *(content_terms(statement) for statement, _ in claims),
        *(content_terms(sentence.text) for sentence in cited),
    )
    best = max(one.score for one in evidence)
    found: list[Sentence] = []
    for one in evidence:
        terms = content_terms(one.sentence.text)
        # Rows of a table fit alike, whatever they say, and so does what stands under one question.
        fits_for_itself = not (one.sentence.is_heading or is_row(one.sentence) or asks(one.heading))
        fits = fits_for_itself and one.score >= best - SCORE_MARGIN
        if fits and one.sentence not in cited and terms and len(terms - said) >= NEW * len(terms):
            found.append(one.sentence)
            said |= terms
    return found[:MOST]
