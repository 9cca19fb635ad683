"""The real models on the real corpus and on a document that nothing was tuned on."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import Opened, refuses, says
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

import reqa
from reqa.engine import Engine

CORPUS = Path(__file__).parents[1] / "corpus"
MODELS = reqa.Settings().models

pytestmark = pytest.mark.models

BRIDGE = """# The bridge at Arden

The bridge at Arden was designed by Clara Voss and opened on 4 May 1932. It is 412 metres long and has two
lanes for cars and one for bicycles. Building it cost 3.8 million crowns, half of which the shipyard paid.

## Repairs

In 1978 a freighter hit the second pillar. Nobody was hurt, but the bridge stayed closed for eleven months.
The repair was led by Mr. Otto Brandt, Voss's former assistant. The next inspection is due in June 2031.
"""

FIRMS = """# Who works for the Aurland office

Reinhold GmbH cleans the office every weekday evening. The coffee machines are serviced by Kaffa Nord, and
the lifts by Otis. The contract with Reinhold GmbH was negotiated by Idun Aas in 2022. Aas left the company in
2024 and now heads the Trondheim harbour. Marta Lunde is responsible for the lifts.

## What it costs

- Reinhold GmbH: 1,450 euros a month.
- Kaffa Nord: 220 euros a month.
- Otis: 3,900 euros a year.
"""

HOSTING = """# Hosting agreement

This agreement is made between Corvane Logistics plc of 14 Quay Street, Cork ("the Customer") and Pellworth
Data Ltd, a company registered in England whose seat is at 80 Mill Lane, Leeds ("the Supplier").

1. The Supplier shall notify the Customer of a data breach within twenty-four hours.

2. The Supplier may increase the fees once in each calendar year.

3. The Customer may end the agreement on six months' notice. The Supplier has no right to end it.
"""
PRINTING = """# Printing agreement

This agreement is made between Corvane Logistics plc ("the Customer") and Dunmore Print GmbH ("the Supplier").

1. The Supplier shall deliver the labels that the Customer orders within five days.

2. The Supplier shall notify the Customer of a data breach within forty-eight hours.
"""

HOUSES = """The houses of Tarnby

The museum of glass

Admission is 8 euros for adults and 3 euros for children. It was founded in 1954.

The theatre

Tickets cost between 15 and 48 euros; students pay half. It has 430 seats.

The association

Marit Vold and Jonas Ekdal were appointed chair and treasurer, respectively. It has 212 members.
"""

RIVERS = """# Two rivers

The Arva rises in the Skarn mountains. It was first mapped by the surveyor Mads Brandt in 1788. The Lomma is
240 kilometres long. Salmon returned to the Lomma in 1996, after the mill at Ruun was closed.

The mayor of Hollis, Ingrid Falk, opened the fish market in May. Hollis has 18,000 inhabitants. In Ruun there
is a museum about the mill. Falk studied law in Bergen. The northern entrance of the market is open until
22:00.
"""


FERRY = """The car ferry Havsorn was built at the Lindvik yard in 1998 for the shipping company Nordrederi.
She is 142 metres long and carries 900 passengers and 240 cars. On the night of 4 October 2022 the Havsorn
ran aground off Cape Brodd with 611 people on board. The captain, Lars Wiik, had gone to his cabin; the
first mate, Ane Dahl, was on the bridge.
"""

MINE = """The Skarn mine near Luossa was opened in 1890 and closed in 1982. A fire in the third shaft killed
23 miners. The inquiry found that the ventilators had been switched off. The manager, Edvard Stenman, was
sentenced to two years in prison. The mine was closed because Brazilian ore had become cheaper. It is a
museum today.
"""

CLUB = """Rovers Dalby have signed the goalkeeper Mina Okafor from Lisbon. The 24-year-old replaces Petra
Holm, who ended her career in May. Rovers scored 51 goals last season, 19 of them by Ellen Thorsen. Thorsen
will miss the first three matches, because she was sent off. Her place will be taken by the 17-year-old Ida
Lund. The roof of the stand will be repaired for 240,000 euros; quieter fans for the hall are being looked
for. They cost about 80,000 euros. The coach had asked for 120,000.
"""

WAY = """The Corrie Way is a footpath of 96 kilometres. Most walkers take six days. The first stage, to Loch
Fenn, is easy. From the cape a boat goes back to Ardnish on Tuesdays and Saturdays. Dogs sleep in the shed.
"""

HARBOUR = """The harbour of Velsund: report for the first half of the year

