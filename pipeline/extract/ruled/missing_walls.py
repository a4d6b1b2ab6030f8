"""Cells between which a rule down is missing though the rows around have it: parted where their
texts stand as those of the two columns do, with white between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.extract.ruled.lattice import Lattice, lattice_of

UNPARTED = "no rule parts this cell from the one beside it, only white"
_MOST = 2 / 3
"""Share of the rows that have a wall which one lacks."""
_FEWEST = 3
"""Rows that have it at least."""
_WHITE = 0.42
"""Ems of white that part the texts of two cells."""
_ALIGNED = 2.0
"""Points by which the texts of a column differ in where they begin, or have their middle."""


class Word(NamedTuple):
    """A word, or a piece of a line in a cell that lacks no wall: its ends and its size."""

    x0: float
    x1: float
    size: float


def lacking_walls(lattice: Lattice) -> list[tuple[int, int]]:
    """The cells over a wall that most rows have, each with the wall."""
    if all(cell.cols == 1 for cell in lattice.cells):
        return []
    have = [
        sum(row[wall - 1] != row[wall] for row in lattice.owner)
        for wall in range(1, len(lattice.xs) - 1)
    ]
    least = max(_FEWEST, _MOST * len(lattice.owner))
    usual = [wall for wall, rows in enumerate(have, 1) if rows >= least]
    return [
        (index, wall)
        for index, cell in enumerate(lattice.cells)
        for wall in usual
        if cell.rows == 1 and cell.col < wall < cell.col + cell.cols
    ]


def with_walls(
    lattice: Lattice, lacking: Sequence[tuple[int, int]], words: Mapping[int, Sequence[Word]]
) -> tuple[Lattice, dict[int, str]]:
    """The lattice with the walls that cells lack and their words keep, and what is doubtful then.
    `words` are those of the cells."""
    boxes = [list(row) for row in lattice.owner]
    fresh = len(lattice.cells)
    cut: list[tuple[int, int]] = []
    for index, wall in lacking:
        cell = lattice.cells[index]
        if not _keep(lattice, wall, words.get(index, ()), words):
            continue
        row = boxes[cell.row]
        old = row[wall]
        for col in range(wall, cell.col + cell.cols):
            if row[col] == old:
                row[col] = fresh
        fresh += 1
        cut += [(cell.row, wall - 1), (cell.row, wall)]
    if not cut:
        return lattice, {}
    opened = (lattice.open_top, lattice.open_bottom)
    parted = lattice_of(lattice.xs, lattice.ys, boxes, opened, lattice.cut)
    return parted, {parted.owner[row][col]: UNPARTED for row, col in cut}


def _keep(
    lattice: Lattice, wall: int, own: Sequence[Word], words: Mapping[int, Sequence[Word]]
) -> bool:
    """Whether the words of a cell stand on both sides of a wall as those of the columns do."""
    x = lattice.xs[wall]
    left = [word for word in own if word.x1 <= x]
    right = [word for word in own if word.x0 >= x]
    if not left or not right or len(left) + len(right) < len(own):
        return False
    white = min(word.x0 for word in right) - max(word.x1 for word in left)
    return white >= _WHITE * own[0].size and _stands_in(lattice, wall, right, words)


def _stands_in(
    lattice: Lattice, column: int, own: Iterable[Word], words: Mapping[int, Sequence[Word]]
) -> bool:
    """Whether words begin, or have their middle, where the texts of a column do."""
    others = [
        found
        for index, found in words.items()
        if found and lattice.cells[index].col == column and lattice.cells[index].cols == 1
    ]
    if len(others) < _FEWEST:
        return False
    places = [_place(found) for found in others]
    begin, middle = _place(own)
    return (
        abs(begin - median(one for one, _ in places)) <= _ALIGNED
        or abs(middle - median(other for _, other in places)) <= _ALIGNED
    )


def _place(words: Iterable[Word]) -> tuple[float, float]:
    ends = [(word.x0, word.x1) for word in words]
    x0, x1 = min(x0 for x0, _ in ends), max(x1 for _, x1 in ends)
    return x0, (x0 + x1) / 2
