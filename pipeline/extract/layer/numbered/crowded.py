"""Rows that may hold several: what the lines of a table say of how many rows it has.

Rows are told apart by their numbers. Where a table prints none, or not on every row, a row takes
the lines of those below it. The lines show it: deadlines stand one below the other with other
lines between them, and the row is far taller than the rest of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.times import holds_deadline
from pipeline.frozen import dataclass

ROWS_UNCERTAIN = "rows-uncertain"
"""Code of the problem of a table whose rows could not all be told apart."""
CROWDED = "this row may hold several: its lines show more than one; compare with the page"
"""Why every cell of such a row is in doubt."""
UNDIVIDED = "lines of the table that could not be told apart as rows; read them on the page"
"""Why a row that keeps such lines is in doubt."""
_DEADLINES = 3
"""Deadlines apart from each other from which on a row holds several: a compound one has two."""
_TALL, _TALLER, _TALLEST = 60, 5, 160
"""Lines a row may have whatever the others have; times the usual row; and at most."""
_MOST = 0.5
"""Share of the lines of a table from which on its doubtful rows make its reading an error."""


@dataclass(frozen=True, slots=True)
class Count:
    """The lines of a table: all, those in rows that may hold several, those in no row; and how
    many rows there are of the kind."""

    lines: int
    crowded: int
    left: int
    rows: int

    @property
    def failed(self) -> bool:
        """Whether most of a table is in doubt."""
        return self.crowded + self.left > _MOST * self.lines


def deadlines(pieces: Sequence[LinePiece]) -> list[int]:
    """The lines that are a deadline, or hold one: some programs print cells of one height on one
    line. Of those that follow each other the last."""
    found = [index for index, piece in enumerate(pieces) if holds_deadline(piece.text)]
    return [index for index in found if index + 1 not in found]


def hold_rows(pieces: Sequence[LinePiece]) -> bool:
    """Whether lines that no row takes hold rows of a table."""
    return len(deadlines(pieces)) >= _DEADLINES


def usual_height(rows: Sequence[UndividedRow]) -> float:
    """How many lines a row of a table has as a rule."""
    return median([row.height for row in rows if row.style not in HEADING_STYLES] or [0])


def is_crowded(row: UndividedRow, usual: float) -> bool:
    """Whether a row may hold several."""
    height = row.height
    if height > _TALLEST or height > max(_TALL, _TALLER * usual):
        return True
    return hold_rows(row.pieces)
