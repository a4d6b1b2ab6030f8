"""Rows that may hold several: what the lines of a table say of how many rows it has.

Rows are told apart by their numbers. Where a table prints none, or not on every row, a row takes
the lines of those below it. The lines show it: deadlines stand one below the other with other
lines between them, and the row is far taller than the rest of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.strips import Division
from pipeline.extract.layer.words import (
    OPEN_ENDS,
    Role,
    holds_deadline,
    is_deadline,
    one_text,
    shape,
)

ROWS_UNCERTAIN = "rows-uncertain"
"""Code of the problem of a table whose rows could not all be told apart."""
CROWDED = "this row may hold several: its lines show more than one; compare with the page"
"""Why every cell of such a row is in doubt."""
UNDIVIDED = "lines of the table that could not be told apart as rows; read them on the page"
"""Why a row that keeps such lines is in doubt."""
UNLIKE = "where this row begins and ends is a guess, and it looks unusual; compare with the page"
"""Why every cell of such a row is in doubt."""
CUT = "this cell may go on in the one beside it; compare with the page"
"""Why a cell is in doubt that ends inside a sentence, and the one that may go on with it."""
_SELDOM = 0.01
"""Columns that are blank less often than that name or bear the row."""
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
    return median([_height(row) for row in rows if row.style not in HEADING_STYLES] or [0])


def is_crowded(row: UndividedRow, usual: float) -> bool:
    """Whether a row may hold several."""
    height = _height(row)
    if height > _TALLEST or height > max(_TALL, _TALLER * usual):
        return True
    return hold_rows([piece for part in row.parts for piece in part])


def is_unlike(row: UndividedRow, division: Division, roles: Sequence[Role]) -> bool:
    """Whether a row without a number is not like a row should be: it begins in small letters, a
    column is blank that hardly ever is, or a deadline stands among the lines of another cell."""
    if row.label or row.style in HEADING_STYLES:
        return False
    cells = [[run for run in runs if run] for runs in division.cells]
    if not cells[0] or cells[0][0].head.begin == "lower":
        return True
    for role, runs in zip(roles, cells, strict=True):
        if not runs and role.blank < _SELDOM:
            return True
        lines = [line for run in runs for line in run.lines]
        fits = not lines or shape(one_text(lines)) in role.shapes
        if not fits and (role.name == "deadline" or any(map(is_deadline, lines))):
            return True
    return False


def cut_cells(division: Division) -> frozenset[int]:
    """The columns of a row without a number whose cell ends or begins inside a sentence, each with
    the one it may be cut from."""
    cells = [[run for run in runs if run] for runs in division.cells]
    filled = [column for column, runs in enumerate(cells) if runs]
    cut: set[int] = set()
    for one, other in pairwise(filled):
        last, tail, head = cells[one][-1], cells[one][-1].tail, cells[other][0].head
        if tail.end in OPEN_ENDS or not last.whole.closed or head.begin == "lower":
            cut |= {one, other}
    return frozenset(cut)


def _height(row: UndividedRow) -> int:
    return sum(map(len, row.parts))
