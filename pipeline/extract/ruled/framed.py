"""Frames drawn around a text inside of its cell: they bound no cell, though they stand so near to
its walls that they would be lines of the same grid.

Such a frame is closed, holds no rule, and lies in a box whose four sides are other rules that meet.
Boxes apart that are cells lie between the sides of others, which do not meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.ruled.lines import TOUCH, Rule

CORNER = 1.5
"""Points by which the sides of a drawn box miss each other at most."""
MOST = 400
"""Rules down of a page; with more it is a drawing."""


class _Sides(NamedTuple):
    """The four sides of a box."""

    left: Rule
    top: Rule
    right: Rule
    bottom: Rule


def without_frames(across: Sequence[Rule], walls: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Rules across and down (joined) without those of frames that stand inside of a cell."""
    gone: set[Rule] = set()
    if len(walls) <= MOST:
        for box in _boxes(across, walls):
            if not _is_parted(box, across, walls) and _is_inside(box, across, walls):
                gone.update(box)
    if not gone:
        return list(across), list(walls)
    return [r for r in across if r not in gone], [r for r in walls if r not in gone]


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
