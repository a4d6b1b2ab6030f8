"""The best division of a row's lines into cells: dynamic programming over columns.

Cells follow each other from left to right, and again on each page that the row goes on to. Column
after column, every state of the search is how far the lines of each page have been used; a step
gives the column a run of lines on each page, or leaves it blank. A cell begins at the start of a
line, or inside one where the cell before it takes a single line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pipeline.extract.layer_lines import SAME_LINE
from pipeline.extract.layer_model import HEADING_STYLES, TableModel
from pipeline.extract.layer_rows import Row
from pipeline.extract.layer_strips import Division, Run, Strip, remember
from pipeline.extract.layer_words import ink

_HOPELESS = -16.0
_LAST_RESORT = -200.0
_NO_CUT = -5.0
_BEAM, _PER_LINE = 400, 3.5
_OPTIONS = 60
_ONLY_LATER = -6.0
_SHORT_CUT = -2.5
_PROSE_START, _PROSE_LINE = -4.0, -0.3
_NEVER = float("-inf")

_Positions = tuple[int, ...]
_Memory = tuple[int, ...]
_Heights = tuple[int, ...]
_State = tuple[_Positions, _Memory, _Heights]
_Entry = tuple[float, _State, tuple[Run | None, ...]]


class Segmenter:
    """Divides one row under one model."""

    def __init__(self, model: TableModel, row: Row, hopeless: float = _HOPELESS) -> None:
        self.model = model
        self.heading = row.style in HEADING_STYLES
        self.row = row
        self.hopeless = hopeless
        self.strips = [Strip(part, index > 0) for index, part in enumerate(row.parts)]
        self._runs: dict[tuple[int, int, int], list[Run]] = {}
        self._cells: dict[tuple[int, tuple[Run | None, ...]], float] = {}

    def divide(self) -> Division | None:
        """The best division, or None where the row has no lines or none is possible."""
        layers = self._forward()
        finals = {
            state: value[0] + tail
            for state, value in layers[-1].items()
            if (tail := self._tail(state)) > _NEVER
        }
        if not finals:
            if self.hopeless <= _LAST_RESORT:
                return None
            return Segmenter(self.model, self.row, 4 * self.hopeless).divide()
        best = max(finals, key=lambda state: finals[state])
        backward = self._backward(layers, finals)
        cells: list[tuple[Run | None, ...]] = []
        margins: list[float] = []
        others: list[str] = []
        state = best
        for column in range(len(self.model.columns), 0, -1):
            _, before, runs = layers[column][state]
            cells.append(runs)
            margin, other = self._next_best(layers, backward, column, runs, finals[best])
            margins.append(margin)
            others.append(other)
            state = before
        return Division(
            tuple(cells[::-1]), tuple(margins[::-1]), tuple(others[::-1]), finals[best], best[0]
        )

    # --- search ---------------------------------------------------------------------------

    def _forward(self) -> list[dict[_State, _Entry]]:
        count = len(self.strips)
        memory = (1 * 2, *([-1] * (count - 1)))
        first: _State = ((0,) * count, memory, (0,) * (2 * count - 2))
        layers: list[dict[_State, _Entry]] = [{first: (0.0, first, ())}]
        self._steps: list[list[tuple[_State, _State, float, tuple[Run | None, ...]]]] = []
        for column in range(len(self.model.columns)):
            layer: dict[_State, _Entry] = {}
            steps = []
            for state, (score, _, _) in self._beam(layers[-1]):
                for runs, gain, after in self._moves(column, state):
                    steps.append((state, after, gain, runs))
                    known = layer.get(after)
                    if known is None or score + gain > known[0]:
                        layer[after] = (score + gain, state, runs)
            layers.append(layer)
            self._steps.append(steps)
        return layers

    def _beam(self, layer: dict[_State, _Entry]) -> list[tuple[_State, _Entry]]:
        """The most promising states: by their score and what lines still to come usually add."""
        if len(layer) <= _BEAM:
            return list(layer.items())

        def promise(item: tuple[_State, _Entry]) -> float:
            (positions, _, _), (score, _, _) = item
            left = sum(
                len(strip.pieces) - strip.at[position][0]
                for strip, position in zip(self.strips, positions, strict=True)
            )
            return -score - _PER_LINE * left

        return sorted(layer.items(), key=promise)[:_BEAM]

    def _moves(
        self, column: int, state: _State
    ) -> Iterator[tuple[tuple[Run | None, ...], float, _State]]:
        positions, memory, heights = state
        choices = [
            self._choices(column, part, position, old)
            for part, (position, old) in enumerate(zip(positions, memory, strict=True))
        ]
        rest = 0.0
        if column == 1 and self._used_up(positions) and not self.heading:
            rest = self.model.all_blank()
        for chosen in product(*choices):
            runs = tuple([choice[0] for choice in chosen])
            gain = self._cell(column, runs)
            if gain <= self.hopeless:
                continue
            for choice in chosen:
                gain += choice[1]
            grown = heights
            if heights:
                cost, grown = _grow(heights, runs)
                gain += cost
            after = (
                tuple([choice[2] for choice in chosen]),
                tuple([choice[3] for choice in chosen]),
                grown,
            )
            yield runs, gain + rest, after

    def _choices(
        self, column: int, part: int, position: int, memory: int
    ) -> list[tuple[Run | None, float, int, int]]:
        """What a column can take on one page: a run or none, the cost of its border, and the
        position and memory it leaves."""
        blank = (None, 0.0, position, remember(None, memory))
        return [
            blank,
            *(
                (run, self._border(part, run, memory), run.end, remember(run, memory))
                for run in self._options(column, part, position)
            ),
        ]

    def _used_up(self, positions: _Positions) -> bool:
        ends = zip(self.strips, positions, strict=True)
        return all(position == strip.end for strip, position in ends)

    def _options(self, column: int, part: int, position: int) -> list[Run]:
        key = (column, part, position)
        runs = self._runs.get(key)
        if runs is None:
            runs = list(self._read_runs(column, self.strips[part], position))
            if len(self.strips) > 1 and len(runs) > _OPTIONS:
                runs = sorted(runs, key=lambda run: -run.score)[:_OPTIONS]
            self._runs[key] = runs
        return runs

    def _read_runs(self, column: int, strip: Strip, position: int) -> Iterator[Run]:
        model, free = self.model, self.heading and column == 0
        if position >= strip.end:
            return
        index = first = strip.at[position][0]
        last_column = column == len(model.columns) - 1
        for end, text in () if last_column else strip.inner_ends(position):
            if model.cut(ink(text), ink(strip.rest(end))) < _NO_CUT:
                continue
            yield Run(position, end, index, (text,), (), model.line(column, ink(text), free))
        last = ink(strip.rest(position))
        lines: list[str] = [last.text]
        signs: list[str] = []
        score = model.line(column, last, free)
        best = 0.0
        while score > best + self.hopeless:
            best = max(best, score)
            if not last_column or self.row.tail or index + 1 == len(strip.pieces):
                end = strip.line_start[index + 1]
                yield Run(position, end, first, tuple(lines), tuple(signs), score)
            index += 1
            if index >= len(strip.pieces):
                return
            piece = strip.pieces[index]
            following = ink(piece.text)
            score += model.line(column, following, free) + model.join(last, following)
            score += model.inside(piece.sign) + (
                0.0 if free else model.wrap(column, last, following)
            )
            lines.append(piece.text)
            signs.append(piece.sign)
            last = following

    def _cell(self, column: int, runs: tuple[Run | None, ...]) -> float:
        key = (column, runs)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = self._score_cell(column, [run for run in runs if run])
            if len(runs) > 1 and runs[0] is None and known and any(runs):
                known = self._cells[key] = known + _ONLY_LATER
        return known

    def _score_cell(self, column: int, runs: list[Run]) -> float:
        model = self.model
        quiet = self.heading and column > 0
        if not runs:
            return model.blank(column, quiet) if not (self.heading and column == 0) else -3.0
        score = model.filled(column, quiet) + model.start(column, ink(runs[0].lines[0]))
        lines: list[str] = []
        for run in runs:
            if lines:
                one, other = ink(lines[-1]), ink(run.lines[0])
                score += model.join(one, other) + model.wrap(column, one, other)
            lines += run.lines
            score += run.score
        return score + model.finish(column, lines)

    def _border(self, part: int, run: Run, memory: int) -> float:
        strip = self.strips[part]
        score = 0.0
        sign = strip.sign(run.begin)
        if sign == SAME_LINE and run.begin:
            score += self.model.cut(ink(_before(strip, run.begin)), ink(run.lines[0]))
            if memory >= 0 and memory // 2 != 1:
                return self.hopeless
        if memory < 0:
            return score
        return score + self.model.border(sign, memory // 2, len(run.lines), bool(memory % 2))

    def _tail(self, state: _State) -> float:
        """What the lines that no cell takes cost: none may be left but after the table."""
        ends = state[0]
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
        backward: list[dict[_State, float]],
        column: int,
        chosen: tuple[Run | None, ...],
        total: float,
    ) -> tuple[float, str]:
        best, other = _NEVER, ""
        for state, after, gain, runs in self._steps[column - 1]:
            if runs == chosen:
                continue
            value = layers[column - 1][state][0] + gain + backward[column].get(after, _NEVER)
            if value > best:
                best, other = value, " ".join(line for run in runs if run for line in run.lines)
        return total - best, other


def _grow(heights: _Heights, runs: tuple[Run | None, ...]) -> tuple[float, _Heights]:
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


def _before(strip: Strip, position: int) -> str:
    index, offset = strip.at[position]
    return strip.pieces[index].text[:offset].rstrip()
