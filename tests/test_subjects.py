"""Statements that say of somebody what their sources say only of somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.subjects import told_of_others
from reqa.checks.otherwise.verdict import saying_otherwise
from reqa.types import Cell, Quote, ScoredSentence, Sentence

MET = "They met Dorward, Imrie, Skagen, Sund, a Norwegian and those of the Centre with Fog."
UNTIL = "Until Terna is mended in 1,000 days, Sund will sail four times a day; Terna sailed six times."
AFTER = "After Sund left, Terna sailed four times a day."
PRICE = "Peter Osei of Northgate said that the yard is dear."
HEAD = "Dorward will become its director after the deal."
ADVISED = "Nord Bank advised Halvorsen in May; Kestrel was advised by Baird & Lowe."
ATTENDING = "In attendance: Daniel Reeve (agent, Corsley), Lucy Marsh (minutes)"
LEFT = "The managing director, Oskar Lindt, left for the opera in Graz; Petra Nowak took over."
PROMISED = "The minister, Peter Salt, came last week; his predecessor Ann Weir had promised a wall."
RULED_OUT = "It has seats; Brandl refused to rule it out, whereas Kessler had done so before."
REWARDED = "The director, Ines Falkner, thanked Ms Dubois, who gets a reward of 20,000 euros, and wept."
MEDAL = "In 1976 the Royal Society gave her its Davy Medal; Sund, proposed three times, never got it."
SCORED = "Khalil needed six minutes for her goal, and in the 83rd Sund scored the winner."
GIVEN = "The Lowell Foundation gave 120 euros for the club; the brewery Kranz gave 40 euros for the feast."


def instead(statement: str, question: str, *sources: str) -> list[int]:
    return told_of_others(statement, question, [Quote(one) for one in sources], [MET])


@pytest.mark.parametrize(
    ("question", "statement", "sources", "quoted"),
    [
        ("Who will run the yard?", "Peter Osei will become its director.", [PRICE, HEAD], [1]),
        ("How often did Terna sail?", "Terna sailed four times a day.", [UNTIL], [0]),
        ("Who will run the yard?", "Osei of Northgate will become its director.", [PRICE, HEAD], [1]),
        ("What will Peter Osei become?", "Peter Osei will become its director.", [PRICE, HEAD], [0]),
        ("Who will run the yard?", "Peter Osei will become it.", [PRICE, f"But {HEAD}"], [1]),
        ("Who did Baird & Lowe advise?", "Baird & Lowe advised Halvorsen.", [ADVISED], [0]),
        ("Who took the minutes?", "Daniel Reeve (agent, Corsley) took the minutes.", [ATTENDING], [0]),
        ("Who took the minutes?", "Daniel Reeve", [ATTENDING], [0]),
        ("Where did Petra Nowak go?", "Petra Nowak went to the opera in Graz.", [LEFT], [0]),
        ("What did Peter Salt promise?", "Peter Salt promised a wall.", [PROMISED], [0]),
        ("How much did the brewery Kranz give for the club?", "40 euros.", [GIVEN], [0]),
        ("What did Kranz give?", "120 euros.", [GIVEN], [0]),
        ("Who scored the winner?", "Khalil scored the winner.", [SCORED], [0]),
        ("When did Sund win the medal?", "Sund won the Davy Medal in 1976.", [MEDAL], [0]),
        ("What did the Greens get?", "They got 31%.", ["The Centre got 31%."], [0]),
        (
            "What did Dorward find?",
            "Dorward found the fall.",
            [HEAD, "A board led by Ines Vos found it, the fall."],
            [0],
        ),
        ("Will Osei become its director?", "Yes, he will become its director.", [PRICE, HEAD], [0]),
        ("Will Osei become its director?", "Osei will become its director.", [PRICE, HEAD], [0]),
        ("Who gets the reward?", "Ines Falkner gets the reward.", [REWARDED], [0]),
        ("Who has 20,000 euros?", "Ines Falkner has 20,000 euros.", [REWARDED], [0]),
        ("Who guards it?", "Oslo guards it.", ["Oslo thanked Securo Vakt, which guards it."], [0]),
        ("Who guards it?", "Oslo guards it.", ["Oslo thanked Securo Vakt which guards it."], [0]),
        ("What did the Greens and the Centre get?", "The Greens got 31%.", ["The Centre got 31%."], [0]),
        ("Did Kessler rule it out?", "Kessler refused to rule it out.", [RULED_OUT], [0]),
    ],
)
def test_what_is_told_of_others(question: str, statement: str, sources: list[str], quoted: list[int]) -> None:
    assert instead(statement, question, *sources) == quoted


@pytest.mark.parametrize(
    ("question", "statement", "sources"),
    [
        ("Who will run the yard?", "Dorward will become its director.", [PRICE, HEAD]),
        ("Who will run the yard?", "Osei or Dorward will become its director.", [PRICE, HEAD]),
        ("What will Dorward become?", "Osei will become its director.", [PRICE, HEAD]),
        ("Who did Baird & Lowe advise?", "Baird & Lowe advised Kestrel.", [ADVISED]),
        ("Who took the minutes?", "Lucy Marsh (minutes)", [ATTENDING]),
        ("Who is the agent?", "Daniel Reeve", [ATTENDING]),
        ("Where did Lindt go?", "Oskar Lindt went to the opera in Graz.", [LEFT]),
        ("What did Ann Weir promise?", "Ann Weir promised a wall.", [PROMISED]),
        ("How much did Kranz give for the feast?", "40 euros.", [GIVEN]),
        ("Who gets the reward?", "Ms Dubois gets the reward.", [REWARDED]),
        ("Who wept?", "Ines Falkner wept.", [REWARDED]),
        ("Who died?", "Ms Lie, who died, rented it.", ["Ms Lie, who died in May, rented it."]),
        (
            "How much did Kranz give in 2025?",
            "40 euros.",
            ["Lie & Co gave 9 euros in 2025; Kranz gave 40 euros."],
        ),
        ("How much was given for the feast?", "40 euros.", [GIVEN]),
        # Who else is meant may be the subject.
        (
            "When did Rae leave?",
            "Rae left in 2015.",
            ["Rae founded it.", "Imrie said that she left in 2015."],
        ),
        ("When did Nord close?", "Nord closed in 2015.", ["Nord made ships.", "The yard closed in 2015."]),
        (
            "When did Nord close?",
            "Nord closed in 2015.",
            ["Nord made ships.", "Closing in 2015, it left debts."],
        ),
        ("When did Nord close?", "Nord closed in 2015.", ["Nord made ships.", "Later, it closed in 2015."]),
        ("When did Nord close?", "Nord closed in 2015.", ["Nord made ships.", "Closed: 2015"]),
        (
            "When did they close?",
            "Norwegian yards closed in 2015.",
            ["Norwegian law.", "Skagen closed in 2015."],
        ),
        (
            "When did Nord close?",
            "Nord closed in 2015.",
            ["Nord made ships.", "One, in Skagen, closed in 2015."],
        ),
        ("When did they leave?", "Members left in 2015.", ["Nord has members.", "Skagen left in 2015."]),
        ("Who beat Oslo?", "Ole Lie", ["Oslo met Ole Lie.", "Skagen's best player beat Oslo in 2015."]),
        (
            "When did Nord close?",
            "Nord closed in 2015.",
            ["Nord made.", "It closed in 2015.", "Skagen in 2015."],
        ),
        (
            "When did Nord close?",
            "Nord closed in 2015.",
            ["Nord made ships.", "Norwegian yards closed in 2015."],
        ),
        ("How often did Terna sail?", "Terna sailed four times a day.", [AFTER]),
        (
            "Where did Terna sail?",
            "Terna sailed to Oslo.",
            ["When Terna sailed to Oslo, Sund was ill; Imrie sailed to Oslo later."],
        ),
        ("How often will Sund sail?", "Sund will sail four times a day.", [UNTIL]),
        ("What does the CMA want?", "The CMA wants a price.", ["The Care of Mills Authority wants a price."]),
        ("What did the Greens get?", "The Greens got 31%.", ["Of all votes, they got 31%."]),
        ("Did Brandl rule it out?", "Brandl refused to rule it out.", [RULED_OUT]),
        (
            "When did Lie write?",
            "Lie wrote one in 1970.",
            ["Lie wrote many, such as Fog (1970), Ice (1977)."],
        ),
        ("When did Lie write?", "Lie wrote one in 1970.", ["By Ruth Lie: Fog (1970)"]),
        ("When did Nord close?", "Nord closed in 2015.", ["Nord made ships.", "Yard Master: closed in 2015"]),
        ("Is it dear?", "The yard is dear.", [HEAD, "Osei said that the yard is dear."]),
        ("When did Dorward sell it?", "Dorward sold it in May.", ["Dorward sold Skagen, and Sund in May."]),
    ],
)
def test_what_is_told_of_the_same_or_may_be(question: str, statement: str, sources: list[str]) -> None:
    assert instead(statement, question, *sources) == []


def test_sentences_that_lead_from_one_to_the_other_are_joined() -> None:
    film, prize = "Rae directed the film Fog.", "Fog won the Silver Bear in Berlin."
    asked = "Who directed the film that won the Silver Bear?"
    assert instead("Rae directed the film that won the Silver Bear in Berlin.", asked, film, prize) == []
    other = "Sund won the Silver Bear in Berlin."
    assert instead("Rae directed the film that won the Silver Bear in Berlin.", asked, film, other) == [1]
    assert instead("Rae directed the film that won the Silver Bear.", asked, film, other) == []


def test_a_heading_names_what_is_under_it() -> None:
    sources = [Quote("Nord made ships."), Quote("Skagen built two ships in 2015.", "Nord")]
    asked, said = "What did it do?", "Nord built two in 2015."
    assert told_of_others(said, asked, sources, [MET]) == []
    assert told_of_others(said, asked, [sources[0], Quote(sources[1].text)], [MET]) == [1]


def test_a_word_that_only_opens_a_sentence_need_not_be_a_name() -> None:
    asked, said = "Who proposed the fee?", "Ole Lie proposed the fee."
    sources = [Quote("Members pay a fee, which was proposed in May."), Quote("Ole Lie wanted 10 euros.")]
    assert told_of_others(said, asked, sources) == []
    assert told_of_others(said, asked, sources, ["It was Members who met."]) == [0]


@pytest.mark.parametrize(
    ("opening", "is_name"),
    [("Sandvik will", True), ("Sandvik has", True), ("Members will", False), ("Sandvik may", False)],
)
def test_who_acts_is_taken_for_a_name(opening: str, is_name: bool) -> None:
    sources = [Quote(PRICE), Quote(f"{opening} become its director after the deal.")]
    found = told_of_others("Peter Osei becomes its director.", "Who runs the yard?", sources)
    assert found == ([1] if is_name else [])


def test_the_clause_that_has_most_of_it_counts() -> None:
    asked, said = "Who found it?", "Peter Osei found that the fall had nothing to do with naps."
    fall = "One had a fall; a board led by Ines Vos found that the fall had nothing to do with naps."
    assert instead(said, asked, PRICE, fall) == [1]
    assert instead(said, asked, PRICE, fall.replace("a board led by Ines Vos", "they")) == []
    assert instead(said, asked, PRICE, "One took naps; Ines Vos saw the fall.") == []


def test_rows_are_read_elsewhere() -> None:
    texts = ["| Nord | 3 |", "Nord made ships.", "Skagen closed in 2015.", MET]
    row = (Cell("Yard", "Nord"), Cell("Cranes", "3"))
    evidence = [
        ScoredSentence(Sentence("d", i, 99 * i, 99 * i + len(text), text, i), 1.0, row=() if i else row)
        for i, text in enumerate(texts)
    ]
    asked, said = "When did it close?", "Nord closed in 2015."
    assert saying_otherwise(said, asked, evidence, [0, 1, 2], [2]) == [2]
    assert saying_otherwise(said, asked, evidence[:3], [0, 1, 2], [2]) == []  # Skagen may be no name
    assert saying_otherwise(said, asked, evidence, [0, 2], [2]) == []


def test_the_source_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    answer = answered(ADVISED, "Who did Baird & Lowe advise?", "Baird & Lowe advised Halvorsen. [1]")
    assert answer.text == f"{ADVISED} [1]"
