"""Telling what is said of somebody or something else than what the question names.

`Hollis has 18,000 inhabitants` does not answer how many Grell has. It would if the question named Hollis, and
so it is found out: with that name in the place of its own, the question fits the sentence far better.

Of 90 unanswerable questions of a development set made to mislead, two are so; of 314 answerable ones of three
sets two seem to be. Of 29 about a text on several rivers, towns and people that mix these up, a small model
answers 16, and 5 with this.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from reqa.checks.apart.trials import Trial
from reqa.text.abbreviations import RANKS, TITLES
from reqa.text.headings import introducing
from reqa.text.names import KNOWN_BY_AGE, has_name, is_named, written_names
from reqa.text.terms import content_terms, names
from reqa.types import ScoredSentence, Sentence

# How much better the question must fit, in the cross-encoder's logits.
GAIN = 3.0
# Of two people of one surname, a single word differs. None of 1,407 answerable questions with a name is lost.
NAMESAKE_GAIN = 1.0
# A document that has one name so many times as often as another one is about it, and need not repeat it.
TOPIC = 3

# `Hollis and Grell` may be asked about together, and each sentence be about one of them.
_AND = re.compile(r"(?:['’]s?)?,?\s*(?:and|or)?\s*(?:the\s+)?", re.IGNORECASE)
# `The mayor, Ingrid Falk` is the mayor of what is spoken of; `the mayor of Hollis`, `the play Medea` are not.
_DEFINITE = re.compile(
    r"(?:both|the|these|this)\s+((?-i:[a-z])\w*)\b(?!\s+(?-i:[A-Z]))((?:\s+(?-i:[a-z])\w*){0,2})",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:at|for|from|in|of)\b")
_SOMEBODY = re.compile(KNOWN_BY_AGE, re.IGNORECASE)
_DETERMINED = r"(?:its|that|the|their|this)"
# What such a question asks for, and how that stands in an answer: `in a mine near Hallein`, `the owner, Marta
# Ferri, found it`.
_ASKED_FOR = (
    (
        re.compile(r"\W*(?:(?:at|from|in|near|on|to)\s+)?where\b", re.IGNORECASE),
        r"\b(?:at|from|in|near|off|on|outside|to)\s+(?:the\s+)?{name}",
    ),
    (
        re.compile(r"\W*(?:(?:by|from|to|with)\s+)?whom?\b", re.IGNORECASE),
        r"\bby\s+{name}|,\s+{name},|{name},?\s+who\b",
    ),
)
_PRONOUN = re.compile(r"\b(?:he|her|his|it|its|she|that|their|these|they|this|those)\b", re.IGNORECASE)


def names_swapped(
    question: str,
    evidence: Sequence[ScoredSentence],
    sentences_of: Callable[[str], Sequence[Sentence]],
    text_of: Callable[[str], str],
) -> Iterator[Trial]:
    """The question with the names that each sentence has in the place of those that it lacks.

    Args:
        question: what is asked.
        evidence: the sentences.
        sentences_of: gives all sentences of a document, in order.
        text_of: gives a document's text.
    """
    named = named_together(question)
    asked = content_terms(question)
    for one in evidence if named else ():
        document = one.sentence.document_id
        passage = _Passage.of(one, sentences_of(document), text_of(document), asked)
        yield from _trials(question, named, passage)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence with what it is understood by."""

    sentence: Sentence
    text: str
    """What it stands under if that tells more, the sentence before it if it leans on that one, and itself."""
    known: frozenset[str]
    """The terms of that, and of what the sentence before may lean on."""
    names: tuple[str, ...]
    document: str
    """The text that it is from."""

    @classmethod
    def of(
        cls, one: ScoredSentence, sentences: Sequence[Sentence], document: str, asked: Set[str]
    ) -> _Passage:
        """
        Args:
            one: the sentence.
            sentences: all of its document.
            document: the text of that.
            asked: the terms of the question.
        """
        before = _leaned_on(one, sentences, asked)
        own = (*before[-1:], one.row[0].text if one.row else one.text)
        named = dict.fromkeys(name for part in own for name in _names_in(part))
        # `Veldmoor and Ostrand` does not tell of which of them a sentence is that names one.
        under = content_terms(one.heading)
        is_told = any(has_name(under, name) for name in named)
        heading = introducing(one.heading) if one.heading and not is_told else ""
        text = " ".join(filter(None, (heading, *before[-1:], one.text)))
        known = content_terms("\n".join((heading, *before, one.text)))
        return cls(one.sentence, text, frozenset(known), (*_names_in(heading), *named), document)

    def has(self, name: str) -> bool:
        """Whether it has the name, a form of it, its initials or what these stand for."""
        is_anothers = any(self.are_namesakes(name, other) for other in self.names)
        return is_named(name, self.text, self.known) and (name in self.names or not is_anothers)

    def are_namesakes(self, one: str, other: str) -> bool:
        """Whether names differ in the given name alone: `Jutta Ladde`, `Peter Ladde`; not `Dr Ladde`.

        `Jack Benny Ladde` may be called `Benny Ladde`. What the text also has in lower case is no surname:
        `Walter Camp Award`, `Doak Walker Award`.
        """
        *given, last = one.split()
        *other_given, other_last = other.split()
        if last != other_last or not (given and other_given):
            return False
        are_names = not any(
            "of" in words or words[0].casefold() in TITLES | RANKS for words in (given, other_given)
        )
        are_others = not has_name(content_terms(" ".join(given)), " ".join(other_given))
        return are_names and are_others and not re.search(rf"\b{re.escape(last.casefold())}\b", self.document)


