"""The one thing a character recogniser is asked for: the words of a line of print.

A better engine is a class with these two members and a line in `engine`; nothing else of the
package knows which one reads.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.model import Alternative

Gray = npt.NDArray[np.uint8]
"""A picture: rows of pixels, 0 black to 255 white."""

MISSING = "needs-ocr"
"""Code of the problem of pages that are pictures where no engine is installed."""
REMEDY = "reading scans needs Tesseract: pip install tesserocr"


class EngineWord(NamedTuple):
    """A word of a line: its text, how sure the engine is (0 to 1), its left and right end in
    pixels of the picture of the line, other readings of it, and it with the one letter changed
    that the engine was nearest to take (`ReadWord.rival`)."""

    text: str
    confidence: float
    x0: int
    x1: int
    alternatives: tuple[Alternative, ...] = ()
    rival: Alternative | None = None


Look = Literal["first", "second", "digits"]


class Engine(Protocol):
    """Reads single lines of Vietnamese print."""

    @property
    def name(self) -> str:
        """What reads, with its version and model: it stands in `documents.engine`."""
        ...

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """The words of one upright line, dark on white, from left to right.

        Its small letters are about 24 pixels high, with a margin around. A `second` look is as
        unlike the first as the engine can make it; `digits` says that nothing else stands there.
        """
        ...


def engine() -> Engine:
    """The engine at hand, made anew: a process makes its own, once.

    Raises `InputError` `needs-ocr` where none is installed.
    """
    try:
        from pipeline.extract.scan.tesseract import Tesseract
    except ImportError as error:
        raise InputError(MISSING, REMEDY) from error
    return Tesseract()


@cache
def shared_engine() -> Engine:
    """The one engine of this process. Raises as `engine`."""
    return engine()


def installed() -> bool:
    """Whether an engine is there."""
    return find_spec("tesserocr") is not None
