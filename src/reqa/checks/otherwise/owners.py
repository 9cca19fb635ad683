"""Finding out that a statement gives somebody what its source says is somebody else's.

`Varberg's coach is Jens Hult` has all of its words in `Kalmar's coach, Jens Hult, played for Varberg`, and
`Albert Moss is the chair` in `The chair is Rosa Quint; the treasurer is Albert Moss`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reqa.text.terms import claimed_numbers, content_terms, figures, names, numbers, terms_in_order

_NAME = r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)*"
_HAS = re.compile(rf"\b({_NAME})['’]s?\s+([a-z][\w-]*)")
# `Kalmar's former head coach`, `the coach of Kalmar`
_MAY_HAVE = re.compile(rf"\b({_NAME})['’]s?\s+((?:[a-z][\w-]*\s*){{1,3}})")
_POST = r"(?:[Tt]he|[Ii]ts|[Tt]heir) ((?:[a-z][\w-]* ){,2}?[a-z][\w-]*)"
_POST_IS = re.compile(rf"\b{_POST} (?:is|was) ({_NAME})")
_IS_POST = re.compile(rf"({_NAME}) (?:is|was|became|remains) {_POST}")
_OF = re.compile(rf"\b([a-z][\w-]*) of (?:the )?({_NAME})")
# `the 17-year-old Ida Lund`
_MEASURED = re.compile(rf"\b(\w+)-[a-z]+(?:-old)? ({_NAME})")


def is_of_another_owner(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether what a statement says is one's is only ever another one's in its sources.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    return (
        _has_anothers(statement, sources)
        or _is_what_another_is(statement, sources)
        or _has_anothers_measure(statement, question, sources)
        or _is_of_what_it_has(statement, question, sources)
    )


def _has_anothers(statement: str, sources: Sequence[str]) -> bool:
    text = "\n".join(sources)
    told, owned = terms_in_order(text), list(_owned(text))

    def is_anothers(owner: set[str], what: str) -> bool:
        owners = [of for of, thing in owned if thing == what]
        return 0 < told.count(what) <= len(owners) and all(map(owner.isdisjoint, owners))

    return any(is_anothers(owner, what) for owner, what in _has(statement))


def _is_what_another_is(statement: str, sources: Sequence[str]) -> bool:
    told = [holder for source in sources for holder in _posts(source)]

    def is_anothers(who: set[str], what: set[str]) -> bool:
        holders = [name for name, post in told if post & what]
        is_something = any(name & who for name, _ in told)
        return is_something and bool(holders) and all(map(who.isdisjoint, holders))

    return any(is_anothers(who, what) for who, what in _posts(statement))


def _has_anothers_measure(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a figure of a statement only ever stands before a name that neither it nor the question has."""
    about = names(f"the {statement}") | names(question)
    told = [one.value for source in sources for one in figures(source)]
    owners = [(value, names(f"the {name}")) for value, name in _MEASURED.findall("\n".join(sources))]

    def is_anothers(figure: str) -> bool:
        having = [name for value, name in owners if figure in numbers(value)]
        return 0 < told.count(figure) <= len(having) and all(map(about.isdisjoint, having))

    return bool(about) and any(map(is_anothers, claimed_numbers(statement) - numbers(question)))


def _is_of_what_it_has(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`There are four on the Polarsund` for `On the Polarsund's sister ship there are four`."""
    text = "\n".join(sources)
    owned = _MAY_HAVE.findall(text)
    owners = content_terms(" ".join(owner for owner, _ in owned))
    things = content_terms(" ".join(thing for _, thing in owned))
    only_owners = owners - content_terms(_MAY_HAVE.sub(" ", text))
    said, about = content_terms(f"{question} {statement}"), names(f"the {statement}")
    has_figure = bool(claimed_numbers(statement) - numbers(question))
    return has_figure and not about.isdisjoint(only_owners) and said.isdisjoint(things)


def _posts(text: str) -> Iterator[tuple[set[str], set[str]]]:
    """Who is what."""
    found = [*_IS_POST.findall(text), *((name, post) for post, name in _POST_IS.findall(text))]
    yield from ((content_terms(name), content_terms(post)) for name, post in found)


def _has(text: str) -> Iterator[tuple[set[str], str]]:
    for owner, what in _HAS.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(what))


def _owned(text: str) -> Iterator[tuple[set[str], str]]:
    """Who has what, each word of it by itself."""
    for owner, things in _MAY_HAVE.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(things))
    for thing, owner in _OF.findall(text):
        yield from ((content_terms(owner), term) for term in terms_in_order(thing))
