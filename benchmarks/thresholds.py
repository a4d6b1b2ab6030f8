"""How far a threshold may move before any document is read otherwise, or another link accepted.

    python benchmarks/thresholds.py FOLDER ROOM… > found.toml
    python benchmarks/thresholds.py --bands FOLDER ROOM… > found.toml

Reads the documents of FOLDER (and below) once, then again with each number of the rooms
(`normalize`, `extract.aligned`, `normalize.tables.joins`) a quarter lower and a quarter higher,
whole numbers by one at least; counts the documents that come out otherwise. No document: nothing
here depends on it between the two values.

With `--bands` the numbers whose reason in docs/thresholds.toml is a guess (`judged`), or was
measured so before: each is moved by a fifth and by three tenths either way over the documents whose
reader has it, those of `link` over the links that people decided (benchmarks/links.py). Printed is
a reason for docs/thresholds.toml: between which values nothing changes, and what does beyond.
"""

from __future__ import annotations

import hashlib
import importlib
import runpy
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.model import Extraction, Source
from pipeline.normalize import normalize

Read = dict[Path, Extraction]
FOUND = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "make_thresholds.py"))
Constant = Any
Made = TypeVar("Made")
GUESSED = ("judged", "insensitive", "measured")
"""How the reasons begin that `--bands` measures."""
STEPS = (-0.3, -0.2, 0.2, 0.3)
READERS = {
    "extract.layer": ("text-layer",), "extract.spaced": ("text-spaced",),
    "extract.lined": ("text-lined",), "extract.text": ("text",),
    "extract.docx": ("docx",), "extract.web": ("html",), "extract.workbook": ("workbook", "csv"),
    "extract.aligned": ("pdf",), "extract.pdf": ("pdf",), "extract.scan": ("pdf-scan",),
    "writing": ("text", "docx", "html", "markdown"),
}  # fmt: skip
"""Of which dialects the documents are that a room reads; others say nothing of it."""


def main(folder: Path, rooms: list[str], bands: bool) -> None:
    """Print what was measured, one entry per number."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".json", ".md"))
    read = {path: got for path in paths if (got := _extracted(path)) is not None}
    usual = {path: _digest(got) for path, got in read.items()}
    print(f"# {len(read)} documents of {folder.name}")
    reasons = FOUND["notes"]()["reasons"]
    for constant in FOUND["constants"]():
        own = constant.kind == "number" and any(constant.key.startswith(room) for room in rooms)
        if own and bands and reasons.get(constant.key, "").startswith(GUESSED):
            print(f'"{constant.key}" = "{_band(constant, read, usual)}"', flush=True)
        elif own and not bands:
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


# --- bands -------------------------------------------------------------------------------------


def _band(constant: Constant, read: Read, usual: dict[Path, str]) -> str:
    """What is measured of a number, as a reason."""
    if constant.key.startswith("link"):
        what = "links that people decided"
        measured = {value: _links_changed(constant, value) for value in _stepped(constant.value)}
    else:
        own = {path: got for path, got in read.items() if _reads(constant.key, got)}
        what = f"{len(own)} documents"
        measured = {
            value: _changed(constant, value, own, usual) for value in _stepped(constant.value)
        }
    return told(constant.value, measured, what)


def told(value: float, measured: Mapping[float, int], what: str) -> str:
    """The reason that measurements give, by value how much came out otherwise.

    >>> told(5, {3: 2, 4: 0, 6: 0, 7: 0}, "9 documents")
    'insensitive between 4 and 7, 3 changes 2 of 9 documents'
    """
    low = min((v for v in measured if v < value and _all_still(measured, v, value)), default=value)
    high = max((v for v in measured if v > value and _all_still(measured, v, value)), default=value)
    beyond = [f"{v:g} changes {n}" for v, n in sorted(measured.items()) if n]
    still = f"insensitive between {low:g} and {high:g}" if low != high else "measured, it decides"
    return f"{still}, {', '.join(beyond) or 'nothing changes'} of {what}"


def _all_still(measured: Mapping[float, int], end: float, value: float) -> bool:
    low, high = sorted((end, value))
    return all(not count for at, count in measured.items() if low <= at <= high)


def _stepped(value: float) -> list[float]:
    if isinstance(value, int):
        return sorted({value + (round(abs(value) * s) or (1 if s > 0 else -1)) for s in STEPS})
    return [round(value + abs(value) * step, 4) for step in STEPS]


def _reads(key: str, got: Extraction) -> bool:
    room = next((room for room in READERS if key.startswith(room)), None)
    dialect = got.reading.dialect or ""
    seen = dialect == "pdf-scan" or any(p.code == "picture-read" for p in got.reading.problems)
    fits = room is None or dialect.startswith(READERS[room])
    return fits and (not seen or room in (None, "extract.scan"))


def _links_changed(constant: Constant, value: float) -> int:
    before = _links()
    return len(before ^ _with(constant, value, _links.__wrapped__))


@cache
def _links() -> frozenset[tuple[tuple[str, str], str]]:
    """The accepted links, with their relation."""
    bench = runpy.run_path(str(Path(__file__).with_name("links.py")))
    return frozenset(bench["accepted"](bench["quotes"](), bench["ACCEPT"]).items())


# --- moving ------------------------------------------------------------------------------------


def _changed(constant: Constant, value: float, read: Read, usual: dict[Path, str]) -> int:
    """How many documents come out otherwise, or fail."""
    again = constant.key.startswith(("extract", "writing"))
    return _with(
        constant,
        value,
        lambda: sum(_now(path, got, again) != usual[path] for path, got in read.items()),
    )


def _with(constant: Constant, value: float, make: Callable[[], Made]) -> Made:
    """What is made while a number is another."""
    places = list(_bound(constant))
    for module, name in places:
        setattr(module, name, value)
    try:
        return make()
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
    """Every module that has the number under its name: its own and those that import it. What is
    private to a module is nobody else's: small numbers of one name are one object."""
    own: Any = importlib.import_module(constant.module)
    if constant.name.startswith("_"):
        yield own, constant.name
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline.") and getattr(module, constant.name, None) is getattr(
            own, constant.name
        ):
            yield module, constant.name


if __name__ == "__main__":
    chosen = [one for one in sys.argv[1:] if one != "--bands"]
    main(Path(chosen[0]), chosen[1:], bands="--bands" in sys.argv)
