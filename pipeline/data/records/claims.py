"""What is said of others: `footnotes`, `amendments`, `changes`, `citations`, `originals`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pipeline.data.records.meaning import Annex, Column, DocId, M, RowId
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FootnoteRecord:
    """One row per footnote number seen in an annex, as a marker or as a text."""

    footnote_id: Annotated[str, M("`<doc_id>/fn/<scope>/<number>`.", "Mã chú thích")]
    doc_id: DocId
    annex: Annex
    number: Annotated[int, M("Printed number.", "Số chú thích")]
    text: Annotated[
        str | None, M("The note, without its number; null where it has no text.", "Nội dung")
    ]
    action: Annotated[str, M("amended | replaced | new | note.", "Loại thay đổi")]
    row_id: Annotated[str | None, M("Row that carries the marker.", "Dòng có dấu")]
    column: Annotated[str | None, M("Column that carries the marker.", "Cột có dấu")]
    page: Annotated[
        int | None,
        M(
            "Page of the marker, or of the text where no marker is known; null where the file does "
            "not store its pages.",
            "Trang",
            "page",
        ),
    ]


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """One row per original item that a footnote or article says was changed."""

    amendment_id: Annotated[str, M("Key.", "Mã sửa đổi")]
    footnote_id: Annotated[str | None, M("Footnote; null for an article.", "Mã chú thích")]
    doc_id: DocId
    row_id: Annotated[str | None, M("Amended row; null for action removed.", "Mã dòng")]
    source: Annotated[str, M("footnote | article.", "Nguồn")]
    action: Annotated[str, M("amended | replaced | new | removed.", "Loại thay đổi")]
    original_number: Annotated[str | None, M("Number of the original.", "Số hiệu gốc")]
    original_date: Annotated[date | None, M("Date of the original.", "Ngày gốc")]
    original_annex: Annotated[str | None, M("Annex of the original.", "Phụ lục gốc")]
    original_stt: Annotated[str | None, M("STT in the original.", "STT gốc")]
    original_sub: Annotated[str | None, M("Sub-item in the original.", "Mục con gốc")]
    original_title: Annotated[str | None, M("Title it quotes.", "Tên gốc")]
    title_score: Annotated[
        float | None, M("Likeness of that title to the amended row's, 0–100.", "Điểm tên")
    ]
    original_doc_id: Annotated[str | None, M("Original in the corpus.", "Mã văn bản gốc")]
    original_row_id: Annotated[str | None, M("Its row in the corpus.", "Mã dòng gốc")]
    resolve_score: Annotated[float | None, M("Certainty of that row, 0–100.", "Điểm khớp")]
    status: Annotated[str, M("resolved | cited | unparsed.", "Tình trạng")]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One row per field known to differ from an earlier version of the task.

    Without `thread_id` it is what a footnote says, not yet settled among all documents.
    """

    row_id: Annotated[
        str | None,
        M(
            "Row of this document that has the later text, or whose footnote quotes it; the "
            "last row that printed it for a removed item.",
            "Mã dòng",
        ),
    ]
    doc_id: DocId
    column: Column
    before: Annotated[str, M("As it was.", "Trước")]
    after: Annotated[str, M("As it is.", "Sau")]
    footnote_id: Annotated[str | None, M("Footnote that says so.", "Mã chú thích")]
    thread_id: Annotated[str | None, M("Task over all documents.", "Mã chuỗi")] = None
    number: Annotated[
        str | None, M("Document that changed it, held or only cited.", "Văn bản sửa đổi")
    ] = None
    changed_on: Annotated[date | None, M("Its date of issue.", "Ngày sửa đổi")] = None
    before_number: Annotated[
        str | None, M("Document that has the earlier text.", "Văn bản trước")
    ] = None
    before_row_id: Annotated[
        str | None, M("Its row; null where the document is only cited.", "Dòng trước")
    ] = None
    kind: Annotated[
        str | None,
        M(
            "wording | spelling | lead | coordination | deadline_earlier | deadline_later | "
            "deadline (neither can be told) | target_raised | target_lowered | target | result | "
            "split | merged | new | removed.",
            "Loại thay đổi",
        ),
    ] = None
    source: Annotated[
        str | None,
        M("printed (two documents differ) | footnote (one quotes the other) | both.", "Nguồn"),
    ] = None
    disputed: Annotated[
        bool | None, M("Two readings of what became of the task disagree.", "Có mâu thuẫn")
    ] = None


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """One row per document cited in a cell."""

    row_id: RowId
    doc_id: DocId
    column: Column
    position: Annotated[int, M("Position in the cell, from 1.", "Vị trí")]
    text: Annotated[str, M("As printed.", "Nguyên văn")]
    number: Annotated[str | None, M("Number of the cited document.", "Số hiệu")]
    kind: Annotated[str | None, M("Its kind.", "Loại văn bản")]
    issued_date: Annotated[date | None, M("Its date, where printed.", "Ngày ban hành")]
    cited_doc_id: Annotated[str | None, M("It, in the corpus.", "Mã văn bản")]
    cited_stt: Annotated[str | None, M("Task number in it, where named.", "STT")]


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One field of an original, as a footnote quotes it."""

    column: Column
    text: Annotated[str, M("As quoted.", "Nguyên văn")]


@dataclass(frozen=True, slots=True)
class OriginalRecord:
    """One row per item of another document that the footnotes tell of."""

    original_number: Annotated[str, M("Number of that document.", "Số hiệu gốc")]
    original_annex: Annotated[str | None, M("Its annex.", "Phụ lục gốc")]
    stt: Annotated[str | None, M("Number of the item.", "STT")]
    sub: Annotated[str | None, M("Number of the sub-item.", "Mục con")]
    title: Annotated[str | None, M("Title, as quoted.", "Tên")]
    fields: Annotated[tuple[FieldRecord, ...], M("Fields, as quoted.", "Các trường")]
    footnote_ids: Annotated[tuple[str, ...], M("Evidence.", "Chú thích")]
    doc_id: Annotated[str, M("The citing document.", "Mã văn bản trích dẫn")]
