"""Processes that work in parallel."""

from __future__ import annotations

import os
import time

import cv2
import numpy as np
import pytest

from pipeline.usage import seconds_of, usage_of
from pipeline.workers import Limits, map_processes, side_by_side

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


def busy(seconds: float) -> float:
    """Work for so many seconds of processor time."""
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass
    return seconds


def test_what_works_on_a_busy_machine_has_its_time_of_the_processor() -> None:
    started = time.monotonic()
    usage = seconds_of(os.getpid())
    busy(0.15)
    assert 0.1 <= seconds_of(os.getpid()) - usage <= time.monotonic() - started + 0.02
    assert usage_of(os.getpid()).at_work
    assert seconds_of(0) == 0.0


def test_two_that_share_a_core_are_not_over_time() -> None:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        done = list(map_processes(busy, [0.3] * 3, 3, Limits(seconds=0.5)))
    finally:
        os.sched_setaffinity(0, cores)
    assert [one.failure for one in done] == [None] * 3


def test_what_sleeps_and_what_works_too_long_is_ended() -> None:
    started = time.monotonic()
    done = list(map_processes(lambda work: work(60), [time.sleep, busy], 2, Limits(seconds=0.2)))
    assert [one.failure for one in done] == ["timeout"] * 2
    assert time.monotonic() - started < 20


def _divided(task: int) -> float:
    return 1 / task if task < 9 else os._exit(1)


def test_what_crashes_says_of_what_and_a_lost_process_nothing() -> None:
    done = {one.task: one for one in map_processes(_divided, [0, 2, 9], 1, Limits(10.0))}
    assert [(one.failure, one.cause) for _, one in sorted(done.items())] == [
        ("crashed", "ZeroDivisionError: division by zero"), (None, ""), ("crashed", ""),
    ]  # fmt: skip


def _refused(task: int) -> int:
    if task == 2:
        raise FileNotFoundError(2, "No such file or directory", "a.parquet")
    if task == 3:
        os._exit(1)
    return task


def test_what_the_machine_refuses_side_by_side_is_told_and_a_lost_process_too() -> None:
    assert sorted(side_by_side(_refused, [0, 1, 5], 2, Limits(10.0))) == [0, 1, 5]
    with pytest.raises(FileNotFoundError, match=r"a\.parquet"):
        list(side_by_side(_refused, [1, 2], 2, Limits(10.0)))
    with pytest.raises(ChildProcessError, match="lost"):
        list(side_by_side(_refused, [1, 3], 2, Limits(10.0)))


def test_what_is_to_be_done_meanwhile_is_done_once() -> None:
    told: list[str] = []
    tasks = [0.01, 0.02, 0.03]
    done = map_processes(busy, tasks, 1, begun=lambda task: told.append("task"),
                         meanwhile=lambda: told.append("meanwhile"))  # fmt: skip
    assert sorted(one.task for one in done) == tasks
    assert told == ["task", "meanwhile", "task", "task"]
