"""Finding the sentence that gives another figure for what was asked.

Two sources may put the same quantity differently: an answer that gives one of the figures shows the other
too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reqa.terms import claimed_numbers, content_terms, quantities
from reqa.types import Claim, ScoredSentence, Sentence

# A sentence whose logit is this far below the best one's is about something else.
SCORE_MARGIN = 3.0


def other_figure(
    question: str, claims: Sequence[Claim], evidence: Sequence[ScoredSentence]
) -> Sentence | None:
    """The evidence sentence that contradicts a figure of an answer; None, as nearly always, if there is none.

    It is not cited, gives other values, and only others, in the unit of a stated figure, fits the question
    about as well as the best sentence, and has as many of its words as the cited ones. In 157 answers to
    questions of three development sets there was none by chance.

    Args:
        question: what the answer is to.
        claims: the answer.
        evidence: all sentences that it might have rested on, best first.
    """
    asked = content_terms(question)
    cited_anywhere = [sentence for _, cited in claims for sentence in cited]
    candidates = [
        one.sentence
        for one in evidence
        if one.score >= evidence[0].score - SCORE_MARGIN and one.sentence not in cited_anywhere
    ]
    for statement, cited in claims:
        stated = claimed_numbers(statement) - claimed_numbers(question)
        units = {unit for one in cited for value, unit in quantities(one.text) if value in stated}
        shared = max((len(asked & content_terms(one.text)) for one in cited), default=0)
        for sentence in candidates:
            if len(asked & content_terms(sentence.text)) >= shared and any(
                theirs and not theirs & stated for theirs in _values(sentence, units)
            ):
                return sentence
    return None


def _values(sentence: Sentence, units: Iterable[str]) -> Iterator[set[str]]:
    """The values that a sentence gives in each unit."""
    given = quantities(sentence.text)
    for unit in units:
        yield {value for value, of in given if of == unit}
