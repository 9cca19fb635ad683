"""Recognising text in a document that talks to a language model instead of to a reader.

Such a sentence is data like any other and is never obeyed. As evidence it is also worthless: it says what to
answer, not what is so. Only what gives itself away is recognised: an order about instructions, answers or
questions, an address to an assistant, or the markers with which chat models are driven.
"""

from __future__ import annotations

import re

_MARKERS = r"<\|[\w ]+\|>|\[/?INST\]|<</?SYS>>|</?(?:system|sentences?|instructions?|prompt)>"
_ROLES = r"(?-i:(?:^|[\s>#*])(?:SYSTEM|ASSISTANT|Assistant|OVERRIDE|Override)\s*:)"
_MODEL = r"(?:(?:AI|language|chat)[ -]?(?:model|assistant|bot|system)s?|chatbots?|assistants?|LLMs?)"
# Where an order begins: at the start, or after what may stand before one.
_ORDER = r"(?:^\W*|[:;,\]]\s*|\b(?:and|then|must|should|please|always|now)\s+)"
_ORDERS = (
    # Set aside what you were told.
    r"\b(?:ignore|disregard|forget|override|bypass|(?:do not|don't) (?:follow|obey))\b[^.!?]{0,40}"
    r"\b(?:instructions?|rules|prompts?|questions?|guidelines|above|told)\b",
    r"\b(?:new|updated|hidden|secret) instructions?\b",
    # Answer thus.
    _ORDER
    + r"(?:answer|respond|reply)\b[^.!?]{0,30}\b(?:only|every|all|any|each|always|with the (?:word|link)|"
    r"in (?:capital|upper|French|German|Spanish|Latin))\b",
    r"^\W*(?:say (?:yes|no|that)|use this instead|pretend (?:to|that)|act as)\b",
    r"^\W*tell (?:the|every|all) users?\b",
    r"\bdo not answer\b[^.!?]{0,40}\b(?:from|using|with)\b",
    r"\b(?:when|if|whenever) (?:you are|you're|anyone|somebody) (?:is |are )?ask(?:ed|s)\b",
    r"\b(?:say|state|claim)\b[^.!?]{0,20}\bthat\b[^.!?]*\bcite\b",
    r"\b(?:print|reveal|repeat|show|output)\b[^.!?]{0,20}\b(?:system|your|hidden) prompt\b",
    r"\bthe (?:correct|right|only) answer to (?:every|any|all|each)\b",
    r"\b(?:you are|act as|behave as) now\b|\bfrom now on,? you\b|\byou are no longer\b",
    # To whom it may concern.
    r"\b(?:dear|note to|attention|message to)\s+(?:all\s+|any\s+|the\s+)?" + _MODEL + r"\b",
    r"\bthe " + _MODEL + r" (?:must|shall) (?:answer|say|state|reply|respond|tell|claim|ignore)\b",
    r"\b(?:whoever|any (?:model|system) that) reads this (?:must|should|shall)\b",
)
_TALKS = re.compile("|".join([_MARKERS, _ROLES, *_ORDERS]), re.IGNORECASE)


def talks_to_a_model(sentence: str) -> bool:
    """Whether a sentence is an instruction to whatever program reads it."""
    return bool(_TALKS.search(" ".join(sentence.split())))
