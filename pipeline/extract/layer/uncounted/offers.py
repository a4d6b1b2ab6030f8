"""What the columns of a table can take of whole pages, from each position on: read for many
positions at once, as arrays, window by window, and handed out position by position."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Strip
from pipeline.extract.layer.numbered.rows import is_capital
from pipeline.extract.layer.search.batch import RowBatch, RowKinds
from pipeline.extract.layer.search.catalogue import Numbers, Scores, Truths, catalogue_of, picked
from pipeline.extract.layer.search.row_arrays import cut_bounds, figures_of
from pipeline.extract.layer.search.scoring import scoring_of
from pipeline.extract.layer.search.taking import Runs, RunTaker, cells

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
    """What can be taken from the positions `begin` up to `end`, position by position."""

    begin: int
    end: int
    offered: Sequence[Offered]


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
        plain = self._laid_out()
        heading = plain.under(plain.kinds._replace(heading=~plain.kinds.heading))
        self.first = plain.first.tolist()
        """The first position of each page."""
        self._plain = plain
        self._begun, self._topped = self._reached(), np.zeros(len(plain.row), dtype=bool)
        self._topped[self._tops(headed)] = True
        self._resumed = self._begun & np.array(resumes, dtype=bool)[plain.row]
        self._broken = self._begun & self._last_lines(continued)
        self._taker, self._heads = (
            RunTaker(batch, self._scoring, hopeless, HIGHEST) for batch in (plain, heading)
        )
        self._window = _Window(0, 0, ())

    def _laid_out(self) -> RowBatch:
        catalogue = catalogue_of(self._model.ground)
        bounds = cut_bounds(self._model.weights)
        figures = [figures_of(strip, catalogue, bounds) for strip in self._strips]
        every = np.ones(len(figures), dtype=bool)
        anywhere = self._model.prints_on_one_line(proven=False)
        return RowBatch(figures, RowKinds(~every, every, ~every, ~every), catalogue, anywhere)

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
        return self._window.offered[position - self._window.begin]

    def _read(self, begin: int, end: int) -> _Window:
        """What can be taken from the positions of a window on. A cell that began before begins
        anyhow, one that goes on on the next page ends anyhow. Headings are whole lines, however
        wide and hopeless."""
        looked_at = []
        own, resumed, broken = list[_Cells](), list[_Cells](), list[_Cells]()
        for column in self._scoring.columns:
            runs = self._taker.runs(column, _those(self._begun, begin, end))
            looked_at.append(np.bincount(runs.begin - begin, minlength=end - begin).tolist())
            filled = self._scoring.usual(column, self._plain.kinds.heading)[1]
            usual = runs.lines + filled[self._plain.row[runs.begin]]
            for found, places, cell in (
                (own, self._begun, usual + runs.start + runs.finish),
                (resumed, self._resumed, usual + runs.finish),
                (broken, self._broken, usual + runs.start + np.maximum(runs.finish, 0.0)),
            ):
                some = np.flatnonzero(places[runs.begin] & (cell > self._hopeless))
                found.append(self._cells(picked(runs, some), cell[some], begin, end))
        by_column = (own, resumed, broken)
        by_position = (zip(*cells, strict=True) for cells in by_column)
        heads, counts = self._read_heads(begin, end), zip(*looked_at, strict=True)
        every = zip(*by_position, heads, counts, strict=True)
        return _Window(begin, end, [Offered(*offered) for offered in every])

    def _read_heads(self, begin: int, end: int) -> _Cells:
        """The headings that can be taken from the positions of a window on."""
        runs = self._heads.runs(0, _those(self._topped, begin, end))
        whole = picked(runs, self._plain.places.inner[runs.end] == 0)
        usual = self._scoring.usual(0, self._heads.batch.kinds.heading)[1]
        cell = cells(whole, usual[self._plain.row[whole.begin]])
        return self._cells(whole, cell, begin, end)

    def _cells(self, runs: Runs, cell: Scores, begin: int, end: int) -> _Cells:
        """Runs as cells that are so good, position by position; where each ends is told within its
        page."""
        ends = runs.end - self._plain.first[self._plain.row[runs.begin]]
        cut = self._scoring.cut_off(runs.cut)
        columns = (ends, runs.size, cell, cut)
        found = list(zip(*(values.tolist() for values in columns), strict=True))
        bounds = np.searchsorted(runs.begin, np.arange(begin, end + 1)).tolist()
        return [found[slice(*pair)] for pair in pairwise(bounds)]


def _those(places: Truths, begin: int, end: int) -> Numbers:
    """The positions of a window that are true."""
    return begin + np.flatnonzero(places[begin:end])
