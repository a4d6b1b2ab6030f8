"""Where rows begin that carry no number: the columns of a table, gone through again and again.

The lines of a page are read as cells of the first column, the second … the last, and then of the
first one anew: dynamic programming over positions and columns, with the scores by which one row is
divided. A row begins at the start of a line, with a cell in its first column; the first lines of
a page may be the rest of a row instead, whose cells begin anyhow. A line in capitals, and what
stands behind the label of a heading, may be a row of its first column alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice, pairwise
from typing import NamedTuple

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import FIRST_MEMORY, MOST_LINES, Strip, strip_of
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import CAPITAL, HEADING_STYLES, UndividedRow, is_capital
from pipeline.extract.layer.search.alone import NEVER
from pipeline.extract.layer.search.scoring import MEMORIES
from pipeline.extract.layer.signs.weights import Left
from pipeline.extract.layer.uncounted.offers import Cell, Offered, Offers
from pipeline.frozen import dataclass

_DESPAIR, _LAST_RESORT = 4.0, 20.0
"""Times as hopeless cells are followed where no way leads on, and at most."""
_AT_ONCE = 2000
"""Lines of pages that are read side by side."""
_Where = tuple[int, int, int]
"""Position, column and memory. Columns from the number of columns on are those of whole rows, below
it those of the rest of a row, and from twice the number on those of a row that its page breaks."""
_Best = tuple[float, _Where | None]


@dataclass(frozen=True, slots=True)
class RowStart:
    """The line a row begins at; whether it is the rest of the row on the page before, or a
    heading."""

    line: int
    resumes: bool = False
    heading: bool = False


class Reading(NamedTuple):
    """A way to read a page: its rows, the line behind the last one, and how well it reads (log
    odds)."""

    rows: list[RowStart]
    end: int
    score: float


class _Read(NamedTuple):
    """The best ways to read a page: to its end, and up to where the table ends before, as far as it
    may; and how many steps that took."""

    whole: Reading | None
    ended: Reading | None
    steps: int = 0


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page whose rows are looked for: its lines, whether it may begin with the rest of a row,
    whether what stands before it is the label of a heading, whether what stands behind the
    table may be among its lines, and whether it may end inside a row."""

    strip: Strip
    resumes: bool
    headed: bool
    last: bool
    continued: bool


