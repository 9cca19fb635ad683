"""An evaluation with every kind of failure, made from scripted answers; the documents are hostile."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from fake_qa import FakeQA, Said, Script
from scripts import AFTER_EMOJI, DOCUMENTS, EMOJI, FIRE, FOUNDED, HOSTILE, REBUILT, TELESCOPE, TODAY

from reqa.evaluation.golden import GoldenGroup, GoldenQuestion, Span
from reqa.evaluation.run import Evaluation, answer_question
from reqa.evaluation.summary import summarise

BREAKOUT = "</script><script>document.title = 'owned'</script><!-- <script>"


def span(sentence: str) -> Span:
    document = next(d for d in DOCUMENTS if sentence in d.text)
    start = document.text.index(sentence)
    return Span(document.id, start, start + len(sentence), sentence)


def asked(name: str, question: str, *evidence: str, **more: Any) -> GoldenQuestion:
    spans = tuple(map(span, evidence))
    return GoldenQuestion(name, question, more.pop("answerable", True), evidence=spans, **more)


ASKED = (
    (
        asked(
            "right", "Who founded the observatory?", FOUNDED, answers=("Ada and Tor Lind",), tags=("fact",)
        ),
        Script((Said("Ada and Tor Lind founded it.", (FOUNDED,)),)),
    ),
    (
        asked("both", "What happened to the dome?", FIRE, REBUILT, answers=("It burnt down",), tags=("why",)),
        Script((Said("It burnt down.", (FIRE,)), Said("It is open.", (TODAY,))), evidence=(TELESCOPE, FIRE)),
    ),
    (
        asked("emoji", "What does the guestbook say?", EMOJI, answers=("👨‍👩‍👧 loved it",), tags=("fact",)),
        Script((Said("Guests 👍 loved it.", (EMOJI,)), Said("912 did.", (AFTER_EMOJI,), supported=False))),
    ),
    (
        asked("refused", "When is it open?", TODAY, answers=("Friday evenings",), tags=("date",)),
        Script(abstains="no_evidence", nearest=(REBUILT,)),
    ),
    (
        asked("invented", "What does a ticket cost?", answerable=False, tags=("unanswerable",)),
        Script((Said("It is open on Fridays.", (TODAY,)),)),
    ),
    (
        asked("silent", "Who painted it?", answerable=False, tags=("unanswerable",)),
        Script(abstains="off_topic", nearest=(TODAY,)),
    ),
    (
        asked("failed", "How wide is the mirror?", TELESCOPE, answers=("60 cm",), tags=("number",)),
        Script(evidence=(TELESCOPE,), fails="no connection " + BREAKOUT),
    ),
    (
        asked(
            "hostile " + BREAKOUT,
            "Hostile? " + HOSTILE,
            HOSTILE,
            answers=(BREAKOUT,),
            tags=("<b>tag</b>",),
            attack=("alert(2)",),
            history=({"role": "user", "content": BREAKOUT},),
        ),
        Script((Said(HOSTILE + BREAKOUT, (HOSTILE,)),)),
    ),
)
"""Golden questions, with what the fake says to them."""


def evaluated(times: int = 1) -> Evaluation:
    """What came of the questions, each asked so many times."""
    qa = FakeQA(DOCUMENTS, {golden.question: script for golden, script in ASKED})
    group = GoldenGroup("observatory", tuple(golden for golden, _ in ASKED))
    first = [answer_question(group, golden, qa, None) for golden in group.questions]  # type: ignore[arg-type]
    records = []
    for time in range(times):
        for n, record in enumerate(copy.deepcopy(first)):
            record["id"] += f" {time}" if time else ""
            if record["answer"]:
                spread = (n * 37 + time * 17) % 50 / 100
                record["answer"]["answerability"] = spread + 0.45 * record["answerable"]
                record["answer"]["timings"] = {
                    "first_evidence": 0.05 + spread / 5,
                    "first_token": 1 + spread,
                    "total": 1.5 + 3 * spread,
                }
            records.append(record)
    documents = {"observatory": DOCUMENTS}
    return Evaluation("observatory", "fake model", tuple(records), summarise(records), documents)


def worse_than(evaluation: Evaluation) -> dict[str, Any]:
    """A baseline in which everything was right but for one question."""
    stored = evaluation.to_dict()
    for name, question in stored["questions"].items():
        question["scores"]["abstained"] = 0.0 if question["answerable"] else 1.0
        question["error"] = None
        if question["gold"]:
            question["scores"]["citation_f1"] = 0.0 if name.startswith("right") else 1.0
        question["answer"] = "What was said before. " + BREAKOUT
    return stored


def with_documents_of(evaluation: Evaluation, characters: int) -> Evaluation:
    """The same over longer documents."""
    longer = tuple(dataclasses.replace(d, text=d.text + "\nfiller" * (characters // 7)) for d in DOCUMENTS)
    return dataclasses.replace(evaluation, documents={"observatory": longer})
