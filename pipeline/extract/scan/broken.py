"""Broken rules: what joins their pieces, over short breaks, where rests of them show, and in the
bands beside those in which they were seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.rests import LONG
from pipeline.extract.scan.stroke import FAINT, MEETS, Stroke

BREAK = 9.0
"""Points of a break in a rule that are mended: print does not break off so."""
FAINT_SHARE = 0.6
"""How much of a gap must be rests of the rule for it to go on there."""
ALL_ALONG = 0.9
"""The same of a gap between two rules that cross: letters of a merged cell fill a part of it."""
LEAST_ACROSS, LEAST_DOWN = (0.05, 2.0), (0.2, 12.0)
"""How much of a band must be rests in line with a rule in the band beside it for it to go on there,
and at least so many points: of the bands of a table whose rules across were all but lost 0.08 to
0.5 was left, white has up to 0.02. Down, through the letters of a cell, more is needed."""
INKED = 0.5
"""How much of a low band is enough."""
QUARTERS = 3
"""Of the four quarters of a band, in which rests must show: what a copier leaves of a rule is left
all along it, a dash or the line below a heading is in one place."""
ASIDE, BEFORE = 1.0, 12.0
"""Points by which it may stand aside there; from its end to a rule that crosses, at most, where it
goes on whatever is left of it."""
LONGEST_GAP, LOWEST = 40.0, 10.0
"""Points of a faint stretch that are looked at; of a band at least."""
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
    return out


def in_bands(
    strokes: Sequence[Stroke],
    crossing: Sequence[Stroke],
    gray: Gray,
    per_point: float,
    least: tuple[float, float],
) -> Iterator[Stroke]:
    """What is left of a worn rule between two that cross, in line with strokes in the bands beside:
    too short, or too little of it, to be seen as a stroke by itself. No rule ends right before one
    that crosses."""
    near = MEETS * per_point
    for line in _in_line(strokes, near):
        middle = line[0].y0 + line[0].y1
        cuts = sorted(
            {(s.x0 + s.x1) // 2 for s in crossing if s.y0 - near <= middle / 2 <= s.y1 + near}
        )
        known = [s for s in line if s.x1 - s.x0 >= LONG * per_point]
        if not known:  # feet of letters in a row
            continue
        for towards in (1, -1):
            for x0, x1 in list(pairwise(cuts))[::towards]:
                for gap in _uncovered((x0, x1), known, near)[::towards]:
                    beside = min(known, key=lambda s: max(s.x0 - gap[1], gap[0] - s.x1))
                    if max(beside.x0 - gap[1], gap[0] - beside.x1) > 2 * near:
                        continue
                    band = Stroke(gap[0], beside.y0, gap[1], beside.y1)
                    is_rest = gap[1] - gap[0] <= min(BEFORE * per_point, (x1 - x0) / 2)
                    wall = _wall_in(band, gray, per_point, (0.0, 0.0) if is_rest else least)
                    if wall is not None:
                        known.append(wall)
                        yield wall


def _uncovered(
    band: tuple[int, int], known: Sequence[Stroke], near: float
) -> list[tuple[int, int]]:
    """The parts of a band in which no stroke of its line stands."""
    gaps, at = [], band[0]
    for one in sorted(known, key=lambda s: s.x0):
        if one.x0 > at and one.x0 < band[1]:
            gaps.append((at, one.x0))
        at = max(at, min(one.x1, band[1]))
    return [gap for gap in (*gaps, (at, band[1])) if gap[1] - gap[0] > 2 * near]


def _wall_in(
    band: Stroke, gray: Gray, per_point: float, least: tuple[float, float]
) -> Stroke | None:
    """The rule of which rests show in a band, a little above or below where the one beside it
    stands; None where too few do."""
    share = max(least[0], min(INKED, least[1] * per_point / (band.x1 - band.x0)))
    reach = round(ASIDE * per_point)
    shifted = (
        band._replace(y0=band.y0 + by, y1=band.y1 + by)
        for by in sorted(range(-reach, reach + 1), key=abs)
    )
    return next((one for one in shifted if _is_broken(one, gray, per_point, share)), None)


def _in_line(strokes: Sequence[Stroke], near: float) -> list[list[Stroke]]:
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
        return least <= 0
    above, own, below = (part[reach:-reach] for part in inked)  # its ends are rules that cross
    thin, across = own & ~above & ~below, own & above & below
    enough = float(thin.mean()) >= least and float(across.mean()) <= CROSSED
    return enough and (least <= 0 or _is_all_along(thin))


def _is_all_along(thin: np.ndarray) -> bool:
    return sum(bool(part.any()) for part in np.array_split(thin, 4)) >= QUARTERS


def meets_at(x: float, y: float, crossing: Sequence[Stroke], near: float) -> bool:
    """Whether a rule that crosses passes a point."""
    return any(
        s.x0 - near <= x <= s.x1 + near and s.y0 - near <= y <= s.y1 + near for s in crossing
    )


def _is_faint(joint: Stroke, gray: Gray, share: float) -> bool:
    band = gray[max(0, joint.y0 - 1) : joint.y1 + 1, joint.x0 : joint.x1]
    return bool(band.size) and float((band.min(axis=0) < FAINT).mean()) >= share
