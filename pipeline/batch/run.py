"""The batch: find documents, read them in parallel, publish each, sum up.

`run` is the whole architecture on one screen: discover → read and stage → settle renditions →
put into the next state → settle links → switch to it → summary.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.batch.agenda import Agenda, Found, Wanted
from pipeline.batch.digest import JOIN, LINK, PICTURES, PROGRAMME, stage_digest
from pipeline.batch.lasting import LastingKeys, follow
from pipeline.batch.mark import cache_key
from pipeline.batch.options import Options
from pipeline.batch.progress import Progress, Silent
from pipeline.batch.published import (
    Archive,
    Known,
    Published,
    Summary,
    manifest_of,
    superseded,
)
from pipeline.batch.sources import FoundSources
from pipeline.batch.stages import stages_now
from pipeline.data.check import all_damaged, damaged_files
from pipeline.data.draft import DamagedFilesError, Draft, linked_names
from pipeline.data.generations import clear, link_tables
from pipeline.data.lock import sole_writer
from pipeline.data.records import COUNTED
from pipeline.data.state import State
from pipeline.data.store import Store
from pipeline.data.work import Work
from pipeline.errors import NothingError
from pipeline.frozen import dataclass
from pipeline.model import Source
from pipeline.normalize.values.agency_registry import own_bodies

if TYPE_CHECKING:
    from pipeline.batch.stage import Staged

_SILENT = Silent()
_LOG = logging.getLogger(__name__)


def run(paths: Iterable[Path], options: Options, progress: Progress = _SILENT) -> Summary:
    """Read every document under `paths` and publish it under `options.out`.

    Raises `ConfigError` for wrong settings, `LockedError` while another run writes there, and
    `NothingError` where no document is found or most are gone; what is wrong with a single
    document is in its problems and in the summary.
    """
    started = time.monotonic()
    wanted = Wanted.of(list(paths), options)
    options = wanted.options
    with sole_writer(options.out), own_bodies(options.own):
        clear(options.out)
        store, work = Store(options.out), Work(options.out)
        if store.is_current:  # a run may have been cut off after the switch
            link_tables(options.out, linked_names(), over=True)
        work.open()
        found = Found.of(wanted)
        _refuse_nothing(found.inputs)
        state = State(options.out)
        follow(state, store, found.archive.documents.values())
        summary = _Run(found, state, work, options, progress).finish(started)
        store.write_run(_run_facts(summary, options))
        return summary


def _refuse_nothing(found: FoundSources) -> None:
    if found.sources:
        return
    told = (*found.wrong, *found.notes)
    why = f" ({told[0]})" if told else "; is the folder the right one, and mounted?"
    raise NothingError(f"no document found under the paths that were given{why}")


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over what was found, beside what stands already."""

    found: Found
    state: State
    work: Work
    options: Options
    progress: Progress

    def finish(self, started: float) -> Summary:
        """Read what is new, and publish it with all that stays as the next state.

        Where something fails because a file of the state that stands is damaged, though it did not
        look so, what is in it is read again too.
        """
        store = self.found.store
        broken = frozenset(damaged_files(store))
        while True:
            try:
                return self._finish(started, broken)
            except (DamagedFilesError, OSError, ValueError):
                damaged = frozenset(all_damaged(store))
                if damaged <= broken:
                    raise
                _LOG.info("%d files are damaged; what is in them is read again", len(damaged))
                broken |= damaged

    def _finish(self, started: float, broken: frozenset[str]) -> Summary:
        found, options = self.found, self.options
        agenda = Agenda.of(found, self.state, options, broken)
        new, known = agenda.new, agenda.known
        _refuse_vanishing(known, found.archive)
        _LOG.info("%d inputs to read, %d documents unchanged", len(new), len(known.documents))
        unchanged = set(known.documents)
        staged = self._read(new, known) if new else []
        again = unchanged - known.documents.keys()
        whole = not broken and found.store.is_current
        if staged or known.gone or not whole or agenda.stale - {JOIN}:
            published = self._publish(staged, agenda, broken, again)
        else:
            published = [*known.documents.values(), *known.held.values()]
            published += _of_unknown_inputs(found.archive, published, options)
            self._keep_roots(published)
        self.work.close(_remembered(published))
        identities = {one for document in published for one in document.identities}
        self.work.keep_recognitions(stage_digest(PICTURES), identities)
        return summed_up(published, found.inputs, known, time.monotonic() - started)

    def _read(self, new: Sequence[Source], known: Known) -> list[Staged]:
        """What was read of inputs, and of `known` ones what may be one document with it."""
        # What reads is loaded here and not above: where nothing is new nothing is read.
        from pipeline.batch.read import read_all

        staged = read_all(new, self.work, self.options, self.progress)

        from pipeline.batch.group import read_neighbours_again  # loaded while others read
        from pipeline.batch.tries import with_tries

        staged += read_neighbours_again(staged, known, self.work, self.options, self.progress)
        return with_tries(staged, self.state, self.work, self.options)

    def _publish(
        self, staged: list[Staged], agenda: Agenda, broken: Set[str], again: Set[str]
    ) -> list[Published]:
        """The next state: what was read, what stays, and what all of it says of each other; `again`
        are documents that nothing changed but perhaps what else was read."""
        # The same of what settles.
        from pipeline.batch.group import as_they_stand, publish_all
        from pipeline.batch.keep import keep_last_good
        from pipeline.batch.settle import settle_corpus
        from pipeline.link.corpus.due import CorpusChange

        archive, store = self.found.archive, self.found.store
        known, damaged, stale = agenda.known, agenda.damaged, agenda.stale
        draft = Draft(store)
        for doc_id in damaged:
            draft.remove(doc_id)
        staged = keep_last_good(staged, archive, known, draft, self.options, damaged)
        staying = {**known.documents, **known.held}
        lasting = LastingKeys.of(self.state)
        fresh = publish_all(staged, draft, self.work, self.options, staying.keys(), lasting)
        for doc_id in (same := as_they_stand(fresh, archive, again)):
            draft.leave(doc_id)
            staying[doc_id] = archive.documents[doc_id]
        fresh = [document for document in fresh if document.doc_id not in same]
        published = [*fresh, *staying.values()]
        gone = superseded(archive, published) | known.gone
        gone -= {document.doc_id for document in published}
        published += _of_unknown_inputs(archive, published, self.options)
        _LOG.info("%d documents published, %d superseded", len(published), len(gone))
        for doc_id in gone:
            draft.remove(doc_id)
        were = ({item.doc_id for item in staged} | gone) - set(damaged) - same
        keys = frozenset(document.doc_id for document in fresh)
        change = CorpusChange(keys, frozenset(gone))
        with self.progress.doing("settling what the documents say of each other"):
            settling = settle_corpus(
                draft, change, self.options.workers, stale, were, self.options.cluster
            )
        told = settling.lines
        published = [replace(d, missed=told[d.doc_id]) if d.doc_id in told else d
                     for d in published]  # fmt: skip
        if settling.failed and (found := set(all_damaged(store)) - broken):
            raise DamagedFilesError(found)
        made = stages_now(draft)
        if known.documents and JOIN in stale:  # those were not put together anew
            made[JOIN] = archive.made.get(JOIN, "")
        if settling.failed:
            made |= {LINK: "", PROGRAMME: ""}
        draft.publish(manifest_of(published, archive.roots, made))
        follow(self.state, Store(self.options.out), published)
        return published

    def _keep_roots(self, published: Sequence[Published]) -> None:
        """Where the inputs lie may have changed, though nothing of what they say did."""
        archive, same = self.found.archive, {document.doc_id for document in published}
        if archive.roots != archive.stood or same != archive.documents.keys():
            manifest = manifest_of(published, archive.roots, archive.made)
            Draft(self.found.store).publish(manifest)
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
    machine = os.uname()  # `platform.platform()` starts a process to ask for the processor
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 3),
        "annex": __version__,
        "python": platform.python_version(),
        "machine": f"{machine.sysname}-{machine.release}-{machine.machine}",
        "cores": os.cpu_count(),
        "options": {key: str(value) for key, value in asdict(options).items()},
        "totals": {name: summary.total(name) for name in COUNTED},
        "count": len(summary.documents),
        "documents": {
            document.doc_id: {"fresh": document.fresh, **document.counts}
            for document in summary.news.documents
        },
    }
