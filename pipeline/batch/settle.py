"""The stage over all documents: what they say of each other, and the datasets they share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.data.datapackage import write_datapackage
from pipeline.data.draft import Draft
from pipeline.data.parquet import keep_pandas_out
from pipeline.data.records import AgencyRecord, Record
from pipeline.data.schema import dictionary
from pipeline.data.store import Store
from pipeline.errors import AnnexError
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.corpus import link_corpus
from pipeline.link.corpus.decided import misses_of
from pipeline.link.corpus.due import CorpusChange, Spread, Work, one_by_one
from pipeline.link.corpus.keyed import Keying, no_keys, unkeyed
from pipeline.link.corpus.shelf import OWN_TABLE, USUAL_TABLE, Shelf
from pipeline.link.lineage.rarity import usual
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.workers import Done, Limits, map_processes

_CORPUS_LIMITS = Limits(seconds=24 * 3600.0, memory=16 * 1024**3)


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


def settle_corpus(draft: Draft, change: CorpusChange, workers: int) -> dict[str, tuple[str, ...]]:
    """The stage over all documents, in a process of its own with workers of its own.

    Links are settled again only where a document came, changed or went. What is put into the draft
    must have been folded in. Returns for each document that was settled the lines that tell which
    decisions of people could not be applied.
    """
    task = draft, change, workers or os.cpu_count() or 1
    (done,) = map_processes(_finish, [task], 1, _CORPUS_LIMITS, nested=True)
    if done.failure:
        return _left_unsettled(draft, change, done.failure)
    lines: dict[str, tuple[str, ...]] = done.result or {}
    return lines


def _left_unsettled(draft: Draft, change: CorpusChange, failure: str) -> dict[str, tuple[str, ...]]:
    """The documents stay as they were read; that they must be settled stands where their keys
    would, and the next run does it. Returns the line that says so, by document."""
    line = f"the links between documents could not be settled ({failure}); the next run tries again"
    doc_ids = draft.doc_ids()
    for doc_id in draft.layout.in_order(doc_ids):
        draft.write(doc_id, {"keys": (no_keys(doc_id),)})
    draft.fold()
    _write_shared(draft)
    write_datapackage(draft.folder)
    return dict.fromkeys(change.fresh.intersection(doc_ids) or doc_ids, (line,))


def is_settled(store: Store) -> bool:
    """Whether all documents of a state have been settled with one another."""
    return not unkeyed(Shelf(store))


def _finish(task: tuple[Draft, CorpusChange, int]) -> dict[str, tuple[str, ...]]:
    draft, change, workers = task
    keep_pandas_out()
    lines = settle_links(draft, change, workers) if _is_due(draft, change) else {}
    _write_shared(draft)
    write_programme(draft)
    draft.fold()
    write_datapackage(draft.folder)
    return lines


def _is_due(draft: Draft, change: CorpusChange) -> bool:
    return bool(change.fresh or change.gone) or not is_settled(draft)


def write_programme(draft: Draft) -> None:
    """The history of tasks, and what each step changed, from everything that is published."""
    from pipeline.link.programme.build import build

    built = build(draft)
    for table in ("threads", "versions", "programme", "out_tasks"):
        draft.write_shared(table, "all", getattr(built, table))
    for doc_id in draft.layout.in_order(built.changes):
        changes = built.changes[doc_id]
        if changes != draft.read(doc_id, "changes"):
            draft.write(doc_id, {"changes": changes})


def settle_links(draft: Draft, change: CorpusChange, workers: int) -> dict[str, tuple[str, ...]]:
    """What documents say of each other, settled where the change touches it. Returns for each
    document the lines of decisions that could not be applied."""

    def spread(work: Work, chunks: Sequence[Sequence[str]]) -> Iterator[Any]:
        if workers == 1 or len(chunks) == 1:
            yield from map(work, chunks)
            return
        for done in map_processes(work, chunks, min(workers, len(chunks)), _CORPUS_LIMITS):
            yield _result(done)

    lines: dict[str, tuple[str, ...]] = {}
    change = write_keys(draft, change, spread)
    draft.fold()
    for doc_id, linked in link_corpus(draft, change, spread):
        lines[doc_id] = tuple(miss.message for miss in misses_of(linked.decisions))
        if not linked.changed:
            continue
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
        draft.write(doc_id, tables)
    return lines


def write_keys(draft: Draft, change: CorpusChange, spread: Spread = one_by_one) -> CorpusChange:
    """Write the keys that are not there or not of this table of rarity; such documents count as
    changed."""
    shelf = Shelf(draft)
    fresh = (change.fresh & shelf.entries.keys()) | unkeyed(shelf)
    for keyed in spread(Keying(shelf), shelf.chunks(fresh)):
        for doc_id, keys in keyed:
            draft.write(doc_id, {"keys": keys})
    return replace(change, fresh=fresh | change.fresh)


def _result(done: Done[Any, Any]) -> Any:
    """What a process made. Raises `AnnexError` where it failed."""
    if done.failure:
        raise AnnexError(f"the links between documents could not be settled: {done.failure}")
    return done.result


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
