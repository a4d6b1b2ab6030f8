"""Where the number, the title and the columns of known names stand in a table."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.frozen import dataclass
from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable
from pipeline.writing.columns import columns as known_columns

_LOOK_AT = 40
_CODE = 3
_MOST = 0.6
"""Rows that are looked at for codes, words of the longest code, and the share of cells that hold
one in a column of codes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the number and the title stand among the columns; None where there is none."""

    number: int | None
    title: int | None
    named: frozenset[int] = frozenset()
    """Positions of the other columns that have a canonical name."""
    others: int = 0
    """How many columns there are beside number and title."""


def shape_of(table: RawTable) -> Shape:
    """Where the number, the title and the named columns of a table stand."""
    columns = table.header.columns
    title = _title_index(columns, table.rows)
    named = {i for i, name in enumerate(columns) if name in known_columns() and i != title}
    return Shape(_index(columns, "stt"), title, frozenset(named), len(columns) - 2)


def _index(columns: Sequence[str], name: str) -> int | None:
    return columns.index(name) if name in columns else None


def _title_index(columns: Sequence[str], rows: Sequence[PhysicalRow]) -> int | None:
    """The title column, or in a table without one the first that holds neither numbers of rows
    nor codes."""
    found = _index(columns, "title")
    if found is not None:
        return found
    rest = [i for i, name in enumerate(columns) if not name.startswith("stt")]
    return next((i for i in rest if not _holds_codes(rows, i)), rest[0] if rest else None)


def _holds_codes(rows: Sequence[PhysicalRow], column: int) -> bool:
    """Whether most cells of a column are codes (`MAT2317`, `TCVN 9398:2012`) or numbers."""
    texts = [row.cells[column].raw for row in rows[:_LOOK_AT] if row.cells[column].fragments]
    codes = sum(any(char.isdigit() for char in t) and len(t.split()) <= _CODE for t in texts)
    return codes > _MOST * len(texts)
