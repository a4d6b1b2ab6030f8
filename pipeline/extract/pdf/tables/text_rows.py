"""Rows that only the text of a table shows: rules part its columns, and none its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.extract.aligned.rows import (
    are_lines,
    begin_in_bold,
    crowded_rows,
    longest_shape,
    open_body,
    parts_evenly,
    told_several,
    with_rows,
)
from pipeline.extract.aligned.words import Measure, TextLine
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.worded import lines_of_words, measure_of
from pipeline.extract.ruled.lattice import Lattice

LONGEST_LABEL = 8
"""Letters of a row's number, its brackets and dots included."""


class TextRows(NamedTuple):
    """A lattice with the rows its text shows, what is doubtful of its cells, by index, and the
    names of its columns as far as they are known."""

    lattice: Lattice
    doubts: Mapping[int, str]
    names: tuple[str, ...]


class _Row(NamedTuple):
    """A row of a lattice with the lines that stand in it, and the measures of these."""

    row: int
    lines: list[TextLine]
    measure: Measure


def with_text_rows(
    lattice: Lattice,
    pieces: Sequence[Piece],
    split: Callable[[Piece], list[Piece]],
    before: Sequence[str],
    doubts: Mapping[int, str],
    goes_on: bool = False,
) -> TextRows | None:
    """A lattice parted where numbers of several rows stand in one of its rows or, with nothing
    drawn between rows, where white parts them; None where the text shows no more rows. `before` are
    the names of the columns on the page before, `doubts` what is doubtful of the cells as they are;
    `goes_on` says that the table has the columns of one on the page before whose rows its text
    showed too.
    """
    crowded = crowded_rows(lattice, _labels(lattice, pieces))
    places = sorted(crowded or open_body(lattice))
    held = [(place, _in_row(lattice, place, pieces)) for place in places]
    rows = [_Row(at, lines_of_words(own, split), measure_of(own)) for at, own in held if own]
    if not rows:
        return None
    parted = not crowded and parts_evenly(lattice, rows)
    by_line = not (crowded or parted) and are_lines(lattice, rows, goes_on)
    if not (crowded or parted or by_line or begin_in_bold(lattice, rows)):
        several = told_several(lattice, rows) if lattice.open_top or lattice.open_bottom else {}
        return TextRows(lattice, {**several, **doubts}, tuple(before)) if several else None
    like = longest_shape(lattice, rows) if parted and len(rows) > 1 else None
    found: TextRows | None = None
    names, certain = tuple(before), bool(crowded) or parted
    for row, lines, measure in rows:
        own = found.lattice if found else lattice
        at = row + len(own.ys) - len(lattice.ys)
        told = found.doubts if found else doubts
        cut = with_rows(own, lines, at, measure, names, told, like, certain, by_line)
        if cut is not None:
            names = cut[2] or names
            found = TextRows(cut[0], cut[1], names)
    return found


def _in_row(lattice: Lattice, row: int, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces whose middle stands in a row of a lattice."""
    x0, x1, y0, y1 = lattice.xs[0], lattice.xs[-1], lattice.ys[row], lattice.ys[row + 1]
    return [p for p in pieces if x0 <= (p.x0 + p.x1) / 2 <= x1 and y0 <= p.middle <= y1]


def _labels(lattice: Lattice, pieces: Iterable[Piece]) -> list[tuple[float, float, str]]:
    """The short texts in the first two columns of a table that do not stand alone in their cell,
    with the places of their middles."""
    left, right = lattice.xs[0], lattice.xs[min(2, len(lattice.xs) - 1)]
    short = [
        piece
        for piece in pieces
        if piece.x1 <= right and left <= piece.x0 and len(piece.text) <= LONGEST_LABEL
    ]
    cells: dict[int | None, list[Piece]] = {}
    for piece in short:
        cells.setdefault(lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle), []).append(piece)
    several = [piece for own in cells.values() if len(own) > 1 for piece in own]
    return [
        ((word.x0 + word.x1) / 2, (line.top + line.bottom) / 2, word.text)
        for line in lines_of_words(several, lambda piece: [piece])
        for word in line.words
    ]