class CycleSearch:
    """The search for the rows of one page, by what can be taken of it from each position on
    (`offers`)."""

    def __init__(
        self, model: TableModel, page: TablePage, offers: Callable[[int], Offered]
    ) -> None:
        self.model, self.page, self.strip, self._offers = model, page, page.strip, offers
        self.width = len(model.columns)
        self._blanks = [model.blank(column, False) for column in range(self.width)]
        self._rest_blank = sum(model.blank(column, True) for column in range(1, self.width))
        """What it tells that all columns but the first are blank under a heading."""
        self._known_borders: dict[str, list[list[float]]] = {}
        self._best: list[dict[int, dict[int, _Best]]] = [{} for _ in self.strip.at]
        self.steps = 0
        """Runs that were looked at: those of a column from positions that were reached with it."""

    def _looked_at(self, position: int, looked_at: Sequence[int]) -> int:
        """Of the runs of each column from a position on those that it was come to with."""
        states = self._best[position]
        return sum(
            runs
            for column, runs in enumerate(looked_at)
            if column in states
            or column + 2 * self.width in states
            or self._begins(position, column + self.width)
        )

    def _begins(self, position: int, column: int) -> bool:
        """Whether a column was come to where it can begin: the first one only in a new line."""
        if column not in self._best[position]:
            return False
        return column != self.width or not self.strip.at[position][1]

    def read(self) -> _Read:
        """The rows of the page, the first one at its first line, if it is read to its end, and if
        the table ends before; None where no way leads on."""
        first = self.width
        offered = self._offers(0)
        if self.page.headed:
            self._head(0, 0.0, (0, first, FIRST_MEMORY), offered.heads)
            self._put(0, first, FIRST_MEMORY, NEVER, None)
        else:
            self._put(0, first, FIRST_MEMORY, 0.0, None)
        if self.page.resumes:
            self._put(0, 0, FIRST_MEMORY, self.model.weights.uncounted.resumed, None)
        order = (
            *range(first),
            *range(first + 1, 2 * first),
            first,
            *range(2 * first + 1, 3 * first),
        )
        for position in range(self.strip.end):
            reached = self._best[position]
            if not reached:
                continue
            offered = self._offers(position)
            for column in order:
                states = reached.get(column)
                if states:
                    self._go_on(position, column, states, offered)
            self.steps += self._looked_at(position, offered.looked_at)
        finals = dict(self._finals())
        wholes = {where: score for where, score in finals.items() if where[0] == self.strip.end}
        ends = {where: score for where, score in finals.items() if where not in wholes}
        return _Read(self._way_back(wholes), self._way_back(ends), self.steps)

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

    def _go_on(
        self, position: int, column: int, states: dict[int, _Best], offered: Offered
    ) -> None:
        """Leave the column blank, or give it lines from the position on."""
        if column > 2 * self.width:
            self._go_on_broken(position, column, states, offered)
            return
        resumed, own = column < self.width, column % self.width
        if column == self.width:
            if self.strip.at[position][1]:
                return
            self._head_in_capitals(position, states[FIRST_MEMORY][0], offered.heads)
        else:
            blank = self.model.weights.uncounted.cut_blank if resumed else self._blanks[own]
            self._leave_blank(position, column, states, blank)
        cells = (offered.resumed if resumed else offered.own)[own]
        broken = offered.broken[0] if column == self.width else ()
        if not (cells or broken):
            return
        best = self._best_before(position, column, states)
        self._take(column + 1, cells, best)
        if broken:
            cost = self.model.weights.uncounted.resumed
            some = [(score + cost, where) for score, where in best]
            self._take(2 * self.width + 1, broken, some)

    def _go_on_broken(
        self, position: int, column: int, states: dict[int, _Best], offered: Offered
    ) -> None:
        """The same of a row that goes on on the next page: its other cells may begin there."""
        blank = self.model.weights.uncounted.cut_blank
        if column + 1 < 3 * self.width:
            self._leave_blank(position, column, states, blank)
        if cells := offered.broken[column - 2 * self.width]:
            self._take(column + 1, cells, self._best_before(position, column, states))

    def _leave_blank(
        self, position: int, column: int, states: dict[int, _Best], blank: float
    ) -> None:
        """Go on to the next column with each state; `blank` is what a blank column tells."""
        if not (column + 1) % self.width:  # the row ends
            for memory, (score, _) in states.items():
                before = (position, column, memory)
                self._put(position, column + 1, memory | 1, score + blank, before)
            return
        behind = self._best[position].setdefault(column + 1, {})
        for memory, (score, _) in states.items():
            score, skipped = score + blank, memory | 1
            known = behind.get(skipped)
            if known is None or score > known[0]:
                behind[skipped] = score, (position, column, memory)

    def _take(
        self, column: int, cells: Sequence[Cell], best: Sequence[tuple[float, _Where]]
    ) -> None:
        """Give cells to the column before this one, each from the best state for its height."""
        ways, behind_row = self._best, column == 2 * self.width
        if behind_row:
            column = self.width
        is_first = column == self.width
        for end, size, cell, cut in cells:
            if behind_row and self.strip.at[end][1]:
                continue
            score, before = best[size - 1]
            score = score + cell + cut
            memory = FIRST_MEMORY if is_first else 2 * size
            states = ways[end].get(column)
            if states is None:
                ways[end][column] = {memory: (score, before)}
            elif (known := states.get(memory)) is None or score > known[0]:
                states[memory] = (score, before)

    def _best_before(
        self, position: int, column: int, states: dict[int, _Best]
    ) -> list[tuple[float, _Where]]:
        """By the lines of the next cell, one and more, the best score to begin it with, and the
        state that has it: of those as good as each other the one that remembers more."""
        borders = self._borders(position)
        best: list[tuple[float, _Where]] = []
        for memory in sorted(states, reverse=True):
            score, where = states[memory][0], (position, column, memory)
            if not best:
                best = [(score + border, where) for border in borders[memory]]
                continue
            for place, border in enumerate(borders[memory]):
                if score + border > best[place][0]:
                    best[place] = score + border, where
        return best

    def _borders(self, position: int) -> list[list[float]]:
        """How usual the trace before a position is between two cells, by what is remembered of the
        first one and by the lines of the second, one and more."""
        sign = self.strip.sign(position)
        known = self._known_borders.get(sign)
        if known is None:
            known = self._known_borders[sign] = [
                [
                    self.model.border(sign, memory // 2, size, bool(memory % 2))
                    for size in range(1, MOST_LINES + 1)
                ]
                for memory in range(MEMORIES)
            ]
        return known

    def _head_in_capitals(self, position: int, score: float, heads: Sequence[Cell]) -> None:
        index = self.strip.at[position][0]
        if is_capital(self.strip.pieces[index].text):
            self._head(position, score, (position, self.width, FIRST_MEMORY), heads, capitals=True)

    def _head(
        self,
        position: int,
        score: float,
        before: _Where,
        heads: Sequence[Cell],
        capitals: bool = False,
    ) -> None:
        """Read lines as a heading: the first column has them, all others are blank."""
        at, first = self.strip.at, self.strip.at[position][0]
        for end, _, cell, _ in heads:
            pieces = self.strip.pieces[first : at[end][0]]
            if capitals and not all(piece.text.isupper() for piece in pieces):
                continue
            self._put(end, self.width, FIRST_MEMORY, score + cell + self._rest_blank, before)

    def _finals(self) -> Iterator[tuple[_Where, float]]:
        """Where rows may end, and how well the page reads so."""
        for position, states in enumerate(self._best):
            if self.width in states and position > 0:
                score, left = states[self.width][FIRST_MEMORY][0], self._left(position)
                yield (position, self.width, FIRST_MEMORY), score + left
        yield from self._broken()

    def _way_back(self, finals: Mapping[_Where, float]) -> Reading | None:
        """The best way that ends at one of some places."""
        where: _Where | None = max(finals, key=finals.__getitem__, default=None)
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
        width, weights = self.width, self.model.weights.uncounted
        if not self.page.continued:
            return
        for column, states in self._best[self.strip.end].items():
            if column == width + 1:
                blank, cost = width - 1, weights.resumed
            elif column > 2 * width:
                blank, cost = 3 * width - column, 0.0
            else:
                continue
            for memory, (score, _) in states.items():
                yield (self.strip.end, column, memory), score + cost + blank * weights.cut_blank

    def _left(self, position: int) -> float:
        """What it costs that the table ends before the lines do."""
        if position == self.strip.end:
            return 0.0
        if not self.page.last:
            return NEVER
        left = len(self.strip.pieces) - self.strip.at[position][0]
        weights = self.model.weights.left
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
    model: TableModel, stretches: Sequence[UndividedRow], inside: int = 0
) -> Iterator[tuple[list[UndividedRow], list[LinePiece], int]]:
    """Of each stretch that holds several rows these, what stands behind them, and how many steps
    that took. The label of a stretch is that of its first row; a row that goes on over a page break
    has a part on each page. The table may end behind line `inside`: on the page that makes all of
    them read best, for what stands below it is left on all pages."""
    pages = [list(_pages(stretch, inside)) for stretch in stretches]
    found = _read_pages(model, [page for own in pages for page in own])
    for stretch, own in zip(stretches, pages, strict=True):
        read = list(islice(found, len(own)))
        ways = _read_until(own, read, model.weights.left)
        yield *_rows_of(stretch, ways), sum(page.steps for page in read)


