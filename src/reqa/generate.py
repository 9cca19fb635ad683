"""Asking the language model: is it answerable, what is the answer, what does a follow-up mean.

The model sees numbered sentences and answers with statements and numbers. What it writes is a draft: the
numbers are checked against the sentences that it was given, and every statement is verified elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import UsageMetadataCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import add_usage
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import merge_configs

from reqa import prompts
from reqa.errors import LLMError, ReqaError
from reqa.llm import LanguageModel
from reqa.types import Quote

MAX_STATEMENTS = 6
MAX_ANSWER_TOKENS = 320
MAX_REWRITE_TOKENS = 64
MAX_SENTENCE_CHARS = (
    1200  # A longer sentence is cut for the model (not for the reader): it is mostly a table.
)

# Log-odds of a model that answers yes or no in words and gives no probabilities: as sure as the embedded
# model is at its 75th percentile.
WORD_LOG_ODDS = 3.0
# Log-probability of a word that is not among the `TOP_LOGPROBS` likeliest.
UNLIKELY = -16.0
TOP_LOGPROBS = 20

_BRACKET = re.compile(r"\s*\d+(?:\s*[,;]\s*\d+)*\s*")
_BULLET = re.compile(r"^\s*(?:[-*•]\s+|\d+[.)]\s+(?=\D))")


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A statement as the model wrote it, with the 0-based positions of the sentences that it named."""

    text: str
    picks: tuple[int, ...]


class Writer:
    """One question's conversation with the language model. Counts the tokens of all its calls."""

    def __init__(self, model: LanguageModel, config: RunnableConfig | None = None) -> None:
        self._model = model
        self._usage = UsageMetadataCallbackHandler()
        self._config = merge_configs(config, {"callbacks": [self._usage]})

    def usage(self) -> dict[str, int]:
        """Tokens so far: `input_tokens`, `output_tokens`, `total_tokens`."""
        total = None
        for used in self._usage.usage_metadata.values():
            total = add_usage(total, used)
        if total is None:
            return {}
        return {key: total[key] for key in ("input_tokens", "output_tokens", "total_tokens")}

    def answerable(self, question: str, evidence: Sequence[Quote]) -> float:
        """The model's log-odds that `evidence` contains the answer to `question`: above 0 means yes."""
        messages = _with_evidence(question, evidence, prompts.ANSWERABLE)
        options: dict[str, Any] = {}
        if self._model.gives_logprobs:
            options = {"max_tokens": 1, "logprobs": True, "top_logprobs": TOP_LOGPROBS}
        reply = self._invoke(messages, **options)
        return _log_odds_of_yes(reply)

    def draft(self, question: str, evidence: Sequence[Quote]) -> Generator[str | DraftStatement, None, None]:
        """Stream an answer: pieces of text as they come, and a `DraftStatement` after each statement."""
        messages = _with_evidence(question, evidence, prompts.ANSWER)
        options: dict[str, Any] = {}
        if self._model.takes_grammar:
            options = {"grammar": _answer_grammar(len(evidence)), "max_tokens": MAX_ANSWER_TOKENS}
        with closing(self._stream(messages, **options)) as pieces:
            yield from parse_draft(pieces, len(evidence))

    def rewrite(self, question: str, history: Sequence[tuple[str, str]]) -> str:
        """`question` with what it leaves to the conversation filled in; `history` is (role, text) pairs."""
        lines = "\n".join(f"{'User' if role == 'user' else 'Assistant'}: {text}" for role, text in history)
        messages = [
            SystemMessage(prompts.REWRITE_SYSTEM),
            HumanMessage(prompts.REWRITE.format(history=lines, question=question)),
        ]
        options = {"max_tokens": MAX_REWRITE_TOKENS} if self._model.takes_grammar else {}
        reply = self._invoke(messages, **options).text.strip().strip('"').splitlines()
        return reply[0].strip() if reply and reply[0].strip() else question

    def _invoke(self, messages: list[BaseMessage], **options: Any) -> AIMessage:
        try:
            return self._model.chat.invoke(messages, config=self._config, **options)
        except ReqaError:
            raise
        except Exception as error:
            raise _failed(self._model, error) from error

    def _stream(self, messages: list[BaseMessage], **options: Any) -> Generator[str, None, None]:
        chunks = self._model.chat.stream(messages, config=self._config, **options)
        try:
            for chunk in chunks:
                if chunk.text:
                    yield chunk.text
        except ReqaError:
            raise
        except Exception as error:
            raise _failed(self._model, error) from error


def parse_draft(pieces: Iterable[str], sentence_count: int) -> Iterator[str | DraftStatement]:
    """Split a model's text into statements while it is being written.

    A statement ends at the end of a line or after its numbers: `The bridge opened in 1932. [2]`.

    Args:
        pieces: the text, cut anywhere.
        sentence_count: how many sentences the model was given; other numbers are dropped.

    Yields:
        The statements' text in pieces, without the numbers, and each `DraftStatement` once it is complete.
    """
    parser = _DraftParser(sentence_count)
    for piece in pieces:
        for character in piece:
            yield from parser.feed(character)
        yield from parser.show()
    yield from parser.finish()


