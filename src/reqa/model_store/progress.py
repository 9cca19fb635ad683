"""How far a model's download is, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

LINE_EVERY = 5.0  # Seconds, so that a log file gets a few lines and not thousands.


class FetchProgress:
    """Shows the fetch of one model while it is entered."""

    def __init__(self, name: str, size: int, show: bool | None) -> None:
        """`size` in bytes. `show`: True draws bars, False nothing, None bars only on a terminal."""
        self._name, self._size, self._show = name, size, show
        self._bars: Progress | None = None
        self._spoke = time.monotonic()
        if show or (show is None and sys.stderr.isatty()):
            console = Console(stderr=True, force_terminal=True if show else None)
            self._bars = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                DownloadColumn(),
                TransferSpeedColumn(),
                TimeRemainingColumn(),
                console=console,
            )
            self._task = self._bars.add_task(name, total=size)

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        else:
            self.note(f"Fetching {self._name} ({self._size / 1e6:,.0f} MB) ...", self._show)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()
        elif error is None:
            self.note(f"Fetched {self._name}", self._show)

    def at(self, done: int) -> None:
        """`done` bytes of the model are there."""
        if self._bars:
            self._bars.update(self._task, completed=done)
        elif time.monotonic() - self._spoke > LINE_EVERY:
            self._spoke = time.monotonic()
            self.note(f"Fetching {self._name}: {100 * done // self._size}%", self._show)

    @staticmethod
    def note(text: str, show: bool | None) -> None:
        """One line on standard error, unless `show` is False."""
        if show is not False:
            print(text, file=sys.stderr, flush=True)
