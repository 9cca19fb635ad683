"""Telling what is said of one kind of something from what is said of another kind.

`The annual ticket costs 480 euros` has nearly all the words of a question about the monthly one. Of 90
unanswerable questions of a development set made to mislead, nine are so; of 1,711 answerable ones of nine
sets one seems to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.alternatives import Kind, kinds, without_negation
from reqa.text.terms import content_terms, numbers
from reqa.types import Quote

_HYPHEN = re.compile(r"(?<!\bnon)-", re.IGNORECASE)  # `soft-shelled` is soft, but a non-member no member
# `, in winter (November to February) from 8 to 5`: the same with other figures.
_DIFFERING = re.compile(r",\s(?=(?:for|in|on)\s[^,;]*\d)")
_PART_END = re.compile(r";|,?\s(?:but|whereas|while)\s", re.IGNORECASE)


def of_another_kind(question: str, sources: Sequence[Quote]) -> bool:
    """Whether sentences are about another kind of what the question is about, and do not name that one.

    Args:
        question: what is asked.
        sources: the sentences that an answer cites.
    """
    asked = kinds(question)
    # `Lower wages than in Lund` says that they are higher in Lund.
    said = [kind for one in sources if " than " not in one.text for kind in kinds(_rule(one.text))]
    known = [*said, *(kind for one in sources for kind in kinds(_HYPHEN.sub(" ", one.text)))]
    headed = [kind for one in sources for kind in kinds(_HYPHEN.sub(" ", one.heading))]

    def is_missing(kind: Kind) -> bool:
        return not (any(map(kind.is_like, known)) or any(map(kind.is_that_of, headed)))

    def is_other(kind: Kind) -> bool:
        return not any(kind.is_like(other) for other in asked)

    return any(one.excludes(other) for one in filter(is_missing, asked) for other in filter(is_other, said))


def _rule(text: str) -> str:
    """What a text says of all, if it goes on with what differs: `Open from 9 to 6, in winter from 9 to 5`."""
    rule, *differing = _DIFFERING.split(text, maxsplit=1)
    return rule if differing and numbers(rule) else text


def says_it_of_another_kind(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether what a statement adds to its question is only in parts of its sources about another kind.

    `3 percent` is not by how much sales rose in the first half, if that is `they fell in the first half; in
    the second half they rose by 3 percent`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    new = content_terms(statement) - content_terms(question)
    told = [part for source in sources for part in _PART_END.split(source) if new <= content_terms(part)]
    if new and told and all(of_another_kind(question, [Quote(part)]) for part in told):
        return True
    return any(_is_the_rule(new, question, source) for source in sources)


def _is_the_rule(figures: set[str], question: str, source: str) -> bool:
    """Whether figures are only in what a source says of all, and it has others for the question's kind: `it
    closes at 6, in winter at 5`."""
    rule, *differing = _DIFFERING.split(source, maxsplit=1)
    stated = {figure for figure in figures if figure[0].isdigit()}
    if not (stated and differing) or not stated <= numbers(rule) - numbers(differing[0]):
        return False
    asked = [kind for kind in kinds(question) if kind.sets]
    return any(one.is_like(other) for one in asked for other in kinds(differing[0]))


def says_it_of_what_is_not_so(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement has what its source says of what is not as the question has it, which it has too.

    `Three years` is not how long it keeps once it is open, if that is `three years unopened; use it within
    six months of opening`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked = content_terms(question)
    new = content_terms(statement) - asked

    def is_so(source: str) -> bool:
        parts = [content_terms(part) for part in _PART_END.split(source)]
        told = next((part for part in parts if new <= part), set())
        missing = {base for term in told - asked if (base := without_negation(term)) in asked - told}
        return any(missing & part and not new <= part for part in parts)

    return bool(new) and any(map(is_so, sources))
