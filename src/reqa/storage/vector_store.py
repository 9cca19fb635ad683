"""The chunks' vectors in Chroma, inside the process or on a server. The only module that imports Chroma."""

from __future__ import annotations

import itertools
import math
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx
import numpy as np
import numpy.typing as npt

from reqa.errors import IndexStoreError
from reqa.storage.generations import DamagedError, folder

if TYPE_CHECKING:  # Importing Chroma takes half a second, which `reqa --help` need not pay.
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Vectors = npt.NDArray[np.float32]

BLOCK = 256
"""Vectors stored at a time: enough for an embedder to batch well, and small in memory."""
SYNC_EVERY = 4096
"""Vectors that Chroma gathers before it writes its graph to disk; each writing rewrites all of it."""
HNSW = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}
"""Chroma's defaults (100, 100, 16) find 97% of the 20 nearest among 2,000 random vectors, these all of
them, and a query takes 1.1 ms with either."""
SERVER_TIMEOUT = 10.0  # Seconds. Chroma's own client waits forever.

_FOLDER = "chroma"
_SERVER_NOTE = "chroma-url"


class VectorStore:
    """Keeps the vectors of each generation: in the generation's folder, or on a Chroma server.

    Args:
        index_dir: Folder of the index.
        url: `http://host:port` of the server; None for the folder.
    """

    def __init__(self, index_dir: Path, url: str | None) -> None:
        self.index_dir = index_dir
        self.url = url

    def create(self, generation: str, count: int) -> VectorSet:
        """An empty set that will take `count` vectors, in the order and portions that `blocks` gives.

        Raises:
            IndexStoreError: Chroma cannot write it, or the server cannot be reached.
        """
        place = folder(self.index_dir, generation)
        with self._storing():
            if self.url:
                # So that the collection can be found and deleted even if this build is killed.
                (place / _SERVER_NOTE).write_text(self.url, encoding="utf-8")
                client = _connect(self.url)
            else:
                client = _open_folder(place / _FOLDER, migrations="apply")
            configuration: Any = {"hnsw": {**HNSW, "sync_threshold": _sync_threshold(count)}}
            try:
                collection = client.create_collection(
                    _collection_name(generation), embedding_function=None, configuration=configuration
                )
            except BaseException:
                client.close()
                raise
        return VectorSet(self, client, collection, 0)

    def open(self, generation: str, count: int) -> VectorSet:
        """The set of a finished generation, for reading; nothing is written to its folder.

        Raises:
            DamagedError: there is none, it is broken, or does not have `count` vectors.
            IndexStoreError: the server cannot be reached, or there is no space for temporary files.
        """
        if self.url:
            with self._storing():
                client, view = _connect(self.url), None
        else:
            view = _private_view(folder(self.index_dir, generation) / _FOLDER)
            try:
                with _panics_as_errors():
                    client = _open_folder(view, migrations="validate")
            except Exception as error:
                shutil.rmtree(view, ignore_errors=True)
                raise DamagedError(f"Chroma cannot open it ({error})") from error
        try:
            with _panics_as_errors():
                collection = client.get_collection(_collection_name(generation), embedding_function=None)
                found = collection.count()
            if found != count:
                raise DamagedError(f"Chroma holds {found} vectors instead of {count}")
        except BaseException as error:
            _release(client, view)
            if isinstance(error, Exception) and not isinstance(error, DamagedError):
                raise DamagedError(f"Chroma cannot open its collection ({error})") from error
            raise
        return VectorSet(self, client, collection, count, view)

    def delete(self, generation: str) -> None:
        """Remove a generation's folder, and its collection if a server holds it, as far as possible.

        Never raises. What cannot be removed now (the server is down, a file is in use on Windows) is left
        for the next call.
        """
        place = folder(self.index_dir, generation)
        with suppress(OSError):
            note = place / _SERVER_NOTE
            if note.exists():
                try:
                    _delete_collection(note.read_text(encoding="utf-8"), _collection_name(generation))
                except IndexStoreError:
                    return
            shutil.rmtree(place)

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """Turns whatever Chroma raises while it writes into an error that says what to do."""
        try:
            with _panics_as_errors():
                yield
        except IndexStoreError:
            raise
        except Exception as error:
            if self.url:
                raise server_error(self.url, error) from error
            raise writing_error(self.index_dir, error) from error


