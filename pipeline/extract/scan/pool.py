"""Pages that are pictures, read side by side, each in a process with limits of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.scan.engine import shared_engine
from pipeline.extract.scan.kept import recognised
from pipeline.extract.scan.page import Picture
from pipeline.extract.scan.shelf import Shelf, shelf
from pipeline.extract.scan.wanted import Result, Wanted
from pipeline.workers import Limits, address_space, cores, map_processes, part_done

PAGE = Limits(seconds=300.0, memory=3 * 1024**3)
"""What one page may take, beside the address space that its process has from its parent."""


Take = Callable[[Wanted], Sequence[Picture]]
"""Gives the pictures of a page; called in the process that reads it."""


def read_pages(wanted: Sequence[Wanted], take: Take) -> dict[int, Result]:
    """Read the pictures of these pages. Raises `InputError` `needs-ocr`."""
    # Says what is missing before any process is started; those that are forked have it made.
    shared_engine()
    found = {}
    limits = replace(PAGE, memory=PAGE.memory + address_space())
    for one in map_processes(_Reader(take, shelf.get()), wanted, min(len(wanted), cores()), limits):
        why = ": ".join(filter(None, (one.failure, one.cause)))
        found[one.task.number] = one.result or Result((), why or "crashed")
        part_done()
    return found


def engine_name() -> str:
    """What reads pictures here, with its version."""
    return shared_engine().name


@dataclass(slots=True)
class _Reader:
    """Reads one page after the other."""

    take: Take
    shelf: Shelf | None = None

    def __call__(self, wanted: Wanted) -> Result:
        import cv2

        cv2.setNumThreads(1)
        pictures = self.take(wanted)
        if not pictures:
            return Result((), "unreadable")
        sample = wanted.look == "sample"
        return Result(tuple(recognised(p, shared_engine, self.shelf, sample) for p in pictures))
