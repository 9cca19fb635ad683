"""Finding chunks by meaning and by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from fakes import embed
from hypothesis import given
from hypothesis import strategies as st

from reqa.retrieve import Retriever, Vectors, WordIndex, fuse
from reqa.types import Chunk


class MemoryIndex:
    """Chunks and their vectors, searched by brute force."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.chunks = [Chunk("d", i, i, 0, len(text), text) for i, text in enumerate(texts)]
        self._vectors = embed(texts)

    def dense(self, vector: Vectors, k: int) -> Iterable[tuple[int, float]]:
        scores = self._vectors @ vector
        return [(int(i), float(scores[i])) for i in np.argsort(-scores, kind="stable")[:k]]


FILLER = [f"Entry {n} of the log speaks about weather and nothing besides." for n in range(60)]


def retrieve(texts: Sequence[str], question: str, k: int) -> list[str]:
    return [c.text for c in Retriever(MemoryIndex(texts), embed).retrieve(question, k)]


def test_finds_the_chunk_with_the_words() -> None:
    texts = [*FILLER[:30], "Queen Margareta dug the harbour.", *FILLER[30:]]
    assert retrieve(texts, "Who dug the harbour?", 3)[0] == "Queen Margareta dug the harbour."


def test_small_corpus_comes_whole_and_in_order() -> None:
    assert retrieve(FILLER[:5], "anything", 8) == FILLER[:5]


def test_only_chunks_of_the_documents_that_are_meant_are_found() -> None:
    index = MemoryIndex(["Queen Margareta dug the harbour.", *FILLER])
    retriever = Retriever(index, embed)
    assert retriever.retrieve("Who dug the harbour?", 3, lambda document_id: document_id == "e") == []
    found = retriever.retrieve("Who dug the harbour?", 3, lambda document_id: document_id == "d")
    assert found[0].text == "Queen Margareta dug the harbour."
    few = Retriever(MemoryIndex(FILLER[:2]), embed)
    assert few.retrieve("harbour", 8, lambda _: False) == []


def test_repeated_text_counts_once() -> None:
    found = retrieve(["The crane lifts 450 tonnes."] * 40 + FILLER, "What does the crane lift?", 5)
    assert found.count("The crane lifts 450 tonnes.") == 1
    assert len(found) == 5


def test_words_are_matched_by_stem_case_and_compatibility_form() -> None:
    words = WordIndex(["The HARBOURS were dug.", "Cranes lift.", "ﬁnancial matters", "Größe und Maß"])
    assert words.search("harbour digging", 4) == [0]
    assert words.search("a lifting crane", 4) == [1]
    assert words.search("financial", 4) == [2]
    assert words.search("GRÖSSE", 4) == [3]


def test_scripts_without_spaces_are_searchable() -> None:
    words = WordIndex(["俄罗斯和美国开始了稀土谈判。", "博物馆有八百只钟。"])
    assert words.search("稀土", 2) == [0]
    assert words.search("博物馆的钟", 2)[0] == 1


def test_no_common_word_finds_nothing() -> None:
    assert WordIndex(["One thing"]).search("zebra", 3) == []
    assert WordIndex(["... !"]).search("zebra", 3) == []
    assert WordIndex([]).search("zebra", 3) == []


def test_fusion_prefers_what_both_rankings_name() -> None:
    assert fuse([[1, 2, 3], [3, 4]])[0] == 3
    assert fuse([[1], [2]]) == [1, 2]
    assert fuse([]) == []


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=30), st.text(), st.integers(1, 12))
def test_any_text_can_be_asked_anything(texts: list[str], question: str, k: int) -> None:
    found = retrieve(texts, question, k)
    assert len(found) == len(set(found)) <= k
    assert set(found) <= set(texts)
    if len(set(texts)) >= k:
        assert len(found) == k or len(texts) > 50
