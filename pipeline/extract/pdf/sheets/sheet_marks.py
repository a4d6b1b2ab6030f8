"""The letters of columns and the numbers of rows that a sheet was printed with: they are the
program's, not the table's.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.model import Cell, Grid, GridRow, Prose

FEWEST_ROWS = 3
"""Rows below the letters whose numbers are counted: fewer may be a table's own."""
LETTERS = 26
"""Letters that name columns."""


def without_sheet_marks(grid: Grid) -> tuple[Grid, list[Prose]]:
    """The grid without such letters and numbers, and these as running lines; as it is where it has
    none."""
    rows = grid.rows
    if len(rows) <= FEWEST_ROWS or not _has_letters(rows[0]) or not _has_numbers(rows[1:]):
        return grid, []
    marks = [*rows[0], *(row[0] for row in rows[1:])]
    prose = [Prose(piece, running=True) for cell in marks for piece in cell.fragments]
    header = grid.header_rows - 1 if grid.header_rows else None
    kept = tuple(row[1:] for row in rows[1:])
    return replace(grid, rows=kept, header_rows=header or None), prose


def _text(cell: Cell) -> str:
    return " ".join(cell.raw.split())


def _has_letters(row: GridRow) -> bool:
    """Whether a row names sheet columns one after the other, behind a blank corner."""
    numbers = [_column(_text(cell)) for cell in row[1:]]
    counts = all(b == a + 1 for a, b in pairwise(numbers))
    alone = len(numbers) > 1 or numbers > [1]  # columns that go on from the sheet before
    return alone and not _text(row[0]) and 0 not in numbers and counts


def _column(letters: str) -> int:
    """The number of a sheet column: `A` is 1, `AA` 27; 0 for no letters."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return 0
    number = 0
    for letter in letters[:3]:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def _has_numbers(rows: tuple[GridRow, ...]) -> bool:
    """Whether the first cells count the rows without a gap."""
    texts = [_text(row[0]) for row in rows]
    if not all(text.isascii() and text.isdigit() for text in texts):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(texts))