def _pages(stretch: UndividedRow, inside: int) -> Iterator[TablePage]:
    """The pages of a stretch that have lines."""
    parts = [part for part in stretch.parts if part]
    for number, part in enumerate(parts, start=1):
        headed = number == 1 and stretch.style in HEADING_STYLES
        last = stretch.tail and part[-1].line > inside
        continued = number < len(parts)
        yield TablePage(strip_of(part, later=False), number > 1, headed, last, continued)


def _read_until(pages: Sequence[TablePage], read: Sequence[_Read], costs: Left) -> list[Reading]:
    """How the pages of a stretch are read, up to the one on which its table ends.

    What stands below its end on one page, and all pages behind, is left; read page by page a table
    would end at the first line that reads like no cell, and the rows of all later pages be lost.
    """
    lines = [len(page.strip.pieces) for page in pages]
    wholes = [
        own.whole or Reading([RowStart(0)], count, costs.some + costs.line * count)
        for own, count in zip(read, lines, strict=True)
    ]
    ways = [wholes]
    for number in range(len(pages)):
        # A page with the header printed again has rows below it.
        if number and pages[number - 1].last:
            ways.append(wholes[:number])
        if ended := read[number].ended:
            ways.append([*wholes[:number], ended])

    def score(way: Sequence[Reading]) -> float:
        behind = sum(lines[len(way) :])
        # Where the table ends inside a page that costs what is left at all already.
        left = costs.some if behind and way[-1].end == lines[len(way) - 1] else 0.0
        return sum(page.score for page in way) + left + costs.line_at_end * behind

    return max(ways, key=score)


