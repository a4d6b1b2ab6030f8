"""Whoever wants to know how far a run is, and somebody who does not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Progress(Protocol):
    """Told what is going to be read, what is being read and what is done."""

    def expect(self, pages: Mapping[str, int]) -> None:
        """So many pages of each input, as far as can be told, are going to be read."""

    def begin(self, name: str) -> None:
        """An input is being read."""

    def page(self, name: str) -> None:
        """A page of an input that takes long is done."""

    def end(self, name: str, pages: int) -> None:
        """An input is done; it had so many pages."""

    def doing(self, what: str) -> AbstractContextManager[None]:
        """While something is done of which nobody knows how long it takes."""


class Silent:
    """Progress that tells nobody."""

    def expect(self, pages: Mapping[str, int]) -> None:
        """Nothing."""

    def begin(self, name: str) -> None:
        """Nothing."""

    def page(self, name: str) -> None:
        """Nothing."""

    def end(self, name: str, pages: int) -> None:
        """Nothing."""

    def doing(self, what: str) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()
