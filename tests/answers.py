"""What is asked of an answer."""

from __future__ import annotations

import reqa


def says(answer: reqa.Answer, said: str) -> None:
    assert not answer.abstained, answer.text
    assert said in answer.text


def refuses(answer: reqa.Answer, *closest: str) -> None:
    """It is a refusal that tells what comes closest."""
    assert answer.abstained, answer.text
    assert all(said in answer.text for said in closest), answer.text
