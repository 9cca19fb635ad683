"""The numbers that Word makes by itself, such as a clause's `7.2`, written into a document's text.

A file only has the rules: the kind of number at each level of a list, and what stands around it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_PLACE = re.compile(r"%(\d)")
_UNNUMBERED = {"bullet", "none"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


def write_numbers(document: Document) -> None:
    """Put the number of each numbered paragraph before its text; bullets stay what they are."""
    lists = _Lists(document)
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        if number := lists.next_number(paragraph):
            _write(f"{number} ", paragraph)


@dataclass(frozen=True, slots=True)
class _Level:
    """What the numbers of one level of a list look like."""

    kind: str
    """`decimal`, `lowerLetter`, `bullet` ..."""
    pattern: str
    """`%1.%2`: the number at the first level and that at the second, with a stop between them."""
    start: int
    style: str
    """Paragraphs in this style are at this level."""

    def written(self, count: int) -> str:
        if self.kind.endswith("Letter"):  # After z comes aa.
            number = _LETTERS[(count - 1) % len(_LETTERS)] * ((count - 1) // len(_LETTERS) + 1)
        else:
            number = _roman(count) if self.kind.endswith("Roman") else str(count)
        return number.upper() if self.kind.startswith("upper") else number


def _roman(count: int) -> str:
    number = ""
    for value, letters in _ROMAN.items():
        number += letters * (count // value)
        count %= value
    return number


class _Lists:
    """The lists of a document. Each of its paragraphs must be asked for once, in order."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        has_lists = any(one.reltype.endswith("/numbering") for one in document.part.rels.values())
        self._rules = document.part.numbering_part.element if has_lists else None
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._list = cache(self._read_list)

    def next_number(self, paragraph: BaseOxmlElement) -> str:
        """What stands before a paragraph; empty for one without a number."""
        number_id, depth, style = self._place(paragraph)
        key, levels = self._list(number_id)
        if depth is None:
            depth = next((at for at, level in levels.items() if style and level.style == style), 0)
        level = levels.get(depth)
        if level is None or level.kind in _UNNUMBERED:
            return ""
        above = {at: count for at, count in self._counts[key].items() if at < depth}
        counts = above | {depth: self._counts[key].get(depth, level.start - 1) + 1}
        self._counts[key] = counts  # What is deeper begins anew.

        def number_at(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            return levels[at].written(counts.get(at, levels[at].start)) if at in levels else ""

        return _PLACE.sub(number_at, level.pattern)

    def _place(self, paragraph: BaseOxmlElement) -> tuple[str, int | None, str]:
        """A paragraph's list, its level there if that is said, and the style that puts it there."""
        number_id, depth = "", None
        for style, holder in self._with_styles(paragraph):
            depth = depth if depth is not None else _value(holder, "w:numPr/w:ilvl")
            number_id = _value(holder, "w:numPr/w:numId") or ""
            if number_id:
                return number_id, int(depth) if depth is not None else None, style
        return "", None, ""

    def _with_styles(self, paragraph: BaseOxmlElement) -> Iterator[tuple[str, BaseOxmlElement]]:
        """The properties of a paragraph, then those of its style, and of the styles that it is based on."""
        style, holder = "", paragraph.find(qn("w:pPr"))
        seen: set[str] = set()
        following = _value(holder, "w:pStyle") if holder is not None else None
        while True:
            if holder is not None:
                yield style, holder
            if not following or following not in self._styles or following in seen:
                return
            style = following
            seen.add(style)
            element = self._styles[style]
            holder, following = element.find(qn("w:pPr")), _value(element, "w:basedOn")

    def _read_list(self, number_id: str) -> tuple[str, Mapping[int, _Level]]:
        """What the paragraphs of a list are counted under, and its levels."""
        rules = self._rules
        if rules is None or not number_id.isdecimal():
            return "", {}
        numbers = rules.xpath(f"w:num[@w:numId='{number_id}']")
        if not numbers:
            return "", {}
        abstract = _value(numbers[0], "w:abstractNumId") or ""
        starts = {
            int(one.get(qn("w:ilvl"))): int(_value(one, "w:startOverride") or 1)
            for one in numbers[0].findall(qn("w:lvlOverride"))
        }
        levels = {}
        for one in rules.xpath(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl"):
            depth = int(one.get(qn("w:ilvl")))
            levels[depth] = _Level(
                _value(one, "w:numFmt") or "decimal",
                _value(one, "w:lvlText") or "",
                starts.get(depth, int(_value(one, "w:start") or 1)),
                _value(one, "w:pStyle") or "",
            )
        return (number_id if starts else f"abstract {abstract}"), levels


def _value(element: BaseOxmlElement, path: str) -> str | None:
    """The value of an element below another one; None where there is none."""
    found = element.find("/".join(map(qn, path.split("/"))))
    value = found.get(qn("w:val")) if found is not None else None
    return str(value) if value is not None else None


def _write(number: str, paragraph: BaseOxmlElement) -> None:
    """Put a number before a paragraph's text, in the place of the rule."""
    properties = paragraph.get_or_add_pPr()
    properties._remove_numPr()
    no_list = properties._add_numPr()
    no_list.get_or_add_ilvl().val = no_list.get_or_add_numId().val = 0
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = number
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    properties.addnext(run)
