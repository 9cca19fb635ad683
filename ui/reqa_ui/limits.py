"""How much a reader may bring along, and the refusal of what is more."""

from __future__ import annotations

from dataclasses import dataclass

from reqa.errors import ReqaError
from reqa_ui.contract import DOCUMENT_KINDS


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader may bring along; checked here, whatever the page says."""

    documents: int = 50
    document_bytes: int = 10_000_000
    session_bytes: int = 50_000_000
    """Of all files of a session, and of all that are asked together when that takes an index of its own."""
    server_bytes: int = 2_000_000_000
    """Of all sessions together."""

    def __str__(self) -> str:
        kinds = ", ".join(DOCUMENT_KINDS)
        return (
            f"{kinds}; at most {self.documents} documents of {size(self.document_bytes)}, "
            f"{size(self.session_bytes)} in all."
        )


class RefusedError(ReqaError):
    """A document or a choice that is not taken; the message says why and what would be."""


def size(count: int) -> str:
    """A number of bytes for people."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB" if count else "0 KB"
    return f"{count / 1_000_000:.1f}".removesuffix(".0") + " MB"
