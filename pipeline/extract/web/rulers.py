"""The letters over the columns and the numbers beside the rows of a spreadsheet, which programs
print around it when they save it as a web page (Google Sheets does): they are no cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow

_FEWEST: Final = 2
"""Columns and rows from which their letters and numbers are no chance."""


def without_rulers(rows: Sequence[SheetRow]) -> tuple[list[SheetRow], tuple[PlacedCell, ...]]:
    """The rows without the letters and numbers around them, and the cells of these."""
    if not rows or not _are_letters(rows[0]):
        return list(rows), ()
    numbers = [row.cells[0] for row in rows[1:] if row.filled and row.cells[0].fragments]
    if len(numbers) < _FEWEST or not all(cell.column == 0 for cell in numbers):
        return list(rows), ()
    texts = [cell.text.strip() for cell in numbers]
    if not all(text.isdecimal() for text in texts):
        return list(rows), ()
    if any(int(one) >= int(other) for one, other in pairwise(texts)):
        return list(rows), ()  # hidden rows have no number, so that some may be left out
    kept = [
        SheetRow(row.number, tuple(cell for cell in row.cells if cell.column > 0))
        for row in rows[1:]
    ]
    return kept, (*rows[0].filled, *numbers)


def _are_letters(row: SheetRow) -> bool:
    """Whether a row prints the letters of columns, from the second cell on, and nothing else."""
    texts = [cell.text.strip() for cell in row.filled]
    if texts[:_FEWEST] != ["A", "B"]:
        return False
    from openpyxl.utils import get_column_letter  # loads all of it, which few pages need

    places = [cell.column for cell in row.filled]
    letters = (get_column_letter(at) for at in count(1))
    return places == list(range(1, len(places) + 1)) and all(
        text == letter for text, letter in zip(texts, letters, strict=False)
    )
