"""Lists: a sentence that leads into one, such as `You need:`, says nothing without the items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reqa.text.layout import item_text
from reqa.text.terms import MONTHS, content_terms
from reqa.types import Sentence

MAX_LENGTH = 30  # sentences; nobody wants a longer list read out
MIN_ITEMS = 2
# What leads into a list with more content words than this says something by itself.
MAX_LEAD_TERMS = 4
# A question is about what a list is headed with if that has so large a part of its content words.
ABOUT = 0.5

# `When does the lease end?` may be answered by a list of conditions; what is past has a date.
_ASKS_FOR_A_DATE = re.compile(r"\W*(?:and\s+)?when (?:did|had|was|were)\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_LEADS_IN = re.compile(r":\W*$")
_CLAUSE = re.compile(r"\d+\.\d")
"""How the paragraphs of a contract are numbered, below its headings."""
_MARK = re.compile(r"\(?(?:\d+|\w+)?[^\w\s]?")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list and what leads into it: a sentence that ends with a colon, or a heading."""

    lead: Sentence
    items: tuple[Sentence, ...]
    """Its sentences, in order; an item may have several."""

    @property
    def begins(self) -> bool:
        """Whether what leads into it is part of it, though it may look like a heading: `We deliver if`"""
        is_title = self.lead.text.startswith("#") or self.items[0].start - self.lead.end > 1
        return not (self.lead.is_heading and is_title)

    @property
    def members(self) -> tuple[Sentence, ...]:
        """What the list is when it is read out: without its heading."""
        return (self.lead, *self.items) if self.begins else self.items

    def is_meant_by(self, question: str, heading: str, *, by_an_item: bool) -> bool:
        """Whether a question asks for the whole list: no word of it is in one item alone.

        Nor is a list without dates meant by `When did version 4.1 come out?`

        Args:
            question: what is asked.
            heading: what the list stands under.
            by_an_item: an item fits the question, and not what leads into the list; so the question must also
                be about that.
        """
        asked, lead = content_terms(question), content_terms(f"{heading} {self.lead.text}")
        having = Counter(
            term for one in self.items for term in content_terms(item_text(one.text) or one.text)
        )
        if _ASKS_FOR_A_DATE.match(question) and not any(map(_is_of_a_date, having)):
            return False
        if any(having[term] == 1 for term in asked - lead):
            return False
        return not by_an_item or len(asked & lead) >= max(1, ABOUT * len(asked))


def _is_of_a_date(term: str) -> bool:
    return term in MONTHS or bool(_YEAR.fullmatch(term))


def is_item(sentence: Sentence) -> bool:
    """Whether a sentence begins an item of a list."""
    return item_text(sentence.text) is not None


def leads_in(text: str) -> bool:
    """Whether a text says nothing without what follows it: `You need:`"""
    return bool(_LEADS_IN.search(text)) and len(content_terms(text)) <= MAX_LEAD_TERMS


def list_with(sentences: Sequence[Sentence], index: int) -> Listing | None:
    """The list that the sentence at `index` leads into, or is in; None where there is none.

    Args:
        sentences: those of a document, in order.
        index: a position among them.
    """
    for lead in range(index, max(-1, index - MAX_LENGTH), -1):
        if _LEADS_IN.search(sentences[lead].text) or sentences[lead].is_heading:
            found = _list_after(sentences, lead)
            if found or lead < index:
                return found if found and index <= found.items[-1].index else None
    return None


def _list_after(sentences: Sequence[Sentence], lead: int) -> Listing | None:
    outer = _mark(sentences[lead].text) if is_item(sentences[lead]) else None
    items: list[Sentence] = []
    count = 0
    for i in range(lead + 1, len(sentences)):
        one = sentences[i]
        if is_item(one):  # What leads into a list may itself be an item, of an outer one.
            is_clause = sentences[lead].is_heading and _CLAUSE.match(one.text)
            belongs = not is_clause and (outer is None or _mark(one.text) != outer)
            count += belongs
        else:
            belongs = bool(items) and not one.is_heading and one.paragraph == items[-1].paragraph
        if not belongs:
            break
        if len(items) == MAX_LENGTH:
            return None
        items.append(one)
    return Listing(sentences[lead], tuple(items)) if count >= MIN_ITEMS else None


def _mark(text: str) -> str:
    """The kind of mark that an item begins with: `(1)` for `(2) the deed`, `a.` for `b. the deed`."""
    mark = _MARK.match(text)
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "1", mark[0])) if mark else ""
