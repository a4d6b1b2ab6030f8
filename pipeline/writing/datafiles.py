"""Facts kept as TOML beside the code that reads them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def load_beside(module_file: str, name: str) -> dict[str, Any]:
    """The TOML file `name` that stands beside a module (give its `__file__`)."""
    return tomllib.loads(Path(module_file).with_name(name).read_text(encoding="utf-8"))