def _rows_of(
    stretch: UndividedRow, pages: Sequence[Reading]
) -> tuple[list[UndividedRow], list[LinePiece]]:
    """The rows of a stretch from those of its pages, up to the page the table ends on, and what
    stands behind them."""
    found: list[UndividedRow] = []
    parts = [part for part in stretch.parts if part]
    if not parts:
        return [replace(stretch, parts=((),), tail=False)], []
    for number, (part, page) in enumerate(zip(parts, pages, strict=False)):
        ends = [start.line for start in page.rows[1:]] + [page.end]
        for place, (start, end) in enumerate(zip(page.rows, ends, strict=True)):
            lines = part[start.line : end]
            if start.heading and found and _is_heading(found[-1]):
                *before, last = found[-1].parts
                found[-1] = replace(found[-1], parts=(*before, (*last, *lines)))
            elif start.resumes and found:
                found[-1] = replace(found[-1], parts=(*found[-1].parts, lines))
            elif place == 0 and number == 0:
                found.append(replace(stretch, parts=(lines,), tail=False))
            else:
                found.append(UndividedRow((), CAPITAL if start.heading else "", (lines,)))
    last = parts[len(pages) - 1][pages[-1].end :]
    return found, [*last, *chain.from_iterable(parts[len(pages) :])]


def _is_heading(row: UndividedRow) -> bool:
    """Whether a row with a label is a heading in capitals: more of these below it go on with it."""
    lines = [piece.text for piece in row.pieces]
    return bool(row.label) and bool(lines) and all(map(str.isupper, lines))


def _read_pages(model: TableModel, pages: Sequence[TablePage]) -> Iterator[_Read]:
    """The ways to read each page; as many pages are looked at together as are needed, so that who
    has enough does not wait for all."""
    portion: list[TablePage] = []
    lines = 0
    for page in pages:
        portion.append(page)
        lines += len(page.strip.pieces)
        if lines >= _AT_ONCE:
            yield from _read_together(model, portion)
            portion, lines = [], 0
    yield from _read_together(model, portion)


def _read_together(model: TableModel, pages: Sequence[TablePage]) -> list[_Read]:
    """The same; where no way leads on, more hopeless cells are followed."""
    found = [_Read(None, None) for _ in pages]
    todo, despair = list(range(len(pages))), 1.0
    while todo and despair <= _LAST_RESORT:
        some = [pages[place] for place in todo]
        offers = Offers(
            model,
            [page.strip for page in some],
            despair * model.weights.search.hopeless,
            [page.resumes for page in some],
            [page.headed for page in some],
            [page.continued for page in some],
        )
        lost = []
        for place, page, begin in zip(todo, some, offers.first, strict=True):
            read = CycleSearch(model, page, partial(_from, offers, begin)).read()
            if read.whole is None and (page.continued or read.ended is None):
                lost.append(place)
            found[place] = read._replace(steps=read.steps + found[place].steps)
        todo, despair = lost, despair * _DESPAIR
    return found


def _from(offers: Offers, begin: int, position: int) -> Offered:
    return offers.at(begin + position)


def measured(pieces: Sequence[LinePiece]) -> Sequence[LinePiece]:
    """The lines that go on in lower case on the next line: they are as wide as their column."""
    return [
        one for one, other in pairwise(pieces) if other.text[0].islower() and not other.opens_page
    ]
