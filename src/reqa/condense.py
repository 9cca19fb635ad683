"""Making a follow-up question stand alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from reqa.errors import QuestionError
from reqa.followups import (
    leans_on_history,
    meant_instead,
    names_its_subject,
    only_asks,
    own_words,
    says_what_differs,
)
from reqa.text.headings import asks
from reqa.text.terms import content_terms

History = Sequence[tuple[str, str]]
"""Earlier turns as (role, text); role is `user` or `assistant`."""

MAX_TURNS = 4  # messages that a follow-up is read with at least, if nothing else was named since
MAX_CHAIN = 12  # messages that it may go back
MAX_TURN_CHARS = 400  # of each; the subject of an answer stands at its beginning

_MARKER = re.compile(r" ?\[\d+\]")


def parse_history(history: Sequence[Mapping[str, object]] | None) -> History:
    """The turns of a conversation in the form `{"role": "user" | "assistant", "content": text}`.

    Raises:
        QuestionError: a turn has another form.
    """
    turns = []
    for turn in history or ():
        role = turn.get("role") if isinstance(turn, Mapping) else None
        content = turn.get("content") if isinstance(turn, Mapping) else None
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise QuestionError(
                'The history must be a list of {"role": "user" or "assistant", "content": "text"}; '
                f"got {turn!r:.120}."
            )
        turns.append((str(role), content))
    return turns


class Rewriter(Protocol):
    """A language model that rewrites questions."""

    def rewrite(self, question: str, history: History) -> str:
        """The question with what it leaves to the conversation."""
        ...

    def instead(self, question: str, what: str) -> str:
        """The question as it is asked about something else."""
        ...


def standalone(question: str, history: History, rewriter: Rewriter | None) -> str:
    """The question as it reads without the conversation.

    A question that stands alone comes back as it is, at no cost, so that a new topic does not drag the
    old one along.

    Args:
        question: the user's last question.
        history: the turns before it.
        rewriter: the language model. Without one, or where it is of no help, the last question that says
            what it is about is put in front.
    """
    if not history or not leans_on_history(question):
        return question
    earlier = history[-MAX_CHAIN:]
    if rewriter is None:
        return f"{_understood(earlier, _last_subject(earlier), rewriter)} {question}".strip()
    before = _varied(question, earlier, rewriter)
    own = own_words(question)
    if before and (what := meant_instead(question)):
        rewritten = rewriter.instead(before, what)
        if own <= content_terms(rewritten):
            return rewritten
    recent = _referred_to(question, earlier, rewriter)
    rewritten = rewriter.rewrite(question, [(role, _shortened(text)) for role, text in recent])
    if _is_an_answer(rewritten, question):
        return standalone(question, earlier, None)
    if says_what_differs(rewritten):
        return f"{before} {rewritten}".strip()
    if own <= content_terms(rewritten):
        return rewritten
    return f"{before or rewritten} {question}".strip()


def _varied(question: str, history: History, rewriter: Rewriter) -> str:
    """The question before one that only says what differs from it; empty for others.

    `And the theatre?` takes the place of what that calls `it`; `And in winter?` does not.
    """
    if not says_what_differs(question):
        return ""
    at = _last_question(history)
    before = _shortened(history[at][1]) if at is not None else ""
    is_complete = not (says_what_differs(before) or only_asks(before))
    return before if is_complete and names_its_subject(question) else _understood(history, at, rewriter)


def _referred_to(question: str, history: History, rewriter: Rewriter) -> History:
    """The turns that a follow-up goes on from.

    `Why?` goes on from the last question, `Did she appeal?` after `Who decided it?` and `When?` from what
    says who she is, and `How old is it?` after `And the theatre?` from there.
    """
    at = _last_question(history)
    if at is not None and only_asks(question):
        return [("user", _understood(history, at, rewriter)), *history[at + 1 :]]
    start = _last_subject(history)
    if start is None or names_its_subject(question):
        return history[-MAX_TURNS:]
    if not says_what_differs(history[start][1]):
        start = min(start, max(0, len(history) - MAX_TURNS))
    return history[start:]


def _is_an_answer(rewritten: str, question: str) -> bool:
    """Whether a rewriting says something in the place of asking, or has grown out of proportion."""
    return (asks(question) and not asks(rewritten)) or len(rewritten) > 3 * len(question) + 150


def _last_question(history: History) -> int | None:
    return max((i for i, (role, _) in enumerate(history) if role == "user"), default=None)


def _last_subject(history: History) -> int | None:
    """Where the user last named what a question is about, or else began."""
    asked = [i for i, (role, _) in enumerate(history) if role == "user"]
    named = [i for i in asked if names_its_subject(history[i][1])]
    return next(iter(named[-1:] or asked), None)


def _understood(history: History, at: int | None, rewriter: Rewriter | None) -> str:
    """A question of the conversation as it reads without what was said before it."""
    return "" if at is None else standalone(_shortened(history[at][1]), history[:at], rewriter)


def _shortened(text: str) -> str:
    flat = " ".join(_MARKER.sub("", text).split())
    return flat if len(flat) <= MAX_TURN_CHARS else flat[:MAX_TURN_CHARS] + " ..."
