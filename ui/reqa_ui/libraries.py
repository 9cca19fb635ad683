"""The libraries of all browser sessions: who has one, when its documents go, and what all of them share."""

from __future__ import annotations

import re
import tempfile
import threading
import uuid
from collections import deque
from pathlib import Path

from reqa_ui.answering import Answering
from reqa_ui.brought import FOLDER, Brought
from reqa_ui.contract import QA, OpenDocuments, OpenQA, Progress
from reqa_ui.limits import Limits
from reqa_ui.opening import Opening
from reqa_ui.own_documents import Library

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
        """Held while an index is built: one at a time, as building takes all of the processor."""
        self.common = Brought(corpus / FOLDER, self.limits, replacing=False) if reopen else None
        """What readers have brought for everyone; None where what they bring is their own."""
        self.problem = ""
        """Why the operator's documents could not be opened anew; empty if they could."""
        self._base = base
        self._reopen = reopen
        self._renewals: deque[Opening] = deque()
        self._renewed: QA | None = None
        self._open_documents = open_documents
        self._corpus = corpus
        self._grace = grace
        self._shared = Library(self, None)
        self._libraries: dict[str, Library] = {}
        self._pages: dict[str, str] = {}  # session of each open page
        self._leaving: dict[str, threading.Timer] = {}
        self._lock = threading.RLock()
        # Its finalizer removes it when the process ends.
        self._root = tempfile.TemporaryDirectory(prefix="reqa-", ignore_cleanup_errors=True)

    @property
    def base(self) -> Opening:
        """The operator's documents as they are asked now."""
        with self._lock:
            while self._renewals and self._renewals[0].done:
                renewal = self._renewals.popleft()
                self.problem = renewal.error or ""
                if renewal.qa is None:
                    continue
                if self._renewed:  # The first of all stays open: it owns the models.
                    self.answering.when_reached(self._renewed.close)
                self._base, self._renewed = renewal, renewal.qa
            return self._base

    @property
    def renewing(self) -> str:
        """What is being done to open the operator's documents anew; empty if nothing is."""
        with self._lock:
            return next((renewal.stage for renewal in self._renewals if not renewal.done), "")

    def renew(self) -> None:
        """Open the operator's documents anew, as there are others now; until then, the old ones are asked."""
        renewal = Opening(self._open_anew)
        renewal.stage = "Indexing the documents"
        with self._lock:
            self._renewals.append(renewal)
        renewal.start()

    def forget(self, document_id: str) -> None:
        """A document that was everyone's is not there any more."""
        with self._lock:
            libraries = list(self._libraries.values())
        for library in libraries:
            library.forget(document_id)
        self.renew()

    def of(self, session: str) -> Library:
        """The library of a browser session; the operator's alone if that is no session's name."""
        if self._open_documents is None or not _SESSION.fullmatch(session):
            return self._shared
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
        """Size of all files that readers have brought."""
        with self._lock:
            libraries = list(self._libraries.values())
        return sum(library.bytes for library in libraries) + (self.common.bytes if self.common else 0)

    def _open_anew(self, progress: Progress) -> QA:
        assert self._reopen is not None
        with self.building:
            return self._reopen(progress)

    def open_documents(self, corpus: Path, index: Path, progress: Progress) -> QA:
        assert self._open_documents is not None
        return self._open_documents(corpus, index, progress)

    def file(self, document_id: str) -> Path:
        """The file of one of the operator's documents."""
        return self._corpus if self._corpus.is_file() else self._corpus / document_id

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
