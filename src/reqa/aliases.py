"""Reading a name as what its document calls it: `Pellworth Data Ltd ("the Supplier")`."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reqa.types import Document, Reading

_REACH = 300  # characters before it in which a definition may have the name: with an address between them
_LEAST = 4  # letters of a name's first word, if that alone is to be enough

_TERM = re.compile(r"\([^()\"“”]{0,30}[\"“](?:[Tt]he )?(?P<term>[A-Z][\w-]*(?: [A-Z][\w-]*)?)[\"”]\)")
_FORM = r"(?:plc|e\.V\.|a\.s\.)"
_NAME = rf"[A-Z][\w&.'’-]*(?:\s+(?:(?:of\s+)?[A-Z&][\w&.'’-]*|{_FORM}))*"
_BESIDE = re.compile(rf"(?<!, )\b(?P<name>{_NAME}),?\s*$")
# `between Pellworth Data Ltd, a company registered in ...`
_APART = re.compile(
    rf"(?:^|\n|\b(?:between|and|by|with)\s+(?:the\s+)?)(?P<name>{_NAME})(?=,|\s+(?:a|an|having|of|whose|with)\b)"
)


class Aliases:
    """Knows what the documents call whom. May be used from several threads.

    Args:
        documents: gives the documents.
    """

    def __init__(self, documents: Callable[[], Iterable[Document]]) -> None:
        self._documents = documents
        self._reading = threading.Lock()
        self._known: dict[str, list[_Alias]] | None = None

    def readings(self, question: str) -> Iterator[Reading]:
        """The question with their terms for the names in it, for each document that has some.

        `When may the supplier raise its prices?` for Pellworth, in the contract that says so. Another
        document may call somebody else the supplier.
        """
        for document_id, aliases in self._aliases().items():
            reading, defined_at = question, []
            for alias in aliases:
                if (called := alias.put_in(reading)) != reading:
                    reading = called
                    defined_at.append(alias.position)
            if defined_at:
                yield Reading(reading, document_id, tuple(defined_at))

    def _aliases(self) -> dict[str, list[_Alias]]:
        with self._reading:
            if self._known is None:
                every = {document.id: [*_defined(document.text)] for document in self._documents()}
                self._known = {document_id: aliases for document_id, aliases in every.items() if aliases}
        return self._known


@dataclass(frozen=True, slots=True)
class _Alias:
    """What a document calls somebody."""

    name: str
    term: str
    position: int

    def put_in(self, question: str) -> str:
        """The question with the term in the place of the name, of its beginning, or of `the` and its end."""
        # In small letters: it tells whose part it is, and is no name of which there are others.
        term = self.term if self.term.isupper() else self.term.lower()
        words = self.name.split()
        parts = [r"\s+".join(map(re.escape, words[:count])) for count in range(len(words), 0, -1)]
        if len(words[0]) < _LEAST:
            parts = parts[:-1]
        names = [rf"(?:[Tt]he )?{part}" for part in parts]
        if words[-1].istitle() and len(words[-1]) >= _LEAST:
            names.append(rf"[Tt]he {re.escape(words[-1])}")  # `the Foundation`
        name = rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-]|\s+(?:of\s+)?[A-Z])"
        return re.sub(name, f"the {term}", question) if names else question


def _defined(text: str) -> Iterator[_Alias]:
    """The names that a text gives a term for."""
    end = 0
    for found in _TERM.finditer(text):
        before = text[max(end, found.start() - _REACH) : found.start()].rpartition("\n\n")[2]
        apart = [*_APART.finditer(before)]
        if name := apart[-1] if apart else _BESIDE.search(before):
            yield _Alias(" ".join(name["name"].split()).removeprefix("The "), found["term"], found.start())
        end = found.end()
