"""What is read from a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's text as it was extracted from a file."""

    text: str
    """Canonical text. But for plain files, blank lines separate its paragraphs, and tables are Markdown."""
    title: str = ""
    """What the file says that it is called; may be empty."""
    page_starts: tuple[int, ...] = ()
    """Where each page begins in the text; empty for what has no pages."""
    pictured_pages: tuple[int, ...] = ()
    """Numbers of the pages, 1-based, that are only pictures: what they say is not in the text."""
