"""Sources read in processes of their own, each staged as the document it holds.

What cannot be read is staged too: a record of the file and of what is wrong with it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from pipeline.batch.agreement import sketches
from pipeline.batch.mark import cache_key, fingerprint
from pipeline.batch.options import Options
from pipeline.batch.pages import guessed_pages
from pipeline.data.bundle import Bundle, document_tables, write_bundle
from pipeline.data.files import sha256_of, written_whole
from pipeline.data.parquet import keep_pandas_out
from pipeline.data.records import DOUBT, Document, ProblemRecord
from pipeline.data.work import Work
from pipeline.errors import PASSING, InputError
from pipeline.extract import extract, prepare
from pipeline.link.claims.amendments import annotate, prose_of
from pipeline.model import UNCERTAIN, Source
from pipeline.normalize import failed, normalize
from pipeline.normalize.facts import doc_id
from pipeline.workers import map_processes, share

_TRAVELS = 200 * 1024 * 1024
"""Bytes of a file that is sent to a cluster at most: larger ones are read here."""
_ERRAND = 1024 * 1024
_TOGETHER = 16
"""Bytes and number of small files that go in one errand: a few seconds of work, beside the half a
second in which a process starts."""
COUNTED = ("tables", "rows", "cells", "repairs", "problems")


@dataclass(frozen=True, slots=True)
class Staged:
    """A document that was read and written aside, into `bundle`.

    `names` are what it might share with other inputs of the same document: its key, its number.
    """

    source: Source
    bundle: Path
    doc_id: str
    sha256: str
    dialect: str | None
    names: tuple[str, ...]
    counts: Mapping[str, int]
    errors: tuple[str, ...] = ()
    warnings: int = 0
    read: bool = True
    passing: bool = False
    """Whether what was wrong may be gone at the next try: it is not remembered."""

    @property
    def chosen(self) -> str | None:
        """The key that sources.toml gives it."""
        return self.source.overrides.doc_id


class Progress(Protocol):
    """Told what is going to be read, what is being read and what is done."""

    def expect(self, pages: Mapping[str, int]) -> None:
        """So many pages of each input, as far as can be told, are going to be read."""

    def begin(self, name: str) -> None:
        """An input is being read."""

    def page(self, name: str) -> None:
        """A page of an input that takes long is done."""

    def end(self, name: str, pages: int) -> None:
        """An input is done; it had so many pages."""

    def doing(self, what: str) -> AbstractContextManager[None]:
        """While something is done of which nobody knows how long it takes."""


class Silent:
    """Progress that tells nobody."""

    def expect(self, pages: Mapping[str, int]) -> None:
        """Nothing."""

    def begin(self, name: str) -> None:
        """Nothing."""

    def page(self, name: str) -> None:
        """Nothing."""

    def end(self, name: str, pages: int) -> None:
        """Nothing."""

    def doing(self, what: str) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Job:
    """A source to read, and the name under which it is staged if it is not remembered."""

    source: Source
    key: str


def read_all(
    sources: Sequence[Source], work: Work, options: Options, progress: Progress
) -> list[Staged]:
    """Read every source in a process of its own; what cannot be read is staged as failed.

    What an earlier run has read, and could not publish, is taken as it is.
    """
    staged, jobs = _remembered(sources, work, options)
    pages = {job.key: guessed_pages(job.source) for job in jobs}
    # The longest first, so that no core waits at the end for the last one.
    jobs.sort(key=lambda job: -pages[job.key])
    progress.expect({job.source.name: pages[job.key] for job in jobs})
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
    for done in map_processes(
        _Reader(work, options, prepared, _share(options, count)),
        jobs,
        count,
        options.limits,
        nested=True,
        begun=lambda job: progress.begin(job.source.name),
        part=lambda job: progress.page(job.source.name),
    ):
        failure = done.failure or "crashed"
        yield done.result or _stage_lost(work, done.task, failure, options)


def _read_there(
    jobs: Sequence[Job], work: Work, options: Options, progress: Progress
) -> Iterator[Staged]:
    """The sources read on a cluster, as they are done; what cannot be sent is read here."""
    from pipeline.batch.cluster import do_errands

    away = [job for job in jobs if _can_travel(job.source.path)]
    by_identity = {job.source.identity: job for job in away}
    for answer in do_errands(
        list(_errands(away)), options, lambda source: progress.begin(source.name)
    ):
        mine = [by_identity[source.identity] for source in answer.errand.sources]
        if answer.failure is not None:
            why = f"the cluster could not read it ({answer.failure}); the next run tries again"
            yield from (stage_failure(work, j, InputError("crashed", why), options) for j in mine)
        for job, brought in zip(mine, answer.brought, strict=answer.failure is None):
            path = work.scratch("staged") / job.key
            if brought.kept_as is not None:
                path = work.place(brought.kept_as)
            with written_whole(path) as temporary:
                temporary.write_bytes(brought.bundle)
            found = _from_facts(job.source, Bundle(path))
            yield replace(found, passing=brought.kept_as is None)
    left = [job for job in jobs if job.source.identity not in by_identity]
    yield from _read_here(left, work, options, progress)


def _can_travel(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK) and path.stat().st_size <= _TRAVELS


def _errands(jobs: Iterable[Job]) -> Iterator[list[Source]]:
    """Files that go together: so many that starting a process for them costs little."""
    group: list[Source] = []
    size = 0
    for job in jobs:
        bytes_ = job.source.path.stat().st_size
        if group and (size + bytes_ > _ERRAND or len(group) == _TOGETHER):
            yield group
            group, size = [], 0
        group.append(job.source)
        size += bytes_
    if group:
        yield group


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
            staged.append(_from_facts(source, found))
    return staged, jobs


def _from_facts(source: Source, bundle: Bundle) -> Staged:
    facts = bundle.facts
    told = {**facts, "names": tuple(facts["names"]), "errors": tuple(facts["errors"])}
    return Staged(source=source, bundle=bundle.path, **told)


def _share(options: Options, count: int) -> int:
    """Processes one document may start for its pages: all together no more than were asked for."""
    return max(1, (options.workers or os.cpu_count() or 1) // max(1, count))


def job_key(source: Source) -> str:
    """A name for what is staged of a source."""
    return hashlib.sha256(source.name.encode() + b"\0" + os.fsencode(source.path)).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one source and stages it: the work of a worker process."""

    work: Work
    options: Options
    prepared: Path
    share: int = 1

    def __call__(self, job: Job) -> Staged:
        share.set(self.share)
        if not self.options.second_reader:  # camelot needs pandas
            keep_pandas_out()
        before = _state_of(job.source)
        try:
            document = read_source(job.source, self.options, self.prepared)
            return stage(self.work, job, document, self.options)
        except InputError as failure:
            error = failure
        except MemoryError:
            error = InputError("needs-memory", "needs more memory than one document may use")
        except OSError as failure:
            error = InputError("unreadable", f"could not be read and written ({failure})")
        except Exception as failure:  # a bug in a reader must not stop the batch
            what = " ".join(f"{type(failure).__name__}: {failure}".split())
            error = InputError("crashed", f"annex failed on it: {what}")
        if before != _state_of(job.source):
            error = InputError("unreadable", f"it changed while it was read ({error})")
        return stage_failure(self.work, job, error, self.options)


