"""The index: every document of a corpus with its sentences and chunks, and the chunks' vectors.

`open_index` brings it up to date and opens it. Only what changed is read, segmented and embedded again.
When nothing changed, nothing is written, so an index may lie in a read-only folder. What is damaged, or
was built with other versions, is rebuilt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from reqa import generations
from reqa.catalogue import Catalogue, Entry
from reqa.errors import CorpusError, DocumentError, IndexStoreError
from reqa.generations import DamagedError, Pointer
from reqa.types import Chunk, Document, Sentence
from reqa.vector_store import Vectors, VectorSet, VectorStore, blocks, writing_error

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]] | Vectors]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many of its steps are done, and of how many (0: not known)."""

Sample = tuple[range, Vectors]
"""Positions of chunks and the vectors that were given to Chroma for them."""

LOCK_TIMEOUT = 3600.0
CATALOGUE = "catalogue.npz"


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
            vectors, embedded = _build(store, catalogue, current, embed, fingerprint, tell)
            return Index(catalogue, vectors, plan.report(catalogue, embedded, current.unusable_because))

    index = refresh(may_build=False)
    if index is None:
        with _lock(index_dir, lock_timeout, tell):
            # Another process may have built meanwhile; then there is nothing left to do.
            index = refresh(may_build=True)
    assert index is not None
    return index


@dataclass(frozen=True, slots=True)
class _Current:
    """What `current.json` names. Without `vectors` it cannot be used, and the catalogue is empty."""

    pointer: Pointer | None = None
    catalogue: Catalogue = field(default_factory=lambda: Catalogue([]))
    vectors: VectorSet | None = None
    unusable_because: str | None = None

    def close(self) -> None:
        if self.vectors:
            self.vectors.close()


def _open_current(store: VectorStore, fingerprint: Mapping[str, str]) -> _Current:
    """Open the generation that counts, if there is one that is whole and was built the same way."""
    pointer = None
    try:
        pointer = generations.read_pointer(store.index_dir)
        if pointer is None:
            return _Current()
        difference = _difference(pointer, fingerprint, store.url)
        if difference:
            return _Current(pointer, unusable_because=difference)
        generations.check_files(store.index_dir, pointer)
        catalogue = Catalogue.load(generations.folder(store.index_dir, pointer.generation) / CATALOGUE)
        vectors = store.open(pointer.generation, len(catalogue.chunks))
        return _Current(pointer, catalogue, vectors)
    except DamagedError as error:
        return _Current(pointer, unusable_because=str(error))
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
        )


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


def _build(
    store: VectorStore,
    catalogue: Catalogue,
    current: _Current,
    embed: Embed,
    fingerprint: Mapping[str, str],
    tell: Progress,
) -> tuple[VectorSet, int]:
    """Write a new generation and switch to it; returns its vectors and how many of them were computed."""
    index_dir = store.index_dir
    count = len(catalogue.chunks)
    pointer = current.pointer
    if pointer:
        _delete_all_but(store, {pointer.generation, pointer.previous})
    with _writing(index_dir):
        generation = generations.begin(index_dir)
    place = generations.folder(index_dir, generation)
    try:
        with _writing(index_dir):
            catalogue.save(place / CATALOGUE)
        with closing(store.create(generation, count)) as vectors:
            embedded, sample = _fill(vectors, catalogue, current, embed, tell)
        tell("Saving the index", count, count)
        # Opened as every later process will open it, before it counts: not all that can go wrong in
        # Chroma on a full disk is reported.
        try:
            vectors = store.open(generation, count)
        except DamagedError as error:
            raise writing_error(index_dir, error) from error
        try:
            _check_sample(vectors, sample, index_dir)
            with _writing(index_dir):
                files = generations.seal(place)
                previous = pointer.generation if pointer else None
                generations.switch(
                    index_dir, Pointer(generation, previous, dict(fingerprint), store.url, files)
                )
        except BaseException:
            vectors.close()
            raise
    except BaseException:
        store.delete(generation)
        raise
    _delete_all_but(store, {generation, previous})
    return vectors, embedded


