"""What a sentence stands under: a heading, the question that it answers, who wrote the letter, who speaks.

`No.` says something only under `Can I burn coal in it?`, and `I am on holiday` under its sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqa.text.terms import without_place
from reqa.types import Sentence

# A heading this far above a sentence still says what it is about, in so many characters at most.
HEADING_REACH = 40
HEADING_CHARS = 60
# So far above a sentence one with marks does, where others are in its section.
SECTION_REACH = 1000
# Who asks may say something first; but one who talks for longer does not wait for an answer.
MAX_ASKING = 3
MAX_ASKED_CHARS = 120
MAX_LETTER_HEAD = 10  # lines

_ASKS = re.compile(r"\?[\"'”’»)\]*_]*\s*$")
_MARKUP = re.compile(r"^[#*_>\s]+|[#*_\s]+$")
LETTER_FIELDS = "from|to|cc|bcc|date|sent|subject|reply-to"
"""What the lines above a letter begin with, before a colon, in any case."""
_LETTER = re.compile(rf"({LETTER_FIELDS}):\s*(.*)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"\s*<[^>]*>")
_NAME = r"[^\W\d_a-z][\w.'’-]*"
# The title that a clause may open with: `5. Leave.`, `§ 12 Notice of termination.` or `**Leave.**`. What has
# one of these words is none: `2. Clean the filter.`
_TITLE = re.compile(
    r"(?:§ ?)?\d[\d.]*[a-z]?[.)]?\s+([^\W\d_a-z][^.,:;!?]*)\.|(?:\*\*|__)([^*_]+)(?:\*\*|__)[.:]?"
)
_NO_TITLE = re.compile(
    r"\b(?:an?|it|its|he|she|that|the|them|they|this|we|you|your|is|are|was|were|will|must|shall|may|do|not)\b",
    re.IGNORECASE,
)
MAX_TITLE_WORDS = 6
_SPEAKER = re.compile(rf"\W*(?:Q ?\d+\W+)?({_NAME}(?: {_NAME}){{0,4}})\W{{0,2}}:\W*\s")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands."""

    under: str = ""
    """On one line; empty where there is nothing above it."""
    heads: bool = False
    """Whether others stand under it."""
    above: tuple[Sentence, ...] = ()
    """The sentences that `under` is taken from; none if it is a question, as that says nothing by itself."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What others stand under, and the sentences that it is taken from; false if there is none."""

    text: str = ""
    sentences: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def placed(sentences: Sequence[Sentence], first: int, last: int) -> Iterator[tuple[Sentence, Standing]]:
    """The sentences from `first` to `last`, each with what it stands under.

    Args:
        sentences: all of a document, in order.
        first: position of the first one that is wanted.
        last: position of the last one.
    """
    heading, at = _Head(), -HEADING_REACH
    sections = _open_sections(sentences, max(0, first - HEADING_REACH))
    asked, answered_in = "", -1
    opening, opened = _Head(), -1  # who speaks in a paragraph, or its title
    for i in range(max(0, first - HEADING_REACH), last + 1):
        one = sentences[i]
        letter = _letter_head(sentences, i)
        question, answer = _question(sentences, i)
        if letter:
            heading, at, sections = letter, i, []
        elif one.is_heading:
            sections = [outer for outer in sections if not level(one) or level(outer) < level(one)]
            heading, at = _as_head((*sections, one)), i
            sections += [one] if level(one) and i > 0 else []
        elif question:
            asked, answered_in = question, answer
        title = _run_in(sentences, i)
        if opens := title or _speaker(sentences, i):
            opening, opened = opens, one.paragraph
        if i < first:
            continue
        heads = one.is_heading or bool(letter or question or title)
        if asked and one.paragraph == answered_in and not heads:
            yield one, Standing(asked)
            continue
        above = [heading] if heading and 0 < i - at <= HEADING_REACH else []
        if one.paragraph == opened and not opens:
            above.append(opening)
        taken_from = tuple(sentence for head in above for sentence in head.sentences)
        yield one, Standing(": ".join(head.text for head in above), heads, taken_from)


