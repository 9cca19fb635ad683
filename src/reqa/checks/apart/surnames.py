"""Telling which one of several of a surname a sentence is about that has it alone.

Behind `Ragna Solveck has spent thirty years there`, what is said of `Solveck` is not about Liv Solveck.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reqa.text.abbreviations import RANKS, TITLES
from reqa.text.names import written_names
from reqa.text.terms import content_terms, names
from reqa.types import ScoredSentence, Sentence

_POSSESSIVE = re.compile(r"['’]s?$")


def of_namesakes(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> dict[Sentence, frozenset[str]]:
    """The sentences with a surname alone, where another one of it than is asked about was named last.

    Returns:
        Each with the terms of the given name that it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    asked = list(_full(question, names(question)))
    found = {}
    for one in evidence if asked else ():
        sentences = sentences_of(one.sentence.document_id)
        for given, surname in asked:
            if _has_alone(one, given, surname) and _is_another(given, surname, sentences, one.sentence.index):
                found[one.sentence] = frozenset(content_terms(" ".join(given)))
    return found


def _full(text: str, known: set[str] | None = None) -> Iterator[tuple[set[str], str]]:
    """The given names and the last name of everybody who is named in full."""
    for name in written_names(text, known):
        *given, surname = name.text.split()
        if given and "of" not in given:
            plain = {one for one in given if one.casefold().rstrip(".") not in TITLES | RANKS}
            yield plain, _POSSESSIVE.sub("", surname)


def _has_alone(one: ScoredSentence, given: set[str], surname: str) -> bool:
    is_alone = any(name.text == surname for name in written_names(one.text))
    return is_alone and content_terms(" ".join(given)).isdisjoint(content_terms(f"{one.heading} {one.text}"))


def _is_another(given: set[str], surname: str, sentences: Sequence[Sentence], index: int) -> bool:
    """Whether the text before a sentence names another one of that surname last, and somewhere the one."""

    def named(some: Sequence[Sentence]) -> list[set[str]]:
        lines = (one.line for one in some if surname in one.line)
        return [first for line in lines for first, last in _full(line) if last == surname and first]

    before = named(sentences[:index])[-1:]
    return any(given.isdisjoint(first) for first in before) and any(
        given & first for first in named(sentences)
    )
