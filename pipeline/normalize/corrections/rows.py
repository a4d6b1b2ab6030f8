"""Phases of correction on the rows of all tables: each a function of tables and entries alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model import Correction
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
from pipeline.normalize.tables.rows import TableCell, TableRow, placed_again
from pipeline.normalize.text import CleanText, TextRepair, clean, join_parts
from pipeline.writing.columns import NUMBER
from pipeline.writing.labels import parse_label

CORRECTED = "corrected"
Corrections = Sequence[Correction]
Phase = tuple[list[Built], list[Miss]]
_BETWEEN = " | "
_PIECES = 20
"""Rows that may be pieces of one, at most."""


def _of(entries: Corrections, decision: str) -> list[Correction]:
    return [entry for entry in entries if entry.decision == decision]


def _changed(entry: Correction, before: str, after: str) -> TextRepair:
    return TextRepair(CORRECTED, before, after, entry.reason)


def _shown(row: TableRow) -> str:
    """A row in one line, for its repair."""
    return _BETWEEN.join(cell.text for cell in row.cells if cell.text and not cell.merged)


def _again(built: Built, rows: Sequence[TableRow]) -> Built:
    return replace(built, rows=placed_again(rows, built.table))


# --- which rows there are ----------------------------------------------------------------------


def joined(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows joined with the ones above them."""

    def meant(entry: Correction) -> list[Address]:
        rows = rows_meant(entry, tables)
        return [(t, r) for t, r in rows if r and _is_above(tables[t], r, entry.against)]

    hits, misses = settle(_of(entries, "join"), meant)
    by_row = {address: entry for entry, address in hits}
    result = []
    for t, built in enumerate(tables):
        rows: list[TableRow] = []
        for r, row in enumerate(built.rows or ()):
            entry = by_row.get((t, r))
            rows = [*rows[:-1], _whole(rows[-1], row, entry)] if entry else [*rows, row]
        touched = any(at == t for at, _ in by_row)
        result.append(_again(built, rows) if touched else built)
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
    both = f"{_shown(upper)}\n{_shown(lower)}"
    row = replace(
        upper,
        kind=upper.kind if upper.kind == lower.kind else "item",
        label=label,
        parsed=parse_label(label),
        cells=cells,
        pages=(upper.pages[0], lower.pages[1]),
        joins=(*upper.joins, *lower.joins, Join(1.0, (entry.reason,))),
    )
    change = _changed(entry, both, _shown(row))
    return replace(row, changes=(*upper.changes, *lower.changes, change))


def _whole_cell(upper: TableCell, lower: TableCell) -> TableCell:
    if lower.merged:
        return upper
    whole = join_parts(map(_as_clean, (upper, lower)))
    pieces = upper.fragments + lower.fragments
    return TableCell(whole.text, pieces, upper.merged, whole.markers, whole.changes)


def _as_clean(cell: TableCell) -> CleanText:
    return CleanText(cell.text, cell.markers, cell.changes, clean(cell.fragments).end)