def _trials(question: str, named: Sequence[Sequence[str]], passage: _Passage) -> Iterator[Trial]:
    """One for each name of the passage and each of the question that the passage lacks."""
    groups = [group for group in named if not any(map(passage.has, group))]
    asked = content_terms(question)
    lacking = list(itertools.chain(*groups))

    def is_other(name: str) -> bool:
        is_asked_for = has_name(asked, name) and not any(passage.are_namesakes(one, name) for one in lacking)
        return not (is_asked_for or _may_be_the_answer(name, question, passage.text))

    others = list(filter(is_other, passage.names)) if lacking else []
    swappable = [
        name for name in lacking if others and not _is_the_only_one(name, passage.text, passage.document)
    ]
    for name, other in itertools.product(swappable, others):
        if _often(name, passage.document) <= TOPIC * _often(other, passage.document):
            put = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, question)
            gain = NAMESAKE_GAIN if passage.are_namesakes(name, other) else GAIN
            yield Trial(put, frozenset(content_terms(name)), passage.sentence, passage.text, gain)


def named_together(text: str) -> list[list[str]]:
    """The names in a question or a sentence, those together that are named together."""
    found: list[list[str]] = []
    end = 0
    for name in written_names(text, names(text)):
        if not (found and _AND.fullmatch(text, end, name.start)):
            found.append([])
        if not name.is_adjective:
            found[-1].append(name.text)
        end = name.end
    return [group for group in found if group]


def _names_in(text: str) -> Iterator[str]:
    """The names in a sentence, save those that only say of what kind something is."""
    return (one.text for one in written_names(text) if not one.is_adjective)


def _leans(text: str, asked: Set[str]) -> bool:
    """Whether a sentence has a pronoun before it has a name, or opens with something or somebody known."""
    pronoun, opening = _PRONOUN.search(text), _DEFINITE.match(text)
    is_known = opening is not None and not (
        asked.isdisjoint(content_terms(opening[1])) or _OF.search(opening[2])
    )
    says_it = pronoun is not None and not names(f"the {text[: pronoun.start()]}")
    return is_known or says_it or bool(_SOMEBODY.match(text))


def _leaned_on(one: ScoredSentence, sentences: Sequence[Sentence], asked: Set[str]) -> list[str]:
    """The sentence before one that leans on it, and what that leans on in turn.

    Of 1,407 answerable questions with a name, three are lost as it stands further before.
    """
    found: list[str] = []
    for before in reversed(sentences[max(one.sentence.index - 2, 0) : one.sentence.index]):
        leaning = found[0] if found else one.text
        if before.paragraph != one.sentence.paragraph or not _leans(leaning, asked):
            break
        if _is_about_one_of_them(one.text, before.line, asked):
            break
        found.insert(0, before.line)
    return found


def _is_about_one_of_them(text: str, before: str, asked: Set[str]) -> bool:
    """Whether a sentence takes up one of several names, and another one of them is asked about: `Those from
    Hollis may return` behind `The people of Hollis and Grell had to leave`."""
    told = content_terms(text)

    def is_left_out(name: str) -> bool:
        return has_name(asked, name) and not has_name(told, name)

    return any(
        any(map(is_left_out, group)) and any(has_name(told, name) for name in group)
        for group in named_together(before)
    )


def _may_be_the_answer(name: str, question: str, text: str) -> bool:
    """Whether a name always stands where what the question asks for does: a place, or who did something."""
    stands = next((form for asks, form in _ASKED_FOR if asks.match(question)), None)
    return stands is not None and _count(stands.format(name=re.escape(name)), text) == text.count(name)


def _is_the_only_one(name: str, passage: str, text: str) -> bool:
    """Whether a passage calls something by the word for what it is, and the text knows no other such thing.

    `The mine was closed` is about the Skarn mine, if that is the only mine.
    """
    own = re.escape(name)
    kinds = set(re.findall(rf"\b{own}\s+(?!of\b)([a-z]\w+)", text))
    kinds &= set(re.findall(rf"\b{_DETERMINED}\s+([a-z]\w+)", passage, re.IGNORECASE))

    def is_only(kind: str) -> bool:
        known = _count(rf"\b(?:{_DETERMINED}|{own})\s+{kind}\b", text)
        return known == _count(rf"\b{kind}(?:e?s)?\b", text)

    return any(map(is_only, kinds))


def _count(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.IGNORECASE))


def _often(name: str, text: str) -> int:
    """How often a text has one of the words of a name."""
    return max(map(text.count, name.split()))
