"""A conversation as text to take away: each turn as plain text, as Markdown and as data, quotes included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reqa.types import Answer, Citation
from reqa_ui.cite import pages

_ANSWERS = TypeAdapter(Answer)
_MARKER = re.compile(r"\[\d{1,4}\]", re.ASCII)
_ALIVE = re.compile(r"[\\`*_\[\]<>&|~$#]")
_LINE_SIGN = re.compile(r"^(\d{0,9})([-+=.)])", re.MULTILINE)  # begins a list, or underlines a heading

UNSUPPORTED = "not supported by the documents"


def plain(answer: Answer) -> str:
    """The answer with its markers, then each source word for word; what a reader pastes into a letter."""
    blocks = [_understood(answer), answer.text]
    sources = [f"{_label(c)}“{' '.join(c.cited_text.split())}” ({_place(c)})" for c in _sources(answer)]
    if sources:
        blocks += ["Closest sentences" if answer.abstained else "Sources", "\n".join(sources)]
    return "\n\n".join(filter(None, blocks))


def markdown(question: str, answer: Answer | None, note: str = "") -> str:
    """One turn as a section of a Markdown document: the question, the answer, each source as a quotation.

    Args:
        question: as it was typed.
        answer: None if there is none.
        note: why there is none.
    """
    blocks = [f"## {_escaped(' '.join(question.split()))}"]
    if answer is None:
        blocks.append(f"*{_escaped(note or 'No answer.')}*")
        return "\n\n".join(blocks)
    if answer.understood:
        blocks.append(f"*{_escaped(_understood(answer))}*")
    blocks.append(_marked_up(answer))
    for citation in _sources(answer):
        quoted = "\n".join(f"> {_escaped(line.strip())}" for line in citation.cited_text.strip().splitlines())
        span = f"characters {citation.start_char_index} to {citation.end_char_index}"
        blocks.append(f"{_label(citation)}{_escaped(_place(citation))}, {span}\n\n{quoted}")
    return "\n\n".join(blocks)


def document(title: str, turns: Iterable[str]) -> str:
    """A whole conversation as a Markdown document, from its turns' sections."""
    return "\n\n".join([f"# {_escaped(' '.join(title.split()))}", *turns]) + "\n"


def to_data(answer: Answer | None) -> dict[str, Any] | None:
    """The answer as JSON can hold it."""
    return answer.to_dict() if answer is not None else None


def from_data(data: object) -> Answer | None:
    """The answer that `to_data` gave, checked field by field, as it comes back from a browser.

    Raises:
        ValueError: it is not an answer.
    """
    if data is None:
        return None
    try:
        return _ANSWERS.validate_python(data)
    except ValidationError as error:
        raise ValueError(f"not an answer ({error.error_count()} fields are wrong)") from error


def _understood(answer: Answer) -> str:
    """How the question was read, where that is not how it was typed."""
    return f"Understood as: {' '.join(answer.understood.split())}" if answer.understood else ""


def _sources(answer: Answer) -> list[Citation]:
    return list(answer.nearest if answer.abstained else answer.citations)


def _label(citation: Citation) -> str:
    return f"[{citation.marker}] " if citation.marker is not None else ""


def _place(citation: Citation) -> str:
    where = [citation.document_title]
    if citation.document_id != citation.document_title:
        where.append(citation.document_id)
    return ", ".join([*where, pages(citation)] if pages(citation) else where)


def _marked_up(answer: Answer) -> str:
    """The answer's text as Markdown, with a remark behind each statement that nothing supports."""
    text, here = "", 0
    for statement in sorted(answer.statements, key=lambda s: s.start_index):
        if not statement.supported and statement.end_index >= here:
            text += _escaped(answer.text[here : statement.end_index]) + f" *({UNSUPPORTED})*"
            here = statement.end_index
    return text + _escaped(answer.text[here:])


def _escaped(text: str) -> str:
    """`text` so that Markdown shows just that; markers such as `[1]` need no escape, and none is put."""
    escaped, here = "", 0
    for marker in _MARKER.finditer(text):
        escaped += _ALIVE.sub(r"\\\g<0>", text[here : marker.start()]) + marker[0]
        here = marker.end()
    escaped += _ALIVE.sub(r"\\\g<0>", text[here:])
    return _LINE_SIGN.sub(r"\1\\\2", escaped)
