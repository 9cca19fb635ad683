"""Telling what a text, or a sentence, says before it names what the question is about.

`It costs 4 dollars a dose` is not about the drug R7 if a text names that only further on: a word like `it`
points back. Of 8,573 sentences that answer questions of eighteen sets seven seem to be so, in texts that are
put together of several ones and in stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reqa.text.names import mentions, written_names
from reqa.text.terms import DAYS, MONTHS, content_terms, names
from reqa.types import ScoredSentence, Sentence

_POINTS_BACK = re.compile(r"(?:he|her|his|it|its|she|their|they)\b", re.IGNORECASE)

# `A room costs 118 crowns`, behind a sentence that names a house, is one of that house.
_ONE_OF_IT = re.compile(r"(?:an?|each|every)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|it|she|they)\b", re.IGNORECASE)


def named_later(
    question: str,
    evidence: Sequence[ScoredSentence],
    sentences_of: Callable[[str], Sequence[Sentence]],
    text_of: Callable[[str], str],
) -> dict[Sentence, frozenset[str]]:
    """The sentences that point back to something, in texts that name what the question names only later.

    Returns:
        Each with the terms of the names that it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
        text_of: gives a document's text.
    """
    named = frozenset(names(question) - DAYS - MONTHS)
    found = {}
    for one in evidence if named else ():
        if _POINTS_BACK.match(one.text) or _is_one_of_it(one, sentences_of(one.sentence.document_id)):
            text = text_of(one.sentence.document_id)
            before, behind = text[: one.sentence.end], text[one.sentence.end :]
            if not mentions(named, f"{one.heading}\n{before}") and mentions(named, behind):
                found[one.sentence] = named
    return found


def _is_one_of_it(one: ScoredSentence, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence without a name opens with one of something, behind a sentence with a name."""
    if not _ONE_OF_IT.match(one.text) or any(written_names(one.text)):
        return False
    before = sentences[max(one.sentence.index - 1, 0) : one.sentence.index]
    return any(two.paragraph == one.sentence.paragraph and any(written_names(two.line)) for two in before)


def is_named_only_later(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a source says of `it` what a statement says, and names what the question is about only then.

    `187 metres` is not the span of the Ganter bridge if `with a span of 187 metres it was the longest; it
    lost the record to the Ganter bridge`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    named = frozenset(names(question) - DAYS - MONTHS)
    new = content_terms(statement) - content_terms(question)
    clauses = [source.partition(";") for source in sources]

    def is_so(before: str, behind: str) -> bool:
        tells = new <= content_terms(before) and not new <= content_terms(behind)
        return tells and bool(_PRONOUN.search(before)) and mentions(named, behind)

    is_named = any(mentions(named, before) for before, _, _ in clauses)
    return bool(named and new) and not is_named and any(is_so(one, other) for one, _, other in clauses)
