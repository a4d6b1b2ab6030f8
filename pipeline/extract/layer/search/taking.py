"""The runs of lines that a column can take, for many rows at once.

They are read line by line: a run is followed to the next line as long as its lines are not hopeless
in the column. On the way lines may be cut: one cell ends there, and another one begins.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.columns.strips import MOST_LINES
from pipeline.extract.layer.search.batch import RowBatch
from pipeline.extract.layer.search.catalogue import (
    Numbers,
    Scores,
    Told,
    Truths,
    end_to_end,
    picked,
)
from pipeline.extract.layer.search.scoring import Scoring, spread


class Runs(NamedTuple):
    """Runs that a column can take: the place each begins at, its positions, its lines, the first
    and the last of them, how well they fit, what the beginning and the whole tell of a cell of the
    column, and how it is cut off from what stands before."""

    place: Numbers
    begin: Numbers
    end: Numbers
    height: Numbers
    head: Numbers
    tail: Numbers
    lines: Scores
    start: Scores
    finish: Scores
    cut: Numbers

    @property
    def size(self) -> Numbers:
        """Lines, up to `MOST_LINES`."""
        return np.minimum(self.height, MOST_LINES)


def cells(runs: Runs, filled: Scores) -> Scores:
    """How good cells runs are; `filled` tells of each how usual it is that its column is."""
    return runs.lines + filled + runs.start + runs.finish


class _Whole(NamedTuple):
    """Runs of whole lines: place, position, lines, their score, and whether they are all lines that
    are left."""

    place: Numbers
    begin: Numbers
    height: Numbers
    score: Scores
    ends: Truths


class RunTaker:
    """Reads what columns can take of rows under one model, up to the `highest` number of lines."""

    def __init__(
        self, batch: RowBatch, scoring: Scoring, hopeless: float, highest: float = inf
    ) -> None:
        self.batch, self.scoring, self.hopeless = batch, scoring, hopeless
        self._least, self._highest = scoring.model.weights.search.no_cut, highest
        self._known_below: dict[int, Scores] = {}
        scoring.read(batch.lines_used)

    def runs(self, column: int, begins: Numbers) -> Runs:
        """The runs from some positions on, in the order of these, lower ones first."""
        if not len(begins):
            none = np.zeros(0, dtype=np.int64)
            no = np.zeros(0)
            return Runs(none, none, none, none, none, none, no, no, no, none)
        followed = self._follow(column, begins)
        if column == self.scoring.columns[-1]:
            tail = self.batch.kinds.tail[self.batch.row[followed.begin]]
            parts = [self._wholes(column, picked(followed, followed.ends | tail))]
        else:
            parts = [
                self._first_cuts(column, begins),
                self._stubs(column, picked(followed, ~followed.ends)),
                self._wholes(column, followed),
            ]
        every = end_to_end(parts)
        return picked(every, np.lexsort((every.height, every.place)))

    def _follow(self, column: int, begins: Numbers) -> _Whole:
        """Runs of whole lines, each followed line by line as long as it is not hopeless."""
        places, below = self.batch.places, self._below(column)
        place, begin, count = np.arange(len(begins)), begins, 1
        score, best = self._line(column, places.rest[begins], begins), np.zeros(len(begins))
        left, line = places.left[begins], places.line[begins]
        parts: list[_Whole] = []
        while len(place) and count <= self._highest:
            kept = np.flatnonzero(score > best + self.hopeless)
            place, begin, left, line = place[kept], begin[kept], left[kept], line[kept]
            score = score[kept]
            best = np.maximum(best[kept], score)
            parts.append(_Whole(place, begin, np.full(len(place), count), score, left == count))
            kept = np.flatnonzero(left > count)
            place, begin, left, line = place[kept], begin[kept], left[kept], line[kept]
            more = self._from_rest(column, begin) if count == 1 else below[line + count]
            score, best = score[kept] + more, best[kept]
            count += 1
        return end_to_end(parts)

    def _wholes(self, column: int, on: _Whole) -> Runs:
        """Runs of whole lines as cells."""
        batch, places = self.batch, self.batch.places
        row = batch.row[on.begin]
        below = np.where(on.ends, 0, places.line[on.begin] + on.height)
        end = np.where(on.ends, batch.last[row], batch.lines.start[below])
        head = places.rest[on.begin]
        last = batch.lines.number[places.line[on.begin] + on.height - 1]
        tail = np.where(on.height == 1, head, last)
        told = batch.wholes(on.begin, on.height, tail, end)
        whole = self._whole(column, head, told)
        cut = places.cut[on.begin]
        return Runs(on.place, on.begin, end, on.height, head, tail, on.score, *whole, cut)

    def _whole(self, column: int, heads: Numbers, told: Told) -> tuple[Scores, Scores]:
        """What the beginnings of cells tell, and the whole of them."""
        return self.scoring.start(column, heads), self.scoring.finish(column, heads, told)

    def _first_cuts(self, column: int, begins: Numbers) -> Runs:
        """Runs that end inside their first line."""
        batch, places, cuts = self.batch, self.batch.places, self.batch.cuts
        count = places.many[begins]
        place = np.repeat(np.arange(len(begins)), count)
        cut = spread(places.cuts[begins], count)
        kept = self.scoring.cut(cuts.off[cut]) >= self._least
        place, cut = place[kept], cut[kept]
        begin, line = begins[place], cuts.line[cut]
        score = self._line(column, line, begin)
        size = batch.catalogue.facts().size

        def room(some: Numbers) -> tuple[Numbers, Numbers]:
            return size[line[some]], size[line[some]]

        told = Told(cuts.kind[cut], lambda some: cuts.text[cut[some]], room)
        whole = self._whole(column, line, told)
        one = np.ones(len(place), dtype=np.int64)
        return Runs(place, begin, cuts.end[cut], one, line, line, score, *whole, cuts.before[cut])

    def _stubs(self, column: int, on: _Whole) -> Runs:
        """Runs of one line more that end inside it."""
        batch, places, stubs = self.batch, self.batch.places, self.batch.stubs
        line = places.line[on.begin] + on.height
        which = np.repeat(np.arange(len(line)), stubs.many[line])
        stub = spread(stubs.at[line], stubs.many[line])
        kept = self.scoring.cut(stubs.off[stub]) >= self._least
        which, stub = which[kept], stub[kept]
        begin, line, count = on.begin[which], line[which], on.height[which]
        before = np.where(count == 1, places.rest[begin], batch.lines.number[line - 1])
        words = batch.goes_on(before, stubs.line[stub])
        signs = batch.lines.sign[line]
        score = on.score[which] + self._go_on(column, begin, before, stubs.line[stub], signs, words)
        told = batch.wholes(begin, count + 1, stubs.line[stub], stubs.end[stub])
        head, tail = places.rest[begin], stubs.line[stub]
        whole = self._whole(column, head, told)
        place, end, cut = on.place[which], stubs.end[stub], places.cut[begin]
        return Runs(place, begin, end, count + 1, head, tail, score, *whole, cut)

    def _below(self, column: int) -> Scores:
        """For each line how well it goes on with the one above it."""
        known = self._known_below.get(column)
        if known is None:
            batch = self.batch
            lines, above = batch.lines.number, np.roll(batch.lines.number, 1)
            begin, signs = batch.lines.start, batch.lines.sign
            known = self._go_on(column, begin, above, lines, signs, batch.above)
            self._known_below[column] = known
        return known

    def _from_rest(self, column: int, begins: Numbers) -> Scores:
        """How well the line below goes on with the rest of a line from some positions on."""
        batch, places = self.batch, self.batch.places
        line = places.line[begins] + 1
        return self._go_on(
            column, begins, places.rest[begins], batch.lines.number[line], batch.lines.sign[line],
            batch.down[begins],
        )  # fmt: skip

    def _go_on(
        self, column: int, at: Numbers, before: Numbers, lines: Numbers, signs: Numbers,
        words: Scores,
    ) -> Scores:  # fmt: skip
        """How well lines go on with those before them: `words` tells that of their words; `at` are
        positions in their rows."""
        scoring = self.scoring
        joined = scoring.meet(before, lines) + words + scoring.inside[signs]
        score = self._line(column, lines, at) + joined
        wrap = scoring.wrap(column, before, lines)
        return score + (np.where(self._free(at), 0.0, wrap) if column == 0 else wrap)

    def _line(self, column: int, lines: Numbers, at: Numbers) -> Scores:
        """How well lines fit a column; titles of headings have any width, and so have cells in rows
        of one line, and in lines wider than the page, that are printed unwrapped."""
        score, model = self.scoring.line(column, lines), self.scoring.model
        if column and not model.unwraps:
            return score
        free = self._free(at) if not column else np.zeros(len(at), dtype=bool)
        if model.unwraps:
            printed = self.batch.lines.number[self.batch.places.line[at]]
            long = self.batch.catalogue.facts().width[printed] > model.page_width
            free = free | long | self.batch.kinds.unwrapped[self.batch.row[at]]
        return np.where(free, self.scoring.line(column, lines, True), score)

    def _free(self, at: Numbers) -> Truths:
        """Whether lines of any width fit, by a position in the row of each."""
        return self.batch.kinds.heading[self.batch.row[at]]
