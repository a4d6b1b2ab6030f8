"""Sources read in processes of their own, each staged as the document it holds.

What cannot be read is staged too: a record of the file and of what is wrong with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.digest import PICTURES, stage_digest
from pipeline.batch.mark import cache_key, fingerprint
from pipeline.batch.options import Options
from pipeline.batch.pages import guessed
from pipeline.batch.progress import Progress
from pipeline.batch.sources import printable_name
from pipeline.batch.stage import Job, Staged, from_facts, job_key, stage, stage_failure
from pipeline.data.bundle import Bundle
from pipeline.data.files import written_whole
from pipeline.data.parquet import keep_pandas_out
from pipeline.data.recognitions import LookedUp, Recognitions
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.schema import arrow_schema, dictionary, record_types
from pipeline.data.store import Store
from pipeline.data.work import Work
from pipeline.errors import InputError, in_one_line
from pipeline.extract import extract, prepare
from pipeline.extract.scan.shelf import shelf
from pipeline.frozen import dataclass
from pipeline.link.claims.amendments import annotate, prose_of
from pipeline.link.lineage.rarity import usual
from pipeline.model import Source
from pipeline.normalize import normalize
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.normalize.values.deadline_words import deadline_forms
from pipeline.workers import map_processes, share
from pipeline.writing.kept_patterns import keep

if TYPE_CHECKING:
    from pipeline.batch.cluster import Brought


_AFTERWARDS = (
    "pyarrow.parquet",
    "pyarrow.compute",
    "numpy.ma",  # numpy loads it where different values are looked for
    "pipeline.batch.group",
    "pipeline.batch.settle",
    "pipeline.link.programme.build",
    "pipeline.link.programme.renewed",
    "dateutil.relativedelta",  # pyarrow loads it where it is given a value of Python
    "rich.console",
    "rich.table",
)
"""Modules that are needed when all is read."""


def read_all(
    sources: Sequence[Source], work: Work, options: Options, progress: Progress
) -> list[Staged]:
    """Read every source in a process of its own; what cannot be read is staged as failed.

    What an earlier run has read, and could not publish, is taken as it is.
    """
    staged, jobs = _remembered(sources, work, options)
    guesses = {job.key: guessed(job.source) for job in jobs}
    # The longest first, so that no core waits at the end for the last one.
    jobs.sort(key=lambda job: -guesses[job.key].effort)
    progress.expect({job.source.name: guesses[job.key].pages for job in jobs})
    read = _read_there if options.cluster else _read_here
    for item in read(jobs, work, options, progress):
        staged.append(item)
        progress.end(item.source.name, item.counts["pages"])
    return sorted(staged, key=lambda item: (item.source.name, item.source.root))


def _read_here(
    jobs: Sequence[Job], work: Work, options: Options, progress: Progress
) -> Iterator[Staged]:
    """The sources read on this machine, as they are done."""
    count = min(options.workers or os.cpu_count() or 1, len(jobs))
    prepared = work.scratch("prepared")
    prepare([job.source for job in jobs], prepared)
    load_registry()  # here, and not in each process
    if count > 1:
        import_module("numpy")  # what settles needs it too
    for done in map_processes(
        _Reader(work, options, prepared, _share(options, count)),
        jobs,
        count,
        options.limits,
        nested=True,
        begun=lambda job: progress.begin(job.source.name),
        part=lambda job: progress.page(job.source.name),
        meanwhile=_load_ahead,
    ):
        failure = done.failure or "crashed"
        yield done.result or _stage_lost(work, done.task, failure, options)


def _load_ahead() -> None:
    """Load what comes after the reading (settling, the screen) while the readers are at work."""
    for module in _AFTERWARDS:
        import_module(module)
    for table in record_types():
        arrow_schema(table)
    dictionary()
    usual()
    deadline_forms()


def _read_there(
    jobs: Sequence[Job], work: Work, options: Options, progress: Progress
) -> Iterator[Staged]:
    """The sources read on a cluster, as they are done; what cannot be sent is read here."""
    from pipeline.batch.cluster import can_travel, do_errands

    away = {job.source.identity: job for job in jobs if can_travel(job.source)}
    sources = [job.source for job in away.values()]
    for answer in do_errands(sources, options, lambda source: progress.begin(source.name)):
        mine = [away[source.identity] for source in answer.errand.sources]
        if answer.failure is not None:
            why = f"the cluster could not read it ({answer.failure}); the next run tries again"
            yield from (stage_failure(work, j, InputError("crashed", why), options) for j in mine)
            continue
        for job, brought in zip(mine, answer.brought, strict=True):
            yield _kept(work, job, brought)
    left = [job for job in jobs if job.source.identity not in away]
    yield from _read_here(left, work, options, progress)


def _kept(work: Work, job: Job, brought: Brought) -> Staged:
    """A reading that came back, written where one that was made here would lie."""
    path = work.scratch("staged") / job.key
    if brought.kept_as is not None:
        path = work.place(brought.kept_as)
    with written_whole(path) as temporary:
        temporary.write_bytes(brought.bundle)
    return replace(from_facts(job.source, Bundle(path)), passing=brought.kept_as is None)


def _remembered(
    sources: Sequence[Source], work: Work, options: Options
) -> tuple[list[Staged], list[Job]]:
    """What was read before from these very bytes and settings, and what must be read."""
    staged: list[Staged] = []
    jobs: list[Job] = []
    for source in sources:
        found = None
        if not options.force:
            found = work.find(cache_key(source.name, fingerprint(source, options)))
        if found is None:
            jobs.append(Job(source, job_key(source)))
        else:
            staged.append(from_facts(source, found))
    return staged, jobs


def _share(options: Options, count: int) -> int:
    """Processes one document may start for its pages: all together no more than were asked for."""
    return max(1, (options.workers or os.cpu_count() or 1) // max(1, count))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one source and stages it: the work of a worker process."""

    work: Work
    options: Options
    prepared: Path
    share: int = 1

    def __call__(self, job: Job) -> Staged:
        try:
            return self._staged(job)
        finally:
            keep()  # what patterns this reader needs, the next run has

    def _staged(self, job: Job) -> Staged:
        share.set(self.share)
        if not self.options.second_reader:  # camelot needs pandas
            keep_pandas_out()
        before = _state_of(job.source)
        try:
            with self._recognising(job.source):
                document = read_source(job.source, self.options, self.prepared)
            return stage(self.work, job, document, self.options)
        except InputError as failure:
            error = failure
        except MemoryError:
            error = InputError("needs-memory", "needs more memory than one document may use")
        except OSError as failure:
            error = InputError("unreadable", f"could not be read and written ({failure})")
        except Exception as failure:  # a bug in a reader must not stop the batch
            error = InputError("crashed", f"annex failed on it: {in_one_line(failure)}")
        if before != _state_of(job.source):
            error = InputError("unreadable", f"it changed while it was read ({error})")
        return stage_failure(self.work, job, error, self.options)

    @contextmanager
    def _recognising(self, source: Source) -> Iterator[None]:
        """What is recognised meanwhile is kept, and taken from there; what an earlier reading
        asked for and this one does not goes where this one comes to its end."""
        kept = recognitions_of(self.work, source, self.options)
        token = shelf.set(kept)
        try:
            yield
            kept.close()
        finally:
            shelf.reset(token)


