"""Open questions that take a number for granted which the documents do not contain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.checks.unmentioned import takes_over, unmentioned

LEDGER = "The harbour took in 415,000 crowns in 1938.\n\nIt lost 12 boats in the war of 1939-45.\n"


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Where were 41,500 crowns lost?", "41,500"),
        ("41500 crowns of what were taken in?", "41500"),
        ("Who ran the harbour in 1983?", "1983"),
        ("How many boats were lost in 1939 and in 1946?", "1946"),
        ("What happened in the 1950s?", "the 1950s"),
        ("What happened in the 1000s?", "the 1000s"),
        ("Why was a tax of 4.15% raised?", "4.15"),
        ("What cost $415 million?", "$415 million"),
        ("Who paid 415?", "415"),
        ("Who sold version 4.15.1?", "4.15.1"),
        ("Who left on 03.05.1938?", "03.05.1938"),
        ("How much did the US pay in May 1988?", "1988"),
    ],
)
def test_a_number_that_is_not_there_is_found_as_it_is_written(question: str, number: str) -> None:
    assert unmentioned(question, [], [LEDGER]) == number


CODES = "| E1 | No water |\n| E-2 | It does not drain |\n\nPrinted on A4.\n"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("What does error E3 mean?", "E3"),
        ("what do I do when e-12 shows", "e-12"),
        ("Is it E3?", "E3"),
        ("What does E2 mean?", None),
        ("What does e 1 mean?", None),
        ("What does F3 mean?", None),
        ("What was earned in Q3?", None),
        ("What was earned in H1?", None),
        ("What does H3 mean?", "H3"),
        ("What is the COVE3 for?", None),
        ("What is XE-3-A for?", None),
    ],
)
def test_a_code_is_missing_where_there_are_others_of_its_kind(question: str, code: str | None) -> None:
    text = f"{CODES}Q1 and H2 were good."
    assert unmentioned(question, [], [text]) == code
    assert unmentioned(question, [text], []) == code


@pytest.mark.parametrize(
    "question",
    [
        "What did the harbour take in in 1938?",
        "Who paid 415000 crowns?",
        "Who paid 415 000 crowns?",
        "Who paid 415 thousand crowns?",
        "What happened in the 1930s?",
        "What happened in the 1900s?",
        "What ended in 1945?",
        "Which 3 boats were lost?",
        "Were 41,500 crowns taken in?",
        "Who paid about 400,000 crowns?",
        "Who paid more than 400,000 crowns?",
        "What do I get for 300 crowns?",
        "How much would 250 boats cost?",
        "Who is A320?",
        "Who paid 250k?",
        "Who won the 800m?",
        "Who owns the place?",
    ],
)
def test_a_question_without_such_a_number_is_left_alone(question: str) -> None:
    passages = LEDGER.split("\n\n")
    assert unmentioned(question, passages, [LEDGER]) is None


def test_a_number_in_words_counts_in_the_passages() -> None:
    assert unmentioned("Who sold 300 boats?", ["Three hundred boats were sold by Rask."], []) is None


@pytest.mark.parametrize("version", ["4.2.1", "4.2", "05.02.2025"])
def test_a_version_or_a_date_is_found_as_it_is_written(version: str) -> None:
    text = "Version 4.2.1 came on 05.02.2025."
    assert unmentioned(f"Who sold {version}?", [], [text]) is None
    assert unmentioned(f"Who sold {version}?", [], ["Version 4.3.1 came on 15.02.2025."]) == version


def test_a_limit_is_about_all_numbers_of_its_unit() -> None:
    rule = ["The clerk decides on repairs of up to 150 euros; anything above needs the director."]
    assert unmentioned("Who decides on a repair of 200 euros?", rule, rule) is None
    assert unmentioned("Who decides on a repair of 200 boats?", rule, rule) == "200"
    assert unmentioned("Who paid 200 euros?", ["Rask paid 150 euros."], []) == "200"


@pytest.mark.parametrize(
    "passage",
    [
        "Between 1980 and 1985 Rask ran the harbour.",
        "Rask ran the harbour from 1980 to 1985.",
        "Rask has run the harbour since 1981.",
        "Rask ran the harbour until 1990.",
        "Rask was appointed harbour master in 1979.",
    ],
)
def test_what_lasts_longer_may_be_so_in_a_year_that_is_not_named(passage: str) -> None:
    assert unmentioned("Who ran the harbour in 1983?", [passage], [LEDGER, passage]) is None


@pytest.mark.parametrize(
    "passage",
    [
        "Between 1980 and 1982 Rask ran the harbour.",
        "Rask has run the harbour since 1984.",
        "Rask ran the harbour until 1982.",
        "Rask was appointed harbour master in 1984.",
        "Rask painted the harbour in 1979.",
    ],
)
def test_what_is_of_other_years_is_not(passage: str) -> None:
    assert unmentioned("Who ran the harbour in 1983?", [passage], [LEDGER, passage]) == "1983"


def test_what_began_in_another_year_did_not_begin_in_that_one() -> None:
    passage = "Rask was appointed harbour master in 1979."
    assert unmentioned("Who was appointed harbour master in 1983?", [passage], [passage]) == "1983"


def test_a_number_that_is_no_year_lasts_no_time() -> None:
    passage = "Between 1980 and 1985 Rask ran the harbour."
    assert unmentioned("Who ran 1983 boats?", [passage], [passage]) == "1983"


PROPOSED = "Ms Vold proposed a rise of 2% in the fee instead."


@pytest.mark.parametrize(
    ("question", "statement", "source"),
    [
        ("Who proposed a rise of 3%?", "Ms Vold proposed 3%.", PROPOSED),
        ("Who bid 520 euros?", "Lie bid 520 euros.", "Lie bid €480 in May."),
        ("Who bid 520 euros?", "Lie bid 520 euros in 2021.", "Lie bid 480 euros in 2021."),
    ],
)
def test_a_figure_of_the_question_that_the_source_does_not_have(
    question: str, statement: str, source: str
) -> None:
    assert takes_over(statement, question, ["It rains.", source])
    assert not takes_over(statement, question, [source, "All spoke of 3%, or of 520 euros."])


@pytest.mark.parametrize(
    ("question", "statement", "source"),
    [
        ("Who proposed a rise of 3%?", "Ms Vold proposed 2%.", PROPOSED),
        ("Who proposed a rise of 3%?", "Ms Vold proposed 2%, not 3%.", PROPOSED),
        ("Who proposed a rise of 3%?", "Ms Vold did not propose 3%.", PROPOSED),
        ("Who proposed a rise of 3%?", "Ms Vold.", PROPOSED),
        ("Who proposed a rise of 3%?", "Ms Vold proposed 2% in place of 3%.", PROPOSED),
        ("Who proposed it?", "Ms Vold proposed 3%.", PROPOSED),
        (
            "What did the 2001 census find?",
            "The 2001 census found 273.",
            "It had 273 in 2001; in the 2011 census 305.",
        ),
        ("Who proposed 3 rises?", "Ms Vold proposed 3 rises.", PROPOSED),
        ("Which room can we have for 5 people?", "For 5 people the hall.", "The hall holds 8 people."),
        ("How often do 12-week pups eat?", "At 12 weeks thrice.", "From 8 to 16 weeks: three times."),
        ("How often do 12-week pups eat?", "At 12 weeks thrice.", "Of 8-16 weeks: three times."),
        ("Is a bag of 12 kg free?", "A bag of 12 kg is free.", "A bag under 20 kg is free."),
    ],
)
def test_a_figure_of_the_question_that_contradicts_nothing(
    question: str, statement: str, source: str
) -> None:
    assert not takes_over(statement, question, [source])


def test_the_source_is_quoted_in_place_of_such_a_figure(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    answer = answered(PROPOSED, "Who proposed a rise of 3%?", "Ms Vold proposed a rise of 3%. [1]")
    assert answer.text == f"{PROPOSED} [1]"


def test_the_abstention_names_the_number_and_asks_no_model(tmp_path: Path, fake_models: None) -> None:
    (tmp_path / "Report 2021.txt").write_text(LEDGER)
    chat = ScriptedChat()
    with reqa.open(tmp_path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("When did the harbour take in 41,500 crowns?")
        assert answer.abstained
        assert answer.abstention_reason == "no_evidence"
        assert answer.text.endswith("The documents that come closest do not mention 41,500.")
        assert "415,000" in answer.nearest[0].cited_text
        assert not chat.prompts
        assert not qa.ask("When did the harbour take in 415,000 crowns?").abstained
        assert not qa.ask("What did the harbour take in by the report of 2021?").abstained
