"""Processes that work in parallel."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.workers import Limits, map_processes

LARGE = (2000, 2000)


def blurred(value: int) -> int:
    """What takes OpenCV's threads, where it has any."""
    return int(cv2.GaussianBlur(np.full(LARGE, value, np.uint8), (9, 9), 0)[0, 0])


def test_threads_of_opencv_are_no_trap_for_a_forked_process() -> None:
    cv2.setNumThreads(4)
    assert blurred(7) == 7  # OpenCV has its threads now
    done = list(map_processes(blurred, [1, 2], 2, Limits(seconds=30)))
    assert {one.task: (one.result, one.failure) for one in done} == {1: (1, None), 2: (2, None)}
