"""Two things that are asked of all pixels of a page again and again, answered with less work.

Both give what OpenCV gives, pixel by pixel.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.extract.scan.engine import Gray

MOST_OF_16_BITS = 65_535
"""Shapes that numbers of 16 bits can tell apart: with these a page is numbered three times as fast.
Most pages have fewer than 15,000."""
_BITS = 8
"""Pixels that a byte holds once they are packed."""
_ABOVE_AND_BEFORE = np.array([[1, 1, 1], [1, 0, 0]], np.uint8)
"""The neighbours of a pixel that are looked at before it."""


def components(ink: Gray) -> tuple[np.ndarray, np.ndarray]:
    """The connected shapes of some ink: the picture of their numbers, and what OpenCV counts of
    each (the first is what is no ink)."""
    kind = cv2.CV_16U if _most_begun(ink) < MOST_OF_16_BITS else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=kind)
    return labels, stats


def _most_begun(ink: Gray) -> int:
    """How many numbers OpenCV gives at most before it joins those of one shape. It looks at blocks
    of two by two pixels: one is given at a pixel with no ink above and before it, or at the last of
    a block that is alone there, whose ink above stands in a block that comes later."""
    known = cv2.dilate(ink, _ABOVE_AND_BEFORE, anchor=(1, 1), borderValue=0)
    begun = cv2.countNonZero(cv2.compare(ink, known, cv2.CMP_GT))
    height, width = (side // 2 * 2 for side in ink.shape)
    upper, lower = ink[:height:2], ink[1:height:2]
    others = upper[:, :width:2] | upper[:, 1:width:2] | lower[:, :width:2]
    return begun + int(np.count_nonzero(lower[:, 1:width:2] > others))


def long_across(ink: Gray, length: int) -> Gray:
    """The stretches of ink (255) that run across for so many pixels; half as many where they reach
    an edge of the picture, behind which they may go on."""
    out = np.zeros_like(ink)
    rows = np.flatnonzero(_may_be_long(ink, length))
    if len(rows):
        kernel = np.ones((1, length), np.uint8)
        out[rows] = cv2.morphologyEx(ink[rows], cv2.MORPH_OPEN, kernel)
    return out


def long_down(ink: Gray, length: int) -> Gray:
    """The same of those that run down."""
    out: Gray = cv2.transpose(long_across(cv2.transpose(ink), length))
    return out


def _may_be_long(ink: Gray, length: int) -> np.ndarray:
    """In which rows a stretch may be so long: in most none is."""
    whole = (length - _BITS + 1) // _BITS
    if whole < 1:
        return np.ones(len(ink), bool)
    full = (np.packbits(ink, axis=1) == (1 << _BITS) - 1).astype(np.uint8)
    within = cv2.erode(full, np.ones((1, whole), np.uint8), borderValue=0).any(axis=1)
    half = max(1, length // 2 - 1)
    at_edge = ink[:, :half].all(axis=1) | ink[:, -half:].all(axis=1)
    return np.asarray(within | at_edge)
