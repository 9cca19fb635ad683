"""Stand-ins for the models: deterministic, instant, and honest about what they were asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

_WORD = re.compile(r"\w+")


class ScriptedChat(BaseChatModel):
    """Says yes and then `answer`, or no, a few characters at a time.

    `{1}` in `answer` is the text of the first sentence that the model was given. Asked whether a text says
    what a statement says, it says so unless the statement is among those that it `doubts`.
    """

    answer: str = "{1} [1]"
    answerable: bool = True
    rewritten: str = "What is it in full?"
    doubts: tuple[str, ...] = ()
    fails: str = ""
    prompts: list[str] = Field(default_factory=list)
    checked: list[str] = Field(default_factory=list)
    closed: list[bool] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _reply(self, messages: list[BaseMessage]) -> str:
        prompt = messages[-1].text
        if prompt.startswith("Text:"):
            self.checked.append(prompt)
            return "No" if prompt.endswith(self.doubts) else "Yes"
        self.prompts.append(prompt)
        if self.fails:
            raise ConnectionError(self.fails)
        if "Rewritten question:" in prompt:
            return self.rewritten
        if not self.answerable:
            return "No"
        sentences = dict(re.findall(r"^\[(\d+)\] (.*)$", prompt, re.MULTILINE))
        return "Yes\n" + re.sub(r"\{(\d+)\}", lambda m: sentences.get(m.group(1), "?"), self.answer)

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        message = AIMessage(self._reply(messages), response_metadata={"model_name": "scripted"})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages)
        try:
            usage = {"input_tokens": 10, "output_tokens": 0, "total_tokens": 10}
            yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))
            for at in range(0, len(reply), 7):
                yield ChatGenerationChunk(message=AIMessageChunk(content=reply[at : at + 7]))
            usage = {"input_tokens": 0, "output_tokens": 1, "total_tokens": 1}
            yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))
        except GeneratorExit:
            self.closed.append(True)
            raise


def words(text: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(text.casefold()) if len(word) > 3}


def overlap(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A reranker that counts shared words: -8 without any, 8 with all of the shorter text's."""
    scores = []
    for one, other in pairs:
        a, b = words(one), words(other)
        scores.append(16 * len(a & b) / max(1, min(len(a), len(b))) - 8)
    return scores


def embed(texts: Sequence[str]) -> np.ndarray:
    """Bags of hashed words, so that texts that share words are near."""
    vectors = np.full((len(texts), 64), 1e-3, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in words(text):
            vectors[row, int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % 64] += 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class FakeEmbedder:
    """Has the interface of `reqa.embed.Embedder`."""

    def __init__(self, *args: Any, **options: Any) -> None: ...
    def load(self) -> None: ...
    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        return embed(texts)


class FakeReranker:
    """Has the interface of `reqa.rerank.Reranker`."""

    def load(self) -> None: ...
    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return overlap(pairs)
