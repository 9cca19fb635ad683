"""Finding out that a statement reads a table amiss: another column or row, or a figure without its unit.

Every figure of a table can be found in it, the wrong one as well as the right one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reqa.text.denial import denies
from reqa.text.extremes import counts_without_comparing, names_extreme
from reqa.text.names import has_name
from reqa.text.tables import figures_named, marked, says_yes, stands_in, unit_of
from reqa.text.terms import claimed_numbers, content_terms, numbers, stem, without_brackets
from reqa.types import Cell, ScoredSentence

Row = Sequence[Cell]

MOST_MEANT = 3  # A question that means more rows is about the table.

# `Which wines cost more than 21 euros?` does not ask for the one that costs 21.
_LIMIT = re.compile(
    r"\b(?:above|after|at (?:least|most)|before|below|between|over|since|than|under|until|up to|within)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b([^\W\d_]+)(?= (\w+))")
_LETTERS = re.compile(r"[^\W\d_]+")
_SYMBOLS = str.maketrans({"%": " percent ", "$": " dollars ", "€": " euros ", "£": " pounds "})


def rows_instead(statement: str, question: str, row: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows that answer the question, if a statement does not give what it asks for.

    That is so where it has what another row says, or figures of another column, where another row has the
    figure that the question gives, and where the question means other rows as much: `red` both `steady red`
    and `blinking red`.

    Args:
        statement: without markers.
        question: what it answers.
        row: what it cites.
        rows: those that it could cite, this one among them.
    """
    asked = content_terms(question)
    new = content_terms(statement) - asked
    figures = claimed_numbers(statement) - numbers(question)
    alike = [one for one in rows if _columns(one) == _columns(row)]
    if named := _named(asked, alike):
        if row not in named:
            return named if _tells(row, new, figures) and not _key(row) <= new else []
    elif row not in (having := _having_asked_figure(question, alike) or [row]):
        return having if len(having) <= MOST_MEANT else []
    elif new.isdisjoint(_key(row)) and (_key(row) & asked):
        meant = [one for one in alike if _key(one) & asked == _key(row) & asked]
        if 1 < len(meant) <= MOST_MEANT:
            return meant
    said = f"{question} {statement}"
    is_amiss = (
        _is_of_another_column(row, said, figures)
        or _has_another_part(row, said)
        or _says_yes_for_no(row, question, statement)
    )
    return [row] if is_amiss else []


def _tells(row: Row, new: set[str], figures: set[str]) -> bool:
    """Whether a statement has what a cell of the row says."""
    return any(
        not figures.isdisjoint(numbers(cell.text)) or (content_terms(cell.text) or {""}) <= new
        for cell in row[1:]
    )


def _is_of_another_column(row: Row, said: str, figures: set[str]) -> bool:
    """Whether figures are of columns that neither the question nor the statement names, one of several."""
    figured = {cell.column: numbers(cell.text) for cell in row[1:] if numbers(cell.text)}
    taken = {column for column, those in figured.items() if not figures.isdisjoint(those)}
    named = figures_named(row, said)
    if taken and (named or len(figured) > 1) and taken.isdisjoint(named):
        return True
    return len(taken) == 1 and _is_of_another_series(row, content_terms(said), *taken)


def _is_of_another_series(row: Row, said: set[str], taken: str) -> bool:
    """Whether a column's name has in common with others what is not spoken of, where another one has what is:
    `Standard delivery time`, beside `Standard` and `Express`, for how long express delivery takes."""
    own = content_terms(taken)
    others = [content_terms(cell.column) for cell in row[1:] if cell.column != taken]
    series = {term for term in own - said if any(term in other for other in others)}
    return any(series and series.isdisjoint(other) and said & other - own for other in others)


def _has_another_part(row: Row, said: str) -> bool:
    """Whether somebody in one column is given the part that another column has somebody else for: `Vold
    directed Ivanov`, in the row `Director: Marković; Costumes: Vold`."""
    terms = content_terms(said)
    named = [cell for cell in row[1:] if any(has_name(terms, word) for word in cell.column.split())]
    others = [cell for cell in row[1:] if cell not in named and content_terms(cell.text) - numbers(cell.text)]
    is_meant = any(content_terms(cell.text) <= terms for cell in others)
    parts = [cell for cell in named if not numbers(cell.text)]
    return is_meant and bool(parts) and all(terms.isdisjoint(content_terms(cell.text)) for cell in parts)


