"""Where the last row of a table ends: its lines go on into whatever stands behind the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.widths import WIDE
from pipeline.extract.layer.signs.words import width
from pipeline.writing.headings import is_annex_heading

_LONGEST_TAIL = 130
"""Lines of the last row that are looked at."""
_TAIL_PARTS = 3
"""Pages of the last row that are looked at."""


def before_prose(model: TableModel, row: UndividedRow) -> UndividedRow:
    """The last row without what cannot belong to it: headings and, where lines are wrapped, those
    wider than its cells are together."""
    widest = WIDE if model.unwraps else sum(model.limits())
    parts: list[tuple[LinePiece, ...]] = []
    left = _LONGEST_TAIL
    for part in row.parts[:_TAIL_PARTS]:
        kept = list(_until_prose(part[:left], widest, free=not parts))
        parts.append(tuple(kept))
        left -= len(kept)
        if len(kept) < len(part) or left <= 0:
            break
    return replace(row, parts=tuple(parts))


def _until_prose(part: Sequence[LinePiece], widest: float, free: bool) -> Iterator[LinePiece]:
    for index, piece in enumerate(part):
        wide = width(piece.text) > widest and not (free and index == 0)
        if wide or heads_annex(piece):
            return
        yield piece


def heads_annex(piece: LinePiece) -> bool:
    """Whether a line heads an annex; what stands on the line of a number (`06 Phụ lục 65. Báo
    cáo …`) is the title of its row."""
    return piece.sign != SAME_LINE and is_annex_heading(piece.text)
