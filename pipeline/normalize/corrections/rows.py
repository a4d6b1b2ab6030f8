"""Phases of correction on the rows of all tables: each a function of tables and entries alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model import Correction
from pipeline.normalize.corrections.changed import (
    Corrections,
    Phase,
    again,
    change_of,
    covered,
    of,
    shown,
    table_by_table,
    where_touched,
    with_cell,
)
from pipeline.normalize.corrections.match import (
    AMBIGUOUS,
    STALE,
    Address,
    Built,
    Miss,
    fingerprint,
    print_of,
    rows_meant,
    settle,
)
from pipeline.normalize.tables.joins import Join
from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.text import CleanText, clean, join_parts
from pipeline.writing.columns import NUMBER
from pipeline.writing.labels import parse_label

_PIECES = 20
"""Rows that may be pieces of one, at most."""


# --- which rows there are ----------------------------------------------------------------------


def joined(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows joined with the ones above them."""

    def meant(entry: Correction) -> list[Address]:
        rows = rows_meant(entry, tables)
        return [(t, r) for t, r in rows if r and _is_above(tables[t], r, entry.against)]

    hits, misses = settle(of(entries, "join"), meant)
    by_row = {address: entry for entry, address in hits}
    result = []
    for t, built in enumerate(tables):
        rows: list[TableRow] = []
        for r, row in enumerate(built.rows or ()):
            if entry := by_row.get((t, r)):
                rows[-1] = _whole(rows[-1], row, entry)
            else:
                rows.append(row)
        result.append(again(built, rows) if len(rows) < len(built.rows or ()) else built)
    return result, misses


def _is_above(built: Built, row: int, mark: str) -> bool:
    """Whether what stands above is of the fingerprint: one row as read, or several made one."""
    raws = [""] * len(built.table.header.columns)
    for upper in reversed((built.rows or ())[max(0, row - _PIECES) : row]):
        raws = [_below(cell, raw) for cell, raw in zip(upper.cells, raws, strict=True)]
        if fingerprint(raws) == mark:
            return True
    return False


def _below(cell: TableCell, raw: str) -> str:
    return f"{cell.raw}\n{raw}" if cell.raw and raw else cell.raw or raw


def _whole(upper: TableRow, lower: TableRow, entry: Correction) -> TableRow:
    """Two rows as one: cells joined column by column, as over a page break."""
    cells = tuple(_whole_cell(*pair) for pair in zip(upper.cells, lower.cells, strict=True))
    label = upper.label or lower.label
    both = f"{shown(upper)}\n{shown(lower)}"
    row = replace(
        upper,
        kind=upper.kind if upper.kind == lower.kind else "item",
        label=label,
        parsed=parse_label(label),
        cells=cells,
        pages=(upper.pages[0], lower.pages[1]),
        joins=(*upper.joins, *lower.joins, Join(1.0, (entry.reason,))),
    )
    change = change_of(entry, both, shown(row))
    return replace(row, changes=(*upper.changes, *lower.changes, change))


def _whole_cell(upper: TableCell, lower: TableCell) -> TableCell:
    if lower.merged:
        return upper
    whole = join_parts(map(_as_clean, (upper, lower)))
    pieces = upper.fragments + lower.fragments
    return TableCell(whole.text, pieces, upper.merged, whole.markers, whole.changes)


def _as_clean(cell: TableCell) -> CleanText:
    return CleanText(cell.text, cell.markers, cell.changes, clean(cell.fragments).end)


# --- what stands in them -----------------------------------------------------------------------


