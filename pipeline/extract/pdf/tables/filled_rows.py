"""Rows that are filled as one box over all columns and print in each of these, as a header does
whose cells are not filled one by one: their cells end where those of the other rows do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice, lattice_of

FEWEST = 3
"""Columns in which such a row prints something: a heading may have a number and a text."""
SHARE = 0.5
"""Share of the columns in which it does."""
INTO = 1.0
"""Points by which a text may reach over a wall."""


def with_filled_rows_parted(lattice: Lattice, pieces: Sequence[Piece]) -> Lattice:
    """A lattice whose rows of one cell are parted into columns where their texts stand in these."""
    columns = len(lattice.xs) - 1
    rows = [
        row
        for row, owners in enumerate(lattice.owner)
        if columns >= FEWEST
        and len(set(owners)) == 1
        and lattice.cells[owners[0]].rows == 1
        and _is_in_columns(lattice, row, pieces)
    ]
    if not rows:
        return lattice
    more = len(lattice.cells)
    boxes = [
        range(more + row * columns, more + (row + 1) * columns) if row in rows else owners
        for row, owners in enumerate(lattice.owner)
    ]
    return lattice_of(
        lattice.xs, lattice.ys, boxes, (lattice.open_top, lattice.open_bottom), lattice.cut
    )


def _is_in_columns(lattice: Lattice, row: int, pieces: Sequence[Piece]) -> bool:
    top, bottom = lattice.ys[row], lattice.ys[row + 1]
    left, right = lattice.xs[0], lattice.xs[-1]
    own = [p for p in pieces if top <= p.middle <= bottom and left <= p.x0 <= right]
    if any(p.x0 + INTO < wall < p.x1 - INTO for p in own for wall in lattice.xs[1:-1]):
        return False
    filled = {bisect_right(lattice.xs, (p.x0 + p.x1) / 2) for p in own}
    return len(filled) >= max(FEWEST, SHARE * (len(lattice.xs) - 1))
