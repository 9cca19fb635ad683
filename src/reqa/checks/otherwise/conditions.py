"""Finding out that a statement holds on another condition than what its question or its source says.

`When it has not rained` is no answer for when it has rained, nor is what those get who have registered for
who has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reqa.checks.otherwise.contrary import NEGATIVE
from reqa.text.denial import asks_whether, denies
from reqa.text.terms import content_terms

_CONDITION = re.compile(r"\b(if|unless|when)\b([^,;.:()?]*)", re.IGNORECASE)
# `Without registering`, `without a ticket`
_WITHOUT = re.compile(
    r"\bwithout\s+(?:(?:any|her|his|its|my|our|their|your|an?|the)\s+)?(\w+)", re.IGNORECASE
)


def is_on_another_condition(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources of a statement say it for another condition.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    return _says_another(statement, question, text) or _is_so_only_then(statement, question, text)


def _says_another(statement: str, question: str, text: str) -> bool:
    """`It can be waded when it has not rained` for how to cross when it has rained, or `when it has rained`
    where the source says the former."""
    asked, told = content_terms(question), list(_conditions(text))
    return any(
        (terms <= asked and is_not_so != denies(question))
        or ((terms, not is_not_so) in told and (terms, is_not_so) not in told)
        for terms, is_not_so in _conditions(statement)
    )


def _is_so_only_then(statement: str, question: str, text: str) -> bool:
    """`5 years` for the warranty without registering, if `register, and it is extended to 5 years`."""
    if asks_whether(question) or NEGATIVE.search(text) or denies(statement) or denies(text):
        return False
    missing = [terms for terms, is_not_so in _conditions(question) if is_not_so]
    missing += [content_terms(one) for one in _WITHOUT.findall(question)]
    told = content_terms(text)
    return any(terms and terms <= told for terms in missing)


def _conditions(text: str) -> Iterator[tuple[set[str], bool]]:
    """The terms of each condition in a text, and whether that is that something is not so."""
    for word, condition in _CONDITION.findall(text):
        if terms := content_terms(condition):
            yield terms, denies(condition) != (word.casefold() == "unless")
