"""Short forms made of the initials of what they stand for, in capitals: `VAT`, `R&D`."""

from __future__ import annotations

import re
from collections.abc import Iterator

ACRONYM = re.compile(r"(?<![\w&-])[A-Z](?:&?[A-Z]){1,6}(?=s?(?![\w&-]))")
SMALL = ("and", "at", "for", "in", "of", "on", "the", "to")
"""Words of a long form whose initial the short one mostly leaves out."""

_WORD = re.compile(r"[^\W\d_]+")
_GAP = rf"(?:,?\s+|-)(?:(?:{'|'.join(SMALL)}|&)\s+)*"


def spelling(short: str) -> re.Pattern[str]:
    """What may be the words that an acronym is made of."""
    words = (rf"[{letter}{letter.lower()}][^\W\d_]+" for letter in short.replace("&", ""))
    return re.compile(rf"\b{_GAP.join(words)}\b")


def initials(long: str) -> Iterator[str]:
    """What may be short for some words: the initials of all, and without the small ones."""
    words = _WORD.findall(long.upper())
    small = {word.upper() for word in SMALL}
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in words if word not in small)