class VectorSet:
    """The vectors of one generation; a vector's id is its chunk's position. Safe to use from any thread."""

    def __init__(
        self,
        store: VectorStore,
        client: Client,
        collection: Collection,
        count: int,
        view: Path | None = None,
    ) -> None:
        self._store = store
        self._collection = collection
        self._count = count
        self._release = weakref.finalize(self, _release, client, view)

    def add(self, positions: range, vectors: Vectors, metadata: Sequence[Mapping[str, str | int]]) -> None:
        """Store the vectors of the chunks at `positions`.

        Raises:
            IndexStoreError: the disk is full, or the server failed.
        """
        with self._store._storing():
            self._collection.add(
                ids=[str(p) for p in positions], embeddings=vectors, metadatas=list(metadata)
            )

    def get(self, positions: Sequence[int]) -> Vectors:
        """The stored vectors at `positions`, shape (positions, dimensions).

        Raises:
            IndexStoreError: Chroma failed, or does not have them all.
        """
        ids = [str(position) for position in positions]
        with self._reading():
            found = self._collection.get(ids=ids, include=["embeddings"])
            vectors = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
            return np.stack([vectors[id] for id in ids])

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """Positions of the `k` nearest vectors with their cosine similarities, nearest first.

        Raises:
            IndexStoreError: Chroma failed, or the set was closed.
        """
        k = min(k, self._count)
        if k <= 0:
            return []
        with self._reading():
            found = self._collection.query(query_embeddings=vector[None], n_results=k, include=["distances"])
            ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        hits = [(int(id), 1.0 - float(distance)) for id, distance in zip(ids, distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def close(self) -> None:
        """Free Chroma's threads and files; does nothing the second time."""
        self._release()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        if not self._release.alive:
            raise IndexStoreError("The index was closed; open it again.")
        try:
            with _panics_as_errors():
                yield
        except Exception as error:
            if self._store.url:
                raise server_error(self._store.url, error) from error
            message = f"Cannot search the index in {self._store.index_dir}: {error}. Open it again."
            raise IndexStoreError(message) from error


def blocks(count: int) -> Iterator[range]:
    """Positions 0 to `count` in the portions in which they are to be stored, at most `BLOCK` each.

    Chroma writes its graph whenever `_sync_threshold(count)` vectors have gathered; what has not been
    written yet is gathered anew at every opening. The portions end where it writes, the last one included.
    """
    rounds = _rounds(count)
    per_round = count // rounds
    for number in range(rounds):
        start = number * per_round
        end = count if number == rounds - 1 else start + per_round
        parts = math.ceil((end - start) / BLOCK)
        cuts = [start + (end - start) * part // parts for part in range(parts + 1)] if parts else []
        yield from (range(*pair) for pair in itertools.pairwise(cuts))


def writing_error(index_dir: Path, reason: Exception) -> IndexStoreError:
    said = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return IndexStoreError(
        f"Cannot write the index in {index_dir}: {said}. Make the folder writable, free some disk space, "
        "or choose another folder with --index or REQA_INDEX."
    )


def server_error(url: str, reason: Exception) -> IndexStoreError:
    return IndexStoreError(
        f"The Chroma server at {url} (REQA_CHROMA_URL) failed: {reason or type(reason).__name__}. "
        "Start it, correct the address, or leave REQA_CHROMA_URL unset to keep the vectors on disk."
    )


def _rounds(count: int) -> int:
    return max(1, math.ceil(count / SYNC_EVERY))


def _sync_threshold(count: int) -> int:
    return max(1, count // _rounds(count))


def _collection_name(generation: str) -> str:
    return f"reqa-{generation}"


def _settings(**values: Any) -> Any:
    from chromadb.config import Settings

    # A `.env` file of the user's own project is none of Chroma's business, nor is reqa's use Chroma's.
    return Settings(_env_file=None, anonymized_telemetry=False, **values)  # type: ignore[call-arg]


def _open_folder(path: Path, *, migrations: str) -> Client:
    import chromadb

    client = chromadb.PersistentClient(path, settings=_settings(migrations=migrations))
    return cast("Client", client)  # Declared as its interface, which lacks `close`.


def _connect(url: str) -> Client:
    """A client of the server at `url`; raises IndexStoreError if it does not answer."""
    import chromadb

    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the address must look like http://host:port")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=SERVER_TIMEOUT).raise_for_status()
        return cast("Client", chromadb.HttpClient(parts.hostname, port, ssl=secure, settings=_settings()))
    except Exception as error:
        raise server_error(url, error) from error


def _delete_collection(url: str, name: str) -> None:
    """Delete a collection if the server has it; raises IndexStoreError if the server does not answer."""
    from chromadb.errors import NotFoundError

    client = _connect(url)
    try:
        with suppress(NotFoundError):
            client.delete_collection(name)
    except Exception as error:
        raise server_error(url, error) from error
    finally:
        client.close()


def _private_view(place: Path) -> Path:
    """A temporary folder through which Chroma can read `place` without writing to it.

    Chroma writes a row to its SQLite file at every opening. It gets a copy of that file, which is small,
    and links to the graphs, which it only reads. So a finished generation never changes, may be read-only,
    and can be compared with its hashes.

    Raises:
        DamagedError: `place` is not there.
        IndexStoreError: the temporary folder cannot be written.
    """
    view = None
    try:
        view = Path(tempfile.mkdtemp(prefix="reqa-"))
        for path in place.resolve(strict=True).iterdir():
            if not path.is_dir():
                shutil.copyfile(path, view / path.name)
                continue
            try:
                (view / path.name).symlink_to(path, target_is_directory=True)
            except OSError:  # Windows, without the right to make links.
                shutil.copytree(path, view / path.name)
    except OSError as error:
        if view:
            shutil.rmtree(view, ignore_errors=True)
        if isinstance(error, FileNotFoundError) and not place.exists():
            raise DamagedError(f"{place.name} is missing") from error
        raise IndexStoreError(
            f"Cannot open the index: no temporary files can be written ({error.strerror}). "
            "Free some disk space or set TMPDIR to another folder."
        ) from error
    return view


def _release(client: Client, view: Path | None) -> None:
    with suppress(Exception):
        client.close()
    if view:
        shutil.rmtree(view, ignore_errors=True)


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Raises a panic of Chroma's Rust core as a RuntimeError; by itself it is no `Exception`."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise RuntimeError(str(error)) from error
        raise
