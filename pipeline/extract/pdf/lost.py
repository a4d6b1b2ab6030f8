"""Cells in which the page does not show a text, or not all of it: covered, or cut by a clip box.

What is left out, or read although nobody sees it, makes its cell doubtful; elsewhere it is counted
for the page alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.tables.found import Table


def in_doubt(tables: list[Table], lost: Sequence[Lost]) -> list[Table]:
    """The tables of a page with the cells in doubt in which some texts do not show whole."""
    if not lost:
        return tables
    return [replace(table, doubts={**_doubts(table, lost), **table.doubts}) for table in tables]


def _doubts(table: Table, lost: Sequence[Lost]) -> dict[int, str]:
    found = ((table.lattice.cell_at(x, y), why) for x, y, why in lost)
    return {cell: why for cell, why in found if cell is not None}
