"""Titles set in the first rows of a table: programs that write Markdown keep them there, the names
of the columns below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.placed import SheetRow, over_all

_MOST_TITLES: Final = 8
"""Rows over the names of columns, at most: letterhead, title, what it is attached to, unit."""
_MOST_CELLS: Final = 2
"""Cells of such a row: a letterhead has two halves."""


def under_titles(rows: Sequence[SheetRow], header: int | None) -> tuple[list[SheetRow], int | None]:
    """The rows of a table, those over the one that names a number column as wide as all columns;
    then what the text says of its header is of these."""
    found = list(rows)
    at = next((at for at, row in enumerate(rows[: _MOST_TITLES + 1]) if row.heads_numbers), 0)
    above = rows[:at]
    if not above or not all(map(_is_title, above)):
        return found, header
    last = max(cell.column + cell.span for row in rows for cell in row.filled) - 1
    return [*(over_all(row, last) for row in above), *found[at:]], None


def _is_title(row: SheetRow) -> bool:
    return len(row.filled) <= _MOST_CELLS and not row.labelled
