"""reqa with one part taken away or made plain, to see what the part brings and what it costs.

The pipeline stays as it is: it gets other collaborators. Only `own-picks` also replaces what comes out.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from langchain_core.messages import AIMessage, BaseMessage

from reqa import prompts
from reqa.chunk import chunk
from reqa.condense import parse_history
from reqa.generate import Reply
from reqa.pipeline import Collaborators, answer_question
from reqa.qa import QA
from reqa.retrieve import Retriever
from reqa.statements import DraftStatement
from reqa.types import Answer, Chunk, Citation, Document, Evidence, Statement, StreamEvent

# The log-odds that stand in for the model's vote: a yes that leaves the cross-encoder the decision. With it,
# reqa answers from about the same score on as without a language model.
NO_VOTE = 1.0
# The logits that stand in for the cross-encoder's: that of a sentence that fits, less for each next one.
FITTING, NEXT = 4.0, 0.1

Change = Callable[[Collaborators, QA], Collaborators]


class Ablated:
    """A QA whose pipeline works with other collaborators; as much of a QA as the evaluator uses."""

    def __init__(self, qa: QA, change: Change) -> None:
        self._qa = qa
        # There is no public way to them: nobody but a measurement of the parts should need one.
        self._tools = change(qa._tools(), qa)
        self.engine = qa.engine

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._qa.documents

    def warm_up(self) -> None:
        if self._tools.model:
            self._qa.warm_up()

    def stream(self, question: str, history: Sequence[Mapping[str, object]] = ()) -> Iterator[StreamEvent]:
        yield from answer_question(question, parse_history(history), self._tools)


class OwnPicks(Ablated):
    """Keeps all that the model wrote, with the numbers that the model wrote as its citations."""

    def __init__(self, qa: QA) -> None:
        self._heard = _Overheard(qa.engine.language_model().chat)
        super().__init__(qa, self._listen)

    def stream(self, question: str, history: Sequence[Mapping[str, object]] = ()) -> Iterator[StreamEvent]:
        self._heard.forget()
        evidence: tuple[Citation, ...] = ()
        for event in super().stream(question, history):
            if isinstance(event, Evidence):
                evidence = event.citations
            if isinstance(event, Answer) and event.abstention_reason not in ("no_evidence", "off_topic"):
                event = self._as_drafted(event, evidence)
            yield event

    def _listen(self, tools: Collaborators, qa: QA) -> Collaborators:
        def score(pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
            # The model writes only after the evidence is chosen: what is scored from then on is attribution.
            return [FITTING] * len(pairs) if self._heard.text else tools.score(pairs)

        return dataclasses.replace(
            tools, score=score, model=dataclasses.replace(tools.model, chat=self._heard)
        )

    def _as_drafted(self, answer: Answer, evidence: Sequence[Citation]) -> Answer:
        numbered = [_quoted_in(line, evidence) for line in self._heard.numbered()]
        reply = Reply((said for said in [AIMessage(self._heard.text)]), len(numbered))
        drafted = [s for s in reply.draft() if isinstance(s, DraftStatement)]
        text, statements, cited = "", [], {}
        for one in drafted:
            picks = [numbered[i] for i in one.picks if numbered[i] is not None]
            marked = [cited.setdefault(c, dataclasses.replace(c, marker=len(cited) + 1)) for c in picks]
            start = len(text) + (1 if text else 0)
            text += (" " if text else "") + one.text + "".join(f" [{c.marker}]" for c in marked)
            statements.append(Statement(one.text, start, start + len(one.text), tuple(marked), 1.0, True))
        return dataclasses.replace(
            answer,
            text=text,
            statements=tuple(statements),
            citations=tuple(cited.values()),
            abstained=False,
            abstention_reason=None,
            nearest=(),
        )


class Changed:
    """A chat model that is another one but for what it says."""

    def __init__(self, chat: Any) -> None:
        self._chat = chat

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)


class _Overheard(Changed):
    """Remembers the sentences that it was last given, and its reply."""

    def __init__(self, chat: Any) -> None:
        super().__init__(chat)
        self.forget()

    def forget(self) -> None:
        self.text = ""
        self._messages: Sequence[BaseMessage] = ()

    def numbered(self) -> list[str]:
        """The sentences that it was given, in the order of their numbers."""
        lines = self._messages[-1].text.splitlines()
        return [line.partition("] ")[2] for line in lines if line.startswith("[")]

    def stream(self, messages: Sequence[BaseMessage], **options: Any) -> Iterator[Any]:
        answering = messages[0].text == prompts.SYSTEM  # else a follow-up is rewritten, or a name asked for
        if answering:
            self._messages, self.text = messages, ""
        for piece in self._chat.stream(messages, **options):
            if answering:
                self.text += piece.text
            yield piece


class _Nameless(Changed):
    """Knows no name for what a question describes."""

    def stream(self, messages: Sequence[BaseMessage], **options: Any) -> Iterator[Any]:
        return iter(()) if messages[0].text == prompts.NAME_SYSTEM else self._chat.stream(messages, **options)


class _Voteless(Changed):
    """Its first word says nothing about whether the evidence answers the question."""

    def stream(self, messages: Sequence[BaseMessage], **options: Any) -> Iterator[Any]:
        yes = 1 / (1 + math.exp(-NO_VOTE))
        likeliest = [
            {"token": "yes", "logprob": math.log(yes)},
            {"token": "no", "logprob": math.log(1 - yes)},
        ]
        for piece in self._chat.stream(messages, **options):
            if piece.response_metadata.get("logprobs"):
                piece.response_metadata["logprobs"] = {"content": [{"top_logprobs": likeliest}]}
            yield piece


def _without_model(tools: Collaborators, qa: QA) -> Collaborators:
    return dataclasses.replace(tools, model=None)


def _without_vote(tools: Collaborators, qa: QA) -> Collaborators:
    return dataclasses.replace(
        tools, model=dataclasses.replace(tools.model, chat=_Voteless(tools.model.chat))
    )


def _without_names(tools: Collaborators, qa: QA) -> Collaborators:
    return dataclasses.replace(
        tools, model=dataclasses.replace(tools.model, chat=_Nameless(tools.model.chat))
    )


def _without_reranking(tools: Collaborators, qa: QA) -> Collaborators:
    asked = ""

    def retrieve(question: str, k: int) -> list[Chunk]:
        nonlocal asked
        asked = question
        return tools.retrieve(question, k)

    def score(pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """Sentences keep the order of their chunks; statements are attributed as ever."""
        if all(query == asked for query, _ in pairs):
            return [FITTING - NEXT * i for i in range(len(pairs))]
        return tools.score(pairs)

    return dataclasses.replace(tools, retrieve=retrieve, score=score)


def _without_dense(tools: Collaborators, qa: QA) -> Collaborators:
    words = Retriever(_Searched(_chunks(tools, qa), lambda vector, k: []), qa.engine.embedder)
    return dataclasses.replace(tools, retrieve=words.retrieve)


def _without_bm25(tools: Collaborators, qa: QA) -> Collaborators:
    chunks = _chunks(tools, qa)
    vectors = np.asarray(qa.engine.embedder([c.text for c in chunks]))

    def retrieve(question: str, k: int) -> list[Chunk]:
        if len(chunks) <= k:  # as in reqa's own retriever, there is nothing to choose
            return chunks
        scores = vectors @ qa.engine.embedder([question])[0]
        return [chunks[i] for i in np.argsort(-scores, kind="stable")[:k]]

    return dataclasses.replace(tools, retrieve=retrieve)


@dataclasses.dataclass(frozen=True)
class _Searched:
    """What a `Retriever` searches."""

    chunks: Sequence[Chunk]
    dense: Callable[[Any, int], Sequence[tuple[int, float]]]


def _chunks(tools: Collaborators, qa: QA) -> list[Chunk]:
    return [c for d in qa.documents for c in chunk(tools.sentences(d.id), d.text)]


def _quoted_in(line: str, evidence: Sequence[Citation]) -> Citation | None:
    """The evidence sentence that a line of the prompt quotes: on one line, with round brackets, maybe cut."""
    quoted = line.removesuffix(" ...")
    for citation in evidence:
        flat = " ".join(citation.cited_text.split()).replace("[", "(").replace("]", ")")
        if flat == line or (quoted != line and flat.startswith(quoted)):
            return citation
    return None


_CHANGES: dict[str, Change] = {
    "no-vote": _without_vote,
    "no-names": _without_names,
    "no-rerank": _without_reranking,
    "no-dense": _without_dense,
    "no-bm25": _without_bm25,
    "extractive": _without_model,
}
ABLATIONS = {
    "no-vote": "whether to answer is decided by the cross-encoder alone, without the model's vote",
    "no-names": "a question is refused where only the name of what it describes would answer it",
    "no-rerank": "evidence is the first sentences of the best chunks, whatever the cross-encoder prefers",
    "no-dense": "chunks are found by their words alone",
    "no-bm25": "chunks are found by their meaning alone",
    "own-picks": "all that the model wrote is kept and cites what the model says that it rests on",
    "extractive": "no language model: the best sentences are the answer",
}


def ablated(name: str, qa: QA) -> Ablated:
    """The documents of `qa`, asked without the part that `ABLATIONS` describes; raises KeyError."""
    return OwnPicks(qa) if name == "own-picks" else Ablated(qa, _CHANGES[name])
