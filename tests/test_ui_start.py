"""How the web chat starts: nothing needless before the page is there, nothing heavy while it is fetched."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from types import SimpleNamespace

import httpx
import pytest
import uvicorn
from fake_qa import FakeQA
from fastapi import FastAPI
from reqa_ui import server
from reqa_ui.contract import Progress
from reqa_ui.lull import PATIENCE, QUIET, Lull
from reqa_ui.opening import Opening

_IMPORT = """
import inspect, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
getfile = inspect.getfile
import reqa_ui
print([path for path in opened if path.endswith(".pyi")], inspect.getfile is getfile)
"""


def test_importing_the_page_writes_no_type_stubs() -> None:
    run = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["[]", "True"]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_lull_comes_when_nobody_asks() -> None:
    clock = Clock()
    lull = Lull(clock)
    clock.now += QUIET / 2
    assert not lull.is_here(requests=0)
    clock.now += QUIET
    assert lull.is_here(requests=0)


def test_lull_waits_for_a_page_that_is_being_fetched_but_not_forever() -> None:
    clock = Clock()
    lull = Lull(clock)
    waited = 0.0
    for requests in range(1, 1000):
        clock.now += QUIET / 2
        waited += QUIET / 2
        if lull.is_here(requests):
            break
    assert PATIENCE <= waited < PATIENCE + QUIET


def test_lull_comes_after_the_last_request() -> None:
    clock = Clock()
    lull = Lull(clock)
    clock.now += QUIET / 2
    assert not lull.is_here(requests=40)
    clock.now += QUIET * 0.9
    assert not lull.is_here(requests=40)
    clock.now += QUIET * 0.2
    assert lull.is_here(requests=40)


def test_documents_are_opened_when_the_lull_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, come, opened = threading.Event(), threading.Event(), threading.Event()

    def is_here(requests: int) -> bool:
        if requests:
            asked.set()
        return come.is_set()

    def open_qa(progress: Progress) -> FakeQA:
        opened.set()
        return FakeQA((), {})

    monkeypatch.setattr(server, "Lull", lambda: SimpleNamespace(is_here=is_here))
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(FastAPI(), log_level="error")
    running = server._Server(config, "It is there.", Opening(open_qa))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        httpx.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        assert asked.wait(30), "the lull is told of the requests"
        assert not opened.is_set()
        come.set()
        assert opened.wait(30)
    finally:
        running.should_exit = True
        thread.join(30)
