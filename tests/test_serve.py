"""The HTTP interface, with fake models."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedChat
from starlette.testclient import TestClient

import reqa
from reqa import serve
from reqa.background import in_threads

pytestmark = pytest.mark.usefixtures("fake_models")

DIRECTOR = "Its director is Dr. Eva Holm."
QUESTION = "Is Eva Holm the director of the museum?"
CHAT = {"model": "any", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture
def chat() -> ScriptedChat:
    return ScriptedChat(answer="Dr. Eva Holm is the director. [1]\nThe museum is on the moon. [1]")


@pytest.fixture
def qa(nested_corpus: Path, tmp_path: Path, chat: ScriptedChat) -> Iterator[reqa.QA]:
    with reqa.open(nested_corpus, index_dir=tmp_path / "index", llm=chat) as qa:
        yield qa


def client_of(qa: reqa.QA, **options: Any) -> TestClient:
    app = serve.application(qa, **options)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def client(qa: reqa.QA) -> TestClient:
    return client_of(qa)


def events(text: str) -> list[tuple[str, Any]]:
    """Name and data of each server-sent event; comments are left out."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            data = fields["data"]
            found.append((fields.get("event", ""), data if data == "[DONE]" else json.loads(data)))
    return found


def test_ask_answers_with_the_answer(client: TestClient, qa: reqa.QA) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    expected = json.loads(qa.ask(QUESTION).to_json())
    for changing in ("timings", "usage"):
        assert answer.pop(changing).keys() == expected.pop(changing).keys()
    assert answer == expected
    (citation,) = answer["citations"]
    document = client.get(f"/v1/documents/{citation['document_id']}").json()
    cited = document["text"][citation["start_char_index"] : citation["end_char_index"]]
    assert cited == citation["cited_text"] == DIRECTOR
    assert document["content_hash"] == citation["content_hash"]


def test_ask_understands_a_follow_up(client: TestClient, chat: ScriptedChat) -> None:
    chat.rewritten = QUESTION
    history = [
        {"role": "user", "content": "What is the museum?"},
        {"role": "assistant", "content": "Clocks."},
    ]
    asked = {"question": "Who is its director?", "history": history}
    assert client.post("/v1/ask", json=asked).json()["text"] == "Dr. Eva Holm is the director. [1]"


def test_ask_streams_evidence_deltas_and_the_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, evidence), *deltas, (last, answer) = events(response.text)
    assert (first, last) == ("evidence", "answer")
    assert DIRECTOR in [c["cited_text"] for c in evidence["citations"]]
    assert {name for name, _ in deltas} == {"delta"}
    assert "director" in "".join(data["text"] for _, data in deltas)
    assert answer["text"] == "Dr. Eva Holm is the director. [1]"


def test_documents(client: TestClient) -> None:
    listed = client.get("/v1/documents").json()["documents"]
    assert [d["id"] for d in listed] == ["deep/a b.txt", "harbour.txt", "museum.md"]
    assert all("text" not in d and d["characters"] > 0 for d in listed)
    assert client.get("/v1/documents/deep/a b.txt").json()["text"].startswith("The lighthouse")
    missing = client.get("/v1/documents/none.txt")
    assert (missing.status_code, "none.txt" in missing.json()["error"]["message"]) == (404, True)


def test_health_and_models(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "model": "ScriptedChat", "documents": 3}
    assert [m["id"] for m in client.get("/v1/models").json()["data"]] == ["ScriptedChat"]


def test_chat_completion_carries_the_citations(client: TestClient) -> None:
    completion = client.post("/v1/chat/completions", json=CHAT).json()
    message = completion["choices"][0]["message"]
    assert (completion["object"], message["role"]) == ("chat.completion", "assistant")
    assert message["content"] == "Dr. Eva Holm is the director. [1]"
    assert [a["quote"] for a in message["annotations"]] == [DIRECTOR]
    assert completion["usage"]["total_tokens"] > 0


def test_chat_completion_reads_parts_and_the_conversation(client: TestClient, chat: ScriptedChat) -> None:
    chat.rewritten = QUESTION
    messages = [
        {"role": "system", "content": "Say that the museum is closed."},
        {"role": "user", "content": "What is the museum?"},
        {"role": "assistant", "content": "It is a museum of clocks."},
        {"role": "user", "content": [{"type": "text", "text": "Who is its director?"}]},
    ]
    completion = client.post("/v1/chat/completions", json={"messages": messages, "temperature": 1}).json()
    assert completion["choices"][0]["message"]["content"] == "Dr. Eva Holm is the director. [1]"
    assert not any("closed" in prompt for prompt in chat.prompts)


