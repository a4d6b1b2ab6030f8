"""An eight that the engine has for a sign of sections: it has two holes, that sign has one."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.extract.scan.bars import TALL, Shapes
from pipeline.extract.scan.print import Mark
from pipeline.extract.scan.words import marks_in, read_as
from pipeline.model import ReadWord

SECTION = "§"
_LOW = ".,:;)(-"
"""Marks that are no figures of a word."""
_OF_EIGHT = 2
"""Holes of an eight."""
_SPECK = 3
"""Pixels that a hole has at least."""


def eight(word: ReadWord, marks: Sequence[Mark], shapes: Shapes) -> ReadWord:
    """A word with an eight for each sign of sections whose mark has two holes."""
    if SECTION not in word.text:
        return word
    figures = [at for at, char in enumerate(word.text) if char not in _LOW]
    tall = [m for m in marks_in(word, marks) if m.height >= TALL * shapes.marks.x_height]
    if len(figures) != len(tall):
        return word
    text = list(word.text)
    for at, mark in zip(figures, tall, strict=True):
        if text[at] == SECTION and holes(shapes.marks.shape_of(mark)) == _OF_EIGHT:
            text[at] = "8"
    told = "".join(text)
    return word if told == word.text else read_as(word, told)


def holes(shape: np.ndarray) -> int:
    """How many pieces of white a shape of ink (True) encloses."""
    white = np.pad(~shape, 1, constant_values=True).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return int((areas >= _SPECK).sum()) - 1  # what lies around the shape is one of them
