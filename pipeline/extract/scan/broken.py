"""Broken rules: what joins their pieces, over short breaks and where rests of them show.

From a rule in the band beside nothing is concluded but the wall of a low row: a rule across ends at
a merged cell too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.stroke import FAINT, MEETS, Stroke

BREAK = 9.0
"""Points of a break in a rule that are mended: print does not break off so."""
FAINT_SHARE = 0.6
"""How much of a gap must be rests of the rule for it to go on there."""
ALL_ALONG = 0.9
"""The same of a gap between two rules that cross: letters of a merged cell fill a part of it."""
LONGEST_GAP, LOWEST = 40.0, 10.0
"""Points of a faint stretch that are looked at; of a row of one line at least."""
INKED = 0.5
"""How much of the wall of such a row must still be there."""
RESTS, CROSSED = 0.3, 0.12
"""How much of a gap must be thin rests with white beside them, for it to be a rule that a copier
broke; how much of it print may cross."""


def mended(
    strokes: list[Stroke], crossing: Sequence[Stroke], gray: Gray, per_point: float
) -> list[Stroke]:
    """The strokes, and what joins those of one line over short or faint breaks. Rules that cross
    within a gap part it: what stands in one band says nothing of the next."""
    near = 1.0 * per_point
    out = list(strokes)
    ordered = sorted(strokes, key=lambda s: s.x0)
    for one in ordered:
        middle = (one.y0 + one.y1) / 2
        best: Stroke | None = None
        for other in ordered:
            if other.x0 <= one.x1 or abs((other.y0 + other.y1) / 2 - middle) > near:
                continue
            if best is None or other.x0 < best.x0:
                best = other
        if best is None or any(
            s.x0 <= one.x1 < s.x1 and abs((s.y0 + s.y1) / 2 - middle) <= near and s is not one
            for s in ordered
        ):
            continue
        gap = (best.x0 - one.x1) / per_point
        joint = Stroke(one.x1, min(one.y0, best.y0), best.x0, max(one.y1, best.y1))
        if 0 < gap <= BREAK:
            out.append(joint)
        elif gap <= LONGEST_GAP:
            parts = _by_band(joint, crossing, near)
            out += [part for part in parts if _goes_on(part, crossing, gray, per_point)]
    out += _to_the_edges(ordered, crossing, gray, per_point)
    return out + list(_in_low_rows(out, crossing, gray, per_point))


def _in_low_rows(
    strokes: Sequence[Stroke], crossing: Sequence[Stroke], gray: Gray, per_point: float
) -> Iterator[Stroke]:
    """What is left of a worn rule between two that cross, in line with strokes elsewhere: the wall
    of a row of one line, too short to be seen as a stroke by itself."""
    near = MEETS * per_point
    for line in in_line(strokes, near):
        middle = line[0].y0 + line[0].y1
        cuts = sorted(
            {(s.x0 + s.x1) // 2 for s in crossing if s.y0 - near <= middle / 2 <= s.y1 + near}
        )
        for x0, x1 in pairwise(cuts):
            if not LOWEST <= (x1 - x0) / per_point <= LONGEST_GAP:
                continue
            if any(s.x0 < x1 - 2 * near and s.x1 > x0 + 2 * near for s in line):
                continue
            beside = min(line, key=lambda s: max(s.x0 - x1, x0 - s.x1))
            wall = Stroke(x0, beside.y0, x1, beside.y1)
            if _is_broken(wall, gray, per_point, INKED):
                yield wall


def in_line(strokes: Sequence[Stroke], near: float) -> list[list[Stroke]]:
    """Strokes across by the lines they stand in."""
    lines: list[list[Stroke]] = []
    for one in sorted(strokes, key=lambda s: s.y0 + s.y1):
        if not lines or one.y0 + one.y1 - lines[-1][-1].y0 - lines[-1][-1].y1 > near:
            lines.append([])
        lines[-1].append(one)
    return lines


def _by_band(joint: Stroke, crossing: Sequence[Stroke], near: float) -> list[Stroke]:
    """The parts of a gap between the rules that cross it."""
    middle = (joint.y0 + joint.y1) / 2
    cuts = [joint.x0]
    for x in sorted((s.x0 + s.x1) // 2 for s in crossing if s.y0 - near <= middle <= s.y1 + near):
        if cuts[-1] + 2 * near < x < joint.x1 - 2 * near:
            cuts.append(x)
    return [joint._replace(x0=x0, x1=x1) for x0, x1 in pairwise([*cuts, joint.x1])]


def _goes_on(part: Stroke, crossing: Sequence[Stroke], gray: Gray, per_point: float) -> bool:
    """Whether rests of a rule show in a gap within one band. From one rule that crosses to another
    it is a merged cell, in which a letter may stand: there they must show nearly all along."""
    middle, near = (part.y0 + part.y1) / 2, 1.0 * per_point
    ends = all(meets_at(x, middle, crossing, near) for x in (part.x0, part.x1))
    share = ALL_ALONG if ends else FAINT_SHARE
    return _is_faint(part, gray, share) or _is_broken(part, gray, per_point)


def _to_the_edges(
    strokes: Sequence[Stroke], crossing: Sequence[Stroke], gray: Gray, per_point: float
) -> list[Stroke]:
    """What joins strokes to the next rule that crosses their line, where rests of a rule show
    between: the wall of a first or a last row, which no other stroke goes on in."""
    out: list[Stroke] = []
    ends = list(strokes)
    while ends:  # from rule to rule: a table may begin with several low rows
        joints = [j for one in ends for j in _gaps_beside(one, crossing, per_point)]
        ends = [j for j in set(joints) - set(out) if _is_broken(j, gray, per_point)]
        out += ends
    return out


def _gaps_beside(one: Stroke, crossing: Sequence[Stroke], per_point: float) -> list[Stroke]:
    """The gaps between a stroke and the next rules that cross its line, before and after it."""
    near, far = 1.0 * per_point, LONGEST_GAP * per_point
    middle = (one.y0 + one.y1) / 2
    met = [s for s in crossing if s.y0 - near <= middle <= s.y1 + near]
    before = max((s.x0 for s in met if one.x0 - far <= s.x0 < one.x0 - near), default=None)
    after = min((s.x1 for s in met if one.x1 + near < s.x1 <= one.x1 + far), default=None)
    gaps = [] if before is None else [Stroke(before, one.y0, one.x0, one.y1)]
    return gaps if after is None else [*gaps, Stroke(one.x1, one.y0, after, one.y1)]


def _is_broken(joint: Stroke, gray: Gray, per_point: float, least: float = RESTS) -> bool:
    """Whether thin rests of a rule stand in a gap, with white on both sides (over `least` of it),
    and hardly any print runs across."""
    reach = max(2, round(0.8 * per_point))
    top, bottom = max(0, joint.y0 - 1), joint.y1 + 1
    inked = [
        np.atleast_1d((part < FAINT).any(axis=0))
        for part in (
            gray[max(0, top - reach) : top, joint.x0 : joint.x1],
            gray[top:bottom, joint.x0 : joint.x1],
            gray[bottom : bottom + reach, joint.x0 : joint.x1],
        )
    ]
    if len(inked[0]) <= 4 * reach:
        return False
    above, own, below = (part[reach:-reach] for part in inked)  # its ends are rules that cross
    thin, across = own & ~above & ~below, own & above & below
    return float(thin.mean()) >= least and float(across.mean()) <= CROSSED


def meets_at(x: float, y: float, crossing: Sequence[Stroke], near: float) -> bool:
    """Whether a rule that crosses passes a point."""
    return any(
        s.x0 - near <= x <= s.x1 + near and s.y0 - near <= y <= s.y1 + near for s in crossing
    )


def _is_faint(joint: Stroke, gray: Gray, share: float) -> bool:
    band = gray[max(0, joint.y0 - 1) : joint.y1 + 1, joint.x0 : joint.x1]
    return bool(band.size) and float((band.min(axis=0) < FAINT).mean()) >= share
