"""Documents that a reader brings along, and the choice of which documents are asked.

Each browser session has a library: the operator's documents, which all share, and its own. While all of
the operator's documents are asked and none else, their index is used as it is. For any other choice, the
chosen files are linked into a folder of the session and opened with the same models.

    <session>/
    ├── own/        the files that were brought
    ├── asked/      links to the chosen ones: uploads/<name>, and the operator's under their own ids
    └── index/      the index of `asked`
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from reqa.types import Document
from reqa_ui.answering import Answering, Job
from reqa_ui.contract import DOCUMENT_KINDS, QA, Progress
from reqa_ui.limits import RefusedError, size
from reqa_ui.opening import Opening

if TYPE_CHECKING:
    from reqa_ui.libraries import Libraries

OWN = "uploads"
"""Folder under which a reader's own documents stand among those that are asked."""
_MAX_NAME = 120  # characters of a file's name: every file system takes it, and it can be read
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')


class Library:
    """One session's documents. May be used from any thread."""

    def __init__(self, libraries: Libraries, folder: Path | None) -> None:
        self._libraries = libraries
        self._folder = folder
        self._own: dict[str, int] = {}
        self._chosen: frozenset[str] | None = None  # None: the operator's documents
        self._opened: Opening | None = None
        self._alive: list[QA] = []
        self._lock = threading.RLock()

    @property
    def opening(self) -> Opening:
        """What is asked now; it may still be opening."""
        with self._lock:
            return self._opened or self._libraries.base

    @property
    def bytes(self) -> int:
        """Size of the session's own files."""
        with self._lock:
            return sum(self._own.values())

    def shelf(self) -> list[QA]:
        """Where to look for a cited document, first the ones that are asked."""
        asked, shared = self.opening, self._libraries.base
        return [o.qa for o in ([asked] if asked is shared else [asked, shared]) if o.qa is not None]

    def unasked(self) -> list[str]:
        """Ids of own documents that are there, but in no index."""
        with self._lock:
            return [name for name in self._own if self._chosen is None or name not in self._chosen]

    def submit(self, answering: Answering, question: str, history: Sequence[Mapping[str, str]]) -> Job | None:
        """Put a question about the chosen documents in line; None while they are not open."""
        # Under the lock, so that the documents are not replaced, and closed, between the look and the queue.
        with self._lock:
            qa = self.opening.qa
            return answering.submit(qa, question, history) if qa is not None else None

    # --- What the reader does ---------------------------------------------------------------------------

    def check(self, name: str, length: int | None) -> str:
        """The id that a file of that name will have.

        Args:
            name: the file's name as the browser gave it.
            length: bytes that are announced, if any are.

        Raises:
            RefusedError: it cannot be taken.
        """
        limits = self._libraries.limits
        if self._folder is None:
            raise RefusedError("This reqa takes no documents. Ask those that are here.")
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
        document_id = f"{OWN}/{stem[: _MAX_NAME - len(kind)]}{kind}"
        with self._lock:
            if document_id not in self._own and len(self._own) >= limits.documents:
                raise RefusedError(
                    f"There are {limits.documents} documents already, which is the limit. Remove one first."
                )
            rest = limits.session_bytes - self.bytes + self._own.get(document_id, 0)
        if length is not None and length > rest:
            raise RefusedError(
                f"{clean} has {size(length)}; there is room for {size(rest)} more. Remove a document first."
            )
        return document_id

    def add(self, document_id: str, path: Path) -> None:
        """Take in the file at `path`, in the place of one of the same id.

        Raises:
            RefusedError: it is too large after all, or the server is full.
        """
        length = path.stat().st_size
        self.check(document_id, length)
        if self._libraries.bytes + length > self._libraries.limits.server_bytes:
            raise RefusedError("The server has no room for more documents now. Try again later.")
        if not length:
            raise RefusedError(f"{PurePosixPath(document_id).name} is empty.")
        with self._lock:
            place = self._place(document_id)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, place)
            self._own[document_id] = length

    def remove(self, document_id: str) -> None:
        """Remove one of the session's own documents; without one of that id, nothing happens."""
        with self._lock:
            if self._own.pop(document_id, None) is None:
                return
            self._place(document_id).unlink(missing_ok=True)
            if self._chosen is not None and document_id in self._chosen:
                rest = self._chosen - {document_id}
                self._choose(rest or None)

    def choose(self, ids: Iterable[str]) -> None:
        """Ask these documents from now on; they are opened in the background.

        Raises:
            RefusedError: there are none, one is unknown, or they are too large to be indexed for a session.
        """
        chosen = frozenset(ids)
        with self._lock:
            if not chosen:
                raise RefusedError("Choose at least one document.")
            shared = {document.id: document for document in self._shared()}
            if unknown := chosen - shared.keys() - self._own.keys():
                raise RefusedError(f"There is no document {min(unknown)!r} any more.")
            if chosen == shared.keys():
                self._choose(None)
                return
            if self._folder is None:
                raise RefusedError("This reqa always asks all of its documents.")
            total = sum(self._own[i] if i in self._own else len(shared[i].text) for i in chosen)
            limit = self._libraries.limits.session_bytes
            if total > limit:
                raise RefusedError(
                    f"These documents have {size(total)} together; {size(limit)} can be asked in a choice of "
                    "your own. Choose fewer."
                )
            self._choose(chosen)

    def listing(self) -> dict[str, Any]:
        """What the page shows of the library, as JSON can hold it."""
        with self._lock:
            opening = self.opening
            titles = {d.id: d.title for d in (opening.qa.documents if opening.qa else ())}
            skipped = dict(opening.qa.index_report.skipped) if self._opened and opening.qa else {}
            own = [
                _entry(
                    i, titles.get(i, PurePosixPath(i).name), True, self._asks(i), length, skipped.get(i, "")
                )
                for i, length in self._own.items()
            ]
            shared = [_entry(d.id, d.title, False, self._asks(d.id), len(d.text)) for d in self._shared()]
            return {
                "uploads": self._folder is not None,
                "limits": str(self._libraries.limits),
                "kinds": list(DOCUMENT_KINDS),
                "max_bytes": self._libraries.limits.document_bytes,
                "busy": not opening.done,
                "text": opening.error or (opening.stage if not opening.done else ""),
                "failed": opening.error is not None,
                "documents": [*own, *shared],
            }

    def close(self) -> None:
        """Remove the session's files and free their index."""
        with self._lock:
            self._chosen, self._opened = None, None
            self._own.clear()
            self._retire()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    # --- Opening what is chosen ---------------------------------------------------------------------------

    def _shared(self) -> Sequence[Document]:
        return self._libraries.base.qa.documents if self._libraries.base.qa else ()

    def _asks(self, document_id: str) -> bool:
        return document_id not in self._own if self._chosen is None else document_id in self._chosen

    def _choose(self, chosen: frozenset[str] | None) -> None:
        self._chosen = chosen
        if chosen is None:
            self._opened = None
            self._retire()
        else:
            self._opened = Opening(self._open)
            self._opened.stage = "Indexing the documents"
            self._opened.start()

    def _open(self, progress: Progress) -> QA:
        """Open what is chosen by now: when choices follow each other quickly, all end with the last one."""
        assert self._folder is not None
        with self._libraries.building:
            with self._lock:
                self._link(self._chosen or frozenset())
            qa = self._libraries.open_documents(self._folder / "asked", self._folder / "index", progress)
            with self._lock:
                self._retire()
                self._alive.append(qa)
            return qa

    def _link(self, chosen: frozenset[str]) -> None:
        """Make `asked` hold the chosen files and nothing else."""
        assert self._folder is not None
        asked = self._folder / "asked"
        shutil.rmtree(asked, ignore_errors=True)
        for document_id in chosen:
            link = asked / document_id
            link.parent.mkdir(parents=True, exist_ok=True)
            file = self._place(document_id) if document_id in self._own else self._libraries.file(document_id)
            try:
                link.symlink_to(file.resolve())
            except OSError:  # Windows allows links to few
                shutil.copy2(file, link)

    def _place(self, document_id: str) -> Path:
        assert self._folder is not None
        return self._folder / "own" / PurePosixPath(document_id).name

    def _retire(self) -> None:
        """Close what was open, once the questions that are in line for it are answered."""
        for qa in self._alive:
            self._libraries.answering.when_reached(qa.close)
        self._alive.clear()


def _entry(
    document_id: str, title: str, own: bool, chosen: bool, length: int, note: str = ""
) -> dict[str, Any]:
    return {
        "id": document_id,
        "title": title,
        "own": own,
        "chosen": chosen,
        "size": size(length),
        "note": note,
    }
