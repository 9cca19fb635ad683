"""Telling apart what is alike but for a number, or for its place in an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reqa.checks.denial import asks_whether
from reqa.text.terms import codes, numbered, numbers, ranks
from reqa.types import Quote


def of_another(question: str, sources: Sequence[Quote]) -> bool:
    """Whether sentences are about another one of what the question numbers or ranks.

    Splatoon 1 is not Splatoon 2, nor is what stands under `Error E14` about E21; and the third-largest city
    is not the largest, but it answers whether it is.

    Args:
        question: what is asked.
        sources: the sentences that an answer cites.
    """
    said = "\n".join(one.text for one in sources)
    headed = (f"{one.heading}\n{one.text}" for one in sources if one.heading)
    if _is_about_others(said, question, numbered) or any(
        _is_about_others(text, question, _labels) for text in headed
    ):
        return True
    ranked = ranks(said)
    return not asks_whether(question) and any(
        (by, place) not in ranked and any(by == other for other, _ in ranked) for by, place in ranks(question)
    )


def _labels(text: str) -> set[tuple[str, str]]:
    # One code may well be what is asked about another one: `Which notice does SN-214 replace?` Only what a
    # text stands under says that all of it is about one of them.
    return numbered(text) | codes(text)


def _is_about_others(text: str, question: str, labels: Callable[[str], set[tuple[str, str]]]) -> bool:
    """Whether of what the question labels, only others are in the text."""
    asked, found, known = labels(question), labels(text), numbers(text)
    kinds = {kind for kind, _ in found}
    missing = any(number not in known and kind in kinds for kind, number in asked)
    return missing and asked.isdisjoint(found)
