"""The routes by which a page brings documents, chooses among them and removes them.

A session is named in a header of its own, which a foreign web page cannot set without being asked first
(a CORS preflight, which is refused): so no other site can upload or remove anything.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from reqa_ui.libraries import Libraries
from reqa_ui.limits import RefusedError, size
from reqa_ui.own_documents import Library

DOCUMENTS = "/reqa/documents"
Session = Annotated[str, Header(alias="x-reqa-session", pattern="^[0-9a-f]{32}$")]


class Choice(BaseModel):
    """The ids of the documents to ask."""

    ids: list[str]


def routes(libraries: Libraries) -> APIRouter:
    """`GET`, `POST ?name=`, `DELETE ?id=` and `PUT` of `/reqa/documents`; each answers with the library."""
    router = APIRouter(prefix=DOCUMENTS, include_in_schema=False)

    @router.get("")
    def listing(session: Session) -> dict[str, Any]:
        return libraries.of(session).listing()

    @router.post("")
    async def add(session: Session, name: str, request: Request) -> Any:
        library = libraries.of(session)
        announced = request.headers.get("content-length", "")
        try:
            document_id = library.taking.check(name, int(announced) if announced.isdecimal() else None)
            await _receive(request.stream(), libraries, library, document_id)
        except RefusedError as error:
            return _refusal(error)
        return {**await run_in_threadpool(library.listing), "added": document_id}

    @router.delete("")
    def remove(session: Session, id: str) -> dict[str, Any]:
        libraries.of(session).remove(id)
        return libraries.of(session).listing()

    @router.put("")
    def choose(session: Session, choice: Choice) -> Any:
        try:
            libraries.of(session).choose(choice.ids)
        except RefusedError as error:
            return _refusal(error)
        return libraries.of(session).listing()

    return router


async def _receive(
    stream: AsyncIterator[bytes], libraries: Libraries, library: Library, document_id: str
) -> None:
    """Write what is sent to a file, as long as it is not too much, and take the file in."""
    limit = libraries.limits.document_bytes
    path = libraries.scratch()
    received = 0
    try:
        async with await anyio.open_file(path, "wb") as file:
            async for block in stream:
                received += len(block)
                if received > limit:
                    raise RefusedError(f"The document is too large; {size(limit)} is the limit. Split it.")
                await file.write(block)
        await run_in_threadpool(library.add, document_id, path)
    finally:
        path.unlink(missing_ok=True)


def _refusal(error: RefusedError) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status_code=422)
