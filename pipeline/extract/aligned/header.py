"""The names over the columns of a table, and how they are known when a page prints them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.aligned.shape import Band
from pipeline.extract.aligned.strips import TableLine
from pipeline.extract.ruled.lattice import CellBox
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

MOST_LINES = 12
"""Lines of a header, printed again, that are looked at."""


def header_names(
    strips: Sequence[TableLine], bands: Sequence[Band], columns: int
) -> tuple[str, ...]:
    """What the first row prints in each column where it names the numbers of the rows, else
    nothing."""
    texts = _texts(strips[bands[0].first : bands[0].last + 1], columns)
    return texts if any(map(names_row_numbers, texts[:2])) else ()


def repeated_header(strips: Sequence[TableLine], names: Sequence[str]) -> int:
    """How many of the first lines are the header of the page before, printed again."""
    most = min(len(strips), MOST_LINES) if names else 0
    return next(
        (end for end in range(1, most + 1) if _texts(strips[:end], len(names)) == tuple(names)), 0
    )


def level_between(strips: Sequence[TableLine]) -> float | None:
    """The height between the two levels of a header that names the numbers of the rows: names over
    several columns, and below each of them the names of these columns. None where there is one
    level."""
    texts = [text for strip in strips for text in strip.texts]
    over = [text for text in texts if text.last > text.first]
    if not over or not any(names_row_numbers(text.word.text) for text in texts):
        return None
    low = max(text.word.y for text in over)
    below = {text.first for text in texts if text.first == text.last and text.word.y > low}
    wide = {column for text in over for column in range(text.first, text.last + 1)}
    beside = [t for t in texts if t.first == t.last and t.first in wide and t.word.y <= low]
    if not wide <= below or beside:
        return None
    return (low + min(t.word.y for t in texts if t.first in wide and t.word.y > low)) / 2


def levels(spans: Mapping[int, int], columns: int) -> tuple[list[CellBox], list[tuple[int, ...]]]:
    """The cells of a header of two levels, and whose each box of its rows is: names over several
    columns stand above those of each, the others reach over both."""
    cells: list[CellBox] = []
    upper: list[int] = []
    column = 0
    while column < columns:
        width = spans.get(column, 1)
        upper += [len(cells)] * width
        cells.append(CellBox(0, column, 2 if width == 1 else 1, width))
        column += width
    lower = list(upper)
    for column in range(columns):
        if cells[upper[column]].rows == 1:
            lower[column] = len(cells)
            cells.append(CellBox(1, column, 1, 1))
    return cells, [tuple(upper), tuple(lower)]


def bold_header(strips: Sequence[TableLine]) -> int:
    """How many of the first lines are a header in bold, that names the numbers of the rows, over
    lines that are not; a number begins a row, in bold too."""
    end = 0
    for strip in strips[:MOST_LINES]:
        if not strip.bold or parse_label(strip.text(0)) is not None:
            break
        end += 1
    names = [text.word.text for strip in strips[:end] for text in strip.texts]
    return end if end < len(strips) and any(map(names_row_numbers, names)) else 0


def _texts(strips: Sequence[TableLine], columns: int) -> tuple[str, ...]:
    return tuple(
        " ".join(text for strip in strips if (text := strip.text(column)))
        for column in range(columns)
    )
