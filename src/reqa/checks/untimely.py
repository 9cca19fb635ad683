"""Finding out that a statement says of now what its source says of later, of perhaps, or of before.

What `was to be laid in 2025` need not have been laid, whoever is `called on to resign` has not resigned, and
`the head of sales, Eva Holm, retired` does not say who is the head, nor `she informed them` that she must or
will.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import content_terms, stem

_BE = r"(?:am|are|been|being|is|was|were)"
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
_POSSIBLY = re.compile(rf"\b(?:(?:{_MODAL} )?(?:{_TRYING}|{_URGING})|{_MODAL}) (\w+)", re.IGNORECASE)
# `Action: Mr Vold to sign the lease`, `Nord Ferries to sell two ships`
_TO_DO = re.compile(r"(?:^|[:;]\W+)(?:[A-Z][\w'’-]*\.? (?:(?:&|and|of) )?)+to (\w+)", re.MULTILINE)
_NOT_DONE = (_POSSIBLY_BE, _POSSIBLY, _TO_DO)
_IS = re.compile(rf"\b{_BE} (?:\w+ly )?(\w+)|\b(\w+ed)\b", re.IGNORECASE)
# `The first cable to be laid` has been laid.
_ONE_OF_SOME = re.compile(
    r"\b(?:first|last|latest|next|one|only|second|third|\w{2,}est)\b[^,]*\bto be \w+", re.IGNORECASE
)

_WORD = re.compile(r"\w+")
_TO_COME = re.compile(r"\b(?:ha(?:s|ve) to|must|needs? to|shall|should|will) (?!be\b)(\w+)", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:dut(?:y|ies)|expect(?:ed|s)?|future|going|ha(?:s|d|ve) to|intend(?:ed|s)?|is to|mandatory|must|"
    r"needs?|obliged?|ought|plan(?:ned|s)?|required?|responsible|shall|should|supposed|tasks?|will)\b",
    re.IGNORECASE,
)

_NOW = re.compile(r"\b(?:are|is)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:[Ee]x-|(?:[Ff]ormer|[Oo]utgoing|[Tt]he then)\s+)((?:[a-z][\w'’-]*\s+){,2}[a-z][\w'’-]*)"
)
_WHO_LEFT = re.compile(
    r"\b([A-Z][\w'’-]*),?(?: [^,.;]*,)? (?:ha[ds] )?"
    r"(?:died|left|quit|resigned|retired|stepped down|was (?:dismissed|replaced|succeeded))\b"
)


def untimely(statement: str, sources: Sequence[str]) -> bool:
    """Whether the sources say what the statement says only as a plan, a possibility, or of what is over, or
    that it was done where the statement says that it must or will be.

    Args:
        statement: without markers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    return _is_not_done(statement, text) or _is_only_done(statement, text) or _is_over(statement, sources)


def _is_not_done(statement: str, text: str) -> bool:
    possible = content_terms(" ".join(verb for form in _NOT_DONE for verb in form.findall(text)))
    certain = content_terms(_without(text)) | content_terms(" ".join(_ONE_OF_SOME.findall(text)))
    verbs = {stem(verb.casefold()) for pair in _IS.findall(_without(statement)) for verb in pair if verb}
    return bool(verbs & possible - certain)


def _without(text: str) -> str:
    """A text without the verbs that say what is not done, or not for certain."""
    for form in _NOT_DONE:
        text = form.sub(" ", text)
    return text


def _is_only_done(statement: str, text: str) -> bool:
    to_come = content_terms(" ".join(_TO_COME.findall(statement)))
    deeds = [word for word in _WORD.findall(text) if not to_come.isdisjoint(content_terms(word))]
    return bool(deeds) and all(word.endswith("ed") for word in deeds) and not _COMES.search(text)


def _is_over(statement: str, sources: Sequence[str]) -> bool:
    said = content_terms(statement)

    def tells_an_end(text: str) -> set[str]:
        return content_terms(" ".join([*_FORMER.findall(text), *_WHO_LEFT.findall(text)]))

    is_of_now = _NOW.search(statement) and not tells_an_end(statement)
    return bool(is_of_now) and any(said & tells_an_end(source) for source in sources)
