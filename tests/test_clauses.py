"""What a source says of another thing in another clause."""

from __future__ import annotations

import pytest
from fakes import overlap

from reqa.attribute import attribute
from reqa.checks.otherwise.clauses import says_it_of_another_clause
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

BRIDGE = "The captain, Lars Wiik, had gone to his cabin; the first mate, Ane Dahl, was on the bridge."
POOLS = "The pool opens at seven and is heated, but the sauna opens at noon."


@pytest.mark.parametrize(
    ("statement", "source", "is_so"),
    [
        ("The captain was on the bridge.", BRIDGE, True),
        ("The first mate was in a cabin.", BRIDGE, True),
        ("The captain had gone to a cabin.", BRIDGE, False),
        ("The first mate was on the bridge.", BRIDGE, False),
        ("The mate was on the bridge.", BRIDGE, False),
        ("Its pool opens at noon.", POOLS, True),
        ("The pool opens at seven.", POOLS, False),
        ("The pool is heated.", POOLS, False),
        # It names what the other clause is about.
        ("The pool opens at seven, with the sauna at noon.", POOLS, False),
        # The other clause tells of it as well, or of nobody knows what.
        ("The pool opens at noon.", "The pool is new; the sauna opens by the pool at noon.", False),
        ("The pool opens at noon.", "The pool is new; it opens at noon.", False),
        ("The pool opens at noon.", "The pool is new; everything opens at noon.", False),
        (
            "The old pool opens at noon.",
            "The new pool is in the old town; the sauna opens at noon.",
            False,
        ),
        (
            "The new roof will be closed in May.",
            "Berg wants the new roof; the pool will be closed in May.",
            True,
        ),
        ("The roof will be closed in May.", "Berg closed the roof; the pool will be closed in May.", False),
        # Nothing tells of it, or something else does than the sources.
        ("The captain was on the bridge.", "The first mate was on the bridge.", False),
        ("The captain was on the quay.", BRIDGE, False),
        ("Nobody was on the bridge.", BRIDGE, False),
    ],
)
def test_of_which_clause_it_is(statement: str, source: str, is_so: bool) -> None:
    assert says_it_of_another_clause(statement, [source]) == is_so


def test_another_source_may_say_it() -> None:
    assert not says_it_of_another_clause("The captain was on the bridge.", [BRIDGE, "He came to the bridge."])
    assert says_it_of_another_clause("The captain was on the bridge.", [BRIDGE, "It was a cold night."])


def test_the_sentence_is_quoted_in_its_place() -> None:
    [one] = segment(Document("d", "", BRIDGE, "hash"))
    question, evidence = "Where was the captain?", [ScoredSentence(one, 1.0)]
    assert attribute(
        "The captain was on the bridge.", question, evidence, (0,), overlap
    ).saying_otherwise == (one,)
    assert attribute("The captain had gone to his cabin.", question, evidence, (0,), overlap).supported
