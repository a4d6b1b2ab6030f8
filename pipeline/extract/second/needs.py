"""What a second reader makes of a file it cannot read, as our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError


@contextmanager
def readable(path: Path, reader: str) -> Iterator[None]:
    """Raises `InputError('damaged')` for whatever a library makes of a file it cannot read.

    The libraries declare no errors of their own: a damaged file raises anything.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        what = f"{reader} cannot read {path.name} ({type(error).__name__})"
        raise InputError("damaged", what) from error
