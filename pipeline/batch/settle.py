"""The stage over all documents: what they say of each other, and the datasets they share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.data.datapackage import write_datapackage
from pipeline.data.records import AgencyRecord, Record
from pipeline.data.schema import dictionary
from pipeline.data.store import Store, keep_pandas_out
from pipeline.errors import AnnexError
from pipeline.link.claims.references import number_key
from pipeline.link.corpus.corpus import link_corpus
from pipeline.link.corpus.decided import misses_of
from pipeline.link.corpus.due import CorpusChange, Spread, Work, one_by_one
from pipeline.link.corpus.keyed import Keying, unkeyed
from pipeline.link.corpus.shelf import OWN_TABLE, USUAL_TABLE, Shelf
from pipeline.link.lineage.rarity import usual
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.workers import Done, Limits, map_processes

_CORPUS_LIMITS = Limits(seconds=24 * 3600.0, memory=16 * 1024**3)


def numbers_of(store: Store, doc_ids: Iterable[str]) -> frozenset[str]:
    """The numbers under which documents that are there have been cited so far, as keys."""
    facts = (
        record
        for doc_id in doc_ids
        if not store.damaged([doc_id])
        for record in store.read(doc_id, "documents")
    )
    return frozenset(number_key(record.number) for record in facts if record.number)


def settle_corpus(store: Store, change: CorpusChange, workers: int) -> dict[str, tuple[str, ...]]:
    """The stage over all documents, in a process of its own with workers of its own.

    Links are settled again only where a document came, changed or went. Returns for each document
    that was settled the lines that tell which decisions of people could not be applied.
    """
    task = store, change, workers or os.cpu_count() or 1
    (done,) = map_processes(_finish, [task], 1, _CORPUS_LIMITS, nested=True)
    lines: dict[str, tuple[str, ...]] = _result(done)
    return lines


def _finish(task: tuple[Store, CorpusChange, int]) -> dict[str, tuple[str, ...]]:
    store, change, workers = task
    keep_pandas_out()
    lines = settle_links(store, change, workers) if change.fresh or change.gone else {}
    _write_shared(store)
    write_programme(store)
    write_datapackage(store.out)
    return lines


def write_programme(store: Store) -> None:
    """The history of tasks, and what each step changed, from everything that is published."""
    from pipeline.link.programme.build import build

    built = build(store.out)
    for table in ("threads", "versions", "programme", "out_tasks"):
        store.write_shared(table, "all", getattr(built, table))
    for doc_id, changes in built.changes.items():
        if changes != store.read(doc_id, "changes"):
            staged = store.stage_tables(f"changes-{doc_id}", {"changes": changes})
            store.publish(staged, doc_id)


def settle_links(store: Store, change: CorpusChange, workers: int) -> dict[str, tuple[str, ...]]:
    """What documents say of each other, settled where the change touches it. Returns for each
    document the lines of decisions that could not be applied."""

    def spread(work: Work, chunks: Sequence[Sequence[str]]) -> Iterator[Any]:
        if workers == 1 or len(chunks) == 1:
            yield from map(work, chunks)
            return
        for done in map_processes(work, chunks, min(workers, len(chunks)), _CORPUS_LIMITS):
            yield _result(done)

    lines: dict[str, tuple[str, ...]] = {}
    change = write_keys(store, change, spread)
    for doc_id, linked in link_corpus(store.out, change, spread):
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
        store.publish(store.stage_tables(f"links-{doc_id}", tables), doc_id)
    return lines


def write_keys(store: Store, change: CorpusChange, spread: Spread = one_by_one) -> CorpusChange:
    """Write the keys that are not there or not of this table of rarity; such documents count as
    changed."""
    shelf = Shelf(store.out)
    fresh = (change.fresh & shelf.entries.keys()) | unkeyed(shelf)
    for keyed in spread(Keying(shelf), shelf.chunks(fresh)):
        for doc_id, keys in keyed:
            store.publish(store.stage_tables(f"keys-{doc_id}", {"keys": keys}), doc_id)
    return replace(change, fresh=fresh | change.fresh)


def _result(done: Done[Any, Any]) -> Any:
    """What a process made. Raises `AnnexError` where it failed."""
    if done.failure:
        raise AnnexError(f"the links between documents could not be settled: {done.failure}")
    return done.result


def _write_shared(store: Store) -> None:
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
    store.write_shared("agencies", "registry", agencies)
    store.write_shared("columns", "dictionary", list(dictionary()))
    if not (store.out / "rarity" / f"{OWN_TABLE}.parquet").exists():
        store.write_shared("rarity", USUAL_TABLE, usual().records())
