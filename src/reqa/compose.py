"""The answer while it is being made: what is kept, cited, quoted besides, or shown when there is none."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reqa import prompts
from reqa.attribute import Attribution
from reqa.checks.another import of_another
from reqa.checks.apart.times import are_times
from reqa.checks.cells import lacks_unit, ranks_unseen
from reqa.checks.completion import left_out
from reqa.checks.conflict import other_figure
from reqa.checks.counted import measures_instead
from reqa.checks.elsewhere import stands_elsewhere
from reqa.checks.redundant import (
    has_lost_its_subject,
    is_of_somebody_else,
    is_one_of_several,
    is_word_for_word,
    says_too_little,
    tells_most_of,
    tells_nothing,
)
from reqa.evidence import Selection
from reqa.generate import Writer
from reqa.text.dates import file_with_date
from reqa.text.denial import answers_no, denial
from reqa.text.headings import asks
from reqa.text.layout import without_loose_marks
from reqa.text.lists import is_item, leads_in
from reqa.text.terms import content_terms, names, numbers
from reqa.types import (
    AbstentionReason,
    Answer,
    Citation,
    Claim,
    Document,
    Quote,
    ScoredSentence,
    Sentence,
    Statement,
    StreamEvent,
    TextDelta,
)

# Where the evidence is this likely to answer the question, but nothing that the model wrote is backed by it,
# the best sentence is quoted instead. With an earlier prompt one answer in twenty on the development sets was
# such a quotation, mostly a right one.
QUOTABLE = 0.55
# An answer that is pieced together is looked at again where the evidence is less likely than this to have it.
SURE = 0.7
# A statement in words of the model's own is kept if the model trusts it so far, in log-odds. Of 348 such
# answers to 810 questions about eighteen texts, many of which mix things up, 42 of the 89 false ones are
# below this, and 33 of the others, which are quoted at greater length then; at 0 it is 30 and 16. Of ten ways
# to ask the model, none finds more of the former among as few of the latter.
TRUSTED = 0.5
# Behind a quoted list the model mostly goes on with its items, which takes as long as the answer did; one of
# them may still be followed by something else that was asked for.
ENOUGH_REPEATS = 2


class Clock:
    """Seconds since it was made at which things happened for the first time."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.marks: dict[str, float] = {}

    def mark(self, name: str) -> None:
        self.marks.setdefault(name, round(time.perf_counter() - self._start, 4))


