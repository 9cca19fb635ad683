"""Telling what is said of one year, month or day from what is said of another.

`In 2022 the museum bought a tower` does not answer what it bought in 2020. Of 208 questions of twelve sets
that name a year or a month, two seem to be of another time than sentences that answer them; once the year is
changed, 57 of 113 are.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from reqa.checks.apart.trials import Trial
from reqa.text.denial import asks_whether
from reqa.text.terms import MONTHS, claimed_numbers, content_terms, numbers, without_brackets
from reqa.types import ScoredSentence, Sentence

# How much better the question must fit, in the cross-encoder's logits: a number makes less of a difference
# than a name.
GAIN = 1.0
# Of what only its title tells the year of, as that stands further away.
TITLE_GAIN = 0.5

_NAMES = [name for name in month_name if name]
_ANY_MONTH = "|".join(_NAMES)
# Behind these, `1900` is a year and `May` a month; in `1900 colonies` and `May we` they are not.
_AT = (
    r"(?:\b(?i:during|early|for|in|last|late|next|of|on|that|the|this|year)\s|['’]s\s|"
    rf"\b\d\d?(?:st|nd|rd|th)?\s|\b(?:{_ANY_MONTH}),?\s)"
)
_TO = r"\s*(?:[-–—]|\b(?:through|till|to|until)\b)\s*"
_JOINED = rf"(?:{_TO}|\s+and\s+)"
_SINCE = r"\b(?i:after|beginning|from|since|starting)\s(?:[\w.,]+\s){,3}?"
_UNTIL = r"\b(?i:before|by|through|till|until)\s(?:[\w.,]+\s){,3}?"
_COMPARED = r"\b(?i:against|as in|compared (?:to|with)|from|than|unlike|versus|vs\.?)\s(?:[\w.,%]+\s){,4}?"
# `It cost 8 euros until 2021; since then it has been 11`
_FROM_THEN_ON = re.compile(
    r"\b(?:after(?:wards| that)|now(?:adays)?|since (?:been|then)|thereafter|today)\b", re.IGNORECASE
)
# What began earlier may well last.
_BEGUN = re.compile(
    r"\b(?:appoint|beg[au]n|buil|bec[ao]me|elect|establish|founded|introduc|join|launch|mov|open|start)\w*",
    re.IGNORECASE,
)
# What stands under `Annual report 2024` and has none of these is of that year, save in a comparison:
# `140 more than a year before`.
_OF_ANOTHER_YEAR = re.compile(
    r"(?<!\bthan a year )\b(?:ago|before|earlier|formerly|future|had|last year|later|next|plan\w*|"
    r"previous\w*|will|would(?! have))\b",
    re.IGNORECASE,
)
_IS_YEAR = re.compile(r"[12]\d{3}")
_WAS = re.compile(r"\b(?:did|had|was|were)\b", re.IGNORECASE)

# `This year`, counted from when it was said.
_COUNTED_FROM_NOW = re.compile(
    r"\b(?P<which>last|next|previous|this)\s(?P<unit>day|decade|month|quarter|season|summer|week|winter|year)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years, months, or days of the year."""

    written: str
    """Pattern of one of them."""
    before: str
    """Pattern of what stands before one, unless it ends the text."""
    place: Callable[[str], int]
    """Its place among all of them."""
    forms: Callable[[str], str]
    """Pattern of what may stand for one of them."""
    comes_again: bool

    def named(self, text: str) -> list[str]:
        """Those that a text speaks of, once each."""
        found = re.findall(rf"{self.before}({self.written})|\s({self.written})(?=\W*$)", text)
        return list(dict.fromkeys(one or last for one, last in found))

    def asked(self, question: str) -> str:
        """The one that a question is about; empty if there is none, or if it is about a longer time."""
        named = self.named(question)
        for borne in (f"{self.written}{_JOINED}", _SINCE, _UNTIL, _COMPARED):
            question = re.sub(f"{borne}{self.written}", " ", question)
        return named[0] if len(named) == 1 and named == self.named(question) else ""

    def told(self, text: str) -> list[str]:
        """Those at which a text says that something is so: not those that it is compared with."""
        rest = re.sub(f"{_COMPARED}{self.written}", " ", without_brackets(text))
        bounds = re.findall(f"(?:{_SINCE}|{_UNTIL})({self.written})", rest)
        return list(dict.fromkeys([*self.named(rest), *bounds]))

    @property
    def span(self) -> str:
        """Pattern of from when to when something is so."""
        return rf"(?:\b[Bb]etween\s({self.written})\sand\s|({self.written}){_TO})({self.written})"

    def spans(self, text: str) -> list[tuple[str, str]]:
        return [(start or other, end) for start, other, end in re.findall(self.span, text)]

    def is_in(self, asked: str, start: str, end: str) -> bool:
        at, first, last = map(self.place, (asked, start, end))
        return first <= at <= last or (last < first and not last < at < first)

    def covers(self, text: str, asked: str) -> bool:
        """Whether a text names a time, or speaks of a longer one that has it."""
        is_named = re.search(self.forms(asked), text) or _FROM_THEN_ON.search(text)
        return bool(is_named) or self.outlasts(text, asked)

    def outlasts(self, text: str, asked: str) -> bool:
        """Whether a text speaks of a longer time that has the one asked for."""
        at = self.place(asked)
        if any(self.is_in(asked, *span) for span in self.spans(text)):
            return True
        since, until = (re.findall(f"{borne}({self.written})", text) for borne in (_SINCE, _UNTIL))
        if self.comes_again:
            return bool(since or until)
        return any(self.place(one) <= at for one in since) or any(at <= self.place(one) for one in until)


