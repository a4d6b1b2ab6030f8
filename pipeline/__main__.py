"""The command `annex`: as a script, and as `python -m pipeline`."""

from __future__ import annotations

import atexit
import os
import sys


def annex() -> None:
    """Run the command, and leave at once when it is done."""
    ended: list[int] = []
    atexit.register(_leave, ended)  # before all that is loaded below: so it is called last
    from pipeline.cli import main

    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            ended.append(end.code or 0)
        raise


def _leave(ended: list[int]) -> None:
    """End this process with its exit code, where it has come to its end by itself: Python would
    take all that was loaded and read apart, piece by piece, to give it back to a machine that
    takes it anyway."""
    if not ended:
        return
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed (`>&-`)
            stream.flush()
    except (OSError, ValueError):  # whoever read it is gone: Python says that in its own way
        return
    os._exit(ended[0])


if __name__ == "__main__":
    annex()
