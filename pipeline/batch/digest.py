"""What annex itself is, stage by stage: its code, its data files, the libraries it works with.

A stage that changed runs again, and those after it; what an earlier stage made is taken as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import pipeline

PICTURES, READ, JOIN, LINK, PROGRAMME = "pictures", "read", "join", "link", "programme"
ROOMS: Final = {
    PICTURES: (
        "extract/scan", "extract/ruled/lattice.py", "extract/ruled/lines.py", "model.py",
        "errors.py", "writing/raised.py", "writing/patterns.py",
    ),
    READ: (
        "model.py", "errors.py", "writing", "extract", "normalize", "link/claims",
        "data/records", "data/schema.py", "data/parquet.py", "data/bundle.py", "data/files.py",
        "batch/read.py", "batch/agreement.py", "batch/near.py",
    ),
    JOIN: (
        "batch/group.py", "batch/parts.py", "batch/same.py", "batch/rekey.py",
        "batch/renditions.py", "batch/keep.py", "data/draft.py", "data/layout.py",
    ),
    LINK: ("link/corpus", "link/lineage", "link/doubts.py", "batch/settle.py"),
    PROGRAMME: ("link/programme", "data/told.py"),
}  # fmt: skip
"""Stage → the rooms that decide what it makes, beside those of the stages before it."""
_LIBRARIES: Final = {
    PICTURES: ("tesserocr", "opencv-python-headless", "numpy", "regex"),
    READ: ("pypdfium2", "pdfplumber", "camelot-py", "regex", "rapidfuzz", "numpy",
           "tesserocr", "opencv-python-headless"),
    JOIN: ("pyarrow",),
    LINK: ("rapidfuzz", "numpy"),
    PROGRAMME: ("rapidfuzz",),
}  # fmt: skip


@cache
def stage_digest(stage: str) -> str:
    """Another one after each change of a module of a stage, or of facts in a data file of it."""
    return _digest(ROOMS[stage], _LIBRARIES[stage])


@cache
def program_digest() -> str:
    """Another one after each change of annex, whatever it is."""
    return _digest(("",), _LIBRARIES[READ])


def stage_digests() -> dict[str, str]:
    """The digests of all stages after reading."""
    return {stage: stage_digest(stage) for stage in ROOMS if stage not in (PICTURES, READ)}


def _digest(rooms: Iterable[str], libraries: Iterable[str]) -> str:
    digest = hashlib.sha256()
    top = Path(pipeline.__file__).parent
    for path in _files(top, rooms):
        digest.update(path.relative_to(top).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in libraries:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()


def _files(top: Path, rooms: Iterable[str]) -> Iterator[Path]:
    for room in rooms:
        place = top / room
        inside = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in inside if path.is_file() and path.suffix != ".pyc")


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
