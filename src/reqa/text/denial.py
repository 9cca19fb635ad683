"""Finding what a sentence denies, and whether it thereby answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.terms import content_terms, stem
from reqa.types import ScoredSentence

# A clause that has so large a part of a question's content words is about what the question is about, and one
# that has so large a part of a statement's says the same or the contrary.
OF_A_QUESTION = 0.5
OF_A_STATEMENT = 0.75
# What answers a question has this part of its words: `Shares bear no interest` for `Do shares earn interest?`
OF_AN_ANSWER = 0.65

CLAUSE_END = re.compile(
    r"[,;:()]|\s[-–—]+\s|\b(?:although|and|as|because|but|if|or|since|that|though|until|when|where|whereas|"
    r"which|while|who)\b|\b(?=with(?:out| no)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+(?:['’]t)?")
_NO_DENIAL = re.compile(
    r"\b(?:no|not|nothing|none|never)\s+(?:but|earlier|fewer|just|later|least|less|merely|more|only|other|sooner)\b"
)
# With a capital after another one it belongs to a name, as in `the song by Lund Says No`.
_NAMED = re.compile(r"(\b[A-Z]\w*\s+)(?:No|Nor|Not|Nobody|None|Nothing|Neither|Never|Without)\b")
_FAILING_TO = re.compile(r"\bfail(?:s|ed|ing)? to\b")  # What fails otherwise has been tried or been there.
# `Does anyone get a bonus?` is about the bonus.
_SAYS_LITTLE = re.compile(r"\b(?:(?:any|some)(?:body|one|thing|where)|get|gets|got)\b", re.IGNORECASE)
AUXILIARY = (
    "am|are|can|could|did|do|does|had|has|have|is|may|might|must|need|shall|should|was|were|will|would"
)
_WHETHER = re.compile(rf"\W*(?:{AUXILIARY})\b", re.IGNORECASE)
# `Hens may be kept; cocks may not`, `Lund gave her a medal; Oslo never did`.
_ELLIPSIS = re.compile(
    rf"(?P<subject>.+?)\s(?:never (?:{AUXILIARY})|(?:{AUXILIARY}|ca|wo)(?: not|n['’]t|not))\W*$",
    re.IGNORECASE | re.DOTALL,
)
_NOT = frozenset({"not", "never", "no", "nor", "neither", "none", "nobody", "nothing", "without"})
_VERBS = ("abandon", "cancel", "decline", "deny", "forbid", "postpone", "prevent", "refuse", "reject")
_DENYING = frozenset(map(stem, _VERBS))


def asks_whether(question: str) -> bool:
    """Whether a question is answered by yes or no: it begins with a verb."""
    return bool(_WHETHER.match(question))


def answers_no(question: str, denying: ScoredSentence) -> bool:
    """Whether what `denial` found answers the question: `Nobody was hurt` for `Was anybody hurt?`

    It does not where the cross-encoder takes it to be about something else: `Damage by wind is not covered`
    for `Is damage by mice covered?`

    Of 117 such questions, mostly of development sets, it answers six, rightly, and none of them once the
    sentences that do are taken away.
    """
    asked = _asked(question)
    is_about_it = len(asked & content_terms(denying.sentence.line)) >= OF_AN_ANSWER * len(asked)
    return asks_whether(question) and denying.score > 0 and is_about_it


def denial(question: str, nearest: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """The sentence that says that what a question takes for granted is not so; None where there is none.

    `He refused to sign the deal` for `Why did he sign the deal?`.

    Args:
        question: what cannot be answered. One that itself asks for what is not so has no such sentence.
        nearest: the sentences that fit the question best.
    """
    asked = _asked(question)
    if not asked or denies(question):
        return None
    for one in nearest:
        # One word alone is not what the question is about: `Is the van mended?` and `We have no other van.`
        shared = asked & content_terms(one.sentence.line)
        if len(shared) >= min(2, len(asked)) and denied(asked, one.sentence.line, OF_A_QUESTION):
            return one
    return None


def _asked(question: str) -> set[str]:
    return content_terms(_SAYS_LITTLE.sub(" ", question))


def denies(text: str) -> bool:
    """Whether a text says of something that it is not so: `It did not rain`, `She refused`."""
    if not text.istitle():  # a heading, in which every word has a capital
        text = _NAMED.sub(r"\1", text)
    text = _NO_DENIAL.sub(" ", text.casefold())
    words = _WORD.findall(text)
    return bool(_FAILING_TO.search(text)) or any(
        w in _NOT or w.endswith(("n't", "n’t")) or stem(w) in _DENYING for w in words
    )


def denied(terms: set[str], text: str, share: float) -> bool:
    """Whether a clause of the text that has this share of the terms denies something."""
    before: set[str] = set()
    for clause in CLAUSE_END.split(text):
        said = content_terms(clause)
        if denies(clause) and len(terms & said) >= share * len(terms):
            return True
        if left_out := _ELLIPSIS.match(clause):
            subject = content_terms(left_out["subject"])
            rest = terms - subject
            if rest < terms and subject <= terms and len(rest & before) >= share * len(rest):
                return True
        before |= said
    return False
