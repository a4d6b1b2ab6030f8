"""What a run leaves to look at: problems by severity and kind, one sample each, and what to type.

As text for a person, or as data (`--json`) for a script.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.batch.published import Summary
from pipeline.data.generations import pinned
from pipeline.data.records import COUNTED, DOUBT
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.show.screen import columns, counted, wrapped
from pipeline.workers import Limits, map_processes

SEVERITIES = ("error", "warning", "info")
_SAMPLE = 150
_INDENT = "     "
_WIDE = 100_000
_LISTED = 40
"""Documents that are listed on the screen."""
_MANY = 200
"""Documents whose problems are held in memory here."""
_LIMITS = Limits(seconds=3600.0, memory=16 * 1024**3)
_FIELDS = ("doc_id", "row_id", "severity", "code", "message")
_INFERRED = ("text-lined", "text-spaced", "text-layer")
"""Dialects without a grid: the columns of their cells are inferred."""


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one severity and code: how many, in how many documents, the first of them,
    and the command that shows it."""

    severity: str
    code: str
    count: int
    documents: int
    doc_id: str
    row_id: str | None
    message: str
    next: str


def groups(summary: Summary, out: Path, paths: Sequence[Path]) -> list[Group]:
    """The problems of the documents of a summary, errors first, then by how many there are; those
    of many documents are looked through in a process that gives its memory back."""
    if len(summary.documents) > _MANY:
        (done,) = map_processes(lambda _: _groups(summary, out, paths), [out], 1, _LIMITS)
        if done.result is not None:
            return done.result
    return _groups(summary, out, paths)


def _groups(summary: Summary, out: Path, paths: Sequence[Path]) -> list[Group]:
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for problem in _problems(out, (document.doc_id for document in summary.documents)):
        found.setdefault((problem["severity"], problem["code"]), []).append(problem)
    documents = {document.doc_id: document for document in summary.documents}
    with pinned(out) as folder:
        columns_of = cache(Store(folder).columns)  # problems of many kinds are of one document

        def file_of(problem: Mapping[str, Any]) -> Path | None:
            inputs = [name for _, name in documents[problem["doc_id"]].identities]
            return _file(_about(problem, inputs, columns_of), paths)

        made = [_group(key, problems, file_of, out) for key, problems in found.items()]
    return sorted(made, key=lambda g: (SEVERITIES.index(g.severity), -g.count, g.code))


