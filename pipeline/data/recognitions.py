"""What was recognised in the pictures of one input, kept from one reading of it to the next.

Recognising costs seconds a page, so a scan whose table was corrected, or that is put together by
newer rules, is not recognised anew. All of it can be deleted; then it is made again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from pipeline.data.files import written_whole
from pipeline.frozen import dataclass

_NEXT = "next"


@dataclass(frozen=True, slots=True)
class Recognitions:
    """A folder of one input: a file for each picture, named by its key.

    What is asked for or put moves to the folder of this reading; `close` leaves that alone, so
    pictures that the input no longer has go. A reading that is cut off loses nothing. With `anew`
    nothing is given. What the disk refuses is not kept, and read anew next time.
    """

    folder: Path
    anew: bool = False

    @property
    def _next(self) -> Path:
        return self.folder / _NEXT

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where nothing was."""
        if self.anew:
            return None
        with suppress(OSError):
            if (self.folder / key).exists():
                self._next.mkdir(exist_ok=True)
                os.replace(self.folder / key, self._next / key)
        with suppress(OSError):
            return (self._next / key).read_bytes()
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep it whole, or not at all."""
        with suppress(OSError), written_whole(self._next / key) as path:
            path.write_bytes(data)

    def close(self) -> None:
        """The reading is done: what it did not ask for goes."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name != _NEXT:
                    path.unlink()
            for path in self._next.iterdir():
                os.replace(path, self.folder / path.name)
            self._next.rmdir()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Folders that an input may have been kept in, looked into and left as they are."""

    folders: tuple[Path, ...]

    def get(self, key: str) -> bytes | None:
        """What was put under a key in one of them; None where it is in none."""
        for folder in self.folders:
            for path in (folder / key, folder / _NEXT / key):
                with suppress(OSError):
                    return path.read_bytes()
        return None

    def put(self, key: str, data: bytes) -> None:
        """Nothing is kept."""


def any_in(pictures: Path) -> bool:
    """Whether anything recognised is kept."""
    return bool(_folders(pictures))


def keep_only(pictures: Path, folders: set[Path]) -> None:
    """Of all folders of inputs, by version of the reader, keep these."""
    for version in _folders(pictures):
        for folder in _folders(version):
            if folder not in folders:
                shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            version.rmdir()  # where nothing is left in it


def _folders(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if path.is_dir()]
    except OSError:
        return []
