"""The page behind a login: everything that it loads and calls sends the login along."""

from __future__ import annotations

from chat_page import Chat, served
from fake_qa import FakeQA
from playwright.sync_api import Browser
from scripts import DOCUMENTS, FIRE, SCRIPTS


def test_page_works_behind_a_login(browser: Browser) -> None:
    login = {"username": "anna", "password": "secret"}
    with served(lambda progress: FakeQA(DOCUMENTS, SCRIPTS), logins={"anna": "secret"}) as url:
        context = browser.new_context(http_credentials=login)
        page = context.new_page()
        page.set_default_timeout(15_000)
        refused: list[str] = []
        # The first request goes without the login, to be asked for it.
        page.on("response", lambda r: refused.append(r.url) if r.status >= 400 and r.url != url else None)
        chat = Chat(page).open(url)
        chat.ask("What happened to the dome?")
        chat.chips.first.click()
        assert chat.mark.text_content() == FIRE
        assert refused == []
        context.close()
