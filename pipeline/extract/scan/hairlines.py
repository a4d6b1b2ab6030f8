"""Strokes thinner than a pixel: paler than the middle between print and paper, they are no ink.

On a coarse picture of a face with hairlines slashes, the arm of a `4`, the tail of a `y` are grey
lines. They are told by their shape: darker than what stands on both sides of them.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.engine import Gray

DARKER, MUCH_DARKER = 10, 25
"""Greys by which a hairline is darker than what stands on both sides of it, of a page that has
them; and by how much one is that tells of the page that it has: the grain of noise is less."""
ASIDE = 2
"""Pixels from the middle of a hairline to what stands beside it."""
SMOOTH = 0.6
"""How much the grain of a picture is smoothed before hairlines are looked for, in pixels."""
APART = 0.013
"""Pixels of hairlines that touch no ink, by those of the ink, from which on a page has them: of
four scans of such a face 0.014 to 0.028, of 30 others none to 0.002. A coarse one (110 dpi) of a
usual face has 0.003 to 0.012 on its first eight pages, and 0.05 to 0.06 on two of a table printed
paler, which are read far better so; its letterhead is read worse."""
BLACKER = 2
"""Times as far from white as they are hairlines are made."""

Where = npt.NDArray[np.bool_]


def with_hairlines(gray: Gray, ink: Gray) -> tuple[Gray, Gray]:
    """An evenly lit picture and its ink, hairlines made darker and ink where it has many of them;
    both as they are where it has not."""
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    apart = np.count_nonzero(_lines(gray, MUCH_DARKER) & ~near)
    if apart <= APART * np.count_nonzero(ink):
        return gray, ink
    thin = _lines(gray, DARKER)
    dark = 255 - cv2.multiply(255 - gray, np.full_like(gray, BLACKER))
    return np.where(thin, dark, gray), np.where(thin, np.uint8(255), ink)


def _lines(gray: Gray, darker: int) -> Where:
    """Where a picture is so much darker than on both sides: left and right, above and below, or
    slanting."""
    smooth = cv2.GaussianBlur(gray, (0, 0), SMOOTH)
    around = cv2.copyMakeBorder(smooth, ASIDE, ASIDE, ASIDE, ASIDE, cv2.BORDER_REPLICATE)
    height, width = gray.shape
    found = np.zeros(gray.shape, bool)
    for down, right in ((0, ASIDE), (ASIDE, 0), (ASIDE, ASIDE), (ASIDE, -ASIDE)):
        one, other = (
            around[ASIDE + y : ASIDE + y + height, ASIDE + x : ASIDE + x + width]
            for y, x in ((down, right), (-down, -right))
        )
        found |= cv2.subtract(cv2.min(one, other), smooth) >= darker
    return found
