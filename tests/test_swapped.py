"""What is said of somebody or something else than what the question names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import pytest
from fakes import overlap

import reqa
from reqa.attribute import attribute
from reqa.checks.apart.swapped import names_swapped
from reqa.checks.apart.trials import about_others
from reqa.segment import segment
from reqa.types import Cell, Document, ScoredSentence, Scorer, Sentence

NORTH = (
    "Hollis has 18,000 inhabitants. The Arva is a river. It was mapped by Mads Brandt. "
    "The RDIF was founded by Kirill Dmitriev. In May the Grell choir sang. "
    "The choir has been led by Jens Roed. There is a kit "
    "with an EPDM-70 and a key.\n\n"
    "It was sold. The mayor of Hollis is Ingrid Falk. Falk studied law. The mayor likes Ingrid Falk."
)


def sentences(text: str) -> list[Sentence]:
    return segment(Document("d", "", text, "hash"))


def swapped(
    question: str,
    evidence: Sequence[ScoredSentence],
    every: Sequence[Sentence],
    text: str,
    score: Scorer = overlap,
) -> dict[Sentence, frozenset[str]]:
    return about_others(question, names_swapped(question, evidence, lambda _: every, lambda _: text), score)


def not_about(question: str, begins: str, text: str = NORTH) -> set[str]:
    """What the sentence that begins so is not about."""
    every = sentences(text)
    evidence = [ScoredSentence(one, 1.0) for one in every if one.text.startswith(begins)]
    assert len(evidence) == 1
    return set(swapped(question, evidence, every, text).get(evidence[0].sentence, ()))


@pytest.mark.parametrize(
    ("question", "begins", "name"),
    [
        ("How many inhabitants does Grell have?", "Hollis has", "grell"),
        ("Has Grell 18,000 inhabitants?", "Hollis has", "grell"),
        ("Has Ruun or Grell 18,000 inhabitants?", "Hollis has", "grell"),
        # It is about what the sentence before is about.
        ("Who mapped the Lomma river?", "It was mapped", "lomma"),
        ("Who is the mayor of Grell?", "The mayor of Hollis", "grell"),
    ],
)
def test_another_name_in_its_place_is_found(question: str, begins: str, name: str) -> None:
    assert name in not_about(question, begins)


@pytest.mark.parametrize(
    ("question", "sentence", "names"),
    [
        ("Has Jutta Ladde paid bills?", "Peter Ladde paid bills.", {"jutta", "ladd"}),
        ("Has Jutta Ladde paid bills?", "Peter Ladde paid bills for Jutta.", set()),
        ("Has Jutta Ladde paid bills?", "Peter Ladde and Jutta Ladde paid bills.", set()),
        ("Has Jutta Ladde paid bills?", "Many of Ladde paid bills.", set()),
        ("Has Jutta Ladde paid bills?", "Ladde paid bills.", set()),
        ("Has Jutta Ladde paid bills?", "Dr Ladde paid bills.", set()),
        ("Has Mayor Ladde paid bills?", "Peter Ladde paid bills.", set()),
        ("Has Peter Ladde paid bills?", "Pete Ladde paid bills.", set()),
        ("Has Jack Benny Ladde paid bills?", "Benny Ladde paid bills.", set()),
        ("Has Benny Ladde paid bills?", "Jack Benny Ladde paid bills.", set()),
        # What is also written without a capital is no surname.
        ("Has Walter Award been paid?", "Doak Award been paid to whom the award is.", set()),
    ],
)
def test_somebody_else_of_that_name_is_another_one(question: str, sentence: str, names: set[str]) -> None:
    assert not_about(question, sentence, sentence) == names


@pytest.mark.parametrize(
    ("question", "sentence", "names"),
    [
        ("Has Jutta Ladde paid bills?", "Peter Ladde paid bills.", {"jutta", "ladd"}),
        ("Has Jutta Ladde paid bills?", "Peter Lind paid bills.", set()),
        ("Has Jutta Ladde paid bills?", "Peter Ladde paid the bills of Jutta Ladde.", set()),
    ],
)
def test_a_namesake_needs_to_fit_a_little_better(question: str, sentence: str, names: set[str]) -> None:
    def a_little_better(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [7.0 if asked == question else 9.0 for asked, _ in pairs]

    every = sentences(sentence)
    found = swapped(question, [ScoredSentence(every[0], 1.0)], every, sentence, a_little_better)
    assert set(found.get(every[0], ())) == names


@pytest.mark.parametrize(
    ("work", "names"),
    [
        ("The musical Harbour Lights by Peter Ladde", {"jutta", "ladd"}),
        ("The musical, Harbour Lights,", set()),
        ("The musical", set()),
    ],
)
def test_the_musical_of_a_name_is_not_the_one_spoken_of(work: str, names: set[str]) -> None:
    text = f"A play is by Jutta Ladde. {work} has cost 9 euros."
    assert not_about("Has Jutta Ladde's musical cost 9 euros?", "The musical", text) == names


def test_what_it_leans_on_is_read_with_it() -> None:
    before = "Karl Lind sang in May. He twice met Petra Brehm."
    assert not_about("Has Nora Holt paid taxes twice?", "He has paid", f"{before} He has paid taxes.") == {
        "nora",
        "holt",
    }


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("Karl Lind sang in May. Petra Brehm sold bills.", {"karl", "lind"}),
        ("Karl Lind sang in May. He sold bills.", set()),
        ("Karl Lind sold bills.", set()),
        ("Karl Lind sang in May.\n\nPetra Brehm sold bills.", {"karl", "lind"}),
    ],
)
def test_a_pronoun_is_who_was_named_last(before: str, names: set[str]) -> None:
    assert not_about("Has Karl Lind paid taxes?", "He has paid", f"{before} He has paid taxes.") == names


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How many inhabitants does Hollis have?", "Hollis has"),
        ("How many inhabitants are there?", "Hollis has"),
        ("Have Hollis and Grell many inhabitants?", "Hollis has"),
        ("Who mapped the Arva river?", "It was mapped"),
        ("Who mapped Arva's river?", "It was mapped"),
        # It does not fit better with any name of the sentence.
        ("Who paid for the bridge at Grell?", "Hollis has"),
        ("How are the inhabitants of Ox?", "Hollis has"),
        # The choir is that of the sentence before.
        ("Is it the Grell choir?", "The choir has"),
        # Initials, and another form of the word.
        ("Who founded the Russian Direct Investment Fund?", "The RDIF was"),
        ("How many inhabitants do the Hollers have?", "Hollis has"),
        ("Is it in K-77?", "There is"),
        ("Is it in the U?", "Hollis has"),
        # A month is no name, and what such an adjective tells besides is often left unsaid.
        ("How many inhabitants were there in June?", "Hollis has"),
        ("Which Norwegian choir sang?", "In May"),
    ],
)
def test_what_may_be_about_it_is_not(question: str, begins: str) -> None:
    assert not not_about(question, begins)


@pytest.mark.parametrize(
    ("question", "text", "begins", "name"),
    [
        ("Was the Lomma sold?", "Arva is a river. It was sold.", "It was", {"lomma"}),
        ("Was the Lomma sold?", "Arva is a river.\n\nIt was sold.", "It was", set()),
        ("Does Grell trade with Ruun?", "Hollis trades with Ruun.", "Hollis", {"grell"}),
        ("With whom do Hollis and Grell trade?", "Hollis trades with Ruun.", "Hollis", set()),
        ("Who is the mayor of Grell?", "Grell is old. The mayor of Hollis is Falk.", "The mayor", {"grell"}),
        ("Who is the mayor of Grell?", "Grell is old. The mayor is Falk.", "The mayor", set()),
        ("Who is the CEO?", "The mayor is Falk. The chief executive officer is Holm.", "The chief", set()),
        ("Who is the CFO?", "The mayor is Falk. The chief executive officer is Holm.", "The chief", {"cfo"}),
        ("Was Ada Ruun sold?", "Ada Ruun came. The 24-year-old was sold to Grell.", "The 24", set()),
        ("Was Ada Ruun sold?", "Ada Ruun came. The 24-year-old Grell was sold.", "The 24", {"ada", "ruun"}),
        ("Was Ada Ruun sold?", "Jens Roed came. The 24-year-old was sold.", "The 24", {"ada", "ruun"}),
        ("Who leads the MOD?", "Falk leads the Ministry of Defence.", "Falk", set()),
        ("Who leads the Ministry of Defence?", "Falk leads the MOD.", "Falk", set()),
    ],
)
def test_the_sentence_before_and_the_names_beside_count(
    question: str, text: str, begins: str, name: set[str]
) -> None:
    assert not_about(question, begins, text) == name


MINE = "The Skarn mine is old. Few knew Jens Roed. He dug there. The mine was sold when Ruun had ore."


@pytest.mark.parametrize(
    ("text", "begins", "name"),
    [
        (MINE, "The mine", set()),
        (MINE.replace("The mine", "Its mine"), "Its mine", set()),
        (MINE.replace("The Skarn mine", "Skarn"), "The mine", {"skarn"}),
        (f"{MINE} Another mine is larger.", "The mine", {"skarn"}),
        (f"{MINE} Two mines are larger.", "The mine", {"skarn"}),
        (MINE.replace("The mine was", "All of a mine was"), "All of", {"skarn"}),
        # An adjective names nothing that a sentence may be about.
        (f"{MINE} A mine with Ruunish ore was sold by the state.", "A mine with", set()),
    ],
)
def test_what_is_the_only_one_of_its_kind_need_not_be_named(text: str, begins: str, name: set[str]) -> None:
    assert not_about("Was the Skarn mine sold?", begins, text) == name


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Where was the Lomma found?", set()),
        ("From where does the Lomma come?", set()),
        ("Was the Lomma found?", {"lomma"}),
    ],
)
def test_where_asks_for_the_name_of_a_place(question: str, name: set[str]) -> None:
    assert not_about(question, "A coin", "A coin was found and does come from a pit near Grell.") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The coin was found by Ada Brink.", set()),
        ("The owner, Ada Brink, found the coin.", set()),
        ("Ada Brink, who found the coin, is old.", set()),
        ("The coin of Ruun was found.", {"grell"}),
        ("Ruun found the coin.", {"grell"}),
        ("The coin was found by Ruun, and Ruun has the coin.", {"grell"}),
    ],
)
def test_who_asks_for_the_name_of_somebody(text: str, name: set[str]) -> None:
    assert not_about("Who found the coin of Grell?", text[:9], text) == name


def test_a_title_that_names_both_does_not_tell_of_which_a_sentence_is() -> None:
    every = sentences("Hollis has 18,000 inhabitants.")
    question = "How many inhabitants does Grell have?"

    def about(title: str) -> set[str]:
        evidence = [ScoredSentence(every[0], 1.0, title)]
        return set(swapped(question, evidence, every, "").get(every[0], ()))

    assert about("Hollis and Grell") == {"grell"}
    assert about("The towns of Grell") == set()


def test_what_a_document_is_about_need_not_be_named() -> None:
    question = "How many inhabitants does Grell have?"
    assert not_about(question, "Hollis has", f"{NORTH} {3 * 'Grell. '}")
    assert not not_about(question, "Hollis has", f"{NORTH} {20 * 'Grell. '}")


def test_a_row_is_about_what_its_first_cell_names() -> None:
    every = sentences("Hollis | Falk")
    row = (Cell("Town", "Hollis"), Cell("Mayor", "Falk"))
    rows = [ScoredSentence(every[0], 1.0, reading="Town: Hollis; Mayor: Falk", row=row)]

    def about(question: str) -> dict[Sentence, frozenset[str]]:
        return swapped(question, rows, every, "")

    assert about("Which town has the mayor Falk?") == {}
    assert about("Who is the mayor of the town of Grell?") == {every[0]: frozenset({"grell"})}
    rows[0] = dataclasses.replace(rows[0], row=(Cell("Year", "2019"), Cell("Mayor", "Falk")))
    assert about("Is Grell the mayor?") == {}


def test_columns_tie_nothing() -> None:
    every = sentences("Hollis | Falk\n\nGrell is a town.")
    row = ScoredSentence(
        every[0],
        1.0,
        "Towns",
        reading="Town: Hollis; Mayor: Falk",
        row=(Cell("Town", "Hollis"), Cell("Mayor", "Falk")),
        not_about=frozenset({"grell"}),
    )
    evidence = [row, ScoredSentence(every[1], 2.0, "Towns")]
    asked = "Who is the mayor of the town of Grell?"
    assert not attribute("Falk is the mayor of Grell.", asked, evidence, (0,), overlap).supported


def test_without_names_nothing_is_scored() -> None:
    def score(pairs: Sequence[tuple[str, str]]) -> list[float]:
        raise AssertionError(f"asked for {pairs}")

    evidence = [ScoredSentence(one, 1.0) for one in sentences(NORTH)]
    assert not swapped("who mapped it?", evidence, [], NORTH, score)
    assert not swapped("Who is Hollis?", evidence[:1], [], NORTH, score)


@pytest.mark.parametrize(
    ("tie", "supported"),
    [
        ("The mayor of Hollis is Ingrid Falk.", True),  # has the question's name and the sentence's
        ("Hollis has 18,000 inhabitants.", False),
        ("The mayor likes Ingrid Falk.", False),
        ("It was sold.", False),
    ],
)
def test_another_sentence_may_tie_the_names(tie: str, supported: bool) -> None:
    every = {one.text: one for one in sentences(NORTH)}
    evidence = [
        ScoredSentence(every[tie], 2.0),
        ScoredSentence(every["Falk studied law."], 1.0, not_about=frozenset({"holli"})),
    ]
    found = attribute("She studied law.", "What did the mayor of Hollis study?", evidence, (1,), overlap)
    assert found.supported == supported
    alone = dataclasses.replace(evidence[1], not_about=frozenset())
    assert attribute("She studied law.", "What did Falk study?", [alone], (0,), overlap).supported


FLED = "The people of Hollis and Grell had to leave."


@pytest.mark.parametrize(
    ("before", "sentence", "names"),
    [
        (FLED, "Those people of Hollis came back.", {"grell"}),
        (FLED, "Those people of Hollis and Grell came back.", set()),
        (FLED, "Those people came back.", set()),
        ("The people of Grell had to leave for Hollis.", "Those people of Hollis came back.", set()),
    ],
)
def test_one_of_two_that_are_named_together_is_not_the_other(
    before: str, sentence: str, names: set[str]
) -> None:
    text = f"{before} {sentence}"
    every = sentences(text)
    found = swapped("People of Grell back?", [ScoredSentence(every[1], 1.0)], every, text)
    assert set(found.get(every[1], ())) == names


@pytest.mark.parametrize(
    ("tie", "supported"),
    [
        (FLED, False),
        ("Ruun, Hollis and Grell had to leave.", False),
        ("The people of Grell live in Hollis.", True),
    ],
)
def test_names_that_are_only_listed_together_tie_nothing(tie: str, supported: bool) -> None:
    left, back = sentences(f"{tie} Those from Hollis come back in May.")
    evidence = [ScoredSentence(left, 2.0), ScoredSentence(back, 1.0, not_about=frozenset({"grell"}))]
    found = attribute(
        "They come back in May.", "When do the people of Grell come back?", evidence, (1,), overlap
    )
    assert found.supported == supported


@pytest.mark.parametrize(
    ("tie", "supported"),
    [
        ("A team left for Mount Hollis.", False),
        ("A team left the foot of Mount Selby for Hollis.", True),
        ("A team left Selby for Mount Hollis.", True),
        ("A team left Fort Selby for Mount Hollis.", True),
        ("A team left Mount Selby Hall for Mount Hollis.", True),
        ("A team left the Mount for Hollis.", True),
    ],
)
def test_names_that_only_begin_alike_tie_nothing(tie: str, supported: bool) -> None:
    left, drilled = sentences(f"{tie} Mount Selby was drilled in 1994.")
    evidence = [ScoredSentence(left, 2.0), ScoredSentence(drilled, 1.0, not_about=frozenset({"holli"}))]
    found = attribute("It was drilled in 1994.", "When was Mount Hollis drilled?", evidence, (1,), overlap)
    assert found.supported == supported


@pytest.mark.parametrize(
    ("besides", "names"),
    [
        ("It was sold near.", None),  # it has more of the question
        ("It was sold.", {"Hollis has 18,000 inhabitants."}),
        ("Grell is near Hollis.", {"Hollis has 18,000 inhabitants.", "Grell is near Hollis."}),
    ],
)
def test_what_is_about_another_name_ties_nothing_else(besides: str, names: set[str] | None) -> None:
    every = sentences(f"Hollis has 18,000 inhabitants. {besides}")
    evidence = [
        ScoredSentence(every[1], 2.0, not_about=frozenset({"holli"})),
        ScoredSentence(every[0], 1.0),
    ]
    found = attribute("18,000 inhabitants.", "How near and sold is Hollis?", evidence, (1,), overlap)
    assert found.supported == (names is not None)
    assert names in ({sentence.text for sentence, _ in found.sentences}, None)


@pytest.mark.parametrize(
    ("question", "abstained"),
    [("How many inhabitants does Grell have?", True), ("How many inhabitants does Hollis have?", False)],
)
def test_what_comes_closest_is_said_with_the_refusal(
    answered: Callable[[str, str, str], reqa.Answer], question: str, abstained: bool
) -> None:
    answer = answered(NORTH, question, "18,000 inhabitants. [1]\n")
    assert answer.abstained == abstained
    assert answer.text.endswith("about another one: Hollis has 18,000 inhabitants.") == abstained


def test_nothing_else_is_quoted_in_its_place(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    text = "Ruun does have many mills. Hollis has 18,000 inhabitants."
    assert answered(text, "How many inhabitants does Ruun have?", "18,000 inhabitants. [1][2]\n").abstained
