"""Published records → what the linking takes."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.link.lineage_model import Bridge, LinkInput, LinkRow, Successors
from pipeline.normalize.agency_registry import load_registry
from pipeline.records import (
    AmendmentRecord,
    AssignmentRecord,
    Document,
    IndicatorRecord,
    TaskRecord,
)

LEAD_ROLES = frozenset({"head", "lead"})


def link_input(document: Document) -> LinkInput:
    """The tasks and indicators of a document in printed order."""
    return rows_input(
        document.doc_id, [*document.tasks, *document.indicators], document.assignments
    )


def rows_input(
    doc_id: str,
    items: Iterable[TaskRecord | IndicatorRecord],
    assignments: Iterable[AssignmentRecord],
) -> LinkInput:
    """The same from rows of `tasks`, `indicators` and `assignments`; rows without a title stay out.

    Collectives and unknown bodies are no agencies here: that two tasks name `các bộ` says nothing.
    """
    named: dict[tuple[str, bool], set[str]] = {}
    for item in assignments:
        if item.agency_id is not None and item.scope == "agency":
            role = item.role in LEAD_ROLES
            named.setdefault((item.row_id, role), set()).add(item.agency_id)
    rows = [
        LinkRow(
            row_id=item.row_id,
            title=item.title,
            parent_row_id=item.parent_row_id,
            group=item.group_title or "",
            leads=frozenset(named.get((item.row_id, True), ())),
            others=frozenset(named.get((item.row_id, False), ())),
            kind="tasks" if isinstance(item, TaskRecord) else "indicators",
        )
        for item in items
        if item.title
    ]
    return LinkInput(doc_id, tuple(sorted(rows, key=lambda row: _position(row.row_id))))


def _position(row_id: str) -> tuple[int, int]:
    _, table, ordinal = row_id.rsplit("/", 2)
    return int(table), int(ordinal)


def bridges(amendments: Iterable[AmendmentRecord]) -> list[Bridge]:
    """The old titles that footnotes quote for rows of their document."""
    return [
        Bridge(item.row_id, item.original_title)
        for item in amendments
        if item.row_id is not None and item.original_title
    ]


def successors() -> Successors:
    """Agency id → ids of the bodies that took over, from the registry."""
    return {agency.agency_id: agency.successor_ids for agency in load_registry().agencies}
