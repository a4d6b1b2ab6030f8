"""The levels of a header: which of its texts are the lines of one name, and which names stand over
several columns.

A name over several columns stands in the middle of these, and a line of a name in the middle of
its other lines. The texts are taken from the bottom of the header to its top; of all ways to read
those that begin on one line, that is taken in which they are least off the middle of what they
belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipeline.extract.spaced.lines.words import WIDE, Word, meet, text_of
from pipeline.extract.spaced.names.series import over_series
from pipeline.extract.spaced.names.upper import (
    LONGEST,
    OFF_MIDDLE,
    YEAR_OR_CODE,
    Part,
    Upper,
    is_name,
)

_OPEN = "-/,("
"""Ends of a line after which a name goes on below whatever its letters are."""
_BEGUN = 3.0
"""What it costs (as so many characters off the middle) that a line of a name begins with a capital
below another one: further lines of names seldom do."""
_UNLIKELY = 4.0
"""The same for a line that leaves no white space to the names beside its column, or has room for
the first word of the next one."""
_BELOW = 5.0
"""What it is worth, for each column, that a name over several has its name below that of the number
column: names of one level stand beside it or around it."""
_ALIKE = 2.0
"""What it is worth that the names below one are alike: years, or beginning with one word."""
_BESIDE = 4.0
"""What it costs that one of them stands beside the name of the number column, not below it, or if
all do that they are not alike."""
_MOVED = 3
"""Characters by which a line of a name may be moved beside the one above it."""
_LEVEL = 0.5
"""Lines by which the middles of names beside each other below a common one may differ."""
_ALONE, _ASTRAY = 8.0, 15.0
"""What it costs that a text is the name of a column of its own: above the name of the number column
with nothing below it, and over other names."""


@dataclass(frozen=True)
class _Unit:
    """A name with its lines, and the names below it if it stands over several columns."""

    parts: tuple[Part, ...]
    under: tuple[_Unit, ...] = ()
    fixed: bool = False

    @cached_property
    def own(self) -> tuple[int, int]:
        """Where its lines begin and end."""
        return (
            min(words[0].x0 for _, words in self.parts),
            max(words[-1].x1 for _, words in self.parts),
        )

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The same with the names below it."""
        edges = [self.own, *(unit.reach for unit in self.under)]
        return min(x0 for x0, _ in edges), max(x1 for _, x1 in edges)

    @property
    def middle(self) -> float:
        return sum(self.own) / 2

    @property
    def top(self) -> int:
        return self.parts[0][0]

    @property
    def bottom(self) -> int:
        return self.parts[-1][0]

    @property
    def line(self) -> float:
        """The line at its middle, that of the names below it too."""
        return (self.top + max(leaf.bottom for leaf in self.columns)) / 2

    @property
    def first(self) -> Sequence[Word]:
        """The words of its first line."""
        return self.parts[0][1]

    @property
    def columns(self) -> tuple[_Unit, ...]:
        """The columns it stands over, or itself."""
        return tuple(leaf for unit in self.under for leaf in unit.columns) or (self,)


@dataclass(frozen=True, slots=True)
class _Around:
    """What else stands in a header while a line of it is read: its first line, and the texts that
    begin on the line and above it."""

    start: int
    texts: Sequence[_Unit]

    def is_close(self, block: _Unit) -> bool:
        """Whether no white space parts a text from another one on its line: it may be a part of it,
        and stands over nothing."""
        near = block.own[0] - WIDE, block.own[1] + WIDE
        return any(
            text.top == block.top and text is not block and _meet(text.own, near)
            for text in self.texts
        )

    def is_among_upper(self, block: _Unit, label: _Unit, units: Sequence[_Unit]) -> bool:
        """Whether a text on the line of the number column's name stands among names over several:
        a taller one reaches from above it to below it, and the names under these are lower still.
        """
        lower = [unit.top for unit in units if not unit.fixed and unit.top > block.bottom]
        return any(
            text.top < label.top and label.bottom < text.bottom < min(lower, default=0)
            for text in self.texts
        )

    def is_of_another(self, unit: _Unit, block: _Unit) -> bool:
        """Whether a name stands below another text than one, which does not stand over that one."""
        return any(
            _meet(text.own, unit.reach) and not _meet(text.own, block.own)
            for text in self.texts
            if text is not block
        )


