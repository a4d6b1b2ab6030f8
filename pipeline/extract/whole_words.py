"""Words that the lines of narrow columns broke, whole: in files that a program made of a PDF the
lines of a cell are those of the page (`Thườn` over `g xuyên`), or blanks stand where they ended.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.model import Block, Cell, Fragment, Grid
from pipeline.writing.cut_lines import breaks_words, glued_lines
from pipeline.writing.cuts import is_cut_number
from pipeline.writing.patterns import compiled
from pipeline.writing.torn import is_torn

_NO_VOWEL: Final = compiled(r"(?<!\S)[b-df-hj-np-tv-xzđ]{1,3}(?!\S)", any_case=True)
"""Letters between blanks that are no syllable, as most words leave them that a line tore."""
_FEWEST: Final = 3
"""Cells of a column that a blank tears for certain, from which on its words may stand torn."""
_Key = tuple[int, int]
"""How many columns a table has, and which of them it is."""


def with_whole_words(blocks: Sequence[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The blocks of pages, the words whole that the lines of columns break: of all tables of so
    many columns, for such a program makes one of each page."""
    columns: dict[_Key, list[list[str]]] = {}
    for grid in (one for _, one in blocks if isinstance(one, Grid)):
        for row in grid.rows:
            for at, cell in enumerate(row):
                lines = [line.text for line in cell.fragments]
                columns.setdefault((len(row), at), []).append(lines)
    broken = {key for key, cells in columns.items() if breaks_words(cells)}
    flat = {key for key, cells in columns.items() if key not in broken and _are_torn(cells)}
    if not broken and not flat:
        return list(blocks)
    return [(at, _whole(one, broken, flat) if isinstance(one, Grid) else one) for at, one in blocks]


def _are_torn(cells: Sequence[Sequence[str]]) -> bool:
    """Whether blanks tear words in the cells of a column, each on one line."""
    if any(len(lines) > 1 for lines in cells):
        return False
    texts = [lines[0] for lines in cells if lines and _NO_VOWEL.search(lines[0])]
    return len(texts) >= _FEWEST and sum(any(_torn(text)) for text in texts) >= _FEWEST


def _torn(text: str) -> list[bool]:
    """For each blank of a text whether it tears a word or a date for certain.

    >>> _torn("Thườn g xuyên"), _torn("Tháng 12/202 5"), _torn("25 kg đạm")
    ([True, False], [False, True], [False, False])
    """
    return [
        is_cut_number(one, other) or (other[0].isalpha() and is_torn(one, other))
        for one, other in pairwise(text.split())
    ]


def _whole(grid: Grid, broken: Collection[_Key], flat: Collection[_Key]) -> Grid:
    """A grid, the words whole of the columns whose lines break them, and of those where blanks
    stand at the ends of lines."""

    def whole(cell: Cell, key: _Key) -> Cell:
        return _glued(cell) if key in broken else _mended(cell) if key in flat else cell

    rows = (tuple(whole(cell, (len(row), at)) for at, cell in enumerate(row)) for row in grid.rows)
    return replace(grid, rows=tuple(rows))


def _mended(cell: Cell) -> Cell:
    """A cell on one line, parted at the blanks that tear its words: lines that go on."""
    pieces = [
        replace(line, text=part, glued=glued)
        for line in cell.fragments
        for part, glued in _parts(line.text)
    ]
    return replace(cell, fragments=tuple(pieces)) if len(pieces) > len(cell.fragments) else cell


def _parts(text: str) -> list[tuple[str, bool]]:
    """A text parted at the blanks that tear words, each part with whether the next one goes on."""
    words = text.split()
    found: list[list[str]] = [words[:1]]
    for word, torn in zip(words[1:], _torn(text), strict=True):
        if torn:
            found.append([word])
        else:
            found[-1].append(word)
    texts = [" ".join(part) for part in found]
    return [(part, at + 1 < len(texts)) for at, part in enumerate(texts)]


def _glued(cell: Cell) -> Cell:
    """A cell whose lines go on with the words of those above."""
    lines, doubt = glued(cell.fragments)
    return replace(cell, fragments=tuple(lines), doubt=cell.doubt or doubt)


def glued(lines: Sequence[Fragment]) -> tuple[list[Fragment], str]:
    """The lines of a cell of a column that breaks words, those that break one glued to the next,
    and the doubt about them."""
    ends = [*glued_lines([line.text for line in lines]), (False, "")] if lines else []
    pieces = [replace(line, glued=own) for line, (own, _) in zip(lines, ends, strict=True)]
    return pieces, next((doubt for _, doubt in ends if doubt), "")
