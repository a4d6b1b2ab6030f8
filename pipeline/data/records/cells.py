"""Rows of `rows`, `cells` and `repairs`: what stands in the tables, as printed and as mended."""

from __future__ import annotations

from typing import Annotated

from pipeline.data.records.meaning import (
    Column,
    DocId,
    FirstPage,
    Footnotes,
    GroupRowId,
    Label,
    LastPage,
    M,
    OptionalColumn,
    OptionalRowId,
    Ordinal,
    ParentRowId,
    RowId,
    TableId,
)
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row per row of a table, section headings included."""

    row_id: RowId
    table_id: TableId
    doc_id: DocId
    ordinal: Ordinal
    kind: Annotated[str, M("group (section heading) | item | total (row of sums).", "Loại dòng")]
    label: Label
    level: Annotated[int, M("Depth under its kind, 0 = top.", "Cấp")]
    parent_row_id: ParentRowId
    group_row_id: GroupRowId
    first_page: FirstPage
    last_page: LastPage
    fingerprint: Annotated[
        str,
        M("What the row prints, as 16 digits: by it corrections name a row.", "Dấu của dòng"),
    ] = ""


def is_on(row: RowRecord, page: int) -> bool:
    """Whether a row, or a part of it, stands on a page; False where its pages are not known."""
    first, last = row.first_page, row.last_page
    return first is not None and last is not None and first <= page <= last


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """Where one fragment of a cell stands."""

    page: Annotated[
        int | None,
        M("Page, from 1; null where the file does not store its pages.", "Trang", "page"),
    ]
    x0: Annotated[float | None, M("Left edge.", "Trái", "point")]
    y0: Annotated[float | None, M("Top edge, from the top of the page.", "Trên", "point")]
    x1: Annotated[float | None, M("Right edge.", "Phải", "point")]
    y1: Annotated[float | None, M("Bottom edge.", "Dưới", "point")]
    line: Annotated[int | None, M("Line of a text source, from 1.", "Dòng", "line")]


DOUBT = 0.9
"""Confidence of a cell read from a picture below which a person should look at it."""


@dataclass(frozen=True, slots=True)
class WordRecord:
    """A word as it was read from a picture."""

    text: Annotated[str, M("As read.", "Từ")]
    confidence: Annotated[float, M("How likely it was read right, 0–1.", "Độ tin cậy")]
    page: Annotated[int, M("Page, from 1.", "Trang", "page")]
    x0: Annotated[float, M("Left edge.", "Trái", "point")]
    y0: Annotated[float, M("Top edge, from the top of the page.", "Trên", "point")]
    x1: Annotated[float, M("Right edge.", "Phải", "point")]
    y1: Annotated[float, M("Bottom edge.", "Dưới", "point")]


@dataclass(frozen=True, slots=True)
class CellRecord:
    """One row per cell: every column of every row, blank ones included."""

    row_id: RowId
    table_id: TableId
    doc_id: DocId
    column: Column
    text: Annotated[str, M("The text, changed by the documented repairs only.", "Nội dung")]
    raw: Annotated[
        str, M("As extracted, fragments joined with a line feed.", "Nội dung nguyên gốc")
    ]
    merged: Annotated[
        bool, M("Covered by a cell printed in an earlier row, repeated here.", "Ô gộp")
    ]
    footnotes: Footnotes
    places: Annotated[
        tuple[PlaceRecord, ...], M("Where each fragment stands.", "Vị trí trên trang")
    ]
    confidence: Annotated[
        float | None,
        M(
            "How likely the text was read right from a picture, 0–1; null where none of it was, and"
            " of a blank cell but one that hardly can be blank.",
            "Độ tin cậy",
        ),
    ] = None
    words: Annotated[
        tuple[WordRecord, ...],
        M("The words as they were read from a picture; none in other cells.", "Các từ đọc được"),
    ] = ()


@dataclass(frozen=True, slots=True)
class RepairRecord:
    """One row per change made to printed text beyond white space."""

    row_id: OptionalRowId
    doc_id: DocId
    column: OptionalColumn
    rule: Annotated[str, M("Repair rule.", "Quy tắc")]
    before: Annotated[str, M("Text before.", "Trước")]
    after: Annotated[str, M("Text after.", "Sau")]
    score: Annotated[
        float | None, M("Certainty of a joined row, 0–1; null for other rules.", "Độ chắc chắn")
    ]
    reason: Annotated[str | None, M("Why a row was joined; who corrected, when and why.", "Lý do")]
