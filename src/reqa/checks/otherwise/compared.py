"""Finding out that a statement has the one figure of its source where the question asks for the other.

`Brackley, for 23,400 pounds` is not whose offer is cheaper, if there are `offers of Brackley (23,400 pounds)
and of Tidewell (19,750 pounds)`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from reqa.text.terms import claimed_numbers, numbers, quantities

_MOST = r"(?:bigg|dear|heavi|high|larg|long)(?:er|est)|more|most(?! of\b)"
_LEAST = r"(?:cheap|few|light|low|short|small)(?:er|est)|least|less"
_ASKED = re.compile(
    rf"\b(?:which|who|whom|whose)\b[^?]*?\b(?:(?P<most>{_MOST})|{_LEAST})\b(?! than\b)", re.IGNORECASE
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
        figures = {Decimal(value) for value in values}
        given = {Decimal(value) for value in values & stated}
        extreme = max(figures) if asked and asked["most"] else min(figures)
        return len(given) == 1 and extreme not in given

    def in_each_unit(source: str) -> list[set[str]]:
        found = defaultdict[str, set[str]](set)
        for value, unit in quantities(source):
            found[unit].add(value)
        return list(found.values())

    return bool(asked) and any(is_other(values) for source in sources for values in in_each_unit(source))
