"""Boxes that stand apart: each bounded by rules of its own, with white between it and the next.

Read off the strokes as they are drawn, before breaks are bridged: where the white between boxes is
no wider than a break, their sides would be one rule, and the boxes one grid with cells of white.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from pipeline.extract.ruled.lines import JOIN_GAP, Rule, joined, on_one_line

ONE_STROKE = 0.6
"""Points by which strokes on one line differ, and the white within one that is not dotted."""
CORNER = 1.5
"""Points between the ends of two sides that meet: strokes have a width."""
LOW = 5.0
"""Points: a box for a line of text is higher and wider."""
DOT = 4.0
"""Points: a stroke no longer than that is a dot or a dash of one."""
DOTS = 0.8
"""Share of the strokes that are dots where rules are dotted."""
BRIDGED = 1.6
"""Times the white between two dots that is white in one dotted rule."""


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box with the strokes that are its sides; those above and below are missing where the page
    cuts it."""

    left: Rule
    right: Rule
    top: Rule | None
    bottom: Rule | None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1, in points."""
        return self.left.at, self.left.lo, self.right.at, self.left.hi


class _Height(NamedTuple):
    """Where a stroke down begins and ends, as numbers of places that are told from each other."""

    top: int
    bottom: int


def boxes_apart(across: Iterable[Rule], down: Iterable[Rule]) -> list[DrawnBox]:
    """The boxes that strokes bound; none where they have a side in common."""
    upright = [stroke for stroke in strokes(down) if stroke.hi - stroke.lo > LOW]
    level = [stroke for stroke in strokes(across) if stroke.hi - stroke.lo > LOW]
    tops = _places([stroke.lo for stroke in upright])
    bottoms = _places([stroke.hi for stroke in upright])
    rows: dict[_Height, list[Rule]] = {}
    for stroke in upright:
        rows.setdefault(_Height(tops[stroke.lo], bottoms[stroke.hi]), []).append(stroke)
    found: list[DrawnBox] = []
    for row in rows.values():
        for left, right in pairwise(sorted(row)):
            top, bottom = (_between(level, left, right, y) for y in (left.lo, left.hi))
            if top is None and bottom is None:
                continue
            if found and found[-1].right is left:
                return []
            found.append(DrawnBox(left, right, top, bottom))
    return found


def strokes(rules: Iterable[Rule]) -> list[Rule]:
    """The strokes that rules are: pieces on one line that touch are one, and the dots of a dotted
    one."""
    lines = [*on_one_line(rules, ONE_STROKE)]
    white = _white_between_dots(lines)
    return [stroke for line in lines for stroke in joined(line, line[0].at, white)]


def _white_between_dots(lines: Sequence[Sequence[Rule]]) -> float:
    """How much white stands within a stroke: next to none, but between the dots of dotted ones."""
    lengths = [rule.hi - rule.lo for line in lines for rule in line]
    if sum(length <= DOT for length in lengths) < DOTS * len(lengths):
        return ONE_STROKE
    whites = [
        below.lo - above.hi
        for line in lines
        for above, below in pairwise(sorted(line, key=lambda rule: rule.lo))
        if ONE_STROKE < below.lo - above.hi <= JOIN_GAP
    ]
    return BRIDGED * median(whites) if whites else ONE_STROKE


def _places(at: Sequence[float]) -> dict[float, int]:
    """A number for each place, the same for those that differ by no more than strokes on a line."""
    number, first = 0, None
    out: dict[float, int] = {}
    for place in sorted(set(at)):
        if first is None or place - first > ONE_STROKE:
            first, number = place, number + 1
        out[place] = number
    return out


def _between(level: Sequence[Rule], left: Rule, right: Rule, y: float) -> Rule | None:
    """The stroke from one side of a box to the other that is nearest to a height; of those on a
    line only the ones that begin at the left side are looked at."""
    best = None
    index = bisect_left(level, (y - CORNER,))
    while index < len(level) and level[index].at <= y + CORNER:
        stroke = level[index]
        if stroke.lo < left.at - CORNER:
            index = bisect_left(level, (stroke.at, left.at - CORNER))
        elif stroke.lo > left.at + CORNER:
            index = bisect_left(level, (stroke.at, inf))
        else:
            nearer = best is None or abs(stroke.at - y) < abs(best.at - y)
            best = stroke if abs(stroke.hi - right.at) <= CORNER and nearer else best
            index += 1
    return best
