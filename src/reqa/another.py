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
    """Whether only others are there of what is numbered; `Does the P40 use R32?` is about the P40."""
    asked, found = numbered(question), set().union(*map(numbered, said))
    known, kinds = set().union(*map(numbers, said)), {kind for kind, _ in found}
    missing = any(number not in known and kind in kinds for kind, number in asked)
    return missing and asked.isdisjoint(found)
