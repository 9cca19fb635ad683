"""What every request and every response has to put up with, whatever route they belong to."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reqa_ui.uploads import DOCUMENTS

MAX_BODY = 4_000_000
"""Bytes of a request that brings no document: a kept conversation of a hundred long answers is a quarter."""

SECURITY_HEADERS = {
    # Gradio runs inline scripts and compiles its templates, so those two exceptions cannot go. What
    # matters most is that nothing, not even an image, is loaded from or sent to another host.
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_CLOSED = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/deep_link", "/gradio_api/startup-events")
"""Gradio's routes that this page has no use for; the upload alone would take files from anyone."""
_READING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Adds the security headers to every response, shuts the routes that the page has no use for, and refuses
    what another web site makes a reader's browser send.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        app = self._app
        if scope["path"].startswith(_CLOSED):
            app = PlainTextResponse("Not found", status_code=404)
        elif scope["method"] not in _READING and Headers(scope=scope).get("sec-fetch-site") in (
            "cross-site",
            "same-site",  # another port of this machine is the same site, but not the same origin
        ):
            app = PlainTextResponse("Requests from other web sites are refused.", status_code=403)
        await app(scope, receive, send_with_headers)


class BodyLimit:
    """Answers 413 to a request whose body is too large, as soon as that is known.

    Args:
        app: what answers the others.
        document_bytes: the limit where documents are uploaded; elsewhere it is `MAX_BODY`.
    """

    def __init__(self, app: ASGIApp, document_bytes: int) -> None:
        self._app = app
        self._document_bytes = document_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._document_bytes if scope["path"].rstrip("/") == DOCUMENTS else MAX_BODY
        refusal = JSONResponse(
            {"error": f"The request is too large: {limit / 1_000_000:g} MB is the limit here."},
            status_code=413,
        )
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            await refusal(scope, receive, send)
            return
        received = 0
        begun = refused = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            # To what is behind, a body that is too long looks like a client that has left.
            return message if received <= limit else {"type": "http.disconnect"}

        async def send_unless_refused(message: Message) -> None:
            nonlocal begun, refused
            if received > limit and not begun:
                begun = refused = True
                await refusal(scope, receive, send)
            elif not refused:
                begun = True
                await send(message)

        try:
            await self._app(scope, counted, send_unless_refused)
        except Exception:
            if received <= limit:
                raise
        if received > limit and not begun:
            await refusal(scope, receive, send)
