"""What is said of one version, where another one is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat, overlap

import reqa
from reqa.attribute import attribute
from reqa.checks.apart.versions import of_other_versions
from reqa.text.terms import amounts, numbers, quantities, versions
from reqa.types import ScoredSentence, Sentence

CHANGES = """\
# Tiller changelog

## 4.3.0 (2025-09-18)

- Tables can be printed on paper.

## 4.2.1 (2025-05-02)

- A crash on Sundays was mended.

## 4.1.0 (2024-11-20)

- Tables can be printed as pictures.
"""


def told_apart(question: str, heading: str, text: str, *other_headings: str) -> bool:
    """Whether a sentence is of another version, among others that stand under some headings."""
    evidence = [
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + len(said), said, 0), 1.0, under)
        for i, (under, said) in enumerate(
            [(heading, text), *((other, "It rained.") for other in other_headings)]
        )
    ]
    return evidence[0].sentence in of_other_versions(question, evidence)


@pytest.mark.parametrize(
    "question",
    [
        "What was mended in 4.3.0?",
        "What was mended in 4.3?",
        "What was mended in 4.0?",
        "What was mended in version 4.2.11?",
        "What was mended in 4.2.1.3?",
    ],
)
def test_what_stands_under_another_version_is_of_that(question: str) -> None:
    others = ("4.3.0 (2025-09-18): Fixed", "4.0.0 (2024-06-05)")
    assert told_apart(question, "4.2.1 (2025-05-02): Fixed", "A crash on Sundays was mended.", *others)


@pytest.mark.parametrize(
    ("question", "heading", "text"),
    [
        ("What was mended in 4.2.1?", "4.2.1 (2025-05-02): Fixed", "A crash was mended."),
        ("What was mended in Tiller 4.2?", "4.2.1 (2025-05-02): Fixed", "A crash was mended."),
        ("What was mended in 4.2.0 and 4.2.1?", "4.2.1", "A crash was mended."),
        # It names the version itself, or no version is asked about.
        ("When will 4.4 come?", "4.2.1 (2025-05-02)", "Maps are planned for 4.4."),
        ("What has been wrong since 4.1.0?", "4.2.1", "The heights were wrong since 4.1.0."),
        ("What was mended?", "4.2.1 (2025-05-02)", "A crash was mended."),
        ("Is a grade of 3.5 enough?", "4.2.1 Admission", "A grade of 3.0 is needed."),
        ("Which crash took 2.5 hours?", "4.2.1", "A crash was mended."),
        ("What was mended in 2025?", "4.2.1", "A crash was mended."),
        # What it stands under is none.
        ("What was mended in 4.3?", "Fixed", "A crash was mended."),
        ("What was mended in 4.2.1?", "4.2.1 and 4.2.0", "A crash was mended."),
        ("What was mended in 4.3?", "Fixed on 02.05.2025", "A crash was mended."),
    ],
)
def test_what_may_be_of_that_version_is_not(question: str, heading: str, text: str) -> None:
    assert not told_apart(question, heading, text)


def test_a_version_is_not_what_another_one_begins_with() -> None:
    assert told_apart("What was mended in 4.2.1?", "4.2.11", "A crash on Sundays was mended.")


def test_a_version_is_one_number_and_no_amount() -> None:
    text = "Version 4.2.10 of 3.5 MB came on 12.03.2024, after 4.2.0."
    assert versions(text) == {"4.2.10", "4.2.0"}
    assert numbers(text) == {"4.2.10", "4.2", "3.5", "12.03", "2024"}
    assert numbers("4.2.0") == numbers("4.2")
    assert {str(amount) for amount in amounts(text)} == {"4.2", "3.5", "12.03", "2024"}
    assert quantities("4.2.10 hours") == set()


def asked(tmp_path: Path, question: str, said: str) -> tuple[reqa.Answer, ScriptedChat]:
    (tmp_path / "changes.md").write_text(CHANGES)
    chat = ScriptedChat(answer=said)
    with reqa.open(tmp_path, index_dir=tmp_path / "index", llm=chat) as qa:
        return qa.ask(question), chat


def test_the_model_reads_only_what_is_of_that_version(tmp_path: Path, fake_models: None) -> None:
    answer, chat = asked(tmp_path, "How can tables be printed since 4.1?", "As pictures. [1]")
    assert "paper" not in chat.prompts[0]
    assert [one.cited_text for one in answer.citations] == ["- Tables can be printed as pictures."]


@pytest.mark.parametrize("said", ["4.2.1 came on 2025-05-02.", "4.2.1 came on 2 May 2025.", "2025-05-02"])
def test_the_heading_of_a_version_tells_when_it_came(tmp_path: Path, fake_models: None, said: str) -> None:
    answer, chat = asked(tmp_path, "When did 4.2.1 come, which mended the crash?", f"{said} [1]")
    assert [one.text for one in answer.statements] == [said]
    assert "## 4.2.1 (2025-05-02)" in [one.cited_text for one in answer.citations]
    # The model is only asked about what is in words of its own, and then with the heading.
    assert [text.count("4.2.1 (2025-05-02)") for text in chat.checked] == [1] * ("came" in said)


def test_the_model_reads_a_heading_that_alone_is_cited(tmp_path: Path, fake_models: None) -> None:
    answer, chat = asked(tmp_path, "When did Tiller 4.2.1 come?", "4.2.1 came on 2025-05-02. [1]")
    assert [one.cited_text for one in answer.citations] == ["# Tiller changelog", "## 4.2.1 (2025-05-02)"]
    assert "## 4.2.1 (2025-05-02)" in chat.checked[0]


@pytest.mark.parametrize("day", ["2025-06-02", "2 June 2025"])
def test_what_the_heading_does_not_say_is_not_in_it(tmp_path: Path, fake_models: None, day: str) -> None:
    answer, _ = asked(tmp_path, "When did 4.2.1 come, which mended the crash?", f"4.2.1 came on {day}. [1]")
    assert day not in answer.text


def test_the_heading_of_another_version_does_not(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "changes.md").write_text(
        "# Tiller changelog\n\n## Version 4.2.0 (2025-03-11)\n\n- Maps are planned for version 4.4.\n\n"
        "## Version 4.1.0 (2024-11-20)\n\n- A crash was mended.\n"
    )
    chat = ScriptedChat(answer="2025-03-11 [1]")
    with reqa.open(tmp_path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("When are maps planned for version 4.4?")
    assert "2025-03-11" not in answer.text


def test_a_version_that_is_not_there_is_named(tmp_path: Path, fake_models: None) -> None:
    answer, chat = asked(tmp_path, "What was mended in 4.2.3?", "A crash. [1]")
    assert answer.text.endswith("do not mention 4.2.3.")
    assert not chat.prompts


def test_where_a_sentence_has_the_figures_no_heading_is_cited() -> None:
    head = Sentence("d", 0, 0, 21, "## 4.2.1 (2025-05-02)", 0, is_heading=True)
    one = Sentence("d", 1, 30, 60, "It came on 2025-05-02.", 1)
    evidence = [ScoredSentence(one, 1.0, "4.2.1 (2025-05-02)", (head,))]
    found = attribute("2025-05-02", "When did it come?", evidence, (0,), overlap)
    assert [sentence for sentence, _ in found.sentences] == [one]


@pytest.mark.parametrize(
    ("question", "statement", "heading", "not_about"),
    [
        ("When was Jutta Ladde born?", "1921", "# Peter Ladde (1921 to 1980)", {"jutta"}),
        ("When were 9 clubs founded?", "2025-06-02", "# Clubs (2025-06-02)", set()),
        ("When did it rain?", "2025-05-02", "# News of 2025-05-02", set()),
    ],
)
def test_a_heading_that_is_about_something_else_tells_nothing(
    question: str, statement: str, heading: str, not_about: set[str]
) -> None:
    head = Sentence("d", 0, 0, len(heading), heading, 0, is_heading=True)
    said = Sentence("d", 1, 50, 80, "The library was opened by him.", 1)
    other = Sentence("d", 2, 90, 120, "It did rain, and Jutta came.", 2)
    evidence = [
        ScoredSentence(other, 2.0),
        ScoredSentence(said, 1.0, heading.strip("# "), (head,), not_about=frozenset(not_about)),
    ]
    assert not attribute(statement, question, evidence, (1,), overlap).supported


def test_a_heading_without_figures_is_not_what_another_sentence_means() -> None:
    head = Sentence("d", 0, 0, 13, "# Peter Ladde", 0, is_heading=True)
    opened = Sentence("d", 2, 90, 130, "The Ladde library was opened by him.", 2)
    mason = Sentence("d", 1, 50, 80, "He was a mason.", 1)
    evidence = [ScoredSentence(opened, 2.0), ScoredSentence(mason, 1.0, "Peter Ladde", (head,))]
    assert not attribute("Peter", "Who opened the Ladde library?", evidence, (0,), overlap).supported


def test_something_comes_closest_where_all_is_of_other_versions(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "since 4.4.md").write_text(CHANGES.removeprefix("# Tiller changelog\n\n"))
    with reqa.open(tmp_path, index_dir=tmp_path / "index", llm=ScriptedChat(answer="{1} [1]")) as qa:
        answer = qa.ask("Which crash on Sundays was mended in 4.4?")
    assert answer.abstained
    assert answer.nearest
