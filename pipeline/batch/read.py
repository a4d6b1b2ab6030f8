"""Sources read in processes of their own, each staged as the document it holds.

What cannot be read is staged too: a record of the file and of what is wrong with it.
"""

from __future__ import annotations

import hashlib
import os
import stat as status
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pipeline.batch.pages import guessed_pages
from pipeline.data.records import Document, ProblemRecord
from pipeline.data.store import Store, keep_pandas_out
from pipeline.errors import PASSING, InputError
from pipeline.extract import Engine, extract, prepare
from pipeline.link.claims.amendments import annotate, prose_of
from pipeline.model import UNCERTAIN, Source
from pipeline.normalize import failed, normalize
from pipeline.normalize.facts import doc_id
from pipeline.normalize.values.agency_registry import Own
from pipeline.workers import Limits, map_processes, share

COUNTED = ("tables", "rows", "cells", "repairs", "problems")


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a run. `workers` 0 takes one per processor core; without a folder of
    `corrections`, the one in or beside the input counts. `own` are the bodies it adds to the
    registry."""

    out: Path
    workers: int = 0
    force: bool = False
    engine: Engine = "auto"
    verify: bool = False
    strict: bool = False
    limits: Limits = field(default_factory=Limits)
    corrections: Path | None = None
    prune: bool = False
    own: Own = field(default_factory=Own)

    @property
    def second_reader(self) -> bool:
        """Whether a reader beside PDFium is asked for."""
        return self.verify or self.engine in ("pdfplumber", "camelot")


@dataclass(frozen=True, slots=True)
class Staged:
    """A document that was read and written aside.

    `names` are what it might share with other inputs of the same document: its key, its number.
    """

    source: Source
    folder: Path
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


@dataclass(frozen=True, slots=True)
class Job:
    """A source to read, and the key under which it is staged."""

    source: Source
    key: str


def read_all(
    sources: Sequence[Source], store: Store, options: Options, progress: Progress
) -> list[Staged]:
    """Read every source in a process of its own; what cannot be read is staged as failed."""
    pages = {source.identity: guessed_pages(source) for source in sources}
    # The longest first, so that no core waits at the end for the last one.
    ordered = sorted(sources, key=lambda source: -pages[source.identity])
    jobs = [Job(s, job_key(s)) for s in ordered]
    count = min(options.workers or os.cpu_count() or 1, len(jobs))
    staged = []
    progress.expect({source.name: pages[source.identity] for source in sources})
    with tempfile.TemporaryDirectory(prefix="annex-run-") as prepared:
        prepare(sources, Path(prepared))
        reader = _Reader(store, options, Path(prepared), _share(options, count))
        for done in map_processes(
            reader,
            jobs,
            count,
            options.limits,
            nested=True,
            begun=lambda job: progress.begin(job.source.name),
            part=lambda job: progress.page(job.source.name),
        ):
            failure = done.failure or "crashed"
            result = done.result or _stage_lost(store, done.task, failure, options)
            staged.append(result)
            progress.end(done.task.source.name, result.counts["pages"])
    return sorted(staged, key=lambda item: item.folder.name)


def _share(options: Options, count: int) -> int:
    """Processes one document may start for its pages: all together no more than were asked for."""
    return max(1, (options.workers or os.cpu_count() or 1) // max(1, count))


def job_key(source: Source) -> str:
    """A name for the folder a source is staged in."""
    return hashlib.sha256(source.name.encode() + b"\0" + os.fsencode(source.path)).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one source and stages it: the work of a worker process."""

    store: Store
    options: Options
    prepared: Path
    share: int = 1

    def __call__(self, job: Job) -> Staged:
        share.set(self.share)
        if not self.options.second_reader:  # camelot needs pandas
            keep_pandas_out()
        before = _state_of(job.source)
        try:
            return stage(self.store, job, read_source(job.source, self.options, self.prepared))
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
        return stage_failure(self.store, job, error)


def _state_of(source: Source) -> tuple[int, ...]:
    """What changes when a file is written to."""
    try:
        found = source.path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def stage_failure(store: Store, job: Job, error: InputError) -> Staged:
    """The record of a file that could not be read, written aside."""
    document = failed(job.source, sha256_of(job.source.path), error)
    return replace(stage(store, job, document), read=False, passing=error.passing)


def stage(store: Store, job: Job, document: Document) -> Staged:
    """Write a document aside."""
    return Staged(
        source=job.source,
        folder=store.stage(job.key, document),
        doc_id=document.doc_id,
        sha256=document.facts.sha256,
        dialect=document.facts.dialect,
        names=_names(job.source, document),
        counts=_counts(document),
        errors=_error_lines(document),
        warnings=sum(problem.severity == "warning" for problem in document.problems),
        passing=any(p.code in PASSING and p.severity == "error" for p in document.problems),
    )


def _stage_lost(store: Store, job: Job, why: str, options: Options) -> Staged:
    messages = {
        "timeout": f"took longer than {options.limits.seconds:.0f} s; split it, or raise --timeout",
        "crashed": "the reader crashed on it or ran out of memory; fetch it again or convert it",
    }
    return stage_failure(store, job, InputError(why, messages[why]))


def sha256_of(path: Path) -> str:
    """The digest of a file, "" for what is no file or cannot be opened."""
    try:
        if not status.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _counts(document: Document) -> dict[str, int]:
    uncertain = sum(problem.code == UNCERTAIN for problem in document.problems)
    counts = {name: len(getattr(document, name)) for name in COUNTED}
    return counts | {"uncertain": uncertain, "pages": len(document.pages)}


def _names(source: Source, document: Document) -> tuple[str, ...]:
    """What may tell that two inputs are one document: the key somebody chose, or else the number
    (whatever the year: an annex may not print it) and the key."""
    if source.overrides.doc_id or not document.facts.number:
        return (document.doc_id,)
    return tuple(sorted({document.doc_id, doc_id(document.facts.number, None, "")}))


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
