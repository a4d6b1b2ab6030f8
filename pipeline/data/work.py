"""What a run keeps beside the datasets: documents as they were read, and folders of its own.

`OUT/.work/read` is a cache: a file for each input that was read, named by all it depends on, so
that a run that was cut off goes on where it stopped. `OUT/.work/pictures` is another one: what was
recognised in the pictures of each input. All else there is of one run alone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from pipeline.data.bundle import Bundle, DamagedError
from pipeline.data.recognitions import LookedUp, Recognitions, any_in, keep_only

WORK = ".work"


class Work:
    """The working folder of the run that holds `out`."""

    def __init__(self, out: Path) -> None:
        self.folder = out / WORK
        self.cache = self.folder / "read"
        self.pictures = self.folder / "pictures"

    def open(self) -> None:
        """Clear what dead runs left; what they have read stays."""
        self.cache.mkdir(parents=True, exist_ok=True)
        self._clear_scratch()
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

    def recognitions(self, reader: str, root: str, name: str, anew: bool = False) -> Recognitions:
        """What a version of the reader of pictures recognised in an input."""
        return Recognitions(self._pictures_of(reader, root, name), anew)

    def recognised_in(self, reader: str, inputs: Iterable[tuple[str, str]]) -> LookedUp:
        """The same for who writes nothing, of an input under each name it may have."""
        return LookedUp(tuple(self._pictures_of(reader, *one) for one in inputs))

    def _pictures_of(self, reader: str, root: str, name: str) -> Path:
        told = hashlib.sha256(f"{root}\0{name}".encode()).hexdigest()[:24]
        return self.pictures / reader[:24] / told

    def keep_recognitions(self, reader: str, inputs: Iterable[tuple[str, str]]) -> None:
        """Keep what a version of the reader recognised in some inputs, and nothing else."""
        if any_in(self.pictures):
            keep_only(self.pictures, {self._pictures_of(reader, *one) for one in inputs})

    def close(self, keep: Collection[str]) -> None:
        """Keep what was read under some keys, and nothing else that was read."""
        for path in self.cache.iterdir():
            if path.name not in keep:
                path.unlink(missing_ok=True)
        self._clear_scratch()

    def _clear_scratch(self) -> None:
        for left in self.folder.iterdir():
            if left not in (self.cache, self.pictures):
                _clear(left)


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
