"""Cells that page breaks cut between two rows, made one again in all rows that they cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from pipeline.model import GridRow
from pipeline.normalize.tables.overhang import (
    cut_inside,
    first_of,
    first_parts,
    is_long,
    joined,
    last_rests,
    may_be_rests,
)
from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable

MAY_BE_WHOLE = "the blank cell below it on the next page is taken for its rest"
MAY_BE_BELOW = "the text below it on the next page is taken for that of this blank merged cell"
GOES_ON = "it goes on inside a word in the next row, on the next page, and is taken for one cell"
MAY_REACH_HERE = "the cell above it on the page before may reach down into this blank one"


def with_whole_cells(table: RawTable) -> RawTable:
    """The table with merged cells repeated in the one row that the next page has of them, in doubt
    where the column has no other merged cell."""
    breaks = {i for i, row in enumerate(table.rows) if i and row.opens_part and not row.open_edge}
    if not breaks:
        return table
    rows = list(table.rows)
    for at, column in first_parts([row.cells for row in rows], breaks):
        rows = [
            _with_doubt(row, column, MAY_BE_BELOW) if _filled(row, old, column) else row
            for row, old in zip(_joined_at(rows, at, column), rows, strict=True)
        ]
    for at, column in cut_inside([row.cells for row in rows], breaks, table.header.columns):
        rows = _joined_at(rows, at, column, GOES_ON)
    long = is_long([row.cells for row in rows], breaks)
    for at, column in last_rests([row.cells for row in rows], breaks):
        sure = long and any(row.cells[column].merged for row in rows)
        rows = _joined_at(rows, at, column, "" if sure else MAY_BE_WHOLE)
    for at, column in may_be_rests([row.cells for row in rows], breaks):
        rows[at] = _with_doubt(rows[at], column, MAY_REACH_HERE)
    return replace(table, rows=tuple(rows))


def _joined_at(
    rows: Sequence[PhysicalRow], at: int, column: int, doubt: str = ""
) -> list[PhysicalRow]:
    """The rows with the cell of a column that a page break cuts before a row made one."""
    above, below = with_cells(rows[:at], rows[at:], partial(joined, column=column))
    out = above + below
    if doubt:
        first = first_of([row.cells for row in out], at - 1, column)
        out[first] = _with_doubt(out[first], column, doubt)
    return out


def _filled(row: PhysicalRow, before: PhysicalRow, column: int) -> bool:
    return bool(row.cells[column].fragments) and not before.cells[column].fragments


def _with_doubt(row: PhysicalRow, column: int, doubt: str) -> PhysicalRow:
    cells = list(row.cells)
    cells[column] = replace(cells[column], doubt=doubt)
    return replace(row, cells=tuple(cells))


def with_cells(
    above: Sequence[PhysicalRow],
    below: Sequence[PhysicalRow],
    change: Callable[
        [Sequence[GridRow], Sequence[GridRow]], tuple[Sequence[GridRow], Sequence[GridRow]]
    ],
) -> tuple[list[PhysicalRow], list[PhysicalRow]]:
    """The rows on both sides of a page break, their cells changed together."""
    upper, lower = change([row.cells for row in above], [row.cells for row in below])
    return (
        [_with_own(row, cells) for row, cells in zip(above, upper, strict=True)],
        [_with_own(row, cells) for row, cells in zip(below, lower, strict=True)],
    )


def _with_own(row: PhysicalRow, cells: GridRow) -> PhysicalRow:
    """A row with its cells; itself where they are those it has, as of all rows but a few."""
    return row if cells is row.cells else replace(row, cells=cells)
