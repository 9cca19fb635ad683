"""Telling which kind of something a sentence is about that only calls it by its name.

`The quay was closed` does not say how long the western quay was, behind `It struck the eastern quay`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reqa.text.alternatives import Kind, kinds
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Sentence

_REACH = 10  # sentences back
_THE = re.compile(r"\b(?:the|this|that|these|those)\s+([\w'’-]+)", re.IGNORECASE)


def of_another_kind_before(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that speak of `the quay`, where the one named last is another one than the question's.

    Returns:
        Each with the terms of the kind that it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    asked = [kind for kind in kinds(question) if kind.said_of]

    def others(one: ScoredSentence) -> Iterator[str]:
        bare = content_terms(" ".join(_THE.findall(one.text)))
        own = kinds(f"{one.heading} {one.text}")
        sentences = sentences_of(one.sentence.document_id)
        for kind in asked:
            if bare.isdisjoint(kind.said_of) or any(kind.is_like(other) for other in own):
                continue
            before = sentences[max(0, one.sentence.index - _REACH) : one.sentence.index]
            if any(kind.excludes(other) for other in _last(kind, before)):
                yield from content_terms(kind.word)

    found = {one.sentence: frozenset(others(one)) for one in evidence if asked}
    return {sentence: terms for sentence, terms in found.items() if terms}


def _last(kind: Kind, before: Sequence[Sentence]) -> list[Kind]:
    """The kinds of the same that the last sentence names which names one; none if it names the same one."""
    for sentence in reversed(before):
        known = [one for one in kinds(sentence.text) if not one.said_of.isdisjoint(kind.said_of)]
        if any(one.is_like(kind) or one.excludes(kind) for one in known):
            return [] if any(one.is_like(kind) for one in known) else known
    return []
