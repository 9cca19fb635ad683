"""Writing a new generation of the index: all of it, then the switch to it.

What the current generation has is taken over, so that only new chunks are embedded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from reqa.errors import IndexStoreError
from reqa.storage import generations
from reqa.storage.catalogue import Catalogue
from reqa.storage.generations import DamagedError, Pointer
from reqa.storage.vector_store import Vectors, VectorSet, VectorStore, blocks, writing_error

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]] | Vectors]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many of its steps are done, and of how many (0: not known)."""

Sample = tuple[range, Vectors]
"""Positions of chunks and the vectors that were given to Chroma for them."""

CATALOGUE = "catalogue.npz"


@dataclass(frozen=True, slots=True)
class Current:
    """What `current.json` names. Without `vectors` it cannot be used, and the catalogue is empty."""

    pointer: Pointer | None = None
    catalogue: Catalogue = field(default_factory=lambda: Catalogue([]))
    vectors: VectorSet | None = None
    unusable_because: str | None = None

    def close(self) -> None:
        if self.vectors:
            self.vectors.close()


def build(
    store: VectorStore,
    catalogue: Catalogue,
    current: Current,
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
    vectors: VectorSet, catalogue: Catalogue, current: Current, embed: Embed, tell: Progress
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


def _take_over(current: Current, wanted: Mapping[int, int]) -> dict[int, Vectors]:
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
def build_lock(index_dir: Path, timeout: float, tell: Progress) -> Iterator[None]:
    """Hold the right to build in `index_dir`, which is made if missing."""
    held = FileLock(index_dir / "build.lock")
    with _writing(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        try:
            held.acquire(timeout=0)
        except Timeout:
            tell("Waiting for another process that is building this index", 0, 0)
            try:
                held.acquire(timeout=timeout, poll_interval=0.1)
            except Timeout as error:
                raise IndexStoreError(
                    f"Another process has been building the index in {index_dir} for over {timeout:g} s. "
                    "Wait for it to finish, or choose another folder with --index or REQA_INDEX."
                ) from error
    try:
        yield
    finally:
        held.release()


@contextmanager
def _writing(index_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise writing_error(index_dir, error) from error
