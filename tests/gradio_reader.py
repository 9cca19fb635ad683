"""A reader without a browser: speaks to the served page over Gradio's HTTP API, as its scripts do."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Page:
    """Where the question goes on a served page."""

    url: str
    box: int
    """Id of the question's component."""
    asking: int
    """Number of the function that is called with it."""

    @classmethod
    def at(cls, url: str) -> Page:
        config = httpx.get(url + "config", timeout=30).raise_for_status().json()
        box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
        taken = next(d["id"] for d in config["dependencies"] if [box, "submit"] in d["targets"])
        asking = next(d["id"] for d in config["dependencies"] if d["trigger_after"] == taken)
        return cls(url, box, asking)


class Reader:
    """One open tab. A context manager: leaving it closes the tab, and with it its connections."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._http = httpx.AsyncClient(base_url=page.url, timeout=60)
        self._session = secrets.token_hex(6)
        self._alive: asyncio.Task[None] | None = None
        self.messages: list[dict[str, Any]] = []
        """What the server has sent about the question so far."""

    async def __aenter__(self) -> Reader:
        self._alive = asyncio.create_task(self._stay())
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._alive is not None
        self._alive.cancel()
        await asyncio.gather(self._alive, return_exceptions=True)
        await self._http.aclose()

    async def send(self, question: str) -> None:
        """Ask, and do not wait."""
        joined = await self._http.post(
            "gradio_api/queue/join",
            json={
                "data": [question, None],  # the conversation is kept on the server
                "fn_index": self._page.asking,
                "trigger_id": self._page.box,
                "session_hash": self._session,
            },
        )
        joined.raise_for_status()

    async def read(self) -> str:
        """Follow the answer to its end; everything that was sent, as one text."""
        data = f"gradio_api/queue/data?session_hash={self._session}"
        async with self._http.stream("GET", data) as events:
            async for line in events.aiter_lines():
                if line.startswith("data:"):
                    self.messages.append(json.loads(line.removeprefix("data:")))
                if self.messages and self.messages[-1]["msg"] == "process_completed":
                    assert self.messages[-1]["success"], self.messages[-1]
                    break
        return json.dumps(self.messages)

    async def shows(self, text: str) -> None:
        """Wait until a text was sent; somebody must be reading meanwhile."""
        while not any(text in str(message) for message in self.messages):
            await asyncio.sleep(0.02)

    async def _stay(self) -> None:
        async with self._http.stream("GET", f"gradio_api/heartbeat/{self._session}") as beats:
            async for _ in beats.aiter_lines():
                pass
