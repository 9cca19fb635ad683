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


@pytest.mark.parametrize(
    ("name", "value"), [("THREADS", "0"), ("THREADS", "many"), ("LLM_TIMEOUT", "-1"), ("OFFLINE", "perhaps")]
)
def test_impossible_values_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"REQA_{name}", value)
    with pytest.raises(SettingsError, match=f"REQA_{name}"):
        Settings.load()
