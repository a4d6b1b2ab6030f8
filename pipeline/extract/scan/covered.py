"""What a black seal over a cell leaves there: letters of the seal beside those of the cell.

Lines of print have their feet at even distances; what the lines outside of the seal say of their
feet tells which of the marks under it may stand in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.marks import LETTER, Mark
from pipeline.extract.scan.print import Line, lines_in
from pipeline.extract.scan.seals import HIDING, LETTERED
from pipeline.model import ReadWord

FOOT = 0.25
"""x-heights from the baseline within which a letter ends, …"""
TAIL = 0.75
"""… and those from it to the end of a letter with a tail, …"""
TAILED = 0.4
"""… which begins so far above it at least."""
LARGE = 2.0
"""x-heights from which on a mark is more than a letter of a seal: one that touches print."""
APART = 3.2
"""x-heights of white in a line behind which marks of a seal are no words of its cell."""
COVERED = 20.0
"""Mean of the pixels (255: all) from which on a seal lies over a word."""
CLOSEST = 1.6
"""x-heights from line to line at least, where lines are set tight."""


def is_stamped(word: ReadWord, stamped: Gray) -> bool:
    """Whether a seal lies over a word."""
    rows, columns = slice(int(word.y0), int(word.y1)), slice(max(0, int(word.x0)), int(word.x1))
    under = stamped[rows, columns]
    return bool(under.size) and float(under.mean()) >= COVERED


def is_under(mark: Mark, stamped: Gray) -> bool:
    """Whether the middle of a mark lies under a seal."""
    return bool(stamped[int(mark.y), int(mark.x)])


def pitch_of(cells: Iterable[Sequence[Line]], unit: float) -> float:
    """How far a page's lines stand from those below them in one cell, in pixels; 0 where none
    tell."""
    steps = [
        below.base - line.base
        for lines in cells
        for line, below in pairwise(lines)
        if below.base - line.base >= CLOSEST * unit
    ]
    return float(np.median(steps)) if steps else 0.0


def of_the_cell(
    marks: Sequence[Mark], stamped: Gray, unit: float, speck: float, pitch: float
) -> list[Mark]:
    """The marks of a cell without those of a seal over it; all of them where no line of the cell
    stands outside of the seal or in the middle of it. `pitch` is how far lines stand apart."""
    under = {mark for mark in marks if is_under(mark, stamped)}
    free = lines_outside(marks, stamped, unit, speck)
    if not free:  # no letter of the seal stands in its middle
        bare = [m for m in marks if stamped[int(m.y), int(m.x)] != LETTERED]
        free = lines_in(bare, unit, True, speck)
    if not free:
        return list(marks)
    fits = [m for m in marks if m not in under or not _is_letter(m, unit) or _fits(m, free, pitch)]
    lines = lines_in(fits, unit, True, speck)
    foreign = {mark for line in lines for mark in _behind(line, under, unit)}
    return [mark for mark in fits if mark not in foreign]


def lines_outside(marks: Sequence[Mark], stamped: Gray, unit: float, speck: float) -> list[Line]:
    """The lines of a cell that stand outside of a seal over it."""
    return lines_in([mark for mark in marks if not is_under(mark, stamped)], unit, True, speck)


def _is_letter(mark: Mark, unit: float) -> bool:
    return mark.height >= LETTER * unit


def _fits(mark: Mark, lines: Sequence[Line], pitch: float) -> bool:
    """Whether a mark stands as a letter of one of some lines does, or of one as far from them as
    lines stand apart."""
    return any(_stands(mark, line, pitch) for line in lines)


def _stands(mark: Mark, line: Line, pitch: float) -> bool:
    unit = line.x_height
    if max(mark.width, mark.height) > LARGE * unit:
        return True
    steps = round((mark.y1 - line.base) / pitch) if pitch else 0
    base = line.base + steps * pitch
    low = mark.y1 - base
    if low > FOOT * unit:
        return low <= TAIL * unit and mark.y0 <= base - TAILED * unit
    return low >= -FOOT * unit or low <= -unit  # a letter, or the accent of one


def _behind(line: Line, under: set[Mark], unit: float) -> list[Mark]:
    """The marks at the end of a line that white parts from what is before and that lie under a
    seal, all of them."""
    parts: list[list[Mark]] = [[]]
    end = line.marks[0].x1
    for mark in line.marks:
        if mark.x0 - end > APART * unit:
            parts.append([])
        parts[-1].append(mark)
        end = max(end, mark.x1)
    return [mark for part in parts[1:] if all(mark in under for mark in part) for mark in part]


def is_solid(
    stamped: Gray, box: tuple[float, float, float, float], per_point: float, unit: float
) -> bool:
    """Whether a seal is solid over so much of a cell (its box in points) that a letter may lie
    under it."""
    x0, y0, x1, y1 = (round(side * per_point) for side in box)
    return int((stamped[y0:y1, x0:x1] == HIDING).sum()) >= unit * unit


def is_unread(marks: Sequence[Mark], read: Iterable[Line], stamped: Gray, unit: float) -> bool:
    """Whether marks of a cell as high as letters lie under a seal and in no line that was read."""
    known = {mark.label for line in read for mark in line.marks}
    return any(_is_letter(m, unit) and m.label not in known and is_under(m, stamped) for m in marks)
