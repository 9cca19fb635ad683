"""Runs questions one after the other in one background thread, and brings their events to the event loop.

One thread, because the language model answers one question at a time; first come, first served.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from queue import SimpleQueue

from reqa.types import StreamEvent
from reqa_ui.contract import QA

log = logging.getLogger("reqa.ui")

MAX_WAITING = 32
"""Questions that may wait for the model; more would wait for minutes, so they are told to come back."""


class Job:
    """One question on its way. `stop` may be called at any time, from any thread."""

    def __init__(self, qa: QA, question: str, history: Sequence[Mapping[str, str]]) -> None:
        self._qa = qa
        self._question = question
        self._history = history
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Queue[StreamEvent | BaseException | None] = asyncio.Queue()
        self._stopped = threading.Event()
        self.started = threading.Event()
        """Set when its turn has come."""
        self.number = 0
        """Its place among all questions, counted from 1."""

    def stop(self) -> None:
        """End the events at once, and the model as soon as it is between two of them."""
        self._stopped.set()
        self._send(None)

    async def events(self) -> AsyncIterator[list[StreamEvent]]:
        """Batches of events, each with all that arrived since the last; raises what the question raised."""
        while not self._stopped.is_set():
            batch: list[StreamEvent] = []
            arrived = await self._arrived.get()
            while isinstance(arrived, StreamEvent):
                batch.append(arrived)
                if self._arrived.empty():
                    break
                arrived = self._arrived.get_nowait()
            if batch and not self._stopped.is_set():
                yield batch
            if isinstance(arrived, BaseException):
                raise arrived
            if arrived is None:
                return

    def run(self) -> None:
        """Go through the stream, in the thread of the caller."""
        self.started.set()
        outcome: BaseException | None = None
        try:
            if self._stopped.is_set():
                return
            events = self._qa.stream(self._question, history=self._history)
            try:
                for event in events:
                    if self._stopped.is_set():
                        break
                    self._send(event)
            finally:
                events.close()
        except BaseException as error:
            outcome = error
        finally:
            self._send(outcome)

    def _send(self, arrived: StreamEvent | BaseException | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._arrived.put_nowait, arrived)
        except RuntimeError:  # the event loop is closed: the server is going down and nobody listens
            self._stopped.set()


class Answering:
    """The thread that answers, and the line in front of it."""

    def __init__(self, max_waiting: int = MAX_WAITING) -> None:
        self._max_waiting = max_waiting
        self._line: SimpleQueue[Job | Callable[[], None]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._submitted = self._finished = 0

    def before(self, job: Job) -> int:
        """Number of questions that are answered before this one, the running one included."""
        return max(0, job.number - self._finished - 1)

    @property
    def full(self) -> bool:
        """Whether too many questions are waiting already."""
        return self._line.qsize() >= self._max_waiting

    def submit(self, qa: QA, question: str, history: Sequence[Mapping[str, str]]) -> Job:
        """Put a question in line; call it in the event loop that reads the job's events."""
        job = Job(qa, question, history)
        self._put(job)
        return job

    def when_reached(self, work: Callable[[], None]) -> None:
        """Do something once all questions that are in line by now are answered."""
        self._put(work)

    def _put(self, entry: Job | Callable[[], None]) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="reqa-answering", daemon=True)
                self._thread.start()
            self._line.put(entry)
            if isinstance(entry, Job):
                self._submitted += 1
                entry.number = self._submitted

    def _work(self) -> None:
        while True:
            entry = self._line.get()
            if isinstance(entry, Job):
                entry.run()
                self._finished = entry.number
                continue
            try:
                entry()
            except Exception:  # the thread must outlive it
                log.exception("a chore between two questions failed")
