"""The web chat's server: who gets in, what is let through, and how it does with many readers at once."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from chat_page import served
from fake_qa import FakeQA, Said, Script, document, open_folder
from gradio_reader import Page, Reader
from reqa_ui import server, tunnel
from reqa_ui.guard import MAX_BODY, SECURITY_HEADERS
from reqa_ui.limits import Limits

from reqa import ReqaError, Settings, SettingsError
from reqa.errors import CorpusError

READERS = 20
ROUNDS = 3
NOTES = document(
    "notes.txt", "Notes", "\n".join(f"The note for reader{n:02} is on shelf {n}." for n in range(READERS))
)
SECRET = ("anna", "correct: horse")
SESSION = {"x-reqa-session": "0" * 32}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web chat with a login and uploads."""
    with served(
        lambda progress: FakeQA((NOTES,), {}),
        open_documents=open_folder,
        corpus=tmp_path_factory.mktemp("corpus"),
        limits=Limits(document_bytes=5_000_000),
        logins=dict([SECRET, ("ben", "other")]),
    ) as url:
        yield url


def _ready(url: str, **options: Any) -> dict[str, Any]:
    for _ in range(200):
        health: dict[str, Any] = httpx.get(url + "health", **options).json()
        if health["status"] != "loading":
            return health
        time.sleep(0.05)
    raise AssertionError("it never got ready")


# --- login ---------------------------------------------------------------------------------------------


