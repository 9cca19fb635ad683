"""Follow-up questions."""

from __future__ import annotations

import pytest

from reqa.condense import History, standalone
from reqa.followups import asks_with, leans_on_history


class Rewriting:
    """Rewrites all questions to the same one, or leaves them as they are."""

    def __init__(self, rewritten: str = "") -> None:
        self.rewritten = rewritten
        self.asked: list[tuple[str, object]] = []

    def rewrite(self, question: str, history: History) -> str:
        self.asked.append((question, history))
        return self.rewritten or question

    def instead(self, question: str, what: str) -> str:
        self.asked.append((question, what))
        return self.rewritten or question


HISTORY = [("user", "Who is the director of the museum?"), ("assistant", "Eva Holm is the director.")]


FOLLOW_UPS = [
    "When was she born?",
    "And the harbour?",
    "Why?",
    "How old is it?",
    "Ok, and how old is that museum?",
    "Thanks! Where does she come from?",
    "What does a night there cost?",
]
# They only say what is different from the question before.
DIFFERING = [
    "What about the second one?",
    "And what about the harbour?",
    "For two people with a dog?",
    "And on Saturdays and Sundays, please?",
    "From 1990 to 1995?",
    "Sorry, I meant the harbour",
    "No, I'm asking about the theatre.",
    "I mean the theatre, not the museum",
    "Not the museum, the theatre next to it",
    "The one next to the station, please",
    "Ok, for a whole week then",
]


@pytest.mark.parametrize("question", FOLLOW_UPS + DIFFERING)
def test_follow_ups_lean(question: str) -> None:
    assert leans_on_history(question)
    rewriting = Rewriting()
    standalone(question, HISTORY, rewriting)
    assert rewriting.asked[-1] == (question, HISTORY)


@pytest.mark.parametrize("question", DIFFERING)
def test_what_is_left_as_it_was_stands_behind_the_question_before(question: str) -> None:
    before = HISTORY[0][1]
    assert standalone(question, HISTORY, Rewriting()) == f"{before} {question}"
    history = [*HISTORY, ("user", "What about the tower?"), ("assistant", "It has none.")]
    assert standalone(question, history, Rewriting()) == f"{before} What about the tower? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the director of the harbour of Lund?",
        "How many clocks does the museum own in 2020?",
        "Why was Queen Margareta angry with the town?",
        "In which year was the harbour of Lund built?",
        "From what year on, if known, did Karl Friis lead the library?",
        "Thanks. Who founded the library of Lund?",
        "No. 5 Mill Lane: who lives there now?",
        "Why is there no bridge?",
        "Could there be a bridge?",
        "Since when have there been two bridges?",
        "In the harbour, who lives there now?",
        "May I say yes twice, please?",
        "At the harbour, how many boats are there in winter?",
    ],
)
def test_new_topics_stand_alone(question: str) -> None:
    assert not leans_on_history(question)
    assert standalone(question, HISTORY, None) == question


def test_without_a_model_the_question_before_is_put_in_front() -> None:
    assert standalone("When was she born?", HISTORY, None) == f"{HISTORY[0][1]} When was she born?"


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("And when did she begin?", "Eva Holm began in 1994."),  # which nothing but the conversation says
        ("Why?", "Why " + "on earth " * 100 + "is Eva Holm the director?"),
    ],
)
def test_rewrite_that_answers_or_is_an_essay_is_not_taken(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, Rewriting(rewritten)) == f"{HISTORY[0][1]} {question}"


