"""The catalogue of an index: its documents' texts, and where their sentences and chunks lie in them.

Texts are kept whole; sentences and chunks are kept as offsets and cut out of the text when asked for, so
that a corpus of 50 MB opens in a fraction of a second.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from reqa.types import Chunk, Document, Sentence

Rows = npt.NDArray[np.int32]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One document with its sentences and chunks as rows of integers."""

    document: Document
    file_hash: str
    """SHA-256 (hex) of the file's bytes: equal bytes need not be decoded and segmented again."""
    sentences: Rows
    """Shape (sentences, 4): start, end, paragraph, is_heading."""
    chunks: Rows
    """Shape (chunks, 4): first, last, start, end."""

    @classmethod
    def of(
        cls, document: Document, file_hash: str, sentences: Sequence[Sentence], chunks: Sequence[Chunk]
    ) -> Entry:
        """The entry of a document that was just segmented and chunked.

        Raises:
            ValueError: a sentence or chunk is not what the text holds at its offsets. That is a mistake in
                the segmenter or chunker; stored, it would become a wrong citation.
        """
        pieces: Iterable[Sentence | Chunk] = (*sentences, *chunks)
        for piece in pieces:
            if document.text[piece.start : piece.end] != piece.text:
                raise ValueError(f"{document.id}: [{piece.start}:{piece.end}] is not {piece.text[:80]!r}")
        return cls(
            document,
            file_hash,
            _rows([(s.start, s.end, s.paragraph, s.is_heading) for s in sentences]),
            _rows([(c.first, c.last, c.start, c.end) for c in chunks]),
        )

    def sentence(self, index: int) -> Sentence:
        start, end, paragraph, is_heading = self.sentences[index].tolist()
        text = self.document.text[start:end]
        return Sentence(self.document.id, index, start, end, text, paragraph, bool(is_heading))

    def chunk(self, index: int) -> Chunk:
        first, last, start, end = self.chunks[index].tolist()
        return Chunk(self.document.id, first, last, start, end, self.document.text[start:end])


class Catalogue:
    """The documents of an index in the order of the corpus. Immutable, so it may be read from any thread."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_id = {entry.document.id: entry for entry in self.entries}
        self._first_chunks = np.cumsum([0, *(len(entry.chunks) for entry in self.entries)])

    @property
    def documents(self) -> Sequence[Document]:
        return tuple(entry.document for entry in self.entries)

    @property
    def chunks(self) -> Sequence[Chunk]:
        """All chunks, in document order. A chunk's position here is its id in Chroma."""
        return _Lazy(int(self._first_chunks[-1]), self._chunk)

    @property
    def sentence_count(self) -> int:
        return sum(len(entry.sentences) for entry in self.entries)

    def find(self, document_id: str) -> Entry | None:
        return self._by_id.get(document_id)

    def sentences(self, document_id: str) -> Sequence[Sentence]:
        """The sentences of a document; raises KeyError if the index has no such document."""
        entry = self._by_id[document_id]
        return _Lazy(len(entry.sentences), entry.sentence)

    def _chunk(self, position: int) -> Chunk:
        owner = int(np.searchsorted(self._first_chunks, position, side="right")) - 1
        return self.entries[owner].chunk(position - int(self._first_chunks[owner]))

    def save(self, path: Path) -> None:
        """Write the catalogue as one uncompressed `.npz` file.

        Raises:
            OSError: the file cannot be written.
        """
        texts = [entry.document.text.encode() for entry in self.entries]
        heads = [
            {
                "id": entry.document.id,
                "title": entry.document.title,
                "content_hash": entry.document.content_hash,
                "page_starts": entry.document.page_starts,
                "pictured_pages": entry.document.pictured_pages,
                "file_hash": entry.file_hash,
                "bytes": len(text),
                "sentences": len(entry.sentences),
                "chunks": len(entry.chunks),
            }
            for entry, text in zip(self.entries, texts, strict=True)
        ]
        with path.open("wb") as file:
            np.savez(
                file,
                heads=np.frombuffer(json.dumps(heads).encode(), np.uint8),
                texts=np.frombuffer(b"".join(texts), np.uint8),
                sentences=np.concatenate([_rows([]), *(entry.sentences for entry in self.entries)]),
                chunks=np.concatenate([_rows([]), *(entry.chunks for entry in self.entries)]),
            )

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read what `save` wrote. That the file is undamaged is for the caller to check first.

        Raises:
            OSError: the file cannot be read.
        """
        with np.load(path, allow_pickle=False) as file:
            heads: list[dict[str, Any]] = json.loads(file["heads"].tobytes())
            texts: bytes = file["texts"].tobytes()
            sentences, chunks = file["sentences"], file["chunks"]
        entries = []
        byte = sentence = chunk = 0
        for head in heads:
            text = texts[byte : byte + head["bytes"]].decode()
            starts, pictured = tuple(head["page_starts"]), tuple(head["pictured_pages"])
            document = Document(head["id"], head["title"], text, head["content_hash"], starts, pictured)
            entries.append(
                Entry(
                    document,
                    head["file_hash"],
                    sentences[sentence : sentence + head["sentences"]],
                    chunks[chunk : chunk + head["chunks"]],
                )
            )
            byte += head["bytes"]
            sentence += head["sentences"]
            chunk += head["chunks"]
        return cls(entries)


class _Lazy(Sequence[T], Generic[T]):
    """A sequence whose items are made when asked for."""

    __slots__ = ("_length", "_make")

    def __init__(self, length: int, make: Callable[[int], T]) -> None:
        self._length = length
        self._make = make

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return map(self._make, range(self._length))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        # Indexing a range gives negative indices, slices and IndexError their usual meaning.
        place = range(self._length)[index]
        if isinstance(place, range):
            return tuple(map(self._make, place))
        return self._make(place)


def _rows(rows: Sequence[tuple[int, int, int, int]]) -> Rows:
    return np.array(rows, dtype=np.int32).reshape(-1, 4)
