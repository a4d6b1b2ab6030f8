"""Cells that are boxes with white between them: the white is no row and no column.

Rules that bound boxes apart make a lattice with a narrow blank column between any two; where the
white is as wide as a rule may be broken, rows of boxes come out as lattices of their own, one
below the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.extract.ruled.lattice import ONE_COLUMN, Lattice, lattice_of

NARROW = 9.0
"""Points: hardly a letter fits into a narrower column, no line into a lower row."""
MAX_GAP = 14.0
"""Points that may lie between two rows of boxes."""
SAME = 2.5
"""Points by which grid lines of one table may differ."""


def has_gaps(lattice: Lattice) -> bool:
    """Whether a lattice has columns or rows that nothing could be printed in."""
    return bool(_narrow(lattice.xs) or _narrow(lattice.ys))


def parted_by_gap(lattice: Lattice) -> list[Lattice]:
    """A lattice as the tables it is made of: two that stand one below the other with next to no
    white between them, each with walls that the other has not."""
    for row in sorted(_narrow(lattice.ys)):
        if 0 < row < len(lattice.ys) - 2 and _parts(lattice, row):
            above = _rows_of(lattice, 0, row, (lattice.open_top, False), ())
            below = _rows_of(
                lattice, row + 1, len(lattice.owner), (False, lattice.open_bottom), lattice.cut
            )
            return [above, *parted_by_gap(below)]
    return [lattice]


def _parts(lattice: Lattice, row: int) -> bool:
    """Whether no cell reaches over a row, and the walls above it and those below differ."""
    if any(lattice.cells[owner].rows > 1 for owner in lattice.owner[row]):
        return False
    above, below = _walls(lattice.owner[:row]), _walls(lattice.owner[row + 1 :])
    return not above <= below and not below <= above


def _walls(boxes: Sequence[Sequence[int]]) -> set[int]:
    """The grid lines down at which a cell of some rows ends."""
    return {col for row in boxes for col in range(1, len(row)) if row[col] != row[col - 1]}


def _rows_of(
    lattice: Lattice, first: int, end: int, opened: tuple[bool, bool], cut: tuple[int, ...]
) -> Lattice:
    """Some rows of a lattice, without the grid lines down at which none of their cells ends."""
    boxes = lattice.owner[first:end]
    kept = [0, *sorted(_walls(boxes)), len(lattice.xs) - 1]
    own = [[row[col] for col in kept[:-1]] for row in boxes]
    cut_there = tuple(new for new, col in enumerate(kept[:-1]) if col in cut)
    xs = [lattice.xs[col] for col in kept]
    return lattice_of(xs, lattice.ys[first : end + 1], own, opened, cut_there)


def without_gaps(lattice: Lattice, texts: Iterable[tuple[float, float]]) -> Lattice:
    """The lattice without its blank columns and rows that nothing could be printed in; `texts` are
    the middles of the texts of the page."""
    columns, rows = _narrow(lattice.xs), _narrow(lattice.ys)
    if not columns and not rows:
        return lattice
    used = {lattice.cell_at(x, y) for x, y in texts}
    alone = {
        (c.row, c.col, c.rows > 1, c.cols > 1) for i, c in enumerate(lattice.cells) if i in used
    }
    blank_columns = {j for j in columns if not any(a[1] == j and not a[3] for a in alone)}
    blank_rows = {i for i in rows if not any(a[0] == i and not a[2] for a in alone)}
    xs, kept_columns = _without(lattice.xs, blank_columns)
    ys, kept_rows = _without(lattice.ys, blank_rows)
    if len(xs) <= ONE_COLUMN or len(ys) <= 1:
        return lattice
    boxes = [[lattice.owner[row][col] for col in kept_columns] for row in kept_rows]
    cut = tuple(new for new, col in enumerate(kept_columns) if col in lattice.cut)
    return lattice_of(xs, ys, boxes, (lattice.open_top, lattice.open_bottom), cut)


def _narrow(at: Sequence[float]) -> set[int]:
    return {i for i in range(len(at) - 1) if at[i + 1] - at[i] <= NARROW}


def _without(at: Sequence[float], dropped: set[int]) -> tuple[list[float], list[int]]:
    """Grid lines without some of the strips between them, and the strips that are left. What is
    dropped goes to its neighbours by halves, at the edge it is no part of the table."""
    kept = [i for i in range(len(at) - 1) if i not in dropped]
    if not kept:
        return list(at), list(range(len(at) - 1))
    inner = [(at[a + 1] + at[b]) / 2 for a, b in pairwise(kept)]
    return [at[kept[0]], *inner, at[kept[-1] + 1]], kept


def stacked(
    lattices: Sequence[Lattice], rows: Sequence[Lattice], texts: Sequence[tuple[float, float]]
) -> list[Lattice]:
    """Lattices of the same columns as one where they stand one below the other with nothing but
    a little white between them; `rows` are lattices that count only beside others. Cells of one may
    reach over columns that the other parts: headings."""
    out: list[Lattice] = []
    for lattice in sorted([*lattices, *rows], key=lambda lattice: lattice.ys[0]):
        above = next((i for i, one in enumerate(out) if _goes_on(one, lattice, texts)), None)
        if above is None:
            out.append(lattice)
        else:
            out[above] = joined(out[above], lattice)
    kept = [lattice for lattice in out if lattice not in rows]
    return sorted(kept, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def headings_below(
    lattices: Sequence[Lattice], frames: Iterable[tuple[float, float, float, float]]
) -> list[Lattice]:
    """The single boxes as wide as a table that stand right below its rows: headings over all its
    columns, each as a lattice of one cell."""
    return [
        lattice_of((x0, x1), (y0, y1), [[0]], (False, False))
        for x0, y0, x1, y1 in frames
        if any(
            -SAME <= y0 - lattice.ys[-1] <= MAX_GAP
            and abs(x0 - lattice.xs[0]) <= SAME
            and abs(x1 - lattice.xs[-1]) <= SAME
            for lattice in lattices
        )
    ]


def _goes_on(above: Lattice, below: Lattice, texts: Sequence[tuple[float, float]]) -> bool:
    gap = below.ys[0] - above.ys[-1]
    if not -SAME <= gap <= MAX_GAP or not same_sides(above, below):
        return False
    few, many = sorted((above.xs, below.xs), key=len)
    if not all(any(abs(x - other) <= SAME for other in many) for x in few):
        return False
    left, right = above.xs[0], above.xs[-1]
    return not any(left < x < right and above.ys[-1] < y < below.ys[0] for x, y in texts)


def same_sides(above: Lattice, below: Lattice) -> bool:
    """Whether two lattices begin and end at the same places across."""
    return all(abs(above.xs[side] - below.xs[side]) <= SAME for side in (0, -1))


def joined(above: Lattice, below: Lattice) -> Lattice:
    """Two lattices as one, the lower from the middle of the white between them; the columns of one
    are some of those of the other."""
    middle = (above.ys[-1] + below.ys[0]) / 2
    ys = [*above.ys[:-1], middle, *below.ys[1:]]
    more = len(above.cells)
    xs = max(above.xs, below.xs, key=len)
    upper, lower = _columns_at(above.xs, xs), _columns_at(below.xs, xs)
    boxes = [[row[col] for col in upper] for row in above.owner]
    boxes += [[row[col] + more for col in lower] for row in below.owner]
    cut = tuple(new for new, col in enumerate(lower) if col in below.cut)
    return lattice_of(xs, ys, boxes, (above.open_top, below.open_bottom), cut)


def _columns_at(own: Sequence[float], xs: Sequence[float]) -> list[int]:
    """Which of the columns between some grid lines lies over each of those between others, of which
    the former are some."""
    return [bisect_right(own, (a + b) / 2) - 1 for a, b in pairwise(xs)]


def with_row_below(lattice: Lattice, edge: float, cells: Sequence[int]) -> Lattice:
    """The lattice with one more row, down to an edge; `cells` tells of each column which of its
    cells stands there."""
    more = len(lattice.cells)
    boxes = [*lattice.owner, [more + cell for cell in cells]]
    return lattice_of(lattice.xs, (*lattice.ys, edge), boxes, (lattice.open_top, False))


def put_below(above: Lattice, below: Lattice) -> Lattice:
    """Two lattices with the same walls as one, the lower one from where the upper one ends."""
    more = len(above.cells)
    boxes = [*above.owner, *([cell + more for cell in row] for row in below.owner)]
    ys = (*above.ys, *below.ys[1:])
    return lattice_of(below.xs, ys, boxes, (above.open_top, below.open_bottom), below.cut)


def above_of(lattice: Lattice, edge: float) -> Lattice:
    """The lattice with one more row of single cells above it, up to an edge."""
    new = range(len(lattice.cells), len(lattice.cells) + len(lattice.xs) - 1)
    boxes = [new, *lattice.owner]
    ys = (edge, *lattice.ys)
    return lattice_of(lattice.xs, ys, boxes, (False, lattice.open_bottom), lattice.cut)


def beside_of(lattice: Lattice, edge: float, first: bool) -> Lattice:
    """The lattice with one more column, out to an edge: the `first` or the last."""
    new = range(len(lattice.cells), len(lattice.cells) + len(lattice.owner))
    if first:
        xs = (edge, *lattice.xs)
        boxes = [(cell, *row) for cell, row in zip(new, lattice.owner, strict=True)]
    else:
        xs = (*lattice.xs, edge)
        boxes = [(*row, cell) for cell, row in zip(new, lattice.owner, strict=True)]
    return lattice_of(xs, lattice.ys, boxes, (lattice.open_top, lattice.open_bottom), lattice.cut)


def with_filled_sides(
    lattice: Lattice, shades: Iterable[tuple[float, float, float, float]]
) -> Lattice:
    """The lattice of a row with the cells beside it that are filled (boxes x0, y0, x1, y1) and have
    no rule outside: rules drawn in white are seen between two shades only."""
    left, top, right, bottom = lattice.box
    level = [(x0, x1) for x0, y0, x1, y1 in shades if y0 - SAME <= top and bottom <= y1 + SAME]
    before = [x0 for x0, x1 in level if x0 < left - SAME and left - SAME <= x1 < right]
    behind = [x1 for x0, x1 in level if x1 > right + SAME and left < x0 <= right + SAME]
    if before:
        lattice = beside_of(lattice, max(before), first=True)
    return beside_of(lattice, min(behind), first=False) if behind else lattice
