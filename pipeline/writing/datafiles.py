"""Facts kept as TOML beside the code that reads them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def load_beside(module_file: str, name: str) -> dict[str, Any]:
    """The TOML file `name` that stands beside a module (give its `__file__`), read once: nobody
    changes what is in it."""
    return _loaded(Path(module_file).with_name(name))


@cache
def _loaded(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
