"""Rows at the head of a page whose beginning is not there: the numbers around them leave out as
many as there are such rows.

Programs that look for tables between rules leave out a row that has no rule at the end of its page;
what the next page has of it would be taken for the rest of the row before.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.tables.part_columns import label_of
from pipeline.normalize.tables.raw_table import PhysicalRow
from pipeline.writing.left_out import gaps_of


def lost_starts(rows: Sequence[PhysicalRow], number: int | None) -> frozenset[int]:
    """The positions of the rows that begin a page, have no number and go on with a row that is not
    there; `number` is the column of the numbers."""
    if number is None:
        return frozenset()
    found: set[int] = set()
    for gap in gaps_of(label_of(row.cells[number]) for row in rows):
        inside = () if gap.first else range(gap.start + 1, gap.end)
        heads = [at for at in inside if _may_be_rest(rows[at], number)]
        if len(heads) == gap.missing:
            found.update(heads)
    return frozenset(found)


def _may_be_rest(row: PhysicalRow, number: int) -> bool:
    """Whether a row is the first of a page and prints something, but no number."""
    printed = any(cell.fragments and not cell.merged for cell in row.cells)
    return row.opens_part and printed and not row.cells[number].fragments
