"""The model store: a folder of model files that are fetched once, verified, and then used without a network.

store/<model>/<files>          verified files only; a file is moved here when its SHA-256 is right
store/.reqa/<model>.json       sizes and times of the files as they were when last verified
store/.reqa/<model>.lock       held by the process that fetches
store/.reqa/<model>.partial/   what a fetch that broke off has so far
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from reqa.errors import IntegrityError, ModelStoreError
from reqa.model_store import mirrors
from reqa.model_store.manifest import Mirror, Model, ModelFile, load_manifest
from reqa.model_store.progress import FetchProgress

State = Literal["missing", "partial", "present"]
Stamp = dict[str, list[str | int]]  # Of each file: SHA-256, bytes, time of change.


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What the store has of one model."""

    name: str
    role: str
    licence: str
    size: int
    """Bytes of all its files."""
    state: State
    """`present` goes by the files' sizes; `ModelStore.verify` reads them."""
    default: bool
    path: Path


class ModelStore:
    """The models of a manifest, in the folder `root`.

    May be used by several threads and processes at once: one fetches, the others wait for it.
    """

    def __init__(
        self,
        root: Path,
        *,
        offline: bool = False,
        progress: bool | None = None,
        manifest: Sequence[Model] | None = None,
    ) -> None:
        """A store in `root`, which is made at the first fetch.

        `offline`, or `HF_HUB_OFFLINE` in the environment, forbids the network. `progress`: True draws
        bars on standard error, False says nothing, None draws bars on a terminal and else writes a line
        now and then. `manifest`: other models than those that come with reqa.
        """
        self._root = root
        self._offline = offline or os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
        self._progress = progress
        self._models = {m.name: m for m in (load_manifest() if manifest is None else manifest)}
        self._verified: dict[str, Stamp] = {}  # For a store whose stamps cannot be written.

    def names(self) -> list[str]:
        """The models that the store knows."""
        return list(self._models)

    def default_names(self) -> list[str]:
        """The models that reqa's default settings use."""
        return [name for name, model in self._models.items() if model.default]

    def __contains__(self, name: object) -> bool:
        return name in self._models

    def path(self, name: str) -> Path:
        """The model's file for an LLM, its folder for others. Fetched if missing; else no network call.

        Raises:
            ModelStoreError: no such model, or it cannot be fetched or written.
            IntegrityError: a mirror gave other bytes than the manifest's, and no other gave the right ones.
        """
        model = self._model(name)
        return self._location(model) if self._is_stamped(model) else self.fetch(name)

    def fetch(self, name: str) -> Path:
        """Like `path`, but files that have changed since they were verified are read again."""
        model = self._model(name)
        if self._is_stamped(model):
            return self._location(model)
        complete = all(self._has_size(model, file) for file in model.files)
        if self._offline and not complete:
            raise ModelStoreError(self._offline_message(model))
        try:
            with self._lock(model):
                if not self._is_stamped(model):  # Another process may have fetched it meanwhile.
                    self._complete(model)
        except OSError as error:
            if complete and not self._wrong_files(model):  # A filled store may be read-only.
                self._verified[name] = self._stamp_of(model)
            else:
                raise self._unwritable(error) from error
        return self._location(model)

    def verify(self, name: str) -> None:
        """Read all files of a model again.

        Raises:
            ModelStoreError: the model is not in the store.
            IntegrityError: a file has another SHA-256 than the manifest's; it was deleted.
        """
        model = self._model(name)
        missing = [file.path for file in model.files if not self._file(model, file).is_file()]
        if missing:
            raise ModelStoreError(
                f"The model {name!r} is not complete in {self._root}: {', '.join(missing)} missing. "
                f"Get it with `reqa models fetch {name}`."
            )
        try:
            with self._lock(model):
                self._verified.pop(name, None)
                wrong = self._wrong_files(model)
                for file in wrong:
                    self._file(model, file).unlink()
                if not wrong:
                    self._stamp(model)
        except OSError as error:
            wrong = self._wrong_files(model)
            if wrong:
                raise self._unwritable(error) from error
        if wrong:
            raise IntegrityError(self._damaged_message(model, wrong))

    def remove(self, name: str) -> None:
        """Delete what the store has of a model, partial downloads included.

        Raises:
            ModelStoreError: no such model, or the store cannot be written.
        """
        model = self._model(name)
        if not self._root.exists():
            return
        try:
            with self._lock(model):
                self._verified.pop(name, None)
                self._stamp_file(model).unlink(missing_ok=True)
                for folder in (self._folder(model), self._partial(model)):
                    if folder.exists():
                        shutil.rmtree(folder)
        except OSError as error:
            raise self._unwritable(error) from error

    def status(self) -> list[ModelStatus]:
        """What the store has of each model, without reading the files."""
        return [
            ModelStatus(m.name, m.role, m.licence, m.size, self._state(m), m.default, self._location(m))
            for m in self._models.values()
        ]

    # --- fetching --------------------------------------------------------------------------------------

    def _complete(self, model: Model) -> None:
        """Have every file of the model in place and verified. The lock is held."""
        wrong = self._wrong_files(model)
        for file in wrong:
            self._file(model, file).unlink(missing_ok=True)
        missing = self._missing(model)
        if wrong and self._offline:
            raise IntegrityError(self._damaged_message(model, wrong))
        if missing and self._offline:
            raise ModelStoreError(self._offline_message(model))
        if missing:
            self._check_space(model, missing)
            self._fetch_missing(model)
        self._stamp(model)

    def _fetch_missing(self, model: Model) -> None:
        """Try the mirrors in turn, each for the files that the ones before it did not give."""
        partial = self._partial(model)
        failures: list[tuple[str, mirrors.MirrorError]] = []
        with FetchProgress(model.name, model.size, self._progress) as progress:
            for mirror in model.mirrors:
                try:
                    while not self._try_mirror(mirror, model, progress):
                        pass
                    shutil.rmtree(partial, ignore_errors=True)
                    return
                except mirrors.MirrorError as error:
                    failures.append((mirrors.describe(mirror), error))
        tried = "; ".join(f"{name}: {error}" for name, error in failures)
        message = (
            f"The model {model.name!r} cannot be fetched. Tried {tried}. Check the network and proxy "
            "settings, or set REQA_MODELS to a model store that is filled already"
            + (", or use another model (REQA_LLM=none needs none)." if model.role == "llm" else ".")
        )
        wrong = any(isinstance(error, mirrors.WrongBytesError) for _, error in failures)
        raise IntegrityError(message) if wrong else ModelStoreError(message)

    def _try_mirror(self, mirror: Mirror, model: Model, progress: FetchProgress) -> bool:
        """Fetch the missing files from one mirror and move those with the right hash into place.

        False when a wrong file may be the fault of an earlier, interrupted fetch: it is deleted, try again.
        """
        partial, missing = self._partial(model), self._missing(model)
        resumed = {file for file in missing if (partial / file.path).exists()}
        there = model.size - sum(file.size for file in missing)
        try:
            mirrors.fetch(mirror, missing, partial, lambda done: progress.at(there + done))
        finally:
            wrong = [file for file in missing if not self._accept(model, file)]
        if not wrong:
            return True
        if resumed.issuperset(wrong):
            return False
        raise mirrors.WrongBytesError(
            f"wrong hash: {', '.join(f.path for f in wrong)} there is not the file of that SHA-256; deleted"
        )

    def _accept(self, model: Model, file: ModelFile) -> bool:
        """Move a finished partial file into place; False when it has the wrong hash and was deleted."""
        partial = self._partial(model) / file.path
        if not partial.is_file() or partial.stat().st_size < file.size:
            return True  # Nothing to judge yet.
        if _sha256(partial) != file.sha256:
            partial.unlink()
            return False
        target = self._file(model, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
        return True

    def _check_space(self, model: Model, missing: Sequence[ModelFile]) -> None:
        needed = sum(f.size for f in missing) - mirrors.bytes_there(missing, self._partial(model))
        free = shutil.disk_usage(self._root).free
        if free < needed:
            raise ModelStoreError(
                f"The model {model.name!r} needs {needed / 1e9:.2f} GB more in {self._root}, where "
                f"{free / 1e9:.2f} GB are free. Free some space, or set REQA_MODELS to a folder elsewhere."
            )

    # --- what is there ---------------------------------------------------------------------------------

    def _missing(self, model: Model) -> list[ModelFile]:
        return [file for file in model.files if not self._has_size(model, file)]

    def _has_size(self, model: Model, file: ModelFile) -> bool:
        path = self._file(model, file)
        return path.is_file() and path.stat().st_size == file.size

    def _wrong_files(self, model: Model) -> list[ModelFile]:
        """The files that are there and have the wrong size or hash. Reads them all."""
        there = [file for file in model.files if self._file(model, file).is_file()]
        return [f for f in there if not self._has_size(model, f) or _sha256(self._file(model, f)) != f.sha256]

    def _is_stamped(self, model: Model) -> bool:
        """Whether all files are as they were when last verified, going by size and time of change."""
        if not all(self._has_size(model, file) for file in model.files):
            return False
        now = self._stamp_of(model)
        if self._verified.get(model.name) == now:
            return True
        try:
            return bool(json.loads(self._stamp_file(model).read_text(encoding="utf-8")) == now)
        except (OSError, ValueError):
            return False

    def _stamp(self, model: Model) -> None:
        self._verified[model.name] = self._stamp_of(model)
        temporary = self._stamp_file(model).with_suffix(".tmp")
        temporary.write_text(json.dumps(self._stamp_of(model)), encoding="utf-8")
        temporary.replace(self._stamp_file(model))

    def _stamp_of(self, model: Model) -> Stamp:
        stats = {file: self._file(model, file).stat() for file in model.files}
        return {f.path: [f.sha256, stat.st_size, stat.st_mtime_ns] for f, stat in stats.items()}

    def _state(self, model: Model) -> State:
        if not self._missing(model):
            return "present"
        started = any(
            self._file(model, f).exists() or (self._partial(model) / f.path).exists() for f in model.files
        )
        return "partial" if started else "missing"

    # --- names, places and locks -----------------------------------------------------------------------

    def _model(self, name: str) -> Model:
        if name not in self._models:
            raise ModelStoreError(f"There is no model {name!r}. The store knows {', '.join(self._models)}.")
        return self._models[name]

    def _folder(self, model: Model) -> Path:
        return self._root / model.name

    def _file(self, model: Model, file: ModelFile) -> Path:
        return self._folder(model) / file.path

    def _location(self, model: Model) -> Path:
        return self._file(model, model.files[0]) if model.role == "llm" else self._folder(model)

    def _stamp_file(self, model: Model) -> Path:
        return self._root / ".reqa" / f"{model.name}.json"

    def _partial(self, model: Model) -> Path:
        return self._root / ".reqa" / f"{model.name}.partial"

    @contextmanager
    def _lock(self, model: Model) -> Iterator[None]:
        folder = self._root / ".reqa"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{model.name}.lock")
        try:
            lock.acquire(timeout=0.5)
        except Timeout:
            FetchProgress.note(f"Waiting for another process that fetches {model.name} ...", self._progress)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _damaged_message(self, model: Model, wrong: Sequence[ModelFile]) -> str:
        return (
            f"The model {model.name!r} was damaged: {', '.join(f.path for f in wrong)} has a wrong SHA-256, "
            f"and was deleted. Get it again with `reqa models fetch {model.name}`."
        )

    def _offline_message(self, model: Model) -> str:
        return (
            f"The model {model.name!r} is not in the model store {self._root} and reqa is offline. "
            f"Run `reqa models fetch {model.name}` with a network, or set REQA_MODELS to a model store that "
            "is filled already."
        )

    def _unwritable(self, error: OSError) -> ModelStoreError:
        return ModelStoreError(
            f"The model store {self._root} cannot be written: {error.strerror or error}. "
            "Free some space or correct its permissions, or set REQA_MODELS to another folder."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
