"""The best divisions of rows that stand on one page each: dynamic programming over columns.

Column after column, a state is the position up to which the lines have been used and what stood
before it, as one number. What can follow depends on the position alone; what stood before tells
only how usual the border is, by how many lines the next cell has. So the states of a position are
weighed against each other once for each height of the next cell, not for each run. All rows are
divided side by side, as arrays: of ways that are as good as each other the one that is met first is
taken, as if they were looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from pipeline.extract.layer.columns.strips import FIRST_MEMORY, MOST_LINES, Taken
from pipeline.extract.layer.search.batch import RowBatch
from pipeline.extract.layer.search.catalogue import Numbers, Scores, numbered, picked
from pipeline.extract.layer.search.scoring import MEMORIES, Scoring
from pipeline.extract.layer.search.taking import Runs, RunTaker, cells

_BEAM = 400
"""States of a row kept after each column."""
NEVER = float("-inf")
_BLANK = -1
"""In place of a run: the column is left blank."""


class _Layer(NamedTuple):
    """The states after a column, row by row and in the order in which they were met: position and
    memory, score of the best way there, the state before on it and the run the column takes."""

    position: Numbers
    memory: Numbers
    score: Scores
    before: Numbers
    run: Numbers

    @property
    def state(self) -> Numbers:
        """Position and memory as one number."""
        return self.position * MEMORIES + self.memory


class _Step(NamedTuple):
    """What one column does: the states before it by place (those at one position), what leaving the
    column blank adds to each and how usual a border is after it, by the lines of the next cell;
    the runs and what each adds; the best score to begin one at a place with, by its lines, and the
    state that has it; of all moves (blanks, then runs) the order in which they are met."""

    layer: _Layer
    place: Numbers
    blank: Scores
    borders: Scores
    runs: Runs
    gain: Scores
    best: Scores
    source: Numbers
    order: Numbers

    @property
    def blank_state(self) -> Numbers:
        """The states behind a column left blank."""
        return self.layer.state | 1

    @property
    def begun(self) -> Numbers:
        """The place and height of each run, as one number."""
        return self.runs.place * (MOST_LINES + 1) + self.runs.size

    @property
    def run_state(self) -> Numbers:
        """The states behind each run."""
        return self.runs.end * MEMORIES + 2 * self.runs.size


class Found(NamedTuple):
    """The best division of a row: its score, what each column takes, how far the lines are used,
    and per column the score of the best division that gives it other lines, and these."""

    score: float
    cells: list[Taken]
    ends: tuple[int, ...]
    other_scores: list[float]
    others: list[Taken]


class _Other(NamedTuple):
    """Per row the score of the best way to give a column other lines, and the run it has then."""

    score: Scores
    run: Numbers


Fences: TypeAlias = Mapping[int, int]
"""Positions of a row that are known to begin the cells of columns, or, behind the last, to end
one."""


class AloneSearch:
    """The search over rows on one page each; `fences` of each row, if of any."""

    def __init__(
        self, batch: RowBatch, scoring: Scoring, hopeless: float, fences: Sequence[Fences] = ()
    ) -> None:
        self.batch, self.scoring, self.hopeless = batch, scoring, hopeless
        self._fences = fences
        self.steps = np.zeros(len(batch.rows), dtype=np.int64)
        """Of each row the runs that were read and the moves that were looked at."""
        self._taker = RunTaker(batch, scoring, hopeless)
        self._done: list[_Step] = []

    def divide(self, margins: bool) -> list[Found | None]:
        """The best division of each row, None where none is possible; the next best readings where
        `margins` are asked for."""
        last = self._forward()
        total = last.score + self._left_over(last)
        best = first_best(self.batch.row[last.position], total, len(self.batch.rows))
        chosen = self._way_back(last, best)
        others = list(self._next_best(last, total, chosen))[::-1] if margins else []
        return [
            None if end < 0 else Found(
                float(total[end]),
                self._runs(row, chosen[:, row]),
                (int(last.position[end] - self.batch.first[row]),),
                [float(other.score[row]) for other in others],
                self._runs(row, [other.run[row] for other in others]),
            )
            for row, end in enumerate(best.tolist())
        ]  # fmt: skip

    def _runs(self, row: int, taken: Iterable[int]) -> list[Taken]:
        """What each column takes of a row."""
        first, found = self.batch.first[row], list[Taken]()
        for step, run in zip(self._done, taken, strict=False):
            if run == _BLANK:
                found.append((None,))
                continue
            own = int(step.runs.begin[run] - first), int(step.runs.height[run])
            found.append((self.batch.rows[row].run(*own, int(step.runs.end[run] - first)),))
        return found

    def _forward(self) -> _Layer:
        """The states after the last column, all columns gone through."""
        none = np.full(len(self.batch.rows), _BLANK)
        first = self.batch.first
        layer = _Layer(first, np.full_like(first, FIRST_MEMORY), np.zeros(len(first)), none, none)
        for column in self.scoring.columns:
            step = self._step(self._beam(self._fenced(layer, column)), column)
            layer = self._moved(step)
            self._done.append(step)
        return self._fenced(layer, len(self._done))

    def _fenced(self, layer: _Layer, column: int) -> _Layer:
        """The states before a column that stand where its cell is known to begin."""
        known = [fences.get(column, _BLANK) for fences in self._fences]
        if all(position == _BLANK for position in known):
            return layer
        row = self.batch.row[layer.position]
        wanted = np.array(known)[row]
        here = layer.position - self.batch.first[row] == wanted
        return picked(layer, np.flatnonzero((wanted == _BLANK) | here))

    def _beam(self, layer: _Layer) -> _Layer:
        """The most promising states of rows that have too many: by their score and what lines still
        to come add."""
        rows = self.batch.row[layer.position]
        counts = np.bincount(rows, minlength=len(self.batch.rows))
        if counts.max(initial=0) <= _BEAM:
            return layer
        per_line = self.scoring.model.weights.search.per_line
        promise = -layer.score - per_line * self.batch.places.left[layer.position]
        kept = []
        for row in np.flatnonzero(counts).tolist():
            own = np.flatnonzero(rows == row)
            if len(own) > _BEAM:
                own = own[np.argsort(promise[own], kind="stable")[:_BEAM]]
            kept.append(own)
        return picked(layer, np.concatenate(kept))

    def _step(self, layer: _Layer, column: int) -> _Step:
        batch, scoring = self.batch, self.scoring
        place, met = numbered(layer.position)
        positions = layer.position[met]
        order = np.argsort(place, kind="stable")
        layer, place = picked(layer, order), place[order]
        blank, filled = scoring.usual(column, batch.kinds.heading)
        row = batch.row[layer.position]
        ended = layer.position == batch.last[row]
        added = blank[row]
        if column == 1:
            only = ended & ~batch.kinds.heading[row]
            added = np.where(only, added + scoring.model.all_blank(), added)
        borders = scoring.borders(batch.places.sign[layer.position], layer.memory)
        borders = np.where(ended[:, None], NEVER, borders)
        going = np.flatnonzero(positions != batch.last[batch.row[positions]])
        runs = self._taker.runs(column, positions[going])
        rows = len(batch.rows)
        self.steps += np.bincount(batch.row[runs.begin], minlength=rows)
        cell = cells(runs, filled[batch.row[runs.begin]])
        hopeful = np.flatnonzero(cell > self.hopeless)
        runs, cell = picked(runs._replace(place=going[runs.place]), hopeful), cell[hopeful]
        self.steps += np.bincount(batch.row[runs.begin], minlength=rows)
        self.steps += np.bincount(row, minlength=rows)
        gain = cell + scoring.cut_off(runs.cut)
        best, source = _best_before(layer, place, borders, len(positions))
        moves = np.argsort(np.concatenate((place, runs.place)), kind="stable")
        return _Step(layer, place, added, borders, runs, gain, best, source, moves)

    def _moved(self, step: _Step) -> _Layer:
        """The states behind a column, each with the best way there."""
        runs, order = step.runs, step.order
        begun = step.begun
        score = np.concatenate((step.layer.score + step.blank, step.best[begun] + step.gain))[order]
        state = np.concatenate((step.blank_state, step.run_state))[order]
        own = np.arange(len(step.place))
        before = np.concatenate((own, step.source[begun]))[order]
        run = np.concatenate((np.full(len(own), _BLANK), np.arange(len(runs.begin))))[order]
        met = np.arange(len(state))
        first = np.empty(len(self.batch.row) * MEMORIES, dtype=np.int64)
        first[state[::-1]] = met[::-1]
        new = state[first[state] == met]
        way = first_best(state, score, len(first))[new]
        return _Layer(new // MEMORIES, new % MEMORIES, score[way], before[way], run[way])

    def _left_over(self, last: _Layer) -> Scores:
        """What the lines cost that no cell takes: none may be left but behind the table."""
        batch, places = self.batch, self.batch.places
        row = batch.row[last.position]
        weights = self.scoring.model.weights.left
        cost = weights.some + weights.line_at_end * places.left[last.position]
        may_be = batch.kinds.tail[row] & (places.inner[last.position] == 0)
        ended = last.position == batch.last[row]
        return np.where(ended, 0.0, np.where(may_be, cost, NEVER))

    def _way_back(self, last: _Layer, best: Numbers) -> Numbers:
        """Per column and row the run that is taken on the way to a state at the end."""
        chosen = np.full((len(self._done), len(best)), _BLANK)
        rows = np.flatnonzero(best >= 0)
        layer, at = last, best[rows]
        for column in range(len(self._done) - 1, -1, -1):
            chosen[column, rows] = layer.run[at]
            at, layer = layer.before[at], self._done[column].layer
        return chosen

    def _next_best(self, last: _Layer, total: Scores, chosen: Numbers) -> Iterator[_Other]:
        """Per column, from the last one on, the best way of each row to give it other lines."""
        ahead = np.full(len(self.batch.row) * MEMORIES, NEVER)
        ahead[last.state] = total - last.score
        for step, taken in zip(reversed(self._done), chosen[::-1], strict=True):
            yield self._other(step, ahead, taken)
            behind = np.full(len(ahead), NEVER)
            behind[step.layer.state] = _still_to_come(step, ahead)
            ahead = behind

    def _other(self, step: _Step, ahead: Scores, taken: Numbers) -> _Other:
        """The best way through a column that gives it other lines than the ones `taken`."""
        batch, runs = self.batch, step.runs
        row = np.concatenate((batch.row[step.layer.position], batch.row[runs.begin]))
        run = np.concatenate((np.full(len(step.place), _BLANK), np.arange(len(runs.begin))))
        score = np.concatenate((
            step.layer.score + step.blank + ahead[step.blank_state],
            step.best[step.begun] + step.gain + ahead[step.run_state],
        ))  # fmt: skip
        if not len(score):  # no row can be divided so
            none = np.full(len(batch.rows), _BLANK)
            return _Other(np.full(len(none), NEVER), none)
        score = np.where(run == taken[row], NEVER, score)[step.order]
        best = first_best(row[step.order], score, len(batch.rows))
        found = np.where(best >= 0, score[best], NEVER)
        return _Other(found, np.where(best >= 0, run[step.order][best], _BLANK))


def _best_before(
    layer: _Layer, place: Numbers, borders: Scores, count: int
) -> tuple[Scores, Numbers]:
    """For each place and height of a cell, as one number, the best score to begin it with, and the
    state that has it: of those as good as each other the one that remembers more."""
    shape = count, MEMORIES, MOST_LINES + 1
    scores, states = np.full(shape, NEVER), np.zeros(shape[:2], dtype=np.int64)
    scores[place, layer.memory] = layer.score[:, None] + borders
    states[place, layer.memory] = np.arange(len(place))
    memory = MEMORIES - 1 - np.argmax(scores[:, ::-1], axis=1)
    best = np.take_along_axis(scores, memory[:, None], axis=1)[:, 0]
    return best.ravel(), np.take_along_axis(states, memory, axis=1).ravel()


def first_best(rows: Numbers, scores: Scores, count: int) -> Numbers:
    """For each row the first of its best scores, -1 where it has none."""
    best = np.full(count, NEVER)
    np.maximum.at(best, rows, scores)
    found = np.full(count, -1)
    good = np.flatnonzero((scores == best[rows]) & (scores > NEVER))[::-1]
    found[rows[good]] = good
    return found


def _still_to_come(step: _Step, ahead: Scores) -> Scores:
    """The best score still to come, per state before a column."""
    gains = np.full(len(step.best), NEVER)
    np.maximum.at(gains, step.begun, step.gain + ahead[step.run_state])
    begun = step.borders + gains.reshape(-1, MOST_LINES + 1)[step.place]
    score: Scores = np.maximum(step.blank + ahead[step.blank_state], begun.max(axis=1))
    return score