def _state_of(source: Source) -> tuple[int, ...]:
    """What changes when a file is written to."""
    try:
        found = source.path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def stage_failure(work: Work, job: Job, error: InputError, options: Options) -> Staged:
    """The record of a file that could not be read, written aside."""
    document = failed(job.source, sha256_of(job.source.path), error)
    return stage(work, job, document, options, read=False)


def stage(
    work: Work, job: Job, document: Document, options: Options | None = None, read: bool = True
) -> Staged:
    """Write a document aside; with `options` it is remembered, unless another try may give more."""
    facts: dict[str, Any] = {
        "doc_id": document.doc_id,
        "sha256": document.facts.sha256,
        "dialect": document.facts.dialect,
        "names": _names(job.source, document),
        "counts": _counts(document),
        "errors": _error_lines(document),
        "warnings": sum(problem.severity == "warning" for problem in document.problems),
        "read": read,
    }
    passing = any(p.code in PASSING and p.severity == "error" for p in document.problems)
    bundle = work.scratch("staged") / job.key
    if options is not None and not passing:
        mark = fingerprint(job.source, options, document.facts.sha256)
        bundle = work.place(cache_key(job.source.name, mark))
    write_bundle(bundle, document_tables(document), facts)
    return Staged(source=job.source, bundle=bundle, passing=passing, **facts)


def _stage_lost(work: Work, job: Job, why: str, options: Options) -> Staged:
    messages = {
        "timeout": f"took longer than {options.limits.seconds:.0f} s; split it, or raise --timeout",
        "crashed": "the reader crashed on it or ran out of memory; fetch it again or convert it",
    }
    return stage_failure(work, job, InputError(why, messages[why]), options)


def _counts(document: Document) -> dict[str, int]:
    uncertain = sum(problem.code == UNCERTAIN for problem in document.problems)
    counts = {name: len(getattr(document, name)) for name in COUNTED}
    sure = [cell.confidence for cell in document.cells if cell.confidence is not None]
    return counts | {
        "uncertain": uncertain,
        "pages": len(document.pages),
        "pictured": len(sure),
        "doubtful": sum(one < DOUBT for one in sure),
    }


def _names(source: Source, document: Document) -> tuple[str, ...]:
    """What may tell that two inputs are one document: the key somebody chose, or else the number
    (whatever the year: an annex may not print it), the key and what its annexes say."""
    if source.overrides.doc_id:
        return (document.doc_id,)
    names = {document.doc_id, *sketches(document)}
    if document.facts.number:
        names.add(doc_id(document.facts.number, None, ""))
    return tuple(sorted(names))


def _error_lines(document: Document) -> tuple[str, ...]:
    """One line per error, the file it is about first; errors of one kind in one file are one."""
    files = (document.facts.source, *document.facts.renditions)
    files += tuple(part.source for part in document.facts.parts)
    lines: dict[tuple[str, str], list[str]] = {}
    for problem in document.problems:
        if problem.severity == "error":
            file = next((f for f in files if problem.message.startswith(f"{f}: ")), "")
            line = problem.message if file else f"{files[0]}: {problem.message}"
            lines.setdefault((file or files[0], problem.code), []).append(line)
    return tuple(_first_of(alike) for alike in lines.values())


def _first_of(lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else f"{lines[0]} (and {len(lines) - 1} more like it)"


def read_document_from(source: Source) -> Document:
    """One document, read and normalised here and now; nothing is written.

    Raises `InputError`.
    """
    return read_source(source, Options(Path()))


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
