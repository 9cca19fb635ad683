"""Cutting a document into sentences with exact offsets.

Lines and blank lines come first: paragraphs, headings, list items and table rows end where their lines
end. Inside a paragraph, nupunkt finds the sentences: of the segmenters tried it was the one that gives
offsets, has no trouble with abbreviations, initials and closing quotes, and reads 5 MB a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from reqa.types import Document, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

SEGMENTER_VERSION = "1"  # Bump when sentences change: indexes are then built anew.

MAX_CHARS = (
    1000  # A longer "sentence" is a table or a list without line ends; nobody can check it at a glance.
)
MAX_HEADING_CHARS = 120
MAX_WRAPPED_CHARS = 120  # Nobody wraps text at more.
SHORT_LINE = 0.6  # A line that is shorter than this part of the longest was not filled when it was wrapped.

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
_ITEM = re.compile(r"\s*(?:[-*+•‣◦–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S")
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"\s*(?:=+|-+|\*+|_+|~+)\s*$")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_ENDED = re.compile(r"[.!?…:;。！？][\"'”’»)\]*_]*\s*$")
_CJK_END = re.compile(r"[。！？]+[”’」』）]*")
_CLAUSE = re.compile(r"[;:,—–]\s")


def segment(document: Document) -> list[Sentence]:
    """All sentences of a document, in order: `text[s.start:s.end] == s.text`, and white space between."""
    sentences: list[Sentence] = []
    paragraph = -1
    for new_paragraph, is_heading, start, end in _units(document.text):
        paragraph += new_paragraph
        spans = [(start, end)] if is_heading else _sentence_spans(document.text, start, end)
        for first, last in spans:
            for a, b in _short_enough(document.text, first, last):
                sentences.append(
                    Sentence(
                        document.id, len(sentences), a, b, document.text[a:b], max(paragraph, 0), is_heading
                    )
                )
    return sentences


def _units(text: str) -> Iterator[tuple[bool, bool, int, int]]:
    """Stretches that no sentence crosses: (begins a paragraph, is a heading, start, end)."""
    block: list[Span] = []
    for match in _LINE.finditer(text):
        start, end = _stripped(text, *match.span())
        if start < end:
            block.append((start, end))
        elif block:
            yield from _units_of_block(text, block)
            block = []
    if block:
        yield from _units_of_block(text, block)


def _units_of_block(text: str, lines: list[Span]) -> Iterator[tuple[bool, bool, int, int]]:
    """The units of lines without a blank line between them."""
    width = max(end - start for start, end in lines)
    begins, opened = True, lines[0][0]
    for i, (start, end) in enumerate(lines):
        following = text[slice(*lines[i + 1])] if i + 1 < len(lines) else None
        heading = opened == start and _is_heading(text[start:end], following, width)
        if heading or following is None or _ends_here(text[start:end], following, width):
            yield begins, heading, opened, end
            # Where lines are as long as paragraphs, they are paragraphs.
            begins = heading or width > MAX_WRAPPED_CHARS
            opened = lines[i + 1][0] if following is not None else end


def _ends_here(line: str, following: str, width: int) -> bool:
    """Whether the end of a line is one that somebody meant, and not one where a text was wrapped."""
    if width > MAX_WRAPPED_CHARS or _ENDED.search(line[-8:]) or _ITEM.match(following):
        return True
    if any(_TABLE_ROW.match(one) or _UNDERLINE.match(one) for one in (line, following)):
        return True
    if _MARKDOWN_HEADING.match(following):
        return True
    if following[0].islower():
        return False
    # The next word would have fitted.
    return len(line) + 1 + len(following.split(None, 1)[0]) < SHORT_LINE * width


def _is_heading(line: str, following: str | None, width: int) -> bool:
    if _MARKDOWN_HEADING.match(line):
        return True
    if len(line) > MAX_HEADING_CHARS or _ENDED.search(line) or _ITEM.match(line) or _TABLE_ROW.match(line):
        return False
    if not any(map(str.isalpha, line)):
        return False
    return following is None or bool(_UNDERLINE.match(following)) or _ends_here(line, following, width)


def _sentence_spans(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    at = 0
    for _, last in _nupunkt()(part):
        # Only the ends are believed, so that nothing is lost or said twice whatever the library returns.
        if at < last <= len(part):
            yield from _cjk_spans(text, start + at, start + last)
            at = last
    yield from _cjk_spans(text, start + at, end)


def _cjk_spans(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _CJK_END.finditer(text, start, end):
        yield from _nonempty(text, at, match.end())
        at = match.end()
    yield from _nonempty(text, at, end)


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_CHARS:
        cut = _cut(text, start, start + MAX_CHARS)
        yield from _nonempty(text, start, cut)
        start, _ = _stripped(text, cut, end)
    yield from _nonempty(text, start, end)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut: after a clause in the second half, else at white space, else at the limit."""
    clauses = [m.end() for m in _CLAUSE.finditer(text, start + MAX_CHARS // 2, limit)]
    if clauses:
        return clauses[-1]
    spaces = [m.end() for m in re.compile(r"\s").finditer(text, start + 1, limit)]
    return spaces[-1] if spaces else limit


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _nonempty(text: str, start: int, end: int) -> Iterator[Span]:
    start, end = _stripped(text, start, end)
    if start < end:
        yield start, end


@cache
def _nupunkt() -> Callable[[str], list[Span]]:
    import nupunkt  # 0.3 s, which a command that finds nothing changed saves

    return nupunkt.sent_spans
