"""Serves the page: HTTP first, the documents and models behind it, security headers on everything."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reqa.errors import ReqaError
from reqa.settings import Settings
from reqa_ui.answering import Answering
from reqa_ui.app import build
from reqa_ui.contract import QA, OpenDocuments, OpenQA, Progress
from reqa_ui.feedback import Feedback
from reqa_ui.library import Libraries
from reqa_ui.opening import Opening
from reqa_ui.page import HEAD
from reqa_ui.uploads import routes

_SECURITY_HEADERS = {
    # Gradio runs inline scripts and compiles its templates, so those two exceptions cannot go. What
    # matters most is that nothing, not even an image, is loaded from or sent to another host.
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_CLOSED = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/deep_link", "/gradio_api/startup-events")
"""Gradio's routes that this page has no use for; the upload alone would take files from anyone."""


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_qa: OpenQA | None = None,
    examples: Sequence[str] | None = None,
    uploads: bool = True,
    feedback: Path | None = None,
) -> None:
    """Serve the web chat until it is interrupted.

    Args:
        settings: what to open; also the longest question that is accepted.
        host: address to listen on; anything but a loopback address opens the documents to the network.
        port: port to listen on.
        open_qa: opens the documents; by default `reqa.open` with `settings`.
        examples: questions to offer; by default, general ones about the documents' titles.
        uploads: whether readers may bring documents of their own and choose which are asked.
        feedback: file, in the golden format, for readers' judgements of answers; None asks for none.

    Raises:
        ReqaError: the address or the port cannot be used.
    """
    listener = _listen(host, port)
    opening = Opening(open_qa or _opener(settings))
    libraries = Libraries(
        opening,
        Answering(),
        open_documents=_documents_opener(settings, opening) if uploads else None,
        corpus=settings.corpus,
    )
    app = application(
        libraries,
        host=host,
        examples=examples,
        max_question_chars=settings.max_question_chars,
        feedback=Feedback(feedback, settings.corpus) if feedback else None,
    )
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = _Server(config, f"reqa is ready at http://{shown}:{port}", opening)
    with listener, contextlib.suppress(KeyboardInterrupt):
        try:
            server.run(sockets=[listener])
        finally:
            libraries.close()


def application(
    libraries: Libraries,
    *,
    host: str = "127.0.0.1",
    examples: Sequence[str] | None = None,
    max_question_chars: int = 4000,
    feedback: Feedback | None = None,
) -> FastAPI:
    """The web app: the page at `/`, with the headers and the limits that it is served with."""
    page = build(libraries, examples=examples, max_question_chars=max_question_chars, feedback=feedback)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(libraries))
    app.add_middleware(_Guard)
    if _is_loopback(host):
        # Against DNS rebinding: a web page elsewhere must not reach the documents under its own name.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "[::1]", host])
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=host,
        head=HEAD,
        theme=_theme(),
        favicon_path=str(resources.files("reqa_ui").joinpath("icon.png")),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        show_error=False,
        max_file_size=1,
    )
    return mounted


def _opener(settings: Settings) -> OpenQA:
    def open_qa(progress: Progress) -> QA:
        import reqa  # here, because it takes seconds and the page is to be up before

        qa: QA = reqa.open(settings.corpus, index_dir=settings.index, settings=settings, progress=progress)
        return qa

    return open_qa


def _documents_opener(settings: Settings, base: Opening) -> OpenDocuments:
    """Opens readers' documents with the models that the operator's already have loaded."""

    def open_documents(corpus: Path, index: Path, progress: Progress) -> QA:
        import reqa

        engine = base.qa.engine if base.qa is not None else None
        # In this process even where the operator's vectors are on a Chroma server: these come and go.
        own = settings.model_copy(update={"chroma_url": None})
        qa: QA = reqa.open(corpus, index_dir=index, settings=own, engine=engine, progress=progress)
        return qa

    return open_documents


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; taken before anything slow, so that a busy port is known at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ReqaError(
            f"The address {host} cannot be used ({error}). Choose another with --host."
        ) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise ReqaError(
            f"Port {port} of {host} cannot be used ({error}). Is another program, perhaps another reqa, "
            "using it? Choose another with --port."
        ) from error
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _theme() -> gr.Theme:
    """Gradio's plain theme with the fonts of the reader's system, so that none has to be fetched."""
    return gr.themes.Base(
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"],
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    )


class _Server(uvicorn.Server):
    """Says where the page is once it is there, and only then starts to open the documents."""

    def __init__(self, config: uvicorn.Config, message: str, opening: Opening) -> None:
        super().__init__(config)
        self._message = message
        self._opening = opening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._message, flush=True)
            self._opening.start()


class _Guard:
    """Adds the security headers to every response and shuts routes that the page has no use for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["path"].startswith(_CLOSED):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)
