"""What each document says of a task, and from when until when that holds.

A document holds from the day it is issued until the day before the next one of the same programme
that has the task. Drafts, reports and other programmes that repeat a task are told and never hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from pipeline.data.records import (
    AmendmentRecord,
    IndicatorRecord,
    TaskRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.frozen import dataclass
from pipeline.link.programme.evidence import DRAFT, ISSUED, TEXTS, Evidence, ItemReading, Witness
from pipeline.link.programme.threads import Thread, Threads, threads_of
from pipeline.normalize.values.deadlines import parse_deadline
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import without_marks
from pipeline.writing.patterns import Pattern, any_of, compiled
from pipeline.writing.wording import saying

FULL, PARTIAL = "full", "partial"
REMOVED, REPEATED, SET, AMENDED = "removed", "repeated", "set", "amended"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class History:
    """All tasks with their versions, oldest first, by name of thread."""

    threads: tuple[ThreadRecord, ...]
    versions: tuple[VersionRecord, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What amendments say of places: row or cited key → amendment; removals by cited place."""

    of_row: Mapping[str, AmendmentRecord]
    removals: Mapping[str, tuple[AmendmentRecord, ...]]


def history_of(evidence: Evidence, programmes: Mapping[str, str]) -> History:
    """The tasks of a corpus and what each document says of them."""
    threads = threads_of(evidence)
    told = _told(evidence)
    absent = [s for s in evidence.sources.values() if s.doc_id is None and s.issued]
    records: list[ThreadRecord] = []
    versions: list[VersionRecord] = []
    for thread in threads.by_name.values():
        programme = _programme(thread, programmes, told)
        found = tuple(_versions(thread, programme, programmes, told, threads, evidence))
        versions += found
        missing = [s for s in absent if programmes[s.key] == programme]
        records.append(_record(thread, found, programme, evidence.sources, missing))
    return History(tuple(records), tuple(versions))


def _told(evidence: Evidence) -> _Told:
    of_row: dict[str, AmendmentRecord] = {}
    removals: dict[str, tuple[AmendmentRecord, ...]] = {}
    for record in evidence.amendments:
        if record.row_id:
            of_row.setdefault(record.row_id, record)
        elif record.action == REMOVED and record.amendment_id in evidence.origin:
            key = evidence.origin[record.amendment_id]
            removals[key] = (*removals.get(key, ()), record)
    return _Told(of_row, removals)


# --- programmes ------------------------------------------------------------------------------


def programmes_of(evidence: Evidence) -> dict[str, str]:
    """Document → the oldest document of its programme: those that amend one another.

    A cited document that is not held belongs with the older one that already prints its items.
    """
    home = {key: key for key in evidence.sources}

    def top(key: str) -> str:
        while home[key] != key:
            key = home[key]
        return key

    for record in evidence.amendments:
        cited = evidence.places.get(evidence.origin.get(record.amendment_id, ""))
        if cited is None:
            continue
        ends = [record.doc_id, cited.source.key]
        printed = evidence.places.get(record.original_row_id or "")
        if printed and _older(printed.source, cited.source):
            ends.append(printed.source.key)
        tops = sorted({top(key) for key in ends}, key=lambda key: evidence.sources[key].age)
        for key in tops[1:]:
            home[key] = tops[0]
    return {key: top(key) for key in home}


def _older(one: Witness, other: Witness) -> bool:
    return one.standing == ISSUED and one.when <= other.when


def _programme(thread: Thread, programmes: Mapping[str, str], told: _Told) -> str | None:
    """The programme a task is of: that of the oldest document which amends it or is amended in it,
    else of the oldest one. So a plan that printed the same words before makes nobody's task its
    own."""
    issued = [place for place in thread.places if place.source.standing == ISSUED]
    amended = [place for place in issued if not place.item or place.key in told.of_row]
    return programmes[(amended or issued)[0].source.key] if issued else None


# --- versions --------------------------------------------------------------------------------


def _versions(
    thread: Thread,
    programme: str | None,
    programmes: Mapping[str, str],
    told: _Told,
    threads: Threads,
    evidence: Evidence,
) -> Iterator[VersionRecord]:
    """The versions of one task, oldest first, numbered, with the days they hold."""
    found: list[tuple[date, VersionRecord]] = []
    before: ItemReading | None = None
    for place in thread.places:
        holds = place.source.standing == ISSUED and programmes[place.source.key] == programme
        record = told.of_row.get(place.key)
        action = _action(place, holds, before, record, bool(thread.sources))
        note = place.footnote_id or (record.footnote_id if record else None)
        disputed = place.key in threads.disputed
        version = _version(thread.name, place, action, note, holds, disputed)
        found.append((place.source.when, version))
        before = place if holds else before
    found += _removals(thread, told, evidence)
    found.sort(key=lambda dated: (dated[0], dated[1].action == REMOVED))
    yield from _bounded([version for _, version in found], thread.ended)


