"""Sheets that show two pages of a document side by side, or four, and pages set in columns of text:
where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice
from pipeline.model import Grid
from pipeline.writing.labels import Label, is_next, parse_label

WIDE = 1.2
"""A sheet of two pages is wider than high by this factor."""
WHITE = 0.03
"""Share of its width that stays white between two pages."""
OFF = 0.06
"""So far, as a share of the width, the middle of the white may lie off the middle of the sheet."""
MIN_LINES = 3

BESIDE = 2
"""Pages side by side on a sheet; more tables may stand on four."""
SAME_WIDTH = 3.0
"""Points by which columns may differ that are those of one table."""


def fold_of(
    pieces: Sequence[Piece], lattices: Sequence[Lattice], size: tuple[float, float]
) -> float:
    """Where a sheet with tables is folded, infinity where it is one page.

    White goes down its middle, through all texts and tables, and lines stand on both sides.
    """
    width, height = size
    none = float("inf")
    if not lattices or width < WIDE * height:
        return none
    spans = [(piece.x0, piece.x1) for piece in pieces]
    spans += [(lattice.xs[0], lattice.xs[-1]) for lattice in lattices]
    middle = width / 2
    left = max((x1 for x0, x1 in spans if (x0 + x1) / 2 < middle), default=none)
    right = min((x0 for x0, x1 in spans if (x0 + x1) / 2 >= middle), default=-none)
    if right - left < WHITE * width or abs((left + right) / 2 - middle) > OFF * width:
        return none
    sides = [{round(p.base) for p in pieces if (p.x0 > left) is side} for side in (False, True)]
    return (left + right) / 2 if min(map(len, sides)) >= MIN_LINES else none


def level_fold_of(grids: Sequence[tuple[float, float, Grid]], fold: float, height: float) -> float:
    """Where a folded sheet is folded again, across, infinity where it is not: four pages stand on
    it, and the numbers of the tables (given with top and left edge) go on from left to right."""
    none = float("inf")
    if len(grids) <= BESIDE:
        return none
    placed = [(top, left, _labels(grid)) for top, left, grid in grids]
    across = sorted(placed, key=lambda one: (one[0] > height / 2, one[1] > fold, one[0]))
    down = sorted(placed, key=lambda one: (one[1] > fold, one[0]))
    return height / 2 if _steps(across) > _steps(down) else none


def _steps(order: Sequence[tuple[float, float, list[Label]]]) -> int:
    """How many of some tables go on with the numbers of the one before."""
    numbers = [labels for _, _, labels in order]
    return sum(is_next(one[-1], other[0]) for one, other in pairwise(numbers) if one and other)


def _labels(grid: Grid) -> list[Label]:
    """The numbers in the first column of a table."""
    first = (" ".join(piece.text for piece in row[0].fragments) for row in grid.rows if row)
    return [label for text in first if (label := parse_label(text))]


def tops_of(lattices: Sequence[Lattice]) -> list[float]:
    """Where each table of a page begins in reading order: one beside another of the same columns is
    read after it though it may begin higher, as the next column of a text."""
    ordered = sorted(range(len(lattices)), key=lambda at: lattices[at].xs[0])
    found: dict[int, float] = {}
    for at in ordered:
        own = lattices[at]
        beside = [found[k] for k in found if _goes_on_beside(lattices[k], own)]
        found[at] = max([own.ys[0], *beside])
    return [found[at] for at in range(len(lattices))]


def _goes_on_beside(left: Lattice, right: Lattice) -> bool:
    """Whether a table stands to the right of another, at one height with it and as wide, column by
    column."""
    if left.xs[-1] > right.xs[0] or len(left.xs) != len(right.xs):
        return False
    if left.ys[-1] < right.ys[0] or right.ys[-1] < left.ys[0]:
        return False
    shift = right.xs[0] - left.xs[0]
    return all(abs(b - a - shift) <= SAME_WIDTH for a, b in zip(left.xs, right.xs, strict=True))
