"""What the columns of a table can take of whole pages, from each position on: read for all pages at
once, as arrays, and handed out page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.batch import RowBatch, RowKinds
from pipeline.extract.layer.catalogue import Numbers, catalogue_of, picked
from pipeline.extract.layer.figures import figures_of
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import is_capital
from pipeline.extract.layer.scoring import scoring_of
from pipeline.extract.layer.strips import Strip
from pipeline.extract.layer.taking import Runs, RunTaker

Cell = tuple[int, int, float, float]
"""A cell a column can take: the position behind it, its lines (to `MOST_LINES`), how good it is,
and what it tells that it begins inside a line. A plain tuple: a text has a hundred thousand."""


class Offered(NamedTuple):
    """What a column can take of a page, by position: cells, and how many runs were looked at."""

    cells: list[list[Cell]]
    looked_at: list[int]


class PageOffers(NamedTuple):
    """What can be taken of one page: by column, cells of a row, and cells that began on the page
    before (no column where none are looked for); by position, headings."""

    own: list[Offered]
    resumed: list[Offered]
    heads: Offered


class _Taken(NamedTuple):
    """The runs of a column, page by page: where those of each page begin among them, and how many
    were looked at from each position."""

    runs: Runs
    cut: list[float]
    bounds: list[int]
    looked_at: list[int]


class Offers:
    """What the columns can take of some pages under one model, hopeless cells left out."""

    def __init__(self, model: TableModel, strips: Sequence[Strip], hopeless: float) -> None:
        self._model, self._strips, self._hopeless = model, strips, hopeless
        self._scoring = scoring_of(model)
        self._batch = self._laid_out(heading=False)

    def _laid_out(self, heading: bool) -> RowBatch:
        catalogue = catalogue_of(self._model.ground)
        figures = [figures_of(strip, catalogue) for strip in self._strips]
        every = np.ones(len(figures), dtype=bool)
        anywhere = self._model.prints_on_one_line(proven=False)
        return RowBatch(figures, RowKinds(every & heading, every), catalogue, anywhere)

    def of_pages(self, resumes: Sequence[bool], headed: Sequence[bool]) -> Iterator[PageOffers]:
        """The offers of each page: cells that began before where it `resumes` a row, headings where
        a line in capitals begins and, where it is `headed`, at its top."""
        batch, scoring = self._batch, self._scoring
        inside = np.ones(len(batch.row), dtype=bool)
        inside[batch.last] = False
        begins = np.flatnonzero(inside)
        resumed = np.flatnonzero(inside & np.array(resumes, dtype=bool)[batch.row])
        taker = RunTaker(batch, scoring, self._hopeless)
        own = [self._taken(taker, column, begins) for column in scoring.columns]
        taker = RunTaker(batch, scoring, self._hopeless, begun=False)
        rests = [self._taken(taker, column, resumed) for column in scoring.columns]
        heads = self._heads(headed)
        for page, resuming in enumerate(resumes):
            yield PageOffers(
                [self._of_page(page, taken) for taken in own],
                [self._of_page(page, taken) for taken in rests] if resuming else [],
                self._of_page(page, heads),
            )

    def _taken(self, taker: RunTaker, column: int, begins: Numbers) -> _Taken:
        batch = self._batch
        filled = self._scoring.usual(column, batch.kinds.heading)[1]
        runs = taker.runs(column, filled, begins)
        looked_at = np.bincount(runs.begin, minlength=len(batch.row))
        return self._laid_down(picked(runs, runs.cell > self._hopeless), looked_at)

    def _heads(self, headed: Sequence[bool]) -> _Taken:
        """Headings are whole lines, however wide and hopeless."""
        batch = self._laid_out(heading=True)
        begins = [
            first + start
            for first, strip, top in zip(batch.first.tolist(), self._strips, headed, strict=True)
            for start, piece in zip(strip.line_start, strip.pieces, strict=False)
            if is_capital(piece.text) or (top and not start)
        ]
        filled = self._scoring.usual(0, batch.kinds.heading)[1]
        taker = RunTaker(batch, self._scoring, self._hopeless)
        runs = taker.runs(0, filled, np.array(begins, dtype=np.int64))
        whole = picked(runs, batch.places.inner[runs.end] == 0)
        return self._laid_down(whole, np.zeros(len(batch.row), dtype=np.int64))

    def _laid_down(self, runs: Runs, looked_at: Numbers) -> _Taken:
        batch = self._batch
        bounds = np.searchsorted(runs.begin, np.append(batch.first, len(batch.row))).tolist()
        return _Taken(runs, self._scoring.cut_off(runs.cut).tolist(), bounds, looked_at.tolist())

    def _of_page(self, page: int, taken: _Taken) -> Offered:
        first, last = int(self._batch.first[page]), int(self._batch.last[page])
        own = slice(*taken.bounds[page : page + 2])
        runs = taken.runs
        cells = list(
            zip(
                (runs.end[own] - first).tolist(),
                runs.size[own].tolist(),
                runs.cell[own].tolist(),
                taken.cut[own],
                strict=True,
            )
        )
        ends = np.searchsorted(runs.begin[own], np.arange(first, last + 1)).tolist()
        return Offered([cells[slice(*pair)] for pair in pairwise(ends)],
                       taken.looked_at[first:last])  # fmt: skip
