"""The lines of a row page by page, the places where cells can meet in them, and a row divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.layer.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.model import FoundCell
from pipeline.extract.layer.rows import UndividedRow
from pipeline.extract.layer.words import DASHES, LineMeasure, Whole, ink, lexicon, whole, wholes

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, eq=False)
class LineRun:
    """Lines a cell may take on one page: positions it begins and ends at, the index of its first
    piece, texts and signs, and what the lines tell together."""

    begin: int
    end: int
    first: int
    lines: tuple[str, ...]
    signs: tuple[str, ...]
    whole: Whole


@dataclass(frozen=True, slots=True)
class Division:
    """A row divided: per column one run or None per part, how far each column is from its next
    best reading (`margins`), that reading (both only where they are asked for), and how far the
    lines of each part are used."""

    cells: tuple[tuple[LineRun | None, ...], ...]
    margins: tuple[float, ...]
    others: tuple[str, ...]
    score: float
    ends: tuple[int, ...]


class Strip:
    """The lines of a row on one page, and the positions where a cell can begin or end.

    What a run of lines tells is the same for every column, so each run is made once, when it is
    first asked for.
    """

    def __init__(self, pieces: Sequence[LinePiece], later: bool) -> None:
        self.pieces = pieces
        self.at: list[tuple[int, int]] = []
        self.line_start: list[int] = []
        for index, piece in enumerate(pieces):
            self.line_start.append(len(self.at))
            self.at.append((index, 0))
            for match in list(_WORD.finditer(piece.text))[1:]:
                word = match.group()
                if later or not word[0].islower() or word in lexicon().small_begins:
                    self.at.append((index, match.start()))
        self.line_start.append(len(self.at))
        self.at.append((len(pieces), 0))
        self.inks = [ink(piece.text) for piece in pieces]
        self._made: dict[int, tuple[list[LineRun], Iterator[LineRun]]] = {}

    @property
    def end(self) -> int:
        """The last position."""
        return len(self.at) - 1

    def may_be_cut(self, index: int, anywhere: bool) -> bool:
        """Whether a cell can end inside a line: `anywhere`, or else before a dash at its end."""
        if anywhere:
            return self.line_start[index + 1] - self.line_start[index] > 1
        return self.inks[index].words[-1] in DASHES and len(self.inks[index].words) > 1

    def sign(self, position: int) -> str:
        """The trace before a position."""
        index, offset = self.at[position]
        return SAME_LINE if offset else self.pieces[index].sign

    def before(self, position: int) -> str:
        """The text from the start of the line to a position inside it."""
        index, offset = self.at[position]
        return self.pieces[index].text[:offset].rstrip()

    def rest(self, position: int) -> str:
        """The text from a position to the end of its line."""
        index, offset = self.at[position]
        return self.pieces[index].text[offset:]

    def run(self, position: int, count: int) -> LineRun:
        """`count` lines from a position on, the last one to its end."""
        made, more = self._made.get(position) or self._begin(position)
        while len(made) < count:
            made.append(next(more))
        return made[count - 1]

    def _begin(self, position: int) -> tuple[list[LineRun], Iterator[LineRun]]:
        entry: tuple[list[LineRun], Iterator[LineRun]] = ([], self._runs(position))
        self._made[position] = entry
        return entry

    def _runs(self, position: int) -> Iterator[LineRun]:
        first = self.at[position][0]
        texts = (self.rest(position), *(piece.text for piece in self.pieces[first + 1 :]))
        for count, told in enumerate(wholes(texts), start=1):
            end = self.line_start[first + count]
            signs = tuple(piece.sign for piece in self.pieces[first + 1 : first + count])
            yield LineRun(position, end, first, texts[:count], signs, told)

    def cut_runs(self, position: int, count: int) -> Iterator[LineRun]:
        """Runs of `count` lines from a position on that end inside their last line."""
        first, offset = self.at[position]
        last = first + count - 1
        start = position if count == 1 else self.line_start[last]
        whole_lines = self.run(position, count - 1).lines if count > 1 else ()
        signs = tuple(piece.sign for piece in self.pieces[first + 1 : last + 1])
        for end in range(start + 1, self.line_start[last + 1]):
            begin = offset if count == 1 else 0
            text = self.pieces[last].text[begin : self.at[end][1]].rstrip()
            lines = (*whole_lines, text)
            yield LineRun(position, end, first, lines, signs, whole(lines))


@lru_cache(maxsize=512)
def strip_of(pieces: tuple[LinePiece, ...], later: bool) -> Strip:
    """The strip of a page of a row, made once for all passes over the table."""
    return Strip(pieces, later)


def pieces_used(row: UndividedRow, division: Division) -> int:
    """How many pieces of a row its cells take, from the first on."""
    strips = [strip_of(part, index > 0) for index, part in enumerate(row.parts)]
    return sum(strip.at[end][0] for strip, end in zip(strips, division.ends, strict=True))


def found_cells(row: UndividedRow, division: Division) -> Iterator[FoundCell]:
    """The cells of a divided row as the next model counts them."""
    strips = [strip_of(part, index > 0) for index, part in enumerate(row.parts)]
    memory = [1 * 2, *([-1] * (len(strips) - 1))]
    for column, runs in enumerate(division.cells):
        used = [run for run in runs if run]
        for part, run in enumerate(runs):
            if run is not None:
                before = None
                if memory[part] >= 0:
                    sign = strips[part].sign(run.begin)
                    size = min(3, len(run.lines))
                    before = (sign, memory[part] // 2, size, bool(memory[part] % 2))
                yield FoundCell(column, run.lines, run.signs, before, len(used) == 1)
            memory[part] = remember(run, memory[part])


def borders(division: Division) -> Iterator[tuple[LineMeasure, LineMeasure]]:
    """The lines that meet at the borders of a divided row."""
    for part in range(len(division.ends)):
        runs = [run for cell in division.cells if (run := cell[part])]
        for one, other in pairwise(runs):
            yield ink(one.lines[-1]), ink(other.lines[0])


def remember(run: LineRun | None, memory: int) -> int:
    """Lines of the last cell (to 3) and whether columns were left blank since, as one number."""
    if run is not None:
        return 2 * min(3, len(run.lines))
    return memory | 1 if memory >= 0 else memory
