"""Text typed onto a page without a look of its own: a viewer sets it into its box.

An annotation may hold its text alone and leave the drawing of it to the viewer, which breaks the
lines where the box ends. The words stand about where a viewer would put them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.extract.pdf.drawn.rules import Box
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.pieces import ASCENT, Piece

TYPED = 1 << 31
"""Numbers of pieces that are typed begin here: beyond those of a file and of its pictures."""
_SIZE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s+Tf\b")
_USUAL, _LEAST, _MOST = 10.0, 4.0, 40.0
"""Sizes of type in points: where none is named, and what is taken for one."""
_LETTER, _LEADING, INSET = 0.5, 1.2, 2.0
"""Ems of a letter, ems from line to line, points from the edge of the box to its text."""


class Typed(NamedTuple):
    """A typed text: its box in user space, the size of its type in points."""

    box: Box
    text: str
    size: float


def size_in(look: str) -> float:
    """The size of type that a default appearance names (`/Helv 10 Tf`)."""
    found = _SIZE.search(look)
    size = float(found.group(1)) if found else 0.0
    return size if _LEAST <= size <= _MOST else _USUAL


def typed_pieces(texts: Iterable[Typed], frame: Frame) -> list[Piece]:
    """The words of typed texts as pieces of the page."""
    words = (word for typed in texts for word in _words(typed, frame))
    return [word._replace(first=TYPED + at, last=TYPED + at + 1) for at, word in enumerate(words)]


def _words(typed: Typed, frame: Frame) -> Iterator[Piece]:
    x0, y0, x1, _ = frame.box(*typed.box)
    size, left = typed.size, x0 + INSET
    base = y0 + INSET + ASCENT * size
    for line in re.split(r"\r\n|\r|\n", typed.text):
        x = left
        for word in line.split():
            width = _LETTER * size * len(word)
            if x > left and x + width > x1 - INSET:
                x, base = left, base + _LEADING * size
            yield Piece(word, x, x + width, base, size, False, True, True, TYPED, TYPED + 1)
            x += width + _LETTER * size
        base += _LEADING * size
