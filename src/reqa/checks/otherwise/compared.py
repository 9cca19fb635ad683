"""Finding out that a statement takes one figure of a comparison for another one.

`Brackley, for 23,400 pounds` is not whose offer is cheaper, if there are `offers of Brackley (23,400 pounds)
and of Tidewell (19,750 pounds)`, and `41 minutes` not how long somebody slept who slept 41 minutes longer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from reqa.text.terms import claimed_numbers, figures, numbers, quantities

_MOST = r"(?:bigg|dear|heavi|high|larg|long)(?:er|est)|more|most(?! of\b)"
_LEAST = r"(?:cheap|few|light|low|short|small)(?:er|est)|least|less"
_ASKED = re.compile(
    rf"\b(?:which|who|whom|whose)\b[^?]*?\b(?:(?P<most>{_MOST})|{_LEAST})\b(?! than\b)", re.IGNORECASE
)
_DIFFERENCE = (
    r"(?:ahead|better|bigger|cheaper|deeper|earlier|extra|faster|fewer|further|greater|heavier|higher|larger|later|"
    r"less|lighter|longer|lower|more|older|shorter|slower|smaller|sooner|taller|thicker|warmer|wider|worse|younger)"
)
_ASKS_FOR_ONE = re.compile(
    rf"\b(?:{_DIFFERENCE}|by how|chang\w*|compar\w*|cut|decreas\w*|differ\w*|down|drop\w*|"
    r"fall(?:s|ing)?(?! asleep)|fell|gain\w*|grew|grow\w*|improv\w*|increas\w*|lose|lost|margin|reduc\w*|"
    r"ris\w*|rose|sav\w*|up)\b",
    re.IGNORECASE,
)


def is_a_difference(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a statement takes for a figure by how much it is more or less than another one.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    if _ASKS_FOR_ONE.search(f"{question} {statement}"):
        return False
    stated = claimed_numbers(statement) - numbers(question)
    told = [one for source in sources for one in figures(source) if one.value in stated and one.unit]
    return bool(told) and all(
        re.match(rf"\s{_DIFFERENCE}\b(?! than (?:a|one|two)\b)", one.behind) for one in told
    )


def is_the_other_figure(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether a source has a lesser figure than the one that a statement gives for which is the least, or a
    greater one for which is the most.

    Args:
        statement: without markers. One that has both figures compares them itself.
        question: what it answers.
        sources: the sentences that it cites.
    """
    asked = _ASKED.search(question)
    stated = claimed_numbers(statement) - numbers(question)

    def is_other(values: set[str]) -> bool:
        amounts = {Decimal(value) for value in values}
        given = {Decimal(value) for value in values & stated}
        extreme = max(amounts) if asked and asked["most"] else min(amounts)
        return len(given) == 1 and extreme not in given

    def in_each_unit(source: str) -> list[set[str]]:
        found = defaultdict[str, set[str]](set)
        for value, unit in quantities(source):
            found[unit].add(value)
        return list(found.values())

    return bool(asked) and any(is_other(values) for source in sources for values in in_each_unit(source))