def _problems(out: Path, doc_ids: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    with pinned(out) as folder:
        store = Store(folder)
        for doc_id in store.layout.in_order(doc_ids):
            yield from store.columns(doc_id, "problems", _FIELDS)


def _about(
    problem: Mapping[str, Any],
    inputs: Sequence[str],
    columns_of: Callable[[str, str, tuple[str, ...]], list[dict[str, Any]]],
) -> list[str]:
    """The inputs of its document, the one first that a problem is about: whose name it begins
    with, else the one its row, else the document is published from."""
    named = [name for name in inputs if problem["message"].startswith(f"{name}: ")]
    table_id = (problem["row_id"] or "").rpartition("/")[0]
    tables = columns_of(problem["doc_id"], "tables", ("table_id", "source"))
    named += [table["source"] for table in tables if table["table_id"] == table_id]
    facts = columns_of(problem["doc_id"], "documents", ("source",))
    return [*named, *(fact["source"] for fact in facts), *inputs]


def _file(names: Sequence[str], paths: Sequence[Path]) -> Path | None:
    """The first of the inputs that is there, as it can be typed."""
    places = ((name, place) for name in names for path in paths for place in (path / name, path))
    there = (place for name, place in places if place.name == Path(name).name and place.is_file())
    return next(there, None)


def _group(
    key: tuple[str, str],
    problems: Sequence[Mapping[str, Any]],
    file_of: Callable[[Mapping[str, Any]], Path | None],
    out: Path,
) -> Group:
    first = next((p for p in problems if p["row_id"]), problems[0])
    return Group(
        *key,
        count=len(problems),
        documents=len({problem["doc_id"] for problem in problems}),
        doc_id=first["doc_id"],
        row_id=first["row_id"],
        message=first["message"],
        next=_next(first, file_of(first), out),
    )


def _next(problem: Mapping[str, Any], file: Path | None, out: Path) -> str:
    """The command that shows a problem: its row, its document, or the problems as data."""
    if file is None:
        return f"annex export --csv csv --out {shlex.quote(str(out))}"
    row = f" --row {shlex.quote(problem['row_id'])}" if problem["row_id"] else ""
    return f"annex inspect {shlex.quote(str(file))}{row}"


def as_data(summary: Summary, found: Sequence[Group], out: Path, exit_code: int) -> dict[str, Any]:
    """The summary for a script."""
    return {
        "exit_code": exit_code,
        "out": str(out),
        "seconds": round(summary.seconds, 3),
        "documents": [
            {"doc_id": d.doc_id, "dialect": d.dialect, "fresh": d.fresh, **d.counts}
            for d in summary.documents
        ],
        "totals": {name: summary.total(name) for name in COUNTED},
        "errors": list(summary.errors),
        "problems": [asdict(group) for group in found],
    }


def as_text(summary: Summary, found: Sequence[Group], out: Path, width: int | None) -> str:
    """The summary for a person: documents that were read, what went wrong, what to do next."""
    parts = [_documents(summary, width)] if summary.news.documents else []
    parts += [part for severity in SEVERITIES[:2] if (part := _kinds(severity, found, width))]
    notes = [group for group in found if group.severity == "info"]
    if notes:
        told = ", ".join(f"{group.count} {group.code}" for group in notes)
        parts.append(f"{counted(sum(group.count for group in notes), 'note')}: {told}")
    if len(notes) < len(found):
        parts.append(f"decide: annex review --out {shlex.quote(str(out))}")
    parts.append(_last_line(summary, out))
    return "\n\n".join(parts)


def as_log(summary: Summary, found: Sequence[Group], exit_code: int) -> Iterator[str]:
    """The summary for a log file: a line for each document that was read and each kind of
    problem, and how the run ended."""
    for document in summary.news.documents:
        counts = ", ".join(f"{document.counts.get(name, 0)} {name}" for name in COUNTED)
        yield f"{document.doc_id}: {document.dialect or 'not read'}, {counts}"
    for group in found:
        yield f"{group.severity} {group.code}: {group.count}, e.g. {group.message}"
    unchanged = sum(not document.fresh for document in summary.documents)
    yield f"exit code {exit_code} after {summary.seconds:.1f} s, {unchanged} documents unchanged"


def _documents(summary: Summary, width: int | None) -> str:
    header = ["document", "dialect", *COUNTED]
    lines = [
        [d.doc_id, d.dialect or "failed", *(str(d.counts[name]) for name in COUNTED)]
        for d in summary.news.documents
    ]
    if len(lines) > _LISTED:
        lines[_LISTED:] = [[f"… {len(lines) - _LISTED} more", *[""] * (len(header) - 1)]]
    total = [
        counted(len(summary.documents), "document"),
        "",
        *(str(summary.total(name)) for name in COUNTED),
    ]
    return columns([header, *lines, total], right_from=2, width=width)


def _kinds(severity: str, found: Sequence[Group], width: int | None) -> str:
    """The problems of a severity: of each kind how many, one sample, and the command that shows
    it, in a line of its own so that it can be copied."""
    chosen = [group for group in found if group.severity == severity]
    total = sum(group.count for group in chosen)
    lines = [counted(total, severity)] if chosen else []
    for group in chosen:
        where = counted(group.documents, "document")
        lines.append(f"  {group.count} {group.code} in {where}")
        room = (width or _WIDE) - len(_INDENT)
        lines += [_INDENT + line for line in wrapped(_short(group.message), room)]
        lines.append(f"{_INDENT}$ {group.next}")
    return "\n".join(lines)


def _short(message: str) -> str:
    return message if len(message) <= _SAMPLE else message[: _SAMPLE - 1].rsplit(" ", 1)[0] + " …"


def _last_line(summary: Summary, out: Path) -> str:
    reused = sum(not d.fresh for d in summary.documents)
    note = f", {reused} unchanged" if reused else ""
    inferred = [d.counts["cells"] for d in summary.documents if d.dialect in _INFERRED]
    if any(inferred):
        share = summary.total("uncertain") / sum(inferred)
        note += f"; {share:.1%} of {sum(inferred)} cells without a grid are uncertain"
    pictured, doubtful = summary.total("pictured"), summary.total("doubtful")
    if pictured:
        note += f"; {doubtful} of {pictured} cells read from pictures are below {DOUBT} confidence"
    return f"{summary.seconds:.1f} s{note}; datasets in {out}"
