"""How a text is laid out: the lines that belong together, and those that stand for themselves.

Headings, list items, table rows, `Label: value` lines, log lines and lines of code end where their line
ends. Text that was wrapped at a width is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reqa.text.abbreviations import REFERENCES, TITLES
from reqa.text.sentence_ends import Span, stripped

MAX_HEADING_CHARS = 120
MAX_WRAPPED_CHARS = 120  # Nobody wraps text at more.
SHORT_LINE = 0.6  # A line that is shorter than this part of the longest was not filled when it was wrapped.

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^`\r\n]*)$", re.MULTILINE)
_BULLET = re.compile(r"(?:[-*+•‣◦–—]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\))\s+\S")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivx]{2,4}|[IVX]{2,4})(\.?)\s+\S")
_MARKDOWN_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_ARTICLE = re.compile(
    r"(?:article|section|chapter|part|annex|appendix|schedule|§) ?(?:\d+[a-z]?|[IVXL]+|[A-Z])\.?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"By [A-Z][\w.'’-]* [A-Z]")
_UNDERLINE = re.compile(r"(?:=+|-+|\*+|_+|~+)\s*$")
_TABLE_ROW = re.compile(r"\|.*\|\s*$")
_LABEL = re.compile(r"\W{0,3}[^\W\d_a-z][\w.'’&/()-]*(?: [\w.'’&/()-]+){0,3}:\W{0,2}\s+\S")
_APART = re.compile(r"\s{3,}|\s*(?:\.\s?){4,}\s*")
_FIGURE = re.compile(r"[^\s\d]{0,3}\d\S*")
_STAMP = re.compile(r"[\[(<]?(?:\d{1,2}:\d{2}\b|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b)")
_QUOTED = re.compile(r"(?:>\s?)*")
_QUOTE_MARKS = re.compile(r"^(?:>[^\S\n]*)+", re.MULTILINE)
_ENDED = re.compile(r"[.!?…:;。！？।؟۔][\"'”’»)\]*_]*\s*$")
_GOES_ON = re.compile(_ENDED.pattern.replace("…", "…,"))
"""How no heading ends: as a sentence, or as a greeting."""
_LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]+(?:\.[^\W\d_])*)\.$")
_DELIMITERS = re.compile(r"[,;|](?=\S)|\t")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_NEVER_LAST = TITLES | REFERENCES | {"e.g", "i.e", "vs", "cf", "viz"}

Place = tuple[str | int, ...]
"""Where a numbered item stands in its list: the kind of its numbers, and the number at each level."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that no sentence crosses."""

    begins_paragraph: bool
    may_be_heading: bool
    start: int
    end: int


def units(text: str) -> Iterator[Unit]:
    """The units of a text, in order, with nothing but white space between them."""
    block: list[Span] = []
    fences = _fences(text)
    fence = next(fences, None)
    for match in _LINE.finditer(text):
        start, end = stripped(text, *match.span())
        while fence and match.start() >= fence[1]:
            fence = next(fences, None)
        is_code = fence is not None and match.start() >= fence[0]
        if block and (is_code or start >= end):
            yield from _Block(text, block).units()
            block = []
        if is_code and fence and start < end:
            yield Unit(match.start() == fence[0], False, start, end)
        elif start < end:
            block.append((start, end))
    if block:
        yield from _Block(text, block).units()


def item_text(text: str) -> str | None:
    """A list item without its bullet or number; None if the text does not begin with one."""
    mark = _BULLET.match(text) or (_NUMBER.match(text) if _places(text) else None)
    return text[mark.end() - 1 :] if mark else None


def cells_apart(line: str) -> list[str]:
    """The parts of a line that wide gaps or dots set apart."""
    return _APART.split(line.strip())


def without_loose_marks(text: str) -> str:
    """A text without marks for bold type that only begin or only end in it: `**The ship was stuck.`"""
    for mark in ("**", "__"):
        if text.count(mark) % 2:
            text = text.removeprefix(mark) if text.startswith(mark) else text.removesuffix(mark)
    return text


def unquoted(text: str) -> str:
    """A text without the marks that a mail puts before the lines of another one: `> `"""
    return _QUOTE_MARKS.sub("", text)


