"""Cells of tables typed as text that reach over several columns or rows, on their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_COLUMNS: Final = 2000
"""Columns of a table typed as text; what lies beyond is cut off."""


@dataclass(frozen=True, slots=True)
class Spanned:
    """The text of a cell, and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


SpannedRow = tuple[int, list[Spanned]]
"""The line a row begins on (index), and its cells."""


@dataclass(frozen=True, slots=True)
class OnColumn:
    """A cell where it stands: its first column, from 0; `above` where it reaches down to here."""

    column: int
    cell: Spanned
    above: bool = False


def on_columns(rows: Sequence[Sequence[Spanned]]) -> Iterator[list[OnColumn]]:
    """The cells of each row on their columns: a cell goes to the next one that nothing from above
    covers.

    >>> rows = [[Spanned("a", down=2), Spanned("b")], [Spanned("c")]]
    >>> [[(one.column, one.cell.text, one.above) for one in row] for row in on_columns(rows)]
    [[(0, 'a', False), (1, 'b', False)], [(0, 'a', True), (1, 'c', False)]]
    """
    reaching: dict[int, tuple[OnColumn, int]] = {}
    for number, row in enumerate(rows):
        reaching = {c: (one, last) for c, (one, last) in reaching.items() if last >= number}
        above = {one.column: one for one, _ in reaching.values()}
        found = [OnColumn(one.column, one.cell, True) for one in above.values()]
        column = 0
        for cell in row:
            while column in reaching:
                column += 1
            if column >= MOST_COLUMNS:
                break
            one = OnColumn(column, cell)
            found.append(one)
            end = min(column + cell.across, MOST_COLUMNS)
            if cell.down > 1:
                reaching.update(dict.fromkeys(range(column, end), (one, number + cell.down - 1)))
            column = end
        yield sorted(found, key=lambda one: one.column)
