"""Which sentences become evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reqa.evidence import MAX_CHARS, MAX_SENTENCES, select_evidence
from reqa.types import ScoredSentence, Sentence


def scored(*texts_and_scores: tuple[str, float]) -> list[ScoredSentence]:
    at, out = 0, []
    for index, (text, score) in enumerate(texts_and_scores):
        out.append(ScoredSentence(Sentence("d", index, at, at + len(text), text, 0), score))
        at += len(text) + 1
    return sorted(out, key=lambda s: -s.score)


def texts(chosen: list[ScoredSentence]) -> list[str]:
    return [s.sentence.text for s in select_evidence(chosen).sentences]


def test_best_sentences_in_document_order() -> None:
    assert texts(scored(("Second best.", 3), ("Far off.", -9), ("Best.", 5))) == ["Second best.", "Best."]


def test_neighbour_that_a_pronoun_needs_comes_along() -> None:
    chosen = scored(("Anna Lind is a pilot.", -9), ("Nothing.", -9.5), ("Eva flies.", -8), ("She won.", 5))
    assert "Eva flies." in texts(chosen)


def test_same_sentence_twice_is_evidence_once() -> None:
    assert texts(scored(("Same words.", 5), ("Other.", 4), ("Same  words.", 5))).count("Same words.") == 1


def test_no_sentences() -> None:
    assert select_evidence([]).sentences == ()


@given(st.lists(st.tuples(st.text(min_size=1, max_size=400), st.floats(-12, 12)), min_size=1, max_size=30))
def test_limits_and_order(given_sentences: list[tuple[str, float]]) -> None:
    candidates = scored(*given_sentences)
    selection = select_evidence(candidates)
    places = [s.sentence.index for s in selection.sentences]
    assert places == sorted(set(places))
    assert candidates[0] in selection.sentences
    assert len(places) <= MAX_SENTENCES
    assert len(places) == 1 or sum(len(s.sentence.text) for s in selection.sentences) <= MAX_CHARS
    assert list(selection.nearest) == candidates[:3]