def _action(
    place: ItemReading,
    holds: bool,
    before: ItemReading | None,
    told: AmendmentRecord | None,
    derived: bool,
) -> str:
    if not holds:
        return DRAFT if place.source.standing == DRAFT else REPEATED
    if told and told.action != REMOVED:
        return told.action
    if before is None:
        return AMENDED if derived else SET
    return AMENDED if differ(before, place) else REPEATED


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same; spelling and accents that slipped apart."""
    return one == other or _unmarked(one) == _unmarked(other)


def _unmarked(text: str) -> tuple[str, ...]:
    return tuple(map(without_marks, saying(text)))


def differ(before: ItemReading, after: ItemReading) -> bool:
    """Whether two places say different things, spelling and punctuation apart."""
    return any(
        not same_words(before.fields[name], text)
        for name, text in after.fields.items()
        if name in before.fields
    )


def _version(
    name: str, place: ItemReading, action: str, note: str | None, holds: bool, disputed: bool
) -> VersionRecord:
    item = place.item
    texts = {column: place.fields.get(column) for column in TEXTS}
    kind, due = _due(place)
    return VersionRecord(
        thread_id=name,
        ordinal=0,
        number=place.source.number,
        issued_date=place.source.issued,
        doc_id=place.source.doc_id,
        row_id=place.key if item else None,
        footnote_id=note,
        action=action,
        kind=place.kind,
        annex=place.annex,
        stt_path=place.path or None,
        group_title=item.group_title if item else None,
        target_year=item.target_year if isinstance(item, IndicatorRecord) else None,
        deadline_kind=kind,
        due_date=due,
        due_exclusive=is_exclusive(place.fields.get("deadline"), kind),
        in_force_from=place.source.counts_from if holds else None,
        in_force_until=None,
        known=FULL if item else PARTIAL,
        disputed=disputed,
        **texts,
    )


def _due(place: ItemReading) -> tuple[str | None, date | None]:
    if isinstance(place.item, TaskRecord):
        return place.item.deadline_kind, place.item.due_date
    if "deadline" not in place.fields:
        return None, None
    parsed = parse_deadline(place.fields["deadline"])
    return parsed.kind, parsed.due_date


@cache
def _exclusive() -> Pattern:
    words = load_beside(__file__, "programme.toml")["exclusive"]
    return compiled(rf"(?<!\w){any_of(words)}\s+(?:ngày\s+)?\d{{1,2}}\b", any_case=True)


def is_exclusive(deadline: str | None, kind: str | None) -> bool:
    """Whether the printed day itself is too late: `trước ngày 15/3/2026`."""
    return kind == "day" and _exclusive().search(deadline or "") is not None


def _removals(
    thread: Thread, told: _Told, evidence: Evidence
) -> Iterator[tuple[date, VersionRecord]]:
    for place in thread.places:
        for record in told.removals.get(place.key, ()):
            source = evidence.sources[record.doc_id]
            gone = replace(place, source=source, fields={}, item=None)
            holds = source.standing == ISSUED
            version = _version(thread.name, gone, REMOVED, record.footnote_id, holds, False)
            yield source.when, replace(version, known=FULL, group_title=None)


def _bounded(found: Sequence[VersionRecord], ended: date | None) -> Iterator[VersionRecord]:
    """The versions numbered and with their last days; a removed task holds nothing any more."""
    starts = [v.in_force_from for v in found]
    for at, version in enumerate(found, 1):
        later = [day for day in starts[at:] if day] + ([ended] if ended else [])
        first = version.in_force_from
        until = min((day - _DAY for day in later if first and day > first), default=None)
        same_day = first is not None and first in starts[at:]
        last = first - _DAY if same_day and first else until
        yield replace(version, ordinal=at, in_force_until=last)


# --- threads as records ----------------------------------------------------------------------


def _record(
    thread: Thread,
    versions: Sequence[VersionRecord],
    programme: str | None,
    sources: Mapping[str, Witness],
    missing: Iterable[Witness],
) -> ThreadRecord:
    titles = [p.fields.get("title") for p in thread.places if p.source.standing == ISSUED]
    titles = titles or [p.fields.get("title") for p in thread.places]
    removed = [v.in_force_from for v in versions if v.action == REMOVED and v.in_force_from]
    holding = [v for v in versions if v.in_force_from]
    return ThreadRecord(
        thread_id=thread.name,
        aliases=tuple(place.key for place in thread.places if place.key != thread.name),
        kind=thread.places[-1].kind,
        programme=sources[programme].name if programme else None,
        title=next((title for title in reversed(titles) if title), None),
        status=_status(thread, holding, bool(removed)),
        ended_on=min(removed) if removed else thread.ended,
        documents=tuple(dict.fromkeys(place.source.name for place in thread.places)),
        from_threads=tuple(sorted(thread.sources)),
        to_threads=tuple(sorted(thread.targets)),
        known=FULL if any(place.item for place in thread.places) else PARTIAL,
        unseen=unseen(holding, missing) if not (removed or thread.ended) else (),
        disputed=any(version.disputed for version in versions),
    )


def _status(thread: Thread, holding: Sequence[VersionRecord], removed: bool) -> str:
    if removed:
        return REMOVED
    if not holding:
        drafts = any(place.source.standing == DRAFT for place in thread.places)
        return DRAFT if drafts else REPEATED
    return thread.how if thread.ended else "in_force"


def unseen(holding: Iterable[VersionRecord], missing: Iterable[Witness]) -> tuple[str, ...]:
    """The documents not held that were issued after the last version of a task."""
    known = list(holding)
    last = max((v.issued_date for v in known if v.issued_date), default=None)
    late = [s for s in missing if last and s.issued and s.issued > last]
    return tuple(source.name for source in sorted(late, key=lambda s: s.age))
