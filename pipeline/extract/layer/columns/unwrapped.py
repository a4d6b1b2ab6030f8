"""How wide a page is, where a program left lines unwrapped that are wider.

Some programs put together what stands near each other: all cells of one row as a single line, or
those behind its title, the next row line by line. The cells of such a line are wider than their
columns, and tell nothing of how wide these are; the lines that hold one cell do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.columns.strips import Division, LineRun
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.widths import WIDE
from pipeline.extract.layer.signs.words import ink

_FEWEST_CELLS, _FEWEST_LINES = 2, 3
"""Cells of each column in rows of several lines, and lines wider than all columns together, from
which on lines are left unwrapped."""
_USUAL, _SLACK = 0.8, 1.1
"""Share of the cells of a column that are no wider than it is taken for, for a cell cut wrongly
is as wide as any; and times the columns a line may be."""


def page_width(rows: Sequence[tuple[UndividedRow, Division]], columns: int) -> float:
    """How wide all columns of divided rows are together, where some lines are wider than that;
    `WIDE` where none are, or too few to tell."""
    every = [
        (column, run)
        for row, division in rows
        if not row.is_one_line
        for column, runs in enumerate(division.cells)
        for run in runs
        if run is not None
    ]
    most = 0.0
    for column in range(columns):
        own = [run for at, run in every if at == column]
        widest = sorted(_widths([run for run in own if _is_alone(run)]) or _widths(own))
        if len(widest) < _FEWEST_CELLS:
            return WIDE
        most += _SLACK * widest[int(_USUAL * (len(widest) - 1))]
    texts = [piece.text for row, _ in rows for part in row.parts for piece in part]
    return most if sum(ink(text).width > most for text in texts) >= _FEWEST_LINES else WIDE


def _widths(runs: Sequence[LineRun]) -> list[int]:
    """The widest line of each cell."""
    return [max(ink(line).width for line in run.lines) for run in runs]


def _is_alone(run: LineRun) -> bool:
    """Whether the lines of a cell hold no other one."""
    return not run.after and run.until is None
