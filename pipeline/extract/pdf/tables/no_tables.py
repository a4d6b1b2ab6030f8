"""Drawn boxes that are no table: places for digits, drawings, remarks beside one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice

MIN_FOR_DIGITS = 4
"""Boxes that a form has at least for the digits of a number."""
MAX_DIGITS = 2
"""Letters in such a box."""
FEWEST_CELLS = 12
SPARSE = 3
"""Cells of a drawing at least, and how many of them stand for one that prints something."""
FILLED = 0.6
"""Cells of a table of boxes, as a share of its rows times its columns; the rest is headings."""
ONE_ROW = 2
"""Levels of a lattice of one row."""


def is_for_digits(lattice: Lattice, pieces: Iterable[Piece]) -> bool:
    """Whether a single row of boxes has a letter or two in each: a number to be filled in."""
    if len(lattice.ys) > ONE_ROW or len(lattice.xs) <= MIN_FOR_DIGITS:
        return False
    longest: dict[int, int] = {}
    for piece in pieces:
        cell = lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
        if cell is not None:
            longest[cell] = longest.get(cell, 0) + len(piece.text)
    return bool(longest) and max(longest.values()) <= MAX_DIGITS


def is_drawing(lattice: Lattice, pieces: Iterable[Piece]) -> bool:
    """Whether boxes with lines between them are no table: few of the cells print something, and
    neither a row nor a column is filled."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    if rows == 1 or len(lattice.cells) < FEWEST_CELLS:
        return False
    filled = filled_cells(lattice, pieces)
    if not filled or SPARSE * len(filled) > len(lattice.cells):
        return False
    across, down = (
        Counter(lattice.cells[i].row for i in filled),
        Counter(lattice.cells[i].col for i in filled),
    )
    return 2 * max(across.values()) < columns and 2 * max(down.values()) < rows


def is_balloon(lattice: Lattice, lattices: Sequence[Lattice], pieces: Iterable[Piece]) -> bool:
    """Whether boxes beside a table print one text alone: a remark on it, with its line to it."""
    _, top, _, bottom = lattice.box
    beside = any(
        other is not lattice and other.ys[0] <= top and bottom <= other.ys[-1] for other in lattices
    )
    return beside and len(filled_cells(lattice, pieces)) == 1


def filled_cells(lattice: Lattice, pieces: Iterable[Piece]) -> set[int]:
    """The cells that print something, by index."""
    cells = (lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle) for piece in pieces)
    return {cell for cell in cells if cell is not None}


def is_loose(lattice: Lattice) -> bool:
    """Whether boxes stand in no common rows and columns: rows are one cell over all columns, or
    there are far fewer cells than rows times columns."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    whole = sum(len(set(owners)) == 1 for owners in lattice.owner)
    return 3 * whole > rows or len(lattice.cells) < FILLED * rows * columns
