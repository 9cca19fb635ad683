"""The index: every document of a corpus with its sentences and chunks, and the chunks' vectors.

`open_index` brings it up to date and opens it. Only what changed is read, segmented and embedded again.
When nothing changed, nothing is written, so an index may lie in a read-only folder. What is damaged, or
was built with other versions, is rebuilt; `build` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from reqa.errors import CorpusError, DocumentError, IndexStoreError
from reqa.storage import generations
from reqa.storage.build import CATALOGUE, Current, Embed, Progress, build, build_lock
from reqa.storage.catalogue import Catalogue, Entry
from reqa.storage.generations import DamagedError, Pointer
from reqa.storage.vector_store import Vectors, VectorSet, VectorStore
from reqa.types import Chunk, Document, Sentence

LOCK_TIMEOUT = 3600.0


class Source(Protocol):
    """A file of the corpus."""

    @property
    def id(self) -> str: ...
    @property
    def path(self) -> Path: ...


S = TypeVar("S", bound=Source)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What is in the index, and what opening it did."""

    documents: int
    sentences: int
    chunks: int
    added: int
    changed: int
    removed: int
    unchanged: int
    embedded: int
    """Chunks whose vectors were computed; the others were taken over."""
    rebuilt_because: str | None
    skipped: tuple[tuple[str, str], ...]
    """Files that could not be read: id and reason."""
    incomplete: tuple[tuple[str, str], ...] = ()
    """Documents of which a part could not be read: id and reason."""


class Index:
    """One generation of the index; later builds do not change what it gives. Safe to use from any thread."""

    def __init__(self, catalogue: Catalogue, vectors: VectorSet, report: IndexReport) -> None:
        self.documents = catalogue.documents
        self.chunks = catalogue.chunks
        """All chunks, in document order."""
        self.report = report
        self._catalogue = catalogue
        self._vectors = vectors

    def document(self, document_id: str) -> Document:
        """The document with that id; raises KeyError if the index has none."""
        entry = self._catalogue.find(document_id)
        if entry is None:
            raise KeyError(document_id)
        return entry.document

    def unchanged(self, source: Source) -> Document | None:
        """The document of a file whose bytes are still those that were read; None for any other file.

        Raises:
            OSError: the file cannot be read.
        """
        entry = self._catalogue.find(source.id)
        return entry.document if entry and entry.file_hash == generations.hash_file(source.path) else None

    def sentences(self, document_id: str) -> Sequence[Sentence]:
        """The document's sentences in order; raises KeyError if the index has no such document."""
        return self._catalogue.sentences(document_id)

    def dense(self, vector: Sequence[float] | Vectors, k: int) -> list[tuple[int, float]]:
        """The `k` chunks nearest to `vector` (fewer if the index has fewer), nearest first.

        Returns:
            Positions in `chunks` with cosine similarities (-1 to 1); equally near ones in document order.

        Raises:
            IndexStoreError: Chroma failed, or the index was closed.
        """
        return self._vectors.nearest(np.asarray(vector, dtype=np.float32), k)

    def close(self) -> None:
        """Free Chroma's threads and files. Documents, sentences and chunks stay readable."""
        self._vectors.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_index(
    sources: Sequence[S],
    read: Callable[[S], Document],
    *,
    index_dir: Path,
    segment: Callable[[Document], Sequence[Sentence]],
    chunk: Callable[[Sequence[Sentence], str], Sequence[Chunk]],
    embed: Embed,
    fingerprint: Mapping[str, str],
    chroma_url: str | None = None,
    progress: Progress | None = None,
    lock_timeout: float = LOCK_TIMEOUT,
) -> Index:
    """Bring the index in `index_dir` up to date with `sources` and open it.

    Args:
        sources: The files of the corpus; their ids are unique.
        read: Gives the document of a source; raises DocumentError for one that is to be skipped.
        index_dir: Folder of the index; made if missing.
        segment: Cuts a document into sentences.
        chunk: Groups a document's sentences, given with its text, into chunks.
        embed: Turns texts into vectors, in the same order; a text has the same vector each time.
        fingerprint: Name and version of everything that shapes the index; when it differs from that of the
            index on disk, all is built anew.
        chroma_url: `http://host:port` of a Chroma server that is to hold the vectors.
        progress: Told what is being done.
        lock_timeout: Seconds to wait for another process that is building the same index.

    Raises:
        CorpusError: none of the sources can be read.
        IndexStoreError: the folder cannot be written, the Chroma server cannot be reached, or another
            process has been building for longer than `lock_timeout`. What was on disk is as it was.
    """
    tell = progress or (lambda stage, done, total: None)
    store = VectorStore(index_dir, chroma_url)

    def refresh(*, may_build: bool) -> Index | None:
        current = _open_current(store, fingerprint)
        if not (current.vectors or may_build):
            return None
        plan = _plan(sources, read, current.catalogue, tell)
        if current.vectors and not plan.has_changes:
            return Index(current.catalogue, current.vectors, plan.report(current.catalogue))
        with closing(current):
            if not may_build:
                return None
            catalogue = plan.catalogue(segment, chunk, tell)
            vectors, embedded = build(store, catalogue, current, embed, fingerprint, tell)
            return Index(catalogue, vectors, plan.report(catalogue, embedded, current.unusable_because))

    index = refresh(may_build=False)
    if index is None:
        with build_lock(index_dir, lock_timeout, tell):
            # Another process may have built meanwhile; then there is nothing left to do.
            index = refresh(may_build=True)
    assert index is not None
    return index


