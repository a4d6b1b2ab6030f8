"""The programme after a change: the tasks it touches told anew, all others as they were.

A task is touched where a changed document has a place of it, or says something of one, now or
before. What links and amendments join with it, and what was one task with it, is told anew too: so
the outcome is what telling all of them anew would give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.data.layout import Layout
from pipeline.data.parquet import records_in, to_arrow
from pipeline.data.records import ITEMS, ChangeRecord
from pipeline.data.store import Store
from pipeline.data.told import KEYS, among, changed_files, file_of, some_of
from pipeline.frozen import dataclass
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.doubts import document_of
from pipeline.link.programme.build import statuses_of
from pipeline.link.programme.changes import changes_of, order_of
from pipeline.link.programme.evidence import (
    Evidence,
    Frame,
    frame_of,
    places_of,
    read_evidence,
    rows_of,
)
from pipeline.link.programme.standing import Absent, absent_documents, standing
from pipeline.link.programme.tables import out_tasks
from pipeline.link.programme.versions import History, history_of, programmes_of

if TYPE_CHECKING:
    import pyarrow as pa

_SHARE = 3
"""Where one document of so many has changed, telling all anew is the shorter way."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a change makes of the programme: the files of each dataset that are others now, and the
    changes of the documents that may have others."""

    files: Mapping[str, Mapping[str, pa.Table]]
    changes: Mapping[str, tuple[ChangeRecord, ...]]


def renewed(before: Store, shelf: Shelf, changed: Collection[str]) -> Renewed | None:
    """The programme of a state (`shelf`), from that of the state before it and the documents that
    changed.

    None where there is no programme to begin with, or most of it would be told anew.
    """
    after = shelf.store
    old = _Told.of(before, after.layout)
    if old is None or len(changed) * _SHARE > len(shelf.entries):
        return None
    frame = frame_of(shelf)
    programmes = programmes_of(frame.evidence)
    seeds = _seeds(before, after, changed) | _amended(before, after, changed, frame, programmes)
    wanted, ended = _closed(seeds, _Joined.of(after, frame), old)
    evidence = read_evidence(shelf, frame, wanted)
    history = history_of(evidence, programmes)
    return Renewed(
        _files(old, ended, wanted, history, evidence, shelf),
        _changes(after, changed, ended, changes_of(history, frame.cited.values())),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The programme as it was told: the tasks (`thread_id`, `aliases`), all else where it lies."""

    store: Store
    layout: Layout
    threads: pa.Table

    @classmethod
    def of(cls, store: Store, layout: Layout) -> _Told | None:
        """None where it is not there, or in other files than it would have now."""
        name = file_of(layout, "")
        if not all((store.folder / table / name).exists() for table in KEYS):
            return None
        return cls(store, layout, store.whole("threads", ["thread_id", "aliases"]))

    def tasks(self, places: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The tasks that have one of some places, with all their places."""
        import pyarrow.compute as pc

        names, aliases = (self.threads[name].combine_chunks() for name in ("thread_id", "aliases"))
        held = pc.list_parent_indices(aliases).filter(among(pc.list_flatten(aliases), places))
        rows = self.threads.take(pc.unique(held)).to_pylist()
        rows += self.threads.filter(among(names, places)).to_pylist()
        return {row["thread_id"]: (row["thread_id"], *row["aliases"]) for row in rows}


# --- what is touched -------------------------------------------------------------------------


def _seeds(before: Store, after: Store, changed: Collection[str]) -> set[str]:
    """The places of the changed documents, and those their links and decisions name."""
    pairs = dict.fromkeys(("links", "decisions"), ("row_id", "other_row_id"))
    columns: dict[str, tuple[str, ...]] = {**dict.fromkeys(ITEMS, ("row_id",)), **pairs}
    return {
        key
        for store in (before, after)
        for table, names in columns.items()
        for column in store.whole(table, names, changed).columns
        for key in column.to_pylist()
        if key
    }


def _amended(
    before: Store,
    after: Store,
    changed: Collection[str],
    frame: Frame,
    programmes: Mapping[str, str],
) -> set[str]:
    """Where the change touches an amendment: every place that amendments speak of, and those of the
    documents that are of another programme now, or one with other documents missing."""
    if not any(_speak_of(store, changed) for store in (before, after)):
        return set()
    shelf = Shelf(before)
    earlier = frame_of(shelf)
    were = _programmes_by_document(earlier, programmes_of(earlier.evidence))
    now = _programmes_by_document(frame, programmes)
    moved = {doc_id for doc_id in now if now[doc_id] != were.get(doc_id)}
    rows = (after.whole(kind, ["row_id"], moved)["row_id"].to_pylist() for kind in ITEMS)
    spoken = {*earlier.cited, *earlier.named, *frame.cited, *frame.named}
    return spoken.union(*rows)


def _speak_of(store: Store, changed: Collection[str]) -> bool:
    """Whether an amendment of a changed document, or of one of its rows, is there."""
    names = ("doc_id", "original_doc_id", "row_id", "original_row_id")
    told = store.whole("amendments", names).to_pylist()
    named = {doc for row in told for doc in (row["doc_id"], row["original_doc_id"])}
    rows = {row[name] for row in told for name in names[2:] if row[name]}
    named |= {document_of(row) for row in rows}
    named |= set(store.whole("originals", ["doc_id"])["doc_id"].to_pylist())
    return not named.isdisjoint(changed)


def _programmes_by_document(
    frame: Frame, programmes: Mapping[str, str]
) -> dict[str, tuple[object, ...]]:
    """Document → its programme, and the documents missing in this."""
    missing: defaultdict[str, set[object]] = defaultdict(set)
    for source in frame.sources.values():
        if source.doc_id is None and source.issued:
            missing[programmes[source.key]].add((source.key, source.issued))
    return {
        key: (programme, frame.sources[programme].name, frozenset(missing[programme]))
        for key, programme in programmes.items()
        if frame.sources[key].doc_id
    }


@dataclass(frozen=True, slots=True)
class _Joined:
    """What links and amendments join."""

    links: pa.Table
    told: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, store: Store, frame: Frame) -> _Joined:
        told: dict[str, list[str]] = {}
        for record in frame.amendments:
            places = sorted(places_of(record, frame.origin))
            for place in places:
                told.setdefault(place, []).extend(places)
        return cls(store.whole("links", ["row_id", "other_row_id"]), told)

    def near(self, places: Collection[str]) -> set[str]:
        """What is joined with one of some places."""
        found = {other for place in places for other in self.told.get(place, ())}
        for mine, other in (("row_id", "other_row_id"), ("other_row_id", "row_id")):
            found.update(self.links[other].filter(among(self.links[mine], places)).to_pylist())
        return found


def _closed(
    seeds: Collection[str], joined: _Joined, old: _Told
) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All places that are joined with a seed, or were one task with such a place, and the tasks
    these were."""
    found, new = set(seeds), set(seeds)
    ended: dict[str, tuple[str, ...]] = {}
    while new:
        tasks = old.tasks(new)
        ended |= tasks
        new = {place for places in tasks.values() for place in places} | joined.near(new)
        new -= found
        found |= new
    return frozenset(found), ended


# --- put together ----------------------------------------------------------------------------


def _files(
    old: _Told,
    ended: Mapping[str, tuple[str, ...]],
    wanted: frozenset[str],
    history: History,
    evidence: Evidence,
    shelf: Shelf,
) -> dict[str, dict[str, pa.Table]]:
    named = rows_of(shelf, "assignments", wanted)
    tasks = tuple(out_tasks(evidence, history, statuses_of(shelf), named))
    were = {place for places in ended.values() for place in places}
    changes: dict[str, tuple[Collection[str], Sequence[Any]]] = {
        "threads": (ended.keys(), history.threads),
        "versions": (ended.keys(), history.versions),
        "out_tasks": (were | wanted, tasks),
    }
    files = {
        table: changed_files(old.store, table, old.layout, gone, to_arrow(table, new))
        for table, (gone, new) in changes.items()
    }
    files["programme"] = _programme(old, ended, history, files)
    return files


def _programme(
    old: _Told,
    ended: Mapping[str, object],
    history: History,
    files: Mapping[str, Mapping[str, pa.Table]],
) -> dict[str, pa.Table]:
    """How tasks stand: those told anew, and those of which other documents are missing now."""
    names = {thread.thread_id for thread in history.threads}
    were, absent = _absent(old, ended, history)
    moved = {key[0] for key in absent.keys() ^ were.keys()}
    if moved:
        names |= _threads_of(old, moved) - ended.keys()
        names |= {t.thread_id for t in history.threads if t.programme in moved}
    threads, versions = (
        some_of(old.store, table, old.layout, names, files[table])
        for table in ("threads", "versions")
    )
    new = standing(
        tuple(records_in(threads, "threads")),  # type: ignore[arg-type]
        tuple(records_in(versions, "versions")),  # type: ignore[arg-type]
        None,
        absent,
    )
    gone = ended.keys() | names
    return changed_files(old.store, "programme", old.layout, gone, to_arrow("programme", new))


def _absent(old: _Told, ended: Collection[str], history: History) -> tuple[Absent, Absent]:
    """The documents that are only cited (`absent_documents`), as it was told and now."""
    names = ["thread_id", "doc_id", "number", "issued_date"]
    cited = old.store.lacking("versions", "doc_id", names).to_pylist()
    programmes = _programmes(old, {row["thread_id"] for row in cited}) if cited else {}
    were: Absent = {}
    now = absent_documents({t.thread_id: t for t in history.threads}, history.versions)
    for row in cited:
        thread_id, number, issued = row["thread_id"], row["number"], row["issued_date"]
        if number and issued:
            key = programmes[thread_id], number, issued
            for found in (were,) if thread_id in ended else (were, now):
                found[key] = found.get(key, 0) + 1
    return were, now


def _programmes(old: _Told, names: Collection[str]) -> dict[str, str | None]:
    """The programmes of some tasks, as they were."""
    rows = old.store.whole("threads", ["thread_id", "programme"])
    some = rows.filter(among(rows["thread_id"], names))
    return dict(zip(*(column.to_pylist() for column in some.columns), strict=True))


def _threads_of(old: _Told, programmes: Collection[str | None]) -> set[str]:
    """The tasks of some programmes, as they were."""
    rows = old.store.whole("threads", ["thread_id", "programme"])
    found: list[str] = rows["thread_id"].filter(among(rows["programme"], programmes)).to_pylist()
    return set(found)


def _changes(
    after: Store,
    changed: Collection[str],
    ended: Collection[str],
    new: Mapping[str, tuple[ChangeRecord, ...]],
) -> dict[str, tuple[ChangeRecord, ...]]:
    """The changes of the documents that tell of a task told anew."""
    told = after.whole("changes", ["doc_id", "thread_id"])
    touched = told.filter(among(told["thread_id"], ended))["doc_id"].unique().to_pylist()
    there = set(after.doc_ids())
    found = {}
    for doc_id in after.layout.in_order({*changed, *touched, *new} & there):
        known = () if doc_id in changed else after.read(doc_id, "changes")
        kept = [change for change in known if change.thread_id not in ended]
        found[doc_id] = tuple(sorted([*kept, *new.get(doc_id, ())], key=order_of))
    return found