def _fences(text: str) -> Iterator[Span]:
    """Fenced code blocks, from the beginning of the first fence's line to the end of the last one's."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif not match[2].strip() and match[1].startswith(opened[1]):
            yield opened.start(), match.end()
            opened = None


class _Block:
    """Lines without a blank line between them."""

    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self._spans = lines
        self._quotes = [_QUOTED.match(text, *span) for span in lines]
        self._lines = [
            text[quote.end() if quote else a : b] for quote, (a, b) in zip(self._quotes, lines, strict=True)
        ]
        # One word, such as an address, cannot be wrapped, so it says nothing of the width.
        several_words = (line for line in self._lines if any(map(str.isspace, line)))
        self._width = max(map(len, several_words), default=0) or max(map(len, self._lines))

    def units(self) -> Iterator[Unit]:
        begins, first = True, 0
        last = len(self._lines) - 1
        for i in range(len(self._lines)):
            heading = first == i and self._may_be_heading(i)
            if heading or i == last or self._ends_after(i):
                yield Unit(begins, heading, self._spans[first][0], self._spans[i][1])
                # Where lines are as long as paragraphs, they are paragraphs.
                begins = heading or self._width > MAX_WRAPPED_CHARS
                first = i + 1

    def _ends_after(self, i: int) -> bool:
        """Whether the end of line `i` is one that somebody meant, and not one where a text was wrapped."""
        line, following = self._lines[i], self._lines[i + 1]
        if (
            self._width > MAX_WRAPPED_CHARS
            or self._is_table
            or not following
            or self._depth(i) != self._depth(i + 1)
        ):
            return True
        if (
            _ARTICLE.match(line)
            or self._begins_unit(i + 1)
            or any(_TABLE_ROW.match(x) or _UNDERLINE.match(x) for x in (line, following))
        ):
            return True
        if self._is_spaced(i) or self._is_spaced(i + 1):
            return True
        # The next word would have fitted.
        if len(line) + 1 + len(following.split(None, 1)[0]) < SHORT_LINE * self._width:
            return bool(_ENDED.search(line[-8:])) or not following[0].islower()
        if not _ENDED.search(line[-8:]):
            return False
        # A full line may well break off after "Mr." or before the rest of a sentence.
        return self._is_list_of_clauses or not (following[0].islower() or _breaks_off(line))

    def _begins_unit(self, i: int) -> bool:
        """Whether line `i` says itself that something new begins."""
        line = self._lines[i]
        if _BULLET.match(line) or _MARKDOWN_HEADING.match(line) or _BYLINE.match(line):
            return True
        if _LABEL.match(line):
            return self._labels > 1
        if _STAMP.match(line):
            return self._stamps > 1
        return any(not self._places.isdisjoint(_neighbours(place)) for place in _places(line))

    def _may_be_heading(self, i: int) -> bool:
        line = self._lines[i]
        if _MARKDOWN_HEADING.match(line):
            return True
        if len(line) > MAX_HEADING_CHARS or _GOES_ON.search(line) or not any(map(str.isalpha, line)):
            return False
        if _BULLET.match(line) or _BYLINE.match(line) or _places(line):
            return False
        if _TABLE_ROW.match(line) or self._is_table or self._is_spaced(i):
            return False
        if i + 1 == len(self._lines):  # A name below a text is who wrote it.
            signs = i > 0 and _GOES_ON.search(self._lines[i - 1])
            return not signs and not self._begins_unit(i)
        return bool(_UNDERLINE.match(self._lines[i + 1])) or (
            self._ends_after(i) and not self._begins_unit(i)
        )

    def _is_spaced(self, i: int) -> bool:
        """Whether line `i` is one of several with cells that stand apart."""
        return self._spaced > 1 and _stands_apart(self._lines[i])

    def _depth(self, i: int) -> int:
        quote = self._quotes[i]
        return quote[0].count(">") if quote else 0

    @cached_property
    def _places(self) -> frozenset[Place]:
        return frozenset(place for line in self._lines for place in _places(line))

    @cached_property
    def _labels(self) -> int:
        return sum(bool(_LABEL.match(line)) for line in self._lines)

    @cached_property
    def _spaced(self) -> int:
        return sum(map(_stands_apart, self._lines))

    @cached_property
    def _stamps(self) -> int:
        return sum(bool(_STAMP.match(line)) for line in self._lines)

    @cached_property
    def _is_table(self) -> bool:
        """Whether the lines are rows of delimited values: all have the same number of delimiters."""
        counts = {len(_DELIMITERS.findall(line)) for line in self._lines}
        return len(self._lines) > 1 and len(counts) == 1 and counts.pop() > 1

    @cached_property
    def _is_list_of_clauses(self) -> bool:
        """Whether as many lines end with a semicolon as in a list without bullets."""
        ends = sum(line.endswith(";") for line in self._lines)
        return ends > 1 and 2 * ends >= len(self._lines) - 1


def _stands_apart(line: str) -> bool:
    """Whether a line has cells: three, or one and a figure: `Cleaning of the yard       £640`."""
    others = cells_apart(line)[1:]
    return len(others) > 1 or (len(others) == 1 and bool(_FIGURE.fullmatch(others[0])))


def _breaks_off(line: str) -> bool:
    """Whether a line ends in a bracket, or with an abbreviation or an initial that needs what follows."""
    if line.count("(") > line.count(")"):
        return True
    word = _LAST_WORD.search(line[-16:])
    return word is not None and (
        word[1].casefold() in _NEVER_LAST or (len(word[1]) == 1 and word[1].isupper())
    )


def _places(line: str) -> list[Place]:
    """What the number at the beginning of a line can mean: "i." is the ninth letter, or the Roman one."""
    match = _NUMBER.match(line)
    if not match:
        return []
    number, stop = match.groups()
    if number[0].isdecimal():
        levels = tuple(map(int, number.split(".")))
        return [("1", *levels)] if stop or len(levels) > 1 else []
    if not stop:
        return []
    kind = "a" if number.islower() else "A"
    places: list[Place] = [(kind, ord(number.lower()) - ord("a"))] if len(number) == 1 else []
    if number.lower() in _ROMAN:
        places.append((kind + "i", _ROMAN[number.lower()]))
    return places


def _neighbours(place: Place) -> list[Place]:
    """Where the items around it stand. One number alone is chance: a wrapped line may begin with "5."."""
    *above, here = place
    assert isinstance(here, int)
    around: list[Place] = [(*above, here - 1), (*above, here + 1), (*place, 1)]
    return [*around, tuple(above)] if here == 1 and len(above) > 1 else around
