"""A LangChain chat model over llama.cpp, in this process: no server, no key, no network."""

from __future__ import annotations

import importlib
import os
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, convert_to_openai_messages
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from reqa.errors import LLMError

# Tokens of prompt that are read between two looks at whether the caller has stopped listening: about as many
# as a question and its evidence have. With 64 they take a tenth longer; with the default of 2048, a caller
# that leaves waits for the whole of a long prompt.
PROMPT_BATCH = 128

# Any of llama.cpp's places for conversations.
_ANY = -1


class ChatLlamaCpp(BaseChatModel):
    """A GGUF model in this process.

    Takes llama.cpp's own request fields as call options: `grammar` (GBNF), `json_schema`, `max_tokens`,
    `temperature`, `logprobs` with `top_logprobs`. Closing a stream stops the model. `standing` is what
    conversations begin with: each is read once, the first when the model is loaded, and then only what
    follows it.
    """

    model_path: Path
    n_ctx: int = 4096
    threads: int | None = None
    max_tokens: int = 512
    temperature: float = 0.0
    seed: int = 1
    standing: tuple[tuple[BaseMessage, ...], ...] = ()

    _server: Any = PrivateAttr(default=None)
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_path": self.model_path.name, "n_ctx": self.n_ctx}

    def load(self) -> None:
        """Read the model into memory; does nothing the second time.

        Raises:
            LLMError: the file is not a model that llama.cpp can read.
        """
        with self._loading:
            if self._server is None:
                server = _start_server(self.model_path, self.n_ctx, self.threads, len(self.standing) + 1)
                if self.standing:
                    reading = self._request([*self.standing[0], HumanMessage("")], max_tokens=1)
                    for _ in _events(server.handle_chat_completions, reading):
                        pass
                self._server = server

    def close(self) -> None:
        """Free the model's memory."""
        with self._loading:
            self._server = None

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.load()
        request = self._request(messages, **({"stop": stop} if stop else {}), **kwargs)
        for event in _events(self._server.handle_chat_completions, request):
            chunk = ChatGenerationChunk(message=_message_chunk(event, self.model_path.stem))
            if run_manager and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _request(self, messages: list[BaseMessage], **options: Any) -> dict[str, Any]:
        return {
            "id_slot": self._place(messages),
            "messages": convert_to_openai_messages(messages),
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "seed": self.seed,
            "cache_prompt": True,
            "return_progress": True,  # else a caller that has gone is noticed only at the first token
            **options,
            "stream": True,
        }

    def _place(self, messages: list[BaseMessage]) -> int:
        """llama.cpp's place for a conversation: one for all that begin alike, so that no other pushes out
        what they begin with, which takes seconds to read again."""
        if not self.standing:
            return _ANY
        begin_alike = (tuple(messages[: len(one)]) == one for one in self.standing)
        return next((place for place, is_so in enumerate(begin_alike) if is_so), len(self.standing))


def usable_cores() -> int:
    """CPU cores that this process may use; hyper-threads do not count, they slow llama.cpp down."""
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, psutil.cpu_count(logical=False) or allowed))


def _llama_cpp() -> Any:
    """The library. Its wheels count on the system's OpenMP library, which a bare Linux lacks; PyTorch brings
    one along."""
    try:
        return importlib.import_module("xllamacpp")
    except ImportError:
        importlib.import_module("torch")
    try:
        return importlib.import_module("xllamacpp")
    except ImportError as error:
        raise LLMError(
            f"llama.cpp cannot be loaded: {error}. Install that library (libgomp1 is the package of "
            "libgomp.so.1 in Debian and Ubuntu), or answer without a language model: REQA_LLM=none."
        ) from error


def _start_server(path: Path, n_ctx: int, threads: int | None, places: int) -> Any:
    xllamacpp = _llama_cpp()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel = places
    params.n_ctx = params.n_parallel * n_ctx
    params.kv_unified = False
    params.n_batch = params.n_ubatch = PROMPT_BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or usable_cores()
    params.cache_ram_mib = 0  # its cache of earlier prompts grows by gigabytes and rarely hits
    params.warmup = False
    params.verbosity = -1
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        raise LLMError(
            f"llama.cpp cannot load {path.name}: {error}. Check the file with `reqa models verify`, "
            "or answer without a language model: REQA_LLM=none."
        ) from error


def _events(handle: Callable[..., Any], request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """llama.cpp's events for `request`, one by one; closing the iterator makes llama.cpp stop."""
    events: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
    gone = threading.Event()

    def receive(event: Any) -> bool:
        for one in event if isinstance(event, list) else [event]:
            events.put(one)
        return gone.is_set()

    def work() -> None:
        try:
            handle(request, receive)
            events.put(None)
        except Exception as error:
            events.put(error)

    worker = threading.Thread(target=work, name="llama.cpp", daemon=True)
    worker.start()
    try:
        while (event := events.get()) is not None:
            if isinstance(event, Exception):
                raise LLMError(f"The local model failed: {event}") from event
            if "error" in event:
                raise LLMError(f"The local model failed: {event['error'].get('message', event['error'])}")
            yield event
    finally:
        gone.set()
        worker.join()


def _message_chunk(event: dict[str, Any], model_name: str) -> AIMessageChunk:
    choice = (event.get("choices") or [{}])[0]
    metadata: dict[str, Any] = {}
    if choice.get("logprobs"):
        metadata["logprobs"] = choice["logprobs"]
    if choice.get("finish_reason"):
        metadata["finish_reason"] = choice["finish_reason"]
        metadata["model_name"] = model_name  # once only: merging chunks joins strings
    return AIMessageChunk(
        content=choice.get("delta", {}).get("content") or "",
        response_metadata=metadata,
        usage_metadata=_usage(event),
    )


def _usage(event: dict[str, Any]) -> UsageMetadata | None:
    """Tokens read, once all are, so that they count if the caller stops; those written, at the end."""
    progress, timings = event.get("prompt_progress"), event.get("timings")
    read = progress["total"] if progress and progress["processed"] == progress["total"] else 0
    written = timings["predicted_n"] if timings else 0
    if not read and not written:
        return None
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
