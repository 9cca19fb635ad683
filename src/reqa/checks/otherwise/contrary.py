"""Finding out that a source says the contrary of a statement, though it has the same words.

Words alone carry `Prices fell` for `Prices rose`, and `Oslo beat Lund` for `Lund beat Oslo`. These are ways
in which it shows without understanding, rather silent than wrong: of 33 statements made up to say the
contrary of a sentence, 19 are found out (without this module 9). Of 456 that a small model wrote in answer to
five question sets none is, and of 200 labelled claims none is judged otherwise than before.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqa.checks.otherwise.roles import takes_anothers_part
from reqa.text.denial import CLAUSE_END, OF_A_QUESTION, OF_A_STATEMENT, denied, denies
from reqa.text.terms import MONTHS, content_terms, numbers, stem

# `Not before August, but in the autumn` rules out what follows, unless it is what a limit is set to.
_NOT_THEN = re.compile(r"\b(?:not|never)\s+(?:after|at|before|by|during|for|from|in|on)\b(.*)", re.DOTALL)
_SETS_A_LIMIT = re.compile(r"\b(?:after|earlier|earliest|from|once|only|since)\b", re.IGNORECASE)

# `It was sold` is about what the question is about.
OF_WHAT_IS_ASKED = re.compile(r"(?:(?:no|yes)\W+)?(?:he|it|she|they)\b", re.IGNORECASE)
_SAYS_NO = re.compile(r"\W*no[,.:;]\s*", re.IGNORECASE)
# What says that something is not so without a word that denies.
NEGATIVE = re.compile(
    r"\b(?:ban|clos|contrary|end|except|exclu|hardly|impossib|instead|lack|less|lost|miss|only|prohibit|rather|rare|"
    r"stop|than|too|unable|unknown|unlike)\w*",
    re.IGNORECASE,
)

# `She denied this: fares would stay` does not say that she denied that fares would stay.
_DENIED_THIS = re.compile(
    r"\b(contradict\w*|den(?:ied|ies|y)|disput\w+|refut\w+|reject\w*) (?:it|that|this)\s*[:;–—]",
    re.IGNORECASE,
)

_DOES_THAT = re.compile(r"\b(\w+) that\b(?!\s*[:;–—])", re.IGNORECASE)

_INSTEAD_OF = re.compile(r"\b(?:instead of|rather than)\b([^,;.:()]*)", re.IGNORECASE)

# What a number or a month is a limit to; a denial before it makes a lower limit an upper one.
_LIMIT = re.compile(
    r"\b(?:(above|after|at least|exceed(?:s|ed|ing)?|later than|minimum(?: of)?|more than|over)|"
    r"at most|before|below|earlier than|fewer than|less than|maximum(?: of)?|under|up to|within)"
    r"((?:\W+\w+){1,3})",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:cannot|never|no|nobody|none|nor|not|nothing|without)\b|n['’]t\b", re.IGNORECASE)
_TIME = re.compile(r"after|before", re.IGNORECASE)
_SINCE = re.compile(r"\bsince(?=\s+(?:\w+\s+)?\d)", re.IGNORECASE)

# With a capital these are mostly names: Rose, Niagara Falls.
_UP = re.compile(r"\b(?:climb\w*|gr[eo]w\w*|increas\w*|ris(?:e|en|es|ing)|rose|soar\w*|surg\w+)\b")
_DOWN = re.compile(r"\b(?:declin\w*|decreas\w*|drop\w*|f[ae]ll\w*|plung\w*|shr[aiu]nk\w*)\b")

_ALL = re.compile(r"\b(?:all|every)((?:\W+\w+){1,3})", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:few|half|many|most|only|several|some)((?:\W+\w+){1,3})", re.IGNORECASE)

_END = r"(?:the\s+)?([$€£]?\d[\d.,:]*|[^\W\d_a-z]\w+)"
_TOKEN = re.compile(r"\w(?:[\w.,:]*\w)?")
_FROM_TO = re.compile(rf"\bfrom\s+{_END}(?:\s+\w+){{0,3}}?\s+to\s+{_END}")

# `It rejected none`, `nobody came` and `nobody was hurt` deny what their verb says of anybody and anything.
_NOBODY = r"(?:nobody|none|no one|nothing)\b(?!\s+(?:but|else|except|other)\b)"
_OF_NOBODY = re.compile(
    rf"(?:^|[^\w\s]\s*|\b(?:and|as|because|but|or|since|so|that|though|when|while)\s+){_NOBODY}\s+"
    r"(?!(?:of|ha[ds]|have|is|are|was|were)\b)(\w+)|"
    rf"\b(\w+)\s+{_NOBODY}|"
    rf"\b{_NOBODY}\s+(?:of\s+(?:\w+\s+){{1,3}}?)?(?:(?:has|have|had|is|are|was|were|been)\s+)+(\w+)",
    re.IGNORECASE | re.MULTILINE,
)

_THERE_IS_NONE = re.compile(r"\bthere (?:is|are|was|were|will be) no\b", re.IGNORECASE)

_WORD = re.compile(r"\w+(?:['’]\w+)?")


def contrary(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether the sources of an answer's statement say the contrary of it.

    Args:
        statement: without markers.
        question: what it answers. A bare value denies nothing where the question does: `Eva Holm` for
            `Who did not sign?`
        sources: the sentences that it cites.
    """
    text = "\n".join(sources)
    return (
        _is_denied(statement, question, sources)
        or _is_what_was_held_against_it(statement, text)
        or _is_true_of_nobody(statement, sources)
        or _is_of_what_is_not_there(statement, question, sources)
        or _denies_alone(statement, question, sources)
        or _is_limited_otherwise(statement, sources)
        or _goes_the_other_way(statement, text)
        or _begins_and_ends_apart(statement, sources)
        or takes_anothers_part(statement, sources)
        or _is_true_of_some(statement, text)
    )


