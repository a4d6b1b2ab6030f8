"""A row on several pages divided move by move: the search over arrays, written as it is thought,
and slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import prod

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import FIRST_MEMORY, UNBEGUN, LineRun, remember
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.search.alone import NEVER
from tests.support.fits import FittedRun, RowFit
from tests.support.slow_rows import way_back


class Lookahead:
    """Scores of the best division of what is left of a page, by column and position."""

    def __init__(self, fits: Sequence[RowFit]) -> None:
        self._fits = fits
        weights = fits[0].model.weights.left
        self._left = weights.some
        self._left_line = weights.line_at_end if fits[0].row.tail else weights.line
        self._best: dict[tuple[int, int, int], float] = {}
        self._kept: dict[tuple[int, int, int], list[LineRun]] = {}
        self._fitted: dict[tuple[int, LineRun], FittedRun] = {}

    def score(self, column: int, part: int, position: int) -> float:
        """How well the columns from `column` on can share the rest of a page."""
        key = (column, part, position)
        known = self._best.get(key)
        if known is None:
            known = self._best[key] = self._score(column, part, position)
        return known

    def _score(self, column: int, part: int, position: int) -> float:
        strip = self._fits[part].strip
        if position >= strip.end:
            return 0.0
        if column > self._fits[part].columns[-1]:
            left = len(strip.pieces) - strip.at[position][0]
            return self._left + self._left_line * left
        blank = self.score(column + 1, part, position)
        return max([blank, *(value for value, _ in self._valued(column, part, position))])

    def _valued(self, column: int, part: int, position: int) -> list[tuple[float, int]]:
        """How good a cell each run is, whose begin or end may be on another page, with what it
        leaves."""
        fit = self._fits[part]
        filled = fit.filled[column]
        return [
            (max(lines + filled, cell) + self.score(column + 1, part, run.end), place)
            for place, (run, lines, cell) in enumerate(fit.runs(column, position))
        ]

    def best_runs(self, column: int, part: int, position: int, count: int) -> list[LineRun]:
        """The runs that promise most, best first."""
        key = (column, part, position)
        known = self._kept.get(key)
        if known is None:
            runs = self._fits[part].runs(column, position)
            valued = sorted(self._valued(column, part, position), reverse=True)[:count]
            best = [runs[place] for _, place in valued]
            self._fitted.update({(column, one.run): one for one in best})
            known = self._kept[key] = [one.run for one in best]
        return known

    def fitted(self, column: int, run: LineRun) -> FittedRun:
        """How well one of the best runs fits its column."""
        return self._fitted[column, run]


_SHARED_BEAM = 24
"""States kept after each column."""
_OPTIONS, _FEWEST = 7, 2
"""Runs of a page that are combined with those of the others, and how many are kept at least."""
_COMBINED = 2_000
"""Moves of one column at most: of a row on several pages, each page multiplies the choices."""

Runs = tuple[LineRun | None, ...]
"""Per page what a column takes."""
Positions = tuple[int, ...]
_Memory = tuple[int, ...]
_Heights = tuple[int, ...]
State = tuple[Positions, _Memory, _Heights]
"""How far the lines of each page are used, what stood before, how tall the cells are."""
Entry = tuple[float, State, Runs]
Layer = dict[State, Entry]
_Move = tuple[Runs, float, State]
_Choice = tuple[LineRun | None, float, int, int]
_Step = tuple[State, State, float, Runs]


class SharedSearch:
    """The search over one row on several pages; all ways are remembered, for `next_best`."""

    def __init__(self, fits: Sequence[RowFit]) -> None:
        self.fits, self.fit = fits, fits[0]
        """How the lines of each page fit, and what is the same for all."""
        self.steps = 0
        """Moves that were looked at."""
        self._ahead = Lookahead(fits)
        self._moved: list[list[_Step]] = []
        self._cells: dict[tuple[int, Runs], float] = {}
        self._chosen: dict[tuple[int, int, int, int], list[_Choice]] = {}

    def forward(self) -> list[Layer]:
        """The states after each column, each with its best way there."""
        count = len(self.fits)
        memory = (FIRST_MEMORY, *[UNBEGUN] * (count - 1))
        first: State = ((0,) * count, memory, (0,) * (2 * count - 2))
        layers: list[Layer] = [{first: (0.0, first, ())}]
        for column in self.fit.columns:
            layer: Layer = {}
            steps: list[_Step] = []
            states = self._beam(layers[-1], column)
            widest = _COMBINED // max(1, len(states))
            for state, (score, _, _) in states:
                for runs, gain, after in self._moves(column, state, widest):
                    self.steps += 1
                    steps.append((state, after, gain, runs))
                    known = layer.get(after)
                    if known is None or score + gain > known[0]:
                        layer[after] = (score + gain, state, runs)
            layers.append(layer)
            self._moved.append(steps)
        return layers

    def next_best(
        self, finals: dict[State, float], layers: Sequence[Layer], chosen: Sequence[Runs]
    ) -> list[tuple[float, Runs]]:
        """Per column the score of the best division that gives it other lines, and these. `finals`
        are the scores of the last states with what the lines left over cost."""
        ahead = {state: total - layers[-1][state][0] for state, total in finals.items()}
        found = []
        for steps, behind, runs in reversed(
            list(zip(self._moved, layers[:-1], chosen, strict=True))
        ):
            best = NEVER
            other: Runs = ()
            values: dict[State, float] = {}
            for state, after, gain, taken in steps:
                value = gain + ahead.get(after, NEVER)
                if value > values.get(state, NEVER):
                    values[state] = value
                if behind[state][0] + value > best and taken != runs:
                    best, other = behind[state][0] + value, taken
            found.append((best, other))
            ahead = values
        return found[::-1]

    def _beam(self, layer: Layer, column: int) -> list[tuple[State, Entry]]:
        """The most promising states, by what each page promises."""
        if len(layer) <= _SHARED_BEAM:
            return list(layer.items())

        def promise(item: tuple[State, Entry]) -> float:
            (positions, _, _), (score, _, _) = item
            ahead = [self._ahead.score(column, part, at) for part, at in enumerate(positions)]
            return -score - sum(ahead)

        return sorted(layer.items(), key=promise)[:_SHARED_BEAM]

    def _moves(self, column: int, state: State, widest: int) -> Iterator[_Move]:
        """What a column can take of the lines that are left: the runs, how well they fit and the
        state after them; about `widest` moves at most."""
        positions, memory, heights = state
        choices = [
            self._choices(column, part, position, old)
            for part, (position, old) in enumerate(zip(positions, memory, strict=True))
        ]
        rest = self._only_first(column, positions)
        for chosen in product(*narrowed(choices, widest)):
            runs = tuple([choice[0] for choice in chosen])
            gain = self._cell(column, runs)
            if gain <= self.fit.hopeless:
                continue
            for choice in chosen:
                gain += choice[1]
            cost, grown = _grow(heights, runs, self.fit.model.weights.search.short_cut)
            after = (
                tuple([choice[2] for choice in chosen]),
                tuple([choice[3] for choice in chosen]),
                grown,
            )
            yield runs, gain + cost + rest, after

    def _choices(self, column: int, part: int, position: int, memory: int) -> list[_Choice]:
        """What a column can take on one page: a run or none, the cost of its border, and the
        position and memory it leaves; the likelier first."""
        key = (column, part, position, memory)
        known = self._chosen.get(key)
        if known is None:
            known = self._chosen[key] = [(None, 0.0, position, remember(None, memory))]
            known += [
                (run, self._border(part, run, memory), run.end, remember(run, memory))
                for run in self._ahead.best_runs(column, part, position, _OPTIONS)
            ]
        return known

    def _border(self, part: int, run: LineRun, memory: int) -> float:
        fit = self.fits[part]
        score = fit.cut(run)
        if memory < 0:
            return score
        return score + fit.borders(run.begin, memory)[run.size]

    def _only_first(self, column: int, positions: Positions) -> float:
        """What it tells that all lines are used up after the first column."""
        ends = zip(self.fits, positions, strict=True)
        if column != 1 or self.fit.heading or any(at != fit.strip.end for fit, at in ends):
            return 0.0
        return self.fit.model.all_blank()

    def _cell(self, column: int, runs: Runs) -> float:
        key = (column, runs)
        known = self._cells.get(key)
        if known is None:
            parts = [run for run in runs if run is not None]
            known = self._score_cell(column, parts) if parts else self.fit.blank(column)
            if parts and runs[0] is None and known:
                known += self.fit.model.weights.blank.only_later
            self._cells[key] = known
        return known

    def _score_cell(self, column: int, runs: Sequence[LineRun]) -> float:
        model = self.fit.model
        first = self._ahead.fitted(column, runs[0])
        if len(runs) == 1:
            return first.cell
        score, told = first.lines, runs[0].whole
        for before, run in pairwise(runs):
            one, other = before.tail, run.head
            score += model.join(one, other) + model.wrap(column, one, other)
            score += self._ahead.fitted(column, run).lines
            told = told.and_then(run.whole)
        start = model.start(column, runs[0].head)
        return score + self.fit.filled[column] + start + model.finish(column, told)


def _grow(heights: _Heights, runs: Runs, short_cut: float) -> tuple[float, _Heights]:
    """What the heights of the cells on each page but the last tell, and the heights after.

    A cell that goes on to the next page fills its page to the bottom: no other cell of the row
    has more lines there. Per page the tallest cell so far, and the height of one that goes on.
    """
    cost, grown = 0.0, list(heights)
    for part, run in enumerate(runs[:-1]):
        if run is None:
            continue
        tallest, cut, lines = heights[2 * part], heights[2 * part + 1], run.count
        if any(runs[part + 1 :]):
            short = max(tallest - lines, abs(lines - cut) if cut else 0)
            cost += short_cut * min(2, short)
            grown[2 * part + 1] = max(cut, lines)
        elif cut:
            cost += short_cut * min(2, max(0, lines - cut))
        grown[2 * part] = max(tallest, lines)
    return cost, tuple(grown)


def narrowed(choices: list[list[_Choice]], widest: int) -> list[list[_Choice]]:
    """The choices of each page, the first ones alone where their combinations are more than
    `widest`."""
    share = max(map(len, choices))
    while share > _FEWEST and prod(min(share, len(some)) for some in choices) > widest:
        share = max(_FEWEST, share * 3 // 4)
    return [some[:share] for some in choices]


def divided_slowly(
    model: TableModel, row: UndividedRow
) -> tuple[float, list[Runs], list[tuple[float, Runs]], int] | None:
    """The score of the best division, what each column takes, the next best readings, and the steps
    that took; None where there is no division. The row has a next one."""
    hopeless = model.weights.search.hopeless
    fits = [RowFit(model, row, hopeless, part) for part in range(len(row.parts))]
    search = SharedSearch(fits)
    layers = search.forward()
    ends = tuple(fit.strip.end for fit in fits)
    finals = {state: entry[0] for state, entry in layers[-1].items() if state[0] == ends}
    if not finals:
        return None
    state = max(finals, key=lambda one: finals[one])
    taken = way_back(layers, state)
    others = search.next_best(finals, layers, taken)
    return finals[state], taken, others, search.steps + sum(fit.steps for fit in fits)
