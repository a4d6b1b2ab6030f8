"""The rows of the published datasets: one frozen type per table, every field described.

This is the one declaration of the data. The Arrow schemas, the data dictionary (`annex schema`)
and the `columns` dataset are derived from it (`schema`); names and types follow the contract.
A field that may be unknown is `X | None`; a cell printed blank is an empty text, never None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, NamedTuple


class Meaning(NamedTuple):
    """What a column means: a sentence, its Vietnamese label, its unit where it has one."""

    text: str
    label_vi: str
    unit: str = ""


_M = Meaning

RowId = Annotated[str, _M("Row: `<doc_id>/<table ordinal>/<row ordinal, four digits>`.", "Mã dòng")]
OptionalRowId = Annotated[
    str | None,
    _M("Row: `<doc_id>/<table ordinal>/<row ordinal>`; null where no row is meant.", "Mã dòng"),
]
TableId = Annotated[str, _M("Table: `<doc_id>/<ordinal>`.", "Mã bảng")]
OptionalTableId = Annotated[
    str | None, _M("Table: `<doc_id>/<ordinal>`; null where no table is meant.", "Mã bảng")
]
DocId = Annotated[
    str,
    _M("Document: number and year in lower-case ASCII, or the slug of its file.", "Mã văn bản"),
]
Ordinal = Annotated[int, _M("Position in printed order, from 1.", "Thứ tự")]
Annex = Annotated[str | None, _M("Annex as printed (`Phụ lục II`).", "Phụ lục")]
FirstPage = Annotated[
    int | None,
    _M("First page, from 1; null where the file does not store its pages.", "Trang đầu", "page"),
]
LastPage = Annotated[
    int | None,
    _M("Last page, from 1; null where the file does not store its pages.", "Trang cuối", "page"),
]
Label = Annotated[str, _M("Number as printed (`26.`, `(14)`), empty if blank.", "Số thứ tự")]
Stt = Annotated[str, _M("Label without full stop and brackets.", "STT")]
SttPath = Annotated[
    str, _M("Numbers from the top item down (`26.14`: sub-item (14) of 26).", "Đường dẫn STT")
]
ParentRowId = Annotated[
    str | None, _M("Row this sub-item stands under, by position and meaning.", "Dòng cha")
]
GroupRowId = Annotated[str | None, _M("Section heading the row stands under.", "Dòng nhóm")]
GroupLabel = Annotated[str | None, _M("Label of that section heading.", "Số nhóm")]
GroupTitle = Annotated[str | None, _M("Text of that section heading.", "Tên nhóm")]
Footnotes = Annotated[
    tuple[int, ...], _M("Numbers of the footnotes called in it, in order.", "Chú thích")
]
Column = Annotated[str, _M("Canonical name or slug of the column.", "Cột")]
PartSource = Annotated[
    str,
    _M("Input file it was read from; page numbers count in it.", "Tệp nguồn"),
]
OptionalColumn = Annotated[
    str | None, _M("Canonical name or slug of the column; null where none is meant.", "Cột")
]


@dataclass(frozen=True, slots=True)
class FactRecord:
    """Where a fact of a document stands, and how certain it is."""

    name: Annotated[str, _M("Column of `documents` it gives.", "Cột")]
    origin: Annotated[
        str,
        _M(
            "letterhead | signature | heading | attached (an annex names its document) | symbol "
            "(of the number) | settings (sources.toml) | correction.",
            "Nơi ghi",
        ),
    ]
    confidence: Annotated[float, _M("Certainty, 0–100.", "Độ tin cậy")]
    page: Annotated[int | None, _M("Page, from 1.", "Trang", "page")]
    line: Annotated[int | None, _M("Line of a text source, from 1.", "Dòng", "line")]
    evidence: Annotated[str, _M("The printed text it is read from.", "Bằng chứng")]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A further input of a document put together from several: where it came from."""

    source: Annotated[str, _M("Input file, relative to the input root.", "Tệp nguồn")]
    sha256: Annotated[str, _M("SHA-256 of the input file.", "Mã băm SHA-256")]
    media_type: Annotated[str | None, _M("Media type by content.", "Kiểu tệp")]
    dialect: Annotated[str | None, _M("As in `documents`.", "Dạng nguồn")]
    pages: Annotated[int, _M("Number of pages.", "Số trang", "page")]
    engine: Annotated[str | None, _M("Reader that was used.", "Bộ đọc")]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One row per document."""

    doc_id: DocId
    number: Annotated[str | None, _M("Number as printed (`11/NQ-CP`).", "Số hiệu")]
    kind: Annotated[str | None, _M("Kind of document (`Nghị quyết`).", "Loại văn bản")]
    issuer: Annotated[
        str | None,
        _M("Who issued it; several apart by semicolons (joint circulars).", "Cơ quan ban hành"),
    ]
    title: Annotated[str | None, _M("What it is about, as printed.", "Trích yếu")]
    issued_date: Annotated[date | None, _M("Date of issue.", "Ngày ban hành")]
    status: Annotated[str | None, _M("issued | draft; null where nothing was read.", "Tình trạng")]
    source: Annotated[str, _M("Input file, relative to the input root.", "Tệp nguồn")]
    sha256: Annotated[str, _M("SHA-256 of the input file.", "Mã băm SHA-256")]
    media_type: Annotated[str | None, _M("Media type by content.", "Kiểu tệp")]
    dialect: Annotated[
        str | None,
        _M(
            "pdf-ruled | pdf-scan | docx | workbook | html | markdown | csv | text-tsv | "
            "text-cells | text-spaced | text-layer; "
            "null where the file could not be read.",
            "Dạng nguồn",
        ),
    ]
    pages: Annotated[int, _M("Number of pages.", "Số trang", "page")]
    engine: Annotated[str | None, _M("Reader that was used.", "Bộ đọc")]
    renditions: Annotated[
        tuple[str, ...], _M("Other inputs that are the same document.", "Bản khác")
    ]
    url: Annotated[
        str | None,
        _M("Where it was published: by sources.toml, else by fetched.toml.", "Liên kết"),
    ]
    parts: Annotated[
        tuple[PartRecord, ...],
        _M("Further inputs whose tables stand in this document: annexes as files.", "Các phần"),
    ]
    facts: Annotated[
        tuple[FactRecord, ...], _M("Where its facts stand, how certain each is.", "Căn cứ")
    ]
    effective_date: Annotated[
        date | None,
        _M("First day it counts, as it says of itself; null where it does not.", "Ngày hiệu lực"),
    ] = None


@dataclass(frozen=True, slots=True)
class TableRecord:
    """One row per table, however many pages it is printed on."""

    table_id: TableId
    doc_id: DocId
    ordinal: Ordinal
    annex: Annex
    section: Annotated[str | None, _M("Number of the section that holds it (`III`).", "Mục")]
    title: Annotated[str | None, _M("Caption as printed.", "Tên bảng")]
    kind: Annotated[str, _M("tasks | indicators | other.", "Loại bảng")]
    headers: Annotated[
        tuple[str, ...],
        _M("Headers as printed; levels of one header joined with ` / `.", "Tiêu đề cột"),
    ]
    columns: Annotated[
        tuple[str, ...],
        _M(
            "Canonical name or slug of each printed column, in printed order; the number "
            "column is `stt`.",
            "Tên cột",
        ),
    ]
    first_page: FirstPage
    last_page: LastPage
    rows: Annotated[int, _M("Rows, headings included.", "Số dòng")]
    fragments: Annotated[
        int, _M("Physical rows it was put together from, headers left out.", "Số mảnh")
    ]
    source: PartSource
    grid: Annotated[
        str | None,
        _M(
            "What bounds its cells: rules (drawn lines or boxes) | mixed (some are drawn, the "
            "text shows the others) | alignment (the text alone). Null where the source itself "
            "says what a cell is, or has no places.",
            "Cách nhận ra ô",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row per row of a table, section headings included."""

    row_id: RowId
    table_id: TableId
    doc_id: DocId
    ordinal: Ordinal
    kind: Annotated[str, _M("group (section heading) | item | total (row of sums).", "Loại dòng")]
    label: Label
    level: Annotated[int, _M("Depth under its kind, 0 = top.", "Cấp")]
    parent_row_id: ParentRowId
    group_row_id: GroupRowId
    first_page: FirstPage
    last_page: LastPage
    fingerprint: Annotated[
        str,
        _M("What the row prints, as 16 digits: by it corrections name a row.", "Dấu của dòng"),
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
        _M("Page, from 1; null where the file does not store its pages.", "Trang", "page"),
    ]
    x0: Annotated[float | None, _M("Left edge.", "Trái", "point")]
    y0: Annotated[float | None, _M("Top edge, from the top of the page.", "Trên", "point")]
    x1: Annotated[float | None, _M("Right edge.", "Phải", "point")]
    y1: Annotated[float | None, _M("Bottom edge.", "Dưới", "point")]
    line: Annotated[int | None, _M("Line of a text source, from 1.", "Dòng", "line")]


