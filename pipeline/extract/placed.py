"""Cells placed on the columns of a table or sheet, and the grid they make.

What readers of sheets, web pages and Markdown share: cells that span columns or reach down.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Cell, Fragment, Grid, GridRow
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

MIN_CELLS = 3
"""Filled cells that make a row one of a table where nothing else tells."""
_MIN_BORDERED = 2
_BLANK = Cell()


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a sheet: its first column (from 0, hidden ones not counted) and how many it covers.

    `merged` marks one that repeats a cell reaching down from an earlier row.
    """

    column: int
    fragments: tuple[Fragment, ...]
    span: int = 1
    merged: bool = False
    bordered: bool = False

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join(piece.text for piece in self.fragments if not piece.struck)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: its number among those shown, its cells from left to right."""

    number: int
    cells: tuple[PlacedCell, ...]
    filled: tuple[PlacedCell, ...] = field(init=False)
    bordered: bool = field(init=False)

    def __post_init__(self) -> None:
        """What its cells make of it."""
        printed = tuple(cell for cell in self.cells if cell.fragments)
        object.__setattr__(self, "filled", tuple(c for c in printed if not c.merged))
        drawn = sum(cell.bordered for cell in self.cells)
        boxed = drawn >= _MIN_BORDERED or any(cell.bordered for cell in printed)
        object.__setattr__(self, "bordered", boxed)

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it, not even a cell from above."""
        return not any(cell.fragments for cell in self.cells)

    @property
    def heads_numbers(self) -> bool:
        """Whether the header of a number column stands in it, beside others."""
        return len(self.filled) > 1 and any(is_number_header(cell.text) for cell in self.filled[:2])

    @property
    def labelled(self) -> bool:
        """Whether it begins with a row number."""
        return bool(self.filled) and parse_label(self.filled[0].text) is not None


def grid_of(
    rows: Sequence[SheetRow], header_rows: int | None = None, apart: bool = False
) -> Grid | None:
    """The grid of rows that hold anything, on the fewest columns that tell their cells apart; None
    where nothing is printed. `header_rows` is what the source declares."""
    printed = [row for row in rows if not row.blank]
    columns = sorted({c.column for row in printed for c in row.cells if c.fragments})
    if not columns:
        return None
    return Grid(tuple(_grid_row(row, columns) for row in printed), header_rows, apart=apart)


def _grid_row(row: SheetRow, columns: Sequence[int]) -> GridRow:
    cells = [_BLANK] * len(columns)
    for placed in row.cells:
        if placed.fragments:
            at = bisect_left(columns, placed.column)
            span = bisect_left(columns, placed.column + placed.span) - at
            cells[at] = Cell(placed.fragments, span, placed.merged)
    return tuple(cells)
