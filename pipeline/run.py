"""The batch: find documents, read them in parallel, publish each, sum up.

`run` is the whole architecture on one screen: discover → read and stage → settle renditions →
publish → shared datasets → summary.
"""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from pipeline import __version__
from pipeline.errors import InputError
from pipeline.extract import Engine, extract
from pipeline.link.amendments import annotate, prose_of
from pipeline.link.due import Change
from pipeline.model import UNCERTAIN, Source
from pipeline.normalize import failed, normalize
from pipeline.records import Document, ProblemRecord
from pipeline.renditions import alike, merge, rank
from pipeline.schema import SCHEMA_VERSION
from pipeline.settle import numbers_of, settle_corpus
from pipeline.sources import discover
from pipeline.store import Store, keep_pandas_out, read_document
from pipeline.workers import Limits, map_processes

COUNTED = ("tables", "rows", "cells", "repairs", "problems")


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a run. `workers` 0 takes one per processor core."""

    out: Path
    workers: int = 0
    force: bool = False
    engine: Engine = "auto"
    verify: bool = False
    strict: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def second_reader(self) -> bool:
        """Whether a reader beside PDFium is asked for."""
        return self.verify or self.engine in ("pdfplumber", "camelot")


@dataclass(frozen=True, slots=True)
class Staged:
    """A document that was read and written aside."""

    source: Source
    folder: Path
    doc_id: str
    sha256: str
    dialect: str | None
    counts: Mapping[str, int]
    errors: tuple[str, ...] = ()
    strict_errors: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it stands in the output. `errors` are lines for a person."""

    doc_id: str
    dialect: str | None
    counts: Mapping[str, int]
    inputs: tuple[tuple[str, str], ...]
    errors: tuple[str, ...] = ()
    strict_errors: int = 0
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    documents: tuple[Published, ...]
    seconds: float

    @property
    def errors(self) -> tuple[str, ...]:
        """One line per input that could not be read."""
        return tuple(line for document in self.documents for line in document.errors)

    def total(self, name: str) -> int:
        """Sum of one count over all documents."""
        return sum(document.counts.get(name, 0) for document in self.documents)

    def exit_code(self, strict: bool) -> int:
        """0, or 1 if an input failed (with `strict`: if any document has an error)."""
        wrong = strict and any(document.strict_errors for document in self.documents)
        return 1 if self.errors or wrong else 0


class Progress(Protocol):
    """Told about every document as it is done."""

    def __call__(self, done: int, total: int, name: str) -> None:
        """`done` of `total` documents are read, the last of them `name`."""


def silent(done: int, total: int, name: str) -> None:
    """Progress that tells nobody."""


def run(paths: Iterable[Path], options: Options, progress: Progress = silent) -> Summary:
    """Read every document under `paths` and publish it under `options.out`.

    Raises `ConfigError` for wrong settings; what is wrong with a single document is in its
    problems and in the summary.
    """
    started = time.monotonic()
    if options.second_reader:
        from pipeline.extract.second import check_readers

        check_readers(options.engine, options.verify)
    sources = discover(paths)
    store = Store(options.out)
    store.open()
    manifest = {} if options.force else store.read_manifest().get("documents", {})
    known, new = _split_unchanged(sources, manifest, store, options)
    staged = _read_all(new, store, options, progress)
    staged += _read_renditions_again(staged, known, store, options, progress)
    numbers = numbers_of(store, {item.doc_id for item in staged})
    published = [*_publish_all(staged, store, options), *_still_valid(known, staged)]
    gone = _superseded(manifest, published)
    numbers |= numbers_of(store, gone)
    for doc_id in sorted(gone):
        store.remove(doc_id)
    fresh = frozenset(document.doc_id for document in published if document.fresh)
    settle_corpus(store, Change(fresh, gone, numbers), options.workers)
    summary = Summary(tuple(sorted(published, key=lambda p: p.doc_id)), time.monotonic() - started)
    _write_manifest(store, summary, options)
    store.write_run(_run_facts(summary, options))
    store.close()
    return summary


# --- what is new -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """Documents of an earlier run whose inputs are unchanged."""

    documents: dict[str, Published] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=dict)


