"""Letters of a drawn seal: set one by one around a circle, a word or two level within.

A seal is printed over the page, so its letters belong to no cell it happens to lie on: they are set
aside, as what a stamp or the look of a signature field says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.extract.pdf.letters.aside import SetAside
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import SLANTED, Piece

FEWEST = 6
"""Slanted letters that make an arc: `VIỆT NAM` around a seal has as many."""
LONGEST = 2
"""Letters of a piece on an arc: each is set by itself, one with its mark perhaps."""
OFF = 0.4
"""Ems by which the foot of a letter may miss the circle: it turns about its own middle."""
ROUND = (2.0, 15.0)
"""Ems of the radius of a seal: more is a line of slanted text, less a letter turned in place."""
COLOURED = 60
"""Steps between the strongest and the weakest channel from which on ink is coloured: seals are red,
and what is printed black within one may be text of the page."""


class _Circle(NamedTuple):
    x: float
    y: float
    radius: float


def without_seals(
    pieces: list[Piece], chars: PageChars, aside: SetAside
) -> tuple[list[Piece], list[str]]:
    """The pieces without those of seals, and what these say: the letters on an arc, and within its
    circle what is printed in the same coloured ink."""
    slanted = sum(piece.tilt == SLANTED for piece in pieces)
    if slanted < FEWEST:
        return pieces, []
    colour = _colours(chars)
    apart: set[int] = set()
    said = []
    for run in _runs(pieces, colour):
        circle = _circle_of(run)
        if circle is None:
            continue
        said.append(" ".join(chars.text[run[0].first : run[-1].last].split()))
        apart.update(piece.first for piece in run)
        ink = colour(run[0])
        if _is_coloured(ink):
            inner = [p for p in pieces if colour(p) == ink and _is_within(p, circle)]
            said += [piece.text for piece in inner if piece.first not in apart]
            apart.update(piece.first for piece in inner)
    for piece in pieces:
        if piece.first in apart:
            aside.add("annotation", piece.text)
    return [piece for piece in pieces if piece.first not in apart], said


def _colours(chars: PageChars) -> Callable[[Piece], int]:
    """What tells the ink of a piece (0xRRGGBB)."""

    def colour(piece: Piece) -> int:
        owner = chars.owners[piece.first]
        return chars.inks[owner].style.colour if owner is not None else 0

    return colour


def _runs(pieces: list[Piece], colour: Callable[[Piece], int]) -> Iterator[list[Piece]]:
    """Letters set one after another in one ink and size, enough of them slanted."""
    run: list[Piece] = []
    for piece in pieces:
        if len(piece.text) > LONGEST:
            continue
        if run and (piece.size != run[-1].size or colour(piece) != colour(run[-1])):
            if _is_arc(run):
                yield run
            run = []
        run.append(piece)
    if _is_arc(run):
        yield run


def _is_arc(run: list[Piece]) -> bool:
    return sum(piece.tilt == SLANTED for piece in run) >= FEWEST


def _circle_of(run: list[Piece]) -> _Circle | None:
    """The circle on which the letters of a run stand (least squares), None where they do not."""
    import numpy as np  # loaded here and not above: few files have such letters

    size = run[0].size
    feet = np.array([_foot(piece) for piece in run])
    origin = feet.mean(axis=0)
    x, y = (feet - origin).T
    known, _, rank, _ = np.linalg.lstsq(
        np.column_stack((2 * x, 2 * y, np.ones(len(run)))), x * x + y * y, rcond=None
    )
    if rank < known.size:
        return None
    across, down, rest = map(float, known)
    radius = float(np.sqrt(max(0.0, rest + across * across + down * down)))
    if not ROUND[0] * size <= radius <= ROUND[1] * size:
        return None
    away = np.hypot(x - across, y - down) - radius
    if float(np.abs(away).max()) > OFF * size:
        return None
    return _Circle(across + float(origin[0]), down + float(origin[1]), radius)


def _foot(piece: Piece) -> tuple[float, float]:
    """Where a letter stands: the middle of its foot; of one that is not level, its origin."""
    if piece.tilt:
        return (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return (piece.x0 + piece.x1) / 2, piece.base


def _is_within(piece: Piece, circle: _Circle) -> bool:
    x, y = (piece.x0 + piece.x1) / 2 - circle.x, piece.middle - circle.y
    return x * x + y * y <= (circle.radius + piece.size) ** 2


def _is_coloured(ink: int) -> bool:
    channels = ink >> 16, ink >> 8 & 0xFF, ink & 0xFF
    return max(channels) - min(channels) >= COLOURED
