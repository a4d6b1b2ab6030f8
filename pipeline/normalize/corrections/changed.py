"""What the phases of correction share: how a decision is told, and a table after it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Correction
from pipeline.normalize.corrections.match import Address, Built, Miss
from pipeline.normalize.tables.rows import TableCell, TableRow, placed_again
from pipeline.normalize.text import TextRepair

CORRECTED = "corrected"
Corrections = Sequence[Correction]
Phase = tuple[list[Built], list[Miss]]
BETWEEN = " | "


def of(entries: Corrections, *decisions: str) -> list[Correction]:
    """The entries of some decisions."""
    return [entry for entry in entries if entry.decision in decisions]


def change_of(entry: Correction, before: str, after: str) -> TextRepair:
    """The repair that a decision is."""
    return TextRepair(CORRECTED, before, after, entry.reason)


def shown(row: TableRow) -> str:
    """A row in one line, for its repair."""
    return BETWEEN.join(cell.text for cell in row.cells if cell.text and not cell.merged)


def again(built: Built, rows: Sequence[TableRow]) -> Built:
    """A table with other rows, each in the place it then has."""
    return replace(built, rows=placed_again(rows, built.table))


def where_touched(
    tables: Sequence[Built], rows: Sequence[Sequence[TableRow]], touched: Container[int]
) -> list[Built]:
    """Tables with other rows where there are such; `rows` has those of each table."""
    return [again(built, rows[t]) if t in touched else built for t, built in enumerate(tables)]


def table_by_table(
    tables: Sequence[Built],
    hits: Iterable[tuple[Correction, Address]],
    corrected: Callable[[Built, Mapping[int, Correction]], tuple[Built, list[Miss]]],
) -> Phase:
    """Tables corrected one by one, each by the entries about it under their places in it."""
    own: dict[int, dict[int, Correction]] = {}
    for entry, (t, place) in hits:
        own.setdefault(t, {})[place] = entry
    result, misses = list(tables), []
    for t in sorted(own):
        result[t], missed = corrected(tables[t], own[t])
        misses += missed
    return result, misses


def covered(rows: Sequence[TableRow], row: int, column: int) -> Iterable[int]:
    """The rows below that a merged cell covers."""
    raw = rows[row].cells[column].raw
    for below in range(row + 1, len(rows)):
        cell = rows[below].cells[column]
        if not cell.merged or cell.raw != raw:
            return
        yield below


def with_cell(row: TableRow, column: int, cell: TableCell) -> TableRow:
    """A row with another cell."""
    return replace(row, cells=(*row.cells[:column], cell, *row.cells[column + 1 :]))