In 2022 the harbour bought a crane for 75,000 euros. It handled 3.2 million tonnes in 2019 and 2.9 million
in 2020. The berths cost 8 euros until 2021; since then they have cost 11 euros. In July 610 yachts came, in
August 740. The director, Ida Moen, was appointed in 2017. Skippers who cancel less than 24 hours before pay
40 euros.

The crossing to Lubeck takes nine hours by day and eleven at night. The last ferry leaves at 22:15.
"""

PARISH = """# Minutes of Wexham, February

"We did not get what we wanted, but we got what we needed," said Petra Lindahl, who leads the union. Oskar
Brehm, the head of Halmby Lines, called the deal expensive. He said that fares would rise next year. The
mayor, Nadia Sorel, denied this: fares would stay as they are.

## Playground

The swings had been replaced in November for 3,400 pounds; the slide is to be replaced in April. Mr Okoye will
ask the county for a grant of 6,000 pounds.

## Footpath 12

The stile was broken by a tractor. Footpath 14 stays closed until the river falls.

## Accidents

It was the fourth fall from the wall this year, after one in the whole of last year. Maier was flown to the
hospital in Lienz, Haas was treated in the hut and walked down himself.
"""

SAWS = """# Chain saws of Berg

The Berg 40 weighs 2.9 kg and cuts branches up to 12 cm thick. One charge lasts for about 55 cuts. It costs
149 euros; the battery is included.

The Berg 80 is made for professionals. It weighs 5.3 kg, and it is sold only by dealers.

The chain oil keeps for three years unopened; use it within eight months of opening.

Faults that were found in a test. Common (in 1 of 10 saws): bent bar, dull chain. Uncommon (in 1 of 100):
cracked handle, loose screw.

Berg has a plant in Horten with 140 workers; a second one, in Gera, is to open in 2028. Complaints fell by 18
percent in Norway; in Sweden they did not change. In 2017 a fire in the old plant had injured four people.
"""
CHANGES = """# Changes of the saw's app

## 2.5.0 (2025-09-18)

### Added
- Dark mode, which follows the system's setting.

### Removed
- Support for old phones has been dropped.

## 2.4.1 (2025-05-02)

### Fixed
- A crash when the clocks change to summer time.

### Security
- The library for pictures was updated because of a hole.

## 2.4.0 (2025-03-11)

