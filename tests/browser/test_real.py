"""The web chat with the real models. With REQA_UPDATE_SCREENSHOT=1 it takes the README's pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import Chat, served
from playwright.sync_api import Page, expect

import reqa

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "corpus"

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with reqa.open(CORPUS, index_dir=tmp_path_factory.mktemp("index")) as qa, served(lambda _: qa) as url:
        yield url


@pytest.fixture
def real(page: Page, url: str) -> Chat:
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    return Chat(page).open(url)


def test_answer_leads_to_the_sentence(real: Chat) -> None:
    real.ask("When and where are the next talks?")
    expect(real.reply).to_contain_text("Saudi Arabia")
    real.chips.first.click()
    marked = real.mark.text_content()
    assert "mid-April in Saudi Arabia" in marked
    assert marked in (CORPUS / "rare-earth-talks.txt").read_bytes().decode()
    _picture(real, "chat.png")
    real.page.set_viewport_size({"width": 390, "height": 780})
    real.button("Back to the answer").click()
    real.page.mouse.click(200, 400)  # focus and hover leave the chip
    _picture(real, "chat-phone.png")


def test_what_the_article_does_not_say(real: Chat) -> None:
    real.ask("What is the price of neodymium?")
    expect(real.reply).to_contain_text("do not answer this question")
    assert real.chips.count() == 0
    assert real.rows.count() > 0
    expect(real.page.locator("#chat button.reqa-ask").first).to_be_visible()
    real.page.emulate_media(color_scheme="dark")
    _picture(real, "chat-dark.png")


def _picture(chat: Chat, name: str) -> None:
    if os.environ.get("REQA_UPDATE_SCREENSHOT"):
        chat.page.screenshot(path=REPOSITORY / "docs" / name)
