"""What stands in the output already: which inputs it came from, and what is still valid of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import __version__
from pipeline.batch.read import Options
from pipeline.data.schema import SCHEMA_VERSION
from pipeline.data.store import Store
from pipeline.model import Source


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it stands in the output.

    `errors` are lines for a person; `names` are what its inputs might share with others.
    """

    doc_id: str
    dialect: str | None
    counts: Mapping[str, int]
    inputs: tuple[tuple[str, str], ...]
    errors: tuple[str, ...] = ()
    warnings: int = 0
    names: tuple[str, ...] = ()
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    documents: tuple[Published, ...]
    seconds: float

    @property
    def errors(self) -> tuple[str, ...]:
        """A line for every error: what could not be read, and what to do."""
        return tuple(line for document in self.documents for line in document.errors)

    def total(self, name: str) -> int:
        """Sum of one count over all documents."""
        return sum(document.counts.get(name, 0) for document in self.documents)

    def exit_code(self, strict: bool) -> int:
        """0, or 1 if any document has an error (with `strict`: or a warning), or there is none."""
        wrong = strict and any(document.warnings for document in self.documents)
        return 1 if self.errors or wrong or not self.documents else 0


@dataclass(slots=True)
class Known:
    """Documents of an earlier run whose inputs are unchanged."""

    documents: dict[str, Published] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=dict)


def split_unchanged(
    sources: Sequence[Source], manifest: Mapping[str, Any], store: Store, options: Options
) -> tuple[Known, list[Source]]:
    """Documents that need not be read again, and the inputs that do."""
    known = Known()
    by_input = {(source.name, fingerprint(source, options)): source for source in sources}
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
        entry["warnings"],
        tuple(entry["names"]),
        fresh=False,
    )


def fingerprint(source: Source, options: Options) -> str:
    """Changes with the file, with what sources.toml and corrections say of it, and with annex
    itself."""
    digest = hashlib.sha256()
    settings = [options.engine, str(options.verify), repr(source.overrides)]
    if source.corrections:
        settings.append(repr(source.corrections))
    for text in (__version__, SCHEMA_VERSION, *settings):
        digest.update(text.encode() + b"\0")
    try:
        with source.path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        digest.update(str(error.errno).encode())
    return digest.hexdigest()


def superseded(manifest: Mapping[str, Any], published: Sequence[Published]) -> frozenset[str]:
    """Documents whose inputs are all published under another key now: a number was corrected."""
    current = {name for document in published for name, _ in document.inputs}
    keys = {document.doc_id for document in published}
    return frozenset(
        doc_id
        for doc_id, entry in manifest.items()
        if doc_id not in keys and {name for name, _ in entry["inputs"]} <= current
    )


def write_manifest(store: Store, summary: Summary, options: Options) -> None:
    """Which document came from which input; documents of earlier runs stay in it."""
    earlier = store.read_manifest().get("documents", {})
    entries = {doc_id: entry for doc_id, entry in earlier.items() if store.has(doc_id)}
    for document in summary.documents:
        entries[document.doc_id] = {
            "inputs": [list(item) for item in document.inputs],
            "dialect": document.dialect,
            "counts": dict(document.counts),
            "errors": list(document.errors),
            "warnings": document.warnings,
            "names": list(document.names),
        }
    store.write_manifest({"schema_version": SCHEMA_VERSION, "documents": entries})
