"""The day that a document is dated, and whether a question asks what is so now.

Of a series of notes, minutes or price lists the last one says what is so, and most are dated: in a line of
their own below the title (`14 March 2025`), behind a word (`Last updated: 3 June 2024`), in the title of a
report or a list (`Price list 2025`), or in the name of the file (`2025-03-14-minutes.md`).
"""

from __future__ import annotations

import datetime
import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from reqa.text.denial import AUXILIARY
from reqa.text.irregular import is_past_form
from reqa.text.periods import month_number
from reqa.types import Document

HEAD_LINES = 12  # not empty, in which a document tells its date
MAX_LINE_CHARS = 120

_MONTH = "(?P<month>" + "|".join([*filter(None, month_name), *filter(None, month_abbr), "Sept"]) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_FORMS = (
    rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH},?\s{_YEAR}",
    rf"\b{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s{_YEAR}",
    rf"(?<![\d-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
    rf"(?<![\d.])(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_YEAR}",
    rf"\b{_MONTH},?\s{_YEAR}",
    rf"(?<![\d-]){_YEAR}-(?P<month>\d\d)(?![\d-])",
    rf"(?<![\d.,/-]){_YEAR}(?![-/.,]\d)",
)
"""From days to years."""

_WEEKDAY = rf"(?:(?:{'|'.join([*day_name, *day_abbr])})\b\.?,?\s)?"
_DATED = re.compile(
    r"(?:^|[.;|·–—(]\s*)(?:(?:first|last)\s)?(?:as (?:at|of)|dated?|effective|issued|modified|posted|printed|"
    r"published|released?|reviewed|revised|sent|status|updated?|valid|version)"
    rf"(?:\s(?:as of|date|from|of|on|since)(?: (?:issue|publication))?)?\W{{,3}}{_WEEKDAY}$",
    re.IGNORECASE,
)
# `Monday, 14 March 2025`, `Zurich, 14 March 2025`
_BEFORE = re.compile(rf"\W*(?:[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){{,2}},\s)?{_WEEKDAY}\W*")
_BEHIND = re.compile(r"\W*$|\s*[,|·–—(-]\W*(?:[\w:.'’]+\W*){,4}$")
# What its title may call a document that is of a day, a month or a year.
_OF_ITS_TIME = re.compile(
    r"\b(?:accounts|agenda|briefing|budget|bulletin|catalogue|charges|circular|edition|fees|figures|guide|"
    r"handbook|issue|letter|list|meeting|memo(?:randum)?|minutes|news|newsletter|notes?|offers?|plan|policy|"
    r"press|prices?|programme|protocol|rates|release|report|results|review|rules|statement|statistics|status|"
    r"summary|survey|tariffs?|terms|timetable|update)\b",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"[-+]{3}\s*")

_NOW = re.compile(
    r"\b(?:at (?:present|the moment)|current(?:ly)?|latest|most recent|newest|now(?:adays)?|right now|still|"
    r"these days|today|(?:up[- ]to|to)[- ]date)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:ago|before|beginning|chang\w+|did|earl(?:ier|iest)|first(?:ly)?|former(?:ly)?|had|histor\w+|initial(?:ly)?|"
    r"last|once|original(?:ly)?|previous(?:ly)?|since|until|used to|was|were)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(rf"\b(?!(?:could|did|had|might|was|were|would)\b)(?:{AUXILIARY})\b", re.IGNORECASE)
_ANY_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ANY_MONTH = re.compile(rf"\b(?:{'|'.join(filter(None, month_name))})\b")
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=256)
def dated(document: Document) -> str:
    """When a document is of: `2025-03-14`, `2025-03`, `2025`; empty where it does not say."""
    lines = list(islice(_head(document.text), HEAD_LINES))
    told = [
        (date, _DATED.search(before), before, behind)
        for line in lines
        for date, before, behind in _dates(line)
    ]
    labelled = {date for date, label, *_ in told if label}
    alone = {date for date, _, before, behind in told if _BEFORE.fullmatch(before) and _BEHIND.match(behind)}
    if labelled or len(alone) == 1:  # Several are those of a chronicle.
        return max(labelled or alone)
    words = _words_of(document.id)
    titles = [line for line in (*lines[:2], words) if _OF_ITS_TIME.search(line) and line[-1] not in ".!?:"]
    found = ({date for date, *_ in _dates(title)} for title in titles)
    named = {date for date, *_ in _dates(words) if len(date) > len("2025")}
    return next((dates.pop() for dates in (*found, named) if len(dates) == 1), "")


def is_later(one: str, other: str) -> bool:
    """Whether a document that is `dated` so is later than another one: 2025 is not later than 2025-03."""
    return bool(one and other) and one > other and not one.startswith(other)


def in_words(date: str) -> str:
    """`14 March 2025`, of what `dated` gives."""
    year, *rest = date.split("-")
    month, day = (*rest, "", "")[:2]
    return " ".join(filter(None, (day.lstrip("0"), month_name[int(month)] if month else "", year)))


def file_with_date(document: Document) -> str:
    """The name of a document's file, and its date if it has one: `b.md (2 June 2025)`."""
    name, date = PurePosixPath(document.id).name, dated(document)
    return f"{name} ({in_words(date)})" if date else name


def asks_for_now(question: str) -> bool:
    """Whether a question asks what is so now, or will be: not what was, and of no year or month."""
    if _ANY_YEAR.search(question) or _ANY_MONTH.search(question[1:]):
        return False
    if _NOW.search(question):
        return True
    if _THEN.search(question):
        return False
    return bool(_PRESENT.search(question)) or not any(map(is_past_form, _WORD.findall(question)))


def _head(text: str) -> Iterator[str]:
    """The lines that a document begins with, on which its date may stand."""
    for line in text[: HEAD_LINES * 200].splitlines():
        line = line.strip(" \t#*_>|")
        if line and not _FRONT_MATTER.fullmatch(line):
            yield line if len(line) <= MAX_LINE_CHARS else "…"


def _dates(line: str) -> Iterator[tuple[str, str, str]]:
    """The dates in a line, with what stands before and behind each."""
    taken = line
    for form in _FORMS:
        for found in re.finditer(form, taken, re.IGNORECASE):
            if date := _date(**{"month": "", "day": ""} | found.groupdict()):
                yield date, line[: found.start()], line[found.end() :]
        taken = re.sub(form, lambda found: "#" * len(found[0]), taken, flags=re.IGNORECASE)


def _date(year: str, month: str, day: str) -> str:
    """In the form of ISO 8601; empty if there is no such day."""
    number = int(month) if month.isdigit() else month_number(month or "January")
    try:
        date = datetime.date(int(year), number, int(day or 1)).isoformat()
    except ValueError:
        return ""
    return date if day else date[:7] if month else year


def _words_of(name: str) -> str:
    stem = PurePosixPath(name).stem
    return re.sub(r"_|(?<=[A-Za-z])-|-(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)", " ", stem)
