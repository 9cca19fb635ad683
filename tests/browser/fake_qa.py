"""A QA without models: real documents and offsets; answers that a test writes down, at its own pace."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reqa_ui.contract import Progress

from reqa.errors import CorpusError, LLMError
from reqa.types import (
    AbstentionReason,
    Answer,
    Citation,
    Document,
    Evidence,
    Statement,
    StreamEvent,
    TextDelta,
)


def document(document_id: str, title: str, text: str) -> Document:
    """A document with the hash that its text really has."""
    return Document(document_id, title, text, hashlib.sha256(text.encode("utf-8")).hexdigest())


@dataclass(frozen=True)
class Said:
    """One statement of a scripted answer: its words, and the sentences that it cites."""

    text: str
    cites: tuple[str, ...] = ()
    supported: bool = True
    gap: str = " "
    """What stands between it and the next statement."""


@dataclass(frozen=True)
class Script:
    """What the fake does with a question."""

    said: tuple[Said, ...] = ()
    evidence: tuple[str, ...] = ()
    """Sentences of the documents, verbatim."""
    abstains: AbstentionReason | None = None
    reason: AbstentionReason | None = None
    """A reason that comes with an answer that is given all the same."""
    nearest: tuple[str, ...] = ()
    fails: str = ""
    """The message of the LLMError that is raised after the evidence."""
    delay: float = 0.0
    """Seconds before each word."""
    understood: str = ""
    """The question as it is read, where that is not how it is typed."""
    named: str = ""
    """The question with the name of what it describes, which is found while it is answered."""


@dataclass(frozen=True)
class FakeReport:
    skipped: tuple[tuple[str, str], ...] = ()
    incomplete: tuple[tuple[str, str], ...] = ()


@dataclass
class FakeQA:
    """Answers from `scripts`, keyed by question; remembers what it was asked and how streams ended."""

    documents: tuple[Document, ...]
    scripts: Mapping[str, Script]
    model: str = "fake model"
    asked: list[tuple[str, list[dict[str, str]]]] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    """Set when a stream is closed before its end, as a reader's Stop does."""
    warm: Callable[[], None] = lambda: None
    engine: object = None
    index_report: FakeReport = field(default_factory=lambda: FakeReport())
    is_closed: bool = False
    pages: Mapping[str, int] = field(default_factory=dict)
    """Page of each sentence that has one."""

    def document(self, document_id: str) -> Document:
        return {d.id: d for d in self.documents}[document_id]

    def is_current(self, citation: Citation) -> bool:
        try:
            found = self.document(citation.document_id)
        except KeyError:
            return False
        return found.content_hash == citation.content_hash

    def warm_up(self) -> None:
        self.warm()

    def close(self) -> None:
        self.is_closed = True

    def replace(self, changed: Document) -> None:
        """Change a document, as a refreshed index does."""
        self.documents = tuple(changed if d.id == changed.id else d for d in self.documents)

    def stream(
        self, question: str, history: Sequence[Mapping[str, str]] = ()
    ) -> Generator[StreamEvent, None, None]:
        self.asked.append((question, [dict(message) for message in history]))
        script = self.scripts.get(question) or self._unscripted(question)
        began = time.monotonic()
        try:
            evidence = [self._cite(text) for text in script.evidence or _cited(script.said)]
            if evidence:
                yield Evidence(
                    script.understood or question, tuple(sorted(evidence, key=lambda c: c.start_char_index))
                )
            if script.fails:
                time.sleep(script.delay)
                raise LLMError(script.fails)
            answer = self._answer(question, script)
            for word in _words("" if script.abstains else answer.text):
                time.sleep(script.delay)
                yield TextDelta(word)
            total = time.monotonic() - began
            yield Answer(
                question=question,
                text=answer.text,
                statements=answer.statements,
                citations=answer.citations,
                abstained=script.abstains is not None,
                abstention_reason=script.abstains or script.reason,
                nearest=tuple(self._cite(text) for text in script.nearest),
                model=self.model,
                understood=script.named or script.understood,
                timings={"first_evidence": 0.01, "first_token": 0.02, "total": total},
            )
        except GeneratorExit:
            self.closed.set()
            raise

    def _unscripted(self, question: str) -> Script:
        """Quotes the first sentence with the last word of the question; without one, abstains."""
        word = question.rstrip("?").split()[-1]
        for line in (line for d in self.documents for line in d.text.splitlines()):
            for sentence in line.split(". "):
                if word in sentence:
                    return Script((Said(sentence, (sentence,)),))
        return Script(abstains="no_evidence")

    def _answer(self, question: str, script: Script) -> Answer:
        text, statements, numbers = "", [], dict[str, int]()
        for said in script.said:
            cites = []
            for sentence in said.cites:
                number = numbers.setdefault(sentence, len(numbers) + 1)
                cites.append(self._cite(sentence, number))
            start = len(text)
            text += said.text
            statements.append(
                Statement(
                    said.text, start, len(text), tuple(cites), 0.9 if said.supported else 0.1, said.supported
                )
            )
            text += "".join(f" [{c.marker}]" for c in cites) + said.gap
        citations = tuple(self._cite(sentence, number) for sentence, number in numbers.items())
        return Answer(question, text.rstrip(" "), tuple(statements), citations)

    def _cite(self, sentence: str, marker: int | None = None) -> Citation:
        found = next(d for d in self.documents if sentence in d.text)
        start = found.text.index(sentence)
        return Citation(
            marker,
            found.id,
            found.title,
            found.content_hash,
            start,
            start + len(sentence),
            sentence,
            self.pages.get(sentence),
            self.pages.get(sentence),
            support_score=0.9,
        )


def open_folder(corpus: Path, index: Path, progress: Progress) -> FakeQA:
    """A fake over the files of a folder, in the place of `reqa.open`; a file without text is skipped."""
    found, skipped = [], []
    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    for done, path in enumerate(paths):
        progress("Embedding", done, len(paths))
        document_id = path.relative_to(corpus).as_posix()
        text = path.read_bytes().decode(errors="replace")
        if "\0" in text:
            skipped.append((document_id, f"{document_id} is not text but a binary file."))
        else:
            found.append(document(document_id, path.stem, text))
    if not found:
        raise CorpusError("; ".join(reason for _, reason in skipped))
    return FakeQA(tuple(found), {}, index_report=FakeReport(tuple(skipped)))


def _cited(said: Iterable[Said]) -> list[str]:
    return list(dict.fromkeys(sentence for statement in said for sentence in statement.cites))


def _words(text: str) -> list[str]:
    return [word + " " for word in text.split(" ")] if text else []
