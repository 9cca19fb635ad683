"""What all pages share: the documents, and what the browser asks of them by itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from reqa_ui import export, status
from reqa_ui.conversation import Turn
from reqa_ui.feedback import Feedback
from reqa_ui.libraries import Libraries
from reqa_ui.own_documents import Library
from reqa_ui.source import More, Shown, Source, more, source

log = logging.getLogger("reqa.ui")


class Desk:
    """The work behind the page, for all sessions."""

    def __init__(
        self,
        libraries: Libraries,
        *,
        examples: Sequence[str] | None,
        max_question_chars: int,
        feedback: Feedback | None,
    ) -> None:
        self.libraries = libraries
        self.examples = examples
        self.max_question_chars = max_question_chars
        self.feedback = feedback
        self.shown = Shown()

    def status(self) -> str:
        return status.of(self.libraries.base)

    def show_source(self, asked: object) -> Source:
        """Called from the browser with a session and what stands behind a chip's `#cite-`."""
        library = self._library(asked)
        return source(library.shelf(), given(asked, "key"), self.shown, library.unasked())

    def show_more(self, asked: object) -> More | None:
        """Called from the browser when the reader scrolls to an end of what was sent of a document."""
        later = bool(given(asked, "later"))
        return more(self._library(asked).shelf(), given(asked, "key"), given(asked, "at"), later=later)

    def to_markdown(self, kept: object) -> str:
        """Called from the browser with a conversation that it keeps; empty if it is none."""
        title, records = given(kept, "title"), given(kept, "turns")
        try:
            turns = [Turn.from_record(record) for record in records]
        except (TypeError, ValueError) as error:
            log.warning("a kept conversation cannot be saved: %s", error)
            return ""
        return export.document(str(title), [turn.record()["markdown"] for turn in turns])

    def _library(self, asked: object) -> Library:
        return self.libraries.of(str(given(asked, "session")))


def given(data: object, name: str) -> Any:
    """A field of what the browser sent, which may be anything."""
    return data.get(name) if isinstance(data, dict) else None
