"""Lines of a table that are printed over one another: rows too low for their text.

Whose line is whose is then a guess; the cells concerned and those above and below them say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.ruled.lattice import Lattice

OVERLAID = "lines are printed over one another; whose they are is not sure"
PITCH = 0.75
"""Ems between the baselines of two lines below which they stand over one another."""


def overlaid(lattice: Lattice, lines: Mapping[int, Sequence[PrintedLine]]) -> dict[int, str]:
    """Cell → why it is doubtful, for the cells whose lines stand over one another and their
    neighbours above and below."""
    found = [cell for cell, own in lines.items() if _are_overlaid(own)]
    doubts: dict[int, str] = {}
    for cell in found:
        own = lattice.cells[cell]
        for row in range(max(own.row - 1, 0), min(own.row + own.rows + 1, len(lattice.owner))):
            doubts[lattice.owner[row][own.col]] = OVERLAID
    return doubts


def _are_overlaid(lines: Sequence[PrintedLine]) -> bool:
    if any(line.overlaid for line in lines):
        return True
    for line, after in pairwise(lines):
        if after.base - line.base < PITCH * min(line.size, after.size) and _share(line, after):
            return True
    return False


def _share(line: PrintedLine, after: PrintedLine) -> bool:
    """Whether two lines print over one another for more than a letter, in type of one size."""
    across = min(line.x1, after.x1) - max(line.x0, after.x0)
    return across > max(line.size, after.size) and min(line.size, after.size) > 0.8 * line.size
