"""Cutting a document into sentences with exact offsets.

Lines and blank lines come first: what stands in a heading, a list item or a table row stays in it. Inside
running text the sentences end where `sentence_ends` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqa.text.layout import units
from reqa.text.sentence_ends import Span, sentence_spans, stripped
from reqa.types import Document, Sentence

SEGMENTER_VERSION = "5"  # Bump when sentences change: indexes are then built anew.

MAX_CHARS = (
    1000  # A longer "sentence" is a table or a list without line ends; nobody can check it at a glance.
)

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
    return sentences


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