class _DraftParser:
    def __init__(self, sentence_count: int) -> None:
        self._count = sentence_count
        self._text = ""  # of the statement so far
        self._shown = 0  # characters of it already yielded
        self._bracket: str | None = None  # what follows an open "["
        self._picks: list[int] = []

    def feed(self, character: str) -> Iterator[str | DraftStatement]:
        if self._bracket is not None:
            yield from self._in_bracket(character)
        elif character == "[":
            self._bracket = ""
        elif character == "\n":
            yield from self._end_statement()
        elif self._picks and not character.isspace() and character not in ".,;:!?":
            yield from self._end_statement()
            self._text = character
        elif not self._picks:
            self._text += character

    def finish(self) -> Iterator[str | DraftStatement]:
        if self._bracket is not None:  # the model was cut off inside a number: not text of the statement
            self._bracket = None
        yield from self._end_statement()

    def _in_bracket(self, character: str) -> Iterator[str | DraftStatement]:
        assert self._bracket is not None
        if character == "]":
            inside, self._bracket = self._bracket, None
            if _BRACKET.fullmatch(inside):
                numbers = [int(n) for n in re.findall(r"\d+", inside)]
                self._picks += [n - 1 for n in numbers if 1 <= n <= self._count]
            else:
                self._text += f"[{inside}]"
        elif character == "\n" or len(self._bracket) > 60:
            self._text += f"[{self._bracket}"
            self._bracket = None
            yield from self.feed(character)
        else:
            self._bracket += character

    def show(self) -> Iterator[str]:
        # White space and a bullet are held back: they may turn out to end or begin the statement.
        settled = len(self._text.rstrip())
        if not self._shown and settled < 4:
            return
        if not self._shown:
            self._text = _BULLET.sub("", self._text).lstrip()
            settled = len(self._text.rstrip())
        if settled > self._shown:
            yield self._text[self._shown : settled]
            self._shown = settled

    def _end_statement(self) -> Iterator[str | DraftStatement]:
        text = self._text.rstrip()
        if not self._shown:
            text = _BULLET.sub("", text).lstrip()
        if text:
            if len(text) > self._shown:
                yield text[self._shown :]
            yield DraftStatement(text, tuple(dict.fromkeys(self._picks)))
        self._text, self._shown, self._picks = "", 0, []


def _with_evidence(question: str, evidence: Sequence[Quote], task: str) -> list[BaseMessage]:
    lines, above = [], ""
    for number, quote in enumerate(evidence, start=1):
        if quote.heading != above:
            lines.append(f"{_quoted(quote.heading)}:" if quote.heading else "")
        lines.append(f"[{number}] {_quoted(quote.text)}")
        above = quote.heading
    said = prompts.EVIDENCE.format(sentences="\n".join(lines), question=" ".join(question.split()))
    return [SystemMessage(prompts.SYSTEM), HumanMessage(said + task)]


def _quoted(sentence: str) -> str:
    """A sentence on one line, its brackets made round so that it cannot imitate a numbered sentence."""
    flat = " ".join(sentence.split()).replace("[", "(").replace("]", ")")
    return flat if len(flat) <= MAX_SENTENCE_CHARS else flat[:MAX_SENTENCE_CHARS] + " ..."


def _answer_grammar(sentence_count: int) -> str:
    numbers = " | ".join(f'"{n}"' for n in range(1, sentence_count + 1))
    return (
        f'root ::= line ("\\n" line){{0,{MAX_STATEMENTS - 1}}}\n'
        'line ::= text " " number{1,3}\n'
        "text ::= [^\\[\\]\\n ] [^\\[\\]\\n]{1,400}\n"
        f'number ::= "[" ({numbers}) "]"\n'
    )


def _log_odds_of_yes(reply: AIMessage) -> float:
    logprobs = (reply.response_metadata.get("logprobs") or {}).get("content")
    if not logprobs:
        said_yes = reply.text.strip().lower().lstrip("\"'*").startswith("yes")
        return WORD_LOG_ODDS if said_yes else -WORD_LOG_ODDS
    likeliest = [(t["token"].strip().lower(), t["logprob"]) for t in logprobs[0]["top_logprobs"]]
    return _log_sum(likeliest, "yes") - _log_sum(likeliest, "no")


def _log_sum(likeliest: Sequence[tuple[str, float]], word: str) -> float:
    probability = sum(math.exp(logprob) for token, logprob in likeliest if token == word)
    return math.log(probability) if probability > 0 else UNLIKELY


def _failed(model: LanguageModel, error: Exception) -> LLMError:
    return LLMError(
        f"The language model {model.name} failed: {error}. Try again, name another model with REQA_LLM, or "
        "answer without one: REQA_LLM=none."
    )
