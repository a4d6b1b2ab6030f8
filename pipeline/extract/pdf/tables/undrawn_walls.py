"""Walls between two columns that no row has, or the header alone: a sheet on which one border was
forgotten. The texts of nearly all rows stand in two, the right ones begin below each other, and
white goes down between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from statistics import median

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice, lattice_of
from pipeline.extract.ruled.missing_walls import UNPARTED

FEWEST = 4
"""Rows whose texts stand in two, at least."""
MOST = 0.9
"""Share of the rows that print something in the cell which stand in two."""
BOTH = 2
"""Columns that a cell covers whose wall the header has."""
ALIGNED = 1.5
"""Points by which the right texts differ in where they begin."""
WHITE, WIDE = 0.4, 1.5
"""Ems of white between the two texts of a row: at least, and in most rows."""
EVEN = 1.4
"""How much wider it is than other white of its line, at least."""
_left = attrgetter("x0")


def with_undrawn_walls(lattice: Lattice, pieces: Sequence[Piece]) -> tuple[Lattice, dict[int, str]]:
    """A lattice with a wall that its rules lack and its texts show, and what is doubtful then."""
    if lattice.nested or len(lattice.ys) <= FEWEST or not _may_lack(lattice, pieces):
        return lattice, {}
    cells: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.tilt:
            continue
        index = lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
        if index is not None:
            cells.setdefault(index, []).append(piece)
    for first, last in _spans(lattice):
        wide = {row[first] for row in lattice.owner if row[first] == row[last - 1]}
        own = [i for i in wide if _covers(lattice, i, first, last) and i in cells]
        wall = _wall([cells[index] for index in own])
        if wall is None or any(p.x0 < wall < p.x1 for i in own for p in cells[i]):
            continue
        found, cut = _parted(lattice, first, last, wall, wide)
        return found, {found.owner[row][column]: UNPARTED for row, column in cut}
    return lattice, {}


def _may_lack(lattice: Lattice, pieces: Sequence[Piece]) -> bool:
    """Whether texts that follow each other in the file stand beside each other in one cell, in some
    rows: nearly no table has any, and to look at its cells takes longer."""
    pairs = (
        (one, other)
        for one, other in pairwise(pieces)
        if one.base == other.base and other.x0 - one.x1 >= WIDE * one.size
    )
    found = 0
    for one, other in pairs:
        cell = lattice.cell_at(one.x1, one.middle)
        found += cell is not None and cell == lattice.cell_at(other.x0, one.middle)
        if 2 * found >= FEWEST:
            return True
    return False


def _spans(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """The columns, and pairs of them, that many cells cover, each as first and last (excluded)."""
    counts = Counter(
        (cell.col, cell.col + cell.cols) for cell in lattice.cells if cell.cols <= BOTH
    )
    return (span for span, count in counts.items() if count >= FEWEST)


def _covers(lattice: Lattice, index: int, first: int, last: int) -> bool:
    cell = lattice.cells[index]
    return (cell.col, cell.col + cell.cols) == (first, last)


def _wall(cells: list[list[Piece]]) -> float | None:
    """Where a wall stands that parts the texts of nearly all of some cells; None without one."""
    if len(cells) < FEWEST:
        return None
    starts = [list(_second_texts(cell)) for cell in cells]
    several = [found for found in starts if found]
    if len(several) < max(FEWEST, MOST * len(cells)):
        return None
    for x in sorted({x for x, _ in several[0]}):
        near = [[(a, g) for a, g in found if abs(a - x) <= ALIGNED] for found in several]
        hits = [found[0] for found in near if found]
        wide = median([gap for _, gap in hits]) >= WIDE if hits else False
        if wide and len(hits) >= max(FEWEST, MOST * len(cells)):
            return min(at for at, _ in hits) - ALIGNED / 2
    return None


def _second_texts(cell: list[Piece]) -> Iterator[tuple[float, float]]:
    """Where the texts of a cell begin that another stands left of on their base, and the white
    between, in ems. White that no wider is than other white of its line is that between words of a
    line set to both margins."""
    lines: dict[int, list[Piece]] = {}
    for piece in sorted(cell, key=_left):
        lines.setdefault(round(piece.base), []).append(piece)
    for line in lines.values():
        ends = list(accumulate((piece.x1 for piece in line), max))
        whites = [(after.x0 - end) / after.size for end, after in zip(ends, line[1:], strict=False)]
        for at, (white, after) in enumerate(zip(whites, line[1:], strict=True)):
            others = max((*whites[:at], *whites[at + 1 :]), default=0.0)
            if white >= max(WHITE, EVEN * others):
                yield after.x0, white


def _parted(
    lattice: Lattice, first: int, last: int, wall: float, wide: set[int]
) -> tuple[Lattice, list[tuple[int, int]]]:
    """The lattice with a wall through some cells. A column that the header parts off already gets
    no other; else there is one more. Told too: the boxes beside the wall."""
    fresh = len(lattice.cells)
    if last - first > 1:
        boxes = [
            [own + fresh if own in wide and at == last - 1 else own for at, own in enumerate(row)]
            for row in lattice.owner
        ]
        xs = list(lattice.xs)
    else:
        at = bisect_right(lattice.xs, wall)
        xs = [*lattice.xs[:at], wall, *lattice.xs[at:]]
        wide = {i for i in wide if _covers(lattice, i, first, last)}
        boxes = [
            [*row[:last], row[first] + (fresh if row[first] in wide else 0), *row[last:]]
            for row in map(list, lattice.owner)
        ]
    opened = lattice.open_top, lattice.open_bottom
    found = lattice_of(xs, lattice.ys, boxes, opened, lattice.cut)
    rows = [row for row, line in enumerate(lattice.owner) if line[first] in wide]
    return found, [(row, column) for row in rows for column in (first, first + 1)]
