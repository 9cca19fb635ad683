"""Readers' judgements, written down as golden questions: a bad answer becomes a question to get right."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from reqa.types import Answer
from reqa_ui.contract import QA

MAX_COMMENT = 2000
"""Longest comment, in characters, that is written down."""
_MARKERS = re.compile(r"\s*\[\d{1,4}\]", re.ASCII)


class Feedback:
    """A file in the golden format (docs/golden.md) that grows by one line a judgement. Safe between threads.

    Args:
        path: the file; made at the first judgement.
        corpus: the documents, which the file's first line names.
    """

    def __init__(self, path: Path, corpus: Path) -> None:
        self.path = path
        self._corpus = corpus
        self._lock = threading.Lock()

    def add(
        self,
        qa: QA,
        answer: Answer,
        history: Sequence[Mapping[str, str]],
        *,
        good: bool,
        comment: str,
    ) -> None:
        """Write a judgement down.

        A good answer becomes a question whose right answer is known. After a bad one, the right answer is
        still to be filled in: the line has empty `answers` and `evidence`, which `reqa eval --check` lists.

        Raises:
            OSError: the file cannot be written.
        """
        with self._lock:
            number, lines = self._begin(qa)
            lines.append({"id": f"feedback-{number:04d}", **_question(answer, history, good, comment)})
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8", newline="\n") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    def _begin(self, qa: QA) -> tuple[int, list[dict[str, object]]]:
        """The new question's number, and the file's first line if it has none yet."""
        try:
            with self.path.open(encoding="utf-8") as file:
                count = sum(1 for line in file if line.strip())
        except FileNotFoundError:
            count = 0
        if count:
            return count, []
        place = os.path.relpath(self._corpus.resolve(), self.path.parent.resolve())
        hashes = {document.id: document.content_hash for document in qa.documents}
        return 1, [{"reqa_golden": 1, "corpus": Path(place).as_posix(), "documents": hashes}]


def _question(
    answer: Answer, history: Sequence[Mapping[str, str]], good: bool, comment: str
) -> dict[str, object]:
    known = good and not answer.abstained
    return {
        "question": answer.question,
        "history": [dict(turn) for turn in history],
        "answerable": not (good and answer.abstained),
        "answers": [_MARKERS.sub("", answer.text)] if known else [],
        "evidence": [
            {
                "document_id": citation.document_id,
                "start_char_index": citation.start_char_index,
                "end_char_index": citation.end_char_index,
                "cited_text": citation.cited_text,
            }
            for citation in (answer.citations if known else ())
        ],
        "tags": ["feedback", "good" if good else "bad"],
        "comment": comment[:MAX_COMMENT],
        "given": {"text": answer.text, "model": answer.model, "abstained": answer.abstained},
    }
