"""Asking as a tool of another assistant, with the protocol's own client and fake models."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fakes import ScriptedChat
from mcp import Client, MCPError
from typer.testing import CliRunner

import reqa
from reqa import cli
from reqa.mcp_server import mcp_server

pytestmark = pytest.mark.usefixtures("fake_models")

DIRECTOR = "Its director is Dr. Eva Holm."
QUESTION = "Is Eva Holm the director of the museum?"


@pytest.fixture
def chat() -> ScriptedChat:
    return ScriptedChat(answer="Dr. Eva Holm is the director. [1]")


@pytest.fixture
def qa(nested_corpus: Path, tmp_path: Path, chat: ScriptedChat) -> Iterator[reqa.QA]:
    with reqa.open(nested_corpus, index_dir=tmp_path / "index", llm=chat) as qa:
        yield qa


def connected(qa: reqa.QA, use: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(mcp_server(qa)) as client:
            return await use(client)

    return asyncio.run(run())


def asked(qa: reqa.QA, **arguments: Any) -> Any:
    return connected(qa, lambda client: client.call_tool("ask_documents", arguments))


def test_the_answer_comes_as_text_with_its_sources_and_as_data(qa: reqa.QA) -> None:
    result = asked(qa, question=QUESTION)
    assert not result.is_error
    (text,) = result.content
    assert text.text.startswith("Dr. Eva Holm is the director. [1]\n\nSources:\n\n[1] ")
    assert text.text.endswith(f"\n> {DIRECTOR}")
    (citation,) = result.structured_content["citations"]
    document = qa.document(citation["document_id"]).text
    assert document[citation["start_char_index"] : citation["end_char_index"]] == DIRECTOR


def test_an_abstention_shows_the_nearest_sentences(qa: reqa.QA, chat: ScriptedChat) -> None:
    chat.answerable = False
    result = asked(qa, question=QUESTION)
    assert result.structured_content["abstained"]
    assert "\n\nNearest sentences:\n\n" in result.content[0].text
    assert f"> {DIRECTOR}" in result.content[0].text


def test_the_conversation_is_heard(qa: reqa.QA, chat: ScriptedChat) -> None:
    history = [{"role": "user", "content": "Who is Eva Holm?"}, {"role": "assistant", "content": "A person."}]
    result = asked(qa, question="Is she the director?", history=history)
    assert result.structured_content["understood"] == chat.rewritten


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"question": " "}, "question"),
        (
            {"question": QUESTION, "history": [{"role": "judge", "content": "Guilty."}]},
            '"user" or "assistant"',
        ),
    ],
)
def test_what_cannot_be_asked_is_said_to_the_assistant(
    qa: reqa.QA, arguments: dict[str, Any], says: str
) -> None:
    result = asked(qa, **arguments)
    assert result.is_error
    assert says in result.content[0].text


def test_the_documents_are_listed_and_can_be_read(qa: reqa.QA) -> None:
    async def read(client: Client) -> dict[str, str]:
        listed = (await client.call_tool("list_documents", {})).structured_content["result"]
        uris = {one["id"]: f"reqa://documents/{quote(one['id'])}" for one in listed}
        return {key: (await client.read_resource(uri)).contents[0].text for key, uri in uris.items()}

    texts = connected(qa, read)
    assert "deep/a b.txt" in texts
    assert texts == {one.id: one.text for one in qa.documents}


@pytest.mark.parametrize("document_id", ["none.txt", "../pyproject.toml", "/etc/passwd"])
def test_other_files_cannot_be_read(qa: reqa.QA, document_id: str) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match=document_id):
            await client.read_resource(f"reqa://documents/{document_id}")

    connected(qa, read)


def test_without_its_package_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "reqa.mcp_server")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    result = CliRunner().invoke(cli.app, ["mcp"])
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("-m pip install 'reqa[mcp]'")
