"""A row on one page divided lane by lane: the search over many rows at once, written as it is
thought, and slow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import add
from typing import NamedTuple, TypeVar

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import FIRST_MEMORY, MOST_LINES, LineRun
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.search.alone import NEVER
from tests.support.fits import RowFit

_MEMORY = 8
"""More than what is remembered of the cell before comes to: lines up to three, and a sign."""
_BEAM = 400
"""States kept after each column."""
Taken = LineRun | None
Entry = tuple[float, int, Taken]
"""The best way to a state: its score, the state before, what the column took."""
Layer = dict[int, Entry]
_State = TypeVar("_State")
_Own = TypeVar("_Own")
_Option = tuple[LineRun, float, int, int]
"""A cell: its run, how well it fits its column (with what beginning inside a line tells), the lines
it has, and the state after it."""


class _Place(NamedTuple):
    """The states at one position before a column: with their scores, what leaving the column blank
    adds, how usual a border is after each, the options of the column, and the best score and state
    to begin a cell of so many lines with."""

    states: list[tuple[int, float]]
    blank: float
    borders: list[list[float]]
    options: list[_Option]
    best: list[tuple[float, int]]


def position_of(state: int) -> int:
    """How far the lines are used."""
    return state // _MEMORY


class AloneSearch:
    """The search over one row on one page."""

    def __init__(self, fit: RowFit) -> None:
        self.fit = fit
        self.steps = 0
        """Moves that were looked at."""
        self._places: list[list[_Place]] = []

    def forward(self) -> list[Layer]:
        """The states after each column, each with its best way there."""
        layers: list[Layer] = [{FIRST_MEMORY: (0.0, FIRST_MEMORY, None)}]
        for column in self.fit.columns:
            places = self._read_places(layers[-1], column)
            layer: Layer = {}
            for place in places:
                self._step(place, layer)
            self._places.append(places)
            layers.append(layer)
        return layers

    def _step(self, place: _Place, layer: Layer) -> None:
        """Add what follows the states of a place to the next layer."""
        states, blank, _, options, best = place
        for state, score in states:
            total, after = score + blank, state | 1
            known = layer.get(after)
            if known is None or total > known[0]:
                layer[after] = (total, state, None)
        for run, gain, size, after in options:
            score, state = best[size]
            total = score + gain
            known = layer.get(after)
            if known is None or total > known[0]:
                layer[after] = (total, state, run)
        self.steps += len(states) + len(options)

    def _read_places(self, layer: Layer, column: int) -> list[_Place]:
        fit, end = self.fit, self.fit.strip.end
        blank = fit.blank(column)
        grouped: dict[int, list[tuple[int, float]]] = {}
        for state, score in self._beam(layer):
            grouped.setdefault(state // _MEMORY, []).append((state, score))
        places = []
        for position, states in grouped.items():
            if position == end:
                only = column == 1 and not fit.heading
                rest = blank + fit.model.all_blank() if only else blank
                places.append(_Place(states, rest, [], [], []))
                continue
            borders = [fit.borders(position, state % _MEMORY) for state, _ in states]
            options = self._options(column, position)
            places.append(_Place(states, blank, borders, options, _best_before(states, borders)))
        return places

    def _beam(self, layer: Layer) -> list[tuple[int, float]]:
        """The most promising states: by their score and what lines still to come add."""
        states = [(state, entry[0]) for state, entry in layer.items()]
        if len(states) <= _BEAM:
            return states
        at, count = self.fit.strip.at, len(self.fit.strip.pieces)
        per_line = self.fit.model.weights.search.per_line
        states.sort(key=lambda one: -one[1] - per_line * (count - at[one[0] // _MEMORY][0]))
        return states[:_BEAM]

    def _options(self, column: int, position: int) -> list[_Option]:
        fit = self.fit
        hopeless, cut = fit.hopeless, fit.cut
        return [
            (run, cell + cut(run), run.size, run.end * _MEMORY + 2 * run.size)
            for run, _, cell in fit.runs(column, position)
            if cell > hopeless
        ]

    def next_best(
        self, finals: dict[int, float], last: Layer, chosen: Sequence[Taken]
    ) -> list[tuple[float, Taken]]:
        """Per column the score of the best division that gives it other lines, and these. `finals`
        are the scores of the states of the `last` layer with what the lines left over cost."""
        ahead = {state: total - last[state][0] for state, total in finals.items()}
        found = []
        for places, run in zip(reversed(self._places), reversed(chosen), strict=True):
            found.append(_other(places, ahead, run))
            ahead = _still_to_come(places, ahead)
        return found[::-1]


def _best_before(
    states: Sequence[tuple[int, float]], borders: Sequence[list[float]]
) -> list[tuple[float, int]]:
    """For each height of a cell the best state to begin it with."""
    if len(states) == 1:
        ((state, score),) = states
        return [(score + border, state) for border in borders[0]]
    return [
        max([(one[1] + border[size], one[0]) for one, border in zip(states, borders, strict=True)])
        for size in range(MOST_LINES + 1)
    ]


def _other(places: Sequence[_Place], ahead: dict[int, float], chosen: Taken) -> tuple[float, Taken]:
    """The best way through a column that gives it other lines than the chosen ones."""
    best, other = NEVER, None
    for states, blank, _, options, before in places:
        if chosen is not None:
            for state, score in states:
                value = score + blank + ahead.get(state | 1, NEVER)
                if value > best:
                    best, other = value, None
        for run, gain, size, after in options:
            value = before[size][0] + gain + ahead.get(after, NEVER)
            if value > best and run is not chosen:
                best, other = value, run
    return best, other


def _still_to_come(places: Sequence[_Place], ahead: dict[int, float]) -> dict[int, float]:
    """The best score still to come, per state before a column."""
    behind: dict[int, float] = {}
    for states, blank, borders, options, _ in places:
        gains = [NEVER] * (MOST_LINES + 1)
        for _, gain, size, after in options:
            value = gain + ahead.get(after, NEVER)
            if value > gains[size]:
                gains[size] = value
        for index, (state, _) in enumerate(states):
            value = blank + ahead.get(state | 1, NEVER)
            if borders:
                value = max(value, *map(add, borders[index], gains))
            behind[state] = value
    return behind


def divided_slowly(
    model: TableModel, row: UndividedRow
) -> tuple[float, list[Taken], list[tuple[float, Taken]], int] | None:
    """The score of the best division, what each column takes, the next best readings, and the steps
    that took; None where there is no division."""
    fit = RowFit(model, row, model.weights.search.hopeless)
    search = AloneSearch(fit)
    layers = search.forward()
    finals = {
        state: entry[0] + left
        for state, entry in layers[-1].items()
        if (left := _left_over(fit, position_of(state))) > NEVER
    }
    if not finals:
        return None
    state = max(finals, key=lambda one: finals[one])
    taken = way_back(layers, state)
    others = search.next_best(finals, layers[-1], taken)
    return finals[state], taken, others, search.steps + fit.steps


def way_back(
    layers: Sequence[Mapping[_State, tuple[float, _State, _Own]]], state: _State
) -> list[_Own]:
    """What each column takes on the best way to a state of the last layer."""
    taken = list[_Own]()
    for layer in layers[:0:-1]:
        _, state, own = layer[state]
        taken.append(own)
    return taken[::-1]


def _left_over(fit: RowFit, position: int) -> float:
    index, offset = fit.strip.at[position]
    if position == fit.strip.end:
        return 0.0
    if not fit.row.tail or offset:
        return NEVER
    weights = fit.model.weights.left
    return weights.some + weights.line_at_end * (len(fit.strip.pieces) - index)
