"""What is said of one version, where another one is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.checks.versions import of_other_versions
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


def told_apart(question: str, heading: str, text: str) -> bool:
    one = ScoredSentence(Sentence("d", 0, 0, len(text), text, 0), 1.0, heading)
    return one.sentence in of_other_versions(question, [one])


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
    assert told_apart(question, "4.2.1 (2025-05-02): Fixed", "A crash on Sundays was mended.")


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
        ("Which crash took 2.5 hours?", "4.2.1", "A crash was mended."),
        ("What was mended in 2025?", "4.2.1", "A crash was mended."),
        # What it stands under is none.
        ("What was mended in 4.3?", "Fixed", "A crash was mended."),
        ("What was mended in 4.3?", "Fixed on 02.05.2025", "A crash was mended."),
    ],
)
def test_what_may_be_of_that_version_is_not(question: str, heading: str, text: str) -> None:
    assert not told_apart(question, heading, text)


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


@pytest.mark.parametrize("said", ["4.2.1 came on 2025-05-02.", "2025-05-02"])
def test_the_heading_of_a_version_tells_when_it_came(tmp_path: Path, fake_models: None, said: str) -> None:
    answer, _ = asked(tmp_path, "When did 4.2.1 come, which mended the crash?", f"{said} [1]")
    assert [one.text for one in answer.statements] == [said]
    assert "## 4.2.1 (2025-05-02)" in [one.cited_text for one in answer.citations]


def test_what_the_heading_does_not_say_is_not_in_it(tmp_path: Path, fake_models: None) -> None:
    answer, _ = asked(
        tmp_path, "When did 4.2.1 come, which mended the crash?", "4.2.1 came on 2025-06-02. [1]"
    )
    assert "2025-06-02" not in answer.text


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
