"""What is known of a table before its rows, and what a row is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.aligned.strips import TableLine
from pipeline.writing.labels import parse_label

WIDER = 0.2
"""A gap between rows is wider than one between lines by this share of a line's height."""
LEAST_WIDER = 0.1
"""Where nearly all numbers have a gap before them wider by this share, `PART` of it will do."""
PART = 0.65


@dataclass(frozen=True, slots=True)
class Band:
    """A row: its first and last strip, and why it could be read otherwise ("" where it cannot)."""

    first: int
    last: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a table before its rows: how many columns, which one numbers the rows,
    the white between two lines of one cell, the height of a line, and the white from which a gap
    is one between rows."""

    columns: int
    number: int | None
    leading: float
    height: float
    wide: float

    def is_wide(self, gap: float) -> bool:
        """Whether a gap is wider than between two lines of a cell."""
        return gap > self.wide


def shape_of(strips: Sequence[TableLine], columns: int, number: int | None) -> Shape:
    """The shape of a table. The white between two lines is the usual one between lines that follow
    one another in a column, no number before the lower one."""
    heights = sorted(strip.bottom - strip.top for strip in strips)
    height = heights[len(heights) // 4]
    pitches: list[float] = []
    last: dict[int, float] = {}
    for strip in strips:
        labelled = _label(strip, number)
        for column, y in {text.first: text.word.y for text in strip.texts}.items():
            if column in last and column != number and not labelled:
                pitches.append(y - last[column])
            last[column] = y
    pitches.sort()
    leading = max(pitches[len(pitches) // 2] - height, 0.0) if pitches else 0.25 * height
    row_gap = _row_gap(strips, number)
    wide = leading + WIDER * height
    if row_gap - leading > LEAST_WIDER * height:
        wide = min(wide, leading + PART * (row_gap - leading))
    return Shape(columns, number, leading, height, wide)


def _row_gap(strips: Sequence[TableLine], number: int | None) -> float:
    """The white between rows: the widest gap since the number before, as nearly all have it."""
    widest: list[float] = []
    most = 0.0
    for strip, below in pairwise(strips):
        most = max(most, below.top - strip.bottom)
        if _label(below, number):
            widest.append(most)
            most = 0.0
    widest.sort()
    return widest[len(widest) // 8] if widest else 0.0


def is_labelled(strip: TableLine, shape: Shape) -> bool:
    """Whether a line begins with the number of a row."""
    return _label(strip, shape.number)


def _label(strip: TableLine, number: int | None) -> bool:
    return number is not None and parse_label(strip.text(number)) is not None
