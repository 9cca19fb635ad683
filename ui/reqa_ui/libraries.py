"""The libraries of all browser sessions: who has one, and when its documents go."""

from __future__ import annotations

import re
import tempfile
import threading
import uuid
from pathlib import Path

from reqa_ui.answering import Answering
from reqa_ui.contract import QA, OpenDocuments, OpenQA, Progress
from reqa_ui.limits import Limits
from reqa_ui.opening import Opening
from reqa_ui.own_documents import Library
from reqa_ui.shared import Shared

GRACE = 900.0
"""Seconds that a session's documents are kept once its last page is closed, so that a reload, a lost
connection or a sleeping laptop loses nothing."""
_SESSION = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Libraries:
    """The libraries of all sessions, and what they have in common.

    Args:
        base: the operator's documents.
        answering: the line that all questions go through.
        open_documents: opens a session's documents; None if readers may neither bring any nor choose.
        corpus: file or folder of the operator's documents.
        limits: how much a reader may bring.
        reopen: opens the operator's documents anew, with models that are loaded. With it, what readers bring
            joins the operator's documents, for everyone; without, it is the reader's own.
        grace: seconds that a session's documents outlive its last page.
    """

    def __init__(
        self,
        base: Opening,
        answering: Answering,
        *,
        open_documents: OpenDocuments | None = None,
        corpus: Path = Path("corpus"),
        limits: Limits | None = None,
        reopen: OpenQA | None = None,
        grace: float = GRACE,
    ) -> None:
        self.answering = answering
        self.limits = limits or Limits()
        self.building = threading.Lock()
        self.shared = Shared(base, corpus, self.limits, reopen, answering, self.building)
        self._open_documents = open_documents
        self._grace = grace
        self._unnamed = Library(self, None)
        self._libraries: dict[str, Library] = {}
        self._pages: dict[str, str] = {}  # session of each open page
        self._leaving: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()
        # Its finalizer removes it when the process ends.
        self._root = tempfile.TemporaryDirectory(prefix="reqa-", ignore_cleanup_errors=True)

    @property
    def base(self) -> Opening:
        """The operator's documents as they are asked now."""
        return self.shared.opening

    def forget(self, document_id: str) -> None:
        """A document that was everyone's is not there any more."""
        with self._lock:
            libraries = list(self._libraries.values())
        for library in libraries:
            library.forget(document_id)
        self.shared.renew()

    def of(self, session: str) -> Library:
        """The library of a browser session; the operator's alone if that is no session's name."""
        if self._open_documents is None or not _SESSION.fullmatch(session):
            return self._unnamed
        with self._lock:
            if session not in self._libraries:
                self._libraries[session] = Library(self, Path(self._root.name) / uuid.uuid4().hex)
            return self._libraries[session]

    def enter(self, session: str, page: str) -> None:
        """A page of the session was opened."""
        with self._lock:
            self._pages[page] = session
            if leaving := self._leaving.pop(session, None):
                leaving.cancel()

    def leave(self, page: str) -> None:
        """A page was closed; with the last one of a session, its documents go after a while."""
        with self._lock:
            session = self._pages.pop(page, None)
            if session is None or session in self._pages.values() or session not in self._libraries:
                return
            timer = threading.Timer(self._grace, self._end, [session])
            timer.daemon = True
            self._leaving[session] = timer
            timer.start()

    @property
    def bytes(self) -> int:
        """Size of all files that sessions have of their own."""
        with self._lock:
            libraries = list(self._libraries.values())
        return sum(library.bytes for library in libraries)

    def open_documents(self, corpus: Path, index: Path, progress: Progress) -> QA:
        assert self._open_documents is not None
        return self._open_documents(corpus, index, progress)

    def scratch(self) -> Path:
        """A new file's place, to receive an upload in."""
        return Path(self._root.name) / f"upload-{uuid.uuid4().hex}"

    def close(self) -> None:
        """Remove everything that readers have brought."""
        with self._lock:
            libraries = list(self._libraries.values())
            self._libraries.clear()
            for timer in self._leaving.values():
                timer.cancel()
        for library in libraries:
            library.close()
        self._root.cleanup()

    def _end(self, session: str) -> None:
        with self._lock:
            if session in self._pages.values():
                return
            self._leaving.pop(session, None)
            library = self._libraries.pop(session, None)
        if library is not None:
            library.close()
