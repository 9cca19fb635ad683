"""The files that readers have brought: their names, and how many and how large they may be."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from reqa_ui.contract import DOCUMENT_KINDS
from reqa_ui.limits import Limits, RefusedError, size

FOLDER = "uploads"
"""Folder under which these files stand among the documents that are asked: their ids begin with it."""
_MAX_NAME = 120  # characters of a file's name: every file system takes it, and it can be read
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')


class Brought:
    """A folder of such files: a session's, or one that all share. May be used from any thread.

    Args:
        folder: where they are; what it holds already is among them.
        limits: how many and how large they may be.
        replacing: whether a file takes the place of one of the same name, or is refused.
    """

    def __init__(self, folder: Path, limits: Limits, *, replacing: bool) -> None:
        self._folder = folder
        self._limits = limits
        self._replacing = replacing
        self._lock = threading.RLock()
        there = sorted(folder.iterdir()) if folder.is_dir() else []
        self._sizes = {
            f"{FOLDER}/{path.name}": path.stat().st_size
            for path in there
            if path.is_file() and path.suffix.lower() in DOCUMENT_KINDS
        }

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of each file, by its id."""
        with self._lock:
            return dict(self._sizes)

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(self.sizes.values())

    def file(self, document_id: str) -> Path:
        """Where the file of that id is, or would be."""
        return self._folder / PurePosixPath(document_id).name

    def check(self, name: str, length: int | None) -> str:
        """The id that a file of that name will have.

        Args:
            name: the file's name as the browser gave it.
            length: bytes that are announced, if any are.

        Raises:
            RefusedError: it cannot be taken.
        """
        limits, sizes = self._limits, self.sizes
        clean = _UNFIT.sub("_", PurePosixPath(name.replace("\\", "/")).name).strip(". ")
        stem, kind = PurePosixPath(clean).stem, PurePosixPath(clean).suffix
        if kind.lower() not in DOCUMENT_KINDS:
            raise RefusedError(
                f"{clean or 'This file'} is not a kind of document that reqa reads: "
                f"{', '.join(DOCUMENT_KINDS)}."
            )
        if length is not None and length > limits.document_bytes:
            raise RefusedError(
                f"{clean} has {size(length)}; a document may have {size(limits.document_bytes)}. Split it."
            )
        document_id = f"{FOLDER}/{stem[: _MAX_NAME - len(kind)]}{kind}"
        if document_id in sizes and not self._replacing:
            raise RefusedError(
                f"There is a document {clean} already. Give yours another name, or remove that one first."
            )
        if document_id not in sizes and len(sizes) >= limits.documents:
            raise RefusedError(
                f"There are {limits.documents} documents already, which is the limit. Remove one first."
            )
        rest = limits.session_bytes - sum(sizes.values()) + sizes.get(document_id, 0)
        if length is not None and length > rest:
            raise RefusedError(
                f"{clean} has {size(length)}; there is room for {size(rest)} more. Remove a document first."
            )
        return document_id

    def add(self, document_id: str, path: Path) -> None:
        """Take in the file at `path`.

        Raises:
            RefusedError: it is empty, too large after all, or cannot be written.
        """
        length = path.stat().st_size
        if not length:
            raise RefusedError(f"{PurePosixPath(document_id).name} is empty.")
        with self._lock:
            self.check(document_id, length)
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                shutil.move(path, self.file(document_id))
            except OSError as error:
                raise RefusedError(f"The server cannot keep the document: {error.strerror}.") from error
            self._sizes[document_id] = length

    def remove(self, document_id: str) -> bool:
        """Remove the file of that id; whether there was one."""
        with self._lock:
            if self._sizes.pop(document_id, None) is None:
                return False
            self.file(document_id).unlink(missing_ok=True)
            return True
