"""Files that appear whole or not at all: what is cut off leaves the earlier one in its place."""

from __future__ import annotations

import ctypes
import hashlib
import os
import stat as status
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_AT_ONCE = 1 << 18
"""Bytes of a file up to which its digest is made of all of it at once: one by parts begins with
room for so many, filled with noughts, which takes longer for most files than they do."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when all went well.

    Its name begins with a full stop: whoever reads the folder meanwhile passes it over.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_text_whole(target: Path, text: str) -> None:
    """Write a text as UTF-8, lines ended as they are given."""
    write_whole(target, text.encode())


def write_whole(target: Path, data: bytes) -> None:
    """Write a file that is on the disk before it takes the target's place."""
    with written_whole(target) as path, path.open("wb") as file:
        file.write(data)
        sync_file(file)


def sync_file(file: IO[bytes]) -> None:
    """Put what was written to a file on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync(folder: Path) -> None:
    """Put all that was written to the file system of a folder on the disk, once for all files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        call = getattr(ctypes.CDLL(None), "syncfs", None)
        if call is None or call(handle) != 0:
            os.sync()
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The digest of a file, "" for what is no file or cannot be opened."""
    try:
        return note_of(path)[1] if status.S_ISREG(path.stat().st_mode) else ""
    except OSError:
        return ""


def note_of(path: Path) -> tuple[int, str]:
    """Bytes and sha256 of a file. Raises `OSError`."""
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size <= _AT_ONCE:
            return size, hashlib.sha256(file.readall()).hexdigest()
        return size, hashlib.file_digest(file, "sha256").hexdigest()
