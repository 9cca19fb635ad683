"""What a text says of one of the groups that it lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.apart.groups import of_other_groups
from reqa.segment import segment
from reqa.types import Document, ScoredSentence

LIST = """\
- Full-time employees: 37 hours a week.
- Part-time employees: fewer.
- Interns: people on a placement.
- Contractors: people of another firm.

Some interns come in May, some contractors in June.

"""
TABLE = """\
| Group | Days |
|---|---|
| Full-time | 27 |
| Part-time | 12 |
| Interns | 1.5 |

We have full-time and part-time staff and interns.

"""
PAID = "Full-time and part-time employees are paid for eight weeks."


def not_about(question: str, last: str, text: str = LIST, heading: str = "") -> set[str]:
    """The terms that the last sentence of a text is not about."""
    sentences = segment(Document("d", "", text + last, ""))
    one = ScoredSentence(sentences[-1], 1.0, heading)
    return set(of_other_groups(question, [one], lambda _: sentences).get(one.sentence, ()))


BOLD = LIST.replace("- Full-time employees:", "- **Full-time employees**:").replace(
    "- Interns:", "- **Interns:**"
)


COUNTED = LIST.replace("s: ", "s (84 people): ")


@pytest.mark.parametrize(
    "text", [LIST, COUNTED, TABLE, BOLD, LIST.replace("s: ", "s – "), TABLE.replace("Interns", "__Interns__")]
)
def test_what_names_only_other_groups_is_not_about_the_one(text: str) -> None:
    assert not_about("How long are interns paid?", PAID, text) == {"intern"}


def test_what_groups_have_in_common_tells_nothing() -> None:
    last = "Each full-time employee has a budget."
    assert not_about("Which budget do part-time employees have?", last) == {"part"}
    assert not_about("Which budget do full-time employees have?", last) == set()


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("How long are employees paid?", PAID),
        ("How long are full-time employees paid?", PAID),
        ("How long are interns paid?", "All are paid for eight weeks."),
        ("How long are interns paid?", "Interns are paid as part-time employees are."),
        ("How long are interns paid?", "Guests are not."),
    ],
)
def test_what_names_the_one_or_none_may_be_about_it(question: str, last: str) -> None:
    assert not_about(question, last) == set()


def test_what_it_stands_under_may_name_the_one() -> None:
    assert not_about("How long are interns paid?", PAID, heading="Interns and others") == set()


@pytest.mark.parametrize(
    "text",
    [
        "- Interns: some.\n- Contractors: others.\n\nThe interns and contractors eat.\n\n",  # two are no list
        "- Interns: some.\n- Contractors: others.\n- Lund: a town.\n\n",  # spoken of nowhere
        "- Interns: a.\n- Contractors: b.\n- Guests: c.\n\nThe interns eat.\n\n",
        "- Oslo: a town.\n- Lund: a town.\n- Ask: a town.\n\nOslo and Lund are towns.\n\n",
        "- Interns: a.\n\n- A: it is.\n- Contractors: b.\n\n- Guests: c.\n\nThe interns and guests eat.\n\n",
    ],
)
def test_lists_that_tell_no_groups_apart(text: str) -> None:
    assert not_about("How long are interns paid in Oslo?", "Contractors are not paid in Lund.", text) == set()


def test_another_group_is_no_answer(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(LIST + PAID, "How many weeks are interns paid?", "They are paid for eight weeks. [1]\n")
    assert answer.abstained
    assert answer.text.endswith(f"is about another one: {PAID}")