def test_what_is_no_question_need_not_become_one() -> None:
    asked = "Eva Holm's predecessors, all of them."
    assert standalone("Her predecessors, all of them.", HISTORY, Rewriting(asked)) == asked


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("Cryptoshredding.", "What is the process of deleting sensitive data?"),
        ("And does Nils Dahl know her?", "Does the architect know Eva Holm?"),
    ],
)
def test_word_that_a_rewrite_has_lost_comes_back(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, Rewriting(rewritten)) == f"{rewritten} {question}"


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("Historically, I mean.", "When did the museum open?"),
        ("I was asking about the harbour hotel.", "What is the name of the hotel?"),
        ("How about the harbour?", "Who is the director of the museum?"),
    ],
)
def test_rewrite_that_has_lost_what_differs_is_not_taken(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, Rewriting(rewritten)) == f"{HISTORY[0][1]} {question}"


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("How old?", "How old is Eva Holm?"),
        ("And the harbour?", "Who is the director of the harbour?"),
        ("The second one?", "Who is the director of the museum of Lund?"),
        ("I mean the theatre, not the museum", "Who is the director of the theatre?"),
        ("Ok, for two years then?", "Who has been the director for two years?"),
        ("Thanks. And who is her deputy?", "Who is the deputy of Eva Holm?"),
        ("What did she say about it then?", "What did Eva Holm tell the museum?"),
        ("Does Nils Dahl's sister know her?", "Does the sister of Nils Dahl know Eva Holm?"),
    ],
)
def test_rewrite_may_word_the_rest_in_its_own_way(question: str, rewritten: str) -> None:
    assert standalone(question, HISTORY, Rewriting(rewritten)) == rewritten


def test_long_turns_are_shortened() -> None:
    rewriting = Rewriting()
    standalone("Why?", [("assistant", "word " * 5000)], rewriting)
    [(_, history)] = rewriting.asked
    assert len(str(history)) < 500


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("What about the harbour?", "the harbour"),
        ("Ok, and how about Karl Friis?", "Karl Friis"),
        ("And China's?", "China's"),
        ("Thanks, and on Sundays and Mondays, please?", "on Sundays and Mondays"),
        ("Sorry, I meant on Saturdays.", "on Saturdays"),
        ("No, I'm asking about the theatre!", "the theatre"),
        ("I mean the theatre, not the museum", "the theatre"),
        ("I was not there. I asked about Lund", "Lund"),
        ("Of the theatre, I mean.", "Of the theatre"),
    ],
)
def test_the_question_before_is_asked_of_something_else(question: str, what: str) -> None:
    rewriting = Rewriting(f"Who is the director of {what}?")
    assert standalone(question, HISTORY, rewriting) == f"Who is the director of {what}?"
    assert rewriting.asked == [(HISTORY[0][1], what)]


def test_one_follows_another() -> None:
    rewriting = Rewriting("Who is the director of the tower in winter?")
    history = [*HISTORY, ("user", "What about the tower?"), ("assistant", "Karl Friis. [1]")]
    standalone("And in winter?", history, rewriting)
    assert rewriting.asked == [(HISTORY[0][1], "the tower"), (rewriting.rewritten, "in winter")]


def test_they_do_not_go_back_for_ever() -> None:
    rewriting = Rewriting()
    standalone("And in winter?", [("user", "What about the tower?")] * 5000, rewriting)
    assert len(rewriting.asked) < 100


@pytest.mark.parametrize("question", ["What about her brother?", "And then?", "And why?", "For two people?"])
def test_what_takes_the_conversation_to_understand_is_rewritten_with_it(question: str) -> None:
    rewriting = Rewriting("Who is the brother of Eva Holm at the harbour for two people?")
    standalone(question, HISTORY, rewriting)
    assert rewriting.asked == [(question, HISTORY)]


CHAIN: History = [
    *HISTORY,
    ("user", "When was she born?"),
    ("assistant", "In 1961."),
    ("user", "Where?"),
    ("assistant", "In Bergen."),
]


@pytest.mark.parametrize("question", ["Is she married?", "And who is her deputy?", "Why Nils Dahl?"])
def test_a_chain_of_follow_ups_goes_back_to_what_it_is_about(question: str) -> None:
    rewriting = Rewriting("Who is the deputy of Eva Holm, and is Eva Holm married?")
    standalone(question, CHAIN, rewriting)
    assert rewriting.asked == [(question, CHAIN)]


def test_no_further_than_to_where_a_topic_begins() -> None:
    began = [("user", "Who built the harbour of Lund?"), ("assistant", "Nils Dahl.")]
    history = [*HISTORY, *HISTORY, *began, ("user", "When?"), ("assistant", "In 1902.")]
    rewriting = Rewriting("Is Nils Dahl married?")
    standalone("Is he married?", history, rewriting)
    assert rewriting.asked == [("Is he married?", history[-4:])]


