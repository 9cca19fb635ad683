"""Which chat model a setting names, and what is said when it cannot be had."""

from __future__ import annotations

import builtins
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedChat
from langchain_core.language_models import ModelProfile
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from reqa import LLMError, ModelStoreError, Settings, SettingsError, local_llm
from reqa.llm import build_llm, wrap_llm


def no_path(name: str) -> Path:
    raise AssertionError(f"{name} was asked of the store")


def test_none_is_no_model() -> None:
    assert build_llm(Settings(llm="none"), no_path) is None


def test_local_models_come_from_the_store(tmp_path: Path) -> None:
    asked = []
    model = build_llm(Settings(llm="local-small"), lambda name: asked.append(name) or tmp_path / "m.gguf")
    assert model is not None
    assert asked == [model.name] == ["qwen2.5-coder-0.5b"]
    assert model.takes_grammar
    assert model.is_local


def test_missing_local_model_names_the_way_out() -> None:
    def missing(name: str) -> Path:
        raise ModelStoreError("No network.")

    with pytest.raises(LLMError, match=r"No network\..*REQA_LLM=none"):
        build_llm(Settings(llm="local"), missing)


def test_broken_local_model_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    model = build_llm(Settings(llm="local"), lambda name: path)
    assert model is not None
    with pytest.raises(LLMError, match=r"cannot load broken\.gguf.*REQA_LLM=none"):
        model.load()


@pytest.mark.parametrize("brings_openmp", [True, False])
def test_machine_without_openmp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, brings_openmp: bool) -> None:
    """A bare Linux has no libgomp.so.1, which llama.cpp needs; PyTorch's is there once PyTorch is loaded."""
    really, loaded = importlib.import_module, set[str]()

    def load(name: str) -> Any:
        if name == "xllamacpp" and not (brings_openmp and "torch" in loaded):
            raise ImportError("libgomp.so.1: cannot open shared object file: No such file or directory")
        loaded.add(name)
        return really(name)

    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    model = build_llm(Settings(llm="local"), lambda name: path)
    assert model is not None
    monkeypatch.setattr(importlib, "import_module", load)
    told = r"cannot load broken\.gguf" if brings_openmp else r"libgomp\.so\.1.*libgomp1.*REQA_LLM=none"
    with pytest.raises(LLMError, match=told):
        model.load()


@pytest.mark.parametrize("name", ["", "qwen", "openai:", ":gpt"])
def test_names_that_are_no_model(name: str) -> None:
    with pytest.raises(SettingsError, match="provider:model"):
        build_llm(Settings(llm=name), no_path)


def test_unknown_provider() -> None:
    with pytest.raises(LLMError, match="nobody"):
        build_llm(Settings(llm="nobody:model"), no_path)


@pytest.mark.parametrize(
    ("provider", "extra"), [("openai", "openai"), ("anthropic", "anthropic"), ("google_genai", "google")]
)
def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, provider: str, extra: str) -> None:
    really = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("langchain_") and not name.startswith("langchain_core"):
            raise ImportError(f"No module named {name!r}")
        return really(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LLMError, match=re.escape(f"pip install 'reqa[{extra}]'")):
        build_llm(Settings(llm=f"{provider}:model"), no_path)


@pytest.mark.parametrize(
    ("profile", "temperature", "logprobs"),
    [
        (None, 0.0, True),  # nothing is known of it
        ({"temperature": True, "reasoning_output": False}, 0.0, True),
        ({"temperature": False, "reasoning_output": True}, None, False),
        ({"reasoning_output": True}, 0.0, False),
    ],
)
def test_hosted_model_is_asked_for_nothing_that_it_does_not_take(
    monkeypatch: pytest.MonkeyPatch,
    profile: ModelProfile | None,
    temperature: float | None,
    logprobs: bool,
) -> None:
    options: dict[str, Any] = {}

    def init(model: str, **given: Any) -> ScriptedChat:
        options.clear()
        options.update(given)
        return ScriptedChat(profile=profile)

    monkeypatch.setattr("langchain.chat_models.init_chat_model", init)
    model = build_llm(Settings(llm="openai:some-model", llm_base_url="http://host/v1"), no_path)
    assert model is not None
    assert options.get("temperature") == temperature
    assert options["base_url"] == "http://host/v1"
    assert model.gives_logprobs == logprobs


def test_failure_reads_as_sentences() -> None:
    failure = wrap_llm(ScriptedChat()).failure(ConnectionError("Connection error."), "Try again.")
    assert str(failure) == "The language model ScriptedChat failed: Connection error. Try again."


class Server:
    """Has the interface of llama.cpp's server: answers every request with one word."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.places = 0

    def handle_chat_completions(self, request: dict[str, Any], receive: Callable[[Any], bool]) -> None:
        self.requests.append(request)
        receive({"prompt_progress": {"total": 9, "cache": 4, "processed": 4}, "choices": []})
        receive([{"prompt_progress": {"total": 9, "cache": 4, "processed": 9}, "choices": []}])
        receive({"choices": [{"delta": {"content": "word"}}]})
        receive({"choices": [{"delta": {}, "finish_reason": "stop"}], "timings": {"predicted_n": 2}})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()

    def start(path: Path, n_ctx: int, threads: int | None, places: int) -> Server:
        server.places = places
        return server

    monkeypatch.setattr(local_llm, "_start_server", start)
    return server


BRIEFLY = [SystemMessage("Be brief."), HumanMessage("Is it?"), AIMessage("Yes")]
POLITELY = [SystemMessage("Be polite."), HumanMessage("Is it?"), AIMessage("Yes, please")]


def test_what_conversations_begin_with_is_read_once_when_the_model_is_loaded(server: Server) -> None:
    model = build_llm(Settings(llm="local"), Path, [BRIEFLY, POLITELY])
    assert model is not None
    model.load()
    model.load()
    assert [len(request["messages"]) for request in server.requests] == [4]
    model.chat.invoke([*BRIEFLY, HumanMessage("Who?")])
    loading, asked = server.requests
    assert asked["messages"][:3] == loading["messages"][:3]
    assert asked["messages"][3]["content"] == "Who?"


def test_what_begins_otherwise_does_not_push_out_what_conversations_begin_with(server: Server) -> None:
    model = build_llm(Settings(llm="local"), Path, [BRIEFLY, POLITELY])
    assert model is not None
    for begun in (BRIEFLY, POLITELY, [], POLITELY[:2], BRIEFLY):
        model.chat.invoke([*begun, HumanMessage("Who?")])
    loading, brief, polite, other, another, again = [request["id_slot"] for request in server.requests]
    assert loading == brief == again
    assert other == another
    assert {brief, polite, other} == set(range(server.places))


def test_tokens_of_the_local_model(server: Server) -> None:
    model = build_llm(Settings(llm="local"), Path)
    assert model is not None
    said = model.chat.invoke("Who?")
    assert [request["id_slot"] for request in server.requests] == [-1]  # any
    assert said.text == "word"
    assert said.usage_metadata == {"input_tokens": 9, "output_tokens": 2, "total_tokens": 11}
