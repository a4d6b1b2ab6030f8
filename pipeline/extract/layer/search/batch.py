"""Rows that stand on one page each, laid beside each other: their positions, lines and runs are
counted through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from itertools import accumulate
from typing import NamedTuple, TypeVar

import numpy as np

from pipeline.extract.layer.search.catalogue import (
    Catalogue,
    Numbers,
    Scores,
    Told,
    Truths,
    balanced,
    end_to_end,
)
from pipeline.extract.layer.search.row_arrays import Cuts, Lines, Places, RowFigures, Stubs
from pipeline.extract.layer.signs.words import LONGEST_FORM

_Arrays = TypeVar("_Arrays", bound=NamedTuple)


class RowKinds(NamedTuple):
    """What is asked of rows: whether each has a label of a heading, whether lines may be left over
    behind its last cell, whether its cells may be wider than their columns, and whether it begins
    on the page before that of its label."""

    heading: Truths
    tail: Truths
    unwrapped: Truths
    early: Truths


class RowBatch:
    """The figures of rows one after another. `anywhere` says that cells may end inside lines before
    any word a cell can begin with, not only before a dash."""

    def __init__(
        self, rows: Sequence[RowFigures], kinds: RowKinds, catalogue: Catalogue, anywhere: bool
    ) -> None:
        self.rows, self.kinds, self.catalogue = rows, kinds, catalogue
        self.first = _starts(len(row.down) for row in rows)
        """The first position of each row."""
        lines = _starts(len(row.above) for row in rows)
        cuts, stubs = [row.cuts for row in rows], [r.stubs(anywhere) for r in rows]
        cut, stub = _starts(len(some.end) for some in cuts), _starts(len(s.end) for s in stubs)
        self.places: Places = _joined([r.places for r in rows], line=lines, cuts=cut)
        self.lines: Lines = _joined([row.lines for row in rows], start=self.first)
        self.cuts: Cuts = _joined(cuts, end=self.first)
        self.stubs: Stubs = _joined(stubs, end=self.first, at=stub)
        self.down = np.concatenate([row.down for row in rows])
        self.above = np.concatenate([row.above for row in rows])
        self.row = np.repeat(np.arange(len(rows)), [len(row.down) for row in rows])
        """The row of each position."""
        self.last = np.append(self.first[1:], len(self.row)) - 1
        """The position behind the last line of each row."""
        self._facts, self._plain_kinds = catalogue.facts(), catalogue.plain_kinds()
        self._marks_above = _above(self._facts.followed[self.lines.number])
        """The marks of all lines above each."""
        self._size_above = _above(self._facts.size[self.lines.number])
        """The characters of all lines above each."""

    def under(self, kinds: RowKinds) -> RowBatch:
        """The figures of these rows as those of rows of other kinds."""
        batch = copy(self)
        batch.kinds = kinds
        return batch

    @property
    def lines_used(self) -> Numbers:
        """The numbers of all lines and parts of lines a cell can begin or end with."""
        parts = (self.places.rest, self.lines.number, self.cuts.line, self.stubs.line)
        return np.flatnonzero(np.bincount(np.concatenate(parts)))

    def wholes(self, begins: Numbers, counts: Numbers, lasts: Numbers, ends: Numbers) -> Told:
        """What so many lines from these positions on tell together, by the numbers of the last of
        them and the positions behind: by the text only where it may have a form."""
        rest = self.places.rest[begins]

        def read(some: Numbers) -> list[tuple[int, int]]:
            runs = zip(*(of[some].tolist() for of in (begins, counts, ends)), strict=True)
            return [self._whole(*run) for run in runs]

        def sizes(some: Numbers) -> Numbers:
            return self.sizes(begins[some], counts[some], rest[some], lasts[some])

        marks = self.marks(begins, counts, rest, lasts)[1]
        open_ = counts - 1 <= self.places.open[begins]
        return self.told(rest, lasts, counts, marks, open_, sizes, read)

    def marks(
        self, begins: Numbers, counts: Numbers, heads: Numbers, lasts: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Brackets and quotation marks of so many lines from these positions on, by the numbers of
        the first and the last of them: where another line follows, and where none does."""
        facts, below = self._facts, self.places.line[begins] + 1
        before = self._marks_above[below + counts - 2] - self._marks_above[below]
        before += facts.followed[heads]
        before[counts == 1] = 0
        return before + facts.followed[lasts], before + facts.ended[lasts]

    def sizes(self, begins: Numbers, counts: Numbers, heads: Numbers, lasts: Numbers) -> Numbers:
        """The characters of so many lines from these positions on, nothing between the lines."""
        size, below = self._facts.size, self.places.line[begins] + 1
        between = self._size_above[below + counts - 2] - self._size_above[below]
        return np.where(counts == 1, size[lasts], size[heads] + between + size[lasts])

    def told(
        self, heads: Numbers, lasts: Numbers, counts: Numbers, marks: Numbers, open_: Truths,
        sizes: Callable[[Numbers], Numbers], read: Callable[[Numbers], list[tuple[int, int]]],
    ) -> Told:  # fmt: skip
        """What so many lines tell together, by the numbers of the first and the last of them and
        by the marks of all; `sizes` tells the characters of some of these cells, nothing between
        the lines, and `read` kind and text: it is asked only where the lines before the last one
        may go on to have a form (`open_`)."""
        facts = self._facts
        kinds = self._plain_kinds[facts.end[lasts], balanced(marks).astype(np.int64)]
        kinds = np.where(counts == 1, facts.alone[heads], kinds)

        def known(some: Numbers) -> Numbers:
            return np.array(read(some), dtype=np.int64).reshape(-1, 2)

        def room(some: Numbers) -> tuple[Numbers, Numbers]:
            least = sizes(some)
            return least, least + counts[some] - 1

        formed = open_ & (counts > 1) & (counts <= LONGEST_FORM)
        some = np.flatnonzero(formed & facts.formed[heads].astype(bool))
        kinds[some] = known(some)[:, 0]
        return Told(kinds, lambda some: known(some)[:, 1], room)

    def _whole(self, begin: int, count: int, end: int) -> tuple[int, int]:
        row = int(self.row[begin])
        first = int(self.first[row])
        return self.rows[row].whole(begin - first, count, end - first)

    def goes_on(self, lines: Numbers, others: Numbers) -> Scores:
        """How lines go on with others, by their words."""
        known = self.catalogue.going_on
        return np.array([known[pair] for pair in zip(lines.tolist(), others.tolist(), strict=True)])


def _starts(sizes: Iterable[int]) -> Numbers:
    """Where each of some stretches begins, one after another."""
    return np.array([0, *accumulate(sizes)][:-1], dtype=np.int64)


def _above(values: Numbers) -> Numbers:
    """What all before each come to, and all together."""
    return np.concatenate((values[:1] * 0, values.cumsum()))


def _joined(parts: Sequence[_Arrays], **starts: Numbers) -> _Arrays:
    """Parts one after another; what counts within its part is moved on by where that begins."""
    joined = end_to_end(parts)
    moved = {
        name: getattr(joined, name) + np.repeat(start, [len(getattr(part, name)) for part in parts])
        for name, start in starts.items()
    }
    return joined._replace(**moved)