def test_what_came_before_another_one_was_named_is_left_behind() -> None:
    history = [*CHAIN, ("user", "And the theatre?"), ("assistant", "Karl Friis.")]
    rewriting = Rewriting("How large is the theatre?")
    standalone("How large is it?", history, rewriting)
    assert rewriting.asked == [("How large is it?", history[-2:])]


@pytest.mark.parametrize("turns", [1, 3])
def test_a_conversation_may_begin_anywhere(turns: int) -> None:
    rewriting = Rewriting("Is Eva Holm married?")
    standalone("Is she married?", CHAIN[1 : 1 + turns], rewriting)
    assert rewriting.asked == [("Is she married?", CHAIN[1 : 1 + turns])]
    alone = standalone("Is she married?", CHAIN[1 : 1 + turns], None)
    assert alone == ("When was she born? Is she married?" if turns > 1 else "Is she married?")


def test_what_names_its_own_subject_needs_but_the_last_turns() -> None:
    rewriting = Rewriting("How large is the second ferry?")
    standalone("The second ferry?", CHAIN, rewriting)
    assert rewriting.asked == [("The second ferry?", CHAIN[-4:])]


@pytest.mark.parametrize("question", ["And why?", "Since when?", "Whom?"])
def test_what_only_asks_goes_on_from_the_question_before_as_it_is_understood(question: str) -> None:
    rewriting = Rewriting("Where was Eva Holm born?")
    history = CHAIN[:4]
    standalone(question, history, rewriting)
    assert rewriting.asked == [
        ("When was she born?", HISTORY),
        (question, [("user", rewriting.rewritten), history[-1]]),
    ]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("And in winter?", [("How large is it?", HISTORY), ("How large is the tower?", "in winter")]),
        ("And the tower?", [("How large is it?", "the tower")]),
    ],
)
def test_the_question_before_is_understood_unless_something_else_takes_its_place(
    question: str, asked: list[tuple[str, object]]
) -> None:
    rewriting = Rewriting("How large is the tower?")
    history = [*HISTORY, ("user", "How large is it?"), ("assistant", "It has nine rooms.")]
    standalone(question, history, rewriting)
    assert rewriting.asked[: len(asked)] == asked


def test_what_only_asks_is_understood_before_something_else_takes_its_place() -> None:
    rewriting = Rewriting("When was the tower born?")
    standalone("And the tower?", CHAIN, rewriting)
    assert rewriting.asked[-1] == (rewriting.rewritten, "the tower")


@pytest.mark.parametrize("question", ["Why?", "And in winter?"])
def test_a_model_that_only_answers_is_not_asked_over_and_over(question: str) -> None:
    rewriting = Rewriting("Nobody knows.")
    history = [*HISTORY, *[("user", question), ("assistant", "Nobody knows.")] * 5]
    assert standalone(question, history, rewriting) == f"{HISTORY[0][1]} {question}"
    assert len(rewriting.asked) < 20


def test_marks_of_sources_are_not_read() -> None:
    rewriting = Rewriting("When was Eva Holm born?")
    standalone(
        "When was she born?", [HISTORY[0], ("assistant", "Eva Holm [1][12] is the director. [3]")], rewriting
    )
    assert rewriting.asked == [("When was she born?", HISTORY)]


def test_without_a_model_the_last_question_that_says_what_it_is_about_is_put_in_front() -> None:
    assert standalone("Is she married?", CHAIN[:4], None) == f"{HISTORY[0][1]} Is she married?"
    assert standalone("Why?", [("user", "Why?"), ("assistant", "Because.")], None) == "Why? Why?"


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("And when was it founded?", "When"),
        ("Ok, is she married?", "Is"),
        ("Whose is it", "Whose"),
        ("What about the harbour?", ""),
        ("And in Bergen?", ""),
        ("The second one?", ""),
    ],
)
def test_the_word_that_asks(question: str, word: str) -> None:
    assert asks_with(question) == word
