"""Telling apart what is alike but for a number, or for its place in an order."""

from __future__ import annotations

from collections.abc import Sequence

from reqa.denial import asks_whether
from reqa.terms import numbered, numbers, ranks
from reqa.types import Quote


def of_another(question: str, sources: Sequence[Quote]) -> bool:
    """Whether sentences are about another one of what the question numbers or ranks.

    Splatoon 1 is not Splatoon 2, nor is what stands under `Error E14` about E21; and the third-largest city
    is not the largest, but it answers whether it is.

    Args:
        question: what is asked.
        sources: the sentences that an answer cites.
    """
    said = [one.text for one in sources]
    if _numbered_otherwise(question, said):
        return True
    if any(_numbered_otherwise(question, [one.heading, one.text]) for one in sources if one.heading):
        return True
    ranked = set().union(*map(ranks, said))
    return not asks_whether(question) and any(
        (by, place) not in ranked and any(by == other for other, _ in ranked) for by, place in ranks(question)
    )


def _numbered_otherwise(question: str, said: Sequence[str]) -> bool:
    """Whether a number of what the question numbers is not there, and another one is."""
    known = set().union(*map(numbers, said))
    others = {name for name, _ in set().union(*map(numbered, said))}
    return any(number not in known and name in others for name, number in numbered(question))
