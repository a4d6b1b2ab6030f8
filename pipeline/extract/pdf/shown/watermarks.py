"""Watermarks: large faint text behind a page, or large or faint text that others stand on.

A watermark is printed, so it is kept, but it belongs to no cell it happens to cross: it is set as
slanted ones are, beside the tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from operator import attrgetter

from pipeline.extract.pdf.letters.aside import SetAside
from pipeline.extract.pdf.letters.pieces import ASCENT, DESCENT, SLANTED, Piece

_size = attrgetter("size")
LARGE = 1.9
"""A faint text so many times as large as most of the page's is a watermark."""
SPECK = 0.15
"""A text so many times as large as most of the page's is a line of dots to the eye."""
SQUEEZED, _SEVERAL = 0.02, 3
"""Ems a letter has at least to be seen: the narrowest of a face is ten times as wide; and so many
letters of a text together, fewer are not looked at, as marks have no width of their own."""
MAX_LOOKS = 1_000_000
"""Pieces held against faint ones on a page."""


def without_watermarks(
    pieces: list[Piece], is_faint: Callable[[Piece], bool] | None
) -> list[Piece]:
    """The pieces, those of watermarks marked as slanted: what is faint and large, or has text on
    it, here or where it is printed again; what is large and has text on it, faint or not.
    `is_faint` is None where nothing is."""
    sizes = set(map(_size, pieces))
    if is_faint is None and (not sizes or max(sizes) < LARGE * min(sizes)):
        return pieces
    level = [piece for piece in pieces if piece.tilt < SLANTED]
    faint = {piece.first for piece in level if is_faint is not None and is_faint(piece)}
    if not level:
        return pieces
    body = _body_size([piece for piece in pieces if piece.first not in faint] or pieces)
    large = {piece.first for piece in level if piece.size >= LARGE * body}
    if not faint and not large:
        return pieces
    crossed = _crossed(pieces, faint | large)
    again = {piece.text for piece in pieces if piece.first in crossed & faint}
    marks = crossed | (faint & large)
    return [
        _set_apart(piece)
        if piece.first in marks or (piece.first in faint and piece.text in again)
        else piece
        for piece in pieces
    ]


def _crossed(pieces: list[Piece], marks: set[int]) -> set[int]:
    """Those of some pieces on which others stand."""
    dark = sorted((p for p in pieces if p.first not in marks), key=lambda piece: piece.middle)
    middles = [piece.middle for piece in dark]
    looks = 0
    found = set()
    for piece in pieces:
        if piece.first in marks and looks < MAX_LOOKS:
            y0, y1 = _heights(piece)
            near = dark[bisect_left(middles, y0) : bisect_right(middles, y1)]
            looks += len(near)
            if any(_lies_on(other, piece) for other in near):
                found.add(piece.first)
    return found


def _set_apart(piece: Piece) -> Piece:
    y0, y1 = _heights(piece)
    return piece._replace(tilt=SLANTED, y0=y0, y1=y1)


def without_specks(pieces: list[Piece], aside: SetAside) -> list[Piece]:
    """The pieces without those too small to be read beside the others, or squeezed to no width:
    nobody sees them, and what is set so is meant for programs. They go into `aside`."""
    narrow = SQUEEZED * _SEVERAL
    squeezed = {
        piece.first
        for piece in pieces
        if piece.x1 - piece.x0 < narrow * piece.size
        and len(piece.text) >= _SEVERAL
        and not piece.tilt
    }
    if squeezed and 2 * len(squeezed) < len(pieces):
        for piece in pieces:
            if piece.first in squeezed:
                aside.add("hidden", piece.text)
        pieces = [piece for piece in pieces if piece.first not in squeezed]
    sizes = set(map(_size, pieces))
    if not sizes or min(sizes) >= SPECK * max(sizes):
        return pieces
    least = SPECK * _body_size(pieces)
    for piece in pieces:
        if piece.size < least:
            aside.add("hidden", piece.text)
    return [piece for piece in pieces if piece.size >= least]


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
