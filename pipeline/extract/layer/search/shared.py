"""The best division of a row that stands on several pages: dynamic programming over columns.

Cells follow each other from left to right, and again on each page that the row goes on to. Column
after column, every state of the search is how far the lines of each page have been used, what
stood before and how tall the cells are; a step gives the column a run of lines on each page, or
leaves it blank. The ways to divide the pages multiply: a look ahead keeps the likely ones. All
moves of a column are weighed side by side, as arrays; of ways that are as good as each other the
one that is met first is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from pipeline.extract.layer.columns.strips import FIRST_MEMORY, UNBEGUN, LineRun, Taken, together
from pipeline.extract.layer.search.ahead import Lookahead
from pipeline.extract.layer.search.alone import NEVER, Found, first_best
from pipeline.extract.layer.search.catalogue import UNKNOWN, Numbers, Scores, numbered, picked
from pipeline.extract.layer.search.scoring import spread

_SHARED_BEAM = 24
"""States kept after each column."""
_FEWEST = 2
"""Runs of a page that are combined with those of the others at least."""
_COMBINED = 2_000
"""Moves of one column at most: of a row on several pages, each page multiplies the choices. With
twice as many, of more states and runs, none of the 25 such rows of raw/ is divided otherwise."""

_HIGHEST = 1 << 18
"""Up to which rows of numbers are told apart by one number each without being sorted."""
_NONE = -1
"""In place of a run: nothing on that page."""


class _States(NamedTuple):
    """States in the order in which they were met: page by page how far its lines are used and what
    stood before; of each page but the last the tallest cell so far and the height of one that goes
    on; the score of the best way there, and the move it ends with."""

    positions: Numbers
    memory: Numbers
    tallest: Numbers
    cut: Numbers
    score: Scores
    move: Numbers


class _Choices(NamedTuple):
    """What a column can take page by page: a run or none, the cost of its border, and the position
    and memory it leaves."""

    run: Numbers
    cost: Scores
    position: Numbers
    memory: Numbers


class _Moves(NamedTuple):
    """What a column can do: the state before, the run of each page, what it adds, and the state
    behind."""

    before: Numbers
    runs: Numbers
    gain: Scores
    after: Numbers


class SharedSearch:
    """The search over one row on several of the `pages` that were looked ahead on."""

    def __init__(self, ahead: Lookahead, pages: range, hopeless: float) -> None:
        self.batch, self.scoring, self.hopeless = ahead.batch, ahead.scoring, hopeless
        self.steps = 0
        """Moves that were weighed."""
        self._ahead, self._pages = ahead, pages
        self._first, self._last = (
            at[pages.start : pages.stop] for at in (ahead.batch.first, ahead.batch.last)
        )
        kinds = ahead.batch.kinds
        self._heading = bool(kinds.heading[pages.start])
        self._tail = bool(kinds.tail[pages.start])
        self._early = bool(kinds.early[pages.start])
        self._runs: dict[tuple[int, int], LineRun] = {}
        self._layers: list[_States] = []
        self._moved: list[_Moves] = []

    def divide(self, margins: bool) -> Found | None:
        """The best division, None where none is possible; the next best readings where `margins`
        are asked for."""
        last = self._forward()
        total = last.score + self._left_over(last)
        if not len(total) or total.max() == NEVER:
            return None
        best = int(np.argmax(total))
        chosen = self._way_back(best)
        others = list(self._next_best(total, chosen))[::-1] if margins else []
        cells = [self._cell(column, runs) for column, runs in enumerate(chosen)]
        return Found(
            float(total[best]),
            cells,
            tuple((last.positions[best] - self._first).tolist()),
            [score for score, _ in others],
            [self._cell(column, runs) for column, (_, runs) in enumerate(others)],
        )

    def _cell(self, column: int, runs: Iterable[int]) -> Taken:
        """What a column takes."""
        return tuple(None if run == _NONE else self._run(column, run) for run in runs)

    def _run(self, column: int, run: int) -> LineRun:
        known = self._runs.get((column, run))
        if known is None:
            runs, batch = self._ahead.runs[column], self.batch
            page = batch.row[runs.begin[run]]
            begin, end = (int(at - batch.first[page]) for at in (runs.begin[run], runs.end[run]))
            known = batch.rows[page].run(begin, int(runs.height[run]), end)
            self._runs[column, run] = known
        return known

    def _forward(self) -> _States:
        """The states behind the last column, all columns gone through."""
        pages = len(self._pages)
        none = np.zeros((1, pages - 1), dtype=np.int64)
        memory = np.array([[FIRST_MEMORY, *[UNBEGUN] * (pages - 1)]])
        start = np.zeros(1, dtype=np.int64)
        states = _States(self._first[None], memory, none, none, np.zeros(1), start)
        self._layers.append(states)
        for column in self.scoring.columns:
            if not len(states.score):
                break
            kept = self._beam(states, column)
            states = self._moved_on(states, kept, column)
            self._layers.append(states)
        return states

    def _beam(self, states: _States, column: int) -> Numbers:
        """The most promising states, by what each page promises."""
        every = np.arange(len(states.score))
        if len(every) <= _SHARED_BEAM:
            return every
        ahead = np.zeros(len(every))
        for page in range(len(self._pages)):
            ahead = ahead + self._ahead.score(column, states.positions[:, page])
        return np.argsort(-states.score - ahead, kind="stable")[:_SHARED_BEAM]

    def _moved_on(self, states: _States, kept: Numbers, column: int) -> _States:
        """The states behind a column."""
        before, choices = self._combined(column, states, kept)
        runs = choices.run
        gain = self._cells(column, runs)
        hopeful = np.flatnonzero(gain > self.hopeless)
        self.steps += len(hopeful)
        before, choices, gain = before[hopeful], picked(choices, hopeful), gain[hopeful]
        for page in range(len(self._pages)):
            gain = gain + choices.cost[:, page]
        cost, tallest, cut = self._grown(column, picked(states, before), choices.run)
        gain = gain + cost + self._only_first(column, states.positions[before])
        score = states.score[before] + gain
        position, memory = choices.position, choices.memory
        state, first = _rows_numbered(np.concatenate((position, memory, tallest, cut), axis=1))
        best = first_best(state, score, len(first))
        self._moved.append(_Moves(before, choices.run, gain, state))
        return _States(
            position[first], memory[first], tallest[first], cut[first], score[best], best
        )

    def _combined(self, column: int, states: _States, kept: Numbers) -> tuple[Numbers, _Choices]:
        """What a column can take behind some states, each choice of a page with each of the others:
        the state, and the choices of all pages."""
        every = self._choices(column, states.positions[kept], states.memory[kept])
        widest = _COMBINED // max(1, len(kept))
        counts = (every.run[:, :, 1:] != _NONE).sum(axis=2) + 1
        many = np.array([narrowed(own, widest) for own in counts.tolist()])
        total = many.prod(axis=1)
        which = np.repeat(np.arange(len(kept)), total)
        number = spread(np.zeros_like(total), total)
        chosen = np.empty((len(which), many.shape[1]), dtype=np.int64)
        for page in range(many.shape[1] - 1, -1, -1):
            number, chosen[:, page] = np.divmod(number, many[which, page])
        pages = np.arange(many.shape[1])
        return kept[which], picked(every, (which[:, None], pages, chosen))

    def _choices(self, column: int, positions: Numbers, memory: Numbers) -> _Choices:
        """What a column can take behind each of some states on each page, nothing first, then the
        likelier runs."""
        best = self._ahead.best_runs(column, positions)
        there = best != UNKNOWN
        chosen = picked(self._ahead.runs[column], best[there])
        before = np.broadcast_to(memory[:, :, None], best.shape)[there]
        sign = np.broadcast_to(self.batch.places.sign[positions][:, :, None], best.shape)[there]
        own = self.scoring.cut_off(chosen.cut)
        begun = np.flatnonzero(before != UNBEGUN)
        borders = self.scoring.borders(sign[begun], before[begun])
        own[begun] += borders[np.arange(len(begun)), chosen.size[begun]]
        nothing = (*positions.shape, 1)
        run = np.concatenate((np.full(nothing, _NONE), best), axis=2)
        cost = np.zeros(run.shape)
        position = np.broadcast_to(positions[:, :, None], run.shape).copy()
        skipped = np.where(memory == UNBEGUN, UNBEGUN, memory | 1)
        after = np.broadcast_to(skipped[:, :, None], run.shape).copy()
        for values, told in ((cost, own), (position, chosen.end), (after, 2 * chosen.size)):
            values[:, :, 1:][there] = told
        return _Choices(run, cost, position, after)

    def _only_first(self, column: int, positions: Numbers) -> Scores:
        """What it tells that all lines are used up after the first column."""
        if column != 1 or self._heading:
            return np.zeros(len(positions))
        ended = (positions == self._last).all(axis=1)
        return np.where(ended, self.scoring.model.all_blank(), 0.0)

    def _cells(self, column: int, runs: Numbers) -> Scores:
        """How good cells runs are together, page by page."""
        cell, first = _rows_numbered(runs)
        return self._score_cells(column, runs[first])[cell]

    def _score_cells(self, column: int, cells: Numbers) -> Scores:
        model, runs, scoring = self.scoring.model, self._ahead.runs[column], self.scoring
        known = cells >= 0
        many = known.sum(axis=1)
        first = cells[np.arange(len(cells)), known.argmax(axis=1)]
        heading = np.array([self._heading])
        blank, filled = scoring.usual(column, heading)
        alone = np.append(self._ahead.cells[column], NEVER)
        score: Scores = np.where(many == 0, blank[0], alone[first])
        several = np.flatnonzero(many > 1)
        if len(several):
            lines, last = runs.lines[first[several]], first[several]
            followed, ended = self._ahead.marks(column)
            marks, size = np.zeros(len(several), np.int64), runs.height[last]
            open_ = self._ahead.open(column)[last]
            sizes = self._ahead.sizes(column)
            chars = sizes[last]
            for page in range(cells.shape[1]):
                run = cells[several, page]
                on = np.flatnonzero(
                    (run >= 0) & (run != last) & (cells[several, :page] >= 0).any(axis=1)
                )
                one, other = runs.tail[last[on]], runs.head[run[on]]
                joined = scoring.meet(one, other) + self.batch.goes_on(one, other)
                lines[on] += joined + scoring.wrap(column, one, other)
                lines[on] += runs.lines[run[on]]
                marks[on] += followed[last[on]]
                size[on] += runs.height[run[on]]
                chars[on] += sizes[run[on]]
                last[on] = run[on]
            head, tail = runs.head[first[several]], runs.tail[last]

            def read(some: Numbers) -> list[tuple[int, int]]:
                return [self._together(column, cell) for cell in cells[several[some]].tolist()]

            told = self.batch.told(
                head, tail, size, marks + ended[last], open_, chars.__getitem__, read
            )
            score[several] = scoring.cells(column, lines, filled, head, told)
        if not self._early:
            later = (many > 0) & (cells[:, 0] < 0) & (score != 0.0)
            score[later] += model.weights.blank.only_later
        return score

    def _together(self, column: int, cell: Sequence[int]) -> tuple[int, int]:
        """Kind and text of what runs tell together."""
        runs = tuple([self._run(column, run) for run in cell if run != _NONE])
        return self.batch.catalogue.whole(together(runs))

    def _grown(
        self, column: int, states: _States, runs: Numbers
    ) -> tuple[Scores, Numbers, Numbers]:
        """What the heights of the cells on each page but the last tell, and the heights after.

        A cell that goes on to the next page fills its page to the bottom: no other cell of the row
        has more lines there.
        """
        height = np.append(self._ahead.runs[column].height, 0)[runs]
        tallest, cut = states.tallest.copy(), states.cut.copy()
        cost, weight = np.zeros(len(runs)), self.scoring.model.weights.search.short_cut
        for page in range(runs.shape[1] - 1):
            lines, top, below = height[:, page], states.tallest[:, page], states.cut[:, page]
            here = runs[:, page] >= 0
            on = here & (runs[:, page + 1 :] >= 0).any(axis=1)
            short = np.maximum(top - lines, np.where(below > 0, np.abs(lines - below), 0))
            beyond = np.maximum(0, lines - below)
            cost = cost + np.where(on, weight * np.minimum(2, short), 0.0)
            cost = cost + np.where(here & ~on & (below > 0), weight * np.minimum(2, beyond), 0.0)
            cut[:, page] = np.where(on, np.maximum(below, lines), below)
            tallest[:, page] = np.where(here, np.maximum(top, lines), top)
        return cost, tallest, cut

    def _left_over(self, last: _States) -> Scores:
        """What the lines cost that no cell takes: none may be left but behind the table, and then
        no page behind them may be begun."""
        places = self.batch.places
        left = last.positions != self._last
        if not self._tail:
            return np.where(left.any(axis=1), NEVER, 0.0)
        weights = self.scoring.model.weights.left
        first = left.argmax(axis=1)
        begun = last.positions != self._first
        behind = np.arange(left.shape[1]) > first[:, None]
        at = last.positions[np.arange(len(first)), first]
        lines = places.left[at] + np.where(behind & left, places.left[self._first], 0).sum(axis=1)
        cost = weights.some + weights.line_at_end * lines
        impossible = (behind & begun).any(axis=1) | (places.inner[at] > 0)
        return np.where(left.any(axis=1), np.where(impossible, NEVER, cost), 0.0)

    def _way_back(self, best: int) -> list[list[int]]:
        """Per column the runs that are taken on the way to a state at the end."""
        chosen = []
        for states, moves in zip(self._layers[:0:-1], reversed(self._moved), strict=True):
            move = states.move[best]
            chosen.append(moves.runs[move].tolist())
            best = int(moves.before[move])
        return chosen[::-1]

    def _next_best(
        self, total: Scores, chosen: Sequence[Sequence[int]]
    ) -> Iterator[tuple[float, list[int]]]:
        """Per column, from the last one on, the score of the best division that gives it other
        lines, and these. `total` are the scores of the last states with what is left over."""
        ahead = total - self._layers[-1].score
        for states, moves, taken in zip(
            self._layers[-2::-1], reversed(self._moved), reversed(chosen), strict=True
        ):
            value = moves.gain + ahead[moves.after]
            score = states.score[moves.before] + value
            score = np.where((moves.runs == taken).all(axis=1), NEVER, score)
            best = int(np.argmax(score)) if len(score) else 0
            found = len(score) > 0 and score[best] > NEVER
            yield (float(score[best]), moves.runs[best].tolist()) if found else (NEVER, [])
            ahead = np.full(len(states.score), NEVER)
            np.maximum.at(ahead, moves.before, value)


def _rows_numbered(rows: Numbers) -> tuple[Numbers, Numbers]:
    """Equal rows as one number, as `numbered` has single numbers."""
    code, span = np.zeros(len(rows), dtype=np.int64), 1
    for column in rows.T:
        low = int(column.min(initial=0))
        width = int(column.max(initial=0)) - low + 1
        if span * width > _HIGHEST:
            kinds, code = np.unique(code, return_inverse=True)
            span = len(kinds)
        code, span = code * width + (column - low), span * width
    return numbered(code if span <= _HIGHEST else np.unique(code, return_inverse=True)[1])


def narrowed(many: list[int], widest: int) -> list[int]:
    """How many of the choices of each page are combined, where their combinations are more than
    `widest` only the first ones."""
    share = max(many)
    while share > _FEWEST and prod(min(share, some) for some in many) > widest:
        share = max(_FEWEST, share * 3 // 4)
    return [min(share, some) for some in many]
