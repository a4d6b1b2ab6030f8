"""Where what was recognised may be kept: given by who runs the readers, asked by the readers."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol


class Shelf(Protocol):
    """Keeps bytes under keys. What it does not give is recognised; what it cannot take is not
    kept: it never raises."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where nothing was."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep it, for later readings of the same file."""
        ...


shelf: ContextVar[Shelf | None] = ContextVar("shelf", default=None)
"""The shelf of the file that is being read; None where nothing is kept."""
