"""The best division of a row's lines into cells: dynamic programming over columns.

Cells follow each other from left to right, and again on each page that the row goes on to. Column
after column, every state of the search is how far the lines of each page have been used; a step
gives the column a run of lines on each page, or leaves it blank. A cell begins at the start of a
line, or inside one: cells whose lines stand at one height are often printed on one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from math import prod
from typing import NamedTuple, cast

from pipeline.extract.layer.ahead import Lookahead
from pipeline.extract.layer.lines import SAME_LINE
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.strips import Division, LineRun, Strip, remember, strip_of
from pipeline.extract.layer.words import DASH, LineMeasure, Whole, ink, whole

_HOPELESS = -11.0
_LAST_RESORT = -200.0
_NO_CUT = -5.0
_BEAM, _PER_LINE = 400, 3.5
_SHARED_BEAM = 40
_OPTIONS = 9
_FEWEST = 2
_COMBINED = 4_000
"""Moves of one column at most: of a row on several pages, each page multiplies the choices."""
_ONLY_LATER = -6.0
_SHORT_CUT = -2.5
_PROSE_START, _PROSE_LINE = -4.0, -0.3
_NEVER = float("-inf")
_NOTHING: tuple[LineRun | None, ...] = ()

_Positions = tuple[int, ...]
_Memory = tuple[int, ...]
_Heights = tuple[int, ...]
_Shared = tuple[_Positions, _Memory, _Heights]
_State = int | _Shared
"""How far the lines of each page are used, what stood before, how tall the cells are; of a row on
one page, as most are, position and memory (below `_MEMORY`) as one number."""
_MEMORY = 8
"""More than what is remembered of the cell before comes to: lines up to three, and a sign."""
_Runs = tuple[LineRun | None, ...]
_Entry = tuple[float, _State, _Runs]
_Move = tuple[_Runs, float, _Shared]
_Choice = tuple[LineRun | None, float, int, int]


class _Option(NamedTuple):
    """A cell of a row on one page: its run, how well it fits its column, the lines it has (to 3),
    and the state after it. What beginning inside a line tells is part of how well it fits."""

    runs: _Runs
    gain: float
    size: int
    after: int


class Segmenter:
    """Divides one row under one model."""

    def __init__(self, model: TableModel, row: UndividedRow, hopeless: float = _HOPELESS) -> None:
        self.model = model
        self.heading = row.style in HEADING_STYLES
        self.row = row
        self.hopeless = hopeless
        self.strips = [strip_of(part, index > 0) for index, part in enumerate(row.parts)]
        self._scored: dict[tuple[int, int, int], list[tuple[LineRun, float]]] = {}
        self._cells: dict[tuple[int, _Runs], float] = {}
        self._filled = [
            model.filled(column, self.heading and column > 0)
            for column in range(len(model.columns))
        ]
        self._fits: dict[tuple[int, LineRun], float] = {}
        self._wholes: dict[tuple[LineRun, ...], Whole] = {}
        self._cut_runs: dict[tuple[int, int, int], list[LineRun]] = {}
        self._flows: dict[tuple[int, int], list[float]] = {}
        self._ahead = Lookahead(self.strips, len(model.columns), self._runs, self._worth, row.tail)
        self._border_rows: dict[tuple[str, int, bool], list[float]] = {}
        self._alone: dict[tuple[int, int], list[_Option]] = {}
        self._steps: list[list[tuple[_State, _State, float, _Runs]]] = []
        self.steps = 0
        """Moves that were looked at, and runs that were read for them."""

    def divide(self, margins: bool = True) -> Division | None:
        """The best division, or None where the row has no lines or none is possible.

        Without `margins` the next best readings are not looked for.
        """
        layers = self._forward(margins)
        finals = {
            state: value[0] + tail
            for state, value in layers[-1].items()
            if (tail := self._tail(_positions(state))) > _NEVER
        }
        if not finals:
            if self.hopeless <= _LAST_RESORT:
                return None
            again = Segmenter(self.model, self.row, 4 * self.hopeless)
            found = again.divide(margins)
            self.steps += again.steps
            return found
        best = max(finals, key=lambda state: finals[state])
        cells: list[_Runs] = []
        state = best
        for layer in layers[:0:-1]:
            _, before, runs = layer[state]
            cells.append(runs)
            state = before
        cells.reverse()
        others = self._next_best(layers, finals, cells) if margins else []
        return Division(
            tuple(cells),
            tuple(finals[best] - score for score, _ in others),
            tuple(text for _, text in others),
            finals[best],
            _positions(best),
        )

    # --- search ---------------------------------------------------------------------------

    def _forward(self, keep: bool) -> list[dict[_State, _Entry]]:
        """The states after each column, each with its best way there. `keep` remembers all ways."""
        count = len(self.strips)
        if count == 1:
            return self._forward_on_one_page(keep)
        memory = (1 * 2, *([-1] * (count - 1)))
        first: _State = ((0,) * count, memory, (0,) * (2 * count - 2))
        layers: list[dict[_State, _Entry]] = [{first: (0.0, first, ())}]
        for column in range(len(self.model.columns)):
            layer: dict[_State, _Entry] = {}
            steps: list[tuple[_State, _State, float, _Runs]] = []
            states = self._shared_beam(layers[-1], column)
            widest = _COMBINED // max(1, len(states))
            for state, (score, _, _) in states:
                for runs, gain, after in self._moves(column, state, widest):
                    self.steps += 1
                    if keep:
                        steps.append((state, after, gain, runs))
                    known = layer.get(after)
                    if known is None or score + gain > known[0]:
                        layer[after] = (score + gain, state, runs)
            layers.append(layer)
            self._steps.append(steps)
        return layers

    def _forward_on_one_page(self, keep: bool) -> list[dict[_State, _Entry]]:
        """The same for a row on one page: nothing to combine."""
        layers: list[dict[_State, _Entry]] = [{2: (0.0, 2, ())}]
        nothing: _Runs = (None,)
        end = self.strips[0].end
        for column in range(len(self.model.columns)):
            layer: dict[_State, _Entry] = {}
            steps: list[tuple[_State, _State, float, _Runs]] = []
            blank = self._cell(column, nothing)
            for known_state, (score, _, _) in self._beam(layers[-1]):
                state = cast(int, known_state)
                position, memory = divmod(state, _MEMORY)
                moves: list[tuple[_Runs, float, int]] = [
                    (nothing, blank + self._only_first(column, (position,)), state | 1)
                ]
                if position != end:
                    border = self._borders(position, memory)
                    moves += [
                        (runs, gain + border[size], after)
                        for runs, gain, size, after in self._options(column, position)
                    ]
                self.steps += len(moves)
                if keep:
                    steps += [(state, after, gain, runs) for runs, gain, after in moves]
                for runs, gain, after in moves:
                    total = score + gain
                    known = layer.get(after)
                    if known is None or total > known[0]:
                        layer[after] = (total, state, runs)
            layers.append(layer)
            self._steps.append(steps)
        return layers

    def _borders(self, position: int, memory: int) -> list[float]:
        """How usual the trace before a position is between two cells, by the lines of the second
        one."""
        before, skipped = memory // 2, bool(memory % 2)
        key = (self.strips[0].sign(position), before, skipped)
        known = self._border_rows.get(key)
        if known is None:
            known = [self.model.border(key[0], before, size, skipped) for size in range(4)]
            self._border_rows[key] = known
        return known

    def _beam(self, layer: dict[_State, _Entry]) -> list[tuple[_State, _Entry]]:
        """The most promising states: by their score and what lines still to come add."""
        if len(layer) <= _BEAM:
            return list(layer.items())
        at, count = self.strips[0].at, len(self.strips[0].pieces)

        def promise(item: tuple[_State, _Entry]) -> float:
            state, (score, _, _) = item
            (position,) = _positions(state)
            return -score - _PER_LINE * (count - at[position][0])

        return sorted(layer.items(), key=promise)[:_BEAM]

    def _shared_beam(self, layer: dict[_State, _Entry], column: int) -> list[tuple[_State, _Entry]]:
        """The most promising states of a row on several pages, by what each page promises."""
        if len(layer) <= _SHARED_BEAM:
            return list(layer.items())

        def promise(item: tuple[_State, _Entry]) -> float:
            state, (score, _, _) = item
            ahead = [
                self._ahead.score(column, part, at) for part, at in enumerate(_positions(state))
            ]
            return -score - sum(ahead)

        return sorted(layer.items(), key=promise)[:_SHARED_BEAM]

    def _worth(self, column: int, run: LineRun, score: float) -> float:
        """How good a cell a run on one page is, where its begin or end may be on another."""
        return max(score + self._filled[column], self._cell_of(column, run, score))

    def _options(self, column: int, position: int) -> list[_Option]:
        key = (column, position)
        known = self._alone.get(key)
        if known is None:
            known = self._alone[key] = list(self._read_options(column, position))
        return known

    def _read_options(self, column: int, position: int) -> Iterator[_Option]:
        strip = self.strips[0]
        for run, score in self._runs(column, 0, position):
            gain = self._cell_of(column, run, score)
            if gain > self.hopeless:
                after = run.end * _MEMORY + remember(run, 0)
                yield _Option((run,), gain + self._cut(strip, run), min(3, len(run.lines)), after)

    def _moves(self, column: int, state: _State, widest: int) -> Iterator[_Move]:
        """What a column can take of the lines that are left: the runs, how well they fit and the
        state after them; about `widest` moves at most."""
        positions, memory, heights = cast(_Shared, state)
        choices = [
            self._choices(column, part, position, old)
            for part, (position, old) in enumerate(zip(positions, memory, strict=True))
        ]
        rest = self._only_first(column, positions)
        for chosen in product(*narrowed(choices, widest)):
            runs = tuple([choice[0] for choice in chosen])
            gain = self._cell(column, runs)
            if gain <= self.hopeless:
                continue
            for choice in chosen:
                gain += choice[1]
            cost, grown = _grow(heights, runs)
            after = (
                tuple([choice[2] for choice in chosen]),
                tuple([choice[3] for choice in chosen]),
                grown,
            )
            yield runs, gain + cost + rest, after

    def _choices(self, column: int, part: int, position: int, memory: int) -> list[_Choice]:
        """What a column can take on one page: a run or none, the cost of its border, and the
        position and memory it leaves; the likelier first."""
        blank = (None, 0.0, position, remember(None, memory))
        return [
            blank,
            *(
                (run, self._border(part, run, memory), run.end, remember(run, memory))
                for run, _ in self._ahead.best_runs(column, part, position, _OPTIONS)
            ),
        ]

    def _only_first(self, column: int, positions: _Positions) -> float:
        """What it tells that all lines are used up after the first column."""
        if column != 1 or self.heading or not self._used_up(positions):
            return 0.0
        return self.model.all_blank()

    def _used_up(self, positions: _Positions) -> bool:
        ends = zip(self.strips, positions, strict=True)
        return all(position == strip.end for strip, position in ends)

    # --- scores ---------------------------------------------------------------------------

    def _runs(self, column: int, part: int, position: int) -> list[tuple[LineRun, float]]:
        """The runs a column can take from a position on, with the score of their lines."""
        key = (column, part, position)
        runs = self._scored.get(key)
        if runs is None:
            runs = list(self._read_runs(column, part, position))
            if len(self.strips) > 1:
                self._fits.update(((column, run), score) for run, score in runs)
            self._scored[key] = runs
            self.steps += len(runs)
        return runs

    def _read_runs(self, column: int, part: int, position: int) -> Iterator[tuple[LineRun, float]]:
        model, strip = self.model, self.strips[part]
        if position >= strip.end:
            return
        free = self.heading and column == 0
        last_column = column == len(model.columns) - 1
        on_one_line = model.prints_on_one_line(len(self.strips) > 1)
        index, offset = strip.at[position]
        first = ink(strip.rest(position)) if offset else strip.inks[index]
        for run in () if last_column else self._cuts(part, position, 1):
            yield run, model.line(column, ink(run.lines[0]), free)
        flow = self._flow(column, part)
        score, best, count = model.line(column, first, free), 0.0, 1
        while score > best + self.hopeless:
            best = max(best, score)
            if not last_column or self.row.tail or index + count == len(strip.pieces):
                yield strip.run(position, count), score
            if index + count == len(strip.pieces):
                return
            before = first if count == 1 else strip.inks[index + count - 1]
            if not last_column and strip.may_be_cut(index + count, on_one_line):
                for run in self._cuts(part, position, count + 1):
                    if not on_one_line and ink(strip.rest(run.end)).begin != DASH:
                        continue
                    one = ink(run.lines[-1])
                    yield run, score + self._go_on(column, run.signs[-1], before, one)
            if offset and count == 1:
                sign = strip.pieces[index + 1].sign
                score += self._go_on(column, sign, first, strip.inks[index + 1])
            else:
                score += flow[index + count]
            count += 1

    def _cuts(self, part: int, position: int, count: int) -> list[LineRun]:
        """Runs that end inside their last line, where two words may stand in two cells."""
        key = (part, position, count)
        known = self._cut_runs.get(key)
        if known is None:
            strip = self.strips[part]
            known = self._cut_runs[key] = [
                run
                for run in strip.cut_runs(position, count)
                if self.model.cut(ink(run.lines[-1]), ink(strip.rest(run.end))) >= _NO_CUT
            ]
        return known

    def _flow(self, column: int, part: int) -> list[float]:
        """For each line of a page how well it goes on with the line before, in one cell."""
        key = (column, part)
        known = self._flows.get(key)
        if known is None:
            strip = self.strips[part]
            pairs = zip(strip.pieces[1:], pairwise(strip.inks), strict=True)
            rest = (self._go_on(column, piece.sign, *lines) for piece, lines in pairs)
            known = self._flows[key] = [0.0, *rest]
        return known

    def _go_on(self, column: int, sign: str, before: LineMeasure, one: LineMeasure) -> float:
        model, free = self.model, self.heading and column == 0
        score = model.line(column, one, free) + model.join(before, one) + model.inside(sign)
        return score if free else score + model.wrap(column, before, one)

    def _cell(self, column: int, runs: _Runs) -> float:
        key = (column, runs)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = self._score_cell(column, tuple(filter(None, runs)))
            if len(runs) > 1 and runs[0] is None and known and any(runs):
                known = self._cells[key] = known + _ONLY_LATER
        return known

    def _score_cell(self, column: int, runs: tuple[LineRun, ...]) -> float:
        model = self.model
        if not runs:
            quiet = self.heading and column > 0
            return model.blank(column, quiet) if not (self.heading and column == 0) else -3.0
        score, before = 0.0, None
        for run in runs:
            if before is not None:
                one, other = ink(before.lines[-1]), ink(run.lines[0])
                score += model.join(one, other) + model.wrap(column, one, other)
            score += self._fits[column, run]
            before = run
        if len(runs) == 1:
            return self._cell_of(column, runs[0], score)
        told = self._wholes.get(runs)
        if told is None:
            lines = [line for run in runs for line in run.lines]
            told = self._wholes[runs] = whole(lines)
        return self._framed(column, runs[0].lines[0], told, score)

    def _cell_of(self, column: int, run: LineRun, score: float) -> float:
        return self._framed(column, run.lines[0], run.whole, score)

    def _framed(self, column: int, first: str, told: Whole, score: float) -> float:
        """The score of a cell from that of its lines: with its beginning and its end."""
        model = self.model
        return (
            score
            + self._filled[column]
            + model.start(column, ink(first))
            + model.finish(column, told)
        )

    def _cut(self, strip: Strip, run: LineRun) -> float:
        if not run.begin or strip.sign(run.begin) != SAME_LINE:
            return 0.0
        return self.model.cut(ink(strip.before(run.begin)), ink(run.lines[0]))

    def _border(self, part: int, run: LineRun, memory: int) -> float:
        strip = self.strips[part]
        score = self._cut(strip, run)
        if memory < 0:
            return score
        sign = strip.sign(run.begin)
        return score + self.model.border(sign, memory // 2, len(run.lines), bool(memory % 2))

    def _tail(self, ends: _Positions) -> float:
        """What the lines that no cell takes cost: none may be left but after the table."""
        left = [part for part, end in enumerate(ends) if end < self.strips[part].end]
        if not left:
            return 0.0
        if not self.row.tail or any(ends[part] for part in left[1:]):
            return _NEVER
        first = left[0]
        if any(ends[part] for part in range(first + 1, len(ends))):
            return _NEVER
        index, offset = self.strips[first].at[ends[first]]
        if offset:
            return _NEVER
        count = len(self.strips[first].pieces) - index
        count += sum(len(self.strips[part].pieces) for part in left[1:])
        return _PROSE_START + _PROSE_LINE * count

    def _backward(
        self,
        layers: list[dict[_State, _Entry]],
        finals: dict[_State, float],
    ) -> list[dict[_State, float]]:
        """The best score still to come, per state of each layer."""
        last = {state: total - layers[-1][state][0] for state, total in finals.items()}
        backward = [last]
        for steps in reversed(self._steps):
            layer: dict[_State, float] = {}
            for state, after, gain, _ in steps:
                value = backward[-1].get(after, _NEVER) + gain
                if value > layer.get(state, _NEVER):
                    layer[state] = value
            backward.append(layer)
        return backward[::-1]

    def _next_best(
        self,
        layers: list[dict[_State, _Entry]],
        finals: dict[_State, float],
        chosen: list[_Runs],
    ) -> list[tuple[float, str]]:
        """Per column the score of the best division that gives it other lines, and these."""
        backward = self._backward(layers, finals)
        found = []
        for column, runs in enumerate(chosen):
            best, other = _NEVER, _NOTHING
            ahead, behind = backward[column + 1], layers[column]
            for state, after, gain, taken in self._steps[column]:
                if taken == runs:
                    continue
                value = behind[state][0] + gain + ahead.get(after, _NEVER)
                if value > best:
                    best, other = value, taken
            found.append((best, " ".join(line for run in other if run for line in run.lines)))
        return found


def _positions(state: _State) -> _Positions:
    """How far the lines of each page are used."""
    return (state // _MEMORY,) if isinstance(state, int) else state[0]


def _grow(heights: _Heights, runs: tuple[LineRun | None, ...]) -> tuple[float, _Heights]:
    """What the heights of the cells on each page but the last tell, and the heights after.

    A cell that goes on to the next page fills its page to the bottom: no other cell of the row
    has more lines there. Per page the tallest cell so far, and the height of one that goes on.
    """
    cost, grown = 0.0, list(heights)
    for part, run in enumerate(runs[:-1]):
        if run is None:
            continue
        tallest, cut, lines = heights[2 * part], heights[2 * part + 1], len(run.lines)
        if any(runs[part + 1 :]):
            short = max(tallest - lines, abs(lines - cut) if cut else 0)
            cost += _SHORT_CUT * min(2, short)
            grown[2 * part + 1] = max(cut, lines)
        elif cut:
            cost += _SHORT_CUT * min(2, max(0, lines - cut))
        grown[2 * part] = max(tallest, lines)
    return cost, tuple(grown)


def narrowed(choices: list[list[_Choice]], widest: int) -> list[list[_Choice]]:
    """The choices of each page, the first ones alone where their combinations are more than
    `widest`."""
    share = max(map(len, choices))
    while share > _FEWEST and prod(min(share, len(some)) for some in choices) > widest:
        share = max(_FEWEST, share * 3 // 4)
    return [some[:share] for some in choices]
