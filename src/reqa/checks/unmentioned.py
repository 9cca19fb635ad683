"""Finding a number or code that a question takes for granted and the documents, or its sources, lack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.checks.apart.times import may_be_so_in
from reqa.text.denial import denies
from reqa.text.terms import codes, numbers, quantities

# Only an open question takes a number for granted: "Was it 41,500?" may be answered with another one.
_OPEN = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
# A number of the asker's own case need not be in the documents: "What do I get back of 250 euros?"
_OWN_CASE = re.compile(
    r"\b(?:if|i|me|my|we|our|you|your|one|can|could|might|must|should|would|(?-i:us|may))\b",  # not US, May
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"""
    (?P<vague> \b (?: about | almost | around | approximately | nearly | roughly | some
                     | over | under | than | least | most | up\sto ) \s+ )?
    (?P<written> (?<![\w.,]) [$€£]?
        (?P<digits> (?: \d{1,3} (?:[,\ \u00a0\u202f]\d{3}(?!\d))+ | \d+ ) (?:\.\d+)* )
        (?P<scale> \s (?:thousand|million|billion) \b )? )
    (?P<decade> s\b )? (?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A smaller one often counts what the documents only list. Of some 2,200 answerable questions of the
# development sets, four name a number from here on that their text does not contain.
_LEAST = 100
# A text that sets a limit in the same unit is about all numbers: "up to 150 euros; anything above that".
_LIMIT = re.compile(
    r"\b(?:above|at least|at most|below|beyond|exceed\w*|less than|limit\w*|maximum|minimum|"
    r"more than|under|up to)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d\W*(?:[-–—]|to|and)\W*\d")
_SEPARATOR = "[,. '\u00a0\u202f]?"
_CODE = re.compile(r"(?<![\w-])[A-Za-z]{1,4}-?\d{1,3}\b(?![-\w])")
# Of `Q3`, a text may speak as the third quarter.
_PERIOD = re.compile(r"(?:fy\d+|h[12]|q[1-4])", re.IGNORECASE)


def unmentioned(question: str, passages: Sequence[str], documents: Sequence[str]) -> str | None:
    """The number or code in a question that no text contains, as it is written there; None without one.

    `41,500` for `Where were 41,500 square kilometres lost?`, if the documents only speak of 415,000, and `E3`
    for `What does E3 mean?`, if they have E2.

    Args:
        question: what is asked.
        passages: the texts that fit it best; in them, numbers may also be written in words.
        documents: the whole documents, in which only digits are looked for.
    """
    if code := _unmentioned_code(question, [*passages, *documents]):
        return code
    if not _OPEN.search(question) or _OWN_CASE.search(question):
        return None
    limited = {unit for text in passages if _LIMIT.search(text) for _, unit in quantities(text)}
    for number in filter(_is_exact, _NUMBER.finditer(question)):
        values = numbers(number["written"])
        if any(value in values and unit in limited for value, unit in quantities(question)):
            continue
        form = _in_digits(number)
        if any(form.search(text) for text in documents):
            continue
        if not any(
            values <= numbers(text) or may_be_so_in(number["written"], text, question) for text in passages
        ):
            return f"the {number['written']}s" if number["decade"] else number["written"]
    return None


def takes_over(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement has a figure from its question, where its sources have another one in that unit.

    `Ms Vold proposed 3%` is not so if `Ms Vold proposed 2%`.

    Args:
        statement: without markers. One that has the other figure as well tells them apart.
        question: what it answers.
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    if _OWN_CASE.search(question) or _LIMIT.search(text) or _RANGE.search(text) or denies(statement):
        return False
    lacking = numbers(question) - numbers(text)
    taken = {unit for value, unit in quantities(statement) if value in lacking}
    others = {value for value, unit in quantities(text) if unit in taken}
    return bool(others) and others.isdisjoint(numbers(statement))


def _unmentioned_code(question: str, texts: Sequence[str]) -> str | None:
    """The code in a question that no text has, though there are others of its kind."""
    asked = [code for code in _CODE.findall(question) if not _PERIOD.fullmatch(code)]
    known = set().union(*map(codes, texts)) if asked else set()

    def is_lacking(written: str) -> bool:
        return any(kind in dict(known) for kind, _ in codes(written) - known)

    return next(filter(is_lacking, asked), None)


def _is_exact(number: re.Match[str]) -> bool:
    digits = _plain(number)
    return not number["vague"] and ("." in digits or bool(number["scale"]) or int(digits) >= _LEAST)


def _plain(number: re.Match[str]) -> str:
    return re.sub(r"[^\d.]", "", number["digits"])


def _in_digits(number: re.Match[str]) -> re.Pattern[str]:
    """How a text may write the number in digits."""
    digits, scale = _plain(number), number["scale"] or ""
    if number["decade"]:  # Any of its years will do, or of the century's.
        return re.compile(rf"(?<!\d){re.sub('00?$', lambda zeros: len(zeros[0]) * '[0-9]', digits)}(?!\d)")
    whole, _, fraction = digits.partition(".")
    if "." in fraction:  # a version or a date
        return re.compile(rf"(?<![\d.]){re.escape(digits)}(?!\d)")
    form = re.sub(r"\B(?=(?:\d{3})+$)", _SEPARATOR, whole)
    if fraction:  # 4.2 may be what version 4.2.1 begins with.
        form += rf"[.,]{fraction}(?:\.\d{{1,3}})?"
    if len(digits) == 4:  # A year; a span may cut it short, as 1939-45 does 1945.
        form += rf"|{digits[:2]}\d\d ?[-–/] ?{digits[2:]}"
    return re.compile(rf"(?<!\d)(?<!\d[,.])(?:{form})(?![,.]?\d){re.escape(scale)}", re.IGNORECASE)
