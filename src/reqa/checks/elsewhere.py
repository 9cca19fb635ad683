"""Telling what is about something else than the question, mostly as it stands under the heading of that.

`Students pay half`, of the theatre, does not answer what they pay at the museum, which has its own section.
Of 16 questions about such a guide, a small model answers 8 so; of 170 answers of five question sets, one is
found, a wrong one. That a section on sick leave makes what stands under annual leave another thing is wrong
for one of 2,888 answerable questions of the development sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.checks.cells import has_another_key
from reqa.text.headings import level
from reqa.text.terms import content_terms, names, said_terms, terms_in_order
from reqa.types import ScoredSentence, Sentence

_KNOWN = re.compile(r"\b(?:the|this|that|your|our|my|its|their)\s+([\w'’-]+)", re.IGNORECASE)
# `What are the opening hours?` asks for them, and is not about them.
_ASKED_FOR = re.compile(r"\W*(?:what|which|how \w+) (?:is|are|was|were) the [\w'’-]+", re.IGNORECASE)


def stands_elsewhere(question: str, one: ScoredSentence, evidence: Sequence[ScoredSentence]) -> bool:
    """Whether a sentence is about something else than what the question is about.

    So it is with another name in its place, in a row for another number, and under another heading than the
    one that names it: neither the sentence nor its own heading has that name, nor has its heading anything
    else of the question: `Lisbon office` is elsewhere if the Berlin office is asked about.

    Args:
        question: what is asked.
        one: the sentence.
        evidence: it, and those with which it was found.
    """
    if one.not_about or has_another_key(question, one.row):
        return True
    asked, under = content_terms(question), content_terms(one.heading)
    missing = _things(question) - under - content_terms(one.text)
    # With `Guests` in it, `Berlin office: Guests` is compared as the section of an office, if that is asked.
    heads = [head for head in _above(one) if asked.isdisjoint(under) or asked & said_terms(head.text)]

    def names_it(section: Sentence) -> bool:
        terms = said_terms(section.text)
        alike = (head for head in heads if asked & said_terms(head.text) <= terms)
        named = not missing.isdisjoint(terms) and any(_are_apart(section, head) for head in alike)
        return named or any(_is_the_other_one(asked, one.text, section, head) for head in heads)

    sections = ([other.sentence] if other.sentence.is_heading else _above(other) for other in evidence)
    return any(names_it(section) for each in sections for section in each)


def _things(question: str) -> set[str]:
    """The terms of what a question speaks of as something known: `the museum`, `Arvik`."""
    known = _KNOWN.findall(_ASKED_FOR.sub("", question))
    return content_terms(" ".join(known)) | names(question)


def _above(one: ScoredSentence) -> list[Sentence]:
    """The headings that a sentence stands under."""
    return [head for head in one.above if head.is_heading]


def _is_the_other_one(asked: set[str], text: str, section: Sentence, head: Sentence) -> bool:
    """Whether a question has a heading's words, of which what a text stands under has only the last one:
    `annual leave`, if `sick leave` is asked about and not in the text either."""
    own, other = (
        [term for term in terms_in_order(one.text) if not term.isdigit()] for one in (section, head)
    )
    are_two = len(own) > 1 and len(other) > 1 and own[-1] == other[-1]
    is_asked = asked.issuperset(own) and asked.isdisjoint(other[:-1])
    is_unnamed = content_terms(text).isdisjoint(own[:-1])
    return are_two and is_asked and is_unnamed and _are_apart(section, head)


def _are_apart(section: Sentence, head: Sentence) -> bool:
    """Whether a heading is in the document of another one, but not in its section: the other one is not the
    document's title, and has as many marks."""
    apart = section.index > 0 and level(section) >= level(head)
    return section.document_id == head.document_id and apart