def _fill(
    vectors: VectorSet, catalogue: Catalogue, current: _Current, embed: Embed, tell: Progress
) -> tuple[int, Sample]:
    """Store the vector of every chunk; returns how many were computed, and the last ones to check.

    A chunk whose text the current index has, in whatever document, takes its vector from there. So a
    renamed file costs nothing and an edited one only the chunks that are new.
    """
    chunks = catalogue.chunks
    known = {_digest(chunk.text): position for position, chunk in enumerate(current.catalogue.chunks)}
    embedded = 0
    sample: Sample = (range(0), np.zeros((0, 0), np.float32))
    for block in blocks(len(chunks)):
        tell("Embedding", block.start, len(chunks))
        texts = [chunks[position].text for position in block]
        taken = _take_over(current, {i: known[d] for i, t in enumerate(texts) if (d := _digest(t)) in known})
        missing = [i for i in range(len(texts)) if i not in taken]
        if missing:
            computed = np.asarray(embed([texts[i] for i in missing]), dtype=np.float32)
            taken.update(zip(missing, computed, strict=True))
            embedded += len(missing)
        stack = np.stack([taken[i] for i in range(len(texts))])
        vectors.add(block, stack, [_metadata(catalogue, position) for position in block])
        sample = (block, stack)
    tell("Embedding", len(chunks), len(chunks))
    return embedded, sample


def _take_over(current: _Current, wanted: Mapping[int, int]) -> dict[int, Vectors]:
    """The current index's vectors at the wanted positions, by the same keys; none if it fails."""
    if not (current.vectors and wanted):
        return {}
    try:
        return dict(zip(wanted, current.vectors.get(list(wanted.values())), strict=True))
    except IndexStoreError:
        return {}  # Then they are computed: slower, and as good.


def _check_sample(vectors: VectorSet, sample: Sample, index_dir: Path) -> None:
    """Raise IndexStoreError unless Chroma gives back the vectors that it was given last."""
    positions, given = sample
    if not positions:
        return
    found = vectors.get(positions)
    # Chroma may hold them scaled to length 1.
    lengths = np.linalg.norm(given, axis=1) * np.linalg.norm(found, axis=1)
    if not np.all(np.einsum("ij,ij->i", given, found) >= 0.999 * lengths):
        raise writing_error(index_dir, ValueError("Chroma did not keep the vectors that it was given"))


def _metadata(catalogue: Catalogue, position: int) -> dict[str, str | int]:
    """What Chroma is told about a chunk: enough to find its text without reqa."""
    chunk = catalogue.chunks[position]
    entry = catalogue.find(chunk.document_id)
    assert entry is not None
    return {
        "document_id": chunk.document_id,
        "content_hash": entry.document.content_hash,
        "chunk": position,
        "first_sentence": chunk.first,
        "last_sentence": chunk.last,
        "start": chunk.start,
        "end": chunk.end,
    }


def _delete_all_but(store: VectorStore, kept: set[str | None]) -> None:
    for generation in generations.all_generations(store.index_dir):
        if generation not in kept:
            store.delete(generation)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@contextmanager
def _lock(index_dir: Path, timeout: float, tell: Progress) -> Iterator[None]:
    """Hold the right to build in `index_dir`, which is made if missing."""
    lock = FileLock(index_dir / "build.lock")
    with _writing(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell("Waiting for another process that is building this index", 0, 0)
            try:
                lock.acquire(timeout=timeout, poll_interval=0.1)
            except Timeout as error:
                raise IndexStoreError(
                    f"Another process has been building the index in {index_dir} for over {timeout:g} s. "
                    "Wait for it to finish, or choose another folder with --index or REQA_INDEX."
                ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writing(index_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise writing_error(index_dir, error) from error