DOUBT = 0.9
"""Confidence of a cell read from a picture below which a person should look at it."""


@dataclass(frozen=True, slots=True)
class WordRecord:
    """A word as it was read from a picture."""

    text: Annotated[str, _M("As read.", "Từ")]
    confidence: Annotated[float, _M("How likely it was read right, 0–1.", "Độ tin cậy")]
    page: Annotated[int, _M("Page, from 1.", "Trang", "page")]
    x0: Annotated[float, _M("Left edge.", "Trái", "point")]
    y0: Annotated[float, _M("Top edge, from the top of the page.", "Trên", "point")]
    x1: Annotated[float, _M("Right edge.", "Phải", "point")]
    y1: Annotated[float, _M("Bottom edge.", "Dưới", "point")]


@dataclass(frozen=True, slots=True)
class CellRecord:
    """One row per cell: every column of every row, blank ones included."""

    row_id: RowId
    table_id: TableId
    doc_id: DocId
    column: Column
    text: Annotated[str, _M("The text, changed by the documented repairs only.", "Nội dung")]
    raw: Annotated[
        str, _M("As extracted, fragments joined with a line feed.", "Nội dung nguyên gốc")
    ]
    merged: Annotated[
        bool, _M("Covered by a cell printed in an earlier row, repeated here.", "Ô gộp")
    ]
    footnotes: Footnotes
    places: Annotated[
        tuple[PlaceRecord, ...], _M("Where each fragment stands.", "Vị trí trên trang")
    ]
    confidence: Annotated[
        float | None,
        _M(
            "How likely the text was read right from a picture, 0–1; null where none of it was.",
            "Độ tin cậy",
        ),
    ] = None
    words: Annotated[
        tuple[WordRecord, ...],
        _M("The words as they were read from a picture; none in other cells.", "Các từ đọc được"),
    ] = ()


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One row per item of a table of tasks. A column the table does not have is null."""

    row_id: RowId
    doc_id: DocId
    table_id: TableId
    annex: Annex
    ordinal: Ordinal
    label: Label
    stt: Stt
    stt_path: SttPath
    parent_row_id: ParentRowId
    has_children: Annotated[bool, _M("Whether sub-items stand under it.", "Có mục con")]
    group_label: GroupLabel
    group_title: GroupTitle
    title: Annotated[str | None, _M("The task.", "Nhiệm vụ")]
    head: Annotated[str | None, _M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, _M("Lead agency.", "Cơ quan chủ trì")]
    coordination: Annotated[str | None, _M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, _M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, _M("Deadline as printed.", "Thời hạn")]
    basis: Annotated[str | None, _M("Document that assigned the task.", "Căn cứ giao")]
    note: Annotated[str | None, _M("Remarks.", "Ghi chú")]
    footnotes: Footnotes
    deadline_kind: Annotated[
        str,
        _M(
            "day | month | quarter | year | recurring | open_ended | conditional | compound | "
            "duration | blank | unparsed.",
            "Loại thời hạn",
        ),
    ]
    due_date: Annotated[date | None, _M("Last day by which it is due.", "Hạn cuối")]
    start_date: Annotated[date | None, _M("First day, where one is printed.", "Ngày bắt đầu")]
    recurrence: Annotated[
        str | None, _M("continuous | weekly | monthly | quarterly | yearly.", "Chu kỳ")
    ]


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """One row per item of a table of indicators; one per year where its columns are years."""

    row_id: RowId
    doc_id: DocId
    table_id: TableId
    annex: Annex
    ordinal: Ordinal
    label: Label
    stt: Stt
    stt_path: SttPath
    parent_row_id: ParentRowId
    group_label: GroupLabel
    group_title: GroupTitle
    title: Annotated[str | None, _M("The indicator.", "Chỉ tiêu")]
    unit: Annotated[str | None, _M("Unit of the target.", "Đơn vị tính")]
    target: Annotated[str | None, _M("Target as printed.", "Mục tiêu")]
    lead: Annotated[str | None, _M("Lead agency.", "Cơ quan chủ trì")]
    footnotes: Footnotes
    comparator: Annotated[
        str | None,
        _M(
            ">= | > | <= | < | = | range | text; null where the table has no target column.",
            "Phép so sánh",
        ),
    ]
    value: Annotated[float | None, _M("The number, lower end of a range.", "Giá trị")]
    value_high: Annotated[float | None, _M("Upper end of a range.", "Giá trị trên")]
    target_year: Annotated[
        int | None, _M("Year of the heading, or of the column.", "Năm mục tiêu", "year")
    ]


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """One row per agency named in a head, lead or coordination cell."""

    row_id: RowId
    doc_id: DocId
    role: Annotated[str, _M("head | lead | coordination.", "Vai trò")]
    position: Annotated[int, _M("Position in the cell, from 1.", "Vị trí")]
    text: Annotated[str, _M("As printed.", "Nguyên văn")]
    office: Annotated[str | None, _M("Office kept apart (`Bộ trưởng`).", "Chức danh")]
    agency_id: Annotated[str | None, _M("Agency in the registry.", "Mã cơ quan")]
    agency: Annotated[str | None, _M("Canonical name.", "Cơ quan")]
    scope: Annotated[str, _M("agency | collective | unknown.", "Phạm vi")]
    match: Annotated[str, _M("exact | alias | fuzzy | form | none.", "Cách khớp")]
    score: Annotated[float, _M("Likeness to the registry's name, 0–100.", "Điểm khớp")]
    kind: Annotated[
        str | None, _M("Kind of body (`ministry`, `department`, `committee`).", "Loại cơ quan")
    ]
    level: Annotated[
        str | None, _M("central | ministry | province | district | commune | own.", "Cấp")
    ]
    parent_id: Annotated[str | None, _M("Body it belongs to.", "Cơ quan cấp trên")]
    province_id: Annotated[str | None, _M("Province or city it belongs to.", "Tỉnh, thành phố")]
    today_ids: Annotated[
        tuple[str, ...],
        _M("Who does its duties today: the body itself, or its successors.", "Cơ quan hiện nay"),
    ]


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """One row per body of the registry, former ones included."""

    agency_id: Annotated[str, _M("Key.", "Mã cơ quan")]
    name: Annotated[str, _M("Official name.", "Tên chính thức")]
    aliases: Annotated[tuple[str, ...], _M("Other spellings, abbreviations.", "Tên khác")]
    kind: Annotated[str, _M("Kind of body.", "Loại cơ quan")]
    parent_id: Annotated[str | None, _M("Body it belongs to.", "Cơ quan cấp trên")]
    valid_from: Annotated[date | None, _M("First day of its existence.", "Từ ngày")]
    valid_to: Annotated[date | None, _M("Last day of its existence.", "Đến ngày")]
    successor_ids: Annotated[
        tuple[str, ...], _M("Bodies that took over its duties.", "Cơ quan kế thừa")
    ]
    source: Annotated[str, _M("Act that says so.", "Nguồn")]


@dataclass(frozen=True, slots=True)
class FootnoteRecord:
    """One row per footnote number seen in an annex, as a marker or as a text."""

    footnote_id: Annotated[str, _M("`<doc_id>/fn/<scope>/<number>`.", "Mã chú thích")]
    doc_id: DocId
    annex: Annex
    number: Annotated[int, _M("Printed number.", "Số chú thích")]
    text: Annotated[
        str | None, _M("The note, without its number; null where it has no text.", "Nội dung")
    ]
    action: Annotated[str, _M("amended | replaced | new | note.", "Loại thay đổi")]
    row_id: Annotated[str | None, _M("Row that carries the marker.", "Dòng có dấu")]
    column: Annotated[str | None, _M("Column that carries the marker.", "Cột có dấu")]
    page: Annotated[
        int | None,
        _M(
            "Page of the marker, or of the text where no marker is known; null where the file does "
            "not store its pages.",
            "Trang",
            "page",
        ),
    ]


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """One row per original item that a footnote or article says was changed."""

    amendment_id: Annotated[str, _M("Key.", "Mã sửa đổi")]
    footnote_id: Annotated[str | None, _M("Footnote; null for an article.", "Mã chú thích")]
    doc_id: DocId
    row_id: Annotated[str | None, _M("Amended row; null for action removed.", "Mã dòng")]
    source: Annotated[str, _M("footnote | article.", "Nguồn")]
    action: Annotated[str, _M("amended | replaced | new | removed.", "Loại thay đổi")]
    original_number: Annotated[str | None, _M("Number of the original.", "Số hiệu gốc")]
    original_date: Annotated[date | None, _M("Date of the original.", "Ngày gốc")]
    original_annex: Annotated[str | None, _M("Annex of the original.", "Phụ lục gốc")]
    original_stt: Annotated[str | None, _M("STT in the original.", "STT gốc")]
    original_sub: Annotated[str | None, _M("Sub-item in the original.", "Mục con gốc")]
    original_title: Annotated[str | None, _M("Title it quotes.", "Tên gốc")]
    title_score: Annotated[
        float | None, _M("Likeness of that title to the amended row's, 0–100.", "Điểm tên")
    ]
    original_doc_id: Annotated[str | None, _M("Original in the corpus.", "Mã văn bản gốc")]
    original_row_id: Annotated[str | None, _M("Its row in the corpus.", "Mã dòng gốc")]
    resolve_score: Annotated[float | None, _M("Certainty of that row, 0–100.", "Điểm khớp")]
    status: Annotated[str, _M("resolved | cited | unparsed.", "Tình trạng")]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One row per field known to differ from an earlier version of the task.

    Without `thread_id` it is what a footnote says, not yet settled among all documents.
    """

    row_id: Annotated[
        str | None,
        _M(
            "Row of this document that has the later text, or whose footnote quotes it; the "
            "last row that printed it for a removed item.",
            "Mã dòng",
        ),
    ]
    doc_id: DocId
    column: Column
    before: Annotated[str, _M("As it was.", "Trước")]
    after: Annotated[str, _M("As it is.", "Sau")]
    footnote_id: Annotated[str | None, _M("Footnote that says so.", "Mã chú thích")]
    thread_id: Annotated[str | None, _M("Task over all documents.", "Mã chuỗi")] = None
    number: Annotated[
        str | None, _M("Document that changed it, held or only cited.", "Văn bản sửa đổi")
    ] = None
    changed_on: Annotated[date | None, _M("Its date of issue.", "Ngày sửa đổi")] = None
    before_number: Annotated[
        str | None, _M("Document that has the earlier text.", "Văn bản trước")
    ] = None
    before_row_id: Annotated[
        str | None, _M("Its row; null where the document is only cited.", "Dòng trước")
    ] = None
    kind: Annotated[
        str | None,
        _M(
            "wording | spelling | lead | coordination | deadline_earlier | deadline_later | "
            "deadline (neither can be told) | target_raised | target_lowered | target | result | "
            "split | merged | new | removed.",
            "Loại thay đổi",
        ),
    ] = None
    source: Annotated[
        str | None,
        _M("printed (two documents differ) | footnote (one quotes the other) | both.", "Nguồn"),
    ] = None
    disputed: Annotated[
        bool | None, _M("Two readings of what became of the task disagree.", "Có mâu thuẫn")
    ] = None


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One row per pair of rows that are the same task in two documents."""

    row_id: RowId
    other_row_id: Annotated[str, _M("Row of the older document.", "Mã dòng kia")]
    doc_id: DocId
    other_doc_id: Annotated[str, _M("Older document.", "Mã văn bản kia")]
    relation: Annotated[str, _M("same | split | merged.", "Quan hệ")]
    score: Annotated[float, _M("Certainty, 0–100.", "Điểm")]
    title_score: Annotated[float, _M("Likeness of the titles, 0–100.", "Điểm tên")]
    agency_score: Annotated[float, _M("Overlap of the agencies, 0–100.", "Điểm cơ quan")]
    method: Annotated[str, _M("What the link rests on.", "Phương pháp")]
    status: Annotated[str, _M("accepted | review.", "Tình trạng")]
    claim: Annotated[
        str | None,
        _M(
            "What the footnotes and articles of the newer document say of the pair: agrees | "
            "settles (it would wait for review without them) | disputes (they mean another row) | "
            "alone (only they say it); null where they say nothing.",
            "Chú thích nói gì",
        ),
    ] = None
    decided: Annotated[
        str | None,
        _M("Who accepted the pair, when and why; null where no person did.", "Người quyết định"),
    ] = None


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """One row per document cited in a cell."""

    row_id: RowId
    doc_id: DocId
    column: Column
    position: Annotated[int, _M("Position in the cell, from 1.", "Vị trí")]
    text: Annotated[str, _M("As printed.", "Nguyên văn")]
    number: Annotated[str | None, _M("Number of the cited document.", "Số hiệu")]
    kind: Annotated[str | None, _M("Its kind.", "Loại văn bản")]
    issued_date: Annotated[date | None, _M("Its date, where printed.", "Ngày ban hành")]
    cited_doc_id: Annotated[str | None, _M("It, in the corpus.", "Mã văn bản")]
    cited_stt: Annotated[str | None, _M("Task number in it, where named.", "STT")]


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One field of an original, as a footnote quotes it."""

    column: Column
    text: Annotated[str, _M("As quoted.", "Nguyên văn")]