def _open_sections(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The headings with marks, the outermost first, in whose sections position `at` is.

    The first line is not among them: it is the title of all that is there.
    """
    found: list[Sentence] = []
    for i in range(at - 1, max(0, at - SECTION_REACH), -1):
        one = sentences[i]
        if one.is_heading and level(one) and all(level(one) < level(inner) for inner in found):
            found.append(one)
    return found[::-1]


def level(heading: Sentence) -> int:
    """How many marks a heading has: 2 for `## Prices`."""
    return len(heading.text) - len(heading.text.lstrip("#"))


def introducing(heading: str) -> str:
    """The heading as it leads into what stands under it: `Heating:`, but `Is it cold?`"""
    return heading if asks(heading) else f"{heading}:"


def asks(text: str) -> bool:
    """Whether a text ends with a question."""
    return bool(_ASKS.search(text))


def _as_head(headings: Sequence[Sentence]) -> _Head:
    """The last of some headings, and those in whose sections it is: `Berlin office: Opening hours`."""
    text = ": ".join(without_place(_plain(one.text))[:HEADING_CHARS] for one in headings)
    return _Head(text, () if asks(headings[-1].text) else tuple(headings))


def _plain(text: str) -> str:
    return _MARKUP.sub("", " ".join(text.split()))


def _question(sentences: Sequence[Sentence], i: int) -> tuple[str, int]:
    """The question that ends with sentence `i`, and the paragraph that answers it; else nothing.

    It opens a paragraph that goes on with the answer, or ends a short one that the answer follows.
    """
    one = sentences[i]
    if not asks(one.text) or i + 1 == len(sentences) or _heads(sentences[i + 1]):
        return "", -1
    begin = i
    while begin > 0 and i - begin < MAX_ASKING and sentences[begin - 1].paragraph == one.paragraph:
        begin -= 1
    answer = sentences[i + 1].paragraph
    if begin != i and (answer == one.paragraph or i - begin == MAX_ASKING):
        return "", -1
    said = " ".join(_plain(each.text) for each in sentences[begin : i + 1])
    return (said if len(said) <= MAX_ASKED_CHARS else _plain(one.text)[:MAX_ASKED_CHARS]), answer


def _speaker(sentences: Sequence[Sentence], i: int) -> _Head:
    """Who speaks from sentence `i` on, if a paragraph begins with a name there, and so does one beside it."""
    said = _SPEAKER.match(sentences[i].text)
    if not said or not any(_SPEAKER.match(one.text) for one in _paragraphs_around(sentences, i)):
        return _Head()
    return _Head(said[1], (sentences[i],))


def _run_in(sentences: Sequence[Sentence], i: int) -> _Head:
    """The title that a paragraph begins with, if one beside it begins with a title as well."""
    title = _title(sentences[i])
    goes_on = i + 1 < len(sentences) and sentences[i + 1].paragraph == sentences[i].paragraph
    if not (title and goes_on and any(map(_title, _paragraphs_around(sentences, i)))):
        return _Head()
    return _Head(title, (sentences[i],))


def _title(one: Sentence) -> str:
    """The title in a sentence that is nothing else; else nothing."""
    found = _TITLE.fullmatch(one.text)
    title = (found[1] or found[2] or "").strip(" .:") if found else ""
    is_title = len(title.split()) <= MAX_TITLE_WORDS and not _NO_TITLE.search(title)
    return title if is_title else ""


def _paragraphs_around(sentences: Sequence[Sentence], i: int) -> list[Sentence]:
    """The first sentences of the paragraphs before and after the one that sentence `i` begins, if it does."""
    before, after = i - 1, i + 1
    if before >= 0 and sentences[before].paragraph == sentences[i].paragraph:
        return []
    while before > 0 and sentences[before - 1].paragraph == sentences[before].paragraph:
        before -= 1
    while after < len(sentences) and sentences[after].paragraph == sentences[i].paragraph:
        after += 1
    return [sentences[at] for at in (before, after) if 0 <= at < len(sentences)]


def _heads(one: Sentence) -> bool:
    return one.is_heading or asks(one.text)


def _letter_head(sentences: Sequence[Sentence], i: int) -> _Head:
    """Who wrote a letter and when, if sentence `i` is in the lines above it that say so; else nothing."""
    if not _LETTER.match(sentences[i].text):
        return _Head()
    begin = end = i
    while begin > max(0, i - MAX_LETTER_HEAD) and _LETTER.match(sentences[begin - 1].text):
        begin -= 1
    while end + 1 < min(len(sentences), i + MAX_LETTER_HEAD) and _LETTER.match(sentences[end + 1].text):
        end += 1
    lines = {}
    for one in sentences[begin : end + 1]:
        if line := _LETTER.match(one.text):
            lines[line[1].lower()] = one, " ".join(line[2].split())
    date = lines.get("date") or lines.get("sent")
    if "from" not in lines or not (date or "subject" in lines):
        return _Head()
    writer, sender = lines["from"]
    sender = _ADDRESS.sub("", sender) or sender
    said = [(writer, f"From: {sender}"), *([date] if date else [])]
    return _Head(", ".join(text for _, text in said), tuple(one for one, _ in said))
