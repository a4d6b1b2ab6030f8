"""Datasets on an object store, by an address (`s3://bucket/folder`), through fsspec.

A store holds states as OUT does: `states/<name>/…`, and `current`, which names the one that counts.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import AnnexError, ConfigError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

CURRENT = "current"
STATES = "states"


def is_address(out: object) -> bool:
    """Whether this names a place on a store, not a folder."""
    return isinstance(out, str) and "://" in out


@dataclass(frozen=True, slots=True)
class Place:
    """A folder on a store: the store, the path there, and the address it was named by."""

    store: AbstractFileSystem
    path: str
    address: str

    def under(self, name: str) -> str:
        """The path of what lies in the folder under a name."""
        return f"{self.path}/{name}" if self.path else name

    def objects(self) -> dict[str, dict[str, Any]]:
        """Every object in the folder and below, by its name there, with what the store tells of
        it; nothing where the folder is not there."""
        with told_as(self.address):
            self.store.invalidate_cache()
            found = self.store.find(self.path, detail=True)
        start = len(self.path) + 1 if self.path else 0
        return {path[start:]: told for path, told in found.items() if len(path) > start}


def open_place(address: str) -> Place:
    """The place of an address.

    Raises `ConfigError` for an address without a kind of store, of a kind that nobody knows, and
    of one whose package is not installed.
    """
    kind, colon, _ = address.partition("://")
    if not colon:
        raise ConfigError(f"{address}: no address of a store, such as s3://bucket/folder")
    try:
        from fsspec.core import url_to_fs

        store, path = url_to_fs(address.rstrip("/"))
    except ImportError as error:
        raise ConfigError(
            f"{address}: {kind} needs a package that is not here ({error}); "
            "pip install fsspec s3fs, or the package of your store"
        ) from error
    except ValueError as error:
        raise ConfigError(f"{address}: {error}") from error
    return Place(store, str(path).rstrip("/"), address)


@contextmanager
def told_as(address: str) -> Iterator[None]:
    """What a store refuses, as one line that names the address. Raises `AnnexError`."""
    try:
        yield
    except AnnexError:
        raise
    except Exception as error:  # every store has errors of its own, of no common kind
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise AnnexError(f"{address}: {what}; the same command goes on") from error


def pointed(place: Place) -> str | None:
    """The name of the state that counts on a store; None where there is none yet.

    Raises `AnnexError` where the store refuses.
    """
    path = place.under(CURRENT)
    with told_as(place.address):
        place.store.invalidate_cache()
        if not place.store.exists(path):
            return None
        found: bytes = place.store.cat_file(path)
    return found.decode("ascii", "replace").strip()


def brought(address: str, table: str | None = None) -> Path:
    """The state that counts on a store, as a folder here for as long as this process lives; of the
    datasets only one where it is named.

    Raises `ConfigError` where there is none, `AnnexError` where the store refuses.
    """
    place = open_place(address)
    name = pointed(place)
    if name is None:
        raise ConfigError(f"{address}: no datasets there; `annex push {address}` puts them there")
    state = Place(place.store, place.under(f"{STATES}/{name}"), address)
    folder = Path(tempfile.mkdtemp(prefix="annex-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = [f for f in state.objects() if table is None or f.rpartition("/")[0] in ("", table)]
    with told_as(address):
        place.store.get([state.under(f) for f in files], [str(folder / f) for f in files])
    return folder
