"""Choosing the sentences that an answer may be drawn from."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter

from reqa.text.corrections import corrects, takes_up
from reqa.text.extremes import for_its_extremes, for_its_peaks
from reqa.text.headings import introducing, placed
from reqa.text.instructions import talks_to_a_model
from reqa.text.layout import unquoted
from reqa.text.lists import list_with
from reqa.text.names import KNOWN_BY_AGE
from reqa.text.tables import (
    answering,
    in_words,
    is_asked_for,
    is_column_heading,
    needs_names,
    row_of,
    standing_over,
)
from reqa.text.tariffs import for_its_quantities
from reqa.text.terms import content_terms
from reqa.text.timetables import for_its_times
from reqa.types import Cell, Chunk, Quote, ScoredSentence, Scorer, Sentence

MAX_SENTENCES = 6  # Read by a model at 13 ms a token, each further sentence costs about half a second.
MAX_CHARS = 900
MIN_SENTENCES = 2  # The second best often completes the first, and the model's vote needs a contrast.
# A sentence joins the evidence when its logit is within this of the best one's. Twice that, and a third more
# characters, changes the citations' F1 on four development sets by -0.02 to +0.04 and the balanced accuracy
# on two by -0.02 and -0.03, and takes 30 to 70 tokens more.
SCORE_MARGIN = 4.0
# A heading shares its words with the question but seldom says anything about them.
HEADING_PENALTY = 3.0

# What it adds to a sentence's logit that the best sentence names its heading, and the question does not; and
# how far behind the best it stays, as it does not fit the question as well by itself.
BRIDGE_WORTH = 6.0
BRIDGE_GAP = 1.0

# A sentence that leans on the one before it is judged together with that one, where both fit the question by
# so much better than the other alone, and counts so much less then.
IN_CONTEXT = 1.0
# A sentence that opens with one of these leans on the one before it.
_LEANING = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|such|however|but|also|moreover|instead|then)\b|"
    r"(?:after|although|as|because|before|if|once|since|unless|until|when|while)\s(?:he|it|she|they)\b|"
    r"(?:at|by|for|from|in|of|on|to|under|with)\s(?:her|him|his|it|its|their|them|these|this|those)\b|"
    + KNOWN_BY_AGE,
    re.IGNORECASE,
)


Place = tuple[str, int]
"""Document and position of a sentence."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Evidence for one question."""

    sentences: tuple[ScoredSentence, ...]
    """What the answer may cite: in document order."""
    nearest: tuple[ScoredSentence, ...]
    """The best sentences, best first, whether selected or not."""
    lists: tuple[tuple[Sentence, ...], ...] = ()
    """The lists that are asked for as a whole: what leads into each, and its items."""
    leaning: Mapping[Sentence, Sentence] = field(default_factory=dict)
    """Those that cannot be understood without another one of them: the one before, or a list's lead."""

    @property
    def best(self) -> float:
        """The score of the sentence that fits the question best."""
        return max((one.score for one in self.nearest), default=-math.inf)

    @property
    def best_about_it(self) -> float:
        """The same, of those that are not about another one."""
        return max((one.score for one in self.nearest if not one.not_about), default=-math.inf)

    @property
    def best_first(self) -> list[ScoredSentence]:
        """The evidence, best first. A list stays together, where the best of it belongs."""
        worth = self._worth
        return sorted(self.sentences, key=lambda one: -worth[one.sentence])

    @property
    def as_read(self) -> list[ScoredSentence]:
        """The evidence in the order in which the model reads it: a small one holds on to what comes first.

        What a sentence leans on stands right before it.
        """
        worth = self._worth
        for sentence in sorted(self.leaning, key=_place, reverse=True):
            needed = self.leaning[sentence]
            worth[needed] = max(worth[needed], worth[sentence])
        return sorted(self.sentences, key=lambda one: -worth[one.sentence])

    @property
    def _worth(self) -> dict[Sentence, float]:
        worth = {one.sentence: one.score for one in self.sentences}
        for members in self.lists:
            best = max(worth.get(one, -math.inf) for one in members)
            worth |= dict.fromkeys(members, best)
        return worth

    def listed_with(self, cited: Set[Sentence]) -> tuple[Sentence, ...]:
        """The list that a sentence of `cited` is in; empty if there is none."""
        return next((members for members in self.lists if not cited.isdisjoint(members)), ())

    def in_full(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """The sentence with what it needs to be understood: all of its list, or the one that it leans on."""
        needed = self.leaning.get(sentence)
        return self.listed_with({sentence}) or ((needed, sentence) if needed else (sentence,))

    def read(self, sentence: Sentence) -> str:
        """What is read of a sentence."""
        scored = self._scored(sentence)
        return scored.text if scored else sentence.line

    def row(self, sentence: Sentence) -> tuple[Cell, ...]:
        """The cells of a sentence that is a row of a table."""
        scored = self._scored(sentence)
        return scored.row if scored else ()

    def _scored(self, sentence: Sentence) -> ScoredSentence | None:
        return next((one for one in self.sentences if one.sentence == sentence), None)

    @property
    def quotes(self) -> list[Quote]:
        """What the model reads."""
        return [one.quote for one in self.as_read]


def score_sentences(
    question: str,
    chunks: Sequence[Chunk],
    sentences_of: Callable[[str], Sequence[Sentence]],
    score: Scorer,
) -> list[ScoredSentence]:
    """Every sentence of the chunks, once, with its relevance to the question; best first.

    A sentence is judged together with what it stands under: `It was postponed.` says what a question about
    the heating asks for only under `Heating`. On six development sets headings lifted the share of golden
    sentences among the best three from 0.56 to 0.72. One that all share would only cost time.
    """
    found = sentences_in(chunks, sentences_of)
    telling = len({one.heading for one in found if one.heading}) > 1

    def fit(texts: Iterable[tuple[ScoredSentence, str]]) -> Sequence[float]:
        under = ((introducing(one.heading) if one.heading and telling else "", text) for one, text in texts)
        return score([(question, f"{heading} {text}" if heading else text) for heading, text in under])

    scores = fit((one, one.text) for one in found)
    scored = [dataclasses.replace(one, score=x + one.score) for one, x in zip(found, scores, strict=True)]
    scored = _in_context(scored, sentences_of, fit)
    scored = _with_asked_rows(question, scored, sentences_of)
    scored.sort(key=lambda s: (-s.score, s.sentence.document_id, s.sentence.index))
    return sorted(_bridged(question, scored), key=lambda s: -s.score)


def sentences_in(
    chunks: Iterable[Chunk], sentences_of: Callable[[str], Sequence[Sentence]]
) -> list[ScoredSentence]:
    """The sentences of the chunks, once each, as they are read; so far they score what is taken off.

    Those that give orders to a language model are left out: they say what to answer, not what is so. So are
    lines without a letter or a digit.
    """
    found = {
        _place(one.sentence): one
        for chunk in chunks
        for one in _laid_out(sentences_of(chunk.document_id), chunk)
        if any(map(str.isalnum, one.sentence.text)) and not talks_to_a_model(one.sentence.text)
    }
    return list(found.values())


def _in_context(
    scored: Sequence[ScoredSentence],
    sentences_of: Callable[[str], Sequence[Sentence]],
    fit: Callable[[Iterable[tuple[ScoredSentence, str]]], Sequence[float]],
) -> list[ScoredSentence]:
    """Lift what says more about the question than the sentence before it, which it leans on.

    `She is 142 metres long` hardly fits a question about the Havsorn by itself. On twelve development sets
    (40 questions each) the evidence so has 0.563 of the golden sentences instead of 0.540, and a golden one
    is the best for 0.720 of the questions instead of 0.704; the evidence gets 2% longer.

    Args:
        scored: what may lean on others.
        sentences_of: gives all sentences of a document, in order.
        fit: how well texts fit the question, each under the heading of a sentence.
    """
    before = {one: _before(one.sentence, sentences_of(one.sentence.document_id)) for one in scored}
    leaning = {one: unquoted(needed.text) for one, needed in before.items() if needed}
    if not leaning:
        return list(scored)
    alone = fit(leaning.items())
    together = fit((one, f"{needed} {one.text}") for one, needed in leaning.items())
    worth = {
        one: both - IN_CONTEXT
        for one, other, both in zip(leaning, alone, together, strict=True)
        if both > other + IN_CONTEXT
    }
    return [dataclasses.replace(one, score=max(one.score, worth.get(one, one.score))) for one in scored]


def _with_asked_rows(
    question: str, scored: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> list[ScoredSentence]:
    """Of tables, the rows that are asked for, as far as that can be told, without what stands over them."""
    found = for_its_times(question, for_its_quantities(question, scored), sentences_of)
    found = for_its_peaks(question, for_its_extremes(question, found, sentences_of))
    found = [answering(one, one.told) if is_asked_for(question, one.row) else one for one in found]
    over = {
        head
        for one in found
        if one.told
        for head in standing_over(sentences_of(one.sentence.document_id), one.sentence.index)
    }
    return [one for one in found if one.sentence not in over]


def _bridged(question: str, scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Lift what stands under a heading that the best sentence names: the second half of an answer.

    Where the woman who played a part was born is told under her name, and the question only has the part's.
    With this, all golden sentences are among the evidence for 53 instead of 38 of 100 questions of that kind
    (hotpotqa); for other questions nearly nothing changes.

    Args:
        question: what is asked.
        scored: best first.
    """
    if not scored:
        return []
    best = scored[0]
    asked, said = content_terms(question), content_terms(best.text)
    bridges = {
        heading
        for heading in {one.heading for one in scored} - {best.heading}
        if (named := content_terms(heading)) <= said and not named <= asked
    }
    return [
        dataclasses.replace(one, score=max(one.score, min(one.score + BRIDGE_WORTH, best.score - BRIDGE_GAP)))
        if one.heading in bridges
        else one
        for one in scored
    ]


def _laid_out(sentences: Sequence[Sentence], chunk: Chunk) -> Iterator[ScoredSentence]:
    """The chunk's sentences, with what stands above them; so far they score what is taken off as headings."""
    for sentence, place in placed(sentences, chunk.first, chunk.last):
        heads = place.heads or is_column_heading(sentences, sentence.index)
        row = row_of(sentences, sentence.index)
        read = in_words(row) if needs_names(row) else unquoted(sentence.text)
        safe = not talks_to_a_model(place.under)
        yield ScoredSentence(
            sentence,
            score=-HEADING_PENALTY if heads else 0.0,
            heading=place.under if safe else "",
            above=place.above if safe else (),
            reading=read if read != sentence.text else "",
            row=row,
        )


def select_evidence(
    question: str,
    scored: Sequence[ScoredSentence],
    sentences_of: Callable[[str], Sequence[Sentence]],
    nearest: int = 3,
) -> Selection:
    """The sentences worth reading: the best ones, and those that they need to be understood.

    Args:
        question: what is asked.
        scored: candidate sentences, best first.
        sentences_of: gives all sentences of a document, in order.
        nearest: how many of the best to keep for showing.
    """
    by_place = {_place(one.sentence): one for one in scored}
    chosen: dict[Place, ScoredSentence] = {}
    lists: dict[tuple[Sentence, ...], None] = {}
    leaning: dict[Sentence, Sentence] = {}
    seen: set[str] = set()
    chars = 0
    for rank, candidate in enumerate(scored):
        enough = rank >= MIN_SENTENCES and candidate.score < scored[0].score - SCORE_MARGIN
        if len(chosen) >= MAX_SENTENCES or enough:
            break
        sentences = sentences_of(candidate.sentence.document_id)
        members = _asked_list(question, candidate, sentences)
        if members:
            lists[members] = None
        elif _normal(candidate.sentence) in seen and _place(candidate.sentence) not in chosen:
            continue
        needed = None if members else _leaned_on(candidate.sentence, sentences)
        if needed:
            leaning[candidate.sentence] = needed
        right = _correction(candidate.sentence, sentences)
        if right and right not in leaning:
            leaning[right] = candidate.sentence
        for one in members or filter(None, (candidate.sentence, needed, right)):
            if not members and len(chosen) >= MAX_SENTENCES:
                break
            fits = chars + len(one.text) <= MAX_CHARS or not chosen
            if _place(one) not in chosen and fits:
                unread = dataclasses.replace(
                    candidate,
                    sentence=one,
                    score=candidate.score - SCORE_MARGIN,
                    reading="",
                    row=(),
                    told="",
                )
                found = by_place.get(_place(one), unread)
                chosen[_place(one)] = max(found, unread, key=attrgetter("score")) if one == right else found
                chars += len(one.text)
                seen.add(_normal(one))
    return Selection(
        sentences=tuple(chosen[place] for place in sorted(chosen)),
        nearest=tuple(scored[:nearest]),
        lists=tuple(lists),
        leaning={
            one: needed for one, needed in leaning.items() if {_place(one), _place(needed)} <= chosen.keys()
        },
    )


def _asked_list(
    question: str, candidate: ScoredSentence, sentences: Sequence[Sentence]
) -> tuple[Sentence, ...]:
    """The list that the sentence leads into or is in, if the question is about all of it."""
    listing = list_with(sentences, candidate.sentence.index)
    if listing is None:
        return ()
    by_an_item = candidate.sentence != listing.lead
    if not listing.is_meant_by(question, candidate.heading, by_an_item=by_an_item):
        return ()
    return tuple(one for one in listing.members if not talks_to_a_model(one.text))


def _leaned_on(sentence: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence, if any, without which this one cannot be understood."""
    listing = list_with(sentences, sentence.index)
    if listing is None:
        return _before(sentence, sentences)
    return listing.lead if listing.begins and not talks_to_a_model(listing.lead.text) else None


def _before(sentence: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence before one that opens with a word that leans on it."""
    if sentence.index == 0 or not _LEANING.match(sentence.text.lstrip("\"'“‘(")):
        return None
    before = sentences[sentence.index - 1]
    is_needed = before.paragraph == sentence.paragraph and not talks_to_a_model(before.text)
    return before if is_needed else None


def _correction(sentence: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence behind one that says what was wrong, or that says so itself: `It has 68.`"""
    behind = sentences[sentence.index + 1] if sentence.index + 1 < len(sentences) else None
    if not behind or behind.paragraph != sentence.paragraph or not takes_up(behind.text):
        return None
    is_one = corrects(sentence.text) or corrects(behind.text)
    return behind if is_one and not talks_to_a_model(behind.text) else None


def _place(sentence: Sentence) -> Place:
    return sentence.document_id, sentence.index


def _normal(sentence: Sentence) -> str:
    return " ".join(unquoted(sentence.text).split()).casefold()
