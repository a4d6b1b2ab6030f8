"""Pages that are pictures, read side by side, each in a process with limits of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.extract.scan.engine import Engine, engine
from pipeline.extract.scan.page import Picture, ReadPage, read_picture
from pipeline.workers import Limits, map_processes

PAGE = Limits(seconds=120.0, memory=3 * 1024**3)
"""What one page may take."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a picture: the page read, or why there is none."""

    page: ReadPage | None
    failure: str = ""


Take = Callable[[int], Picture | None]
"""Gives the picture of a page; called in the process that reads it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be read; `sample` asks for a few of its lines only, and for its rules."""

    number: int
    sample: bool = False


def read_pages(wanted: Sequence[Wanted], take: Take) -> dict[int, Result]:
    """Read the pictures of these pages. Raises `InputError` `needs-ocr`."""
    engine()  # says what is missing before any process is started
    done = map_processes(_Reader(take), wanted, min(len(wanted), cores()), PAGE)
    return {one.task.number: one.result or Result(None, one.failure or "crashed") for one in done}


def engine_name() -> str:
    """What reads pictures here, with its version."""
    return engine().name


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Reader:
    """Reads one page after the other; the engine is made once in each process."""

    take: Take
    engine: list[Engine] = field(default_factory=list)

    def __call__(self, wanted: Wanted) -> Result:
        import cv2

        cv2.setNumThreads(1)
        if not self.engine:
            self.engine.append(engine())
        picture = self.take(wanted.number)
        if picture is None:
            return Result(None, "unreadable")
        return Result(read_picture(picture, self.engine[0], wanted.sample))