def recognitions_of(work: Work, source: Source, options: Options) -> Recognitions:
    """What was recognised in the pictures of a source by this version of their reader."""
    return work.recognitions(stage_digest(PICTURES), *source.identity, anew=options.force)


def _state_of(source: Source) -> tuple[int, ...]:
    """What changes when a file is written to."""
    try:
        found = source.path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _stage_lost(work: Work, job: Job, why: str, options: Options) -> Staged:
    messages = {
        "timeout": f"took longer than {options.limits.seconds:.0f} s; split it, or raise --timeout",
        "crashed": "the reader crashed on it or ran out of memory; fetch it again or convert it",
    }
    return stage_failure(work, job, InputError(why, messages[why]), options)


def read_document_from(source: Source, out: Path | None = None) -> Document:
    """One document, read and normalised here and now; nothing is written. What a run into `out`
    recognised in its pictures is not recognised anew.

    Raises `InputError`.
    """
    token = shelf.set(None if out is None else _looked_up(source.path, out))
    try:
        return read_source(source, Options(Path()))
    finally:
        shelf.reset(token)


def _looked_up(file: Path, out: Path) -> LookedUp:
    """What runs into `out` recognised in a file, whichever root they read it under."""
    file = file.absolute()
    roots = {number: Path(root["path"]) for number, root in Store(out).read_roots().items()}
    names = [
        (number, printable_name(file.relative_to(root)))
        for number, root in roots.items()
        if file.is_relative_to(root)
    ]
    return Work(out).recognised_in(stage_digest(PICTURES), names)


def read_source(source: Source, options: Options, prepared: Path | None = None) -> Document:
    """One source read and normalised, with what it says of others; `prepared` holds conversions
    made before. Raises `InputError`."""
    extraction = extract(source, options.engine, options.verify, prepared)
    document = annotate(normalize(extraction), prose_of(extraction))
    told = (_complaint(document, source, text) for text in source.complaints)
    return replace(document, problems=(*document.problems, *told))


def _complaint(document: Document, source: Source, text: str) -> ProblemRecord:
    return ProblemRecord(
        document.doc_id, None, None, None, "error", "settings-wrong", text, source.name
    )
