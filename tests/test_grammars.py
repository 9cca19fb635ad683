"""The forms of a local model's replies; that llama.cpp takes them is tested with the real model."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reqa.grammars import answer_grammar, name_grammar, question_grammar

RULE = re.compile(r"(\w+) ::= (.+)")


def rules(grammar: str) -> dict[str, str]:
    return {rule[1]: rule[2] for line in grammar.splitlines() if (rule := RULE.fullmatch(line))}


def test_an_answer_names_only_sentences_that_there_are() -> None:
    assert rules(answer_grammar(3))["number"] == '"[" ("1" | "2" | "3") "]"'


def test_a_description_is_a_run_of_the_questions_words_from_an_opening_on() -> None:
    made = rules(name_grammar("Who married the mayor of the town?", [2, 5], 2))
    assert made["description"] == "word2 | word5"
    assert made["word2"] == '"the" (" " word3)?'
    assert made["word6"] == '"town"'
    assert made["number"] == '"[" ("1" | "2") "]"'


def test_a_question_begins_with_its_word() -> None:
    assert rules(question_grammar("When"))["root"] == r'"When" [^a-zA-Z\n] [^\n]+ "?"'
    assert rules(question_grammar(""))["root"] == r'[^\n]+ "?"'


@given(st.text(min_size=1).filter(lambda text: text.rstrip(" ?").split()))
def test_every_question_makes_well_formed_rules(question: str) -> None:
    grammar = name_grammar(question, [0], 1)
    made = rules(grammar)
    assert len(made) == len(grammar.splitlines())
    for name, rule in made.items():
        if name.startswith("word"):
            assert re.fullmatch(r'"(?:[^"\\\x00-\x1f]|\\x[0-9A-F]{2})*"(?: \(" " word\d+\)\?)?', rule)
