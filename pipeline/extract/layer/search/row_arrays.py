"""The lines of a row and the places where cells can meet in them, as arrays of numbers.

All that is the same under every model is laid down once for each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.columns.strips import LineRun, Strip
from pipeline.extract.layer.search.catalogue import UNKNOWN, Catalogue, Numbers, Scores
from pipeline.extract.layer.signs.ground import Background, cut_of_rest
from pipeline.extract.layer.signs.weights import Weights
from pipeline.extract.layer.signs.words import (
    DASH,
    DAY,
    LONGEST_FORM,
    LineMeasure,
    begin_of,
    may_have_form,
    spelled,
    whole_line,
)


class Places(NamedTuple):
    """Of each position in the lines of a row: the line, how many lines are left, whether it is
    inside its line (0 or 1), the sign before it, the rest of its line, how the line is cut there,
    where its cuts begin among those of the row and how many there are, and how many lines from it
    on may together be the beginning of a form of cells."""

    line: Numbers
    left: Numbers
    inner: Numbers
    sign: Numbers
    rest: Numbers
    cut: Numbers
    cuts: Numbers
    many: Numbers
    open: Numbers


class Lines(NamedTuple):
    """Of each line of a row: its number, the sign before it, and the position of its start."""

    number: Numbers
    sign: Numbers
    start: Numbers


class Cuts(NamedTuple):
    """Of the first lines of cells that end inside a line: the position behind, the line they are,
    how the rest is cut off, how they are cut off from what stands before, kind and text."""

    end: Numbers
    line: Numbers
    off: Numbers
    before: Numbers
    kind: Numbers
    text: Numbers


class Stubs(NamedTuple):
    """Of the last lines of higher cells that end inside a line: the position behind, the line they
    are, how the rest is cut off; where those of each line begin, and how many it has."""

    end: Numbers
    line: Numbers
    off: Numbers
    at: Numbers
    many: Numbers


@dataclass(eq=False, slots=True)
class RowFigures:
    """The figures of one row on one page.

    `down` tells for each position how the rest of its line goes on with the line below, `above`
    for each line how the one above goes on with it, both by their words. `barred` are the positions
    at which no cell meets another; nothing else is told of these.
    """

    strip: Strip
    catalogue: Catalogue
    places: Places
    lines: Lines
    cuts: Cuts
    down: Scores
    above: Scores
    barred: Sequence[bool]
    _stubs: dict[bool, Stubs] = field(default_factory=dict)
    _wholes: dict[tuple[int, int, int], tuple[int, int]] = field(default_factory=dict)

    def stubs(self, anywhere: bool) -> Stubs:
        """The stubs of its lines: before any word a cell may begin with, or before a dash alone."""
        known = self._stubs.get(anywhere)
        if known is None:
            known = _stubs_of(self.strip, self.catalogue, anywhere, self.barred)
            self._stubs[anywhere] = known
        return known

    def whole(self, position: int, count: int, end: int) -> tuple[int, int]:
        """Kind and text of so many lines between two positions, the last one whole or not."""
        key = (position, count, end)
        known = self._wholes.get(key)
        if known is None:
            strip = self.strip
            if strip.at[end][1]:
                stub = whole_line(strip.before_ink(end))
                whole = strip.whole(position, count - 1).and_then(stub)
            else:
                whole = strip.whole(position, count)
            known = self._wholes[key] = self.catalogue.whole(whole)
        return known

    def run(self, position: int, count: int, end: int) -> LineRun:
        """The run of so many lines between two positions."""
        strip = self.strip
        if not strip.at[end][1]:
            return strip.run(position, count)
        return strip.cut_run(position, count, end)


class CutBounds(NamedTuple):
    """What is known of cuts under every model: what one costs before a word in a small letter in a
    row that began on a page before, and the `least` score of one that counts."""

    later: float = 0.0
    least: float = -inf


def cut_bounds(weights: Weights) -> CutBounds:
    """What weights say of all cuts."""
    return CutBounds(weights.cut.later, weights.search.no_cut)


@lru_cache(maxsize=512)
def figures_of(
    strip: Strip,
    catalogue: Catalogue,
    bounds: CutBounds = CutBounds(),  # noqa: B008
) -> RowFigures:
    """The figures of a row, laid down once for all passes over the table."""
    places: list[tuple[int, ...]] = []
    cuts: list[tuple[int, ...]] = []
    down: list[float] = []
    inks, goes_on = strip.inks, catalogue.ground.line_goes_on
    barred = list(_barred(strip, catalogue.ground, bounds))
    rests = [None if bar else strip.rest_ink(at) for at, bar in enumerate(barred)]
    for position, rest in enumerate(rests):
        index, offset = strip.at[position]
        left = len(inks) - index
        if rest is None:
            places.append((index, left, 1, 0, 0, UNKNOWN, len(cuts), 0, 0))
            down.append(0.0)
            continue
        before = strip.before_ink(position) if offset else None
        own = _cuts_from(strip, position, before, rests, catalogue)
        sign, line = catalogue.signs[strip.sign(position)], catalogue.line(rest)
        cut = _cut_from(strip, before, rest, catalogue)
        open_ = _open_lines(strip, position, rest)
        places.append((index, left, offset > 0, sign, line, cut, len(cuts), len(own), open_))
        cuts += own
        down.append(goes_on(rest, inks[index + 1]) if left > 1 else 0.0)
    places.append((len(inks), 0, 0, 0, 0, UNKNOWN, len(cuts), 0, 0))
    return RowFigures(
        strip,
        catalogue,
        Places(*_columns(places, len(Places._fields))),
        _lines_of(strip, catalogue),
        Cuts(*_columns(cuts, len(Cuts._fields))),
        np.array([*down, 0.0]),
        np.array([0.0, *(goes_on(*pair) for pair in pairwise(inks))])[: len(inks)],
        barred,
    )


def _barred(strip: Strip, ground: Background, bounds: CutBounds) -> Iterator[bool]:
    """Of each position whether a cut there never counts, and so no cell begins or ends there."""
    for index, offset in strip.at[:-1]:
        text = strip.pieces[index].text
        if not (strip.later and offset) or begin_of(text[offset:]) != "lower":
            yield False
            continue
        one = spelled(text[:offset].rsplit(None, 1)[-1])
        other = spelled(text[offset:].split(None, 1)[0])
        yield bool(one) and cut_of_rest(ground, bounds.later, one, other) < bounds.least


def _cuts_from(
    strip: Strip,
    position: int,
    before: LineMeasure | None,
    rests: Sequence[LineMeasure | None],
    catalogue: Catalogue,
) -> list[tuple[int, ...]]:
    """The runs from a position on that end inside their first line; `rests` are what is left of a
    line, by position, None where none ends."""
    index, offset = strip.at[position]
    found: list[tuple[int, ...]] = []
    for end in range(position + 1, strip.line_start[index + 1]):
        if (rest := rests[end]) is None:
            continue
        line = strip.before_ink(end, offset)
        number = catalogue.line(line)
        off = catalogue.cut(line, rest, strip.later)
        begun = _cut_from(strip, before, line, catalogue)
        found.append((end, number, off, begun, *catalogue.alone[number]))
    return found


def _open_lines(strip: Strip, position: int, rest: LineMeasure) -> int:
    """How many lines from a position on may together be the beginning of a form; `rest` is the
    first of them."""
    if not may_have_form(rest.text):
        return 0
    most = min(len(strip.pieces) - strip.at[position][0], LONGEST_FORM - 1)
    counts = range(2, most + 1)
    closed = (n for n in counts if not may_have_form(strip.whole(position, n).text))
    return next(closed, most + 1) - 1


def _cut_from(
    strip: Strip, before: LineMeasure | None, head: LineMeasure, catalogue: Catalogue
) -> int:
    return UNKNOWN if before is None else catalogue.cut(before, head, strip.later)


def _lines_of(strip: Strip, catalogue: Catalogue) -> Lines:
    numbers = [catalogue.line(one) for one in strip.inks]
    signs = [catalogue.signs[piece.sign] for piece in strip.pieces]
    return Lines(*_columns(list(zip(numbers, signs, strip.line_start, strict=False)), 3))


def _stubs_of(strip: Strip, catalogue: Catalogue, anywhere: bool, barred: Sequence[bool]) -> Stubs:
    found: list[tuple[int, ...]] = []
    at = [0]
    for index in range(len(strip.pieces)):
        inside = range(strip.line_start[index] + 1, strip.line_start[index + 1])
        for end in inside if index and strip.may_be_cut(index, anywhere) else ():
            if barred[end]:
                continue
            left = strip.rest_ink(end)
            if anywhere or left.begin in (DASH, DAY):
                stub = strip.before_ink(end)
                found.append((end, catalogue.line(stub), catalogue.cut(stub, left, strip.later)))
        at.append(len(found))
    bounds = np.array(at, dtype=np.int64)
    position, line, off = _columns(found, 3)
    return Stubs(position, line, off, bounds[:-1], np.diff(bounds))


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> Iterator[Numbers]:
    """The columns of some rows of numbers."""
    yield from np.array(rows, dtype=np.int64).reshape(len(rows), width).T.copy()
