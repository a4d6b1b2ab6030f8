"""Two readings of one annex, compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from pipeline.data.records import CellRecord, Document, ProblemRecord, RowRecord
from pipeline.writing.letters import unspaced


def compare(best: Document, other: Document) -> Iterable[ProblemRecord]:
    """One `rendition-differs` problem per cell, and per row that only one of them has."""
    if not other.rows:
        return
    ours, theirs = _cells_by_row(best), _cells_by_row(other)
    name = other.facts.source
    for mine, yours in _aligned(best, other):
        if mine is None and yours is not None:
            text = theirs[yours.row_id].get("title")
            message = f"{name} has a row that is not here"
            yield _differs(best, None, None, message, text.text if text else "")
        elif mine is not None and yours is None:
            yield _differs(best, mine, None, f"{name} does not have this row", "")
        elif mine is not None and yours is not None:
            other_cells = theirs[yours.row_id]
            for column, cell in ours[mine.row_id].items():
                twin = other_cells.get(column)
                if twin is not None and twin.text != cell.text:
                    message = f"{name} prints this cell differently"
                    yield _differs(best, mine, column, message, twin.text)


def _differs(
    best: Document, row: RowRecord | None, column: str | None, message: str, evidence: str
) -> ProblemRecord:
    return ProblemRecord(
        doc_id=best.doc_id,
        table_id=row.table_id if row else None,
        row_id=row.row_id if row else None,
        column=column,
        severity="warning",
        code="rendition-differs",
        message=message,
        evidence=evidence,
    )


def _cells_by_row(document: Document) -> dict[str, dict[str, CellRecord]]:
    rows: dict[str, dict[str, CellRecord]] = {}
    for cell in document.cells:
        rows.setdefault(cell.row_id, {})[cell.column] = cell
    return rows


def _row_texts(document: Document) -> dict[str, str]:
    """Row id → what it says, for aligning: all its texts, white space and case left out."""
    return {
        row_id: unspaced("".join(cell.text for cell in cells.values())).casefold()
        for row_id, cells in _cells_by_row(document).items()
    }


def _aligned(
    best: Document, other: Document
) -> Iterable[tuple[RowRecord | None, RowRecord | None]]:
    """Rows of both in order, side by side; None where one has no counterpart.

    Equal rows anchor the alignment; between two anchors rows are paired in order.
    """
    ours, theirs = best.rows, other.rows
    mine, yours = _row_texts(best), _row_texts(other)
    matcher = SequenceMatcher(
        None, [mine[r.row_id] for r in ours], [yours[r.row_id] for r in theirs], autojunk=False
    )
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        length = max(end - start, other_end - other_start)
        for step in range(length):
            yield (
                ours[start + step] if start + step < end else None,
                theirs[other_start + step] if other_start + step < other_end else None,
            )
