"""The lines of a row page by page, the places where cells can meet in them, and a row divided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.times import ends_with_deadline
from pipeline.extract.layer.signs.widths import WIDE
from pipeline.extract.layer.signs.words import (
    DASHES,
    LineMeasure,
    Whole,
    begins_small,
    ink,
    is_open_name,
    whole_line,
)
from pipeline.frozen import dataclass

Taken = tuple["LineRun | None", ...]
"""What a column takes, page by page."""
MOST_LINES = 3
"""Lines of a cell that are told apart: borders of taller ones look alike."""


_FEW, _LONGEST_NAME = 2, 4
"""Words of a line that is read with those above it, and of the beginning of a name, with the word
before that."""
FIRST_MEMORY = 2
"""What is remembered (`remember`) where a row begins: a label of one line."""
UNBEGUN = -1
"""The same where a page begins."""


@dataclass(slots=True, eq=False)  # not frozen: a text makes a hundred thousand, three times as fast
class LineRun:
    """Lines a cell may take on one page: positions it begins and ends at, the index of its first
    piece, how many lines there are, what they tell together, the first and the last of them, and
    where these are cut: `after` so many characters of the first, before character `until` of the
    last (None for its end)."""

    begin: int
    end: int
    first: int
    count: int
    whole: Whole
    head: LineMeasure
    tail: LineMeasure
    pieces: Sequence[LinePiece]
    after: int
    until: int | None
    size: int
    """How many lines it has, up to `MOST_LINES`: more tell nothing more."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts of its lines."""
        texts = [piece.text for piece in self.pieces[self.first : self.first + self.count]]
        texts[-1] = texts[-1][: self.until].rstrip()
        texts[0] = texts[0][self.after :]
        return tuple(texts)

    @property
    def signs(self) -> tuple[str, ...]:
        """The traces of white space between its lines."""
        pieces = self.pieces[self.first + 1 : self.first + self.count]
        return tuple([piece.sign for piece in pieces])


@dataclass(frozen=True, slots=True)
class Division:
    """A row divided: per column one run or None per part, how far each column is from its next
    best reading (`margins`), that reading (both only where they are asked for), and how far the
    lines of each part are used."""

    cells: tuple[Taken, ...]
    margins: tuple[float, ...]
    others: tuple[str, ...]
    score: float
    ends: tuple[int, ...]


class CutRun(NamedTuple):
    """A run that ends inside its last line, and what is left of that line."""

    run: LineRun
    left: LineMeasure


class Strip:
    """The lines of a row on one page, and the positions where a cell can begin or end.

    What a run of lines tells is the same for every column, so each run is made once, when it is
    first asked for.
    """

    def __init__(self, pieces: Sequence[LinePiece], later: bool) -> None:
        self.pieces = pieces
        self.later = later
        """Whether its row began on a page before."""
        self.at: list[tuple[int, int]] = []
        self.line_start: list[int] = []
        for index, piece in enumerate(pieces):
            self.line_start.append(len(self.at))
            self.at.append((index, 0))
            for (before, _), (word, start) in pairwise(_words(piece.text)):
                if later or not word[0].islower() or begins_small(word, before):
                    self.at.append((index, start))
        self.line_start.append(len(self.at))
        self.at.append((len(pieces), 0))
        self.inks = list(_inks([piece.text for piece in pieces]))
        self._alone: list[Whole | None] = [None] * len(pieces)
        self._ends = [_ends_in_cell(one.text, one.words) for one in self.inks]
        self._wholes: dict[int, list[Whole]] = {}
        self._made: dict[tuple[int, int], LineRun] = {}
        self._cut: dict[tuple[int, int, int], LineRun] = {}

    @property
    def end(self) -> int:
        """The last position."""
        return len(self.at) - 1

    def may_be_cut(self, index: int, anywhere: bool) -> bool:
        """Whether a cell can end inside a line: `anywhere`, or else before a dash or a deadline at
        its end."""
        if anywhere:
            return self.line_start[index + 1] - self.line_start[index] > 1
        return self._ends[index]

    def sign(self, position: int) -> str:
        """The trace before a position."""
        index, offset = self.at[position]
        return SAME_LINE if offset else self.pieces[index].sign

    def before_ink(self, position: int, start: int = 0) -> LineMeasure:
        """The text up to a position inside a line, measured: from the start of the line, or from
        its letter `start` on."""
        index, offset = self.at[position]
        return ink(self.pieces[index].text[start:offset].rstrip())

    def rest_ink(self, position: int) -> LineMeasure:
        """The text from a position to the end of its line, measured."""
        index, offset = self.at[position]
        return ink(self.pieces[index].text[offset:]) if offset else self.inks[index]

    def run(self, position: int, count: int) -> LineRun:
        """`count` lines from a position on, the last one to its end."""
        made = self._made.get((position, count))
        if made is None:
            first, offset = self.at[position]
            head = tail = self.rest_ink(position)
            if count > 1:
                tail = self.inks[first + count - 1]
            end, size = self.line_start[first + count], min(MOST_LINES, count)
            made = self._made[position, count] = LineRun(
                position, end, first, count, self.whole(position, count), head, tail, self.pieces,
                offset, None, size,
            )  # fmt: skip
        return made

    def whole(self, position: int, count: int) -> Whole:
        """What `count` lines from a position on tell together."""
        told = self._wholes.get(position)
        if told is None:
            told = self._wholes[position] = [whole_line(self.rest_ink(position))]
        first = self.at[position][0]
        while len(told) < count:
            told.append(told[-1].and_then(self._whole(first + len(told))))
        return told[count - 1]

    def _whole(self, index: int) -> Whole:
        known = self._alone[index]
        if known is None:
            known = self._alone[index] = whole_line(self.inks[index])
        return known

    def cut_runs(self, position: int, count: int) -> list[CutRun]:
        """Runs of `count` lines from a position on that end inside their last line."""
        last = self.at[position][0] + count - 1
        start = position if count == 1 else self.line_start[last]
        ends = range(start + 1, self.line_start[last + 1])
        return [CutRun(self.cut_run(position, count, end), self.rest_ink(end)) for end in ends]

    def cut_run(self, position: int, count: int, end: int) -> LineRun:
        """The one of them that ends at a position."""
        made = self._cut.get((position, count, end))
        if made is None:
            first, offset = self.at[position]
            head = tail = self.before_ink(end, offset if count == 1 else 0)
            whole = whole_line(tail)
            if count > 1:
                before = self.run(position, count - 1)
                head, whole = before.head, before.whole.and_then(whole)
            until, size = self.at[end][1], min(MOST_LINES, count)
            made = self._cut[position, count, end] = LineRun(
                position, end, first, count, whole, head, tail, self.pieces, offset, until, size
            )
        return made


