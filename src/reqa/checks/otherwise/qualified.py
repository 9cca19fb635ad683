"""Finding out that a statement leaves out what its source makes it depend on.

`Pets are allowed, except for dogs over 20 kg` does not say that pets are allowed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from reqa.text.denial import CLAUSE_END
from reqa.text.terms import content_terms

PART_END = re.compile(r"[;()]|[.:](?!\d)")
_EXCEPTION = re.compile(
    r"\b(?:all but|apart from|but not|except(?:ing)?|save for|unless|with the exception of)\b",
    re.IGNORECASE,
)
# `Monday: closed, except in May` is one part.
_LABEL = re.compile(r"^(\W*[^\W\d][^:.;]{0,40}):(?=\s)")
# `except in May, in which it is free`
_WHAT_HOLDS_THEN = re.compile(r"\b(?:when|where|which|who|whom|whose)\b")
# So large a part of what a source has of a statement's terms before an exception, or behind the comma that
# ends it, makes it the statement that the exception is to; the source must have so large a part of all.
OF_IT = 0.75
OF_ALL = 0.5

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
    for source in sources:
        source = _LABEL.sub(r"\1 ", source)
        told = said & content_terms(source)
        parts = PART_END.split(source) if len(told) >= OF_ALL * len(said) else []
        excepting = (
            (part[: at.start()], part[at.end() :]) for part in parts if (at := _EXCEPTION.search(part))
        )
        if any(_is_of(told, *one) for one in excepting):
            return True
    return False


def _is_of(told: set[str], before: str, exception: str) -> bool:
    """Whether what is told is what the exception is to, and does not say when that holds."""
    if not before.strip():  # `Except on Sundays, it is open.`
        exception, _, before = exception.partition(",")
    excepted, *_ = _WHAT_HOLDS_THEN.split(exception, maxsplit=1)
    rule = content_terms(before)
    return told.isdisjoint(content_terms(excepted) - rule) and len(told & rule) >= OF_IT * len(told)


def _is_only_in_question(statement: str, sources: Sequence[str]) -> bool:
    said = content_terms(statement)
    if not said or _OPENS.search(statement):
        return False
    certain: set[str] = set()
    in_question: set[str] = set()
    for part in itertools.chain.from_iterable(map(PART_END.split, sources)):
        before, *rest = _IN_QUESTION.split(part, maxsplit=1)
        asked, *behind = CLAUSE_END.split("".join(rest), maxsplit=1)
        certain |= content_terms(" ".join([before, *behind]))
        in_question |= content_terms(asked)
    return len(said & in_question) >= OF_IT * len(said) and bool(said & in_question - certain)
