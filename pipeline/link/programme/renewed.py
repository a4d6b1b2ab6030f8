"""The programme after a change: the tasks it touches told anew, all others as they were.

A task is touched where a changed document has a place of it, or says something of one, now or
before. What links and amendments join with it, and what was one task with it, is told anew too: so
the outcome is what telling all of them anew would give.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.data.draft import conformed
from pipeline.data.parquet import to_arrow
from pipeline.data.records import ITEMS, ChangeRecord
from pipeline.data.store import Store
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.doubts import document_of
from pipeline.link.programme.build import (
    ALL,
    Programme,
    absent_in,
    closed,
    in_order,
    joined_places,
    some_of,
    statuses_of,
)
from pipeline.link.programme.changes import changes_of, order_of
from pipeline.link.programme.evidence import (
    Evidence,
    Frame,
    frame_of,
    read_evidence,
    rows_of,
)
from pipeline.link.programme.standing import (
    place_in_order,
    standing,
    standing_order,
)
from pipeline.link.programme.tables import out_tasks
from pipeline.link.programme.versions import History, history_of, programmes_of

if TYPE_CHECKING:
    import pyarrow as pa

_SHARE = 3
"""Where one document of so many has changed, telling all anew is the shorter way."""


def renewed(before: Store, after: Store, changed: Collection[str]) -> Programme | None:
    """The programme of a state, from that of the state before it and the documents that changed;
    `changes` of the documents alone that may have others.

    None where there is no programme to begin with, or most of it would be told anew.
    """
    old = _Told.of(before)
    shelf = Shelf(after)
    if old is None or len(changed) * _SHARE > len(shelf.entries):
        return None
    frame = frame_of(shelf)
    programmes = programmes_of(frame.evidence)
    seeds = _seeds(before, after, changed) | _amended(before, after, changed, frame, programmes)
    wanted, ended = _closed(seeds, joined_places(after, frame), old.places)
    evidence = read_evidence(shelf, frame, wanted)
    history = history_of(evidence, programmes)
    return Programme(
        _tables(old, ended, wanted, history, evidence, shelf),
        _changes(after, changed, ended, changes_of(history, frame.cited.values())),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The programme as it was told."""

    threads: pa.Table
    versions: pa.Table
    programme: pa.Table
    out_tasks: pa.Table
    places: Mapping[str, tuple[str, ...]]
    """Task → its places."""

    @classmethod
    def of(cls, store: Store) -> _Told | None:
        names = ("threads", "versions", "programme", "out_tasks")
        found = {name: rows for name in names if (rows := store.arrow(ALL, name)) is not None}
        if len(found) < len(names):
            return None
        tables = {name: conformed(rows, name) for name, rows in found.items()}
        keys, aliases = (tables["threads"][name].to_pylist() for name in ("thread_id", "aliases"))
        places = {key: (key, *others) for key, others in zip(keys, aliases, strict=True)}
        return cls(**tables, places=places)


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


def _closed(
    seeds: Iterable[str], joined: Mapping[str, Sequence[str]], told: Mapping[str, Sequence[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """All places that are joined with a seed, or were one task with such a place, and the tasks
    these were."""
    task_of = {place: task for task, places in told.items() for place in places}
    ended: set[str] = set()

    def near(place: str) -> Iterator[str]:
        yield from joined.get(place, ())
        task = task_of.get(place)
        if task is not None and task not in ended:
            ended.add(task)
            yield from told[task]

    return frozenset(closed(seeds, near)), frozenset(ended)


# --- put together ----------------------------------------------------------------------------


def _tables(
    old: _Told,
    ended: frozenset[str],
    wanted: frozenset[str],
    history: History,
    evidence: Evidence,
    shelf: Shelf,
) -> dict[str, pa.Table]:
    threads = _merged(old.threads, "thread_id", ended, to_arrow("threads", history.threads))
    versions = _merged(
        old.versions, "thread_id", ended, to_arrow("versions", history.versions), "ordinal"
    )
    named = rows_of(shelf, "assignments", wanted)
    tasks = tuple(out_tasks(evidence, history, statuses_of(shelf), named))
    were = {place for task in ended for place in old.places[task]}
    return {
        "threads": threads,
        "versions": versions,
        "programme": _programme(old, ended, threads, versions, history),
        "out_tasks": _merged(old.out_tasks, "row_id", were | wanted, to_arrow("out_tasks", tasks)),
    }


def _merged(old: pa.Table, key: str, gone: Collection[str], new: pa.Table, *then: str) -> pa.Table:
    """A dataset in the order of its keys, some of them gone, others new."""
    return in_order([_without(old, key, gone), new], (key, *then))


def _without(rows: pa.Table, key: str, gone: Collection[str]) -> pa.Table:
    import pyarrow.compute as pc

    return rows.filter(pc.invert(_among(rows[key], gone)))


def _among(column: pa.ChunkedArray, values: Collection[str | None]) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(column, pa.array(list(values), pa.string()))


def _programme(
    old: _Told, ended: frozenset[str], threads: pa.Table, versions: pa.Table, history: History
) -> pa.Table:
    """How tasks stand: those told anew, and those of which other documents are missing now."""
    import pyarrow as pa

    absent = absent_in(threads, versions)
    moved = {key[0] for key in absent.keys() ^ absent_in(old.threads, old.versions).keys()}
    names = {thread.thread_id for thread in history.threads}
    if moved:
        names.update(threads.filter(_among(threads["programme"], moved))["thread_id"].to_pylist())
    new = standing(
        some_of(threads, "threads", names), some_of(versions, "versions", names), None, absent
    )
    kept = _without(old.programme, "thread_id", ended | names)
    places = _Places(kept)
    at = [bisect_left(places, standing_order(row)) for row in new]
    rows = pa.concat_tables([kept, to_arrow("programme", new)])
    return rows.take(pa.array(list(_woven(kept.num_rows, at)), pa.int64()))


class _Places(Sequence[tuple[object, ...]]):
    """The places of rows in the order of the programme, each made when it is asked for."""

    def __init__(self, rows: pa.Table) -> None:
        names = ("issued_date", "doc_id", "row_id", "thread_id")
        self._columns = [rows[name].to_pylist() for name in names]

    def __len__(self) -> int:
        return len(self._columns[0])

    def __getitem__(self, at: Any) -> Any:
        issued, doc_id, row_id, thread_id = (column[at] for column in self._columns)
        return place_in_order(issued, doc_id, row_id, thread_id)


def _woven(count: int, places: Sequence[int]) -> Iterator[int]:
    """`count` rows in order with further ones after them put in, each before the row at its
    place."""
    new = 0
    for at in range(count + 1):
        while new < len(places) and places[new] == at:
            yield count + new
            new += 1
        if at < count:
            yield at


def _changes(
    after: Store,
    changed: Collection[str],
    ended: frozenset[str],
    new: Mapping[str, tuple[ChangeRecord, ...]],
) -> dict[str, tuple[ChangeRecord, ...]]:
    """The changes of the documents that tell of a task told anew."""
    told = after.whole("changes", ["doc_id", "thread_id"])
    touched = told.filter(_among(told["thread_id"], ended))["doc_id"].unique().to_pylist()
    there = set(after.doc_ids())
    found = {}
    for doc_id in after.layout.in_order({*changed, *touched, *new} & there):
        known = () if doc_id in changed else after.read(doc_id, "changes")
        kept = [change for change in known if change.thread_id not in ended]
        found[doc_id] = tuple(sorted([*kept, *new.get(doc_id, ())], key=order_of))
    return found
