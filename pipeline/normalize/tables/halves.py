"""Tables printed in halves: a long narrow list set in two or three strips beside each other, its
header over each. What is read is the list: strips under each other, in the order of their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Cell
from pipeline.normalize.text import clean
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import Label, parse_label
from pipeline.writing.letters import fold

if TYPE_CHECKING:
    from pipeline.normalize.tables.stitch import PhysicalRow, RawTable

MOST = 4
"""Strips beside each other; more columns of one name are columns."""
FEWEST = 2
"""Columns of a strip: a number and what it counts."""


def unfolded(table: RawTable) -> RawTable:
    """The table with its strips under each other, where it is printed in strips and the numbers of
    all of them are one sequence; as it stands otherwise."""
    width = _strip(table)
    if not width:
        return table
    parts = [part for row in table.rows for part in _parts(row, width)]
    labels = [parse_label(clean(part.cells[0].fragments).text) for part in parts]
    numbers = [_number(label) for label in labels]
    found = [number for number in numbers if number is not None]
    if len(found) < len(parts) or len(set(found)) < len(found) or not _counts(found):
        return table
    ordered = [part for _, part in sorted(zip(found, parts, strict=True), key=lambda pair: pair[0])]
    header = table.header
    kept = replace(
        header,
        printed=header.printed[:width],
        columns=header.columns[:width],
        unknown=tuple(name for name in header.unknown if name in header.columns[:width]),
    )
    return replace(table, header=kept, rows=tuple(ordered))


def _strip(table: RawTable) -> int:
    """How many columns a strip has; 0 where the header does not repeat itself."""
    names = [fold(name) for name in table.header.printed]
    if not table.has_header or not names or not is_number_header(table.header.printed[0]):
        return 0
    for count in range(2, MOST + 1):
        width, rest = divmod(len(names), count)
        if not rest and width >= FEWEST and names == names[:width] * count:
            return width
    return 0


def _parts(row: PhysicalRow, width: int) -> list[PhysicalRow]:
    """The strips of a row that print something."""
    cut = [row.cells[at : at + width] for at in range(0, len(row.cells), width)]
    filled = [cells for cells in cut if any(cell.fragments for cell in cells)]
    return [replace(row, cells=_within(cells), width=width) for cells in filled]


def _within(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells that reach over none of another strip."""
    last = len(cells)
    return tuple(replace(cell, span=min(cell.span, last - at)) for at, cell in enumerate(cells))


def _number(label: Label | None) -> int | None:
    return label.numbers[0] if label and label.style == "number" and label.depth == 1 else None


def _counts(numbers: Sequence[int]) -> bool:
    """Whether numbers are one sequence, whatever their order."""
    return len(numbers) > 1 and max(numbers) - min(numbers) + 1 == len(numbers)
