"""What is known of a table before its rows, and what a row is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.aligned.strips import NEXT_LINE, TableLine, stacks
from pipeline.writing.label_cuts import counts_on, cut_ends
from pipeline.writing.labels import parse_label
from pipeline.writing.sums import names_sum

FEWEST = 3
"""Letters of a number that its column cuts."""
SAME = 0.5
"""Texts of a column that differ in height by less than this share of a line stand on one."""
_CUT = re.compile(r"\d{1,2}[.)]?")
OTHERWISE = "the lines of this cell could nearly as well be cut into rows otherwise"
WIDER = 0.2
"""A gap between rows is wider than one between lines by this share of a line's height."""
LEAST_WIDER = 0.1
"""Where nearly all numbers have a gap before them wider by this share, `PART` of it will do."""
PART = 0.65

EXACT = 0.02
"""Share of a line's height by which white of one width differs: places are rounded."""

_CLOSE = 1.45
"""Line heights from one line to the next where no more white stands between than in a text."""
_FARTHEST = 2.0
"""Line heights from one line of a cell to the next, at most: lines farther apart are rows."""
_USUAL = 1.25
"""The same where no two lines tell."""
_AMOUNT = re.compile(r"\d[\d.,\s]*%?")


@dataclass(frozen=True, slots=True)
class Band:
    """A row: its first and last strip, and why it could be read otherwise ("" where it cannot);
    the columns whose lines could nearly as well be cut into rows otherwise; and whether the row
    goes on from the page before, as far as its cells tell."""

    first: int
    last: int
    doubt: str = ""
    near: frozenset[int] = frozenset()
    resumes: bool = False

    def doubt_of(self, column: int) -> str:
        """Why the cell of a column could be read otherwise, "" where it cannot."""
        return self.doubt or (OTHERWISE if column in self.near else "")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a table before its rows: how many columns, which one numbers the rows,
    the white between two lines of one cell, the height of a line, the white from which a gap
    is one between rows, and the tops of the lines whose number is the end of the one above."""

    columns: int
    number: int | None
    leading: float
    height: float
    wide: float
    ends: frozenset[float] = frozenset()

    def is_wide(self, gap: float) -> bool:
        """Whether a gap is wider than between two lines of a cell."""
        return gap > self.wide


def shape_of(strips: Sequence[TableLine], columns: int, number: int | None) -> Shape:
    """The shape of a table. The white between two lines is what the nearer of those have that
    follow one another in a column, no number before the lower one: others begin a row."""
    heights = sorted(strip.bottom - strip.top for strip in strips)
    height = heights[len(heights) // 4]
    pitches = sorted(_pitches(strips, number, height))
    leading = max(_line_pitch(pitches, number, height) - height, 0.0)
    row_gap = _row_gap(strips, number)
    wide = leading + WIDER * height
    if row_gap - leading > LEAST_WIDER * height:
        wide = min(wide, leading + PART * (row_gap - leading))
    if number is None:
        wide = _between_two(strips, height) or wide
    return Shape(columns, number, leading, height, wide, _cut_numbers(strips, number, height))


def _between_two(strips: Sequence[TableLine], height: float) -> float:
    """The middle between the white of lines and that of rows where all white that is there is of
    two widths, each as exact as one program sets it; 0 where it is not."""
    gaps = sorted(gap for a, b in pairwise(strips) if (gap := b.top - a.bottom) > 0)
    steps = [b - a for a, b in pairwise(gaps)]
    at = max(range(len(steps)), key=steps.__getitem__, default=0)
    near, far = gaps[: at + 1], gaps[at + 1 :]
    if min(len(near), len(far)) < FEWEST or far[0] - near[-1] <= LEAST_WIDER * height:
        return 0.0
    exact = all(own[-1] - own[0] <= EXACT * height for own in (near, far))
    return (near[-1] + far[0]) / 2 if exact else 0.0


def _line_pitch(pitches: Sequence[float], number: int | None, height: float) -> float:
    """How far one line of a cell stands below another, given the sorted distances of lines. Where
    no numbers tell rows, few cells may have a second line: the nearest lines are those of one."""
    usual = pitches[len(pitches) // 4] if pitches else 0.0
    near = [pitch for pitch in pitches if pitch <= _CLOSE * height]
    if not 0 < usual <= _FARTHEST * height:
        return near[0] if near else _USUAL * height
    apart = len(near) > 1 and usual - near[0] > WIDER * height
    return near[0] if number is None and apart else usual


def _pitches(strips: Sequence[TableLine], number: int | None, height: float) -> Iterator[float]:
    """How far below one another the lines of a column stand, that of the numbers apart, where no
    number tells that the lower one begins a row."""
    last: dict[int, float] = {}
    for strip in strips:
        begun = set() if _label(strip, number) else set(last)
        for text in strip.texts:
            column, y = text.first, text.word.y
            if column in begun and column != number and y > last[column] + SAME * height:
                yield y - last[column]
            begun.add(column)
            last[column] = y


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
    """Whether a line begins with the number of a row, or with the name of its sums."""
    return strip.top not in shape.ends and (_label(strip, shape.number) or _is_sum(strip, shape))


def _is_sum(strip: TableLine, shape: Shape) -> bool:
    """Whether a line names sums and prints one, in a table whose other rows have numbers."""
    if shape.number is None:
        return False
    name, *others = sorted(strip.texts, key=lambda text: text.first)
    return names_sum(name.word.text) and any(_AMOUNT.fullmatch(o.word.text) for o in others)


def _cut_numbers(
    strips: Sequence[TableLine], number: int | None, height: float
) -> frozenset[float]:
    """The tops of the lines whose number is the end of the one on the line above, cut by a narrow
    column (`38.` over `1`): it is bare digits, no number that follows the other."""
    if number is None:
        return frozenset()
    found = [(strip, own) for strip in strips for own in strip.lines_of(number)]
    ends = cut_ends([own.text for _, own in found])
    parts = {own.y for stack in stacks(strips, number) for own in stack[1:]}
    return frozenset(
        strip.top
        for at, ((above, upper), (strip, lower)) in enumerate(pairwise(found), start=1)
        if strip is not above
        and lower.y - upper.y < NEXT_LINE * height
        and (at in ends or lower.y in parts or _may_be_cut(upper.text, lower.text))
    )


def _may_be_cut(upper: str, lower: str) -> bool:
    """Whether a number is long enough for a narrow column to cut it, or ends in a stop that may
    stand within it, and bare digits below it are no number that follows."""
    long = any(map(str.isdigit, upper)) and (len(upper) >= FEWEST or upper.endswith("."))
    return long and _CUT.fullmatch(lower) is not None and not counts_on(upper, lower)


def _label(strip: TableLine, number: int | None) -> bool:
    return number is not None and parse_label(strip.number_text(number)) is not None
