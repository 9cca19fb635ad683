"""Telling a statement that says of somebody what its sources say only of somebody else.

`Osei will lead the yard` has all of its words in `Osei said that it is dear` and `Dorward will lead the
yard`, and `Lowe advised Halvorsen` all in `Nord advised Halvorsen; Kestrel was advised by Lowe`. Of 3,129
answers that eighteen question sets give with the sentences that say so, seven are taken to be told of
others, and of 905 claims that are labelled as supported by longer texts two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from reqa.checks.otherwise.contrary import OF_WHAT_IS_ASKED
from reqa.text.names import has_name, is_named, written_names
from reqa.text.terms import content_terms, names, numbers
from reqa.types import Quote

# Each is of its own, behind so many words: `In attendance: Anna Vold (chair), Piet Raun (minutes)`.
LABEL_TERMS = 2
_WITH_BRACKETS = re.compile(r"[A-Z][^,;:()]*\([^()]*\)")
# Who may be the one that the statement is about: `Imrie said that she left`, not `Imrie left her`.
_PRONOUN = re.compile(
    r"(?:^\W*|[,:]\W*|\b(?:after|and|as|because|before|but|if|sa(?:id|ys)|since|so|that|though|until|when|where|"
    r"whether|while)\s+)(?:he|it|she|they|you|we|(?-i:I))\b",
    re.IGNORECASE,
)
# Not where a list goes on: `Nord, Lund and Oslo`, `in May, June and July`.
_CLAUSE_END = re.compile(
    r";|,\s+(?=(?:whereas|while)\s)|,\s+(?:and|but)\s+"
    r"(?=(?:(?:after|at|before|by|in|on)\s+(?:\w+\s+){1,3}?)?(?:the\s+)?"
    r"[A-Z][\w'’-]*\s+(?:[A-Z][\w'’-]*\s+)*(?!(?:and|as|at|by|for|from|in|of|on|or|to|with)\b)[a-z]+)"
)
# `Until the Terna sails again,` is not what the rest of the sentence says of somebody.
_SUBORDINATE = re.compile(
    r"\W*(?:after|although|as|because|before|if|once|since|though|unless|until|when|while)\s"
    r"(?:[^,]|,(?=\d))*,",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",? (?:which|who) (?:[^,]|,(?=\d))*")
# What may stand before the name of whom a clause is about: `while the`, `In 1976 the`, `his deputy`, `The
# head of sales,`, `a board chaired by`.
_OPENING = re.compile(
    r"\W*(?:(?:and|but|whereas|while)\s+)*(?:(?:by|in|on|since)\s+(?:\w+\s+){,2}\d+(?:nd|rd|st|th)?,?\s+)?"
    r"(?:an?\s+(?:(?-i:[a-z])[\w-]*\s+){1,6}|"
    r"(?:the|his|her|its|their)\s+(?:[^,]{,60},\s+(?=[^,]+[^,s'’],)|(?-i:[a-z])[\w-]*\s+)?)?",
    re.IGNORECASE,
)
# `Imrie will step down`; what opens a sentence otherwise may be no name: `Members will step down`.
_ACTING = re.compile(r"[A-Z][\w'’-]*[^\Ws] (?:had|has|said|says|will|would)\b")
_LABELLED = re.compile(r"[^:]{,30}:")


def told_of_others(
    statement: str, question: str, sources: Sequence[Quote], beside: Sequence[str] = ()
) -> list[int]:
    """Positions of the sources to be quoted in place of a statement that says of somebody what they say only
    of others; none if they do not.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
        beside: others that were found with them. A word that only ever opens a sentence need not be a name.
    """
    named = names(question).union(*(names(text) for text in (*beside, *(one.text for one in sources))))
    asked = content_terms(question)
    subject, said = _subject(statement, question, sources)
    parts = [part for i, one in enumerate(sources) for part in _parts(i, one, subject)]
    own = [part for part in parts if part.is_about_it]
    told = _terms(own)
    lacking = said - told
    others = [part for part in parts if part.terms & lacking]
    known = content_terms(statement) | (asked if own else set())
    # `Rae directed the film` and `Sund won the prize` tell together who directed the one that won the prize.
    if len(sources) > 1 and not told & asked - content_terms(" ".join(subject)) <= _terms(others):
        lacking -= asked
        others = [part for part in parts if part.terms & lacking]
        known |= told
    others = [part for part in others if not any(part.says_less(one, lacking) for one in others)]
    if not (subject and others and all(_is_about_another(part.text, known, named) for part in others)):
        return []
    is_asked_about = own and any(has_name(asked, name) for name in subject)
    return list(dict.fromkeys(part.source for part in (own if is_asked_about else others)))


def _subject(statement: str, question: str, sources: Sequence[Quote]) -> tuple[list[str], set[str]]:
    """The names that a statement begins with, and the terms of what it says of them.

    Of a pronoun, it is the question that has them. With one source it may be so without one: `40 euros` is
    said of whom that is about, and `Eva Holm` answers all of it. With several, what ties them has no name.
    """
    asked_about = [name.text for name in written_names(question, names(question))]
    if OF_WHAT_IS_ASKED.match(statement):
        return asked_about, content_terms(statement)
    known = names(question).union(*(names(f"the {one.text}") for one in sources))
    subject: list[str] = []
    end = 0
    for name in written_names(statement):
        if name.is_adjective or content_terms(statement[end : name.start]):
            break
        if not known.isdisjoint(content_terms(name.text)):
            subject.append(name.text)
        end = name.end
    said = content_terms(statement[end:]) if subject else set()
    if len(sources) == 1:
        asked = content_terms(question) - numbers(question)
        if not subject:
            subject, said = asked_about, asked | content_terms(statement)
        said = said or asked
    return subject, said


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a source that is about somebody by itself."""

    source: int
    text: str
    terms: Set[str]
    """Those of what it stands under as well."""
    is_about_it: bool
    """Whether it names the subject."""

    def says_less(self, other: _Part, terms: Set[str]) -> bool:
        """Whether it has only some of the terms that another part has."""
        return self.terms & terms < other.terms & terms


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a sentence; what `who` or `which` tells of a name is one: `Ms Lie, who got it`."""
    whole = " ".join(text.split())
    if opening := _SUBORDINATE.match(whole):
        yield opening[0]
    for clause in _CLAUSE_END.split(whole[opening.end() if opening else 0 :]):
        ends = {name.end: name.text for name in written_names(clause)}
        told = next((found for found in _RELATIVE.finditer(clause) if found.start() in ends), None)
        if told:
            yield ends[told.start()] + told[0]
            yield clause[: told.start()] + clause[told.end() :]
        else:
            yield clause


def _parts(position: int, source: Quote, subject: Sequence[str]) -> Iterator[_Part]:
    for clause in _clauses(source.text):
        items = _WITH_BRACKETS.findall(clause)
        is_list = len(items) > 1 and len(content_terms(_WITH_BRACKETS.sub(" ", clause))) <= LABEL_TERMS
        for text in items if is_list else [clause]:
            terms = content_terms(f"{source.heading} {text}")
            yield _Part(position, text, terms, any(is_named(name, text, terms) for name in subject))


def _terms(parts: Sequence[_Part]) -> set[str]:
    return set().union(*(part.terms for part in parts))


def _is_about_another(text: str, known: Set[str], named: Set[str]) -> bool:
    """Whether a clause opens with a name that is not known, and nobody else can be meant in it.

    Args:
        text: the clause.
        known: the terms of the question and the statement.
        named: those that are known to name something.
    """
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    opens_with = next((name for name in written_names(text) if name.start <= start), None)
    if opens_with is None or opens_with.is_adjective or _LABELLED.match(text, start):
        return False
    is_name = not named.isdisjoint(content_terms(opens_with.text)) or _ACTING.match(text, opens_with.start)
    return bool(is_name) and not (_PRONOUN.search(text) or has_name(known, opens_with.text))
