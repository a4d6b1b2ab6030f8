"""What was changed between two days: a readable list, JSON, an Atom feed, a Markdown report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline.data.parquet import read_records
from pipeline.data.reading import files
from pipeline.data.records import ChangeRecord, ThreadRecord

_SPELLING = "spelling"
_ATOM = "http://www.w3.org/2005/Atom"
_KINDS = {
    "wording": "câu chữ", "spelling": "chính tả", "lead": "chủ trì", "coordination": "phối hợp",
    "deadline_earlier": "thời hạn sớm hơn", "deadline_later": "thời hạn muộn hơn",
    "deadline": "thời hạn", "target_raised": "mục tiêu tăng", "target_lowered": "mục tiêu giảm",
    "target": "mục tiêu", "result": "kết quả", "split": "tách", "merged": "gộp", "new": "mới",
    "removed": "lược bỏ",
}  # fmt: skip
"""What a reader calls the kinds of changes."""


@dataclass(frozen=True, slots=True)
class TitledChange:
    """A change with the title of its task."""

    change: ChangeRecord
    title: str


def changed(
    out: Path, first: date, last: date | None, spelling: bool = False
) -> list[TitledChange]:
    """The changes of these days, by day, document and row; those of spelling left out."""
    titles = {
        thread.thread_id: thread.title or ""
        for file in files("threads", out)
        for thread in read_records(file, "threads")
        if isinstance(thread, ThreadRecord)
    }
    found = [
        TitledChange(change, titles.get(change.thread_id or "", ""))
        for file in files("changes", out)
        for change in read_records(file, "changes")
        if isinstance(change, ChangeRecord)
        and change.changed_on is not None
        and first <= change.changed_on <= (last or date.max)
        and (spelling or change.kind != _SPELLING)
    ]
    found.sort(key=lambda told: (told.change.changed_on, told.change.number or ""))
    return found


def _tasks(found: Sequence[TitledChange]) -> Iterator[tuple[TitledChange, list[ChangeRecord]]]:
    """The changes of one step of one task together."""

    def key(told: TitledChange) -> tuple[object, ...]:
        change = told.change
        return change.changed_on, change.number, change.row_id, change.thread_id

    for _, group in groupby(found, key):
        several = list(group)
        yield several[0], [told.change for told in several]


def _line(change: ChangeRecord) -> str:
    doubt = ", disputed" if change.disputed else ""
    return f"{change.kind} ({change.source}{doubt}): {change.before or '—'} → {change.after or '—'}"


def as_text(found: Sequence[TitledChange]) -> str:
    """A readable list: each task with what was changed in it."""
    blocks = []
    for told, several in _tasks(found):
        change = told.change
        head = f"{change.changed_on} {change.number}, {change.row_id}: {told.title}"
        blocks.append("\n".join([head, *(f"    {_line(c)}" for c in several)]))
    return "\n\n".join([*blocks, f"{len(found)} changes"])


def as_json(found: Sequence[TitledChange]) -> str:
    """A list of changes, each with the title of its task."""
    data = [asdict(told.change) | {"title": told.title} for told in found]
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


def as_markdown(found: Sequence[TitledChange]) -> str:
    """A report to send round: a chapter per document, numbers first, then every task."""
    lines = ["# Thay đổi của chương trình", ""]
    by_document = groupby(found, lambda told: (told.change.number, told.change.changed_on))
    for (number, day), group in by_document:
        several = list(group)
        lines += [f"## {number} ({day})", "", *_counts(several), ""]
        for told, changes in _tasks(several):
            lines.append(f"- **{_flat(told.title)}** (`{told.change.row_id}`)")
            lines += [
                f"  - {_KINDS.get(c.kind or '', c.kind or '')}: {_flat(c.before) or '—'} → "
                f"{_flat(c.after) or '—'}{' (chưa thống nhất)' if c.disputed else ''}"
                for c in changes
            ]
        lines.append("")
    return "\n".join(lines)


def _counts(found: Sequence[TitledChange]) -> Iterator[str]:
    kinds = sorted(told.change.kind or "" for told in found)
    for kind, group in groupby(kinds):
        yield f"- {_KINDS.get(kind, kind)}: {len(list(group))}"


def _flat(text: str) -> str:
    """A text that Markdown leaves as it is, on one line."""
    return " ".join(text.split()).replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


def as_atom(found: Sequence[TitledChange]) -> str:
    """An Atom feed (RFC 4287), newest first: an entry per task and document that changed it."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    days = [told.change.changed_on for told in found if told.change.changed_on]
    _add(feed, "title", "annex: thay đổi của chương trình")
    _add(feed, "id", "urn:annex:changes")
    _add(feed, "updated", _moment(max(days, default=date(2000, 1, 1))))
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "annex")
    for told, changes in reversed(list(_tasks(found))):
        change = told.change
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", f"{change.number}: {told.title}")
        _add(entry, "id", f"urn:annex:{change.thread_id}:{change.row_id}:{change.number}")
        _add(entry, "updated", _moment(change.changed_on or date(2000, 1, 1)))
        _add(entry, "content", "\n".join(map(_line, changes)))
    return ET.tostring(feed, encoding="unicode", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
