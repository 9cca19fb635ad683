"""Finding out that a statement gives a figure of its source to something else there.

`229 euros in the first five years` has all of its words and figures in `189 euros in the first five years and
229 euros after that`. Of 143 sentences of nine question sets that have two figures in the same unit, 62 are
found out once these are exchanged, and none as it is; of 905 claims that are labelled as supported by longer
texts, one, wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reqa.text.terms import (
    Figure,
    claimed_numbers,
    content_terms,
    figures,
    numbers,
    quantities,
    terms_in_order,
)

# What ends a clause with a figure: no comma or point inside of a number.
BETWEEN_FIGURES = re.compile(r"[;:()]|[.,](?!\d)")
# So many terms behind a figure, its unit among them, say what it is the figure of.
TOLD = 2
# A number without a unit that is no date and no place in a document.
_AMOUNT = re.compile(r"\d{5,}")


def misplaced(statement: str, sources: Sequence[str]) -> bool:
    """Whether the sources give another figure to what the statement says a figure of theirs is of.

    That is so where what follows the figure in the statement follows another one in a source, word by word,
    and not this one.
    """
    figures = [figure for source in sources for figure in _with_what_follows(source)]

    def is_another_ones(what: list[str]) -> bool:
        return any(behind[: len(what)] == what for _, behind, _ in figures)

    def is_misplaced(value: str, what: list[str]) -> bool:
        own = [(behind, near) for one, behind, near in figures if one == value]
        is_so = any(behind[: len(what)] == what or set(what) <= set(near) for behind, near in own)
        in_the_same_unit = any(behind[:1] == what[:1] for behind, _ in own)
        return in_the_same_unit and not is_so and is_another_ones(what)

    return any(
        is_misplaced(value, what) for value, what, _ in _with_what_follows(statement) if len(what) >= TOLD
    )


def has_another_value(statement: str, question: str, sources: Sequence[str]) -> bool:
    """Whether what ties a statement's figure to the rest or to its question gives another one in its unit.

    `30 days` does not answer how long the Free plan keeps backups, if that keeps them for 7 days. Where the
    source of the figure has that value too, it was not overlooked.

    Args:
        statement: without markers.
        question: what it answers.
        sources: the sentences that it cites.
    """
    stated = claimed_numbers(statement) - numbers(question)
    telling = [text for text in sources if not stated.isdisjoint(numbers(text))]
    if not telling:
        return False
    known = set().union(*map(quantities, telling))
    units = {unit for value, unit in known | quantities(statement) if value in stated}
    wanted = content_terms(f"{question} {statement}").difference(*map(content_terms, telling))
    values = set().union(*map(numbers, telling))

    def is_another(one: Figure) -> bool:
        return (one.value, one.unit) not in known if one.unit in units else _is_bare(one, values)

    return any(
        is_another(one) and not wanted.isdisjoint(content_terms(text))
        for text in sources
        for one in figures(text)
    )


def _is_bare(one: Figure, known: set[str]) -> bool:
    """Whether a figure leaves its unit to the text before it, and is not known: `She had asked for 50,000.`

    One of fewer digits may be a year, a day or the number of a page.
    """
    ends = not BETWEEN_FIGURES.split(one.behind)[0].strip()
    return ends and not one.unit and one.value not in known and bool(_AMOUNT.fullmatch(one.value))


def _with_what_follows(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each number, the terms behind it in its clause, and those before the next number in the same unit."""
    for clause in BETWEEN_FIGURES.split(text):
        terms = [term for term in terms_in_order(clause) if term != "per"]
        for place, value in enumerate(terms):
            if _is_number(value):
                behind = terms[place + 1 :]
                yield value, behind, _until_alike(behind)


def _until_alike(behind: list[str]) -> list[str]:
    """What is behind a number, up to the next one that is followed by the same word."""
    unit = next((i for i, term in enumerate(behind) if not _is_number(term)), len(behind))
    for i in range(unit + 1, len(behind) - 1):
        if _is_number(behind[i]) and behind[i + 1] == behind[unit]:
            return behind[:i]
    return behind


def _is_number(term: str) -> bool:
    return term[0].isdigit()