@dataclass(frozen=True, slots=True)
class OriginalRecord:
    """One row per item of another document that the footnotes tell of."""

    original_number: Annotated[str, _M("Number of that document.", "Số hiệu gốc")]
    original_annex: Annotated[str | None, _M("Its annex.", "Phụ lục gốc")]
    stt: Annotated[str | None, _M("Number of the item.", "STT")]
    sub: Annotated[str | None, _M("Number of the sub-item.", "Mục con")]
    title: Annotated[str | None, _M("Title, as quoted.", "Tên")]
    fields: Annotated[tuple[FieldRecord, ...], _M("Fields, as quoted.", "Các trường")]
    footnote_ids: Annotated[tuple[str, ...], _M("Evidence.", "Chú thích")]
    doc_id: Annotated[str, _M("The citing document.", "Mã văn bản trích dẫn")]


@dataclass(frozen=True, slots=True)
class AsideRecord:
    """Characters that were set aside, and why."""

    reason: Annotated[
        str,
        _M(
            "pale | clipped | covered | off-page | annotation | layer | hidden; more may come.",
            "Lý do",
        ),
    ]
    chars: Annotated[int, _M("How many, white space left out.", "Số ký tự", "character")]


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One row per page: where every printed character went."""

    doc_id: DocId
    page: Annotated[int, _M("Page, from 1.", "Trang", "page")]
    status: Annotated[str, _M("table | prose | mixed | blank | failed.", "Tình trạng")]
    chars: Annotated[int, _M("Printed characters, white space left out.", "Ký tự", "character")]
    chars_in_cells: Annotated[
        int, _M("Of these in cells of tables, headers included.", "Trong ô", "character")
    ]
    chars_in_footnotes: Annotated[int, _M("In footnotes.", "Trong chú thích", "character")]
    chars_in_prose: Annotated[
        int, _M("Outside tables, page numbers included.", "Ngoài bảng", "character")
    ]
    chars_unplaced: Annotated[
        int, _M("In none of these; 0 or a problem says why.", "Không rõ chỗ", "character")
    ]
    aside: Annotated[
        tuple[AsideRecord, ...],
        _M("What the reader left out of `chars`: not seen on the page, or hardly.", "Bỏ ra ngoài"),
    ]
    source: PartSource


@dataclass(frozen=True, slots=True)
class RepairRecord:
    """One row per change made to printed text beyond white space."""

    row_id: OptionalRowId
    doc_id: DocId
    column: OptionalColumn
    rule: Annotated[str, _M("Repair rule.", "Quy tắc")]
    before: Annotated[str, _M("Text before.", "Trước")]
    after: Annotated[str, _M("Text after.", "Sau")]
    score: Annotated[
        float | None, _M("Certainty of a joined row, 0–1; null for other rules.", "Độ chắc chắn")
    ]
    reason: Annotated[str | None, _M("Why a row was joined; who corrected, when and why.", "Lý do")]


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """One row per doubt, and per thing that could not be done."""

    doc_id: DocId
    table_id: OptionalTableId
    row_id: OptionalRowId
    column: OptionalColumn
    severity: Annotated[str, _M("error | warning | info.", "Mức độ")]
    code: Annotated[str, _M("Kind of problem.", "Mã lỗi")]
    message: Annotated[str, _M("One line for a person.", "Thông báo")]
    evidence: Annotated[str, _M("The printed text it is about.", "Bằng chứng")]
    page: Annotated[int | None, _M("Page it is about, where one is known.", "Trang")] = None
    other_row_ids: Annotated[
        tuple[str, ...],
        _M("Rows of other documents it speaks of, the one that is meant first.", "Các dòng khác"),
    ] = ()
    other_doc_id: Annotated[
        str | None, _M("The other document it is about.", "Mã văn bản khác")
    ] = None
    accepted_from: Annotated[
        str | None,
        _M("Severity and code of a doubt that a person accepted as right.", "Mã lỗi ban đầu"),
    ] = None
    accepted_by: Annotated[
        str | None, _M("Who accepted the doubt, when and why.", "Người chấp nhận")
    ] = None


def accepted_doubt(problem: ProblemRecord, reason: str) -> ProblemRecord:
    """A doubt of which a person said that the reading is right: it stays on record."""
    raised = as_raised(problem)
    return replace(
        raised,
        severity="info",
        code="accepted",
        accepted_from=f"{raised.severity} {raised.code}",
        accepted_by=reason,
    )


def as_raised(problem: ProblemRecord) -> ProblemRecord:
    """A problem as it was before anybody accepted it."""
    if problem.accepted_from is None:
        return problem
    severity, code = problem.accepted_from.split(" ")
    return replace(problem, severity=severity, code=code, accepted_from=None, accepted_by=None)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One row per decision of a person that rests on other documents."""

    doc_id: DocId
    place: Annotated[str, _M("Entry of the file of corrections.", "Mục quyết định")]
    decision: Annotated[str, _M("link | original | accept.", "Loại quyết định")]
    row_id: OptionalRowId
    column: Annotated[str, _M("Column it is about; blank for all.", "Cột")]
    against: Annotated[str, _M("Text it was made against.", "Căn cứ vào")]
    other_doc_id: Annotated[str | None, _M("The other document it names.", "Mã văn bản kia")]
    other_row: Annotated[str, _M("Fingerprint of the row it names there.", "Dấu của dòng kia")]
    other_at: Annotated[
        str, _M("Table and row it then had, where several print the same.", "Vị trí dòng kia")
    ]
    note: Annotated[str, _M("Claim it names: amendment_id without the document.", "Chú thích")]
    relation: Annotated[str, _M("same | split | merged; blank for none.", "Quan hệ")]
    value: Annotated[str, _M("accepted | rejected; of a doubt, its code.", "Quyết định")]
    reason: Annotated[str, _M("Who decided, when and why.", "Người quyết định, lý do")]
    status: Annotated[
        str,
        _M(
            "applied | stale (what it was made against is not there) | ambiguous (several are) | "
            "open (not settled yet).",
            "Tình trạng",
        ),
    ] = "open"
    other_row_id: Annotated[str | None, _M("The row it names.", "Mã dòng kia")] = None
    amendment_id: Annotated[str | None, _M("The claim it is about.", "Mã sửa đổi")] = None
    before: Annotated[str, _M("What there was without it.", "Trước")] = ""
    after: Annotated[str, _M("What there is with it.", "Sau")] = ""
    outcome: Annotated[str, _M("Why it was not applied.", "Lý do không áp dụng")] = ""


