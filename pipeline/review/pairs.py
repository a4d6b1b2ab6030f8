"""Two rows that may be one task, beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.data.records import LinkRecord, RowRecord, TableRecord
from pipeline.review.decide import about, mark_of, status_of_link
from pipeline.review.entries import Entry
from pipeline.review.shelf import NUMBER_COLUMN, Opened


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows: its document, table and texts by column."""

    opened: Opened
    row: RowRecord
    table: TableRecord
    texts: Mapping[str, str]
    group: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one task: columns of either, what links them, what is decided."""

    new: Side
    old: Side
    columns: tuple[tuple[str, str], ...]
    link: LinkRecord | None
    mark: str
    status: str
    rivals: tuple[LinkRecord, ...]


def pair(
    opened: Opened, row: RowRecord, other: Opened, old: RowRecord, entries: Sequence[Entry]
) -> Pair:
    """Two rows of two documents beside each other."""
    new, older = _side(opened, row), _side(other, old)
    headers = dict(zip(older.table.columns, older.table.headers, strict=False))
    headers |= zip(new.table.columns, new.table.headers, strict=False)
    names = [
        name
        for name in dict.fromkeys([*new.texts, *older.texts])
        if new.texts.get(name) or older.texts.get(name)
    ]
    rivals = tuple(
        link
        for link in opened.document.links
        if link.row_id == row.row_id and link.other_row_id != old.row_id
    )
    return Pair(
        new, older, tuple((name, headers.get(name, name)) for name in names),
        opened.link(row.row_id, old.row_id), mark_of(opened, row, about(opened, row, entries)),
        status_of_link(opened, row, other, old, entries), rivals,
    )  # fmt: skip


def _side(opened: Opened, row: RowRecord) -> Side:
    texts = {cell.column: cell.text for cell in opened.cells_of[row.row_id]}
    if NUMBER_COLUMN in texts:
        texts[NUMBER_COLUMN] = row.label or texts[NUMBER_COLUMN]
    heading = opened.rows.get(row.group_row_id or "")
    cells = opened.cells_of[heading.row_id] if heading else []
    group = " ".join(cell.text for cell in cells if cell.text)
    return Side(opened, row, opened.tables[row.table_id], texts, group)
