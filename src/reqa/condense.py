"""Making a follow-up question stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from reqa.errors import QuestionError
from reqa.followups import (
    leans_on_history,
    meant_instead,
    names_its_subject,
    own_words,
    says_what_differs,
)
from reqa.text.headings import asks
from reqa.text.terms import content_terms

History = Sequence[tuple[str, str]]
"""Earlier turns as (role, text); role is `user` or `assistant`."""

MAX_TURNS = 4  # messages that a follow-up may refer back to
MAX_CHAIN = 12  # messages that follow-ups may go back from one to the other
MAX_TURN_CHARS = 400  # of each; the subject of an answer stands at its beginning


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
        rewriter: the language model. Without one, or where it is of no help, the question before is put in
            front.
    """
    if not history or not leans_on_history(question):
        return question
    earlier = history[-MAX_CHAIN:]
    recent = [(role, _shortened(text)) for role, text in _referred_to(question, earlier)]
    if rewriter is None:
        return _behind_the_one_before(question, earlier, rewriter)
    differs = says_what_differs(question)
    before = _question_before(earlier, rewriter) if differs else ""
    own = own_words(question)
    if before and (what := meant_instead(question)):
        rewritten = rewriter.instead(before, what)
        if own <= content_terms(rewritten):
            return rewritten
    rewritten = rewriter.rewrite(question, recent)
    if _is_an_answer(rewritten, question):
        return _behind_the_one_before(question, earlier, rewriter)
    if says_what_differs(rewritten):
        return f"{before} {rewritten}".strip()
    if own <= content_terms(rewritten):
        return rewritten
    return f"{before if differs else rewritten} {question}".strip()


def _referred_to(question: str, history: History) -> History:
    """The last turns: `Did she appeal?` after `Who decided it?` and `When?` goes back to who she is, and
    `How old is it?` after `And the theatre?` no further than there."""
    if names_its_subject(question):
        return history[-MAX_TURNS:]
    start = _last_subject(history)
    if not says_what_differs(history[start][1]):
        start = min(start, max(0, len(history) - MAX_TURNS))
    return history[start:]


def _last_subject(history: History) -> int:
    """Where the user last named what a question is about, or else began."""
    asked = [i for i, (role, _) in enumerate(history) if role == "user"]
    named = [i for i in asked if names_its_subject(history[i][1])]
    return next(iter(named[-1:] or asked), 0)


def _is_an_answer(rewritten: str, question: str) -> bool:
    """Whether a rewriting says something in the place of asking, or has grown out of proportion."""
    return (asks(question) and not asks(rewritten)) or len(rewritten) > 3 * len(question) + 150


def _behind_the_one_before(question: str, history: History, rewriter: Rewriter | None) -> str:
    return f"{_question_before(history, rewriter)} {question}".strip()


def _question_before(history: History, rewriter: Rewriter | None) -> str:
    """The user's last question in a conversation, as it is understood; without a rewriter, the last one that
    says what it is about."""
    asked = [i for i, (role, _) in enumerate(history) if role == "user"]
    if not asked:
        return ""
    at = asked[-1] if rewriter else _last_subject(history)
    return standalone(_shortened(history[at][1]), history[:at], rewriter)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_TURN_CHARS else flat[:MAX_TURN_CHARS] + " ..."