def _open_current(store: VectorStore, fingerprint: Mapping[str, str]) -> Current:
    """Open the generation that counts, if there is one that is whole and was built the same way."""
    pointer = None
    try:
        pointer = generations.read_pointer(store.index_dir)
        if pointer is None:
            return Current()
        difference = _difference(pointer, fingerprint, store.url)
        if difference:
            return Current(pointer, unusable_because=difference)
        generations.check_files(store.index_dir, pointer)
        catalogue = Catalogue.load(generations.folder(store.index_dir, pointer.generation) / CATALOGUE)
        vectors = store.open(pointer.generation, len(catalogue.chunks))
        return Current(pointer, catalogue, vectors)
    except DamagedError as error:
        return Current(pointer, unusable_because=str(error))
    except OSError as error:
        raise IndexStoreError(
            f"Cannot read the index in {store.index_dir}: {error.strerror}. "
            "Make it readable, or choose another folder with --index or REQA_INDEX."
        ) from error


def _difference(pointer: Pointer, fingerprint: Mapping[str, str], chroma_url: str | None) -> str:
    """What about the index is not as asked for; empty if nothing."""
    wanted = {**fingerprint, "place of the vectors": chroma_url or "the index folder"}
    found = {**pointer.fingerprint, "place of the vectors": pointer.chroma_url or "the index folder"}
    return "; ".join(
        f"{name} changed from {found.get(name, 'none')} to {wanted.get(name, 'none')}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the index is to hold: entries to keep, and documents (with their file's hash) to segment anew."""

    items: tuple[Entry | tuple[Document, str], ...]
    added: int
    changed: int
    removed: int
    skipped: tuple[tuple[str, str], ...]

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def catalogue(
        self,
        segment: Callable[[Document], Sequence[Sentence]],
        chunk: Callable[[Sequence[Sentence], str], Sequence[Chunk]],
        tell: Progress,
    ) -> Catalogue:
        entries = []
        for done, item in enumerate(self.items):
            tell("Segmenting documents", done, len(self.items))
            if not isinstance(item, Entry):
                document, file_hash = item
                sentences = segment(document)
                item = Entry.of(document, file_hash, sentences, chunk(sentences, document.text))
            entries.append(item)
        return Catalogue(entries)

    def report(
        self, catalogue: Catalogue, embedded: int = 0, rebuilt_because: str | None = None
    ) -> IndexReport:
        return IndexReport(
            documents=len(catalogue.documents),
            sentences=catalogue.sentence_count,
            chunks=len(catalogue.chunks),
            added=self.added,
            changed=self.changed,
            removed=self.removed,
            unchanged=len(self.items) - self.added - self.changed,
            embedded=embedded,
            rebuilt_because=rebuilt_because,
            skipped=self.skipped,
            incomplete=tuple(
                (document.id, _of_pictures(document.pictured_pages))
                for document in catalogue.documents
                if document.pictured_pages
            ),
        )


def _of_pictures(pages: Sequence[int]) -> str:
    which = f"Page {pages[0]} is a picture" if len(pages) == 1 else f"Pages {_listed(pages)} are pictures"
    return f"{which}, and what is written there is not known. Have it recognised (OCR)."


def _listed(numbers: Sequence[int]) -> str:
    """Numbers in order, those that follow each other as a span: `2, 5-9`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else f"{span[0]}" for span in spans)


def _plan(sources: Sequence[S], read: Callable[[S], Document], known: Catalogue, tell: Progress) -> _Plan:
    """Compare the files with the catalogue.

    Every file is hashed every time, at about 1 s a gigabyte: size and modification time stay the same when
    a file is replaced by `cp -p`, `rsync -t` or an archive, and a stale document would be cited wrongly.
    """
    items: list[Entry | tuple[Document, str]] = []
    skipped = []
    added = changed = 0
    for done, source in enumerate(sources):
        tell("Reading documents", done, len(sources))
        entry = known.find(source.id)
        try:
            # Hashed before it is read: a file that is written to in between is then seen as changed later.
            file_hash = generations.hash_file(source.path)
            if entry and entry.file_hash == file_hash:
                items.append(entry)
                continue
            document = read(source)
        except (DocumentError, OSError) as error:
            skipped.append((source.id, str(error)))
            continue
        if entry and entry.document == document:
            items.append(entry)  # Other bytes, same text: for instance saved in another encoding.
            continue
        items.append((document, file_hash))
        added, changed = added + (entry is None), changed + (entry is not None)
    if not items:
        reason = f"; the first: {skipped[0][1]}" if skipped else ""
        raise CorpusError(f"None of the {len(sources)} documents can be read{reason}")
    removed = len(known.entries) - (len(items) - added)
    return _Plan(tuple(items), added, changed, removed, tuple(skipped))
