"""The recipe that tutorials teach, to compare reqa with: 1,000-character chunks, the four nearest, a prompt.

It has the part of a QA's interface that the evaluator uses, so that both are asked and scored alike. Its
citations are the chunks whose numbers the model wrote.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence

from langchain_core.documents import Document as Passage
from langchain_core.embeddings import Embeddings
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from reqa.engine import Engine
from reqa.types import Answer, Citation, Document, Evidence, StreamEvent, TextDelta

CHUNK_CHARS, OVERLAP_CHARS = 1000, 200
TOP_K = 4

PROMPT = """\
You are an assistant for question-answering tasks. Use only the following numbered passages to answer the \
question. Use three sentences at most and keep the answer concise. Cite the passages that you use by their \
numbers in square brackets, like [1]. If the passages do not contain the answer, say "I don't know".

Passages:
{passages}"""

_BRACKET = re.compile(
    r"\[\s*(?:passages?\s+)?(\d+(?:\s*(?:,|;|&|and|-)\s*(?:passages?\s+)?\d+)*)\s*\]", re.IGNORECASE
)
# What the model says instead of the three words that it is told to say. It counts in the first sentence only:
# further down, such words qualify an answer that was given.
_REFUSAL = re.compile(
    r"""
    \b(?:passages?|text|context|documents?|excerpts?|sources?|information)\b
        [^.]{0,40}\b(?:do|does|did)(?:n't|\ not)\b
    | \bnot\ (?:\w+ly\ )?(?:mentioned|specified|stated|provided|indicated|discussed|addressed)\b
    | \bno\ (?:\w+\ ){0,2}(?:information|mention|answer)\b
    | \b(?:not\ enough|insufficient)\ (?:information|context)\b
    | \b(?:cannot|can't|can\ not|unable\ to|not\ possible\ to)
        \ (?:be\ )?(?:\w+ly\ )?(?:answer|determine|find|tell)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNKNOWN = re.compile(r"\bI (?:do not|don't) (?:know|have)\b", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r".*?[.!?](?=\s|\[|$)|.*", re.DOTALL)


class PlainRecipe:
    """Documents that can be asked the plain way, with the models of an engine.

    Args:
        documents: their texts, each of at most a million characters.
        engine: gives the embedder and the language model; it has to have one.
    """

    def __init__(self, documents: Sequence[Document], engine: Engine) -> None:
        model = engine.language_model()
        if model is None:
            raise ValueError("the plain recipe needs a language model: set REQA_LLM to one")
        self.documents = tuple(documents)
        self.engine = engine
        self.model = model.name
        self._language_model = model
        self._of = {document.id: document for document in documents}
        self._store = InMemoryVectorStore(_EngineEmbeddings(engine))
        self._store.add_documents(
            [
                Passage(d.text[start:end], metadata={"document_id": d.id, "start": start, "end": end})
                for d in documents
                for start, end in chunk_spans(d.text)
            ]
        )

    def warm_up(self) -> None:
        """Have a local model read what begins every prompt, as it has in a program that does nothing else."""
        if self._language_model.is_local:
            self._language_model.chat.invoke(_messages("Is it open?", (), ["It is open."]), max_tokens=1)

    def stream(self, question: str, history: Sequence[Mapping[str, object]] = ()) -> Iterator[StreamEvent]:
        """Answer a question: `Evidence` (the chunks), text as it comes, and the `Answer` last."""
        began = time.perf_counter()
        marks: dict[str, float] = {}
        found = self._store.similarity_search(question, k=TOP_K)
        cited = [self._cite(passage, number) for number, passage in enumerate(found, start=1)]
        marks["first_evidence"] = time.perf_counter() - began
        yield Evidence(question, tuple(cited))
        text, usage = "", None
        messages = _messages(question, history, [passage.page_content for passage in found])
        for piece in self._language_model.chat.stream(messages):
            usage = piece.usage_metadata or usage
            if piece.text:
                marks.setdefault("first_token", time.perf_counter() - began)
                text += piece.text
                yield TextDelta(piece.text)
        marks["total"] = time.perf_counter() - began
        text, numbers = read_citations(text, len(cited))
        abstained = is_refusal(text)
        yield Answer(
            question=question,
            text=text,
            citations=() if abstained else tuple(cited[n - 1] for n in numbers),
            abstained=abstained,
            abstention_reason="no_evidence" if abstained else None,
            nearest=tuple(cited) if abstained else (),
            model=self.model,
            timings=marks,
            usage=dict(usage or {}),
        )

    def _cite(self, passage: Passage, number: int) -> Citation:
        document = self._of[passage.metadata["document_id"]]
        start, end = passage.metadata["start"], passage.metadata["end"]
        return Citation(
            marker=number,
            document_id=document.id,
            document_title=document.title,
            content_hash=document.content_hash,
            start_char_index=start,
            end_char_index=end,
            cited_text=document.text[start:end],
            support_score=1 / number,  # the evaluator ranks by it
        )


def chunk_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each chunk of `text`, exact even where the text repeats itself.

    The splitter looks at nothing but white space and lengths. So it is given, for every other character, one
    that occurs only once, and a chunk's first character tells where it begins.
    """
    unique = "".join(c if c.isspace() else chr(0x10000 + i) for i, c in enumerate(text))
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS)
    starts_and_sizes = ((ord(chunk[0]) - 0x10000, len(chunk)) for chunk in splitter.split_text(unique))
    return [(start, start + size) for start, size in starts_and_sizes]


def read_citations(text: str, count: int) -> tuple[str, list[int]]:
    """The text with every citation in the form `[1]`, and the numbers cited, each once."""
    numbers: dict[int, None] = {}

    def one_each(bracket: re.Match[str]) -> str:
        named = [int(number) for number in re.findall(r"\d+", bracket[1])]
        numbers.update(dict.fromkeys(n for n in named if 1 <= n <= count))
        return "".join(f"[{n}]" for n in named)

    return _BRACKET.sub(one_each, text).strip(), list(numbers)


def is_refusal(text: str) -> bool:
    """Whether the model says that it does not know."""
    plain = text.replace("’", "'")
    first = _FIRST_SENTENCE.match(plain.lstrip())
    return not plain.strip() or bool(_UNKNOWN.search(plain) or (first and _REFUSAL.search(first[0])))


def _messages(
    question: str, history: Sequence[Mapping[str, object]], passages: Sequence[str]
) -> list[BaseMessage]:
    numbered = "\n\n".join(f"[{n}] {passage}" for n, passage in enumerate(passages, start=1))
    turns = [
        (HumanMessage if turn["role"] == "user" else AIMessage)(str(turn["content"])) for turn in history
    ]
    return [SystemMessage(PROMPT.format(passages=numbered)), *turns, HumanMessage(question)]


class _EngineEmbeddings(Embeddings):
    """An engine's embedder, as LangChain's vector stores take one."""

    def __init__(self, engine: Engine) -> None:
        self._embed = engine.embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embed(texts).tolist() if texts else []

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
