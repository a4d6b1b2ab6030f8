"""How well the lines of one row fit the columns of its table, run by run.

What a search over a row asks again and again is counted once per row: the runs of lines that a
column can take from a position on, how well their lines go on with each other, and how well each
run would do as a whole cell.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import MOST_LINES, CutRun, LineRun, strips_of
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.words import DASH, DAY, LineMeasure


class FittedRun(NamedTuple):
    """A run a column can take: how well its lines fit, and how good a whole cell it is."""

    run: LineRun
    lines: float
    cell: float


class RowFit:
    """The lines of one row on one of its pages (`part`) under one model. Runs that fit worse than
    `hopeless` are left out."""

    def __init__(
        self, model: TableModel, row: UndividedRow, hopeless: float, part: int = 0
    ) -> None:
        self.model = model
        self.row = row
        self.hopeless = hopeless
        self.heading = row.style in HEADING_STYLES
        self.strip = strips_of(row)[part]
        self.columns = range(len(model.columns))
        self.filled = [model.filled(column, self.heading) for column in self.columns]
        self.steps = 0
        """Runs that were read."""
        self._runs: dict[tuple[int, int], list[FittedRun]] = {}
        self._cuts: dict[tuple[int, int], list[CutRun]] = {}
        self._flows: dict[int, list[float]] = {}
        self._borders: dict[tuple[str, int], list[float]] = {}
        self._begun: dict[tuple[int, str], float] = {}
        self._on_one_line = model.prints_on_one_line(len(row.parts) > 1)

    def blank(self, column: int) -> float:
        """How usual it is that a column is blank in such a row."""
        return self.model.blank(column, self.heading)

    def runs(self, column: int, position: int) -> list[FittedRun]:
        """The runs a column can take from a position on."""
        key = (column, position)
        runs = self._runs.get(key)
        if runs is None:
            runs = self._runs[key] = self._read_runs(column, position)
            self.steps += len(runs)
        return runs

    def cut(self, run: LineRun) -> float:
        """How likely a cell begins where a run does, if that is inside a line."""
        if not run.after:
            return 0.0
        key = (run.begin, run.head.text)
        known = self._begun.get(key)
        if known is None:
            before = self.strip.before_ink(run.begin)
            known = self._begun[key] = self.model.cut(before, run.head, self.strip.later)
        return known

    def borders(self, position: int, memory: int) -> list[float]:
        """How usual the trace before a position is between two cells, by the lines of the second
        one."""
        key = (self.strip.sign(position), memory)
        known = self._borders.get(key)
        if known is None:
            before, skipped = memory // 2, bool(memory % 2)
            known = self._borders[key] = [
                self.model.border(key[0], before, size, skipped) for size in range(MOST_LINES + 1)
            ]
        return known

    def _read_runs(self, column: int, position: int) -> list[FittedRun]:
        model, strip = self.model, self.strip
        found: list[FittedRun] = []
        if position >= strip.end:
            return found
        free = self.heading and column == 0
        last_column = column == self.columns[-1]
        index, offset = strip.at[position]
        first, filled, finish = strip.rest_ink(position), self.filled[column], model.finish
        for run, _ in () if last_column else self._cut_runs(position, 1):
            score = model.line(column, run.tail, free)
            cell = score + filled + model.start(column, run.head) + finish(column, run.whole)
            found.append(FittedRun(run, score, cell))
        flow, start = self._flow(column), model.start(column, first)
        score, best, count = model.line(column, first, free), 0.0, 1
        hopeless, left = self.hopeless, len(strip.pieces) - index
        anywhere = not last_column or self.row.tail
        while score > best + hopeless:
            best = max(best, score)
            if anywhere or count == left:
                run = strip.run(position, count)
                cell = score + filled + start + finish(column, run.whole)
                found.append(FittedRun(run, score, cell))
            if count == left:
                break
            if not last_column and strip.may_be_cut(index + count, self._on_one_line):
                before = first if count == 1 else strip.inks[index + count - 1]
                sign = strip.pieces[index + count].sign
                for run, rest in self._cut_runs(position, count + 1):
                    if self._on_one_line or rest.begin in (DASH, DAY):
                        lines = score + self._go_on(column, sign, before, run.tail)
                        cell = lines + filled + start + finish(column, run.whole)
                        found.append(FittedRun(run, lines, cell))
            if offset and count == 1:
                sign = strip.pieces[index + 1].sign
                score += self._go_on(column, sign, first, strip.inks[index + 1])
            else:
                score += flow[index + count]
            count += 1
        return found

    def _cut_runs(self, position: int, count: int) -> list[CutRun]:
        """Runs that end inside their last line, where two words may stand in two cells."""
        key = (position, count)
        known = self._cuts.get(key)
        if known is None:
            cut, least = self.model.cut, self.model.weights.search.no_cut
            known = self._cuts[key] = [
                run
                for run in self.strip.cut_runs(position, count)
                if cut(run.run.tail, run.left, self.strip.later) >= least
            ]
        return known

    def _flow(self, column: int) -> list[float]:
        """For each line how well it goes on with the line before, in one cell."""
        known = self._flows.get(column)
        if known is None:
            pairs = zip(self.strip.pieces[1:], pairwise(self.strip.inks), strict=True)
            known = self._flows[column] = [
                0.0, *(self._go_on(column, piece.sign, *lines) for piece, lines in pairs)
            ]  # fmt: skip
        return known

    def _go_on(self, column: int, sign: str, before: LineMeasure, one: LineMeasure) -> float:
        model, free = self.model, self.heading and column == 0
        score = model.line(column, one, free) + (model.join(before, one) + model.inside(sign))
        return score if free else score + model.wrap(column, before, one)
