"""Grouping sentences into chunks: what is embedded and searched as one."""

from __future__ import annotations

from collections.abc import Sequence

from reqa.types import Chunk, Sentence

CHUNKER_VERSION = "1"  # Bump when chunks change: indexes are then built anew.

# About 150 tokens: less says too little to be found by its meaning, and all-MiniLM-L6-v2 reads 256.
TARGET_CHARS = 700
MAX_CHARS = 900


def chunk(sentences: Sequence[Sentence], text: str) -> list[Chunk]:
    """Runs of whole sentences of one document; every sentence is in exactly one, in order.

    Args:
        sentences: all sentences of the document.
        text: the document's canonical text.
    """
    chunks: list[Chunk] = []
    first = 0
    for i in range(1, len(sentences) + 1):
        if i == len(sentences) or _breaks(sentences, first, i):
            start, end = sentences[first].start, sentences[i - 1].end
            document_id = sentences[first].document_id
            chunks.append(
                Chunk(
                    document_id, sentences[first].index, sentences[i - 1].index, start, end, text[start:end]
                )
            )
            first = i
    return chunks


def _breaks(sentences: Sequence[Sentence], first: int, i: int) -> bool:
    """Whether a chunk that begins with sentence `first` ends before sentence `i`."""
    before, here = sentences[i - 1], sentences[i]
    size = before.end - sentences[first].start
    if here.end - sentences[first].start > MAX_CHARS:
        return True
    if before.is_heading:  # a heading stays with what follows
        return False
    if here.is_heading:
        return size > TARGET_CHARS / 3
    return here.paragraph != before.paragraph and size >= TARGET_CHARS
