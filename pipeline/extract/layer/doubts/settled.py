"""Cells of a row that its figures settle, whatever else could be read.

Where as many figures stand side by side in a row as its table has columns of figures, each is the
cell of one of them. What stands before or behind all of them is one cell too, where the table has
one column there.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.layer.columns.strips import text_of
from pipeline.extract.layer.figures.figure_words import figures_of
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.grouped import best


def settled(row: DividedRow, header: HeaderPieces) -> DividedRow:
    """A row without doubts about the cells that its figures settle; `header` is that of its table.
    It is as it was where another way to read the names gives other columns."""
    columns = _settled_columns(row, header)
    if not columns:
        return row
    doubts = tuple(min(odds, 0.0) if at in columns else odds for at, odds in enumerate(row.doubts))
    return replace(row, doubts=doubts)


def guessed_places(row: DividedRow, header: HeaderPieces) -> frozenset[int]:
    """The columns of figures of a row that has fewer than there are columns: nothing tells which of
    them is blank."""
    if row.division is None or row.row.style in HEADING_STYLES:
        return frozenset()
    columns = header.side_by_side
    filled = [at for at in columns if text_of(row.division.cells[at])]
    return columns if 0 < len(filled) < len(columns) else frozenset()


def guessed_amounts(row: DividedRow, header: HeaderPieces) -> frozenset[int]:
    """The columns of amounts in groups whose cells in a row could be read otherwise: nothing but
    what other rows have tells where one ends."""
    if not header.groups or row.division is None or row.row.style in HEADING_STYLES:
        return frozenset()
    words = [
        word for at in sorted(header.figures) for word in text_of(row.division.cells[at]).split()
    ]
    return frozenset() if best(words, header.groups)[1] else header.figures


def _settled_columns(row: DividedRow, header: HeaderPieces) -> frozenset[int]:
    """The columns whose cells in a row are settled."""
    if not header.figures or header.unsure or row.division is None:
        return frozenset()
    if row.row.style in HEADING_STYLES or not row.doubts:
        return frozenset()
    columns = sorted(header.figures)
    cells = row.division.cells
    if tuple(text_of(cells[at]) for at in columns) != figures_of(row.row):
        return frozenset()
    first, last, count = columns[0], columns[-1], len(cells)
    before = {0} if first == 1 else set[int]()
    behind = {last + 1} if last == count - 2 else set[int]()
    return frozenset(columns) | before | behind
