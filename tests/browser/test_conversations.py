"""Conversations in a real browser: kept if the reader wants it, renamed, edited, saved and judged."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from chat_page import Chat, Site, served
from fake_qa import FakeQA, FakeReport, open_folder
from playwright.sync_api import Page, expect
from reqa_ui.contract import Progress
from scripts import DOCUMENTS, FIRE, FOUNDED, REBUILT, SCRIPTS

from reqa.evaluation.golden import load_golden


def _keep(chat: Chat) -> None:
    chat.button("Conversations").click()
    chat.page.get_by_label("Keep conversations in this browser").check()
    chat.page.keyboard.press("Escape")


def _reload(chat: Chat) -> None:
    chat.page.reload()
    expect(chat.page.locator("#status")).to_contain_text("Ready")


def test_nothing_is_kept_unless_the_reader_wants_it(chat: Chat) -> None:
    chat.ask("Who founded it?")
    # A question that is on its way is kept, in case the connection is lost, until nothing more comes of it.
    chat.page.wait_for_function(
        "!JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes('founded')"
    )
    _reload(chat)
    expect(chat.replies).to_have_count(0)


def test_kept_conversation_is_there_after_a_reload_and_works(chat: Chat, site: Site) -> None:
    _keep(chat)
    chat.ask("Who founded it?")
    chat.ask("What happened to the dome?")
    _reload(chat)
    expect(chat.replies).to_have_count(2)
    chat.replies.first.locator("a.reqa-chip").click()
    expect(chat.mark).to_have_text(FOUNDED)
    chat.ask("What is in the guestbook?")
    assert [message["content"] for message in site.qa.asked[-1][1]][0::2] == [
        "Who founded it?",
        "What happened to the dome?",
    ]
    chat.button("Conversations").click()
    chat.page.get_by_label("Keep conversations in this browser").uncheck()
    assert "founded" not in chat.page.evaluate("JSON.stringify({ ...localStorage })")


def test_what_failed_twice_alike_is_kept_twice(chat: Chat) -> None:
    _keep(chat)
    chat.ask("Fail")
    chat.ask("Fail")
    _reload(chat)
    expect(chat.replies).to_have_count(2)


def test_new_renamed_opened_and_deleted(chat: Chat) -> None:
    chat.ask("Who founded it?")
    chat.button("New chat").click()
    expect(chat.replies).to_have_count(0)
    chat.ask("What happened to the dome?")
    drawer = chat.page.get_by_role("dialog")
    chat.button("Conversations").click()
    expect(drawer.locator(".reqa-talk")).to_have_text(["What happened to the dome?", "Who founded it?"])
    chat.button("Rename Who founded it?").click()
    chat.page.get_by_label("Name of the conversation").fill("The founders")
    chat.page.keyboard.press("Enter")
    drawer.get_by_role("button", name="The founders", exact=True).click()
    expect(chat.replies).to_have_count(1)
    expect(chat.reply).to_contain_text("Ada and Tor Lind founded it.")
    chat.button("Conversations").click()
    chat.button("Delete The founders").click()
    chat.button("Really delete The founders?").click()
    expect(drawer.locator(".reqa-talk")).to_have_text(["What happened to the dome?"])
    expect(chat.replies).to_have_count(0)


def test_edited_question_is_asked_in_its_own_place(chat: Chat, site: Site) -> None:
    chat.ask("Who founded it?")
    chat.ask("What happened to the dome?")
    chat.page.locator("#chat .user-row").first.hover()
    chat.button("Edit").first.click()
    box = chat.page.locator("#question textarea")
    expect(box).to_have_value("Who founded it?")
    expect(box).to_be_focused()
    expect(chat.page.locator("#reqa-editing")).to_contain_text("will be replaced")
    box.fill("List")
    chat.page.keyboard.press("Enter")
    expect(chat.reply).to_contain_text("The history has two parts:")
    expect(chat.replies).to_have_count(1)
    expect(chat.page.locator("#reqa-editing")).to_be_hidden()
    assert site.qa.asked[-1] == ("List", [])


def test_editing_can_be_left(chat: Chat) -> None:
    chat.ask("Who founded it?")
    chat.page.locator("#chat .user-row").first.hover()
    chat.button("Edit").click()
    chat.page.locator("#leave-editing").click()
    expect(chat.page.locator("#question textarea")).to_have_value("")
    chat.ask("What happened to the dome?")
    expect(chat.replies).to_have_count(2)


def test_saved_with_its_citations(chat: Chat, site: Site) -> None:
    chat.ask("What happened to the dome?")
    chat.button("Conversations").click()
    with chat.page.expect_download() as saving:
        chat.button("Save What happened to the dome? as Markdown").click()
    assert saving.value.suggested_filename == "What-happened-to-the-dome.md"
    text = Path(saving.value.path()).read_text()
    assert f"\n> {REBUILT}" in text
    assert "*(not supported by the documents)*" in text
    with chat.page.expect_download() as saving:
        chat.button("Save What happened to the dome? as JSON").click()
    data = json.loads(Path(saving.value.path()).read_text())
    (turn,) = data["turns"]
    cited = turn["answer"]["citations"][0]
    whole = site.qa.document(cited["document_id"]).text
    assert whole[cited["start_char_index"] : cited["end_char_index"]] == cited["cited_text"] == FIRE


def test_bad_answer_becomes_a_golden_question(chat: Chat, site: Site) -> None:
    chat.ask("Who founded it?")
    chat.ask("What happened to the dome?")
    chat.button("Bad answer").last.click()
    chat.page.get_by_label("What is wrong").fill("It burnt in 1920.")
    chat.button("Send").click()
    expect(chat.reply).to_contain_text("Noted as a bad answer")
    (question,) = load_golden(site.feedback).groups[0].questions
    assert question.question == "What happened to the dome?"
    assert question.tags == ("feedback", "bad")
    assert [turn["content"] for turn in question.history] == [
        "Who founded it?",
        "Ada and Tor Lind founded it. [1]",
    ]
    assert "It burnt in 1920." in site.feedback.read_text()
    chat.button("Good answer").click()
    chat.button("Cancel").click()
    assert len(site.feedback.read_text().splitlines()) == 2, "a judgement that is not sent is not written"


def test_own_document_is_brought_asked_and_removed(chat: Chat, site: Site) -> None:
    notes = "The pump was serviced in 2019. It runs well.\n"
    chat.button("Documents").click()
    drawer = chat.page.get_by_role("dialog")
    drawer.get_by_label("Files to ask").set_input_files(
        [
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": notes.encode()},
            {"name": "paper.zip", "mimeType": "application/zip", "buffer": b"PK"},
            {"name": "long.txt", "mimeType": "text/plain", "buffer": b"x" * 20_001},
        ]
    )
    expect(drawer).to_contain_text("paper.zip is not a kind of document that reqa reads")
    expect(drawer).to_contain_text("long.txt is too large.")
    expect(drawer.get_by_role("checkbox", name="notes")).to_be_checked()
    expect(drawer.get_by_role("checkbox", name="A short history")).not_to_be_checked()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#reqa-scope")).to_have_text("Asking “notes”")
    chat.ask("Tell me about 2019")
    expect(chat.reply).to_contain_text("The pump was serviced in 2019")
    expect(chat.mark).to_have_text("The pump was serviced in 2019")
    assert site.qa.asked == [], "the shared documents were not asked"
    _reload(chat)
    expect(chat.page.locator("#reqa-scope")).to_have_text("Asking “notes”")
    chat.button("Documents").click()
    chat.button("Remove notes").click()
    expect(drawer.locator(".reqa-own")).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#reqa-scope")).to_have_text("Asking all 2 documents")


def test_what_is_brought_for_everyone_joins_the_documents(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text("The pier was built in 1901.\n")
    loaded, indexed = threading.Event(), threading.Event()

    def open_first(progress: Progress) -> FakeQA:
        before = open_folder(tmp_path, tmp_path, progress)
        assert loaded.wait(30)
        return before

    def open_again(progress: Progress) -> FakeQA:
        assert indexed.wait(30)
        return open_folder(tmp_path, tmp_path, progress)

    with served(open_first, open_documents=open_folder, corpus=tmp_path, reopen=open_again) as url:
        page.goto(url)
        page.locator("#reqa-library").get_by_role("button", name="Documents").click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_contain_text("Everyone who uses this page can read, ask and remove them.")
        notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"The pump was serviced in 2019.\n"}
        drawer.get_by_label("Files to ask").set_input_files([notes])
        expect(drawer.get_by_role("checkbox", name="notes")).to_be_checked()
        loaded.set()
        expect(page.locator("#status")).to_contain_text("Ready: 1 document")
        indexed.set()
        expect(drawer.get_by_role("checkbox", name="pier")).to_be_checked()
        page.keyboard.press("Escape")
        chat = Chat(page)
        expect(page.locator("#reqa-scope")).to_have_text("Asking all 2 documents")
        expect(page.locator("#status")).to_contain_text("Ready: 2 documents")
        chat.ask("Tell me about 2019")
        expect(chat.mark).to_have_text("The pump was serviced in 2019.")
        other = Chat(page.context.new_page()).open(url)
        expect(other.page.locator("#status")).to_contain_text("Ready: 2 documents")
        other.button("Documents").click()
        other.button("Remove notes").click()
        expect(other.page.locator("#reqa-scope")).to_have_text("Asking “pier”")
    assert list((tmp_path / "uploads").iterdir()) == []


def test_chosen_documents_alone_are_asked(chat: Chat, site: Site) -> None:
    chat.button("Documents").click()
    chat.page.get_by_role("dialog").get_by_role("checkbox", name="A short history").uncheck()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#reqa-scope")).to_have_text("Asking “Guest <b>book</b>”")
    chat.ask("Tell me about 912")
    expect(chat.reply).to_contain_text("It has been signed by 912 guests")
    assert site.qa.asked == []


def test_dropped_file_is_brought(chat: Chat) -> None:
    files = chat.page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["The valve was closed.\\n"], "valve.txt", { type: "text/plain" }));
            return data;
        }"""
    )
    chat.page.dispatch_event("#chat", "drop", {"dataTransfer": files})
    expect(chat.page.get_by_role("checkbox", name="valve")).to_be_checked()


def test_what_could_not_be_read_is_said_beside_the_documents(page: Page) -> None:
    report = FakeReport(
        skipped=(("x.bin", "x.bin is <b>not</b> text."),),
        incomplete=((DOCUMENTS[0].id, "Page 2 is a picture."),),
    )
    with served(lambda progress: FakeQA(DOCUMENTS, SCRIPTS, index_report=report)) as url:
        chat = Chat(page).open(url)
        expect(page.locator("#status")).to_contain_text("1 could not be read, 1 only in part")
        chat.button("Documents").click()
        drawer = page.get_by_role("dialog")
        expect(drawer.locator(".reqa-unread li")).to_have_text(["x.bin is <b>not</b> text."])
        expect(drawer.locator("li", has_text=DOCUMENTS[0].title)).to_contain_text("Page 2 is a picture.")
