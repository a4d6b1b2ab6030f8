"""What to tell a person when a second reader cannot do its work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError

HOW_TO_INSTALL = 'install it with: pip install "annex[readers]"'


def missing(reader: str, error: ImportError) -> InputError:
    """The error for a reader of which a package is not installed."""
    package = error.name or reader
    message = f"reading with {reader} needs the package {package}; {HOW_TO_INSTALL}"
    return InputError("needs-extra", message)


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
