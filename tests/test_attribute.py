"""Which sentences are cited for a statement, and when it counts as supported."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from fakes import overlap
from hypothesis import given
from hypothesis import strategies as st

import reqa
from reqa.attribute import MAX_CITED, Attribution, attribute
from reqa.text.terms import content_terms
from reqa.types import ScoredSentence, Sentence

QUESTION = "What is known?"
EVIDENCE = (
    "The harbour of Lund was dug in 1640 by Queen Margareta.",
    "It has 12 cranes and 3 ferries.",
    "The largest crane lifts 450 tonnes.",
)


def evidence(*texts: str) -> list[ScoredSentence]:
    return [
        ScoredSentence(Sentence("d", i, i * 100, i * 100 + len(t), t, 0), 1.0) for i, t in enumerate(texts)
    ]


def check(statement: str, picks: tuple[int, ...] = (), *texts: str) -> Attribution:
    return attribute(statement, QUESTION, evidence(*(texts or EVIDENCE)), picks, overlap)


def cited(found: Attribution) -> list[str]:
    return [sentence.text for sentence, _ in found.sentences]


def test_supported_statement_cites_its_sentence() -> None:
    found = check("The harbour of Lund was dug by Queen Margareta in 1640.")
    assert found.supported
    assert cited(found) == [EVIDENCE[0]]


@pytest.mark.parametrize(
    "statement",
    [
        "The harbour of Lund was dug in 1641 by Queen Margareta.",
        "The harbour of Lund has 13 cranes.",
        "The largest crane lifts 4500 tonnes.",
        "King Gustav sold the harbour to Denmark.",
        "",
    ],
)
def test_unsupported_statements(statement: str) -> None:
    assert not check(statement, (0, 1, 2)).supported


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The largest crane is for sale.", "The largest crane is not for sale, the ferries are."),
        (
            "The harbour of Lund was dug by monks.",
            "Nobody knows whether the harbour of Lund was dug by monks.",
        ),
    ],
)
def test_a_statement_that_a_cited_sentence_denies_is_unsupported(statement: str, source: str) -> None:
    found = check(statement, (), source, EVIDENCE[1])
    assert cited(found) == [source]
    assert not found.supported


def test_two_sentences_are_cited_where_each_says_half() -> None:
    found = check("The harbour has 12 cranes, and the largest lifts 450 tonnes.")
    assert found.supported
    assert cited(found) == list(EVIDENCE[1:])


def test_grouped_and_spelled_numbers_are_the_same() -> None:
    assert check("The town has 12000 people.", (), "The town has 12,000 people.").supported
    assert check("The town has 3 bridges.", (), "The town has three bridges.").supported


def test_the_number_of_a_paragraph_is_no_figure() -> None:
    members = ("5. Members", "The club has 214 members, three more than in August.")
    assert not check("There were 5 members in August.", (0, 1), *members).supported
    assert check("There are 214 members.", (1,), *members).supported
    assert check("2.1) The rent is 300 euros.", (0,), "2.1) The rent is 300 euros.").supported
    assert check("It cost 5.", (0,), "It cost 5. It was sold.").supported
    assert check("Es war am 5. Mai 2023.", (0,), "5. Mai 2023: Das Rathaus wird geschlossen.").supported


def test_a_sentence_that_adds_nothing_is_not_cited() -> None:
    again = "Queen Margareta had the harbour of Lund dug."
    found = check("The harbour of Lund was dug by Queen Margareta in 1640.", (0, 1), EVIDENCE[0], again)
    assert cited(found) == [EVIDENCE[0]]


def test_the_office_and_not_only_the_name_is_cited() -> None:
    name = "Eva Holm, the envoy of the council, spoke to a newspaper."
    office = "“We begin,” said Holm, who is also head of the Lund Harbour Fund."
    found = attribute(
        "Eva Holm heads the Lund Harbour Fund.",
        "Who heads the Lund Harbour Fund?",
        evidence(name, office),
        (0,),
        overlap,
    )
    assert cited(found) == [name, office]


def test_the_sentence_that_ties_the_answer_to_the_question_is_cited() -> None:
    book = "The Salt Road is a novel by Ines Prado."
    author = "Ines Prado was born in Lisbon."
    asked = "Where was the author of The Salt Road born?"
    found = attribute("Lisbon", asked, evidence(book, author), (1,), overlap)
    assert cited(found) == [book, author]


@pytest.mark.parametrize(
    ("title", "supported"),
    [
        ("Bylaws of the Rosehill society", False),
        ("The chair of the Rosehill society is elected", False),
        ("Letter of Voss to the Rosehill society", True),
    ],
)
def test_what_two_documents_say_is_joined_only_where_it_is_about_the_same(
    title: str, supported: bool
) -> None:
    bylaws, minutes = evidence(title, "Present: Petra Voss (chair)")
    elsewhere = dataclasses.replace(minutes.sentence, document_id="minutes")
    both = [bylaws, dataclasses.replace(minutes, sentence=elsewhere)]
    asked = "Who is the chair of the Rosehill society?"
    found = attribute("Petra Voss is the chair of the Rosehill society.", asked, both, (1,), overlap)
    assert found.supported == supported


def test_the_same_day_does_not_join_two_documents() -> None:
    mowing, asked_for = evidence(
        "On Sundays they may not be used.", "Brandt asked to open the shop on Sundays."
    )
    minutes = dataclasses.replace(asked_for.sentence, document_id="minutes")
    both = [mowing, dataclasses.replace(asked_for, sentence=minutes, score=2.0)]
    found = attribute(mowing.text, "Can the shop open on Sundays?", both, (0,), overlap)
    assert {one.document_id for one, _ in found.sentences} == {"d", "minutes"}
    assert not found.supported


PLANE = (
    "The squadron flew the Kestrel in the Pacific theatre of the war.",
    "The Kestrel is a Danish jet-powered medium bomber of the 1950s.",
    "The Osprey is a Danish jet-powered fighter.",
)


def test_a_sentence_that_says_what_the_question_takes_for_granted_is_cited() -> None:
    asked = "Which Danish jet-powered medium bomber was flown in the Pacific theatre?"
    found = attribute("The Kestrel was flown in the Pacific theatre.", asked, evidence(*PLANE), (0,), overlap)
    assert cited(found) == list(PLANE[:2])


@pytest.mark.parametrize(
    ("asked", "answer", "other"),
    [
        ("Which bomber was flown in the Pacific theatre?", "The Kestrel was flown there.", PLANE[1]),
        ("Which squadron flew there? Was the Osprey a Danish fighter?", "That of the Kestrel.", PLANE[2]),
    ],
    ids=["one word of the question", "nothing of the answer"],
)
def test_what_shares_little_with_question_or_answer_is_not_cited(asked: str, answer: str, other: str) -> None:
    found = attribute(answer, asked, evidence(PLANE[0], other), (0,), overlap)
    assert cited(found) == [PLANE[0]]


def test_a_number_in_what_a_sentence_stands_under_is_not_the_answer() -> None:
    dinner, trip = "The dinner is for 18 guests.", "Six people with tickets may go."
    found = [dataclasses.replace(one, heading="From: Eva, 18 March") for one in evidence(dinner, trip)]
    asked = "How many people are coming to the dinner, and with which tickets?"
    assert cited(attribute("18 guests.", asked, found, (0,), overlap)) == [dinner]


@pytest.mark.parametrize(("heading", "both"), [("", True), ("Duties of the borrower", False)])
def test_a_heading_ties_the_answer_to_the_question_as_well(heading: str, both: bool) -> None:
    dry, home = "The borrower keeps it dry.", "It must not be taken abroad."
    found = [dataclasses.replace(one, heading=heading) for one in evidence(dry, home)]
    asked = "What must the borrower not do?"
    assert cited(attribute("Not taken abroad", asked, found, (1,), overlap)) == [dry, home][1 - both :]


@given(st.integers(0, 2))
def test_a_quotation_is_supported_for_certain(position: int) -> None:
    found = attribute(EVIDENCE[position], QUESTION, evidence(*EVIDENCE), (), overlap)
    assert cited(found) == [EVIDENCE[position]]
    assert found.support == 1
    assert found.supported


def test_a_quotation_is_tied_to_its_question_as_another_statement_is() -> None:
    found = attribute(EVIDENCE[1], "How many cranes has Lund?", evidence(*EVIDENCE), (), overlap)
    assert cited(found) == list(EVIDENCE[:2])
    assert found.supported


def test_a_quoted_rule_gives_way_where_the_question_is_about_its_exception() -> None:
    rule, exception = "Backups are kept for 30 days.", "Users of the free plan have theirs for 7 days."
    about = evidence(exception, rule)
    free = attribute(rule, "How long are backups of the free plan kept?", about, (), overlap)
    assert {one.text for one in free.saying_otherwise} == {exception, rule}
    anyone = attribute(rule, "How long are backups kept?", about, (), overlap)
    assert cited(anyone) == [rule]
    assert anyone.supported


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It is the 5th largest.", "It is the fifth largest."),
        ("It has 25 beds.", "It has twenty-five beds."),
        ("It cost 3.8 million euros.", "It cost 3,800,000 euros."),
        ("One of them left: Holm.", "Holm left."),
        ("It has twenty-one beds.", "It has 21 beds."),
        ("It has one hundred and one beds.", "It has 101 beds."),
    ],
)
def test_the_same_number_written_otherwise(statement: str, source: str) -> None:
    assert check(statement, (), source).supported


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It cost 3.8 million euros.", "It cost 3.8 billion euros."),
        ("It came 5th.", "It came sixth."),
        ("It has 1 bed.", "It has 2 beds."),
    ],
)
def test_another_number_is_no_support(statement: str, source: str) -> None:
    assert not check(statement, (), source).supported


@pytest.mark.parametrize(
    ("statement", "supported"),
    [
        ("The Torstein was built in Molde.", True),
        ("The Torstein was built in 1974.", True),
        ("The Torstein was built in Germany.", False),
        ("The Torstein was built in 1931.", False),
    ],
)
def test_what_only_says_yes_must_have_its_names_and_numbers_in_a_source(
    statement: str, supported: bool
) -> None:
    asked = f"Is it right that {statement[:-1]}?"
    found = attribute(statement, asked, evidence("The Torstein was built in 1974 in Molde."), (0,), overlap)
    assert found.supported == supported


WORDS = ["harbour", "crane", "12", "450", "Lund", "Queen", "lifts", "dug", "tonnes", "ferry"]
phrases = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(phrases, st.lists(phrases, min_size=1, max_size=6))
def test_no_cited_sentence_can_be_dropped_without_losing_terms(statement: str, texts: list[str]) -> None:
    wanted = content_terms(f"{QUESTION} {statement}")
    said = [content_terms(text) & wanted for text in cited(check(statement, (), *texts))]
    for i in range(len(said) if len(said) > 1 else 0):
        assert said[i] - set().union(*(said[j] for j in range(len(said)) if j != i))


@pytest.mark.parametrize(
    ("source", "supported"),
    [
        ("Splatoon 1 was released in 2015.", False),
        ("Splatoon 1 was released in 2015, two years before Splatoon 2.", True),
        ("It was released in 2015.", True),
    ],
)
def test_another_of_a_numbered_kind_is_no_source(source: str, supported: bool) -> None:
    found = attribute(
        "It was released in 2015.", "When was Splatoon 2 released?", evidence(source), (), overlap
    )
    assert cited(found) == [source]
    assert found.supported == supported


@pytest.mark.parametrize(
    ("question", "source", "supported"),
    [
        ("Which is the largest city?", "Moen is the fifth-largest city.", False),
        ("Which is the largest city?", "Moen is the largest city.", True),
        ("Which is the fifth largest city?", "Moen is the largest city.", False),
        ("Which is the second most populous city?", "Moen is the second-most populous city.", True),
        (
            "Which is the largest city?",
            "Moen is the largest city after Lund, the second-largest after Oslo.",
            True,
        ),
        ("Is Moen the largest city?", "Moen is the fifth-largest city.", True),
        ("Which city is in the west?", "Moen is the second city in the far west.", True),
    ],
)
def test_another_place_in_an_order_is_no_source(question: str, source: str, supported: bool) -> None:
    assert attribute("It is Moen.", question, evidence(source), (0,), overlap).supported == supported


def test_nor_is_it_quoted_instead(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    moen = "Moen is the fifth-largest city of the country."
    said = "It is Moen. [1]\n"
    assert answered(moen, "Which is the largest city of the country?", said).abstained
    assert answered(moen, "Which is the fifth-largest city of the country?", said).text == "It is Moen. [1]"


def test_a_source_that_says_the_contrary_is_no_source() -> None:
    assert check("Lund beat Oslo.", (), "Lund beat Oslo 3-1.").supported
    assert not check("Oslo beat Lund.", (), "Lund beat Oslo 3-1.").supported


@pytest.mark.parametrize(
    ("source", "supported"),
    [
        ("Holm, 61, leads the survey.", True),
        ("The survey is led by Eva Holm (61).", True),
        ("Holm leads the survey of 61 lakes.", False),
    ],
)
def test_a_number_behind_a_name_is_an_age(source: str, supported: bool) -> None:
    found = attribute("Holm is 61 years old.", "How old is Holm?", evidence(source), (0,), overlap)
    assert found.supported == supported


@pytest.mark.parametrize(
    ("other", "answers"),
    [
        ("The small plan keeps them for 7 days.", False),
        ("The small plan keeps them for 30 days.", True),
        ("The small plan keeps them in 7 places.", True),
    ],
)
def test_a_value_is_not_that_of_what_has_another_one(other: str, answers: bool) -> None:
    rule = "Backups of deleted files are kept for 30 days."
    asked = "How long does the small plan keep backups of deleted files?"
    found = attribute("30 days.", asked, evidence(rule, other), (0,), overlap)
    assert found.supported == answers
    assert [one.text for one in found.saying_otherwise] == ([] if answers else [rule, other])


def test_no_evidence_supports_nothing() -> None:
    assert attribute("Anything.", "Q?", [], (), overlap) == Attribution((), 0.0, False)


@given(
    st.text(max_size=80),
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6),
    st.lists(st.integers(0, 5), max_size=4),
)
def test_citations_are_few_ordered_and_from_the_evidence(
    statement: str, texts: list[str], picks: list[int]
) -> None:
    found = check(statement, tuple(picks), *texts)
    places = [sentence.index for sentence, _ in found.sentences]
    assert places == sorted(set(places))
    assert bool(places) == any(map(str.isalnum, statement))
    assert len(places) <= MAX_CITED
    assert 0 <= found.support <= 1


HEAD = ("From: Tom Brackley", "Date: 12 March 2025", "The stand at Hall 5 is on me this year.")


def under_its_head(statement: str, question: str) -> Attribution:
    writer, date, said = (one.sentence for one in evidence(*HEAD))
    letter = ScoredSentence(said, 1.0, heading="From: Tom Brackley, 12 March 2025", above=(writer, date))
    return attribute(statement, question, [letter], (0,), overlap)


def test_the_head_of_a_letter_is_cited_where_only_it_has_the_name() -> None:
    found = under_its_head("Tom Brackley.", "Who has the stand this year?")
    assert found.supported
    assert cited(found) == [HEAD[0], HEAD[2]]


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("Tom Brackley has the stand at Hall 5.", "Which hall is the stand of Tom Brackley in?"),
        ("The stand is at Hall 5.", "Where is the stand?"),
    ],
)
def test_the_head_is_not_cited_where_nothing_needs_it(statement: str, question: str) -> None:
    found = under_its_head(statement, question)
    assert found.supported
    assert cited(found) == [HEAD[2]]


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("Eva Holm.", "Who has the stand this year?"),  # in no head
        ("Tom Brackley.", "Who sold the old warehouse?"),  # which nothing here is about
    ],
)
def test_a_head_carries_nothing_else(statement: str, question: str) -> None:
    found = under_its_head(statement, question)
    assert not found.supported
    assert cited(found) == [HEAD[2]]


MANUAL = """\
# Pump

