"""Going back to a state that is kept."""

from __future__ import annotations

from pathlib import Path

from pipeline.data.check import all_damaged
from pipeline.data.draft import Draft
from pipeline.data.generations import folder_of
from pipeline.data.store import Store
from pipeline.errors import AnnexError


def restore(out: Path, number: int) -> int:
    """Publish a state once more, as the newest; returns its number.

    Raises `AnnexError` where it is not there or not whole.
    """
    store = Store(folder_of(out, number))
    bad = all_damaged(store)
    if bad:
        raise AnnexError(f"state {number} is damaged ({bad[0]}); choose another one")
    store.out = out
    return Draft(store).publish(store.read_manifest())
