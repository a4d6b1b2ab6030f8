"""Published records → what the linking takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from pipeline.data.records import AmendmentRecord, Document, items_of, kind_of_item
from pipeline.link.lineage.model import Bridge, LinkInput, LinkRow, Successors
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.writing.columns import columns

LEAD_ROLES = frozenset(column.name for column in columns().values() if column.answers)


def link_input(document: Document) -> LinkInput:
    """The items of a document in printed order; one with targets of several years has no year."""
    years: dict[str, set[int | None]] = {}
    for indicator in document.indicators:
        years.setdefault(indicator.row_id, set()).add(indicator.target_year)
    rows = [
        LinkRow(
            row_id=item.row_id,
            title=item.title,
            parent_row_id=item.parent_row_id,
            group=item.group_title or "",
            kind=kind_of_item(item),
            year=_only(years.get(item.row_id, set())),
        )
        for item in items_of(document)
        if item.title
    ]
    leads = leads_of((a.row_id, a.role, a.scope, a.agency_id) for a in document.assignments)
    return with_leads(LinkInput(document.doc_id, in_order(rows)), leads)


def _only(years: set[int | None]) -> int | None:
    return next(iter(years)) if len(years) == 1 else None


def in_order(rows: Iterable[LinkRow]) -> tuple[LinkRow, ...]:
    """Rows of one document in printed order."""
    return tuple(sorted(rows, key=lambda row: position(row.row_id)))


def leads_of(
    assignments: Iterable[tuple[str, str, str, str | None]],
) -> dict[str, frozenset[str]]:
    """row_id → its leads, from (row_id, role, scope, agency_id) of `assignments`.

    Collectives and unknown bodies are no agencies here: that two tasks name `các bộ` says nothing.
    """
    leads: dict[str, set[str]] = {}
    for row_id, role, scope, agency_id in assignments:
        if agency_id is not None and scope == "agency" and role in LEAD_ROLES:
            leads.setdefault(row_id, set()).add(agency_id)
    return {row_id: frozenset(found) for row_id, found in leads.items()}


def with_leads(
    document: LinkInput,
    leads: Mapping[str, frozenset[str]],
    wanted: Collection[int] | None = None,
) -> LinkInput:
    """A document whose rows, or some of them (by place), know their leads."""
    rows = list(document.rows)
    for at in range(len(rows)) if wanted is None else wanted:
        if rows[at].row_id in leads:
            rows[at] = replace(rows[at], leads=leads[rows[at].row_id])
    return replace(document, rows=tuple(rows))


def position(row_id: str) -> tuple[int, int]:
    """Table and ordinal of a row: its place in its document."""
    _, table, ordinal = row_id.rsplit("/", 2)
    return int(table), int(ordinal)


def bridges(amendments: Iterable[AmendmentRecord]) -> list[Bridge]:
    """The old titles that footnotes quote for rows of their document."""
    return [
        Bridge(item.row_id, item.original_title)
        for item in amendments
        if item.row_id is not None and item.original_title
    ]


def quotes_of(evidence: Iterable[Bridge]) -> dict[str, tuple[str, ...]]:
    """row_id → the old titles quoted for it."""
    quotes: dict[str, tuple[str, ...]] = {}
    for bridge in evidence:
        quotes[bridge.row_id] = (*quotes.get(bridge.row_id, ()), bridge.title)
    return quotes


def successors() -> Successors:
    """Agency id → ids of the bodies that took over, from the registry."""
    return {agency.agency_id: agency.successor_ids for agency in load_registry().agencies}
