"""Telling apart what is alike but for a number, or for its place in an order."""

from __future__ import annotations

from collections.abc import Sequence

from reqa.denial import asks_whether
from reqa.terms import numbered, numbers, ranks


def of_another(question: str, sources: Sequence[str]) -> bool:
    """Whether sentences are about another one of what the question numbers or ranks.

    Splatoon 1 is not Splatoon 2, and the third-largest city is not the largest; but it answers whether it is.

    Args:
        question: what is asked.
        sources: the sentences that an answer cites.
    """
    known = set().union(*map(numbers, sources))
    others = set().union(*map(numbered, sources))
    if any(
        number not in known and any(name == other for other, _ in others)
        for name, number in numbered(question)
    ):
        return True
    ranked = set().union(*map(ranks, sources))
    return not asks_whether(question) and any(
        (by, place) not in ranked and any(by == other for other, _ in ranked) for by, place in ranks(question)
    )
