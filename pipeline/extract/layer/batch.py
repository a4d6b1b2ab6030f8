"""Rows that stand on one page each, laid beside each other: their positions, lines and runs are
counted through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

import numpy as np

from pipeline.extract.layer.catalogue import UNKNOWN, Catalogue, Numbers, Scores, Truths, end_to_end
from pipeline.extract.layer.figures import Cuts, Lines, Places, RowFigures, Stubs

_Arrays = TypeVar("_Arrays", bound=NamedTuple)


class RowKinds(NamedTuple):
    """What is asked of rows: whether each has a label of a heading, and whether lines may be left
    over behind its last cell."""

    heading: Truths
    tail: Truths


class RowBatch:
    """The figures of rows one after another. `anywhere` says that cells may end inside lines before
    any word a cell can begin with, not only before a dash."""

    def __init__(
        self, rows: Sequence[RowFigures], kinds: RowKinds, catalogue: Catalogue, anywhere: bool
    ) -> None:
        self.rows, self.kinds, self.catalogue = rows, kinds, catalogue
        self.first = _starts(len(row.down) for row in rows)
        """The first position of each row."""
        lines, runs = (
            _starts(len(row.above) for row in rows),
            _starts(r.wholes.shape[1] for r in rows),
        )
        cuts, stubs = [row.cuts for row in rows], [r.stubs(anywhere) for r in rows]
        cut, stub = _starts(len(some.end) for some in cuts), _starts(len(s.end) for s in stubs)
        self.places: Places = _joined([r.places for r in rows], line=lines, cuts=cut, run=runs)
        self.lines: Lines = _joined([row.lines for row in rows], start=self.first)
        self.cuts: Cuts = _joined(cuts, end=self.first)
        self.stubs: Stubs = _joined(stubs, end=self.first, at=stub)
        self.down = np.concatenate([row.down for row in rows])
        self.above = np.concatenate([row.above for row in rows])
        self.row = np.repeat(np.arange(len(rows)), [len(row.down) for row in rows])
        """The row of each position."""
        self.last = np.append(self.first[1:], len(self.row)) - 1
        """The position behind the last line of each row."""
        self._wholes = np.concatenate([row.wholes for row in rows], axis=1)

    @property
    def lines_used(self) -> Numbers:
        """The numbers of all lines and parts of lines a cell can begin or end with."""
        parts = (self.places.rest, self.lines.number, self.cuts.line, self.stubs.line)
        return np.flatnonzero(np.bincount(np.concatenate(parts)))

    def wholes(self, begins: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
        """Kinds and texts of runs of so many whole lines from these positions on."""
        runs = self.places.run[begins] + counts - 1
        unread = np.flatnonzero(self._wholes[0, runs] == UNKNOWN)
        tallest: dict[int, int] = {}
        for begin, count in zip(begins[unread].tolist(), counts[unread].tolist(), strict=True):
            tallest[begin] = max(count, tallest.get(begin, 0))
        for begin, count in tallest.items():
            row, run = int(self.row[begin]), int(self.places.run[begin])
            own = begin - int(self.first[row])
            self._wholes[:, run : run + count] = self.rows[row].read_runs(own, count)
        return self._wholes[0, runs], self._wholes[1, runs]

    def stub_wholes(
        self, begins: Numbers, counts: Numbers, ends: Numbers
    ) -> tuple[Numbers, Numbers]:
        """The same of runs whose last line is cut at a position."""
        told = np.empty((len(begins), 2), dtype=np.int64)
        asked = zip(begins.tolist(), counts.tolist(), ends.tolist(), strict=True)
        for place, (begin, count, end) in enumerate(asked):
            row = self.row[begin]
            first = self.first[row]
            told[place] = self.rows[row].read_stub_run(begin - first, count, end - first)
        return told[:, 0], told[:, 1]

    def goes_on(self, lines: Numbers, others: Numbers) -> Scores:
        """How lines go on with others, by their words."""
        goes_on, every = self.catalogue.ground.line_goes_on, self.catalogue.lines
        pairs = zip(lines.tolist(), others.tolist(), strict=True)
        return np.array([goes_on(every[one], every[other]) for one, other in pairs])


def _starts(sizes: Iterable[int]) -> Numbers:
    """Where each of some stretches begins, one after another."""
    return np.array([0, *accumulate(sizes)][:-1], dtype=np.int64)


def _joined(parts: Sequence[_Arrays], **starts: Numbers) -> _Arrays:
    """Parts one after another; what counts within its part is moved on by where that begins."""
    joined = end_to_end(parts)
    moved = {
        name: getattr(joined, name) + np.repeat(start, [len(getattr(part, name)) for part in parts])
        for name, start in starts.items()
    }
    return joined._replace(**moved)
