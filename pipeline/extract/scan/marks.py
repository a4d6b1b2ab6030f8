"""The marks of a picture: its connected shapes, dealt to cells.

A *mark* is one connected shape of ink: a letter, an accent, a dot, a speck. The unit of all lengths
is the height of the small letters of the page (its x-height).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.pixels import components

LETTER, LARGEST = 0.62, 4.5
"""Heights of a letter, in x-heights."""
SPECK = 0.008
"""Area, in squares of the x-height, of the largest speck of a clean page."""
DOT, OF_DOT = 0.42, 0.5
"""Side of a dot at most, in x-heights; how much smaller than most of a page's dots specks are."""
LONELY = 1.6
"""x-heights around letters in which a small mark may be part of them."""
FEW_SPECKS = 12
"""Lonely specks from which on a page is taken for one with specks."""
DUST = 0.004
"""Specks as large as dots for each square of the x-height from which on stops are in doubt: beside
each of the 500 words of a page is room of a quarter of such a square for one, so that on every
second page one is no stop."""
UNPRINTED, WHOLE = 9.0, 380.0
"""Points beside the edges of paper that no office printer reaches (it leaves 4 mm, 11 points; a
page may lie askew), and how wide and high the picture of a whole page is at least."""
SLIMMEST, BROADEST = 0.35, 2.2
"""Widths of a letter over its height: `i` and `m`."""


class Mark(NamedTuple):
    """A connected shape: its label among all of the page, its box in pixels (right and bottom
    excluded), its pixels of ink."""

    label: int
    x0: int
    y0: int
    x1: int
    y1: int
    area: int

    @property
    def height(self) -> int:
        """Its height."""
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        """Its width."""
        return self.x1 - self.x0

    @property
    def x(self) -> float:
        """The middle of its box, across."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle of its box, down."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a page, the picture of their numbers, and the page's x-height in pixels."""

    labels: np.ndarray
    marks: tuple[Mark, ...]
    x_height: float

    def shape_of(self, mark: Mark) -> np.ndarray:
        """The pixels of a mark in its box: True where they are its ink."""
        own: np.ndarray = self.labels[mark.y0 : mark.y1, mark.x0 : mark.x1] == mark.label
        return own


def letter_height(ink: Gray, per_point: float) -> float:
    """The height of the small letters of some ink, its rules not yet taken out, in pixels."""
    _, stats = components(ink)
    return _x_height_of(stats[1:], per_point)


def marks_of(ink: Gray, per_point: float) -> Marks:
    """The marks of the ink of a page."""
    labels, stats = components(ink)
    marks = tuple(
        Mark(label, x, y, x + w, y + h, area)
        for label, (x, y, w, h, area) in enumerate(stats.tolist())
        if label
    )
    # There may be more numbers once marks are parted.
    return Marks(labels.astype(np.int32), marks, _x_height_of(stats[1:], per_point))


def _x_height_of(stats: np.ndarray, per_point: float) -> float:
    """The height of the small letters of a page: the commonest of marks shaped as letters; `stats`
    are those of OpenCV of all marks."""
    low, high = 2.5 * per_point, 14 * per_point
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    shape = wide / tall
    is_letter = (low <= tall) & (tall <= high) & (shape >= SLIMMEST) & (shape <= BROADEST)
    heights = tall[is_letter]
    if not len(heights):
        return 5.6 * per_point
    counts = np.bincount(heights, minlength=int(high) + 3).astype(float)
    smooth = np.convolve(counts, [0.5, 1, 0.5], "same")
    peak = int(smooth.argmax())
    # Capitals and digits are 1.45 times as high: in a page of figures they are the most.
    lower = [h for h in range(round(peak / 1.6), round(peak / 1.3) + 1) if h >= low]
    if lower:
        best = max(lower, key=lambda h: smooth[h])
        if smooth[best] >= 0.3 * smooth[peak]:
            peak = best
    near = heights[np.abs(heights - peak) <= max(1, 0.08 * peak)]
    return int(near.sum()) / len(near)


def deal_marks(
    marks: Marks, cell_at: Callable[[float, float], int | None]
) -> dict[int | None, list[Mark]]:
    """The marks by cell: by the middle of their boxes, None for those outside of all."""
    dealt: dict[int | None, list[Mark]] = {}
    for mark in marks.marks:
        dealt.setdefault(cell_at(mark.x, mark.y), []).append(mark)
    return dealt


def off_the_edge(marks: Sequence[Mark], shape: tuple[int, ...], per_point: float) -> list[Mark]:
    """Some marks of a page without those that stand where none prints, beside its edges: shadow, or
    what lay under it on the glass. Read as letters these were taken for a title, and the table of
    each page for another one. `shape` is the height and width of the picture, in pixels."""
    high, wide = shape[:2]
    if min(high, wide) < WHOLE * per_point:
        return list(marks)
    near = UNPRINTED * per_point
    return [
        mark
        for mark in marks
        if near < mark.x1 and mark.x0 < wide - near and near < mark.y1 and mark.y0 < high - near
    ]


@dataclass(frozen=True, slots=True)
class Dust:
    """The areas (pixels) of the marks of a page no larger than dots, the smallest first: of those
    far from all letters, and of those near them; `unit` is the page's x-height, `size` its area."""

    lonely: Sequence[int]
    dots: Sequence[int]
    unit: float
    size: int

    @property
    def speck(self) -> float:
        """The area up to which a mark is a speck: on a page with specks between its lines that of
        most of them, though well under that of the dots of its letters."""
        least = SPECK * self.unit**2
        if len(self.lonely) < FEW_SPECKS or not self.dots:
            return least
        most = self.lonely[round(0.95 * (len(self.lonely) - 1))] + 1.0
        return max(least, min(most, self._large))

    @property
    def is_thick(self) -> bool:
        """Whether specks as large as the dots of letters lie on a page, so many that one may well
        stand where a stop does."""
        large = sum(area >= self._large for area in self.lonely) if self.dots else 0
        return large * self.unit**2 >= DUST * self.size

    @property
    def _large(self) -> float:
        return OF_DOT * self.dots[len(self.dots) // 2]


def dust_of(marks: Marks) -> Dust:
    """The specks and dots of a page."""
    unit = marks.x_height
    ink = np.zeros((marks.labels.shape[0] // 4 + 1, marks.labels.shape[1] // 4 + 1), np.uint8)
    small = []
    for mark in marks.marks:
        if mark.height >= LETTER * unit:
            ink[mark.y0 // 4 : mark.y1 // 4 + 1, mark.x0 // 4 : mark.x1 // 4 + 1] = 1
        elif mark.height < DOT * unit and mark.width < DOT * unit:
            small.append(mark)
    reach = max(1, round(LONELY * unit / 4))
    near = cv2.dilate(ink, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    lonely = sorted(m.area for m in small if not near[int(m.y) // 4, int(m.x) // 4])
    dots = sorted(m.area for m in small if near[int(m.y) // 4, int(m.x) // 4])
    return Dust(lonely, dots, unit, marks.labels.size)
