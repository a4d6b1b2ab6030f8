"""What a run keeps beside the datasets: documents as they were read, and folders of its own.

`OUT/.work/read` is a cache: a file for each input that was read, named by all it depends on, so
that a run that was cut off goes on where it stopped. All else there is of one run alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from pipeline.data.bundle import Bundle, DamagedError

WORK = ".work"


class Work:
    """The working folder of the run that holds `out`."""

    def __init__(self, out: Path) -> None:
        self.folder = out / WORK
        self.cache = self.folder / "read"

    def open(self) -> None:
        """Clear what dead runs left; what they have read stays."""
        self.cache.mkdir(parents=True, exist_ok=True)
        for left in self.folder.iterdir():
            if left != self.cache:
                _clear(left)
        for half in self.cache.glob(".*"):
            half.unlink(missing_ok=True)

    def scratch(self, name: str) -> Path:
        """A folder of this run, made when it is asked for."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def place(self, key: str) -> Path:
        """Where what was read under a key is kept."""
        return self.cache / key

    def find(self, key: str) -> Bundle | None:
        """What was read under a key; None where it was not, or the file is damaged."""
        try:
            return Bundle(self.place(key))
        except DamagedError:
            self.place(key).unlink(missing_ok=True)
        except OSError:
            pass
        return None

    def close(self, keep: Collection[str]) -> None:
        """Keep what was read under some keys, and nothing else."""
        for path in self.cache.iterdir():
            if path.name not in keep:
                path.unlink(missing_ok=True)
        for left in self.folder.iterdir():
            if left != self.cache:
                _clear(left)


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
