"""Whether what stands in the output is what was published: every file against its noted hash."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from pipeline.data.files import note_of
from pipeline.data.generations import folder_of, numbers
from pipeline.data.parquet import tables_of_document
from pipeline.data.store import Store
from pipeline.frozen import dataclass

_SAMPLE = 24
"""Files that a run looks through, beside the length of all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A state that was looked through; `damaged` are files below its folder."""

    number: int | None
    files: int
    damaged: tuple[str, ...]


def check(out: Path) -> Iterator[Checked]:
    """Every state under `out`, file by file; the one that counts last."""
    states: list[tuple[int | None, Path]] = [(n, folder_of(out, n)) for n in numbers(out)]
    now = Store(out).folder
    states.sort(key=lambda item: item[1] == now)
    for number, folder in states or [(None, out)]:
        store = Store(folder)
        yield Checked(number, len(_names(store)), all_damaged(store))


def all_damaged(store: Store) -> tuple[str, ...]:
    """The files whose bytes are not those that were published."""
    return tuple(name for name in _names(store) if not _is_as_noted(store, name))


def damaged_files(store: Store) -> list[str]:
    """What is wrong at a glance: files that are missing or not of their length, and a few of the
    others whose bytes are not those that were published."""
    names = _names(store)
    bad = [name for name in names if not store.is_whole(name)]
    whole = sorted(set(names) - set(bad)) if store.inventory.files else []
    sample = random.Random().sample(whole, min(_SAMPLE, len(whole)))
    return sorted({*bad, *(name for name in sample if not _is_as_noted(store, name))})


def _names(store: Store) -> list[str]:
    if store.inventory.files:
        return sorted(store.inventory.files)
    files = {store.layout.file(doc_id) for doc_id in store.doc_ids()}
    return sorted(f"{table}/{file}" for file in files for table in tables_of_document())


def _is_as_noted(store: Store, name: str) -> bool:
    noted = store.inventory.files.get(name)
    if noted is None:
        return store.is_whole(name)
    try:
        return note_of(store.folder / name) == noted
    except OSError:
        return False
