"""What a run published, read back for comparison, and put in the form of a fixture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.data.records import (
    CellRecord,
    Document,
    RowRecord,
    TableRecord,
)
from pipeline.data.store import Store
from pipeline.errors import ConfigError
from pipeline.qa.fixtures import FixtureDocument, FixtureNote, FixtureRow, FixtureTable

COMPARED = ("documents", "tables", "rows", "cells", "footnotes", "repairs", "problems", "links")
"""The datasets a comparison reads."""
NUMBER_COLUMN = "stt"


def document_ids(out: Path) -> list[str]:
    """The documents published under `out`. Raises `ConfigError` where there is none."""
    found = Store(out).doc_ids()
    if not found:
        raise ConfigError(f"{out}: no datasets here; write them with: annex run --out {out}")
    return found


def read_published(out: Path, doc_id: str, tables: Iterable[str] = COMPARED) -> Document:
    """A document as published under `out`, the datasets named in `tables` alone.

    A dataset or column that another version of the program did not write yet is empty, one this
    version does not know is left out.
    """
    store = Store(out)
    return Document(**{table: _records(store, doc_id, table) for table in tables})


def _records(store: Store, doc_id: str, table: str) -> tuple[Any, ...]:
    import pyarrow as pa

    try:
        return store.read(doc_id, table)
    except (OSError, pa.ArrowInvalid) as error:
        path = store.path(table, doc_id)
        raise ConfigError(f"{path}: not a Parquet file that can be read") from error


def as_fixture(document: Document) -> FixtureDocument:
    """A document in the form of a fixture, so that two of them compare like with like."""
    tables = tuple(_tables(document))
    return FixtureDocument(document.doc_id, tables, tuple(_notes(document)))


def _tables(document: Document) -> Iterator[FixtureTable]:
    rows: dict[str, list[RowRecord]] = {table.table_id: [] for table in document.tables}
    for row in document.rows:
        rows.setdefault(row.table_id, []).append(row)
    cells: dict[str, dict[str, CellRecord]] = {}
    for cell in document.cells:
        cells.setdefault(cell.row_id, {})[cell.column] = cell
    for table in document.tables:
        yield _table(table, rows[table.table_id], cells)


def _table(
    table: TableRecord, rows: Iterable[RowRecord], cells: Mapping[str, Mapping[str, CellRecord]]
) -> FixtureTable:
    rows = list(rows)
    named = [*table.columns, *(column for row in rows for column in cells.get(row.row_id, ()))]
    columns = tuple(column for column in dict.fromkeys(named) if column != NUMBER_COLUMN)
    number = {row.row_id: row.ordinal for row in rows}
    return FixtureTable(
        ordinal=table.ordinal,
        columns=columns,
        rows=tuple(_row(row, columns, cells.get(row.row_id, {}), number) for row in rows),
        annex=table.annex or "",
    )


def _row(
    row: RowRecord,
    columns: Iterable[str],
    cells: Mapping[str, CellRecord],
    number: Mapping[str, int],
) -> FixtureRow:
    return FixtureRow(
        number=row.ordinal,
        kind=row.kind,
        label=row.label,
        parent=_reference(row.parent_row_id, number),
        group=_reference(row.group_row_id, number),
        texts=tuple(cells[column].text if column in cells else None for column in columns),
        markers=tuple((cell.column, mark) for cell in cells.values() for mark in cell.footnotes),
        number_cell=_number_cell(row, cells.get(NUMBER_COLUMN)),
    )


def _number_cell(row: RowRecord, cell: CellRecord | None) -> str | None:
    """The number cell where it contradicts the label.

    A merged cell may (it repeats the label of an earlier row), and a blank one where the label
    was printed in the title.
    """
    agrees = cell is None or cell.merged or cell.text in ("", row.label)
    return None if agrees or cell is None else cell.text


def _reference(row_id: str | None, number: Mapping[str, int]) -> int | None:
    """Number of the row meant; 0 where that row is not in the table."""
    return None if row_id is None else number.get(row_id, 0)


def _notes(document: Document) -> Iterator[FixtureNote]:
    ordinal = {table.table_id: table.ordinal for table in document.tables}
    number = {row.row_id: row.ordinal for row in document.rows}
    table = {row.row_id: ordinal.get(row.table_id) for row in document.rows}
    for note in document.footnotes:
        yield FixtureNote(
            annex=note.annex or "",
            number=note.number,
            row=_reference(note.row_id, number),
            column=note.column or "",
            action=note.action,
            text=note.text or "",
            table=table.get(note.row_id or ""),
        )
