"""What annex itself is, stage by stage: its code, its data files, the libraries it works with.

A stage that changed runs again, and those after it; what an earlier stage made is taken as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pipeline

PICTURES, READ, JOIN, LINK, PROGRAMME = "pictures", "read", "join", "link", "programme"
ROOMS: Final = {
    PICTURES: (
        "extract/scan", "extract/ruled/lattice.py", "extract/ruled/lines.py",
        "extract/ruled/shared_walls.py", "model.py", "errors.py", "frozen.py", "writing/raised.py",
        "writing/patterns.py", "writing/kept_patterns.py", "writing/kept_files.py",
        "writing/datafiles.py", "writing/pairs.py", "writing/pairs.toml", "writing/compounds.py",
        "writing/compounds.toml", "writing/syllables.py", "writing/letters.py", "writing/slips.py",
        "writing/twice.py", "writing/characters.py",
        "writing/characters.toml", "writing/legacy_fonts.py", "writing/legacy_fonts.toml",
        "writing/symbol_fonts.py", "writing/symbol_fonts.toml",
    ),
    READ: (
        "model.py", "errors.py", "frozen.py", "writing", "extract", "normalize", "link/claims",
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
_MADE: Final = "__pycache__"
"""The folder of what is made from the code: bytecode, and compiled patterns."""
KEYED: Final = "keyed"
"""The fact of what was read of an input that tells what made the keys of its rows."""
_NOTED: Final = (".dist-info", ".egg-info")
"""Endings of the folders and files in which installers note a distribution (PEP 376)."""
_UNLIKE = re.compile(r"[-_.]+")
"""Signs that are all alike in the name of a distribution."""


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


def keyed_by(rarity: str) -> str:
    """What makes the keys of rows: another one after each change of the code that does, or of the
    table of rarity (its digest) that orders them."""
    return f"{stage_digest(LINK)} {rarity}"


def _digest(rooms: Iterable[str], libraries: Iterable[str]) -> str:
    digest = hashlib.sha256()
    top = str(Path(pipeline.__file__).parent)
    for name, path in _files(top, rooms):
        digest.update(name.encode() + b"\0")
        with open(path, "rb", buffering=0) as file:
            digest.update(hashlib.sha256(file.read()).digest())
    for name in libraries:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()


def _files(top: str, rooms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files of rooms: the name of each below the top, and its path. They are hundreds and
    looked at by every run, so they are walked through as texts."""
    for room in rooms:
        place = os.path.join(top, room)
        inside = [os.path.join(folder, name) for folder, _, names in os.walk(place)
                  if not folder.endswith(_MADE) for name in names] or [place]  # fmt: skip
        for path in sorted(inside):
            yield path[len(top) + 1 :].replace(os.sep, "/"), path


def _version(name: str) -> str:
    """The version of a distribution, "" where it is not installed."""
    return _installed().get(_UNLIKE.sub("_", name).lower(), "")


@cache
def _installed() -> dict[str, str]:
    """Distribution → version, as the names tell under which installers note them
    (`numpy-2.3.1.dist-info`, of systems `numpy-1.24.2-py3.11.egg-info`): `importlib.metadata` loads
    all that reads e-mail to say so."""
    found: dict[str, str] = {}
    for place in filter(os.path.isdir, sys.path):
        for folder in os.listdir(place):
            noted, ending = os.path.splitext(folder)
            if ending in _NOTED:
                name, version, *_ = [*noted.split("-"), ""]
                found.setdefault(_UNLIKE.sub("_", name).lower(), version)
    return found
