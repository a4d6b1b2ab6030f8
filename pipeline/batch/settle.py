"""The stage over all documents: what they say of each other, and the datasets they share."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from pipeline.batch.digest import KEYED, LINK, PROGRAMME, keyed_by
from pipeline.batch.machines import spread_over
from pipeline.data.datapackage import write_datapackage
from pipeline.data.draft import Draft
from pipeline.data.parquet import give_memory_back, keep_pandas_out
from pipeline.data.records import AgencyRecord, Record
from pipeline.data.schema import dictionary
from pipeline.data.store import Store
from pipeline.data.told import files_of
from pipeline.errors import AnnexError
from pipeline.frozen import dataclass
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.corpus import Settled, link_corpus
from pipeline.link.corpus.decided import misses_of
from pipeline.link.corpus.due import CorpusChange, Spread, Work, one_by_one
from pipeline.link.corpus.keyed import Keying, unkeyed
from pipeline.link.corpus.shelf import CHUNK, Shelf
from pipeline.link.lineage.rarity import OWN_TABLE, USUAL_TABLE, usual
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.workers import OWN_WORK, map_processes, side_by_side

_LOG = logging.getLogger(__name__)
SETTLED = frozenset({
    "keys", "amendments", "changes", "citations", "originals", "links", "problems", "decisions",
    "repairs",
})  # fmt: skip
"""Datasets of documents in which the stage writes; all others stay as they were read."""
_SETTLED_MOSTLY = SETTLED - {"keys"}
"""Those of them in which it does so of what was just read: keys come with that, and are written
anew only where other code or another table of rarity made them."""
TOLD = frozenset({"changes"})
"""Those in which the history writes, once links are settled."""
_LITTLE = 2_000_000_000
"""Fresh rows times the bytes of keys that pass by them, up to which one process is done sooner than
others are started: 0.4 s where a thousand rows met a million alike ones in 46 s."""


def numbers_of(store: Store, doc_ids: Iterable[str]) -> frozenset[str]:
    """The numbers under which documents that are there have been cited so far, as keys."""
    wanted = list(doc_ids)
    damaged = set(store.damaged(wanted))
    facts = (
        row
        for doc_id in store.layout.in_order(set(wanted) - damaged)
        for row in store.columns(doc_id, "documents", ["number"])
    )
    return frozenset(number_key(row["number"]) for row in facts if row["number"])


@dataclass(frozen=True, slots=True)
class Settling:
    """What came of the stage: for each document that was settled the lines that tell which
    decisions of people could not be applied; where it failed, for each that should have been the
    line that says so."""

    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failed: bool = False


def settle_corpus(
    draft: Draft,
    change: CorpusChange,
    workers: int,
    stale: Collection[str] = (),
    were: Collection[str] = (),
    cluster: str | None = None,
) -> Settling:
    """What was put into the draft folded in, and the stage over all documents, in a process of its
    own with workers of its own: so the memory it takes is given back. Links are settled on the
    machines of a `cluster`, where one is given.

    Links are settled again only where a document came, changed or went; everywhere where the
    code that made them is `stale`. `were` are documents of the state before that are others now.
    """
    if LINK in stale:
        change = replace(change, fresh=change.fresh | set(draft.doc_ids()))
    count = workers or os.cpu_count() or 1
    task = _Task(draft, change, count, PROGRAMME in stale, tuple(were), cluster)
    (done,) = map_processes(_finish, [task], 1, OWN_WORK, nested=True)
    if done.failure or isinstance(done.result, str):
        return _left_unsettled(draft, change, done.failure or str(done.result))
    draft.folded_elsewhere()
    return Settling(done.result or {})


@dataclass(frozen=True, slots=True)
class _Task:
    """What that process is given; `anew` tells the whole history again."""

    draft: Draft
    change: CorpusChange
    workers: int
    anew: bool
    were: tuple[str, ...]
    cluster: str | None


def _left_unsettled(draft: Draft, change: CorpusChange, failure: str) -> Settling:
    """The documents stay as they were read; the next run settles all."""
    line = f"the links between documents could not be settled ({failure}); the next run tries again"
    draft.begin_again()
    draft.fold()
    _write_shared(draft)
    write_datapackage(draft.folder)
    doc_ids = draft.doc_ids()
    told = dict.fromkeys(change.fresh.intersection(doc_ids) or doc_ids, (line,))
    return Settling(told, failed=True)


def _finish(task: _Task) -> dict[str, tuple[str, ...]] | str:
    """The work of that process; why it failed, where the machine or a damaged file is at fault."""
    keep_pandas_out()
    give_memory_back()
    draft = task.draft
    try:
        numbers = task.change.numbers | numbers_of(draft.base, task.were)
        draft.fold_many(task.workers)
        change = replace(task.change, numbers=numbers)
        return settle_here(draft, change, task.workers, task.anew, task.cluster)
    except (AnnexError, OSError, ValueError, MemoryError) as error:
        _LOG.info("settling failed", exc_info=True)
        return " ".join(f"{error}".split()) or type(error).__name__


def settle_here(
    draft: Draft,
    change: CorpusChange,
    workers: int,
    anew: bool = False,
    cluster: str | None = None,
) -> dict[str, tuple[str, ...]]:
    """The stage over all documents in this process; `anew` tells the whole history again.

    Returns for each settled document the lines of decisions that could not be applied.
    """
    lines: dict[str, tuple[str, ...]] = {}
    changed = change.fresh | change.gone
    shelf = Shelf(draft)
    if changed:
        lines, settled = draft.fold_beside(
            lambda: settle_links(draft, change, workers, shelf, cluster), _SETTLED_MOSTLY, workers
        )
        changed |= settled
        draft.fold_many(workers)
    _write_shared(draft)
    touched = None if anew else changed
    draft.fold_beside(
        lambda: write_programme(draft, touched, shelf, _spread(workers)), TOLD, workers
    )
    draft.fold(workers)
    write_datapackage(draft.folder)
    return lines


def write_programme(
    draft: Draft,
    changed: Collection[str] | None = None,
    shelf: Shelf | None = None,
    spread: Spread = one_by_one,
) -> None:
    """The history of tasks, and what each step changed, from everything that is published.

    With `changed`, no other documents differ from the state the draft began as: only the tasks
    that these touch are told anew. `shelf` is of the draft.
    """
    from pipeline.link.programme.build import build
    from pipeline.link.programme.renewed import renewed

    shelf = shelf or Shelf(draft)
    told = None if changed is None else renewed(draft.base, shelf, changed)
    if told is None:
        whole = build(shelf, spread=spread)
        changes = whole.changes
        for table, rows in whole.tables.items():
            draft.write_shared_files(table, files_of(table, rows, draft.layout), whole=True)
    else:
        changes = told.changes
        for table, files in told.files.items():
            draft.write_shared_files(table, files)
    told_of = draft.whole("changes", ["doc_id"], changes.keys())
    had = set(told_of["doc_id"].unique().to_pylist())
    for doc_id in draft.layout.in_order(d for d, told in changes.items() if told or d in had):
        if doc_id not in had or changes[doc_id] != draft.read(doc_id, "changes"):
            draft.write(doc_id, {"changes": changes[doc_id]})


def settle_links(
    draft: Draft,
    change: CorpusChange,
    workers: int,
    shelf: Shelf | None = None,
    cluster: str | None = None,
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """What documents say of each other, settled where the change touches it. Returns for each
    document the lines of decisions that could not be applied, and the documents that changed.
    `shelf` is of the draft."""

    spread = _spread(workers)
    lines: dict[str, tuple[str, ...]] = {}
    changed: set[str] = set()
    shelf = shelf or Shelf(draft)
    change = write_keys(draft, change, spread, shelf)
    draft.fold_many(workers)
    here = one_by_one if _is_little(shelf, change.fresh) else spread
    over = spread_over(cluster, here) if cluster else here
    for doc_id, kept in link_corpus(shelf, change, over, _Keeping(draft)):
        lines[doc_id] = kept.lines
        if kept.path is not None:
            changed.add(doc_id)
            draft.put(doc_id, kept.path)
    return lines, frozenset(changed)


def _is_little(shelf: Shelf, fresh: Collection[str]) -> bool:
    """Whether so few fresh rows meet so few that no further process helps."""
    if len(fresh) > CHUNK:
        return False
    return sum(shelf.sizes(fresh).values()) * shelf.passing_bytes() <= _LITTLE


def _spread(workers: int) -> Spread:
    """Work on chunks of documents done by so many processes."""

    def spread(work: Work, chunks: Sequence[Any]) -> Iterator[Any]:
        return side_by_side(work, chunks, workers, OWN_WORK)

    return spread


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was settled of a document: the lines of decisions that could not be applied, and the
    file with its datasets; None where they are as they were published."""

    lines: tuple[str, ...]
    path: Path | None


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Keeps what is settled of a document, in the process that settles it."""

    draft: Draft

    def __call__(self, doc_id: str, linked: Settled) -> _Kept:
        lines = tuple(miss.message for miss in misses_of(linked.decisions))
        if not linked.changed:
            return _Kept(lines, None)
        tables: dict[str, Sequence[Record]] = {
            "amendments": linked.amendments,
            "changes": linked.changes,
            "citations": linked.citations,
            "originals": linked.originals,
            "links": linked.links,
            "problems": (*linked.told, *linked.problems, *linked.misprints),
            "decisions": linked.decisions,
            "repairs": linked.repairs,
        }
        return _Kept(lines, self.draft.set_aside(doc_id, tables))


def write_keys(
    draft: Draft, change: CorpusChange, spread: Spread = one_by_one, shelf: Shelf | None = None
) -> CorpusChange:
    """Write the keys that are not there or not of this table of rarity; such documents count as
    changed. Those that were read with their keys have them. `shelf` is of the draft."""
    shelf = shelf or Shelf(draft)
    fresh = (change.fresh & shelf.entries.keys()) | unkeyed(shelf)
    mark = keyed_by(shelf.rarity.digest)
    without = [doc_id for doc_id in fresh if draft.fact(doc_id, "keys", KEYED) != mark]
    for keyed in spread(Keying(shelf), shelf.chunks(without)):
        for doc_id, keys in keyed:
            draft.write(doc_id, {"keys": keys})
    return replace(change, fresh=fresh | change.fresh)


def _write_shared(draft: Draft) -> None:
    agencies = [
        AgencyRecord(
            agency_id=agency.agency_id,
            name=agency.name,
            aliases=agency.aliases,
            kind=agency.kind,
            parent_id=agency.parent_id,
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            successor_ids=agency.successor_ids,
            source=agency.source,
        )
        for agency in load_registry().agencies
    ]
    draft.write_shared("agencies", "registry", agencies)
    draft.write_shared("columns", "dictionary", list(dictionary()))
    if not (draft.folder / "rarity" / f"{OWN_TABLE}.parquet").exists():
        draft.write_shared("rarity", USUAL_TABLE, usual().records())
