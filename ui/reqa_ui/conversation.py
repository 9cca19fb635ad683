"""A session's conversation, kept on the server: what was asked, what came of it, and how it looks."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reqa.types import Answer, Citation
from reqa_ui import export, render
from reqa_ui.answering import Job

MAX_TURNS = 500
"""Turns of a conversation that is taken back from a browser's storage; far more than anybody reads."""
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(slots=True, eq=False)  # what is asked twice alike is two turns
class Turn:
    """A question and what came of it so far; `answer` or `error` ends it, or a stop."""

    question: str
    understood: str = ""
    """The question as it was read, where that is not how it was typed."""
    evidence: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str = ""
    notice: str = "Searching the documents"
    """Shown while there is nothing else."""
    stopped: bool = False
    suggestions: tuple[str, ...] | None = None
    """Questions to go on with when the answer is an abstention; None until they were looked for."""
    judged_good: bool | None = None
    """What the reader said about the answer, if anything."""
    restored: bool = False
    """Whether it was asked before the page was opened."""
    job: Job | None = None
    """What brings the answer, until the turn ends."""
    drawn: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the page is sent nothing more of it."""

    @property
    def open(self) -> bool:
        """Whether something may still come."""
        return self.answer is None and not self.error and not self.stopped

    def stop(self) -> None:
        """Let nothing more come."""
        self.stopped = self.stopped or self.open
        if self.job is not None:
            self.job.stop()
            self.job = None

    def markdown(self, *, judging: bool) -> str:
        """The turn's reply as the conversation shows it, with buttons to judge it if `judging`."""
        if self.error:
            return render.error(self.error)
        if self.answer is not None:
            parts = [
                render.answer(self.answer, self.suggestions or ()),
                render.tools(judging=judging, judged_good=self.judged_good),
            ]
        elif self.evidence or self.draft:
            parts = [render.draft(self.draft, self.evidence, stopped=self.stopped)]
        else:
            parts = [render.pending("Stopped." if self.stopped else self.notice)]
        if self.understood:
            parts.insert(0, render.understood(self.understood))
        return "\n\n".join(parts)

    def record(self) -> dict[str, Any]:
        """The turn as the browser keeps it: data to export and restore, and texts to copy and save."""
        note = self.error or ("Stopped." if self.stopped and self.answer is None else "")
        return {
            "question": self.question,
            "answer": export.to_data(self.answer),
            "note": note,
            "text": export.plain(self.answer) if self.answer else "",
            "markdown": export.markdown(self.question, self.answer, note),
        }

    @classmethod
    def from_record(cls, record: object) -> Turn:
        """The turn that `record` described, with everything that it is made from checked.

        Raises:
            ValueError: it is not a turn.
        """
        if not isinstance(record, Mapping) or not isinstance(record.get("question"), str):
            raise ValueError("not a turn")
        answer = export.from_data(record.get("answer"))
        note = record.get("note")
        error = note if answer is None and isinstance(note, str) and note != "Stopped." else ""
        return cls(
            record["question"],
            understood=answer.understood if answer else "",
            answer=answer,
            error=error,
            stopped=answer is None and not error,
            restored=True,
        )


class Conversation:
    """The turns of one session, oldest first. Not a dataclass: Gradio would send a dataclass to the page."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.id = ""
        """32 hex digits; empty until the first question."""
        self.session = ""
        """The browser session whose documents are asked."""
        self.editing: int | None = None
        """The turn that the next question takes the place of, with all that follow it."""
        self._settled: list[dict[str, Any]] = []

    @property
    def busy(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and self.turns[-1].open

    @property
    def reported(self) -> bool:
        """Whether the status line tells how the last question fares or fared, so that nothing else may."""
        last = self.turns[-1] if self.turns else None
        return last is not None and not last.restored and (last.open or last.answer is not None)

    def begin(self, question: str) -> Turn:
        """Add a turn; when a question is being edited, in its place."""
        if self.editing is not None:
            del self.turns[self.editing :]
            self.editing = None
            self._settled.clear()
        self.id = self.id or uuid.uuid4().hex
        self.turns.append(Turn(question))
        return self.turns[-1]

    def history(self, before: int | None = None) -> list[dict[str, str]]:
        """The answered turns as messages, in the answers' own text; failed and stopped ones are left out.

        Args:
            before: only turns before the one at this place.
        """
        messages: list[dict[str, str]] = []
        for turn in self.turns[:before]:
            if turn.answer is not None:
                messages.append({"role": "user", "content": turn.question})
                messages.append({"role": "assistant", "content": turn.answer.text})
        return messages

    def messages(self, *, judging: bool) -> list[dict[str, Any]]:
        """What the chat shows. Only the last turn is rendered anew; those before it no longer change."""
        for turn in self.turns[len(self._settled) // 2 : -1]:
            self._settled.extend(_messages(turn, judging))
        return [*self._settled, *(_messages(self.turns[-1], judging) if self.turns else [])]

    def judge(self, place: int, *, good: bool) -> None:
        """Remember what the reader said about an answer."""
        self.turns[place].judged_good = good
        self._settled.clear()

    def unaided(self) -> Turn | None:
        """The newest abstention for which no questions to go on with were looked for yet."""
        abstained = (t for t in reversed(self.turns) if t.answer is not None and t.answer.abstained)
        return next((turn for turn in abstained if turn.suggestions is None), None)

    def offer(self, turn: Turn, suggestions: Sequence[str]) -> bool:
        """Show questions to go on with below a turn; whether it is still part of the conversation."""
        turn.suggestions = tuple(suggestions)
        self._settled.clear()
        return turn in self.turns

    def stop(self) -> None:
        """End the answer that is on its way, if there is one."""
        if self.busy:
            self.turns[-1].stop()

    def clear(self) -> None:
        """Begin a new conversation; the session stays."""
        self.stop()
        self.turns.clear()
        self._settled.clear()
        self.id = ""
        self.editing = None

    def restore(self, kept: object) -> None:
        """Become the conversation that a browser kept.

        Raises:
            ValueError: it is not one.
        """
        if not isinstance(kept, Mapping) or not isinstance(kept.get("turns"), list):
            raise ValueError("not a conversation")
        name = kept.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name) or len(kept["turns"]) > MAX_TURNS:
            raise ValueError("not a conversation")
        turns = [Turn.from_record(record) for record in kept["turns"]]
        self.clear()
        self.turns.extend(turns)
        self.id = name
        for turn in turns:
            turn.suggestions = ()  # what was offered then is not offered again


def _messages(turn: Turn, judging: bool) -> list[dict[str, Any]]:
    return [
        {"role": "user", "content": render.question(turn.question)},
        {"role": "assistant", "content": turn.markdown(judging=judging)},
    ]