ThreadId = Annotated[
    str, _M("Task over all documents: its first row, or its first place cited.", "Mã chuỗi")
]
Programme = Annotated[
    str | None, _M("First document of the programme the task belongs to.", "Chương trình")
]
Numbers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """One row per task over all documents that print or cite it."""

    thread_id: ThreadId
    aliases: Annotated[
        tuple[str, ...],
        _M(
            "Its other rows and places: names it has where earlier documents are not held.",
            "Tên khác",
        ),
    ]
    kind: Annotated[str, _M("Dataset of its items: tasks | indicators.", "Loại")]
    programme: Programme
    title: Annotated[str | None, _M("Its latest title.", "Tên")]
    status: Annotated[
        str,
        _M(
            "in_force | split | merged | removed | draft | repeated (no document sets it).",
            "Tình trạng",
        ),
    ]
    ended_on: Annotated[
        date | None, _M("Day from which it is split, merged or removed.", "Ngày hết hiệu lực")
    ]
    documents: Annotated[
        Numbers, _M("Numbers (or keys) of the documents that have it, oldest first.", "Văn bản")
    ]
    from_threads: Annotated[Numbers, _M("Tasks it was split from or merged of.", "Tách, gộp từ")]
    to_threads: Annotated[Numbers, _M("Tasks it became.", "Tách, gộp thành")]
    known: Annotated[str, _M("full | partial (no document that prints it is held).", "Mức độ biết")]
    unseen: Annotated[
        Numbers,
        _M(
            "Documents not held that may have changed it since it was last printed.",
            "Văn bản chưa có",
        ),
    ]
    disputed: Annotated[bool, _M("Readings of its history disagree.", "Có mâu thuẫn")]


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One row per document that prints or cites a task: what it says of it."""

    thread_id: ThreadId
    ordinal: Annotated[int, _M("Place in the history, from 1.", "Thứ tự")]
    number: Annotated[str | None, _M("Number of the document.", "Số hiệu")]
    issued_date: Annotated[date | None, _M("Its date.", "Ngày ban hành")]
    doc_id: Annotated[str | None, _M("It, in the corpus; null where only cited.", "Mã văn bản")]
    row_id: OptionalRowId
    footnote_id: Annotated[
        str | None, _M("Footnote that quotes it, or says what was done.", "Mã chú thích")
    ]
    action: Annotated[
        str,
        _M("set | amended | replaced | new | removed | repeated | draft.", "Loại thay đổi"),
    ]
    kind: Annotated[str, _M("Dataset of its items: tasks | indicators.", "Loại")]
    annex: Annex
    stt_path: Annotated[str | None, _M("Number in the document.", "Đường dẫn STT")]
    group_title: GroupTitle
    title: Annotated[str | None, _M("The task or indicator.", "Tên")]
    head: Annotated[str | None, _M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, _M("Lead agency.", "Cơ quan chủ trì")]
    coordination: Annotated[str | None, _M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, _M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, _M("Deadline as printed.", "Thời hạn")]
    basis: Annotated[str | None, _M("Document that assigned the task.", "Căn cứ giao")]
    note: Annotated[str | None, _M("Remarks.", "Ghi chú")]
    unit: Annotated[str | None, _M("Unit of the target.", "Đơn vị tính")]
    target: Annotated[str | None, _M("Target as printed.", "Mục tiêu")]
    target_year: Annotated[int | None, _M("Year of the target.", "Năm mục tiêu", "year")]
    deadline_kind: Annotated[str | None, _M("As in `tasks`.", "Loại thời hạn")]
    due_date: Annotated[date | None, _M("Last day by which it is due.", "Hạn cuối")]
    due_exclusive: Annotated[
        bool, _M("The printed day itself is too late (`trước ngày …`).", "Trước ngày")
    ]
    in_force_from: Annotated[
        date | None, _M("First day; null for drafts and repetitions.", "Hiệu lực từ")
    ]
    in_force_until: Annotated[
        date | None, _M("Last day; null while nothing later is known.", "Hiệu lực đến")
    ]
    known: Annotated[
        str,
        _M("full | partial (only what a note quotes; other columns are null).", "Mức độ biết"),
    ]
    disputed: Annotated[bool, _M("Another reading of the documents disagrees.", "Có mâu thuẫn")]


@dataclass(frozen=True, slots=True)
class ProgrammeRecord(VersionRecord):
    """One row per task as it stands: the version in force of each thread."""

    programme: Programme
    unseen: Annotated[
        Numbers,
        _M("Documents not held that may have changed it since.", "Văn bản chưa có"),
    ]
    from_threads: Annotated[Numbers, _M("Tasks it was split from or merged of.", "Tách, gộp từ")]


@dataclass(frozen=True, slots=True)
class OutTaskRecord:
    """One row per item of the tables of tasks, with all that a question needs beside it."""

    row_id: RowId
    doc_id: DocId
    number: Annotated[str | None, _M("Number of the document.", "Số hiệu")]
    issued_date: Annotated[date | None, _M("Its date.", "Ngày ban hành")]
    status: Annotated[str | None, _M("issued | draft.", "Tình trạng")]
    thread_id: Annotated[str | None, _M("Task over all documents.", "Mã chuỗi")]
    is_current: Annotated[
        bool, _M("Whether it is the version in force: no draft, not superseded.", "Đang hiệu lực")
    ]
    superseded_by: Annotated[
        str | None, _M("Row, or place cited, that took its place.", "Bị thay bởi")
    ]
    annex: Annex
    stt_path: SttPath
    has_children: Annotated[bool, _M("Whether sub-items stand under it.", "Có mục con")]
    group_label: GroupLabel
    group_title: GroupTitle
    title: Annotated[str | None, _M("The task.", "Nhiệm vụ")]
    head: Annotated[str | None, _M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, _M("Lead agency, as printed.", "Cơ quan chủ trì")]
    leads: Annotated[Numbers, _M("Names of the lead agencies, one each.", "Các cơ quan chủ trì")]
    leads_today: Annotated[
        Numbers, _M("The bodies that have their duties today.", "Cơ quan chủ trì hiện nay")
    ]
    leads_divided: Annotated[
        bool,
        _M("A named body became several; all of them are in `leads_today`.", "Cơ quan bị chia"),
    ]
    coordination: Annotated[str | None, _M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, _M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, _M("Deadline as printed.", "Thời hạn")]
    deadline_kind: Annotated[str, _M("As in `tasks`.", "Loại thời hạn")]
    due_date: Annotated[date | None, _M("Last day by which it is due.", "Hạn cuối")]
    due_exclusive: Annotated[
        bool, _M("The printed day itself is too late (`trước ngày …`).", "Trước ngày")
    ]
    disputed: Annotated[bool, _M("Readings of its history disagree.", "Có mâu thuẫn")]
    search_text: Annotated[
        str,
        _M(
            "Number, title, leads and result in small letters without marks, đ as d.",
            "Văn bản tìm kiếm",
        ),
    ]


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One row per text by which a row is looked for in other documents."""

    doc_id: DocId
    row_id: RowId
    at: Annotated[int, _M("Place among the titled rows of the document, from 0.", "Vị trí")]
    what: Annotated[
        int,
        _M(
            "0 the title | 1 the heading of a list in it | 2 a quoted old title | 3 the paper the "
            "title asks for.",
            "Loại khoá",
        ),
    ]
    text: Annotated[str, _M("The text, levelled.", "Văn bản so sánh")]
    pairs: Annotated[
        tuple[int, ...],
        _M("Its pairs of neighbouring syllables as numbers, the rarest first.", "Cặp âm tiết"),
    ]
    chosen: Annotated[int, _M("How many of the pairs represent it.", "Số cặp đại diện")]
    rarity: Annotated[str, _M("The table of `rarity` they were ordered by.", "Bảng tần suất")]
    kind: Annotated[str, _M("tasks | indicators.", "Loại bảng")]
    title: Annotated[str, _M("The title, or the quoted one, as printed.", "Tên")]
    parent_row_id: ParentRowId
    group_title: Annotated[str, _M("Text of the section heading.", "Tên nhóm")]
    year: Annotated[int | None, _M("Year by which an indicator is to be reached.", "Năm")]
    leads: Annotated[tuple[str, ...], _M("Ids of the lead agencies.", "Cơ quan chủ trì")]


