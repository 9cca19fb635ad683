"""The operator's documents, which all readers share, and what readers add to them where they may."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path

from reqa_ui.answering import Answering
from reqa_ui.brought import FOLDER, Brought
from reqa_ui.contract import QA, OpenQA, Progress
from reqa_ui.limits import Limits
from reqa_ui.opening import Opening


class Shared:
    """The documents that everyone asks. May be used from any thread.

    Args:
        opening: opens them for the first time.
        corpus: file or folder where they are.
        limits: how much readers may add.
        reopen: opens them anew, with models that are loaded; None if readers add nothing to them.
        answering: the line that all questions go through.
        building: held while an index is built.
    """

    def __init__(
        self,
        opening: Opening,
        corpus: Path,
        limits: Limits,
        reopen: OpenQA | None,
        answering: Answering,
        building: threading.Lock,
    ) -> None:
        self.brought = Brought(corpus / FOLDER, limits, replacing=False) if reopen else None
        """What readers have brought for everyone; None where what they bring is their own."""
        self.problem = ""
        """Why they could not be opened anew; empty if they could."""
        self._opening = opening
        self._corpus = corpus
        self._reopen = reopen
        self._answering = answering
        self._building = building
        self._owner: QA | None = None
        self._renewals: deque[Opening] = deque()
        self._lock = threading.Lock()

    @property
    def opening(self) -> Opening:
        """The documents as they are asked now."""
        with self._lock:
            while self._renewals and self._renewals[0].done:
                renewal = self._renewals.popleft()
                self.problem = renewal.error or ""
                if renewal.qa is not None:
                    self._retire(self._opening.qa)
                    self._opening = renewal
            return self._opening

    @property
    def renewing(self) -> str:
        """What is being done to open them anew; empty if nothing is."""
        with self._lock:
            return next((renewal.stage for renewal in self._renewals if not renewal.done), "")

    def renew(self) -> None:
        """Open them anew, as there are others now; until then, the old ones are asked."""
        renewal = Opening(self._open_anew)
        renewal.stage = "Indexing the documents"
        with self._lock:
            self._renewals.append(renewal)
        renewal.start()

    def file(self, document_id: str) -> Path:
        """The file of one of the documents."""
        return self._corpus if self._corpus.is_file() else self._corpus / document_id

    def _open_anew(self, progress: Progress) -> QA:
        assert self._reopen is not None
        with self._building:
            return self._reopen(progress)

    def _retire(self, qa: QA | None) -> None:
        """Close what was asked before, once the questions that are in line for it are answered."""
        if self._owner is None:
            self._owner = qa  # The first one owns the models, which the others borrow: it stays.
        elif qa is not None:
            self._answering.when_reached(qa.close)
