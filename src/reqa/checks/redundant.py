"""Finding statements that tell the reader nothing, or less than their sources: made before, or only the
question put differently."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from reqa.text.denial import asks_whether, denies
from reqa.text.headings import asks
from reqa.text.terms import DAYS, MONTHS, content_terms, names

_WORD = re.compile(r"\w+")
_OPEN = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
# With one of these a question may name what the answer is: "Which is longer, the mole or the bridge?"
_CHOICE = re.compile(r"\b(?:and|between|or|than)\b|[,;:?].*\w", re.IGNORECASE | re.DOTALL)
_WHO = re.compile(r"\W*(?:\w+ )?(?:who|whose|whom)\b", re.IGNORECASE)
# `MRS LIND: Three things.`
_SPEAKER = re.compile(r"^\W*[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}:\s+(?=.+[.!]$)", re.DOTALL)
_PRONOUN_FIRST = re.compile(r"\W*(?:he|she|it|they|this|that|these|those|there)\b", re.IGNORECASE)
# So many words may have been put in the place of a subject: `He`, `It was`.
_INSTEAD = 2
# So large a part of what a source says is most of it.
MOST = 0.75
# A question may be what is asked for.
_ASKED = re.compile(r"\b(?:ask|quer|question)", re.IGNORECASE)
# `Section 14.` only says where it stands.
_PLACE = re.compile(
    r"\W*(?:annex|appendix|article|chapter|clause|paragraph|part|schedule|section)\W*[\divx.]+\W*",
    re.IGNORECASE,
)


def tells_nothing(statement: str, question: str, earlier: Iterable[str]) -> bool:
    """Whether an answer is as good without a statement.

    Args:
        statement: what may be left out.
        question: what is asked.
        earlier: the statements before it.
    """
    return (
        (asks(statement) and not _ASKED.search(question))
        or _asks_back(statement, question)
        or _only_says_where(statement, question)
        or any(_repeats(statement, one, question) for one in earlier)
    )


def says_too_little(statement: str, question: str) -> bool:
    """Whether a statement says nothing but yes, or no, to a question, or leaves it to the reader which.

    How far that is so is better told in the words of its sources: `They called on Amory to resign` has all
    those of `Amory resigned`, and whether there is water at the bothy takes more than `There is a spring`.
    """
    asked, said = content_terms(question), content_terms(statement)
    return asks_whether(question) and (said <= asked or said.isdisjoint(asked))


def is_one_of_several(statement: str, question: str, sources: Collection[str]) -> bool:
    """Whether a statement is one of the sentences that tell together whether something is so.

    The others may say that it is not: `The landlord may enter after giving notice` and `In an emergency the
    caretaker may enter without` for `May the landlord enter without notice in an emergency?`
    """
    return asks_whether(question) and len(sources) > 1 and statement in sources


def is_of_somebody_else(statement: str, question: str, sources: Iterable[str]) -> bool:
    """Whether a statement names somebody instead of whom its sources tell whether something is so.

    `Venn said he would not appeal` for `Will the prosecutor appeal?`, if `the prosecutor has not decided`.
    """
    asked = content_terms(question)
    left_out = asked - content_terms(statement)
    others = names(f"the {statement}") - asked - DAYS - MONTHS
    return asks_whether(question) and bool(others) and any(left_out & content_terms(one) for one in sources)


def has_lost_its_subject(statement: str, question: str, sources: Iterable[str]) -> bool:
    """Whether a statement is a source without the name that this begins with, which is not the question's.

    `He was flown to Lienz, Haas walked` for `Maier was flown to Lienz, Haas walked`.
    """
    said = _words(statement).split()
    tails = [said[put:] for put in range(_INSTEAD + 1)]

    def is_cut(source: str) -> bool:
        told, words = _WORD.findall(source), _words(source).split()
        kept = next((tail for tail in tails if words[-len(tail) :] == tail), [])
        cut = " ".join(told[: len(told) - len(kept)])
        subject = content_terms(cut) - content_terms(question)
        is_another = bool(subject) and subject <= names(f"the {cut}")
        return is_another and not names(question).isdisjoint(content_terms(" ".join(kept)))

    return any(map(is_cut, sources))


def tells_most_of(statement: str, source: str) -> bool:
    """Whether a statement has so much of what a source says that this need not be quoted as well."""
    terms = content_terms(source)
    return len(terms & content_terms(statement)) >= MOST * len(terms) and denies(statement) == denies(source)


def is_word_for_word(statement: str, source: str) -> bool:
    """Whether a source has a statement in these very words, next to each other."""
    return f" {_words(statement)} " in f" {_words(source)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _asks_back(statement: str, question: str) -> bool:
    """`He directed it` for `Who directed it?`"""
    if asks_whether(question) or not _OPEN.search(question):
        return False
    if not _WHO.match(question):
        statement = _SPEAKER.sub("", statement)
    if not content_terms(statement) <= content_terms(question):
        return False
    return not _CHOICE.search(question) or bool(_PRONOUN_FIRST.match(statement) and question.count("?") < 2)


def _only_says_where(statement: str, question: str) -> bool:
    """`Section 14.`, where the question does not ask for a section."""
    asked = content_terms(question)
    return bool(_PLACE.fullmatch(statement)) and asked.isdisjoint(content_terms(statement))


def _repeats(statement: str, earlier: str, question: str) -> bool:
    """Whether `earlier` has all that the statement adds to the question, and denies as little or as much."""
    terms, before = content_terms(statement), content_terms(earlier)
    new = terms - content_terms(question) or terms
    return new <= before and denies(statement) == denies(earlier)
