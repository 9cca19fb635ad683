"""Finding out that a source says the contrary of a statement, though it has the same words.

Words alone carry `Prices fell` for `Prices rose`, and `Oslo beat Lund` for `Lund beat Oslo`. These are ways
in which it shows without understanding, rather silent than wrong: of 33 statements made up to say the
contrary of a sentence, 20 are found out (without this module 9). Of 333 that a small model wrote in answer to
five question sets none is, and of 200 labelled claims none is judged otherwise than before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.denial import CLAUSE_END, OF_A_STATEMENT, denied, denies
from reqa.terms import MONTHS, content_terms, numbers, stem

# `Not before August, but in the autumn` rules out what follows, unless it is what a limit is set to.
_NOT_THEN = re.compile(r"\b(?:not|never)\s+(?:after|at|before|by|during|for|from|in|on)\b(.*)", re.DOTALL)
_SETS_A_LIMIT = re.compile(r"\b(?:after|earlier|earliest|from|once|only|since)\b", re.IGNORECASE)

_SAYS_NO = re.compile(r"\W*no\b\W*", re.IGNORECASE)
# What says that something is not so without a word that denies.
_NEGATIVE = re.compile(
    r"\b(?:ban|clos|contrary|end|except|exclu|hardly|impossib|instead|lack|less|lost|miss|only|prohibit|rather|rare|"
    r"stop|than|too|unable|unknown|unlike)\w*",
    re.IGNORECASE,
)

_LEAST = (
    r"above|after|at least|exceed(?:s|ed|ing)?|minimum(?: of)?|more than|over|since|"
    r"not? (?:before|earlier than|fewer than|less than|until)"
)
_MOST = (
    r"at most|before|below|fewer than|less than|maximum(?: of)?|under|until|up to|within|"
    r"not? (?:later than|more than)"
)
_LIMIT = re.compile(rf"\b(?:({_LEAST})|(?:{_MOST}))((?:\W+\w+){{1,3}})", re.IGNORECASE)

_UP = re.compile(
    r"\b(?:climb\w*|gr[eo]w\w*|increas\w*|ris(?:e|en|es|ing)|rose|soar\w*|surg\w+)\b", re.IGNORECASE
)
_DOWN = re.compile(r"\b(?:declin\w*|decreas\w*|drop\w*|f[ae]ll\w*|plung\w*|shr[aiu]nk\w*)\b", re.IGNORECASE)

_ALL = re.compile(r"\b(?:all|every)((?:\W+\w+){1,3})", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:few|half|many|most|only|several|some)((?:\W+\w+){1,3})", re.IGNORECASE)

_WAY = re.compile(r"\b(from|to)\s+(?:the\s+)?([$€£]?\d[\d.,]*|[^\W\d_a-z]\w+)")

_WORD = re.compile(r"\w+(?:['’]\w+)?|[,;:.()]")
_PASSIVE = frozenset({"am", "are", "be", "been", "being", "is", "was", "were"})


def contrary(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources of an answer's statement say the contrary of it.

    Args:
        statement: without markers.
        question: what it answers. A bare value denies nothing where the question does: `Eva Holm` for
            `Who did not sign?`
        sources: the sentences that it cites.
    """
    said = content_terms(statement)
    asserts = not (denies(question) and said.isdisjoint(content_terms(question)))
    if asserts and not denies(statement) and any(_is_denied(said, statement, one) for one in sources):
        return True
    if _denies_alone(statement, question, sources):
        return True
    text = "\n".join(sources)
    return (
        _is_limited_otherwise(statement, text)
        or _goes_the_other_way(statement, text)
        or _is_turned_round(statement, text)
        or _is_true_of_some(statement, text)
    )


def _is_denied(said: set[str], statement: str, source: str) -> bool:
    """`It did not rain` for `It rained`, and `not before August` for `in August`."""
    ruled_out = set() if _SETS_A_LIMIT.search(statement) else _ruled_out(source)
    return bool(said) and (denied(said, source, OF_A_STATEMENT) or not said.isdisjoint(ruled_out))


def _ruled_out(text: str) -> set[str]:
    """The terms that a text has only where it says when, where or for whom something is not so."""
    out, left = set(), set()
    for clause in CLAUSE_END.split(text):
        said, *rest = _NOT_THEN.split(clause)
        left |= content_terms(said)
        out |= content_terms("".join(rest))
    return out - left


def _denies_alone(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`Dogs are not allowed` for `Dogs are allowed`."""
    return denies(_SAYS_NO.sub("", statement, count=1)) and not (
        denies(question) or any(denies(one) or _NEGATIVE.search(one) for one in sources)
    )


def _is_limited_otherwise(statement: str, text: str) -> bool:
    """`At least 120 kg` for `at most 120 kg`."""
    limits = _limits(text)

    def told(is_lower: bool, to: set[str]) -> bool:
        return any(is_lower == lower and (to <= known or known <= to) for lower, known in limits)

    return any(told(not lower, to) and not told(lower, to) for lower, to in _limits(statement))


def _limits(text: str) -> list[tuple[bool, set[str]]]:
    """The numbers and months that limits are set to, each with whether it is a lower one."""
    found = ((bool(least), numbers(to) | (content_terms(to) & MONTHS)) for least, to in _LIMIT.findall(text))
    return [limit for limit in found if limit[1]]


def _is_true_of_some(statement: str, text: str) -> bool:
    """`All members vote` for `only founding members vote`."""
    return not _of(_ALL, text) and not _of(_ALL, statement).isdisjoint(_of(_NOT_ALL, text))


def _of(quantity: re.Pattern[str], text: str) -> set[str]:
    return content_terms(" ".join(quantity.findall(text)))


def _goes_the_other_way(statement: str, text: str) -> bool:
    """`Prices fell` for `Prices rose`, and `from Oslo to Lund` for `from Lund to Oslo`."""
    up, down = bool(_UP.search(statement)), bool(_DOWN.search(statement))
    if up != down and (bool(_UP.search(text)), bool(_DOWN.search(text))) == (down, up):
        return True
    ways = set(_WAY.findall(text))
    other = {"from": "to", "to": "from"}
    return any((way, end) not in ways and (other[way], end) in ways for way, end in _WAY.findall(statement))


def _is_turned_round(statement: str, text: str) -> bool:
    """`Oslo beat Lund` for `Lund beat Oslo`."""
    deeds = _deeds(text)

    def told(who: set[str], deed: str, whom: set[str]) -> bool:
        return any(of == deed and who & by and whom & to for by, of, to in deeds)

    return any(told(whom, deed, who) and not told(who, deed, whom) for who, deed, whom in _deeds(statement))


def _deeds(text: str) -> list[tuple[set[str], str, set[str]]]:
    """What somebody with a name does to somebody with a name: `Lund beat Oslo`, `Oslo was beaten by Lund`."""
    words = _WORD.findall(text)
    found = []
    for i in range(1, len(words) - 1):
        if words[i][0].isupper() or not content_terms(words[i]):
            continue
        by = words[i + 1] == "by"
        after = i + 1 + by
        after += words[after : after + 1] == ["the"]
        before = i - 1 - (words[i - 1] in _PASSIVE)
        who, whom = _name(words[: before + 1][::-1]), _name(words[after:])
        if who and whom:
            found.append((whom, stem(words[i]), who) if by else (who, stem(words[i]), whom))
    return found


def _name(words: Sequence[str]) -> set[str]:
    """The terms of the name that the words begin with."""
    name: set[str] = set()
    for word in words:
        terms = content_terms(word)
        if not (word[0].isupper() and terms):
            break
        name |= terms
    return name
