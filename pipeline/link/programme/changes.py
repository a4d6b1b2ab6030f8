"""What each version changed, field by field, told from differences that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pipeline.data.records import ChangeRecord, ThreadRecord, VersionRecord
from pipeline.frozen import dataclass
from pipeline.link.lineage.input import position
from pipeline.link.programme.evidence import TEXTS, ItemReading
from pipeline.link.programme.versions import REMOVED, History, same_words
from pipeline.normalize.values.deadlines import parse_deadline
from pipeline.normalize.values.targets import parse_target
from pipeline.writing.wording import differs

_KINDS = {"head": "lead", "lead": "lead", "coordination": "coordination", "result": "result"}
_WORDING = "wording"
_SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class _Step:
    """A version and an earlier one it is compared with; `how` is same, split or merged."""

    before: Sequence[VersionRecord]
    after: VersionRecord
    how: str = "same"


def changes_of(
    history: History, places: Iterable[ItemReading]
) -> dict[str, tuple[ChangeRecord, ...]]:
    """doc_id → the changes it makes or tells of, in the order of its rows; `places` are the cited
    items of documents not held."""
    threads = {thread.thread_id: thread for thread in history.threads}
    holding: dict[str, list[VersionRecord]] = {}
    for version in history.versions:
        if version.in_force_from:
            holding.setdefault(version.thread_id, []).append(version)
    cited = {_where(place): place for place in places}
    found: dict[str, list[ChangeRecord]] = {}
    for name, versions in holding.items():
        for step in _steps(threads[name], versions, holding, threads):
            for change in _changes(step, cited):
                found.setdefault(change.doc_id, []).append(change)
    return {doc_id: tuple(sorted(rows, key=order_of)) for doc_id, rows in found.items()}


def _where(place: ItemReading) -> tuple[str | None, str | None, str]:
    return place.source.number, place.annex, place.path


def order_of(change: ChangeRecord) -> tuple[object, ...]:
    """The changes of a document in the order of its rows."""
    at = position(change.row_id) if change.row_id else (0, 0)
    return at, change.thread_id, change.changed_on, _place(change.column), change.before


def _place(column: str) -> int:
    return TEXTS.index(column) if column in TEXTS else len(TEXTS)


def _steps(
    thread: ThreadRecord,
    versions: Sequence[VersionRecord],
    holding: Mapping[str, Sequence[VersionRecord]],
    threads: Mapping[str, ThreadRecord],
) -> Iterator[_Step]:
    for at, version in enumerate(versions):
        yield _Step(versions[:at], version)
    for name in thread.from_threads:
        first = versions[0] if versions else None
        ended = threads[name].ended_on
        after = next((v for v in versions if v.in_force_from == ended), first)
        if after is None:
            continue
        older = [v for v in holding.get(name, ()) if _day(v) < _day(after)]
        how = "merged" if len(thread.from_threads) > 1 else "split"
        if older:
            yield _Step(older, after, how)


def _day(version: VersionRecord) -> date:
    return version.in_force_from or date.min


def _changes(
    step: _Step, cited: Mapping[tuple[str | None, str | None, str], ItemReading]
) -> Iterator[ChangeRecord]:
    if step.after.action == REMOVED:
        before = _last(step.before, "title")
        if before:
            yield _change(step, before[-1], "title", "", REMOVED, cited, before)
        return
    if not step.before:
        if step.after.action == "new":
            yield _change(step, None, "title", step.after.title or "", "new", cited)
        return
    for column in TEXTS:
        after = getattr(step.after, column)
        before = _last(step.before, column)
        if after is None or not before:
            continue
        kind = kind_of(column, getattr(before[-1], column), after)
        if step.how != "same" and column == "title":
            kind = step.how
        if column == "target" and _differs(step, "unit") and kind:
            kind = "target"
        if kind:
            yield _change(step, before[-1], column, after, kind, cited, before)


def _differs(step: _Step, column: str) -> bool:
    """Whether a column of the version reads otherwise than before."""
    before, after = _last(step.before, column), getattr(step.after, column)
    if not before or after is None:
        return False
    return not same_words(getattr(before[-1], column), after)


def _last(versions: Sequence[VersionRecord], column: str) -> list[VersionRecord]:
    """The latest version that has a column, and the earlier ones that say the same of it."""
    having = [v for v in versions if getattr(v, column) is not None]
    if not having:
        return []
    text = getattr(having[-1], column)
    return [v for v in having if same_words(getattr(v, column), text)]


def _change(
    step: _Step,
    before: VersionRecord | None,
    column: str,
    after: str,
    kind: str,
    cited: Mapping[tuple[str | None, str | None, str], ItemReading],
    agreeing: Sequence[VersionRecord] = (),
) -> ChangeRecord:
    version = step.after
    place = cited.get((version.number, version.annex, version.stt_path or ""))
    row_id, doc_id = version.row_id, version.doc_id
    if doc_id is None and place:
        row_id, doc_id = place.cited_row, place.cited_in
    if row_id is None and before:
        row_id = before.row_id or next((v.row_id for v in reversed(step.before) if v.row_id), None)
    known = {v.known for v in (*agreeing, version)}
    source = "printed" if known == {"full"} else "footnote"
    if source == "footnote" and version.known == "full" and "full" in {v.known for v in agreeing}:
        source = "both"
    notes = [v.footnote_id for v in (before, version) if v and v.known == "partial"]
    return ChangeRecord(
        row_id=row_id,
        doc_id=doc_id or "",
        column=column,
        before=getattr(before, column) or "" if before else "",
        after=after,
        footnote_id=next(iter(notes), version.footnote_id if kind in ("new", REMOVED) else None),
        thread_id=version.thread_id,
        number=version.number,
        changed_on=version.in_force_from,
        before_number=before.number if before else None,
        before_row_id=before.row_id if before else None,
        kind=kind,
        source=source,
        disputed=version.disputed or bool(before and before.disputed),
    )


# --- kinds -----------------------------------------------------------------------------------


def kind_of(column: str, before: str, after: str) -> str | None:
    """The kind of a change of one field; None where both texts are the same.

    >>> kind_of("deadline", "Tháng 9/2025", "Tháng 12/2025")
    'deadline_later'
    """
    if before == after:
        return None
    if column == "deadline":
        return _deadline(before, after)
    if column == "target":
        return _target(before, after)
    if same_words(before, after):
        return _SPELLING
    return _KINDS.get(column, "target" if column == "unit" else _WORDING)


def _deadline(before: str, after: str) -> str:
    old, new = parse_deadline(before), parse_deadline(after)
    if old.due_date and new.due_date and old.due_date != new.due_date:
        return "deadline_later" if new.due_date > old.due_date else "deadline_earlier"
    if old == new:
        worded = old.kind in ("conditional", "unparsed", "compound")
        return _WORDING if worded and differs(before, after) else _SPELLING
    return _WORDING if old.due_date and new.due_date else "deadline"


def _target(before: str, after: str) -> str:
    if re.sub(r"\s", "", before) == re.sub(r"\s", "", after):
        return _SPELLING
    old, new = parse_target(before), parse_target(after)
    if old.value is None or new.value is None or old.value == new.value:
        return "target"
    return "target_raised" if new.value > old.value else "target_lowered"
