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
from pipeline.link.programme.evidence import frame_of, read_evidence, records_of
from pipeline.link.programme.standing import standing
from pipeline.link.programme.tables import out_tasks
from pipeline.link.programme.versions import history_of, programmes_of

ALL = "all"
"""The name of the one file of each dataset of the programme."""


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
    shelf = Shelf(state)
    frame = frame_of(shelf)
    evidence = read_evidence(shelf, frame)
    history = history_of(evidence, programmes_of(frame.evidence))
    named = records_of(shelf.store, "assignments")
    changes = changes_of(history, frame.cited.values())
    return Programme(
        threads=history.threads,
        versions=history.versions,
        programme=standing(history.threads, history.versions),
        out_tasks=tuple(out_tasks(evidence, history, statuses_of(shelf), named)),
        changes={doc_id: changes.get(doc_id, ()) for doc_id in sorted(shelf.entries)},
    )


def statuses_of(shelf: Shelf) -> dict[str, str | None]:
    """Document → issued or draft."""
    rows = shelf.whole("documents", "doc_id", "status").to_pylist()
    return {row["doc_id"]: row["status"] for row in rows}
