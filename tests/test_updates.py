"""What a later document says instead of an earlier one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.types import Document, ScoredSentence, Sentence
from reqa.updates import update_of, with_updates

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


DATES = {"old": "1 March 2025", "mid": "2 June 2025", "new": "9 September 2025", "undated": "Soon"}
NOTES = {name: Document(name, "", f"The Ostvik mill\n\n{date}\n", "") for name, date in DATES.items()}


def one(document_id: str, text: str, score: float = 0.0, *, is_heading: bool = False) -> ScoredSentence:
    return ScoredSentence(Sentence(document_id, 1, 0, len(text), text, 0, is_heading), score)


def ahead(*scored: ScoredSentence, like: Sequence[ScoredSentence] = (), asked: str = ASKED) -> list[str]:
    """What is read, best first, where sentences like the others are found, with how much they are alike."""
    found = with_updates(
        asked,
        scored,
        NOTES.__getitem__,
        lambda _, is_meant: [other for other in like if is_meant(other.sentence.document_id)],
    )
    return [one.text for one in found]


OLD, MID, NEW = one("old", "14 people", 5.0), one("mid", "17 people", 3.0), one("new", "22 people", 4.0)


def test_the_latest_comes_first_of_all_that_is_alike() -> None:
    assert ahead(OLD, like=[NEW, MID]) == ["22 people", "17 people", "14 people"]
    assert ahead(OLD, like=[MID, NEW]) == ["22 people", "17 people", "14 people"]


def test_of_each_later_document_what_is_most_alike_is_read() -> None:
    assert ahead(OLD, like=[NEW, one("new", "9 doors", 3.0)]) == ["22 people", "14 people"]


@pytest.mark.parametrize(
    "other",
    [
        one("new", "22 people", 0.5),
        one("new", "People", 4.0, is_heading=True),
        one("undated", "22 people", 4.0),
    ],
)
def test_what_is_hardly_alike_or_only_a_heading_or_undated_is_no_update(other: ScoredSentence) -> None:
    assert ahead(OLD, like=[other]) == ["14 people"]


@pytest.mark.parametrize(
    "known",
    [
        one("old", "People", 5.0, is_heading=True),
        one("undated", "14 people", 5.0),
        one("new", "14 people", 5.0),
    ],
)
def test_what_has_no_update(known: ScoredSentence) -> None:
    assert ahead(known, like=[MID, NEW]) == [known.text]


def test_only_what_fits_the_question_has_updates() -> None:
    assert ahead(one("undated", "It rains.", 9.5), OLD, like=[NEW]) == ["It rains.", "14 people"]
    assert ahead(OLD, like=[NEW], asked="How many people did it employ?") == ["14 people"]
    assert ahead(OLD, like=[NEW], asked="How many people does Lund employ?") == ["14 people"]
    assert ahead(OLD, like=[NEW], asked="How many people does Ostvik employ?") == ["22 people", "14 people"]


def test_what_is_far_better_already_is_not_put_back() -> None:
    best = one("new", "22 people", 9.0)
    found = with_updates(ASKED, [best, OLD], NOTES.__getitem__, lambda _, is_meant: [best] * is_meant("new"))
    assert [(found.text, found.score) for found in found] == [("22 people", 9.0), ("14 people", 5.0)]


def update(
    *evidence: ScoredSentence,
    alike: Sequence[str],
    cited: Sequence[ScoredSentence] = (OLD,),
    asked: str = ASKED,
) -> str | None:
    """What is told instead of `14`, where the reranker finds these pairs `statement > text` alike."""

    def score(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [3.0 if f"{text} > {other}" in alike else 2.0 for text, other in pairs]

    claim = ("14", [known.sentence for known in cited])
    found = update_of(claim, asked, evidence, NOTES.__getitem__, score)
    return found.text if found else None


def test_what_is_like_a_statement_or_its_source_is_told_instead() -> None:
    assert update(OLD, NEW, alike=["14 > 22 people"]) == "22 people"
    assert update(OLD, NEW, alike=["14 people > 22 people"]) == "22 people"
    assert update(NEW, MID, alike=["14 > 22 people", "14 > 17 people"]) == "22 people"
    assert update(MID, NEW, alike=["14 > 22 people", "14 > 17 people"]) == "22 people"


def test_what_is_cited_may_itself_be_later_than_the_rest() -> None:
    assert update(OLD, NEW, alike=["14 people > 22 people"], cited=[OLD, NEW]) == "22 people"
    assert update(OLD, NEW, alike=["14 > 22 people"], cited=[OLD, NEW]) is None
    assert update(OLD, MID, NEW, alike=["14 people > 17 people"], cited=[OLD, NEW]) is None


def test_nothing_is_told_instead() -> None:
    assert update(OLD, NEW, alike=[]) is None
    assert update(OLD, NEW, alike=["14 > 22 people"], asked="How many were there?") is None
    assert update(OLD, NEW, alike=["14 > 22 people"], cited=[OLD, one("undated", "14")]) is None
    assert update(OLD, MID, alike=["14 > 17 people"], cited=[OLD, NEW]) is None
    assert update(OLD, NEW, alike=["14 > 22 people"], asked="How many does Lund employ?") is None
    assert update(OLD, NEW, alike=["14 > 22 people"], asked="How many does Ostvik employ?")
    other = dataclasses.replace(NEW, not_about=frozenset({"lund"}))
    assert update(OLD, other, alike=["14 > 22 people"]) is None
    heading = one("new", "22 people", is_heading=True)
    assert update(OLD, heading, alike=["14 > 22 people"]) is None


def test_what_is_known_to_be_later_is_told_once(asked: Asked) -> None:
    answer, _ = asked(
        {"a.md": MARCH, "b.md": JUNE}, "It employs 14 people.\nIt employs 17 people, women and men."
    )
    assert answer.text == "It employs 14 people. [1] It employs 17 people, women and men. [2]"


def test_another_name_is_another_answer(asked: Asked) -> None:
    march = "# The mill\n\n14 March 2025\n\nSigne Dahl heads the mill.\n"
    june = "# News\n\n2 June 2025\n\nJonas Moe heads the mill after Signe Dahl.\n"
    answer, _ = asked({"a.md": march, "b.md": june}, "Signe Dahl heads the mill. [2]", "Who heads the mill?")
    assert answer.text.endswith("which is later, says: Jonas Moe heads the mill after Signe Dahl. [2]")


def test_a_statement_that_mixes_what_is_so_with_what_was_gives_way_to_it(asked: Asked) -> None:
    march = "# The mill\n\n14 March 2025\n\nSigne Dahl heads the oaken mill.\n"
    june = "# News\n\n2 June 2025\n\nJonas Moe heads the mill after Signe Dahl.\n"
    said = "Signe Dahl heads the oaken mill, and Jonas Moe. [1][2]"
    answer, _ = asked({"a.md": march, "b.md": june}, said, "Who heads the mill?")
    assert answer.text == "Jonas Moe heads the mill after Signe Dahl. [1]"


NOTE = "# Notes\n\n14 March 2025\n\nThe mill employs {}.\n"
LATER = "# News\n\n2 June 2025\n\nThe mill employs 17 people.\n"


def test_what_is_out_of_date_does_not_complete_an_answer(asked: Asked) -> None:
    march = NOTE.format("people, a man, dog, cat, hen, pig, cow, ox, bee, ant, fox and owl")
    answer, _ = asked({"a.md": march, "b.md": LATER}, "It employs 17 people.")
    assert answer.text == "It employs 17 people. [1]"


def test_another_figure_that_is_out_of_date_is_told_as_an_earlier_one(asked: Asked) -> None:
    answer, _ = asked({"a.md": NOTE.format("14 people"), "b.md": LATER}, "It employs 17 people.")
    assert answer.text == (
        "It employs 17 people. [1] Earlier, a.md (14 March 2025) said: The mill employs 14 people. [2]"
    )
