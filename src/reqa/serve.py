"""`reqa serve`: asking over HTTP, with JSON, server-sent events, or OpenAI's chat completions.

    POST /v1/ask                 a question; the Answer, or with "stream": true its events
    POST /v1/chat/completions    the same for clients of OpenAI's API
    GET  /v1/models              for clients of OpenAI's API: the one model
    GET  /v1/documents           the documents, without their texts
    GET  /v1/documents/{id}      one of them, with its text
    GET  /health                 whether the server answers
    GET  /openapi.json           the description of all this

Every failure is `{"error": {"type": ..., "message": ...}}`. With `REQA_API_KEY` set, all but `/health` want
it as a bearer token. There is no page at /docs: FastAPI's loads its scripts from another host.
"""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import itertools
import json
import secrets
import socket
import time
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, Literal

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reqa.background import in_threads
from reqa.errors import QuestionError, ReqaError
from reqa.qa import QA
from reqa.types import Answer, Document, StreamEvent, TextDelta

MAX_BODY = 1_000_000  # Bytes: a long conversation has a tenth of that.
MAX_TURNS = 1000
MAX_WAITING = 32  # Questions under way; a local model answers one at a time, so more would wait for minutes.
RETRY_AFTER = 10  # Seconds that a client is asked to wait when there are too many.


class Turn(BaseModel):
    """One message of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: str


class Asked(BaseModel):
    """A question about the documents."""

    question: str
    history: list[Turn] = Field(default_factory=list, max_length=MAX_TURNS)
    """The conversation so far, oldest first."""
    stream: bool = False
    """Send server-sent events: `evidence`, `delta`s of the draft, and the verified `answer` last."""


class Part(BaseModel):
    """A part of a message's content; only text is read."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatRequest(BaseModel):
    """OpenAI's request. The messages of `user` and `assistant` count; other fields have no effect."""

    messages: list[ChatMessage] = Field(min_length=1, max_length=MAX_TURNS)
    stream: bool = False

    def taken_apart(self) -> tuple[str, list[dict[str, str]]]:
        """The last message as the question, and the conversation before it."""
        turns = [m for m in self.messages if m.role in ("user", "assistant")]
        if not turns or turns[-1].role != "user":
            raise QuestionError("The last message must be the user's: it is the question.")
        return turns[-1].text, [{"role": m.role, "content": m.text} for m in turns[:-1]]


def serve(qa: QA, listener: socket.socket, *, host: str, api_key: str | None) -> None:
    """Serve at a socket that `listen` gave, until interrupted."""
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        application(qa, host=host, api_key=api_key), log_level="warning", timeout_graceful_shutdown=1
    )
    print(f"reqa is ready at http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; taken before anything slow, so that a busy port is known at once.

    Raises:
        ReqaError: the address or the port cannot be used.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise ReqaError(
            f"Port {port} of {host} cannot be used ({error}). Choose others with --host and --port."
        ) from error


def application(qa: QA, *, host: str = "127.0.0.1", api_key: str | None = None) -> FastAPI:
    """The web application that answers with `qa`.

    Args:
        qa: the documents; stays open for as long as the application is used.
        host: the address it is served at. At a loopback address other host names are refused, so that a
            web page elsewhere cannot reach the documents under its own name (DNS rebinding).
        api_key: the bearer token to ask for; None for none.
    """
    app = FastAPI(title="reqa", docs_url=None, redoc_url=None)
    busy = _Busy()
    locked = [Depends(_token_check(api_key))] if api_key else []
    _report_errors(app)
    app.add_middleware(_BodyLimit)
    if _is_loopback(host):
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "[::1]", host])

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "model": qa.model, "documents": len(qa.documents)}

    @app.get("/v1/documents", dependencies=locked)
    def documents() -> dict[str, Any]:
        return {"documents": [_described(document) for document in qa.documents]}

    @app.get("/v1/documents/{document_id:path}", dependencies=locked)
    def document(document_id: str) -> dict[str, Any]:
        try:
            found = qa.document(document_id)
        except KeyError as error:
            raise HTTPException(404, f"There is no document {document_id!r}.") from error
        return {**_described(found), "text": found.text}

    @app.post("/v1/ask", dependencies=locked)
    async def ask(asked: Asked) -> Response:
        busy.check()
        history = [turn.model_dump() for turn in asked.history]
        if asked.stream:
            return _event_stream(_events(qa.stream(asked.question, history), busy))
        with busy.counting():
            return JSONResponse((await qa.aask(asked.question, history)).to_dict())

    @app.get("/v1/models", dependencies=locked)
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": qa.model, "object": "model", "owned_by": "reqa"}]}

    @app.post("/v1/chat/completions", dependencies=locked)
    async def chat_completions(request: ChatRequest) -> Response:
        busy.check()
        question, history = request.taken_apart()
        if request.stream:
            return _event_stream(_completion_chunks(qa.stream(question, history), qa.model, busy))
        with busy.counting():
            return JSONResponse(_completion(await qa.aask(question, history)))

    return app


