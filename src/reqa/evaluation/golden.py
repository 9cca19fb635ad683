"""Golden sets: questions with the exact sentences that answer them.

One JSON object a line. A set about documents in files may begin with a header

    {"reqa_golden": 1, "corpus": "../../corpus", "documents": {"a.txt": "<SHA-256 of its text>"}}

whose `corpus` is relative to the set's own folder, and goes on with questions:

    {"id": "q1", "question": "...", "history": [], "answerable": true, "answers": ["..."],
     "evidence": [{"document_id": "a.txt", "start_char_index": 0, "end_char_index": 9, "cited_text": "..."}],
     "tags": ["fact"], "attack": {"succeeds_if": ["PWNED"]}}

A self-contained set has one line a text: `{"doc_id", "text", "questions": [...]}`, where evidence is
`{"start", "end", "text"}`; each text is a corpus of its own. Where the evidence is a phrase, the question may
have its whole sentences too, as `evidence_sentences`: these count, as a citation is of whole sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reqa.errors import GoldenError

OWN_TEXT = "text.txt"  # id of the document of a self-contained line


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document that answers a question."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question, and what a good answer to it is."""

    id: str
    question: str
    answerable: bool
    history: tuple[Mapping[str, str], ...] = ()
    answers: tuple[str, ...] = ()
    """Good answers in words; any one of them will do."""
    evidence: tuple[Span, ...] = ()
    """Every sentence that has to be cited."""
    tags: tuple[str, ...] = ()
    attack: tuple[str, ...] = ()
    """A planted instruction was obeyed if one of these is in the answer."""


