"""Reading a model's text as statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqa.statements import DraftStatement, parse_draft


def statements(text: str, count: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.text, s.picks) for s in parse_draft([text], count) if isinstance(s, DraftStatement)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened in 1932. [2]", [("It opened in 1932.", (1,))]),
        ("It opened. [1][2]\nIt closed. [3]", [("It opened.", (0, 1)), ("It closed.", (2,))]),
        ("It opened [1, 3]. It closed [2].", [("It opened", (0, 2)), ("It closed", (1,))]),
        ("No numbers at all.", [("No numbers at all.", ())]),
        ("Out of range. [0][4][999999]", [("Out of range.", ())]),
        ("- One. [1]\n* Two. [2]\n3. Three. [3]", [("One.", (0,)), ("Two.", (1,)), ("Three.", (2,))]),
        ("In the [sic] words. [1]", [("In the [sic] words.", (0,))]),
        ("Cut off inside a number [", [("Cut off inside a number", ())]),
        ("1.5 million were sold. [1]", [("1.5 million were sold.", (0,))]),
        ("", []),
        (" \n\n ", []),
        ("[1][2]", []),
    ],
)
def test_statements_and_numbers(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert statements(text) == expected


@given(st.text(alphabet=st.sampled_from("ab 1230.,[]\n-*"), max_size=80), st.data())
def test_where_the_text_is_cut_does_not_matter(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = [e for e in parse_draft([text], 3) if isinstance(e, DraftStatement)]
    assert [e for e in parse_draft(pieces, 3) if isinstance(e, DraftStatement)] == whole


@given(st.text(max_size=200), st.integers(0, 4))
def test_shown_pieces_are_the_statements_and_numbers_are_in_range(text: str, count: int) -> None:
    shown = ""
    for event in parse_draft(iter(text), count):
        if isinstance(event, DraftStatement):
            assert shown == event.text
            assert all(0 <= pick < count for pick in event.picks)
            shown = ""
        else:
            shown += event
    assert shown == ""
