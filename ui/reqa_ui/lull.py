"""Waiting for a moment at which nobody is fetching the page."""

from __future__ import annotations

import time
from collections.abc import Callable

QUIET = 0.7
"""Seconds without a new request after which the page is there, or nobody is fetching it."""
PATIENCE = 4.0
"""Seconds after which that is no longer waited for."""


class Lull:
    """Tells when heavy work may begin: once a pause has come, or has been waited for long enough.

    Args:
        clock: gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._last = clock()
        self._requests = 0

    def is_here(self, requests: int) -> bool:
        """Whether it has come; to be asked again and again.

        Args:
            requests: how many there have been so far.
        """
        now = self._clock()
        if requests != self._requests:
            self._requests, self._last = requests, now
        return now - self._last >= QUIET or now - self._began >= PATIENCE
