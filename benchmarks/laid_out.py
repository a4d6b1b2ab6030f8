"""What layouts set: the tables of the hand-checked documents, what stands around them, and the
measures of a page.

The truth is in tests/fixtures; what stands around the tables (headers, headings) is read from raw/.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.data.records import Document  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.model import Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402
from pipeline.qa.fixtures import read_fixture  # noqa: E402

FIXTURES = ROOT / "tests" / "fixtures"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be set: heading lines, column names and headers, rows of (kind, cells), the
    number first; footnote texts by (row, column)."""

    heading: tuple[str, ...]
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    notes: Mapping[tuple[int, str], list[tuple[int, str]]] = field(default_factory=dict)


def tables(doc_id: str) -> Iterator[Table]:
    """The tables of a document as its fixtures have them."""
    path = ROOT / "raw" / f"{doc_id}.txt"
    document: Document = normalize(extract(Source(path, path.name)))
    fixture = read_fixture(FIXTURES / doc_id)
    for number, table in enumerate(document.tables, start=1):
        truth = fixture.table(number)
        heading = [text for text in (table.annex, table.section, table.title) if text]
        own: dict[tuple[int, str], list[tuple[int, str]]] = {}
        for note in fixture.notes:
            if note.annex in (table.annex or "", "") and note.row:
                own.setdefault((note.row, note.column), []).append((note.number, note.text))
        yield Table(
            tuple(heading),
            ("stt", *truth.columns),
            tuple(table.headers),
            tuple((row.kind, (row.label, *map(str, row.texts))) for row in truth.rows),
            own,
        )


def printed(label: str, kind: str, layout: Mapping[str, Any]) -> str:
    """The number of a row as a layout prints it; headings keep theirs."""
    style = layout.get("numbers", "printed")
    if style == "printed" or kind == "group" or not label.strip(".").isdigit():
        return "" if style == "none" and kind != "group" else label
    return {"plain": label.strip("."), "dotted": f"{label.strip('.')}.", "none": ""}[style]


def as_set(table: Table, layout: Mapping[str, Any]) -> Table:
    """A table with its columns in the order of a layout and its rows numbered as there."""
    last = layout.get("last", ())
    order = sorted(
        range(len(table.columns)),
        key=lambda place: (table.columns[place] in last, place),
    )
    rows = tuple(
        (kind, tuple(printed(cells[at], kind, layout) if not at else cells[at] for at in order))
        for kind, cells in table.rows
    )
    columns, headers = ([some[at] for at in order] for some in (table.columns, table.headers))
    return replace(table, columns=tuple(columns), headers=tuple(headers), rows=rows)


HEAD = (
    "CHÍNH PHỦ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 15/NQ-CP",
    "Hà Nội, ngày 14 tháng 01 năm 2026",
    "NGHỊ QUYẾT",
    "Về danh mục nhiệm vụ",
)
BODY = (
    "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025; theo đề nghị của Bộ trưởng Bộ Khoa "
    "học và Công nghệ; Chính phủ ban hành Nghị quyết kèm theo các phụ lục dưới đây.",
    "Điều 1. Giao các bộ, cơ quan ngang bộ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung "
    "ương triển khai các nhiệm vụ nêu tại phụ lục, bảo đảm chất lượng và thời hạn.",
    "Điều 2. Nghị quyết này có hiệu lực từ ngày ký ban hành.",
)


def shares_of(table: Table, layout: Mapping[str, Any]) -> list[float]:
    """The part of the width of a table that each column has."""
    widths = layout["widths"]
    parts = [float(widths.get(name, widths["other"])) for name in table.columns]
    return [part / sum(parts) for part in parts]


_PAPER = {
    "b5": (17.6, 25.0),
    "a3": (29.7, 42.0),
    "a4": (21.0, 29.7),
    "letter": (21.59, 27.94),
    "legal": (21.59, 35.56),
}
"""Width and height of upright paper in centimetres."""


def page_of(layout: Mapping[str, Any]) -> tuple[float, float, float]:
    """Width and height of the pages of a layout, and their margin, in centimetres."""
    wide, high = _PAPER[layout.get("paper", "a4")]
    if layout["landscape"]:
        wide, high = high, wide
    return wide, high, layout.get("margin", 1.5)


def notes_of(table: Table, layout: Mapping[str, Any], row: int, column: str) -> list[str]:
    """The notes of a cell, where the layout sets such."""
    if not layout.get("notes"):
        return []
    return [text for _, text in table.notes.get((row, column), [])]
