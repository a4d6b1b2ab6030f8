"""Footnote marks that stand in another cell than the one they were read in, or in none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Correction
from pipeline.normalize.corrections.changed import (
    Corrections,
    Phase,
    change_of,
    covered,
    of,
    where_touched,
    with_cell,
)
from pipeline.normalize.corrections.match import (
    Address,
    Built,
    rows_meant,
    settle,
)
from pipeline.normalize.tables.rows import TableRow

_Cell = tuple[int, int, int]
_Where = tuple[_Cell | None, _Cell | None]
"""The cell a mark leaves and the one it comes to; None where it was not read, or is none."""


def with_marks(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Cells with the footnote marks that people say belong to them."""

    def meant(entry: Correction) -> list[tuple[int, _Where]]:
        read = _cells(tables, rows_meant(entry, tables), entry.column) if entry.row else [None]
        to = replace(entry, row=entry.other, at=entry.other_at)
        goal = _cells(tables, rows_meant(to, tables), entry.value) if entry.other else [None]
        return [
            (entry.number, (one, other))
            for one in read
            for other in goal
            if one != other
            if one is None or entry.number in _row(tables, one).cells[one[2]].markers
            if other is None or entry.number not in _row(tables, other).cells[other[2]].markers
        ]

    hits, misses = settle(of(entries, "mark"), meant)
    result = [list(built.rows or ()) for built in tables]
    for entry, (_, where) in hits:
        for cell, goes in zip(where, (True, False), strict=True):
            if cell is not None:
                _move(result[cell[0]], cell, entry, goes)
    touched = {cell[0] for _, (_, where) in hits for cell in where if cell is not None}
    return where_touched(tables, result, touched), misses


def _row(tables: Sequence[Built], cell: _Cell) -> TableRow:
    return (tables[cell[0]].rows or ())[cell[1]]


def _cells(tables: Sequence[Built], rows: Sequence[Address], column: str) -> list[_Cell | None]:
    """The cells of a column that rows print themselves."""
    return [
        (t, r, c)
        for t, r in rows
        for c, name in enumerate(tables[t].table.header.columns)
        if name == column and not (tables[t].rows or ())[r].cells[c].merged
    ]


def _move(rows: list[TableRow], at: _Cell, entry: Correction, goes: bool) -> None:
    """Take a mark out of a cell or put it in, in all rows that a merged one covers."""
    _, r, c = at
    number, cell = entry.number, rows[r].cells[c]
    markers = tuple(n for n in cell.markers if n != number) if goes else (*cell.markers, number)
    change = change_of(entry, *((str(number), "") if goes else ("", str(number))))
    below = list(covered(rows, r, c))
    rows[r] = with_cell(rows[r], c, replace(cell, markers=markers, changes=(*cell.changes, change)))
    for under in below:
        rows[under] = with_cell(rows[under], c, replace(rows[under].cells[c], markers=markers))
