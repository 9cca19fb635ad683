"""The real models on house rules: groups, exceptions, codes, corrections and plans, none of it tuned on."""

from __future__ import annotations

import pytest
from answers import Opened, refuses, says

import reqa

pytestmark = pytest.mark.models

RULES = """# House rules of the Lindholm sports centre

Who comes to the centre:

- Day guests: people with a ticket for one day.
- Season members: people with a card for a season.
- Juniors: everybody under sixteen.

Some day guests come by bus, and many juniors do.

## Courts

- A court can be booked from the sixth day before.
  - Juniors can book one from the second day before.
- Season members may cancel up to three hours before the game.
- A season member can bring two friends to each game.

Correction: our spring letter said that the hall has 14 courts. It has 12.

## Rackets

Register a racket at the desk, and it is insured for 3 years. A racket costs 4 crowns a day.

## Sauna

| Code | Meaning |
|---|---|
| E1 | The stove is too hot. |
| E2 | The door is open. |
| L4 | The lamp is broken. |

The board is to renew the stove by 30 June 2027. An engineer has been looking into what caused the fire.

## Parcels of the shop

| Country | Standard | Express | Standard delivery time |
|---|---|---|---|
| Norway | 6 crowns | 14 crowns | 3 days |
| Sweden | 9 crowns | 19 crowns | 5 days |
"""


@pytest.fixture(scope="module")
def centre(opened: Opened) -> reqa.QA:
    return opened({"rules.md": RULES})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("I'm a junior. From which day before can I book a court?", "second"),
        ("How many courts does the hall have?", "12"),
        ("How long is a racket insured if I register it?", "3 years"),
        ("When was the stove renewed?", "is to renew"),
        ("What did the engineer find to have caused the fire?", "looking into"),
        ("How long does express delivery to Norway take?", "Standard delivery time: 3 days"),
        ("What does express delivery to Sweden cost?", "19 crowns"),
        ("How long does standard delivery to Sweden take?", "5 days"),
    ],
)
def test_what_the_rules_say_is_told_as_far_as_they_do(centre: reqa.QA, question: str, said: str) -> None:
    says(centre.ask(question), said)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("How many hours before the game may day guests cancel?", "about another one: - Season members"),
        ("How many friends may a junior bring?", "about another one: - A season member"),
        ("What does code E3 in the sauna mean?", "do not mention E3"),
    ],
)
def test_what_they_say_of_others_is_no_answer(centre: reqa.QA, question: str, why: str) -> None:
    refuses(centre.ask(question), why)


def test_what_registering_brings_is_not_for_those_who_have_not(centre: reqa.QA) -> None:
    answer = centre.ask("How long is a racket insured if I don't register it?")
    assert answer.abstained or answer.text.startswith("Register a racket at the desk")
