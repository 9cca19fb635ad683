"""Settings: arguments, then the environment, then the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqa import Settings, SettingsError


def test_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().llm == "local"
    monkeypatch.setenv("REQA_LLM", "none")
    monkeypatch.setenv("REQA_MODELS", "/somewhere/models")
    assert Settings.load().llm == "none"
    assert Settings.load().models == Path("/somewhere/models")
    assert Settings.load(llm="local-small", corpus=None).llm == "local-small"


def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CORPUS", "LLM", "THREADS", "CHROMA_URL"):
        monkeypatch.setenv(f"REQA_{name}", "")
    assert Settings.load() == Settings()
    assert Settings.load().corpus == Path("corpus")


def test_the_home_folder_needs_no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("USERPROFILE", "/home/anna")
    monkeypatch.setenv("REQA_MODELS", "~/models")
    settings = Settings.load(corpus="~/notes")
    assert (settings.corpus, settings.models) == (Path("/home/anna/notes"), Path("/home/anna/models"))


def test_replace_keeps_the_rest_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(llm="none", threads=2)
    monkeypatch.setenv("REQA_LLM", "local-small")
    monkeypatch.setenv("REQA_THREADS", "3")
    replaced = settings.replace(corpus=Path("notes"), index=None)
    assert (replaced.corpus, replaced.index, replaced.llm) == (Path("notes"), Path("index"), "none")
    assert replaced.threads == 2
    with pytest.raises(SettingsError, match="REQA_THREADS"):
        settings.replace(threads=0)


@pytest.mark.parametrize(
    ("name", "value"), [("THREADS", "0"), ("THREADS", "many"), ("LLM_TIMEOUT", "-1"), ("OFFLINE", "perhaps")]
)
def test_impossible_values_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"REQA_{name}", value)
    with pytest.raises(SettingsError, match=f"REQA_{name}"):
        Settings.load()
