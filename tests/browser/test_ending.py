"""Ending the server in the terminal while somebody has the page open."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from chat_page import Chat
from playwright.sync_api import Page

SERVER = """
import sys
sys.path.insert(0, sys.argv[1])
import reqa_ui
from fake_qa import FakeQA, document
from reqa.settings import Settings
qa = FakeQA((document("a.txt", "A", "The note is here."),), {})
reqa_ui.serve(Settings(), port=int(sys.argv[2]), open_qa=lambda progress: qa, uploads=False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there, a process alone cannot be interrupted")
def test_nothing_is_said_of_the_page_that_was_open(page: Page) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(Path(__file__).parent), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert "ready" in server.stdout.readline()
        with page.expect_response("**/heartbeat/*"):
            Chat(page).open(f"http://127.0.0.1:{port}/")
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    finally:
        server.kill()
    assert said == ""
    assert server.returncode == 0
