"""Where a form is signed: the lines below its last row, with who draws it up, who is in charge and
the place and date, stand in columns too, and right below the rows.

One such line alone may be the cells of a row (`Thủ trưởng đơn vị`, `ngày 05 tháng 01 năm 2026`);
what asks for signatures (`(Ký, họ tên)`) is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.spaced.lines.words import SpacedLine, text_of
from pipeline.writing.closings import is_signing

_ASKS = "(ký"
"""What asks for a signature begins so."""


def signed_until(rows: Sequence[SpacedLine], start: int, end: int) -> int:
    """Where a table ends that goes on from line `start` to `end` at most: above the lines that are
    signed, those right above what asks for the signatures."""
    asks = next((at for at in range(start, end) if _asks(rows[at])), end)
    if asks == end:
        return end
    while asks > start and _is_signing(rows[asks - 1]):
        asks -= 1
    return asks


def _asks(row: SpacedLine) -> bool:
    """Whether a line has nothing but what asks for signatures."""
    return all(text_of(part).lower().startswith(_ASKS) for part in row.segments)


def _is_signing(row: SpacedLine) -> bool:
    """Whether a line has nothing but who signs, where and when; the end of a cell may be a date,
    which no capital begins."""
    return all(is_signing(text) and not text[:1].islower() for text in map(text_of, row.segments))
