"""Rows of `tasks`, `indicators`, `assignments` and `agencies`: what the tables say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pipeline.data.records.meaning import (
    Annex,
    DocId,
    Footnotes,
    GroupLabel,
    GroupTitle,
    Label,
    M,
    Ordinal,
    ParentRowId,
    RowId,
    Stt,
    SttPath,
    TableId,
)
from pipeline.frozen import dataclass


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
    has_children: Annotated[bool, M("Whether sub-items stand under it.", "Có mục con")]
    group_label: GroupLabel
    group_title: GroupTitle
    title: Annotated[str | None, M("The task.", "Nhiệm vụ")]
    head: Annotated[str | None, M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, M("Lead agency.", "Cơ quan chủ trì")]
    coordination: Annotated[str | None, M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, M("Deadline as printed.", "Thời hạn")]
    basis: Annotated[str | None, M("Document that assigned the task.", "Căn cứ giao")]
    note: Annotated[str | None, M("Remarks.", "Ghi chú")]
    footnotes: Footnotes
    deadline_kind: Annotated[
        str,
        M(
            "day | month | quarter | year | recurring | open_ended | conditional | compound | "
            "duration | blank | unparsed.",
            "Loại thời hạn",
        ),
    ]
    due_date: Annotated[date | None, M("Last day by which it is due.", "Hạn cuối")]
    start_date: Annotated[date | None, M("First day, where one is printed.", "Ngày bắt đầu")]
    recurrence: Annotated[
        str | None, M("continuous | weekly | monthly | quarterly | yearly.", "Chu kỳ")
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
    title: Annotated[str | None, M("The indicator.", "Chỉ tiêu")]
    unit: Annotated[str | None, M("Unit of the target.", "Đơn vị tính")]
    target: Annotated[str | None, M("Target as printed.", "Mục tiêu")]
    lead: Annotated[str | None, M("Lead agency.", "Cơ quan chủ trì")]
    footnotes: Footnotes
    comparator: Annotated[
        str | None,
        M(
            ">= | > | <= | < | = | range | text; null where the table has no target column.",
            "Phép so sánh",
        ),
    ]
    value: Annotated[float | None, M("The number, lower end of a range.", "Giá trị")]
    value_high: Annotated[float | None, M("Upper end of a range.", "Giá trị trên")]
    target_year: Annotated[
        int | None, M("Year of the heading, or of the column.", "Năm mục tiêu", "year")
    ]


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """One row per agency named in a head, lead or coordination cell."""

    row_id: RowId
    doc_id: DocId
    role: Annotated[str, M("head | lead | coordination.", "Vai trò")]
    position: Annotated[int, M("Position in the cell, from 1.", "Vị trí")]
    text: Annotated[str, M("As printed.", "Nguyên văn")]
    office: Annotated[str | None, M("Office kept apart (`Bộ trưởng`).", "Chức danh")]
    agency_id: Annotated[str | None, M("Agency in the registry.", "Mã cơ quan")]
    agency: Annotated[
        str | None,
        M("Canonical name; of a unit or post of the issuer its name and the issuer's.", "Cơ quan"),
    ]
    scope: Annotated[str, M("agency | collective | unknown.", "Phạm vi")]
    match: Annotated[str, M("exact | alias | fuzzy | form | none.", "Cách khớp")]
    score: Annotated[float, M("Likeness to the registry's name, 0–100.", "Điểm khớp")]
    kind: Annotated[
        str | None, M("Kind of body (`ministry`, `department`, `committee`).", "Loại cơ quan")
    ]
    level: Annotated[
        str | None, M("central | ministry | province | region | district | commune | own.", "Cấp")
    ]
    parent_id: Annotated[str | None, M("Body it belongs to.", "Cơ quan cấp trên")]
    province_id: Annotated[str | None, M("Province or city it belongs to.", "Tỉnh, thành phố")]
    today_ids: Annotated[
        tuple[str, ...],
        M("Who does its duties today: the body itself, or its successors.", "Cơ quan hiện nay"),
    ]


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """One row per body of the registry, former ones included."""

    agency_id: Annotated[str, M("Key.", "Mã cơ quan")]
    name: Annotated[str, M("Official name.", "Tên chính thức")]
    aliases: Annotated[tuple[str, ...], M("Other spellings, abbreviations.", "Tên khác")]
    kind: Annotated[str, M("Kind of body.", "Loại cơ quan")]
    parent_id: Annotated[str | None, M("Body it belongs to.", "Cơ quan cấp trên")]
    valid_from: Annotated[date | None, M("First day of its existence.", "Từ ngày")]
    valid_to: Annotated[date | None, M("Last day of its existence.", "Đến ngày")]
    successor_ids: Annotated[
        tuple[str, ...], M("Bodies that took over its duties.", "Cơ quan kế thừa")
    ]
    source: Annotated[str, M("Act that says so.", "Nguồn")]
