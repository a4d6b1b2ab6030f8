"""Names of columns that were misread: those beside them, and the list of known ones, tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Cell, Fragment, Grid
from pipeline.normalize.ocr.pieces import Fix, fixed, is_read, spots_of
from pipeline.normalize.ocr.shapes import distance
from pipeline.writing.columns import header_names, printed_numbers
from pipeline.writing.letters import fold

Lines = tuple[Fragment, ...]
RULE = "ocr-header"
_ROWS = 3
"""Rows at the top of a part of a table that may name its columns."""
_FEWEST = 2
"""Names of columns a row must have, for another cell of it to be one."""
_LONGEST_NUMBER = 6
_FAR = 0.12
"""Share of a name that may be misread."""


def header_mends(grid: Grid) -> Iterator[tuple[Lines, Lines]]:
    """Lines as read and as mended of the names of columns in a grid."""
    for row in grid.rows[:_ROWS]:
        cells = [cell for cell in row if cell.fragments]
        known = [fold(_text(cell)) in header_names() for cell in cells]
        if sum(known) < _FEWEST:
            continue
        for index, (cell, is_known) in enumerate(zip(cells, known, strict=True)):
            if not is_known and all(map(is_read, cell.fragments)):
                name = _number(_text(cell)) if index == 0 else _name(_text(cell))
                if name:
                    yield cell.fragments, _renamed(cell.fragments, name)


def _text(cell: Cell) -> str:
    return " ".join(" ".join(fragment.text for fragment in cell.fragments).split())


def _number(text: str) -> str | None:
    """The name of a number column that a short first cell of a header must be."""
    tight = "".join(text.split())
    if len(tight) > _LONGEST_NUMBER:
        return None
    near = sorted((distance(tight, name), name) for name in printed_numbers())
    return near[0][1] if near and near[0][0] <= len(near[0][1]) - 1 else None


def _name(text: str) -> str | None:
    """The only name that a cell of a header may be, in its own letter case."""
    key = fold(text)
    near = [name for name in header_names() if distance(key, name) <= max(1.0, _FAR * len(name))]
    words = text.split()
    if len(near) != 1 or len(near[0].split()) != len(words) or len(key) < _LONGEST_NUMBER:
        return None
    return " ".join(map(_cased, near[0].split(), words))


def _cased(word: str, like: str) -> str:
    if fold(like) == word:
        return like
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _renamed(lines: Lines, name: str) -> Lines:
    """The lines of a cell with the words of a name."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    words: Sequence[str] = name.split()
    if len(spots) != len(words):
        return fixed(lines, [Fix(spots, name, RULE, "the name of a column")])
    return fixed(
        lines,
        [
            Fix([spot], word, RULE, "the name of a column")
            for spot, word in zip(spots, words, strict=True)
            if spot.piece.text != word
        ],
    )
