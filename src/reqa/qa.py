"""`reqa.open` and what it returns: the documents, ready to be asked."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reqa import chunk as chunker
from reqa import segment as segmenter
from reqa import spelling
from reqa.aliases import Aliases
from reqa.condense import parse_history
from reqa.documents import SourceFile, find_documents, read_document
from reqa.engine import Engine
from reqa.errors import DocumentError, QuestionError
from reqa.formats import FORMATS_VERSION
from reqa.initials import Initials
from reqa.pipeline import Collaborators, answer_question
from reqa.retrieve import Retriever
from reqa.settings import Settings
from reqa.spelling import Spelling
from reqa.storage.index import Index, IndexReport, open_index
from reqa.types import Answer, Citation, Document, Reading, StreamEvent

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable, RunnableConfig

    from reqa.runnable import Asked

Turns = Sequence[Mapping[str, object]]
"""A conversation: `{"role": "user" | "assistant", "content": text}` each."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many of its steps are done, and of how many (0: not known)."""

BATCH_WORKERS = 4  # questions that a hosted model answers at the same time


def open_qa(
    corpus: str | Path | None = None,
    *,
    index_dir: str | Path | None = None,
    settings: Settings | None = None,
    llm: BaseChatModel | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> QA:
    """Open documents for questions. Builds their index, or refreshes what changed.

    Args:
        corpus: file or folder; default: the settings' `corpus`.
        index_dir: folder of the index; default: the settings' `index`.
        settings: default: `REQA_*` environment variables, then reqa's own defaults.
        llm: a LangChain chat model to use instead of the one that the settings name.
        engine: the models of another QA (`qa.engine`), to load them only once.
        progress: told what is being done.

    Raises:
        SettingsError: a setting has an impossible value.
        CorpusError: the path is missing or holds no document that can be read.
        ModelStoreError: the embedder or the reranker cannot be had.
        IndexStoreError: the index cannot be read or written.
    """
    settings = (settings or Settings.load()).replace(corpus=corpus, index=index_dir)
    sources = find_documents(settings.corpus)
    shared = engine
    engine = engine or Engine(settings, llm)
    index = open_index(
        sources,
        read_document,
        index_dir=settings.index,
        segment=segmenter.segment,
        chunk=chunker.chunk,
        embed=engine.embedder,
        fingerprint={
            "formats": FORMATS_VERSION,
            "embedder": engine.embedder_name,
            "segmenter": segmenter.SEGMENTER_VERSION,
            "chunker": chunker.CHUNKER_VERSION,
        },
        chroma_url=settings.chroma_url,
        progress=progress,
    )
    return QA(settings, sources, index, engine, owns_engine=shared is None)


class QA:
    """Documents that can be asked; made by `reqa.open`. May be used from several threads."""

    def __init__(
        self,
        settings: Settings,
        sources: Sequence[SourceFile],
        index: Index,
        engine: Engine,
        *,
        owns_engine: bool,
    ) -> None:
        self.engine = engine
        """The models, which `reqa.open(engine=...)` takes for other documents."""
        self._settings = settings
        self._sources = {source.id: source for source in sources}
        self._index = index
        self._owns_engine = owns_engine
        self._retriever = Retriever(index, engine.embedder)
        self._spelling = Spelling(self._texts)
        self._initials = Initials(self._texts, engine.embedder)
        self._aliases = Aliases(lambda: index.documents)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, ordered by id."""
        return tuple(self._index.documents)

    @property
    def model(self) -> str:
        """Name of the language model, or `none`."""
        return self.engine.model

    @property
    def index_report(self) -> IndexReport:
        """What is in the index, what opening it did, and which files were skipped and why."""
        return self._index.report

    def document(self, document_id: str) -> Document:
        """The document with that id; raises KeyError if there is none."""
        return self._index.document(document_id)

    def is_current(self, citation: Citation) -> bool:
        """Whether the citation's document still says what it said when it was cited."""
        source = self._sources.get(citation.document_id)
        if source is None:
            return False
        try:
            # Read, as size and time stay the same when a file is replaced by `cp -p` or from an archive.
            document = self._index.unchanged(source) or read_document(source)
        except (DocumentError, OSError):
            return False
        return document.content_hash == citation.content_hash

    def ask(self, question: str, history: Turns = ()) -> Answer:
        """Answer a question, or say that the documents do not.

        Args:
            question: in plain words.
            history: the conversation so far, oldest first, for a follow-up question.

        Raises:
            QuestionError: the question is empty or too long, or the history is malformed.
            LLMError: the language model cannot be had, or failed.
        """
        return _last(self.stream(question, history))

    async def aask(self, question: str, history: Turns = ()) -> Answer:
        """Like `ask`, without blocking the event loop. When cancelled, it stops the language model."""
        events = self.stream(question, history)
        cancelled = threading.Event()

        def work() -> Answer | None:
            with contextlib.closing(events):
                for event in events:
                    if isinstance(event, Answer):
                        return event
                    if cancelled.is_set():
                        break
            return None

        try:
            answer = await asyncio.to_thread(work)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        assert answer is not None
        return answer

    def stream(
        self, question: str, history: Turns = (), *, config: RunnableConfig | None = None
    ) -> Generator[StreamEvent, None, None]:
        """Answer a question step by step: `Evidence`, then `TextDelta`s, and the `Answer` last.

        The deltas are the draft as it is written; the `Answer` is what was verified. Closing the
        generator stops the language model.

        Args:
            question: in plain words.
            history: the conversation so far, oldest first.
            config: LangChain's callbacks, tags and metadata.

        Raises:
            QuestionError: at the call. LLMError: while iterating.
        """
        question = self._checked(question)
        turns = parse_history(history)
        return self._stream(lambda tools: answer_question(question, turns, tools, config))

    def batch(self, questions: Sequence[str]) -> list[Answer]:
        """Answer several questions; the answers come in the order of the questions."""
        checked = [self._checked(question) for question in questions]
        model = self.engine.language_model()
        one_at_a_time = model is not None and model.is_local
        with ThreadPoolExecutor(max_workers=1 if one_at_a_time else BATCH_WORKERS) as pool:
            return list(pool.map(self.ask, checked))

    def as_runnable(self) -> Runnable[Asked, Answer]:
        """The same chain as a LangChain Runnable; takes a question, or `{"question", "history"}`."""
        from reqa.runnable import AnswerRunnable

        return AnswerRunnable(self.stream)

    def warm_up(self) -> None:
        """Load the models, side by side, so that the first question does not wait for them.

        Raises:
            LLMError: the language model cannot be had. ModelStoreError: another model cannot be loaded.
        """
        self.engine.warm_up()
        spelling.load()

    def close(self) -> None:
        """Free the index's files and, unless the engine came from elsewhere, the language model's memory."""
        self._index.close()
        if self._owns_engine:
            self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _checked(self, question: object) -> str:
        if not isinstance(question, str) or not question.strip():
            raise QuestionError("The question is empty. Ask something in plain words.")
        if any("\ud800" <= c <= "\udfff" for c in question):
            raise QuestionError("The question is not valid Unicode: it has half of a character.")
        limit = self._settings.max_question_chars
        if len(question) > limit:
            raise QuestionError(
                f"The question has {len(question):,} characters; at most {limit:,} are taken. Shorten it, "
                "or set REQA_MAX_QUESTION_CHARS."
            )
        return question.strip()

    def _stream(
        self, events: Callable[[Collaborators], Generator[StreamEvent, None, None]]
    ) -> Generator[StreamEvent, None, None]:
        with contextlib.closing(events(self._tools())) as stream:
            yield from stream

    def _tools(self) -> Collaborators:
        return Collaborators(
            corrected=self._spelling.corrected,
            readings=self._readings,
            retrieve=self._retriever.retrieve,
            retrieve_among=self._retriever.retrieve,
            similarity=self._similarity,
            sentences=self._index.sentences,
            document=self._index.document,
            score=self.engine.reranker.score,
            model=self.engine.language_model(),
        )

    def _readings(self, question: str) -> Iterator[Reading]:
        spelt_out = self._initials.spelt_out(question)
        if spelt_out != question:
            yield Reading(spelt_out)
        yield from self._aliases.readings(question)

    def _texts(self) -> Iterator[str]:
        return (document.text for document in self._index.documents)

    def _similarity(self, question: str) -> float:
        nearest = self._index.dense(self.engine.embedder([question])[0], 1)
        return nearest[0][1] if nearest else 0.0


def ask(
    question: str,
    *,
    corpus: str | Path | None = None,
    index_dir: str | Path | None = None,
    settings: Settings | None = None,
    history: Turns = (),
) -> Answer:
    """Ask a question in one line. Opens the documents at the first call and keeps them open.

    Args and errors are those of `reqa.open` and `QA.ask`.
    """
    place = [Path(p).resolve() if p is not None else None for p in (corpus, index_dir)]
    with _opening:
        qa = _opened(*place, settings or Settings.load())
    return qa.ask(question, history)


_opening = threading.Lock()


@functools.cache
def _opened(corpus: Path | None, index_dir: Path | None, settings: Settings) -> QA:
    return open_qa(corpus, index_dir=index_dir, settings=settings)


def _last(events: Generator[StreamEvent, None, None]) -> Answer:
    last = deque(events, maxlen=1).pop()
    assert isinstance(last, Answer)
    return last