ROUTES = [
    "",
    "config",
    "theme.css",
    "gradio_api/info",
    "gradio_api/queue/data?session_hash=x",
    "gradio_api/heartbeat/x",
    "gradio_api/file=README.md",
    "gradio_api/upload",
    "assets/index.js",
    "reqa/documents",
    "login",
    "health/",
    "nothing/here",
]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_without_a_login_no_route_answers(guarded: str, route: str, method: str) -> None:
    answer = httpx.request(method, guarded + route, headers=SESSION)
    closed = route == "gradio_api/upload"
    assert answer.status_code == (404 if closed else 401)
    assert closed or answer.headers["www-authenticate"].startswith("Basic ")
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("login", [SECRET, ("ben", "other")])
def test_with_a_login_the_page_and_the_documents_are_there(guarded: str, login: tuple[str, str]) -> None:
    assert "reqa" in httpx.get(guarded, auth=login).text
    assert httpx.get(guarded + "config", auth=login).status_code == 200
    assert httpx.get(guarded + "reqa/documents", auth=login, headers=SESSION).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !",
        "Basic YW5uYQ==",
        "Bearer YW5uYTpjb3JyZWN0OiBob3JzZQ==",
        "Basic \u00e9",
        "Basic /w==",
    ],
)
def test_what_is_no_login_is_refused(guarded: str, header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert httpx.get(guarded, headers={"authorization": header.encode()}).status_code == 401


@pytest.mark.parametrize("login", [("anna", "other"), ("ben", ""), ("", ""), ("anna:correct", " horse ")])
def test_wrong_login_is_answered_late(guarded: str, login: tuple[str, str]) -> None:
    began = time.monotonic()
    assert httpx.get(guarded, auth=login).status_code == 401
    assert time.monotonic() - began >= 1


def test_logins_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().logins == {}
    monkeypatch.setenv("REQA_AUTH", "anna:correct: horse, ben:other")
    settings = Settings.load()
    assert settings.logins == dict([SECRET, ("ben", "other")])
    assert "horse" not in repr(settings)
    monkeypatch.setenv("REQA_AUTH", "hunter2")
    with pytest.raises(SettingsError, match="REQA_AUTH") as refused:
        Settings.load()
    assert "hunter2" not in str(refused.value)


# --- health --------------------------------------------------------------------------------------------


def test_health_says_nothing_private_without_a_login(guarded: str) -> None:
    assert _ready(guarded) == {"status": "ready"}
    assert _ready(guarded, auth=SECRET) == {"status": "ready", "model": "fake model", "documents": 1}
    assert httpx.get(guarded + "health", auth=("anna", "wrong")).json() == {"status": "ready"}


def test_health_while_loading_and_after(tmp_path: Path) -> None:
    go = threading.Event()
    with served(lambda progress: FakeQA((NOTES,), {}, warm=lambda: go.wait(20))) as url:
        loading = httpx.get(url + "health")
        assert (loading.status_code, loading.json()["status"]) == (200, "loading")
        go.set()
        assert _ready(url) == {"status": "ready", "model": "fake model", "documents": 1}


@pytest.mark.parametrize("logins", [{}, dict([SECRET])])
def test_health_of_a_server_that_failed(logins: dict[str, str]) -> None:
    def open_qa(progress: object) -> FakeQA:
        raise CorpusError("There is no folder secret-plans/.")

    with served(open_qa, logins=logins) as url:
        health = _ready(url)
        assert health["status"] == "failed"
        assert ("secret-plans" in str(health)) == (not logins)
        assert httpx.get(url + "health").status_code == 503


# --- limits and headers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "limit"), [("gradio_api/queue/join", MAX_BODY), ("reqa/documents?name=a.txt", 5_000_000)]
)
@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_request_is_refused(guarded: str, route: str, limit: int, announced: bool) -> None:
    """Whether it says so at once, or sends its body in chunks without an end in sight."""
    blocks = [b"a" * 100_000] * (limit // 100_000 + 1)
    content = b"".join(blocks) if announced else iter(blocks)
    answer = httpx.post(guarded + route, content=content, auth=SECRET, headers=SESSION)
    assert answer.status_code == 413
    assert answer.json() == {"error": f"The request is too large: {limit / 1e6:g} MB is the limit here."}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_document_of_the_size_that_is_allowed_is_taken(guarded: str) -> None:
    text = ("The pump was oiled on Friday. " * 200_000)[:5_000_000].encode()
    url = guarded + "reqa/documents?name=pump.txt"
    assert httpx.post(url, content=text, auth=SECRET, headers=SESSION).status_code == 200


@pytest.mark.parametrize("route", ["", "config", "health", "nothing/here", "gradio_api/upload"])
def test_security_headers_are_on_every_response(guarded: str, route: str) -> None:
    for auth in (None, SECRET):
        headers = httpx.get(guarded + route, auth=auth).headers
        assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    policy = SECURITY_HEADERS["content-security-policy"]
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "connect-src 'self'", "object-src 'none'"):
        assert rule in policy


def test_other_names_and_other_sites_are_refused(guarded: str) -> None:
    rebound = httpx.get(guarded, headers={"host": "evil.test"}, auth=SECRET)
    assert rebound.status_code == 400
    assert rebound.headers["x-frame-options"] == "DENY"
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 422), ("none", 422)):
        forged = httpx.post(
            guarded + "gradio_api/queue/join", headers={"sec-fetch-site": site}, json={}, auth=SECRET
        )
        assert forged.status_code == status


# --- what the operator is told -------------------------------------------------------------------------


