"""Turns questions and answers into the Markdown of the conversation, with nothing alive in it but our own.

Everything that comes from a document, the model or the user passes through `escape`, which leaves no
ASCII punctuation: no Markdown, HTML, link or autolink survives. Around it stand our own elements, each
block an HTML block of Markdown's (ended by a blank line), so that its inside is not parsed as Markdown
at all. The page re-draws only blocks that changed: evidence under a growing draft stays put.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reqa.types import AbstentionReason, Answer, Citation, Statement
from reqa_ui.cite import key_of, pages

EVIDENCE_SHOWN = 3
"""Evidence sentences listed under a draft: enough to start reading, few enough not to push it away."""
_QUOTE_CHARS = 2000  # longest quote in a list: a whole sentence, unless it is a table that looks like one

_REASONS: dict[AbstentionReason, str] = {
    "no_evidence": "No sentence in the documents answers this question.",
    "insufficient_support": "There are sentences on the subject, but none that supports an answer.",
    "conflicting_sources": "The documents contradict each other on this.",
    "off_topic": "The question does not seem to be about these documents.",
}
_HEADLINES: dict[AbstentionReason, str] = {
    "conflicting_sources": "The documents contradict each other.",
    "insufficient_support": "It is not clear that the documents say.",
}
_HEADLINE = "The documents do not say."
_CONFLICT = "The documents contradict each other on this. Each side is shown with its own source."

_MARKER = re.compile(r"\[(\d{1,4})\]", re.ASCII)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BULLET = re.compile(r"[ \t]*[-*•][ \t]+")
_NUMBER = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]+", re.ASCII)
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def escape(text: str) -> str:
    """`text` as inert HTML and Markdown: each ASCII punctuation mark as a numeric character reference.

    A browser shows exactly `text`, with line ends as spaces and control characters, which have no
    picture, as U+FFFD.
    """
    text = re.sub(r"\r\n?|[\n\t]", " ", text)
    text = _CONTROL.sub("\ufffd", text)
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", text)


def question(text: str) -> str:
    """A user's question, line by line as it was typed, with a button to ask it in other words."""
    lines = "<br>".join(escape(line) for line in _lines(text.strip()))
    return f'<p>{lines}</p>\n\n<div class="reqa-tools">{_button("reqa-tool reqa-edit", "Edit")}</div>'


def tools(*, judging: bool, judged_good: bool | None = None) -> str:
    """The buttons under an answer: copy it, and, if `judging`, say what one thinks of it."""
    buttons = [_button("reqa-tool reqa-copy", "Copy")]
    if judging and judged_good is None:
        buttons += [
            _button("reqa-tool reqa-good", "Good answer"),
            _button("reqa-tool reqa-bad", "Bad answer"),
        ]
    elif judging:
        said = "Noted as a good answer" if judged_good else "Noted as a bad answer"
        buttons.append(f'<span class="reqa-judged">{said}</span>')
    return f'<div class="reqa-tools">{"".join(buttons)}</div>'


def pending(text: str) -> str:
    """A message that stands in for an answer while there is nothing of it yet."""
    return f'<p class="reqa-pending">{escape(text)}</p>'


def understood(question: str) -> str:
    """The question as it was read, over the reply, so that a reader sees what is answered."""
    return f'<p class="reqa-understood">Understood as: {escape(_shortened(question))}</p>'


def error(text: str) -> str:
    """Why there is no answer."""
    return f'<div class="reqa-error"><p><strong>No answer.</strong> {escape(text)}</p></div>'


def draft(text: str, evidence: Sequence[Citation], *, stopped: bool = False) -> str:
    """The answer as far as it is written, over the best evidence sentences.

    A marker is drawn but leads nowhere yet: what it stands for is only said by the final answer.
    """
    pieces = list(_with_markers(text, lambda marker: _Piece(chip=str(marker))))
    blocks = _blocks(pieces) if text.strip() else [pending("Reading the sentences below")]
    if stopped:
        blocks = _blocks(pieces) if text.strip() else []
        blocks.append('<p class="reqa-note">Stopped. What is above was not checked to the end.</p>')
    listed = best(evidence)[:EVIDENCE_SHOWN]
    if listed:
        several = len({c.document_id for c in evidence}) > 1
        title = "Found in the documents"
        blocks.append(_listing(title, [_row("•", c, several) for c in listed]))
    return "\n\n".join(blocks)


