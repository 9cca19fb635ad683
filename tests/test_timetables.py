"""Rows of timetables: which of them are for the time that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.evidence import sentences_in
from reqa.segment import segment
from reqa.text.timetables import for_its_times
from reqa.types import Chunk, Document

BOATS = """\
# Boats to the island

| Boat | Days | Season | Departs |
|---|---|---|---|
| Marigold | Monday to Friday | April to October | 08:15 |
| Senara | Sunday | April to October | 10:30 |
| Kittiwake | Saturday | November to March | 10:00 |
| Rover | daily | all year | 12:00 |
"""
HOURS = """\
# The castle

| Season | Monday | Saturday |
|---|---|---|
| Summer (15 June to 15 September) | 10:00 to 18:00 | 9:00 to 20:00 |
| Autumn (16 September to 31 October) | closed | 10:00 to 17:00 |

It was built in 1932.
"""
FOUNDED = """\
# Boats

| Boat | Built | Departs |
|---|---|---|
| Marigold | May 1990 | 08:15 |
| Senara | unknown | 10:30 |
| Rover | June 1991 | 12:00 |
"""
NAMES = ("Marigold", "Senara", "Kittiwake", "Rover", "Summer", "Autumn")


@pytest.mark.usefixtures("fake_models")
@pytest.mark.parametrize(
    ("text", "question", "read"),
    [
        (BOATS, "Which boat departs for the island in winter?", {"Kittiwake", "Rover"}),
        (BOATS, "Which boat departs for the island on a Sunday?", {"Senara", "Rover"}),
        (BOATS, "Which boat departs for the island on weekdays in May?", {"Marigold", "Rover"}),
        (
            BOATS,
            "Which boat departs for the island before May?",
            {"Marigold", "Senara", "Kittiwake", "Rover"},
        ),
        (BOATS, "Which boat departs for the island?", {"Marigold", "Senara", "Kittiwake", "Rover"}),
        (HOURS, "When is the castle closed on a Saturday in July?", {"Summer"}),
        (HOURS, "When is the castle closed in autumn?", {"Autumn"}),
        (FOUNDED, "Which boat departs in May?", {"Marigold", "Senara", "Rover"}),
    ],
)
def test_the_model_reads_the_rows_for_the_time(
    tmp_path: Path, text: str, question: str, read: set[str]
) -> None:
    (tmp_path / "times.md").write_text(text)
    chat = ScriptedChat()
    with reqa.open(tmp_path / "times.md", index_dir=tmp_path / "index", llm=chat) as qa:
        qa.ask(question)
    (prompt,) = chat.prompts
    assert {name for name in NAMES if name in prompt} == read


@pytest.mark.usefixtures("fake_models")
def test_it_is_told_that_they_are(tmp_path: Path) -> None:
    (tmp_path / "times.md").write_text(BOATS)
    chat = ScriptedChat()
    with reqa.open(tmp_path / "times.md", index_dir=tmp_path / "index", llm=chat) as qa:
        qa.ask("Which boat departs for the island on a Saturday in winter?")
    assert "Saturday, winter: Boat: Kittiwake; Days: Saturday;" in chat.prompts[0]


def test_a_time_that_no_row_is_for_leaves_them_all() -> None:
    sentences = segment(Document("d", "", HOURS, ""))
    whole = Chunk("d", 0, len(sentences) - 1, 0, len(HOURS), HOURS)
    scored = sentences_in([whole], lambda _: sentences)
    assert for_its_times("When is the castle closed in January?", scored, lambda _: sentences) == scored
