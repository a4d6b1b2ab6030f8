"""The wide table of tasks: each printed task with its document, thread, bodies and search text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pipeline.data.records import AssignmentRecord, OutTaskRecord, TaskRecord, VersionRecord
from pipeline.frozen import dataclass
from pipeline.link.programme.evidence import Evidence
from pipeline.link.programme.versions import REMOVED, History, is_exclusive
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.writing.letters import fold, without_accents

LEAD = "lead"


def search_key(text: str) -> str:
    """A text as it is searched: small letters without marks, đ as d, punctuation as white space.

    >>> search_key("Đất đai, NHÀ Ở")
    'dat dai nha o'
    """
    return without_accents(fold(text))


def out_tasks(
    evidence: Evidence,
    history: History,
    documents: Mapping[str, str | None],
    assignments: Iterable[AssignmentRecord],
) -> Iterator[OutTaskRecord]:
    """The wide table, in the order of rows; `documents` gives the status of each."""
    leads: dict[str, list[AssignmentRecord]] = {}
    for record in assignments:
        if record.role == LEAD:
            leads.setdefault(record.row_id, []).append(record)
    current = _current(history)
    for key, place in sorted(evidence.places.items()):
        if isinstance(place.item, TaskRecord):
            status = documents.get(place.item.doc_id)
            named = sorted(leads.get(key, ()), key=lambda a: a.position)
            yield _row(place.item, evidence, current[key], named, status)


@dataclass(frozen=True, slots=True)
class _Current:
    version: VersionRecord
    by: str | None


def _current(history: History) -> dict[str, _Current]:
    """row_id → its version, and what took its place."""
    targets = {thread.thread_id: thread.to_threads for thread in history.threads}
    found: dict[str, _Current] = {}
    later: dict[str, list[VersionRecord]] = {}
    for version in history.versions:
        if version.in_force_from:
            later.setdefault(version.thread_id, []).append(version)
    for version in history.versions:
        if version.row_id:
            after = [v for v in later.get(version.thread_id, ()) if v.ordinal > version.ordinal]
            found[version.row_id] = _Current(version, _taken_by(version, after, targets))
    return found


def _taken_by(
    version: VersionRecord,
    after: Sequence[VersionRecord],
    targets: Mapping[str, Sequence[str]],
) -> str | None:
    kept = [v for v in after if v.action != REMOVED]
    if kept:
        last = kept[-1]
        return last.row_id or f"{last.number}, {last.stt_path or last.title}"
    ended = version.in_force_from is not None and version.in_force_until is not None
    return "; ".join(targets[version.thread_id]) or None if ended else None


def _row(
    item: TaskRecord,
    evidence: Evidence,
    current: _Current,
    leads: Sequence[AssignmentRecord],
    status: str | None,
) -> OutTaskRecord:
    source, version = evidence.sources[item.doc_id], current.version
    named = [record.agency or record.text for record in leads]
    today = [_names().get(body, body) for record in leads for body in record.today_ids]
    searched = (source.number, item.stt_path, item.title, item.lead, *today, item.result)
    return OutTaskRecord(
        row_id=item.row_id,
        doc_id=item.doc_id,
        number=source.number,
        issued_date=source.issued,
        status=status,
        thread_id=version.thread_id,
        is_current=version.in_force_from is not None and version.in_force_until is None,
        superseded_by=current.by,
        annex=item.annex,
        stt_path=item.stt_path,
        has_children=item.has_children,
        group_label=item.group_label,
        group_title=item.group_title,
        title=item.title,
        head=item.head,
        lead=item.lead,
        leads=tuple(dict.fromkeys(named)),
        leads_today=tuple(dict.fromkeys(today)),
        leads_divided=any(len(record.today_ids) > 1 for record in leads),
        coordination=item.coordination,
        result=item.result,
        deadline=item.deadline,
        deadline_kind=item.deadline_kind,
        due_date=item.due_date,
        due_exclusive=is_exclusive(item.deadline, item.deadline_kind),
        disputed=version.disputed,
        search_text=search_key(" ".join(filter(None, searched))),
    )


@cache
def _names() -> dict[str, str]:
    return {agency.agency_id: agency.name for agency in load_registry().agencies}
