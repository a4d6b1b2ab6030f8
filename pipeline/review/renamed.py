"""Columns that people named since the last run: the app shows a table, and writes about it, under
the names that the next run gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.data.records import Document, TableRecord
from pipeline.normalize.corrections.apply import renamed
from pipeline.normalize.tables.headers import Header
from pipeline.review.entries import Entry
from pipeline.review.shelf import Opened

Names = Mapping[str, str]
"""Names of columns as they are published → as they will be."""


def place_of(opened: Opened, table: TableRecord) -> str:
    """The number of a table in the input it was read from."""
    own = [one for one in opened.document.tables if one.source == table.source]
    return str(own.index(table) + 1)


def named(opened: Opened, table: TableRecord, entries: Iterable[Entry]) -> dict[str, str]:
    """Headers of a table and the columns that people say they stand for."""
    at = place_of(opened, table)
    return {
        e.fields["header"]: e.fields["name"]
        for e in entries
        if e.decision == "column" and e.fields.get("at", at) == at
    }


def named_columns(table: TableRecord, said: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a table as it is published, under what is said of its headers."""
    header = Header(table.kind, table.headers, table.columns)
    chosen = {c: said[printed] for c, printed in enumerate(table.headers) if printed in said}
    return renamed(header, chosen).columns


def new_names(before: Sequence[str], after: Sequence[str]) -> Names:
    """The columns that get another name."""
    return {old: new for old, new in zip(before, after, strict=True) if old != new}


def with_new_names(opened: Opened, entries: Mapping[str, Sequence[Entry]]) -> Opened:
    """A document whose columns have the names they will have; `entries` are those of each input.
    The same document where nothing is to be named."""
    names = {
        table.table_id: found
        for table in opened.document.tables
        if (said := named(opened, table, entries.get(table.source, ())))
        and (found := new_names(table.columns, named_columns(table, said)))
    }
    return Opened(_renamed(opened, names), named=frozenset(names)) if names else opened


def _renamed(opened: Opened, names: Mapping[str, Names]) -> Document:
    """The records of a document under other names of columns."""
    document = opened.document

    def anew(record: Any) -> Any:
        table = getattr(record, "table_id", None) or str(record.row_id or "").rpartition("/")[0]
        name = names.get(table, {}).get(record.column)
        return replace(record, column=name) if name else record

    tables = (
        replace(one, columns=tuple(names.get(one.table_id, {}).get(c, c) for c in one.columns))
        for one in document.tables
    )
    return replace(
        document,
        tables=tuple(tables),
        cells=tuple(map(anew, document.cells)),
        footnotes=tuple(map(anew, document.footnotes)),
        repairs=tuple(map(anew, document.repairs)),
        problems=tuple(map(anew, document.problems)),
    )


def under_new_names(
    opened: Opened, table: TableRecord, entries: Iterable[Entry], names: Names
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries that name columns of a table which get another name, and the same entries under
    the new ones. What was decided about a row of another table is not among them."""
    elsewhere = {
        opened.prints[row.row_id] for row in opened.document.rows if row.table_id != table.table_id
    } - {opened.prints[row.row_id] for row in opened.rows_of.get(table.table_id, ())}
    out, new = [], []
    for entry in entries:
        about = {entry.fields.get(key) for key in ("row", "above", "below", "to_row")}
        after = {key: _anew(key, value, names) for key, value in entry.fields.items()}
        if entry.decision != "column" and not about & elsewhere and after != entry.fields:
            out.append(entry)
            new.append(Entry(entry.decision, after))
    return tuple(out), tuple(new)


def _anew(key: str, value: Any, names: Names) -> Any:
    if key in ("column", "to_column"):
        return names.get(value, value)
    if key in ("lines", "chars", "cells"):
        return {names.get(column, column): one for column, one in value.items()}
    return value
