"""Tables with other columns below each other under the names of all of them, as `pandas.concat`
puts them: each of them is blank in the columns that only others have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.placed import SheetRow
from pipeline.extract.runs import count_chars
from pipeline.frozen import dataclass

_FEWEST: Final = 2
"""Columns that only the table above has, columns that only the one below has, and rows of each: one
column alone may just be blank in a part of a table."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of each table, names first; `chars` of names that several of them have stand in the
    file once."""

    tables: list[list[SheetRow]]
    chars: int


def stacked(rows: Sequence[SheetRow]) -> Stack:
    """The tables that stand below each other under the first row; one where they do not."""
    tables: list[list[SheetRow]] = []
    chars, rest = 0, list(rows)
    while (cut := _cut(rest)) is not None:
        at, above, below = cut
        names = rest[0]
        tables.append([_of(names, above), *rest[1:at]])
        rest = [_of(names, below, rest[at].number), *rest[at:]]
        chars += sum(
            count_chars(cell.fragments) for cell in names.filled if cell.column in above & below
        )
    return Stack([*tables, rest], chars)


def _cut(rows: Sequence[SheetRow]) -> tuple[int, frozenset[int], frozenset[int]] | None:
    """At which row the second table begins, and the columns of the first and of the others. The
    columns that are new in a table stand behind those of all above it."""
    if len(rows) < 1 + 2 * _FEWEST or not rows[0].heads_numbers:
        return None
    names = [cell.column for cell in rows[0].filled]
    held = [frozenset(cell.column for cell in row.filled) for row in rows]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, columns in enumerate(held[1:], 1):
        for column in columns:
            first.setdefault(column, at)
            last[column] = at
    for place in range(_FEWEST, len(names) - _FEWEST + 1):
        above, new = names[:place], names[place:]
        at = min((first.get(column, len(rows)) for column in new), default=len(rows))
        gone = {column for column in above if 0 < last.get(column, 0) < at}
        used = sum(column in first for column in new)
        if len(gone) < _FEWEST or used < _FEWEST or min(at - 1, len(rows) - at) < _FEWEST:
            continue
        return at, frozenset(above), frozenset(names) - gone
    return None


def _of(names: SheetRow, columns: frozenset[int], number: int | None = None) -> SheetRow:
    """The names of some columns."""
    cells = tuple(cell for cell in names.cells if cell.column in columns)
    return SheetRow(names.number if number is None else number, cells)
