"""Frames drawn around a text inside of its cell: they bound no cell, though they stand so near to
its walls that they would be lines of the same grid.

Such a frame is closed, holds no rule, and lies in a box whose four sides are other rules that meet.
Boxes apart that are cells lie between the sides of others, which do not meet. A box beside a table
that touches it or lies over its corner (`DỰ THẢO`) bounds no cell either: no side of it is in line
with a rule of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.ruled.lattice import SAME_GRID
from pipeline.extract.ruled.lines import TOUCH, Rule

CORNER = 1.5
"""Points by which the sides of a drawn box miss each other at most."""
LEAVES = 6.0
"""Points by which a rule of a table reaches out of a box over its corner at least; the ends of the
rules of one table stand out by less."""
_PAIR = 2
MOST = 400
"""Rules down of a page; with more it is a drawing."""


Drawn = tuple[float, float, float, float]


class _Sides(NamedTuple):
    """The four sides of a box."""

    left: Rule
    top: Rule
    right: Rule
    bottom: Rule


def without_frames(
    across: Sequence[Rule], walls: Sequence[Rule]
) -> tuple[list[Rule], list[Rule], list[Drawn]]:
    """Rules across and down (joined) without those of frames that bound no cell, and the places
    (x0, y0, x1, y1) of those that lean on a table."""
    gone: set[Rule] = set()
    leaning: list[Drawn] = []
    if len(walls) <= MOST:
        closed = list(_boxes(across, walls))
        for box in closed:
            if not _is_parted(box, across, walls) and _is_inside(box, across, walls):
                gone.update(box)
        for box in [*closed, *_ears(across, walls)]:
            if _leans_on_table(box, across, walls):
                gone.update(side for side in box if _ends_at(side, box))
                leaning.append((box.left.at, box.top.at, box.right.at, box.bottom.at))
    if not gone:
        return list(across), list(walls), []
    return [r for r in across if r not in gone], [r for r in walls if r not in gone], leaning


def _boxes(across: Sequence[Rule], walls: Sequence[Rule]) -> Iterator[_Sides]:
    """The boxes of four rules that end at each other."""
    for at, left in enumerate(walls):
        tops = [r for r in across if _near(r.at, left.lo) and _near(r.lo, left.at)]
        bottoms = [r for r in across if _near(r.at, left.hi) and _near(r.lo, left.at)]
        if not tops or not bottoms:
            continue
        for right in walls[at + 1 :]:
            if not (_near(right.lo, left.lo) and _near(right.hi, left.hi)):
                continue
            top = next((rule for rule in tops if _near(rule.hi, right.at)), None)
            bottom = next((rule for rule in bottoms if _near(rule.hi, right.at)), None)
            if top and bottom and top != bottom:
                yield _Sides(left, top, right, bottom)


def _ears(across: Sequence[Rule], walls: Sequence[Rule]) -> Iterator[_Sides]:
    """The boxes of three rules that stand on a longer one; both sides are no wall of many rows, for
    a table has more of those."""
    beside: dict[tuple[int, int], list[Rule]] = {}
    for wall in walls:
        beside.setdefault((round(wall.lo), round(wall.hi)), []).append(wall)
    for pair in beside.values():
        if len(pair) != _PAIR:
            continue
        left, right = sorted(pair, key=lambda wall: wall.at)
        top, bottom = (
            [
                r
                for r in across
                if _near(r.at, end) and r.lo <= left.at + CORNER and r.hi >= right.at - CORNER
            ]
            for end in (left.lo, left.hi)
        )
        if len(top) == len(bottom) == 1:
            box = _Sides(left, top[0], right, bottom[0])
            if _ends_at(box.top, box) != _ends_at(box.bottom, box):
                yield box


def _ends_at(side: Rule, box: _Sides) -> bool:
    """Whether a side of a box is no longer than it."""
    lo, hi = (
        (box.top.at, box.bottom.at)
        if side in (box.left, box.right)
        else (box.left.at, box.right.at)
    )
    return lo - CORNER <= side.lo and side.hi <= hi + CORNER


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= CORNER


def _is_parted(box: _Sides, across: Sequence[Rule], walls: Sequence[Rule]) -> bool:
    """Whether a rule stands inside of a box."""
    x0, x1, y0, y1 = box.left.at, box.right.at, box.top.at, box.bottom.at
    return any(
        y0 + CORNER < r.at < y1 - CORNER and r.lo < x1 - CORNER and r.hi > x0 + CORNER
        for r in across
    ) or any(
        x0 + CORNER < r.at < x1 - CORNER and r.lo < y1 - CORNER and r.hi > y0 + CORNER
        for r in walls
    )


def _is_inside(box: _Sides, across: Sequence[Rule], walls: Sequence[Rule]) -> bool:
    """Whether a box lies in one of other rules, whose sides meet."""
    x0, x1, y0, y1 = box.left.at, box.right.at, box.top.at, box.bottom.at
    beside = [r for r in walls if r not in box and r.lo < y0 and r.hi > y1]
    over = [r for r in across if r not in box and r.lo < x0 and r.hi > x1]
    left = max((r for r in beside if r.at < x0), default=None)
    right = min((r for r in beside if r.at > x1), default=None)
    top = max((r for r in over if r.at < y0), default=None)
    bottom = min((r for r in over if r.at > y1), default=None)
    if left is None or right is None or top is None or bottom is None:
        return False
    return all(
        level.lo - TOUCH <= wall.at <= level.hi + TOUCH
        and wall.lo - TOUCH <= level.at <= wall.hi + TOUCH
        for level in (top, bottom)
        for wall in (left, right)
    )


def _leans_on_table(box: _Sides, across: Sequence[Rule], walls: Sequence[Rule]) -> bool:
    """Whether a box reaches beyond a table that it touches, and no side of it is in line with a
    rule of the table near it; what stands inside of it are rules of the table that leave it."""
    x0, x1, y0, y1 = box.left.at, box.right.at, box.top.at, box.bottom.at
    levels = [r for r in across if not _is_own(r, box) and _meets(r, (x0, x1), (y0, y1))]
    uprights = [r for r in walls if r not in box and _meets(r, (y0, y1), (x0, x1))]
    if not levels or not uprights:
        return False
    in_line = any(min(abs(r.at - x0), abs(r.at - x1)) <= SAME_GRID for r in uprights)
    beyond = y0 < min(r.at for r in levels) - CORNER or y1 > max(r.at for r in levels) + CORNER
    wider = min(r.hi - r.lo for r in levels) > x1 - x0
    held = [r for r in levels if x0 - LEAVES < r.lo and r.hi < x1 + LEAVES]
    held += [r for r in uprights if y0 - LEAVES < r.lo and r.hi < y1 + LEAVES]
    return beyond and wider and not in_line and not held


def _is_own(rule: Rule, box: _Sides) -> bool:
    return rule in box and _ends_at(rule, box)


def _meets(rule: Rule, along: tuple[float, float], at: tuple[float, float]) -> bool:
    """Whether a rule comes so near to a box that both are taken for one network."""
    lo, hi = along
    return at[0] - SAME_GRID <= rule.at <= at[1] + SAME_GRID and (
        rule.lo <= hi + SAME_GRID and rule.hi >= lo - SAME_GRID
    )
