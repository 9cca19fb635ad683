"""Finding out that a statement has what its source only repeats in order to correct it.

`It has 64 hangers` is not so if that is `Correction: we reported that it has 64 hangers. It has 68.`
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.corrections import corrects, takes_up
from reqa.text.terms import claimed_numbers, content_terms, names
from reqa.types import ScoredSentence

_HELD = re.compile(
    r"\b(?:claim(?:ed|s)?|g[ai]ven?|print(?:ed)?|report(?:ed|s)?|sa(?:id|ys?)|stat(?:ed|es?)|writ(?:es?|ten)|"
    r"wrote) (?P<what>[^;.]*(?:\.\d[^;.]*)*)",
    re.IGNORECASE,
)


def corrections_instead(
    statement: str, question: str, evidence: Sequence[ScoredSentence], core: Sequence[int]
) -> list[int]:
    """Positions of what a statement was taken from and of what corrects that, if it says what was corrected.

    Args:
        statement: without markers.
        question: what it answers.
        evidence: the sentences that the model was given.
        core: positions of those that the statement was taken from.
    """
    said = (claimed_numbers(statement) | names(f"the {statement}")) - content_terms(question)
    if not said or corrects(statement) or _HELD.search(statement):
        return []
    instead: list[int] = []
    for i in core:
        held = " ".join(found["what"] for found in _HELD.finditer(evidence[i].text))
        if not said & content_terms(held) or said & content_terms(_HELD.sub(" ", evidence[i].text)):
            continue
        behind = [j for j, one in enumerate(evidence) if _is_next(evidence[i], one)]
        if any(map(corrects, (evidence[i].heading, evidence[i].text))):
            instead += [i, *behind]
        else:
            instead += [j for j in behind if corrects(evidence[j].text)] and [i, *behind]
    return instead


def _is_next(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether a sentence follows another one and takes up what that says."""
    is_behind = other.sentence.index == one.sentence.index + 1
    return is_behind and one.sentence.document_id == other.sentence.document_id and takes_up(other.text)
