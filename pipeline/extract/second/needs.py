"""What to tell a person when an optional package is missing."""

from __future__ import annotations

from pipeline.errors import InputError

HOW_TO_INSTALL = 'install it with: pip install "annex[readers]"'


def missing(reader: str, error: ImportError) -> InputError:
    """The error for a reader of which a package is not installed."""
    package = error.name or reader
    message = f"reading with {reader} needs the package {package}; {HOW_TO_INSTALL}"
    return InputError("needs-extra", message)
