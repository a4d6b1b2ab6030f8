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
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.group import publish_all, read_neighbours_again
from pipeline.batch.published import Summary, split_unchanged, superseded, write_manifest
from pipeline.batch.read import COUNTED, Options, Progress, Silent, read_all
from pipeline.batch.settle import numbers_of, settle_corpus
from pipeline.batch.sources import discover
from pipeline.data.lock import sole_writer
from pipeline.data.store import Store
from pipeline.link.corpus.due import Change
from pipeline.model import Source

_SILENT = Silent()
_LOG = logging.getLogger(__name__)


def run(paths: Iterable[Path], options: Options, progress: Progress = _SILENT) -> Summary:
    """Read every document under `paths` and publish it under `options.out`.

    Raises `ConfigError` for wrong settings and `LockedError` while another run writes there; what
    is wrong with a single document is in its problems and in the summary.
    """
    started = time.monotonic()
    sources = discover(paths, options.corrections)
    with sole_writer(options.out):
        return _run(sources, options, progress, started)


def _run(
    sources: Sequence[Source], options: Options, progress: Progress, started: float
) -> Summary:
    store = Store(options.out)
    store.open()
    manifest = {} if options.force else store.read_manifest().get("documents", {})
    known, new = split_unchanged(sources, manifest, store, options)
    _LOG.info("%d inputs to read, %d documents unchanged", len(new), len(known.documents))
    staged = read_all(new, store, options, progress)
    staged += read_neighbours_again(staged, known, store, options, progress)
    numbers = numbers_of(store, {item.doc_id for item in staged})
    published = [*publish_all(staged, store, options), *known.documents.values()]
    gone = superseded(manifest, published)
    numbers |= numbers_of(store, gone)
    _LOG.info("%d documents published, %d superseded", len(published), len(gone))
    for doc_id in sorted(gone):
        store.remove(doc_id)
    fresh = frozenset(document.doc_id for document in published if document.fresh)
    settle_corpus(store, Change(fresh, gone, numbers), options.workers)
    summary = Summary(tuple(sorted(published, key=lambda p: p.doc_id)), time.monotonic() - started)
    write_manifest(store, summary, options)
    store.write_run(_run_facts(summary, options))
    store.close()
    return summary


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
