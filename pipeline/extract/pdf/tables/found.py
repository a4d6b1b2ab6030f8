"""A table found on a page, and what the page tells of its cells: rows that hold two, shades and
drawings, frames that lie over its edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.aligned.table import Before
from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.doubled import doubled_rows
from pipeline.extract.ruled.cells import cells_around, shaded_cells
from pipeline.extract.ruled.lattice import Lattice
from pipeline.model import Ground

AT_EDGE = 2
"""Points between a rule and the edge of the boxes it closes: rules have a width."""
LEANING = "a frame that lies over the edge of the table prints into this cell"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: its cells, what bounds them, what is doubtful of some (by index), what
    the next page should know of it where it shows more than the cells, which are shaded and in
    which something is drawn."""

    lattice: Lattice
    ground: Ground = "rules"
    doubts: Mapping[int, str] = field(default_factory=dict)
    hands_on: Before | None = None
    shaded: frozenset[int] = frozenset()
    drawn: frozenset[int] = frozenset()


def told_doubled(table: Table, pieces: Sequence[Piece]) -> Table:
    """A table told which of its rows hold what looks like two."""
    doubts = doubled_rows(table.lattice, pieces) if table.ground == "rules" else {}
    return replace(table, doubts={**doubts, **table.doubts}) if doubts else table


def told_drawn(table: Table, rules: PageRules) -> Table:
    """A table told which of its cells are shaded, and in which something is drawn."""
    shaded = shaded_cells(table.lattice, rules.shades)
    return replace(table, shaded=shaded, drawn=cells_around(table.lattice, rules.figures))


def told_leaning(
    table: Table, pieces: Sequence[Piece], frames: Sequence[tuple[float, float, float, float]]
) -> Table:
    """A table told which of its cells print what stands in a frame that lies over its edge."""
    if not frames:
        return table
    x0, _, x1, _ = table.lattice.box
    held = [piece for piece in pieces if inside(piece, frames)]
    within = ((min(max((p.x0 + p.x1) / 2, x0), x1 - AT_EDGE), p.middle) for p in held)
    cells = (table.lattice.cell_at(x, y) for x, y in within)
    doubts = {cell: LEANING for cell in cells if cell is not None}
    return replace(table, doubts={**doubts, **table.doubts})


def inside(piece: Piece, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether the middle of a piece lies in one of some boxes."""
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)
