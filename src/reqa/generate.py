"""Asking the language model: is it answerable, what is the answer, is that so, what does a follow-up mean.

The model sees numbered sentences. It first says whether they answer the question, and then, in the same
breath, the answer: statements with numbers. What it writes is a draft: the numbers are checked against the
sentences that it was given, and every statement is verified elsewhere.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Generator, Iterator, Sequence
from functools import cache
from typing import Any, Self

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata, add_usage
from langchain_core.runnables import RunnableConfig

from reqa import prompts
from reqa.errors import ReqaError
from reqa.followups import asks_with, says_what_differs
from reqa.grammars import answer_grammar, name_grammar, question_grammar
from reqa.llm import LanguageModel
from reqa.statements import DraftStatement, parse_draft
from reqa.text.headings import asks, introducing
from reqa.text.terms import content_terms
from reqa.thoughts import without_thoughts
from reqa.types import Quote

MAX_ANSWER_TOKENS = 320
MAX_REWRITE_TOKENS = 64
MAX_NAME_TOKENS = 64
MAX_SENTENCE_CHARS = (
    1200  # A longer sentence is cut for the model (not for the reader): it is mostly a table.
)

# Log-odds of a model that says yes or no in words and gives no probabilities: as sure as the embedded model
# is at its 90th percentile. One that says neither answers the question.
WORD_LOG_ODDS = 2.0
# Log-probability of a word that is not among the `TOP_LOGPROBS` likeliest.
UNLIKELY = -16.0
TOP_LOGPROBS = 20

_FIRST_WORD = re.compile(r"\W*\w+\W")
_YES_OR_NO = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)
_BETWEEN = " \n.,:;!*\"'"
"""What may stand between that word and the answer."""


class Writer:
    """One question's conversation with the language model. Counts the tokens of all its calls."""

    def __init__(self, model: LanguageModel, config: RunnableConfig | None = None) -> None:
        self._model = model
        self._config = config
        self._used: UsageMetadata | None = None

    @property
    def model_name(self) -> str:
        """The model's name, as answers give it."""
        return self._model.name

    def usage(self) -> dict[str, int]:
        """Tokens so far: `input_tokens`, `output_tokens`, `total_tokens`."""
        used = self._used
        return {key: used[key] for key in ("input_tokens", "output_tokens", "total_tokens")} if used else {}

    def reply(self, question: str, evidence: Sequence[Quote]) -> Reply:
        """Begin to answer `question` from `evidence`; returns once the model has said whether it can."""
        options: dict[str, Any] = {}
        if self._model.takes_grammar:
            options = {"grammar": answer_grammar(len(evidence)), "max_tokens": MAX_ANSWER_TOKENS}
        messages = _conversation(prompts.SYSTEM, prompts.EXAMPLES, question, evidence)
        return self._reply(messages, len(evidence), **options)

    def trust(self, statement: str, sources: Sequence[Quote]) -> float:
        """The model's log-odds, shown nothing else, that the sources say what a statement says."""
        text = "\n".join(_lines(sources))
        asked = prompts.CHECK.format(sentences=text, statement=_quoted(statement))
        options = {"max_tokens": 1} if self._model.takes_grammar else {}
        with self._reply([SystemMessage(prompts.CHECK_SYSTEM), HumanMessage(asked)], 0, **options) as reply:
            return reply.vote

    def _reply(self, messages: list[BaseMessage], sentence_count: int, **options: Any) -> Reply:
        if self._model.gives_logprobs:
            options |= {"logprobs": True, "top_logprobs": TOP_LOGPROBS}
        return Reply(self._stream(messages, **options), sentence_count)

    def rewrite(self, question: str, history: Sequence[tuple[str, str]]) -> str:
        """`question` with what it leaves to the conversation filled in; `history` is (role, text) pairs.

        The model is shown examples first. Where it takes something over from them, or leaves a question like
        `And the gardener?` as it is, it is asked again without them.
        """
        lines = "\n".join(f"{'User' if role == 'user' else 'Assistant'}: {text}" for role, text in history)
        asked = HumanMessage(prompts.REWRITE.format(history=lines, question=question))
        beginning, options = asks_with(question), {}
        if self._model.takes_grammar and (beginning or asks(question)):
            options = {"grammar": question_grammar(beginning)}
        begun = _begun(prompts.REWRITE_SYSTEM, prompts.REWRITE_EXAMPLES)
        rewritten = self._rewritten(question, *begun, asked, **options)
        new = content_terms(rewritten) - content_terms(f"{lines} {question}")
        if says_what_differs(rewritten) or new & _terms_of_examples():
            rewritten = self._rewritten(question, SystemMessage(prompts.REWRITE_SYSTEM), asked, **options)
        return rewritten

    def instead(self, question: str, what: str) -> str:
        """`question` as it is asked about something else."""
        asked = HumanMessage(prompts.REWRITE_INSTEAD.format(question=question, what=what))
        return self._rewritten(question, asked)

    def _rewritten(self, question: str, *messages: BaseMessage, **options: Any) -> str:
        if self._model.takes_grammar:
            options["max_tokens"] = MAX_REWRITE_TOKENS
        written = "".join(without_thoughts(chunk.text for chunk in self._stream([*messages], **options)))
        reply = written.strip().strip('"').splitlines()
        return reply[0].strip() if reply and reply[0].strip() else question

    def name(self, question: str, evidence: Sequence[Quote], openings: Sequence[int]) -> str:
        """What `question` describes and the evidence names: `the designer of the bridge = Ada Brink [3]`.

        Args:
            question: in words that may describe something.
            evidence: sentences that may give its name.
            openings: positions of the words at which a description may begin.
        """
        messages = _conversation(prompts.NAME_SYSTEM, prompts.NAME_EXAMPLES, question, evidence)
        options: dict[str, Any] = {}
        if self._model.takes_grammar:
            grammar = name_grammar(question, openings, len(evidence))
            options = {"grammar": grammar, "max_tokens": MAX_NAME_TOKENS}
        written = "".join(without_thoughts(chunk.text for chunk in self._stream(messages, **options)))
        return written.strip().partition("\n")[0].strip()

    def _stream(self, messages: list[BaseMessage], **options: Any) -> Generator[AIMessage, None, None]:
        try:
            for chunk in self._model.chat.stream(messages, config=self._config, **options):
                self._used = add_usage(self._used, chunk.usage_metadata)
                yield chunk
        except ReqaError:
            raise
        except Exception as error:
            advice = "Try again, name another model with REQA_LLM, or answer without one: REQA_LLM=none."
            raise self._model.failure(error, advice) from error


