"""What stands in the output already: which inputs it came from, and what is still valid of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from pipeline.batch.mark import fingerprint
from pipeline.batch.options import FailOn, Options
from pipeline.batch.overrides import SOURCES_FILE, Settings, read_settings
from pipeline.batch.sources import (
    FoundSources,
    Root,
    corrections_of,
    with_corrections,
    with_settings,
)
from pipeline.data.schema import SCHEMA_VERSION
from pipeline.data.state import Identity
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.model import Source

_FORMAT = 2
"""Of the manifest; one of another format tells nothing of inputs."""
STAYS = "; what was read of it before stays published"
"""The end of an error line of a document that could not be read this time."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it stands in the output.

    `inputs` are root, name and fingerprint of each, the fingerprint empty where the input must be
    looked at again; `errors` are lines for a person; `names` are what its inputs might share with
    others; `missed` are lines on decisions that other documents leave no place for.
    """

    doc_id: str
    dialect: str | None
    counts: Mapping[str, int]
    inputs: tuple[tuple[str, str, str], ...]
    errors: tuple[str, ...] = ()
    warnings: int = 0
    names: tuple[str, ...] = ()
    fresh: bool = True
    missed: tuple[str, ...] = ()

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Which inputs it came from."""
        return tuple((root, name) for root, name, _ in self.inputs)

    @property
    def failed(self) -> bool:
        """Whether it, or an input of it, could not be read."""
        return self.dialect is None or any(line.endswith(STAYS) for line in self.errors)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `wrong` and `notes` are lines about no single document."""

    documents: tuple[Published, ...]
    seconds: float
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def news(self) -> Summary:
        """The same of the documents that were read now alone."""
        return replace(self, documents=tuple(d for d in self.documents if d.fresh))

    @property
    def errors(self) -> tuple[str, ...]:
        """A line for every error: what could not be read, and what to do."""
        told = (line for d in self.documents for line in (*d.errors, *d.missed))
        return (*self.wrong, *told)

    def total(self, name: str) -> int:
        """Sum of one count over all documents."""
        return sum(document.counts.get(name, 0) for document in self.documents)

    def exit_code(self, fail_on: FailOn = "error") -> int:
        """0; 1 if a document was not read, has an error, or a warning, as far as that counts;
        4 if there is none."""
        if not self.documents:
            return 4
        failed = any(document.failed for document in self.documents)
        if fail_on == "failed":
            return int(failed)
        doubtful = self.notes or any(document.warnings for document in self.documents)
        return 1 if failed or self.errors or (fail_on == "warning" and doubtful) else 0


@dataclass(slots=True)
class Known:
    """What earlier runs left, told apart.

    `documents` are unchanged, `sources` their inputs as far as they can be read again. `held` stay
    though an input is gone; `gone` are the keys of those that go, `withdrawn` of those
    among them that go because their inputs are missing. `notes` are lines that say so.
    """

    documents: dict[str, Published] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=dict)
    held: dict[str, Published] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Archive:
    """What the output says of itself: its documents, and where its input roots lie."""

    documents: dict[str, Published]
    roots: dict[str, Root]
    corrections: Path | None = None
    settings: dict[Path, Settings] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    """Stage → the digest of what made it (`digest`), "" where it failed."""
    stood: Mapping[str, Root] = field(default_factory=dict)
    """Where the roots lay at the last run."""

    def source(self, identity: Identity) -> Source | None:
        """An input of an earlier run where it lies; None where it is not there any more."""
        place = self.place(identity)
        if place is None or not place.is_file():
            return None
        number, name = identity
        root = self.roots[number].path
        if root not in self.settings:
            self.settings[root] = read_settings(root / SOURCES_FILE)
        source = with_settings(Source(place, name, root=number), self.settings[root])
        return with_corrections(source, self.corrections or corrections_of(root))

    def place(self, identity: Identity) -> Path | None:
        """Where an input lay."""
        root = self.roots.get(identity[0])
        return root.path / identity[1] if root is not None else None

    def follow(self, paths: Iterable[Path]) -> None:
        """A root that is gone and of which most files lie under another path has moved there."""
        for path in paths:
            known = {root.path for root in self.roots.values()}
            if path.is_dir() and known.isdisjoint((path, *path.parents)):
                self._follow(path)

    def _follow(self, path: Path) -> None:
        for number, root in self.roots.items():
            if root.whole and not root.path.is_dir():
                keys = (key for d in self.documents.values() for key in d.identities)
                names = [name for other, name in keys if other == number]
                if sum((path / name).is_file() for name in names) * 2 > len(names):
                    self.roots[number] = Root(path, whole=True)
                    return


def read_archive(store: Store, corrections: Path | None = None) -> Archive:
    """What earlier runs left. A document of which the manifest tells nothing is there without
    inputs: it stays until one takes its key."""
    manifest = store.read_manifest()
    entries = manifest.get("documents", {}) if manifest.get("format") == _FORMAT else {}
    documents = {doc_id: _published_from(doc_id, entry) for doc_id, entry in entries.items()}
    if not documents:
        documents = {key: Published(key, None, {}, (), fresh=False) for key in store.doc_ids()}
    lie = manifest.get("roots") or store.read_roots()
    roots = {number: Root(Path(root["path"]), root["whole"]) for number, root in lie.items()}
    made = manifest.get("made", {})
    return Archive(documents, roots, corrections, made=made, stood=dict(roots))


def _published_from(doc_id: str, entry: Mapping[str, Any]) -> Published:
    return Published(
        doc_id,
        entry["dialect"],
        entry["counts"],
        tuple((root, name, mark) for root, name, mark in entry["inputs"]),
        tuple(entry["errors"]),
        entry["warnings"],
        tuple(entry["names"]),
        fresh=False,
        missed=tuple(entry.get("missed", ())),
    )


def split_unchanged(
    found: FoundSources,
    archive: Archive,
    options: Options,
    damaged: Iterable[str] = (),
    anew: bool = False,
    resting: Collection[Identity] = (),
) -> tuple[Known, list[Source]]:
    """Documents that stay as they are, and the inputs that are to be read; with `anew` every
    document that can be is put together anew. Inputs that are `resting` count as unchanged.

    A document of which nothing was ever read goes with its input: nothing is lost."""
    known, again = Known(), dict[Identity, Source]()
    there = {source.identity: source for source in found.sources}
    marks = {key: fingerprint(source, options) for key, source in there.items()}
    marks |= dict.fromkeys(there.keys() & set(resting), "")
    claimed = {key for document in archive.documents.values() for key in document.identities}
    moved = {mark for key, mark in marks.items() if key not in claimed}
    taken = {source.path for source in found.sources}
    broken = frozenset(damaged)
    settled: set[Identity] = set()
    for document in archive.documents.values():
        state = _State(document, found, archive, there, marks, moved, taken)
        if document.doc_id in broken or not document.inputs:
            again.update({s.identity: s for s in state.readable})
            if document.inputs and not state.readable:
                known.gone.add(document.doc_id)
                known.notes.append(f"{document.doc_id}: damaged in {options.out}, and its input is "
                                   "not there: removed")  # fmt: skip
        elif state.missing and not options.prune and document.dialect is not None:
            known.held[document.doc_id] = document
            known.notes.append(_withdrawn(document, state.missing))
            settled.update(document.identities)
        elif not state.changed and not state.gone and not ((options.force or anew) and state.here):
            known.documents[document.doc_id] = document
            known.sources[document.doc_id] = state.readable
            settled.update(document.identities)
        else:
            again.update({s.identity: s for s in state.readable})
            if state.missing:
                known.notes.append(f"{document.doc_id}: {_list(state.missing)} withdrawn")
            if not state.readable:
                known.gone.add(document.doc_id)
                known.withdrawn.update([document.doc_id] if state.missing else [])
    new = {key: source for key, source in there.items() if key not in settled} | {
        key: source for key, source in again.items() if key not in settled
    }
    return known, sorted(new.values(), key=lambda source: (source.name, str(source.path)))


class _State:
    """How the inputs of a document stand in this run.

    `here` were found, `missing` should have been, `gone` are missing or are there under another
    name; those out of the run's paths count as they were. `readable` can be read now.
    """

    def __init__(
        self,
        document: Published,
        found: FoundSources,
        archive: Archive,
        there: Mapping[Identity, Source],
        marks: Mapping[Identity, str],
        moved: Collection[str],
        taken: Collection[Path],
    ) -> None:
        old = {(root, name): mark for root, name, mark in document.inputs}
        self.here = [key for key in old if key in there]
        self.changed = [key for key in self.here if marks[key] != old[key]]
        out = [key for key in old if key not in there]
        places = {key: archive.place(key) for key in out}
        self.gone = [key for key in out if (place := places[key]) and found.covers(place)]
        left = [key for key in self.gone if places[key] not in taken]
        self.missing = [key for key in left if not old[key] or old[key] not in moved]
        elsewhere = [archive.source(key) for key in out if key not in self.gone]
        self.readable = [there[key] for key in self.here] + [s for s in elsewhere if s]


def _withdrawn(document: Published, missing: Sequence[Identity]) -> str:
    return (
        f"{_list(missing)} is not there any more; {document.doc_id} stays as it was read"
        " (annex run --prune takes it out)"
    )


def _list(identities: Sequence[Identity]) -> str:
    return ", ".join(name for _, name in identities)


def superseded(archive: Archive, published: Sequence[Published]) -> frozenset[str]:
    """Documents whose inputs are all published under another key now: a number was corrected."""
    current = {key for document in published for key in document.identities}
    keys = {document.doc_id for document in published}
    return frozenset(
        doc_id
        for doc_id, document in archive.documents.items()
        if doc_id not in keys and document.inputs and set(document.identities) <= current
    )


def manifest_of(
    documents: Iterable[Published], roots: Mapping[str, Root], made: Mapping[str, str]
) -> dict[str, Any]:
    """Which document came from which input, where the roots of these lie and what made the stages,
    as it is kept."""
    entries = {
        document.doc_id: {
            "inputs": document.inputs,
            "dialect": document.dialect,
            "counts": document.counts,
            "errors": document.errors,
            "warnings": document.warnings,
            "names": document.names,
            "missed": document.missed,
        }
        for document in documents
    }
    lie = {number: {"path": str(r.path), "whole": r.whole} for number, r in roots.items()}
    return {
        "format": _FORMAT,
        "schema_version": SCHEMA_VERSION,
        "documents": entries,
        "roots": lie,
        "made": dict(made),
    }