@dataclass(slots=True)
class Composition:
    """Collects the statements as they are verified, and numbers their citations."""

    question: str
    asked: str
    """The question as it is understood."""
    selection: Selection
    document: Callable[[str], Document]
    update_of: Callable[[Claim, str, Sequence[ScoredSentence]], Sentence | None]
    """Finds what a later document says instead of a statement."""
    writer: Writer | None
    clock: Clock
    resting_on: Sequence[tuple[Sentence, float]] = ()
    """What told whose name stands in `asked` for a description, with its support: cited with the answer."""
    text: str = ""
    statements: list[Statement] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    """What the statements say, and the sentences that they cite."""
    markers: dict[tuple[str, int], int] = field(default_factory=dict)
    listed: set[Sentence] = field(default_factory=set)
    """The lists that the answer quotes."""
    repeats: int = 0
    """Statements in a row that only say again what a list that is quoted says."""
    dropped: bool = False
    beside: ScoredSentence | None = None
    """What a statement was taken from that was dropped as this is about another one than the question."""
    answerability: float | None = None
    _open: bool = False

    def cite(self, sentence: Sentence, marker: int | None = None, support: float = 0.0) -> Citation:
        document = self.document(sentence.document_id)
        return Citation(
            marker=marker,
            document_id=document.id,
            document_title=document.title,
            content_hash=document.content_hash,
            start_char_index=sentence.start,
            end_char_index=sentence.end,
            cited_text=document.text[sentence.start : sentence.end],
            start_page_number=document.page_at(sentence.start),
            end_page_number=document.page_at(sentence.end - 1),
            support_score=round(support, 4),
        )

    def show(self, scored: ScoredSentence) -> Citation:
        """A sentence to be shown, not cited; its support says how well it fits the question."""
        return self.cite(scored.sentence, support=1 / (1 + math.exp(-scored.score)))

    def write(self, piece: str, between: str = "") -> Iterator[TextDelta]:
        """Show a piece of the statement that is being written."""
        self.clock.mark("first_token")
        if not self._open:
            piece = self._apart(between) + piece
        self._open = True
        yield TextDelta(piece)

    def _apart(self, between: str) -> str:
        """What stands between the text so far and the next statement."""
        if not self.text:
            return ""
        _, last = self.claims[-1]
        return between or ("\n\n" if self.listed.issuperset(last) else " ")

    def end_statement(self, text: str, claim: Attribution) -> Iterator[TextDelta]:
        """Keep a statement that is supported and tells something; else drop it.

        One that says no more than a list which is asked for as a whole gives way to the list itself.
        """
        self._open = False
        cited = {sentence for sentence, _ in claim.sentences}
        self.repeats = self.repeats + 1 if cited and cited <= self.listed else 0
        if not (claim.supported or self.beside):
            others = (one for one in self.selection.best_first if one.sentence in cited)
            self.beside = next(filter(self._is_about_another, others), None)
        if claim.saying_otherwise:
            self.dropped = True
            known = {one for one in self._cited if self.selection.row(one)}
            known |= {one.sentence for one in self.selection.sentences if one.not_about}
            yield from self._quote_unsaid([one for one in claim.saying_otherwise if one not in known])
            return
        earlier = (said for said, _ in self.claims)
        if not claim.supported or cited <= self.listed or tells_nothing(text, self.asked, earlier):
            self.dropped = True
            return
        update = self._updated((text, [*cited]))
        if update and update in self._cited | cited:  # What mixes it with what was so before is not so now.
            self.dropped = True
            yield from self._quote_unsaid({update} - self._cited)
            return
        members = self.selection.listed_with(cited - self.listed)
        in_full = " ".join(one.line for one in members)
        gives_way = members and (cited.issubset(members) or tells_nothing(text, self.asked, [in_full]))
        told = [self._said(one) for one in cited]
        says_less = (
            says_too_little(text, self.asked)
            or is_one_of_several(text, self.asked, told)
            or is_of_somebody_else(text, self.asked, told)
            or has_lost_its_subject(text, self.asked, told)
        )
        better = [one for one in cited if says_less or lacks_unit(text, self.asked, self.selection.row(one))]
        if gives_way or self._only_leads_in(text, cited):  # into what the model did not write
            self.dropped = True
        elif instead := better or (cited if self._is_doubted(text, cited) else ()):
            self.dropped = True
            yield from self._quote_unsaid(instead)
        else:
            yield from self._keep(text, claim)
        yield from self.quote_all(members)

    @property
    def backing(self) -> list[ScoredSentence]:
        """The sentences that the answer cites, best first; while it has none, all that it may cite."""
        cited = self._cited
        return [one for one in self.selection.best_first if not cited or one.sentence in cited]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept, and the best sentence is not good enough to be quoted instead."""
        is_misled = self.beside is not None and bool(self.beside.not_about)
        return not self.statements and (is_misled or (self.answerability or 0) < QUOTABLE)

    @property
    def is_unsure(self) -> bool:
        """Whether a statement is pieced together of several sources, and may well be no answer."""
        pieced = any(len(one.citations) > 1 for one in self.statements)
        return pieced and (self.answerability or 0) < SURE

    def is_surer_than(self, other: Composition) -> bool:
        return bool(self.statements) and (self.answerability or 0) > (other.answerability or 0)

    @property
    def is_done(self) -> bool:
        """Whether what the model still writes is not worth waiting for."""
        return self.repeats >= ENOUGH_REPEATS

    def _updated(self, claim: Claim) -> Sentence | None:
        return self.update_of(claim, self.asked, self.selection.sentences)

    def _is_outdated(self, sentence: Sentence) -> bool:
        """Whether the answer has what a later document says instead of a sentence."""
        return self._updated((sentence.line, [sentence])) in self._cited

    def _update(self) -> Sentence | None:
        """What a later document says otherwise than the answer; None, as mostly, if there is nothing."""
        for claim in self.claims:
            update = self._updated(claim)
            if update and update not in self._cited and not self._says_the_same(claim[0], update):
                return update
        return None

    def _says_the_same(self, text: str, update: Sentence) -> bool:
        """Whether a sentence says what a statement says, and has no other figures or names."""
        said = f"{self.asked} {text}"
        others = (names(update.line) - content_terms(said)) | (numbers(update.line) - numbers(said))
        return not others and tells_nothing(text, self.asked, [self._said(update)])

    @property
    def _cited(self) -> set[Sentence]:
        return {sentence for _, sources in self.claims for sentence in sources}

    def _only_leads_in(self, text: str, cited: Collection[Sentence]) -> bool:
        """Whether a statement is no more than the beginning of a list, which may look like a heading."""
        leads = (one for one in cited if one.is_heading and one in self.selection.leaning.values())
        return leads_in(text) or any(text == one.line for one in leads)

    def _is_doubted(self, text: str, cited: Collection[Sentence]) -> bool:
        """Whether the model itself, shown only what is cited, does not find there what it wrote."""
        scored = [one for one in self.selection.sentences if one.sentence in cited]
        under = {head for one in scored for head in (one.sentence, *one.above)}
        sources = [*(Quote(head.line) for head in cited if head not in under), *(one.quote for one in scored)]
        told = {one.text for one in cited} | {one.text for one in sources}
        if self.writer is None or any(is_word_for_word(text, one) for one in told):
            return False
        return self.writer.trust(text, sources) < TRUSTED

    def _keep(self, text: str, claim: Attribution, between: str = "") -> Iterator[TextDelta]:
        """Add a statement, with its markers, to the answer."""
        self._open = False
        cited = {**dict(() if self.statements else self.resting_on), **dict(claim.sentences)}
        citations = tuple(
            self.cite(sentence, self._marker(sentence), support) for sentence, support in cited.items()
        )
        self.text += self._apart(between)
        self.claims.append((text, list(cited)))
        start = len(self.text)
        marked = " " + "".join(f"[{c.marker}]" for c in citations)
        self.text += text + marked
        self.statements.append(
            Statement(
                text=text,
                start_index=start,
                end_index=start + len(text),
                citations=citations,
                support_score=round(claim.support, 4),
                supported=claim.supported,
            )
        )
        yield TextDelta(marked)

    def finish(self) -> Iterator[StreamEvent]:
        evidence = self.selection.best_first
        if not (self.statements or self.is_empty):
            yield from self.quote_all(self._best_in_its_words(evidence[0]))
        if not self.statements:
            yield from self.deny_or_abstain("insufficient_support")
            return
        if update := self._update():
            yield from self.quote(update, prompts.LATER)
        elif contrary := other_figure(self.asked, self.claims, evidence):
            is_elsewhere = all(one.document_id != contrary.document_id for one in self._cited)
            frame = prompts.CONTRARY_ELSEWHERE if is_elsewhere else prompts.CONTRARY
            yield from self.quote(contrary, prompts.EARLIER if self._is_outdated(contrary) else frame)
        if self.writer:  # Without one the answer already is the sentences that fit best.
            for sentence in left_out(self.asked, self.claims, evidence, self.selection.leaning):
                if not self._is_outdated(sentence):
                    yield from self.quote_all(self.selection.listed_with({sentence}) or [sentence])
        yield self._given()

    def _best_in_its_words(self, best: ScoredSentence) -> Sequence[Sentence]:
        """What to quote of the best sentence: with what it leans on where it says too little without."""
        if self._is_elsewhere(best):
            return ()
        in_full = self.selection.in_full(best.sentence)
        is_part = is_item(best.sentence) or in_full in self.selection.lists
        for quoted in [in_full] if is_part else [(best.sentence,), in_full]:
            said = " ".join(one.line for one in quoted)
            is_title = len(quoted) == 1 and best.sentence.is_heading
            is_no_answer = is_title or asks(said) or leads_in(said) or tells_nothing(said, self.asked, ())
            is_no_answer |= ranks_unseen(self.asked, [best]) or measures_instead(self.asked, [said])
            if not (is_no_answer or of_another(self.asked, [Quote(said, best.heading)])):
                return quoted
        return ()

    def _is_about_another(self, one: ScoredSentence) -> bool:
        return bool(one.not_about) or of_another(self.asked, [Quote(one.text, one.heading)])

    def _best_of_another(self) -> ScoredSentence | None:
        """The sentence that fits the question best, if it does and is about another one."""
        found = (one for one in self.selection.nearest[:1] if one.not_about or one.score > 0)
        return next(filter(self._is_about_another, found), None)

    def _is_elsewhere(self, one: ScoredSentence) -> bool:
        return stands_elsewhere(self.asked, one, self.selection.sentences)

    def quote(self, sentence: Sentence, frame: str = "{sentence}", between: str = "") -> Iterator[TextDelta]:
        """Say a sentence of the documents in its own words, a table's row with the names of the columns."""
        file = file_with_date(self.document(sentence.document_id))
        text = frame.format(sentence=self._said(sentence), file=file)
        yield from self.write(text, between)
        verbatim = Attribution(((sentence, 1.0),), support=1.0, supported=True)
        yield from self._keep(text, verbatim, between)

    def _said(self, sentence: Sentence) -> str:
        return without_loose_marks(self.selection.read(sentence))

    def quote_all(self, sentences: Sequence[Sentence]) -> Iterator[TextDelta]:
        """Quote a list, or other sentences; what is there already of a list is not repeated."""
        for sentence in sentences:
            if sentence not in self.listed:
                yield from self.quote(sentence, between="\n" if is_item(sentence) else "")
        if sentences in self.selection.lists:
            self.listed.update(sentences)

    def _quote_unsaid(self, sources: Collection[Sentence]) -> Iterator[TextDelta]:
        """Quote what a statement rests on in its place, but nothing that has been said.

        Behind another sentence, `She did not believe it` needs the one that says who she is.
        """
        quoted = {one for text, cited in self.claims for one in cited if tells_most_of(text, self._said(one))}
        wanted = {one for one in sources if not one.is_heading} - quoted
        if len(wanted) > 1:
            wanted |= {needed for one in wanted if (needed := self.selection.leaning.get(one))}
        yield from self.quote_all(sorted(wanted - quoted, key=lambda one: (one.document_id, one.index)))

    def deny_or_abstain(self, reason: AbstentionReason, *why: str) -> Iterator[StreamEvent]:
        """Quote what denies the question, where that answers it; else say that nothing does."""
        text, nearest = " ".join([prompts.ABSTENTION[reason], *why]), self.selection.nearest
        denied = denial(self.asked, [one for one in nearest if not self._is_elsewhere(one)])
        if denied and answers_no(self.asked, denied):
            yield from self.quote(denied.sentence)
            yield self._given()
            return
        if closest := denied or self.beside or self._best_of_another():
            needed = self.selection.leaning.get(closest.sentence)
            quoted = " ".join(self._said(one) for one in (needed, closest.sentence) if one)
            of_another = prompts.OF_ANOTHER_TIME if are_times(closest.not_about) else prompts.OF_ANOTHER
            text = f"{text} {(prompts.DENIED if denied else of_another).format(sentence=quoted)}"
            others = (one for one in nearest if one.sentence != closest.sentence)
            nearest = (closest, *others)[: len(nearest)]
        if not self.dropped:
            self.clock.mark("first_token")
            yield TextDelta(text)
        yield self._answer(
            text=text,
            abstained=True,
            abstention_reason=reason,
            nearest=tuple(map(self.show, nearest)),
        )

    def _marker(self, sentence: Sentence) -> int:
        place = (sentence.document_id, sentence.start)
        return self.markers.setdefault(place, len(self.markers) + 1)

    def _given(self) -> Answer:
        unique = {c.marker: c for statement in self.statements for c in statement.citations}
        return self._answer(
            text=self.text, statements=tuple(self.statements), citations=tuple(unique.values())
        )

    def _answer(self, **said: Any) -> Answer:
        self.clock.mark("total")
        return Answer(
            question=self.question,
            model=self.writer.model_name if self.writer else "none",
            timings=self.clock.marks,
            usage=self.writer.usage() if self.writer else {},
            answerability=self.answerability,
            understood=self.asked if self.asked != self.question else "",
            **said,
        )
