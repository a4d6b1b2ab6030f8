"""The names over the columns of a table, and how they are known when a page prints them again."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.aligned.shape import Band
from pipeline.extract.aligned.strips import TableLine
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
