"""What the columns of a table can take of whole pages, from each position on: read for many
positions at once, as arrays, window by window, and handed out position by position."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.batch import RowBatch, RowKinds
from pipeline.extract.layer.catalogue import Truths, catalogue_of, picked
from pipeline.extract.layer.figures import figures_of
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import is_capital
from pipeline.extract.layer.scoring import scoring_of
from pipeline.extract.layer.strips import Strip
from pipeline.extract.layer.taking import Runs, RunTaker

HIGHEST = 80
"""Lines of the highest cell on a page of rows without numbers. A page prints some fifty below each
other; where a text shows no page breaks each line could else be the first of a cell with all lines
behind it, which are more than there is memory for."""
LAST_LINES = 20
"""Lines above the end of a page among which a row begins that goes on on the next one, with more
than its title on this one."""
_WINDOW = 500
"""Positions that are read at once: fewer take longer, more take more memory."""
Cell = tuple[int, int, float, float]
"""A cell a column can take: the position behind it, its lines (to `MOST_LINES`), how good it is,
and what it tells that it begins inside a line. A plain tuple: a text has a hundred thousand."""


class Offered(NamedTuple):
    """What can be taken from a position on: by column, cells of a row, cells that began on the page
    before, and cells that go on on the next one; headings; and how many runs of each column were
    looked at."""

    own: Sequence[Sequence[Cell]]
    resumed: Sequence[Sequence[Cell]]
    broken: Sequence[Sequence[Cell]]
    heads: Sequence[Cell]
    looked_at: Sequence[int]


_Cells = list[list[Cell]]
"""The cells of a column, position by position."""


class _Window(NamedTuple):
    """What can be taken from the positions `begin` up to `end`."""

    begin: int
    end: int
    own: Sequence[_Cells]
    resumed: Sequence[_Cells]
    broken: Sequence[_Cells]
    heads: _Cells
    looked_at: Sequence[Sequence[int]]


class _Asked(NamedTuple):
    """Who reads runs, and the positions from which they are wanted."""

    taker: RunTaker
    begins: Truths

    def runs(self, column: int, begin: int, end: int) -> Runs:
        """The runs of a column from those of some positions on."""
        taker, begins = self.taker, begin + np.flatnonzero(self.begins[begin:end])
        filled = taker.scoring.usual(column, taker.batch.kinds.heading)[1]
        return taker.runs(column, filled, begins)


class Offers:
    """What the columns can take of some pages under one model, hopeless cells left out: cells that
    began before where a page `resumes` a row, cells that go on in the last lines of one that is
    `continued`, headings where a line in capitals begins and, where a page is `headed`, at its top.
    They are asked for one position after another."""

    def __init__(
        self,
        model: TableModel,
        strips: Sequence[Strip],
        hopeless: float,
        resumes: Sequence[bool],
        headed: Sequence[bool],
        continued: Sequence[bool],
    ) -> None:
        self._model, self._strips, self._hopeless = model, strips, hopeless
        self._scoring = scoring_of(model)
        plain, heading = self._laid_out(heading=False), self._laid_out(heading=True)
        self.first = plain.first.tolist()
        """The first position of each page."""
        self._plain = plain
        begun, topped = self._reached(), np.zeros(len(plain.row), dtype=bool)
        topped[self._tops(headed)] = True
        resumed = begun & np.array(resumes, dtype=bool)[plain.row]
        broken = begun & self._last_lines(continued)
        self._own, self._resumed, self._broken, self._heads = (
            _Asked(RunTaker(batch, self._scoring, hopeless, is_begun, HIGHEST, is_ended), begins)
            for batch, is_begun, is_ended, begins in (
                (plain, True, True, begun),
                (plain, False, True, resumed),
                (plain, True, False, broken),
                (heading, True, True, topped),
            )
        )
        self._window = _Window(0, 0, (), (), (), [], ())

    def _laid_out(self, heading: bool) -> RowBatch:
        catalogue = catalogue_of(self._model.ground)
        figures = [figures_of(strip, catalogue) for strip in self._strips]
        every = np.ones(len(figures), dtype=bool)
        anywhere = self._model.prints_on_one_line(proven=False)
        return RowBatch(
            figures, RowKinds(every & heading, every, ~every, ~every), catalogue, anywhere
        )

    def _reached(self) -> Truths:
        """The positions that cells may begin at: lines, and where others may end inside of them."""
        batch, least = self._plain, self._model.weights.search.no_cut
        found: Truths = batch.places.inner == 0
        for cuts in (batch.cuts, batch.stubs):
            found[cuts.end[self._scoring.cut(cuts.off) >= least]] = True
        found[batch.last] = False
        return found

    def _last_lines(self, continued: Sequence[bool]) -> Truths:
        """The positions in the last lines of the pages that are continued."""
        found = np.zeros(len(self._plain.row), dtype=bool)
        for first, strip, goes_on in zip(self.first, self._strips, continued, strict=True):
            if goes_on:
                last = max(0, len(strip.pieces) - LAST_LINES)
                found[first + strip.line_start[last] : first + strip.end] = True
        return found

    def _tops(self, headed: Sequence[bool]) -> list[int]:
        """The positions a heading may begin at."""
        return [
            first + start
            for first, strip, top in zip(self.first, self._strips, headed, strict=True)
            for start, piece in zip(strip.line_start, strip.pieces, strict=False)
            if is_capital(piece.text) or (top and not start)
        ]

    def at(self, position: int) -> Offered:
        """What is offered from a position among those of all pages on, none before the last one
        that was asked for."""
        if position >= self._window.end:
            self._window = self._read(position, min(position + _WINDOW, len(self._plain.row)))
        window, place = self._window, position - self._window.begin
        return Offered(
            [cells[place] for cells in window.own],
            [cells[place] for cells in window.resumed],
            [cells[place] for cells in window.broken],
            window.heads[place],
            [looked_at[place] for looked_at in window.looked_at],
        )

    def _read(self, begin: int, end: int) -> _Window:
        """What can be taken from the positions of a window on. Headings are whole lines, however
        wide and hopeless."""
        looked_at = []
        own, resumed, broken = list[_Cells](), list[_Cells](), list[_Cells]()
        for column in self._scoring.columns:
            runs = self._own.runs(column, begin, end)
            looked_at.append(np.bincount(runs.begin - begin, minlength=end - begin).tolist())
            own.append(self._cells(self._hopeful(runs), begin, end))
            runs = self._resumed.runs(column, begin, end)
            resumed.append(self._cells(self._hopeful(runs), begin, end))
            runs = self._broken.runs(column, begin, end)
            broken.append(self._cells(self._hopeful(runs), begin, end))
        heads = self._heads.runs(0, begin, end)
        whole = picked(heads, self._plain.places.inner[heads.end] == 0)
        return _Window(begin, end, own, resumed, broken, self._cells(whole, begin, end), looked_at)

    def _hopeful(self, runs: Runs) -> Runs:
        return picked(runs, runs.cell > self._hopeless)

    def _cells(self, runs: Runs, begin: int, end: int) -> _Cells:
        """Runs as cells, position by position; where each ends is told within its page."""
        ends = runs.end - self._plain.first[self._plain.row[runs.begin]]
        cut = self._scoring.cut_off(runs.cut)
        columns = (ends, runs.size, runs.cell, cut)
        cells = list(zip(*(values.tolist() for values in columns), strict=True))
        bounds = np.searchsorted(runs.begin, np.arange(begin, end + 1)).tolist()
        return [cells[slice(*pair)] for pair in pairwise(bounds)]
