"""Tables as Markdown, whatever kind of file they come from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

Row = Sequence[str]


def as_markdown(rows: Sequence[Row]) -> str:
    """A table of Markdown; its first row names the columns. Shorter rows are filled up."""
    columns = max(map(len, rows))
    cells = [[_on_one_line(cell) for cell in row] + [""] * (columns - len(row)) for row in rows]
    cells.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def as_paragraphs(rows: Iterable[Row]) -> Iterator[str]:
    """The rows of a sheet as paragraphs: a table is what empty rows set apart, a row of one cell a text."""
    for is_empty, block in itertools.groupby(rows, lambda row: not any(map(str.strip, row))):
        table: list[Row] = []
        for row in [] if is_empty else map(_without_empty_end, block):
            if len(row) > 1 or table:
                table.append(row)
            else:
                yield _on_one_line(row[0], is_cell=False)
        if table:
            yield as_markdown(_without_empty_columns(table))


def _without_empty_end(row: Row) -> Row:
    last = max((i for i, cell in enumerate(row) if cell.strip()), default=-1)
    return row[: last + 1]


def _without_empty_columns(rows: Sequence[Row]) -> list[Row]:
    used = [any(cell.strip() for cell in column) for column in itertools.zip_longest(*rows, fillvalue="")]
    return [list(itertools.compress(row, used)) for row in rows]


def _on_one_line(cell: str, *, is_cell: bool = True) -> str:
    text = " ".join(cell.split())
    return text.replace("|", "\\|") if is_cell else text
