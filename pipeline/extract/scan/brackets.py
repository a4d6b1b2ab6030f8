"""Row numbers in brackets, `(1)`: an engine reads a bracket and its figure as one letter.

The brackets are told by their shape; what stands between them is read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pipeline.extract.scan.marks import Mark, Marks
from pipeline.model import ReadWord

TALLER = 1.15
"""How much taller a bracket is than the figures in it."""
SLIM = 0.5
"""Width of a bracket at most, by its height."""
BOW = 0.12
"""How far the middle of a bracket stands out over its ends, by its width."""
MOST = 3
"""Figures in brackets that number a row."""

Reader = Callable[[Sequence[Mark]], list[ReadWord]]


def in_brackets(marks: Sequence[Mark], shapes: Marks, read: Reader) -> list[ReadWord] | None:
    """The one word of a line that is a number or a letter in brackets; None for any other line."""
    tall = [mark for mark in marks if mark.height >= 0.5 * shapes.x_height]
    if not 1 <= len(tall) - 2 <= MOST or not _are_brackets(tall, shapes):
        return None
    first, *inner, last = tall
    words = read(inner)
    text = "".join(word.text for word in words).strip(".,")
    if len(text) != len(inner) or not text.isalnum():
        return None
    box = words[0]._replace(
        x0=first.x0, x1=last.x1, y0=min(first.y0, last.y0), y1=max(first.y1, last.y1)
    )
    sure = min(word.confidence for word in words)
    return [box._replace(text=f"({text})", confidence=sure, alternatives=(), rival=None)]


def _are_brackets(marks: Sequence[Mark], shapes: Marks) -> bool:
    """Whether the first and the last of some marks are brackets around the others."""
    first, *inner, last = marks
    highest = max(mark.height for mark in inner)
    return (
        min(first.height, last.height) >= TALLER * highest
        and all(mark.width <= SLIM * mark.height for mark in (first, last))
        and _bow(first, shapes) <= -BOW
        and _bow(last, shapes) >= BOW
    )


def _bow(mark: Mark, shapes: Marks) -> float:
    """How far the middle of a mark stands to the right of its ends, by its width."""
    own = shapes.shape_of(mark)
    fifth = max(1, mark.height // 5)
    rows = own[:fifth], own[2 * fifth : -2 * fifth or None], own[-fifth:]
    if not all(part.any() for part in rows):
        return 0.0
    head, middle, foot = (float(np.nonzero(part)[1].mean()) for part in rows)
    return (middle - (head + foot) / 2) / max(1, mark.width)
