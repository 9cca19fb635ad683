"""The forms that a local model's replies have, as GBNF, so that they can be read whatever it writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa import prompts

MAX_STATEMENTS = 6

_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')


def answer_grammar(sentence_count: int) -> str:
    """Yes, and statements with the numbers of the sentences that they come from."""
    return (
        f'root ::= "{prompts.YES}\\n" line ("\\n" line){{0,{MAX_STATEMENTS - 1}}}\n'
        'line ::= text " " number{1,3}\n'
        "text ::= [^\\[\\]\\n ] [^\\[\\]\\n]{1,400}\n"
        f"{_number_rule(sentence_count)}"
    )


def question_grammar(beginning: str) -> str:
    """A question, which begins with this word, if any is given."""
    first = f"{_literal(beginning)} [^a-zA-Z\\n] " if beginning else ""
    return f'root ::= {first}[^\\n]+ "?"\n'


def name_grammar(question: str, openings: Sequence[int], sentence_count: int) -> str:
    """`the designer of the bridge = Ada Brink [3]`: some of the question's words in a row, and a name.

    Args:
        question: what describes something.
        openings: positions of the words at which a description may begin.
        sentence_count: of those that may give the name.
    """
    words = [_literal(word) for word in question.rstrip(" ?").split()]
    runs = [f'word{i} ::= {word} (" " word{i + 1})?\n' for i, word in enumerate(words[:-1])]
    return (
        'root ::= description " = " name " " number\n'
        f"description ::= {' | '.join(f'word{i}' for i in openings)}\n"
        f"{''.join(runs)}word{len(words) - 1} ::= {words[-1]}\n"
        "name ::= [^=\\[\\]\\n ] [^=\\[\\]\\n]{1,60}\n"
        f"{_number_rule(sentence_count)}"
    )


def _number_rule(sentence_count: int) -> str:
    numbers = " | ".join(f'"{n}"' for n in range(1, sentence_count + 1))
    return f'number ::= "[" ({numbers}) "]"\n'


def _literal(word: str) -> str:
    escaped = _TO_ESCAPE.sub(lambda found: f"\\x{ord(found[0]):02X}", word)
    return f'"{escaped}"'
