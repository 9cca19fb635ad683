"""Sentences that say that something was wrong."""

from __future__ import annotations

import re

_CORRECTS = re.compile(
    r"\b(?:correct(?:ed|ions?)|errat(?:a|um)|erroneous(?:ly)?|incorrect(?:ly)?|mistaken(?:ly)?|wrong(?:ly)?)\b",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(r"\W*(?:he|it|she|that|the|they|this)\b", re.IGNORECASE)


def corrects(text: str) -> bool:
    """Whether a text speaks of something wrong, or set right."""
    return bool(_CORRECTS.search(text))


def takes_up(text: str) -> bool:
    """Whether a sentence may go on with what the one before it is about: `It has 68.`"""
    return bool(_TAKES_UP.match(text))
