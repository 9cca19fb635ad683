"""The part of reqa's public contract that the web chat uses, as a protocol a test double can follow."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from reqa.types import Citation, Document, StreamEvent

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much of it is done and how much there is."""


PLAIN_KINDS = (".txt", ".text", ".md", ".markdown")
"""Those whose text is the file itself, line by line."""
OFFICE_KINDS = (".docx", ".pptx", ".xlsx", ".csv", ".tsv")
DOCUMENT_KINDS = (*PLAIN_KINDS, ".html", ".htm", ".xhtml", *OFFICE_KINDS, ".pdf", ".eml")
"""The kinds of file that `reqa.open` reads, so that another kind is refused before it is sent."""


class Report(Protocol):
    """What `reqa.open` says about what it opened."""

    @property
    def skipped(self) -> Sequence[tuple[str, str]]:
        """Files that could not be read: id and reason."""
        ...

    @property
    def incomplete(self) -> Sequence[tuple[str, str]]:
        """Documents of which a part could not be read: id and reason."""
        ...


class QA(Protocol):
    """What `reqa.open` returns."""

    @property
    def documents(self) -> Sequence[Document]: ...

    @property
    def model(self) -> str: ...

    @property
    def engine(self) -> Any:
        """The models, which `reqa.open` takes for other documents."""
        ...

    @property
    def index_report(self) -> Report: ...

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

    def close(self) -> None:
        """Free the index's files."""
        ...


OpenQA = Callable[[Progress], QA]
"""Opens the documents, reporting progress; may take long, and may raise a ReqaError."""

OpenDocuments = Callable[[Path, Path, Progress], QA]
"""Opens the documents in a folder, with another folder for their index; like `OpenQA` otherwise."""
