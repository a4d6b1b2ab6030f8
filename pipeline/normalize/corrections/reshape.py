"""Rows that were missed or are none, tables that are one or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pipeline.frozen import dataclass
from pipeline.model import Correction, Fragment
from pipeline.normalize.corrections.changed import (
    Corrections,
    Phase,
    again,
    change_of,
    of,
    shown,
    table_by_table,
    with_cell,
)
from pipeline.normalize.corrections.match import (
    STALE,
    Address,
    Built,
    Miss,
    print_of,
    rows_meant,
    settle,
)
from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.text import TextRepair
from pipeline.writing.columns import NUMBER
from pipeline.writing.labels import parse_label


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is none: the repair that says so, and the lines that no cell holds any more."""

    change: TextRepair
    fragments: tuple[Fragment, ...]


# --- rows --------------------------------------------------------------------------------------


def removed(
    tables: Sequence[Built], entries: Corrections
) -> tuple[list[Built], list[Miss], list[LeftOut]]:
    """Tables without the rows that are none (a running head, a page number)."""
    hits, misses = settle(of(entries, "remove"), lambda entry: rows_meant(entry, tables))
    gone = {address: entry for entry, address in hits}
    result, left = [], []
    for t, built in enumerate(tables):
        rows = list(built.rows or ())
        kept: list[TableRow] = []
        for r, row in enumerate(rows):
            if entry := gone.get((t, r)):
                fragments, rows[r + 1 :] = _handed_down(row, rows[r + 1 :])
                left.append(LeftOut(change_of(entry, shown(row), ""), fragments))
            else:
                kept.append(rows[r])
        result.append(again(built, kept) if len(kept) < len(rows) else built)
    return result, misses, left


def _handed_down(
    row: TableRow, below: Sequence[TableRow]
) -> tuple[tuple[Fragment, ...], list[TableRow]]:
    """The lines that go with a row, and the rows below it: a merged cell that it prints is printed
    by the first of them that it covers."""
    rest: list[TableRow] = list(below)
    gone: list[Fragment] = []
    for c, cell in enumerate(row.cells):
        under = rest[0].cells[c] if rest else None
        if cell.merged:
            continue
        if cell.raw and under is not None and under.merged and under.raw == cell.raw:
            rest[0] = with_cell(rest[0], c, replace(cell, merged=False))
        else:
            gone += cell.fragments
    return tuple(gone), rest


def added(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Tables with the rows that people found on the page."""
    hits, misses = settle(of(entries, "add"), lambda entry: _places(entry, tables))
    result, missed = table_by_table(tables, hits, _with_added)
    return result, [*misses, *missed]


def _places(entry: Correction, tables: Sequence[Built]) -> list[Address]:
    """Where a row is added, as table and slot: slot 2n is above row n, 2n + 1 below it."""
    side = 1 if entry.row else 0
    beside = replace(entry, row=entry.row or entry.against)
    return [(t, 2 * r + side) for t, r in rows_meant(beside, tables)]


def _with_added(built: Built, own: Mapping[int, Correction]) -> tuple[Built, list[Miss]]:
    rows, misses = list(built.rows or ()), []
    for slot, entry in sorted(own.items(), reverse=True):
        unknown = [name for name, _ in entry.cells if name not in built.table.header.columns]
        if unknown:
            misses.append(Miss(entry, STALE, f"its table has no column {', '.join(unknown)}"))
            continue
        near = rows[slot // 2].pages[slot % 2]
        rows.insert((slot + 1) // 2, _new_row(built.table.header.columns, entry, near))
    return again(built, rows), misses


def _new_row(columns: Sequence[str], entry: Correction, near: int) -> TableRow:
    texts = dict(entry.cells)
    given = tuple(texts.get(column, "") for column in columns)
    label, page = texts.get(NUMBER, ""), entry.page or near
    kind: Any = entry.value or "item"
    row = TableRow(
        kind, label, parse_label(label), tuple(TableCell(text) for text in given),
        Position(None, None, 0), (page, page), given=given,
    )  # fmt: skip
    return replace(row, changes=(change_of(entry, "", shown(row)),))


# --- tables ------------------------------------------------------------------------------------


def divided(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Tables cut above the rows with which another one begins."""
    hits, misses = settle(
        of(entries, "divide"), lambda e: [(t, r) for t, r in rows_meant(e, tables) if r]
    )
    result: list[Built] = []
    for t, built in enumerate(tables):
        own = sorted((r, entry) for entry, (at, r) in hits if at == t)
        result += _pieces(built, own) if own else [built]
    return result, misses


def _pieces(built: Built, cuts: Sequence[tuple[int, Correction]]) -> list[Built]:
    rows = list(built.rows or ())
    for r, entry in cuts:
        change = change_of(entry, f"{shown(rows[r - 1])}\n{shown(rows[r])}", shown(rows[r]))
        rows[r] = replace(rows[r], changes=(*rows[r].changes, change))
    bounds = [0, *(r for r, _ in cuts), len(rows)]
    pieces = []
    for n, (first, end) in enumerate(pairwise(bounds)):
        table = built.table
        if n:
            caption = replace(table.caption, title=cuts[n - 1][1].value or table.caption.title)
            header = replace(table.header, markers=())
            table = replace(table, caption=caption, header=header, headings=())
        pieces.append(again(replace(built, table=table), rows[first:end]))
    return pieces


def united(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Tables of which one goes on in the next."""

    def meant(entry: Correction) -> list[int]:
        return [
            t
            for t, r in rows_meant(entry, tables)
            if t
            and r == 0
            and (above := tables[t - 1].rows)
            and print_of(above[-1]) == entry.against
        ]

    hits, misses = settle(of(entries, "unite"), meant)
    by_table = {t: entry for entry, t in hits}
    result: list[Built] = []
    for t, built in enumerate(tables):
        entry = by_table.get(t)
        order = _order(result[-1], built) if entry else None
        if entry and order is None:
            why = "the table above has other columns; name them alike first"
            misses.append(Miss(entry, STALE, why))
        if entry and order is not None:
            result[-1] = _one(result[-1], built, order, entry)
        else:
            result.append(built)
    return result, misses


def _order(upper: Built, lower: Built) -> list[int | None] | None:
    """Which column of the lower table goes on in each of the upper one: by name, else by place
    where there are as many; None where they do not fit."""
    above, below = upper.table.header.columns, lower.table.header.columns
    if set(below) <= set(above):
        return [below.index(name) if name in below else None for name in above]
    return list(range(len(below))) if len(above) == len(below) else None


def _one(upper: Built, lower: Built, order: Sequence[int | None], entry: Correction) -> Built:
    rows = [
        replace(row, cells=tuple(TableCell("") if c is None else row.cells[c] for c in order))
        for row in lower.rows or ()
    ]
    last, first = shown((upper.rows or ())[-1]), shown(rows[0])
    change = change_of(entry, first, f"{last}\n{first}")
    rows[0] = replace(rows[0], changes=(*rows[0].changes, change))
    header = upper.table.header
    header = replace(header, markers=(*header.markers, *lower.table.header.markers))
    headings = (*upper.table.headings, *lower.table.headings)
    table = replace(upper.table, header=header, headings=headings)
    return again(replace(upper, table=table), [*(upper.rows or ()), *rows])
