"""Names for which a document has a term of its own: `Pellworth Data Ltd ("the Supplier")`."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import ScriptedChat

import reqa
from reqa.aliases import Aliases
from reqa.types import Document, Reading

CONTRACT = """\
# Agreement

This Agreement is made on 3 February between Corvane Logistics plc, a company registered in Ireland whose seat
is at 14 Quay Street, Cork ("the Customer"), and Pellworth Data Ltd, a company of 80 Mill Lane, Leeds (the
"Supplier").

The Supplier shall report each breach within two days.
"""
LOAN = 'The loan of Meridian Bank AG (hereinafter “the Bank”) was given to Bob Stone ("the Borrower") in May.'


def readings(question: str, *texts: str) -> list[Reading]:
    documents = [Document(f"{i}.txt", "", text, "") for i, text in enumerate(texts)]
    return [*Aliases(lambda: documents).readings(question)]


@pytest.mark.parametrize(
    ("question", "text", "reading"),
    [
        ("When must Pellworth report?", CONTRACT, "When must the supplier report?"),
        ("Is Pellworth Data from Leeds?", CONTRACT, "Is the supplier from Leeds?"),
        ("What are Pellworth Data Ltd's duties?", CONTRACT, "What are the supplier's duties?"),
        ("What must Corvane tell Pellworth?", CONTRACT, "What must the customer tell the supplier?"),
        ("What does the Meridian Bank ask of Bob Stone?", LOAN, "What does the bank ask of the borrower?"),
        ("What does the Bank ask?", LOAN.replace("AG", "Bank"), "What does the bank ask?"),
        (
            "How long does the Foundation have?",
            'Paid by the Hallam Foundation, a charity (the "Funder").',
            "How long does the funder have?",
        ),
        ("Does a Foundation pay?", 'Paid by the Hallam Foundation, a charity (the "Funder").', None),
        ("Where is Durham?", 'Paid at 3 Castle Street, Durham (the "Funder").', None),
        ("Where is the GmbH?", 'Dunmore GmbH ("the Supplier") is old.', None),
        ("Is Corvane Logistics plc old?", CONTRACT, "Is the customer old?"),
        (
            "What do Ann Vale and Bob Stone sell?",
            'A lease between Ann Vale of 2 High Street, Cork ("the Buyer") and Bob Stone ("the Seller").',
            "What do the buyer and the seller sell?",
        ),
        (
            "Are Bob Stone and the Meridian Bank old?",
            'Bob Stone, a baker, signed.\n\nThe Meridian Bank ("the Lender") did not.',
            "Are Bob Stone and the lender old?",
        ),
        (
            "Did Cole Ltd or Ann Vale pay?",
            'It is made by Cole Ltd, as the agent, and Ann Vale, a baker ("the Buyer").',
            "Did Cole Ltd or the buyer pay?",
        ),
        ("Who pays the Liability Fund?", 'The Liability Fund ("LF") is old.', "Who pays the LF?"),
        ("Who is it?", 'It is Ann Vale, 2 High Street ("the Tenant"). Ann Vale lives there.', None),
        ("Where is Ann Vale?", 'Ann Vale, 2 High Street ("the Tenant") pays.', "Where is the tenant?"),
        ("Where is Bob?", LOAN, None),  # a short first name may be anybody's
        ("Where is Bob Stone Smith?", LOAN, None),
        ("Where is the Meridian of Rome?", LOAN, None),
        ("Who heads corvane?", CONTRACT, None),
        ("Was Leeds visited?", CONTRACT, None),  # a part of the address
        ("Who is the supplier?", CONTRACT, None),
        ("What did Ann say?", 'Ann Vale said ("No"), and left (see "The End").', None),
    ],
)
def test_a_name_is_read_as_the_term_for_it(question: str, text: str, reading: str | None) -> None:
    found = readings(question, "Pellworth and Ann Vale are old.", text)
    assert [one.question for one in found] == ([reading] if reading else [])
    for one in found:
        assert one.document_id == "1.txt"
        assert all(text[at] == "(" for at in one.defined_at)


def test_each_document_has_its_own_terms() -> None:
    other = CONTRACT.replace('"Supplier"', '"Processor"')
    found = readings("When must Pellworth report?", CONTRACT, other)
    assert [(one.question, one.document_id) for one in found] == [
        ("When must the supplier report?", "0.txt"),
        ("When must the processor report?", "1.txt"),
    ]


@pytest.mark.usefixtures("fake_models")
@pytest.mark.parametrize(
    ("question", "understood", "cited"),
    [
        (
            "When shall Pellworth report breaches?",
            "When shall the supplier report breaches?",
            {"contract.txt"},
        ),
        (
            "When shall Dunmore report breaches?",
            "When shall the supplier report breaches?",
            {"another.txt"},
        ),
        ("Which books has Pellworth written?", "", {"press.txt"}),  # the best sentence is in another document
        ("When shall they report?", "", None),
    ],
)
def test_only_the_document_that_defines_it_is_read_so(
    tmp_path: Path, question: str, understood: str, cited: set[str] | None
) -> None:
    (tmp_path / "contract.txt").write_text(CONTRACT.replace("each breach", "each problem"))
    (tmp_path / "another.txt").write_text(
        'Dunmore Ltd ("the Supplier") is old.\n\nThe Supplier shall report breaches when it likes.'
    )
    (tmp_path / "press.txt").write_text("The books that Pellworth has written sell well.")
    with reqa.open(tmp_path, index_dir=tmp_path.parent / "index", llm=ScriptedChat()) as qa:
        answer = qa.ask(question)
    assert answer.understood == understood
    if cited:
        assert {citation.document_id for citation in answer.citations} == cited
    if understood:
        who, what = answer.citations
        assert "(" in who.cited_text, "what says who it is"
        assert "The Supplier shall report" in what.cited_text


@pytest.mark.usefixtures("fake_models")
@pytest.mark.parametrize(("name", "abstained"), [("Pellworth", True), ("Corvane", False)])
def test_what_the_other_party_must_do_does_not_answer(tmp_path: Path, name: str, abstained: bool) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(f"{CONTRACT}\nThe Customer shall settle each bill in May.\n")
    chat = ScriptedChat(answer="It is settled in May. [1]\n")
    with reqa.open(path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask(f"When shall {name} settle each bill?")
    assert answer.abstained == abstained
    assert answer.text.endswith("The Customer shall settle each bill in May.") == abstained
