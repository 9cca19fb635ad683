"""Putting a name in the place of a description, for questions that need two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from fakes import ScriptedChat
from langchain_core.messages import BaseMessage
from pydantic import Field

import reqa
from reqa import prompts
from reqa.resolve import Resolved, Sources, resolved
from reqa.types import Quote, ScoredSentence, Sentence

DESIGNED = "The designer of the Harlow bridge was Ada Brink."
GREW_UP = "Ada Brink grew up in Lund."
OPENED = "The Harlow bridge was opened in 1931 by the mayor, Otto Rask."
QUESTION = "Where did the designer of the Harlow bridge grow up?"


def evidence(*texts: str) -> list[ScoredSentence]:
    return [ScoredSentence(Sentence("a.txt", i, 0, len(t), t, i), 1.0) for i, t in enumerate(texts)]


def resolve(question: str, said: str, *texts: str) -> Resolved | None:
    """With a model that says `said`, and sentences that all answer whatever they are asked."""
    return resolved(question, evidence(*texts), lambda *asked: said, lambda name, asked, those: all_of(those))


def all_of(sentences: Sequence[ScoredSentence]) -> Sources:
    return tuple((one.sentence, 0.9) for one in sentences)


def test_the_name_takes_the_place_of_the_description() -> None:
    found = resolve(QUESTION, "the designer of the Harlow bridge = Ada Brink [2]", GREW_UP, DESIGNED)
    assert found
    assert found.question == "Where did Ada Brink grow up?"
    assert [sentence.text for sentence, _ in found.sources] == [GREW_UP, DESIGNED]


@pytest.mark.parametrize(
    ("question", "said", "text", "named"),
    [
        (
            "Who is the spouse of Salt's main author?",
            "Salt's main author = Tom Reyes [1]",
            "The main author of Salt is Tom Reyes.",
            "Who is the spouse of Tom Reyes?",
        ),
        (
            "Who was mayor in the year when the Harlow bridge opened?",
            "the year when the Harlow bridge opened = 1931 [1]",
            "The year when the Harlow bridge opened was 1931.",
            "Who was mayor in 1931?",
        ),
        (
            "The plan that includes daily backups costs how much",
            "The plan that includes daily backups = Nordic Pro",
            "Daily backups: the plan that includes them is Nordic Pro.",
            "Nordic Pro costs how much?",
        ),
    ],
)
def test_descriptions(question: str, said: str, text: str, named: str) -> None:
    found = resolve(question, said, text)
    assert found
    assert found.question == named


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("the designer of the Harlow bridge = Tom Reyes [1]", "a name that no sentence has"),
        ("the designer of the Harlow bridge = grew up in Lund [1]", "no name"),
        ("the designer of the Harlow bridge = Harlow [1]", "a name that the question has"),
        ("the designer of the Harlow bridge = Cleaning 640 Euros [1]", "a sum"),
        ("the designer of the Harlow bridge grow up = Lund [1]", "all that is asked for"),
        ("the builder of the Harlow bridge = Ada Brink [1]", "not the question's words"),
        ("the Harlow bridge = Ada Brink [1]", "nothing that describes"),
        ("the Harlow Bridge of Lund = Ada Brink [1]", "a name already"),
        ("Where did Ada Brink grow up?", "not what was asked for"),
        ("", "nothing"),
    ],
)
def test_what_the_model_says_is_checked(said: str, why: str) -> None:
    assert resolve(QUESTION, said, GREW_UP, OPENED) is None, why


@pytest.mark.parametrize(("name", "is_one"), [("Ada 640 Euros Tom", False), ("Ada Brink II", True)])
def test_a_sum_is_no_name(name: str, is_one: bool) -> None:
    text, said = (
        f"The designer of the Harlow bridge: {name}.",
        f"the designer of the Harlow bridge = {name} [1]",
    )
    assert bool(resolve(QUESTION, said, text)) == is_one


def test_what_the_question_says_of_it_is_no_part_of_it() -> None:
    question = "In which film the sister of Tom Reyes was seen with him?"
    assert resolve(question, "the sister of Tom Reyes was seen = Ada Brink [1]", GREW_UP) is None
    found = resolve(question, "the sister of Tom Reyes = Ada Brink [1]", GREW_UP)
    assert found
    assert found.question == "In which film Ada Brink was seen with him?"


def test_a_description_is_not_cut_off() -> None:
    question = "Who plays in the latest film directed by Tom Reyes?"
    assert resolve(question, "the latest film directed by = Ada Brink [1]", GREW_UP) is None
    assert resolve(question, "the latest film directed by Tom Reyes = Ada Brink [1]", GREW_UP)


def test_what_it_is_the_name_of_is_asked_of_the_sentences_that_have_it() -> None:
    heard: list[tuple[str, str, list[str]]] = []

    def sources(name: str, question: str, sentences: Sequence[ScoredSentence]) -> Sources:
        heard.append((name, question, [one.text for one in sentences]))
        return ()

    said = "the designer of the Harlow bridge = Otto Rask [2]"
    assert resolved(QUESTION, evidence(GREW_UP, OPENED), lambda *asked: said, sources) is None
    assert heard == [("Otto Rask", "What is the designer of the Harlow bridge?", [OPENED])]


@pytest.mark.parametrize(
    "question",
    [
        "Where did Ada Brink grow up?",
        "Who designed the bridge?",
        "What was abnormal about Otto Rask?",
        "Who directed The Girl Who Waited?",
        "How tall is Ada's?",
        "What does a ticket for two people cost?",
        "?",
    ],
)
def test_the_model_is_not_asked_where_nothing_is_described(question: str) -> None:
    def namer(*asked: object) -> str:
        raise AssertionError(f"asked about {question}")

    assert resolved(question, evidence(DESIGNED), namer, lambda *asked: ()) is None


def test_the_model_is_told_where_a_description_may_begin() -> None:
    heard: list[Sequence[int]] = []

    def namer(question: str, quotes: Sequence[Quote], openings: Sequence[int]) -> str:
        heard.append(openings)
        return ""

    question = "What does the wife of the mayor of Lund say about Ada Brink's bridge?"
    resolved(question, evidence(DESIGNED), namer, lambda *asked: ())
    words = question.split()
    assert [words[i] for i in heard[0]] == ["the", "the", "Ada"]


class Naming(ScriptedChat):
    """Says whose name a description is when it is asked for it, and answers no other question that has one.

    Only what is `misread` is answered all the same.
    """

    names: dict[str, str]
    misread: dict[str, str] = Field(default_factory=dict)

    def _reply(self, messages: list[BaseMessage]) -> str:
        question = messages[-1].text.rpartition("Question: ")[2]
        described = next((d for d in self.names if d in question), "")
        if messages[0].text == prompts.NAME_SYSTEM:
            self.prompts.append(messages[-1].text)
            return f"{described} = {self.names.get(described, 'Nobody')} [1]"
        self.answerable = question == f"What is {described}?" or not described
        return f"Yes\n{self.misread[question]}" if question in self.misread else super()._reply(messages)


@pytest.fixture
def text(tmp_path: Path, fake_models: None) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(f"The bridge\n\n{DESIGNED} {OPENED}\n\nThe people\n\n{GREW_UP}\n")
    return path


def test_the_answer_cites_whose_name_it_is_as_well(text: Path, tmp_path: Path) -> None:
    chat = Naming(names={"the designer of the Harlow bridge": "Ada Brink"}, answer="She grew up in Lund. [1]")
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        evidence, *_, answer = qa.stream(QUESTION)
    assert isinstance(evidence, reqa.Evidence)
    assert evidence.question == answer.question == QUESTION
    assert answer.understood == "Where did Ada Brink grow up?"
    assert answer.text == "She grew up in Lund. [1][2]"
    assert [c.cited_text for c in answer.citations] == [DESIGNED, GREW_UP]
    assert answer.statements[0].citations == answer.citations


def test_two_descriptions_one_after_the_other(text: Path, tmp_path: Path) -> None:
    text.write_text(
        f"{text.read_text()}\nThe husband of Ada Brink was Nils Dahl. Nils Dahl was born in Visby.\n"
    )
    names = {
        "the designer of the Harlow bridge": "Ada Brink",
        "the husband of Ada Brink": "Nils Dahl",
    }
    chat = Naming(names=names, answer="Nils Dahl was born in Visby. [1]")
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("Where was the husband of the designer of the Harlow bridge born?")
    assert answer.understood == "Where was Nils Dahl born?"
    assert [c.cited_text for c in answer.citations] == [
        DESIGNED,
        "The husband of Ada Brink was Nils Dahl.",
        "Nils Dahl was born in Visby.",
    ]


def test_what_is_not_answered_by_name_either_is_refused_as_it_was_asked(text: Path, tmp_path: Path) -> None:
    chat = Naming(names={"the designer of the Harlow bridge": "Ada Brink", "Ada Brink die": ""})
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask("When did the designer of the Harlow bridge die?")
    assert answer.abstained
    assert answer.understood == ""
    assert len(chat.prompts) >= 3  # asked, named, asked again


LIFTS = "Kaffa Nord repairs the lifts, doors, boilers and machines of Lund."
FEES = ("Otis: 90 euros every month.", "Kaffa Nord: 220 crowns every month.")
PIECED = "How much money monthly does the firm that repairs lifts receive?"


@pytest.mark.parametrize(
    ("named", "said", "understood"),
    [
        (
            "Kaffa Nord",
            "Kaffa Nord receives 220 crowns. [1][2]",
            "How much money monthly does Kaffa Nord receive?",
        ),
        ("Siemens", "Otis receives 90 euros. [1][2]", ""),
    ],
)
def test_an_unsure_answer_that_is_pieced_together_gives_way_to_a_surer_one(
    text: Path, tmp_path: Path, named: str, said: str, understood: str
) -> None:
    text.write_text(f"Firms\n\n{LIFTS}\n\n{FEES[0]}\n\n{FEES[1]}\n")
    chat = Naming(
        names={"the firm that repairs lifts": named},
        misread={PIECED: "Otis receives 90 euros. [2]"},
        answer="Kaffa Nord receives 220 crowns. [1]",
    )
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        *_, answer = qa.stream(PIECED)
    assert answer.text == said
    assert answer.understood == understood


@pytest.mark.parametrize(("owner", "understood"), [("Irma", ""), ("Jonas", "What did Harbour Lights cost?")])
def test_what_is_somebody_elses_of_that_name_is_not_it(
    text: Path, tmp_path: Path, owner: str, understood: str
) -> None:
    text.write_text(
        "Jonas Falk's show is what is called Harbour Lights.\n\nHarbour Lights cost 310,000 crowns.\n\n"
        "Irma Falk sang in the choir.\n"
    )
    names = {f"{owner} Falk's show": "Harbour Lights"}
    chat = Naming(names=names, answer="It cost 310,000 crowns. [1]")
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask(f"What did {owner} Falk's show cost?")
    assert (answer.understood, answer.abstained) == (understood, not understood)


def test_an_answer_costs_no_look_for_names(text: Path, tmp_path: Path) -> None:
    chat = Naming(names={}, answer="Ada Brink. [1]")
    with reqa.open(text, index_dir=tmp_path / "index", llm=chat) as qa:
        assert not qa.ask("Who was the designer of the Harlow bridge?").abstained
    assert len(chat.prompts) == 1