# --- what is sent --------------------------------------------------------------------------------------


def _described(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "content_hash": document.content_hash,
        "characters": len(document.text),
    }


async def _events(steps: Generator[StreamEvent, None, None], busy: _Busy) -> AsyncIterator[str]:
    with busy.counting():
        async with aclosing(in_threads(steps)) as events:
            try:
                async for event in events:
                    yield _named(event)
            except ReqaError as error:
                yield _sse(_problem(error), "error")


def _named(event: StreamEvent) -> str:
    if isinstance(event, TextDelta):
        return _sse({"text": str(event)}, "delta")
    return _sse(dataclasses.asdict(event), "answer" if isinstance(event, Answer) else "evidence")


def _completion(answer: Answer) -> dict[str, Any]:
    """OpenAI's response; the citations are its message's annotations."""
    message = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "annotations": answer.to_openai_annotations(),
    }
    return {
        **_completion_head("chat.completion", answer.model),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": answer.usage.get("input_tokens", 0),
            "completion_tokens": answer.usage.get("output_tokens", 0),
            "total_tokens": answer.usage.get("total_tokens", 0),
        },
    }


async def _completion_chunks(
    steps: Generator[StreamEvent, None, None], model: str, busy: _Busy
) -> AsyncIterator[str]:
    """OpenAI's chunks. They cannot take anything back, so the text is sent once it is verified."""
    head = _completion_head("chat.completion.chunk", model)

    def chunk(delta: dict[str, Any], finish_reason: str | None = None) -> str:
        return _sse({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]})

    with busy.counting():
        yield chunk({"role": "assistant", "content": ""})
        async with aclosing(in_threads(steps)) as events:
            try:
                async for event in events:
                    if not isinstance(event, Answer):
                        yield ": working\n\n"  # a comment, so that nothing on the way gives up
                        continue
                    for piece in _pieces(event):
                        yield chunk({"content": piece})
                    yield chunk({"annotations": event.to_openai_annotations()}, "stop")
            except ReqaError as error:
                yield _sse(_problem(error))
        yield "data: [DONE]\n\n"


def _pieces(answer: Answer) -> Iterator[str]:
    """The answer's text, cut before each statement."""
    cuts = [0, *(statement.start_index for statement in answer.statements[1:]), len(answer.text)]
    for start, end in itertools.pairwise(cuts):
        yield answer.text[start:end]


def _completion_head(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def _event_stream(events: AsyncIterator[str]) -> StreamingResponse:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


def _sse(data: object, event: str | None = None) -> str:
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {json.dumps(data, ensure_ascii=False)}\n\n"


# --- what is refused -----------------------------------------------------------------------------------


def _problem(error: Exception) -> dict[str, Any]:
    return {"error": {"type": type(error).__name__, "message": str(error)}}


def _report_errors(app: FastAPI) -> None:
    """Give every failure the same kind of body."""

    @app.exception_handler(ReqaError)
    def failed(request: Request, error: ReqaError) -> JSONResponse:
        return JSONResponse(_problem(error), 400 if isinstance(error, QuestionError) else 503)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        said = "; ".join(f"{'.'.join(map(str, e['loc'][1:])) or 'body'}: {e['msg']}" for e in error.errors())
        return _refusal(400, "RequestError", said)

    @app.exception_handler(StarletteHTTPException)
    def refused(request: Request, error: StarletteHTTPException) -> JSONResponse:
        return _refusal(error.status_code, "RequestError", str(error.detail), error.headers)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> JSONResponse:
        return _refusal(500, "InternalError", "The server failed; its log says why.")


def _refusal(status: int, kind: str, message: str, headers: Any = None) -> JSONResponse:
    return JSONResponse({"error": {"type": kind, "message": message}}, status, headers=headers)


def _token_check(api_key: str) -> Any:
    expected = f"Bearer {api_key}".encode()

    def check(request: Request) -> None:
        given = request.headers.get("authorization", "").encode("latin-1")  # as Starlette decoded it
        if not secrets.compare_digest(given, expected):
            raise HTTPException(401, "A bearer token is needed.", {"WWW-Authenticate": "Bearer"})

    return check


class _Busy:
    """Counts the questions under way. Used in the event loop only."""

    def __init__(self) -> None:
        self._count = 0

    def check(self) -> None:
        if self._count >= MAX_WAITING:
            raise HTTPException(
                503, "Too many questions are waiting. Ask again soon.", {"Retry-After": str(RETRY_AFTER)}
            )

    @contextmanager
    def counting(self) -> Iterator[None]:
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1


class _BodyLimit:
    """Refuses bodies over `MAX_BODY` bytes, whatever length they claim to have."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise HTTPException(413, f"The request has more than {MAX_BODY:,} bytes.")
            return message

        await self._app(scope, counted, send)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
