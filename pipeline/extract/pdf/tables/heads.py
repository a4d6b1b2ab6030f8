"""What of a table stands beside its boxes, in none of their own: names of columns above them, the
numbers of rows to the left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.gaps import above_of, beside_of
from pipeline.extract.ruled.lattice import Lattice
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

_NEAR = 1.6
"""Ems between two lines of one name, and from the last of them to the boxes."""
_MOST_LINES = 4
"""Lines of the longest name of a column."""


_BESIDE = 40.0
"""Points between the number of a row and the rules of its table."""
_FEWEST, _MOST_ROWS = 3, 0.75
"""Rows with a number beside them, and their share, that are numbered there."""


def with_numbers_beside(lattice: Lattice, pieces: Iterable[Piece]) -> Lattice:
    """The lattice with a column for the numbers left of it, one beside nearly each row, that count
    by one, below the name of their column or none. The numbers of the lines of a page do not stand
    by rows."""
    left, top, bottom = lattice.xs[0], lattice.ys[0], lattice.ys[-1]
    near = [p for p in pieces if left - _BESIDE < p.x1 <= left and top < p.middle < bottom]
    near.sort(key=lambda piece: piece.middle)
    named = bool(near) and names_row_numbers(near[0].text)
    left_most = min((p.x0 for p in near), default=left)
    near = near[named:]
    rows = [bisect_right(lattice.ys, p.middle) for p in near]
    if len(rows) < _FEWEST or len(rows) < _MOST_ROWS * (len(lattice.ys) - 1 - named):
        return lattice
    labels = [parse_label(p.text) for p in near]
    numbers = [label.numbers[-1] for label in labels if label is not None and label.numbers]
    counted = len(numbers) == len(rows) and all(b == a + 1 for a, b in pairwise(numbers))
    if not counted or len(set(rows)) < len(rows):
        return lattice
    return beside_of(lattice, left_most - 1, first=True)


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
