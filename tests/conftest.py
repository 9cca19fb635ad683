"""What all tests share: no settings from outside, and no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from answers import Opened
from fakes import FakeEmbedder, FakeReranker, ScriptedChat

import reqa
import reqa.engine
from reqa.engine import Engine

# A loaded machine is no failed test.
hypothesis.settings.register_profile("reqa", deadline=None)
hypothesis.settings.load_profile("reqa")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser tests come last: Playwright leaves an event loop running in the main thread."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `REQA_MODELS` stays: where the real models lie is the machine's business."""
    for name in list(os.environ):
        if name.startswith("REQA_") and name not in ("REQA_MODELS", "REQA_UPDATE_SCREENSHOT"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A connection to another machine fails the test that makes it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test connects to {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def fake_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """`reqa.open` without the model store: word overlap in the place of the embedder and the reranker."""
    monkeypatch.setattr(reqa.engine, "Embedder", FakeEmbedder)
    monkeypatch.setattr(reqa.engine, "_reranker", lambda settings, store: FakeReranker())
    monkeypatch.setattr(reqa.engine.ModelStore, "path", lambda self, name: Path(name))


@pytest.fixture(scope="session")
def models() -> Iterator[Engine]:
    """The real models, loaded once for all: a language model takes two gigabytes."""
    engine = Engine(reqa.Settings.load())
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, models: Engine) -> Iterator[Opened]:
    """Opens a corpus of some texts with the real models."""
    with ExitStack() as stack:

        def opened(texts: Mapping[str, str]) -> reqa.QA:
            folder = tmp_path_factory.mktemp("documents")
            for name, text in texts.items():
                (folder / name).write_text(text)
            index = tmp_path_factory.mktemp("index")
            return stack.enter_context(reqa.open(folder, index_dir=index, engine=models))

        yield opened


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two small documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "harbour.txt").write_text(
        "The harbour of Lund\n\n"
        "The harbour of Lund was dug in 1640 by Queen Margareta. It has 12 cranes and 3 ferries. "
        "The largest crane lifts 450 tonnes.\n\n"
        "A storm broke the northern mole in 1902. It was repaired within two years.\n"
    )
    (folder / "museum.md").write_text(
        "# The museum of clocks\n\nThe museum owns 812 clocks from nineteen countries. "
        "Its director is Dr. Eva Holm. Tickets cost 9 euros; children pay nothing.\n"
    )
    return folder


@pytest.fixture
def nested_corpus(corpus: Path) -> Path:
    """`corpus` with a document whose name and folder a URL must not trip over."""
    (corpus / "deep").mkdir()
    (corpus / "deep" / "a b.txt").write_text("The lighthouse of Lund was built in 1720.\n")
    return corpus


@pytest.fixture
def answered(tmp_path: Path, fake_models: None) -> Callable[[str, str, str], reqa.Answer]:
    """What is answered to a question about a text, when the language model says this."""

    def answered(text: str, question: str, said: str) -> reqa.Answer:
        path = tmp_path / "note.txt"
        path.write_text(text)
        with reqa.open(path, index_dir=tmp_path / "index", llm=ScriptedChat(answer=said)) as qa:
            return qa.ask(question)

    return answered
