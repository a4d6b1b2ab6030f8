"""The datasets of the programme, from what is published: a function of that and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.data.records import (
    ChangeRecord,
    OutTaskRecord,
    ProgrammeRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.data.store import Store
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.programme.changes import changes_of
from pipeline.link.programme.evidence import read_evidence
from pipeline.link.programme.standing import standing
from pipeline.link.programme.tables import out_tasks
from pipeline.link.programme.versions import history_of


@dataclass(frozen=True, slots=True)
class Programme:
    """The datasets over all documents; `changes` stand with the document that tells of them."""

    threads: tuple[ThreadRecord, ...]
    versions: tuple[VersionRecord, ...]
    programme: tuple[ProgrammeRecord, ...]
    out_tasks: tuple[OutTaskRecord, ...]
    changes: Mapping[str, tuple[ChangeRecord, ...]]


def build(state: Path | Store) -> Programme:
    """The history of every task of a state."""
    evidence = read_evidence(state)
    history = history_of(evidence)
    shelf = Shelf(state)
    statuses = {
        doc_id: record.status
        for doc_id in sorted(shelf.entries)
        for record in shelf.records("documents", doc_id)
    }
    named = (a for doc_id in sorted(shelf.entries) for a in shelf.records("assignments", doc_id))
    changes = changes_of(history, evidence)
    return Programme(
        threads=history.threads,
        versions=history.versions,
        programme=standing(history.threads, history.versions),
        out_tasks=tuple(out_tasks(evidence, history, statuses, named)),
        changes={doc_id: changes.get(doc_id, ()) for doc_id in sorted(shelf.entries)},
    )
