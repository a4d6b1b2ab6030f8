"""What a run would do (`--dry-run`): looked at as a run looks, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.agenda import Agenda, Found, Wanted
from pipeline.batch.options import Options
from pipeline.data.check import damaged_files
from pipeline.data.state import State
from pipeline.normalize.values.agency_registry import own_bodies


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
    wanted = Wanted.of(list(paths), options)
    with own_bodies(wanted.options.own):
        found = Found.of(wanted)
        broken = frozenset(damaged_files(found.store))
        agenda = Agenda.of(found, State(options.out), wanted.options, broken)
    return Plan(
        tuple(source.name for source in agenda.new),
        tuple(sorted(agenda.known.documents)),
        tuple(sorted(agenda.known.gone)),
        tuple(found.inputs.wrong),
        (*agenda.known.notes, *found.inputs.notes),
    )


def as_text(plan: Plan) -> str:
    """The plan for a person: a line for each input and each document that would go."""
    lines = [f"would read {name}" for name in plan.read]
    lines += [f"would take out {doc_id}" for doc_id in plan.gone]
    counts = f"{len(plan.read)} to read, {len(plan.unchanged)} unchanged, {len(plan.gone)} to go"
    return "\n".join([*lines, f"{counts}; nothing was written"])
