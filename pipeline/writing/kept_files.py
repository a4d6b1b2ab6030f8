"""What is made of files that come with annex, kept from one run to the next as bytecode is.

In `__pycache__`, by whoever may write there; nowhere where Python is told to write no bytecode. A
file that is not whole, or was made of another content, counts as none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

_DIGEST = hashlib.sha256


def place_beside(source: Path, ending: str) -> Path:
    """The file for what is made of another one, in the folder that Python has chosen for the
    bytecode of its folder; one for each version of Python."""
    bytecode = Path(cache_from_source(str(source)))
    return bytecode.with_name(f"{bytecode.stem}.{ending}")


def kept(path: Path, made_of: bytes = b"") -> bytes | None:
    """What was kept in a file; None where there is none, or not all of it, or of another content
    than `made_of`."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    size = _DIGEST().digest_size
    digest, data = whole[:size], whole[size:]
    return data if _digest_of(data, made_of) == digest else None


def keep(path: Path, data: bytes, made_of: bytes = b"") -> None:
    """Write a file whole; without a word where it cannot be written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_bytes(_digest_of(data, made_of) + data)
            os.replace(aside, path)
        finally:  # a full disk leaves the half of it, a folder of that name all
            aside.unlink(missing_ok=True)


def may_be_kept() -> bool:
    """Whether Python keeps bytecode."""
    return not sys.dont_write_bytecode


def _digest_of(data: bytes, made_of: bytes) -> bytes:
    return _DIGEST(made_of + data).digest()
