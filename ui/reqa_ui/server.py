"""Serves the page: HTTP first, the documents and models behind it, security headers on everything."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from reqa.errors import ReqaError, SettingsError
from reqa.settings import Settings
from reqa_ui import health
from reqa_ui.answering import Answering
from reqa_ui.app import build
from reqa_ui.contract import QA, OpenDocuments, OpenQA, Progress
from reqa_ui.feedback import Feedback
from reqa_ui.gradio_import import gr
from reqa_ui.guard import BodyLimit, Guard
from reqa_ui.libraries import Libraries
from reqa_ui.limits import Limits
from reqa_ui.login import Login
from reqa_ui.lull import Lull
from reqa_ui.opening import Opening
from reqa_ui.page import HEAD
from reqa_ui.splash import Splash
from reqa_ui.tunnel import WARNING, open_tunnel
from reqa_ui.uploads import routes as document_routes

SESSION_DOCUMENTS = 5
"""A reader's documents may together be as large as so many of the largest."""
COMMON_DOCUMENTS = 500
"""So many may be brought for everyone, and be together as large as a tenth as many of the largest."""


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_qa: OpenQA | None = None,
    examples: Sequence[str] | None = None,
    uploads: bool = True,
    feedback: Path | None = None,
    share: bool = False,
) -> None:
    """Serve the web chat until it is interrupted.

    Args:
        settings: what to open; also who may log in, and how much is accepted.
        host: address to listen on; anything but a loopback address opens the documents to the network.
        port: port to listen on.
        open_qa: opens the documents; by default `reqa.open` with `settings`.
        examples: questions to offer; by default, general ones about the documents' titles.
        uploads: whether readers may bring documents of their own and choose which are asked.
        feedback: file, in the golden format, for readers' judgements of answers; None asks for none.
        share: also open a tunnel to servers of Gradio's makers, through which anyone may reach the page.

    Raises:
        SettingsError: `share` without a login, or offline; shared uploads into a corpus that is one file.
        ReqaError: the address or the port cannot be used.
    """
    if share and not settings.logins:
        raise SettingsError(f"{WARNING} It needs a login: set REQA_AUTH=user:password.")
    if share and settings.offline:
        raise SettingsError(f"{WARNING} REQA_OFFLINE forbids it.")
    if uploads and settings.shared_uploads and not settings.corpus.is_dir():
        raise SettingsError(
            f"REQA_SHARED_UPLOADS puts documents into the corpus, and {settings.corpus} is not a folder. "
            "Name one with --corpus."
        )
    listener = _listen(host, port)
    opening = Opening(open_qa or _opener(settings, lambda: None))

    def models() -> Any:
        """Those that are loaded, once they are; None if the operator's documents could not be opened."""
        opening.wait()
        qa = libraries.base.qa
        return qa.engine if qa is not None else None

    document_bytes = settings.max_upload_mb * 1_000_000
    taking = uploads and document_bytes > 0
    common = taking and settings.shared_uploads
    limits = Limits(document_bytes=document_bytes, session_bytes=SESSION_DOCUMENTS * document_bytes)
    if common:
        limits = dataclasses.replace(
            limits, documents=COMMON_DOCUMENTS, session_bytes=COMMON_DOCUMENTS // 10 * document_bytes
        )
    libraries = Libraries(
        opening,
        Answering(settings.max_waiting),
        open_documents=_documents_opener(settings, models) if taking else None,
        corpus=settings.corpus,
        limits=limits,
        reopen=_opener(settings, models) if common else None,
    )
    app = application(
        libraries,
        host=host,
        examples=examples,
        max_question_chars=settings.max_question_chars,
        feedback=Feedback(feedback, settings.corpus) if feedback else None,
        logins=settings.logins,
        shared=share,
    )
    if not settings.logins and not _is_loopback(host):
        print(
            f"Warning: {host} is open to other machines and there is no login: whoever reaches port {port} "
            "can ask about the documents and read them. Set REQA_AUTH=user:password, or --host 127.0.0.1.",
            file=sys.stderr,
            flush=True,
        )
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    logging.getLogger("uvicorn.error").addFilter(_not_about_leaving)
    server = _Server(config, f"reqa is ready at http://{shown}:{port}", opening, port if share else None)
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
    logins: Mapping[str, str] | None = None,
    shared: bool = False,
) -> FastAPI:
    """The web app: the page at `/`, with the login, the headers and the limits that it is served with.

    Args:
        libraries: the documents.
        host: address that it will be served at.
        examples: questions to offer.
        max_question_chars: longest question that is accepted.
        feedback: takes readers' judgements of answers.
        logins: the password of each user; without any, whoever reaches it may use it.
        shared: it will also be reached under a name that is not known yet.
    """
    page = build(libraries, examples=examples, max_question_chars=max_question_chars, feedback=feedback)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(document_routes(libraries))
    app.include_router(health.routes(libraries, private=bool(logins)))
    # The last one added is the first one that a request meets.
    app.add_middleware(Splash)
    app.add_middleware(BodyLimit, document_bytes=libraries.limits.document_bytes)
    if logins:
        app.add_middleware(Login, logins=logins, open_paths=(health.HEALTH,))
    if _is_loopback(host) and not shared:
        # Against DNS rebinding: a web page elsewhere must not reach the documents under its own name.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "[::1]", host])
    app.add_middleware(Guard)
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


def _opener(settings: Settings, models: Callable[[], Any]) -> OpenQA:
    """Opens the operator's documents, with the models of others that are open, if there are any."""

    def open_qa(progress: Progress) -> QA:
        import reqa  # here, because it takes seconds and the page is to be up before

        qa: QA = reqa.open(settings=settings, engine=models(), progress=progress)
        return qa

    return open_qa


def _documents_opener(settings: Settings, models: Callable[[], Any]) -> OpenDocuments:
    """Opens readers' choices of documents, likewise."""

    def open_documents(corpus: Path, index: Path, progress: Progress) -> QA:
        # In this process even where the operator's vectors are on a Chroma server: these come and go.
        own = settings.model_copy(update={"chroma_url": None, "corpus": corpus, "index": index})
        return _opener(own, models)(progress)

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


def _not_about_leaving(record: logging.LogRecord) -> bool:
    """Keep out of the log what uvicorn says of pages that were open when the server was ended.

    Each of them listens on a connection that never ends by itself, and would be reported with a traceback.
    """
    cancelled = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cancelled and not str(record.msg).startswith("Cancel %s running task(s)")


class _Server(uvicorn.Server):
    """Says where the page is once it is there. Opens the documents when readers who waited for it have it.

    Loading the models holds Python up for seconds, and the page would stand half drawn meanwhile.
    """

    def __init__(
        self, config: uvicorn.Config, message: str, opening: Opening, shared_port: int | None = None
    ) -> None:
        super().__init__(config)
        self._message = message
        self._opening = opening
        self._shared_port = shared_port
        self._lull: Lull | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._message, flush=True)
            self._lull = Lull()
            if self._shared_port is not None:
                threading.Thread(target=self._share, args=(self._shared_port,), daemon=True).start()

    async def on_tick(self, counter: int) -> bool:
        if self._lull and self._lull.is_here(self.server_state.total_requests):
            self._lull = None
            self._opening.start()
        return await super().on_tick(counter)

    def _share(self, port: int) -> None:
        try:
            print(f"and, through a tunnel, at {open_tunnel(port)}", flush=True)
        except ReqaError as error:
            print(error, file=sys.stderr, flush=True)