def _says_yes_for_no(row: Row, question: str, statement: str) -> bool:
    """Whether something is said to have what its row, of yes and no, says it has not, or the other way."""
    marks, told = marked(row), statement
    named = set()
    for column in sorted(marks, key=len, reverse=True):  # `Solo Plus` is not `Solo`.
        if stands_in(told, column):
            named.add(says_yes(marks[column]))
            told = re.sub(re.escape(column), " ", told, flags=re.IGNORECASE)
    only_names = not content_terms(told)
    is_denied = denies(question if only_names else statement)
    return named == {is_denied} or (len(named) > 1 and not denies(statement))


def _having_asked_figure(question: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that have a figure of the question where it is of the same: `Which wine costs 21 euros?`"""
    figures, asked = numbers(question), content_terms(question)

    def is_asked(cell: Cell) -> bool:
        about = content_terms(f"{cell.column} {cell.text}") - figures
        return len(numbers(cell.text)) == 1 and numbers(cell.text) <= figures and not about.isdisjoint(asked)

    return [] if _LIMIT.search(question) else [row for row in rows if any(map(is_asked, row[1:]))]


def _columns(row: Row) -> list[str]:
    return [cell.column for cell in row]


def _key(row: Row) -> set[str]:
    """What a row is about: the terms of its first cell."""
    return content_terms(row[0].text)


def _named(asked: set[str], rows: Sequence[Row]) -> list[Row]:
    """The rows that the question names; not `Oslo`, where it names `East Oslo`."""
    keys = [key for row in rows if (key := _key(row)) and key <= asked]
    return [row for row in rows if _key(row) in keys and not any(_key(row) < key for key in keys)]


def says_nothing_of(statement: str, question: str, row: Row) -> bool:
    """Whether a statement has nothing that is in a row, but at most what the question has."""
    new = content_terms(statement) - content_terms(question)
    return new.isdisjoint(content_terms(" ".join(cell.text for cell in row)))


def has_another_key(question: str, row: Row) -> bool:
    """Whether the question numbers another row in the words of the first column: `severity 4`, and not 3."""
    column, key = (content_terms(row[0].column), numbers(row[0].text)) if row else (set(), set())
    pairs = _NUMBERED.findall(question)
    asked = set().union(*(numbers(number) for word, number in pairs if stem(word.casefold()) in column))
    return bool(key and asked) and key.isdisjoint(asked)


def ranks_unseen(question: str, cited: Sequence[ScoredSentence]) -> bool:
    """Whether the question asks for an extreme, and what is cited does not say which one has it.

    That are rows and sentences with a figure of theirs, without those of the others. A row that the question
    names is not one of several: `Stay` for `What is the longest stay?`
    """
    asked = content_terms(question)

    def is_one_of_several(one: ScoredSentence) -> bool:
        if not one.row:
            return counts_without_comparing(question, f"{one.heading} {one.text}")
        is_named = content_terms(without_brackets(one.row[0].text)) <= asked
        return not (one.told or is_named or names_extreme(f"{one.heading} {one.text}"))

    return names_extreme(question) and all(map(is_one_of_several, cited))


def lacks_unit(statement: str, question: str, row: Row) -> bool:
    """Whether a statement has a figure of a row without the unit that its column's name has.

    `3,150` is no answer from a column `Cost (thousand crowns)`.
    """
    stated, said = numbers(statement), _terms(f"{question} {statement}")
    return any(
        unit_of(cell) and not stated.isdisjoint(numbers(cell.text)) and not _terms(unit_of(cell)) <= said
        for cell in row
    )


def _terms(text: str) -> set[str]:
    """The words that carry meaning, scales such as `thousand` among them."""
    words = _LETTERS.findall(text.translate(_SYMBOLS).casefold())
    return {stem(word) for word in words if content_terms(word) and word != "per"}
