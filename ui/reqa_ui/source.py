"""What the source panel shows for a citation key: plain strings, split here and inserted as text there.

The text is split in Python because JavaScript counts UTF-16 units: its offsets shift after an emoji.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from reqa.types import Citation, Document
from reqa_ui.cite import CiteKey, document_hash, key_of, pages, parse_key
from reqa_ui.contract import PLAIN_KINDS, QA

WHOLE_TEXT_LIMIT = 200_000
"""Longest document, in characters, that is sent whole; of a longer one, a window is sent."""
WINDOW = 20_000
"""Characters sent on each side of the sentence of a longer document."""
STEP = 60_000
"""Characters sent when the reader scrolls to an end of the window: about twenty screens."""
_EDGE = 2_000  # how far to look for the end of a line, so that a window does not begin within one
_REMEMBERED = 5_000  # shown citations whose wording and page are kept; about 2 MB


class Source(TypedDict):
    """The panel's content. `state` says how to show it; only a `current` source is ever highlighted."""

    state: Literal["current", "stale", "missing", "invalid"]
    key: str
    title: str
    path: str
    place: str
    note: str
    before: str
    cited: str
    after: str
    start: int
    """Where `before` begins in the document's text; 0 when nothing is left out before it."""
    end: int
    """Where `after` ends in the document's text."""
    rest: bool
    """Whether something is left out after `end`."""


class More(TypedDict):
    """A further piece of a document that is being read: `text` from `start` to `end`."""

    text: str
    start: int
    end: int
    rest: bool


class Shown:
    """The latest citations that were shown, so that a stale one can still be quoted as it was.

    A convenience only: without an entry the panel says the same, less the old wording. Safe to share
    between threads.
    """

    def __init__(self, capacity: int = _REMEMBERED) -> None:
        self._capacity = capacity
        self._citations: OrderedDict[str, Citation] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, citation: Citation) -> None:
        with self._lock:
            self._citations[str(key_of(citation))] = citation
            while len(self._citations) > self._capacity:
                self._citations.popitem(last=False)

    def get(self, key: CiteKey) -> Citation | None:
        with self._lock:
            return self._citations.get(str(key))


def source(shelf: Sequence[QA], text: object, shown: Shown, unasked: Iterable[str] = ()) -> Source:
    """What to show for the key that the browser sent; never raises on a wrong or made-up key.

    Args:
        shelf: where to look for the document, the first that has it counts.
        text: the key.
        shown: citations that were shown before.
        unasked: ids of documents that are there, but not on the shelf.
    """
    key = parse_key(text)
    if key is None or not shelf:
        return _message("invalid", key, note="This link does not lead to a sentence of the documents.")
    remembered = shown.get(key)
    found = _find(shelf, key)
    if found is None:
        there = any(document_hash(name) == key.document for name in unasked)
        return _message(
            "missing",
            key,
            title=remembered.document_title if remembered else "Document not open",
            path=remembered.document_id if remembered else "",
            note="This document is not among those that are asked. Choose it under Documents to open it."
            if there
            else "This document is no longer in the collection, so the citation can't be checked.",
            cited=remembered.cited_text if remembered else "",
        )
    qa, document = found
    if not document.content_hash.startswith(key.content):
        return _stale(document, key, remembered)
    if key.end > len(document.text):
        return _message("invalid", key, note="This link does not lead to a sentence of the documents.")
    citation = remembered or Citation(
        marker=None,
        document_id=document.id,
        document_title=document.title,
        content_hash=document.content_hash,
        start_char_index=key.start,
        end_char_index=key.end,
        cited_text=document.text[key.start : key.end],
        start_page_number=document.page_at(key.start),
        end_page_number=document.page_at(key.end - 1),
    )
    if citation.cited_text != document.text[key.start : key.end] or not qa.is_current(citation):
        return _stale(document, key, remembered)
    start, end = _window(document.text, key.start, key.end)
    return Source(
        state="current",
        key=str(key),
        title=_sendable(document.title),
        path=_sendable(document.id),
        place=_place(document, citation),
        note="",
        before=_sendable(document.text[start : key.start]),
        cited=_sendable(citation.cited_text),
        after=_sendable(document.text[key.end : end]),
        start=start,
        end=end,
        rest=end < len(document.text),
    )


def more(shelf: Sequence[QA], text: object, at: object, *, later: bool) -> More | None:
    """The next piece of the document behind a key: after `at`, or before it; None if there is none."""
    key = parse_key(text)
    found = _find(shelf, key) if key else None
    if key is None or found is None or not isinstance(at, int) or isinstance(at, bool):
        return None
    whole = found[1].text
    if not found[1].content_hash.startswith(key.content) or not 0 <= at <= len(whole):
        return None
    start, end = (at, _line_end(whole, at + STEP)) if later else (_line_start(whole, at - STEP), at)
    return More(text=_sendable(whole[start:end]), start=start, end=end, rest=end < len(whole))


def _stale(document: Document, key: CiteKey, remembered: Citation | None) -> Source:
    return _message(
        "stale",
        key,
        title=document.title,
        path=document.id,
        note="This document has changed since the answer was written. Ask again for a current citation.",
        cited=remembered.cited_text if remembered else "",
    )


def _message(
    state: Literal["stale", "missing", "invalid"],
    key: CiteKey | None,
    *,
    title: str = "No such source",
    path: str = "",
    note: str,
    cited: str = "",
) -> Source:
    return Source(
        state=state,
        key=str(key) if key else "",
        title=_sendable(title),
        path=_sendable(path),
        place="",
        note=note,
        before="",
        cited=_sendable(cited),
        after="",
        start=0,
        end=0,
        rest=False,
    )


def _find(shelf: Sequence[QA], key: CiteKey) -> tuple[QA, Document] | None:
    for qa in shelf:
        for document in qa.documents:
            if document_hash(document.id) == key.document:
                return qa, document
    return None


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of the text to send for a sentence: all of it, or whole lines around the sentence."""
    if len(text) <= WHOLE_TEXT_LIMIT:
        return 0, len(text)
    return _line_start(text, start - WINDOW), _line_end(text, end + WINDOW)


def _line_start(text: str, at: int) -> int:
    """The beginning of the line that `at` is in, if it is near."""
    if at <= 0:
        return 0
    found = text.rfind("\n", max(0, at - _EDGE), at)
    return at if found < 0 else found + 1


def _line_end(text: str, at: int) -> int:
    """The end of the line that `at` is in, if it is near, with its line break."""
    if at >= len(text):
        return len(text)
    found = text.find("\n", at, at + _EDGE)
    return at if found < 0 else found + 1


def _place(document: Document, citation: Citation) -> str:
    """Where in the file the sentence stands, in words: the page or, of plain text, the line; else empty."""
    line = f"line {document.text.count(chr(10), 0, citation.start_char_index) + 1}"
    return pages(citation) or (line if document.id.lower().endswith(PLAIN_KINDS) else "")


def _sendable(text: str) -> str:
    """`text` with lone surrogates, which no JSON can carry, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