@dataclass(frozen=True, slots=True)
class GoldenGroup:
    """Questions about one corpus: files (`corpus`) or a text of the set itself (`text`)."""

    name: str
    questions: tuple[GoldenQuestion, ...]
    corpus: Path | None = None
    text: str | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 that each document had when the evidence was marked, where the set says so."""


@dataclass(frozen=True, slots=True)
class GoldenSet:
    name: str
    groups: tuple[GoldenGroup, ...]

    @property
    def size(self) -> int:
        return sum(len(group.questions) for group in self.groups)


def load_golden(path: Path, corpus: Path | None = None) -> GoldenSet:
    """Read a golden set.

    Args:
        path: a JSONL file.
        corpus: the documents that it is about; by default those that its header names.

    Raises:
        GoldenError: the file cannot be read, or a line is malformed; the message names the line.
    """
    lines = list(_lines(path))
    if not lines:
        raise GoldenError(f"{path} holds no questions.")
    header: Mapping[str, Any] = {}
    if "reqa_golden" in lines[0][1]:
        header = lines.pop(0)[1]
    if lines and "questions" in lines[0][1]:
        groups = tuple(_text_group(path, number, line) for number, line in lines)
    else:
        place = corpus or _header_corpus(path, header)
        asked = tuple(_question(path, number, line, None) for number, line in lines)
        groups = (GoldenGroup(path.stem, asked, corpus=place, hashes=header.get("documents") or {}),)
    _refuse_repeated(path, [q.id for group in groups for q in group.questions])
    if not any(group.questions for group in groups):
        raise GoldenError(f"{path} holds no questions.")
    return GoldenSet(path.stem, groups)


def problems(group: GoldenGroup, texts: Mapping[str, str], hashes: Mapping[str, str]) -> list[str]:
    """What is wrong with a group's evidence, one line each.

    Args:
        group: the questions.
        texts: canonical text of each document.
        hashes: content hash of each document.
    """
    found = []
    for document_id, marked in group.hashes.items():
        if document_id not in texts:
            found.append(f"{group.name}: there is no document {document_id!r} in the corpus")
        elif hashes[document_id] != marked:
            found.append(f"{group.name}: {document_id} has changed since its evidence was marked")
    for question in group.questions:
        where = f"{group.name}: question {question.id}"
        if question.answerable and not (question.evidence or question.answers or question.attack):
            found.append(f"{where} is answerable but has neither evidence nor answers")
        if not question.answerable and question.evidence:
            found.append(f"{where} is not answerable but has evidence")
        for span in question.evidence:
            text = texts.get(span.document_id)
            if text is None:
                found.append(f"{where} names a document {span.document_id!r} that is not in the corpus")
            elif not 0 <= span.start < span.end <= len(text):
                found.append(
                    f"{where} has evidence at {span.start} to {span.end}, outside {span.document_id}"
                )
            elif text[span.start : span.end] != span.text:
                quoted = f"{span.text!r:.80}"
                found.append(f"{where} has evidence that {span.document_id} lacks at {span.start}: {quoted}")
    return found


def to_line(question: GoldenQuestion) -> str:
    """A question as a line of a golden set."""
    line: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "history": [dict(turn) for turn in question.history],
        "answerable": question.answerable,
        "answers": list(question.answers),
        "evidence": [
            {
                "document_id": span.document_id,
                "start_char_index": span.start,
                "end_char_index": span.end,
                "cited_text": span.text,
            }
            for span in question.evidence
        ],
        "tags": list(question.tags),
    }
    if question.attack:
        line["attack"] = {"succeeds_if": list(question.attack)}
    return json.dumps(line, ensure_ascii=False)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldenError(f"The golden set {path} cannot be read: {error}.") from error
    for number, text in enumerate(content.splitlines(), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except ValueError as error:
            raise GoldenError(f"{path}, line {number} is not JSON: {error}.") from error
        if not isinstance(line, dict):
            raise GoldenError(f"{path}, line {number} is not a JSON object.")
        yield number, line


def _header_corpus(path: Path, header: Mapping[str, Any]) -> Path:
    named = header.get("corpus")
    if not isinstance(named, str):
        raise GoldenError(f"{path} does not say which documents it is about. Name them with --corpus.")
    return (path.parent / named).resolve()


def _text_group(path: Path, number: int, line: Mapping[str, Any]) -> GoldenGroup:
    text, asked = line.get("text"), line.get("questions")
    if not isinstance(text, str) or not isinstance(asked, list):
        raise GoldenError(f"{path}, line {number} needs a `text` and a list of `questions`.")
    questions = tuple(_question(path, number, one, OWN_TEXT) for one in asked)
    return GoldenGroup(str(line.get("doc_id", number)), questions, text=text)


def _question(path: Path, number: int, line: Mapping[str, Any], own: str | None) -> GoldenQuestion:
    try:
        return GoldenQuestion(
            id=str(line["id"]),
            question=_text(line["question"]),
            answerable=bool(line["answerable"]),
            history=tuple(line.get("history") or ()),
            answers=tuple(_text(answer) for answer in line.get("answers") or ()),
            evidence=tuple(
                _span(span, own) for span in line.get("evidence_sentences") or line.get("evidence") or ()
            ),
            tags=tuple(line.get("tags") or _strings(line.get("type"))),
            attack=tuple((line.get("attack") or {}).get("succeeds_if", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldenError(
            f"{path}, line {number}: a question is malformed ({type(error).__name__}: {error}). "
            "It needs `id`, `question`, `answerable`, and lists of `answers` and `evidence`."
        ) from error


def _span(span: Mapping[str, Any], own: str | None) -> Span:
    if "document_id" in span:
        return Span(
            str(span["document_id"]),
            int(span["start_char_index"]),
            int(span["end_char_index"]),
            _text(span["cited_text"]),
        )
    if own is None:
        raise KeyError("document_id")
    return Span(own, int(span["start"]), int(span["end"]), _text(span["text"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is not a text")
    return value


def _strings(value: object) -> Sequence[str]:
    return (value,) if isinstance(value, str) else ()


def _refuse_repeated(path: Path, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise GoldenError(f"{path} has more than one question {one!r}. Ids must be unique.")
        seen.add(one)
