"""Which chat model a setting names, and what is said when it cannot be had."""

from __future__ import annotations

import builtins
import re
from pathlib import Path
from typing import Any

import pytest

from reqa import LLMError, ModelStoreError, Settings, SettingsError
from reqa.llm import build_llm


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