class _StoppedError(Exception):
    pass


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` goes as far as the start of the server."""

    def run(self: Any, sockets: Any) -> None:
        raise _StoppedError

    monkeypatch.setattr(server._Server, "run", run)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("host", "auth", "warns"),
    [("0.0.0.0", None, True), ("0.0.0.0", "anna:secret", False), ("127.0.0.1", None, False)],
)
def test_open_address_without_a_login_is_warned_of(
    host: str, auth: str | None, warns: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(_StoppedError):
        server.serve(Settings.load(auth=auth), host=host, port=0, open_qa=lambda _: FakeQA((NOTES,), {}))
    assert ("Set REQA_AUTH=user:password" in capsys.readouterr().err) == warns


def test_sharing_needs_a_login_and_the_network() -> None:
    with pytest.raises(SettingsError, match=r"a third party.* needs a login: set REQA_AUTH"):
        server.serve(Settings(), share=True)
    with pytest.raises(SettingsError, match="REQA_OFFLINE"):
        server.serve(Settings.load(auth="anna:secret", offline=True), share=True)


def test_shared_uploads_need_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("One sentence.\n")
    with pytest.raises(SettingsError, match=r"one\.txt is not a folder"):
        server.serve(Settings.load(corpus=file, shared_uploads=True), port=0)


def test_tunnel_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import gradio.networking

    def refuse(*args: object) -> str:
        raise RuntimeError("no route")

    monkeypatch.setattr(gradio.networking, "setup_tunnel", refuse)
    with pytest.raises(ReqaError, match=r"could not be opened \(no route\)"):
        tunnel.open_tunnel(7860)


def test_shared_page_answers_to_any_name_but_only_with_a_login() -> None:
    with served(lambda progress: FakeQA((NOTES,), {}), logins=dict([SECRET]), shared=True) as url:
        names = {"host": "abc.example", "x-forwarded-host": "abc.example", "x-forwarded-proto": "https"}
        assert httpx.get(url, headers=names).status_code == 401
        config = httpx.get(url + "config", headers=names, auth=SECRET).json()
        assert config["root"].startswith("https://abc.example")


# --- many readers --------------------------------------------------------------------------------------


@pytest.fixture
def crowded() -> Iterator[tuple[str, FakeQA]]:
    note = "The note for reader00 is on shelf 0."
    slow = Script((Said("It is " + "very " * 400 + "slow.", (note,)),), delay=0.05)
    unhurried = Script((Said(note, (note,)),), delay=0.25)
    qa = FakeQA((NOTES,), {"Slow": slow, "Where is reader00?": unhurried})
    with served(lambda progress: qa) as url:
        _ready(url)
        yield url, qa


def test_many_readers_are_answered_in_the_order_in_which_they_came(crowded: tuple[str, FakeQA]) -> None:
    url, qa = crowded
    page = Page.at(url)
    memory = []
    for _ in range(ROUNDS):
        qa.asked.clear()
        asyncio.run(_all_ask(page))
        assert [question for question, _ in qa.asked] == [f"Where is reader{n:02}?" for n in range(READERS)]
        gc.collect()
        memory.append(psutil.Process().memory_info().rss)
    # The first round fills caches. What a closed tab leaves behind for an hour is its conversation.
    assert memory[-1] - memory[1] < 20_000_000, [m // 1000 for m in memory]


async def _all_ask(page: Page) -> None:
    readers = [Reader(page) for _ in range(READERS)]
    for reader in readers:
        await reader.__aenter__()
    try:
        answers = []
        for n, reader in enumerate(readers):
            question = f"Where is reader{n:02}?"
            await reader.send(question)
            answers.append(asyncio.create_task(reader.read()))
            # Drawn, so it is in line: the next one comes later.
            await asyncio.wait_for(reader.shows(question), timeout=60)
        for n, text in enumerate(await asyncio.gather(*answers)):
            assert f"The note for reader{n:02} is on shelf {n}." in text
            assert "went wrong" not in text
            assert "Too many" not in text
    finally:
        for reader in readers:
            await reader.__aexit__()


def test_closed_tab_frees_the_model_for_the_next_reader(crowded: tuple[str, FakeQA]) -> None:
    url, qa = crowded

    page = Page.at(url)

    async def leave_and_come() -> str:
        async with Reader(page) as leaving, Reader(page) as coming:
            await leaving.send("Slow")
            reading = asyncio.create_task(leaving.read())
            await leaving.shows("very")
            await coming.send("Where is reader07?")
            reading.cancel()
            await leaving.__aexit__()
            return await coming.read()

    assert "The note for reader07 is on shelf 7." in asyncio.run(leave_and_come())
    assert qa.closed.is_set(), "the model went on for a reader who had left"
