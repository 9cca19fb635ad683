"""Telling what one party may or must do from what the other one may or must.

`The Supplier may increase the fees once a year` does not answer when the customer can. A document that writes
`the Supplier` and `the Customer` with capitals tells the two apart throughout, as contracts and statutes do;
and everyone knows a tenant from a landlord. Of 18,530 sentences that answer questions of eighteen sets, few
of them about contracts, none is taken to be about another party.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reqa.text.alternatives import opposed
from reqa.text.terms import stem
from reqa.types import ScoredSentence, Sentence

# Who is paid, or gets something, is told of as well by what the other one pays or gives.
_SUFFERING = r"(?:be|expect|get|have|need|obtain|receive)\b"
_MAY = r"(?:can|could|has|is|may|might|must|shall|should|will|would)"
_RIGHTS = r"(?: (?:allowed|also|entitled|have|has|not|obliged|only|required|to))*"
# `Must the supplier send`, `for the supplier to send`, `the supplier has to send`
_ASKED = re.compile(
    rf"\b(?:{_MAY}|did|do|does|for) the (\w+){_RIGHTS} (?!{_SUFFERING})[a-z]"
    rf"|\bthe (\w+) {_MAY}{_RIGHTS} (?!{_SUFFERING}|the\b)[a-z]",
    re.IGNORECASE,
)
_ACTING = re.compile(r"\b[Tt]he ([A-Z][a-z]+) (?:can|may|must|shall|will)(?: not)? (?!be\b)[a-z]")
_KNOWN = re.compile(r"\bthe (\w+)")
# Where a clause begins: before the one who does what it says.
_OPENING = (
    r"^\W*(?:[\d.]+\W+)?",
    r"[,;:] ",
    r"\b(?:and|as|because|but|if|once|or|that|unless|until|when|where|which|while|whom) ",
)
_ACTS = re.compile(rf"(?:{'|'.join(_OPENING)})the (\w+) [a-z]", re.IGNORECASE)
_ALLOWED = re.compile(rf"\bthe (\w+) {_MAY}\b", re.IGNORECASE)
_DEED = re.compile(
    r"\b(?:the (?P<besides>\w+),? (?:and|n?or) )?the (?P<who>\w+) "
    r"(?:can|had|has|have|may|must|shall|should|will|would)(?: (?:also|not|only))* "
    r"(?!be\b|been\b)(?P<deed>\w+)",
    re.IGNORECASE,
)
# `The tenant's liability`
_OWN = re.compile(r"\bthe (\w+)['’]s (\w+)", re.IGNORECASE)
_TOGETHER = re.compile(r"\bthe (\w+),? (?:and|n?or) the (\w+)", re.IGNORECASE)


def done_by_others(
    question: str, evidence: Sequence[ScoredSentence], text_of: Callable[[str], str]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that say what parties may or must do, but not those that the question asks it of.

    Returns:
        Each with the terms of the latter.

    Args:
        question: what is asked.
        evidence: the sentences.
        text_of: gives a document's text, which shows what the parties are.
    """
    asked = _found(_ASKED, question)
    documents = {one.sentence.document_id for one in evidence} if asked else set()
    parties = {document: set(_parties(text_of(document))) for document in documents}
    found = {}
    for one in evidence if asked else ():
        known = parties[one.sentence.document_id]
        doing = _doing(one.sentence.line) & known
        if doing and (others := asked & known) and others.isdisjoint(doing):
            found[one.sentence] = frozenset(others)
    return found


def owned_by_others(
    question: str, evidence: Sequence[ScoredSentence], text_of: Callable[[str], str]
) -> dict[Sentence, frozenset[str]]:
    """The sentences that say of one party's what is asked of another one's: `the landlord's liability`.

    Returns:
        Each with the terms of the party that is asked about.

    Args:
        question: what is asked.
        evidence: the sentences.
        text_of: gives a document's text, which shows what the parties are.
    """
    asked = _owned(question)
    found: dict[Sentence, frozenset[str]] = {}
    for one in evidence if asked else ():
        known = set(_parties(text_of(one.sentence.document_id)))
        told = {(who, what) for who, what in _owned(f"{one.heading} {one.text}") if who in known}
        kinds = {what for _, what in told}
        others = {who for who, what in asked - told if who in known and what in kinds}
        if others:
            found[one.sentence] = frozenset(others)
    return found


def _owned(text: str) -> set[tuple[str, str]]:
    """Whose something is, and what it is."""
    return {(stem(who.casefold()), stem(what.casefold())) for who, what in _OWN.findall(text)}


def says_it_of_others(statement: str, sources: Sequence[str]) -> bool:
    """Whether a statement says that somebody may or must do what its sources say only of somebody else.

    `The Grantee may end it on three months' notice` is not so if `the Funder may end it`.
    """
    told = {deed for source in sources for deed in _deeds(source)}
    known = {what for _, what in told}
    return any(what in known and (who, what) not in told for who, what in _deeds(statement))


def _deeds(text: str) -> Iterator[tuple[str, str]]:
    """Who may or must do something, or has done it, and what."""
    for found in _DEED.finditer(text):
        for who in filter(None, (found["who"], found["besides"])):
            yield stem(who.casefold()), stem(found["deed"].casefold())


def _parties(text: str) -> Iterator[str]:
    """Those whom a text tells apart: who may or must do something and always has a capital, and well-known
    pairs."""
    for word in set(_ACTING.findall(text)):
        if not re.search(rf"\bthe {word.lower()}\b", text):
            yield stem(word.casefold())
    yield from map(stem, opposed(set(_KNOWN.findall(text.casefold()))))


def _doing(text: str) -> set[str]:
    """Those of whom a sentence says what they do, together or alone; best what they may or must do."""
    found = _found(_ALLOWED, text) or _found(_ACTS, text)
    for pair in _TOGETHER.finditer(text):
        both = {stem(one.casefold()) for one in pair.groups()}
        found |= both if both & found else set()
    return found


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    """The stems of the words that a pattern finds."""
    return {stem(one.casefold()) for found in pattern.finditer(text) for one in found.groups() if one}