## Error E14

Switch the pump off at the main switch.

## Error E21

Do not reset E21 yourself.
"""


@pytest.mark.parametrize(
    ("question", "abstained"),
    [
        ("How do I switch the pump off after error E21?", True),
        ("how do i switch the pump off after error e21?", True),
        ("How do I switch the pump off after error E14?", False),
        ("How do I switch the pump off?", False),
    ],
)
def test_what_stands_under_another_code_is_no_answer(
    answered: Callable[[str, str, str], reqa.Answer], question: str, abstained: bool
) -> None:
    said = "Switch it off at the main switch. [1]\n"
    assert answered(MANUAL, question, said).abstained == abstained


@pytest.mark.parametrize(("score", "supported"), [(1.0, True), (-9.0, False)])
def test_a_value_of_what_has_nothing_to_do_with_the_question_is_no_answer(
    score: float, supported: bool
) -> None:
    train, test = evidence("The train was derailed at Tarn.", "The last test was on 3 June 2024.")
    given = [train, dataclasses.replace(test, score=score)]
    found = attribute("It was on 3 June 2024.", "When was the train derailed?", given, (1,), overlap)
    assert found.supported == supported
    asked_for = attribute("It was on 3 June 2024.", "When was the last test?", given, (1,), overlap)
    assert asked_for.supported


@pytest.mark.parametrize(("heading", "supported"), [("The library", False), ("Library rooms", True)])
def test_the_heading_of_the_best_sentence_relates_nothing_to_the_question(
    heading: str, supported: bool
) -> None:
    hours, room = evidence("The library is open until 7.", "The reading room closes an hour earlier.")
    given = [
        dataclasses.replace(hours, heading="The library", score=9.0),
        dataclasses.replace(room, heading=heading, score=-2.0),
    ]
    said = "The reading room closes an hour earlier."
    assert attribute(said, "Until when is the library open?", given, (1,), overlap).supported == supported


@pytest.mark.parametrize(
    ("question", "source", "statement"),
    [
        ("Does the P40 use R32?", "The P40 uses propane (R290).", "It uses propane."),
        ("Which notice does SN-214 replace?", "It replaces SN-198.", "It replaces SN-198."),
        ("Which of them is older, Splatoon 1 or Splatoon 2?", "Splatoon 1 is from 2015.", "Splatoon 1"),
    ],
)
def test_another_code_may_be_the_answer(question: str, source: str, statement: str) -> None:
    assert attribute(statement, question, evidence(source), (0,), overlap).supported


def test_a_number_may_be_in_what_a_sentence_stands_under() -> None:
    head, upload = (one.sentence for one in evidence("## Version 4.1", "The upload of photos works again."))
    given = [ScoredSentence(upload, 5.0, "Version 4.1", (head,))]
    asked = "Since which version does the upload of photos work?"
    assert cited(attribute("Since 4.1.", asked, given, (0,), overlap)) == [head.text, upload.text]
    assert attribute("Since 4.1.", asked, given, (0,), overlap).supported
    assert not attribute("Since 4.2.", asked, given, (0,), overlap).supported


def test_what_stands_under_the_answer_is_no_source_of_it() -> None:
    head, upload = (
        one.sentence for one in evidence("## Version 4.1 (2 May 2025)", "Photos are uploaded again.")
    )
    given = [ScoredSentence(upload, 5.0, "Version 4.1 (2 May 2025)", (head,))]
    found = attribute("2 May 2025", "When did 4.1 come out?", given, (0,), overlap)
    assert found.supported
    assert cited(found) == [head.text]


def test_a_name_need_not_begin_with_its_capital() -> None:
    asked, source = "Is it there on the iPhone?", "It is there on Android."
    assert not attribute("It is there on the iPhone.", asked, evidence(source), (0,), overlap).supported


def test_what_the_source_says_stands_for_what_the_model_made_of_it(
    answered: Callable[[str, str, str], reqa.Answer],
) -> None:
    head, chief = "The head of calibration begins in March.", "She reports to the chief officer."
    said = "The chief officer reports to the head of calibration. [1][2]\n"
    answer = answered(f"{head} {chief}", "Who does the head of calibration report to?", said)
    assert answer.text == f"{head} [1] {chief} [2]"
    assert [c.cited_text for c in answer.citations] == [head, chief]


def test_what_ties_a_statement_to_its_question_may_say_otherwise_too() -> None:
    daily, holidays = evidence(
        "The old hall in Lund is open daily, say the guides.", "On holidays the old hall in Lund is not open."
    )
    given = [daily, dataclasses.replace(holidays, score=2.0)]
    found = attribute("The old hall in Lund is open daily.", "Is it open on holidays?", given, (0,), overlap)
    assert not found.supported
    assert found.saying_otherwise == (daily.sentence, holidays.sentence)
