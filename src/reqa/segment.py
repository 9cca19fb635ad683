"""Cutting a document into sentences with exact offsets.

Lines and blank lines come first: what stands in a heading, a list item or a table row stays in it. Inside
running text the sentences end where `sentence_ends` finds it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from reqa.text.layout import units
from reqa.text.sentence_ends import Span, sentence_spans, stripped
from reqa.types import Document, Sentence

SEGMENTER_VERSION = "4"  # Bump when sentences change: indexes are then built anew.

MAX_CHARS = (
    1000  # A longer "sentence" is a table or a list without line ends; nobody can check it at a glance.
)

# `4. Heating` or `2.1 Fees`, on a line of its own
_NUMBERED_TITLE = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=[.)]))[.)]?\s+[^\W\d_a-z][^\n]{1,60}(?<![.,:;!?…])"
)
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s")
_CLAUSE = re.compile(r"[;:,—–]\s")
_SPACE = re.compile(r"\s")


def segment(document: Document) -> list[Sentence]:
    """All sentences of a document, in order: `text[s.start:s.end] == s.text`, and white space between."""
    text = document.text
    sentences: list[Sentence] = []
    paragraph = -1
    for unit in units(text):
        spans = sentence_spans(text, unit.start, unit.end)
        is_heading = unit.may_be_heading and (len(spans) == 1 or text[unit.start] == "#")
        paragraph += unit.begins_paragraph
        for start, end in [(unit.start, unit.end)] if is_heading else spans:
            for a, b in _short_enough(text, start, end):
                sentences.append(
                    Sentence(document.id, len(sentences), a, b, text[a:b], paragraph, is_heading)
                )
    titles = [i for i in range(len(sentences)) if _is_numbered_title(text, sentences, i)]
    for i in titles if len(titles) > 1 else ():
        sentences[i] = dataclasses.replace(sentences[i], is_heading=True)
    return sentences


def _is_numbered_title(text: str, sentences: Sequence[Sentence], i: int) -> bool:
    """Whether a sentence has a number and a line of its own, and something stands before the next number."""
    one = sentences[i]
    if i + 1 == len(sentences) or not _NUMBERED_TITLE.fullmatch(one.text):
        return False
    before, after = sentences[i - 1] if i else None, sentences[i + 1]
    opens = before is None or (one.paragraph != before.paragraph and not _follow_each_other(before, one))
    return opens and "\n" in text[one.end : after.start] and not _follow_each_other(one, after)


def _follow_each_other(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are items of one list: `2.1 Fees`, `2.2 Dates`."""
    numbers = [found[1].split(".") for found in map(_NUMBER.match, (one.text, other.text)) if found]
    if len(numbers) < 2:
        return False
    (*above, here), (*above_other, there) = numbers
    return above == above_other and int(there) == int(here) + 1


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_CHARS:
        cut = _cut(text, start, start + MAX_CHARS)
        yield stripped(text, start, cut)
        start, _ = stripped(text, cut, end)
    yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut: after a clause in the second half, else at white space, else at the limit."""
    for pattern, earliest in ((_CLAUSE, start + MAX_CHARS // 2), (_SPACE, start + 1)):
        places = [match.end() for match in pattern.finditer(text, earliest, limit)]
        if places:
            return places[-1]
    return limit
