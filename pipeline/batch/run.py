"""The batch: find documents, read them in parallel, publish each, sum up.

`run` is the whole architecture on one screen: discover → read and stage → settle renditions →
publish → shared datasets → summary.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.group import publish_all, read_neighbours_again
from pipeline.batch.keep import keep_last_good
from pipeline.batch.published import (
    Archive,
    Known,
    Published,
    Summary,
    read_archive,
    split_unchanged,
    superseded,
    write_manifest,
)
from pipeline.batch.read import COUNTED, Options, Progress, Silent, read_all
from pipeline.batch.settle import numbers_of, settle_corpus
from pipeline.batch.sources import FoundSources, check_path, find, own_agencies
from pipeline.data.files import sync
from pipeline.data.lock import sole_writer
from pipeline.data.store import Store
from pipeline.errors import NothingError
from pipeline.link.corpus.due import CorpusChange
from pipeline.normalize.values.agency_registry import own_bodies

_SILENT = Silent()
_LOG = logging.getLogger(__name__)


def run(paths: Iterable[Path], options: Options, progress: Progress = _SILENT) -> Summary:
    """Read every document under `paths` and publish it under `options.out`.

    Raises `ConfigError` for wrong settings, `LockedError` while another run writes there, and
    `NothingError` where no document is found or most are gone; what is wrong with a single
    document is in its problems and in the summary.
    """
    started = time.monotonic()
    wanted = list(paths)
    places = [check_path(path, options.out) for path in wanted]
    options = replace(options, own=own_agencies(wanted, options.corrections))
    with sole_writer(options.out), own_bodies(options.own):
        store = Store(options.out)
        store.open()
        archive = read_archive(store, options.corrections)
        archive.follow(places)
        found = find(wanted, options.out, archive.roots, options.corrections)
        archive.roots = found.roots
        _refuse_nothing(found)
        return _run(found, archive, store, options, progress, started)


def _refuse_nothing(found: FoundSources) -> None:
    if found.sources:
        return
    why = f" ({found.wrong[0]})" if found.wrong else "; is the folder the right one, and mounted?"
    raise NothingError(f"no document found under the paths that were given{why}")


def _run(
    found: FoundSources,
    archive: Archive,
    store: Store,
    options: Options,
    progress: Progress,
    started: float,
) -> Summary:
    damaged = store.damaged(archive.documents)
    known, new = split_unchanged(found, archive, options, damaged)
    _refuse_vanishing(known, archive)
    _LOG.info("%d inputs to read, %d documents unchanged", len(new), len(known.documents))
    staged = read_all(new, store, options, progress)
    staged += read_neighbours_again(staged, known, store, options, progress)
    numbers = numbers_of(store, {item.doc_id for item in staged})
    staged = keep_last_good(staged, archive, known, store, options)
    staying = {**known.documents, **known.held}
    sync(store.out)  # a power cut after the switch finds whole files
    fresh = publish_all(staged, store, options, staying.keys())
    published = [*fresh, *staying.values()]
    gone = (superseded(archive, published) | known.gone) - {d.doc_id for d in published}
    numbers |= numbers_of(store, gone)
    published += _of_unknown_inputs(archive, published, options)
    _LOG.info("%d documents published, %d superseded", len(published), len(gone))
    for doc_id in sorted(gone):
        store.remove(doc_id)
    change = CorpusChange(frozenset(d.doc_id for d in fresh), gone, numbers)
    missed = settle_corpus(store, change, options.workers)
    published = [replace(d, missed=missed.get(d.doc_id, d.missed)) for d in published]
    sync(store.out)
    write_manifest(store, published)
    store.write_roots({n: {"path": str(r.path), "whole": r.whole} for n, r in found.roots.items()})
    summary = summed_up(published, found, known, time.monotonic() - started)
    store.write_run(_run_facts(summary, options))
    store.close()
    return summary


def _refuse_vanishing(known: Known, archive: Archive) -> None:
    """Raise `NothingError` where most documents would go at once: rather a mount is lost."""
    if len(known.withdrawn) * 2 > len(archive.documents):
        raise NothingError(
            f"the inputs of {len(known.withdrawn)} of {len(archive.documents)} documents are gone;"
            " is every folder mounted? Nothing was taken out; if they are to go, use a new --out"
        )


def _of_unknown_inputs(
    archive: Archive, published: Sequence[Published], options: Options
) -> list[Published]:
    """Documents of which nobody knows the inputs (the manifest was lost) and that no document
    that was read now has replaced."""
    keys = {document.doc_id for document in published}
    left = [d for d in archive.documents.values() if not d.inputs and d.doc_id not in keys]
    return [] if options.prune else left


def summed_up(
    published: Sequence[Published], found: FoundSources, known: Known, seconds: float
) -> Summary:
    """What to tell: the documents of which an input lies under the paths of the run."""
    mine = {source.identity for source in found.sources}
    told = [d for d in published if d.doc_id in known.held or not mine.isdisjoint(d.identities)]
    documents = tuple(sorted(told, key=lambda document: document.doc_id))
    return Summary(documents, seconds, tuple(found.wrong), tuple(known.notes))


def _run_facts(summary: Summary, options: Options) -> dict[str, Any]:
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 3),
        "annex": __version__,
        "python": platform.python_version(),
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "options": {key: str(value) for key, value in asdict(options).items()},
        "totals": {name: summary.total(name) for name in COUNTED},
        "documents": {
            document.doc_id: {"fresh": document.fresh, **document.counts}
            for document in summary.documents
        },
    }
