"""Asking the programme: which tasks, as of when, of whom, and what the answer cannot know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data.generations import pinned
from pipeline.data.parquet import read_records
from pipeline.data.reading import files
from pipeline.data.records import (
    AssignmentRecord,
    ProgrammeRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.errors import ConfigError
from pipeline.link.claims.references import number_key
from pipeline.link.programme.standing import gaps, removed, standing
from pipeline.link.programme.tables import search_key
from pipeline.normalize.values.agency_registry import load_registry

if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    import pandas as pd

_LEADING = ("lead", "head")


_VIETNAM = timedelta(hours=7)


def today() -> date:
    """The day it is in Vietnam, wherever the machine stands."""
    return (datetime.now(UTC) + _VIETNAM).date()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: None leaves a condition out."""

    as_of: date | None = None
    number: str | None = None
    agency: str | None = None
    due_before: date | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The answer: tasks, and lines that say what it cannot know."""

    rows: tuple[ProgrammeRecord, ...]
    notes: tuple[str, ...]


def programme_view(out: Path, wanted: Wanted) -> View:
    """The tasks that are asked for. Raises `ConfigError` for an agency or document nobody knows."""
    threads: list[ThreadRecord] = _read("threads", out)
    versions: list[VersionRecord] = _read("versions", out)
    if wanted.removed:
        last = {v.thread_id: v for v in removed(versions, wanted.as_of)}
        shown = _reopened(last.values())
        rows = standing(threads, shown)
    else:
        rows = standing(threads, versions, wanted.as_of)
    led = _led(out, versions, wanted.agency) if wanted.agency else None
    kept = tuple(_kept(rows, versions, led, wanted))
    notes = (*_notes(threads, versions, kept, wanted), *(_divided(kept, led) if led else ()))
    return View(kept, notes)


def _read(table: str, out: Path) -> list[Any]:
    return [record for file in files(table, out) for record in read_records(file, table)]


def _reopened(versions: Iterable[VersionRecord]) -> list[VersionRecord]:
    """Versions without their last days, so that they are listed."""
    from dataclasses import replace

    return [replace(version, in_force_until=None) for version in versions]


def _kept(
    rows: Iterable[ProgrammeRecord],
    versions: Sequence[VersionRecord],
    led: _Led | None,
    wanted: Wanted,
) -> Iterator[ProgrammeRecord]:
    having = _having(versions, wanted.number) if wanted.number else None
    for row in rows:
        if having is not None and row.thread_id not in having:
            continue
        if led is not None and not led(row):
            continue
        if wanted.due_before and not (row.due_date and row.due_date < wanted.due_before):
            continue
        yield row


def _having(versions: Iterable[VersionRecord], number: str) -> set[str]:
    """The threads a document has, by its number or key."""
    key = number_key(number)
    found = {v.thread_id for v in versions if key in (number_key(v.number), number_key(v.doc_id))}
    if not found:
        raise ConfigError(f"no document held or cited is called {number!r}")
    return found


@dataclass(frozen=True, slots=True)
class _Led:
    """Tells whether a body has a task today: by its row, or by the text that names it. `divided`
    are the rows that name none but a body whose duties went to several, with that name."""

    rows: frozenset[str]
    names: tuple[str, ...]
    divided: Mapping[str, str]

    def __call__(self, row: ProgrammeRecord) -> bool:
        if row.row_id is not None:
            return row.row_id in self.rows
        return any(name in f" {search_key(row.lead or '')} " for name in self.names)


def _led(out: Path, versions: Sequence[VersionRecord], name: str) -> _Led:
    bodies = bodies_called(name)
    named: list[AssignmentRecord] = _read("assignments", out)
    leading = [
        a
        for a in named
        if a.role in _LEADING and (a.agency_id in bodies or set(a.today_ids) & bodies)
    ]
    sure = {a.row_id for a in leading if a.agency_id in bodies or len(a.today_ids) == 1}
    divided = {a.row_id: a.agency or a.text for a in leading if a.row_id not in sure}
    known = [b for b in load_registry().agencies if b.agency_id in bodies]
    names = tuple(f" {search_key(text)} " for b in known for text in (b.name, *b.aliases))
    return _Led(frozenset(a.row_id for a in leading), names, divided)


def _divided(rows: Sequence[ProgrammeRecord], led: _Led) -> Iterator[str]:
    """Which of the tasks may have gone to another body."""
    found = [led.divided[row.row_id] for row in rows if row.row_id and row.row_id in led.divided]
    names = ", ".join(sorted(set(found)))
    if found:
        yield (
            f"{len(found)} of these {len(rows)} tasks are led by a body whose duties went to "
            f"several, this one among them ({names}); which has the task is not told"
        )


def bodies_called(name: str) -> frozenset[str]:
    """The bodies a name means, marks optional. Raises `ConfigError` where none or several do."""
    key = search_key(name)
    agencies = load_registry().agencies
    exact = {a.agency_id for a in agencies for n in (a.name, *a.aliases) if search_key(n) == key}
    near = {a.agency_id for a in agencies if f" {key} " in f" {search_key(a.name)} "}
    found = exact or near
    if not found:
        raise ConfigError(f"no agency is called {name!r}; annex export has the list (agencies)")
    if len(found) > 1 and not exact:
        names = ", ".join(sorted(a.name for a in agencies if a.agency_id in found)[:6])
        raise ConfigError(f"{name!r} is several agencies: {names}")
    return frozenset(found)


def _notes(
    threads: Sequence[ThreadRecord],
    versions: Sequence[VersionRecord],
    rows: Sequence[ProgrammeRecord],
    wanted: Wanted,
) -> Iterator[str]:
    """What the answer cannot know."""
    for gap in gaps(threads, versions, rows, wanted.as_of):
        day = f" of {gap.issued.isoformat()}" if gap.issued else ""
        yield (
            f"{gap.number}{day} is cited and not held: {gap.quoted} of its items are known from "
            f"quotations; it may have changed {gap.open} of these {len(rows)} tasks"
        )
    partial = sum(row.known == "partial" for row in rows)
    if partial:
        yield f"{partial} tasks are known from quotations alone; their other columns are empty"
    disputed = sum(row.disputed for row in rows)
    if disputed:
        yield f"{disputed} tasks have a disputed history (column disputed)"
    undated = {
        v.doc_id for v in versions if v.doc_id and v.issued_date is None and v.action != "draft"
    }
    if undated:
        yield f"left out, because no date of issue is known: {', '.join(sorted(undated))}"


def programme(
    as_of: date | str | None = None, out: str | PathLike[str] = "out", **wanted: Any
) -> pd.DataFrame:
    """The tasks as they stand on a day (today without one) as a pandas table.

    Further conditions as in `Wanted`: `number="03/NQ-CP"`, `agency="Bộ Công an"`,
    `due_before=date(2026, 7, 1)`, `removed=True`. Lists are Python lists; dates `datetime64[ms]`.
    `attrs["notes"]` says what cannot be known.
    """
    from pipeline.data.parquet import to_arrow
    from pipeline.data.reading import to_pandas

    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or today()
    with pinned(Path(out)) as folder:
        view = programme_view(folder, Wanted(as_of=day, **wanted))
    frame = to_pandas(to_arrow("programme", view.rows))
    frame.attrs["notes"] = list(view.notes)
    return frame
