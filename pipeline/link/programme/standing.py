"""How the tasks stand on a day: one row per task, and what cannot be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

from pipeline.data.records import ProgrammeRecord, ThreadRecord, VersionRecord
from pipeline.frozen import dataclass
from pipeline.link.lineage.input import position
from pipeline.link.programme.versions import REMOVED

Absent = dict[tuple[str | None, str, date], int]
_COPIED = tuple(field.name for field in fields(VersionRecord))


@dataclass(frozen=True, slots=True)
class Gap:
    """A document that is cited and not held: `quoted` of its items are known, `open` tasks may
    have been changed by it."""

    number: str
    issued: date | None
    quoted: int
    open: int


def standing(
    threads: Iterable[ThreadRecord],
    versions: Sequence[VersionRecord],
    as_of: date | None = None,
    absent: Absent | None = None,
) -> tuple[ProgrammeRecord, ...]:
    """The version of each task in force on a day, removed tasks left out; without a day, the
    latest known. In the order of documents and rows. `absent` are the documents that are only
    cited, where the versions are not all there are."""
    by_name = {thread.thread_id: thread for thread in threads}
    absent = absent_documents(by_name, versions) if absent is None else absent
    chosen = [v for v in versions if holds(v, as_of) and v.action != REMOVED]
    return tuple(
        _row(v, by_name[v.thread_id], absent, as_of) for v in sorted(chosen, key=standing_order)
    )


def removed(versions: Sequence[VersionRecord], as_of: date | None = None) -> list[VersionRecord]:
    """The last known version of each task that is removed on a day."""
    gone = {v.thread_id: v for v in versions if v.action == REMOVED and holds(v, as_of)}
    last = {v.thread_id: v for v in versions if v.thread_id in gone and v.action != REMOVED}
    return [last[name] for name in sorted(last)]


def holds(version: VersionRecord, as_of: date | None) -> bool:
    """Whether a version is in force on a day; without one, whether nothing later is known."""
    first, last = version.in_force_from, version.in_force_until
    if first is None:
        return False
    if as_of is None:
        return last is None
    return first <= as_of and (last is None or as_of <= last)


def standing_order(version: VersionRecord | ProgrammeRecord) -> tuple[object, ...]:
    """The oldest documents first, in each as printed."""
    return place_in_order(version.issued_date, version.doc_id, version.row_id, version.thread_id)


def place_in_order(
    issued: date | None, doc_id: str | None, row_id: str | None, thread_id: str
) -> tuple[object, ...]:
    """The same from the columns that decide it."""
    place = position(row_id) if row_id else (0, 0)
    return issued or date.min, doc_id or "", place, thread_id


def absent_documents(
    threads: Mapping[str, ThreadRecord], versions: Iterable[VersionRecord]
) -> Absent:
    """(programme, number, date) of each document that is only cited → its items that are known."""
    found: Absent = {}
    for version in versions:
        if version.doc_id is None and version.issued_date and version.number:
            programme = threads[version.thread_id].programme
            key = programme, version.number, version.issued_date
            found[key] = found.get(key, 0) + 1
    return found


def _row(
    version: VersionRecord,
    thread: ThreadRecord,
    absent: Absent,
    as_of: date | None,
) -> ProgrammeRecord:
    issued = version.issued_date or date.min
    unseen = [
        (day, number)
        for programme, number, day in absent
        if programme == thread.programme and issued < day and (as_of is None or day <= as_of)
    ]
    return ProgrammeRecord(
        **{name: getattr(version, name) for name in _COPIED},
        programme=thread.programme,
        unseen=tuple(number for _, number in sorted(unseen)),
        from_threads=thread.from_threads,
    )


def gaps(
    threads: Iterable[ThreadRecord],
    versions: Sequence[VersionRecord],
    rows: Sequence[ProgrammeRecord],
    as_of: date | None = None,
) -> Iterator[Gap]:
    """The cited documents that are not held and bear on the rows, oldest first."""
    by_name = {thread.thread_id: thread for thread in threads}
    asked = {row.programme for row in rows}
    counted = absent_documents(by_name, versions)
    for (programme, number, day), quoted in sorted(counted.items(), key=lambda e: e[0][2]):
        if programme in asked and (as_of is None or day <= as_of):
            yield Gap(number, day, quoted, sum(number in row.unseen for row in rows))