def _split_unchanged(
    sources: Sequence[Source], manifest: Mapping[str, Any], store: Store, options: Options
) -> tuple[_Known, list[Source]]:
    """Documents that need not be read again, and the inputs that do."""
    known = _Known()
    by_input = {(source.name, _fingerprint(source, options)): source for source in sources}
    for doc_id, entry in manifest.items():
        inputs = tuple((str(name), str(mark)) for name, mark in entry["inputs"])
        if all(item in by_input for item in inputs) and store.has(doc_id):
            known.documents[doc_id] = _published_from(doc_id, entry, inputs)
            known.sources[doc_id] = [by_input.pop(item) for item in inputs]
    return known, [source for source in sources if source in set(by_input.values())]


def _published_from(
    doc_id: str, entry: Mapping[str, Any], inputs: tuple[tuple[str, str], ...]
) -> Published:
    return Published(
        doc_id,
        entry["dialect"],
        entry["counts"],
        inputs,
        tuple(entry["errors"]),
        entry["strict_errors"],
        fresh=False,
    )


def _fingerprint(source: Source, options: Options) -> str:
    """Changes with the file, with what sources.toml says of it, and with annex itself."""
    digest = hashlib.sha256()
    settings = (options.engine, str(options.verify), repr(source.overrides))
    for text in (__version__, SCHEMA_VERSION, *settings):
        digest.update(text.encode() + b"\0")
    try:
        with source.path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        digest.update(str(error.errno).encode())
    return digest.hexdigest()


# --- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    source: Source
    key: str


def _read_all(
    sources: Sequence[Source], store: Store, options: Options, progress: Progress
) -> list[Staged]:
    """Read every source in a process of its own; what cannot be read is staged as failed."""
    jobs = [_Job(s, _key(s)) for s in sources]
    count = min(options.workers or os.cpu_count() or 1, len(jobs))
    staged = []
    for done in map_processes(_Reader(store, options), jobs, count, options.limits):
        result = done.result or _stage_failure(store, done.task, done.failure or "crashed", options)
        staged.append(result)
        progress(len(staged), len(jobs), done.task.source.name)
    return sorted(staged, key=lambda item: item.folder.name)


