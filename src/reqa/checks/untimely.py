"""Finding out that a statement says of now what its source says of later, of perhaps, or of before.

What `was to be laid in 2025` need not have been laid, whoever is `called on to resign` has not resigned, and
a dividend that the board proposes has not been paid. `The head of sales, Eva Holm, retired` does not say who
is the head, nor `she informed them` that she must or will, nor what was sold how much is expected to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.irregular import PAST_FORMS
from reqa.text.terms import claimed_numbers, content_terms, numbers, stem

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
_PROPOSAL = re.compile(
    r"\b(?:estimat|expect|forecast|intend|offer|plan|predict|propos|recommend|suggest)\w*", re.IGNORECASE
)
# So much of what a statement says, besides what was done, is in one part of its source with a proposal.
OF_IT = 0.65
_PART_END = re.compile(r"[;()]|[.:](?!\d)")

_WORD = re.compile(r"\w+")
_TO_COME = re.compile(r"\b(?:ha(?:s|ve) to|must|needs? to|shall|should|will) (?!be\b)(\w+)", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:dut(?:y|ies)|expect(?:ed|s)?|future|going|ha(?:s|d|ve) to|intend(?:ed|s)?|is to|mandatory|must|"
    r"needs?|obliged?|ought|plan(?:ned|s)?|required?|responsible|shall|should|supposed|tasks?|will)\b",
    re.IGNORECASE,
)
_ASKS_WHEN_IT_WAS = re.compile(
    r"\W*(?:(?:at|by|in|on) )?(?:how (?:many|much)|(?:what|which) (?:date|day|month|time|year)|when)\b"
    r"[^?]*?\b(?:did|had|has|have|was|were)\b",
    re.IGNORECASE,
)

# `31 million euros`, `40 kg a year`
_A_UNIT = 2
_FORESEEN = re.compile(r"\b(?:anticipat|expect|forecast|predict)\w*", re.IGNORECASE)
_FORESEES = re.compile(
    rf"{_PROPOSAL.pattern}|{_COMES.pattern}|\b(?:ahead|anticipat\w*|can|could|due|future|goal|guidance|hop\w+|if|"
    r"likely|may|might|next|outlook|set to|to be|until|would)\b",
    re.IGNORECASE,
)

# `Mr Lund teaches`, `she leads`
_DOES = re.compile(r"\b(?:[A-Z][\w'’-]*|[Hh]e|[Ii]t|[Ss]he) (?!says\b)([a-z]{3,}s)\b")
_IS_BEFORE = re.compile(rf"\b(?:{_BE}|ha(?:s|ve)) (?:\w+ )?$", re.IGNORECASE)

_NOW = re.compile(r"\b(?:are|is)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:[Ee]x-|(?:[Ff]ormer|[Oo]utgoing|[Tt]he then)\s+)((?:[a-z][\w'’-]*\s+){,2}[a-z][\w'’-]*)"
)
_WHO_LEFT = re.compile(
    r"\b([A-Z][\w'’-]*),?(?: [^,.;]*,)? (?:ha[ds] )?"
    r"(?:died|left|quit|resigned|retired|stepped down|was (?:dismissed|replaced|succeeded))\b"
)


def untimely(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources say what the statement says only as a plan, a possibility, or of what is over, or
    that it was done where the statement says that it must or will be, or the question asks what is expected.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    done = _done(statement)
    if content_terms(statement).isdisjoint(content_terms(question)) and _ASKS_WHEN_IT_WAS.match(question):
        done |= content_terms(_without(question))  # `September` for `When did it open?`
    return (
        _is_not_done(done, text)
        or _is_only_proposed(statement, text)
        or _is_only_done(statement, text)
        or _was_once(statement, text)
        or _is_not_foreseen(statement, question, sources)
        or _is_over(statement, sources)
    )


def _done(statement: str) -> set[str]:
    """The stems of what a statement says to be or to have been done."""
    certain = _without(statement)
    verbs = [verb for pair in _IS.findall(certain) for verb in pair if verb]
    past = [word for word in _WORD.findall(certain.casefold()) if word in PAST_FORMS]
    return {stem(verb.casefold()) for verb in (*verbs, *past)}


def _is_not_done(done: set[str], text: str) -> bool:
    possible = content_terms(" ".join(verb for form in _NOT_DONE for verb in form.findall(text)))
    certain = content_terms(_without(text)) | content_terms(" ".join(_ONE_OF_SOME.findall(text)))
    return bool(done & possible - certain)


def _is_only_proposed(statement: str, text: str) -> bool:
    """`The dividend was paid` for `The board proposes a dividend`."""
    said = content_terms(statement)
    lacking = said & _done(statement) - content_terms(text)
    rest = said - lacking
    if not (lacking and rest) or _PROPOSAL.search(statement):
        return False
    parts = map(content_terms, filter(_PROPOSAL.search, _PART_END.split(text)))
    return any(numbers(statement) <= part and len(rest & part) >= OF_IT * len(rest) for part in parts)


def _without(text: str) -> str:
    """A text without the verbs that say what is not done, or not for certain."""
    for form in _NOT_DONE:
        text = form.sub(" ", text)
    return text


def _is_only_done(statement: str, text: str) -> bool:
    to_come = content_terms(" ".join(_TO_COME.findall(statement)))
    deeds = [word for word in _WORD.findall(text) if not to_come.isdisjoint(content_terms(word))]
    return bool(deeds) and all(word.endswith("ed") for word in deeds) and not _COMES.search(text)


def _was_once(statement: str, text: str) -> bool:
    """`Lund teaches music` for `Lund taught music`."""
    words = list(_WORD.finditer(text))

    def is_past(word: re.Match[str]) -> bool:
        form = word[0].casefold()
        return (form.endswith("ed") or form in PAST_FORMS) and not _IS_BEFORE.search(text[: word.start()])

    def was(deed: str) -> bool:
        told = [word for word in words if stem(word[0].casefold()) == stem(deed)]
        return bool(told) and all(map(is_past, told))

    return any(map(was, _DOES.findall(statement)))


def _is_not_foreseen(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement is a figure that its source gives of what is so, not of what is expected."""
    figure = claimed_numbers(statement) - numbers(question)
    if not (figure and _FORESEEN.search(question)) or len(content_terms(statement)) > len(figure) + _A_UNIT:
        return False
    telling = [source for source in sources if not figure.isdisjoint(numbers(source))]
    return bool(telling) and not any(map(_FORESEES.search, telling))


def _is_over(statement: str, sources: Sequence[str]) -> bool:
    said = content_terms(statement)

    def tells_an_end(text: str) -> set[str]:
        return content_terms(" ".join([*_FORMER.findall(text), *_WHO_LEFT.findall(text)]))

    is_of_now = _NOW.search(statement) and not tells_an_end(statement)
    return bool(is_of_now) and any(said & tells_an_end(source) for source in sources)
