"""Deadlines as iCalendar (RFC 5545): all-day events that calendars update, not double."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from pipeline.data.records import ProgrammeRecord

_LINE = 75  # octets of a line (RFC 5545, 3.1)
_STAMP = "20000101T000000Z"
"""A fixed moment: the same tasks give the same bytes."""


def ics(rows: Iterable[ProgrammeRecord]) -> str:
    """The tasks that have a last day, one event each; lines end with CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//annex//programme//VI",
        "CALSCALE:GREGORIAN",
    ]
    for row in rows:
        if row.due_date:
            lines += _event(row)
    return "".join(f"{line}\r\n" for text in (*lines, "END:VCALENDAR") for line in [_folded(text)])


def _event(row: ProgrammeRecord) -> Iterator[str]:
    assert row.due_date is not None
    before = "Trước ngày: " if row.due_exclusive else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(row.thread_id)}@annex"
    yield f"DTSTAMP:{_STAMP}"
    yield f"DTSTART;VALUE=DATE:{row.due_date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{row.due_date + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(before + (row.title or ''))}"
    yield f"DESCRIPTION:{_escaped(_told(row))}"
    if row.lead:
        yield f"CATEGORIES:{_escaped(row.lead)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _told(row: ProgrammeRecord) -> str:
    """Where it stands and who leads it; a day that is itself too late says so."""
    place = f"{row.number or row.doc_id}, {row.annex or ''} {row.stt_path or ''}".strip()
    parts = [
        f"Thời hạn: {row.deadline}",
        "Ngày ghi trong văn bản không tính vào thời hạn" if row.due_exclusive else "",
        f"Chủ trì: {row.lead}" if row.lead else "",
        f"{place} ({row.row_id or row.thread_id})",
    ]
    return "\n".join(filter(None, parts))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A long line cut into lines of 75 octets; no character is cut."""
    parts, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += width
    return "\r\n".join(parts)
