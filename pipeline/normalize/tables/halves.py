"""Tables printed in halves: a long narrow list set in two or three strips beside each other, its
header over each. What is read is the list: strips under each other, in the order of their numbers.

Two tables set beside each other in one frame have number columns of their own too, and other names;
each row of the frame counts both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Cell
from pipeline.normalize.tables.headers import name_columns
from pipeline.normalize.text import clean
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import Label, parse_label
from pipeline.writing.letters import fold

if TYPE_CHECKING:
    from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable

MOST = 4
"""Strips beside each other; more columns of one name are columns."""
BESIDE = 2
"""Tables that share a frame."""
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


def beside(table: RawTable) -> tuple[RawTable, ...]:
    """The two tables that share a frame and its rows, where its header names two number columns and
    both count the rows; else the one there is."""
    wall = _second_number(table)
    if not wall or not _count_alike(table.rows, wall):
        return (table,)
    names = table.header.printed
    return tuple(
        replace(
            table,
            header=replace(name_columns(names[first:last]), markers=markers),
            rows=_side(table.rows, first, last),
            headings=headings,
        )
        for first, last, markers, headings in (
            (0, wall, table.header.markers, table.headings),
            (wall, len(names), (), ()),
        )
    )


def _second_number(table: RawTable) -> int:
    """Where in a header whose first column counts a second one does, both with others to count; 0
    where none does, or several."""
    names = table.header.printed
    found = [at for at, name in enumerate(names) if is_number_header(name)]
    if not table.has_header or len(found) != BESIDE or found[0] or _strip(table):
        return 0
    return found[1] if FEWEST <= found[1] <= len(names) - FEWEST else 0


def _count_alike(rows: Sequence[PhysicalRow], wall: int) -> bool:
    """Whether both sides of a wall count the rows from 1, as far as each goes, and no cell reaches
    over the wall."""
    sides = [[row.cells[at] for row in rows] for at in (0, wall)]
    counts = [[_number(parse_label(clean(cell.fragments).text)) for cell in side] for side in sides]
    ends = [sum(number is not None for number in count) for count in counts]
    return (
        min(ends) > 1
        and max(ends) == len(rows)
        and all(
            count[:end] == list(range(1, end + 1)) for count, end in zip(counts, ends, strict=True)
        )
        and not any(cell.merged for side in sides for cell in side)
        and not any(at + cell.span > wall for r in rows for at, cell in enumerate(r.cells[:wall]))
        and not any(c.fragments for r in rows[ends[0] :] for c in r.cells[:wall])
        and not any(c.fragments for r in rows[ends[1] :] for c in r.cells[wall:])
    )


def _side(rows: Sequence[PhysicalRow], first: int, last: int) -> tuple[PhysicalRow, ...]:
    """The cells of some columns, as rows of their own, those that print nothing left out."""
    cut = ((row, row.cells[first:last]) for row in rows)
    return tuple(
        replace(row, cells=_within(cells), width=last - first)
        for row, cells in cut
        if any(cell.fragments for cell in cells)
    )


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
