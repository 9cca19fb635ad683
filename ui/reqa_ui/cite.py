"""Citation keys: what stands behind `#cite-` in a chip's link.

A key names the document, the range and the version it was cited from, so that a chip in an older turn
works without any state. A key comes back from the browser, so it is data to check, never to trust.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass

from reqa.types import Citation

_HASH_DIGITS = 16  # 64 bits: no accidental clash, and a link that is still short
_KEY = re.compile(
    rf"([0-9a-f]{{{_HASH_DIGITS}}})-(\d{{1,10}})-(\d{{1,10}})-([0-9a-f]{{{_HASH_DIGITS}}})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class CiteKey:
    """A parsed key: hashes are the first 16 hex digits, offsets are code points, end-exclusive."""

    document: str
    start: int
    end: int
    content: str

    def __str__(self) -> str:
        return f"{self.document}-{self.start}-{self.end}-{self.content}"


def key_of(citation: Citation) -> CiteKey:
    """The key of a citation's sentence."""
    return CiteKey(
        document=document_hash(citation.document_id),
        start=citation.start_char_index,
        end=citation.end_char_index,
        content=citation.content_hash[:_HASH_DIGITS],
    )


def parse_key(text: object) -> CiteKey | None:
    """The key that `text` spells, or None if it is not one (wrong form, empty or reversed range)."""
    match = _KEY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    document, start, end, content = match.groups()
    key = CiteKey(document, int(start), int(end), content)
    return key if key.start < key.end else None


def pages(citation: Citation) -> str:
    """The page or pages that the cited sentence stands on; empty where the document has none."""
    first, last = citation.start_page_number, citation.end_page_number
    if first is None:
        return ""
    return f"page {first}" if last in (None, first) else f"pages {first} to {last}"


@functools.lru_cache(maxsize=65536)
def document_hash(document_id: str) -> str:
    """The short hash that stands for a document's id, which may hold any character."""
    return hashlib.sha256(document_id.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
