"""`d` where `đ` was read and the engine was near to read `d`: told by the bar, which stands out of
the stem above the small letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.words import read_as
from pipeline.model import ReadWord

TALL = 1.2
"""x-heights from which a mark has a stem."""
BEFORE, AFTER = 0.2, 0.35
"""x-heights around the start of a word in which its first letter begins."""
BROAD = 1.35
"""Width of a `d` at most, in x-heights: what touches it on the right is left out."""
STEM = 0.7
"""Share of the height over the small letters that is ink in a column of the stem."""
TOP, LOW = 0.3, 0.85
"""The part of that height, from above, in which a bar stands and no serif."""
OUT = 0.04
"""x-heights by which the bar of a `đ` stands out on the right, …"""
OUT_LEFT = 0.1
"""… and by which it does so on the left, beyond what a serif does."""
NEAR = 0.15
"""How near the engine was at least to read `d`."""
FEWEST = 4
"""Pixels over the small letters in which a bar can be seen."""


def uncrossed(word: ReadWord, marks: Sequence[Mark], page: Marks, base: float) -> ReadWord:
    """A word with `d` for its first letter where no bar crosses the stem and another look, or the
    letter that came nearest, had it so. `marks` are those of its line, `base` its baseline."""
    other = "d" + word.text[1:]
    if word.text[:1] != "đ" or not _was_near(word, other):
        return word
    unit = page.x_height
    start, end = word.x0 - BEFORE * unit, word.x0 + AFTER * unit
    tall = [m for m in marks if start <= m.x0 <= end and m.height >= TALL * unit]
    first = min(tall, key=lambda m: m.x0, default=None)
    if first is None or has_bar(first, page, base) is not False:
        return word
    others = tuple(one for one in word.alternatives if one.text != other)
    return read_as(word._replace(alternatives=others), other)


def _was_near(word: ReadWord, other: str) -> bool:
    rival = word.rival
    seen = any(one.text == other for one in word.alternatives)
    return seen or (rival is not None and rival.text == other and rival.confidence >= NEAR)


def has_bar(mark: Mark, page: Marks, base: float) -> bool | None:
    """Whether a bar crosses the stem of a letter above the small letters; None where no stem, or
    too few pixels, are there to tell."""
    unit = page.x_height
    height = int(base - 1.02 * unit) - mark.y0
    if height < FEWEST:
        return None
    right = min(mark.x1, mark.x0 + round(BROAD * unit))
    over = page.labels[mark.y0 : mark.y0 + height, mark.x0 : right] == mark.label
    stem = np.flatnonzero(over.mean(axis=0) > STEM)
    if not len(stem):
        return None
    part = over[round(TOP * height) : max(round(LOW * height), round(TOP * height) + 1)]
    inked = [np.flatnonzero(row) for row in part if row.any()]
    beyond = max((int(row[-1] - stem[-1]) for row in inked), default=0)
    before = max((int(stem[0] - row[0]) for row in inked), default=0)
    return beyond > OUT * unit or before > OUT_LEFT * unit
