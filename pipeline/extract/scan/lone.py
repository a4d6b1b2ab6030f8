"""Marks as small as specks that stand alone and are print: stops of row numbers that a narrow
column set on lines of their own (`70` over `.`), and dashes of cells without a value, a few pixels
in a column of figures set small.

Dirt lies anywhere. The stops of a column are all a line below their numbers, the dashes of a table
all at one distance from a wall and at one height.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from statistics import median
from typing import NamedTuple

from pipeline.extract.scan.marks import DOT, LETTER, Mark
from pipeline.extract.scan.print import Line
from pipeline.model import ReadWord

NUMBER = 4
"""Marks as high as letters that a row number has at most (`VIII`)."""
NEXT = (1.8, 4.0)
"""x-heights from the baseline of a number to that of the next line: single spacing has 2.5, one and
a half lines 3.8."""
EVEN = 0.3
"""x-heights by which the line of a stop is off from where most of its column are."""
ROUND = 2.0
"""Times its shorter side that the longer side of a stop is at most."""
STOPS, OF_NUMBERS = 3, 0.5
"""Numbers with such a stop in a column at least, and their share of its numbers."""

ACROSS, DOWN = 0.15, 0.2
"""x-heights by which dashes are off from where most of them stand in their cells."""
DASHES, OF_MARKS = 5, 0.6
"""Dashes of a table at least, and their share of the small marks that stand alone in its cells: of
specks one in a hundred lies so near any place."""
FLAT = 1.2
"""How much wider than high most dashes are at least: other dots are none."""

SURE = 0.93
"""How sure such a stop or dash is."""


class Filled(NamedTuple):
    """A cell of a table: its first column, its box (x0, y0, x1, y1 in pixels), its marks but for
    rests of rules, and the lines that were found in it."""

    column: int
    box: tuple[float, ...]
    marks: Sequence[Mark]
    lines: list[Line]


def lone_marks(
    cells: Sequence[Filled], unit: float, speck: float
) -> Iterator[tuple[Filled, Line, ReadWord]]:
    """The line and the word of each lone mark in the cells of a table that is print, and its cell;
    `unit` is the x-height, marks of no more than `speck` pixels are dirt."""
    found = [(cell, ".", mark) for cell, mark in _stops(cells, unit, speck)]
    found += [(cell, "-", mark) for cell, mark in _dashes(cells, unit, speck)]
    for cell, text, mark in found:
        base = mark.y1 if text == "." else mark.y + unit / 2
        line = Line((mark,), base - unit, float(base), unit)
        x0, y0, x1, y1 = line.box
        yield cell, line, ReadWord(text, SURE, x0, y0, x1, y1)


def _stops(cells: Sequence[Filled], unit: float, speck: float) -> Iterator[tuple[Filled, Mark]]:
    """The cells whose number has its stop on the next line, and that stop."""
    columns: dict[int, list[Filled]] = {}
    for cell in cells:
        if _is_number(cell.lines, unit):
            columns.setdefault(cell.column, []).append(cell)
    for numbers in columns.values():
        below = ((cell, _below(cell, unit, speck)) for cell in numbers)
        stops = [(cell, mark) for cell, mark in below if mark is not None]
        if len(stops) < max(STOPS, OF_NUMBERS * len(numbers)):
            continue
        falls = [mark.y1 - cell.lines[0].base for cell, mark in stops]
        usual = median(falls)
        for stop, fall in zip(stops, falls, strict=True):
            if abs(fall - usual) <= EVEN * unit:
                yield stop


def _is_number(lines: Sequence[Line], unit: float) -> bool:
    """Whether a cell has one line only, as short as numbers are."""
    high = (mark.height >= LETTER * unit for line in lines for mark in line.marks)
    return len(lines) == 1 and 0 < sum(high) <= NUMBER


def _below(cell: Filled, unit: float, speck: float) -> Mark | None:
    """The only dot a line below the one line of a cell, if there is one."""
    near, far = (cell.lines[0].base + factor * unit for factor in NEXT)
    dots = [m for m in cell.marks if _is_small(m, unit, speck) and near <= m.y1 <= far]
    return dots[0] if len(dots) == 1 and _is_round(dots[0]) else None


def _is_round(mark: Mark) -> bool:
    short, long = sorted((mark.width, mark.height))
    return long <= ROUND * short


_Measure = Callable[[Filled], float]
"""How far the first mark of a cell stands from some place in it, in pixels."""


def _from_left(cell: Filled) -> float:
    return cell.marks[0].x0 - cell.box[0]


def _from_centre(cell: Filled) -> float:
    return cell.marks[0].x - (cell.box[0] + cell.box[2]) / 2


def _from_right(cell: Filled) -> float:
    return cell.box[2] - cell.marks[0].x1


def _from_top(cell: Filled) -> float:
    return cell.marks[0].y - cell.box[1]


def _from_middle(cell: Filled) -> float:
    return cell.marks[0].y - (cell.box[1] + cell.box[3]) / 2


def _dashes(cells: Sequence[Filled], unit: float, speck: float) -> Iterator[tuple[Filled, Mark]]:
    """The cells in which nothing but a dash as small as a speck stands, and that dash. Columns set
    figures flush or centred, rows at the top or in the middle."""
    alone = [cell for cell in cells if not cell.lines and len(cell.marks) == 1]
    alone = [cell for cell in alone if _is_small(cell.marks[0], unit, speck)]
    if len(alone) < DASHES:
        return
    places = product((_from_left, _from_centre, _from_right), (_from_top, _from_middle))
    kept = max((_at_one_place(alone, *place, unit) for place in places), key=len)
    flat = median(cell.marks[0].width / cell.marks[0].height for cell in kept or alone)
    if len(kept) >= max(DASHES, OF_MARKS * len(alone)) and flat >= FLAT:
        yield from ((cell, cell.marks[0]) for cell in kept)


def _at_one_place(
    cells: Sequence[Filled], across: _Measure, down: _Measure, unit: float
) -> list[Filled]:
    """The cells whose mark stands where most do, by one measure across and one down."""
    x, y = (median(map(measure, cells)) for measure in (across, down))
    return [
        cell
        for cell in cells
        if abs(across(cell) - x) <= ACROSS * unit and abs(down(cell) - y) <= DOWN * unit
    ]


def _is_small(mark: Mark, unit: float, speck: float) -> bool:
    return speck < mark.area and max(mark.width, mark.height) <= DOT * unit
