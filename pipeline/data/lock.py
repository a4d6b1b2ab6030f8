"""One writer at a time for an output folder.

The lock is the operating system's (`filelock`): it ends with the process that holds it, however
that ends, and with the processes that one was just forking. Beside it stands a line that says who
the holder is.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.data.files import write_text_whole
from pipeline.errors import LockedError

LOCK = ".lock"
HOLDER = ".lock-holder"
DYING = 10.0
"""Seconds that a lock may outlive its holder: a process being forked when the holder is killed has
the lock too until it lets go of it, which takes moments on a quiet machine."""


@contextmanager
def sole_writer(out: Path) -> Iterator[None]:
    """Hold `out` while writing to it. Raises `LockedError` where another run holds it: at once, or
    after `DYING` seconds where that run is dead and something of it is not yet."""
    from filelock import FileLock, Timeout

    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / LOCK)
    for patience in (0.0, DYING):
        try:
            lock.acquire(timeout=patience)
            break
        except Timeout:
            holder = _holder(out)
            if patience or not _is_dead(holder):
                raise LockedError(
                    f"{out} is being written by {holder}; wait for it, or give another --out"
                ) from None
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        write_text_whole(out / HOLDER, f"{_name(os.getpid())} (since {started})\n")
        yield
    finally:
        (out / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(out: Path) -> str:
    try:
        return (out / HOLDER).read_text(encoding="utf-8").strip() or "another run"
    except OSError:
        return "another run"


def _name(pid: int) -> str:
    return f"process {pid} on {platform.node()}"


def _is_dead(holder: str) -> bool:
    """Whether a holder was a process of this machine that no longer is."""
    found = re.match(r"process (\d+) ", holder)
    if not found or os.name != "posix" or not holder.startswith(_name(int(found[1])) + " "):
        return False
    try:
        os.kill(int(found[1]), 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False
