"""Finding out that a statement says of now or of later what its source says of before.

`The head of sales, Eva Holm, retired` does not say who is the head, nor `he taught music` what he teaches,
nor `she informed them` that she must or will, nor what was sold how much is expected to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.checks.otherwise.qualified import PART_END
from reqa.checks.otherwise.undone import BE, PROPOSAL
from reqa.text.dates import asks_for_now
from reqa.text.irregular import is_past_form
from reqa.text.terms import claimed_numbers, content_terms, numbers, quantities, stem

_WORD = re.compile(r"\w+")
_MUST = r"\b(?:ha(?:s|ve) to|must|needs? to|shall|should|will)"
_TO_COME = re.compile(rf"{_MUST} (?!be\b)(\w+)", re.IGNORECASE)
_TO_BE_DONE = re.compile(rf"{_MUST} be (\w+)", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:dut(?:y|ies)|expect(?:ed|s)?|future|going|ha(?:s|d|ve) to|intend(?:ed|s)?|is to|mandatory|must|"
    r"needs?|obliged?|ought|plan(?:ned|s)?|required?|responsible|shall|should|supposed|tasks?|will)\b",
    re.IGNORECASE,
)
# `31 million euros`, `40 kg a year`
_A_UNIT = 2
_FORESEEN = re.compile(r"\b(?:anticipat|expect|forecast|predict)\w*", re.IGNORECASE)
_FORESEES = re.compile(
    rf"{PROPOSAL.pattern}|{_COMES.pattern}|\b(?:ahead|anticipat\w*|can|could|due|future|goal|guidance|hop\w+|if|"
    r"likely|may|might|next|outlook|set to|to be|until|would)\b",
    re.IGNORECASE,
)

# `Mr Lund teaches`, `she leads`
_DOES = re.compile(r"\b(?:[A-Z][\w'’-]*|[Hh]e|[Ii]t|[Ss]he) (?!says\b)([a-z]{3,}s)\b")
_IS_BEFORE = re.compile(rf"\b(?:{BE}|ha(?:s|ve)) (?:\w+ )?$", re.IGNORECASE)
# `It was to leave in May` is what was planned.
_WAS_TO = re.compile(r"\b(?:was|were) (?:due |going |meant |set |supposed )?to (?:be )?(\w+)", re.IGNORECASE)
_WILL = re.compile(r"\b(?:(?:is|are)(?: going)? to|shall|will) (?:be )?(\w+)", re.IGNORECASE)

_IS_SO = re.compile(r"\b(?:are|costs?|has|have|is)\b", re.IGNORECASE)
_WAS_SO = re.compile(r"\b(?:did|had|was|were)\b", re.IGNORECASE)

_YEAR = re.compile(r"\b[Ii]n (1[5-9]\d\d|20\d\d)\b")
_HAD = re.compile(r"\bhad (?:been |not )?(\w+)", re.IGNORECASE)

# `goes up from 310 to 324 euros`
_CHANGES = re.compile(
    r"\b(?:chang|cut|decreas|drop|extend|fall|fell|goes|going|increas|lower|mov|postpon|put|rais|reduc|ris|rose|up)"
    r"(?:ed|e?s|ing|en)?\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom (\W?\d[\d.,]*(?: \w+)?) to (\W?\d[\d.,]*)", re.IGNORECASE)
_NOW = re.compile(r"\b(?:are|is)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:[Ee]x-|(?:[Ff]ormer|[Oo]utgoing|[Tt]he then)\s+)((?:[a-z][\w'’-]*\s+){,2}[a-z][\w'’-]*)"
)
_WHO_LEFT = re.compile(
    r"\b([A-Z][\w'’-]*),?(?: [^,.;]*,)? (?:ha[ds] )?"
    r"(?:died|left|quit|resigned|retired|stepped down|was (?:dismissed|replaced|succeeded))\b"
)


def untimely(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources say what the statement says only of what is over, or that it was done where the
    statement says that it is, must or will be, or where the question asks what is expected.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    return (
        _is_only_done(statement, text)
        or _is_done_already(statement, sources)
        or _was_once(statement, text)
        or _was_to_come(statement, text)
        or _is_of_now(statement, question, sources)
        or _is_not_foreseen(statement, question, sources)
        or _is_over(statement, sources)
        or _was_before_that(statement, question, sources)
        or _is_what_changed(statement, question, sources)
    )


def _is_only_done(statement: str, text: str) -> bool:
    to_come = content_terms(" ".join(_TO_COME.findall(statement)))
    deeds = [word for word in _WORD.findall(text) if not to_come.isdisjoint(content_terms(word))]
    return bool(deeds) and all(is_past_form(word.casefold()) for word in deeds) and not _COMES.search(text)


def _is_done_already(statement: str, sources: Sequence[str]) -> bool:
    """`The swings will be replaced in May` for `The swings had been replaced in May; the slide will be`."""
    said = content_terms(statement)
    clauses = [clause for source in sources for clause in PART_END.split(source)]

    def is_over(deed: str) -> bool:
        told = [clause for clause in clauses if re.search(rf"\b{deed}\b", clause, re.IGNORECASE)]
        shared = [len(said & content_terms(clause)) for clause in told]
        best = [clause for clause, count in zip(told, shared, strict=True) if count == max(shared)]
        done = re.compile(rf"\b(?:(?:ha[ds]|have) been|was|were) (?:\w+ )?{deed}\b", re.IGNORECASE)
        return bool(best) and all(map(done.search, best))

    return any(map(is_over, _TO_BE_DONE.findall(statement)))


def _was_once(statement: str, text: str) -> bool:
    """`Lund teaches music` for `Lund taught music`."""
    words = list(_WORD.finditer(text))

    def is_past(word: re.Match[str]) -> bool:
        return is_past_form(word[0].casefold()) and not _IS_BEFORE.search(text[: word.start()])

    def was(deed: str) -> bool:
        told = [word for word in words if stem(word[0].casefold()) == stem(deed)]
        return bool(told) and all(map(is_past, told))

    return any(map(was, _DOES.findall(statement)))


def _was_to_come(statement: str, text: str) -> bool:
    """`It will leave in May` for `It was to leave in May`."""
    planned = content_terms(" ".join(_WAS_TO.findall(text))) - content_terms(_WAS_TO.sub(" ", text))
    return not planned.isdisjoint(content_terms(" ".join(_WILL.findall(statement))))


def _is_of_now(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`25 euros` for what the fee was, if `it is 25 euros; it was 15 euros until 2024`."""
    stated = claimed_numbers(statement) - numbers(question)
    if not (stated and _WAS_SO.search(question)):
        return False
    clauses = [clause for source in sources for clause in PART_END.split(source)]
    now = [one for one in clauses if _IS_SO.search(one) and not _WAS_SO.search(one)]
    units = {unit for one in now for value, unit in quantities(one) if value in stated}
    before = (one for one in clauses if _WAS_SO.search(one) and stated.isdisjoint(numbers(one)))
    return any(unit in units for one in before for _, unit in quantities(one))


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


def _was_before_that(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`Three people were killed`, without the year, for `In 2017 a fire had killed three people`."""
    told, said = set(_YEAR.findall(f"{question} {statement}")), content_terms(f"{question} {statement}")

    def is_so(source: str) -> bool:
        years = set(_YEAR.findall(source))
        deeds = content_terms(" ".join(_HAD.findall(source)))
        return bool(years) and years.isdisjoint(told) and not deeds.isdisjoint(said)

    return not _HAD.search(statement) and any(map(is_so, sources))


def _is_what_changed(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`310 euros` for what it costs, if `it goes up from 310 to 324 euros`."""
    if not asks_for_now(question):
        return False
    stated = claimed_numbers(statement) - numbers(question)

    def is_so(source: str) -> bool:
        changes = [(numbers(one[1]), numbers(one[2])) for one in _FROM_TO.finditer(source)]
        rest = numbers(_FROM_TO.sub(" ", source))
        return bool(_CHANGES.search(source)) and any(
            stated & before and stated.isdisjoint(after | rest) for before, after in changes
        )

    return any(map(is_so, sources))
