"""How far a threshold may move before any document is read otherwise.

    python benchmarks/thresholds.py FOLDER ROOM… > found.toml

Reads the documents of FOLDER (and below) once, then again with each number of the rooms
(`normalize`, `extract.aligned`, `normalize.tables.joins`) a quarter lower and a quarter higher,
whole numbers by one at least; counts the documents that come out otherwise. No document: nothing
here depends on it between the two values.
"""

from __future__ import annotations

import hashlib
import importlib
import runpy
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.model import Extraction, Source
from pipeline.normalize import normalize

Read = dict[Path, Extraction]
FOUND = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "make_thresholds.py"))
Constant = Any


def main(folder: Path, rooms: list[str]) -> None:
    """Print one entry per number: how many documents change below and above it."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".json", ".md"))
    read = {path: got for path in paths if (got := _extracted(path)) is not None}
    usual = {path: _digest(got) for path, got in read.items()}
    print(f"# {len(read)} documents of {folder.name}")
    for constant in FOUND["constants"]():
        if constant.kind == "number" and any(constant.key.startswith(room) for room in rooms):
            found = [_changed(constant, value, read, usual) for value in _moved(constant.value)]
            print(f'"{constant.key}" = {found}  # {constant.shown}', flush=True)


def _extracted(path: Path) -> Extraction | None:
    try:
        return extract(Source(path, path.name))
    except InputError:
        return None


def _digest(extraction: Extraction) -> str:
    return hashlib.sha256(repr(normalize(extraction)).encode()).hexdigest()


def _moved(value: float) -> Iterator[float]:
    step = max(1, round(abs(value) / 4)) if isinstance(value, int) else abs(value) / 4
    yield from (value - step, value + step)


def _changed(constant: Constant, value: float, read: Read, usual: dict[Path, str]) -> int | str:
    """How many documents come out otherwise, or how it fails."""
    places = list(_bound(constant))
    for module, name in places:
        setattr(module, name, value)
    try:
        again = constant.key.startswith("extract")
        return sum(_now(path, got, again) != usual[path] for path, got in read.items())
    finally:
        for module, name in places:
            setattr(module, name, constant.value)


def _now(path: Path, got: Extraction, again: bool) -> str:
    try:
        fresh = extract(Source(path, path.name)) if again else got
        return _digest(replace(fresh, source=got.source))
    except Exception as error:  # a value that makes no sense: that too is another output
        return f"{type(error).__name__}"


def _bound(constant: Constant) -> Iterator[tuple[ModuleType, str]]:
    """Every module that has the number under its name: its own and those that import it."""
    own: Any = importlib.import_module(constant.module)
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline.") and getattr(module, constant.name, None) is getattr(
            own, constant.name
        ):
            yield module, constant.name


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
