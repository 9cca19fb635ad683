"""Leaving out what a language model thinks aloud before it says anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_BEGIN, _END = "<think>", "</think>"


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """What a model says, cut anywhere, without what it thinks aloud before."""
    pieces = iter(pieces)
    text = ""
    for piece in pieces:
        text += piece
        begun = text.lstrip()
        if begun.startswith(_BEGIN):
            _, ended, said = begun.partition(_END)
            if ended:
                yield said
                break
        elif not _BEGIN.startswith(begun):
            yield text
            break
    else:
        if text and not text.lstrip().startswith(_BEGIN):
            yield text
    yield from pieces
