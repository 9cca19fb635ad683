"""Figures of a source that a statement gives to something else."""

from __future__ import annotations

import pytest

from reqa.checks.otherwise.misplaced import has_another_value, misplaced

SERVICE = "The service costs 189 euros in the first five years and 229 euros after that."
WARRANTY = "It is five years on the whole device and ten years on the compressor, if it is serviced."


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (SERVICE, "It costs 229 euros in the first five years."),
        (SERVICE, "It costs 229 euros in the first five years and 229 euros after that."),
        (WARRANTY, "The warranty for the compressor is five years on the compressor."),
        (WARRANTY, "Ten years on the whole device."),
        ("Sales went from 5 boats in 2019 to 7 boats in 2020.", "It sold 5 boats in 2020."),
        ("She won 3 gold medals in 1980, and 2 gold medals in 1984.", "She won 2 gold medals in 1980."),
    ],
)
def test_another_figure_of_the_same_thing_is_found(source: str, statement: str) -> None:
    assert misplaced(statement, [source])
    assert misplaced(statement, ["The device weighs 80 kg.", source])
    assert not misplaced(source, [source])


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (SERVICE, "It costs 189 euros in the first five years."),
        (SERVICE, "After the first five years it costs 229 euros."),
        (SERVICE, "229 euros"),
        (WARRANTY, "The warranty is ten years on the compressor."),
        ("The notice is 3 months for her and 6 months for the firm.", "It is 6 months for the firm."),
        ("The notice is 3 months for her and 6 months for the firm.", "It is 9 months for the firm."),
        ("Between 5 and 7 boats were sold in Lund.", "Some 5 boats were sold in Lund."),
        ("It won 3 medals in 2010 in Lund, and 2 medals in Lund in 2012.", "It won 3 medals in Lund."),
        ("He won 3 medals in 1980 in Lund and 2 medals in 1980 in Oslo.", "He won 3 medals in 1980."),
        ("They live on 3 euros a day, once on 2 euros per day.", "They live on 3 euros per day."),
        (
            "She met him in 2002 with her son Mark, and in 2011 married him.",
            "In 2011 her son Mark was there.",
        ),
        ("Sales were 3 million in 2020 and 4 million in 2021.", "Sales were 4 million in 2021."),
        (
            "It has 12 rooms in the old wing. It has 12 rooms in the new one.",
            "It has 12 rooms in the new one.",
        ),
    ],
)
def test_what_the_source_says_is_left_alone(source: str, statement: str) -> None:
    assert not misplaced(statement, [source])


def test_what_has_the_rest_of_a_statement_may_have_another_value() -> None:
    offer = "The board proposes 2 euros a share."
    statement, question = "Lund proposes 210 million euros.", "What does Lund propose?"
    assert has_another_value(statement, question, ["Lund expects 210 million euros.", offer])
    assert not has_another_value(statement, question, ["Lund expects 210 million euros.", "It is 2 euros."])
    assert not has_another_value(statement, question, [offer])


@pytest.mark.parametrize(
    ("source", "premise", "another"),
    [
        ("The ministry counts 28 tons.", "The survey puts it at 3 tons, Lund at more.", True),
        ("The ministry counts 28.", "The survey puts it at 3 tons, Lund at more.", True),
        ("The ministry counts 28 tons, of which 3 tons are mined.", "Lund puts it at 3 tons.", False),
        ("The ministry counts 28 tons.", "The survey puts it at 28 tons, or 3 tons.", False),
        ("The ministry counts 28 tons.", "The survey took 3 years.", False),
        ("The ministry counts 28 tons.", "Lund had counted 51,000.", True),
        ("The ministry counts 28 tons.", "Lund had counted them on 12 May 2019.", False),
        ("The ministry counts 28 tons.", "Lund had counted 51,000 trees.", False),
        ("The ministry counts 28 tons.", "Lund had counted 51,000 of the old trees.", False),
        ("The ministry counts 28 tons, not 51,000 as before.", "Lund had counted 51,000.", False),
    ],
)
def test_what_is_asked_about_may_have_another_value(source: str, premise: str, another: bool) -> None:
    found = has_another_value("28 tons", "How much does Lund count?", [source, premise])
    assert found == another
