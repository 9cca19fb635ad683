"""What is said of another year, month or day than the question's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from fakes import overlap

import reqa
from reqa.checks.apart.times import are_times, is_of_a_longer_time, is_of_the_next_or_last, times_swapped
from reqa.checks.apart.trials import about_others
from reqa.text.terms import content_terms, numbers
from reqa.types import ScoredSentence, Scorer, Sentence

TOWER = "In 2022 the museum bought a tower."
GUESTS = "In July many guests came, in August some."


def by_its_numbers(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A reranker for which a text that has the question's numbers answers it."""
    return [9.0 if numbers(question) <= numbers(text) else 0.0 for question, text in pairs]


def not_about(
    question: str, text: str, heading: str = "", title: str = "", score: Scorer = overlap
) -> set[str]:
    """What a sentence is not about."""
    first, second = (
        Sentence("d", i, 50 * i, 50 * i + len(head), head, i, is_heading=bool(head))
        for i, head in enumerate((title, heading))
    )
    sentence = Sentence("d", 2, 100, 100 + len(text), text, 2)
    one = ScoredSentence(sentence, 1.0, heading, (second,) if heading else ())
    trials = times_swapped(question, [one], lambda _: [first, second, sentence])
    return set(about_others(question, trials, score).get(one.sentence, ()))


@pytest.mark.parametrize(
    ("question", "text", "time"),
    [
        ("Who bought a tower in 2020?", TOWER, "2020"),
        ("Who bought the museum's 2020 tower?", TOWER, "2020"),
        ("Who bought the museum a tower, 2020?", TOWER, "2020"),
        ("How many guests came in December?", GUESTS, "decemb"),
        ("How many guests came on 3 June?", GUESTS, "june"),
        ("How many guests came in 2020?", "In 2019 and on 4 May 2021 many guests came.", "2020"),
        ("How is entry in 2022?", "Entry was free until 2021, and is free in 2025.", "2022"),
        ("How is entry in 2022?", "Entry is free since 2023, and was free in 2021.", "2022"),
        ("How is entry in 2020?", "Since 2023 entry is free.", "2020"),
        ("How is entry in 2022?", "Entry is free until 2021.", "2022"),
        ("Who bought a tower in 2020?", "In 2015 to 2018 the museum bought a tower.", "2020"),
        # What began later, or what the question asks of when it began.
        ("Who headed it in 2020?", "Lund was appointed in 2022 and headed it.", "2020"),
        ("Who opened it in 2020?", "Lund opened it in 2018.", "2020"),
    ],
)
def test_another_time_in_its_place_is_found(question: str, text: str, time: str) -> None:
    assert not_about(question, text) == {time}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who bought a tower in 2022?", TOWER),
        ("Who bought a tower?", TOWER),
        ("Who bought a tower in 2020?", "The museum bought a tower."),
        # Whether it was so is answered by when it was.
        ("Was a tower bought in 2020?", TOWER),
        # It does not fit better with that year.
        ("Who sold the mines of Arvik in 2020?", TOWER),
        ("Who bought a tower in 2020?", "In 2022 the museum, in 2020 the town bought a tower."),
        ("Who bought a tower in 1995?", "In the 1990s and in 1985 the museum bought a tower."),
        ("How many guests came in September?", "In Sept. and in May many guests came."),
        # A longer time has it.
        ("How is entry in 2022?", "Entry is free since 2021, and in 2019."),
        ("How is entry in 2020?", "Entry is free until 2021, and in 2023."),
        ("Who bought a tower in 2020?", "From 2019 to 2022 the museum bought a tower in 2018."),
        ("How many guests came in July?", "From June to September many guests came, in May some."),
        ("How many guests came in January?", "November to March many guests came, in May some."),
        ("How many guests came in July?", "Since May many guests came, in June some."),
        ("How is entry in 2022?", "Entry was free until 2021; since then it is 11."),
        # It is compared with that, or counted.
        ("How is entry in 2020?", "Entry is higher than in 2019."),
        ("How is entry in 2020?", "Entry is 11 (in 2019 it was 9)."),
        ("How many guests came in 2020?", "Some 1900 guests came, many."),
        ("How many guests came in 2020?", "After 2019 and after 2018 many guests came."),
        # What was begun may last.
        ("Who headed it in 2022?", "Lund was appointed in 2020 and headed it."),
        # More than one is asked about, or a longer time.
        ("Who bought a tower in 2019 and in 2020?", TOWER),
        ("Who bought the museum a tower by 2020?", TOWER),
        ("Who bought the museum a tower, 2019 to 2020?", TOWER),
    ],
)
def test_what_may_be_of_that_time_is_not(question: str, text: str) -> None:
    assert not not_about(question, text)


