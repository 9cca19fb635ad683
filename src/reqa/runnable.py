"""A QA as a LangChain Runnable, so that it composes, and that callbacks and tracing see every step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import Runnable, RunnableConfig

from reqa.background import in_threads
from reqa.errors import QuestionError
from reqa.types import Answer, StreamEvent

Asked = str | Mapping[str, Any]
"""A question, or `{"question": ..., "history": [...]}`."""

Stream = Callable[..., Generator[StreamEvent, None, None]]


class AnswerRunnable(Runnable[Asked, Answer]):
    """From a question to its `Answer`. `stream` yields the events of `QA.stream`, the `Answer` last."""

    name = "reqa"

    def __init__(self, stream: Stream) -> None:
        self._events = stream

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(
        self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[Any]:
        yield from self._transform_stream_with_config(iter([input]), self._steps, config, run_type="chain")

    async def astream(
        self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Any]:
        steps = cast("Generator[Any, None, None]", self.stream(input, config, **kwargs))
        async with aclosing(in_threads(steps)) as events:
            async for event in events:
                yield event

    def _answer(
        self, asked: Asked, run_manager: CallbackManagerForChainRun, config: RunnableConfig
    ) -> Answer:
        *_, answer = self._steps(iter([asked]), run_manager, config)
        assert isinstance(answer, Answer)
        return answer

    def _steps(
        self, asked: Iterator[Asked], run_manager: CallbackManagerForChainRun, config: RunnableConfig
    ) -> Iterator[Any]:
        for one in asked:
            question, history = _taken_apart(one)
            yield from self._events(question, history, config=config)


def _taken_apart(asked: object) -> tuple[str, Sequence[Mapping[str, object]]]:
    if isinstance(asked, str):
        return asked, ()
    if isinstance(asked, Mapping) and "question" in asked:
        return asked["question"], asked.get("history") or ()
    raise QuestionError(
        f'The input must be a question, or {{"question": "...", "history": [...]}}; got {asked!r:.120}.'
    )
