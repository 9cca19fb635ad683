"""Asking documents, and what is to be true of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import reqa

Opened = Callable[[Mapping[str, str]], reqa.QA]
"""Opens a corpus of texts, given with the names of their files."""


def says(answer: reqa.Answer, said: str) -> None:
    assert not answer.abstained, answer.text
    assert said in answer.text


def refuses(answer: reqa.Answer, *closest: str) -> None:
    """It is a refusal that tells what comes closest."""
    assert answer.abstained, answer.text
    assert all(said in answer.text for said in closest), answer.text
