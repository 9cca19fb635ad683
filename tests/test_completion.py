"""Sentences that belong to a complete answer, though the model left them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.checks.completion import MOST, SCORE_MARGIN, left_out, names_only_some
from reqa.types import ScoredSentence, Sentence

FIRST = "The harbour was dug by prisoners."
SECOND = "Later its basin was widened twice with Dutch machines."
ASKED = "How was the harbour made?"


def also(*texts_and_gaps: tuple[str, float], said: str = "By prisoners", heading: str = "") -> list[str]:
    """What is left out by an answer that cites `FIRST`, among sentences so far below it."""
    evidence = [
        ScoredSentence(
            Sentence("d", i, 100 * i, 100 * i + len(text), text, 0, text[0] == "#"), 5.0 - gap, heading
        )
        for i, (text, gap) in enumerate([(FIRST, 0.0), *texts_and_gaps])
    ]
    found = left_out(ASKED, [(said, [evidence[0].sentence])], evidence, {})
    return [sentence.text for sentence in found]


def test_what_fits_as_well_and_says_something_new_is_left_out() -> None:
    assert also((SECOND, SCORE_MARGIN / 2)) == [SECOND]


def test_what_fits_less_is_not() -> None:
    assert also((SECOND, SCORE_MARGIN * 2)) == []


def test_what_has_been_said_is_not() -> None:
    assert also(("Prisoners dug the harbour by hand.", 0.0)) == []
    assert also((SECOND, 0.0), said=f"By prisoners. {SECOND}") == []
    assert also((SECOND, 0.0), ("The basin was widened twice.", 0.0)) == [SECOND]


def test_a_heading_or_a_question_is_not() -> None:
    assert also(("# Dutch machines", 0.0)) == []
    assert also(("Was its basin widened twice with Dutch machines?", 0.0)) == []


def test_what_stands_under_the_same_question_is_not() -> None:
    assert also((SECOND, 0.0), heading="Harbour") == [SECOND]
    assert also((SECOND, 0.0), heading="How was the harbour made?") == []


def test_what_stands_under_another_version_is_not() -> None:
    first, second = (
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + 9, text, 0), 5.0, f"Version 4.{i + 1}")
        for i, text in enumerate(("Folders can be shared.", "Photos are uploaded again."))
    )
    assert about_both("What is new?", first, second) == [second.text]
    assert about_both("What is new in version 4.1?", first, second) == []


def test_a_heading_is_all_there_is_to_its_date() -> None:
    heading = Sentence("d", 0, 0, 20, "## 4.2.1 (2025-05-02)", 0, True)
    evidence = [
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + len(text), text, 1), 5.0)
        for i, text in enumerate((FIRST, SECOND), 1)
    ]
    assert left_out("When did 4.2.1 come?", [("2025-05-02", [heading])], evidence, {}) == []
    cited = [heading, evidence[0].sentence]
    assert left_out("When did 4.2.1 come?", [("2025-05-02", cited)], evidence, {}) == [evidence[1].sentence]


MOLE, BRIDGE, LEFT = (
    "The Long Mole is made of stone.",
    "The Iron Bridge was cast in Denmark.",
    "It stands in Lund.",
)


def about_both(question: str, *evidence: ScoredSentence, leans_on: Sentence | None = None) -> list[str]:
    """What is left out by an answer that cites the first sentence, which may lean on another one."""
    cited = evidence[0].sentence
    leaning = {cited: leans_on} if leans_on else {}
    return [one.text for one in left_out(question, [(cited.text, [cited])], evidence, leaning)]


def test_what_else_the_question_names_is_left_out() -> None:
    mole, bridge = (
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + 9, text, 0), -3.0 * i)
        for i, text in enumerate((MOLE, BRIDGE))
    )
    assert about_both("Are the Long Mole and the Iron Bridge made of stone?", mole, bridge) == [BRIDGE]
    assert about_both("Is the Long Mole made of stone?", mole, bridge) == []
    assert about_both("Are the Long Mole and Lund Bridge made of stone?", mole, bridge) == []


def test_what_stands_under_the_name_is_about_it() -> None:
    mole = ScoredSentence(Sentence("d", 0, 0, 9, MOLE, 0), 0.0)
    left = ScoredSentence(Sentence("d", 1, 99, 108, LEFT, 0), -3.0, heading="Iron Bridge")
    question = "Are the Long Mole and the Iron Bridge made of stone?"
    assert about_both(question, left, mole) == [MOLE], "what is cited is about the bridge already"
    assert about_both(question, mole, left) == [], "quoted, nobody could tell what stands in Lund"


def test_what_a_cited_one_leans_on_is_not() -> None:
    built, stands, cast = (
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + 9, text, 0), 5.0 - gap)
        for i, text, gap in ((1, LEFT, 0.0), (0, BRIDGE, 0.2), (2, MOLE, 0.3))
    )
    assert about_both("Where is it?", built, stands, cast) == [BRIDGE, MOLE]
    assert about_both("Where is it?", built, stands, cast, leans_on=stands.sentence) == [MOLE]
    assert about_both("Where is it?", built, stands, leans_on=stands.sentence) == []


def test_what_it_leans_on_says_what_it_is_about() -> None:
    stands, cast, old = (
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + 9, text, 0), 9.0 - 3 * gap)
        for gap, i, text in ((0, 1, LEFT), (1, 0, BRIDGE), (2, 2, "The Iron Bridge is old."))
    )
    assert about_both("Where is the Iron Bridge?", stands, cast, old) == [BRIDGE]
    assert about_both("Where is the Iron Bridge?", stands, cast, old, leans_on=cast.sentence) == []


def test_it_is_not_said_with_the_answer(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = "The old harbour of Oslo made people proud and loud. {} made people wealthy."
    for subject, statements in (("Dutch trade", 2), ("It", 1)):
        answer = answered(
            text.format(subject), "What made people so?", f"{subject} made people wealthy. [2]\n"
        )
        assert len(answer.statements) == statements


def test_there_is_an_end_to_it() -> None:
    others = [(f"{word} came with {word}ish tools.", 0.0) for word in ("Alban", "Britan", "Cretan", "Dorian")]
    assert len(also(*others)) == MOST


def test_it_is_quoted_with_its_own_citation(tmp_path: Path, fake_models: None) -> None:
    said = ["The harbour made prisoners famous.", "The harbour made sailors wealthy."]
    (tmp_path / "harbour.txt").write_text("\n\n".join(said))
    chat = ScriptedChat(answer="{1} [1]\n")
    with reqa.open(tmp_path / "harbour.txt", index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("What has the harbour made?")
    assert [s.text for s in answer.statements] == said
    assert [[c.cited_text for c in s.citations] for s in answer.statements] == [[said[0]], [said[1]]]


def test_without_a_language_model_nothing_is_added(tmp_path: Path, fake_models: None) -> None:
    made = ("prisoners famous.", "sailors wealthy.", "noise, smoke and steam everywhere.")
    (tmp_path / "harbour.txt").write_text("\n\n".join(f"The harbour made {what}" for what in made))
    none = reqa.Settings(llm="none")
    with reqa.open(tmp_path / "harbour.txt", index_dir=tmp_path / "index", settings=none) as qa:
        answer = qa.ask("What has the harbour made?")
    assert len(answer.statements) == 2


def test_another_row_of_a_table_is_not() -> None:
    assert also(("| Basin | widened twice with Dutch machines |", 0.0)) == []


ABSENT = "Absent: Tomas Riel (ill), Greta Lind"


@pytest.mark.parametrize(
    ("question", "statement", "source", "some"),
    [
        ("Who was absent?", "Tomas Riel (ill) was absent.", ABSENT, True),
        ("Who was absent?", "Riel was absent.", "- **Absent**: Riel and Lind", True),
        ("Who was absent?", "Tomas Riel and Greta Lind were absent.", ABSENT, False),
        ("Why was Riel absent?", "Riel was absent because he was ill.", ABSENT, False),
        ("Who was ill?", "Riel was ill.", ABSENT, False),
        ("Who was absent?", "Riel was absent.", "Absent: Riel, who was ill", False),
        ("Who was absent?", "Nobody can say.", ABSENT, False),
    ],
)
def test_of_a_line_that_is_asked_for_all_is_said(
    question: str, statement: str, source: str, some: bool
) -> None:
    assert names_only_some(statement, question, ["The board met.", source]) == some
