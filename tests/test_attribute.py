"""Which sentences are cited for a statement, and when it counts as supported."""

from __future__ import annotations

import pytest
from fakes import overlap
from hypothesis import given
from hypothesis import strategies as st

from reqa.attribute import MAX_CITED, Attribution, attribute
from reqa.types import ScoredSentence, Sentence

EVIDENCE = (
    "The harbour of Lund was dug in 1640 by Queen Margareta.",
    "It has 12 cranes and 3 ferries.",
    "The largest crane lifts 450 tonnes.",
)


def evidence(*texts: str) -> list[ScoredSentence]:
    return [
        ScoredSentence(Sentence("d", i, i * 100, i * 100 + len(t), t, 0), 1.0) for i, t in enumerate(texts)
    ]


def check(statement: str, picks: tuple[int, ...] = (), *texts: str) -> Attribution:
    return attribute(statement, "What is known?", evidence(*(texts or EVIDENCE)), picks, overlap)


def cited(found: Attribution) -> list[str]:
    return [sentence.text for sentence, _ in found.sentences]


def test_supported_statement_cites_its_sentence() -> None:
    found = check("The harbour of Lund was dug by Queen Margareta in 1640.")
    assert found.supported
    assert cited(found) == [EVIDENCE[0]]


@pytest.mark.parametrize(
    "statement",
    [
        "The harbour of Lund was dug in 1641 by Queen Margareta.",
        "The harbour of Lund has 13 cranes.",
        "The largest crane lifts 4500 tonnes.",
        "King Gustav sold the harbour to Denmark.",
        "",
    ],
)
def test_unsupported_statements(statement: str) -> None:
    assert not check(statement, (0, 1, 2)).supported


def test_two_sentences_are_cited_where_each_says_half() -> None:
    found = check("The harbour has 12 cranes, and the largest lifts 450 tonnes.")
    assert found.supported
    assert cited(found) == list(EVIDENCE[1:])


def test_grouped_and_spelled_numbers_are_the_same() -> None:
    assert check("The town has 12000 people.", (), "The town has 12,000 people.").supported
    assert check("The town has 3 bridges.", (), "The town has three bridges.").supported


def test_no_evidence_supports_nothing() -> None:
    assert attribute("Anything.", "Q?", [], (), overlap) == Attribution((), 0.0, False)


@given(
    st.text(max_size=80),
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6),
    st.lists(st.integers(0, 5), max_size=4),
)
def test_citations_are_few_ordered_and_from_the_evidence(
    statement: str, texts: list[str], picks: list[int]
) -> None:
    found = check(statement, tuple(picks), *texts)
    places = [sentence.index for sentence, _ in found.sentences]
    assert places == sorted(set(places))
    assert 1 <= len(places) <= MAX_CITED
    assert 0 <= found.support <= 1
