"""The web chat as a test meets it: served on a free port, and used as a reader does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fake_qa import FakeQA
from playwright.sync_api import Page, expect
from reqa_ui.answering import Answering
from reqa_ui.contract import OpenDocuments, OpenQA
from reqa_ui.libraries import Libraries
from reqa_ui.limits import Limits
from reqa_ui.opening import Opening
from reqa_ui.server import application


@contextlib.contextmanager
def served(
    open_qa: OpenQA,
    *,
    open_documents: OpenDocuments | None = None,
    corpus: Path = Path("corpus"),
    limits: Limits | None = None,
    reopen: OpenQA | None = None,
    **options: Any,
) -> Iterator[str]:
    """The web chat on a free port; gives its address."""
    opening = Opening(open_qa)
    libraries = Libraries(
        opening,
        Answering(),
        open_documents=open_documents,
        corpus=corpus,
        limits=limits,
        reopen=reopen,
        grace=60,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(libraries, **options), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    opening.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        libraries.close()


@dataclass(frozen=True)
class Site:
    """A running web chat and the fake behind it."""

    url: str
    qa: FakeQA
    feedback: Path


@dataclass(frozen=True)
class Chat:
    """What a reader does with the page."""

    page: Page

    def open(self, url: str) -> Chat:
        self.page.goto(url)
        expect(self.page.locator("#status")).to_contain_text("Ready")
        return self

    def send(self, question: str) -> None:
        """Ask, and do not wait."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str) -> None:
        """Ask, and wait until the answer is there."""
        before = self.replies.count()
        self.send(question)
        expect(self.replies).to_have_count(before + 1)
        # The reply first: its beginning may be drawn before *Ask* has turned into *Stop*.
        expect(self.reply.locator(".reqa-tools, .reqa-error").first).to_be_visible()
        expect(self.button("Ask")).to_be_visible()

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def replies(self) -> Any:
        return self.page.locator("#chat .bot .md")

    @property
    def reply(self) -> Any:
        return self.replies.last

    @property
    def chips(self) -> Any:
        """The numbers in the last reply."""
        return self.reply.locator('a.reqa-chip[href^="#cite-"]')

    @property
    def rows(self) -> Any:
        """The sentences listed under the last reply."""
        return self.reply.locator('a.reqa-row[href^="#cite-"]')

    @property
    def source(self) -> Any:
        return self.page.locator("#source")

    @property
    def mark(self) -> Any:
        return self.page.locator("#source mark")
