"""Which documents a reader asks, the reader's own among them.

Each browser session has a library: the operator's documents, which all share, and its own. While all of
the operator's documents are asked and none else, their index is used as it is. For any other choice, the
chosen files are linked into a folder of the session and opened with the same models.

    <session>/
    ├── own/        the files that were brought, unless those are shared
    ├── asked/      links to the chosen ones: uploads/<name>, and the operator's under their own ids
    └── index/      the index of `asked`
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from reqa.types import Document
from reqa_ui.answering import Answering, Job
from reqa_ui.brought import Brought
from reqa_ui.contract import DOCUMENT_KINDS, QA, Progress
from reqa_ui.limits import Limits, RefusedError, size
from reqa_ui.opening import Opening
from reqa_ui.shared import Shared

PRIVATE = "Only this browser tab can ask them. They are removed when it is closed."
PUBLIC = "Everyone who uses this page can read, ask and remove them."


class Common(Protocol):
    """What the libraries of all sessions have in common."""

    answering: Answering
    """The line that all questions go through."""
    limits: Limits
    building: threading.Lock
    """Held while an index is built: one at a time, as building takes all of the processor."""
    shared: Shared

    @property
    def base(self) -> Opening:
        """The operator's documents as they are asked now."""

    @property
    def bytes(self) -> int:
        """Size of all files that sessions have of their own."""

    def open_documents(self, corpus: Path, index: Path, progress: Progress) -> QA:
        """Open a session's documents."""

    def forget(self, document_id: str) -> None:
        """A document that was everyone's is not there any more."""


