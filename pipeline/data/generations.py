"""States of the output: a folder each, and one pointer to the one that counts.

::

    OUT/generations/7/tasks/….parquet     a state, never changed once it counts
    OUT/generations/current → 7           the pointer; replaced in one step
    OUT/tasks → generations/current/tasks what plain readers open

Files that two states have in common are one file on the disk (hard links). Whoever reads several
datasets pins the state that counts: it stays as long as it is read. A folder of datasets without
states, as people copy them together, is its own only state.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.data.files import sync_folder
from pipeline.errors import AnnexError, ConfigError

GENERATIONS = "generations"
CURRENT = "current"
NEXT = ".next"
KEPT = 3
"""States that are kept, the one that counts among them."""
_GONE = ".gone-"
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


def place(out: Path) -> Path:
    """The folder of the state that counts; `out` itself where there are no states."""
    link = out / GENERATIONS / CURRENT
    try:
        return out / GENERATIONS / os.readlink(link)
    except OSError:
        return link if link.is_dir() else out


@contextmanager
def pinned(out: Path) -> Iterator[Path]:
    """The folder of the state that counts now; it stays while it is held."""
    folder, handle = _pin(out)
    try:
        yield folder
    finally:
        _release(handle)


def hold(out: Path) -> Path:
    """The folder of the state that counts now; it stays as long as this process lives."""
    folder, handle = _pin(out)
    if folder in _HELD:
        _release(handle)
    else:
        _HELD[folder] = handle
    return folder


_HELD: dict[Path, int | None] = {}


def _pin(out: Path) -> tuple[Path, int | None]:
    while True:
        folder = place(out)
        handle = _held(folder)
        if place(out) == folder:
            return folder, handle
        _release(handle)


def _held(folder: Path) -> int | None:
    """A shared lock on a folder; None where the file system knows none."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def _release(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def numbers(out: Path) -> list[int]:
    """The states that are there, oldest first."""
    try:
        names = os.listdir(out / GENERATIONS)
    except OSError:
        return []
    return sorted(int(name) for name in names if name.isdecimal())


def current(out: Path) -> int | None:
    """The number of the state that counts; None where there is none."""
    name = place(out).name
    return int(name) if place(out).parent.name == GENERATIONS and name.isdecimal() else None


def begin(out: Path) -> Path:
    """An empty folder for the next state; what a cut-off run left is cleared.

    Raises `ConfigError` where the file system cannot hold states.
    """
    top = out / GENERATIONS
    top.mkdir(parents=True, exist_ok=True)
    clear(out)
    folder = top / NEXT
    folder.mkdir()
    return folder


def clear(out: Path) -> None:
    """Remove what cut-off runs left beside the states, and put right what a copy made of the
    pointer."""
    top = out / GENERATIONS
    pointer = top / CURRENT
    if pointer.is_dir() and not pointer.is_symlink():  # a copy that followed the links
        os.replace(pointer, top / str(_next_number(out)))
        _point(top, numbers(out)[-1])
    for left in top.glob(".*") if top.is_dir() else ():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def share(source: Path, target: Path) -> None:
    """One file under a second name; a copy where the file system has no hard links."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def switch(out: Path, folder: Path) -> int:
    """Make a finished folder the state that counts; returns its number.

    Everything in it must be on the disk already.
    """
    number = _next_number(out)
    os.rename(folder, out / GENERATIONS / str(number))
    sync_folder(out / GENERATIONS)
    _point(out / GENERATIONS, number)
    return number


def _next_number(out: Path) -> int:
    return max(numbers(out), default=0) + 1


def _point(top: Path, number: int) -> None:
    """Let the pointer lead to a state, in one step."""
    _link(top / CURRENT, str(number))
    sync_folder(top)


def link_tables(out: Path, names: Iterable[str], over: bool) -> None:
    """What plain readers open: `OUT/<name>` leads through the pointer.

    What stands there from a former layout is left alone, or with `over` goes: the pointer must
    lead to all it held.
    """
    for name in names:
        link, target = out / name, f"{GENERATIONS}/{CURRENT}/{name}"
        is_link = link.is_symlink()
        if (is_link and os.readlink(link) == target) or (not (is_link or over) and link.exists()):
            continue
        if link.is_dir() and not is_link:
            former = out / GENERATIONS / f"{_GONE}{name}"
            os.rename(link, former)
            _link(link, target)
            shutil.rmtree(former)
        else:
            _link(link, target)


def _link(link: Path, target: str) -> None:
    temporary = link.with_name(f".{link.name}.link")
    with suppress(FileNotFoundError):
        temporary.unlink()
    try:
        os.symlink(target, temporary)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        raise ConfigError(
            f"{link.parent}: this file system has no symbolic links; choose another --out"
        ) from error
    os.replace(temporary, link)


def drop_old(out: Path, kept: int = KEPT) -> None:
    """Remove all but the last states; those that somebody reads stay."""
    now = current(out)
    for number in numbers(out)[:-kept]:
        if number != now:
            _drop(out / GENERATIONS / str(number))


def _drop(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = folder.with_name(f"{_GONE}{folder.name}")
        os.rename(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)
    except OSError:
        return  # somebody reads it
    finally:
        os.close(handle)


def folder_of(out: Path, number: int) -> Path:
    """The folder of a state. Raises `AnnexError` for one that is not there."""
    folder = out / GENERATIONS / str(number)
    if not folder.is_dir():
        there = ", ".join(map(str, numbers(out))) or "none"
        raise AnnexError(f"{out} has no state {number}; there are {there}")
    return folder
