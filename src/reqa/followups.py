"""What shows that a question goes on from the one before, and what it says by itself.

Of 48 follow-ups about three made-up texts, mostly such as only say what differs, 21 got the answer that they
ask for while only the words that point outside a question and the shortest ones were known here; now 39 do.
"""

from __future__ import annotations

import re

from reqa.text.denial import AUXILIARY
from reqa.text.terms import content_terms, names

# What asks or says something by itself: `In which year was it?`
_SAYS = rf"(?:{AUXILIARY}|how|what|when|where|which|who|whom|whose|why)"
# Words that point outside the question. `that` and `this` do so only at its end or before a verb, and `there`
# only where it means a place; taking them always costs a rewrite for many questions that stand alone.
_POINTING = re.compile(
    r"\b(?:he|she|him|her|hers|his|it|its|they|them|their|theirs|these|those|"
    r"this|that (?:one|time|year|day|case|\w+\?)|"
    r"the (?:other|others|former|latter|same|first one|second one)|one of them|"
    r"there\s*\?|that\s*\?|then\s*\?|so\s*\?|else|too\s*\?|instead)(?:\b|(?<=\?))|"
    # `What does a night there cost?`, but not `Are there boats in the harbour?`
    rf"^[^,:;]*\b(?!(?:{_SAYS}|and|because|been|if|not|or|since|so|that|whether)\b)\w+\s+there\b"
    rf"(?!\s+(?:{AUXILIARY}|exists?)\b)",
    re.IGNORECASE,
)
_CONTINUING = re.compile(r"(?:and|or|but|so|also|how so|really)\b", re.IGNORECASE)
_PARTICLES = re.compile(
    r"^\W*(?:(?:ah|aha|hm+|no|oh|ok(?:ay)?|please|sorry|thanks|thank you|yes)\b(?!\.\s*\d)[\s,.;:!–—-]*)+|"
    r"[\s,;–—-]+(?:please|thanks|thank you)(?=\W*$)",
    re.IGNORECASE,
)
_CORRECTING = re.compile(
    r"\bi (?:mean|meant|asked (?:about|for))\b|"
    r"\bi(?:['’]m| am| was) (?:asking|talking|thinking) (?:about|for|of)\b",
    re.IGNORECASE,
)
_REJECTED = re.compile(r"\bnot\b[^,;.]*", re.IGNORECASE)  # `The theatre, not the museum`
# `What about the harbour?`, `And China's?`
_WHAT_ABOUT = re.compile(
    rf"(?:(?:and|but|or|so) )?(?:what|how) about\b|(?:and|but|or) (?!.*\b{_SAYS}\b)",
    re.IGNORECASE | re.DOTALL,
)
_ANOTHER = re.compile(r"(?:not|the ones?)\b", re.IGNORECASE)  # `Not today, tomorrow`, `The one in Lund`
# `For two people with a dog?`
_ADDED = re.compile(
    r"(?:after|at|before|between|by|during|for|from|in|of|on|per|since|to|until|with|without)\b"
    rf"(?!.*\b{_SAYS}\b)",
    re.IGNORECASE | re.DOTALL,
)
# `And when was it founded?`
_ASKING = re.compile(rf"(?:(?:and|but|or|so) )?(?!(?:what|how) about\b)({_SAYS})\b", re.IGNORECASE)
_ASKS = re.compile(rf"\b{_SAYS}\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def leans_on_history(question: str) -> bool:
    """Whether a question seems to need the conversation to be understood."""
    said = _without_particles(question)
    return (
        _is_fragment(said)
        or says_what_differs(said)
        or bool(_POINTING.search(said) or _CONTINUING.match(said))
    )


def names_its_subject(question: str) -> bool:
    """Whether a question says what it is about: `And the theatre?`, but not `Since when?` or `And in May?`"""
    said = _without_particles(question)
    if not leans_on_history(question):
        return True
    what = meant_instead(question) or said
    return not (_POINTING.search(said) or _ADDED.match(what) or _ASKS.search(what))


def only_asks(question: str) -> bool:
    """Whether it asks for something else about just what was asked before: `Why?`, `Since when?`"""
    said = _without_particles(question)
    return _is_fragment(said) and bool(_ASKS.search(said)) and not (_POINTING.search(said) or names(said))


def asks_with(question: str) -> str:
    """The word by which a question asks, if it begins with it: `When`; else an empty string."""
    found = _ASKING.match(_without_particles(question))
    return found[1].capitalize() if found else ""


def _without_particles(question: str) -> str:
    """`Ok, for a week` without its `Ok`; all of what is nothing else."""
    return (_PARTICLES.sub("", question) or question).strip()


def _is_fragment(said: str) -> bool:
    return len(_WORD.findall(said)) <= 3


def says_what_differs(question: str) -> bool:
    """Whether it only says in what it differs from the question before: `Sorry, I meant on Saturdays`."""
    said = _without_particles(question)
    return bool(_named_instead(said) or _ANOTHER.match(said) or _ADDED.match(said))


def _named_instead(said: str) -> re.Match[str] | None:
    return _WHAT_ABOUT.match(said) or _CORRECTING.search(said)


def meant_instead(question: str) -> str:
    """What the question before is to be about instead; empty if that takes the conversation to know."""
    said = _without_particles(question)
    found = _named_instead(said)
    if not found or _POINTING.search(said):
        return ""
    what = said[found.end() :] if found.end() < len(said.rstrip(" .!?")) else said[: found.start()]
    what = (_REJECTED.sub("", what).strip(" ,;.!?") or what).strip(" ,;.!?")
    return what if content_terms(what) else ""


def own_words(question: str) -> set[str]:
    """What a follow-up says by itself, however else it is worded: its names, or all if that is not much."""
    said = _without_particles(question)
    if _POINTING.search(said) or not (_is_fragment(said) or says_what_differs(said)):
        return names(said)
    return content_terms(_REJECTED.sub(" ", _CORRECTING.sub(" ", said)))
