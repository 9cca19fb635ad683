"""A session's conversation, kept on the server: what was asked, what came of it, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reqa.types import Answer, Citation
from reqa_ui import render


@dataclass(slots=True)
class Turn:
    """A question and what came of it so far; `answer` or `error` ends it, or a stop."""

    question: str
    evidence: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str = ""
    notice: str = "Searching the documents"
    """Shown while there is nothing else."""
    stopped: bool = False

    @property
    def open(self) -> bool:
        """Whether something may still come."""
        return self.answer is None and not self.error and not self.stopped

    def markdown(self) -> str:
        """The turn's reply as the conversation shows it."""
        if self.error:
            return render.error(self.error)
        if self.answer is not None:
            return render.answer(self.answer)
        if self.evidence or self.draft:
            return render.draft(self.draft, self.evidence, stopped=self.stopped)
        return render.pending("Stopped." if self.stopped else self.notice)


class Conversation:
    """The turns of one session, oldest first. Not a dataclass: Gradio would send a dataclass to the page."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._settled: list[dict[str, Any]] = []

    @property
    def busy(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and self.turns[-1].open

    def history(self) -> list[dict[str, str]]:
        """The answered turns as messages, in the answers' own text; failed and stopped ones are left out."""
        messages: list[dict[str, str]] = []
        for turn in self.turns:
            if turn.answer is not None:
                messages.append({"role": "user", "content": turn.question})
                messages.append({"role": "assistant", "content": turn.answer.text})
        return messages

    def messages(self) -> list[dict[str, Any]]:
        """What the chat shows. Only the last turn is rendered anew; those before it no longer change."""
        for turn in self.turns[len(self._settled) // 2 : -1]:
            self._settled.extend(_messages(turn))
        return [*self._settled, *(_messages(self.turns[-1]) if self.turns else [])]

    def clear(self) -> None:
        self.turns.clear()
        self._settled.clear()


def _messages(turn: Turn) -> list[dict[str, Any]]:
    return [
        {"role": "user", "content": render.question(turn.question)},
        {"role": "assistant", "content": turn.markdown()},
    ]
