"""Decisions that rest on other documents, found in their own: the rest is settled between them.

Links and originals of amendments are not known while a document is read, and some doubts arise
later. What such a decision says of its own row is checked here; it goes on with the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.data.records import DecisionRecord
from pipeline.model import Correction
from pipeline.normalize.corrections.match import (
    AMBIGUOUS,
    STALE,
    Built,
    Miss,
    name_of,
    rows_meant,
)

_BETWEEN = ("link", "original")


def left_open(
    entries: Iterable[Correction], unaccepted: Sequence[Miss], tables: Sequence[Built], doc_id: str
) -> tuple[list[DecisionRecord], list[Miss]]:
    """The decisions on links and originals, and the accepted doubts that the reading alone does
    not have; those whose own row is not there, or there twice, are misses."""
    later = {m.correction.place for m in unaccepted if m.code == STALE}
    waiting = [e for e in entries if e.decision in _BETWEEN or e.place in later]
    records: list[DecisionRecord] = []
    misses = [m for m in unaccepted if m.code != STALE]
    for entry in waiting:
        rows = [name_of(row) for row in rows_meant(entry, tables)] if entry.row else [""]
        if len(rows) == 1:
            records.append(_record(entry, f"{doc_id}/{rows[0]}" if rows[0] else None, doc_id))
        else:
            misses.append(_miss(entry, len(rows)))
    return records, misses


def _miss(entry: Correction, rows: int) -> Miss:
    if not rows:
        return Miss(entry, STALE, "no row is any more as it was made against")
    return Miss(entry, AMBIGUOUS, f"{rows} rows are as it says; add `at`")


def _record(entry: Correction, row_id: str | None, doc_id: str) -> DecisionRecord:
    accepted = entry.decision == "link" and entry.value == "accepted"
    return DecisionRecord(
        doc_id=doc_id,
        place=entry.place,
        decision=entry.decision,
        row_id=row_id,
        column=entry.column,
        against=entry.against,
        other_doc_id=entry.document or None,
        other_row=entry.other,
        other_at=entry.other_at,
        note=entry.note,
        relation=(entry.relation or "same") if accepted else "",
        value=entry.value,
        reason=entry.reason,
    )
