"""`GET /health`: whether questions can be asked, for whatever keeps the server running."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from reqa_ui.libraries import Libraries
from reqa_ui.login import USER

HEALTH = "/health"


def routes(libraries: Libraries, *, private: bool) -> APIRouter:
    """The route; its status code is 503 if the documents could not be opened, else 200.

    Args:
        libraries: whose documents are to be ready.
        private: tell who is not logged in no more than the status.
    """
    router = APIRouter(include_in_schema=False)

    @router.get(HEALTH)
    def health(request: Request) -> JSONResponse:
        opening = libraries.base
        status = "failed" if opening.error is not None else "loading" if opening.qa is None else "ready"
        said: dict[str, Any] = {"status": status}
        if not private or request.scope.get(USER) is not None:
            qa = opening.qa
            said |= {"model": qa.model if qa else None, "documents": len(qa.documents) if qa else None}
            if opening.error is not None:
                said["error"] = opening.error
        code = 503 if status == "failed" else 200
        return JSONResponse(said, status_code=code, headers={"cache-control": "no-store"})

    return router