def _key(source: Source) -> str:
    return hashlib.sha256(f"{source.name}\0{source.path}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one source and stages it: the work of a worker process."""

    store: Store
    options: Options

    def __call__(self, job: _Job) -> Staged:
        if not self.options.second_reader:  # camelot needs pandas
            keep_pandas_out()
        try:
            document = _read(job.source, self.options)
        except InputError as error:
            document = failed(job.source, _sha256(job.source), error)
        except MemoryError:
            document = self._failed(job, "too-large", "needs more memory than one document may use")
        except Exception as error:  # a bug in a reader must not stop the batch
            what = " ".join(f"{type(error).__name__}: {error}".split())
            document = self._failed(job, "crashed", f"annex failed on it: {what}")
        return _stage(self.store, job, document)

    def _failed(self, job: _Job, code: str, message: str) -> Document:
        return failed(job.source, _sha256(job.source), InputError(code, message))


def _stage(store: Store, job: _Job, document: Document) -> Staged:
    return Staged(
        source=job.source,
        folder=store.stage(job.key, document),
        doc_id=document.doc_id,
        sha256=document.facts.sha256,
        dialect=document.facts.dialect,
        counts=_counts(document),
        errors=_error_lines(document),
        strict_errors=sum(problem.severity == "error" for problem in document.problems),
    )


def _stage_failure(store: Store, job: _Job, why: str, options: Options) -> Staged:
    messages = {
        "timeout": f"took longer than {options.limits.seconds:.0f} s; split it, or raise --timeout",
        "crashed": "the reader crashed on it or ran out of memory; fetch it again or convert it",
    }
    error = InputError(why, messages[why])
    return _stage(store, job, failed(job.source, _sha256(job.source), error))


def _sha256(source: Source) -> str:
    try:
        with source.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _counts(document: Document) -> dict[str, int]:
    uncertain = sum(problem.code == UNCERTAIN for problem in document.problems)
    return {name: len(getattr(document, name)) for name in COUNTED} | {"uncertain": uncertain}


def _error_lines(document: Document) -> tuple[str, ...]:
    """The lines to print for a file that could not be read."""
    if document.facts.dialect is not None:
        return ()
    return tuple(f"{document.facts.source}: {problem.message}" for problem in document.problems)


# --- renditions and publishing ---------------------------------------------------------------


def _read_renditions_again(
    staged: Sequence[Staged], known: _Known, store: Store, options: Options, progress: Progress
) -> list[Staged]:
    """Unchanged inputs that turn out to be renditions of a document that was read now."""
    wanted = [source for item in staged for source in known.sources.pop(item.doc_id, ())]
    return _read_all(wanted, store, options, progress)


def _still_valid(known: _Known, staged: Sequence[Staged]) -> list[Published]:
    again = {item.doc_id for item in staged}
    return [document for doc_id, document in known.documents.items() if doc_id not in again]


def _publish_all(staged: Sequence[Staged], store: Store, options: Options) -> list[Published]:
    groups: dict[str, list[Staged]] = {}
    for item in staged:
        groups.setdefault(item.doc_id, []).append(item)
    published = []
    for doc_id in sorted(groups):
        group = groups[doc_id]
        if len(group) > 1:
            published += _publish_group(group, store, options)
        else:
            published.append(_publish_one(group[0], (group[0],), store, options))
    return published


def _publish_one(
    item: Staged, inputs: Sequence[Staged], store: Store, options: Options
) -> Published:
    store.publish(item.folder, item.doc_id)
    marks = tuple((i.source.name, _fingerprint(i.source, options)) for i in inputs)
    errors = tuple(line for i in inputs for line in i.errors)
    return Published(
        item.doc_id, item.dialect, item.counts, tuple(sorted(marks)), errors, item.strict_errors
    )


def _publish_group(group: Sequence[Staged], store: Store, options: Options) -> list[Published]:
    """Renditions of one document become one; inputs that only share its key are set apart."""
    documents = [(item, read_document(item.folder)) for item in group]
    documents.sort(key=lambda pair: rank(pair[1]))
    published: list[Published] = []
    while documents:
        best, document = documents[0]
        same = [pair for pair in documents[1:] if alike(document, pair[1])]
        documents = [pair for pair in documents[1:] if pair not in same]
        if published:
            best, document = _with_own_key(best, options)
        merged = merge(document, [other for _, other in same])
        staged = _stage(store, _Job(best.source, best.folder.name), merged)
        inputs = [best, *(item for item, _ in same)]
        published.append(_publish_one(staged, inputs, store, options))
    return published


def _with_own_key(item: Staged, options: Options) -> tuple[Staged, Document]:
    """A document that shares its key with another one, read again under a key of its own."""
    key = f"{item.doc_id}-{item.sha256[:8]}"
    source = replace(item.source, overrides=replace(item.source.overrides, doc_id=key))
    again = _read(source, options)
    message = f"another document has the key {item.doc_id}; choose a doc_id in sources.toml"
    problem = ProblemRecord(key, None, None, None, "warning", "doc-id-shared", message, item.doc_id)
    return replace(item, doc_id=key), replace(again, problems=(*again.problems, problem))


def _superseded(manifest: Mapping[str, Any], published: Sequence[Published]) -> frozenset[str]:
    """Documents whose inputs are all published under another key now: a number was corrected."""
    current = {name for document in published for name, _ in document.inputs}
    keys = {document.doc_id for document in published}
    return frozenset(
        doc_id
        for doc_id, entry in manifest.items()
        if doc_id not in keys and {name for name, _ in entry["inputs"]} <= current
    )


# --- facts of the run -------------------------------------------------------------------------


def _write_manifest(store: Store, summary: Summary, options: Options) -> None:
    """Which document came from which input; documents of earlier runs stay in it."""
    earlier = store.read_manifest().get("documents", {})
    entries = {doc_id: entry for doc_id, entry in earlier.items() if store.has(doc_id)}
    for document in summary.documents:
        entries[document.doc_id] = {
            "inputs": [list(item) for item in document.inputs],
            "dialect": document.dialect,
            "counts": dict(document.counts),
            "errors": list(document.errors),
            "strict_errors": document.strict_errors,
        }
    store.write_manifest({"schema_version": SCHEMA_VERSION, "documents": entries})


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


def read_document_from(source: Source) -> Document:
    """One document, read and normalised here and now; nothing is written.

    Raises `InputError`.
    """
    return _read(source, Options(Path()))


def _read(source: Source, options: Options) -> Document:
    extraction = extract(source, options.engine, options.verify)
    return annotate(normalize(extraction), prose_of(extraction))
