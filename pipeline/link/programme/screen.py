"""Tasks as text: a line of facts, and the task under it, wrapped."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.data.records import OutTaskRecord, VersionRecord

_INDENT = "    "


def blocks(rows: Iterable[VersionRecord | OutTaskRecord], width: int) -> str:
    """One block per task: when it is due, where it stands, what it is, who leads it."""
    return "\n\n".join("\n".join(_block(row, width)) for row in rows)


def _block(row: VersionRecord | OutTaskRecord, width: int) -> Sequence[str]:
    number = f"no. {row.stt_path}" if row.stt_path else "no number"
    place = f"{row.number or row.doc_id}, {number}"
    where = row.row_id or f"{row.thread_id} (quoted)"
    doubt = _standing(row) + ("  disputed" if row.disputed else "")
    head = f"{due(row.due_date, row.due_exclusive, row.deadline)}  {place}, {where}{doubt}"
    texts = [text for text in (row.title, row.lead) if text]
    return [head, *(line for text in texts for line in _wrapped(text, width))]


def _standing(row: VersionRecord | OutTaskRecord) -> str:
    """What is to be known of a hit that is not in force."""
    if isinstance(row, VersionRecord) or row.is_current:
        return ""
    return "  draft" if row.status == "draft" else "  not in force"


def due(day: date | None, exclusive: bool, printed: str | None) -> str:
    """The last day, or the deadline as printed where there is none."""
    if day is None:
        return printed or "no deadline"
    return ("before " if exclusive else "") + day.isoformat()


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
