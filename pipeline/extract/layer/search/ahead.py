"""What the lines of each page promise: a look ahead for rows that stand on several pages.

The cells of such a row meet on each page, and the ways to divide the pages multiply. Each page by
itself is divided quickly; how well that goes from a position on tells which of its runs are worth
being combined with those of the other pages, and which states of the search are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.extract.layer.search.batch import RowBatch
from pipeline.extract.layer.search.catalogue import UNKNOWN, Numbers, Scores, Truths
from pipeline.extract.layer.search.scoring import Scoring
from pipeline.extract.layer.search.taking import Runs, RunTaker, cells

OPTIONS = 7
"""Runs of a page that are combined with those of the others."""


class Lookahead:
    """The runs that each column can take from any position of any page, and how well the columns
    from it on can share the rest of the page. `batch` holds the pages of all rows."""

    def __init__(self, batch: RowBatch, scoring: Scoring, hopeless: float) -> None:
        self.batch, self.scoring = batch, scoring
        self._ended = np.zeros(len(batch.row), dtype=bool)
        self._ended[batch.last] = True
        self.filled = [scoring.usual(column, batch.kinds.heading)[1] for column in scoring.columns]
        self.runs = list(self._read(RunTaker(batch, scoring, hopeless)))
        """Of each column, in the order of the positions they begin at."""
        self.cells: list[Scores] = []
        """Of each column how good a cell each run is."""
        self.promise: list[Scores] = [self._left_over(scoring)]
        """Of each column, and behind the last one, by position."""
        self._values: list[Scores] = []
        self._marks: dict[int, tuple[Numbers, Numbers]] = {}
        self._sizes: dict[int, Numbers] = {}
        self._open: dict[int, Truths] = {}
        self._best: dict[int, Numbers] = {}
        for column in reversed(scoring.columns):
            self._look_back(column)
        self._asked = [np.zeros(len(batch.row), dtype=bool) for _ in (*scoring.columns, 0)]
        self._weighed = [np.zeros(len(batch.row), dtype=bool) for _ in (*scoring.columns, 0)]

    def _read(self, taker: RunTaker) -> Iterator[Runs]:
        """The runs of each column from all positions that columns before it may end at."""
        met = np.zeros(len(self.batch.row), dtype=bool)
        met[self.batch.first] = True
        for column in self.scoring.columns:
            yield (runs := taker.runs(column, np.flatnonzero(met & ~self._ended)))
            met[runs.end] = True

    def _left_over(self, scoring: Scoring) -> Scores:
        """What lines cost that no column takes."""
        weights, tail = scoring.model.weights.left, self.batch.kinds.tail[self.batch.row]
        line = np.where(tail, weights.line_at_end, weights.line)
        cost = weights.some + line * self.batch.places.left
        return np.where(self._ended, 0.0, cost)

    def _look_back(self, column: int) -> None:
        """The promise of a column from that of the next one: how good a cell each run is, whose
        begin or end may be on another page, with what it leaves."""
        runs, behind = self.runs[column], self.promise[0]
        filled = self.filled[column][self.batch.row[runs.begin]]
        self.cells.insert(0, cells(runs, filled))
        values = np.maximum(runs.lines + filled, self.cells[0]) + behind[runs.end]
        promise = behind.copy()
        np.maximum.at(promise, runs.begin, values)
        self.promise.insert(0, np.where(self._ended, 0.0, promise))
        self._values.insert(0, values)

    def best_runs(self, column: int, positions: Numbers) -> Numbers:
        """The numbers of the `OPTIONS` runs from each position on that promise most, best first, in
        one more dimension; `UNKNOWN` where there are fewer."""
        self._asked[column][positions] = True
        known = self._best.get(column)
        if known is None:
            known = self._best[column] = self._ranked(column)
        return known[positions]

    def _ranked(self, column: int) -> Numbers:
        """The same of all positions."""
        begin, number = self.runs[column].begin, np.arange(len(self.runs[column].begin))
        order = np.lexsort((-number, -self._values[column], begin))
        rank = number - np.searchsorted(begin, begin)
        kept = np.flatnonzero(rank < OPTIONS)
        best = np.full((len(self.batch.row), OPTIONS), UNKNOWN)
        best[begin[kept], rank[kept]] = order[kept]
        return best

    def marks(self, column: int) -> tuple[Numbers, Numbers]:
        """The brackets and quotation marks of each run of a column; see `RowBatch.marks`."""
        known = self._marks.get(column)
        if known is None:
            runs = self.runs[column]
            known = self._marks[column] = self.batch.marks(
                runs.begin, runs.height, runs.head, runs.tail
            )
        return known

    def open(self, column: int) -> Truths:
        """Whether the lines of each run of a column may go on to have a form, as far as its whole
        lines tell."""
        known = self._open.get(column)
        if known is None:
            runs, places = self.runs[column], self.batch.places
            whole = runs.height - places.inner[runs.end]
            known = self._open[column] = whole <= places.open[runs.begin]
        return known

    def sizes(self, column: int) -> Numbers:
        """The characters of each run of a column; see `RowBatch.sizes`."""
        known = self._sizes.get(column)
        if known is None:
            runs = self.runs[column]
            known = self._sizes[column] = self.batch.sizes(
                runs.begin, runs.height, runs.head, runs.tail
            )
        return known

    def score(self, column: int, positions: Numbers) -> Scores:
        """How well the columns from one on can share the rest of a page, by position."""
        self._weighed[column][positions] = True
        return self.promise[column][positions]

    def steps(self) -> Numbers:
        """Of each page the runs that were looked at: those of positions that were asked for, and of
        all that can follow them."""
        steps = np.zeros(len(self.batch.rows), dtype=np.int64)
        for column, runs in enumerate(self.runs):
            weighed = self._weighed[column] & ~self._ended
            read = (weighed | self._asked[column])[runs.begin]
            steps += np.bincount(self.batch.row[runs.begin[read]], minlength=len(steps))
            self._weighed[column + 1] |= weighed
            self._weighed[column + 1][runs.end[read]] = True
        return steps
