"""Seals as black as the print: on copies and bilevel scans no colour tells them.

A seal is round. Its rings are found as circles, and taken out of the ink as rules are: laid out
around their middle they run straight. The words that stand in it are less sure than others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.picture import Sheet
from pipeline.extract.scan.pixels import components
from pipeline.extract.scan.stroke import Stroke
from pipeline.extract.scan.strokes import erase
from pipeline.extract.scan.upright import without_long

SMALLEST, LARGEST = 36.0, 76.0
"""Points from the middle to the ring of a seal: those of official bodies are 30 to 42 mm wide."""
LOOKED_AT = 1.0
"""Pixels a point at which circles are looked for."""
EDGE, VOTES = 150, 34
"""How sharp an edge is that may be one of a circle's, and how many of its points must agree (as
`cv2.HoughCircles` counts them)."""
MOST = 3
"""Circles that are looked at, the plainest first."""
ARC = 16.0
"""Points that a piece of a ring reaches at least; letters do not, words whose letters touch may."""
WHOLE = 0.6
"""How much of a ring must be ink: a circle through lines of print meets ink for a third of its way
at most."""
SHOWN = 0.4
"""How much of a ring the page must show."""
TURNS = 120
"""Points of a circle by which it is told how much of it the page shows."""
STEPS = ((4.0, 0.8), (0.6, 0.15))
"""Points around a rough middle within which the middle is looked for, and how closely."""
AROUND = 4.0
"""Points around a ring that belong to the seal."""
THICK = 5.0
"""Points up to which a ring is thick."""
LETTERED, HIDING, BARE = 255, 192, 128
"""What a sheet's `stamped` is where a black seal has letters, where it is solid so that nothing
shows of what is printed there, and elsewhere inside of its letters."""
INSIDE = 0.6
"""Share of the radius of a seal within which none of its letters stand: its inner ring is at two
thirds of the outer one."""
SOLID, EDGED = 3.2, 0.8
"""Points across from which ink under a seal is no stroke of print (bold letters of 14 points are
2.3 thick), and that are taken off around it."""
_BLANK_OUTSIDE = cv2.INTER_NEAREST | cv2.WARP_FILL_OUTLIERS
"""How pictures are laid out: unless told to fill, OpenCV leaves what stood in memory where a
picture has no pixels."""


class Circle(NamedTuple):
    """A circle in pixels."""

    x: float
    y: float
    radius: float


def without_seals(sheet: Sheet) -> Sheet:
    """A sheet whose black seals have their rings taken out of the ink, and are `stamped`."""
    circles = find_seals(sheet.ink, sheet.per_point)
    if not circles:
        return sheet
    ink = sheet.ink
    stamped = np.zeros_like(ink) if sheet.stamped is None else sheet.stamped.copy()
    for circle in circles:
        solid = _solid(ink, circle, sheet.per_point) > 0
        ink = _without_rings(ink, circle, sheet.per_point)
        ink[solid] = 0
        reach = round(circle.radius + AROUND * sheet.per_point)
        middle = (round(circle.x), round(circle.y))
        cv2.circle(stamped, middle, reach, LETTERED, -1)
        cv2.circle(stamped, middle, round(INSIDE * circle.radius), BARE, -1)
        stamped[solid] = HIDING
    return replace(sheet, ink=ink, stamped=stamped)


def find_seals(ink: Gray, per_point: float) -> list[Circle]:
    """The outermost rings of the seals in some ink."""
    factor = LOOKED_AT / per_point
    small = cv2.resize(large_in(without_long(ink, per_point), ARC * per_point), None, fx=factor,
                       fy=factor, interpolation=cv2.INTER_AREA)  # fmt: skip
    return _circles(small, ink, per_point)


def find_bare_seals(ink: Gray, per_point: float) -> list[Circle]:
    """The same of ink beside which no print stands: made small first, which takes a tenth."""
    factor = LOOKED_AT / per_point
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    seen = ((small > 0) * np.uint8(255)).astype(np.uint8)
    return _circles(small & large_in(seen, ARC * LOOKED_AT), ink, per_point)


def _circles(small: Gray, ink: Gray, per_point: float) -> list[Circle]:
    """The rings in some ink that circles in a small picture of it lead to."""
    if not small.any():
        return []
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, dp=1.5, minDist=SMALLEST, param1=EDGE, param2=VOTES,
        minRadius=round(SMALLEST), maxRadius=round(LARGEST),
    )  # fmt: skip
    if found is None:
        return []
    factor = LOOKED_AT / per_point
    rough = [Circle(*map(float, one[:3])) for one in found.reshape(-1, found.shape[-1])[:MOST]]
    circles = (_ring_near(ink, Circle(*(v / factor for v in one)), per_point) for one in rough)
    return [circle for circle in circles if circle is not None]


def large_in(ink: Gray, least: float) -> Gray:
    """What of some ink reaches so many pixels in one piece: letters do not."""
    labels, stats = components(ink)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = sides >= least
    large[0] = False
    out = np.zeros_like(ink)
    for label in np.flatnonzero(large):  # few: the box of each is faster than the whole page
        x, y, wide, high, _ = stats[label]
        own = labels[y : y + high, x : x + wide] == label
        out[y : y + high, x : x + wide][own] = 255
    return out


def _ring_near(ink: Gray, rough: Circle, per_point: float) -> Circle | None:
    """The outermost ring around a middle near a rough one; None where there is none."""
    best = rough
    for reach, step in STEPS:
        places = np.arange(-reach, reach + step / 2, step) * per_point
        tried = [Circle(best.x + dx, best.y + dy, 0.0) for dx in places for dy in places]
        # Seen from its own middle a ring is sharpest: all of its ink at the same few distances.
        best = max(tried, key=lambda one: float(np.square(_shares(ink, one, per_point)).sum()))
        if _shares(ink, best, per_point).max() < WHOLE:
            return None
    outer = np.flatnonzero(_shares(ink, best, per_point) >= WHOLE)[-1]
    return best._replace(radius=float(outer))


def _shares(ink: Gray, circle: Circle, per_point: float) -> np.ndarray:
    """How much of each circle around a middle is ink, by its radius in pixels; 0 for those that
    are too small or too large for a seal."""
    least, reach = round(SMALLEST * per_point), round(LARGEST * per_point)
    places = _around(least, reach, _steps(per_point))
    x, y = (np.empty(part.shape, np.float32) for part in places)
    np.add(places[0], circle.x, out=x, casting="same_kind")
    np.add(places[1], circle.y, out=y, casting="same_kind")
    around = cv2.remap(ink, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT)
    inked = cv2.reduce(around, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0] // 255
    shares = np.zeros(round((LARGEST + AROUND) * per_point))
    shares[least:reach] = _of_shown(inked, circle, ink.shape, range(least, reach), around.shape[1])
    return shares


@lru_cache(maxsize=4)
def _around(least: int, reach: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the points of circles stand from their middle, in pixels across and down: a row for
    each radius, a column for each step around. `cv2.warpPolar` has the same, and makes them anew
    for each middle, those within the smallest seal too."""
    turns = 2 * np.pi / steps * np.arange(steps)[None, :]
    far = np.arange(least, reach)[:, None]
    return far * np.cos(turns), far * np.sin(turns)