@pytest.mark.parametrize("text", ["On 12 June they met.", "On June 12 they met.", "They met 12th June."])
@pytest.mark.parametrize("day", ["4 June", "June 4", "4th June"])
def test_so_is_another_day(day: str, text: str) -> None:
    assert not_about(f"Who met on {day}?", text, score=by_its_numbers) == content_terms(day)


@pytest.mark.parametrize(
    "text",
    [
        "On 4 and 5 June they met.",
        "On 4, 8 and 9 June they met.",
        "Between 9 May and 20 June they met, on 9 August some.",
        "They met 3 to 5 June, on 9 June some.",
        "On June 3-5 they met, on 9 June some.",
        "Since 1 June they met, on 9 June some.",
        "On June 4 and on 9 June they met.",
        "On 9 July they met (on 4 June they did not).",
        "They met at 9 in June.",
    ],
)
def test_a_day_may_be_one_of_several(text: str) -> None:
    assert not not_about("Who met on 4 June?", text, score=by_its_numbers)


def test_all_of_a_date_may_be_another() -> None:
    def by_other(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.0 if question == asked else 9.0 for question, _ in pairs]

    asked = "Who came in June 2020?"
    assert not_about(asked, "In July 2022 they came.", score=by_other) == {"june", "2020"}
    asked = "Who came in 2019 and in 2020?"
    assert not not_about(asked, "In 2022 they came.", score=by_other)


def test_what_stands_under_a_year_is_of_that_year() -> None:
    asked, bought = "Who bought a tower in 2020?", "The museum bought a tower."
    assert not_about(asked, TOWER, "Report for 2021") == {"2020"}
    assert not not_about(asked, TOWER, "Report for 2020")
    assert not_about(asked, bought, title="Report for 2021") == {"2020"}
    assert not not_about(asked, bought, title="Report for 2020")
    assert not_about(asked, bought, "Results", title="Report for 2021") == {"2020"}
    assert not_about(asked, TOWER, title="Report for 2020") == {"2020"}
    assert not not_about(asked, "The museum will buy or bought a tower.", title="Report for 2021")
    assert not not_about("Who bought a tower in July?", bought, title="Report for June")


def test_a_month_that_is_over_is_not_that_of_its_title() -> None:
    met = "The museum bought a tower."
    assert not_about("Who had bought a tower in July?", met, title="Meeting of 3 June 2021") == {"juli"}
    assert not not_about("Who had bought a tower in June?", met, title="Meeting of 3 June 2021")
    assert not not_about("Who has bought a tower in July?", met, title="Meeting of 3 June 2021")


def test_a_title_that_it_stands_under_is_read_once() -> None:
    title = Sentence("d", 0, 0, 15, "Report for 2021", 0, is_heading=True)
    bought = Sentence("d", 1, 20, 46, "The museum bought a tower.", 1)
    one = ScoredSentence(bought, 1.0, title.text, (title,))
    (trial,) = times_swapped("Who bought a tower in 2020?", [one], lambda _: [title, bought])
    assert trial.text == f"{title.text} {bought.text}"


@pytest.mark.parametrize(
    ("told", "is_so"),
    [
        ("The museum bought a tower, 9 more than a year before.", True),
        ("The museum bought a tower; else it would have been 9.", True),
        ("The museum bought a tower a year before.", False),
        ("The museum would have sold, and bought earlier, a tower.", False),
    ],
)
def test_a_comparison_does_not_make_it_another_year(told: str, is_so: bool) -> None:
    assert bool(not_about("Who bought a tower in 2020?", told, title="Report for 2021")) == is_so


