"""Names of columns that stand above the boxes of a table, in none of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from pipeline.extract.pdf.pieces import Piece
from pipeline.extract.ruled.gaps import above_of
from pipeline.extract.ruled.lattice import Lattice
from pipeline.writing.columns import names_row_numbers

_NEAR = 1.6
"""Ems between two lines of one name, and from the last of them to the boxes."""
_MOST_LINES = 4
"""Lines of the longest name of a column."""


def with_names_above(lattice: Lattice, pieces: Iterable[Piece]) -> Lattice:
    """The lattice with a row for the names right above it: texts that stand in its columns, the
    first of them the name of the number column. As it is where there are none."""
    left, top, right = lattice.xs[0], lattice.ys[0], lattice.xs[-1]
    inside = [p for p in pieces if left - 1 <= p.x0 and p.x1 <= right + 1 and p.middle < top]
    names: list[Piece] = []
    edge = top
    for piece in sorted(inside, key=lambda piece: -piece.base):
        if edge - piece.base > _NEAR * piece.size:
            break
        names.append(piece)
        edge = min(edge, piece.base)
    if not names or top - edge > _MOST_LINES * _NEAR * names[-1].size:
        return lattice
    columns = [(bisect_right(lattice.xs, p.x0), bisect_right(lattice.xs, p.x1)) for p in names]
    first = [p.text for p, (column, _) in zip(names, columns, strict=True) if column == 1]
    several = 2 * len({column for column, _ in columns}) > len(lattice.xs) - 1
    if not several or any(a != b for a, b in columns) or not any(map(names_row_numbers, first)):
        return lattice
    return above_of(lattice, min(piece.base - piece.size for piece in names))
