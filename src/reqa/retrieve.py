"""Finding the chunks that may answer a question: by meaning (dense) and by words (BM25), fused."""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.tokenization import Tokenizer

from reqa.types import Chunk

logging.getLogger("bm25s").setLevel(logging.WARNING)  # It switches its own debugging messages on.

Vectors = npt.NDArray[np.float32]

RRF_K = 60
"""The constant of reciprocal rank fusion. 60 is its authors' choice; they found it not critical."""
CANDIDATES = 50
"""Chunks that each of the two rankings contributes at least."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Kana and Han: written without spaces.
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+")


class Searchable(Protocol):
    """What is searched: an index."""

    @property
    def chunks(self) -> Sequence[Chunk]: ...
    def dense(self, vector: Vectors, k: int, /) -> Iterable[tuple[int, float]]: ...


class Retriever:
    """Searches the chunks of an index. Makes its word index when it is made: 6 s for 50 MB of text.

    May be used from several threads.

    Args:
        index: Has the chunks and searches them by vector.
        embed: Turns texts into vectors, with the model that the index was made with.
    """

    def __init__(
        self, index: Searchable, embed: Callable[[Sequence[str]], Sequence[Sequence[float]] | Vectors]
    ) -> None:
        self._index = index
        self._embed = embed
        self._words = WordIndex([chunk.text for chunk in index.chunks])

    def retrieve(self, question: str, k: int, is_meant: Callable[[str], bool] | None = None) -> list[Chunk]:
        """The `k` chunks that are most likely to answer `question`, best first.

        The two rankings are combined by reciprocal rank fusion: a chunk scores the sum of 1 / (60 + rank)
        over the rankings that it is in (Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms
        Condorcet and individual Rank Learning Methods", SIGIR 2009). Of chunks with the same text only the
        first in the corpus is returned. A corpus of no more than `k` chunks is returned whole, in document
        order.

        Args:
            question: what is asked, or any text.
            k: how many.
            is_meant: tells of a document's id whether its chunks are looked for; of all, without it. At least
                the 50 best of each ranking are looked through.

        Raises:
            IndexStoreError: Chroma failed.
            ModelStoreError: the embedding model cannot be loaded.
        """
        chunks = self._index.chunks
        if len(chunks) <= k and is_meant is None:
            return _distinct(chunks, k)
        depth = max(k, CANDIDATES)
        vector = np.asarray(self._embed([question])[0], dtype=np.float32)
        dense = [position for position, _ in self._index.dense(vector, depth)]
        found = (chunks[position] for position in fuse([dense, self._words.search(question, depth)]))
        return _distinct((one for one in found if is_meant is None or is_meant(one.document_id)), k)


class WordIndex:
    """BM25 over texts (Robertson et al.; Lucene's variant, k1 1.5, b 0.75), with English stems.

    Stems are those of Snowball's English stemmer; words of other languages mostly stay as they are. Case and
    compatibility variants of characters do not matter. Chinese and Japanese are cut into pairs of
    characters. Safe to use from any thread.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._stem = Stemmer.Stemmer("english").stemWords
        self._stemming = threading.Lock()  # Stemmers are not thread safe.
        self._bm25 = None
        tokenizer = Tokenizer(
            lower=False, splitter=_split, stopwords=None, stemmer=Stemmer.Stemmer("english")
        )
        tokens = tokenizer.tokenize(list(texts), show_progress=False, return_as="tuple")
        if tokens.vocab.keys() - {""}:
            self._bm25 = bm25s.BM25()
            self._bm25.index(tokens, show_progress=False)

    def search(self, query: str, k: int) -> list[int]:
        """Positions of the `k` best texts, best first; only those that have a word of the query."""
        if self._bm25 is None:
            return []
        with self._stemming:
            stems = self._stem(_split(query))
        known = self._bm25.get_tokens_ids(stems)
        if not known:
            return []
        scores = self._bm25.get_scores_from_ids(known)
        hits = np.flatnonzero(scores)
        # The sort is stable: equally good texts stay in order.
        best = hits[np.argsort(-scores[hits], kind="stable")[:k]]
        return [int(position) for position in best]


def fuse(rankings: Iterable[Sequence[int]]) -> list[int]:
    """Combine rankings of positions by reciprocal rank fusion; ties are broken by position."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, position in enumerate(ranking, start=1):
            scores[position] = scores.get(position, 0.0) + 1 / (RRF_K + rank)
    return sorted(scores, key=lambda position: (-scores[position], position))


def _split(text: str) -> list[str]:
    return list(_tokens(unicodedata.normalize("NFKC", text).casefold()))


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if len(token) > 1 and "\u3040" <= token[0] <= "\ufaff" and re.match(f"[{_CJK}]", token):
            yield from (token[i : i + 2] for i in range(len(token) - 1))
        else:
            yield token


def _distinct(chunks: Iterable[Chunk], k: int) -> list[Chunk]:
    """The first `k` chunks whose text did not come before."""
    first: dict[str, Chunk] = {}
    for chunk in chunks:
        first.setdefault(chunk.text, chunk)
        if len(first) == k:
            break
    return list(first.values())
