"""Rows of timetables: which of them are for the time that is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.evidence import sentences_in
from reqa.segment import segment
from reqa.text.tables import LEAST_SCORE
from reqa.text.timetables import for_its_times
from reqa.types import Chunk, Document, ScoredSentence

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


def read(question: str) -> tuple[list[ScoredSentence], list[ScoredSentence]]:
    """The sentences of a document, all, and those that are read."""
    sentences = segment(Document("d", "", HOURS, ""))
    whole = Chunk("d", 0, len(sentences) - 1, 0, len(HOURS), HOURS)
    scored = sentences_in([whole], lambda _: sentences)
    return scored, for_its_times(question, scored, lambda _: sentences)


def test_a_time_that_no_row_is_for_leaves_them_all() -> None:
    scored, left = read("When is the castle closed in January?")
    assert left == scored


@pytest.mark.parametrize(
    ("question", "score"),
    [("What are the Saturday hours in July?", LEAST_SCORE), ("Is it closed in July?", 0.0)],
)
def test_a_row_for_the_time_fits_if_it_has_what_is_asked_of_it(question: str, score: float) -> None:
    _, left = read(question)
    assert [one.score for one in left if one.told] == [score]