class Reply:
    """What the model says to one question: yes or no, and maybe an answer. Leaving its `with` block stops it.

    Args:
        chunks: the model's messages, as they come.
        sentence_count: how many sentences it was given.
    """

    def __init__(self, chunks: Generator[AIMessage, None, None], sentence_count: int) -> None:
        self._chunks = chunks
        self._count = sentence_count
        self._first: list[dict[str, Any]] = []
        self._pieces = without_thoughts(self._texts())
        text = ""
        for piece in self._pieces:
            text += piece
            if _FIRST_WORD.match(text):
                break
        said = _YES_OR_NO.match(text)
        self.vote = _log_odds_of_yes(self._first, said[1].lower() if said else "")
        """The model's log-odds of yes: above 0 it means yes."""
        self._begun = text[said.end() :] if said else text
        self._ignored = _BETWEEN if said else ""

    def draft(self) -> Iterator[str | DraftStatement]:
        """The answer: pieces of text as they come, and a `DraftStatement` after each statement."""
        return parse_draft(self._answer(), self._count)

    def _texts(self) -> Iterator[str]:
        for chunk in self._chunks:
            self._first = self._first or (chunk.response_metadata.get("logprobs") or {}).get("content") or []
            yield chunk.text

    def _answer(self) -> Iterator[str]:
        for piece in itertools.chain([self._begun], self._pieces):
            said = piece.lstrip(self._ignored)
            if said:
                self._ignored = ""
                yield said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._chunks.close()


def standing_prompts() -> list[list[BaseMessage]]:
    """What conversations with the model begin with: first those about a question, then those about what a
    follow-up means."""
    return [
        _begun(prompts.SYSTEM, prompts.EXAMPLES),
        _begun(prompts.REWRITE_SYSTEM, prompts.REWRITE_EXAMPLES),
    ]


@cache
def _terms_of_examples() -> frozenset[str]:
    return frozenset(
        content_terms(" ".join(text for example in prompts.REWRITE_EXAMPLES for text in example))
    )


def _begun(system: str, examples: Sequence[tuple[str, str]]) -> list[BaseMessage]:
    messages: list[BaseMessage] = [SystemMessage(system)]
    for asked, reply in examples:
        messages += [HumanMessage(asked), AIMessage(reply)]
    return messages


def _conversation(
    system: str, examples: Sequence[tuple[str, str]], question: str, evidence: Sequence[Quote]
) -> list[BaseMessage]:
    lines = _lines(evidence, mark="[{}] ")
    asked = prompts.QUESTION.format(sentences="\n".join(lines), question=" ".join(question.split()))
    return [*_begun(system, examples), HumanMessage(asked)]


def _lines(quotes: Sequence[Quote], mark: str = "") -> Iterator[str]:
    """The quotes, each behind a mark with its number and under its heading, which those in a row share."""
    above = ""
    for number, quote in enumerate(quotes, start=1):
        if quote.heading != above:
            yield _quoted(introducing(quote.heading)) if quote.heading else ""
        yield mark.format(number) + _quoted(quote.text)
        above = quote.heading


def _quoted(sentence: str) -> str:
    """A sentence on one line, its brackets made round so that it cannot imitate a numbered sentence."""
    flat = " ".join(sentence.split()).replace("[", "(").replace("]", ")")
    return flat if len(flat) <= MAX_SENTENCE_CHARS else flat[:MAX_SENTENCE_CHARS] + " ..."


def _log_odds_of_yes(first: Sequence[dict[str, Any]], said: str) -> float:
    """From the likeliest first words, or without them, from the one that the model `said`."""
    likeliest = (
        [(t["token"].strip().lower(), t["logprob"]) for t in first[0]["top_logprobs"]] if first else []
    )
    if not {"yes", "no"} & {token for token, _ in likeliest}:
        return -WORD_LOG_ODDS if said == "no" else WORD_LOG_ODDS
    return _log_sum(likeliest, "yes") - _log_sum(likeliest, "no")


def _log_sum(likeliest: Sequence[tuple[str, float]], word: str) -> float:
    probability = sum(math.exp(logprob) for token, logprob in likeliest if token == word)
    return math.log(probability) if probability > 0 else UNLIKELY
