"""What a process, and those it started, use of the processor: on a machine that is shared, time
by the clock says little of the work that was done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_STATE, _PARENT, _USER, _AFTER_CHILDREN = 0, 1, 11, 15
"""Places in what /proc/N/stat says after the name of the process."""
_AT_WORK = "RD"
"""Runs, waits for a core to run, or for the disk."""
RARELY = 200_000, 20, 50
"""Objects after which Python looks for what is rubbish: as often as it does by itself it would
look through all that is loaded fifteen times before a document is read, and find nothing. After a
quarter as many it still looked three times while a text of a hundred pages was read, each time for
a hundredth of a second, and found nothing."""


class Usage(NamedTuple):
    """Processor seconds a process and its children have used, and whether one of them works, or
    waits for a core to do so: what sleeps waits for something else."""

    seconds: float
    at_work: bool


def seconds_of(process: int) -> float:
    """Processor seconds of a process and of the children that it has waited for; 0 where the
    machine does not say."""
    told = _stat(process)
    return sum(map(int, told[_USER:_AFTER_CHILDREN])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def usage_of(process: int) -> Usage:
    """The usage of a process with all its children, those that live too."""
    told = _stat(process)
    seconds, at_work = seconds_of(process), bool(told) and told[_STATE] in _AT_WORK
    for child in _children(process):
        used = usage_of(child)
        seconds, at_work = seconds + used.seconds, at_work or used.at_work
    return Usage(seconds, at_work)


def _stat(process: int) -> list[str]:
    """What is said of a process, from its state on; nothing where there is none."""
    try:
        told = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return told.rpartition(")")[2].split()


def _children(process: int) -> list[int]:
    others = [int(path.name) for path in _PROC.glob("[0-9]*")]
    return [one for one in others if _stat(one)[_PARENT : _PARENT + 1] == [str(process)]]
