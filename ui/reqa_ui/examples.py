"""Questions to offer in an empty conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa_ui.contract import QA

OFFERED = 4


def examples(qa: QA, given: Sequence[str] | None) -> list[str]:
    """Those given, else general ones about the first documents' titles and headings."""
    if given is not None:
        return list(given)[:OFFERED]
    titles = [_quoted(document.title) for document in qa.documents[:OFFERED]]
    if len(titles) > 1:
        return [f"What does “{title}” say?" for title in titles]
    headings = [
        _quoted(heading)
        for document in qa.documents
        for heading in re.findall(r"^#{2,3}[ \t]+(\S.*)$", document.text, re.MULTILINE)
    ]
    about = [f"What does it say about “{heading}”?" for heading in headings[: OFFERED - 2]]
    return [
        *(f"What is “{title}” about?" for title in titles),
        *(f"What are the main points of “{title}”?" for title in titles),
        *about,
    ]


def _quoted(title: str, limit: int = 80) -> str:
    title = " ".join(title.split()).strip("“”\"'")
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"
