"""Twenty readers at once: every one is answered, in the order in which they asked, and nothing piles up."""

from __future__ import annotations

import asyncio
import gc
import json
import uuid
from typing import Any

import httpx
import psutil
import pytest
from chat_page import served
from fake_qa import FakeQA
from scripts import DOCUMENTS, SCRIPTS

READERS = 20
ROUNDS = 4
GROWTH = 20_000_000
"""Bytes by which the process may grow from one round to the last: a leak of a conversation's messages in
every drawing of a draft would be several times that."""


async def _asked(client: httpx.AsyncClient, function: int, question: str) -> str:
    """Ask as the page does, with a session of one's own; gives the last drawing of the conversation."""
    session = uuid.uuid4().hex
    body = {"data": [question, None], "fn_index": function, "session_hash": session, "trigger_id": None}
    (await client.post("gradio_api/queue/join", json=body)).raise_for_status()
    chat: Any = None
    async with client.stream("GET", "gradio_api/queue/data", params={"session_hash": session}) as events:
        async for line in events.aiter_lines():
            event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if event.get("msg") == "process_completed":
                assert event["success"], event
                chat = event["output"]
                break
    return json.dumps(chat)


@pytest.mark.timeout(240)
def test_twenty_readers_at_once() -> None:
    qa = FakeQA(DOCUMENTS, SCRIPTS)
    process = psutil.Process()

    async def everybody(url: str) -> list[int]:
        memory = []
        async with httpx.AsyncClient(base_url=url, timeout=120) as client:
            config = (await client.get("config")).json()
            function = next(d["id"] for d in config["dependencies"] if "submit" in str(d["targets"]))
            for number in range(ROUNDS):
                questions = [f"Reader {number} {reader} asks about citizens" for reader in range(READERS)]
                answers = await asyncio.gather(*(_asked(client, function, q) for q in questions))
                assert all("Answered in" in answer for answer in answers)
                gc.collect()
                memory.append(process.memory_info().rss)
        return memory

    with served(lambda progress: qa) as url:
        memory = asyncio.run(everybody(url))
    assert len(qa.asked) == READERS * ROUNDS
    assert len({question for question, _ in qa.asked}) == READERS * ROUNDS, "nobody is asked twice"
    assert memory[-1] - memory[0] < GROWTH, memory


def test_questions_are_answered_in_the_order_in_which_they_came() -> None:
    from reqa_ui.answering import Answering

    qa = FakeQA(DOCUMENTS, SCRIPTS)
    answering = Answering()

    async def ask() -> None:
        jobs = [answering.submit(qa, f"Question {number} about citizens", []) for number in range(READERS)]
        waits = [answering.before(job) for job in jobs]
        assert waits == sorted(waits)
        for job in jobs:
            async for _ in job.events():
                pass

    asyncio.run(ask())
    assert [question for question, _ in qa.asked] == [
        f"Question {number} about citizens" for number in range(READERS)
    ]