### Added
- Offline maps of all dealers.
"""

VACCINES = """The vaccine MV-4 is made by the company Serapha in Lyon. It costs 4 dollars a dose. Three
doses are needed. A rival vaccine, R7, is made in Pune. It was tried in Mali.
"""


@pytest.fixture(scope="module")
def reports(opened: Opened) -> reqa.QA:
    return opened({"ferry.txt": FERRY, "mine.txt": MINE, "vaccines.txt": VACCINES})


@pytest.fixture(scope="module")
def club(opened: Opened) -> reqa.QA:
    return opened({"text.md": CLUB})


@pytest.fixture(scope="module")
def way(opened: Opened) -> reqa.QA:
    return opened({"text.md": WAY})


@pytest.fixture(scope="module")
def harbour(opened: Opened) -> reqa.QA:
    return opened({"text.md": HARBOUR})


@pytest.fixture(scope="module")
def parish(opened: Opened) -> reqa.QA:
    return opened({"text.md": PARISH})


@pytest.fixture(scope="module")
def saws(opened: Opened) -> reqa.QA:
    return opened({"text.md": SAWS})


@pytest.fixture(scope="module")
def changes(opened: Opened) -> reqa.QA:
    return opened({"text.md": CHANGES})


@pytest.fixture(scope="module")
def contracts(opened: Opened) -> reqa.QA:
    return opened({"hosting.md": HOSTING, "printing.md": PRINTING})


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory, models: Engine) -> Iterator[reqa.QA]:
    with reqa.open(CORPUS, index_dir=tmp_path_factory.mktemp("article"), engine=models) as qa:
        yield qa


@pytest.fixture(scope="module")
def bridge(opened: Opened) -> reqa.QA:
    return opened({"text.md": BRIDGE})


@pytest.fixture(scope="module")
def firms(opened: Opened) -> reqa.QA:
    return opened({"text.md": FIRMS})


@pytest.fixture(scope="module")
def houses(opened: Opened) -> reqa.QA:
    return opened({"text.md": HOUSES})


@pytest.fixture(scope="module")
def rivers(opened: Opened) -> reqa.QA:
    return opened({"text.md": RIVERS})


def verify(answer: reqa.Answer, root: Path) -> None:
    """Every citation is, to the character, what the file says."""
    for citation in [*answer.citations, *answer.nearest]:
        path = root / citation.document_id if root.is_dir() else root
        text = path.read_bytes().decode()
        assert text[citation.start_char_index : citation.end_char_index] == citation.cited_text


@pytest.mark.parametrize(
    ("question", "said", "cited"),
    [
        (
            "Who heads the Russian Direct Investment Fund?",
            ["Dmitriev"],
            "CEO of the Russian Direct Investment",
        ),
        (
            "How do the American and Russian estimates of the reserves differ?",
            ["3.8 million"],
            "US Geological Survey estimates",
        ),
        ("Why was Trump angry with Putin?", ["credibility"], "credibility as a leader"),
        ("When and where are the next talks?", ["April", "Saudi Arabia"], "mid-April in Saudi Arabia"),
    ],
)
def test_article_answers(article: reqa.QA, question: str, said: list[str], cited: str) -> None:
    answer = article.ask(question)
    verify(answer, CORPUS)
    assert not answer.abstained
    assert all(part in answer.text for part in said), answer.text
    assert any(cited in c.cited_text for c in answer.citations)
    assert all(s.supported and s.citations for s in answer.statements)


@pytest.mark.parametrize(
    "question",
    ["What is the price of neodymium?", "Why did Zelensky sign the deal?", "Who won the cup final?"],
)
def test_article_does_not_say(article: reqa.QA, question: str) -> None:
    answer = article.ask(question)
    verify(answer, CORPUS)
    assert answer.abstained
    assert answer.nearest


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who designed the bridge?", "Voss"),
        ("How long is the bridge?", "412"),
        ("How long was the bridge closed after the accident?", "eleven months"),
    ],
)
def test_other_document_answers(bridge: reqa.QA, question: str, said: str) -> None:
    answer = bridge.ask(question)
    assert said.casefold() in answer.text.casefold()
    assert any(said in c.cited_text for c in answer.citations)


@pytest.mark.parametrize("question", ["How high is the bridge?", "What did the paint cost?"])
def test_other_document_does_not_say(bridge: reqa.QA, question: str) -> None:
    assert bridge.ask(question).abstained


def test_what_the_model_only_makes_of_its_sources_gives_way_to_them(
    bridge: reqa.QA, firms: reqa.QA, rivers: reqa.QA
) -> None:
    designed = bridge.ask("Who built the bridge at Arden?").text
    assert designed == "The bridge at Arden was designed by Clara Voss and opened on 4 May 1932. [1]"
    serviced = firms.ask("Who cleans the coffee machines?").text
    assert serviced == "The coffee machines are serviced by Kaffa Nord, and the lifts by Otis. [1]"
    opened = rivers.ask("When did Ingrid Falk become mayor?").text
    assert opened == "The mayor of Hollis, Ingrid Falk, opened the fish market in May. [1]"


def test_a_question_that_takes_two_steps(firms: reqa.QA) -> None:
    answer = firms.ask("What does the firm that services the coffee machines cost per month?")
    assert "220 euros" in answer.text
    cited = " ".join(c.cited_text for c in answer.citations)
    assert "serviced by Kaffa Nord" in cited
    assert "220 euros" in cited
    assert firms.ask("What is the salary of the person who is responsible for the lifts?").abstained


def test_a_description_may_have_any_characters(firms: reqa.QA) -> None:
    assert firms.ask('Who is the owner of the "firm\\" that\b services the 🙂 [1] machines?').abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What about Kaffa Nord?", "220 euros"),
        ("Sorry, I meant the contract with Otis.", "3,900 euros"),
        ("And what about the gardener?", ""),
    ],
)
def test_a_follow_up_that_only_says_what_differs(firms: reqa.QA, question: str, said: str) -> None:
    history = [
        {"role": "user", "content": "What does Reinhold GmbH cost?"},
        {"role": "assistant", "content": "1,450 euros a month. [1]"},
    ]
    answer = firms.ask(question, history=history)
    assert answer.abstained == (not said)
    assert said in answer.text
    assert "1,450" not in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How long is the Havsorn?", "142"),
        ("How many passengers does the Havsorn carry?", "900"),
        ("Why was the Skarn mine closed?", "Brazilian ore"),
        ("Where was the captain?", "had gone to his cabin"),
        ("What does a dose of MV-4 cost?", "4 dollars"),
    ],
)
def test_what_leans_on_the_sentence_before_is_found(reports: reqa.QA, question: str, said: str) -> None:
    assert said in reports.ask(question).text


def test_what_is_said_before_something_is_named_is_not_about_it(reports: reqa.QA) -> None:
    assert reports.ask("What does R7 cost?").abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How old is Mina Okafor?", "24"),
        ("What do the quieter fans cost?", "80,000 euros"),
        ("Who scored the most goals?", "19"),
        ("How old is Ellen Thorsen?", "Ida Lund"),
        ("How much had the coach asked for?", "120,000"),
    ],
)
def test_a_figure_is_given_to_whom_it_belongs(club: reqa.QA, question: str, said: str) -> None:
    assert said in club.ask(question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did the harbour pay for a crane in 2022?", "75,000 euros"),
        ("How much did the harbour handle in 2020?", "2.9 million"),
        ("What did the berths cost in 2019?", "8 euros"),
        ("Who was the director in 2019?", "Ida Moen"),
        ("How many yachts came in August?", "740"),
        ("How long does the crossing take at night?", "eleven"),
        ("What do skippers pay who cancel two days before?", "less than 24 hours"),
    ],
)
def test_what_is_of_that_time_answers(harbour: reqa.QA, question: str, said: str) -> None:
    says(harbour.ask(question), said)


@pytest.mark.parametrize(
    ("question", "closest"),
    [
        ("What did the harbour pay for a crane in 2019?", "another time: In 2022 the harbour bought"),
        ("Who was appointed director in 2012?", "another time: The director, Ida Moen"),
        ("When does the first ferry leave?", "another one: The last ferry leaves"),
    ],
)
def test_what_is_of_another_time_or_kind_does_not(harbour: reqa.QA, question: str, closest: str) -> None:
    refuses(harbour.ask(question), closest)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Oskar Brehm say about fares?", "fares would rise"),
        ("What did the mayor deny?", "denied this: fares would stay"),
        ("When will the slide be replaced?", "April"),
        ("When will the swings be replaced?", "replaced in November for 3,400 pounds"),
        ("How much did the county grant?", "will ask the county for a grant"),
        ("Why is footpath 14 closed?", "until the river falls"),
        ("How many falls from the wall were there last year?", "one in the whole of last year"),
        ("To which hospital was Haas flown?", "Maier was flown to the hospital in Lienz, Haas was treated"),
    ],
)
def test_an_answer_leaves_what_the_text_tells_apart(parish: reqa.QA, question: str, said: str) -> None:
    says(parish.ask(question), said)


@pytest.mark.parametrize(
    ("question", "closest"),
    [
        ("What did Petra Lindahl say about fares?", "another one: Oskar Brehm"),
        ("Why is footpath 12 closed?", "another one: Footpath 14 stays closed"),
    ],
)
def test_what_another_one_said_or_is_does_not(parish: reqa.QA, question: str, closest: str) -> None:
    refuses(parish.ask(question), closest)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many cuts does the Berg 40 make on one charge?", "55"),
        ("How long does the oil keep after opening?", "within eight months of opening"),
        ("How common is a cracked handle?", "Uncommon (in 1 of 100)"),
        ("Where does Berg have plants?", "is to open in 2028"),
        ("By how much did complaints fall in Sweden?", "in Sweden they did not change"),
        ("How many people were injured?", "In 2017"),
    ],
)
def test_the_sentence_says_of_what_it_is_so(saws: reqa.QA, question: str, said: str) -> None:
    says(saws.ask(question), said)


@pytest.mark.parametrize(
    "question",
    ["How many cuts does the Berg 80 make on one charge?", "How thick may branches be for the Berg 80?"],
)
def test_what_is_told_of_another_saw_does_not_answer(saws: reqa.QA, question: str) -> None:
    refuses(saws.ask(question), "about another one:")


@pytest.mark.parametrize(
    ("question", "said", "cited"),
    [
        ("In which version was dark mode added?", "2.5.0", "## 2.5.0 (2025-09-18)"),
        ("When was version 2.4.0 released?", "2025-03-11", "## 2.4.0 (2025-03-11)"),
        ("What was fixed in 2.4.1?", "crash", "- A crash when the clocks change to summer time."),
    ],
)
def test_a_version_is_what_its_heading_says(changes: reqa.QA, question: str, said: str, cited: str) -> None:
    answer = changes.ask(question)
    says(answer, said)
    assert cited in [citation.cited_text for citation in answer.citations]


def test_what_is_new_in_another_version_is_not_in_that_one(changes: reqa.QA) -> None:
    assert changes.ask("Which security hole was closed in 2.5.0?").abstained
    assert "hole" in changes.ask("Which security hole was closed in 2.4.1?").text


def conversation(qa: reqa.QA, *questions: str) -> list[reqa.Answer]:
    """The answers to questions that are asked one after the other."""
    history: list[dict[str, str]] = []
    answers = []
    for question in questions:
        answers.append(qa.ask(question, history=history))
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answers[-1].text},
        ]
    return answers


def test_a_follow_up_is_about_what_was_asked_about(way: reqa.QA) -> None:
    length, days, boat, often = conversation(
        way,
        "How long is the Corrie Way?",
        "How many days does it take?",
        "How do I get back from the cape?",
        "How often does it go?",
    )
    assert "96 kilometres" in length.text
    assert "Corrie Way" in days.understood
    assert re.search("6|six", days.text)
    assert "boat" in boat.text
    assert "boat" in often.understood
    assert "Tuesday" in often.text


def test_a_conversation_keeps_its_subject_until_another_one_is_named(houses: reqa.QA) -> None:
    expected = {
        "When was the museum of glass founded?": "1954",
        "What does it cost?": "8 euros",
        "And for children?": "3 euros",
        "And the theatre?": "15 and 48 euros",
        "How many seats does it have?": "430",
    }
    for answer, said in zip(conversation(houses, *expected), expected.values(), strict=True):
        assert said in answer.text, answer.understood


def test_the_fourth_question_about_somebody_needs_no_name(rivers: reqa.QA) -> None:
    history = [
        {"role": "user", "content": "Who is the mayor of Hollis?"},
        {"role": "assistant", "content": "Ingrid Falk. [1]"},
        {"role": "user", "content": "What did she open?"},
        {"role": "assistant", "content": "The fish market. [1]"},
        {"role": "user", "content": "When?"},
        {"role": "assistant", "content": "In May. [1]"},
    ]
    assert "Bergen" in rivers.ask("Where did she study?", history=history).text


def test_what_is_said_of_another_section_is_no_answer(houses: reqa.QA) -> None:
    assert "half" in houses.ask("What do students pay at the theatre?").text
    assert houses.ask("What do students pay at the museum?").abstained


def test_lists_that_correspond_are_read_item_by_item(houses: reqa.QA) -> None:
    said = houses.ask("Who was appointed treasurer?").text
    assert "Jonas Ekdal" in said
    assert "Marit Vold" not in said or "respectively" in said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who first mapped the Arva?", "Brandt"),
        ("How many inhabitants does Hollis have?", "18,000"),
        ("Where did the mayor of Hollis study law?", "Bergen"),
        ("Until when is the northern entrance open?", "22:00"),
    ],
)
def test_what_is_said_of_it_answers(rivers: reqa.QA, question: str, said: str) -> None:
    says(rivers.ask(question), said)


@pytest.mark.parametrize(
    ("question", "closest"),
    [
        ("Who first mapped the Lomma?", "It was first mapped by the surveyor Mads Brandt in 1788."),
        ("How many inhabitants does Ruun have?", "Hollis has 18,000 inhabitants."),
        ("When did salmon return to the Arva?", "Salmon returned to the Lomma in 1996"),
        ("Until when is the southern entrance open?", "The northern entrance of the market is open"),
    ],
)
def test_what_is_said_of_another_one_does_not(rivers: reqa.QA, question: str, closest: str) -> None:
    refuses(rivers.ask(question), "about another one:", closest)


def test_abbreviations_are_read_in_either_form(tmp_path: Path, models: Engine) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(
        "The Operator Liability Fund (OLF) was set up in 1990. Its office is in Bergen.\n\n"
        "The OLF is financed by levies on ferry tickets. All fees are exclusive of value added tax.\n"
    )
    with reqa.open(path, index_dir=tmp_path / "index", engine=models) as qa:
        fund = qa.ask("How is the Operator Liability Fund financed?")
        tax = qa.ask("Do the fees include VAT?")
    assert fund.citations[0].cited_text == "The OLF is financed by levies on ferry tickets."
    assert [c.cited_text for c in tax.citations] == ["All fees are exclusive of value added tax."]
    assert tax.understood == "Do the fees include value added tax (VAT)?"


@pytest.mark.parametrize(
    ("question", "said", "contract"),
    [
        ("How soon must Pellworth report a data breach?", "twenty-four", "hosting.md"),
        ("How soon must Dunmore report a data breach?", "forty-eight", "printing.md"),
        ("When may Corvane end the agreement with Pellworth?", "six months", "hosting.md"),
        ("How often must Corvane increase the fees?", None, ""),  # the supplier may
    ],
)
def test_each_contract_has_its_own_parties(
    contracts: reqa.QA, question: str, said: str | None, contract: str
) -> None:
    answer = contracts.ask(question)
    if said is None:
        assert answer.abstained
        return
    assert said in answer.text.casefold()
    assert {citation.document_id for citation in answer.citations} == {contract}
    assert any('("the Supplier")' in citation.cited_text for citation in answer.citations)


def test_stopping_frees_the_model_for_the_next_question(article: reqa.QA) -> None:
    stream = article.stream("How do the American and Russian estimates of the reserves differ?")
    next(event for event in stream if isinstance(event, reqa.TextDelta))
    stream.close()
    assert "Dmitriev" in article.ask("Who heads the Russian Direct Investment Fund?").text


@settings(max_examples=5, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(str.strip))
def test_any_question_ends_in_a_well_formed_answer(article: reqa.QA, question: str) -> None:
    answer = article.ask(question)
    verify(answer, CORPUS)
    assert answer.abstained == (not answer.citations)


def test_command_line_prints_the_answer_as_json(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reqa", "ask", "--json", "--corpus", str(CORPUS)]
    asked = subprocess.run(
        [*command, "--index", str(tmp_path / "index"), "When are the next talks?"],
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(asked.stdout)
    text = (CORPUS / answer["citations"][0]["document_id"]).read_bytes().decode()
    for citation in answer["citations"]:
        assert text[citation["start_char_index"] : citation["end_char_index"]] == citation["cited_text"]


def test_another_assistant_asks_over_standard_input_and_output(tmp_path: Path) -> None:
    arguments = ["-m", "reqa", "mcp", "--corpus", str(CORPUS), "--index", str(tmp_path), "--llm", "none"]
    command = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))

    async def ask() -> CallToolResult:
        async with Client(command) as client:
            return await client.call_tool("ask_documents", {"question": "When are the next talks?"})

    answer = asyncio.run(ask()).structured_content
    assert not answer["abstained"]
    for citation in answer["citations"]:
        text = (CORPUS / citation["document_id"]).read_bytes().decode()
        assert text[citation["start_char_index"] : citation["end_char_index"]] == citation["cited_text"]


def test_nothing_is_kept_for_phoning_home(tmp_path: Path) -> None:
    """onnxruntime keeps a device id and a queue of events where it may upload; on CI machines it does not."""
    home, cache = tmp_path / "home", tmp_path / "cache"
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    subprocess.run(
        [
            *(sys.executable, "-m", "reqa", "ask", "--llm", "none", "--corpus", str(CORPUS)),
            *("--index", str(tmp_path / "index"), "When are the next talks?"),
        ],
        env=environment | {"HOME": str(home), "XDG_CACHE_HOME": str(cache), "REQA_MODELS": str(MODELS)},
        capture_output=True,
        check=True,
    )
    assert [path for folder in (home, cache) for path in folder.rglob("*") if path.is_file()] == []
