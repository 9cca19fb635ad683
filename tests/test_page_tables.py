"""Tables on pages whose columns' names take several lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reqa.formats.page_lines import Cell, Line, set_apart
from reqa.formats.page_tables import table_at

HEIGHT = 10.0
Placed = tuple[float, str]

ROWS = [
    [(0, "Coatings"), (100, "181.4"), (200, "158.7"), (300, "24.6"), (400, "18.3")],
    [(0, "Adhesives"), (100, "142.0"), (200, "147.9"), (300, "13.1"), (400, "20.5")],
]


def page(*rows: tuple[float, Sequence[Placed]], size: float = HEIGHT) -> list[Line]:
    """Lines at a distance from the top, of cells at a distance from the left."""
    lines = []
    for top, placed in rows:
        cells = [Cell(left, left + 5 * len(text), text) for left, text in placed]
        lines.append(Line(cells, cells, -top, HEIGHT, size))
    return lines


def names(lines: Sequence[Line]) -> list[str]:
    """Those of the columns of the table that begins the lines."""
    table = table_at(lines, 0)
    return [name.strip() for name in table.text.splitlines()[0].split("|")[1:-1]] if table else []


def below(*naming: tuple[float, Sequence[Placed]]) -> list[Line]:
    return page(*naming, *((50 + 15 * i, row) for i, row in enumerate(ROWS)))


def test_a_name_may_take_several_lines_each_drawn_cell_by_cell() -> None:
    naming = [
        *[(24, [(0, "Segment")]), (12, [(90, "Revenue")]), (24, [(100, "2023")]), (12, [(190, "Revenue")])],
        *[(24, [(200, "2022")]), (12, [(295, "Profit")]), (24, [(300, "2023")]), (12, [(395, "Profit")])],
        *[(24, [(400, "2022")]), (36, [(400, "new")])],
    ]
    assert names(below(*naming)) == [
        "Segment",
        "Revenue 2023",
        "Revenue 2022",
        "Profit 2023",
        "Profit 2022 new",
    ]


@pytest.mark.parametrize(("revenue", "profit"), [(145, 345), (100, 300), (190, 390)])
def test_a_name_may_stand_over_several_columns(revenue: float, profit: float) -> None:
    years = [(100 * i, year) for i, year in enumerate(["2023", "2022", "2023", "2022"], start=1)]
    lines = below((24, [(revenue, "Revenue"), (profit, "Profit")]), (36, years))
    assert names(lines) == ["", "Revenue 2023", "Revenue 2022", "Profit 2023", "Profit 2022"]


def test_names_over_several_columns_need_not_be_over_as_many_each() -> None:
    years = [(100, "Q3 2023"), (200, "Q3 2022"), (300, "Q3 2023"), (400, "30 Sep")]
    lines = below((24, [(200, "Revenue"), (300, "Profit"), (400, "Staff")]), (36, years))
    assert names(lines) == ["", "Revenue Q3 2023", "Revenue Q3 2022", "Profit Q3 2023", "Staff 30 Sep"]


def test_names_of_two_lines_beside_others_are_of_their_own_columns() -> None:
    lower = [(0, "Segment"), (100, "Sales"), (200, "margin"), (300, "Costs"), (400, "margin")]
    lines = below((24, [(200, "Gross"), (400, "Net")]), *((36, [cell]) for cell in lower))
    assert names(lines) == ["Segment", "Sales", "Gross margin", "Costs", "Net margin"]


def test_a_row_without_amounts_is_none_of_the_names() -> None:
    rows = [
        [(0, "Shop"), (100, "Monday"), (200, "Sunday")],
        [(0, "Mill Lane"), (100, "open"), (200, "closed")],
        [(0, "Quay"), (100, "9 to 5"), (200, "10 to 4")],
        [(0, "Market"), (100, "9 to 6"), (200, "10 to 2")],
    ]
    table = table_at(page(*((15 * i, row) for i, row in enumerate(rows))), 0)
    assert table is not None
    assert table.text.splitlines()[::2] == [
        "| Shop | Monday | Sunday |",
        "| Mill Lane | open | closed |",
        "| Market | 9 to 6 | 10 to 2 |",
    ]


@pytest.mark.parametrize(
    "above",
    [
        (10, [(0, "Results by segment")]),  # too far away
        (35, [(0, "Results of all segments in 2023")]),  # over two columns
        (35, [(0, "It rained.")]),
        (35, [(0, "Lumped"), (100, "12.5")]),
    ],
)
def test_other_lines_name_no_columns(above: tuple[float, Sequence[Placed]]) -> None:
    years = [(100 * i, year) for i, year in enumerate(["A", "B", "C", "D"], start=1)]
    lines = below(above, (36, years))
    assert not table_at(lines, 0)
    assert names(lines[1:]) == ["", "A", "B", "C", "D"]


def test_a_title_in_another_size_names_no_columns() -> None:
    lines = below((24, [(0, "Results")]), *((36, [(100.0 * i, "A")]) for i in range(1, 5)))
    assert names(lines) == ["Results", "A", "A", "A", "A"]
    lines[0].size = 14
    assert not table_at(lines, 0)


def test_one_name_or_names_over_different_ones_stand_for_themselves() -> None:
    lower = [(36, [(100.0 * i, name)]) for i, name in enumerate(["Sales", "costs", "rent", "rest"], start=1)]
    assert names(below((24, [(100, "Gross"), (300, "Net")]), *lower)) == [
        "",
        "Gross Sales",
        "costs",
        "Net rent",
        "rest",
    ]
    same = [(36, [(100.0 * i, "Sales")]) for i in range(1, 5)]
    assert names(below((24, [(100, "Gross")]), *same)) == ["", "Gross Sales", "Sales", "Sales", "Sales"]


def test_names_over_several_columns_that_have_none_name_no_table() -> None:
    assert not table_at(below((24, [(100, "Gross"), (300, "Net")])), 0)


def test_all_names_stand_over_columns() -> None:
    naming = [(36, [(100.0 * i, "A")]) for i in range(1, 5)]
    assert names(below(*naming)) == ["", "A", "A", "A", "A"]
    assert not table_at(below(*naming, (36, [(600, "B")])), 0)


def test_all_columns_have_names() -> None:
    assert not table_at(below(*((36, [(100.0 * i, "A")]) for i in (1, 2, 4))), 0)
    assert not table_at(below((36, [(100, "A")]))[:2], 0)


def close(top: float, *placed: Placed, together: slice) -> Line:
    """A line of cells, some of which are so close to each other that only their parts are set apart."""
    (line,) = page((top, placed))
    parts = line.parts[together]
    joined = Cell(parts[0].left, parts[-1].right, " ".join(part.text for part in parts))
    cells = [*line.parts[: together.start], joined, *line.parts[together.stop :]]
    return Line(cells, line.parts, line.bottom, line.height, line.size)


def test_names_with_numbers_stand_over_words_though_they_are_close_to_each_other() -> None:
    models = [(95, "Model 6"), (195, "Model 8"), (290, "Model 8 Plus")]
    words = [
        (45, [(0, "Lamp"), (100, "Yes"), (200, "No"), (300, "Yes")]),
        (60, [(0, "Timer"), (100, "No"), (200, "No"), (300, "Yes")]),
    ]
    naming = close(30, (0, "Feature"), *models, together=slice(1, 4))
    assert names([naming, *page(*words)]) == ["Feature", "Model 6", "Model 8", "Model 8 Plus"]


def test_a_name_over_the_first_column_is_not_that_of_the_second() -> None:
    placed = [(0, "Item"), (100, "White"), (200, "Grey"), (295, "Guarantee"), (400, "Stock")]
    rows = page(*((50 + 15 * i, row) for i, row in enumerate(ROWS)))
    assert names([close(36, *placed, together=slice(2, 4)), *rows]) == [name for _, name in placed]


TIGHT = [
    [(0, "Customers"), (100, "38"), (115, "39"), (130, "40")],
    [(0, "Losses"), (100, "12"), (115, "11"), (130, "10")],
    [(0, "Staff"), (100, "142"), (115, "139"), (130, "146")],
]


def tight(*rows: Sequence[Placed]) -> list[Line]:
    """Lines whose figures are so close to each other that they look like one cell."""
    return [close(15 * i, *row, together=slice(1, 4)) for i, row in enumerate(rows)]


def counted(lines: Sequence[Line]) -> list[int]:
    """How many cells each has."""
    return [len(line.cells) for line in lines]


def test_what_stands_below_each_other_is_set_apart_by_small_gaps() -> None:
    prose = page((60, [(0, "It rained.")]))
    assert counted(set_apart([*tight(*TIGHT), *prose])) == [4, 4, 4, 1]
    shifted = [[(left + 5 - 5 * len(text), text) for left, text in row] for row in TIGHT]
    assert (
        counted(
            set_apart(
                tight(*([(0, row[0][1]), *cells[1:]] for row, cells in zip(TIGHT, shifted, strict=True)))
            )
        )
        == [4] * 3
    )


def test_what_does_not_is_one_cell() -> None:
    assert counted(set_apart(tight(*TIGHT[:2]))) == [2, 2]
    moved = [(left + 8 * (left == 115), text) for left, text in TIGHT[2]]
    assert counted(set_apart(tight(*TIGHT[:2], moved))) == [2, 2, 2]
    assert counted(set_apart(tight(*TIGHT[:2], TIGHT[2][:3]))) == [2, 2, 2]
    two = [[*row[:1], (100, "38"), (115, "39")][1:] for row in TIGHT]
    assert counted(set_apart([close(15 * i, *row, together=slice(0, 2)) for i, row in enumerate(two)])) == [
        1,
        1,
        1,
    ]


def test_lines_around_what_stands_below_each_other_are_left_alone() -> None:
    other = [(0, "Note"), (90, "a"), (105, "b"), (141, "c")]
    assert counted(set_apart(tight(other, *TIGHT, other))) == [2, 4, 4, 4, 2]


def test_names_that_are_close_to_each_other_are_those_of_as_many_columns() -> None:
    lines = set_apart(
        [
            close(0, (0, "Of"), (100, "2021"), (115, "2022"), (143, "2023"), together=slice(1, 4)),
            *tight(*TIGHT),
        ]
    )
    assert names(lines) == ["Of", "2021", "2022", "2023"]
