"""Rows of a sheet between which somebody left the line out.

A text too long for its cell is typed into the cells below it, and lines are drawn around both rows
and not between them: printed it is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.extract.workbook.sheets import CellStyle
from pipeline.extract.workbook.spread import SpreadRow

_FEWEST_CELLS: Final = 2
"""Cells with lines at their sides that make a row one of a drawn table."""
_MOST: Final = 0.5
"""Share of the lines between rows that may be left out: a table without lines between its rows has
other marks for them."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """Which lines a row of a sheet draws above and below its cells; `drawn` where it has lines at
    the sides of several."""

    drawn: bool
    top: bool
    bottom: bool


def without_erased(
    rows: Sequence[SheetRow], spreads: Sequence[SpreadRow], style: Callable[[int], CellStyle]
) -> list[SheetRow]:
    """The rows, those put together between which no line is drawn and the lower of which leaves the
    first cell blank. `spreads` are the same rows with the cells as the file has them."""
    lines = [_lines_of(spread, style) for spread in spreads]
    between = [(a, b) for a, b in pairwise(lines) if a.drawn and b.drawn]
    gaps = sum(not a.bottom and not b.top for a, b in between)
    if not gaps or gaps > _MOST * len(between):
        return list(rows)
    found = list(rows[:1])
    for at, row in enumerate(rows[1:], start=1):
        above, below = lines[at - 1], lines[at]
        erased = above.drawn and below.drawn and not above.bottom and not below.top
        adjoin = row.number == rows[at - 1].number + 1
        if erased and adjoin and _is_part(row, found[-1]):
            found[-1] = _joined(found[-1], row)
        else:
            found.append(row)
    return found


def _lines_of(spread: SpreadRow, style: Callable[[int], CellStyle]) -> _Lines:
    styles = [style(cell.raw.style) for cell in spread.cells if cell.raw is not None]
    sided = [one for one in styles if one.sides]
    return _Lines(
        len(sided) >= _FEWEST_CELLS,
        any(one.top for one in sided),
        any(one.bottom for one in sided),
    )


def _is_part(row: SheetRow, above: SheetRow) -> bool:
    """Whether a row prints nothing below the first cell of the one above, and something else."""
    free = not any(cell.merged or cell.span > 1 for cell in (*row.cells, *above.cells))
    if not free or not row.filled or not above.filled:
        return False
    return row.filled[0].column > above.filled[0].column


def _joined(above: SheetRow, row: SheetRow) -> SheetRow:
    cells: dict[int, PlacedCell] = {cell.column: cell for cell in above.cells}
    for cell in row.cells:
        own = cells.get(cell.column)
        pieces = (*(own.fragments if own else ()), *cell.fragments)
        cells[cell.column] = replace(own or cell, fragments=pieces)
    return SheetRow(above.number, tuple(cells[at] for at in sorted(cells)))
