"""Merged cells as programs write them that have no way to say so: their text in each column that
they cover (Docling, PyMuPDF4LLM).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.header_levels import lifted, with_levels
from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.extract.runs import count_chars
from pipeline.frozen import dataclass
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label
from pipeline.writing.sums import names_sum

_FEWEST_ALIKE: Final = 3
"""Cells of one text beside each other that are one cell: two columns may hold the same."""
_MOST_LEVELS: Final = 2
"""Rows of names, as far as the text says."""
_MOST_TITLES: Final = 9
"""Rows among which the names of columns are looked for: titles stand over them."""
_MOST_HALVES: Final = 2
"""What a row of titles says: a letterhead has two halves."""
_MOST_NUMBERS: Final = 2
"""Cells before the name of a section: its number, and that of its kind."""
_FEWEST_WORDS: Final = 2
"""Words of the name of a section: one word (`Có`) may be the value of each column."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows of a table, each cell once; how many of them name columns; and how many characters
    were repeats."""

    rows: list[SheetRow]
    header: int | None
    chars: int


def as_one(rows: Sequence[SheetRow], header: int | None) -> Merged:
    """The rows of a table with cells that repeat their text as one cell over these columns, titles
    above the names among them; a second row of names says again what stands over no others."""
    width = max((cell.column for row in rows for cell in row.filled), default=0) + 1
    at = _titles(rows)
    found = [*map(_once, rows[:at]), *lifted(rows[at:], declared=header == 1 and not at)]
    header = None if at else header
    if (header or 1) == 1 and len(found) > at + 1 and _goes_below(found[at], found[at + 1]):
        found[at : at + 2] = _two_levels(found[at], found[at + 1])
        header = None if at else 2
    elif (header or 1) <= _MOST_LEVELS and (levels := with_levels(found[at:], width)) is not None:
        found[at:] = levels
        header = None if at else 2
    kept = max(header or 0, at)
    found[kept:] = [_as_one(row, width) for row in found[kept:]]
    return Merged(found, header, _chars(rows) - _chars(found))


def _titles(rows: Sequence[SheetRow]) -> int:
    """How many rows stand over the one that names a number column, where each of them says one or
    two things again and again."""
    heads = (at for at, row in enumerate(rows[:_MOST_TITLES]) if row.heads_numbers)
    at = next((at for at in heads if not _repeats(rows[at])), 0)
    return at if all(map(_repeats, rows[:at])) else 0


def _repeats(row: SheetRow) -> bool:
    return bool(row.filled) and len(_once(row).filled) <= _MOST_HALVES < len(row.filled)


def _once(row: SheetRow) -> SheetRow:
    return SheetRow(row.number, _joined(row.cells, {cell.column for cell in row.cells}))


def _chars(rows: Sequence[SheetRow]) -> int:
    cells = (cell for row in rows for cell in row.cells if not cell.merged)
    return count_chars(piece for cell in cells for piece in cell.fragments)


def _two_levels(upper: SheetRow, lower: SheetRow) -> list[SheetRow]:
    """Two rows of names: what both of them say reaches down, what is repeated reaches over."""
    again = {c.column for c in lower.filled if _text_at(upper, c.column) == c.text}
    split = {cell.column for cell in lower.filled} - again
    below = tuple(replace(cell, merged=cell.column in again) for cell in lower.cells)
    return [
        SheetRow(upper.number, _joined(upper.cells, split)),
        SheetRow(lower.number, below),
    ]


def _text_at(row: SheetRow, column: int) -> str:
    return next((cell.text for cell in row.filled if cell.column == column), "")


def _goes_below(first: SheetRow, second: SheetRow) -> bool:
    """Whether a row names what stands below names that are repeated: the name of the number column
    and others stand in both rows, the rest below equal names beside each other."""
    one = {cell.column: cell.text for cell in first.filled}
    two = {cell.column: cell.text for cell in second.filled}
    if not one or not two or not (is_number_header(one.get(0, "")) and one.get(0) == two.get(0)):
        return False
    other = [at for at, text in two.items() if one.get(at) != text]
    repeated = [at for at in other if one.get(at) in (one.get(at - 1), one.get(at + 1))]
    return bool(other) and repeated == other and set(one) == set(two)


def _joined(cells: Sequence[PlacedCell], columns: set[int]) -> tuple[PlacedCell, ...]:
    """The cells, those of one text beside each other in some columns as one."""
    found: list[PlacedCell] = []
    for cell in cells:
        last = found[-1] if found else None
        beside = last is not None and last.column + last.span == cell.column
        if last is not None and beside and cell.column in columns and last.text == cell.text:
            found[-1] = replace(last, span=cell.column + 1 - last.column)
        else:
            found.append(cell)
    return tuple(found)


def _as_one(row: SheetRow, width: int) -> SheetRow:
    """A row with what is one cell as one: a section over all columns, behind its number, a blank
    one or none, and the name of a sum."""
    cells = row.filled
    if not cells:
        return row
    blank = cells[0].column
    whole = len(cells) == width - blank and blank <= _MOST_NUMBERS
    if not whole or any(cell.span > 1 for cell in cells):
        return row
    if len(cells) > 1 and names_sum(cells[0].text) and cells[0].text == cells[1].text:
        alike = sum(cell.text == cells[0].text for cell in cells)
        return SheetRow(row.number, _joined(cells, set(range(blank, blank + alike))))
    label = parse_label(cells[0].text)
    heads = not blank and label is not None and label.style in ("roman", "letter")
    last = cells[-1].text
    start = next(at for at in range(len(cells)) if all(c.text == last for c in cells[at:]))
    words = len(last.split())
    if start > _MOST_NUMBERS * heads or len(cells) - start < _FEWEST_ALIKE or words < _FEWEST_WORDS:
        return row
    return SheetRow(row.number, _joined(cells, set(range(blank + start, width))))
