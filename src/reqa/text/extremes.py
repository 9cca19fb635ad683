"""Extremes of tables: which row has the most or the least of what a column counts or measures."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from reqa.text.periods import asked_period, periods
from reqa.text.tables import answering, figures_named, rows_beside
from reqa.text.terms import amounts, content_terms, names, numbers, quantities
from reqa.types import Cell, ScoredSentence, Sentence

_MOST = r"biggest|dearest|greatest|heaviest|highest|largest|longest|most(?! of\b)"
_LEAST = "cheapest|fewest|least|lightest|lowest|shortest|smallest"
_OTHERS = "fastest|fullest|newest|oldest|slowest|youngest"
_EXTREME = re.compile(rf"(?<!\bat )\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST})|{_OTHERS})\b", re.IGNORECASE)
# `The gas boiler is cheaper`
_DEGREES = re.compile(
    r"\b(?:(?:bigg|cheap|dear|earli|fast|few|great|heavi|high|larg|lat|light|long|low|new|old|short|slow|small|tall|"
    r"wid|young)(?:er|est)|better|best|elder|eldest|least|less|more|most|worse|worst)\b",
    re.IGNORECASE,
)
# A name that is all there is before the verb: not `The mayor of Lund is the oldest`.
_CALLED = r"(?:^|[.,;:]\s+)((?:(?:&|[A-Z][\w'’-]*)\s+)+)(?:is|are|was|were)\s+(?:by far\s+)?the\s+{}\b"
_COMPARES = re.compile(
    r"\b(?:\w{3,}(?:est|er\sthan)|(?:fewer|less|more)\sthan|best|first|foremost|lead(?:s|er|ing)?|"
    r"ma(?:in|jor\w*|xim\w*)|minim\w*|of\s(?:them|these|those|which|whom)|only|peak\w*|rank\w*|"
    r"record|second|third|top(?:ped|s)?|worst)\b",
    re.IGNORECASE,
)
# `In which quarter did it sell worst?`
_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_WHEN = re.compile(rf"\b(?:what|which)\s({'|'.join(_LENGTHS)})\b", re.IGNORECASE)
_PEAK = re.compile(
    rf"\b(?:(?P<most>{_MOST}|best|strongest)|(?P<least>{_LEAST}|weakest|worst))\b", re.IGNORECASE
)
_IN_ALL = re.compile(r"\b(?:all|average|mean|overall|sum|total)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\W*[(\-−]\W*\d")


def names_extreme(text: str) -> bool:
    """Whether a text is about what is first in some order: `the fewest passengers`, `the oldest ferry`."""
    return bool(_EXTREME.search(text))


def degrees(text: str) -> set[str]:
    """The terms of a text that only compare: `cheaper`."""
    return content_terms(" ".join(_DEGREES.findall(text)))


def counts_without_comparing(question: str, text: str) -> bool:
    """Whether a text only says how many there are of what the question asks where there are most or fewest:
    `It has 85 employees` for which firm has the most employees."""
    counted = {unit for _, unit in quantities(text)} & content_terms(question)
    return bool(counted) and not (names_extreme(text) or _COMPARES.search(text))


def called_extreme(question: str, text: str) -> set[str]:
    """The terms of what a text calls first in the order that a question is about: `Skarv is the oldest`."""
    asked = _EXTREME.search(question)
    called = re.search(_CALLED.format(asked[0].casefold()), text) if asked else None
    return content_terms(called[1]) if called else set()


def for_its_extremes(
    question: str, scored: Sequence[ScoredSentence], sentences_of: Callable[[str], Sequence[Sentence]]
) -> list[ScoredSentence]:
    """The sentences, and of a table whose extreme is asked for only the row that has it, or several alike.

    For `Which ferry carries the fewest passengers?` that is the row with the least figure under `Passengers`.
    Not where the question is about some rows only, as with `Which diesel ferry` or `built after 2000`.

    Args:
        question: what is asked.
        scored: candidate sentences.
        sentences_of: gives all sentences of a document, in order.
    """
    asked = _EXTREME.search(question)
    if not asked or not (asked["most"] or asked["least"]):
        return list(scored)
    columns = {one.sentence: _column(question, one.row) for one in scored if not one.told}
    # `The highest share of cars` is a figure under `Share of cars`, and not one under `Cars`.
    fitting = max(len(terms) for _, terms in columns.values()) if columns else 0
    left: list[ScoredSentence] = []
    rows: set[Sentence] = set()
    for one in scored:
        if one.sentence in rows:
            continue
        column, terms = columns.get(one.sentence, ("", set()))
        extremes = []
        if terms and len(terms) == fitting:
            table = dict(rows_beside(sentences_of(one.sentence.document_id), one.sentence.index))
            if not _narrows(question, column, one, table):
                extremes = _extremes(table, column, most=bool(asked["most"]))
        if not extremes:
            left.append(one)
            continue
        rows |= table.keys()
        told = f"{asked[0].casefold()} {column}"
        left += [answering(dataclasses.replace(one, sentence=its, row=table[its]), told) for its in extremes]
    return left


def for_its_peaks(question: str, scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences, and of a row that is asked for the time at which it has the most or the least.

    For `In which quarter did the Solo sell worst?` that is the column for a quarter with the least figure of
    the row `Solo`.

    Args:
        question: what is asked.
        scored: candidate sentences.
    """
    when, asked = _WHEN.search(question), _PEAK.search(question)
    if not (when and asked):
        return list(scored)
    length, about, terms = _LENGTHS[when[1].casefold()], asked_period(question), content_terms(question)

    def peak(row: Sequence[Cell]) -> str:
        """The name of the column; empty if the row is not asked for, or its figures cannot be compared."""
        figures: dict[str, Decimal] = {}
        for cell in row[1:]:
            times = [one for one in periods(cell.column) if len(one.months) == length]
            if times and (about is None or times[0].meets(about)) and len(found := amounts(cell.text)) == 1:
                figures[cell.column] = found.pop() * (-1 if _NEGATIVE.match(cell.text) else 1)
        key = content_terms(row[0].text) if row else set()
        extreme = (max if asked["most"] else min)(figures.values(), default=None)
        having = [column for column, figure in figures.items() if figure == extreme]
        return having[0] if key and key <= terms and len(figures) > 1 and len(having) == 1 else ""

    told = ((one, peak(one.row)) for one in scored)
    return [answering(one, f"{asked[0].casefold()} {column}") if column else one for one, column in told]


