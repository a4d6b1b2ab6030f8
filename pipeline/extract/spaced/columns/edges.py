"""Where the names of a header stand: how wide its columns are, and where they may begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipeline.extract.spaced.columns.sheets import SpacedText
from pipeline.extract.spaced.lines.words import Word
from pipeline.extract.spaced.names.header import HeaderLines


def single_names(text: SpacedText, header: HeaderLines | None) -> list[Sequence[Word]]:
    """The lines of a header without the names over several columns."""
    if header is None:
        return []
    over = {(at, word) for upper in header.upper for at, words in upper.name for word in words}
    return [
        [word for word in text.rows[index].words if (index, word) not in over]
        for index in range(header.start, header.end)
    ]


def name_widths(header: HeaderLines) -> list[int]:
    """How wide each column is at least: the longest line of its name."""
    return [max(words[-1].x1 - words[0].x0 for _, words in name) for name in header.columns]


def name_begins(header: HeaderLines | None) -> list[int]:
    """Where the names of the columns begin."""
    if header is None:
        return []
    return [min(words[0].x0 for _, words in name) for name in header.columns]


def name_ends(header: HeaderLines) -> list[int]:
    """Where the names of the columns end."""
    return [max(words[-1].x1 for _, words in name) for name in header.columns[:-1]]


def side_by_side(widths: Sequence[int]) -> list[float]:
    """Borders of columns as wide as their names: where a page shows nothing of them."""
    return [float(edge) for edge in accumulate(width + 1 for width in widths[:-1])]
