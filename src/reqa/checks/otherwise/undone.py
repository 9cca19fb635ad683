"""Finding out that a statement says was done what its source only says may be, is planned or is asked for.

What `was to be laid in 2025` need not have been laid, whoever is `called on to resign` has not resigned, and
a dividend that the board proposes has not been paid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.checks.otherwise.qualified import PART_END
from reqa.text.irregular import is_past_form
from reqa.text.terms import content_terms, names, numbers, stem

BE = r"(?:am|are|been|being|is|was|were)"
_POSSIBLY_BE = re.compile(
    r"\b(?:can|could|may|might|must|shall|should|to|will|would)(?: not)? be (\w+)", re.IGNORECASE
)
_MODAL = "(?:could|may|might|must|shall|should|will|would)"
_TRYING = (
    "(?:agree|aim|attempt|decid|decide|hop|hope|intend|offer|plan|plann|promise|propose|seek|tr[iy])"
    "(?:e?[ds]|ing|s)? to"
)
_URGING = (
    "(?:ask|call|expect|invit|invite|oblige|order|require|tell|told|urge|want)"
    r"(?:e?[ds]|ing|s)? (?:\w+ ){0,4}to"
)
# `The landlord is to replace it by 30 June`; `her job is to replace lamps` says what she does.
_IS_TO = (
    r"(?<!aim )(?<!duty )(?<!goal )(?<!job )(?<!purpose )(?<!role )(?<!task )(?:are|is) (?:due |still )?to"
)
_POSSIBLY = re.compile(
    rf"\b(?:(?:{_MODAL} )?(?:{_TRYING}|{_URGING})|{_MODAL}|{_IS_TO}) (?!be\b)(\w+)", re.IGNORECASE
)
# `Action: Mr Vold to sign the lease`, `Nord Ferries to sell two ships`
_TO_DO = re.compile(r"(?:^|[:;]\W+)(?:[A-Z][\w'’-]*\.? (?:(?:&|and|of) )?)+to (\w+)", re.MULTILINE)
# `He will ask the county for a grant`: it has not granted anything.
_ASKED_FOR = re.compile(
    r"\b(?:appl(?:ied|ies|y|ying)|ask|bid|call|demand|hop|hope|plead|request|wait)(?:e?[ds]|ing|s)? "
    r"(?:\w+ ){0,4}?for (?:(?:an?|her|his|its|more|the|their) )?(\w+)",
    re.IGNORECASE,
)
_NOT_DONE = (_ASKED_FOR, _POSSIBLY_BE, _POSSIBLY, _TO_DO)
_IS = re.compile(rf"\b{BE} (?:\w+ly )?(\w+)")
# `The first cable to be laid` has been laid.
_ONE_OF_SOME = re.compile(
    r"\b(?:first|last|latest|next|one|only|second|third|\w{2,}est)\b[^,]*\bto be \w+", re.IGNORECASE
)
PROPOSAL = re.compile(
    r"\b(?:estimat|expect|forecast|intend|offer|plan|predict|propos|recommend|suggest)\w*", re.IGNORECASE
)
# So much of what a statement says, besides what was done, is in one part of its source with a proposal.
OF_IT = 0.65
_ASKS_WHEN_IT_WAS = re.compile(
    r"\W*(?:(?:at|by|in|on) )?(?:how (?:many|much)|(?:what|which) (?:date|day|month|time|year)|when)\b"
    r"[^?]*?\b(?:did|had|has|have|was|were)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:asked for|bid|offer|propos|recommend|request|seek|suggest|want)\w*", re.IGNORECASE
)
_TO_DO_SO = re.compile(r"\bto \w+", re.IGNORECASE)
# An inquiry that is looking at something has not found anything yet.
_FINDS = re.compile(r"\b(?:conclud|discover|establish|f[io]u?nd|reveal|show)\w*", re.IGNORECASE)
_LOOKS_INTO = re.compile(
    r"\b(?:examining|investigating|look(?:ed|ing|s)? (?:at|into)|studying|under investigation)\b",
    re.IGNORECASE,
)
_DEAL = re.compile(
    r"\b(?:bought|buy|cost|get|got|paid|pay|receive|sell|sold|spend|spent)[ds]?\b", re.IGNORECASE
)
# `It has a plant in Porto`
_HAS = re.compile(
    r"\b(?:ha(?:s|ve) (?:an?|another|its|one|their|two|three|\d+|\w{3,}s)|there (?:are|is))\b", re.IGNORECASE
)
_TO_COME = re.compile(rf"\b(?:(?:{BE}(?: \w+)? to|plan(?:s|ned|ning)? to|will) \w+|planned)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def is_not_done(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources say what the statement says only as a plan, a wish or a possibility.

    Args:
        statement: without markers. A bare value says what its question says: `September` for `When did the
            library open?`
        question: what it answers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    done = _done(statement)
    is_value = content_terms(statement).isdisjoint(content_terms(question))
    if is_value and _ASKS_WHEN_IT_WAS.match(question):
        done |= content_terms(_without(question))
    return (
        _is_only_possible(done, text)
        or _is_only_proposed(statement, text)
        or (is_value and _is_only_offered(statement, question, text))
        or _is_only_to_come(statement, question, sources)
        or _is_only_looked_into(statement, question, text)
    )


def _done(statement: str) -> set[str]:
    """The stems of what a statement says to be or to have been done."""
    certain = _without(statement).casefold()
    return set(map(stem, [*_IS.findall(certain), *filter(is_past_form, _WORD.findall(certain))]))


def _is_only_possible(done: set[str], text: str) -> bool:
    possible = content_terms(" ".join(verb for form in _NOT_DONE for verb in form.findall(text)))
    certain = content_terms(_without(text)) | content_terms(" ".join(_ONE_OF_SOME.findall(text)))
    return bool(done & possible - certain)


def _is_only_proposed(statement: str, text: str) -> bool:
    """`The dividend was paid` for `The board proposes a dividend`."""
    said = content_terms(statement)
    lacking = said & _done(statement) - content_terms(text)
    rest = said - lacking
    if not (lacking and rest) or PROPOSAL.search(statement):
        return False
    parts = map(content_terms, filter(PROPOSAL.search, PART_END.split(text)))
    return any(numbers(statement) <= part and len(rest & part) >= OF_IT * len(rest) for part in parts)


def _is_only_offered(statement: str, question: str, text: str) -> bool:
    """`2 million` is not what she paid, if `she made an offer of 2 million`."""
    deal = _DEAL.search(question)
    if not deal or PROPOSAL.search(question):
        return False
    parts = [part for part in PART_END.split(text) if numbers(statement) & numbers(part)]
    return bool(parts) and all(
        _OFFERS.search(part) and not _DEAL.search(_TO_DO_SO.sub(" ", part)) for part in parts
    )


def _is_only_looked_into(statement: str, question: str, text: str) -> bool:
    """`It found that rust was the cause` for `It has been looking at what the cause was`."""
    finds = _FINDS.search(question) or _FINDS.search(statement)
    return bool(finds and _LOOKS_INTO.search(text)) and not _FINDS.search(text)


def _is_only_to_come(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`It has a plant in Porto` for `a second one, in Porto, is to open in 2027`."""
    if not _HAS.search(statement) or _TO_COME.search(statement):
        return False
    named = names(f"the {statement}") - content_terms(question)
    parts = [part for source in sources for part in PART_END.split(source)]
    told = [[part for part in parts if name in content_terms(part)] for name in named]
    return any(which and all(map(_TO_COME.search, which)) for which in told)


def _without(text: str) -> str:
    """A text without the verbs that say what is not done, or not for certain."""
    for form in _NOT_DONE:
        text = form.sub(" ", text)
    return text
