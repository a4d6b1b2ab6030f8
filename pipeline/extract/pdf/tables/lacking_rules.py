"""Cells over several rows that hold the cells of these rows: the rules between them are missing, as
where a sheet has borders in some columns only.

A cell merged over rows has its lines close below each other, somewhere in its height. Here each
row has lines of its own in it, on the base of the first line of another cell of the row, and white
above them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice, lattice_of

LACKS_RULE = "no rule parts this cell from those above and below; its lines stand in this row"
MAY_LACK_RULE = "the lines of this cell stand beside those of the rows it covers; look at the page"
APART, MAY_BE = 1.6, 1.25
"""Ems from the last line of a row to the first of the next, at least: lines of one cell are closer;
and from which on they may be of two, where rows are as high as their line."""
SAME_BASE = 0.15
"""Ems by which lines on one base differ."""


def parted_by_rows(lattice: Lattice, pieces: Iterable[Piece]) -> tuple[Lattice, dict[int, str]]:
    """A lattice whose cells over several rows are parted where each row has lines of its own in
    them, and what is doubtful of those and of cells that may be such."""
    tall = {index for index, cell in enumerate(lattice.cells) if cell.rows > 1}
    if not tall or lattice.nested:
        return lattice, {}
    lines: dict[int, dict[int, list[Piece]]] = {}
    for piece in pieces:
        index = lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
        if index is not None:
            row = bisect_right(lattice.ys, piece.middle) - 1
            lines.setdefault(index, {}).setdefault(row, []).append(piece)
    bases = _first_bases(lattice, lines)
    white = {index: _white(lattice, index, lines[index], bases) for index in tall & lines.keys()}
    parted = {index for index, ems in white.items() if ems >= APART}
    may_be = {index for index, ems in white.items() if MAY_BE <= ems < APART}
    if not parted:
        return lattice, dict.fromkeys(may_be, MAY_LACK_RULE)
    fresh = len(lattice.cells)
    boxes = [
        [fresh * (row + 1) + own if own in parted else own for own in line]
        for row, line in enumerate(lattice.owner)
    ]
    opened = lattice.open_top, lattice.open_bottom
    found = lattice_of(lattice.xs, lattice.ys, boxes, opened, lattice.cut)
    doubts = {
        found.owner[row][column]: LACKS_RULE if own in parted else MAY_LACK_RULE
        for row, line in enumerate(lattice.owner)
        for column, own in enumerate(line)
        if own in parted or own in may_be
    }
    return found, doubts


def _first_bases(
    lattice: Lattice, lines: dict[int, dict[int, list[Piece]]]
) -> dict[int, list[float]]:
    """Row → the bases of the first lines of the cells that are of this row alone."""
    firsts: dict[int, list[float]] = {}
    for index, rows in lines.items():
        cell = lattice.cells[index]
        if cell.rows == 1:
            own = [piece.base for found in rows.values() for piece in found]
            firsts.setdefault(cell.row, []).append(min(own))
    return firsts


def _white(
    lattice: Lattice, index: int, rows: dict[int, list[Piece]], bases: dict[int, list[float]]
) -> float:
    """The least distance, in ems, between the lines of two rows in a cell over them; 0 where not
    each row has lines of its own in it that begin on the base of another cell's."""
    cell = lattice.cells[index]
    least, last = float("inf"), float("-inf")
    for row in range(cell.row, cell.row + cell.rows):
        own = rows.get(row)
        if not own:
            return 0.0
        first = min(own, key=lambda piece: piece.base)
        slack = SAME_BASE * first.size
        if not any(abs(base - first.base) <= slack for base in bases.get(row, ())):
            return 0.0
        least = min(least, (first.base - last) / first.size)
        last = max(piece.base for piece in own)
    return least