def _words(line: str) -> Iterator[tuple[str, int]]:
    """The words of a line, each with the place of its first letter."""
    end = 0
    for word in line.split():
        start = line.index(word, end)
        end = start + len(word)
        yield word, start


def _inks(lines: Sequence[str]) -> Iterator[LineMeasure]:
    """The lines, measured; one of a word or two that goes on with a name a narrow column cuts, by
    the lines above as well: `trưởng` below `Bộ` ends as openly as `Bộ trưởng`."""
    above: list[str] = []
    for line in lines:
        one, words = ink(line), line.split()
        above = [*above, *words][-_LONGEST_NAME:]
        if one.begin == "lower" and one.end == "word" and len(words) <= _FEW:
            one = replace(one, end="link") if is_open_name(above) else one
        yield one


def _ends_in_cell(line: str, words: Sequence[str]) -> bool:
    """Whether the end of a line is a cell by itself: a dash, or a deadline."""
    if len(words) == 1:
        return False
    return words[-1] in DASHES or ends_with_deadline(line)


@lru_cache(maxsize=512)
def strip_of(pieces: tuple[LinePiece, ...], later: bool) -> Strip:
    """The strip of a page of a row, made once for all passes over the table."""
    return Strip(pieces, later)


def strips_of(row: UndividedRow) -> list[Strip]:
    """The strips of a row, page by page."""
    return [strip_of(part, index > 0) for index, part in enumerate(row.parts)]


def text_of(runs: Taken) -> str:
    """What a column takes as one text, its lines as they stand."""
    return " ".join(line for run in runs if run for line in run.lines)


def pieces_used(row: UndividedRow, division: Division) -> int:
    """How many pieces of a row its cells take, from the first on."""
    ends = zip(strips_of(row), division.ends, strict=True)
    return sum(strip.at[end][0] for strip, end in ends)


def is_unwrapped(row: UndividedRow, run: LineRun, page_width: float) -> bool:
    """Whether a cell stands in a row of one line, or in a line wider than the page, where some
    program prints lines that it did not wrap."""
    if page_width >= WIDE:
        return False
    return row.is_one_line or ink(run.pieces[run.first].text).width > page_width


def found_cells(
    row: UndividedRow, division: Division, page_width: float = WIDE
) -> Iterator[FoundCell]:
    """The cells of a divided row as the next model counts them; lines wider than the page are
    unwrapped."""
    strips = strips_of(row)
    memory = [FIRST_MEMORY, *[UNBEGUN] * (len(strips) - 1)]
    for column, runs in enumerate(division.cells):
        used = [run for run in runs if run]
        for part, run in enumerate(runs):
            if run is not None:
                before = None
                if memory[part] >= 0:
                    sign = strips[part].sign(run.begin)
                    size = run.size
                    before = (sign, memory[part] // 2, size, bool(memory[part] % 2))
                yield FoundCell(
                    column, run.lines, run.signs, before, len(used) == 1,
                    is_unwrapped(row, run, page_width),
                )  # fmt: skip
            memory[part] = remember(run, memory[part])


@lru_cache(maxsize=8192)
def together(runs: tuple[LineRun, ...]) -> Whole:
    """What the runs of one cell, page by page, tell together."""
    return reduce(Whole.and_then, [run.whole for run in runs])


def borders(division: Division) -> Iterator[tuple[LineMeasure, LineMeasure]]:
    """The lines that meet at the borders of a divided row."""
    for part in range(len(division.ends)):
        runs = [run for cell in division.cells if (run := cell[part])]
        for one, other in pairwise(runs):
            yield one.tail, other.head


def remember(run: LineRun | None, memory: int) -> int:
    """Lines of the last cell (to `MOST_LINES`), and whether columns were left blank since, as one
    number."""
    if run is not None:
        return 2 * run.size
    return memory | 1 if memory >= 0 else memory
