"""Gradio as everything here imports it: without its reports over the network, and in half the time."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager

# Gradio reads this once, when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


@contextmanager
def _no_type_stubs() -> Iterator[None]:
    """Keep Gradio from writing type stubs for its components at every import: they come with it.

    It passes over a component that is in no file, and meanwhile none is.
    """
    getfile = inspect.getfile

    def in_no_file(thing: object) -> str:
        if inspect.isclass(thing) and thing.__module__.startswith("gradio."):
            raise OSError
        return getfile(thing)  # type: ignore[arg-type]

    inspect.getfile = in_no_file  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = getfile


with _no_type_stubs():
    import gradio as gr

__all__ = ["gr"]
