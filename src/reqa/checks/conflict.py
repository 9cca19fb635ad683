"""Finding the sentence that gives another figure for what was asked.

Two sources may put the same quantity differently: an answer that gives one of the figures shows the other
too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reqa.text.extremes import names_extreme
from reqa.text.terms import MONTHS, claimed_numbers, content_terms, names, numbers, quantities
from reqa.types import Cell, Claim, ScoredSentence, Sentence

# A sentence whose logit is this far below the best one's is about something else.
SCORE_MARGIN = 3.0
# `Ms Vold proposed 2%` is not contradicted by `Mr Lie proposed 3.5%`, where a question asks who proposed it.
_ASKS_FOR_NO_FIGURE = re.compile(r"\W*(?:who|whom|whose|where|why)\b", re.IGNORECASE)

# `16 years of age` are no two years.
_OF_AGE = re.compile(r"\byears (?:of age|old)\b", re.IGNORECASE)
# `8% of the grassland` is not by how much something fell.
_PART_OF = re.compile(r"(?:%|\bper ?cent) of\b", re.IGNORECASE)
# `those who took tablets` are not all in a group.
_SOME = re.compile(r"\b(?:of|only) (?:them|these|those|whom)\b|\bthose (?:that|who|with)\b", re.IGNORECASE)


def other_figure(
    question: str, claims: Sequence[Claim], evidence: Sequence[ScoredSentence]
) -> Sentence | None:
    """The evidence sentence that contradicts a figure of an answer; None, as nearly always, if there is none.

    It is not cited, gives other values than the answer and the question, and only others, in the unit of a
    stated figure, fits the question about as well as the best sentence, and has as many of its words as the
    cited ones, at least one, among them the names that these have. Where the figure is a day of a month, it
    also has the names in the statement, or for want of them, those before the figure in its source:
    everybody has a date of birth. In 157 answers to questions of three development sets there was none by
    chance. A row with several figures is not compared, as only the columns' names say what they are of: of
    60 questions about such rows, five had another figure by chance. Nor is one about something that neither
    the question nor the answer names, nor the highest of something with one that is not, nor what is about
    another one than the question. A question for a person, a place or a reason has no figure that could be
    contradicted.

    Args:
        question: what the answer is to.
        claims: the answer.
        evidence: all sentences that it might have rested on.
    """
    if _ASKS_FOR_NO_FIGURE.match(question):
        return None
    asked, taken = content_terms(question), claimed_numbers(question)
    cited_anywhere = [sentence for _, cited in claims for sentence in cited]
    best = max(one.score for one in evidence)
    spoken_of = asked.union(*(content_terms(statement) for statement, _ in claims))
    rows = {one.sentence for one in evidence if one.row and not _is_comparable(one.row, spoken_of)}
    candidates = [
        one
        for one in evidence
        if one.score >= best - SCORE_MARGIN
        and one.sentence not in rows.union(cited_anywhere)
        and not (one.not_about or one.by_others)
    ]
    for statement, cited in claims:
        stated = claimed_numbers(statement) - taken
        sources = [one.line for one in cited if one not in rows and not stated.isdisjoint(numbers(one.line))]
        units = {unit for text in sources for value, unit in quantities(text) if value in stated}
        told = stated | taken | set().union(*map(numbers, sources))
        are_parts, are_some = any(map(_PART_OF.search, sources)), any(map(_SOME.search, sources))
        named = _named(statement) or set().union(*map(_named_first, sources))
        shared = max([1, *(len(asked & content_terms(one.line)) for one in cited)])
        about = names(question).intersection(*(content_terms(one.line) for one in cited))
        for one in candidates:
            sentence, terms = one.sentence, content_terms(one.text)
            comparable = units if named <= terms else units - MONTHS
            alike = any(map(names_extreme, sources)) == names_extreme(sentence.line)
            if (
                alike
                and len(asked & terms) >= shared
                and about <= terms | content_terms(one.heading)
                and (are_parts or not _PART_OF.search(sentence.line))
                and (are_some or not _SOME.search(sentence.line))
                and any(theirs and not theirs & told for theirs in _values(sentence, comparable))
            ):
                return sentence
    return None


def _is_comparable(row: Sequence[Cell], spoken_of: set[str]) -> bool:
    """Whether a row has only one figure, and is about something that is spoken of."""
    return sum(bool(numbers(cell.text)) for cell in row[1:]) <= 1 and content_terms(row[0].text) <= spoken_of


def _named(text: str) -> set[str]:
    return names(text) - MONTHS


def _named_first(text: str) -> set[str]:
    """The names that a text has before its first figure."""
    return _named(re.split(r"\d", text, maxsplit=1)[0])


def _values(sentence: Sentence, units: Iterable[str]) -> Iterator[set[str]]:
    """The values that a sentence gives in each unit."""
    given = quantities(_OF_AGE.sub("", sentence.line))
    for unit in units:
        yield {value for value, of in given if of == unit}
