"""Finding what an answer leaves out, though the question is about it as well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reqa.checks.another import of_another
from reqa.checks.elsewhere import stands_elsewhere
from reqa.text.headings import asks
from reqa.text.tables import is_row
from reqa.text.terms import content_terms, names
from reqa.types import Claim, Quote, ScoredSentence, Sentence

# A sentence that fits the question as well as the best one, to within this, and says at least this share of
# new words, belongs to a complete answer. On five development sets this lifted the citations' F1 by 0.00 to
# 0.06, with an addition to one answer in twelve where one sentence is enough, and to one in four elsewhere.
SCORE_MARGIN = 0.5
NEW = 0.5
MOST = 2
# So many words with a capital name something: of a question, they are in what answers it.
NAMED = 2

_LABELLED = re.compile(r"\W*(\w[\w ]{0,30})\W{0,3}?:\W+(.+)", re.DOTALL)
_APART = re.compile(r"[,;]|\band\b")


def names_only_some(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement has only some of what a line lists that the question is about.

    `Riel was absent` does not answer who was absent, if that is `Absent: Tomas Riel (ill), Greta Lind`.

    Args:
        statement: without markers.
        question: what it answers. One that names something of the line is about that alone.
        sources: the sentences that it cites.
    """
    asked, said = content_terms(question), content_terms(statement)
    for line in filter(None, map(_LABELLED.match, sources)):
        items = [names(f"the {item}") for item in _APART.split(line[2])]
        told = [not said.isdisjoint(item) for item in items]
        is_asked_for = content_terms(line[1]) <= asked and asked.isdisjoint(set().union(*items))
        if is_asked_for and all(items) and any(told) and not all(told):
            return True
    return False


def left_out(
    question: str,
    claims: Sequence[Claim],
    evidence: Sequence[ScoredSentence],
    leaning: Mapping[Sentence, Sentence],
) -> list[Sentence]:
    """The sentences, usually none, that a complete answer has as well.

    Args:
        question: what the answer is to.
        claims: the answer.
        evidence: all sentences that it might have rested on.
        leaning: what some of them need to be understood. For a cited one, that only tells what it is about.
    """
    cited = [sentence for _, sources in claims for sentence in sources]
    if all(
        sentence.is_heading for sentence in cited
    ):  # `4.3.0 (2025-09-18)` is all there is to when it came.
        return []
    known = {*cited, *map(leaning.get, cited)}
    others = [
        one
        for one in evidence
        if one.sentence not in known
        and not (one.sentence.is_heading or asks(one.sentence.line))
        and not of_another(question, [Quote(one.text, one.heading)])
        and not stands_elsewhere(question, one, evidence)
    ]
    best = max(one.score for one in evidence)
    said = content_terms(question).union(
        *(content_terms(statement) for statement, _ in claims),
        *(content_terms(sentence.line) for sentence in cited),
    )
    found: list[Sentence] = []
    for one in others:
        terms = content_terms(one.sentence.line)
        # Rows of a table fit alike, whatever they say, and so does what stands under one question.
        fits_for_itself = not (is_row(one.sentence) or asks(one.heading))
        fits = fits_for_itself and one.score >= best - SCORE_MARGIN
        if fits and terms and len(terms - said) >= NEW * len(terms):
            found.append(one.sentence)
            said |= terms
    # `Are the Long Mole and the Iron Bridge of stone?` is about both.
    told = (f"{one.heading} {one.sentence.line}" for one in evidence if one.sentence in (*known, *found))
    unnamed = names(question).difference(*map(content_terms, told))
    for one in others:
        # By its own words: it is quoted without what it stands under.
        if len(named := unnamed & content_terms(one.sentence.line)) >= NAMED:
            found.append(one.sentence)
            unnamed -= named
    return found[:MOST]
