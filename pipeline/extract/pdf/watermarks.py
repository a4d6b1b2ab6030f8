"""Watermarks: large faint text behind a page, or faint text that others stand on.

A watermark is printed, so it is kept, but it belongs to no cell it happens to cross: it is set as
slanted ones are, beside the tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable

from pipeline.extract.pdf.pieces import ASCENT, DESCENT, SLANTED, Piece

LARGE = 1.9
"""A faint text so many times as large as most of the page's is a watermark."""
MAX_LOOKS = 1_000_000
"""Pieces held against faint ones on a page."""


def without_watermarks(pieces: list[Piece], is_faint: Callable[[Piece], bool]) -> list[Piece]:
    """The pieces, those of watermarks marked as slanted."""
    faint = {piece.first for piece in pieces if piece.tilt < SLANTED and is_faint(piece)}
    if not faint:
        return pieces
    body = _body_size([piece for piece in pieces if piece.first not in faint] or pieces)
    dark = sorted(
        (piece for piece in pieces if piece.first not in faint), key=lambda piece: piece.middle
    )
    middles = [piece.middle for piece in dark]
    looks = 0
    out = []
    for piece in pieces:
        if piece.first in faint:
            y0, y1 = _heights(piece)
            near = dark[bisect_left(middles, y0) : bisect_right(middles, y1)]
            looks += len(near)
            over = looks < MAX_LOOKS and any(_lies_on(other, piece) for other in near)
            if over or piece.size >= LARGE * body:
                piece = piece._replace(tilt=SLANTED, y0=y0, y1=y1)
        out.append(piece)
    return out


def _body_size(pieces: list[Piece]) -> float:
    """The size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0]


def _heights(piece: Piece) -> tuple[float, float]:
    if piece.tilt:
        return piece.y0, piece.y1
    return piece.base - ASCENT * piece.size, piece.base + DESCENT * piece.size


def _lies_on(piece: Piece, faint: Piece) -> bool:
    """Whether a text stands on a faint one: its middle within it, not just beside it."""
    middle = (piece.x0 + piece.x1) / 2
    within = faint.x0 < middle < faint.x1
    return within or (piece.x0 < (faint.x0 + faint.x1) / 2 < piece.x1)
