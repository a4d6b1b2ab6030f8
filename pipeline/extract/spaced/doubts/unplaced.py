"""Blank cells of rows in which no cell stands for certain where it is read.

Rows without a number may be printed on other columns than the rest (cells merged over several rows
are left out by some programs, and those behind them move to the left), or stand below cells that
run over others. Where every filled cell of such a row is in doubt, and of some by what they hold,
any of them may be of a blank one beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.spaced.doubts.doubts import GUESSED, PrintedRow

_FEWEST = 4
"""Filled cells of a row, all in doubt, from which on its blank ones are too: of fewer, most cells
of the row are blank for certain."""

_UNPLACED = "no cell of this row stands for certain in its column: one may be of this blank one"


def add_unplaced(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt such cells. A row of which no more is in doubt than where it begins and ends has its
    cells in their columns."""
    for page, reasons in zip(pages, why, strict=True):
        for body, doubts in zip(page, reasons, strict=True):
            if not body.columns[0] and _is_unplaced(body, doubts):
                for column in range(1, len(body.columns)):
                    doubts.setdefault(column, _UNPLACED)


def _is_unplaced(body: PrintedRow, doubts: dict[int, str]) -> bool:
    """Whether all filled cells of a row are in doubt, not only for where it begins and ends."""
    filled = [column for column, lines in enumerate(body.columns) if lines]
    found = {doubts.get(column) for column in filled}
    return len(filled) >= _FEWEST and None not in found and found != {GUESSED}
