"""Proposing golden questions from somebody's own documents, for a person to accept, edit or reject.

The language model writes a question for a chosen sentence or pair of sentences; code supplies the evidence.
Whether reqa finds the sentence when it is asked says how far a proposal can be trusted.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reqa.errors import GoldenError, ReqaError, SettingsError
from reqa.evaluation.golden import GoldenGroup, GoldenQuestion, Span, load_golden, problems, to_line
from reqa.evaluation.metrics import overlaps
from reqa.llm import LanguageModel
from reqa.qa import QA
from reqa.segment import segment
from reqa.thoughts import without_thoughts
from reqa.types import Citation, Document, Evidence, Sentence

MIN_CHARS, MAX_CHARS = 40, 400  # A shorter sentence seldom says enough to ask about, a longer one too much.
MIN_WORDS = 6
EVERY_PAIR = 4  # Of so many proposals one is about two sentences that follow each other,
EVERY_UNANSWERABLE = 5  # and of so many one is about what the documents do not say.
MAX_TOKENS = 120  # of a local model's reply, so that one that rambles is stopped

WRITE = """\
Document: {title}
Text before: {before}
Sentence: {sentence}

Write one question that this sentence answers{both}, and the answer in as few words as possible, taken from \
the sentence. The question must be understood by somebody who does not see the document: use names instead \
of "it" or "they", and do not mention the sentence or the document.
Reply with two lines:
Question: ...
Answer: ..."""

WRITE_UNANSWERABLE = """\
Document: {title}
Text: {sentence}

Write one question about the same subject that this text does not answer: ask for a detail that is missing. \
Do not mention the text or the document.
Reply with one line:
Question: ..."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that may become golden."""

    question: GoldenQuestion
    confirmed: bool
    """reqa itself finds the sentences; or, where there are none, refuses to answer."""
    finding: str
    """What it did, in words."""


def propose(qa: QA, golden: GoldenFile, *, seed: int = 1) -> Iterator[Proposal]:
    """Questions about sentences that the golden set does not cover yet, until none is left.

    Args:
        qa: the documents, and the language model that writes the questions.
        golden: the set that accepted questions are added to; looked at before each proposal.
        seed: of the choice of sentences.

    Raises:
        SettingsError: there is no language model.
        LLMError: it failed.
    """
    model = qa.engine.language_model()
    if model is None:
        raise SettingsError(
            "Drafting takes a language model, and REQA_LLM is none. Name one with --llm, such as local."
        )
    asked = {question.question.casefold() for question in golden.questions}
    for n, (document, sentences) in enumerate(_chosen(qa.documents, golden, random.Random(seed)), 1):
        answerable = n % EVERY_UNANSWERABLE > 0
        question, answer = _written(model, document, sentences, answerable)
        if not question or question.casefold() in asked or (answerable and not answer):
            continue
        asked.add(question.casefold())
        spans = tuple(Span(document.id, s.start, s.end, s.text) for s in sentences) if answerable else ()
        several = ("several sentences",) if len(sentences) > 1 else ("fact",)
        drafted = GoldenQuestion(
            id=golden.new_id(document.id),
            question=question,
            answerable=answerable,
            answers=(answer,) if answerable else (),
            evidence=spans,
            tags=several if answerable else ("unanswerable",),
        )
        yield _tried(qa, drafted)


