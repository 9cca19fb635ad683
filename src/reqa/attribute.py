"""Which sentences support a statement, and whether they do.

A statement is checked against the sentences that it cites and only those. The language model's own numbers
are one vote; the cross-encoder's scores and the words, numbers and names that both sides share decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reqa.terms import content_terms, names, numbers
from reqa.types import ScoredSentence, Sentence

MAX_CITED = 3
# A further sentence is cited only if it raises the probability of support by this much: minimal citations.
MIN_GAIN = 0.05
SUPPORTED = 0.5
# The model's own numbers match human evidence with F1 0.42 against the scorer's 0.65 (CLAPNQ dev), so a
# pick settles near ties and no more.
PICK_BONUS = 0.1

Scorer = Callable[[Sequence[tuple[str, str]]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The sentences that a statement rests on, in document order, and how well they carry it."""

    sentences: tuple[tuple[Sentence, float], ...]
    """Each cited sentence with the support that it gives on its own, 0 to 1."""
    support: float
    """Probability that the cited sentences together say what the statement says."""
    supported: bool


def attribute(
    statement: str,
    question: str,
    evidence: Sequence[ScoredSentence],
    picks: Sequence[int],
    score: Scorer,
) -> Attribution:
    """Cite the fewest evidence sentences that support `statement`.

    Args:
        statement: what the model wrote, without markers.
        question: what it answers; its words need no source.
        evidence: the sentences that the model was given, in document order.
        picks: positions in `evidence` that the model named for this statement.
        score: the reranker.
    """
    if not evidence:
        return Attribution((), 0.0, False)
    texts = [s.sentence.text for s in evidence]
    # Together with its question: "Eva Holm" alone would be found in any sentence that names her.
    claimed = f"{question} {statement}"
    relevance = score([(claimed, text) for text in texts])
    claim = _Claim.of(statement, question)
    alone = [claim.support(text, logit) for text, logit in zip(texts, relevance, strict=True)]
    votes = [alone[i] + (PICK_BONUS if i in picks else 0.0) for i in range(len(texts))]
    order = sorted(range(len(texts)), key=lambda i: (-votes[i], -evidence[i].score, i))

    cited, support = [order[0]], alone[order[0]]
    for i in order[1:]:
        if len(cited) == MAX_CITED:
            break
        together = claim.support(
            " ".join(texts[j] for j in sorted([*cited, i])), max(relevance[j] for j in cited)
        )
        if together >= support + MIN_GAIN:
            cited, support = [*cited, i], together
    cited_text = " ".join(texts[i] for i in cited)
    return Attribution(
        sentences=tuple((evidence[i].sentence, alone[i]) for i in sorted(cited)),
        support=support,
        supported=support >= SUPPORTED and not claim.lacks_a_number(cited_text),
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement taken apart into what its sources must contain."""

    terms: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, statement: str, question: str) -> _Claim:
        asked = content_terms(question)
        terms = content_terms(statement)
        return cls(
            # A statement that only repeats the question still needs a source for its words.
            terms=frozenset(terms - asked or terms),
            numbers=frozenset(numbers(statement) - numbers(question)),
            names=frozenset(names(statement) - asked),
        )

    def lacks_a_number(self, source: str) -> bool:
        """A number that is not in the source is never supported by it, however alike the rest is."""
        return bool(self.numbers - content_terms(source))

    def support(self, source: str, relevance: float) -> float:
        """Probability that `source` says the statement; `relevance` is the cross-encoder's logit for it."""
        said = content_terms(source)
        covered = len(self.terms & said) / len(self.terms) if self.terms else 1.0
        missing_names = len(self.names - said)
        missing_numbers = len(self.numbers - said)
        logit = BIAS + RELEVANCE * relevance + COVERAGE * covered
        logit += MISSING_NAME * missing_names + MISSING_NUMBER * missing_numbers
        return 1 / (1 + math.exp(-logit))


# Logistic regression over (logit, coverage, missing names); provisional.
BIAS, RELEVANCE, COVERAGE, MISSING_NAME = -3.0, 0.25, 4.0, -0.7
MISSING_NUMBER = -4.0
