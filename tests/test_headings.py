"""What a sentence stands under: a heading, the question that it answers, the head of a letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.segment import segment
from reqa.text.headings import HEADING_REACH, placed
from reqa.text.layout import without_loose_marks
from reqa.types import Document

FAQ = """\
# Stove

## Questions

**Can I burn coal in it?**
No. It is made for wood.

**How often is the flue cleaned?**

Once a year.

It takes an hour.
"""
INTERVIEW = """\
Mr Brekke, you began at the age of 51. Why so late?

Because I was at sea until then. The yard closed in 2009.

The growers have complained.

They may.
"""
LETTERS = """\
From: Amina Diallo <amina@example.org>
To: all
Date: 5 November 2025
Subject: Launch

I sent the form today.
Amina

From: Piet Hansen
To: all
Sent: 6 November 2025

I am on holiday next week.

# Annex

Rolf has the password.
"""


HEARING = """\
## Cost

**The Chair:** Let us begin. It is late.

**Gareth Llewhellin:** Thank you. I stand by my figure.

Dr Abara: We differ: ours is higher. It has not changed.

### Note

Caution: It is hot. Wear gloves.

The committee rose.
"""


CONTRACT = """\
# Agreement

1. Place of work. She works in Lund.

2. Leave. She has 28 days of leave. Five may be carried over.

**Sickness.** The firm pays. A note is needed.

4. Clean the filter. Use water.

5. Hours. It is open.

The rest is void. It is late.
"""


def under(text: str) -> dict[str, str]:
    """What each sentence stands under."""
    sentences = segment(Document("d", "", text, ""))
    return {one.text: where.under for one, where in placed(sentences, 0, len(sentences) - 1)}


def heads(text: str) -> set[str]:
    """The sentences that others stand under."""
    sentences = segment(Document("d", "", text, ""))
    return {one.text for one, where in placed(sentences, 0, len(sentences) - 1) if where.heads}


def above(text: str, sentence: str) -> list[str]:
    """The sentences that say what a sentence stands under."""
    sentences = segment(Document("d", "", text, ""))
    places = {one.text: where for one, where in placed(sentences, 0, len(sentences) - 1)}
    return [one.text for one in places[sentence].above]


@pytest.mark.parametrize(
    ("text", "sentence", "expected"),
    [
        (LETTERS, "I am on holiday next week.", ["From: Piet Hansen", "Sent: 6 November 2025"]),
        (LETTERS, "Rolf has the password.", ["# Annex"]),
        (HEARING, "It is late.", ["## Cost", "**The Chair:** Let us begin."]),
        (FAQ, "No.", []),  # a question says nothing
        ("# Is it cold?\n\nNo.", "No.", []),
        ("No.", "No.", []),
    ],
)
def test_the_sentences_that_others_stand_under(text: str, sentence: str, expected: list[str]) -> None:
    assert above(text, sentence) == expected


def test_an_answer_stands_under_its_question() -> None:
    found = under(FAQ)
    assert found["No."] == found["It is made for wood."] == "Can I burn coal in it?"
    assert found["Once a year."] == "How often is the flue cleaned?"
    assert found["It takes an hour."] == found["**Can I burn coal in it?**"] == "Questions"
    assert {"**Can I burn coal in it?**", "**How often is the flue cleaned?**"} < heads(FAQ)


NESTED = """\
# Offices

They are ours.

## Berlin

It is old.

### Opening hours

Until 20:00.

### May I bring a guest?

Announce them.

## Lisbon

### Opening hours

Until 19:00.

# Annex

