"""A login in front of everything: HTTP Basic, which browsers ask for and send with every request.

Gradio's own login covers Gradio's routes only. This one stands before the whole app. Passwords travel as they
are, so that a server that others reach over a network needs HTTPS in front of it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger("reqa.ui")

WRONG_LOGIN_DELAY = 1.0
"""Seconds before a wrong login is answered, so that guessing takes long."""
USER = "reqa.user"
"""Key of the request's scope under which the logged-in user's name is."""


class Login:
    """Lets through who gives the name and the password of a user.

    Args:
        app: what they come to.
        logins: the password of each user.
        open_paths: reached by anyone; whether somebody is logged in is in the scope, under `USER`.
        delay: seconds before a wrong login is answered.
    """

    def __init__(
        self,
        app: ASGIApp,
        logins: Mapping[str, str],
        open_paths: tuple[str, ...] = (),
        delay: float = WRONG_LOGIN_DELAY,
    ) -> None:
        self._app = app
        self._known = {name: _digest(name, password) for name, password in logins.items()}
        self._open_paths = open_paths
        self._delay = delay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("authorization")
        user = self._user(given) if given else None
        if user is not None or scope["path"] in self._open_paths:
            await self._app({**scope, USER: user}, receive, send)
            return
        if given:
            log.warning("a wrong login came from %s", (scope.get("client") or ("an unknown address",))[0])
            await asyncio.sleep(self._delay)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        ask = {"www-authenticate": 'Basic realm="reqa", charset="UTF-8"', "cache-control": "no-store"}
        await PlainTextResponse("Log in first.", status_code=401, headers=ask)(scope, receive, send)

    def _user(self, authorization: str) -> str | None:
        scheme, _, encoded = authorization.partition(" ")
        try:
            name, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:
            return None
        if scheme.casefold() != "basic" or not colon:
            return None
        given = _digest(name, password)
        # All are compared, each in constant time: how long it takes tells nothing about who there is.
        matches = [user for user, known in self._known.items() if hmac.compare_digest(known, given)]
        return matches[0] if matches else None


def _digest(name: str, password: str) -> bytes:
    """Of equal length for all, as a comparison in constant time needs it; kept in memory only."""
    return hashlib.sha256(f"{name}:{password}".encode()).digest()
