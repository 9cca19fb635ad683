"""The way of a question, from top to bottom.

question -> mend typing errors -> condense with history -> retrieve -> rerank -> select evidence ->
see whether it can be answered -> generate -> attribute and verify -> Answer
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnablePassthrough

from reqa import prompts
from reqa.abstain import Signals, answerability, reason_to_abstain
from reqa.attribute import Attribution, Scorer, attribute
from reqa.completion import left_out
from reqa.condense import History, standalone
from reqa.conflict import other_figure
from reqa.denial import denial
from reqa.evidence import Selection, score_sentences, select_evidence
from reqa.extract import Extract
from reqa.generate import Writer
from reqa.lists import is_item
from reqa.llm import LanguageModel
from reqa.redundant import tells_nothing
from reqa.statements import DraftStatement
from reqa.types import (
    AbstentionReason,
    Answer,
    Chunk,
    Citation,
    Claim,
    Document,
    Evidence,
    ScoredSentence,
    Sentence,
    Statement,
    StreamEvent,
    TextDelta,
)
from reqa.unmentioned import unmentioned

CHUNKS = 8  # candidates whose sentences are scored: about 50 sentences, 0.2 s on two cores
NEAREST = 3  # sentences shown when the documents do not say
# Where the evidence is this likely to answer the question, but nothing that the model wrote is backed by it,
# the best sentence is quoted instead. With an earlier prompt one answer in twenty on the development sets was
# such a quotation, mostly a right one.
QUOTABLE = 0.55


@dataclass(frozen=True, slots=True)
class Collaborators:
    """What the stages work with."""

    corrected: Callable[[str], str]
    """A question without its typing errors."""
    retrieve: Callable[[str, int], list[Chunk]]
    similarity: Callable[[str], float]
    """Cosine of a question with the nearest chunk."""
    sentences: Callable[[str], Sequence[Sentence]]
    document: Callable[[str], Document]
    score: Scorer
    model: LanguageModel | None


def answer_question(
    question: str, history: History, tools: Collaborators, config: RunnableConfig | None = None
) -> Generator[StreamEvent, None, None]:
    """Answer one question: `Evidence` first, then `TextDelta`s, and the `Answer` last.

    Closing the generator stops the language model.
    """
    clock = _Clock()
    writer = Writer(tools.model, config) if tools.model else None

    asked = standalone(tools.corrected(question), history, writer.rewrite if writer else None)
    selection = retrieval_chain(tools).invoke(asked, config)
    answer = _AnswerInProgress(question, asked, tools, writer, clock, selection)
    evidence = Evidence(asked, tuple(answer.show(s) for s in selection.sentences))
    clock.mark("first_evidence")
    yield evidence

    if not selection.sentences:
        yield from answer.abstain("no_evidence")
        return
    if number := answer.unmentioned():
        yield from answer.abstain("no_evidence", prompts.UNMENTIONED.format(number=number))
        return
    with _reply(asked, selection, writer) as reply:
        signals = Signals(best_score=selection.nearest[0].score, vote=reply.vote)
        answer.answerability = round(answerability(signals), 4)
        reason = reason_to_abstain(answer.answerability, signals.best_score, lambda: tools.similarity(asked))
        for event in reply.draft() if reason is None else ():
            if isinstance(event, str):
                yield from answer.write(event)
            else:
                claim = attribute(event.text, asked, selection.best_first, event.picks, tools.score)
                yield from answer.end_statement(event.text, claim)
    yield from answer.finish() if reason is None else answer.abstain(reason)


def retrieval_chain(tools: Collaborators) -> Runnable[Any, Selection]:
    """From a question that stands alone (a `str`) to its evidence, as a LangChain Runnable."""
    return (
        RunnableLambda(lambda question: {"question": question}).with_config(run_name="question")
        | RunnablePassthrough.assign(
            chunks=RunnableLambda(lambda x: tools.retrieve(x["question"], CHUNKS), name="retrieve")
        )
        | RunnablePassthrough.assign(
            scored=RunnableLambda(
                lambda x: score_sentences(x["question"], x["chunks"], tools.sentences, tools.score),
                name="rerank",
            )
        )
        | RunnableLambda(
            lambda x: select_evidence(x["question"], x["scored"], tools.sentences, NEAREST),
            name="select evidence",
        )
    ).with_config(run_name="reqa evidence")


class _Reply(Protocol):
    """Whether the evidence answers the question, and the answer."""

    @property
    def vote(self) -> float | None: ...
    def draft(self) -> Iterator[str | DraftStatement]: ...


def _reply(question: str, selection: Selection, writer: Writer | None) -> AbstractContextManager[_Reply]:
    if writer:
        return writer.reply(question, selection.quotes)
    return nullcontext(Extract(selection.best_first))


@dataclass(slots=True)
class _AnswerInProgress:
    """Collects the statements as they are verified, and numbers their citations."""

    question: str
    asked: str
    """The question as it is understood."""
    tools: Collaborators
    writer: Writer | None
    clock: _Clock
    selection: Selection
    text: str = ""
    statements: list[Statement] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    """What the statements say, and the sentences that they cite."""
    markers: dict[tuple[str, int], int] = field(default_factory=dict)
    listed: set[Sentence] = field(default_factory=set)
    """The lists that the answer quotes."""
    dropped: bool = False
    answerability: float | None = None
    _open: bool = False

    def cite(self, sentence: Sentence, marker: int | None = None, support: float = 0.0) -> Citation:
        document = self.tools.document(sentence.document_id)
        return Citation(
            marker=marker,
            document_id=document.id,
            document_title=document.title,
            content_hash=document.content_hash,
            start_char_index=sentence.start,
            end_char_index=sentence.end,
            cited_text=document.text[sentence.start : sentence.end],
            support_score=round(support, 4),
        )

    def show(self, scored: ScoredSentence) -> Citation:
        """A sentence to be shown, not cited; its support says how well it fits the question."""
        return self.cite(scored.sentence, support=1 / (1 + math.exp(-scored.score)))

    def unmentioned(self) -> str | None:
        """A number that the question takes for granted, and no document of the evidence contains."""
        passages = [one.sentence.text for one in self.selection.sentences]
        sources = {one.sentence.document_id for one in self.selection.sentences}
        documents = [self.tools.document(source) for source in sources]
        known = [text for document in documents for text in (document.id, document.title, document.text)]
        return unmentioned(self.asked, passages, known)

    def write(self, piece: str, between: str = "") -> Iterator[TextDelta]:
        """Show a piece of the statement that is being written."""
        self.clock.mark("first_token")
        if not self._open:
            piece = self._apart(between) + piece
        self._open = True
        yield TextDelta(piece)

    def _apart(self, between: str) -> str:
        """What stands between the text so far and the next statement."""
        if not self.text:
            return ""
        _, last = self.claims[-1]
        return between or ("\n\n" if self.listed.issuperset(last) else " ")

    def end_statement(self, text: str, claim: Attribution) -> Iterator[TextDelta]:
        """Keep a statement that is supported and tells something; else drop it.

        One that only rests on a list which is asked for as a whole gives way to the list itself.
        """
        self._open = False
        cited = {sentence for sentence, _ in claim.sentences}
        earlier = (said for said, _ in self.claims)
        if not claim.supported or cited <= self.listed or tells_nothing(text, self.asked, earlier):
            self.dropped = True
            return
        members = self.selection.listed_with(cited - self.listed)
        if cited.issubset(members):
            self.dropped = True
        else:
            yield from self._keep(text, claim)
        yield from self.quote_list(members)

    def _keep(self, text: str, claim: Attribution, between: str = "") -> Iterator[TextDelta]:
        """Add a statement, with its markers, to the answer."""
        self._open = False
        citations = tuple(
            self.cite(sentence, self._marker(sentence), support) for sentence, support in claim.sentences
        )
        self.text += self._apart(between)
        self.claims.append((text, [sentence for sentence, _ in claim.sentences]))
        start = len(self.text)
        marked = " " + "".join(f"[{c.marker}]" for c in citations)
        self.text += text + marked
        self.statements.append(
            Statement(
                text=text,
                start_index=start,
                end_index=start + len(text),
                citations=citations,
                support_score=round(claim.support, 4),
                supported=claim.supported,
            )
        )
        yield TextDelta(marked)

    def finish(self) -> Iterator[StreamEvent]:
        evidence = self.selection.best_first
        if not self.statements and (self.answerability or 0) >= QUOTABLE:
            best = evidence[0].sentence
            if not tells_nothing(best.text, self.asked, [self.asked]):
                yield from self.quote_list(self.selection.listed_with({best}) or [best])
        if not self.statements:
            yield from self.abstain("insufficient_support")
            return
        if contrary := other_figure(self.asked, self.claims, evidence):
            yield from self.quote(contrary, prompts.CONTRARY)
        if self.writer:  # Without one the answer already is the sentences that fit best.
            for sentence in left_out(self.asked, self.claims, evidence):
                yield from self.quote_list(self.selection.listed_with({sentence}) or [sentence])
        unique = {c.marker: c for statement in self.statements for c in statement.citations}
        yield self._answer(
            text=self.text,
            statements=tuple(self.statements),
            citations=tuple(unique.values()),
        )

    def quote(self, sentence: Sentence, frame: str = "{sentence}", between: str = "") -> Iterator[TextDelta]:
        """Say a sentence of the documents in its own words."""
        text = frame.format(sentence=" ".join(sentence.text.split()))
        yield from self.write(text, between)
        verbatim = Attribution(((sentence, 1.0),), support=1.0, supported=True)
        yield from self._keep(text, verbatim, between)

    def quote_list(self, members: Sequence[Sentence]) -> Iterator[TextDelta]:
        """Quote what leads into a list and its items, unless they are there already."""
        for sentence in members:
            if sentence not in self.listed:
                yield from self.quote(sentence, between="\n" if is_item(sentence) else "")
        if len(members) > 1:
            self.listed.update(members)

    def abstain(self, reason: AbstentionReason, *why: str) -> Iterator[StreamEvent]:
        text, nearest = " ".join([prompts.ABSTENTION[reason], *why]), list(self.selection.nearest)
        if denied := denial(self.asked, nearest):
            text = f"{text} {prompts.DENIED.format(sentence=' '.join(denied.sentence.text.split()))}"
            nearest.sort(key=lambda one: one is not denied)
        if not self.dropped:
            self.clock.mark("first_token")
            yield TextDelta(text)
        yield self._answer(
            text=text,
            abstained=True,
            abstention_reason=reason,
            nearest=tuple(map(self.show, nearest)),
        )

    def _marker(self, sentence: Sentence) -> int:
        place = (sentence.document_id, sentence.start)
        return self.markers.setdefault(place, len(self.markers) + 1)

    def _answer(self, **said: Any) -> Answer:
        self.clock.mark("total")
        return Answer(
            question=self.question,
            model=self.tools.model.name if self.tools.model else "none",
            timings=self.clock.marks,
            usage=self.writer.usage() if self.writer else {},
            answerability=self.answerability,
            understood=self.asked if self.asked != self.question else "",
            **said,
        )


class _Clock:
    """Seconds since it was made at which things happened for the first time."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.marks: dict[str, float] = {}

    def mark(self, name: str) -> None:
        self.marks.setdefault(name, round(time.perf_counter() - self._start, 4))
