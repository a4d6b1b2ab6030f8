"""The rows of pages without numbers found state by state: the search over arrays, written as it is
thought, and slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.alone import NEVER
from pipeline.extract.layer.cycle import RowStart
from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.model import TableModel
from pipeline.extract.layer.rows import CAPITAL, HEADING_STYLES, UndividedRow, is_capital
from pipeline.extract.layer.strips import FIRST_MEMORY, MOST_LINES
from tests.support.fits import RowFit

_DESPAIR, _LAST_RESORT = 4.0, 20.0
"""Times as hopeless cells are followed where no way leads on, and at most."""
_Where = tuple[int, int, int]
"""Position, column and memory. Columns from the number of columns on are those of whole rows, below
it those of the rest of a row."""
_Best = tuple[float, _Where | None]


class CycleSearch:
    """The search for the rows of one page. `row` holds the lines of the page as its only part; its
    style is that of a label before the first of them. `resumes` says that the page may begin with
    the rest of a row, `last` that what stands behind the table may be among them."""

    def __init__(
        self, model: TableModel, row: UndividedRow, resumes: bool, last: bool, despair: float
    ) -> None:
        hopeless = despair * model.weights.search.hopeless
        plain = replace(row, label=(), style="", tail=True)
        self.fit = RowFit(model, plain, hopeless)
        self.strip = self.fit.strip
        self.width = len(self.fit.columns)
        self.headed = row.style in HEADING_STYLES
        self.resumes = resumes
        self.last = last
        self.end = self.strip.end
        """The position behind the last row."""
        self._heads = RowFit(model, replace(plain, style=CAPITAL), hopeless)
        self._best: list[dict[int, dict[int, _Best]]] = [{} for _ in self.strip.at]

    def starts(self) -> list[RowStart]:
        """The rows of the page, the first one at its first line; none where no way leads on."""
        first = self.width
        if self.headed:
            self._head(0, 0.0, (0, first, FIRST_MEMORY))
            self._put(0, first, FIRST_MEMORY, NEVER, None)
        else:
            self._put(0, first, FIRST_MEMORY, 0.0, None)
        if self.resumes:
            self._put(0, 0, FIRST_MEMORY, self.fit.model.weights.uncounted.resumed, None)
        for position in range(self.strip.end):
            for column in (*range(first), *range(first + 1, 2 * first), first):
                states = self._best[position].get(column)
                if states:
                    self._go_on(position, column, states)
        return self._way_back()

    def _put(
        self, position: int, column: int, memory: int, score: float, before: _Where | None
    ) -> None:
        """Keep a way to a state if it is the best one."""
        if column == 2 * self.width:
            if self.strip.at[position][1]:
                return
            column, memory = self.width, FIRST_MEMORY
        elif column == self.width:
            memory = FIRST_MEMORY
        states = self._best[position].setdefault(column, {})
        known = states.get(memory)
        if known is None or score > known[0]:
            states[memory] = (score, before)

    def _go_on(self, position: int, column: int, states: dict[int, _Best]) -> None:
        """Leave the column blank, or give it lines from the position on."""
        fit, resumed, own = self.fit, column < self.width, column % self.width
        if column != self.width:
            blank = fit.model.weights.uncounted.cut_blank if resumed else fit.blank(own)
            for memory, (score, _) in list(states.items()):
                before = (position, column, memory)
                self._put(position, column + 1, memory | 1, score + blank, before)
        elif self.strip.at[position][1]:
            return
        else:
            self._head_in_capitals(position, states[FIRST_MEMORY][0])
        best: list[tuple[float, _Where]] = []
        borders = [(memory, fit.borders(position, memory)) for memory in states]
        for size in range(MOST_LINES + 1):
            best.append(
                max(
                    (states[memory][0] + border[size], (position, column, memory))
                    for memory, border in borders
                )
            )
        for run, lines, cell in fit.runs(own, position):
            if resumed:
                cell = lines + fit.filled[own] + fit.model.finish(own, run.whole)
            if cell > fit.hopeless:
                score, before = best[run.size]
                total = score + cell + fit.cut(run)
                self._put(run.end, column + 1, 2 * run.size, total, before)
        self._best[position][column] = states

    def _head_in_capitals(self, position: int, score: float) -> None:
        index = self.strip.at[position][0]
        if is_capital(self.strip.pieces[index].text):
            self._head(position, score, (position, self.width, FIRST_MEMORY), capitals=True)

    def _head(self, position: int, score: float, before: _Where, capitals: bool = False) -> None:
        """Read lines as a heading: the first column has them, all others are blank."""
        fit = self._heads
        blank = sum(fit.blank(column) for column in fit.columns[1:])
        first = self.strip.at[position][0]
        for run, _, cell in fit.runs(0, position):
            pieces = self.strip.pieces[first : first + run.count]
            if capitals and not all(piece.text.isupper() for piece in pieces):
                continue
            if run.until is None:
                self._put(run.end, self.width, FIRST_MEMORY, score + cell + blank, before)

    def _way_back(self) -> list[RowStart]:
        """The best way: to the end of the page, or of the table where that may be before."""
        finals = {
            position: states[self.width][FIRST_MEMORY][0] + self._left(position)
            for position, states in enumerate(self._best)
            if self.width in states and position
        }
        self.end = max(finals, key=lambda position: finals[position], default=0)
        if finals.get(self.end, NEVER) == NEVER:
            return []
        where: _Where | None = (self.end, self.width, FIRST_MEMORY)
        way: list[_Where] = []
        while where is not None:
            way.append(where)
            position, column, memory = where
            where = self._best[position][column][memory][1]
        return list(self._rows(way[::-1]))

    def _left(self, position: int) -> float:
        """What it costs that the table ends before the lines do."""
        if position == self.strip.end:
            return 0.0
        if not self.last:
            return NEVER
        left = len(self.strip.pieces) - self.strip.at[position][0]
        weights = self.fit.model.weights.left
        return weights.some + weights.line_at_end * left

    def _rows(self, way: Sequence[_Where]) -> Iterator[RowStart]:
        """The rows on a way: one begins wherever the first column is left for the next state."""
        for (position, column, _), after in pairwise(way):
            line = self.strip.at[position][0]
            if column == self.width:
                yield RowStart(line, heading=after[1] == self.width)
            elif column == 0 and position == 0:
                yield RowStart(line, resumes=True)


def rows_of(
    model: TableModel, row: UndividedRow, inside: int = 0
) -> tuple[list[UndividedRow], list[LinePiece], int]:
    """The rows of a stretch that holds several, what stands behind them, and how many steps that
    took. The label of the stretch is that of the first row; a row that goes on over a page break
    has a part on each page. The table may end behind line `inside`."""
    found: list[UndividedRow] = []
    left: list[LinePiece] = []
    steps = 0
    pages = [part for part in row.parts if part]
    if not pages:
        return [replace(row, parts=((),), tail=False)], [], 0
    for number, part in enumerate(pages):
        last = row.tail and part[-1].line > inside
        own = replace(row, parts=(part,), style="" if number else row.style)
        starts, end_line, more = _starts(model, own, number > 0, last)
        steps += more
        if end_line < len(part):
            left = [piece for page in (part[end_line:], *pages[number + 1 :]) for piece in page]
        ends = [start.line for start in starts[1:]] + [end_line]
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            lines = part[start.line : end]
            if start.resumes and found:
                found[-1] = replace(found[-1], parts=(*found[-1].parts, lines))
            elif place == 0 and number == 0:
                found.append(replace(row, parts=(lines,), tail=False))
            else:
                found.append(UndividedRow((), CAPITAL if start.heading else "", (lines,)))
        if left:
            break
    return found, left, steps


def _starts(
    model: TableModel, row: UndividedRow, resumes: bool, last: bool
) -> tuple[list[RowStart], int, int]:
    """The rows of a page, the line behind the last one, and how many steps that took."""
    despair, steps = 1.0, 0
    while despair <= _LAST_RESORT:
        search = CycleSearch(model, row, resumes, last, despair)
        starts = search.starts()
        steps += search.fit.steps
        if starts:
            return starts, search.strip.at[search.end][0], steps
        despair *= _DESPAIR
    return [RowStart(0)], len(row.parts[0]), steps
