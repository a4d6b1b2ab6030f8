"""One writer at a time for an output folder.

The lock is the operating system's (`filelock`): it ends with the process that holds it, however
that ends. Beside it stands a line that says who the holder is.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.data.files import write_text_whole
from pipeline.errors import LockedError

LOCK = ".lock"
HOLDER = ".lock-holder"


@contextmanager
def sole_writer(out: Path) -> Iterator[None]:
    """Hold `out` while writing to it. Raises `LockedError` at once where another run holds it."""
    from filelock import FileLock, Timeout

    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(
            f"{out} is being written by {_holder(out)}; wait for it, or give another --out"
        ) from None
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        who = f"process {os.getpid()} on {platform.node()} (since {started})"
        write_text_whole(out / HOLDER, who + "\n")
        yield
    finally:
        (out / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(out: Path) -> str:
    try:
        return (out / HOLDER).read_text(encoding="utf-8").strip() or "another run"
    except OSError:
        return "another run"
