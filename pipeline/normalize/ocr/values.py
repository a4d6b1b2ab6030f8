"""Cells read from a picture whose text means nothing: a deadline that is none, a body nobody knows.

In a printed file such a text is what the document says. Read from a picture it is rather misread,
however sure the reader was of each letter (`2925` for `2025`). A body whose kind its name tells
(`Sở Xây dựng`) means something, also where the document does not say of which province it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data.records import AssignmentRecord, CellRecord, TaskRecord

MEANS_NOTHING = 0.85
"""How sure such a cell is at most."""


def doubted(
    cells: Iterable[CellRecord], items: Sequence[object], named: Iterable[AssignmentRecord]
) -> Iterator[CellRecord]:
    """The cells, less sure where what was read of them as a deadline or a body means nothing."""
    empty = {
        (item.row_id, "deadline")
        for item in items
        if isinstance(item, TaskRecord) and item.deadline_kind == "unparsed"
    }
    empty |= {
        (one.row_id, one.role)
        for one in named
        if one.scope == "unknown" and one.agency is None and not one.kind
    }
    for cell in cells:
        sure = cell.confidence
        if sure is not None and sure > MEANS_NOTHING and (cell.row_id, cell.column) in empty:
            cell = replace(cell, confidence=MEANS_NOTHING)
        yield cell