_Choice = tuple[float, int, int]
"""A way to read a text: what it costs, and the first and the last of the units it stands over; the
same one for a line of its name, and none (-1) for a column of its own."""
_Way = tuple[float, int, tuple[_Choice, ...]]
"""The cost of the texts so far, the last unit they stand over, and their choices."""


def levels(
    parts: Iterable[Part], number: Sequence[Part]
) -> tuple[tuple[tuple[Part, ...], ...], tuple[Upper, ...]]:
    """The names of the columns from left to right, that of the number column first, and those over
    several, inner ones first; `parts` are the other texts of the header."""
    label, *blocks = _blocks(parts, _Unit(tuple(number), fixed=True))
    units, start = [label], min(one.top for one in [label, *blocks])
    for top in sorted({block.top for block in blocks}, reverse=True):
        own = sorted((block for block in blocks if block.top == top), key=lambda one: one.own)
        units = sorted(
            _with_line(units, own, label, _Around(start, [b for b in blocks if b.top <= top])),
            key=lambda one: one.reach,
        )
    columns = [leaf for unit in units for leaf in unit.columns]
    order = sorted(columns, key=lambda one: one.own)
    places = {column.parts: place for place, column in enumerate(order)}
    over = [
        Upper(min(own), max(own), unit.parts)
        for unit in units
        for unit in _over(unit)
        for own in [[places[leaf.parts] for leaf in unit.columns]]
    ]
    names = tuple(column.parts for column in order)
    return names, over_series(names, over)


def _over(unit: _Unit) -> Iterator[_Unit]:
    """The names over several columns, inner ones first."""
    for one in unit.under:
        yield from _over(one)
    if unit.under:
        yield unit


def _blocks(parts: Iterable[Part], label: _Unit) -> list[_Unit]:
    """The texts with the lines below them that can only go on with them, that of the number column
    first: they begin with a small letter or a sign, or what stands above is left open."""
    blocks = [label]
    for part in sorted(parts, key=lambda one: (one[0], one[1][0].x0)):
        above = [
            one
            for one in blocks
            if one.bottom < part[0] and any(meet(w, part[1]) for _, w in one.parts)
        ]
        near = max(above, key=lambda one: _nearness(one, part[1]), default=None)
        if near is None and part[1][0].text[0].islower():
            near = _beside(blocks, part)
        if near is not None and (_goes_on(part[1]) or near.parts[-1][1][-1].text[-1] in _OPEN):
            blocks[blocks.index(near)] = replace(near, parts=(*near.parts, part))
        else:
            blocks.append(_Unit((part,)))
    return blocks


def _nearness(one: _Unit, words: Sequence[Word]) -> tuple[int, int]:
    """How near a text stands above words: the last of its lines that is over them, and by how many
    characters it is."""
    return max(line for line, own in one.parts if meet(own, words)), _shared(one, words)


def _beside(blocks: Sequence[_Unit], part: Part) -> _Unit | None:
    """The text above a line in small letters with none over it that stands least to its side: no
    name begins so, and programs that keep the spacing of a page move lines by some characters."""
    above = [one for one in blocks if one.bottom < part[0]]
    near = max(above, key=lambda one: _shared(one, part[1]), default=None)
    return near if near is not None and _shared(near, part[1]) > -_MOVED else None


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _goes_on(words: Sequence[Word]) -> bool:
    text = words[0].text
    if YEAR_OR_CODE.fullmatch(text):
        return False
    return text[0] in "([" or not next((char for char in text if char.isalnum()), "").isupper()


def _shared(unit: _Unit, words: Sequence[Word]) -> int:
    return min(unit.own[1], words[-1].x1) - max(unit.own[0], words[0].x0)


