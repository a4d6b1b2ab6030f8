"""How a picture of print stands: quarter turns and skew, and the way back to its pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.pixels import components, long_across, long_down

Matrix = npt.NDArray[np.float64]

MAX_SKEW = 4.0
"""Degrees up to which a picture is set straight."""
FEW_POINTS = 120
"""Points of the shorter side from which on a picture shows how its lines run; half of that shows
their skew."""
_COARSE, _FINE = 0.5, 0.05
"""Degrees from one skew that is tried to the next: at first, and around the best of these."""
_DIGITS = 4
"""After the point of the degrees: by which sums a skew was tried is no part of it."""
_LOOKED_AT = 1.0
"""Pixels a point at which skew is looked for: 72 dpi."""
_THIN = 1.5
"""Points up to which a mark is thin: letters are wider, but for a few."""
_FOR_WORDS, _JOINS, _FEW_WORDS = 1.5, 4, 20
"""Pixels a point at which words are told, pixels by which letters are widened, parts that are too
few to tell anything."""
_SIDEWAYS = 1.15
"""How many more parts letters make widened across than down on a page that lies on its side; on
upright pages it is 0.8 at most."""


_INK = 90
"""Ink of a pixel, 0 to 255, that joins words once the picture is made small."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Takes points of one picture to those of another: a matrix of three rows and columns."""

    matrix: Matrix

    @staticmethod
    def identity() -> Projection:
        """Everything stays."""
        return Projection(np.eye(3))

    @staticmethod
    def scale(factor: float) -> Projection:
        """Everything grows by a factor."""
        return Projection(np.diag(np.array([factor, factor, 1.0])))

    @staticmethod
    def rotation(degrees: float, shape: tuple[int, ...]) -> Projection:
        """From the straightened picture to the one that is skewed by so many degrees."""
        height, width = shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
        return Projection(np.array([*turn, [0.0, 0.0, 1.0]], dtype=np.float64))

    def then(self, other: Projection) -> Projection:
        """This one, then the other."""
        return Projection(other.matrix @ self.matrix)

    def inverse(self) -> Projection:
        """The way back."""
        return Projection(np.linalg.inv(self.matrix).astype(np.float64))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        u, v, w = self.matrix @ (x, y, 1.0)
        return float(u / w), float(v / w)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The box around where a box comes to lie."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def turned(quarters: int, shape: tuple[int, ...]) -> Projection:
    """From a picture turned by `np.rot90` so many times back to the one it was made from."""
    height, width = shape[:2]
    rows = {
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }
    return Projection(np.array([*rows[quarters], [0, 0, 1]], dtype=float))


def _small(ink: Gray, per_point: float) -> npt.NDArray[np.float32]:
    """The ink at about 72 dpi, long rules left out of account."""
    factor = _LOOKED_AT / per_point
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    out: npt.NDArray[np.float32] = small.astype(np.float32)
    return out


def _sharpness(ink: npt.NDArray[np.float32], axis: int) -> float:
    """How sharply lines of print part from the white between them, across the axis."""
    sums = ink.sum(axis=axis)
    return float(np.square(np.diff(sums)).sum())


def quarter_turn(ink: Gray, per_point: float) -> int:
    """How many times `np.rot90` must turn a picture so that its lines run across: 0 or 1.

    Letters stand nearer to those beside them than to those of the next line: widened along their
    line they join to few words. Whether the page then stands on its head shows only when it is
    read.
    """
    if min(ink.shape) < FEW_POINTS * per_point:
        return 0
    factor = _FOR_WORDS / per_point
    letters = _without_thin(without_long(ink, per_point), per_point)
    small = cv2.resize(letters, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    marks = ((small > _INK) * np.uint8(1)).astype(np.uint8)
    across, down = (
        cv2.connectedComponents(cv2.dilate(marks, np.ones(side, np.uint8)))[0]
        for side in ((1, _JOINS), (_JOINS, 1))
    )
    return int(across > _FEW_WORDS and across > _SIDEWAYS * down)


def _without_thin(ink: Gray, per_point: float) -> Gray:
    """The ink without its thin marks: the dots and dashes that are left of worn rules stand in
    lines too, whichever way they run."""
    labels, stats = components(ink)
    is_thin = stats[:, 2:4].min(axis=1) <= _THIN * per_point
    out: Gray = np.where(is_thin[labels], np.uint8(0), ink)
    return out


def without_long(ink: Gray, per_point: float) -> Gray:
    """The ink without rules, which stand in both directions."""
    length = round(30 * per_point)
    straight = long_across(ink, length) | long_down(ink, length)
    long = cv2.dilate(straight, np.ones((3, 3), np.uint8))
    out: Gray = ink & ~long
    return out


def skew_of(ink: Gray, per_point: float) -> float:
    """By how many degrees the lines of a picture fall to the right."""
    small = _small(ink, per_point)
    if small.sum() < 255 * 50 or min(small.shape) < FEW_POINTS / 2:
        return 0.0
    best = _sharpest(small)
    fine = np.arange(best - _COARSE, best + _COARSE + 0.001, _FINE)
    return round(float(max(fine, key=lambda angle: _sharpness_at(small, angle))), _DIGITS)


def _sharpest(ink: npt.NDArray[np.float32]) -> float:
    """The skew at which lines part most sharply, roughly: for this half as many pixels each way
    will do."""
    angles = np.arange(-MAX_SKEW, MAX_SKEW + 0.01, _COARSE)
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = [(_sharpness_at(half, angle), float(angle)) for angle in angles]
    return max(found)[1]


def _sharpness_at(ink: npt.NDArray[np.float32], degrees: float) -> float:
    """How sharply lines part after the picture was sheared level."""
    height, width = ink.shape
    slope = np.tan(np.radians(degrees))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], dtype=float)
    level = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR)
    return _sharpness(level, 1)
