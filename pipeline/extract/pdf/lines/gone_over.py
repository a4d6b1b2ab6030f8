"""Texts that run over a wall between two of their words, into a cell that prints nothing.

The words beyond may be those of that cell, set in one string with the text before it: where they
begin as a cell does, nothing shows whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.cells import OVERHANG
from pipeline.extract.ruled.lattice import Lattice

GONE_OVER = "it runs over into the blank cell beside it, whose text the words there may be"


def gone_over(lattice: Lattice, cells: Mapping[int, Sequence[Piece]]) -> dict[int, str]:
    """Cell → why it is doubtful, for the cells (→ their pieces) with words beyond their right wall,
    in another column, that do not begin in lower case, where no word of the same string crosses
    that wall."""
    return {cell: GONE_OVER for cell, pieces in cells.items() if _goes_over(lattice, cell, pieces)}


def _goes_over(lattice: Lattice, cell: int, pieces: Sequence[Piece]) -> bool:
    right = lattice.cell_box(cell)[2]
    beyond = [p for p in pieces if right - OVERHANG <= p.x0 < lattice.xs[-1] and p.x1 > right]
    firsts: dict[float, Piece] = {}
    for piece in beyond:
        first = firsts.setdefault(piece.middle, piece)
        if piece.x0 < first.x0:
            firsts[piece.middle] = piece
    if not firsts:
        return False
    crossed = {p.middle for p in pieces if p.x0 < right - OVERHANG and p.x1 > right + OVERHANG}
    return any(
        middle not in crossed and not first.text[:1].islower() for middle, first in firsts.items()
    )
