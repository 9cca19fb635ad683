"""A real Chromium, the real page, a fake QA. A page that errs or asks another host fails its test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_page import Chat, Site, served
from ensure_browser import browser_is_required, find_browser
from fake_qa import FakeQA, open_folder
from playwright.sync_api import ConsoleMessage, Page, Request, expect
from reqa_ui.feedback import Feedback
from reqa_ui.limits import Limits
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


# What Gradio itself says when a page is left while it listens.
_LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out")


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that must not err and must not ask any host but this one."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_LEAVING):
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


@pytest.fixture(scope="session")
def session_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    qa = FakeQA(DOCUMENTS, SCRIPTS)
    folder = tmp_path_factory.mktemp("site")
    corpus = folder / "corpus"
    for document in DOCUMENTS:
        (corpus / document.id).parent.mkdir(parents=True, exist_ok=True)
        (corpus / document.id).write_bytes(document.text.encode())
    feedback = folder / "feedback.jsonl"
    with served(
        lambda progress: qa,
        open_documents=open_folder,
        corpus=corpus,
        limits=Limits(documents=3, document_bytes=20_000, session_bytes=50_000),
        max_question_chars=500,
        feedback=Feedback(feedback, corpus),
    ) as url:
        yield Site(url, qa, feedback)


@pytest.fixture
def site(session_site: Site) -> Site:
    """The one web chat of the session, its fake as new."""
    session_site.qa.documents = DOCUMENTS
    session_site.qa.asked.clear()
    session_site.qa.closed.clear()
    session_site.feedback.unlink(missing_ok=True)
    return session_site


@pytest.fixture
def chat(page: Page, site: Site) -> Chat:
    """The page, opened and ready."""
    return Chat(page).open(site.url)
