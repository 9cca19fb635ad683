"""The way of a question, from top to bottom.

question -> mend typing errors -> condense with history -> retrieve -> rerank -> select evidence ->
see whether it can be answered -> generate -> attribute and verify -> Answer

Evidence is also looked for in the documents' words: with abbreviations spelt out, or `the Supplier` for its
name. What is not answered so, or only by an unsure guess, is asked again with the name of what it describes.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnablePassthrough

from reqa import prompts
from reqa.abstain import ANSWERABLE, Signals, answerability, reason_to_abstain
from reqa.attribute import attribute
from reqa.checks.apart.marking import told_apart
from reqa.checks.apart.versions import of_other_versions
from reqa.checks.unmentioned import unmentioned
from reqa.compose import Clock, Composition
from reqa.condense import History, standalone
from reqa.evidence import Selection, score_sentences, select_evidence, sentences_in
from reqa.extract import Extract
from reqa.generate import Writer
from reqa.llm import LanguageModel
from reqa.rerank import remembering
from reqa.resolve import Sources, resolved
from reqa.statements import DraftStatement
from reqa.types import (
    AbstentionReason,
    Chunk,
    Claim,
    Document,
    Evidence,
    Quote,
    Reading,
    ScoredSentence,
    Scorer,
    Sentence,
    StreamEvent,
    TextDelta,
)
from reqa.updates import update_of, with_updates

CHUNKS = 8  # candidates whose sentences are scored: about 50 sentences, 0.2 s on two cores
NEAREST = 3  # sentences shown when the documents do not say
GAIN = 1.0  # So many logits more for the best sentence make another reading of a question the better one.
MAX_RESOLVED = 2  # descriptions that are looked up for a question which is not answered as it stands


@dataclass(frozen=True, slots=True)
class Collaborators:
    """What the stages work with."""

    corrected: Callable[[str], str]
    """A question without its typing errors."""
    readings: Callable[[str], Iterable[Reading]]
    """A question in other words that documents have for something in it."""
    retrieve: Callable[[str, int], list[Chunk]]
    retrieve_among: Callable[[str, int, Callable[[str], bool]], list[Chunk]]
    """The same, in the documents that a test holds for."""
    similarity: Callable[[str], float]
    """Cosine of a question with the nearest chunk."""
    sentences: Callable[[str], Sequence[Sentence]]
    document: Callable[[str], Document]
    score: Scorer
    model: LanguageModel | None

    def update_of(self, claim: Claim, question: str, evidence: Sequence[ScoredSentence]) -> Sentence | None:
        """What a later document says instead of a statement."""
        return update_of(claim, question, evidence, self.document, self.score)


def answer_question(
    question: str, history: History, tools: Collaborators, config: RunnableConfig | None = None
) -> Generator[StreamEvent, None, None]:
    """Answer one question: `Evidence` first, then `TextDelta`s, and the `Answer` last.

    Closing the generator stops the language model.
    """
    clock = Clock()
    writer = Writer(tools.model, config) if tools.model else None

    read, selection = _read(standalone(tools.corrected(question), history, writer), tools, config)
    asked, known = read.question, _defining(read, tools.sentences)
    answer = Composition(question, asked, selection, tools.document, tools.update_of, writer, clock, known)
    evidence = Evidence(asked, tuple(answer.show(s) for s in selection.sentences))
    clock.mark("first_evidence")
    yield evidence

    if selection.sentences and (number := _unmentioned(asked, selection, tools.document)):
        yield from answer.deny_or_abstain("no_evidence", prompts.UNMENTIONED.format(number=number))
        return
    reason = yield from _written(answer, tools)
    if writer and (reason or answer.is_unsure):
        by_name = yield from _written_by_name(answer, tools, writer, config)
        if by_name and (reason or by_name.is_surer_than(answer)):
            answer, reason = by_name, None
    yield from answer.finish() if reason is None else answer.deny_or_abstain(reason)


def _read(question: str, tools: Collaborators, config: RunnableConfig | None) -> tuple[Reading, Selection]:
    """The reading of a question that finds the best evidence, and that.

    Of two that find the same, the one in a document's own terms: they tell whose part something is.
    """
    tools = dataclasses.replace(tools, score=remembering(tools.score))
    read, selection = Reading(question), retrieval_chain(tools).invoke(question, config)
    for other in tools.readings(question):
        found = retrieval_chain(_read_so_too(question, other, tools)).invoke(other.question, config)
        known = {one.sentence for one in selection.sentences}
        suits = other.document_id or not known.issuperset(one.sentence for one in found.sentences)
        gain = found.best - selection.best_about_it
        if gain > GAIN or (suits and gain >= 0):
            read, selection = other, found
    return read, selection


def _read_so_too(question: str, other: Reading, tools: Collaborators) -> Collaborators:
    """The tools with which a question is read in two ways: a sentence fits as well as it fits either."""

    def retrieve(asked: str, k: int) -> list[Chunk]:
        chunks = tools.retrieve(asked, k)
        return [chunk for chunk in chunks if other.document_id in ("", chunk.document_id)]

    def score(pairs: Sequence[tuple[str, str]]) -> list[float]:
        as_asked = [(question if asked == other.question else asked, text) for asked, text in pairs]
        return list(map(max, tools.score(pairs), tools.score(as_asked)))

    return dataclasses.replace(tools, retrieve=retrieve, score=score)


def _written(
    answer: Composition, tools: Collaborators
) -> Generator[StreamEvent, None, AbstentionReason | None]:
    """Write the answer, if the evidence has one; returns why not, or None."""
    asked, selection = answer.asked, answer.selection
    if not selection.sentences:
        return "no_evidence"
    with _reply(asked, selection, answer.writer) as reply:
        nearest = selection.nearest
        answer.answerability = round(answerability(Signals(nearest[0].score, reply.vote)), 4)
        reason = reason_to_abstain(answer.answerability, asked, nearest, lambda: tools.similarity(asked))
        for event in reply.draft() if reason is None else ():
            if isinstance(event, str):
                yield from answer.write(event)
            else:
                claim = attribute(event.text, asked, selection.as_read, event.picks, tools.score)
                yield from answer.end_statement(event.text, claim)
                if answer.is_done:
                    break
    return reason or ("insufficient_support" if answer.is_empty else None)


def _written_by_name(
    answer: Composition, tools: Collaborators, writer: Writer, config: RunnableConfig | None
) -> Generator[StreamEvent, None, Composition | None]:
    """Answer the question with the name of what it describes, where the documents give it; else None."""
    sources_of = functools.partial(_sources_of, tools=tools, writer=writer)
    for _ in range(MAX_RESOLVED):
        found = resolved(answer.asked, answer.backing, writer.name, sources_of)
        if found is None:
            return None
        selection = retrieval_chain(tools).invoke(found.question, config)
        known = (*answer.resting_on, *found.sources)
        answer = Composition(
            answer.question,
            found.question,
            selection,
            tools.document,
            tools.update_of,
            writer,
            answer.clock,
            known,
        )
        if "first_token" in answer.clock.marks:
            yield TextDelta("\n\n")  # Another draft takes the place of the first one.
        if (yield from _written(answer, tools)) is None:
            return answer
    return None


def _sources_of(
    said: str, question: str, sentences: Sequence[ScoredSentence], tools: Collaborators, writer: Writer
) -> Sources:
    """Those of the sentences that say that something answers a question, if it can be answered from them."""
    told = _told_apart(question, sentences, tools)
    sentences = [one for one in told.values() if not one.not_about]
    if not sentences:
        return ()
    best = max(tools.score([(question, one.text) for one in sentences]))
    with writer.reply(question, [Quote(one.text, one.heading) for one in sentences]) as reply:
        if answerability(Signals(best, reply.vote)) < ANSWERABLE:
            return ()
    found = attribute(f"{said}.", question, sentences, (), tools.score)
    return found.sentences if found.supported else ()


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
            lambda x: _selected(x["question"], x["scored"], tools),
            name="select evidence",
        )
    ).with_config(run_name="reqa evidence")


def _selected(question: str, scored: Sequence[ScoredSentence], tools: Collaborators) -> Selection:
    """The evidence, with what each sentence of it is not about; of a version that is asked about, if any."""
    others = of_other_versions(question, scored)
    own = [one for one in scored if one.sentence not in others]
    scored = _with_updates(question, own or scored, tools)
    selection = select_evidence(question, scored, tools.sentences, NEAREST)
    found = list(dict.fromkeys((*selection.sentences, *selection.nearest)))
    marked = _told_apart(question, found, tools)
    return dataclasses.replace(
        selection,
        sentences=tuple(marked[one.sentence] for one in selection.sentences),
        nearest=tuple(marked[one.sentence] for one in selection.nearest),
    )


def _with_updates(
    question: str, scored: Sequence[ScoredSentence], tools: Collaborators
) -> list[ScoredSentence]:
    """The sentences, and ahead of them what later documents say instead, where it is asked what is so now."""

    def like(text: str, is_meant: Callable[[str], bool]) -> Sequence[ScoredSentence]:
        found = sentences_in(tools.retrieve_among(text, CHUNKS, is_meant), tools.sentences)
        scores = tools.score([(text, one.text) for one in found])
        return [dataclasses.replace(one, score=x + one.score) for one, x in zip(found, scores, strict=True)]

    return with_updates(question, scored, tools.document, like)


def _told_apart(
    question: str, sentences: Sequence[ScoredSentence], tools: Collaborators
) -> dict[Sentence, ScoredSentence]:
    def text_of(document_id: str) -> str:
        return tools.document(document_id).text

    return told_apart(question, sentences, tools.sentences, text_of, tools.score)


def _defining(
    read: Reading, sentences_of: Callable[[str], Sequence[Sentence]]
) -> list[tuple[Sentence, float]]:
    """The sentences that say what a question has been read with, for certain."""
    sentences = sentences_of(read.document_id) if read.defined_at else ()
    return [(one, 1.0) for one in sentences if any(one.start <= at < one.end for at in read.defined_at)]


def _unmentioned(question: str, selection: Selection, document: Callable[[str], Document]) -> str | None:
    """A number that the question takes for granted, and no document of the evidence contains or covers."""
    passages = [f"{one.told} {one.sentence.line}" for one in selection.sentences]
    documents = [document(source) for source in {one.sentence.document_id for one in selection.sentences}]
    known = [text for document in documents for text in (document.id, document.title, document.text)]
    return unmentioned(question, passages, known)


class _Reply(Protocol):
    """Whether the evidence answers the question, and the answer."""

    @property
    def vote(self) -> float | None: ...
    def draft(self) -> Iterator[str | DraftStatement]: ...


def _reply(question: str, selection: Selection, writer: Writer | None) -> AbstractContextManager[_Reply]:
    if writer:
        return writer.reply(question, selection.quotes)
    return nullcontext(Extract(selection.best_first))
