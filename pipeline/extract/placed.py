"""Cells placed on the columns of a table or sheet, and the grid they make.

What readers of sheets, web pages and Markdown share: cells that span columns or reach down.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field, replace

from pipeline.extract.typed_notes import bracketed, with_raised
from pipeline.frozen import dataclass
from pipeline.model import Cell, Fragment, Grid, GridRow
from pipeline.writing.columns import LONGEST_HEADER, are_names, is_number_header
from pipeline.writing.labels import Label, are_column_numbers, parse_label

MIN_CELLS = 3
"""Filled cells that make a row one of a table where nothing else tells."""
_FEWEST_BOXES = 4
"""Boxes for one letter or digit each, in a single row, that are a field of a form."""
_MIN_BORDERED = 2
_MAX_HEADER_ROWS = 4
_BLANK = Cell()


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a sheet: its first column (from 0, hidden ones not counted) and how many it covers.

    `merged` marks one that repeats a cell reaching down from an earlier row; `doubt` says why it
    may stand in another column.
    """

    column: int
    fragments: tuple[Fragment, ...]
    span: int = 1
    merged: bool = False
    bordered: bool = False
    shaded: bool = False
    doubt: str = ""

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
    def label(self) -> Label | None:
        """The row number it begins with."""
        return parse_label(self.filled[0].text) if self.filled else None

    @property
    def labelled(self) -> bool:
        """Whether it begins with a row number."""
        return self.label is not None

    @property
    def counts_columns(self) -> bool:
        """Whether it counts the columns: `A B 1 2`, `I II 1 2` or `(1) (2) (3)`."""
        texts = [cell.text for cell in self.filled]
        return len(texts) >= MIN_CELLS and are_column_numbers(texts)


def over_all(row: SheetRow, last: int) -> SheetRow:
    """A row whose cells reach over all columns up to `last`, each to the next one."""
    starts = [0, *(cell.column for cell in row.filled[1:])]
    ends = [*starts[1:], last + 1]
    reach = zip(row.filled, starts, ends, strict=True) if row.filled else ()
    cells = (replace(cell, column=one, span=end - one) for cell, one, end in reach)
    return SheetRow(row.number, tuple(cells))


def with_raised_calls(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, the numbers of notes typed in brackets raised as print has them."""
    pieces = ((p, row) for row in rows for cell in row.filled for p in cell.fragments)
    notes = bracketed((piece.text, len(row.filled) == 1) for piece, row in pieces)
    if not notes:
        return list(rows)

    def raised(piece: Fragment, row: SheetRow) -> Fragment:
        return replace(piece, text=with_raised(piece.text, notes, len(row.filled) == 1))

    return [
        SheetRow(
            row.number,
            tuple(
                replace(c, fragments=tuple(raised(p, row) for p in c.fragments)) for c in row.cells
            ),
        )
        for row in rows
    ]


def on_all_columns(row: SheetRow, width: int) -> SheetRow:
    """A row with a cell on each of so many columns, blank ones drawn where it has none."""
    held = {cell.column for cell in row.cells}
    blank = (PlacedCell(at, (), bordered=True) for at in range(width) if at not in held)
    return SheetRow(row.number, tuple(sorted((*row.cells, *blank), key=lambda c: c.column)))


def are_boxes(texts: Sequence[str]) -> bool:
    """Whether the cells of a row are boxes to write letters or digits into, one each."""
    return len(texts) >= _FEWEST_BOXES and all(len(text.strip()) <= 1 for text in texts)


def grid_of(
    rows: Sequence[SheetRow],
    header_rows: int | None = None,
    apart: bool = False,
    drawn: bool = False,
) -> Grid | None:
    """The grid of rows that print anything of their own, on the fewest columns that tell their
    cells apart; None where nothing is printed. `header_rows` is what the source declares.

    With `drawn` a blank column with borders is kept where no header names the columns: it may go on
    with one that has a name on the page before.

    A row that only repeats what reaches down into it is the lower half of the row above.
    """
    printed = [row for row in rows if row.filled]
    if header_rows is not None:
        header_rows = sum(bool(row.filled) for row in rows[:header_rows]) or None
    columns = sorted(_columns(printed, drawn and not header_rows))
    if not columns:
        return None
    declared = header_rows if header_rows is not None else _named_rows(printed)
    return Grid(tuple(_grid_row(row, columns) for row in printed), declared, apart=apart)


def _columns(rows: Sequence[SheetRow], drawn: bool) -> set[int]:
    """The columns on which something stands, or, where no header names them, may (`drawn`)."""
    found = {cell.column for row in rows for cell in row.cells if cell.fragments}
    if not drawn or not found or any(map(_heads, rows[:_MAX_HEADER_ROWS])):
        return found
    return found | {c.column for row in rows for c in row.cells if c.bordered and c.span == 1}


def _heads(row: SheetRow) -> bool:
    return row.heads_numbers or are_names([cell.text for cell in row.filled])


def _grid_row(row: SheetRow, columns: Sequence[int]) -> GridRow:
    cells = [_BLANK] * len(columns)
    for placed in row.cells:
        at = bisect_left(columns, placed.column)
        if placed.fragments:
            span = bisect_left(columns, placed.column + placed.span) - at
            cells[at] = Cell(
                placed.fragments, span, placed.merged, placed.doubt, shaded=placed.shaded
            )
        elif (placed.shaded or placed.doubt) and placed.column in columns:
            cells[at] = Cell(doubt=placed.doubt, shaded=placed.shaded)
    return tuple(cells)


def _named_rows(rows: Sequence[SheetRow]) -> int | None:
    """How many rows name the columns though no name of them is known: short texts without
    numbers, over a row that counts the columns or over rows that begin with numbers."""
    count = next((at for at, row in enumerate(rows) if row.labelled or row.counts_columns), 0)
    if not 0 < count <= _MAX_HEADER_ROWS or len(rows[0].filled) <= 1:
        return None
    if not all(_names_columns(row, 0.75 if at else 1.0) for at, row in enumerate(rows[:count])):
        return None
    labelled = sum(row.labelled for row in rows[count:])
    return count if rows[count].counts_columns or labelled * 2 > len(rows) - count else None


def _names_columns(row: SheetRow, least: float) -> bool:
    """Whether at least this share of a row's cells are short texts that are no values."""
    texts = [cell.text for cell in row.filled]
    names = sum(not text[:1].isdigit() for text in texts)
    return all(len(t) <= LONGEST_HEADER for t in texts) and names >= least * len(texts)
