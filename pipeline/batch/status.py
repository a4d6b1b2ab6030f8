"""How an output stands (`annex status`): what is published, what failed, what rests, what went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.published import Archive, Published, read_archive
from pipeline.batch.tries import TRIES
from pipeline.data.generations import current, numbers
from pipeline.data.state import State
from pipeline.data.store import Store, read_json
from pipeline.errors import ConfigError
from pipeline.show.screen import counted

_LISTED = 20
"""Lines of each kind on the screen."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An input that could not be read: how often it was tried, when last, and what was wrong."""

    input: str
    tries: int
    last: str
    message: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A document that was published, the inputs it was read from, and the day it went."""

    doc_id: str
    inputs: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Status:
    """How an output stands. `failed` are lines on documents with errors, `missing` inputs that are
    not where they were; `last_run` is what `runs/<n>.json` says of it."""

    state: int | None
    kept: tuple[int, ...]
    documents: int
    inputs: int
    roots: tuple[str, ...]
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    quarantined: tuple[Tried, ...]
    tried: tuple[Tried, ...]
    taken_out: tuple[TakenOut, ...]
    last_run: dict[str, Any]


def status_of(out: Path) -> Status:
    """How the datasets under `out` stand; nothing is written. Raises `ConfigError`."""
    if not (out / "documents").is_dir():
        raise ConfigError(f"{out}: no datasets here; run `annex run` first")
    store, state = Store(out), State(out)
    archive = read_archive(store)
    documents = list(archive.documents.values())
    tried = [
        Tried(name, one.tries, one.last, one.message) for (_, name), one in state.attempts().items()
    ]
    return Status(
        current(out),
        tuple(numbers(out)),
        len(documents),
        sum(len(document.inputs) for document in documents),
        tuple(str(root.path) for root in archive.roots.values()),
        tuple(line for document in documents for line in (*document.errors, *document.missed)),
        tuple(_missing(archive, documents)),
        tuple(one for one in tried if one.tries >= TRIES),
        tuple(one for one in tried if one.tries < TRIES),
        tuple(_taken_out(state, archive)),
        _last_run(out),
    )


def _missing(archive: Archive, documents: Sequence[Published]) -> Iterator[str]:
    for document in documents:
        for identity in document.identities:
            place = archive.place(identity)
            if place is None or not place.is_file():
                yield f"{identity[1]} ({document.doc_id})"


def _taken_out(state: State, archive: Archive) -> Iterator[TakenOut]:
    gone: dict[str, list[tuple[str, str]]] = {}
    for one in state.inputs():
        if one.gone is not None and one.doc_id not in archive.documents:
            gone.setdefault(one.doc_id, []).append((one.gone, one.name))
    for doc_id, told in gone.items():
        yield TakenOut(doc_id, tuple(name for _, name in told), max(day for day, _ in told))


def _last_run(out: Path) -> dict[str, Any]:
    found = [path for path in (out / "runs").glob("*.json") if path.stem.isdigit()]
    last = max(found, key=lambda path: int(path.stem), default=None)
    return {} if last is None else read_json(last)


def as_data(status: Status) -> dict[str, Any]:
    """The same for a script."""
    return asdict(status)


def as_text(status: Status) -> str:
    """The same for a person."""
    run = status.last_run
    lines = [
        f"{counted(status.documents, 'document')} from {counted(status.inputs, 'input')}"
        + (f", state {status.state}" if status.state is not None else ""),
        f"kept states: {', '.join(map(str, status.kept))}" if status.kept else "",
        f"inputs under {', '.join(status.roots)}" if status.roots else "",
        f"last run: {run['finished']}, {run['seconds']:.1f} s" if "finished" in run else "",
    ]
    tries = [f"{one.input}: tried {one.tries} times, last {one.last}: {one.message}"
             for one in (*status.quarantined, *status.tried)]  # fmt: skip
    rests = len(status.quarantined)
    lines += _listed("not tried again (annex run --force tries at once)", tries[:rests])
    lines += _listed("could not be read, will be tried again", tries[rests:])
    lines += _listed("errors", status.failed)
    lines += _listed("inputs that are not there any more (annex run --prune takes them out)",
                     status.missing)  # fmt: skip
    lines += _listed("taken out", [f"{one.doc_id}, {one.day}: {', '.join(one.inputs)}"
                                   for one in status.taken_out])  # fmt: skip
    return "\n".join(line for line in lines if line)


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    more = [f"  … {len(lines) - _LISTED} more (--json lists all)"] if len(lines) > _LISTED else []
    return [f"{title}: {len(lines)}", *(f"  {x}" for x in lines[:_LISTED]), *more] if lines else []
