"""Processes that work in parallel."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.workers import Limits, map_processes

PICTURE = np.full((2000, 2000), 7, np.uint8)


def alone(degrees: int) -> int:
    """The value in the middle of a turned picture, without threads of OpenCV."""
    cv2.setNumThreads(1)
    return turned(degrees)


def turned(degrees: int) -> int:
    turn = cv2.getRotationMatrix2D((1000, 1000), degrees, 1)
    return int(cv2.warpAffine(PICTURE, turn, (2000, 2000))[1000, 1000])


def test_threads_of_opencv_are_no_trap_for_a_forked_process() -> None:
    cv2.setNumThreads(4)
    assert turned(5) == 7  # OpenCV has its threads now
    done = list(map_processes(alone, [1, 2], 2, Limits(seconds=20)))
    assert {one.task: (one.result, one.failure) for one in done} == {1: (7, None), 2: (7, None)}
