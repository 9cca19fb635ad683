"""What the source panel shows for a citation key: plain strings, split here and inserted as text there.

The text is split in Python because JavaScript counts UTF-16 units: its offsets shift after an emoji.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Literal, TypedDict

from reqa.types import Citation, Document
from reqa_ui.cite import CiteKey, document_hash, key_of, parse_key
from reqa_ui.contract import QA

WHOLE_TEXT_LIMIT = 200_000
"""Longest document, in characters, that is sent whole; of a longer one, a window is sent."""
WINDOW = 20_000
"""Characters sent on each side of the sentence of a longer document."""
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


def source(qa: QA | None, text: object, shown: Shown) -> Source:
    """What to show for the key that the browser sent; never raises on a wrong or made-up key."""
    key = parse_key(text)
    if key is None or qa is None:
        return _message("invalid", key, note="This link does not lead to a sentence of the documents.")
    remembered = shown.get(key)
    document = _find(qa, key)
    if document is None:
        return _message(
            "missing",
            key,
            title=remembered.document_title if remembered else "Document removed",
            path=remembered.document_id if remembered else "",
            note="This document is no longer in the collection, so the citation can't be checked.",
            cited=remembered.cited_text if remembered else "",
        )
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
    )
    if citation.cited_text != document.text[key.start : key.end] or not qa.is_current(citation):
        return _stale(document, key, remembered)
    before, after = _around(document.text, key.start, key.end)
    return Source(
        state="current",
        key=str(key),
        title=_sendable(document.title),
        path=_sendable(document.id),
        place=_place(document, citation),
        note="",
        before=_sendable(before),
        cited=_sendable(citation.cited_text),
        after=_sendable(after),
    )


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
    )


def _find(qa: QA, key: CiteKey) -> Document | None:
    for document in qa.documents:
        if document_hash(document.id) == key.document:
            return document
    return None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The text before and after the sentence: all of it, or a window cut at white space."""
    if len(text) <= WHOLE_TEXT_LIMIT:
        return text[:start], text[end:]
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    if start > WINDOW:
        before = "… " + before.split(maxsplit=1)[-1] if before.split() else before
    if end + WINDOW < len(text):
        after = after.rsplit(maxsplit=1)[0] + " …" if after.split() else after
    return before, after


def _place(document: Document, citation: Citation) -> str:
    """Where in the document the sentence stands, in words: the page where pages exist, else the line."""
    first, last = citation.start_page_number, citation.end_page_number
    if first is not None:
        return f"page {first}" if last in (None, first) else f"pages {first} to {last}"
    return f"line {document.text.count(chr(10), 0, citation.start_char_index) + 1}"


def _sendable(text: str) -> str:
    """`text` with lone surrogates, which no JSON can carry, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
