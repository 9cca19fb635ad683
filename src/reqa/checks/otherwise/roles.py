"""Finding out that a statement gives somebody the part that its source gives to somebody else."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reqa.text.denial import CLAUSE_END
from reqa.text.irregular import is_past_form
from reqa.text.terms import content_terms, stem, terms_in_order

# `She reports to the chief`: what is done, and to whom. Who is `married to` somebody, or works `with` them,
# may be told the other way round.
_DONE_TO = re.compile(r"\b([a-z]+s)\s+(for|from|over|to|under)\b")

# `The landlord warned her`, and `the landlord was warned`.
_BE = "(?:(?:has|have|had) been|is|are|was|were)"
_SUFFERS = re.compile(rf"\b(\w+) {_BE} ([a-z]+ed)\b", re.IGNORECASE)
_WHOM = (
    r"(?:all|an?|any|both|each|every|her|him|his|it|its|me|my|nobody|one|our|some|that|the|their|them|these|"
    r"this|those|us|you|your)"
)

# `The caretaker removes the bicycles`, `They are removed by the caretaker`
_ACTS = re.compile(
    r"(?<![\w'’-])(?!\w+ly )([^\W\d][\w'’-]+) "
    rf"(?:(?:also|ha[ds]|have|will) )*([a-z]+) (?:(?:(?:away|back|down|off|out|up) )?{_WHOM}|[A-Z]\w+)\b"
)
_DONE_BY = re.compile(r"\b(\w+e[dn]) by (?:the |an? )?((?:[^\W\d][\w'’&-]* ){,3}?[^\W\d][\w'’-]*)\b")
_BY = re.compile(r"\bby ([^.;]*)")
# `A chapter by Jon Lie`, `written by Jon Lie`
_BY_NAME = re.compile(r"\b([a-z]\w+) by ((?:[A-Z][\w'’-]*\s?)+)")
# `The painting` is nothing that somebody has painted there.
_NOUN = re.compile(r"\b(?:an?|her|his|its|my|our|that|the|their|this|your) (\w+ings?)\b", re.IGNORECASE)

_ARTICLES = frozenset({"a", "an", "its", "the", "their"})
# The past forms of these are no others: `The drill cost 2 million.`
_UNCHANGED = frozenset({"cost", "cut", "hit", "put", "set"})
_NOUN_PHRASE = 3  # words of it, and of what stands before a verb: `the new drill has cost`

_WORD = re.compile(r"\w+(?:['’]\w+)?|[,;:.()]")
PASSIVE = ("am", "are", "be", "been", "being", "is", "was", "were")
_SUFFERED = rf"\b(?:{'|'.join(PASSIVE)}) (?:\w+ )?"
_IS_DONE = re.compile(
    rf"\b(?:{'|'.join(PASSIVE)}) (?:\w+ly |again |also |not |now )?([a-z]+)\b", re.IGNORECASE
)
# `It was designed by Clara Voss and opened in May`
_AND_DONE = re.compile(
    rf"\b(?:{'|'.join(PASSIVE)}) (?:\w+ )?\w+ by ([^,;.()]+?),? and (?:\w+ly |later |soon |then )?([a-z]+)\b"
    r"(?: by ([^,;.()]+))?"
)


def takes_anothers_part(statement: str, sources: Sequence[str]) -> bool:
    """Whether a statement tells the other way round who does what to whom, or that one does what is only done
    or what another one does."""
    text = "\n".join(sources)
    return (
        _are_exchanged(statement, text)
        or _is_told_backwards(statement, sources)
        or _does_it_itself(statement, text)
        or _is_done_by_others(statement, text)
        or _does_the_other_deed(statement, text)
        or _is_by_another(statement, sources)
        or _is_of_another_thing(statement, sources)
    )


def _are_exchanged(statement: str, text: str) -> bool:
    """`Oslo beat Lund` for `Lund beat Oslo`."""
    deeds = _deeds(text)

    def told(who: set[str], deed: str, whom: set[str]) -> bool:
        return any(of == deed and who & by and whom & to for by, of, to in deeds)

    return any(told(whom, deed, who) and not told(who, deed, whom) for who, deed, whom in _deeds(statement))


def _is_told_backwards(statement: str, sources: Sequence[str]) -> bool:
    """`The chief reports to the head` for `She reports to the chief`."""
    told = [done for source in sources for done in _done_to(source)]

    def is_backwards(who: set[str], deed: str, whom: Sequence[str]) -> bool:
        same = [(by, to) for by, done, to in told if done == deed and to]
        is_so = any(not set(whom).isdisjoint(to) for _, to in same)
        return not is_so and any(who.isdisjoint(by) and who.issuperset(to[:2]) for by, to in same)

    return any(whom and is_backwards(who, deed, whom) for who, deed, whom in _done_to(statement))


def _does_it_itself(statement: str, text: str) -> bool:
    """`The landlord was warned` for `The landlord warned her`, and `Bicycles are blocked` for `Bicycles are
    blocking the door`."""

    def does(who: str, deed: str) -> bool:
        itself, done = re.escape(who), stem(deed.casefold())
        suffers = re.search(rf"{_SUFFERED}{re.escape(deed)}\b", text, re.IGNORECASE)
        acts = re.findall(rf"\b{itself} (?:{_BE} (?:\w+ )?)?(\w+) {_WHOM}\b", text, re.IGNORECASE)
        return not suffers and done in {stem(act.casefold()) for act in acts}

    return any(does(who, deed) for who, deed in _SUFFERS.findall(statement))


def _is_done_by_others(statement: str, text: str) -> bool:
    """`The caretaker removes bicycles` for `Bicycles are removed`, unless it is by the caretaker."""
    told = Counter(terms_in_order(text))
    undone = [*_IS_DONE.findall(text), *_NOUN.findall(text)]
    suffered = Counter(stem(deed.casefold()) for deed in undone)
    by = content_terms(" ".join(_BY.findall(text)))

    def is_unsaid(who: str, deed: str) -> bool:
        done, doers = stem(deed.casefold()), content_terms(who)
        return 0 < told[done] == suffered[done] and bool(doers) and doers.isdisjoint(by)

    return any(is_unsaid(who, deed) for who, deed in _who_does_what(statement))


def _does_the_other_deed(statement: str, text: str) -> bool:
    """`Voss opened the bridge` for `It was designed by Voss and opened in May`, or opened by the mayor."""
    told = Counter(terms_in_order(text))
    others = [
        (stem(deed), content_terms(who), content_terms(by)) for who, deed, by in _AND_DONE.findall(text)
    ]

    def is_unsaid(who: str, deed: str) -> bool:
        done, doers = stem(deed.casefold()), content_terms(who)
        found = [(of, by) for other, of, by in others if other == done]
        is_all = 0 < told[done] == len(found)
        return is_all and any(doers & of for of, _ in found) and all(doers.isdisjoint(by) for _, by in found)

    return any(is_unsaid(who, deed) for who, deed in _who_does_what(statement))


def _who_does_what(statement: str) -> Iterator[tuple[str, str]]:
    yield from _ACTS.findall(statement)
    yield from ((who, deed) for deed, who in _DONE_BY.findall(statement))


def _is_by_another(statement: str, sources: Sequence[str]) -> bool:
    """`Eva Lie wrote the chapter` for `a chapter by Jon Lie`."""
    said, who = content_terms(statement), _name(_WORD.findall(statement))
    found = itertools.chain.from_iterable(map(_BY_NAME.findall, sources))
    works = [(content_terms(what), content_terms(name)) for what, name in found]
    told = (_BY_NAME.sub(" ", source) for source in sources)
    clauses = [content_terms(clause) for text in told for clause in CLAUSE_END.split(text)]

    def is_hers(what: set[str], her_own: set[str]) -> bool:
        by_her = any(her_own & by for _, by in works)
        return by_her or any(what <= clause and her_own & clause for clause in clauses)

    def is_another(by: set[str]) -> bool:
        return bool(who - by and by - who) and said.isdisjoint(by - who)

    return any(
        is_another(by) and bool(what) and what <= said and not is_hers(what, who - by) for what, by in works
    )


def _is_of_another_thing(statement: str, sources: Sequence[str]) -> bool:
    """`The drill cost 2 million` for `The expedition cost 2 million`."""
    said, known = content_terms(statement), content_terms(" ".join(sources))
    clauses = [clause for source in sources for clause in CLAUSE_END.split(source)]
    doing = list(filter(None, map(_thing_that_does, clauses)))

    def is_anothers(thing: set[str], deed: str) -> bool:
        others = [other for other, done in doing if done == deed]
        return thing.isdisjoint(known) and any(map(said.isdisjoint, others))

    does = _thing_that_does(statement)
    return does is not None and is_anothers(*does)


def _thing_that_does(clause: str) -> tuple[set[str], str] | None:
    """What a clause begins with, behind an article, and what it does."""
    words = _WORD.findall(clause.casefold())
    if not words or words[0] not in _ARTICLES:
        return None
    for at in range(2, min(len(words), _NOUN_PHRASE + 2)):
        word, thing = words[at], content_terms(" ".join(words[1:at]))
        is_verb = is_past_form(word) or word.endswith("s") or word in _UNCHANGED
        if thing and is_verb and content_terms(word):
            return thing, stem(word)
    return None


def _done_to(text: str) -> Iterator[tuple[set[str], str, Sequence[str]]]:
    """Who is told to do something, what, and to whom, by their terms."""
    for clause in CLAUSE_END.split(text):
        for found in _DONE_TO.finditer(clause):
            if content_terms(found[1]):
                who, whom = content_terms(clause[: found.start()]), terms_in_order(clause[found.end() :])
                yield who, f"{stem(found[1])} {found[2]}", whom


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
        before = i - 1 - (words[i - 1] in PASSIVE)
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