def answer(given: Answer, suggestions: Sequence[str] = ()) -> str:
    """An answer with a chip for each verified marker, or an abstention that helps on.

    An abstention lists the nearest sentences and `suggestions`: questions that the documents do answer.
    """
    if given.abstained:
        return _abstention(given, suggestions)
    blocks = _blocks(_pieces(given))
    if given.abstention_reason == "conflicting_sources":
        blocks.insert(0, f'<div class="reqa-conflict"><p>{escape(_CONFLICT)}</p></div>')
    several = len({c.document_id for c in given.citations}) > 1
    cited = [_row(str(c.marker), c, several) for c in given.citations if c.marker is not None]
    if cited:
        blocks.append(_listing("Sources", cited))
    return "\n\n".join(blocks)


def best(citations: Iterable[Citation]) -> list[Citation]:
    """The citations, best supported first; document order among equals."""
    return sorted(citations, key=lambda c: -c.support_score)


def _abstention(given: Answer, suggestions: Sequence[str]) -> str:
    reason = given.abstention_reason or "no_evidence"
    said = given.text.strip() or _REASONS[reason]
    blocks = [
        f'<div class="reqa-abstained"><p class="reqa-headline">{_HEADLINES.get(reason, _HEADLINE)}</p>'
        f"<p>{escape(said)}</p>"
        f'<p class="reqa-asked">Not found: {escape(_shortened(given.question))}</p></div>'
    ]
    several = len({c.document_id for c in given.nearest}) > 1
    rows = [_row("•", c, several) for c in given.nearest]
    if rows:
        blocks.append(_listing("Closest sentences", rows, "reqa-listing reqa-in-full"))
    if suggestions:
        asks = "".join(_button("reqa-ask", text) for text in suggestions)
        blocks.append(f'<div class="reqa-asks"><p>The documents can answer</p>{asks}</div>')
    return "\n\n".join(blocks)


# --- An answer's text in pieces ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text that is all alike, or a chip (then `text` is empty)."""

    text: str = ""
    chip: str = ""
    citation: Citation | None = None
    unsupported: bool = False
    ends_unsupported: bool = False


def _pieces(given: Answer) -> list[_Piece]:
    """The answer's text cut where support or markers change.

    A statement owns the text up to the next one, as its markers may follow it. Only a marker of one of
    its own citations becomes a link; any other `[1]` is text that happens to look like one.
    """
    pieces: list[_Piece] = []
    statements = sorted(given.statements, key=lambda s: s.start_index)
    here = 0
    for index, statement in enumerate(statements):
        end = statements[index + 1].start_index if index + 1 < len(statements) else len(given.text)
        start = max(here, statement.start_index)
        pieces.append(_Piece(given.text[here:start]))
        pieces.extend(
            _statement_pieces(statement, given.text[start : max(start, end)], statement.end_index - start)
        )
        here = max(start, end)
    pieces.append(_Piece(given.text[here:]))
    return [piece for piece in pieces if piece.text or piece.chip or piece.ends_unsupported]


def _statement_pieces(statement: Statement, text: str, length: int) -> Iterable[_Piece]:
    if not statement.supported:
        yield _Piece(text[:length], unsupported=True)
        yield _Piece(ends_unsupported=True)
        yield _Piece(text[length:])
        return
    verified = {c.marker: c for c in statement.citations if c.marker is not None}
    yield from _with_markers(
        text,
        lambda marker: _Piece(chip=str(marker), citation=verified[marker]) if marker in verified else None,
    )


def _with_markers(text: str, chip: Callable[[int], _Piece | None]) -> Iterable[_Piece]:
    here = 0
    for match in _MARKER.finditer(text):
        piece = chip(int(match[1]))
        if piece is not None:
            yield _Piece(text[here : match.start()])
            yield piece
            here = match.end()
    yield _Piece(text[here:])


# --- Pieces as blocks -------------------------------------------------------------------------------


