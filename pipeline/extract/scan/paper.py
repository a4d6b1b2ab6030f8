"""The sheet of paper in a photograph: its corners, and the picture seen straight from above."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.upright import Projection

_SIDE = 600
"""Pixels of the longer side at which the paper is looked for."""
_LEAST, _MOST = 0.3, 0.985
"""Share of the picture that is the paper of a photograph."""
_DARK = 0.6
"""How light what surrounds the paper is at most, by the paper."""
_FILLED = 0.93
"""How much of the four-sided shape through its corners the paper fills."""

Corners = npt.NDArray[np.float32]


CORNERS = 4
"""Corners of a sheet."""


def find_paper(gray: Gray) -> Corners | None:
    """The corners of the paper from the top left clockwise, in pixels; None where the picture is
    all paper, as a scan is."""
    factor = _SIDE / max(gray.shape)
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    # Print is closed, so that the paper is one light shape.
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, mask = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    area = cv2.contourArea(outline)
    inside = np.zeros_like(mask)
    cv2.drawContours(inside, [outline], -1, 255, -1)
    outside = light[inside == 0]
    if not _LEAST <= area / mask.size <= _MOST or outside.size < 0.01 * mask.size:
        return None
    if np.median(outside) > _DARK * np.median(light[inside > 0]):
        return None
    corners = _corners(outline)
    if corners is None or area < _FILLED * cv2.contourArea(corners):
        return None
    return corners / np.float32(factor)


def _corners(outline: npt.NDArray[np.int32]) -> Corners | None:
    """The four corners of an outline, from the top left clockwise."""
    hull = cv2.convexHull(outline)
    length = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.05, 0.08):
        found = cv2.approxPolyDP(hull, slack * length, True)
        if len(found) == CORNERS:
            points = found.reshape(4, 2).astype(np.float32)
            across, along = points.sum(axis=1), points[:, 0] - points[:, 1]
            order = [across.argmin(), along.argmax(), across.argmax(), along.argmin()]
            return points[order] if len(set(order)) == CORNERS else None
    return None


def from_above(gray: Gray, corners: Corners) -> tuple[Gray, Projection]:
    """The paper seen straight from above, and the way from it to the photograph."""
    left_top, right_top, right_bottom, left_bottom = corners
    width = (np.linalg.norm(right_top - left_top) + np.linalg.norm(right_bottom - left_bottom)) / 2
    height = (np.linalg.norm(left_bottom - left_top) + np.linalg.norm(right_bottom - right_top)) / 2
    size = round(float(width)), round(float(height))
    flat = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], dtype=np.float32)
    back = Projection(cv2.getPerspectiveTransform(flat, corners))
    out: Gray = cv2.warpPerspective(
        gray, back.matrix, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return out, back
