"""What a source says only with a reservation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import reqa
from reqa.checks.otherwise.qualified import unqualified

TAX = "Council tax is paid by the tenant, except in the first month, in which the landlord pays it."


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("Pets are allowed, except for dogs over 20 kg.", "It is allowed."),
        ("Pets are allowed, except for dogs over 20 kg.", "Pets are allowed."),
        ("The ferries run on batteries, all but the Elsebeth.", "All ferries run on batteries."),
        ("A link expires after 14 days unless the owner renews it.", "14 days."),
        ("Except on Sundays, the hall is open.", "The hall is open."),
        ("Lessons start at 8:40, except on Mondays, when they start at 9:10.", "8:40"),
        ("- Monday: closed, except in the summer months", "It is closed on Monday."),
        (TAX, "The tenant pays council tax in April 2025."),
        (TAX, "The landlord pays council tax."),
        ("Brandt asked whether the shop could open on Sundays.", "It can open on Sundays."),
        ("Brandt asked us if the shop can open on Sundays.", "The shop opens on Sundays."),
        ("She doubted that the floor would bear the weight.", "The floor bears the weight."),
        ("Whether the bridge will last is an open matter.", "The bridge lasts."),
    ],
)
def test_a_reservation_that_is_left_out_is_found(source: str, statement: str) -> None:
    assert unqualified(statement, [source])
    assert not unqualified(source, [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("Pets are allowed, except for dogs over 20 kg.", "Dogs over 20 kg are not allowed."),
        ("Pets are allowed, except for dogs over 20 kg.", "Pets are allowed, but not dogs over 20 kg."),
        (TAX, "The landlord pays council tax in the first month."),
        (TAX, "Lund, which had a mayor and a court, has a tax."),
        (f"{TAX[:-1]}, Holm Ltd.", "The landlord of the tenant is Holm Ltd."),
        ("The hall is open, except on Sundays; a ticket costs 5 euros.", "A ticket costs 5 euros."),
        ("A link expires after 14 days unless the owner renews it.", "The owner can renew it."),
        ("Brandt asked whether the shop could open on Sundays.", "Brandt asked about the shop on Sundays."),
        ("Voss said that it opens on Sundays; Brandt asked whether it could.", "It opens on Sundays."),
        ("It depends on whether the tenant has a dog, which costs 5 euros.", "A dog costs 5 euros a month."),
        ("They ask for tickets if the hall is full.", "The hall asks for tickets."),
    ],
)
def test_what_is_said_with_it_or_without_any_is_left_alone(source: str, statement: str) -> None:
    assert not unqualified(statement, [source])


def test_the_source_is_quoted_with_its_reservation(answered: Callable[[str, str, str], reqa.Answer]) -> None:
    source = "Pets are allowed in the flats, except for dogs over 20 kg."
    said = "Pets are allowed. [1]\nThe board feeds them. [2]\n"
    asked = "Are pets allowed, and who feeds them?"
    assert answered(source, asked, said).text == f"{source} [1]"
    both = answered(f"{source} The board feeds all of the pets.", asked, said)
    assert [one.text for one in both.statements] == [source, "The board feeds them."]
