"""Rows that say by their number in the table that they are the same row."""

from __future__ import annotations

import pytest

from pipeline.extract.web.reader import page_of
from pipeline.model import Grid

NAMES, VALUES = ["TT", "Xã", "Số hộ"], [["1", "Bố Hạ", "20"], ["2", "Yên Thế", "31"]]


def row(at: int, cells: list[str], role: str, first: int = 0) -> str:
    """A row of a grid; its columns are numbered from `first`, unless that is 0."""
    places = (f' aria-colindex="{first + at}"' if first else "" for at in range(len(cells)))
    inner = "".join(
        f'<b role="{role}"{place}>{cell}</b>' for place, cell in zip(places, cells, strict=True)
    )
    return f'<div role="row" aria-rowindex="{at}">{inner}</div>'


def body(first: int) -> str:
    return "".join(row(at, cells, "gridcell", first) for at, cells in enumerate(VALUES, 1))


@pytest.mark.parametrize(
    "parts",
    [
        [row(1, NAMES, "columnheader"), body(0)],
        [row(1, NAMES, "gridcell", 1), body(1)],
    ],
)
def test_names_and_rows_each_counted_from_one_are_not_joined(parts: list[str]) -> None:
    groups = "".join(f'<div role="rowgroup">{part}</div>' for part in parts)
    (grid,) = page_of(f'<body><div role="grid">{groups}</div>', 1)[0].blocks
    assert isinstance(grid, Grid)
    assert [[cell.raw for cell in row] for row in grid.rows] == [NAMES, *VALUES]


def test_a_head_and_a_body_each_counted_from_one_are_not_joined() -> None:
    head, *rows = (
        f'<tr aria-rowindex="{max(at, 1)}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for at, cells in enumerate([NAMES, *VALUES])
    )
    page = f"<body><table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    (grid,) = page_of(page, 1)[0].blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 1 + len(VALUES)


def test_parts_of_one_row_are_joined_however_many() -> None:
    parts = "".join(f"<div>{row(1, ['x'], 'gridcell', at)}</div>" for at in range(1, 3000))
    (grid,) = page_of(f'<body><div role="grid">{parts}</div>', 1)[0].blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 1