class GoldenFile:
    """A golden set that grows by one question at a time. What is on disk is always a whole set.

    Args:
        path: the file; it need not exist yet.
        corpus: file or folder with the documents.
        documents: what is in it.

    Raises:
        GoldenError: the file is about other documents, or does not fit them any more.
    """

    def __init__(self, path: Path, corpus: Path, documents: Sequence[Document]) -> None:
        self.questions: tuple[GoldenQuestion, ...] = ()
        self._path = path
        self._corpus = corpus.resolve()
        self._texts = {document.id: document.text for document in documents}
        self._hashes = {document.id: document.content_hash for document in documents}
        self._header: dict[str, Any] = {"reqa_golden": 1, "corpus": self._relative(), "documents": {}}
        self._lines: list[str] = []
        if path.exists():
            self._read()

    def covers(self, sentence: Sentence) -> bool:
        """Whether a question has the sentence as evidence."""
        span = Span(sentence.document_id, sentence.start, sentence.end, sentence.text)
        return any(overlaps(span, known) for q in self.questions for known in q.evidence)

    def new_id(self, document_id: str) -> str:
        """An id that no question of the set has."""
        stem = re.sub(r"\W+", "-", Path(document_id).stem).strip("-").lower() or "question"
        taken = {question.id for question in self.questions}
        return next(name for n in itertools.count(1) if (name := f"{stem}-{n:03}") not in taken)

    def add(self, question: GoldenQuestion) -> None:
        """Write one more question; when this returns, it is on disk.

        Raises:
            GoldenError: its evidence is not what the documents say.
        """
        group = GoldenGroup(self._path.stem, (question,), corpus=self._corpus)
        wrong = problems(group, self._texts, self._hashes)
        if wrong:
            raise GoldenError(f"The question is not written: {wrong[0]}.")
        named = {span.document_id: self._hashes[span.document_id] for span in question.evidence}
        self._header["documents"] = {**self._header["documents"], **named}
        self._lines.append(to_line(question))
        self.questions = (*self.questions, question)
        self._write()

    def _read(self) -> None:
        loaded = load_golden(self._path, None)
        (group, *others) = loaded.groups
        if others or group.corpus is None or group.corpus != self._corpus:
            raise GoldenError(f"{self._path} is about other documents. Name another file with --out.")
        wrong = problems(group, self._texts, self._hashes)
        if wrong:
            raise GoldenError(
                f"{self._path} does not fit the documents: {wrong[0]}. `reqa eval --check` lists all."
            )
        self.questions = group.questions
        lines = [line for line in self._path.read_text(encoding="utf-8").splitlines() if line.strip()]
        self._header, self._lines = json.loads(lines[0]), lines[1:]
        self._header.setdefault("documents", {})

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_name(self._path.name + ".new")
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([json.dumps(self._header, ensure_ascii=False), *self._lines]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _relative(self) -> str:
        try:
            return Path(os.path.relpath(self._corpus, self._path.parent.resolve())).as_posix()
        except ValueError:  # on another drive
            return self._corpus.as_posix()


def _chosen(
    documents: Sequence[Document], golden: GoldenFile, chance: random.Random
) -> Iterator[tuple[Document, list[Sentence]]]:
    """Sentences worth asking about, from each document in turn, so that a long one is not all there is."""
    drawn = []
    for document in documents:
        sentences = segment(document)
        places = [i for i, sentence in enumerate(sentences) if _says_something(sentence)]
        chance.shuffle(places)
        drawn.append([(document, sentences, place) for place in places])
    turns = itertools.chain.from_iterable(itertools.zip_longest(*drawn))
    for n, (document, sentences, place) in enumerate((turn for turn in turns if turn), 1):
        chosen = [sentences[place]]
        following = sentences[place + 1 : place + 2]
        if n % EVERY_PAIR == 0 and following and _says_something(following[0]):
            chosen += [s for s in following if s.paragraph == chosen[0].paragraph]
        if not any(map(golden.covers, chosen)):
            yield document, chosen


def _says_something(sentence: Sentence) -> bool:
    fits = MIN_CHARS <= len(sentence.text) <= MAX_CHARS and len(sentence.text.split()) >= MIN_WORDS
    return fits and not sentence.is_heading and not sentence.text.rstrip().endswith(("?", ":"))


def _written(
    model: LanguageModel, document: Document, sentences: Sequence[Sentence], answerable: bool
) -> tuple[str, str]:
    """A question and its answer in the model's words; empty where it wrote none."""
    first = sentences[0].start
    prompt = (WRITE if answerable else WRITE_UNANSWERABLE).format(
        title=document.title,
        before=" ".join(document.text[max(0, first - MAX_CHARS) : first].split()) or "(nothing)",
        sentence=" ".join(" ".join(s.text for s in sentences).split()),
        both=" only if both of its parts are read" if len(sentences) > 1 else "",
    )
    options: dict[str, Any] = {"max_tokens": MAX_TOKENS} if model.takes_grammar else {}
    try:
        reply = "".join(without_thoughts([model.chat.invoke(prompt, **options).text]))
    except ReqaError:
        raise
    except Exception as error:
        raise model.failure(error, "Name another with --llm.") from error
    question, answer = _field("question", reply), _field("answer", reply)
    return (question if question.endswith("?") else "", answer)


def _field(name: str, reply: str) -> str:
    """What follows `Name:` on its line, without the asterisks and quotation marks that models like."""
    found = re.search(rf"^\W*{name}\W*:(.*)$", reply, re.IGNORECASE | re.MULTILINE)
    return found.group(1).strip(' *"“”') if found else ""


def _tried(qa: QA, question: GoldenQuestion) -> Proposal:
    """The question, put to reqa itself."""
    if not question.answerable:
        answer = qa.ask(question.question)
        said = "reqa refuses to answer it" if answer.abstained else f"reqa answers: {answer.text}"
        return Proposal(question, answer.abstained, said)
    evidence = _evidence(qa, question.question)
    ranks = [_rank(span, evidence) for span in question.evidence]
    missed = sum(rank is None for rank in ranks)
    if missed:
        return Proposal(question, False, "reqa does not find " + ("it" if len(ranks) == 1 else "all of it"))
    return Proposal(question, True, f"reqa finds it, rank {' and '.join(map(str, ranks))}")


def _evidence(qa: QA, question: str) -> Collection[Citation]:
    """What reqa would read to answer a question; nothing is written."""
    with closing(qa.stream(question)) as events:
        return next((event.citations for event in events if isinstance(event, Evidence)), ())


def _rank(span: Span, evidence: Collection[Citation]) -> int | None:
    ranked = sorted(evidence, key=lambda citation: -citation.support_score)
    for rank, c in enumerate(ranked, 1):
        if overlaps(span, Span(c.document_id, c.start_char_index, c.end_char_index, c.cited_text)):
            return rank
    return None
