"""The batch: find documents, read them in parallel, publish each, sum up.

`run` is the whole architecture on one screen: discover → read and stage → settle renditions →
put into the next state → settle links → switch to it → summary.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.digest import JOIN, LINK, PROGRAMME
from pipeline.batch.group import publish_all, read_neighbours_again
from pipeline.batch.keep import keep_last_good
from pipeline.batch.lasting import LastingKeys, follow
from pipeline.batch.mark import cache_key
from pipeline.batch.options import Options
from pipeline.batch.published import (
    Archive,
    Known,
    Published,
    Summary,
    manifest_of,
    read_archive,
    split_unchanged,
    superseded,
)
from pipeline.batch.read import COUNTED, Progress, Silent, Staged, read_all
from pipeline.batch.settle import numbers_of, settle_corpus, stages_now, stale_stages
from pipeline.batch.sources import FoundSources, check_path, find, own_agencies
from pipeline.batch.tries import resting, with_tries
from pipeline.data.check import all_damaged, damaged_files
from pipeline.data.draft import DamagedFilesError, Draft, linked_names
from pipeline.data.generations import clear, link_tables
from pipeline.data.lock import sole_writer
from pipeline.data.state import State
from pipeline.data.store import Store
from pipeline.data.work import Work
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
        clear(options.out)
        store, work = Store(options.out), Work(options.out)
        if store.is_current:  # a run may have been cut off after the switch
            link_tables(options.out, linked_names(), over=True)
        work.open()
        archive = read_archive(store, options.corrections)
        archive.follow(places)
        found = find(wanted, options.out, archive.roots, options.corrections, options.only)
        archive.roots = found.roots
        _refuse_nothing(found)
        state = State(options.out)
        follow(state, store, archive.documents.values())
        summary = _Run(found, archive, store, state, work, options, progress).finish(started)
        store.write_run(_run_facts(summary, options))
        return summary


def _refuse_nothing(found: FoundSources) -> None:
    if found.sources:
        return
    why = f" ({found.wrong[0]})" if found.wrong else "; is the folder the right one, and mounted?"
    raise NothingError(f"no document found under the paths that were given{why}")


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over what was found, beside what stands already."""

    found: FoundSources
    archive: Archive
    store: Store
    state: State
    work: Work
    options: Options
    progress: Progress

    def finish(self, started: float) -> Summary:
        """Read what is new, and publish it with all that stays as the next state.

        Where something fails because a file of the state that stands is damaged, though it did not
        look so, what is in it is read again too.
        """
        broken = frozenset(damaged_files(self.store))
        while True:
            try:
                return self._finish(started, broken)
            except (DamagedFilesError, OSError, ValueError):
                found = frozenset(all_damaged(self.store))
                if found <= broken:
                    raise
                _LOG.info("%d files are damaged; what is in them is read again", len(found))
                broken |= found

    def _finish(self, started: float, broken: frozenset[str]) -> Summary:
        damaged = self.store.inside(broken, self.archive.documents)
        stale = stale_stages(self.store, self.archive.made)
        stale |= {PROGRAMME} if broken else set()  # it is made from the state before, else
        rests = resting(self.state.attempts(), self.found.sources, self.options)
        known, new = split_unchanged(
            self.found, self.archive, self.options, damaged, anew=JOIN in stale, resting=rests
        )
        _refuse_vanishing(known, self.archive)
        _LOG.info("%d inputs to read, %d documents unchanged", len(new), len(known.documents))
        staged = read_all(new, self.work, self.options, self.progress)
        staged += read_neighbours_again(staged, known, self.work, self.options, self.progress)
        staged = with_tries(staged, self.state, self.work, self.options)
        whole = not broken and self.store.is_current
        if staged or known.gone or not whole or stale - {JOIN}:
            published = self._publish(staged, known, damaged, stale, broken)
        else:
            published = [*known.documents.values(), *known.held.values()]
            published += _of_unknown_inputs(self.archive, published, self.options)
            self._keep_roots(published)
        self.work.close(_remembered(published))
        return summed_up(published, self.found, known, time.monotonic() - started)

    def _publish(
        self,
        staged: list[Staged],
        known: Known,
        damaged: Collection[str],
        stale: Set[str],
        broken: Set[str],
    ) -> list[Published]:
        """The next state: what was read, what stays, and what all of it says of each other."""
        draft = Draft(self.store)
        for doc_id in damaged:
            draft.remove(doc_id)
        staged = keep_last_good(staged, self.archive, known, draft, self.options, damaged)
        staying = {**known.documents, **known.held}
        lasting = LastingKeys.of(self.state)
        fresh = publish_all(staged, draft, self.work, self.options, staying.keys(), lasting)
        published = [*fresh, *staying.values()]
        gone = superseded(self.archive, published) | known.gone
        gone -= {document.doc_id for document in published}
        published += _of_unknown_inputs(self.archive, published, self.options)
        _LOG.info("%d documents published, %d superseded", len(published), len(gone))
        for doc_id in gone:
            draft.remove(doc_id)
        there = ({item.doc_id for item in staged} | gone) - set(damaged)
        numbers = numbers_of(self.store, there)
        draft.fold()
        keys = frozenset(document.doc_id for document in fresh)
        change = CorpusChange(keys, frozenset(gone), numbers)
        with self.progress.doing("settling what the documents say of each other"):
            settling = settle_corpus(draft, change, self.options.workers, stale)
        published = [replace(d, missed=settling.lines.get(d.doc_id, d.missed)) for d in published]
        if settling.failed and (found := set(all_damaged(self.store)) - broken):
            raise DamagedFilesError(found)
        made = stages_now(draft)
        if known.documents and JOIN in stale:  # those were not put together anew
            made[JOIN] = self.archive.made.get(JOIN, "")
        if settling.failed:
            made |= {LINK: "", PROGRAMME: ""}
        draft.publish(manifest_of(published, self.found.roots, made))
        follow(self.state, Store(self.options.out), published)
        return published

    def _keep_roots(self, published: Sequence[Published]) -> None:
        """Where the inputs lie may have changed, though nothing of what they say did."""
        manifest = manifest_of(published, self.found.roots, self.archive.made)
        if manifest != self.store.read_manifest():
            Draft(self.store).publish(manifest)
            follow(self.state, Store(self.options.out), published)


def _remembered(published: Iterable[Published]) -> set[str]:
    """The readings that are worth keeping: of the inputs of what is published."""
    return {
        cache_key(name, mark) for document in published for _, name, mark in document.inputs if mark
    }


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
    return Summary(documents, seconds, tuple(found.wrong), (*known.notes, *found.notes))


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
        "count": len(summary.documents),
        "documents": {
            document.doc_id: {"fresh": document.fresh, **document.counts}
            for document in summary.news.documents
        },
    }
