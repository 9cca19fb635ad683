"""Showing the page to the world, through a tunnel that Gradio's makers offer. Nothing here runs unasked."""

from __future__ import annotations

import secrets

from reqa.errors import ReqaError

WARNING = (
    "--share opens a tunnel to servers of Gradio's makers, a third party: whoever has the address reaches "
    "this page from anywhere, and every question, answer and document shown passes through those servers. "
    "Gradio downloads a program from them to do so."
)


def open_tunnel(port: int) -> str:
    """The public address of what listens on a port of this machine.

    Raises:
        ReqaError: there is no tunnel to be had.
    """
    from gradio.networking import setup_tunnel

    try:
        return setup_tunnel("127.0.0.1", port, secrets.token_urlsafe(32), None, None)
    except Exception as error:  # Gradio raises whatever its parts raise
        raise ReqaError(f"The tunnel could not be opened ({error}). Leave --share away.") from error
