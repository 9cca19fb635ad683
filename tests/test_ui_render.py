"""What the conversation shows: nothing of a document, a model or a user is ever alive in it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reqa_ui import render
from reqa_ui.cite import document_hash, key_of, parse_key

from reqa.types import Answer, Citation, Statement

_MARKUP = ("<b>", "</p>", "<script>", "<!--", "&lt;", "`", "**", "$$", "~~", "# ", "\n- ", "\n1. ", "\n\n")
_LINKS = (
    "[x](javascript:1)",
    "![i](http://e.test)",
    "[1]",
    "[2](#cite-1)",
    "http://e.test",
    "www.e.test",
    "a@e.test",
)
nasty = st.lists(st.sampled_from([*_MARKUP, *_LINKS, "\x00", "🦊", " a "]) | st.text(max_size=8)).map("".join)


def citation(marker: int | None, text: str = "It rained.", document_id: str = "a/b.txt") -> Citation:
    return Citation(
        marker, document_id, "Title", "ab" * 32, 3, 3 + max(1, len(text)), text, support_score=0.5
    )


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"p", "br", "div", "span", "strong", "ul", "ol", "li", "a", "button"}


def assert_inert(markup: str) -> None:
    """Only our own elements, links to citations only, and nothing that Markdown would still read."""
    for tag, attributes in _Elements(markup).elements:
        assert tag in OURS
        assert set(attributes) <= {"class", "href", "type", "aria-label", "value"}
        if "href" in attributes:
            assert parse_key((attributes["href"] or "").removeprefix("#cite-")) is not None
    outside = re.sub(r"<[^<>]*>", "", markup)
    assert not re.search(r"[\[\]*_`<>$!\\~|@/]|www\.", outside), outside


@given(nasty)
def test_escaped_text_shows_itself_and_has_no_punctuation(text: str) -> None:
    escaped = render.escape(text)
    assert not re.search(r"[!-\"$%'-/:<-@\[-`{-~]", escaped)
    shown = html.unescape(escaped)
    assert len(shown) == len(re.sub(r"\r\n", "\n", text))
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]


@given(nasty, nasty, nasty, st.booleans())
def test_answers_are_inert(said: str, cited: str, document_id: str, supported: bool) -> None:
    source = citation(1, cited, document_id)
    text = f"{said} [1]"
    statement = Statement(said, 0, len(said), (source,), 0.9, supported)
    assert_inert(render.answer(Answer(said, text, (statement,), (source,))))
    assert_inert(render.draft(said, [source]))
    assert_inert(render.draft(said, [source], stopped=True))
    assert_inert(render.question(said))
    assert_inert(render.error(said))
    assert_inert(
        render.answer(
            Answer(
                said, cited, abstained=True, abstention_reason="no_evidence", nearest=(citation(None, cited),)
            ),
            suggestions=(said, cited),
        )
    )


def test_only_a_statements_own_markers_become_links() -> None:
    source = citation(1)
    text = "See [2]. [1]"
    page = render.answer(Answer("Q", text, (Statement("See [2].", 0, 8, (source,), 0.9, True),), (source,)))
    chips = [a for tag, a in _Elements(page).elements if a.get("class") == "reqa-chip"]
    assert [chip["href"] for chip in chips] == [f"#cite-{key_of(source)}"]
    assert "See [2]." in _Elements(page).text


def test_an_unsupported_statement_has_no_link_and_says_so() -> None:
    source = citation(1)
    page = render.answer(Answer("Q", "So [1]", (Statement("So", 0, 2, (source,), 0.1, False),)))
    assert all(tag != "a" for tag, _ in _Elements(page).elements)
    assert "not supported by the documents" in _Elements(page).text


@pytest.mark.parametrize(
    ("reason", "headline"),
    [
        ("no_evidence", "The documents do not say."),
        ("insufficient_support", "It is not clear that the documents say."),
        ("off_topic", "The documents do not say."),
        ("conflicting_sources", "The documents contradict each other."),
    ],
)
def test_abstention_names_the_question_and_lists_the_nearest(reason: str, headline: str) -> None:
    given_answer = Answer(
        "Who? <b>",
        "x",
        abstained=True,
        abstention_reason=reason,
        nearest=(citation(None),),  # type: ignore[arg-type]
    )
    page = _Elements(render.answer(given_answer))
    assert headline in page.text
    assert "Who? <b>" in page.text
    assert "It rained." in page.text


@given(
    st.text(),
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_keys_come_back_as_they_went(document_id: str, start: int, length: int, content: str) -> None:
    key = key_of(Citation(1, document_id, "", content, start, start + length, ""))
    assert parse_key(str(key)) == key
    assert key.document == document_hash(document_id)


HASH = "0" * 16


@pytest.mark.parametrize(
    "made_up",
    [
        None,
        7,
        "",
        "x",
        f"{HASH}-5-5-{HASH}",
        f"{HASH}-9-5-{HASH}",
        f"{HASH}-1-2-{HASH[1:]}",
        f"{HASH}-١-٢-{HASH}",
        f"{HASH}-1-2-{HASH}\n",
        f"{HASH}--1-2-{HASH}",
    ],
)
def test_made_up_keys_are_refused(made_up: object) -> None:
    assert parse_key(made_up) is None
