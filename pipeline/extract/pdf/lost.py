"""Cells in which the page does not show a text, or not all of it: covered, or cut by a clip box;
and those that print what the file gives no code point for.

What is left out, or read although nobody sees it, makes its cell doubtful; elsewhere it is counted
for the page alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.extract.pdf.aside import Lost
from pipeline.extract.pdf.pieces import Piece
from pipeline.extract.pdf.tables import Table

UNKNOWN = "the file does not say which character one of this cell is (\ufffd); look at the page"


def in_doubt(tables: list[Table], lost: Sequence[Lost]) -> list[Table]:
    """The tables of a page with the cells in doubt in which some texts do not show whole."""
    if not lost:
        return tables
    return [replace(table, doubts={**_doubts(table, lost), **table.doubts}) for table in tables]


def _doubts(table: Table, lost: Sequence[Lost]) -> dict[int, str]:
    found = ((table.lattice.cell_at(x, y), why) for x, y, why in lost)
    return {cell: why for cell, why in found if cell is not None}


def unknown_in(pieces: Iterable[Piece], split: Callable[[Piece], list[Piece]]) -> list[Lost]:
    """Where words stand with a character of which the file does not say which it is (`� 90`, where
    the font has no `≥`)."""
    words = (word for piece in pieces if "\ufffd" in piece.text for word in split(piece))
    return [Lost((w.x0 + w.x1) / 2, w.middle, UNKNOWN) for w in words if "\ufffd" in w.text]
