"""Telling which one a sentence is about that does not say so, from what is named last before it.

Behind `It struck the eastern quay`, `The quay was closed` does not say how long the western one was; nor does
`It lasts for 60 cuts`, in a paragraph on the Tarn 300, say how many the Tarn 700 makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from reqa.text.alternatives import Kind, kinds
from reqa.text.terms import MONTHS, content_terms, numbered
from reqa.types import ScoredSentence, Sentence

REACH = 10  # sentences back
_THE = re.compile(r"\b(?:the|this|that|these|those)\s+([\w'’-]+)", re.IGNORECASE)

# `The first inhabitants named it` has nothing to do with somebody's last name.
_ORDER = frozenset({"first", "second", "third", "fourth", "last", "final"})
_THE_NUMBER = re.compile(r"\b[Tt]he (\d{1,3})\b(?! \w+s\b)")  # not `the 300 nurses`


def of_others_before(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that are about another one than the question, of several kinds or with several numbers.

    Returns:
        Each with the terms of the kind and the numbers that it is not about.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    found = {}
    for one in evidence:
        sentences = sentences_of(one.sentence.document_id)
        before = sentences[: one.sentence.index]
        labels = _numbered(question, sentences)
        others = {*_other_kinds(question, one, before), *_other_numbers(labels, one, before)}
        if others:
            found[one.sentence] = frozenset(others)
    return found


def _other_kinds(question: str, one: ScoredSentence, before: Sequence[Sentence]) -> Iterator[str]:
    """The terms of the kinds that a question names of what a sentence only calls `the quay`."""
    bare = content_terms(" ".join(_THE.findall(one.text)))
    own = kinds(f"{one.heading} {one.text}")
    for kind in kinds(question):
        is_bare = not bare.isdisjoint(kind.said_of) and not any(map(kind.is_like, own))
        if is_bare and kind.word not in _ORDER and any(map(kind.excludes, _last(kind, before[-REACH:]))):
            yield from content_terms(kind.word)


def _numbered(question: str, sentences: Sequence[Sentence]) -> set[tuple[str, str]]:
    """What a question numbers, `the Tarn 700`, also without its name where the sentences have that."""
    bare = set(_THE_NUMBER.findall(question))
    known = (label for one in sentences for label in numbered(one.line)) if bare else ()
    return numbered(question.title()) | {(kind, number) for kind, number in known if number in bare}


def _other_numbers(
    labels: Set[tuple[str, str]], one: ScoredSentence, before: Sequence[Sentence]
) -> Iterator[str]:
    """The numbers of what is asked about, where a paragraph has named another one of that name last."""
    named = dict(numbered(f"{one.heading} {one.text}"))
    beside = [other.line for other in reversed(before) if other.paragraph == one.sentence.paragraph]
    for kind, number in labels:
        last = next((found for found in map(numbered, beside) if kind in dict(found)), None)
        if last and not (kind in named or kind in MONTHS or (kind, number) in last):
            yield number


def _last(kind: Kind, before: Sequence[Sentence]) -> list[Kind]:
    """The kinds of the same that the last sentence names which names one; none if it names the same one."""
    for sentence in reversed(before):
        known = [one for one in kinds(sentence.line) if not one.said_of.isdisjoint(kind.said_of)]
        if any(one.is_like(kind) or one.excludes(kind) for one in known):
            return [] if any(one.is_like(kind) for one in known) else known
    return []
