"""Rules of which a copier left dashes, all over a table: told cell by cell by what is left.

Breaks as long as a line of print is high are no breaks of one rule alone: where a wall ends at a
merged cell it looks the same. Only where most sides of the cells of a page are broken does a dash
in the line of a rule stand for the whole side of its cell; a side without any is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from pipeline.extract.scan.broken import in_line
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.stroke import MEETS, Stroke

SHORTEST = 7.0
"""Points of the side of a cell that is looked at, at least."""
THICK, ROOM = 0.7, 0.8
"""Points that a dash may stand off its line, and of white that it has on both sides."""
DASH = 1.4
"""Points of a dash at least: specks are shorter."""
LEFT = 0.15
"""How much of a side must be dashes for the rest of it to have been a rule."""
CROSSED = 0.12
"""How much of a side print may cross."""
WHOLE, SIDES = 0.85, 8
"""How much of the sides of a page is left, in the middle of all, below which its rules are dashed;
and how many sides tell."""
SET = 0.6
"""x-heights within which print on both sides of a dash makes it a letter of a word (the `l`)."""


class _Side(NamedTuple):
    """The side of a cell, and how much of it is dashes (0 to 1)."""

    place: Stroke
    left: float


def dashed(
    across: Sequence[Stroke],
    down: Sequence[Stroke],
    ink: Gray,
    turned: Gray,
    x_height: float,
    per_point: float,
) -> tuple[list[Stroke], list[Stroke]]:
    """The sides of cells, across and down, of which only dashes are left, none where the rules of
    the page are whole. `down` and what is found of it are laid on their side, as `turned` is, the
    ink."""
    rows, walls = in_line(across, MEETS * per_point), in_line(down, MEETS * per_point)
    sides = (
        list(_sides(rows, walls, ink, x_height, per_point)),
        list(_sides(walls, rows, turned, x_height, per_point)),
    )
    found = [side.left for own in sides for side in own if side.left >= LEFT]
    if len(found) < SIDES or median(found) >= WHOLE:
        return [], []
    first, second = ([side.place for side in own if side.left >= LEFT] for own in sides)
    return first, second


def _sides(
    lines: Sequence[Sequence[Stroke]],
    crossing: Sequence[Sequence[Stroke]],
    ink: Gray,
    x_height: float,
    per_point: float,
) -> Iterator[_Side]:
    """What lines across are parted into by those that cross them, laid on their side."""
    least = SHORTEST * per_point
    for line in lines:
        pieces = sorted(line)
        cuts = sorted(_meets(pieces, sorted(other)) for other in crossing)
        for x0, x1 in pairwise(cuts):
            if x1 - x0 >= least:
                side = _at(pieces, x0, x1)
                yield _Side(side, _dashes(side, ink, x_height, per_point))


def _meets(pieces: Sequence[Stroke], other: Sequence[Stroke]) -> int:
    """Where along a line another one crosses it, or would: both may end long before."""
    x = median((one.y0 + one.y1) / 2 for one in other)
    return round(_height(other, _height(pieces, x)))


def _height(pieces: Sequence[Stroke], x: float) -> float:
    """How high a line stands somewhere along it: as its pieces around do."""
    middles = [(one.x0 + one.x1) / 2 for one in pieces]
    return float(np.interp(x, middles, [(one.y0 + one.y1) / 2 for one in pieces]))


def _at(pieces: Sequence[Stroke], x0: int, x1: int) -> Stroke:
    """The stroke that a line is between two places."""
    thick = max(1, round(median(one.y1 - one.y0 for one in pieces)))
    top = round(_height(pieces, (x0 + x1) / 2) - thick / 2)
    return Stroke(x0, top, x1, top + thick)


def _dashes(side: Stroke, ink: Gray, x_height: float, per_point: float) -> float:
    """How much of a side is dashes (0 to 1): thin, with white on both sides; none where print runs
    across it."""
    off, reach = max(1, round(THICK * per_point)), max(2, round(ROOM * per_point))
    end = off + reach
    x0, x1 = side.x0 + end, side.x1 - end  # at its ends are rules that cross
    top, bottom = max(0, side.y0 - off), side.y1 + off
    if x1 <= x0 or top <= reach:
        return 0.0
    own, above, below = (
        (ink[a:b, x0:x1] > 0).any(axis=0)
        for a, b in ((top, bottom), (top - reach, top), (bottom, bottom + reach))
    )
    if float((own & above & below).mean()) > CROSSED:
        return 0.0
    thin = (own & ~above & ~below).astype(np.int8)
    edges = np.flatnonzero(np.diff(thin, prepend=0, append=0))
    far = max(reach, round(SET * x_height))
    length = sum(
        int(b - a)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if b - a >= DASH * per_point
        and not _is_set(ink, (top, bottom), (x0 + int(a), x0 + int(b)), far)
    )
    return length / (x1 - x0)


def _is_set(ink: Gray, rows: tuple[int, int], columns: tuple[int, int], far: int) -> bool:
    """Whether print stands near on both sides of a dash: it is a letter of a word."""
    (top, bottom), (x0, x1) = rows, columns
    return bool(
        (ink[max(0, top - far) : top, x0:x1] > 0).any()
        and (ink[bottom : bottom + far, x0:x1] > 0).any()
    )