def _blocks(pieces: Iterable[_Piece]) -> list[str]:
    """Paragraphs and lists. Models write both; nothing else of Markdown but bold is given a meaning."""
    blocks: list[tuple[str, list[str]]] = []
    for line in _piece_lines(pieces):
        first = next((i for i, piece in enumerate(line) if piece.text.strip()), None)
        if first is None and not any(piece.chip for piece in line):
            blocks.append(("blank", []))
            continue
        tag, attribute, line = _kind(line, first)
        html = _inline(line)
        content = f"<li{attribute}>{html}</li>" if tag in ("ul", "ol") else html
        if blocks and blocks[-1][0] == tag:
            blocks[-1][1].append(content)
        else:
            blocks.append((tag, [content]))
    return [_block(tag, contents) for tag, contents in blocks if contents]


def _kind(line: list[_Piece], first: int | None) -> tuple[str, str, list[_Piece]]:
    """What block the line belongs to, its list item's attribute, and the line less the sign that said so."""
    if first is None:
        return "p", "", line
    text = line[first].text
    for pattern, tag in ((_BULLET, "ul"), (_NUMBER, "ol"), (_HEADING, "h")):
        match = pattern.match(text)
        if match:
            rest = [*line[:first], _replace_text(line[first], text[match.end() :]), *line[first + 1 :]]
            return tag, f' value="{int(match[1])}"' if tag == "ol" else "", rest
    return "p", "", line


def _block(tag: str, contents: list[str]) -> str:
    if tag == "p":
        return "<p>" + "<br>".join(contents) + "</p>"
    if tag == "h":
        return '<p class="reqa-heading">' + "<br>".join(contents) + "</p>"
    return f"<{tag}>" + "".join(contents) + f"</{tag}>"


def _piece_lines(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(_lines(piece.text)):
            if number:
                lines.append([])
            lines[-1].append(_replace_text(piece, text))
    return lines


def _inline(line: list[_Piece]) -> str:
    html = ""
    for piece in line:
        if piece.chip:
            html = html.rstrip(" ") + _chip(piece)
        elif piece.ends_unsupported:
            html = html.rstrip(" ") + ' <span class="reqa-tag">not supported by the documents</span>'
        elif piece.unsupported and piece.text.strip():
            html += f'<span class="reqa-unsupported">{_bold(piece.text)}</span>'
        else:
            html += _bold(piece.text)
    return html.strip(" ")


def _bold(text: str) -> str:
    html, here = "", 0
    for match in _BOLD.finditer(text):
        html += escape(text[here : match.start()]) + f"<strong>{escape(match[1])}</strong>"
        here = match.end()
    return html + escape(text[here:])


def _chip(piece: _Piece) -> str:
    # The narrow no-break space (U+202F) keeps the chip on the line of the word that it belongs to.
    if piece.citation is None:
        return f'\u202f<span class="reqa-chip">{piece.chip}</span>'
    label = f"Source {piece.chip}: {_shortened(piece.citation.document_title, 80)}"
    return (
        f'\u202f<a class="reqa-chip" href="#cite-{key_of(piece.citation)}" aria-label="{escape(label)}">'
        f"{piece.chip}</a>"
    )


def _row(label: str, citation: Citation, several: bool) -> str:
    """One line of a list of sentences: all of it is a link to the sentence."""
    where = [_shortened(citation.document_title, 80)] if several else []
    where += [pages(citation)] if citation.start_page_number is not None else []
    return (
        f'<li><a class="reqa-row" href="#cite-{key_of(citation)}">'
        f'<span class="reqa-label">{escape(label)}</span>'
        f'<span class="reqa-quote">{escape(_shortened(citation.cited_text))}</span>'
        + (f'<span class="reqa-from">{escape(", ".join(where))}</span>' if where else "")
        + "</a></li>"
    )


def _button(name: str, text: str) -> str:
    return f'<button type="button" class="{name}">{escape(text)}</button>'


def _listing(title: str, rows: Iterable[str], classes: str = "reqa-listing") -> str:
    return f'<div class="{classes}"><p>{title}</p><ul>{"".join(rows)}</ul></div>'


def _replace_text(piece: _Piece, text: str) -> _Piece:
    return _Piece(text, piece.chip, piece.citation, piece.unsupported, piece.ends_unsupported)


def _shortened(text: str, limit: int = _QUOTE_CHARS) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n?|\n", text)
