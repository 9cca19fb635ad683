"""Readers' own documents: brought, chosen, asked and removed through the routes that the page uses."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exhibits import exhibit
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reqa_ui import status
from reqa_ui.answering import Answering
from reqa_ui.contract import DOCUMENT_KINDS
from reqa_ui.libraries import Libraries
from reqa_ui.limits import Limits
from reqa_ui.opening import Opening
from reqa_ui.uploads import routes

import reqa
import reqa.documents

ONE, OTHER = "1" * 32, "2" * 32
LIMITS = Limits(documents=2, document_bytes=1000, session_bytes=1500, server_bytes=2500)
PUMP = b"The pump was serviced by Mr Kowalski in the spring of 2019.\n"


def wait_until(what: Any) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.fixture
def libraries(corpus: Path, tmp_path: Path, fake_models: None) -> Iterator[Libraries]:
    settings = reqa.Settings(llm="none")
    base = Opening(lambda progress: reqa.open(corpus, index_dir=tmp_path / "index", settings=settings))
    base.start()
    wait_until(lambda: base.done)
    assert base.qa is not None

    def open_documents(folder: Path, index: Path, progress: Any) -> reqa.QA:
        return reqa.open(folder, index_dir=index, settings=settings, engine=base.qa.engine, progress=progress)

    made = Libraries(
        base, Answering(), open_documents=open_documents, corpus=corpus, limits=LIMITS, grace=0.05
    )
    yield made
    made.close()


class Browser:
    """What the page of one session sends."""

    def __init__(self, libraries: Libraries, session: str) -> None:
        app = FastAPI()
        app.include_router(routes(libraries))
        self._client = TestClient(app, headers={"x-reqa-session": session})
        self._library = libraries.of(session)

    def send(self, name: str, content: bytes) -> dict[str, Any]:
        answer = self._client.post("/reqa/documents", params={"name": name}, content=content)
        return answer.json()

    def choose(self, *ids: str) -> dict[str, Any]:
        given = self._client.put("/reqa/documents", json={"ids": list(ids)}).json()
        if "error" not in given:
            wait_until(lambda: self._library.opening.done)
            given = self.listing()
        return given

    def remove(self, document_id: str) -> None:
        self._client.delete("/reqa/documents", params={"id": document_id})

    def listing(self) -> dict[str, Any]:
        return self._client.get("/reqa/documents").json()

    def chosen(self) -> list[str]:
        return [entry["id"] for entry in self.listing()["documents"] if entry["chosen"]]

    def ask(self, question: str) -> reqa.Answer:
        qa = self._library.opening.qa
        assert isinstance(qa, reqa.QA)
        return qa.ask(question)


def test_own_document_is_indexed_and_asked(libraries: Libraries) -> None:
    one, other = Browser(libraries, ONE), Browser(libraries, OTHER)
    assert one.chosen() == ["harbour.txt", "museum.md"]
    assert one.send("pump.md", PUMP)["added"] == "uploads/pump.md"
    one.choose("uploads/pump.md")
    assert one.chosen() == ["uploads/pump.md"]
    cited = one.ask("Who serviced the pump?").citations[0]
    assert cited.document_id == "uploads/pump.md"
    assert PUMP.decode()[cited.start_char_index : cited.end_char_index] == cited.cited_text
    assert other.chosen() == ["harbour.txt", "museum.md"], "it is the session's own"
    assert "uploads/pump.md" not in str(other.listing())


def test_shared_and_own_documents_are_asked_together(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    one.send("pump.md", PUMP)
    one.choose("uploads/pump.md", "museum.md")
    assert one.ask("Who serviced the pump?").citations[0].document_id == "uploads/pump.md"
    museum = one.ask("How many clocks from nineteen countries?").citations[0]
    base = libraries.base.qa
    assert base is not None
    assert museum.document_id == "museum.md"
    assert base.is_current(museum), "a shared document is the same one, whichever index it was found in"


def test_all_shared_documents_need_no_index_of_their_own(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    one.choose("museum.md")
    assert libraries.of(ONE).opening is not libraries.base
    one.choose("museum.md", "harbour.txt")
    assert libraries.of(ONE).opening is libraries.base


def test_removed_document_is_gone(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    one.send("pump.md", PUMP)
    one.choose("uploads/pump.md")
    one.remove("uploads/pump.md")
    assert one.chosen() == ["harbour.txt", "museum.md"]
    assert libraries.of(ONE).bytes == 0
    assert "There is no document" in one.choose("uploads/pump.md")["error"]


def test_same_name_replaces_the_document(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    one.send("pump.md", PUMP)
    one.choose("uploads/pump.md")
    old = one.ask("Who serviced the pump?").citations[0]
    one.send("pump.md", PUMP.replace(b"Kowalski", b"Nowak"))
    one.choose("uploads/pump.md")
    assert "Nowak" in one.ask("Who serviced the pump?").citations[0].cited_text
    now = libraries.of(ONE).opening.qa
    assert now is not None
    assert not now.is_current(old)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.zip", PUMP, "paper.zip is not a kind of document that reqa reads: .txt"),
        ("noextension", PUMP, "is not a kind of document"),
        ("long.txt", b"x" * 1001, "long.txt has 1 KB; a document may have 1 KB. Split it."),
        ("empty.txt", b"", "empty.txt is empty."),
    ],
)
def test_what_cannot_be_taken_is_refused(libraries: Libraries, name: str, content: bytes, said: str) -> None:
    one = Browser(libraries, ONE)
    assert said in one.send(name, content)["error"]
    assert libraries.of(ONE).bytes == 0


def test_count_and_total_size_are_limited(libraries: Libraries) -> None:
    one, other = Browser(libraries, ONE), Browser(libraries, OTHER)
    one.send("a.txt", b"a" * 800)
    assert "there is room for 1 KB more" in one.send("b.txt", b"b" * 900)["error"]
    one.send("b.txt", b"b" * 600)
    assert "2 documents already" in one.send("c.txt", b"c")["error"]
    other.send("a.txt", b"a" * 900)
    assert "no room" in other.send("b.txt", b"b" * 300)["error"]


def test_length_that_is_not_announced_is_counted(libraries: Libraries) -> None:
    def blocks() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 500

    app = FastAPI()
    app.include_router(routes(libraries))
    client = TestClient(app, headers={"x-reqa-session": ONE})
    answer = client.post("/reqa/documents", params={"name": "long.txt"}, content=blocks())
    assert answer.status_code == 422
    assert "too large" in answer.json()["error"]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\..\\x.txt", "/abs.txt", "a\0b.txt", "....txt"])
def test_no_name_leads_out_of_the_sessions_folder(libraries: Libraries, name: str) -> None:
    given = Browser(libraries, ONE).send(name, PUMP)
    if "added" in given:
        folder, _, file = given["added"].rpartition("/")
        assert folder == "uploads"
        assert file not in ("", ".", "..")
        assert "\\" not in file


def test_a_document_with_scanned_pages_says_so(corpus: Path, request: pytest.FixtureRequest) -> None:
    (corpus / "scan.pdf").write_bytes(exhibit())
    one = Browser(request.getfixturevalue("libraries"), ONE)
    for listing in (one.listing(), one.choose("museum.md")):
        notes = {entry["id"]: entry["note"] for entry in listing["documents"]}
        assert notes["scan.pdf"].startswith("Page 2 is a picture")
        assert notes["museum.md"] == ""


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Ready: 2 documents, none"),
        ({"x.txt": b"\0"}, "Ready: 2 documents, none; 1 could not be read"),
        (
            {"x.txt": b"\0", "y.pdf": exhibit()},
            "Ready: 3 documents, none; 1 could not be read, 1 only in part",
        ),
    ],
)
def test_the_status_says_what_could_not_be_read(
    files: dict[str, bytes], said: str, corpus: Path, request: pytest.FixtureRequest
) -> None:
    for name, content in files.items():
        (corpus / name).write_bytes(content)
    opening = request.getfixturevalue("libraries").base
    assert json.loads(status.of(opening))["text"] == said


def test_the_operators_files_that_could_not_be_read_are_listed(
    corpus: Path, request: pytest.FixtureRequest
) -> None:
    (corpus / "x.txt").write_bytes(b"\0")
    one = Browser(request.getfixturevalue("libraries"), ONE)
    one.send("binary.txt", b"\0" * 50)
    for listing in (one.listing(), one.choose("museum.md", "uploads/binary.txt")):
        (unread,) = listing["unread"]
        assert unread.startswith("x.txt is not text")


def test_unreadable_document_is_named(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    one.send("binary.txt", b"\x00\x01\x02" * 50)
    one.send("pump.md", PUMP)
    listing = one.choose("uploads/binary.txt", "uploads/pump.md")
    notes = {entry["id"]: entry["note"] for entry in listing["documents"]}
    assert "binary file" in notes["uploads/binary.txt"]
    assert notes["uploads/pump.md"] == ""
    failed = one.choose("uploads/binary.txt")
    assert failed["failed"]


def test_session_without_a_page_is_removed_after_a_while(libraries: Libraries) -> None:
    one = Browser(libraries, ONE)
    libraries.enter(ONE, "page 1")
    libraries.enter(ONE, "page 2")
    one.send("pump.md", PUMP)
    libraries.leave("page 1")
    time.sleep(0.2)
    assert libraries.bytes > 0, "a page is still open"
    libraries.leave("page 2")
    wait_until(lambda: libraries.bytes == 0)


def test_nothing_is_left_when_the_server_stops(libraries: Libraries) -> None:
    Browser(libraries, ONE).send("pump.md", PUMP)
    root = libraries.scratch().parent
    assert root.exists()
    libraries.close()
    assert not root.exists()


def test_request_needs_the_sessions_header(libraries: Libraries) -> None:
    app = FastAPI()
    app.include_router(routes(libraries))
    client = TestClient(app)
    assert client.get("/reqa/documents").status_code == 422
    assert client.post("/reqa/documents", params={"name": "a.txt"}, content=b"a").status_code == 422


def test_without_uploads_nothing_is_taken(libraries: Libraries) -> None:
    closed = Libraries(libraries.base, Answering())
    one = Browser(closed, ONE)
    assert "takes no documents" in one.send("pump.md", PUMP)["error"]
    assert "always asks all" in one.choose("museum.md")["error"]
    assert not one.listing()["uploads"]
    closed.close()


def test_kinds_are_those_that_reqa_reads() -> None:
    assert DOCUMENT_KINDS == reqa.documents.SUFFIXES


@pytest.fixture
def common(corpus: Path, tmp_path: Path, fake_models: None) -> Iterator[Libraries]:
    """Libraries of an operator who lets readers add to the corpus."""
    settings = reqa.Settings(llm="none", corpus=corpus, index=tmp_path / "index")
    base = Opening(lambda progress: reqa.open(settings=settings))
    base.start()
    wait_until(lambda: base.done)
    assert base.qa is not None
    engine = base.qa.engine

    def open_documents(folder: Path, index: Path, progress: Any) -> reqa.QA:
        return reqa.open(folder, index_dir=index, settings=settings, engine=engine, progress=progress)

    made = Libraries(
        base,
        Answering(),
        open_documents=open_documents,
        corpus=corpus,
        limits=LIMITS,
        reopen=lambda progress: reqa.open(settings=settings, engine=engine, progress=progress),
        grace=0.05,
    )
    yield made
    made.close()


def indexed(libraries: Libraries) -> None:
    wait_until(lambda: not libraries.shared.renewing)


def test_common_document_is_asked_by_everyone_and_stays(common: Libraries, corpus: Path) -> None:
    one, other = Browser(common, ONE), Browser(common, OTHER)
    assert one.send("pump.md", PUMP)["added"] == "uploads/pump.md"
    indexed(common)
    for browser in (one, other):
        assert browser.chosen() == ["uploads/pump.md", "harbour.txt", "museum.md"]
        assert browser.ask("Who serviced the pump?").citations[0].document_id == "uploads/pump.md"
    assert "Everyone" in other.listing()["notice"]
    common.enter(ONE, "page")
    common.leave("page")
    time.sleep(0.2)
    assert (corpus / "uploads" / "pump.md").read_bytes() == PUMP
    with reqa.open(corpus, index_dir=corpus.parent / "later", llm=None) as later:
        assert "uploads/pump.md" in [document.id for document in later.documents]


def test_common_document_can_be_left_out_by_one_and_removed_by_another(
    common: Libraries, corpus: Path
) -> None:
    one, other = Browser(common, ONE), Browser(common, OTHER)
    one.send("pump.md", PUMP)
    indexed(common)
    one.choose("museum.md", "uploads/pump.md")
    assert one.ask("Who serviced the pump?").citations[0].document_id == "uploads/pump.md"
    other.remove("uploads/pump.md")
    indexed(common)
    wait_until(lambda: common.of(ONE).opening.done)
    assert one.chosen() == ["museum.md"]
    assert other.chosen() == ["harbour.txt", "museum.md"]
    assert not (corpus / "uploads" / "pump.md").exists()


def test_a_choice_takes_in_what_the_reader_brings_for_everyone(common: Libraries) -> None:
    one, other = Browser(common, ONE), Browser(common, OTHER)
    one.choose("museum.md")
    other.choose("harbour.txt")
    one.send("pump.md", PUMP)
    indexed(common)
    wait_until(lambda: common.of(ONE).opening.done)
    assert one.chosen() == ["uploads/pump.md", "museum.md"]
    assert other.chosen() == ["harbour.txt"]
    assert one.ask("Who serviced the pump?").citations[0].document_id == "uploads/pump.md"


def test_nobody_replaces_what_another_has_brought(common: Libraries, corpus: Path) -> None:
    Browser(common, ONE).send("pump.md", PUMP)
    refused = Browser(common, OTHER).send("pump.md", b"Something else.\n")
    assert "Give yours another name" in refused["error"]
    assert (corpus / "uploads" / "pump.md").read_bytes() == PUMP


def test_only_what_readers_brought_can_be_removed(common: Libraries, corpus: Path) -> None:
    Browser(common, ONE).remove("museum.md")
    assert (corpus / "museum.md").exists()


def test_unreadable_common_document_is_named_and_the_others_are_asked(common: Libraries) -> None:
    one = Browser(common, ONE)
    one.send("binary.txt", b"\x00\x01\x02" * 50)
    indexed(common)
    notes = {entry["id"]: entry["note"] for entry in one.listing()["documents"]}
    assert "binary file" in notes["uploads/binary.txt"]
    assert one.ask("How many clocks from nineteen countries?").citations


def test_a_corpus_that_was_empty_is_asked_once_it_is_not(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "corpus").mkdir()
    settings = reqa.Settings(llm="none", corpus=tmp_path / "corpus", index=tmp_path / "index")
    base = Opening(lambda progress: reqa.open(settings=settings))
    base.start()
    wait_until(lambda: base.done)
    assert base.error
    libraries = Libraries(
        base,
        Answering(),
        open_documents=lambda *_: pytest.fail("nobody has chosen"),
        corpus=settings.corpus,
        limits=LIMITS,
        reopen=lambda progress: reqa.open(settings=settings),
    )
    one = Browser(libraries, ONE)
    assert one.listing()["failed"]
    one.send("pump.md", PUMP)
    indexed(libraries)
    one.send("gate.md", b"The gate was painted by Mrs Lind.\n")
    indexed(libraries)
    assert not one.listing()["failed"]
    assert one.ask("Who serviced the pump?").citations
    libraries.close()


def test_readers_are_told_when_the_corpus_cannot_be_opened_anew(common: Libraries, corpus: Path) -> None:
    one = Browser(common, ONE)
    one.send("pump.md", PUMP)
    indexed(common)
    for name in ("museum.md", "harbour.txt"):
        (corpus / name).unlink()
    one.remove("uploads/pump.md")
    indexed(common)
    listing = one.listing()
    assert listing["failed"]
    assert listing["text"]
    assert one.ask("Who serviced the pump?").citations, "the old ones are asked on"