def _with_line(
    units: Sequence[_Unit], blocks: Sequence[_Unit], label: _Unit, around: _Around
) -> Iterator[_Unit]:
    """The units with the texts that begin on one line put to those below them."""
    ways: list[_Way] = [(0.0, -1, ())]
    for block in blocks:
        choices = list(_choices(units, block, label, around))
        best: dict[int, _Way] = {}
        for cost, last, taken in ways:
            for choice in choices:
                more, first, end = choice
                if 0 <= first <= last:
                    continue
                way = (cost + more, max(last, end), (*taken, choice))
                if way[1] not in best or way < best[way[1]]:
                    best[way[1]] = way
        ways = list(best.values())
    chosen = min(ways)[2]
    placed = {place for _, first, last in chosen if first >= 0 for place in range(first, last + 1)}
    yield from (unit for place, unit in enumerate(units) if place not in placed)
    for block, (_, first, last) in zip(blocks, chosen, strict=True):
        if first < 0:
            yield block
        elif first == last:
            yield replace(units[first], parts=(*block.parts, *units[first].parts))
        else:
            yield _Unit(block.parts, tuple(units[first : last + 1]))


def _choices(
    units: Sequence[_Unit], block: _Unit, label: _Unit, around: _Around
) -> Iterator[_Choice]:
    """The ways to read a text."""
    met = [place for place, unit in enumerate(units) if _meet(unit.reach, block.own)]
    below = [not unit.fixed and unit.top > block.bottom for unit in units]
    yield (_ASTRAY if met else _ALONE if block.bottom < label.top else 0.0), -1, -1
    yield from ((_joined(units, block, place), place, place) for place in met if below[place])
    beside = block.line == label.line and block.top > around.start
    if block.line > label.line or (beside and not around.is_among_upper(block, label, units)):
        return  # a name over several stands above that of the number column
    if around.is_close(block):
        return
    free = [
        under and not around.is_of_another(unit, block)
        for under, unit in zip(below, units, strict=True)
    ]
    for first in range(len(units)):
        for last in range(first + 1, len(units)):
            if not all(free[first : last + 1]):
                break
            if not _are_level(units[first], units[last], label):
                break
            inside = _meet((units[first].reach[0], units[last].reach[1]), block.own)
            if inside and all(first <= place <= last for place in met):
                cost = _run(units[first : last + 1], block, label)
                if cost is not None:
                    yield cost, first, last


def _joined(units: Sequence[_Unit], block: _Unit, place: int) -> float:
    """What it costs that a text is the line above a name."""
    unit = units[place]
    cost = abs(block.middle - unit.middle)
    text = text_of(unit.first)
    if is_name(unit.first) and not YEAR_OR_CODE.fullmatch(text) and not text.isupper():
        cost += _BEGUN
    beside = [*units[max(0, place - 1) : place], *units[place + 1 : place + 2]]
    near = block.own[0] - WIDE, block.own[1] + WIDE
    close = any(_meet(one.reach, near) for one in beside)
    widest = max(words[-1].x1 - words[0].x0 for _, words in (*block.parts, *unit.parts))
    last = block.parts[-1][1]
    roomy = last[-1].x1 - last[0].x0 + 1 + len(unit.first[0].text) <= widest
    return cost + _UNLIKELY * (close + roomy)


def _run(units: Sequence[_Unit], block: _Unit, label: _Unit) -> float | None:
    """What it costs that a name stands over several, if it can."""
    if not all(len(unit.first) <= LONGEST and is_name(unit.first) for unit in units):
        return None
    middles = (
        (units[0].reach[0] + units[-1].reach[1]) / 2,
        (units[0].middle + units[-1].middle) / 2,
    )
    off = min(abs(block.middle - middle) for middle in middles)
    coded = all(YEAR_OR_CODE.fullmatch(text_of(unit.first)) for unit in units)
    if off > OFF_MIDDLE and not coded:
        return None
    alike = coded or any(one.first[0].text == other.first[0].text for one, other in pairwise(units))
    lower = sum(unit.line > label.line for unit in units)
    if lower < len(units):
        return min(off, OFF_MIDDLE) - _ALIKE * alike + _BESIDE * (bool(lower) or not alike)
    return min(off, OFF_MIDDLE) - _ALIKE * alike - _BELOW * lower


def _are_level(one: _Unit, other: _Unit, label: _Unit) -> bool:
    """Whether two names stand beside each other below a common one: their middles do, or they begin
    on one line, both below the middle of the name of the number column."""
    beside = one.top == other.top and min(one.line, other.line) > label.line
    return beside or abs(one.line - other.line) <= _LEVEL
