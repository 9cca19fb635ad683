"""How an index lies on disk, so that it is always either the old one or the new one, whole.

    index/
    ├── current.json            names the generation that counts and the SHA-256 of each of its files
    ├── build.lock              held while a process builds
    ├── generation-<id>/        what `current.json` names
    └── generation-<id>/        the one before, which other running processes may still be reading

A generation is written in full, flushed to disk, and only then named in `current.json`, which is replaced
atomically. A folder that `current.json` does not name is rubble of a build that was killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

POINTER = "current.json"
FORMAT = 1  # Raise it when what a generation holds, or the meaning of what it holds, changes.
_FOLDER = re.compile(r"generation-([0-9a-f]{32})")


class DamagedError(Exception):
    """What is on disk is not a whole index; the message says why, to follow "rebuilt because"."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """The content of `current.json`."""

    generation: str
    previous: str | None
    fingerprint: Mapping[str, str]
    """Name and version of everything that shapes the index, such as the embedder."""
    chroma_url: str | None
    """The Chroma server that holds the vectors; None if they are in the generation's folder."""
    files: Mapping[str, str]
    """SHA-256 (hex) of each file of the generation, by POSIX path relative to its folder."""
    format: int = FORMAT


def folder(index_dir: Path, generation: str) -> Path:
    return index_dir / f"generation-{generation}"


def begin(index_dir: Path) -> str:
    """Make the folder of a new generation and return the generation's id; raises OSError."""
    generation = uuid.uuid4().hex
    folder(index_dir, generation).mkdir()
    return generation


def all_generations(index_dir: Path) -> list[str]:
    """Ids of all generations that have a folder, whole or not."""
    matches = (_FOLDER.fullmatch(path.name) for path in index_dir.iterdir())
    return [match[1] for match in matches if match]


def read_pointer(index_dir: Path) -> Pointer | None:
    """What `current.json` says; None if there is none.

    Raises:
        DamagedError: it is not what this version of reqa writes.
        OSError: it exists but cannot be read.
    """
    try:
        content = (index_dir / POINTER).read_bytes()
    except FileNotFoundError:
        return None
    try:
        found = json.loads(content)["format"]
        if found != FORMAT:
            raise DamagedError(f"its format is {found} and this version of reqa uses {FORMAT}")
        return TypeAdapter(Pointer).validate_json(content)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{POINTER} is damaged") from error


def check_files(index_dir: Path, pointer: Pointer) -> None:
    """Compare every file of the generation with its recorded hash (about 0.1 s per 100 MB).

    Raises:
        DamagedError: a file is missing or has changed.
    """
    place = folder(index_dir, pointer.generation)
    for name, expected in pointer.files.items():
        try:
            actual = hash_file(place / name)
        except OSError as error:
            raise DamagedError(f"{name} cannot be read ({error.strerror})") from error
        if actual != expected:
            raise DamagedError(f"{name} is damaged")


def seal(place: Path) -> dict[str, str]:
    """Flush all files and folders under `place` to disk and return the files' hashes by relative path.

    Raises:
        OSError: the disk is full or failing.
    """
    hashes = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            hashes[path.relative_to(place).as_posix()] = hash_file(path)
        else:
            _sync_folder(path)
    _sync_folder(place)
    return hashes


def switch(index_dir: Path, pointer: Pointer) -> None:
    """Make `pointer` what counts, atomically: before `os.replace` the old index does, after it the new.

    Raises:
        OSError: the disk is full or failing; the old index still counts.
    """
    _sync_folder(index_dir)
    draft = index_dir / f"{POINTER}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(index_dir / POINTER)
    _sync_folder(index_dir)


def hash_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open folders; NTFS journals renames by itself.
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
