"""How sure the rows are that white, walls and numbers cut: what their cells say of it.

Walls leave nothing open. Elsewhere the rows are weighed against those that would be if two of
them met at another line (`layer.seams`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.extract.aligned.header import header_names
from pipeline.extract.aligned.shape import Band, Shape
from pipeline.extract.aligned.strips import TableLine
from pipeline.extract.aligned.uncounted import with_numbers
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted.gridded import Lines, Span

if TYPE_CHECKING:
    from pipeline.extract.layer.uncounted.seams import Margins

CERTAIN = 4.0
"""How much better (log odds) a cell must be than with the lines beside it cut otherwise.

Chosen on 14 texts printed in nine styles: 28 of the 40 cells read wrong then were below it or in
no row of their own, and 1.3 % of the right ones; at 8 none more of the wrong, 2.7 % of the right.
"""
_WALL = 40.0
"""What a wall tells for rows to meet there (log odds)."""
_WIDE, _TIGHT = 8.0, -1.0
"""The same of white wider than between the lines of a cell, and of white that is not, where some
is."""


def weighed(
    strips: Sequence[TableLine],
    shape: Shape,
    bands: Sequence[Band],
    walls: Sequence[float],
    names: Sequence[str],
) -> list[Band]:
    """The rows with the columns of each whose lines could nearly as well be cut otherwise, and
    without the doubt of those whose cells leave none; `names` is what the header of the page
    before prints in each column."""
    own = header_names(strips, bands, shape.columns)
    head = bool(own)
    titles = own or tuple(names)
    body = bands[head:]
    if not body or shape.columns == 1:
        return list(bands)
    margins = _margins(strips, body, shape, walls, titles, bool(names))
    near = [frozenset(k for k, margin in enumerate(row) if margin < CERTAIN) for row in margins]
    return [
        *bands[:head],
        *(
            replace(band, near=columns, doubt=band.doubt if columns else "")
            for band, columns in zip(body, near, strict=True)
        ),
    ]


def _margins(
    strips: Sequence[TableLine],
    bands: Sequence[Band],
    shape: Shape,
    walls: Sequence[float],
    names: Sequence[str],
    follows: bool,
) -> Margins:
    """Per row and column how much worse the next best way is that changes the cell."""
    # Loaded here and not above: it takes longer than to read a file all of whose cells have rules.
    from pipeline.extract.layer.uncounted.seams import seam_margins
    from pipeline.extract.layer.uncounted.uncounted import search_of, taught_by

    first = bands[0].first
    own = strips[first : bands[-1].last + 1]
    numbers = 0 if with_numbers(shape, names) else 1  # a column of numbers that prints none
    columns = range(-numbers, shape.columns)
    page = Lines(
        tuple(tuple(_text(strip, column) for column in columns) for strip in own),
        (0,) * len(own),
        _white(own, shape, walls),
        tuple(tuple(_span(strip, column, shape) for column in columns) for strip in own),
    )
    rows = [Span(band.first - first, band.last + 1 - first, None) for band in bands]
    titles = ("",) * numbers + (
        tuple(names) if len(names) == shape.columns else ("",) * shape.columns
    )
    model = taught_by(page, [role_of(title) for title in titles], rows)
    found = seam_margins(search_of(page, model, rows, follows), [(r.start, r.end) for r in rows])
    return [row[numbers:] for row in found]


def _text(strip: TableLine, column: int) -> str:
    return " ".join(text.word.text for text in strip.texts if text.first == column)


def _span(strip: TableLine, column: int, shape: Shape) -> tuple[float, float]:
    """Where the text of a column begins and ends down the page, in lines."""
    pitch = shape.height + shape.leading
    ys = [text.word.y for text in strip.texts if text.first == column]
    top, bottom = (min(ys), max(ys)) if ys else (strip.top + pitch / 2, strip.bottom - pitch / 2)
    return top / pitch - 0.5, bottom / pitch + 0.5


def _white(strips: Sequence[TableLine], shape: Shape, walls: Sequence[float]) -> tuple[float, ...]:
    """What the white above each line tells for a row to begin there."""
    found = [0.0]
    for above, below in pairwise(strips):
        walled = any(above.bottom - 1 <= wall <= below.top + 1 for wall in walls)
        wide = shape.is_wide(below.top - above.bottom)
        found.append(_WALL if walled else _WIDE if wide else _TIGHT)
    return tuple(found)
