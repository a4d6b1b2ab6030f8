"""The lines of a row page by page, the places where cells can meet in them, and a row divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.layer_lines import SAME_LINE, Piece
from pipeline.extract.layer_model import FoundCell
from pipeline.extract.layer_rows import Row
from pipeline.extract.layer_words import Ink, ink, lexicon

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Lines given to a cell on one page: positions it begins and ends at, the index of its first
    piece, texts and signs."""

    begin: int
    end: int
    first: int
    lines: tuple[str, ...]
    signs: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Division:
    """A row divided: per column one run or None per part, how far each column is from its next
    best reading (`margins`), that reading, and the pieces after the table's end."""

    cells: tuple[tuple[Run | None, ...], ...]
    margins: tuple[float, ...]
    others: tuple[str, ...]
    score: float
    ends: tuple[int, ...]


class Strip:
    """The lines of a row on one page, and the positions where a cell can begin or end."""

    def __init__(self, pieces: Sequence[Piece], later: bool) -> None:
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

    @property
    def end(self) -> int:
        """The last position."""
        return len(self.at) - 1

    def sign(self, position: int) -> str:
        """The trace before a position."""
        index, offset = self.at[position]
        return SAME_LINE if offset else self.pieces[index].sign

    def rest(self, position: int) -> str:
        """The text from a position to the end of its line."""
        index, offset = self.at[position]
        return self.pieces[index].text[offset:]

    def inner_ends(self, position: int) -> Iterator[tuple[int, str]]:
        """Positions inside the line of `position` where a cell of one line could end."""
        index, offset = self.at[position]
        following = position + 1
        while following < self.line_start[index + 1]:
            yield following, self.pieces[index].text[offset : self.at[following][1]].rstrip()
            following += 1


def pieces_used(row: Row, division: Division) -> int:
    """How many pieces of a row its cells take, from the first on."""
    strips = [Strip(part, index > 0) for index, part in enumerate(row.parts)]
    return sum(strip.at[end][0] for strip, end in zip(strips, division.ends, strict=True))


def found_cells(row: Row, division: Division) -> Iterator[FoundCell]:
    """The cells of a divided row as the next model counts them."""
    strips = [Strip(part, index > 0) for index, part in enumerate(row.parts)]
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


def borders(division: Division) -> Iterator[tuple[Ink, Ink]]:
    """The lines that meet at the borders of a divided row."""
    for part in range(len(division.ends)):
        runs = [run for cell in division.cells if (run := cell[part])]
        for one, other in pairwise(runs):
            yield ink(one.lines[-1]), ink(other.lines[0])


def remember(run: Run | None, memory: int) -> int:
    """Lines of the last cell (to 3) and whether columns were left blank since, as one number."""
    if run is not None:
        return 2 * min(3, len(run.lines))
    return memory | 1 if memory >= 0 else memory
