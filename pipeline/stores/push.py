"""The state of the datasets that counts, put on a store, whole or not at all.

::

    ADDRESS/states/<name>/tasks/….parquet    a state; never changed once it counts
    ADDRESS/current                          the name of the one that counts: written last

Stores cannot change many objects in one step, but one they can: a reader who asks `current` first
sees one state of all datasets. Files that the state before has too are copied there by the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.data.files import sha256_of
from pipeline.data.generations import current, pinned
from pipeline.data.remote import CURRENT, STATES, Place, pointed, told_as
from pipeline.errors import AnnexError, ConfigError

_LISTING = "pushed.json"
_OURS = ("manifest.json",)
"""Of a state, what tells where inputs lie on this machine: it stays here."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A state on the store: its name, files sent, and files that the store had already."""

    name: str
    sent: int
    copied: int


def push(out: Path, place: Place) -> Pushed:
    """Put the state of `out` that counts on a store; the same state again is no work.

    Raises `ConfigError` where there is no state, `AnnexError` where the store refuses.
    """
    with pinned(out) as folder, told_as(place.address):
        if current(out) is None:
            raise ConfigError(f"{out}: no datasets here; run `annex run` first")
        files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        hashes = {name: sha256_of(path) for name, path in files.items()}
        name = _name(current(out), hashes)
        before = pointed(place)
        if name == before:
            return Pushed(name, 0, 0)
        old = _listing(place, before)
        there = sorted(file for file in files if old.get(file) == hashes[file])
        fresh = sorted(files.keys() - set(there))
        if there:
            place.store.copy(_paths(place, before, there), _paths(place, name, there))
        place.store.put([str(files[file]) for file in fresh], _paths(place, name, fresh))
        _write(place, f"{STATES}/{name}/{_LISTING}", json.dumps(hashes, sort_keys=True))
        _check(place, name, files)
        _write(place, CURRENT, name)
        _clear(place, {name, before})
        return Pushed(name, len(fresh), len(there))


def _files(folder: Path) -> Iterator[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in found if path.name not in _OURS)


def _paths(place: Place, state: str | None, files: Iterable[str]) -> list[str]:
    return [place.under(f"{STATES}/{state}/{file}") for file in files]


def _name(number: int | None, hashes: Mapping[str, str]) -> str:
    """The number of the state here and what it holds: two machines that push never meet."""
    told = json.dumps(hashes, sort_keys=True).encode()
    return f"{number}-{hashlib.sha256(told).hexdigest()[:12]}"


def _listing(place: Place, name: str | None) -> dict[str, str]:
    """What the files of a state on the store hash to; nothing where that is not known."""
    if name is None:
        return {}
    try:
        found: dict[str, str] = json.loads(
            place.store.cat_file(place.under(f"{STATES}/{name}/{_LISTING}"))
        )
    except (OSError, ValueError):
        return {}
    return found


def _write(place: Place, name: str, text: str) -> None:
    place.store.pipe_file(place.under(name), text.encode())


def _check(place: Place, name: str, files: Mapping[str, Path]) -> None:
    """Raises `AnnexError` where a file is not on the store in full."""
    there = Place(place.store, place.under(f"{STATES}/{name}"), place.address).objects()
    for file, path in files.items():
        if there.get(file, {}).get("size") != path.stat().st_size:
            raise AnnexError(f"{file} did not arrive whole; the state before still counts")


def _clear(place: Place, keep: set[str | None]) -> None:
    """Take away what no reader should hold any more and what cut-off pushes left; the state before
    stays for those who asked just now."""
    top = place.under(STATES)
    for path in place.store.ls(top, detail=False):
        if path.rstrip("/").rpartition("/")[2] not in keep:
            place.store.rm(path, recursive=True)
