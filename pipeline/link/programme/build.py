"""The datasets of the programme, from what is published: a function of that and of nothing else.

What links and amendments join is told together, and only so much at a time as memory should hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.data.parquet import records_in, to_arrow
from pipeline.data.records import (
    ITEMS,
    ChangeRecord,
    OutTaskRecord,
    ProgrammeRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.data.schema import arrow_schema
from pipeline.data.store import Store
from pipeline.data.told import among, in_order
from pipeline.frozen import dataclass
from pipeline.link.corpus.due import Spread, one_by_one
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.programme.changes import changes_of, order_of
from pipeline.link.programme.evidence import (
    Frame,
    frame_of,
    places_of,
    read_evidence,
    rows_of,
)
from pipeline.link.programme.standing import Absent, absent_documents, standing
from pipeline.link.programme.tables import out_tasks
from pipeline.link.programme.versions import history_of, programmes_of

if TYPE_CHECKING:
    import pyarrow as pa

PLACES = 10_000
"""Places whose history is told at a time, about; their texts are held in memory."""
_LEAST = 400
"""Places that are told at a time at least, where there are so many: fewer are told sooner than a
process is started."""
_PARTS = 4
"""Parts in which they are told at least, side by side, where there are enough."""
STANDING = 5_000
"""Tasks that are records at a time while it is told how they stand."""
_TOLD = ("threads", "versions", "out_tasks")
"""The datasets that are told task by task; how all stand follows from them."""


@dataclass(frozen=True)
class Programme:
    """The datasets over all documents; `changes` stand with the document that tells of them."""

    tables: Mapping[str, pa.Table]
    changes: Mapping[str, tuple[ChangeRecord, ...]]

    @cached_property
    def threads(self) -> tuple[ThreadRecord, ...]:
        """The tasks."""
        return tuple(records_in(self.tables["threads"], "threads"))  # type: ignore[arg-type]

    @cached_property
    def versions(self) -> tuple[VersionRecord, ...]:
        """What each document says of them."""
        return tuple(records_in(self.tables["versions"], "versions"))  # type: ignore[arg-type]

    @cached_property
    def programme(self) -> tuple[ProgrammeRecord, ...]:
        """How they stand, as far as is known."""
        return tuple(records_in(self.tables["programme"], "programme"))  # type: ignore[arg-type]

    @cached_property
    def out_tasks(self) -> tuple[OutTaskRecord, ...]:
        """The wide table."""
        return tuple(records_in(self.tables["out_tasks"], "out_tasks"))  # type: ignore[arg-type]


def build(
    state: Path | Store | Shelf, places: int = PLACES, spread: Spread = one_by_one
) -> Programme:
    """The history of every task of a state, of about so many places at a time."""
    import pyarrow as pa

    shelf = Shelf.of(state)
    frame = frame_of(shelf)
    tell = _Teller(shelf, frame, programmes_of(frame.evidence), statuses_of(shelf))
    parts: dict[str, list[pa.Table]] = {name: [arrow_schema(name).empty_table()] for name in _TOLD}
    changes: dict[str, list[ChangeRecord]] = {doc_id: [] for doc_id in sorted(shelf.entries)}
    batches = list(_batches(shelf, frame, places))
    for _, told in sorted(spread(_InOrder(tell), list(enumerate(batches))), key=itemgetter(0)):
        for name, rows in told.tables.items():
            parts[name].append(rows)
        for doc_id, records in told.changes.items():
            changes.setdefault(doc_id, []).extend(records)
    tables = {name: in_order(name, pa.concat_tables(parts.pop(name))) for name in _TOLD}
    tables["programme"] = _standing(tables["threads"], tables["versions"], spread)
    return Programme(
        tables, {d: tuple(sorted(found, key=order_of)) for d, found in changes.items()}
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the history of what is joined with one another."""

    shelf: Shelf
    frame: Frame
    programmes: Mapping[str, str]
    statuses: Mapping[str, str | None]

    def __call__(self, wanted: frozenset[str]) -> Programme:
        """The history of the tasks at some places, all that is joined with one of them included;
        without how they stand."""
        evidence = read_evidence(self.shelf, self.frame, wanted)
        history = history_of(evidence, self.programmes)
        named = rows_of(self.shelf, "assignments", wanted)
        tasks = tuple(out_tasks(evidence, history, self.statuses, named))
        tables = {
            "threads": to_arrow("threads", history.threads),
            "versions": to_arrow("versions", history.versions),
            "out_tasks": to_arrow("out_tasks", tasks),
        }
        return Programme(tables, changes_of(history, self.frame.cited.values()))


