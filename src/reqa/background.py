"""Iterating over a blocking generator from an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from typing import Any, TypeVar

T = TypeVar("T")


async def in_threads(steps: Generator[T, None, None]) -> AsyncGenerator[T, None]:
    """What `steps` yields; each step runs in a thread, so that the event loop goes on meanwhile.

    Whatever ends the iteration, `steps` is closed, at the latest when the step it is in has ended.
    """
    end = object()
    step: asyncio.Future[Any] | None = None
    try:
        while True:
            step = asyncio.ensure_future(asyncio.to_thread(next, steps, end))
            found = await asyncio.shield(step)
            if found is end:
                return
            yield found
    finally:
        if step is None or step.done():
            steps.close()
        else:  # A generator cannot be closed while a thread is inside it, nor awaited when cancelled.
            step.add_done_callback(lambda _: steps.close())
