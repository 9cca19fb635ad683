"""The values that cross reqa's boundaries: plain, frozen, and free of any library's types.

All offsets are Unicode code points into a document's canonical text, 0-based, end-exclusive.
This module imports nothing of the project.
"""

from __future__ import annotations

import bisect
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

AbstentionReason = Literal["no_evidence", "insufficient_support", "conflicting_sources", "off_topic"]


@dataclass(frozen=True, slots=True)
class Document:
    """A source text as the index holds it."""

    id: str
    """POSIX path relative to the corpus root."""
    title: str
    text: str
    """Canonical text: what every offset points into."""
    content_hash: str
    """SHA-256 (hex) of the canonical text encoded as UTF-8."""
    page_starts: tuple[int, ...] = ()
    """Where each page begins in the text; empty for a document without pages."""
    pictured_pages: tuple[int, ...] = ()
    """Numbers of the pages, 1-based, that are only pictures: what they say is not in the text."""

    def page_at(self, offset: int) -> int | None:
        """The number of the page, 1-based, that a character is on; None where there are no pages."""
        return bisect.bisect_right(self.page_starts, offset) if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole sentence (or heading, or list item) of a document: `text == document.text[start:end]`."""

    document_id: str
    index: int
    """Position among the document's sentences, 0-based."""
    start: int
    end: int
    text: str
    paragraph: int
    """Position of its paragraph in the document, 0-based."""
    is_heading: bool = False

    @property
    def line(self) -> str:
        """Its text on one line; in the document it may be broken between any two words."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences that is embedded as one: sentences `first` to `last`, inclusive."""

    document_id: str
    first: int
    last: int
    start: int
    end: int
    text: str


class Cell(NamedTuple):
    """One cell of a table's row."""

    column: str
    """The column's name; may be empty."""
    text: str


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with the reranker's relevance logit (unbounded; higher is more relevant)."""

    sentence: Sentence
    score: float
    heading: str = ""
    """What it stands under, on one line; empty where there is none."""
    above: tuple[Sentence, ...] = ()
    """The sentences that `heading` is taken from; none if it is a question."""
    reading: str = ""
    """What is read of it where that is not its text: a table's row with the names of the columns, a mail that
    another one quotes without the marks before its lines."""
    row: tuple[Cell, ...] = ()
    """The cells, of a table's row."""
    told: str = ""
    """What the model is told of a row besides: `70 m²`, where that is asked for and it is for 51 to 80 m², or
    `fewest passengers`, where it has the fewest of all."""
    not_about: frozenset[str] = frozenset()
    """The terms of the names and times in the question that it is not about: it is about others instead."""
    by_others: bool = False
    """Whether it says that others do what the question asks of somebody, whether it names that one or not."""

    @property
    def text(self) -> str:
        """What is read of it, on one line."""
        return " ".join(self.reading.split()) or self.sentence.line

    @property
    def quote(self) -> Quote:
        """What a language model reads of it."""
        return Quote(f"{self.told}: {self.text}" if self.told else self.text, self.heading)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence for a language model to read, and the heading that it stands under, if any."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in other words, which some documents have for something in it."""

    question: str
    document_id: str = ""
    """The document that it is to be read so in; empty for all."""
    defined_at: tuple[int, ...] = ()
    """Positions in that document at which it says what stands for what."""