@dataclass(frozen=True, slots=True)
class RarityRecord:
    """One row per syllable, or pair of neighbouring syllables, that many texts hold."""

    words: Annotated[str, _M("Levelled; empty for the number of all texts.", "Âm tiết")]
    texts: Annotated[int, _M("Texts that hold it.", "Số văn bản")]


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    """One row per column of every dataset: the data dictionary as data."""

    table: Annotated[str, _M("Dataset.", "Bảng dữ liệu")]
    column: Annotated[str, _M("Column.", "Cột")]
    type: Annotated[str, _M("Arrow type.", "Kiểu")]
    unit: Annotated[str, _M("Unit, empty if none.", "Đơn vị")]
    label_vi: Annotated[str, _M("Vietnamese label.", "Nhãn tiếng Việt")]
    description: Annotated[str, _M("Meaning.", "Mô tả")]


Record = (
    DocumentRecord | TableRecord | RowRecord | CellRecord | TaskRecord | IndicatorRecord
    | AssignmentRecord | AgencyRecord | FootnoteRecord | AmendmentRecord | ChangeRecord
    | LinkRecord | CitationRecord | OriginalRecord | PageRecord | RepairRecord | ProblemRecord
    | ColumnRecord | ThreadRecord | VersionRecord | ProgrammeRecord | OutTaskRecord
    | DecisionRecord | KeyRecord | RarityRecord
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """Everything published of one document: its rows in every dataset, keyed by field name."""

    documents: tuple[DocumentRecord, ...]
    tables: tuple[TableRecord, ...] = ()
    rows: tuple[RowRecord, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    tasks: tuple[TaskRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    assignments: tuple[AssignmentRecord, ...] = ()
    footnotes: tuple[FootnoteRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    repairs: tuple[RepairRecord, ...] = ()
    problems: tuple[ProblemRecord, ...] = ()
    amendments: tuple[AmendmentRecord, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    originals: tuple[OriginalRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    keys: tuple[KeyRecord, ...] = ()

    @property
    def doc_id(self) -> str:
        """The document's key."""
        return self.documents[0].doc_id

    @property
    def facts(self) -> DocumentRecord:
        """Its row in `documents`."""
        return self.documents[0]


Item = TaskRecord | IndicatorRecord
ITEMS: dict[str, type[Item]] = {"tasks": TaskRecord, "indicators": IndicatorRecord}
"""Datasets with one row per item of the tables of one kind, by the name of the kind."""


def items_of(document: Document) -> tuple[Item, ...]:
    """The items of all kinds of tables of a document, one with targets of several years once."""
    items = (item for kind in ITEMS for item in getattr(document, kind))
    return tuple({item.row_id: item for item in items}.values())


def kind_of_item(item: Item) -> str:
    """The kind of table an item stands in."""
    return next(kind for kind, record in ITEMS.items() if isinstance(item, record))


SHARED: dict[str, type] = {
    "agencies": AgencyRecord,
    "columns": ColumnRecord,
    "threads": ThreadRecord,
    "versions": VersionRecord,
    "programme": ProgrammeRecord,
    "out_tasks": OutTaskRecord,
    "rarity": RarityRecord,
}
"""Datasets with one file for the whole corpus."""
