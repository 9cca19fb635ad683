"""Reading what a language model writes as statements, each with the sentences that it names, as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"\s*\d+(?:\s*[,;]\s*\d+)*\s*")
_BULLET = re.compile(r"^\s*(?:[-*•]\s+|\d+[.)]\s+(?=\D))")


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A statement as the model wrote it, with the 0-based positions of the sentences that it named."""

    text: str
    picks: tuple[int, ...]


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