Scorer = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""A reranker: how well each text fits its question, as a logit."""

Claim = tuple[str, Sequence[Sentence]]
"""A statement without markers, and the sentences that it cites."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Whole source sentences, verbatim: `canonical_text[start_char_index:end_char_index] == cited_text`."""

    marker: int | None
    """Its number in the answer's text (`[1]`); None for sentences that are shown but not cited."""
    document_id: str
    document_title: str
    content_hash: str
    start_char_index: int
    end_char_index: int
    cited_text: str
    start_page_number: int | None = None
    end_page_number: int | None = None
    support_score: float = 0.0
    """How well the sentence supports what it is cited for, 0 to 1."""

    def to_langchain(self) -> dict[str, Any]:
        """The citation as an annotation of a LangChain standard text block."""
        return {
            "type": "citation",
            "title": self.document_title,
            "cited_text": self.cited_text,
            "extras": {
                "document_id": self.document_id,
                "content_hash": self.content_hash,
                "start_char_index": self.start_char_index,
                "end_char_index": self.end_char_index,
                "start_page_number": self.start_page_number,
                "end_page_number": self.end_page_number,
            },
        }

    def to_anthropic(self, document_index: int = 0) -> dict[str, Any]:
        """The citation as Anthropic's `char_location` object; `document_index` is the caller's numbering."""
        return {
            "type": "char_location",
            "cited_text": self.cited_text,
            "document_index": document_index,
            "document_title": self.document_title,
            "start_char_index": self.start_char_index,
            "end_char_index": self.end_char_index,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim of an answer with the citations that it was checked against."""

    text: str
    start_index: int
    end_index: int
    citations: tuple[Citation, ...]
    support_score: float
    supported: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What reqa says to a question, with everything that is needed to check it."""

    question: str
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    abstention_reason: AbstentionReason | None = None
    nearest: tuple[Citation, ...] = ()
    model: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds since the question was asked: `first_evidence`, `first_token`, `total`."""
    usage: Mapping[str, int] = field(default_factory=dict)
    """Tokens: `input_tokens`, `output_tokens`, `total_tokens`."""
    answerability: float | None = None
    """Probability that the documents answer the question, on which abstention was decided; None if nothing
    was found that could be judged."""
    understood: str = ""
    """The question as it was read, where that is not how it was typed: with what a follow-up leaves to the
    conversation filled in, with a name for what it describes, and without typing errors."""

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_langchain(self) -> list[dict[str, Any]]:
        """LangChain content blocks: one text block a statement, its citations as annotations.

        `start_index` and `end_index` of an annotation are LangChain's: offsets into the block's text.
        """
        return [
            {
                "type": "text",
                "text": text,
                "annotations": [
                    {
                        **c.to_langchain(),
                        "start_index": len(text) - len(text.lstrip()),
                        "end_index": len(text),
                    }
                    for c in citations
                ],
            }
            for text, citations in self._blocks()
        ]

    def to_anthropic(self) -> list[dict[str, Any]]:
        """Anthropic text blocks; `document_index` counts the cited documents in order of appearance."""
        order = list(dict.fromkeys(c.document_id for c in self.citations))
        return [
            {
                "type": "text",
                "text": text,
                "citations": [c.to_anthropic(order.index(c.document_id)) for c in citations],
            }
            for text, citations in self._blocks()
        ]

    def to_openai_annotations(self) -> list[dict[str, Any]]:
        """OpenAI `file_citation` annotations; `index` is the place in `text` where the statement ends."""
        return [
            {
                "type": "file_citation",
                "index": statement.end_index,
                "file_id": citation.content_hash,
                "filename": citation.document_id,
                "quote": citation.cited_text,
                "start_char_index": citation.start_char_index,
                "end_char_index": citation.end_char_index,
            }
            for statement in self.statements
            for citation in statement.citations
        ]

    def _blocks(self) -> Sequence[tuple[str, tuple[Citation, ...]]]:
        """Texts that read well when they are joined, each with its citations."""
        if not self.statements:
            return [(self.text, ())]
        return [(" " * (i > 0) + s.text, s.citations) for i, s in enumerate(self.statements)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """First event of a stream: the sentences that the answer will be drawn from, in document order."""

    question: str
    """The question as it was searched for: the user's own, as a follow-up reads without the conversation, or
    without typing errors."""
    citations: tuple[Citation, ...]


class TextDelta(str):
    """A piece of the answer's text as it is written. A plain `str`; `.text` is the same string.

    Joined, the deltas of a stream are the draft of the answer; the `Answer` that ends the stream is
    what was verified and has the last word.
    """

    __slots__ = ()

    @property
    def text(self) -> str:
        return str(self)


StreamEvent = Evidence | TextDelta | Answer
