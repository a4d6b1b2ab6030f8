"""Cells that reach over several columns or rows, put on their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from pipeline.extract.placed import PlacedCell

MOST_COLUMNS: Final = 2000
"""Columns of a table typed as text; what lies beyond is cut off."""
Content = TypeVar("Content")
"""What a cell holds: its text, or the element of a page."""


@dataclass(frozen=True, slots=True)
class Spanned(Generic[Content]):
    """What a cell holds, and how many columns and rows it covers."""

    content: Content
    across: int = 1
    down: int = 1


SpannedRow = tuple[int, list[Spanned[str]]]
"""The line a row begins on (index), and its cells."""


def on_columns(
    rows: Sequence[Sequence[Spanned[Content]]],
    read: Callable[[int, Content], PlacedCell],
    most: int = MOST_COLUMNS,
) -> Iterator[tuple[PlacedCell, ...]]:
    """The cells of each row on their columns: a cell goes to the next one that nothing from above
    covers, none beyond `most` columns. `read` makes a cell of what one holds in the row of that
    index, once for each.

    >>> rows = [[Spanned("a", down=2), Spanned("b")], [Spanned("c")]]
    >>> cells = on_columns(rows, lambda row, text: PlacedCell(0, ()))
    >>> [[(cell.column, cell.merged) for cell in row] for row in cells]
    [[(0, False), (1, False)], [(0, True), (1, False)]]
    """
    reaching: dict[int, tuple[PlacedCell, int]] = {}
    for number, row in enumerate(rows):
        reaching = {c: (cell, last) for c, (cell, last) in reaching.items() if last >= number}
        above = {cell.column: cell for cell, _ in reaching.values()}
        found = [replace(cell, merged=True) for cell in above.values()]
        column = 0
        for one in row:
            while column in reaching:
                column += 1
            span = min(one.across, most - column)
            if span <= 0:
                break
            cell = replace(read(number, one.content), column=column, span=span)
            found.append(cell)
            if one.down > 1:
                covered = range(column, column + span)
                reaching.update(dict.fromkeys(covered, (cell, number + one.down - 1)))
            column += span
        yield tuple(sorted(found, key=lambda cell: cell.column))