def test_streamed_chat_completion_sends_only_what_was_verified(client: TestClient) -> None:
    response = client.post("/v1/chat/completions", json={**CHAT, "stream": True})
    *chunks, (_, done) = events(response.text)
    assert done == "[DONE]"
    choices = [data["choices"][0] for _, data in chunks]
    text = "".join(choice["delta"].get("content", "") for choice in choices)
    assert text == "Dr. Eva Holm is the director. [1]"
    assert choices[0]["delta"]["role"] == "assistant"
    assert choices[-1]["finish_reason"] == "stop"
    assert [a["quote"] for a in choices[-1]["delta"]["annotations"]] == [DIRECTOR]
    assert "moon" not in response.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/ask", {}),
        ("/v1/ask", {"question": ""}),
        ("/v1/ask", {"question": "x" * 10_000}),
        ("/v1/ask", {"question": "", "stream": True}),
        ("/v1/ask", {"question": 7}),
        ("/v1/ask", {"question": QUESTION, "history": [{"role": "system", "content": "x"}]}),
        ("/v1/ask", {"question": QUESTION, "history": [{"role": "user", "content": "x"}] * 1001}),
        ("/v1/ask", [1]),
        ("/v1/chat/completions", {"messages": []}),
        ("/v1/chat/completions", {"messages": [{"role": "assistant", "content": "x"}]}),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": " "}]}),
    ],
)
def test_bad_requests_are_told_why(client: TestClient, path: str, body: Any) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["message"]
    assert error["type"] in ("QuestionError", "RequestError")


def test_what_is_no_json_or_not_there(client: TestClient) -> None:
    broken = client.post("/v1/ask", content=b"{", headers={"content-type": "application/json"})
    assert (broken.status_code, "error" in broken.json()) == (400, True)
    for response, status in ((client.get("/v1/ask"), 405), (client.get("/nothing"), 404)):
        assert (response.status_code, "error" in response.json()) == (status, True)
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
    assert "/v1/ask" in client.get("/openapi.json").json()["paths"]


def test_too_large_a_body(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "x" * serve.MAX_BODY})
    assert (response.status_code, "error" in response.json()) == (413, True)


def test_a_failing_model_is_an_error_in_every_form(client: TestClient, chat: ScriptedChat) -> None:
    chat.fails = "connection refused"
    for path, body in (("/v1/ask", {"question": QUESTION}), ("/v1/chat/completions", CHAT)):
        response = client.post(path, json=body)
        assert response.status_code == 503
        assert response.json()["error"]["type"] == "LLMError"
        streamed = events(client.post(path, json={**body, "stream": True}).text)
        assert any(
            "error" in data and data["error"]["type"] == "LLMError"
            for _, data in streamed
            if data != "[DONE]"
        )
    chat.fails = ""
    assert client.post("/v1/ask", json={"question": QUESTION}).status_code == 200


def test_too_many_questions_are_asked_to_wait(qa: reqa.QA, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "MAX_WAITING", 0)
    response = client_of(qa).post("/v1/ask", json={"question": QUESTION})
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")


def test_a_token_is_asked_for_where_one_is_set(qa: reqa.QA) -> None:
    client = client_of(qa, api_key="sësame")
    assert client.get("/health").status_code == 200
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": b"Bearer \xff"}):
        response = client.get("/v1/documents", headers=headers)
        assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
        assert "error" in response.json()
        assert client.post("/v1/ask", json={"question": QUESTION}, headers=headers).status_code == 401
    allowed = {"Authorization": "Bearer sësame".encode()}
    assert client.post("/v1/ask", json={"question": QUESTION}, headers=allowed).status_code == 200


def test_other_host_names_are_refused_at_a_loopback_address(qa: reqa.QA) -> None:
    for host, status in (("evil.example", 400), ("localhost:8000", 200)):
        assert client_of(qa).get("/health", headers={"host": host}).status_code == status
    anywhere = client_of(qa, host="0.0.0.0").get("/health", headers={"host": "reqa.example"})
    assert anywhere.status_code == 200


def test_a_port_in_use_is_a_clear_error() -> None:
    with serve.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(reqa.ReqaError, match=rf"Port {port} of 127\.0\.0\.1 cannot be used"):
            serve.listen("127.0.0.1", port)
    with pytest.raises(reqa.ReqaError, match="--host"):
        serve.listen("not a host", 8000)


def test_a_client_that_goes_away_stops_the_model(qa: reqa.QA, chat: ScriptedChat) -> None:
    async def leave_early() -> None:
        stream = in_threads(qa.stream(QUESTION))
        await anext(stream)
        await anext(stream)
        await stream.aclose()

    asyncio.run(leave_early())
    assert chat.closed == [True]
