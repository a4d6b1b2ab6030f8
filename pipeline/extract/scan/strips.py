"""Strips without toner: a stretch from top to bottom in which a copier or printer laid none down.

Rules across end at one place and go on at another, all of a table alike and at no wall, and what is
between is white. They are joined; print that ends at a strip may go on in it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.ruled.lattice import Lattice
from pipeline.extract.scan.broken import BREAK, in_line, meets_at
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.stroke import MEETS, Stroke

WIDEST = 72.0
"""Points that a strip is wide at most."""
AT_WALL = 3.0
"""Points from a wall within which a rule ends at it, as at a merged cell."""
FEWEST = 3
"""Rules that break off in a strip at least."""
SHARED = 0.5
"""Share of the wider of two gaps that both have, where they lie in one strip."""
WHITE = 0.04
"""Share of a strip, from its first rule to its last, that is ink at most: dust and rests of letters
(of lines of print a tenth and more is ink)."""
NEAR = 1.5
"""x-heights from a strip within which a word may go on in it, or another be lost."""
ROOM, PRINTED = 0.5, 0.15
"""x-heights on both sides of a wall that hardly any print reaches into, and share of its length
along which some may: where a strip cuts letters, their rests line up as those of a wall do."""
COVERED = 0.5
"""Share of the width of a cell without print from which on a strip may hide a text of it."""


TABLE = 1_000_000
"""What the number of a table is multiplied by, in the number of a cell of a page."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""


class Strip(NamedTuple):
    """A strip without toner: its box in pixels, from the first rule that breaks off in it to the
    last, right and bottom excluded."""

    x0: int
    y0: int
    x1: int
    y1: int


def torn(
    across: Sequence[Stroke], walls: Sequence[Stroke], ink: Gray, per_point: float
) -> tuple[list[Strip], list[Stroke]]:
    """The strips in which rules across break off, and what joins these over them; `walls` are those
    down, laid on their side."""
    gaps = sorted(_gaps(across, walls, per_point))
    strips: list[Strip] = []
    joints: list[Stroke] = []
    while gaps:
        own = _alike(gaps)
        taken = set(own)
        gaps = [gap for gap in gaps if gap not in taken]
        strip = _strip_of(own)
        part = ink[strip.y0 : strip.y1, strip.x0 : strip.x1]
        if len(own) >= FEWEST and part.size and float((part > 0).mean()) <= WHITE:
            strips.append(strip)
            joints += own
    return strips, joints


def _gaps(across: Sequence[Stroke], walls: Sequence[Stroke], per_point: float) -> Iterator[Stroke]:
    """The gaps in lines across that are wider than breaks and do not reach from wall to wall."""
    least, most = BREAK * per_point, WIDEST * per_point
    for line in in_line(across, MEETS * per_point):
        y0, y1 = min(s.y0 for s in line), max(s.y1 for s in line)
        for (_, x0), (x1, _) in pairwise(_stretches(line)):
            ends = [meets_at(x, (y0 + y1) / 2, walls, AT_WALL * per_point) for x in (x0, x1)]
            if least < x1 - x0 <= most and not all(ends):
                yield Stroke(x0, y0, x1, y1)


def _stretches(line: Sequence[Stroke]) -> list[tuple[int, int]]:
    """From where to where the strokes of a line reach without a gap."""
    out: list[tuple[int, int]] = []
    for x0, _, x1, _ in sorted(line):
        if out and x0 <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], x1)
        else:
            out.append((x0, x1))
    return out


def _alike(gaps: Sequence[Stroke]) -> list[Stroke]:
    """The first gap, and those that lie where all taken before lie."""
    own: list[Stroke] = []
    left, right, widest = gaps[0].x0, gaps[0].x1, 0
    for gap in gaps:
        x0, x1, width = max(left, gap.x0), min(right, gap.x1), max(widest, gap.x1 - gap.x0)
        if x1 - x0 >= SHARED * width:
            own.append(gap)
            left, right, widest = x0, x1, width
    return own


def _strip_of(gaps: Sequence[Stroke]) -> Strip:
    """What all of some gaps have in common, from the topmost to the lowest."""
    return Strip(
        max(one.x0 for one in gaps), min(one.y0 for one in gaps),
        min(one.x1 for one in gaps), max(one.y1 for one in gaps),
    )  # fmt: skip


def free_of_print(
    lost: Sequence[Stroke], ink: Gray, x_height: float, per_point: float
) -> list[Stroke]:
    """Those of some lines across of which only specks are left, beside which stands no print."""
    reach = round(ROOM * x_height)
    lines = in_line(lost, MEETS * per_point)
    return [one for line in lines if _printed(line, ink, reach) <= PRINTED for one in line]


def _printed(line: Sequence[Stroke], ink: Gray, reach: int) -> float:
    """Share of a line with ink right above it, or right below it, whichever is more."""
    whole = sum(one.x1 - one.x0 for one in line)
    sides = (
        [ink[max(0, one.y0 - 1 - reach) : max(0, one.y0 - 1), one.x0 : one.x1] for one in line],
        [ink[one.y1 + 1 : one.y1 + 1 + reach, one.x0 : one.x1] for one in line],
    )
    return max(float(sum(part.any(axis=0).sum() for part in side)) / whole for side in sides)


def goes_on(box: Box, strips: Sequence[Strip], unit: float) -> bool:
    """Whether print in a box (x0, y0, x1, y1 in pixels) may go on in a strip."""
    x0, y0, x1, y1 = box
    near = NEAR * unit
    return any(
        x1 >= strip.x0 - near and x0 <= strip.x1 + near and y1 > strip.y0 and y0 < strip.y1
        for strip in strips
    )


def hidden(
    lattices: Sequence[Lattice], strips: Sequence[Strip], per_point: float, filled: Container[int]
) -> Iterator[Box]:
    """The boxes in points of the cells that are not `filled` (`TABLE` times the number of their
    table, and their own) and may say something in a strip."""
    for at, lattice in enumerate(lattices if strips else ()):
        for cell in range(len(lattice.cells)):
            box = lattice.cell_box(cell)
            if at * TABLE + cell not in filled and _hides(strips, box, per_point):
                yield box


def _hides(strips: Sequence[Strip], box: Box, per_point: float) -> bool:
    x0, y0, x1, y1 = (side * per_point for side in box)
    return any(
        min(x1, strip.x1) - max(x0, strip.x0) >= COVERED * (x1 - x0)
        and y1 > strip.y0
        and y0 < strip.y1
        for strip in strips
    )
