"""The rows of pages without numbers found state by state: the search over arrays, written as it is
thought, and slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import FIRST_MEMORY, MOST_LINES
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import CAPITAL, HEADING_STYLES, UndividedRow, is_capital
from pipeline.extract.layer.search.alone import NEVER
from pipeline.extract.layer.uncounted.cycle import Reading, RowStart
from pipeline.extract.layer.uncounted.offers import LAST_LINES
from tests.support.fits import RowFit

_DESPAIR, _LAST_RESORT = 4.0, 20.0
"""Times as hopeless cells are followed where no way leads on, and at most."""
_Where = tuple[int, int, int]
"""Position, column and memory. Columns from the number of columns on are those of whole rows, below
it those of the rest of a row, and from twice the number on those of a row that its page breaks."""
_Best = tuple[float, _Where | None]


class CycleSearch:
    """The search for the rows of one page. `row` holds the lines of the page as its only part; its
    style is that of a label before the first of them. `resumes` says that the page may begin with
    the rest of a row, `last` that what stands behind the table may be among them, `continued` that
    it may end inside a row."""

    def __init__(
        self,
        model: TableModel,
        row: UndividedRow,
        resumes: bool,
        last: bool,
        continued: bool,
        despair: float,
    ) -> None:
        hopeless = despair * model.weights.search.hopeless
        plain = replace(row, label=(), style="", tail=True)
        self.fit = RowFit(model, plain, hopeless)
        self.strip = self.fit.strip
        self.width = len(self.fit.columns)
        self.headed = row.style in HEADING_STYLES
        self.resumes = resumes
        self.last = last
        self.continued = continued
        self._heads = RowFit(model, replace(plain, style=CAPITAL), hopeless)
        self._best: list[dict[int, dict[int, _Best]]] = [{} for _ in self.strip.at]

    def readings(self) -> tuple[Reading | None, Reading | None]:
        """How the page reads to its end, and where the table ends before; None where no way leads
        on."""
        first = self.width
        if self.headed:
            self._head(0, 0.0, (0, first, FIRST_MEMORY))
            self._put(0, first, FIRST_MEMORY, NEVER, None)
        else:
            self._put(0, first, FIRST_MEMORY, 0.0, None)
        if self.resumes:
            self._put(0, 0, FIRST_MEMORY, self.fit.model.weights.uncounted.resumed, None)
        for position in range(self.strip.end):
            for column in _order(first):
                states = self._best[position].get(column)
                if states:
                    self._go_on(position, column, states)
        return self._way_back(whole=True), self._way_back(whole=False)

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
        broken, weights = column > 2 * self.width, fit.model.weights.uncounted
        if column != self.width:
            blank = weights.cut_blank if resumed or broken else fit.blank(own)
            for memory, (score, _) in list(states.items()):
                before = (position, column, memory)
                if column + 1 < 3 * self.width:
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
            score, before = best[run.size]
            cut_off = lines + fit.filled[own] + fit.model.start(own, run.head)
            cut_off += max(0.0, fit.model.finish(own, run.whole))
            if self._is_near_end(position) and own == 0 and column == self.width:
                total = score + weights.resumed + cut_off + fit.cut(run)
                if cut_off > fit.hopeless:
                    self._put(run.end, 2 * self.width + 1, 2 * run.size, total, before)
            if resumed:
                cell = lines + fit.filled[own] + fit.model.finish(own, run.whole)
            elif broken:
                cell = cut_off if self._is_near_end(position) else NEVER
            if cell > fit.hopeless:
                total = score + cell + fit.cut(run)
                self._put(run.end, column + 1, 2 * run.size, total, before)
        self._best[position][column] = states

    def _is_near_end(self, position: int) -> bool:
        lines = len(self.strip.pieces) - self.strip.at[position][0]
        return self.continued and lines <= LAST_LINES

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

    def _way_back(self, whole: bool) -> Reading | None:
        """The best way: to the end of the page, or of the table where that may be before."""
        finals: dict[_Where, float] = {
            (position, self.width, FIRST_MEMORY): states[self.width][FIRST_MEMORY][0]
            + self._left(position)
            for position, states in enumerate(self._best)
            if self.width in states and position
        } | dict(self._broken())
        own = [where for where in finals if (where[0] == self.strip.end) is whole]
        where: _Where | None = max(own, key=lambda where: finals[where], default=None)
        if where is None or finals[where] == NEVER:
            return None
        end, score = self.strip.at[where[0]][0], finals[where]
        way: list[_Where] = []
        while where is not None:
            way.append(where)
            position, column, memory = where
            where = self._best[position][column][memory][1]
        return Reading(list(self._rows(way[::-1])), end, score)

    def _broken(self) -> Iterator[tuple[_Where, float]]:
        """The ways to the end of the page inside a row."""
        weights = self.fit.model.weights.uncounted
        for column, states in self._best[self.strip.end].items() if self.continued else ():
            for memory, (score, _) in states.items():
                if column == self.width + 1:
                    cost = weights.resumed + (self.width - 1) * weights.cut_blank
                elif column > 2 * self.width:
                    cost = (3 * self.width - column) * weights.cut_blank
                else:
                    continue
                yield (self.strip.end, column, memory), score + cost

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
    readings: list[tuple[Reading | None, Reading | None]] = []
    for number, part in enumerate(pages):
        last = row.tail and part[-1].line > inside
        own = replace(row, parts=(part,), style="" if number else row.style)
        whole, ended, more = _readings(model, own, number > 0, last, number + 1 < len(pages))
        readings.append((whole, ended))
        steps += more
    chosen = max(
        _endings(model, row.tail, inside, pages, readings),
        key=lambda way: sum(one.score for one in way),
    )
    for number, (part, reading) in enumerate(zip(pages, chosen, strict=True)):
        starts, end_line, _ = reading
        left += part[end_line:]
        ends = [start.line for start in starts[1:]] + [end_line] * bool(starts)
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            lines = part[start.line : end]
            if start.resumes and found:
                found[-1] = replace(found[-1], parts=(*found[-1].parts, lines))
            elif place == 0 and number == 0:
                found.append(replace(row, parts=(lines,), tail=False))
            else:
                found.append(UndividedRow((), CAPITAL if start.heading else "", (lines,)))
    return found, left, steps


def _order(width: int) -> tuple[int, ...]:
    """The columns of a position as they are gone through: those behind which a row may begin
    before it."""
    return (*range(width), *range(width + 1, 2 * width), width, *range(2 * width + 1, 3 * width))


def _endings(
    model: TableModel,
    may_end: bool,
    inside: int,
    pages: Sequence[tuple[LinePiece, ...]],
    readings: Sequence[tuple[Reading | None, Reading | None]],
) -> Iterator[list[Reading]]:
    """The ways to read all pages: to their end, or up to where the table ends on one of them; a
    page that cannot be read is one row, one behind the table none."""
    costs = model.weights.left
    wholes = [
        whole or Reading([RowStart(0)], len(part), costs.some + costs.line * len(part))
        for part, (whole, _) in zip(pages, readings, strict=True)
    ]
    behind = [Reading([], 0, costs.line_at_end * len(part)) for part in pages]
    yield wholes
    for number, (_, ended) in enumerate(readings):
        if number and may_end and pages[number - 1][-1].line > inside:
            left = behind[number]._replace(score=behind[number].score + costs.some)
            yield [*wholes[:number], left, *behind[number + 1 :]]
        if ended is not None:
            yield [*wholes[:number], ended, *behind[number + 1 :]]


def _readings(
    model: TableModel, row: UndividedRow, resumes: bool, last: bool, continued: bool
) -> tuple[Reading | None, Reading | None, int]:
    """How a page reads to its end, and where the table ends before, and how many steps that
    took."""
    despair, steps = 1.0, 0
    whole: Reading | None = None
    ended: Reading | None = None
    while despair <= _LAST_RESORT:
        search = CycleSearch(model, row, resumes, last, continued, despair)
        whole, ended = search.readings()
        steps += search.fit.steps
        if whole is not None or (ended is not None and not continued):
            break
        despair *= _DESPAIR
    return whole, ended, steps
