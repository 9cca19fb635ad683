"""Where sentences end inside a stretch of running text.

nupunkt proposes the ends: of the segmenters tried it was the one that gives offsets, has no trouble with
initials and closing quotes, and reads 5 MB a second. Its abbreviations are replaced, and what it cuts or
joins wrongly by rule is mended here.
"""

from __future__ import annotations

import copy
import re
from calendar import day_name, month_name
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from reqa.text.abbreviations import ABBREVIATIONS, REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[int, int]

NEAR = 48  # Characters on either side of an end that decide about it; no abbreviation is longer.

# Chinese and Japanese need no space after a stop. A quotation that 「と」 follows goes on.
_CJK_END = re.compile(r"[。！？]+(?:[”’」』）]+(?![”’」』）]|と|って)|(?![”’」』）]))")
# The full stops of Hindi, Urdu, Arabic, Armenian, Amharic and Khmer, which nupunkt does not know.
_OTHER_END = re.compile(r"[।॥؟۔։።៕]+[\"'”’»)\]]*(?=\s)")
# "Vitamin C. It helps": a lone capital is an initial unless a word follows that is nobody's name.
_AFTER_LETTER = re.compile(
    r"(?<=[a-z] [A-Z]\.)\s+(?=(?:A|An|And|At|But|He|Her|His|However|If|In|It|Its|No|On|She|So|That|The|Then|"
    r"There|These|They|This|Those|We|When|You)\b(?!\.))"
)
# "It closes at 5 p.m. Guests may stay": a day, a month or a zone of time goes with the hour.
_OF_THE_HOUR = "|".join(
    [*day_name, *filter(None, month_name), "Central", "Eastern", "Greenwich", "Mountain", "Pacific"]
)
_AFTER_HOUR = re.compile(rf"(?<=\b[ap]\.m\.)\s+(?=(?!(?:{_OF_THE_HOUR})\b)[A-Z](?:[a-z]+\b|\s))")
# What stands right behind a stop belongs to its sentence: closing brackets, and the numbers of notes.
_NOTES = re.compile(r"[)\]}]*(?:\[[^\[\]\n]{1,40}\]|:\d[\d:–-]*)*")
_ENUMERATOR = re.compile(r"[\W_]{0,3}(?:[^\W\d_]+ )?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})(?:\.\d{1,3})*[.)]")
_NO_SPACE_AFTER = re.compile(r"[。！？][”’」』）]*$")
_REFERENCE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(REFERENCES))})\.$", re.IGNORECASE)
_INITIALISM = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}$")
_LOUD = re.compile(r"[!?][\"'”’»)\]]*$")


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`, in order, with nothing but white space between them."""
    spans: list[Span] = []
    for span in _proposed(text, start, end):
        if spans and _belongs_to(text, spans[-1], span, is_first=len(spans) == 1):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans


def stripped(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _proposed(text: str, start: int, end: int) -> Iterator[Span]:
    # Only the ends are believed, so that nothing is lost or said twice whatever the library returns.
    ends = {_past_notes(text, start + last) for _, last in _nupunkt()(text[start:end])}
    for pattern in (_CJK_END, _OTHER_END):
        ends.update(match.end() for match in pattern.finditer(text, start, end))
    for pattern in (_AFTER_LETTER, _AFTER_HOUR):
        ends.update(match.start() for match in pattern.finditer(text, start, end))
    at = start
    for last in [*sorted(place for place in ends if start < place < end), end]:
        first, final = stripped(text, at, last)
        if first < final:
            yield first, final
        at = last


def _past_notes(text: str, end: int) -> int:
    notes = _NOTES.match(text, end)
    return notes.end() if notes else end


def _belongs_to(text: str, before: Span, after: Span, *, is_first: bool) -> bool:
    """Whether two spans are one sentence; `is_first`: nothing stands before the first of them."""
    tail = text[max(before[0], before[1] - NEAR) : before[1]]
    head = text[after[0] : min(after[1], after[0] + NEAR)]
    if not (_says_something(tail) and _says_something(head)):
        return True
    if is_first and _ENUMERATOR.fullmatch(text, *before):  # "1.2. The Supplier shall ...", "Table 1. Tags"
        return True
    if before[1] == after[0] and not (head[0].isupper() or _NO_SPACE_AFTER.search(tail)):  # "data.csv"
        return True
    if head[0].isdecimal():
        return bool(_REFERENCE.search(tail))
    word = head.lstrip("(")
    goes_on = word[:1].islower() and not word[1:2].isupper()  # "iPhone" may well begin a sentence
    return goes_on and any(pattern.search(tail) for pattern in (_INITIALISM, _LOUD, _REFERENCE))


def _says_something(text: str) -> bool:
    """Whether there is a letter or a digit, or a symbol such as an emoji, and not punctuation alone."""
    return any(c.isalnum() or ord(c) > 0x2FFF for c in text)


@cache
def _nupunkt() -> Callable[[str], list[Span]]:
    import nupunkt  # 0.3 s, which a command that finds nothing changed saves

    tokenizer = copy.deepcopy(nupunkt.load("default"))  # which other users of the library share
    for known in [a for a in tokenizer.abbreviations if a.isalpha() and len(a) > 1]:
        if known not in ABBREVIATIONS:
            tokenizer.remove_abbreviation(known)
    tokenizer.add_abbreviations(sorted(ABBREVIATIONS))
    return lambda text: [span for _, span in tokenizer.tokenize_with_spans(text)]
