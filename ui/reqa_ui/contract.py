"""The part of reqa's public contract that the web chat uses, as a protocol a test double can follow."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Protocol

from reqa.types import Citation, Document, StreamEvent

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much of it is done and how much there is."""


class QA(Protocol):
    """What `reqa.open` returns."""

    @property
    def documents(self) -> Sequence[Document]: ...

    @property
    def model(self) -> str: ...

    def document(self, document_id: str) -> Document:
        """The document; KeyError if there is none of that id."""
        ...

    def is_current(self, citation: Citation) -> bool: ...

    def warm_up(self) -> None:
        """Load the models; blocks until they are ready."""
        ...

    def stream(
        self, question: str, history: Sequence[Mapping[str, str]] = ...
    ) -> Generator[StreamEvent, None, None]:
        """Evidence, text deltas, and the Answer last; closing the generator stops the model."""
        ...


OpenQA = Callable[[Progress], QA]
"""Opens the documents, reporting progress; may take long, and may raise a ReqaError."""
