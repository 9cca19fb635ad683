"""The questions of an evaluation as the report's script takes them: plain data, each document once.

Offsets are UTF-16 code units here, as JavaScript counts them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reqa.evaluation.failures import KINDS, failures
from reqa.evaluation.gate import Comparison
from reqa.evaluation.run import Evaluation
from reqa.evaluation.summary import Record
from reqa.types import Document

Mark = list[Any]
"""Which document, start and end in it, and a marker or None."""


def explorer_data(
    evaluation: Evaluation, comparison: Comparison | None, earlier: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Everything that the script shows.

    Args:
        evaluation: what came of the questions.
        comparison: against the baseline, if there is one.
        earlier: the baseline's questions by id.
    """
    shelf = _Shelf(evaluation.documents)
    moved = dict((*comparison.better, *comparison.worse)) if comparison else {}
    questions = [
        _question(record, shelf, moved.get(record["id"], 0.0), earlier.get(record["id"]))
        for record in evaluation.records
    ]
    return {"kinds": KINDS, "documents": shelf.sent, "questions": questions}


def _question(
    record: Record, shelf: _Shelf, moved: float, earlier: Mapping[str, Any] | None
) -> dict[str, Any]:
    answer = record["answer"]
    gold = [(s["document_id"], s["start"], s["end"], None) for s in record["gold"]]
    cited, shown = (answer["citations"], answer["nearest"]) if answer else ((), ())
    return {
        "id": record["id"],
        "question": record["question"],
        "history": record["history"],
        "tags": record["tags"],
        "answerable": record["answerable"],
        "answers": record["answers"],
        "attack": record.get("attack", []),
        "error": record["error"],
        "judge": record["judge"],
        "failures": failures(record),
        "scores": record["scores"],
        "seconds": answer["timings"].get("total") if answer else None,
        "chance": answer["answerability"] if answer else None,
        "abstained": bool(answer and answer["abstained"]),
        "reason": answer["abstention_reason"] if answer else None,
        "answer": _pieces(answer) if answer else [],
        "moved": moved,
        "before": earlier.get("answer") if earlier else None,
        "gold": shelf.marks(record["group"], gold),
        "cited": shelf.marks(record["group"], map(_place, cited)),
        "read": shelf.marks(record["group"], map(_place, (*record["evidence"], *shown))),
    }


def _place(citation: Mapping[str, Any]) -> tuple[str, int, int, int | None]:
    return (
        citation["document_id"],
        citation["start_char_index"],
        citation["end_char_index"],
        citation["marker"],
    )


def _pieces(answer: Mapping[str, Any]) -> list[list[str]]:
    """The answer's text cut into statements and what is between them, each with what it is."""
    text, at, pieces = answer["text"], 0, []
    for statement in answer["statements"]:
        pieces += [["", text[at : statement["start_index"]]]]
        kind = "statement" if statement["supported"] else "unsupported"
        pieces += [[kind, text[statement["start_index"] : statement["end_index"]]]]
        at = statement["end_index"]
    return [piece for piece in (*pieces, ["", text[at:]]) if piece[1]]


class _Shelf:
    """The documents that are sent: those that a question needs, each once."""

    def __init__(self, documents: Mapping[str, Sequence[Document]]) -> None:
        self._documents = {(group, d.id): d for group, some in documents.items() for d in some}
        self._places: dict[tuple[str, str], int] = {}
        self.sent: list[dict[str, str]] = []

    def marks(self, group: str, spans: Any) -> list[Mark]:
        """Stretches as marks; those of documents that are not there any more are left out."""
        found = []
        for document_id, start, end, marker in spans:
            document = self._documents.get((group, document_id))
            if document is not None:
                utf16 = (_utf16(document.text, start), _utf16(document.text, end))
                found.append([self._place(group, document), *utf16, marker])
        return found

    def _place(self, group: str, document: Document) -> int:
        key = (group, document.id)
        if key not in self._places:
            self._places[key] = len(self.sent)
            self.sent.append({"id": document.id, "title": document.title, "text": document.text})
        return self._places[key]


def _utf16(text: str, index: int) -> int:
    """Where a place counted in code points is in UTF-16."""
    if text.isascii():
        return index
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
