"""What a reader sees until Gradio's scripts have come and drawn the page."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STYLE = b"""<style>
gradio-app:not(:has(#question))::before {
  content: "reqa\\A The page is loading.";
  white-space: pre;
  position: fixed;
  inset: 40% 0 auto;
  text-align: center;
  font: 1rem/1.6 system-ui, sans-serif;
}
</style>"""
_BEFORE = b"</head>"


class Splash:
    """Adds a line of text to the page as it is sent; all else in Gradio's page comes by script, later."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def send_with_splash(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message  # The length is known only when all is there.
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = body.replace(_BEFORE, _STYLE + _BEFORE, 1)
            MutableHeaders(scope=start)["content-length"] = str(len(body))
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, send_with_splash)
