"""What is found with less work is what OpenCV finds."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.pixels import components, long_across, long_down

RANDOM = np.random.default_rng(7)
SIZES = ((1, 1), (7, 40), (40, 7), (33, 130), (60, 64))
SHARES = (0.02, 0.3, 0.7, 0.97)


def _ink(height: int, width: int, share: float, stretch: int = 1) -> Gray:
    """Dots of ink, each so many pixels wide."""
    dots = RANDOM.random((height, width)) < share
    out: Gray = np.repeat(dots, stretch, axis=1)[:, :width].astype(np.uint8) * np.uint8(255)
    return np.ascontiguousarray(out)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("length", [1, 5, 8, 15, 16, 39])
def test_long_stretches_are_those_an_opening_leaves(size: tuple[int, int], length: int) -> None:
    for ink in (_ink(*size, share, stretch) for share in SHARES for stretch in (1, 12)):
        across, down = (
            cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(side, np.uint8))
            for side in ((1, length), (length, 1))
        )
        assert np.array_equal(long_across(ink, length), across)
        assert np.array_equal(long_down(ink, length), down)


@pytest.mark.parametrize("size", [*SIZES, (1200, 1200)])
def test_shapes_are_numbered_as_opencv_does(size: tuple[int, int]) -> None:
    for ink in (_ink(*size, share) for share in SHARES):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        found, counted = components(ink)
        assert np.array_equal(found, labels)
        assert np.array_equal(counted, stats)


def test_more_shapes_than_16_bits_can_tell_are_still_told() -> None:
    ink = np.zeros((600, 600), np.uint8)
    ink[::2, ::2] = 255
    labels, stats = components(ink)
    assert len(stats) == 300 * 300 + 1 == labels.max() + 1


def test_a_hatched_picture_is_numbered_with_as_many_bits_as_its_strokes_take() -> None:
    across, down = np.meshgrid(np.arange(1100), np.arange(1500))
    for at in (0, 1):
        ink = ((across + down + at) % 6 == 0).astype(np.uint8) * np.uint8(255)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        found, counted = components(ink)
        assert np.array_equal(found, labels)
        assert np.array_equal(counted, stats)