def parted(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows parted in two: so many printed lines of each column stay above."""
    hits, misses = settle(_of(entries, "part"), lambda entry: rows_meant(entry, tables))
    by_row = {address: entry for entry, address in hits}
    result = []
    for t, built in enumerate(tables):
        rows: list[TableRow] = []
        for r, row in enumerate(built.rows or ()):
            entry = by_row.get((t, r))
            why = _cannot_part(row, built.table.header.columns, entry) if entry else ""
            if entry and why:
                misses.append(Miss(entry, STALE, why))
            rows += _halves(row, built, entry) if entry and not why else (row,)
        result.append(_again(built, rows) if len(rows) != len(built.rows or ()) else built)
    return result, misses


def _cannot_part(row: TableRow, columns: Sequence[str], entry: Correction) -> str:
    """Why a row cannot be parted as an entry says; blank where it can."""
    cells = dict(zip(columns, row.cells, strict=True))
    for column, count in entry.lines:
        if column not in cells:
            return f"its table has no column {column}"
        if count > len(cells[column].fragments) or cells[column].merged:
            return f"{column} has {len(cells[column].fragments)} lines of its own"
    if all(count == len(cells[column].fragments) for column, count in entry.lines):
        return "no line would stand below"
    return ""


def _halves(row: TableRow, built: Built, entry: Correction) -> tuple[TableRow, TableRow]:
    columns = built.table.header.columns
    counts = dict(entry.lines)
    pairs = [
        _cut(cell, counts.get(column, len(cell.fragments)))
        for column, cell in zip(columns, row.cells, strict=True)
    ]
    upper, lower = (_half(row, [pair[i] for pair in pairs], columns, not i) for i in (0, 1))
    change = _changed(entry, _shown(row), f"{_shown(upper)}\n{_shown(lower)}")
    return replace(upper, changes=(*upper.changes, change)), lower


def _cut(cell: TableCell, count: int) -> tuple[TableCell, TableCell]:
    if cell.merged:
        return cell, cell
    if count == len(cell.fragments):
        return cell, TableCell("")
    above, below = (_cell(part) for part in (cell.fragments[:count], cell.fragments[count:]))
    return above, below


def _cell(fragments: Sequence[Any]) -> TableCell:
    made = clean(fragments)
    return TableCell(made.text, tuple(fragments), False, made.markers, made.changes)


def _half(
    row: TableRow, cells: Sequence[TableCell], columns: Sequence[str], first: bool
) -> TableRow:
    numbers = [c for name, c in zip(columns, cells, strict=True) if name == NUMBER]
    own = next((cell.text for cell in numbers if not cell.merged), "")
    label = (own or row.label) if first and not numbers else own
    pages = [piece.place.page for cell in cells if not cell.merged for piece in cell.fragments]
    return replace(
        row,
        label=label,
        parsed=parse_label(label),
        cells=tuple(cells),
        pages=(min(pages, default=row.pages[0]), max(pages, default=row.pages[1])),
        joins=row.joins if first else (),
        unstarted=row.unstarted and first,
        changes=row.changes if first else (),
    )


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

    hits, misses = settle(_of(entries, "cell"), meant)
    result = [list(built.rows or ()) for built in tables]
    for entry, (t, r, c) in hits:
        columns = tables[t].table.header.columns
        result[t][r] = _with_text(result[t][r], c, entry, columns[c] == NUMBER)
        for below in _covered(result[t], r, c):
            cell = replace(result[t][below].cells[c], text=entry.value)
            result[t][below] = _with_cell(result[t][below], c, cell)
    touched = {t for _, (t, _, _) in hits}
    return [
        _again(built, result[t]) if t in touched else built for t, built in enumerate(tables)
    ], misses


def _cells(built: Built, row: int, column: str) -> list[tuple[int, TableCell]]:
    cells = (built.rows or ())[row].cells
    names = built.table.header.columns
    return [(c, cells[c]) for c, name in enumerate(names) if name == column]


def _covered(rows: Sequence[TableRow], row: int, column: int) -> Iterable[int]:
    raw = rows[row].cells[column].raw
    for below in range(row + 1, len(rows)):
        cell = rows[below].cells[column]
        if not cell.merged or cell.raw != raw:
            return
        yield below


def _with_cell(row: TableRow, column: int, cell: TableCell) -> TableRow:
    return replace(row, cells=(*row.cells[:column], cell, *row.cells[column + 1 :]))


def _with_text(row: TableRow, column: int, entry: Correction, number: bool) -> TableRow:
    """A row with one text corrected; its doubts are settled by that, its label follows."""
    cell = row.cells[column]
    changes = cell.changes
    if cell.text != entry.value:
        changes = (*changes, _changed(entry, cell.text, entry.value))
    row = _with_cell(row, column, replace(cell, text=entry.value, changes=changes, doubts=()))
    if not number:
        return row
    return replace(row, label=entry.value, parsed=parse_label(entry.value))


# --- what they are and where they stand --------------------------------------------------------


def with_kinds(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows of the kinds people gave them."""
    hits, misses = settle(_of(entries, "kind"), lambda entry: rows_meant(entry, tables))
    result = [list(built.rows or ()) for built in tables]
    for entry, (t, r) in hits:
        row = result[t][r]
        changes = (*row.changes, _changed(entry, row.kind, entry.value))
        kind: Any = entry.value
        result[t][r] = replace(row, kind=kind, changes=changes)
    touched = {t for _, (t, _) in hits}
    return [
        _again(built, result[t]) if t in touched else built for t, built in enumerate(tables)
    ], misses


def with_parents(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows under the rows people named, by their fingerprints; blank: under none."""
    hits, misses = settle(_of(entries, "parent"), lambda entry: rows_meant(entry, tables))
    result = list(tables)
    for t, built in enumerate(tables):
        own = {r: entry for entry, (at, r) in hits if at == t}
        if own:
            result[t], missed = _with_parents(built, own)
            misses += missed
    return result, misses


def _with_parents(built: Built, own: dict[int, Correction]) -> tuple[Built, list[Miss]]:
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
        change = _changed(own[r], _above(rows, r), after)
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
