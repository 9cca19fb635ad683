"""What a reader does with the web chat, in a real browser: ask, watch, open sources, stop, start over."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from chat_page import Chat, Site, served
from fake_qa import FakeQA, Said, Script, document
from playwright.sync_api import Browser, Page, Route, expect
from reqa_ui import events
from scripts import (
    AFTER_EMOJI,
    DOCUMENTS,
    EMOJI,
    FIRE,
    FOUNDED,
    HOSTILE,
    OBSERVATORY,
    REBUILT,
    SCRIPTS,
    TODAY,
)

from reqa.errors import CorpusError

_MARKED = """sentence => {
    const inside = (inner, outer) => inner.top >= outer.top && inner.bottom <= outer.bottom;
    const marks = document.querySelectorAll("#source mark");
    if (marks.length !== 1 || marks[0].textContent !== sentence) return false;
    const box = marks[0].getBoundingClientRect();
    return inside(box, marks[0].parentElement.getBoundingClientRect())
        && inside(box, { top: 0, bottom: window.innerHeight });
}"""


def _marked(chat: Chat, sentence: str) -> None:
    """Exactly one mark, it is the sentence, and it can be seen."""
    expect(chat.mark).to_have_text(sentence)
    chat.page.wait_for_function(_MARKED, arg=sentence)  # not at once: a click draws the document anew


def _until(chat: Chat, happened: Callable[[], bool]) -> None:
    """Wait for what the page itself does not show."""
    for _ in range(150):
        if happened():
            return
        chat.page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def test_a_page_that_is_still_coming_says_so(page: Page, site: Site) -> None:
    page.route("**/assets/*.js", lambda route: None)  # its scripts are held up
    page.goto(site.url, wait_until="commit")
    says = "() => getComputedStyle(document.querySelector('gradio-app'), '::before').content"
    page.wait_for_selector("gradio-app", state="attached")
    assert "The page is loading." in page.evaluate(says)

    page.unroute("**/assets/*.js")  # and come
    expect(page.locator("#question textarea")).to_be_visible()
    assert page.evaluate(says) == "none"


def test_answer_streams_and_ends_with_chips(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    expect(chat.reply).to_contain_text("A fire destroyed the main dome in 1921.")
    assert [chip.inner_text() for chip in chat.chips.all()] == ["1", "1", "2"]
    assert [row.inner_text().splitlines() for row in chat.rows.all()] == [["1", FIRE], ["2", REBUILT]]
    expect(chat.page.locator("#question textarea")).to_have_value("")
    expect(chat.page.locator("#status")).to_contain_text("Answered in")


def test_evidence_is_shown_before_the_model_has_finished(chat: Chat) -> None:
    chat.send("Slow")
    expect(chat.rows.first).to_be_visible()
    expect(chat.mark).to_have_count(1)
    assert chat.chips.count() == 0, "no marker leads anywhere before the answer is verified"
    chat.button("Stop").click()
    expect(chat.button("Ask")).to_be_visible()


def test_a_page_that_is_busy_opens_the_source_all_the_same(chat: Chat) -> None:
    """What the server sends meanwhile comes all at once."""
    chat.send("Slow")
    _keep_busy(chat)
    expect(chat.rows.first).to_be_visible()
    _marked(chat, FIRE)
    expect(chat.page.locator("#status")).to_contain_text("Reading the sentence found")
    expect(chat.page.locator("#question textarea")).to_have_value("")
    chat.button("Stop").click()
    expect(chat.button("Ask")).to_be_visible()


@pytest.mark.parametrize("pressed", ["Stop", "New chat"])
def test_a_page_that_is_busy_ends_an_answer_all_the_same(chat: Chat, site: Site, pressed: str) -> None:
    chat.ask("Who founded it?")
    chat.send("Slow")
    expect(chat.reply).to_contain_text("The dome burnt")
    chat.button(pressed).click()
    _keep_busy(chat)
    if pressed == "Stop":
        expect(chat.reply).to_contain_text("Stopped.")
    else:
        expect(chat.replies).to_have_count(0)
        expect(chat.mark).to_have_count(0)
    expect(chat.button("Ask")).to_be_visible()
    expect(chat.page.locator("#status")).to_contain_text("Ready")
    chat.ask("What happened to the dome?")
    assert site.qa.asked[-1][0] == "What happened to the dome?"


def test_a_question_right_after_stop_is_answered(chat: Chat) -> None:
    late: list[Route] = []
    chat.page.route(
        "**/gradio_api/cancel**", lambda route: late.append(route)
    )  # should the page send one, it takes its time
    chat.send("Slow")
    expect(chat.reply).to_contain_text("The dome burnt")
    chat.button("Stop").click()
    expect(chat.button("Ask")).to_be_visible()
    chat.send("Who founded it?")
    chat.page.wait_for_timeout(500)
    for route in late:
        route.continue_()
    expect(chat.replies).to_have_count(2)
    expect(chat.reply).to_contain_text("Ada and Tor Lind founded it.")
    expect(chat.button("Ask")).to_be_visible()


def test_text_above_does_not_move_while_the_answer_grows(chat: Chat) -> None:
    chat.ask("Who founded it?")
    chat.send("Paced")
    first = chat.replies.first
    before = first.bounding_box()
    expect(chat.button("Stop")).to_be_visible()
    tops = set()
    while not chat.button("Ask").is_visible():
        tops.add(round(first.bounding_box()["y"]))
    assert tops == {round(before["y"])}


def test_click_on_a_chip_marks_its_sentence(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    chat.chips.last.click()
    _marked(chat, REBUILT)
    expect(chat.source).to_contain_text("A short history of the observatory")
    expect(chat.source).to_contain_text("history/observatory.txt, line")
    assert REBUILT in chat.source.locator(".reqa-document").text_content()
    chat.rows.first.click()
    _marked(chat, FIRE)


def test_the_end_of_a_growing_answer_stays_in_view_but_not_over_what_the_reader_looks_at(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 1280, "height": 500})
    chat.ask("What happened to the dome?")
    chat.send("Slow")
    last = chat.rows.last  # below the draft, which pushes it down
    for _ in range(20):
        expect(last).to_be_in_viewport()
        chat.page.wait_for_timeout(50)

    chat.replies.first.scroll_into_view_if_needed()
    top = chat.replies.first.bounding_box()["y"]
    for _ in range(20):
        assert chat.replies.first.bounding_box()["y"] == top
        chat.page.wait_for_timeout(50)
    chat.button("Stop").click()
    expect(chat.button("Ask")).to_be_visible()
    assert chat.replies.first.bounding_box()["y"] == top

    chat.ask("Who founded it?")
    expect(chat.rows.last).to_be_in_viewport()


def test_enter_on_a_chip_marks_its_sentence(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    chat.chips.last.focus()
    chat.page.keyboard.press("Enter")
    _marked(chat, REBUILT)
    assert chat.page.evaluate("document.activeElement.className") == "reqa-chip", (
        "focus stays for the next chip"
    )


def test_chips_of_older_turns_keep_working(chat: Chat) -> None:
    chat.ask("Who founded it?")
    chat.ask("What happened to the dome?")
    chat.ask("What does it cost?")
    chat.replies.first.locator("a.reqa-chip").click()
    _marked(chat, FOUNDED)


def test_the_best_source_opens_by_itself_but_not_over_the_readers_choice(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    _marked(chat, FIRE)
    chat.send("Paced")
    expect(chat.replies).to_have_count(2)
    expect(chat.rows.first).to_be_visible()
    chat.replies.first.locator("a.reqa-row").last.click()
    _marked(chat, REBUILT)
    expect(chat.button("Ask")).to_be_visible()
    expect(chat.chips.first).to_be_visible()
    _marked(chat, REBUILT)


def test_the_reader_sees_how_the_question_was_read(chat: Chat) -> None:
    said = chat.page.get_by_text("Understood as: Who founded it?")
    chat.send("Who fuonded it?")
    expect(said).to_be_visible()
    expect(chat.page.locator("#chat .user")).to_contain_text("Who fuonded it?")
    top = said.bounding_box()["y"]
    expect(chat.reply.locator(".reqa-tools")).to_be_visible()
    assert said.bounding_box()["y"] == top, "it is there from the start, so that nothing moves"
    chat.ask("What happened to the dome?")
    expect(chat.reply).not_to_contain_text("Understood as")


def test_the_reader_sees_the_name_that_was_found_for_a_description(chat: Chat) -> None:
    chat.ask("What destroyed the dome of Tor Lind's observatory?")
    expect(chat.reply).to_contain_text("Understood as: What destroyed the dome of the Brask observatory?")


def test_unsupported_statement_is_marked(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    expect(chat.reply.locator(".reqa-unsupported")).to_have_text("The architect was famous.")
    expect(chat.reply.locator(".reqa-tag")).to_have_text("not supported by the documents")


def test_stop_ends_the_answer_and_the_model(chat: Chat, site: Site) -> None:
    chat.send("Slow")
    expect(chat.reply).to_contain_text("The dome burnt")
    chat.button("Stop").click()
    expect(chat.reply).to_contain_text("Stopped.")
    assert site.qa.closed.wait(10), "the model was not stopped"
    expect(chat.button("Ask")).to_be_visible()
    chat.ask("Who founded it?")
    assert site.qa.asked[-1] == ("Who founded it?", []), "a stopped answer is not part of the history"


def test_leaving_the_page_stops_the_model(chat: Chat, site: Site) -> None:
    chat.send("Slow")
    expect(chat.reply).to_contain_text("The dome burnt")
    chat.page.goto("about:blank")
    assert site.qa.closed.wait(10), "the model was not stopped"


def test_new_chat_starts_over(chat: Chat, site: Site) -> None:
    chat.ask("Who founded it?")
    chat.send("Slow")
    expect(chat.replies.last).to_contain_text("The dome burnt")
    chat.button("New chat").click()
    expect(chat.replies).to_have_count(0)
    expect(chat.mark).to_have_count(0)
    assert site.qa.closed.wait(1.5), "the model was not stopped"
    chat.ask("Who founded it?")
    expect(chat.replies).to_have_count(1)
    assert site.qa.asked[-1] == ("Who founded it?", [])


def test_history_is_passed_on_as_plain_text(chat: Chat, site: Site) -> None:
    chat.ask("Who founded it?")
    chat.ask("What happened to the dome?")
    assert site.qa.asked[-1][1] == [
        {"role": "user", "content": "Who founded it?"},
        {"role": "assistant", "content": "Ada and Tor Lind founded it. [1]"},
    ]


def test_abstention_says_so_and_offers_the_nearest_sentences(chat: Chat) -> None:
    chat.ask("What does it cost?")
    expect(chat.reply).to_contain_text("The documents do not say.")
    expect(chat.reply).to_contain_text("No sentence in the documents answers this question.")
    expect(chat.reply).to_contain_text("What does it cost?")
    assert chat.chips.count() == 0
    assert chat.rows.count() == 2
    chat.rows.first.click()
    _marked(chat, TODAY)
    chat.ask("Off topic?")
    expect(chat.reply).to_contain_text("The documents are about an observatory.")


def test_the_nearest_sentences_are_read_without_opening_them(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 740})
    chat.ask("What does it cost?")
    expect(chat.rows).to_have_count(2)
    for quote in chat.rows.locator(".reqa-quote").all():
        assert quote.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")


def test_the_next_question_need_not_wait_for_suggestions(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    found = threading.Event()

    def slowly(qa: object, answer: object) -> list[str]:
        assert found.wait(30)
        return ["Who founded it?"]

    monkeypatch.setattr(events, "suggestions", slowly)
    chat.ask("What does it cost?")
    chat.page.wait_for_timeout(500)
    assert "processing" not in chat.page.inner_text("body"), "Gradio's word for it is hidden from all readers"
    chat.ask("What happened to the dome?")
    expect(chat.reply).to_contain_text("A fire destroyed the main dome in 1921.")
    found.set()
    expect(chat.button("Who founded it?")).to_be_visible()
    expect(chat.reply).to_contain_text("A fire destroyed the main dome in 1921.")


def test_stop_stays_while_nothing_is_found_to_suggest_for_an_earlier_question(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = threading.Event()

    def in_vain(qa: object, answer: object) -> list[str]:
        assert searched.wait(30)
        return []

    monkeypatch.setattr(events, "suggestions", in_vain)
    chat.ask("What does it cost?")
    chat.send("Slow")
    expect(chat.button("Stop")).to_be_visible()
    searched.set()
    chat.page.wait_for_timeout(1000)  # What must not happen would have happened by then.
    expect(chat.button("Ask")).to_be_hidden()
    chat.button("Stop").click()
    expect(chat.reply).to_contain_text("Stopped.")


def test_a_question_that_does_not_reach_the_server_is_kept(browser: Browser, site: Site) -> None:
    """On a page of its own, as the console of this one has an error. Gradio loads it anew."""
    chat = Chat(browser.new_page()).open(site.url)
    joining = "**/gradio_api/queue/join**"
    chat.page.route(joining, lambda route: route.abort())
    with chat.page.expect_event("requestfailed"):
        chat.send("Who founded it?")
    chat.page.unroute(joining)
    expect(chat.page.locator("#question textarea")).to_have_value("Who founded it?", timeout=15_000)
    expect(chat.page.locator("#status")).to_contain_text("Ready", timeout=15_000)
    chat.button("Ask").click()
    expect(chat.reply).to_contain_text("Ada and Tor Lind founded it.")
    chat.page.close()


def test_error_is_said_and_the_question_kept(chat: Chat) -> None:
    chat.ask("Fail")
    expect(chat.reply).to_contain_text("No answer. The model gave no answer within 120 s.")
    expect(chat.page.locator("#question textarea")).to_have_value("Fail")
    expect(chat.page.locator("#chat .user")).to_contain_text("Fail")


def test_too_long_a_question_is_refused_by_the_server(chat: Chat, site: Site) -> None:
    chat.page.locator("#question textarea").evaluate("box => box.removeAttribute('maxlength')")
    chat.ask("x" * 501)
    expect(chat.reply).to_contain_text("The question has 501 characters; 500 is the limit.")
    assert site.qa.asked == []


def test_empty_question_is_ignored(chat: Chat, site: Site) -> None:
    chat.send("   ")
    chat.page.wait_for_timeout(300)
    assert chat.replies.count() == 0
    assert site.qa.asked == []


@pytest.mark.parametrize("question", ["Hostile", HOSTILE])
def test_hostile_text_is_inert(chat: Chat, question: str) -> None:
    chat.ask(question)
    assert HOSTILE in re.sub(r"\s+", " ", chat.reply.text_content())
    assert chat.page.locator("#chat .md").locator("img, script, svg, iframe, style, code").count() == 0
    hrefs = chat.page.locator("#chat .md a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert all(re.fullmatch(r"#cite-[0-9a-f]{16}-\d+-\d+-[0-9a-f]{16}", href) for href in hrefs), hrefs
    assert chat.chips.count() == 2, "only verified markers are links"
    chat.chips.first.click()
    _marked(chat, HOSTILE)
    assert chat.source.locator("h2").text_content() == "Guest <b>book</b>"
    assert chat.page.locator("#source").locator("img, script, svg, iframe, a, b").count() == 0


def test_text_after_emoji_is_marked_exactly(chat: Chat) -> None:
    chat.ask("What is in the guestbook?")
    chat.chips.first.click()
    _marked(chat, EMOJI)
    chat.chips.last.click()
    _marked(chat, AFTER_EMOJI)


def test_lists_and_bold_are_drawn(chat: Chat) -> None:
    chat.ask("List")
    assert [item.text_content().split("\u202f")[0] for item in chat.reply.locator("> ul > li").all()] == [
        "the founding",
        "the fire",
    ]
    expect(chat.reply.locator("ol > li")).to_have_attribute("value", "3")
    expect(chat.reply.locator("strong")).to_have_text("two")
    assert chat.chips.count() == 3


def test_changed_document_is_shown_as_stale(chat: Chat, site: Site) -> None:
    chat.ask("What happened to the dome?")
    site.qa.replace(document(OBSERVATORY.id, OBSERVATORY.title, "New. " + OBSERVATORY.text))
    chat.chips.last.click()
    expect(chat.source).to_contain_text("This document has changed since the answer was written.")
    expect(chat.source).to_contain_text(REBUILT)
    assert chat.mark.count() == 0
    site.qa.documents = tuple(d for d in site.qa.documents if d.id != OBSERVATORY.id)
    chat.chips.first.click()
    expect(chat.source).to_contain_text("no longer in the collection")
    assert chat.mark.count() == 0


def test_made_up_key_shows_no_document(chat: Chat) -> None:
    chat.ask("Who founded it?")
    link = chat.chips.first.get_attribute("href")
    for wrong in ("#cite-", "#cite-x", "#cite-../../etc/passwd", link.replace("-0-", "-0-999")):
        chat.chips.first.evaluate("(chip, href) => chip.setAttribute('href', href)", wrong)
        chat.chips.first.click()
        expect(chat.source).to_contain_text("This link does not lead to a sentence of the documents.")
        assert chat.mark.count() == 0
        chat.rows.first.click()
        _marked(chat, FOUNDED)


def test_example_question_is_asked(page: Page) -> None:
    with served(lambda progress: FakeQA(DOCUMENTS, SCRIPTS), examples=["Who founded it?"]) as url:
        chat = Chat(page).open(url)
        chat.button("Who founded it?").click()
        expect(chat.chips.first).to_be_visible()
        expect(chat.page.locator("#reqa-examples")).to_be_hidden()


def test_examples_come_from_the_documents_titles(chat: Chat) -> None:
    expect(chat.button("What does “A short history of the observatory” say?")).to_be_visible()


def test_question_asked_while_loading_waits_and_is_answered(page: Page) -> None:
    ready = threading.Event()
    qa = FakeQA(DOCUMENTS, SCRIPTS, warm=lambda: ready.wait(20))
    with served(lambda progress: qa) as url:
        page.goto(url)
        status = page.locator("#status")
        expect(status).to_contain_text("Loading the models")
        expect(status).to_contain_text(re.compile(r"[12] s"))
        chat = Chat(page)
        chat.send("Who founded it?")
        expect(chat.reply).to_contain_text("Waiting for the models to load")
        ready.set()
        expect(chat.chips.first).to_be_visible()
        expect(status).to_contain_text("Answered in")


def test_readiness_does_not_take_the_place_of_what_an_answer_took(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    qa = FakeQA(DOCUMENTS, SCRIPTS, warm=lambda: ready.wait(20))
    monkeypatch.setattr(events, "_POLL_INTERVAL", 1.0)  # The page looks late whether it can be asked, ...
    with served(lambda progress: qa) as url:
        page.goto(url)
        status = page.locator("#status")
        expect(status).to_contain_text("Loading the models")
        monkeypatch.setattr(events, "_POLL_INTERVAL", 0.01)  # ... the question at once.
        chat = Chat(page)
        chat.send("Who founded it?")
        expect(chat.reply).to_contain_text("Waiting for the models to load")
        ready.set()
        expect(status).to_contain_text("Answered in")
        page.wait_for_timeout(1500)
        expect(status).to_contain_text("Answered in")


def test_failed_opening_is_said_in_the_status_and_to_a_question(page: Page) -> None:
    def open_qa(progress: object) -> FakeQA:
        raise CorpusError("There is no folder papers/. Give another with --corpus.")

    with served(open_qa) as url:
        page.goto(url)
        expect(page.locator("#status")).to_contain_text("There is no folder papers/.")
        chat = Chat(page)
        chat.ask("Who founded it?")
        expect(chat.reply).to_contain_text("There is no folder papers/. Give another with --corpus.")
        expect(page.locator("#question textarea")).to_have_value("Who founded it?")


def test_copy_gives_the_answer_with_its_quotes(chat: Chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("What happened to the dome?")
    chat.button("Copy").click()
    expect(chat.button("Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "A fire destroyed the main dome in 1921. [1] It was rebuilt within two years. [1] [2] The"
    )
    place = "A short history of the observatory, history/observatory.txt"
    assert copied.endswith(f"Sources\n\n[1] “{FIRE}” ({place})\n[2] “{REBUILT}” ({place})")


def test_next_and_previous_citation(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    chat.ask("Who founded it?")
    chat.replies.first.locator("a.reqa-chip").first.click()
    _marked(chat, FIRE)
    expect(chat.source).to_contain_text("1 of 2")
    chat.button("Next citation").click()
    _marked(chat, REBUILT)
    expect(chat.source).to_contain_text("2 of 2")
    chat.button("Next citation").press("Enter")
    _marked(chat, FIRE)
    chat.button("Previous citation").click()
    _marked(chat, REBUILT)
    chat.chips.click()
    _marked(chat, FOUNDED)
    expect(chat.button("Next citation")).to_be_hidden()


def test_hovering_or_focusing_a_chip_shows_its_sentence(chat: Chat) -> None:
    chat.ask("What happened to the dome?")
    tip = chat.page.get_by_role("tooltip")
    chat.chips.last.hover()
    expect(tip).to_have_text(REBUILT)
    chat.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    chat.chips.first.focus()
    chat.page.keyboard.press("Shift+Tab")
    chat.page.keyboard.press("Tab")
    expect(tip).to_have_text(FIRE)


def test_abstention_offers_questions_that_can_be_answered(chat: Chat, site: Site) -> None:
    chat.ask("What does it cost?")
    chat.button("What do the documents say about Friday?").click()
    expect(chat.replies).to_have_count(2)
    expect(chat.reply).to_contain_text("Today the dome is open to visitors on clear Friday evenings")
    expect(chat.chips).to_have_count(1)
    assert site.qa.asked[-1][0] == "What do the documents say about Friday?"


def test_contradicting_sources_are_shown_as_such(chat: Chat) -> None:
    chat.ask("When was the fire?")
    expect(chat.reply).to_contain_text("The documents contradict each other on this.")
    expect(chat.chips).to_have_count(2)
    chat.ask("How many citizens?")
    expect(chat.reply.locator(".reqa-headline")).to_have_text("The documents contradict each other.")
    assert chat.rows.count() == 2


_ANSWERS_LATE = """() => {
    const fetched = window.fetch;
    window.fetch = async (request, options) => {
        const answer = await fetched(request, options);
        if (String(options?.body).includes(%r)) await new Promise(later => setTimeout(later, 500));
        return answer;
    };
}"""


def _long_log() -> tuple[FakeQA, list[str]]:
    """A document of 5 MB, and the two sentences of it that the answer to "Long" cites."""
    line = "Entry {} of the long log says that nothing else happened on that day.\n"
    text = "".join(line.format(number) for number in range(75_000))
    assert len(text) > 5_000_000
    cited = [line.format(number).strip() for number in (37_500, 60_000)]
    script = Script((Said("Nothing.", (cited[0],)), Said("Nothing else.", (cited[1],))))
    return FakeQA((document("long.txt", "The long log", text),), {"Long": script}), cited


def _read_on(chat: Chat, place: str) -> None:
    """Scroll the document to its end as far as it is loaded, and see it grow by its own text."""
    shown = chat.source.locator(".reqa-document")
    before = len(shown.text_content())
    shown.evaluate(f"element => element.scrollTo(0, {place})")
    chat.page.wait_for_function(
        "before => document.querySelector('.reqa-document').textContent.length > before", arg=before
    )


@pytest.mark.parametrize("late", ["nothing", "show_"])
def test_long_document_opens_at_its_sentence_and_can_be_read_on(page: Page, late: str) -> None:
    qa, (cited, _) = _long_log()
    with served(lambda progress: qa) as url:
        chat = Chat(page).open(url)
        chat.ask("Long")
        page.evaluate(_ANSWERS_LATE % late)
        chat.chips.first.click()
        _marked(chat, cited)
        for place in ("element.scrollHeight", "0"):
            _read_on(chat, place)
            assert chat.source.locator(".reqa-document").text_content() in qa.documents[0].text
        assert chat.mark.text_content() == cited


def test_another_sentence_can_be_read_on_from_while_more_of_the_first_is_on_its_way(page: Page) -> None:
    qa, (first, second) = _long_log()
    with served(lambda progress: qa) as url:
        chat = Chat(page).open(url)
        chat.ask("Long")
        _marked(chat, first)
        page.evaluate(_ANSWERS_LATE % "show_more")
        chat.source.locator(".reqa-document").evaluate("element => element.scrollTo(0, element.scrollHeight)")
        chat.chips.nth(1).click()
        _marked(chat, second)
        _read_on(chat, "element.scrollHeight")
        assert chat.mark.text_content() == second


def test_page_number_is_shown(page: Page) -> None:
    qa = FakeQA(DOCUMENTS, SCRIPTS, pages={FOUNDED: 7})
    with served(lambda progress: qa) as url:
        chat = Chat(page).open(url)
        chat.ask("Who founded it?")
        expect(chat.rows.first).to_contain_text("page 7")
        expect(chat.source).to_contain_text("page 7")


@pytest.mark.parametrize("width", [390, 799, 1920])
def test_no_width_scrolls_sideways(chat: Chat, width: int) -> None:
    chat.page.set_viewport_size({"width": width, "height": 844})
    chat.ask("Hostile")
    chat.chips.first.click()
    _marked(chat, HOSTILE)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 800:
        chat.button("Back to the answer").click()
        expect(chat.chips.first).to_be_in_viewport()
    expect(chat.page.locator("#question textarea")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible(page: Page, site: Site, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    chat = Chat(page).open(site.url)
    _accessible(page)
    chat.ask("What happened to the dome?")
    chat.ask("What does it cost?")
    chat.ask("Fail")
    chat.replies.first.locator("a.reqa-chip").last.click()
    _marked(chat, REBUILT)
    _accessible(page)
    for drawer in ("Documents", "Conversations"):
        chat.button(drawer).click()
        _accessible(page)
        page.keyboard.press("Escape")
    chat.button("Bad answer").first.click()
    _accessible(page)
    chat.button("Cancel").click()
    dark = (
        page.evaluate("getComputedStyle(document.querySelector('#source')).backgroundColor")
        == "rgb(27, 31, 35)"
    )
    assert dark == (scheme == "dark")


def _keep_busy(chat: Chat) -> None:
    """For a few seconds, the page sees only now and then what the server sends."""
    for _ in range(8):
        chat.page.evaluate("() => { const end = performance.now() + 300; while (performance.now() < end); }")


def _accessible(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
