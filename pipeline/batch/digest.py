"""What annex itself is: its code, its data files, the libraries it reads with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline

_READERS = ("pypdfium2", "pdfplumber", "camelot-py", "regex", "rapidfuzz", "pyarrow",
            "tesserocr", "opencv-python-headless")  # fmt: skip


@cache
def program_digest() -> str:
    """Another one after each change of a module or of facts in a data file: what was read before
    is read again."""
    digest = hashlib.sha256()
    top = Path(pipeline.__file__).parent
    for path in sorted(top.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(top).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _READERS:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