def test_a_title_needs_to_fit_less_better_than_what_a_sentence_says_itself() -> None:
    def a_little_better(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [8.0 if question == asked else 8.7 for question, _ in pairs]

    asked, bought = "Who bought a tower in 2020?", "The museum bought a tower."
    assert not_about(asked, bought, title="Report for 2021", score=a_little_better) == {"2020"}
    assert not not_about(asked, TOWER, score=a_little_better)


INVOICES = "Between 2014 and 2021 he paid 212 invoices."


@pytest.mark.parametrize(
    ("question", "statement", "source", "is_longer"),
    [
        ("How many invoices did he pay in 2014?", "212 invoices", INVOICES, True),
        ("How many invoices did he pay in 2016?", "He paid 212 invoices in 2016.", INVOICES, True),
        ("How many invoices did he pay in 2014?", "He paid 212 invoices in 2014.", INVOICES, True),
        ("How many invoices did he pay in May?", "212", "He paid 212 invoices from April to July.", True),
        ("How many invoices did he pay in 2014?", "212 from 2014 to 2021", INVOICES, False),
        ("How many invoices did he pay in 2022?", "212 invoices", INVOICES, False),
        ("How many invoices did he pay?", "212 invoices", INVOICES, False),
        ("Who paid invoices in 2014?", "He paid invoices.", INVOICES, False),
        ("How many invoices did he pay in 2014?", "9 invoices", f"{INVOICES[:-1]}, in 2014 only 9.", False),
        ("How many invoices did he pay in 2014?", "212", "In 2014 he paid 212 invoices.", False),
        ("How many did he pay in 2014?", "5", "In 2014 and 2015 he paid 5 and 6, respectively.", False),
    ],
)
def test_a_figure_of_a_longer_time_is_not_that_of_a_year(
    question: str, statement: str, source: str, is_longer: bool
) -> None:
    assert is_of_a_longer_time(statement, question, ["It is so.", source]) == is_longer


@pytest.mark.parametrize(
    ("question", "statement", "is_so"),
    [
        ("How many fell last year?", "Four fell this year.", True),
        ("How many fell this month?", "Four fell next Month.", True),
        ("How many fell last year?", "Four fell last year.", False),
        ("How many fell last year?", "Four fell this year, one last year.", False),
        ("How many fell last year?", "Four fell this month.", False),
        ("How many fell last year?", "Four fell.", False),
        ("How many fell?", "Four fell this year.", False),
        ("How many fell this year and last year?", "Four fell this year.", False),
    ],
)
def test_this_year_is_not_the_last_one(question: str, statement: str, is_so: bool) -> None:
    assert is_of_the_next_or_last(statement, question) == is_so


def test_what_is_of_this_year_is_quoted_with_the_last_one(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    text = "It was the fourth fall this year, after one in the whole of last year."
    answer = answered(text, "How many falls were there last year?", "There were four falls this year. [1]\n")
    assert [one.text for one in answer.statements] == [text]


def test_a_figure_of_a_longer_time_is_said_with_that(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    answer = answered(INVOICES, "How many invoices has he paid in 2014?", "212 invoices. [1]\n")
    assert [one.text for one in answer.statements] == [INVOICES]


def test_only_a_title_tells_of_which_year_all_is() -> None:
    first, second = (
        Sentence("d", i, 50 * i, 50 * i + len(text), text, 0)
        for i, text in enumerate(("It burnt in 2021.", "The museum bought a tower."))
    )
    trials = times_swapped("Who bought it in 2020?", [ScoredSentence(second, 1.0)], lambda _: [first, second])
    assert not list(trials)


@pytest.mark.parametrize(
    ("terms", "so"),
    [
        ({"2020"}, True),
        ({"decemb"}, True),
        ({"3", "june"}, True),
        ({"2020", "holli"}, False),
        ({"700"}, False),
        (set(), False),
    ],
)
def test_times_are_told_from_names(terms: set[str], so: bool) -> None:
    assert are_times(terms) == so


@pytest.mark.parametrize("year", ["2020", "2022"])
def test_the_other_time_is_said_with_the_refusal(
    answered: Callable[[str, str, str], reqa.Answer], year: str
) -> None:
    answer = answered(TOWER, f"Who bought a tower in {year}?", "The museum bought a tower. [1]\n")
    assert answer.abstained == (year == "2020")
    assert answer.text.endswith(f"is about another time: {TOWER}") == answer.abstained
