"""What a later document says instead of an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa

MARCH = "# The mill\n\n14 March 2025\n\nThe mill employs 14 people. Its wheel is made of oak.\n"
JUNE = (
    "# News of the mill\n\n2 June 2025\n\nThe mill employs 17 people, women and men. Tickets cost 9 euros.\n"
)
UNDATED = "# Staff\n\nThe mill employs 12 people.\n"
ASKED = "How many people does the mill employ?"

Asked = Callable[..., tuple[reqa.Answer, str]]


@pytest.fixture
def asked(tmp_path: Path, fake_models: None) -> Asked:
    """The answer to a question, and what the model read, when it says this."""

    def asked(texts: Mapping[str, str], said: str, question: str = ASKED) -> tuple[reqa.Answer, str]:
        folder = tmp_path / "documents"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text)
        chat = ScriptedChat(answer=said)
        with reqa.open(folder, index_dir=tmp_path / "index", llm=chat) as qa:
            return qa.ask(question), chat.prompts[0]

    return asked


def test_what_is_later_is_read_first(asked: Asked) -> None:
    answer, prompt = asked({"a.md": MARCH, "b.md": JUNE}, "It employs 17 people.")
    assert prompt.index("17 people, women") < prompt.index("14 people")
    assert answer.text == "It employs 17 people. [1]"


def test_an_answer_from_an_earlier_document_is_told_with_what_a_later_one_says(asked: Asked) -> None:
    answer, _ = asked({"a.md": MARCH, "b.md": JUNE}, "It employs 14 people.")
    assert answer.text == (
        "It employs 14 people. [1] "
        "But b.md (2 June 2025), which is later, says: The mill employs 17 people, women and men. [2]"
    )
    assert [one.document_id for one in answer.citations] == ["a.md", "b.md"]


def test_what_is_out_of_date_is_not_told_behind_what_is_not(asked: Asked) -> None:
    answer, _ = asked({"a.md": MARCH, "b.md": JUNE}, "It employs 17 people.\nIt employs 14 people.")
    assert answer.text == "It employs 17 people. [1]"


@pytest.mark.parametrize(
    ("texts", "question"),
    [
        ({"a.md": MARCH, "b.md": JUNE}, "How many people did the mill employ?"),
        ({"a.md": MARCH, "b.md": JUNE.replace("2 June 2025", "2 June 2024")}, ASKED),
        ({"a.md": UNDATED, "b.md": JUNE}, ASKED),
        ({"a.md": MARCH, "b.md": JUNE.replace("The mill employs", "It rained on")}, ASKED),
    ],
)
def test_nothing_is_out_of_date(asked: Asked, texts: Mapping[str, str], question: str) -> None:
    first = next(iter(texts.values())).split("\n\n")[-1].split(".")[0]
    answer, _ = asked(texts, f"{first}.", question)
    assert "later" not in answer.text
    assert answer.statements[0].text == f"{first}."


def test_what_has_not_changed_is_told_once(asked: Asked) -> None:
    answer, _ = asked(
        {"a.md": MARCH, "b.md": JUNE.replace("17 people, women and men", "14 people, women and men")},
        "14 people.",
    )
    assert "later" not in answer.text
