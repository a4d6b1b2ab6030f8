"""What a run would do (`--dry-run`): looked at as a run looks, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.digest import JOIN
from pipeline.batch.options import Options
from pipeline.batch.published import read_archive, split_unchanged
from pipeline.batch.settle import stale_stages
from pipeline.batch.sources import check_path, find
from pipeline.batch.tries import resting
from pipeline.data.check import damaged_files
from pipeline.data.state import State
from pipeline.data.store import Store


@dataclass(frozen=True, slots=True)
class Plan:
    """Inputs that would be `read`, documents that are `unchanged`, and those that would go.

    `wrong` and `notes` are the lines that the run would print of no single document.
    """

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan(paths: Iterable[Path], options: Options) -> Plan:
    """What `run` would do with the same paths and options. Raises `ConfigError`."""
    wanted = list(paths)
    places = [check_path(path, options.out) for path in wanted]
    store = Store(options.out)
    archive = read_archive(store, options.corrections)
    archive.follow(places)
    found = find(wanted, options.out, archive.roots, options.corrections, options.only)
    damaged = store.inside(damaged_files(store), archive.documents)
    anew = JOIN in stale_stages(store, archive.made)
    rests = resting(State(options.out).attempts(), found.sources, options)
    known, new = split_unchanged(found, archive, options, damaged, anew, rests)
    return Plan(
        tuple(source.name for source in new),
        tuple(sorted(known.documents)),
        tuple(sorted(known.gone)),
        tuple(found.wrong),
        (*known.notes, *found.notes),
    )


def as_text(plan: Plan) -> str:
    """The plan for a person: a line for each input and each document that would go."""
    lines = [f"would read {name}" for name in plan.read]
    lines += [f"would take out {doc_id}" for doc_id in plan.gone]
    counts = f"{len(plan.read)} to read, {len(plan.unchanged)} unchanged, {len(plan.gone)} to go"
    return "\n".join([*lines, f"{counts}; nothing was written"])
