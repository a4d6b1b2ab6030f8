"""Walls beneath a black seal: a rule that ends at a seal and goes on behind it goes through it
where the page shows a thin line between.

Letters and rings of the seal cross it, so that it is no stretch of ink longer than letters, and the
gap is wider than those that a copier leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.stroke import FAINT, Stroke
from pipeline.extract.scan.strokes import Strokes, laid, on_its_side

WIDEST = 152.0
"""Points that a seal is wide at most."""
NEAR, REACH = 1.0, 0.8
"""Points by which both ends of a gap may be out of line, and that are looked at on both sides of
it."""
HIDDEN = 0.8
"""Share of a gap that must lie under the seal."""
DRAWN, THIN = 0.7, 0.3
"""Share of a gap that must be ink, and share that must have white on both sides: what seals print
there and the letters of a merged cell have none."""
SHORTEST = 4.0
"""Points between two rules that cross, from which on a part of a gap is looked at by itself."""


def through_seals(strokes: Strokes, sheet: Sheet) -> Strokes:
    """The strokes, and those that go on beneath the black seals of a sheet."""
    if sheet.stamped is None:
        return strokes
    down = on_its_side(strokes.down)
    gray, stamped = laid(sheet.gray), laid(sheet.stamped)
    more = _beneath(down, strokes.across, gray, stamped, sheet.per_point)
    crossing = (*down, *more)
    rows = _beneath(strokes.across, crossing, sheet.gray, sheet.stamped, sheet.per_point)
    across, walls = (*strokes.across, *rows), (*strokes.down, *on_its_side(more))
    return replace(strokes, across=across, down=walls)


def _beneath(
    strokes: Sequence[Stroke],
    crossing: Sequence[Stroke],
    gray: Gray,
    stamped: Gray,
    per_point: float,
) -> list[Stroke]:
    """What joins strokes across beneath a seal; `crossing` are those down, laid on their side."""
    found: list[Stroke] = []
    for one in strokes:
        other = _next(one, strokes, per_point)
        if other is not None and _is_hidden(one, other, stamped):
            parts = _parts(one, other, crossing, per_point)
            found += [part for part in parts if _is_drawn(part, gray, per_point)]
    known = (*strokes, *found)
    sealed = frozenset(np.flatnonzero(stamped.any(axis=1)).tolist())
    for one in known:
        if (one.y0 + one.y1) // 2 not in sealed:
            continue
        for is_behind in (False, True):
            part = _to_next(one, known, crossing, is_behind, per_point)
            if part is not None and _is_under(part, stamped) and _is_drawn(part, gray, per_point):
                found.append(part)
    return found


def _to_next(
    one: Stroke,
    strokes: Sequence[Stroke],
    crossing: Sequence[Stroke],
    is_behind: bool,
    per_point: float,
) -> Stroke | None:
    """What is between the end of a stroke, or its beginning, and the next rule that crosses its
    line; None where it ends at one, or another stroke goes on."""
    near, least = NEAR * per_point, SHORTEST * per_point
    level = [s for s in strokes if abs(s.y0 + s.y1 - one.y0 - one.y1) <= 2 * near and s is not one]
    crossed = [
        (s.y0 + s.y1) // 2 for s in crossing if s.x0 - near <= (one.y0 + one.y1) / 2 <= s.x1 + near
    ]
    end = one.x1 if is_behind else one.x0
    if any(s.x0 - near <= end <= s.x1 + near for s in level):
        return None
    if any(abs(x - end) <= least for x in crossed):
        return None
    beyond = [x for x in crossed if (x > end) == is_behind]
    if not beyond:
        return None
    far = min(beyond) if is_behind else max(beyond)
    x0, x1 = sorted((end, far))
    return one._replace(x0=x0, x1=x1)


def _is_under(part: Stroke, stamped: Gray) -> bool:
    """Whether a seal lies over most of a stroke."""
    under = stamped[(part.y0 + part.y1) // 2, part.x0 : part.x1]
    return bool(under.size) and float((under > 0).mean()) >= HIDDEN


def _next(one: Stroke, strokes: Sequence[Stroke], per_point: float) -> Stroke | None:
    """The next stroke in line behind one that ends there; None where another goes on beside it."""
    near, far = NEAR * per_point, WIDEST * per_point
    level = [s for s in strokes if abs(s.y0 + s.y1 - one.y0 - one.y1) <= 2 * near and s is not one]
    if any(s.x0 <= one.x1 + near and s.x1 > one.x1 for s in level):
        return None
    behind = [s for s in level if one.x1 < s.x0 <= one.x1 + far]
    return min(behind, key=lambda s: s.x0, default=None)


def _is_hidden(one: Stroke, other: Stroke, stamped: Gray) -> bool:
    middle = (one.y0 + one.y1 + other.y0 + other.y1) // 4
    under = stamped[middle, one.x1 : other.x0]
    return bool(under.size) and float((under > 0).mean()) >= HIDDEN


def _parts(
    one: Stroke, other: Stroke, crossing: Sequence[Stroke], per_point: float
) -> list[Stroke]:
    """The parts of the gap between two strokes, by the rules that cross it."""
    y0, y1 = min(one.y0, other.y0), max(one.y1, other.y1)
    near, least = NEAR * per_point, SHORTEST * per_point
    cuts = [one.x1]
    for x in sorted((s.y0 + s.y1) // 2 for s in crossing if s.x0 - near <= y0 <= s.x1 + near):
        if cuts[-1] + least < x < other.x0 - least:
            cuts.append(x)
    ends = [*cuts[1:], other.x0]
    return [Stroke(x0, y0, x1, y1) for x0, x1 in zip(cuts, ends, strict=True)]


def _is_drawn(part: Stroke, gray: Gray, per_point: float) -> bool:
    """Whether a line shows nearly all along a part of a gap, thin where nothing crosses it."""
    reach = max(2, round(REACH * per_point))
    top, bottom = max(0, part.y0 - 1), part.y1 + 1
    above, own, below = (
        np.asarray((rows[:, part.x0 : part.x1] < FAINT).any(axis=0))
        for rows in (gray[max(0, top - reach) : top], gray[top:bottom], gray[bottom:][:reach])
    )
    if not own.size:
        return False
    return float(own.mean()) >= DRAWN and float((own & ~above & ~below).mean()) >= THIN
