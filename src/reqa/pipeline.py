"""The way of a question, from top to bottom.

question -> mend typing errors -> condense with history -> retrieve -> rerank -> select evidence ->
see whether it can be answered -> generate -> attribute and verify -> Answer
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnablePassthrough

from reqa import prompts
from reqa.abstain import Signals, answerability, reason_to_abstain
from reqa.attribute import Scorer, attribute
from reqa.checks.unmentioned import unmentioned
from reqa.compose import Clock, Composition
from reqa.condense import History, standalone
from reqa.evidence import Selection, score_sentences, select_evidence
from reqa.extract import Extract
from reqa.generate import Writer
from reqa.llm import LanguageModel
from reqa.statements import DraftStatement
from reqa.types import Chunk, Document, Evidence, Sentence, StreamEvent

CHUNKS = 8  # candidates whose sentences are scored: about 50 sentences, 0.2 s on two cores
NEAREST = 3  # sentences shown when the documents do not say


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
    clock = Clock()
    writer = Writer(tools.model, config) if tools.model else None

    asked = standalone(tools.corrected(question), history, writer.rewrite if writer else None)
    selection = retrieval_chain(tools).invoke(asked, config)
    answer = Composition(question, asked, selection, tools.document, writer, clock)
    evidence = Evidence(asked, tuple(answer.show(s) for s in selection.sentences))
    clock.mark("first_evidence")
    yield evidence

    if not selection.sentences:
        yield from answer.deny_or_abstain("no_evidence")
        return
    if number := _unmentioned(asked, selection, tools.document):
        yield from answer.deny_or_abstain("no_evidence", prompts.UNMENTIONED.format(number=number))
        return
    with _reply(asked, selection, writer) as reply:
        nearest = selection.nearest
        answer.answerability = round(answerability(Signals(nearest[0].score, reply.vote)), 4)
        reason = reason_to_abstain(answer.answerability, asked, nearest, lambda: tools.similarity(asked))
        for event in reply.draft() if reason is None else ():
            if isinstance(event, str):
                yield from answer.write(event)
            else:
                claim = attribute(event.text, asked, selection.best_first, event.picks, tools.score)
                yield from answer.end_statement(event.text, claim)
                if answer.is_done:
                    break
    yield from answer.finish() if reason is None else answer.deny_or_abstain(reason)


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


def _unmentioned(question: str, selection: Selection, document: Callable[[str], Document]) -> str | None:
    """A number that the question takes for granted, and no document of the evidence contains or covers."""
    passages = [f"{one.told} {one.sentence.text}" for one in selection.sentences]
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
