"""Abbreviations that only the question has, or only the documents have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import ScriptedChat
from hypothesis import given
from hypothesis import strategies as st

import reqa
from reqa.initials import Initials
from reqa.rerank import remembering

FUND = (
    "The Operator Liability Fund (OLF) was set up in 1990. The OLF is financed by levies on tickets. "
    "The port owns the fund."
)
LONG = "The Operator Liability Fund (OLF) was set up in 1990. Levies finance the Operator Liability Fund."
ALIKE = [
    ("VAT", "value added tax"),
    ("EU", "European Union"),
    ("IT", "in time", "is tall"),
    ("NDA", "non-disclosure agreement"),
    ("HR", "human resources"),
    ("FTP", "fast tested plants"),
    ("ITB", "is tall boys"),
    ("DOB", "date of birth"),
]
A_LITTLE = [("LTS", "large town ships"), ("LS", "large ships")]


def similar(texts: Sequence[str]) -> np.ndarray:
    """Vectors: equal for those in a line of `ALIKE`, with a cosine of 0.35 for those in one of `A_LITTLE`."""
    vectors = np.zeros((len(texts), 40 + len(texts)))
    for row, text in enumerate(texts):
        plain = re.sub(r"[^\w\s-]", "", text).casefold()
        lines = (map(str.casefold, same) for same in (*ALIKE, *A_LITTLE))
        line = next((i for i, same in enumerate(lines) if plain in same), 40 + row)
        is_weak = any(plain == long for _, long in A_LITTLE)
        vectors[row, line] = 0.35 if is_weak else 1
        vectors[row, -1] += (1 - 0.35**2) ** 0.5 if is_weak else 0
    return vectors


def spelt_out(question: str, *texts: str) -> str:
    return Initials(lambda: texts, similar).spelt_out(question)


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        (
            "How is the Operator Liability Fund financed?",
            FUND,
            "How is the Operator Liability Fund (OLF) financed?",
        ),
        ("how is the operator liability fund paid?", FUND, "how is the operator liability fund (OLF) paid?"),
        ("How is the OLF financed?", LONG, "How is the Operator Liability Fund (OLF) financed?"),
        (
            "Do fees include VAT?",
            "All fees are without value\nadded tax.",
            "Do fees include value added tax (VAT)?",
        ),
        ("Is value added tax due?", "All fees are without VAT.", "Is value added tax (VAT) due?"),
        ("What does the EU say?", "The European Union says no.", "What does the European Union (EU) say?"),
        ("Are large town ships there?", "The LTS is there.", "Are large town ships (LTS) there?"),
        (
            "How many full-time equivalents were vacant?",
            "There are 1,890 full-time equivalents (FTE). 112 FTE were vacant.",
            "How many full-time equivalents (FTE) were vacant?",
        ),
        (
            "How is the OLF financed?",
            'The OLF ("Operator Liability Fund") is old. Tenants pay for the operator liability\nfund.',
            "How is the operator liability fund (OLF) financed?",
        ),
        (
            "Who owns the Bank for International Settlements?",
            "The Bank for International Settlements (BIS) is old. Banks own the BIS.",
            "Who owns the Bank for International Settlements (BIS)?",
        ),
        (
            "Which service level agreement is new?",
            "A service level agreement (SLA) is signed. Two SLAs are new.",
            "Which service level agreement (SLA) is new?",
        ),
        ("What is her DOB?", "Her date of birth is unknown.", "What is her date of birth (DOB)?"),
        ("Is HR large?", "The human resources are small.", "Is human resources (HR) large?"),
        ("What of FTP?", "Fast, tested plants", "What of Fast, tested plants (FTP)?"),
        ("Is there an NDA?", "A non-disclosure agreement.", "Is there an non-disclosure agreement (NDA)?"),
        ("Who runs the MoD of Lund?", "The Ministry of Defence (MOD).", "Who runs the MoD of Lund?"),
        (
            "Who leads the Ministry of Defence?",
            "The Ministry of Defence (MOD) is old. The MOD is led by Eva Holm.",
            "Who leads the Ministry of Defence (MOD)?",
        ),
        (
            "What of the OLF and VAT, and what is the OLF?",
            f"{LONG} Value added tax is due.",
            "What of the Operator Liability Fund (OLF) and Value added tax (VAT), and what is the OLF?",
        ),
    ],
)
def test_both_forms_are_in_the_question(question: str, text: str, read: str) -> None:
    assert spelt_out(question, text) == read
    assert spelt_out(read, text) == read
    assert spelt_out(question, "Nothing of it.", text) == read


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How is the OLF financed?", FUND),  # the documents say OLF as well
        ("How is the OLF financed?", "The Operator Liability Fund (OLF) was set up in 1990."),
        ("How is the Operator Liability Fund financed?", LONG),
        ("How is the OLF financed?", "The Operator Liability Fund has a seat (OLF, Oslo). OLF is old."),
        ("How is the OLF financed?", "The OLF (Oslo) is old. The Operator Liability Fund is not."),
        ("Do fees include VAT?", "Various agencies took all."),  # nothing like it
        ("Do fees include VAT?", "VAT is due. Value added tax is due."),  # they use both
        ("Is the vat full?", "Value added tax is due."),
        ("What does IT cost?", "It was there in time."),  # `in` has no say in it
        ("What does IT cost?", "It is tall."),
        ("Who is tall boys?", "ITB is there."),
        ("Is it of value, added tax?", "All is without VAT."),
        ("Are Large Ships there?", "The LS is there."),  # not similar enough for two letters
        ("Are human resources there?", "HR is there."),
        ("DO FEES INCLUDE VAT?", "Value added tax is due."),
        ("Who runs the Great Operator Liability Fund?", FUND),  # part of another name
        ("How is the Operator, Liability Fund financed?", FUND),
        ("What are the OLF-2 rules?", LONG),
        ("", FUND),
    ],
)
def test_all_else_stays(question: str, text: str) -> None:
    assert spelt_out(question, text) == question


@given(st.text(alphabet="VATOLF vatolf&-()?", max_size=40))
def test_nothing_is_lost(question: str) -> None:
    read = spelt_out(question, FUND, LONG, "Value added tax is due.")
    words = iter(read.replace("(", " ").replace(")", " ").split())
    assert all(word in words for word in question.replace("(", " ").replace(")", " ").split())


@pytest.mark.usefixtures("fake_models")
@pytest.mark.parametrize(
    ("question", "understood"),
    [
        (
            "Which fares, rents and dues finance the Port Operator Liability Fund?",
            "Which fares, rents and dues finance the Port Operator Liability Fund (POLF)?",
        ),
        ("When was the Port Operator Liability Fund set up?", ""),  # fits as it is
        ("Which fares finance the Port Operator Liability Fund (POLF)?", ""),
    ],
)
def test_it_is_read_so_where_the_documents_then_fit_better(
    tmp_path: Path, question: str, understood: str
) -> None:
    path = tmp_path / "fund.txt"
    path.write_text(
        "In the year of the storm, the Port Operator Liability Fund (POLF) was set up by the town.\n\n"
        "Fares, rents and dues finance the POLF."
    )
    chat = ScriptedChat()
    with reqa.open(path, index_dir=tmp_path / "index", llm=chat) as qa:
        answer = qa.ask(question)
    assert answer.understood == understood
    assert (understood or question) in chat.prompts[0]


@pytest.mark.usefixtures("fake_models")
def test_a_sentence_is_found_by_the_form_that_fits_it_better(tmp_path: Path) -> None:
    path = tmp_path / "fund.txt"
    path.write_text(
        "The Port Operator Liability Fund (POLF) owns things. "
        "The Port Operator Liability Fund is larger than every other one.\n\n"
        "The POLF owns mills."
    )
    with reqa.open(path, index_dir=tmp_path / "index", llm=ScriptedChat()) as qa:
        evidence = next(qa.stream("Which owns the Port Operator Liability Fund?"))
    found = {citation.cited_text: citation.support_score for citation in evidence.citations}
    assert "The POLF owns mills." in found
    longer = "The Port Operator Liability Fund is larger than every other one."
    assert found[longer] > 0.9, "fits the question without the short form"


def test_no_pair_is_scored_twice() -> None:
    asked: list[tuple[str, str]] = []

    def score(pairs: Sequence[tuple[str, str]]) -> list[float]:
        asked.extend(pairs)
        return [float(len(text)) for _, text in pairs]

    remembered = remembering(score)
    assert remembered([("q", "a"), ("q", "bb"), ("q", "a")]) == [1.0, 2.0, 1.0]
    assert remembered([("q", "bb"), ("r", "bb")]) == [2.0, 2.0]
    assert remembered([]) == []
    assert asked == [("q", "a"), ("q", "bb"), ("r", "bb")]
