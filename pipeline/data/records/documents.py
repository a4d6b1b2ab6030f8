"""Rows of `documents`, `tables` and `pages`: what was read, and from where."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pipeline.data.records.meaning import (
    Annex,
    DocId,
    FirstPage,
    LastPage,
    M,
    Ordinal,
    PartSource,
    TableId,
)
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FactRecord:
    """Where a fact of a document stands, and how certain it is."""

    name: Annotated[str, M("Column of `documents` it gives.", "Cột")]
    origin: Annotated[
        str,
        M(
            "letterhead | signature | heading | attached (an annex names its document) | symbol "
            "(of the number) | settings (sources.toml) | correction.",
            "Nơi ghi",
        ),
    ]
    confidence: Annotated[float, M("Certainty, 0–100.", "Độ tin cậy")]
    page: Annotated[int | None, M("Page, from 1.", "Trang", "page")]
    line: Annotated[int | None, M("Line of a text source, from 1.", "Dòng", "line")]
    evidence: Annotated[str, M("The printed text it is read from.", "Bằng chứng")]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A further input of a document put together from several: where it came from."""

    source: Annotated[str, M("Input file, relative to the input root.", "Tệp nguồn")]
    sha256: Annotated[str, M("SHA-256 of the input file.", "Mã băm SHA-256")]
    media_type: Annotated[str | None, M("Media type by content.", "Kiểu tệp")]
    dialect: Annotated[str | None, M("As in `documents`.", "Dạng nguồn")]
    pages: Annotated[int, M("Number of pages.", "Số trang", "page")]
    engine: Annotated[str | None, M("Reader that was used.", "Bộ đọc")]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One row per document."""

    doc_id: DocId
    number: Annotated[str | None, M("Number as printed (`11/NQ-CP`).", "Số hiệu")]
    kind: Annotated[str | None, M("Kind of document (`Nghị quyết`).", "Loại văn bản")]
    issuer: Annotated[
        str | None,
        M("Who issued it; several apart by semicolons (joint circulars).", "Cơ quan ban hành"),
    ]
    title: Annotated[str | None, M("What it is about, as printed.", "Trích yếu")]
    issued_date: Annotated[date | None, M("Date of issue.", "Ngày ban hành")]
    status: Annotated[str | None, M("issued | draft; null where nothing was read.", "Tình trạng")]
    source: Annotated[str, M("Input file, relative to the input root.", "Tệp nguồn")]
    sha256: Annotated[str, M("SHA-256 of the input file.", "Mã băm SHA-256")]
    media_type: Annotated[str | None, M("Media type by content.", "Kiểu tệp")]
    dialect: Annotated[
        str | None,
        M(
            "pdf-ruled | pdf-scan | docx | workbook | html | markdown | csv | text-tsv | "
            "text-cells | text-lined | text-spaced | text-layer; "
            "null where the file could not be read.",
            "Dạng nguồn",
        ),
    ]
    pages: Annotated[int, M("Number of pages.", "Số trang", "page")]
    engine: Annotated[str | None, M("Reader that was used.", "Bộ đọc")]
    renditions: Annotated[
        tuple[str, ...], M("Other inputs that are the same document.", "Bản khác")
    ]
    url: Annotated[
        str | None,
        M("Where it was published: by sources.toml, else by fetched.toml.", "Liên kết"),
    ]
    parts: Annotated[
        tuple[PartRecord, ...],
        M("Further inputs whose tables stand in this document: annexes as files.", "Các phần"),
    ]
    facts: Annotated[
        tuple[FactRecord, ...], M("Where its facts stand, how certain each is.", "Căn cứ")
    ]
    effective_date: Annotated[
        date | None,
        M("First day it counts, as it says of itself; null where it does not.", "Ngày hiệu lực"),
    ] = None


@dataclass(frozen=True, slots=True)
class TableRecord:
    """One row per table, however many pages it is printed on."""

    table_id: TableId
    doc_id: DocId
    ordinal: Ordinal
    annex: Annex
    section: Annotated[str | None, M("Number of the section that holds it (`III`).", "Mục")]
    title: Annotated[str | None, M("Caption as printed.", "Tên bảng")]
    kind: Annotated[str, M("tasks | indicators | other.", "Loại bảng")]
    headers: Annotated[
        tuple[str, ...],
        M("Headers as printed; levels of one header joined with ` / `.", "Tiêu đề cột"),
    ]
    columns: Annotated[
        tuple[str, ...],
        M(
            "Canonical name or slug of each printed column, in printed order; the number "
            "column is `stt`.",
            "Tên cột",
        ),
    ]
    first_page: FirstPage
    last_page: LastPage
    rows: Annotated[int, M("Rows, headings included.", "Số dòng")]
    fragments: Annotated[
        int, M("Physical rows it was put together from, headers left out.", "Số mảnh")
    ]
    source: PartSource
    grid: Annotated[
        str | None,
        M(
            "What bounds its cells: rules (drawn lines or boxes) | mixed (some are drawn, the "
            "text shows the others) | alignment (the text alone). Null where the source itself "
            "says what a cell is, or has no places.",
            "Cách nhận ra ô",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class AsideRecord:
    """Characters that were set aside, and why."""

    reason: Annotated[
        str,
        M(
            "pale | clipped | covered | off-page | annotation | layer | hidden; more may come.",
            "Lý do",
        ),
    ]
    chars: Annotated[int, M("How many, white space left out.", "Số ký tự", "character")]


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One row per page: where every printed character went."""

    doc_id: DocId
    page: Annotated[int, M("Page, from 1.", "Trang", "page")]
    status: Annotated[str, M("table | prose | mixed | blank | failed.", "Tình trạng")]
    chars: Annotated[int, M("Printed characters, white space left out.", "Ký tự", "character")]
    chars_in_cells: Annotated[
        int, M("Of these in cells of tables, headers included.", "Trong ô", "character")
    ]
    chars_in_footnotes: Annotated[int, M("In footnotes.", "Trong chú thích", "character")]
    chars_in_prose: Annotated[
        int, M("Outside tables, page numbers included.", "Ngoài bảng", "character")
    ]
    chars_unplaced: Annotated[
        int, M("In none of these; 0 or a problem says why.", "Không rõ chỗ", "character")
    ]
    aside: Annotated[
        tuple[AsideRecord, ...],
        M("What the reader left out of `chars`: not seen on the page, or hardly.", "Bỏ ra ngoài"),
    ]
    source: PartSource
