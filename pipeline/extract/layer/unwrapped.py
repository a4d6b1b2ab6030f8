"""Whether a program printed rows as one line that the page breaks.

Some programs put together what stands near each other: all cells of one row as a single line, the
next row line by line. The cells of such a line are wider than their columns, and tell nothing of
how wide these are; the rows of several lines do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.rows import UndividedRow
from pipeline.extract.layer.strips import Division, found_cells
from pipeline.extract.layer.words import ink, width

_FEWEST_CELLS, _FEWEST_ROWS = 2, 3
"""Cells of each column in rows of several lines, and rows of one line wider than all columns
together, from which on rows are printed unwrapped."""
_USUAL, _SLACK = 0.8, 1.1
"""Share of the cells of a column that are no wider than it is taken for, for a cell cut wrongly
is as wide as any; and times the columns a line may be."""


def are_unwrapped(rows: Sequence[tuple[UndividedRow, Division]], columns: int) -> bool:
    """Whether some of these divided rows are printed as one line that is wider than all columns,
    as the others tell their widths."""
    widest: list[list[int]] = [[] for _ in range(columns)]
    for row, division in rows:
        for cell in () if row.is_one_line else found_cells(row, division):
            widest[cell.column].append(max(ink(line).width for line in cell.lines))
    if min(map(len, widest)) < _FEWEST_CELLS:
        return False
    most = _SLACK * sum(sorted(own)[int(_USUAL * (len(own) - 1))] for own in widest)
    wider = [row for row, _ in rows if row.is_one_line and width(row.parts[0][0].text) > most]
    return len(wider) >= _FEWEST_ROWS
