"""Opens the documents and loads the models in the background, so that the page is there at once."""

from __future__ import annotations

import logging
import threading
import time

from reqa.errors import ReqaError
from reqa_ui.contract import QA, OpenQA

log = logging.getLogger("reqa.ui")


class Opening:
    """A QA that may not be open yet. Read it from any thread; `qa` or `error` is set once, at the end."""

    def __init__(self, open_qa: OpenQA) -> None:
        self._open_qa = open_qa
        self._started = time.monotonic()
        self._done = threading.Event()
        self.stage = "Opening the documents"
        """What is being done right now, for people."""
        self.qa: QA | None = None
        self.error: str | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        self._started = time.monotonic()
        threading.Thread(target=self._run, name="reqa-opening", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether opening ended, well or not."""
        return self._done.is_set()

    def wait(self) -> None:
        """Return once opening has ended."""
        self._done.wait()

    @property
    def seconds(self) -> float:
        """Seconds since opening began."""
        return time.monotonic() - self._started

    def _run(self) -> None:
        try:
            qa = self._open_qa(self._progress)
            self.stage = "Loading the models"
            qa.warm_up()
            self.qa = qa
        except ReqaError as error:
            self.error = str(error)
        except Exception as error:
            # The thread has no caller to raise to: what is not shown here would be lost.
            log.exception("opening the documents failed")
            self.error = f"Opening the documents failed ({type(error).__name__}: {error})."
        finally:
            self._done.set()

    def _progress(self, stage: str, done: int, total: int) -> None:
        name = stage[:1].upper() + stage[1:]
        self.stage = f"{name}, {done} of {total}" if total > 1 else name
