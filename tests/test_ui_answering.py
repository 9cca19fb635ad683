"""The line of questions: each is answered in its turn, and ends at once when nobody wants it any more."""

from __future__ import annotations

import asyncio

from fake_qa import FakeQA
from reqa_ui.answering import Answering
from scripts import DOCUMENTS, SCRIPTS

from reqa.types import Evidence

QUESTIONS = 20


def test_questions_are_answered_in_the_order_in_which_they_came() -> None:
    qa = FakeQA(DOCUMENTS, SCRIPTS)
    answering = Answering()

    async def ask() -> None:
        jobs = [answering.submit(qa, f"Question {number} about citizens", []) for number in range(QUESTIONS)]
        waits = [answering.before(job) for job in jobs]
        assert waits == sorted(waits)
        for job in jobs:
            async for _ in job.events():
                pass

    asyncio.run(ask())
    assert [question for question, _ in qa.asked] == [
        f"Question {number} about citizens" for number in range(QUESTIONS)
    ]


def test_nothing_more_comes_after_a_stop_and_the_model_is_free() -> None:
    qa = FakeQA(DOCUMENTS, SCRIPTS)
    answering = Answering()

    async def ask() -> None:
        stopped, waiting, last = (
            answering.submit(qa, question, []) for question in ("Slow", "Paced", "List")
        )
        waiting.stop()
        async for batch in stopped.events():
            assert any(isinstance(event, Evidence) for event in batch)
            stopped.stop()
        assert [batch async for batch in waiting.events()] == []
        assert [batch async for batch in last.events()]

    asyncio.run(asyncio.wait_for(ask(), timeout=30))
    assert [question for question, _ in qa.asked] == ["Slow", "List"]
    assert qa.closed.is_set()