class Library:
    """One session's documents. May be used from any thread.

    Args:
        common: what it has in common with the others.
        folder: the session's; None where readers may neither bring documents nor choose.
    """

    def __init__(self, common: Common, folder: Path | None) -> None:
        self._common = common
        self._folder = folder
        self._own: Brought | None = None
        """The files that only this session has."""
        if folder is not None and common.shared.brought is None:
            self._own = Brought(folder / "own", common.limits, replacing=True)
        self._chosen: frozenset[str] | None = None  # None: the operator's documents
        self._opened: Opening | None = None
        self._alive: list[QA] = []
        self._lock = threading.RLock()

    @property
    def opening(self) -> Opening:
        """What is asked now; it may still be opening."""
        with self._lock:
            return self._opened or self._common.base

    @property
    def bytes(self) -> int:
        """Size of the session's own files."""
        return self._own.bytes if self._own else 0

    def shelf(self) -> list[QA]:
        """Where to look for a cited document, first the ones that are asked."""
        asked, shared = self.opening, self._common.base
        return [o.qa for o in ([asked] if asked is shared else [asked, shared]) if o.qa is not None]

    def unasked(self) -> list[str]:
        """Ids of own documents that are there, but in no index."""
        with self._lock:
            return [name for name in self._private() if not self._asks(name)]

    def submit(self, answering: Answering, question: str, history: Sequence[Mapping[str, str]]) -> Job | None:
        """Put a question about the chosen documents in line; None while they are not open."""
        # Under the lock, so that the documents are not replaced, and closed, between the look and the queue.
        with self._lock:
            qa = self.opening.qa
            return answering.submit(qa, question, history) if qa is not None else None

    # --- What the reader does ---------------------------------------------------------------------------

    @property
    def taking(self) -> Brought:
        """Where a new file goes.

        Raises:
            RefusedError: none is taken.
        """
        if self._folder is None or self._brought is None:
            raise RefusedError("This reqa takes no documents. Ask those that are here.")
        return self._brought

    def add(self, document_id: str, path: Path) -> None:
        """Take in the file at `path`; what is for everyone is also asked from now on.

        Raises:
            RefusedError: it is too large after all, or the server is full.
        """
        if self._common.bytes + path.stat().st_size > self._common.limits.server_bytes:
            raise RefusedError("The server has no room for more documents now. Try again later.")
        self.taking.add(document_id, path)
        if self._own is None:
            self._common.shared.renew()
            with self._lock:
                if self._chosen is not None:
                    self._choose(self._chosen | {document_id})

    def remove(self, document_id: str) -> None:
        """Remove a document that a reader brought; without one of that id, nothing happens."""
        if self._brought is None or not self._brought.remove(document_id):
            return
        if self._own is None:
            self._common.forget(document_id)
        else:
            self.forget(document_id)

    def forget(self, document_id: str) -> None:
        """Ask the others from now on, as this document is not there any more."""
        with self._lock:
            if self._chosen is not None and document_id in self._chosen:
                self._choose(self._chosen - {document_id} or None)

    def choose(self, ids: Iterable[str]) -> None:
        """Ask these documents from now on; they are opened in the background.

        Raises:
            RefusedError: there are none, one is unknown, or they are too large to be indexed for a session.
        """
        chosen = frozenset(ids)
        with self._lock:
            if not chosen:
                raise RefusedError("Choose at least one document.")
            brought = self._brought.sizes if self._brought else {}
            lengths = {document.id: len(document.text) for document in self._shared()} | dict(brought)
            if unknown := chosen - lengths.keys():
                raise RefusedError(f"There is no document {min(unknown)!r} any more.")
            if chosen == lengths.keys() - self._private():
                self._choose(None)
                return
            if self._folder is None:
                raise RefusedError("This reqa always asks all of its documents.")
            total = sum(lengths[document_id] for document_id in chosen)
            limit = self._common.limits.session_bytes
            if total > limit:
                raise RefusedError(
                    f"These documents have {size(total)} together; {size(limit)} can be asked in a choice of "
                    "your own. Choose fewer."
                )
            self._choose(chosen)

    def listing(self) -> dict[str, Any]:
        """What the page shows of the library, as JSON can hold it."""
        with self._lock:
            opening, shared = self.opening, self._common.shared
            brought = self._brought.sizes if self._brought else {}
            titles = {d.id: d.title for d in (opening.qa.documents if opening.qa else ())}
            notes = self._notes()
            own = [
                _entry(i, titles.get(i, PurePosixPath(i).name), True, self._asks(i), length, notes.get(i, ""))
                for i, length in brought.items()
            ]
            others = [
                _entry(d.id, d.title, False, self._asks(d.id), len(d.text), notes.get(d.id, ""))
                for d in self._shared()
                if d.id not in brought
            ]
            failed = opening.error or shared.problem
            stage = opening.stage if not opening.done else shared.renewing
            return {
                "uploads": self._folder is not None,
                "common": shared.brought is not None,
                "limits": str(self._common.limits),
                "notice": PUBLIC if shared.brought else PRIVATE,
                "kinds": list(DOCUMENT_KINDS),
                "max_bytes": self._common.limits.document_bytes,
                "busy": bool(stage),
                "text": failed or stage,
                "failed": bool(failed),
                "documents": [*own, *others],
                "unread": [reason for i, reason in self._skipped() if i not in brought],
            }

    def close(self) -> None:
        """Remove the session's files and free their index."""
        with self._lock:
            self._chosen, self._opened, self._own = None, None, None
            self._retire()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    # --- Opening what is chosen ---------------------------------------------------------------------------

    def _shared(self) -> Sequence[Document]:
        return self._common.base.qa.documents if self._common.base.qa else ()

    @property
    def _brought(self) -> Brought | None:
        """The files that can be removed here."""
        return self._own or self._common.shared.brought

    def _notes(self) -> dict[str, str]:
        """What could not be read, by the document's id."""
        reports = [qa.index_report for qa in self.shelf()]
        return {i: reason for one in reports for i, reason in (*one.skipped, *one.incomplete)}

    def _skipped(self) -> Sequence[tuple[str, str]]:
        """The operator's files that could not be read, with the reason."""
        return self._common.base.qa.index_report.skipped if self._common.base.qa else ()

    def _private(self) -> frozenset[str]:
        """Ids of the files that only this session has: they are asked only if they are chosen."""
        return frozenset(self._own.sizes) if self._own else frozenset()

    def _asks(self, document_id: str) -> bool:
        return document_id not in self._private() if self._chosen is None else document_id in self._chosen

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
        with self._common.building:
            with self._lock:
                self._link(self._chosen or frozenset())
            qa = self._common.open_documents(self._folder / "asked", self._folder / "index", progress)
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
            mine = self._own if document_id in self._private() else None
            file = mine.file(document_id) if mine else self._common.shared.file(document_id)
            try:
                link.symlink_to(file.resolve())
            except OSError:  # Windows allows links to few
                shutil.copy2(file, link)

    def _retire(self) -> None:
        """Close what was open, once the questions that are in line for it are answered."""
        for qa in self._alive:
            self._common.answering.when_reached(qa.close)
        self._alive.clear()


def _entry(document_id: str, title: str, own: bool, chosen: bool, length: int, note: str) -> dict[str, Any]:
    return {
        "id": document_id,
        "title": title,
        "own": own,
        "chosen": chosen,
        "size": size(length),
        "note": note,
    }
