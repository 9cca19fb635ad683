"""What the status line says: what is ready, what is going on, and how long it took."""

from __future__ import annotations

import json

from reqa.types import Answer
from reqa_ui.opening import Opening


def said(text: str, *, busy: bool = False, seconds: float = 0.0, failed: bool = False) -> str:
    """The status line's content as JSON; while `busy`, the browser counts on from `seconds`."""
    return json.dumps({"text": text, "busy": busy, "seconds": round(seconds, 1), "failed": failed})


def of(opening: Opening) -> str:
    """Whether the documents are ready, the model that answers, and how much could not be read."""
    if opening.error is not None:
        return said(opening.error, failed=True)
    if opening.qa is None:
        return said(opening.stage, busy=True, seconds=opening.seconds)
    count = len(opening.qa.documents)
    report = opening.qa.index_report
    unread = [
        f"{len(ids)} {what}"
        for ids, what in ((report.skipped, "could not be read"), (report.incomplete, "only in part"))
        if ids
    ]
    ready = f"Ready: {count} {'document' if count == 1 else 'documents'}, {opening.qa.model}"
    return said("; ".join([ready, ", ".join(unread)]) if unread else ready)


def waiting(before: int) -> str:
    """That other questions come first."""
    if before <= 1:
        return "Waiting for another question to be answered"
    return f"Waiting for {before} other questions to be answered"


def reading(count: int) -> str:
    return "Reading the sentence found" if count == 1 else f"Reading the {count} sentences found"


def timing(answer: Answer) -> str:
    """How long the answer took, and which model gave it."""
    verb = "Searched" if answer.abstained else "Answered"
    total, first = answer.timings.get("total"), answer.timings.get("first_evidence")
    parts = [f"{verb} in {total:.1f} s" if total is not None else verb]
    if first is not None:
        parts.append(f"first evidence after {first:.1f} s")
    return ", ".join([*parts, answer.model] if answer.model else parts)
