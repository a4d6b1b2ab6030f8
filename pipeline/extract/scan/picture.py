"""A picture of print made fit to be read: grey, evenly lit, upright, its ink told from its paper.

::

    pixels ──grey──▶ seals and signatures set aside ──light──▶ even ──upright──▶ Sheet

Nothing is made bilevel that was not: the engine reads greys better. Lengths are pixels unless a
name says points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.hairlines import with_hairlines
from pipeline.extract.scan.paper import find_paper, from_above
from pipeline.extract.scan.pixels import components, long_across, long_down
from pipeline.extract.scan.upright import Projection, quarter_turn, skew_of, turned

MAX_PER_POINT = 300 / 72 * 1.1
"""Finer pictures are made coarser: beyond about 300 dpi nothing is read better."""
_SATURATED = 60
"""Difference between the colours of a pixel from which on it is coloured."""
_LARGE_STAMP = 30.0
"""Points that a coloured shape reaches, to be a seal or a signature and no letter."""
_RULED = 0.7
"""How much of a coloured shape runs straight, if it is rules: of a thick ring a third does."""
_AROUND = 5.0
"""White, in points, between the ring of a seal and its letters."""
_BORDER = 12.0
"""Points of black along an edge that are the lid of the scanner."""
_STRAIGHT = 0.12
"""Degrees of skew that are left: turning costs sharpness."""
_PALE, _MOSTLY = 200, 0.75
"""Grey between print and paper below which paper may be dark; share of the page that it has."""


Numbers = npt.NDArray[Any]

_GREY_AXES = 2
"""Axes of the pixels of a grey picture; a coloured one has a third."""
_DARK = 110
"""Grey of what is black beside the paper, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture made fit to be read.

    `gray` is evenly lit, `ink` 255 where there is print, `per_point` pixels. `bilevel` says that
    the picture came in two levels only. `back` takes a pixel of this picture to one of the picture
    it was made from. `stamped` is 255 where a seal or a signature was set aside. `bare` is the ink
    without strokes thinner than a pixel, where these were made ink.
    """

    gray: Gray
    ink: Gray
    per_point: float
    bilevel: bool
    back: Projection
    stamped: Gray | None = None
    bare: Gray | None = None


def sheet_of(pixels: Gray, per_point: float) -> Sheet:
    """The sheet of a picture with so many pixels a point: grey, or red, green and blue."""
    gray, stamped = _grey(pixels, per_point)
    back = Projection.identity()
    if per_point > MAX_PER_POINT:
        factor = MAX_PER_POINT / per_point
        gray = _resized(gray, factor)
        stamped = None if stamped is None else _resized(stamped, factor)
        back, per_point = Projection.scale(1 / factor), MAX_PER_POINT
    if _is_negative(gray):
        gray = cv2.bitwise_not(gray)
    corners = find_paper(gray)
    if corners is not None:
        if stamped is not None:
            stamped = from_above(stamped, corners)[0]
        gray, paper = from_above(gray, corners)
        back = paper.then(back)
    bilevel = _is_bilevel(gray)
    if not bilevel:
        gray = _evenly_lit(gray, per_point)
    gray = _without_border(gray, per_point)
    quarters = quarter_turn(_ink(gray), per_point)
    if quarters:
        back = turned(quarters, gray.shape).then(back)
        gray = np.ascontiguousarray(np.rot90(gray, quarters))
        stamped = None if stamped is None else np.ascontiguousarray(np.rot90(stamped, quarters))
    angle = skew_of(_ink(gray), per_point)
    if abs(angle) > _STRAIGHT:
        turn = Projection.rotation(angle, gray.shape)
        gray = _warped(gray, turn, 255)
        stamped = None if stamped is None else _warped(stamped, turn, 0)
        back = turn.then(back)
    bare = _ink(gray)
    gray, ink = (gray, bare) if bilevel else with_hairlines(gray, bare)
    return Sheet(gray, ink, per_point, bilevel, back, stamped, None if ink is bare else bare)


def _grey(pixels: Gray, per_point: float) -> tuple[Gray, Gray | None]:
    """The picture in grey, seals and signatures made paper, and where they stood."""
    if pixels.ndim == _GREY_AXES:
        return pixels, None
    light, dark = pixels.max(axis=2), pixels.min(axis=2)
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    coloured = ((light.astype(np.int16) - dark > _SATURATED) * np.uint8(255)).astype(np.uint8)
    if not coloured.any():
        return gray, None
    stamp = _stamps(coloured, per_point)
    if stamp is None:
        return gray, None
    # Print under a seal is dark in every colour; the seal alone is light in its own: as paper is.
    own = max(1.0, float(np.median(light[(stamp > 0) & (coloured > 0)])))
    lit = np.minimum(light * (255.0 / own), 255.0).astype(np.uint8)
    return np.where(stamp > 0, np.maximum(gray, lit), gray), stamp


def _stamps(mask: Gray, per_point: float) -> Gray | None:
    """What of the coloured pixels belongs to seals and signatures: large shapes that are no
    rules, and the letters around and within them. None where there are none."""
    least = round(_LARGE_STAMP * per_point)
    labels, stats = components(mask)
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    large = (np.maximum(tall, wide) >= least) & (np.minimum(tall, wide) >= least / 6)
    large[0] = False
    straight = _straight(mask, least)
    along = np.bincount(labels[straight > 0], minlength=len(stats))
    ruled = along > _RULED * stats[:, cv2.CC_STAT_AREA]
    seeds = (large & ~ruled)[labels]
    if not seeds.any():
        return None
    reach = 2 * round(_AROUND * per_point / 2) + 1
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    groups, boxes = components(joined)
    stamped = np.zeros(len(boxes), bool)
    stamped[np.unique(groups[seeds])] = True
    stamped[0] = False
    stamped |= _inside(boxes, stamped)
    out: Gray = (stamped[groups] * np.uint8(255)).astype(np.uint8)
    return out


def _inside(boxes: Numbers, chosen: Numbers) -> Numbers:
    """Which boxes lie within one of those chosen: the star in a ring."""
    left, top = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_TOP]
    right, bottom = left + boxes[:, cv2.CC_STAT_WIDTH], top + boxes[:, cv2.CC_STAT_HEIGHT]
    found = np.zeros(len(boxes), bool)
    for at in np.flatnonzero(chosen):
        found |= (
            (left >= left[at]) & (right <= right[at]) & (top >= top[at]) & (bottom <= bottom[at])
        )
    found[0] = False
    return found


def _straight(mask: Gray, length: int) -> Gray:
    """The stretches of a mask that run straight across or down for so long."""
    out: Gray = long_across(mask, length) | long_down(mask, length)
    return out


def _resized(gray: Gray, factor: float) -> Gray:
    out: Gray = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return out


def _is_bilevel(gray: Gray) -> bool:
    levels = np.bincount(gray[::3, ::3].ravel(), minlength=256)
    return bool(levels[3:253].sum() < 0.002 * levels.sum())


def _is_negative(gray: Gray) -> bool:
    """Whether a picture shows light print on dark paper, as a film or a wrongly stored scan does:
    print is the lesser part of a page."""
    small = gray[::3, ::3]
    level, dark = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return bool(level < _PALE and np.mean(dark) > _MOSTLY)


def _evenly_lit(gray: Gray, per_point: float) -> Gray:
    """The picture with its paper white: shadows and the light of a lamp taken out."""
    step = max(1, round(2.2 * per_point))
    small = cv2.resize(gray, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.medianBlur(paper, 9)
    height, width = gray.shape
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    out: Gray = cv2.divide(gray, np.maximum(paper, 60), scale=255)
    return out


def _without_border(gray: Gray, per_point: float) -> Gray:
    """The picture without the black that a scanner shows beside the paper."""
    dark = ((gray < _DARK) * np.uint8(255)).astype(np.uint8)
    side = max(3, round(_BORDER * per_point / 2))
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not broad.any():
        return gray
    labels, _ = components(broad)
    edges = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outer = np.isin(labels, np.unique(edges[edges > 0]))
    if not outer.any():
        return gray
    grown = cv2.dilate((outer * np.uint8(255)).astype(np.uint8), np.ones((7, 7), np.uint8))
    return np.where(grown > 0, np.uint8(255), gray)


def _ink(gray: Gray) -> Gray:
    """255 where there is print: what is darker than the middle between print and paper."""
    level, _ = cv2.threshold(gray[::2, ::2], 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    level = min(max(level + 12, 120), 190)
    out: Gray = ((gray < level) * np.uint8(255)).astype(np.uint8)
    return out


def _warped(gray: Gray, turn: Projection, paper: int) -> Gray:
    height, width = gray.shape
    out: Gray = cv2.warpAffine(
        gray, turn.matrix[:2], (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderValue=paper,
    )  # fmt: skip
    return out
