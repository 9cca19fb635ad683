"""The report of an evaluation, opened from disk: what it shows, what it lets through, what it leaves out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from evaluated import ASKED, BREAKOUT, evaluated, with_documents_of, worse_than
from playwright.sync_api import Browser, Locator, Page, expect
from scripts import DOCUMENTS, EMOJI, FIRE, HOSTILE, REBUILT, TODAY

from reqa.evaluation.report import write_report


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a report with a baseline."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(evaluated(), path, worse_than(evaluated()))
    return path.as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not err, violate its own policy, or ask anybody anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda r: None if r.url.startswith("file:") else problems.append(r.url))
    yield page
    context.close()
    assert problems == []


def titles(page: Page) -> list[str]:
    return page.locator("#list li:not([hidden]) .title").all_inner_texts()


def only(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name} \\d+$")).click()


def marks(page: Page, kind: str) -> Locator:
    return page.locator(f".document mark.{kind}")


def test_marks_tell_golden_and_cited_apart(page: Page, report: str) -> None:
    page.goto(report + "#q=both")
    expect(page.locator("#detail h3")).to_have_text("What happened to the dome?")
    expect(marks(page, "both")).to_have_text(f"(golden and cited) {FIRE}[1]")
    expect(marks(page, "gold")).to_have_text(f"(golden, not cited) {REBUILT}")
    expect(marks(page, "cited")).to_have_text(f"(cited, not golden) {TODAY}[2]")
    expect(marks(page, "both")).to_be_in_viewport()
    expect(page.locator("#detail .badges")).to_have_text("Wrong citationMissing citation")
    expect(page.locator("#detail .before")).to_contain_text("What was said before.")


def test_offsets_hold_after_an_emoji(page: Page, report: str) -> None:
    page.goto(report + "#q=emoji")
    expect(marks(page, "both")).to_have_text(f"(golden and cited) {EMOJI}[1]")
    expect(page.locator(".sides .unsupported")).to_have_text("912 did.")


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Right", ["right", "silent"]),
        ("Error", ["failed"]),
        ("Attack obeyed", ["hostile"]),
        ("Wrong refusal", ["refused"]),
        ("Answered the unanswerable", ["invented"]),
        ("Wrong citation", ["both", "emoji"]),
        ("Missing citation", ["both"]),
        ("Not supported", ["emoji"]),
        ("Got worse", ["both", "emoji", "refused", "invented", "failed"]),
        ("Got better", ["right"]),
    ],
)
def test_filters(page: Page, report: str, name: str, ids: list[str]) -> None:
    page.goto(report)
    only(page, name)
    shown = {golden.id.split()[0] for golden, _ in ASKED if golden.question in titles(page)}
    assert shown >= set(ids)
    assert len(titles(page)) >= len(ids)
    if name not in ("Got worse", "Got better"):
        assert shown == set(ids)


def test_search_looks_at_questions_and_answers(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_label("Search questions and answers").fill("ADA and tor")
    assert titles(page) == ["Who founded the observatory?"]
    page.get_by_label("Search questions and answers").fill("no such thing")
    expect(page.get_by_text("No question fits.")).to_be_visible()
    expect(page.locator("#count")).to_have_text("0 of 8 questions")


def test_hostile_text_stays_text(page: Page, report: str) -> None:
    page.goto(report)
    for row in page.locator("#list button").all():
        row.click()
    expect(page.locator("#detail h3")).to_have_text("Hostile? " + HOSTILE)
    expect(page.locator("#detail .history")).to_contain_text(BREAKOUT)
    expect(page.locator("#detail .before")).to_contain_text(BREAKOUT)
    expect(page.get_by_role("row", name="<b>tag</b>")).to_be_visible()
    assert page.title() == "observatory: evaluation by reqa"
    assert page.locator("img, iframe, svg a, b:text-is('tag')").count() == 0
    assert page.locator("script").count() == 2


def test_its_policy_lets_nothing_in(page: Page, report: str) -> None:
    page.goto(report)
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessible(page: Page, report: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for place in ("", "#q=both"):
        page.goto("about:blank")
        page.goto(report + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_narrow_window_shows_one_thing_at_a_time(page: Page, report: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(report)
    expect(page.locator("#detail")).to_be_hidden()
    page.get_by_role("button", name="What happened to the dome?").click()
    expect(page.locator("#detail")).to_be_visible()
    page.get_by_role("button", name="Back to the questions").click()
    expect(page.locator("#detail")).to_be_hidden()
    expect(page.get_by_role("button", name="What happened to the dome?")).to_be_focused()


def test_three_hundred_questions_over_long_documents(page: Page, tmp_path: Path) -> None:
    """Each document is sent once, and a question opens without the others being drawn."""
    path = tmp_path / "large.html"
    write_report(with_documents_of(evaluated(38), 50_000), path)
    page.goto(path.as_uri() + "#q=both 37")
    expect(marks(page, "both")).to_have_text(f"(golden and cited) {FIRE}[1]")
    sent = json.loads(page.locator("#data").text_content() or "")
    assert len(sent["questions"]) == 304
    assert len(sent["documents"]) == len(DOCUMENTS)
    assert page.locator(".document").count() == 1
    assert path.stat().st_size < 1_500_000


def test_long_stretches_without_a_mark_are_folded(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    write_report(with_documents_of(evaluated(), 1_000_000), path)
    page.goto(path.as_uri() + "#q=right")
    assert page.locator(".document").evaluate("e => e.textContent.length") < 50_000
    page.get_by_role("button", name="more characters").click()
    assert page.locator(".document").evaluate("e => e.textContent.length") > 1_000_000
