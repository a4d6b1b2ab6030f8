"""The rules across of a table of which a copier left hardly a dot: told by the whole of its width.

Between the walls of a table, specks on one height are a rule where no print stands at that height:
what one cell alone would not tell, all cells of a row do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.pixels import components

THIN, ROOM = 1.5, 0.35
"""Points up to which a speck of a rule is high, and x-heights of white that it has above and below:
the dots of letters stand nearer to them."""
NARROWEST, LOWEST, FEWEST_WALLS = 100.0, 24.0, 3
"""A table that is looked at: points of its width and of its height at least, and its walls."""
LEANS = 0.004
"""Of its width, by which a rule may lean where a page was set straight."""
FEWEST, STANDS_OUT = 8, 3.0
"""Specks of a rule at least, more than so many times those at other heights of the table."""
BAND = 3
"""Pixels of a height."""
PRINTED = 0.06
"""How much of a cell may have print at the height of a rule."""
ROWS, DOTTED, KNOWN = 0.75, 0.6, 3.0
"""How much of the width of a table such a rule has at least, how much of it are cells in which a
speck is (dots below the letters of one line stand in one or two), and points from a known one
within which it is that one."""
EXPECTED = 6.0
"""Specks that a cell would have if it had as many as the others, from which on one without any is
merged with the cell below."""

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels, right and bottom excluded."""


class Region(NamedTuple):
    """A table between its walls: where they stand, its top and its bottom, in pixels."""

    xs: tuple[int, ...]
    y0: int
    y1: int


def lost_rows(
    ink: Gray, walls: Sequence[Box], known: Sequence[Box], x_height: float, per_point: float
) -> list[Box]:
    """The rules across of which only specks are left, from wall to wall; `known` are those that
    were seen."""
    regions = [
        one
        for one in _regions(walls, per_point)
        if one.xs[-1] - one.xs[0] >= NARROWEST * per_point
        and one.y1 - one.y0 >= LOWEST * per_point
        and len(one.xs) >= FEWEST_WALLS
    ]
    if not regions:
        return []
    specks = _specks(ink, x_height, per_point)
    return [box for one in regions for box in _rows_in(one, ink, specks, known, per_point)]


def _regions(walls: Sequence[Box], per_point: float) -> list[Region]:
    """Tables by their walls: those that share a height stand in one."""
    out: list[list[Box]] = []
    bottom = -1
    for wall in sorted(walls, key=lambda one: one[1]):
        if not out or wall[1] > bottom:
            out.append([])
            bottom = wall[3]
        out[-1].append(wall)
        bottom = max(bottom, wall[3])
    near = 2 * per_point
    regions = []
    for group in out:
        middles = sorted((one[0] + one[2]) // 2 for one in group)
        xs = [middles[0]]
        xs += [b for a, b in pairwise(middles) if b - a > near]
        top, foot = min(one[1] for one in group), max(one[3] for one in group)
        regions.append(Region(tuple(xs), top, foot))
    return regions


def _specks(ink: Gray, x_height: float, per_point: float) -> np.ndarray:
    """Middles (x, y) and widths of all marks that are low and have white above and below."""
    thick, reach = max(2, round(THIN * per_point)), max(2, round(ROOM * x_height))
    labels, stats = components(ink)
    tall = thick + 2 * reach
    bare = cv2.compare(cv2.blur(ink, (1, tall)), round(255 * (thick + 0.4) / tall), cv2.CMP_LE)
    crowded = np.bincount(labels[(ink > 0) & (bare == 0)], minlength=len(stats)) > 0
    kept = (stats[:, 3] <= thick) & ~crowded
    x, y, width, height = (stats[kept, at].astype(float) for at in range(4))
    return np.stack([x + width / 2, y + height / 2, width], axis=1)


def _rows_in(
    region: Region, ink: Gray, specks: np.ndarray, known: Sequence[Box], per_point: float
) -> Iterator[Box]:
    x0, x1 = region.xs[0], region.xs[-1]
    inside = (specks[:, 0] > x0) & (specks[:, 0] < x1)
    own = specks[inside & (specks[:, 1] > region.y0) & (specks[:, 1] < region.y1)]
    if len(own) < FEWEST:
        return
    lean = _lean(own, region)
    heights = own[:, 1] - lean * (own[:, 0] - x0) - region.y0
    counts = np.bincount(np.maximum(0, heights.astype(int)), minlength=region.y1 - region.y0 + 1)
    sums = np.convolve(counts, np.ones(BAND, int), "same")
    least = FEWEST + STANDS_OUT * float(np.median(sums))
    seen = [_height(one, lean, x0) for one in known if one[2] - one[0] >= ROWS * (x1 - x0)]
    for at in np.argsort(-sums, kind="stable").tolist():
        if sums[at] < least:
            break
        y = region.y0 + at
        if any(abs(one - y) <= KNOWN * per_point for one in seen):
            continue
        row = _row_at(region, ink, own[np.abs(heights - at) <= BAND / 2], y, lean)
        if row:
            seen.append(float(y))
            yield from row


def _height(one: Box, lean: float, x0: int) -> float:
    """Where a rule would stand at the first wall of its table."""
    return (one[1] + one[3]) / 2 - lean * ((one[0] + one[2]) / 2 - x0)


def _lean(own: np.ndarray, region: Region) -> float:
    """How much the rules of a table lean: where most specks stand at few heights."""
    wide = region.xs[-1] - region.xs[0]
    most = max(1, round(LEANS * wide))
    leans = [by / wide for by in range(-most, most + 1)]

    def gathered(lean: float) -> float:
        heights = (own[:, 1] - lean * (own[:, 0] - region.xs[0])).astype(int)
        counts = np.bincount(np.maximum(0, heights)).astype(float)
        return float((counts**2).sum())

    return max(leans, key=lambda lean: (gathered(lean), -abs(lean)))


def _row_at(region: Region, ink: Gray, near: np.ndarray, y: int, lean: float) -> list[Box]:
    """The rule at a height, cell by cell; none where print stands in its way."""
    whole = region.xs[-1] - region.xs[0]
    share = len(near) / whole
    cells: list[tuple[bool, int, int, int]] = []
    dotted = 0
    for a, b in pairwise(region.xs):
        at = round(y + lean * ((a + b) / 2 - region.xs[0]))
        strip = (ink[max(0, at - BAND) : at + BAND + 1, a + BAND : b - BAND] > 0).any(axis=0)
        dots = near[(near[:, 0] > a) & (near[:, 0] < b)]
        dotted += (b - a) * (len(dots) > 0)
        printed = (float(strip.sum()) - float(dots[:, 2].sum())) / max(1, b - a)
        is_rule = printed <= PRINTED and (len(dots) > 0 or share * (b - a) < EXPECTED)
        cells.append((is_rule, a, b, at))
    ruled = sum(b - a for is_rule, a, b, _ in cells if is_rule)
    if ruled < ROWS * whole or dotted < DOTTED * whole:
        return []
    out: list[Box] = []
    for is_rule, run in groupby(cells, key=lambda cell: cell[0]):
        if is_rule:
            out += [(a, at - 1, b, at + 1) for _, a, b, at in run]
    return out
