"""What a reader does with rows that were missed or are none, with tables, and with footnote marks.

Functions of a row and what the file says now, as the methods of `Deciding` are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.data.records import CellRecord, RowRecord
from pipeline.review.decide import Deciding, Plan, RefusedError, added_mark
from pipeline.review.entries import Entry

_KINDS = ("item", "group", "total")


def add_row(
    deciding: Deciding,
    cells: Mapping[str, str],
    kind: str,
    above: bool,
    page: int | None = None,
) -> Plan:
    """A row that stands on a page is missing below the row, or above it; on that of the row unless
    another is named."""
    opened, row = deciding.opened, deciding.row
    deciding.unlocked()
    columns = opened.tables[row.table_id].columns
    texts = {name: " ".join(text.split()) for name, text in cells.items() if text.strip()}
    if not texts or not set(texts) <= set(columns) or kind not in _KINDS:
        raise RefusedError("refused.blank-row")
    if added_mark(opened, row, texts) in opened.prints.values():
        raise RefusedError("refused.row-there")
    side, own = ("above", row.first_page) if above else ("below", row.last_page)
    page = page or own
    place = {side: opened.prints[row.row_id], **_at(opened.at(row))}
    last = _last_added(deciding, row, place)
    fields: dict[str, Any] = {"below": last} if last else place
    fields |= {"kind": kind} if kind != "item" else {}
    fields |= {"page": page} if page else {}
    return Plan(new=(deciding.signed.entry("add", {**fields, "cells": texts}),))


def _at(at: str) -> dict[str, str]:
    return {"at": at} if at else {}


def _last_added(deciding: Deciding, row: RowRecord, place: Mapping[str, str]) -> str:
    """The fingerprint of the last row that was added in a place: the next one stands below it.
    Blank where there is none."""
    last, found = "", dict(place)
    while True:
        beside = [
            added_mark(deciding.opened, row, e.fields["cells"])
            for e in deciding.entries
            if e.decision == "add"
            and all(e.fields.get(key, "") == found.get(key, "") for key in ("below", "above", "at"))
        ]
        if not beside:
            return last
        last = beside[-1]
        found = {"below": last}


def remove_row(deciding: Deciding) -> Plan:
    """The row is none; what was decided about it goes with it. A row that a person added is
    not added any more."""
    deciding.unlocked()
    opened, row, entries = deciding.opened, deciding.row, deciding.entries
    mark = opened.prints[row.row_id]
    own = tuple(e for e in deciding.own if e.fields.get("row") == mark)
    below = tuple(e for e in entries if e.decision == "add" and e.fields.get("below") == mark)
    made = tuple(
        e
        for e in entries
        if e.decision == "add" and added_mark(opened, row, e.fields["cells"]) == mark
    )
    if any(e.decision == "add" and e.fields.get("above") == mark for e in entries):
        raise RefusedError("refused.take-back-first")
    if made:
        return Plan((*made, *own, *below), tuple(_moved_up(e, made[0]) for e in below))
    if len(own) < len(deciding.own):
        raise RefusedError("refused.take-back-first")
    return Plan(own, (deciding.signed.entry("remove", deciding.place),))


def _moved_up(entry: Entry, gone: Entry) -> Entry:
    """A row that was added below one that is not added any more, in its place."""
    place = {key: gone.fields[key] for key in ("below", "above", "at") if key in gone.fields}
    return Entry("add", {**place, **{k: v for k, v in entry.fields.items() if k != "below"}})


def divide_table(deciding: Deciding, title: str) -> Plan:
    """Another table begins with the row."""
    deciding.unlocked()
    if deciding.row.ordinal == 1:
        raise RefusedError("refused.first-row")
    old = tuple(e for e in deciding.own if e.decision == "divide")
    title = " ".join(title.split())
    fields = {**deciding.place, **({"title": title} if title else {})}
    return Plan(old, (deciding.signed.entry("divide", fields),))


def unite_tables(deciding: Deciding) -> Plan:
    """The table that begins with the row goes on with the one above."""
    deciding.unlocked()
    opened, row = deciding.opened, deciding.row
    above = opened.table_above(row)
    rows = opened.rows_of.get(above.table_id, []) if above else []
    if row.ordinal != 1 or not rows:
        raise RefusedError("refused.no-table-above")
    cut = tuple(e for e in deciding.own if e.decision == "divide")
    if cut:  # it was one table before somebody cut it
        return Plan(out=cut)
    fields = {**deciding.place, "above": opened.prints[rows[-1].row_id]}
    old = [e for e in deciding.own if e.decision == "unite" and e.fields["row"] == fields["row"]]
    return Plan(tuple(old), (deciding.signed.entry("unite", fields),))


def set_marks(deciding: Deciding, column: str, numbers: Sequence[int]) -> Plan:
    """The footnote marks of a cell: those it had and has no more are none, those that come were
    read in another cell of the annex, or nowhere."""
    deciding.unlocked()
    opened = deciding.opened
    cell = opened.printed_in(deciding.cell(column))
    row = opened.rows[cell.row_id]
    here = {**_place(deciding, row), "column": column}
    plan = Plan()
    for number in sorted({*cell.footnotes, *numbers}):
        old = tuple(e for e in deciding.entries if e.decision == "mark" and _names(e, number, here))
        plan += Plan(out=old)
        if (number in cell.footnotes) == (number in numbers):
            continue
        if number in numbers:
            read = _read_in(deciding, row, number)
            gone = [e for e in deciding.entries if e.decision == "mark" and read
                    and _names(e, number, read) and e not in old]  # fmt: skip
            plan += Plan(tuple(gone), (_mark(deciding, number, read, here),))
        else:
            plan += Plan(new=(_mark(deciding, number, here, {}),))
    return plan


def _place(deciding: Deciding, row: RowRecord) -> dict[str, str]:
    at = deciding.opened.at(row)
    return {"row": deciding.opened.prints[row.row_id]} | ({"at": at} if at else {})


def _names(entry: Entry, number: int, here: Mapping[str, str]) -> bool:
    """Whether an entry moves a mark out of a cell, or into it."""
    fields = entry.fields
    read = (fields["row"], fields.get("at", ""), fields["column"])
    goal = (fields["to_row"], fields.get("to_at", ""), fields["to_column"])
    cell = (here["row"], here.get("at", ""), here["column"])
    return bool(fields["number"] == number and cell in (read, goal))


def _read_in(deciding: Deciding, row: RowRecord, number: int) -> dict[str, str]:
    """The one cell of the annex in which a mark was read; empty where there is none, or several."""
    opened = deciding.opened
    annex = opened.tables[row.table_id].annex
    found: list[CellRecord] = [
        cell
        for cell in opened.document.cells
        if number in cell.footnotes and not cell.merged
        and opened.tables[cell.table_id].annex == annex
        and opened.tables[cell.table_id].source == opened.tables[row.table_id].source
    ]  # fmt: skip
    if len(found) != 1:
        return {}
    return {**_place(deciding, opened.rows[found[0].row_id]), "column": found[0].column}


def _mark(
    deciding: Deciding, number: int, read: Mapping[str, str], goal: Mapping[str, str]
) -> Entry:
    fields: dict[str, Any] = {"number": number}
    fields |= {key: read.get(key, "") for key in ("row", "column")}
    fields |= {"at": read["at"]} if "at" in read else {}
    fields |= {f"to_{key}": goal.get(key, "") for key in ("row", "column")}
    fields |= {"to_at": goal["at"]} if "at" in goal else {}
    return deciding.signed.entry("mark", fields)