def _steps(per_point: float) -> int:
    """How many steps around a circle is laid out in."""
    return round(2 * np.pi * round((LARGEST + AROUND) * per_point))


def _inked(around: Gray, circle: Circle, shape: tuple[int, ...]) -> np.ndarray:
    """How much is ink of what a picture of such a shape shows of each circle around a middle, laid
    out."""
    reach, steps = around.shape
    return _of_shown(np.count_nonzero(around, axis=1), circle, shape, range(reach), steps)


def _of_shown(
    inked: np.ndarray, circle: Circle, shape: tuple[int, ...], radii: range, steps: int
) -> np.ndarray:
    """The points of ink on circles around a middle as shares of what a picture of such a shape
    shows of their steps; 0 for those of which it shows too little: seals over the edges of several
    sheets put together are halves on each."""
    height, width = shape
    reach = radii.stop
    if reach <= min(circle.x, circle.y, width - circle.x, height - circle.y):
        return np.asarray(inked / steps)
    turns = np.linspace(0, 2 * np.pi, TURNS, endpoint=False)
    far = np.array(radii)[:, None]
    x, y = circle.x + far * np.cos(turns), circle.y + far * np.sin(turns)
    shown = ((x >= 0) & (x < width) & (y >= 0) & (y < height)).mean(axis=1)
    return np.where(shown >= SHOWN, inked / (np.maximum(shown, SHOWN) * steps), 0.0)


def _laid_out(ink: Gray, circle: Circle, per_point: float) -> Gray:
    """The ink around a middle, unrolled: a row for each pixel of distance, a column for each step
    around."""
    reach = round((LARGEST + AROUND) * per_point)
    size = (reach, _steps(per_point))
    flags = cv2.WARP_POLAR_LINEAR | _BLANK_OUTSIDE
    out = cv2.warpPolar(ink, size, (circle.x, circle.y), reach, flags)
    return np.ascontiguousarray(out.T)


def _without_rings(ink: Gray, circle: Circle, per_point: float) -> Gray:
    """The ink without the rings around a middle; print that crosses one stays whole."""
    around = _laid_out(ink, circle, per_point)
    rings = _bands(_inked(around, circle, ink.shape) >= WHOLE)
    left = around.copy()
    erase(
        left,
        [Stroke(0, y0, around.shape[1], y1) for y0, y1 in rings if y1 - y0 <= THICK * per_point],
        max(1, round(0.25 * per_point)),
    )
    gone = np.ascontiguousarray(((around > 0) & (left == 0)).T.astype(np.uint8))
    reach = around.shape[0]
    flags = cv2.WARP_POLAR_LINEAR | cv2.WARP_INVERSE_MAP | _BLANK_OUTSIDE
    height, width = ink.shape
    mask = cv2.warpPolar(gone, (width, height), (circle.x, circle.y), reach, flags)
    out: Gray = np.where(mask > 0, np.uint8(0), ink).astype(np.uint8)
    return out


def _solid(ink: Gray, circle: Circle, per_point: float) -> Gray:
    """What of the ink of a seal is thicker than strokes of print, with its ragged edge: the star in
    its middle, a ring that is thick. Print under it is lost; that beside it would be one mark with
    it, two lines with what lies between."""
    side = round(SOLID * per_point)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    core = cv2.morphologyEx(ink, cv2.MORPH_OPEN, disc)
    within = np.zeros_like(ink)
    reach = round(circle.radius + AROUND * per_point)
    cv2.circle(within, (round(circle.x), round(circle.y)), reach, 255, -1)
    edge = 2 * round(EDGED * per_point) + 1
    grown = cv2.dilate(core & within, np.ones((edge, edge), np.uint8))
    out: Gray = (grown & ink).astype(np.uint8)
    return out


def _bands(rows: np.ndarray) -> list[tuple[int, int]]:
    """The runs of rows that are set: first, and one past the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
