"""Choosing the sentences that an answer may be drawn from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reqa.instructions import talks_to_a_model
from reqa.terms import content_terms
from reqa.types import Chunk, Quote, ScoredSentence, Sentence

MAX_SENTENCES = 6  # Read by a model at 13 ms a token, each further sentence costs about half a second.
MAX_CHARS = 900
MIN_SENTENCES = 2  # The second best often completes the first, and the model's vote needs a contrast.
# A sentence joins the evidence when its logit is within this of the best one's.
SCORE_MARGIN = 4.0
# A heading shares its words with the question but seldom says anything about them.
HEADING_PENALTY = 3.0

# A heading this far above a sentence still says what it is about, in so many characters at most.
HEADING_REACH = 40
HEADING_CHARS = 60
# What it adds to a sentence's logit that the best sentence names its heading, and the question does not; and
# how far behind the best it stays, as it does not fit the question as well by itself.
BRIDGE_WORTH = 6.0
BRIDGE_GAP = 1.0

# A sentence that opens with one of these leans on the one before it.
_LEANING = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|such|however|but|also|moreover|instead|then)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Evidence for one question."""

    sentences: tuple[ScoredSentence, ...]
    """What the answer may cite: in document order."""
    nearest: tuple[ScoredSentence, ...]
    """The best sentences, best first, whether selected or not."""

    @property
    def best_first(self) -> list[ScoredSentence]:
        """The evidence in the order in which the model reads it: a small one holds on to what comes first."""
        return sorted(self.sentences, key=lambda s: -s.score)

    @property
    def quotes(self) -> list[Quote]:
        """What the model reads of `best_first`."""
        return [Quote(s.sentence.text, s.heading) for s in self.best_first]


def score_sentences(
    question: str,
    chunks: Sequence[Chunk],
    sentences_of: Callable[[str], Sequence[Sentence]],
    score: Callable[[Sequence[tuple[str, str]]], Sequence[float]],
) -> list[ScoredSentence]:
    """Every sentence of the chunks, once, with its relevance to the question; best first.

    A sentence is judged together with the heading that it stands under: `It was postponed.` says what a
    question about the heating asks for only under `Heating`. On six development sets this lifted the share of
    golden sentences among the best three from 0.56 to 0.72. A heading that all share would only cost time.

    Sentences that give orders to a language model are left out: they say what to answer, not what is so.
    """
    found = {
        (sentence.document_id, sentence.index): (sentence, heading)
        for chunk in chunks
        for sentence, heading in _under_headings(sentences_of(chunk.document_id), chunk)
        if not talks_to_a_model(sentence.text)
    }
    telling = len({heading for _, heading in found.values() if heading}) > 1
    scores = score([(question, f"{h}: {s.text}" if h and telling else s.text) for s, h in found.values()])
    scored = [
        ScoredSentence(sentence, x - HEADING_PENALTY * sentence.is_heading, heading)
        for (sentence, heading), x in zip(found.values(), scores, strict=True)
    ]
    scored.sort(key=lambda s: (-s.score, s.sentence.document_id, s.sentence.index))
    return sorted(_bridged(question, scored), key=lambda s: -s.score)


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
    asked, said = content_terms(question), content_terms(best.sentence.text)
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


def _under_headings(sentences: Sequence[Sentence], chunk: Chunk) -> Iterator[tuple[Sentence, str]]:
    """The chunk's sentences, each with the heading that it stands under."""
    reach = range(chunk.first - 1, max(-1, chunk.first - 1 - HEADING_REACH), -1)
    above = next((sentences[i] for i in reach if sentences[i].is_heading), None)
    for sentence in sentences[chunk.first : chunk.last + 1]:
        if sentence.is_heading:
            above = sentence
        under = above if above and 0 < sentence.index - above.index <= HEADING_REACH else None
        yield sentence, _as_heading(under.text) if under else ""


def _as_heading(text: str) -> str:
    flat = " ".join(text.split()).strip("# ")
    return "" if talks_to_a_model(flat) else flat[:HEADING_CHARS]


def select_evidence(scored: Sequence[ScoredSentence], nearest: int = 3) -> Selection:
    """The sentences worth reading: the best ones, and the neighbours that they need to be understood.

    Args:
        scored: candidate sentences, best first.
        nearest: how many of the best to keep for showing.
    """
    by_place = {(s.sentence.document_id, s.sentence.index): s for s in scored}
    chosen: dict[tuple[str, int], ScoredSentence] = {}
    seen: set[str] = set()
    chars = 0
    for rank, candidate in enumerate(scored):
        enough = rank >= MIN_SENTENCES and candidate.score < scored[0].score - SCORE_MARGIN
        if len(chosen) >= MAX_SENTENCES or enough:
            break
        normal = " ".join(candidate.sentence.text.split()).casefold()
        if normal in seen:
            continue
        for one in (candidate, _leaned_on(candidate, by_place)):
            if one is None or len(chosen) >= MAX_SENTENCES:
                continue
            place = (one.sentence.document_id, one.sentence.index)
            fits = chars + len(one.sentence.text) <= MAX_CHARS or not chosen
            if place not in chosen and fits:
                chosen[place] = one
                chars += len(one.sentence.text)
                seen.add(" ".join(one.sentence.text.split()).casefold())
    return Selection(
        sentences=tuple(chosen[place] for place in sorted(chosen)),
        nearest=tuple(scored[:nearest]),
    )


def _leaned_on(
    scored: ScoredSentence, by_place: dict[tuple[str, int], ScoredSentence]
) -> ScoredSentence | None:
    """The sentence before, where this one cannot be understood without it."""
    sentence = scored.sentence
    if not _LEANING.match(sentence.text.lstrip("\"'“‘(")):
        return None
    before = by_place.get((sentence.document_id, sentence.index - 1))
    if before is None or before.sentence.paragraph != sentence.paragraph:
        return None
    return before