def _column(question: str, row: Sequence[Cell]) -> tuple[str, set[str]]:
    """The one column with figures that the question names, and by which terms; none if it names several."""
    named = figures_named(row, question)
    return next(iter(named.items())) if len(named) == 1 else ("", set())


def _narrows(
    question: str, column: str, row: ScoredSentence, table: dict[Sentence, tuple[Cell, ...]]
) -> bool:
    """Whether a question is not about all rows: it has a number that is not of its column, what a cell says,
    or another name."""
    asked = content_terms(question) - content_terms(column)
    cells = (content_terms(cell.text) for cells in table.values() for cell in cells)
    named = " ".join([row.heading, *(cell.column for cell in row.row)])
    return (
        bool(asked & numbers(question) or names(question) - content_terms(named))
        or names_extreme(named)  # `Longest stay` is one for each row.
        or any(terms and terms <= asked for terms in cells)
    )


def _extremes(table: dict[Sentence, tuple[Cell, ...]], column: str, *, most: bool) -> list[Sentence]:
    """The rows with the greatest or least figure in a column; none if its figures cannot be compared."""
    figures: dict[Sentence, Decimal] = {}
    units = set()
    for sentence, row in table.items():
        text = next(cell.text for cell in row if cell.column == column)
        found = amounts(text)
        if _IN_ALL.search(row[0].text) or not found:
            continue
        if len(found) > 1:
            return []
        units.add(next((unit for _, unit in quantities(text)), ""))
        figures[sentence] = found.pop() * (-1 if _NEGATIVE.match(text) else 1)
    if len(figures) < 2 or len(units) > 1:
        return []
    extreme = max(figures.values()) if most else min(figures.values())
    return [sentence for sentence, figure in figures.items() if figure == extreme]
