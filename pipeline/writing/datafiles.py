"""Facts kept as TOML beside the code that reads them.

Python reads TOML character by character: the facts that one text is read with take 14 ms, and 1 ms
as Python writes values itself. So they are kept so beside the bytecode, each with the content
it was made of: a file that somebody has changed is read anew.
"""

from __future__ import annotations

import pickle
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.writing.kept_files import keep, kept, may_be_kept, place_beside


def load_beside(module_file: str, name: str) -> dict[str, Any]:
    """The TOML file `name` that stands beside a module (give its `__file__`), read once: nobody
    changes what is in it."""
    return _loaded(Path(module_file).with_name(name))


@cache
def _loaded(path: Path) -> dict[str, Any]:
    return facts_of(path.read_bytes(), place_beside(path, "facts"))


def facts_of(data: bytes, place: Path) -> dict[str, Any]:
    """The facts of a TOML file, from what was made of it before where that is kept in a place."""
    found = kept(place, data)
    if found is not None:
        known: dict[str, Any] = pickle.loads(found)  # as trusted as the bytecode beside it
        return known
    facts = tomllib.loads(data.decode("utf-8"))
    if may_be_kept():
        keep(place, pickle.dumps(facts), data)
    return facts
