"""Which sentences support a statement, and whether they do.

A statement is checked against the sentences that it cites and only those. The language model's own numbers
are one vote; the cross-encoder's scores and the words, numbers and names that both sides share decide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reqa.checks.another import of_another
from reqa.checks.apart.versions import names_other_versions
from reqa.checks.cells import ranks_unseen
from reqa.checks.counted import measures_instead
from reqa.checks.otherwise.verdict import saying_otherwise
from reqa.checks.ties import are_joined, may_tie
from reqa.text.extremes import degrees
from reqa.text.terms import (
    claimed_numbers,
    content_terms,
    names,
    numbers,
    said_terms,
    terms_at,
    without_place,
)
from reqa.types import Quote, ScoredSentence, Scorer, Sentence

MAX_CITED = 3  # not counting what they stand under
# What a sentence is worth to a statement: the cross-encoder's logit, plus these for containing all of the
# statement's terms and for having been named by the model. Citation F1 on four development sets hardly
# changes when either is halved or doubled.
COVERAGE_WORTH, PICK_WORTH = 4.0, 1.0
SUPPORTED = 0.5
# So many words of the question that no other source has make a sentence one that the answer rests on. On 45
# questions with several hops, this and `completion.NAMED` lifted the citations' F1 from 0.48 to 0.54; of 40
# other answers two change, and of 135 to the golden questions one.
PREMISE = 2
# The evidence is within half of this of its best sentence's logit, save for what others lean on or stand
# under. A source that is so far below and has none of the question's words is about something else; so it is
# where it only stands under the same heading as the best one.
UNRELATED = 8.0
# A name that is only in what a sentence stands under counts where both have this part of what is asked.
ABOUT = 0.5

_Source = tuple[set[str], float]
"""A source's terms, and the cross-encoder's logit for the statement and it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The sentences that a statement rests on, in document order, and how well they carry it."""

    sentences: tuple[tuple[Sentence, float], ...]
    """Each cited sentence with the support that it gives on its own, 0 to 1."""
    support: float
    """Probability that the cited sentences together say what the statement says."""
    supported: bool
    """Whether that is likely enough, with every number found, and they do not say otherwise."""
    saying_otherwise: tuple[Sentence, ...] = ()
    """Those that have the statement's words or deny them, if they say otherwise; rows that it misreads."""


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
        evidence: the sentences that the model was given.
        picks: positions in `evidence` that the model named for this statement.
        score: the reranker.
    """
    if not evidence or not any(map(str.isalnum, statement)):
        return Attribution((), 0.0, False)
    claim = _Claim.of(statement, question)
    evidence = [*evidence, *_heads_that_say_it(claim, evidence)]
    texts = [s.text for s in evidence]
    said = [said_terms(text) for text in texts]
    # Also together with its question: "Eva Holm" alone would be found in any sentence that names her.
    logits = score([(asked, text) for asked in (statement, f"{question} {statement}") for text in texts])
    alone, asked = logits[: len(texts)], logits[len(texts) :]
    worth = [
        (alone[i] + asked[i]) / 2 + COVERAGE_WORTH * claim.covered(said[i]) + PICK_WORTH * (i in picks)
        for i in range(len(texts))
    ]
    cited = claim.fewest(said, sorted(range(len(texts)), key=lambda i: (-worth[i], i)))
    known = [terms | content_terms(s.heading) for terms, s in zip(said, evidence, strict=True)]
    best = max(range(len(texts)), key=lambda i: evidence[i].score)
    told = [said[i] if one.heading == evidence[best].heading else known[i] for i, one in enumerate(evidence)]
    related = any(claim.asked & told[i] or _fits(evidence, i) for i in cited)
    core, cited = (
        cited,
        claim.with_premises(said, known, cited, may_tie(claim.asked, evidence, known, cited), best),
    )
    relevance = max(alone[i] for i in cited)
    sources = {evidence[i].sentence: (said[i], alone[i]) for i in cited}
    if not claim.is_carried(_together(sources), relevance):
        sources = _with_heads(claim, statement, question, [evidence[i] for i in cited], sources, score)
    carried = (
        related
        and are_joined(question, evidence, known, cited, claim.new_terms)
        and claim.is_carried(_together(sources), relevance)
        and not of_another(question, [Quote(texts[i], evidence[i].heading) for i in cited])
        and not ranks_unseen(question, [evidence[i] for i in cited])
        and not measures_instead(question, [texts[i] for i in core])
    )
    otherwise = saying_otherwise(statement, question, evidence, cited, core) if carried else []
    plain = " ".join(statement.split())
    supports = [
        (one, 1.0 if one.line == plain else claim.support(terms, logit))
        for one, (terms, logit) in sources.items()
    ]
    return Attribution(
        sentences=tuple(sorted(supports, key=lambda one: (one[0].document_id, one[0].index))),
        support=max(claim.support(_together(sources), relevance), *(support for _, support in supports)),
        supported=carried and not otherwise,
        saying_otherwise=tuple(evidence[i].sentence for i in otherwise),
    )


def _heads_that_say_it(claim: _Claim, evidence: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """What the evidence stands under that alone has a statement's figures, and those of the question.

    `## 4.2.0 (2025-03-11)` tells when version 4.2.0 was released, whatever stands there.
    """
    if any(claim.numbers <= numbers(one.text) for one in evidence):
        return []
    asked = {term for term in claim.asked if term[0].isdigit()}
    under = {head: one for one in reversed(evidence) if not one.not_about for head in one.above}
    terms = {head: said_terms(head.text) for head in under}
    return [
        ScoredSentence(head, one.score)
        for head, one in under.items()
        if claim.new_terms | asked <= terms[head] and claim.asked & terms[head]
    ]


def _with_heads(
    claim: _Claim,
    statement: str,
    question: str,
    cited: Sequence[ScoredSentence],
    sources: dict[Sentence, _Source],
    score: Scorer,
) -> dict[Sentence, _Source]:
    """The sources, and those of what they stand under that have what they lack."""
    above = dict.fromkeys(
        head
        for one in cited
        for head in one.above
        if not (head in sources or names_other_versions(question, head.text))
    )
    heads = claim.naming({head: said_terms(head.text) for head in above}, _together(sources))
    if not heads:
        return sources
    own = score([(statement, head.text) for head in heads])
    telling = claim.telling(sources, set().union(*heads.values()))
    return telling | dict(zip(heads, zip(heads.values(), own, strict=True), strict=True))


def _fits(evidence: Sequence[ScoredSentence], i: int) -> bool:
    """Whether a sentence fits the question by itself, or others stand under it."""
    best = max(one.score for one in evidence)
    return evidence[i].score >= best - UNRELATED or any(evidence[i].sentence in one.above for one in evidence)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A statement taken apart into what its sources must contain."""

    terms: frozenset[str]
    new_terms: frozenset[str]
    """Those that the question does not have. For a statement that only repeats the question, all but what it
    compares by: `The boiler is cheaper` has its source in two prices."""
    asked: frozenset[str]
    """Those of the question."""
    numbers: frozenset[str]
    names: frozenset[str]
    """These two like `new_terms`: those that the question does not have, or all."""
    required: frozenset[str]
    """What must be in the sources: the numbers, and of one that only says yes to the question, the names."""

    @classmethod
    def of(cls, statement: str, question: str) -> _Claim:
        asked = content_terms(question)
        terms = content_terms(statement)
        repeats = terms <= asked
        its_numbers, its_names = claimed_numbers(without_place(statement)), names(statement)
        if not repeats:
            its_numbers, its_names = its_numbers - numbers(question), its_names - asked
        return cls(
            terms=frozenset(terms),
            new_terms=frozenset(terms - degrees(statement) if repeats else terms - asked),
            asked=frozenset(asked),
            numbers=frozenset(its_numbers),
            names=frozenset(its_names),
            required=frozenset(its_numbers | its_names if repeats else its_numbers),
        )

    def covered(self, said: set[str]) -> float:
        """Share of the statement's terms that are among `said`."""
        return len(self.terms & said) / len(self.terms) if self.terms else 1.0

    def fewest(self, said: Sequence[set[str]], order: Sequence[int]) -> list[int]:
        """The best source, and those that add a name, a number or two other words to what is cited before.

        Args:
            said: the terms of each source.
            order: positions in `said`, best first.
        """
        cited = [order[0]]
        covered = set(said[order[0]])
        while len(cited) < MAX_CITED:
            most = max(order, key=lambda i: self._gain(said[i] - covered))
            if self._gain(said[most] - covered) < 2:
                break
            cited.append(most)
            covered |= said[most]
        # A later one may have made an earlier one superfluous, even the best.
        for i in [*cited[1:], cited[0]]:
            others = terms_at(said, [j for j in cited if j != i])
            if len(cited) > 1 and self._gain(said[i] - others) < (1 if i == order[0] else 2):
                cited.remove(i)
        return cited

    def with_premises(
        self,
        said: Sequence[set[str]],
        known: Sequence[set[str]],
        cited: Sequence[int],
        others: Sequence[int],
        best: int,
    ) -> list[int]:
        """`cited`, and the sentences that tie it to the question.

        `Lisbon` answers where the author of a book was born only together with the sentence that names the
        author. These are the sentence that fits the question best, if it alone has a word of the question,
        and those that speak of what the statement says and have several such words.

        Args:
            said: the terms of each source.
            known: these, and those of what it stands under.
            cited: positions in both.
            others: positions of those that may tie it.
            best: position of the sentence that fits the question best.
        """
        kept = list(cited)

        def ties(i: int) -> int:
            return len(self.asked & (said[i] - terms_at(known, kept)))

        if best in others and len(kept) < MAX_CITED and self.asked & (known[best] - terms_at(known, kept)):
            kept.append(best)
        about = [i for i in others if self.new_terms & said[i]]
        while about and len(kept) < MAX_CITED and ties(most := max(about, key=ties)) >= PREMISE:
            kept.append(most)
        if len(kept) == len(cited):
            return kept
        wanted = self.terms | self.asked
        for i in list(kept):  # What the others say as well needs no further source.
            if not wanted & (known[i] - terms_at(known, [j for j in kept if j != i])):
                kept.remove(i)
        return kept

    def naming(self, above: dict[Sentence, set[str]], said: set[str]) -> dict[Sentence, set[str]]:
        """Of what the cited sentences stand under, that which has names or numbers that they themselves lack.

        Only a letter's head says who wrote `I am on holiday next week`, which is what the question asks for,
        and only `Version 4.1` what fixed an error.

        Args:
            above: what they stand under, the farthest first, with its terms.
            said: the terms of what is cited.
        """
        needed: dict[Sentence, set[str]] = {}
        missing = (self.names | self.numbers) - said
        for head, terms in reversed(above.items()):
            if missing & terms:
                needed[head] = terms
                missing -= terms
        known = said.union(*needed.values())
        return needed if len(self.asked & known) >= ABOUT * len(self.asked) else {}

    def telling(self, sources: dict[Sentence, _Source], above: set[str]) -> dict[Sentence, _Source]:
        """The sources that have something of the statement or its question that is not `above` them."""
        wanted = (self.terms | self.asked) - above
        return {one: source for one, source in sources.items() if wanted & source[0]}

    def is_carried(self, said: set[str], logit: float) -> bool:
        """Whether it is likely enough that a source says the statement, and nothing required is missing."""
        return self.support(said, logit) >= SUPPORTED and self.required <= said

    def _gain(self, new: set[str]) -> int:
        return len(self.terms & new) + len((self.numbers | self.names) & new)

    def support(self, said: set[str], logit: float) -> float:
        """Probability that a source says the statement.

        Args:
            said: the source's terms.
            logit: the cross-encoder's, for the statement and the source's best sentence.
        """
        new = len(self.new_terms & said) / len(self.new_terms) if self.new_terms else 1.0
        total = BIAS + RELEVANCE * logit + COVERAGE * new
        total += MISSING_NAME * len(self.names - said) + MISSING_NUMBER * len(self.numbers - said)
        return 1 / (1 + math.exp(-total))


def _together(sources: dict[Sentence, _Source]) -> set[str]:
    """The terms of all sources."""
    return set().union(*(terms for terms, _ in sources.values()))


# Logistic regression on two sets of claims with the sources that support them or do not. A missing name or
# number weighs nothing there beyond the coverage; it does here, as these are what a reader relies on.
BIAS, RELEVANCE, COVERAGE = -2.5, 0.07, 3.7
MISSING_NAME, MISSING_NUMBER = -0.5, -4.0
