"""Questions to go on with when the documents did not answer one: about what stands near it in them.

A question is only offered when the documents have a sentence that fits it well. That is found out by
asking and stopping at the evidence, which comes before a language model is used: 0.1 s a question.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence

from reqa.types import Answer, Citation, Document, Evidence
from reqa_ui.contract import QA

OFFERED = 3
TRIED = 8
"""Questions whose evidence is looked at: with 0.1 s each, the offer is there while the reader still reads."""
SUPPORT = 0.5
"""Support that the best sentence has to give: more likely than not, it is about what is asked."""

_WORD = re.compile(r"[^\W_](?:[\w'’\-]*[^\W_])?")
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*?)[ \t#]*$", re.MULTILINE)
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
ARTICLE_REACH = 8  # characters before a name; its article stands in them
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINING = {"of", "for", "and", "the", "de", "la", "von", "van"}
"""Words in lower case that may stand inside a name."""


def suggestions(qa: QA, answer: Answer) -> list[str]:
    """Up to `OFFERED` questions that the documents answer, nearest to the one that they did not.

    Raises:
        ReqaError: the documents could not be searched.
    """
    offered: list[str] = []
    for question in list(dict.fromkeys(candidates(qa, answer)))[:TRIED]:
        if _has_evidence(qa, question):
            offered.append(question)
        if len(offered) == OFFERED:
            break
    return offered


def candidates(qa: QA, answer: Answer) -> Iterator[str]:
    """Questions about the names in the nearest sentences, then about the sections that those are in."""
    subject = "the document" if len(qa.documents) == 1 else "the documents"
    verb = "does" if len(qa.documents) == 1 else "do"
    asked = answer.question.casefold()
    found: dict[str, str] = {}
    for citation in answer.nearest:
        with contextlib.suppress(KeyError):
            text = qa.document(citation.document_id).text
            found |= dict.fromkeys(names(citation.cited_text, text), text)
    for name in sorted(found, key=lambda name: " " not in name):  # names of several words first
        if name.casefold() not in asked:
            yield f"What {verb} {subject} say about {_with_article(name, found[name])}?"
    for citation in answer.nearest:
        with contextlib.suppress(KeyError):
            heading = _heading_above(qa.document(citation.document_id), citation)
            if heading and heading.casefold() not in asked:
                yield f"What {verb} {subject} say about “{heading}”?"


def names(sentence: str, text: str) -> list[str]:
    """Runs of capitalised words in a sentence of `text`, such as “Russian Direct Investment Fund”.

    A sentence begins with a capital whatever its first word is, so that one only counts if `text` never
    writes it small.
    """
    runs: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(sentence):
        word = match[0]
        adjoining = sentence[end : match.start()].isspace()
        end = match.end()
        if word[0].isupper() and (runs[-1] or not _is_written_small(word, text)):
            if not adjoining:
                runs.append([])
            runs[-1].append(word)
        elif word in _JOINING and runs[-1] and adjoining:
            runs[-1].append(word)
        else:
            runs.append([])
    found = []
    first = _WORD.search(sentence)
    for run in runs:
        if first and run == [first[0]]:
            continue  # one capital at the beginning of a sentence says nothing
        while run and run[-1] in _JOINING:
            run.pop()
        name = _POSSESSIVE.sub("", " ".join(run))
        if len(name) > 2:
            found.append(name)
    return list(dict.fromkeys(found))


def _with_article(name: str, text: str) -> str:
    """A name that occurs in `text`, with `the` if it never occurs without."""
    written = r"\s+".join(map(re.escape, name.split()))
    starts = (found.start() for found in re.finditer(rf"\b{written}\b", text))
    always = all(_ARTICLE.search(text, max(0, start - ARTICLE_REACH), start) for start in starts)
    return f"the {name}" if always else name


def _is_written_small(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}\b", text) is not None


def _heading_above(document: Document, citation: Citation) -> str:
    above: Sequence[str] = _HEADING.findall(document.text, 0, citation.start_char_index)
    return above[-1] if above else ""


def _has_evidence(qa: QA, question: str) -> bool:
    with contextlib.closing(qa.stream(question)) as events:
        first = next(events)
    return isinstance(first, Evidence) and any(c.support_score >= SUPPORT for c in first.citations)