def _day_and_month(written: str) -> tuple[str, str]:
    return "".join(filter(str.isdigit, written)), next(name for name in _NAMES if name in written)


def _place_of_day(written: str) -> int:
    day, month = _day_and_month(written)
    return 31 * _NAMES.index(month) + int(day)


def _forms_of_day(written: str) -> str:
    """Also as one of several with one month: `on 4 and 5 April`."""
    day, month = _day_and_month(written)
    days = rf"(?:{day}|\d\d?{_JOINED}\d\d?)"
    return rf"\b{days}(?:st|nd|rd|th)?\s{month}\b|\b{month}\s{days}(?!\d)"


_YEAR = _Scale(
    r"(?<![\w.,/-])(?:1[5-9]|20)\d\d(?![\w/%-]|[.,]\d)",
    _AT,
    int,
    lambda year: rf"\b(?:{year}|{year[:3]}0s)\b",
    comes_again=False,
)
_MONTH = _Scale(
    rf"\b(?:{_ANY_MONTH})\b",
    _AT,
    _NAMES.index,
    lambda month: rf"\b{month[:3]}(?:t|{month[3:]})?\b",  # Sept. is September
    comes_again=True,
)
_DAY = _Scale(
    rf"(?:(?<![\d.:,])\d\d?(?:st|nd|rd|th)?\s(?:{_ANY_MONTH})\b|"
    rf"\b(?:{_ANY_MONTH})\s\d\d?(?![\d:]|[.,]\d))",
    r"\b",
    _place_of_day,
    _forms_of_day,
    comes_again=True,
)


def times_swapped(
    question: str, evidence: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> Iterator[Trial]:
    """The question with the years, months and days that each sentence is of in the place of its own.

    Args:
        question: what is asked. Whether something was so then is answered by when it was.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    for scale in () if asks_whether(question) else (_YEAR, _MONTH, _DAY):
        asked = scale.asked(question)
        for one in evidence if asked else ():
            yield from _of_other_times(question, asked, one, sentences_of(one.sentence.document_id), scale)


def is_of_a_longer_time(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement gives the figure of several years or months for the question's, without saying so.

    `212 invoices` is not how many he paid in 2014, if that is how many `between 2014 and 2021`.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    figures = claimed_numbers(statement) - numbers(question)

    def is_so(source: str, asked: str, scale: _Scale) -> bool:
        spans, rest = scale.spans(source), re.sub(scale.span, " ", source)
        is_told = any(end in statement for span in spans for end in span if end != asked)
        has_it = any(scale.is_in(asked, *span) for span in spans)
        return (
            has_it and not (is_told or re.search(scale.forms(asked), rest)) and bool(figures & numbers(rest))
        )

    return any(
        is_so(source, asked, scale)
        for scale in (_YEAR, _MONTH)
        if (asked := scale.asked(question))
        for source in sources
    )


def is_of_the_next_or_last(statement: str, question: str) -> bool:
    """Whether a statement is of this year where the question is of the last one, and the like.

    Args:
        statement: without markers.
        question: what it answers.
    """

    def counted(text: str) -> set[tuple[str, str]]:
        return {(one["which"].casefold(), one["unit"].casefold()) for one in _COUNTED_FROM_NOW.finditer(text)}

    asked, said = counted(question), counted(statement)
    units = {unit for _, unit in asked}
    return asked.isdisjoint(said) and any(unit in units for _, unit in said)


def may_be_so_in(year: str, text: str, question: str) -> bool:
    """Whether what a text tells may be so in a year of the question that the text does not name.

    `was appointed director in 2019`, `from 2018 to 2022` for who led it in 2021.

    Args:
        year: a number that the question has, maybe a year.
        text: what may answer it.
        question: what is asked.
    """
    if year not in _YEAR.named(question):
        return False
    if _YEAR.outlasts(text, year):
        return True
    earlier = any(_YEAR.place(told) < _YEAR.place(year) for told in _YEAR.told(text))
    return earlier and _tells_of_a_beginning(text, question)


def are_times(terms: Set[str]) -> bool:
    """Whether what a sentence is not about is a year, a month or a day."""
    months = terms & MONTHS
    return bool(terms) and all(
        term.isdigit() and (months or _IS_YEAR.fullmatch(term)) for term in terms - months
    )


def _of_other_times(
    question: str, asked: str, one: ScoredSentence, sentences: Sequence[Sentence], scale: _Scale
) -> Iterator[Trial]:
    if scale.covers(f"{one.heading} {one.text}", asked):
        return
    text, others, gain = one.text, scale.told(one.text), GAIN
    # A month comes again, unless it is over: what tickets cost in May may be told in March.
    may_come_again = scale.comes_again and not _WAS.search(question)
    if not (others or may_come_again or _OF_ANOTHER_YEAR.search(text)):
        heads = [head.text for head in dict.fromkeys((sentences[0], *one.above)) if head.is_heading]
        text = " ".join([*heads, text])
        others = [year for head in heads for year in scale.named(head)]
        gain = TITLE_GAIN
    has_begun = _tells_of_a_beginning(text, question)
    for other in others:
        if not (has_begun and scale.place(other) < scale.place(asked)):
            put = re.sub(rf"\b{asked}\b", other, question)
            yield Trial(put, frozenset(content_terms(asked)), one.sentence, text, gain)


def _tells_of_a_beginning(text: str, question: str) -> bool:
    """Whether a text has something begin, and the question does not ask for just that."""
    return bool(content_terms(" ".join(_BEGUN.findall(text))) - content_terms(question))