It is void.
"""


def test_a_section_in_another_one_stands_under_both() -> None:
    assert under(NESTED) == {
        "# Offices": "",
        "They are ours.": "Offices",
        "## Berlin": "",
        "It is old.": "Berlin",
        "### Opening hours": "",
        "Until 20:00.": "Berlin: Opening hours",
        "### May I bring a guest?": "",
        "Announce them.": "Berlin: May I bring a guest?",
        "## Lisbon": "",
        "Until 19:00.": "Lisbon: Opening hours",
        "# Annex": "",
        "It is void.": "Annex",
    }
    assert above(NESTED, "Until 19:00.") == ["## Lisbon", "### Opening hours"]


def test_the_number_of_a_section_is_nothing_that_it_says() -> None:
    assert under("# Terms\n\n## 4. Fees\n\nThey are due in May.\n")["They are due in May."] == "Fees"


@pytest.mark.parametrize("between", [0, 2 * HEADING_REACH])
def test_it_does_so_wherever_one_begins_to_read(between: int) -> None:
    text = NESTED.replace("It is old.", "It is old. " + "More is told. " * between)
    sentences = segment(Document("d", "", text, ""))
    at = next(one.index for one in sentences if one.text == "Until 20:00.")
    [(_, standing)] = placed(sentences, at, at)
    assert standing.under == "Berlin: Opening hours"


def test_what_comes_before_a_question_belongs_to_it() -> None:
    found = under(INTERVIEW)
    asked = "Mr Brekke, you began at the age of 51. Why so late?"
    assert found["Because I was at sea until then."] == found["The yard closed in 2009."] == asked
    assert found["They may."] == ""


def test_a_letter_stands_under_who_wrote_it_when() -> None:
    found = under(LETTERS)
    assert found["I sent the form today."] == "From: Amina Diallo, 5 November 2025"
    assert found["I am on holiday next week."] == "From: Piet Hansen, 6 November 2025"
    assert found["Rolf has the password."] == "Annex"
    assert "Date: 5 November 2025" in heads(LETTERS)


def test_what_somebody_says_stands_under_the_name() -> None:
    found = under(HEARING)
    assert found["It is late."] == "Cost: The Chair"
    assert found["I stand by my figure."] == "Cost: Gareth Llewhellin"
    assert found["It has not changed."] == "Cost: Dr Abara"
    assert found["Dr Abara: We differ: ours is higher."] == "Cost"
    assert found["Wear gloves."] == found["The committee rose."] == "Note"


def test_a_clause_stands_under_the_title_that_it_opens_with() -> None:
    found = under(CONTRACT)
    assert found["She works in Lund."] == "Agreement: Place of work"
    assert found["She has 28 days of leave."] == found["Five may be carried over."] == "Agreement: Leave"
    assert found["A note is needed."] == "Agreement: Sickness"
    assert (
        found["2. Leave."]
        == found["Use water."]
        == found["It is open."]
        == found["It is late."]
        == "Agreement"
    )
    assert heads(CONTRACT) == {"# Agreement", "1. Place of work.", "2. Leave.", "**Sickness.**"}
    assert above(CONTRACT, "A note is needed.") == ["# Agreement", "**Sickness.**"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("He left. Why did he go? Nobody knows.", "Nobody knows."),  # told, not asked
        ("Is it old?\n\nIs it new?\n\nIs it red?", "Is it new?"),  # a list of questions
        ("From: 9:00\nTo: 17:00\n\nThe shop is closed on Sundays.", "The shop is closed on Sundays."),
        ("One. Two. Three. Four. Why?\n\nIt rained.", "It rained."),
        ("Why?", "Why?"),
    ],
)
def test_what_heads_nothing(text: str, sentence: str) -> None:
    assert under(text)[sentence] == ""


@pytest.mark.parametrize("mark", ["**", "__"])
def test_a_mark_that_does_not_end_is_not_said(
    answered: Callable[[str, str, str], reqa.Answer], mark: str
) -> None:
    text = (
        f"{mark}The ship was stuck in the ice. Were you afraid?{mark}\n\nNo, it was {mark}not{mark} cold.\n"
    )
    answer = answered(text, "Where was the ship stuck?", "It was far away. [1]\n")
    assert answer.text == "The ship was stuck in the ice. [1]"
    (citation,) = answer.citations
    assert text[citation.start_char_index : citation.end_char_index] == citation.cited_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**The ship was stuck.", "The ship was stuck."),
        ("Were you __not__ afraid?__", "Were you __not__ afraid?"),
        ("**The ship** was stuck.", "**The ship** was stuck."),
        ("It costs 2 ** 3 euros.", "It costs 2 ** 3 euros."),
    ],
)
def test_marks_that_only_begin_or_end_are_loose(text: str, said: str) -> None:
    assert without_loose_marks(text) == said