def _is_denied(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`It did not rain` for `It rained`, and `not before August` for `in August`."""
    said = content_terms(statement)
    is_value = denies(question) and said.isdisjoint(content_terms(question))
    if not said or is_value or denies(statement) or _is_limited_alike(statement, sources):
        return False
    if OF_WHAT_IS_ASKED.match(statement):
        said |= content_terms(question)
    ruled_out = set() if _SETS_A_LIMIT.search(statement) else set().union(*map(_ruled_out, sources))
    return bool(said & ruled_out) or any(denied(said, one, OF_A_STATEMENT) for one in sources)


def _is_what_was_held_against_it(statement: str, text: str) -> bool:
    """`She denied that fares would stay` for `She denied this: fares would stay`."""

    def stems(verbs: re.Pattern[str], of: str) -> set[str]:
        return {stem(verb.casefold()) for verb in verbs.findall(of)}

    only_this = stems(_DENIED_THIS, text) - stems(_DOES_THAT, text)
    return not only_this.isdisjoint(stems(_DOES_THAT, statement))


def _ruled_out(text: str) -> set[str]:
    """The terms that a text has only where it says when, where or for whom something is not so."""
    out, left = set(), set()
    for clause in CLAUSE_END.split(text):
        said, *rest = _NOT_THEN.split(clause)
        left |= content_terms(said)
        out |= content_terms("".join(rest))
    return out - left


def _is_true_of_nobody(statement: str, sources: Sequence[str]) -> bool:
    """`Two were killed` for `nobody was killed`, where the source has the verb only there."""
    text = "\n".join(sources)
    verbs = content_terms(" ".join(itertools.chain.from_iterable(_OF_NOBODY.findall(text))))
    verbs -= content_terms(_OF_NOBODY.sub(" ", text))
    words = _WORD.findall(statement)
    others = [word for word in words if verbs.isdisjoint(content_terms(word))]
    return len(others) < len(words) and not denies(" ".join(others))


def _is_of_what_is_not_there(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`2.80 euros` for what lunch costs on Friday, if `there is no lunch on Friday`."""
    asked = content_terms(question)
    if not asked or denies(statement) or denies(question):
        return False
    clauses = filter(_THERE_IS_NONE.search, itertools.chain.from_iterable(map(CLAUSE_END.split, sources)))
    return any(len(asked & content_terms(one)) >= OF_A_QUESTION * len(asked) for one in clauses)


def _denies_alone(statement: str, question: str, sources: Sequence[str]) -> bool:
    """`Dogs are not allowed` for `Dogs are allowed`."""
    no = _SAYS_NO.match(statement)
    text = "\n".join(sources)
    if content_terms(statement).isdisjoint(content_terms(" ".join(_INSTEAD_OF.findall(text)))):
        text = _INSTEAD_OF.sub(" ", text)  # It says no of something else.
    return denies(statement[no.end() :] if no else statement) and not (
        denies(question) or any(map(denies, sources)) or NEGATIVE.search(text)
    )


def _is_limited_alike(statement: str, sources: Sequence[str]) -> bool:
    """`At most three` for `no more than three`."""
    limits = list(_limits(sources))
    return any(one.agrees_with(other) for one in _limits([statement]) for other in limits)


def _is_limited_otherwise(statement: str, sources: Sequence[str]) -> bool:
    """`At least 120 kg` for `at most 120 kg`."""
    limits = list(_limits(sources))
    contradicted = any(one.contradicts(other) for one in _limits([statement]) for other in limits)
    return contradicted and not _is_limited_alike(statement, sources)


@dataclass(frozen=True, slots=True)
class _Limit:
    is_lower: bool
    to: set[str]
    """Numbers and months."""
    of: str
    """The word before it: `closed before 9` says nothing about `opens after 9`."""
    words: set[str]
    """The words before it: `paid for the hall before 9` is about what `has paid since 9` is about."""
    is_time: bool

    def agrees_with(self, other: _Limit) -> bool:
        return self.is_lower == other.is_lower and (self.to <= other.to or other.to <= self.to)

    def contradicts(self, other: _Limit) -> bool:
        opposite = dataclasses.replace(self, is_lower=not self.is_lower)
        is_of_the_same = self.of == other.of or not (self.of or self.is_time) or other.of in self.words
        return is_of_the_same and opposite.agrees_with(other)


def _limits(texts: Sequence[str]) -> Iterator[_Limit]:
    # What lasts since 1994 was not so before; what was not so since then may have been.
    dated = (text if _NOT.search(text) else _SINCE.sub("not before", text) for text in texts)
    for clause in itertools.chain.from_iterable(map(CLAUSE_END.split, dated)):
        for found in _LIMIT.finditer(clause):
            before = clause[: found.start()]
            of = [stem(word.casefold()) for word in _WORD.findall(before) if content_terms(word)]
            if to := numbers(found[2]) | (content_terms(found[2]) & MONTHS):
                is_lower = bool(found[1]) != bool(_NOT.search(before))
                yield _Limit(is_lower, to, of[-1] if of else "", set(of), bool(_TIME.match(found[0])))


def _is_true_of_some(statement: str, text: str) -> bool:
    """`All members vote` for `only founding members vote`."""
    return not _of(_ALL, text) and not _of(_ALL, statement).isdisjoint(_of(_NOT_ALL, text))


def _of(quantity: re.Pattern[str], text: str) -> set[str]:
    return content_terms(" ".join(quantity.findall(text)))


def _goes_the_other_way(statement: str, text: str) -> bool:
    """`Prices fell` for `Prices rose`, and `from Oslo to Lund` for `from Lund to Oslo`."""
    up, down = bool(_UP.search(statement)), bool(_DOWN.search(statement))
    other_way = (bool(_UP.search(text)), bool(_DOWN.search(text))) == (down, up)
    if up != down and other_way and not (denies(text) or denies(statement)):
        return True
    ways = _FROM_TO.findall(text)
    return any(
        (end, start) in ways and (start, end) not in ways for start, end in _FROM_TO.findall(statement)
    )


def _begins_and_ends_apart(statement: str, sources: Sequence[str]) -> bool:
    """`From 19:00 to 21:00`, where one source has only the one, and another only the other."""
    said = [set(_TOKEN.findall(one)) for one in sources]

    def are_apart(ends: set[str]) -> bool:
        return ends <= set().union(*said) and not any(ends <= tokens for tokens in said)

    spans = (set(_TOKEN.findall(" ".join(ends))) for ends in _FROM_TO.findall(statement))
    return any(any(end[0].isdigit() for end in ends) and are_apart(ends) for ends in spans)
