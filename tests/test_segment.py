"""Sentences with exact offsets, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqa.chunk import MAX_CHARS, chunk
from reqa.segment import MAX_CHARS as MAX_SENTENCE_CHARS
from reqa.segment import segment
from reqa.types import Document, Sentence


def sentences(text: str) -> list[Sentence]:
    return segment(Document("d.txt", "D", text, ""))


def texts(text: str) -> list[str]:
    return [s.text for s in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "He met Mr. Smith and Dr. Holm at 3 p.m. on Monday.",
        "It closes at 5 p.m. Monday to Friday and at 3 p.m. Eastern time, or 8 p.m. GMT, on other days.",
        "Reserves are 3.8 million tonnes, worth $1.5 billion.",
        "J. K. Rowling lives in the U.K. with her family.",
        "See e.g. Fig. 3 for the U.S. figure.",
        '"Stop!" he said.',
        "Acme Inc. agreed to it on Jan. 5, 2023.",
        "Look at https://example.org/a.b?c=d for more.",
        "It is wrapped\nover two lines that belong together.",
        "That makes 10.5p for the year as a whole (2022:\n9.8p).",
        "Short\nand wrapped very strangely by somebody in a hurry, who pressed Enter.",
        # Lines that were wrapped behind an abbreviation, before a number, or inside a quotation.
        "The report on the harbour was written by Mr.\nSmith, who is of the U.S.\nofficials.",
        "It was checked once more by Prof. and Mrs.\nA. B. Clarke, who signed No.\n5 of the list.",
        "She asked him for the goods and the papers;\nhe gave her the goods and the papers.",
        "The best of all the countries was number\n1. Italy came second, as was to be expected",
        "Its web site, which has more about the plan, is\nhttps://example.org/"
        + "long/" * 30
        + "\nand is free.",
        # Numbers that belong to what follows.
        "1.2. The Supplier shall notify the Buyer.",
        "12.4.1. The Supplier shall notify the Buyer.",
        "Table 4. Responsibilities of the board.",
        "It is in the Book of Joshua (Chap. 5) and in Vol. 2, pp. 3-5.",
        # What is not the end of a sentence although a full stop, "!" or "?" stands there.
        "J.F.K. was shot in Dallas.",
        "Yahoo! is a company.",
        "Help! (album)",
        "Lt. Col. John Doe led it.",
        "See data.csv and the X.Y.Z-<date>.[hash]",
        "![A picture](a.png) Its caption.",
        "「行くよ。」と彼は言った。",
    ],
)
def test_stays_whole(whole: str) -> None:
    assert texts(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("He said “We will go.” Then he left.", ["He said “We will go.”", "Then he left."]),
        ("Is it so? Yes! Good.", ["Is it so?", "Yes!", "Good."]),
        ("他来了。她走了！", ["他来了。", "她走了！"]),
        ("- first item\n- second item", ["- first item", "- second item"]),
        ("1. One thing\n2. Another thing", ["1. One thing", "2. Another thing"]),
        ("# Heading\nText below it.", ["# Heading", "Text below it."]),
        ("A heading\r\n\r\nIt rained.", ["A heading", "It rained."]),
        ("Roses\u2028are red.", ["Roses\u2028are red."]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["| a | b |", "|---|---|", "| 1 | 2 |"]),
        ("Ends with 🦊. 🐻 begins.", ["Ends with 🦊.", "🐻 begins."]),
        ("It closes at 5 p.m. Guests may stay.", ["It closes at 5 p.m.", "Guests may stay."]),
        ("It closes at 5 p.m. A guest may stay.", ["It closes at 5 p.m.", "A guest may stay."]),
        # Ordinary words are no abbreviations, whatever follows them.
        ("She went to the bank. Anna stayed.", ["She went to the bank.", "Anna stayed."]),
        ("It works. Dr. Holm saw it.", ["It works.", "Dr. Holm saw it."]),
        ("It weighs 5 kg. Peter lifts it.", ["It weighs 5 kg.", "Peter lifts it."]),
        ("He said no. Peter left.", ["He said no.", "Peter left."]),
        ("It has vitamin C. It helps.", ["It has vitamin C.", "It helps."]),
        ("iPhones fell. eBay rose.", ["iPhones fell.", "eBay rose."]),
        # The number of a note belongs to the sentence before it.
        ("It is so.[12] That was said.[note 3]", ["It is so.[12]", "That was said.[note 3]"]),
        ("यह है। वह था।", ["यह है।", "वह था।"]),
        # Lines that stand for themselves.
        (
            "MINUTES\nDate: 12 March\nPresent: A. Jones, Dr. C. Ng\nApologies: D. Ortiz",
            ["MINUTES", "Date: 12 March", "Present: A. Jones, Dr. C. Ng", "Apologies: D. Ortiz"],
        ),
        (
            "Cleaning of the yard      £640\nLighting of the yard      £310\nTotal ........ 950",
            ["Cleaning of the yard      £640", "Lighting of the yard      £310", "Total ........ 950"],
        ),
        (
            "Lund      5 euros     open\nOslo      7 euros     shut",
            ["Lund      5 euros     open", "Oslo      7 euros     shut"],
        ),
        ("There are in all   20\nof them.", ["There are in all   20\nof them."]),
        ("Q: Name its capital\nA: Paris", ["Q: Name its capital", "A: Paris"]),
        ("[10:15] anna: seen it?\n[10:16] bob: yes", ["[10:15] anna: seen it?", "[10:16] bob: yes"]),
        ("2.1 Scope of it\n2.2 Term of it", ["2.1 Scope of it", "2.2 Term of it"]),
        ("Name,Age,City\nJohn,35,Paris\nJane,28,Rome", ["Name,Age,City", "John,35,Paris", "Jane,28,Rome"]),
        ("Name\tAge\tCity\nJohn\t35\tParis", ["Name\tAge\tCity", "John\t35\tParis"]),
        ("> Is it so?\n> > It was.\n> It is.", ["> Is it so?", "> > It was.", "> It is."]),
        ("Take with you:\na pass;\na coat;\na hat.", ["Take with you:", "a pass;", "a coat;", "a hat."]),
        (
            "So:\n\n```bash\npip install reqa\n# not a heading\n```\n\nDone.",
            ["So:", "```bash", "pip install reqa", "# not a heading", "```", "Done."],
        ),
        ("It has no end. As notes have none", ["It has no end.", "As notes have none"]),
        ("Wrapped\r\nby hand. Then more.\r\n", ["Wrapped\r\nby hand.", "Then more."]),
    ],
)
def test_is_cut(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_headings_and_paragraphs() -> None:
    found = sentences("The harbour of Lund\n\nIt was dug in 1640. It is deep.\n\nA storm came.\n")
    assert [s.is_heading for s in found] == [True, False, False, False]
    assert [s.paragraph for s in found] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I sent the form today.\nAmina\n\nWe move the launch.", "Amina"),
        ("Can you come?\nRegards,\nAmina Diallo\n\nWe move the launch.", "Amina Diallo"),
        ("Bees on Senna\nBy Ruth Ansel, 9 May 2025\n\nHe keeps 240 hives.", "By Ruth Ansel, 9 May 2025"),
        ("By Ruth Ansel\n\nHe keeps 240 hives.", "By Ruth Ansel"),
        ("Dear Amina,\nthe launch is moved.", "Amina"),
    ],
)
def test_names_below_a_text_or_a_title_are_no_headings(text: str, name: str) -> None:
    assert [s.is_heading for s in sentences(text) if name in s.text] == [False]


def test_a_title_may_stand_below_another() -> None:
    found = sentences("Report\nTrains in the city of Lund\n\nIt takes an hour.")
    assert [s.is_heading for s in found] == [True, True, False]


def test_number_and_name_of_an_article_are_two_headings() -> None:
    found = sentences("Article 4\nDuties of the borrower\n\n(1) The borrower keeps it dry.")
    assert [(s.text, s.is_heading) for s in found] == [
        ("Article 4", True),
        ("Duties of the borrower", True),
        ("(1) The borrower keeps it dry.", False),
    ]


def test_title_directly_above_long_lines() -> None:
    long = "Talks on joint projects began on Monday in the capital, said the spokesman. " * 3
    found = sentences(f"Two countries talk\n{long.strip()}\n{long.strip()}\n")
    assert [s.is_heading for s in found[:2]] == [True, False]
    assert found[0].text == "Two countries talk"


def test_endless_sentence_is_split() -> None:
    assert max(map(len, texts("word " * 2000))) <= MAX_SENTENCE_CHARS
    assert max(map(len, texts("x" * 5000))) <= MAX_SENTENCE_CHARS


any_text = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(
        [
            "Mr. ",
            "A b. ",
            "1.2. ",
            "A. ",
            "b) ",
            "x: y\n",
            "> ",
            "```\n",
            ".[1]",
            "a,b,c\n",
            "\n",
            "\r\n",
            "\u2029",
            "- x\n",
            "# H\n",
            "。",
            "| a |\n",
            "…",
            "“Go.” ",
            "🦊",
        ]
    )
).map("".join)


@settings(deadline=None)
@given(any_text)
def test_offsets_are_exact_and_nothing_is_lost(text: str) -> None:
    at = 0
    for index, sentence in enumerate(sentences(text)):
        assert sentence.index == index
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()


@settings(deadline=None)
@given(any_text, st.integers(1, 60))
def test_chunks_are_runs_of_whole_sentences(text: str, times: int) -> None:
    text = "\n\n".join([text] * times)
    found = sentences(text)
    chunks = chunk(found, text)
    assert [i for c in chunks for i in range(c.first, c.last + 1)] == [s.index for s in found]
    for one in chunks:
        assert text[one.start : one.end] == one.text
        assert (one.start, one.end) == (found[one.first].start, found[one.last].end)
        assert len(one.text) <= MAX_CHARS or one.first == one.last


def test_lines_with_figures_that_stand_apart_are_no_headings() -> None:
    text = "Charges\n\nCleaning of the yard      £640\n\nIt rained.\n\nGate      £10\nLight      £5\n"
    assert [s.text for s in segment(Document("d", "", text, "")) if s.is_heading] == [
        "Charges",
        "Cleaning of the yard      £640",
    ]