def with_texts(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Cells with the texts people gave them, in all rows that a merged one covers."""

    def meant(entry: Correction) -> list[tuple[int, int, int]]:
        return [
            (t, r, c)
            for t, r in rows_meant(entry, tables)
            for c, cell in _cells(tables[t], r, entry.column)
            if cell.raw == entry.against and not cell.merged
        ]

    hits, misses = settle(of(entries, "cell"), meant)
    result = [list(built.rows or ()) for built in tables]
    for entry, (t, r, c) in hits:
        columns = tables[t].table.header.columns
        result[t][r] = _with_text(result[t][r], c, entry, columns[c] == NUMBER)
        for below in covered(result[t], r, c):
            cell = replace(result[t][below].cells[c], text=entry.value)
            result[t][below] = with_cell(result[t][below], c, cell)
    return where_touched(tables, result, {t for _, (t, _, _) in hits}), misses


def _cells(built: Built, row: int, column: str) -> list[tuple[int, TableCell]]:
    cells = (built.rows or ())[row].cells
    names = built.table.header.columns
    return [(c, cells[c]) for c, name in enumerate(names) if name == column]


def _with_text(row: TableRow, column: int, entry: Correction, number: bool) -> TableRow:
    """A row with one text corrected; its doubts are settled by that, its label follows."""
    cell = row.cells[column]
    changes = cell.changes
    if cell.text != entry.value:
        changes = (*changes, change_of(entry, cell.text, entry.value))
    row = with_cell(row, column, replace(cell, text=entry.value, changes=changes, doubts=()))
    if not number:
        return row
    return replace(row, label=entry.value, parsed=parse_label(entry.value))


# --- what they are and where they stand --------------------------------------------------------


def with_kinds(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows of the kinds people gave them."""
    hits, misses = settle(of(entries, "kind"), lambda entry: rows_meant(entry, tables))
    result = [list(built.rows or ()) for built in tables]
    for entry, (t, r) in hits:
        row = result[t][r]
        changes = (*row.changes, change_of(entry, row.kind, entry.value))
        kind: Any = entry.value
        result[t][r] = replace(row, kind=kind, changes=changes)
    return where_touched(tables, result, {t for _, (t, _) in hits}), misses


def with_parents(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows under the rows people named, by their fingerprints; blank: under none."""
    hits, misses = settle(of(entries, "parent"), lambda entry: rows_meant(entry, tables))
    result, missed = table_by_table(tables, hits, _with_parents)
    return result, [*misses, *missed]


def _with_parents(built: Built, own: Mapping[int, Correction]) -> tuple[Built, list[Miss]]:
    rows = list(built.rows or ())
    chosen: dict[int, int | None] = {}
    misses = []
    for r, entry in own.items():
        found = [i for i, row in enumerate(rows) if print_of(row) == entry.value]
        if entry.value and len(found) != 1:
            code = AMBIGUOUS if found else STALE
            misses.append(Miss(entry, code, f"{len(found)} rows of the table are its parent"))
        else:
            chosen[r] = found[0] if entry.value else None
    for r in _circling(rows, chosen):
        del chosen[r]
        misses.append(Miss(own[r], AMBIGUOUS, "the row would stand under itself"))
    for r, parent in chosen.items():
        after = "" if parent is None else rows[parent].label
        change = change_of(own[r], _above(rows, r), after)
        rows[r] = replace(rows[r], changes=(*rows[r].changes, change))
    return replace(built, rows=_under(rows, chosen)), misses


def _circling(rows: Sequence[TableRow], chosen: dict[int, int | None]) -> list[int]:
    """The chosen rows that would stand under themselves."""
    parents = [chosen.get(r, row.position.parent) for r, row in enumerate(rows)]
    circling = []
    for r in chosen:
        above, steps = parents[r], 0
        while above is not None and above != r and steps <= len(rows):
            above, steps = parents[above], steps + 1
        if above is not None:
            circling.append(r)
    return circling


def _above(rows: Sequence[TableRow], row: int) -> str:
    parent = rows[row].position.parent
    return "" if parent is None else rows[parent].label


def _under(rows: list[TableRow], chosen: dict[int, int | None]) -> tuple[TableRow, ...]:
    """Rows with some parents chosen; levels and headings of those below follow."""
    parents = [row.position.parent for row in rows]
    groups = [row.position.group for row in rows]
    for r, parent in chosen.items():
        heading = parent is not None and rows[parent].kind == "group"
        parents[r] = None if heading else parent
        groups[r] = parent if heading else groups[r]
    return tuple(
        row if row.kind == "group" and r not in chosen else _placed(row, r, parents, groups, chosen)
        for r, row in enumerate(rows)
    )


def _placed(
    row: TableRow,
    r: int,
    parents: Sequence[int | None],
    groups: Sequence[int | None],
    chosen: dict[int, int | None],
) -> TableRow:
    top, level = r, 0
    while (above := parents[top]) is not None:
        top, level = above, level + 1
    by_position = row.position.by_position and r not in chosen
    return replace(row, position=Position(parents[r], groups[top], level, by_position))
