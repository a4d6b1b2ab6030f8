"""What was read of a source, written aside until it is known what is published of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.batch.agreement import sketches
from pipeline.batch.digest import KEYED, keyed_by
from pipeline.batch.mark import cache_key, fingerprint
from pipeline.batch.options import Options
from pipeline.data.bundle import Bundle, document_tables, write_bundle
from pipeline.data.files import sha256_of
from pipeline.data.records import COUNTED, DOUBT, Document
from pipeline.data.work import Work
from pipeline.errors import PASSING, InputError
from pipeline.frozen import dataclass
from pipeline.link.lineage.keys import keys_of_document
from pipeline.link.lineage.rarity import usual
from pipeline.model import UNCERTAIN, Source
from pipeline.normalize import failed
from pipeline.normalize.facts import doc_id


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
    keyed: str = ""
    """What made the keys of its rows; see `keyed_by`."""

    @property
    def chosen(self) -> str | None:
        """The key that sources.toml gives it."""
        return self.source.overrides.doc_id


@dataclass(frozen=True, slots=True)
class Job:
    """A source to read, and the name under which it is staged if it is not remembered."""

    source: Source
    key: str


def job_key(source: Source) -> str:
    """A name for what is staged of a source."""
    return hashlib.sha256(source.name.encode() + b"\0" + os.fsencode(source.path)).hexdigest()[:24]


def stage_failure(work: Work, job: Job, error: InputError, options: Options) -> Staged:
    """The record of a file that could not be read, written aside."""
    document = failed(job.source, sha256_of(job.source.path), error)
    return stage(work, job, document, options, read=False)


def stage(
    work: Work, job: Job, document: Document, options: Options | None = None, read: bool = True
) -> Staged:
    """Write a document aside, its rows with the keys by which others find them; with `options` it
    is remembered, unless another try may give more."""
    document = replace(document, keys=keys_of_document(document, usual()))
    facts: dict[str, Any] = {
        "doc_id": document.doc_id,
        "sha256": document.facts.sha256,
        "dialect": document.facts.dialect,
        "names": _names(job.source, document),
        "counts": _counts(document),
        "errors": _error_lines(document),
        "warnings": sum(problem.severity == "warning" for problem in document.problems),
        "read": read,
        KEYED: keyed_by(usual().digest),
    }
    passing = any(p.code in PASSING and p.severity == "error" for p in document.problems)
    bundle = work.scratch("staged") / job.key
    if options is not None and not passing:
        mark = fingerprint(job.source, options, document.facts.sha256)
        bundle = work.place(cache_key(job.source.name, mark))
    write_bundle(bundle, document_tables(document), facts)
    return Staged(source=job.source, bundle=bundle, passing=passing, **facts)


def from_facts(source: Source, bundle: Bundle) -> Staged:
    """What a bundle of an earlier run says of itself."""
    facts = bundle.facts
    told = {**facts, "names": tuple(facts["names"]), "errors": tuple(facts["errors"])}
    return Staged(source=source, bundle=bundle.path, **told)


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