def statuses_of(shelf: Shelf) -> dict[str, str | None]:
    """Document → issued or draft."""
    return {row["doc_id"]: row["status"] for row in shelf.facts}


# --- what is told together -------------------------------------------------------------------


def _joined_places(store: Store, frame: Frame) -> dict[str, list[str]]:
    """Place → those that a link or an amendment joins with it."""
    joined: dict[str, list[str]] = {}
    links = store.whole("links", ["row_id", "other_row_id"])
    pairs: Iterable[Sequence[str]] = zip(*(c.to_pylist() for c in links.columns), strict=True)
    told = (sorted(places_of(record, frame.origin)) for record in frame.amendments)
    for first, *others in (*pairs, *filter(None, told)):
        for other in others:
            joined.setdefault(first, []).append(other)
            joined.setdefault(other, []).append(first)
    return joined


def _closed(seeds: Iterable[str], near: Callable[[str], Iterable[str]]) -> set[str]:
    """Some places, and all that are near one of them or of these."""
    found = set(seeds)
    waiting = list(found)
    while waiting:
        new = set(near(waiting.pop())) - found
        waiting += new
        found |= new
    return found


def _batches(shelf: Shelf, frame: Frame, most: int) -> Iterator[frozenset[str]]:
    """All places by about so many, all of them in four parts at least where they are many; what is
    joined stays together."""
    joined = _joined_places(shelf.store, frame)
    done: set[str] = set()
    batch: set[str] = set()
    every = (*_printed(shelf), *frame.cited)
    parts = min(_PARTS, max(1, len(every) // _LEAST))
    most = min(most, -(-len(every) // parts))
    for key in every:
        if key in done:
            continue
        together = _closed([key], lambda place: joined.get(place, ())) if key in joined else {key}
        done |= together
        batch |= together
        if len(batch) >= most:
            yield frozenset(batch)
            batch = set()
    if batch:
        yield frozenset(batch)


def _printed(shelf: Shelf) -> Iterator[str]:
    """The ids of all items, in the order of files."""
    for kind in ITEMS:
        yield from shelf.whole(kind, "row_id")["row_id"].unique().to_pylist()


# --- put together ----------------------------------------------------------------------------


def _absent(threads: pa.Table, versions: pa.Table) -> Absent:
    """The documents that are only cited; see `absent_documents`."""
    import pyarrow.compute as pc

    cited: list[Any] = list(records_in(versions.filter(pc.is_null(versions["doc_id"])), "versions"))
    names = {version.thread_id for version in cited}
    some = {thread.thread_id: thread for thread in _some_of(threads, "threads", names)}
    return absent_documents(some, cited)


def _some_of(rows: pa.Table, table: str, names: Iterable[str]) -> tuple[Any, ...]:
    """The records of some tasks."""
    return tuple(records_in(rows.filter(among(rows["thread_id"], set(names))), table))


def _standing(threads: pa.Table, versions: pa.Table, spread: Spread) -> pa.Table:
    """How all tasks stand; so many are records at a time."""
    import pyarrow as pa

    tell = _Standing(versions, _absent(threads, versions))
    parts = [threads.slice(start, STANDING) for start in range(0, threads.num_rows, STANDING)]
    found = sorted(spread(_InOrder(tell), list(enumerate(parts))), key=itemgetter(0))
    empty = arrow_schema("programme").empty_table()
    return in_order("programme", pa.concat_tables([empty, *(rows for _, rows in found)]))


@dataclass(frozen=True, slots=True)
class _InOrder:
    """Work that hands the number of its task on, since the first that is done is not the first."""

    work: Callable[[Any], Any]

    def __call__(self, task: tuple[int, Any]) -> tuple[int, Any]:
        return task[0], self.work(task[1])


@dataclass(frozen=True, slots=True)
class _Standing:
    """Tells how some tasks stand."""

    versions: pa.Table
    absent: Absent

    def __call__(self, threads: pa.Table) -> pa.Table:
        some: Any = tuple(records_in(threads, "threads"))
        names = [thread.thread_id for thread in some]
        rows = standing(some, _some_of(self.versions, "versions", names), None, self.absent)
        return to_arrow("programme", rows)
