"""Dots that stand for a blank in a cell (`...`): a line of print without a letter.

Specks and the rests of dotted rules are no such line: three to six dots of one size stand at one
height and at even distances.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.scan.marks import DOT, Mark
from pipeline.model import ReadWord

FEWEST, MOST = 3, 6
"""Dots of a blank: with more they are a leader, or a dotted rule."""
LEVEL = 0.2
"""x-heights by which their feet may differ."""
NEAREST, FARTHEST, EVEN = 0.25, 1.6, 1.6
"""x-heights from dot to dot, and how much farther two may stand than two others."""
ALIKE = 3.0
"""Times the area of the smallest that the largest may have: print at 150 dpi has few pixels."""
SURE = 0.97
"""How sure a word of dots is whose every one was told."""


def rows_of_dots(marks: Sequence[Mark], unit: float) -> list[list[Mark]]:
    """The rows of dots among some small marks, each from left to right; `unit` is the x-height."""
    rows: list[list[Mark]] = []
    for mark in sorted((m for m in marks if _is_dot(m, unit)), key=lambda m: m.x0):
        near = (row for row in rows if _goes_on(row[-1], mark, unit))
        row = next(near, None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    return [row for row in rows if is_row(row, unit)]


def is_row(marks: Sequence[Mark], unit: float) -> bool:
    """Whether marks, from left to right, are nothing but the dots of a blank."""
    if not FEWEST <= len(marks) <= MOST or not all(_is_dot(mark, unit) for mark in marks):
        return False
    steps = [two.x - one.x for one, two in pairwise(marks)]
    areas = [mark.area for mark in marks]
    level = all(_goes_on(one, two, unit) for one, two in pairwise(marks))
    return level and max(steps) <= EVEN * min(steps) and max(areas) <= ALIKE * min(areas)


def dotted(marks: Sequence[Mark], unit: float) -> ReadWord | None:
    """The word that a line of dots alone is; None for any other line."""
    if not is_row(marks, unit):
        return None
    x0, x1 = marks[0].x0, marks[-1].x1
    y0, y1 = min(mark.y0 for mark in marks), max(mark.y1 for mark in marks)
    return ReadWord("." * len(marks), SURE, x0, y0, x1, y1)


def _is_dot(mark: Mark, unit: float) -> bool:
    return max(mark.width, mark.height) <= DOT * unit


def _goes_on(one: Mark, two: Mark, unit: float) -> bool:
    """Whether a dot is the next of a row after another one."""
    level = abs(one.y1 - two.y1) <= max(1.0, LEVEL * unit)
    return level and NEAREST * unit <= two.x - one.x <= FARTHEST * unit
