"""Making a follow-up question stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from reqa.errors import QuestionError
from reqa.text.terms import content_terms, names

History = Sequence[tuple[str, str]]
"""Earlier turns as (role, text); role is `user` or `assistant`."""

MAX_TURNS = 4  # messages that a follow-up may refer back to
MAX_TURN_CHARS = 400  # of each; the subject of an answer stands at its beginning

# Words that point outside the question. `that`, `this` and `there` do so only at its end or before a verb;
# taking them always costs a rewrite for many questions that stand alone.
_POINTING = re.compile(
    r"\b(?:he|she|him|her|hers|his|it|its|they|them|their|theirs|these|those|"
    r"this|that (?:one|time|year|day|case|\w+\?)|"
    r"the (?:other|others|former|latter|same|first one|second one)|one of them|"
    r"there\s*\?|that\s*\?|then\s*\?|so\s*\?|else|too\s*\?|instead)(?:\b|(?<=\?))",
    re.IGNORECASE,
)
_CONTINUING = re.compile(r"^\s*(?:and|or|but|so|also|what about|how about|how so|really)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


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


def standalone(question: str, history: History, rewrite: Callable[[str, History], str] | None) -> str:
    """The question as it reads without the conversation.

    A question that stands alone comes back as it is, at no cost, so that a new topic does not drag the
    old one along.

    Args:
        question: the user's last question.
        history: the turns before it.
        rewrite: asks the language model; without one, the question before is put in front.
    """
    if not history or not leans_on_history(question):
        return question
    recent = [(role, _shortened(text)) for role, text in history[-MAX_TURNS:]]
    if rewrite is None:
        earlier = [text for role, text in recent if role == "user"]
        return f"{earlier[-1]} {question}" if earlier else question
    rewritten = rewrite(question, recent)
    # A rewrite that has grown out of proportion is an answer or a summary, not the question.
    if len(rewritten) > 3 * len(question) + 150:
        return question
    return rewritten if _own_words(question) <= content_terms(rewritten) else f"{rewritten} {question}"


def leans_on_history(question: str) -> bool:
    """Whether a question seems to need the conversation to be understood."""
    return _is_fragment(question) or bool(_POINTING.search(question) or _CONTINUING.match(question))


def _is_fragment(question: str) -> bool:
    return len(_WORD.findall(question)) <= 3


def _own_words(question: str) -> set[str]:
    """What a follow-up says by itself, however else it is worded: its names, or all of a mere fragment."""
    points = _POINTING.search(question)
    return content_terms(question) if _is_fragment(question) and not points else names(question)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_TURN_CHARS else flat[:MAX_TURN_CHARS] + " ..."
