"""Finding the sentence that denies what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.terms import content_terms, stem
from reqa.types import ScoredSentence

# A clause that has so many of a question's content words is about what the question is about.
SHARED = 0.5

_CLAUSE_END = re.compile(
    r"[,;:()]|\s[-–—]+\s|\b(?:although|because|but|if|since|that|though|whereas|which|while|who)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+(?:['’]t)?")
_FAILING_TO = re.compile(r"\bfail(?:s|ed|ing)? to\b")  # What fails otherwise has been tried or been there.
_NOT = frozenset({"not", "never", "no", "nor", "neither", "none", "nobody", "nothing", "without"})
_VERBS = ("abandon", "cancel", "decline", "deny", "forbid", "postpone", "prevent", "refuse", "reject")
_DENYING = frozenset(map(stem, _VERBS))


def denial(question: str, nearest: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """The sentence that says that what a question takes for granted is not so; None where there is none.

    `He refused to sign the deal` for `Why did he sign the deal?`.

    Args:
        question: what cannot be answered. One that itself asks for what is not so has no such sentence.
        nearest: the sentences that fit the question best.
    """
    asked = content_terms(question)
    if not asked or _denies(question):
        return None
    for one in nearest:
        for clause in _CLAUSE_END.split(one.sentence.text):
            if _denies(clause) and len(asked & content_terms(clause)) >= SHARED * len(asked):
                return one
    return None


def _denies(text: str) -> bool:
    text = text.casefold()
    words = _WORD.findall(text)
    return bool(_FAILING_TO.search(text)) or any(
        w in _NOT or w.endswith(("n't", "n’t")) or stem(w) in _DENYING for w in words
    )
