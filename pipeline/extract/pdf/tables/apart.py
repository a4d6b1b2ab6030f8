"""Tables whose cells are boxes with white between them, told by the strokes that bound each box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.extract.aligned.drawn import MIN_BOXES, Box, boxed
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.no_tables import ONE_ROW, filled_cells, is_loose
from pipeline.extract.ruled.boxes import DrawnBox, boxes_apart
from pipeline.extract.ruled.lattice import Lattice
from pipeline.extract.ruled.lines import Rule

WITHIN = 1.5
"""Points by which a stroke may stand out over the table it is part of."""


class Apart(NamedTuple):
    """The tables of boxes on a page, and the rules that are no part of them."""

    lattices: list[Lattice]
    across: Sequence[Rule]
    down: Sequence[Rule]


def tables_apart(
    across: Sequence[Rule],
    down: Sequence[Rule],
    pieces: Sequence[Piece],
    goes_on: Callable[[Lattice], bool],
) -> Apart:
    """The tables that boxes apart make; one of a single row counts where it is told to go on with
    that of the page before (`goes_on`)."""
    boxes = boxes_apart(across, down)
    if len(boxes) < MIN_BOXES:
        return Apart([], across, down)
    found = [
        _opened(lattice, boxes)
        for lattice in boxed(Box(*drawn.box) for drawn in boxes)
        if (len(lattice.ys) > ONE_ROW or goes_on(lattice))
        and 2 * len(filled_cells(lattice, pieces)) >= len(lattice.cells)
        and not is_loose(lattice)
    ]
    if not found:
        return Apart([], across, down)
    areas = [lattice.box for lattice in found]
    level = [r for r in across if not _is_in(areas, (r.lo + r.hi) / 2, r.at)]
    upright = [r for r in down if not _is_in(areas, r.at, (r.lo + r.hi) / 2)]
    return Apart(found, level, upright)


def _is_in(areas: Sequence[tuple[float, float, float, float]], x: float, y: float) -> bool:
    return any(
        x0 - WITHIN <= x <= x1 + WITHIN and y0 - WITHIN <= y <= y1 + WITHIN
        for x0, y0, x1, y1 in areas
    )


def _opened(lattice: Lattice, boxes: Sequence[DrawnBox]) -> Lattice:
    """A table told open where its outermost boxes have no stroke: the page cuts them."""
    top, bottom = set[int](), set[int]()
    columns, last = len(lattice.xs) - 1, len(lattice.ys) - 2
    for drawn in boxes:
        x0, y0, x1, y1 = drawn.box
        index = lattice.cell_at((x0 + x1) / 2, (y0 + y1) / 2)
        if index is None:
            continue
        cell = lattice.cells[index]
        if drawn.top is None and cell.row == 0:
            top.update(range(cell.col, cell.col + cell.cols))
        if drawn.bottom is None and cell.row + cell.rows - 1 == last:
            bottom.update(range(cell.col, cell.col + cell.cols))
    whole = len(bottom) == columns
    return replace(
        lattice,
        open_top=len(top) == columns,
        open_bottom=whole,
        cut=() if whole else tuple(sorted(bottom)),
    )
