"""Finding out that a statement leaves out what its source makes it depend on.

`Pets are allowed, except for dogs over 20 kg` does not say that pets are allowed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from reqa.checks.denial import CLAUSE_END
from reqa.text.terms import content_terms

_PART_END = re.compile(r"[;:()]|[.](?!\d)")
_EXCEPTION = re.compile(
    r"\b(?:all but|apart from|but not|except(?:ing)?|save for|unless|with the exception of)\b",
    re.IGNORECASE,
)
# So large a part of a statement's terms before an exception, or behind the comma that ends it, makes it the
# statement that the exception is to.
OF_IT = 0.75

# `Brandt asked whether it could open` does not say that it can; neither does `she doubts that it can`.
_IN_QUESTION = re.compile(
    r"\bwhether\b|\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?)\b[^.;]*?\bif\b|"
    r"\b(?:doubt(?:s|ed|ing)?|doubtful|question(?:s|ed|ing)?|uncertain|unclear)\b[^.;]*?\b(?:if|that)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(?:ask|doubt|question|uncertain|unclear|wonder|whether)", re.IGNORECASE)


def unqualified(statement: str, sources: Sequence[str]) -> bool:
    """Whether a source says what the statement says only with an exception, or as something that was asked or
    doubted.

    Args:
        statement: without markers.
        sources: the sentences that it cites.
    """
    return _leaves_out_exception(statement, sources) or _is_only_in_question(statement, sources)


def _leaves_out_exception(statement: str, sources: Sequence[str]) -> bool:
    said = content_terms(statement)
    if not said or _EXCEPTION.search(statement):
        return False
    parts = (part for source in sources for part in _PART_END.split(source))
    excepting = [(part[: at.start()], part[at.end() :]) for part in parts if (at := _EXCEPTION.search(part))]
    return any(_is_of(said, *one) for one in excepting)


def _is_of(said: set[str], before: str, exception: str) -> bool:
    """Whether what is said is what the exception is to, and has nothing of it."""
    if not before.strip():  # `Except on Sundays, it is open.`
        exception, _, before = exception.partition(",")
    rule, excepted = content_terms(before), content_terms(exception) - content_terms(before)
    return said.isdisjoint(excepted) and len(said & rule) >= OF_IT * len(said)


def _is_only_in_question(statement: str, sources: Sequence[str]) -> bool:
    said = content_terms(statement)
    if not said or _OPENS.search(statement):
        return False
    certain: set[str] = set()
    in_question: set[str] = set()
    for part in itertools.chain.from_iterable(map(_PART_END.split, sources)):
        before, *rest = _IN_QUESTION.split(part, maxsplit=1)
        asked, *behind = CLAUSE_END.split("".join(rest), maxsplit=1)
        certain |= content_terms(" ".join([before, *behind]))
        in_question |= content_terms(asked)
    return len(said & in_question) >= OF_IT * len(said) and bool(said & in_question - certain)
