"""The programme written down: on a screen, and as CSV, Excel, Markdown and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.data.files import write_text_whole, written_whole
from pipeline.data.reading import missing_package
from pipeline.data.records import ProgrammeRecord
from pipeline.link.programme.screen import blocks, due
from pipeline.link.programme.views import View

_SHOWN = ("due_date", "stt_path", "title", "lead", "number")
COLUMNS = tuple(field.name for field in fields(ProgrammeRecord))
_JOIN = "; "


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return _JOIN.join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _cells(rows: Sequence[ProgrammeRecord]) -> Iterator[list[str]]:
    for row in rows:
        yield [_plain(getattr(row, name)) for name in COLUMNS]


def text(view: View, width: int) -> str:
    """The tasks as text for a screen, and their number."""
    return f"{blocks(view.rows, width)}\n\n{len(view.rows)} tasks".lstrip()


def csv_file(view: View, target: Path) -> None:
    """CSV in UTF-8 with a byte-order mark; lists joined with `; `."""
    with written_whole(target) as path, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_cells(view.rows))


def json_file(view: View, target: Path) -> None:
    """JSON: the tasks, and what cannot be known."""
    data = {"tasks": [asdict(row) for row in view.rows], "notes": list(view.notes)}
    write_text_whole(target, json.dumps(data, ensure_ascii=False, indent=1, default=_plain) + "\n")


def markdown_file(view: View, target: Path) -> None:
    """Markdown: a table of what a reader wants, and what cannot be known below it."""
    head = "| " + " | ".join(_SHOWN) + " |\n" + "|" + " --- |" * len(_SHOWN)
    lines = [
        "| "
        + " | ".join(
            _escaped(x)
            for x in (due(row.due_date, row.due_exclusive, row.deadline), *_of(row, _SHOWN[1:]))
        )
        + " |"
        for row in view.rows
    ]
    notes = "".join(f"- {note}\n" for note in view.notes)
    write_text_whole(target, "\n".join([head, *lines]) + f"\n\n{notes}")


def _of(row: ProgrammeRecord, names: Sequence[str]) -> Iterator[str]:
    return (_plain(getattr(row, name)) for name in names)


def _escaped(cell: str) -> str:
    """A text that stays one cell of a Markdown table."""
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split())


def xlsx_file(view: View, target: Path) -> None:
    """One sheet with filters; every text stays text, days are days. Raises `ConfigError` where
    xlsxwriter is not installed."""
    try:
        from xlsxwriter import Workbook
    except ModuleNotFoundError as error:
        raise missing_package(error) from None
    with written_whole(target) as path, Workbook(path, {"constant_memory": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no time zones there
        sheet, day = book.add_worksheet("programme"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, COLUMNS)
        for at, row in enumerate(view.rows, 1):
            for column, name in enumerate(COLUMNS):
                value = getattr(row, name)
                if isinstance(value, date):
                    sheet.write_datetime(at, column, datetime(*value.timetuple()[:3]), day)  # noqa: DTZ001
                elif value is not None:
                    sheet.write_string(at, column, _plain(value)[:32_767])
        sheet.autofilter(0, 0, max(len(view.rows), 1), len(COLUMNS) - 1)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("notes")
        for at, note in enumerate(view.notes):
            notes.write_string(at, 0, note)
