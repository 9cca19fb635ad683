"""A real Chromium, the real page, a fake QA. A page that errs or asks another host fails its test."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import ConsoleMessage, Page, Request, expect

sys.path.insert(0, str(Path(__file__).parents[1]))

from ensure_browser import browser_is_required, find_browser
from fake_qa import FakeQA
from reqa_ui.contract import OpenQA
from reqa_ui.opening import Opening
from reqa_ui.server import application
from scripts import DOCUMENTS, SCRIPTS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if here and find_browser() is None and not browser_is_required():
        for item in here:
            item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome is installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = find_browser()
    assert executable is not None, "no Chromium or Chrome is installed; tests/ensure_browser.py installs one"
    quiet = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {
        **browser_type_launch_args,
        "executable_path": str(executable),
        "args": ["--no-sandbox", *quiet],  # no sandbox: as root, as in most containers, Chromium refuses one
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that must not err and must not ask any host but this one."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # Gradio says so itself when a page is left while it listens.
        if message.type == "error" and not message.text.startswith("AbortError: signal is aborted"):
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            problems.append(f"request: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    yield page
    assert problems == []


@contextlib.contextmanager
def served(open_qa: OpenQA, **options: Any) -> Iterator[str]:
    """The web chat on a free port; gives its address."""
    opening = Opening(open_qa)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(opening, **options), log_level="error", timeout_graceful_shutdown=1)
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


@dataclass(frozen=True)
class Site:
    """A running web chat and the fake behind it."""

    url: str
    qa: FakeQA


@pytest.fixture(scope="session")
def session_site() -> Iterator[Site]:
    qa = FakeQA(DOCUMENTS, SCRIPTS)
    with served(lambda progress: qa, max_question_chars=500) as url:
        yield Site(url, qa)


@pytest.fixture
def site(session_site: Site) -> Site:
    """The one web chat of the session, its fake as new."""
    session_site.qa.documents = DOCUMENTS
    session_site.qa.asked.clear()
    session_site.qa.closed.clear()
    return session_site


@pytest.fixture
def chat(page: Page, site: Site) -> Chat:
    """The page, opened and ready."""
    return Chat(page).open(site.url)


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
