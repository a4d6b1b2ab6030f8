"""Rows of `threads`, `versions`, `programme` and `out_tasks`: one task over all documents."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pipeline.data.records.meaning import (
    Annex,
    DocId,
    GroupLabel,
    GroupTitle,
    M,
    OptionalRowId,
    RowId,
    SttPath,
)
from pipeline.frozen import dataclass

ThreadId = Annotated[
    str, M("Task over all documents: its first row, or its first place cited.", "Mã chuỗi")
]

Programme = Annotated[
    str | None, M("First document of the programme the task belongs to.", "Chương trình")
]

Numbers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """One row per task over all documents that print or cite it."""

    thread_id: ThreadId
    aliases: Annotated[
        tuple[str, ...],
        M(
            "Its other rows and places: names it has where earlier documents are not held.",
            "Tên khác",
        ),
    ]
    kind: Annotated[str, M("Dataset of its items: tasks | indicators.", "Loại")]
    programme: Programme
    title: Annotated[str | None, M("Its latest title.", "Tên")]
    status: Annotated[
        str,
        M(
            "in_force | split | merged | removed | draft | repeated (no document sets it).",
            "Tình trạng",
        ),
    ]
    ended_on: Annotated[
        date | None, M("Day from which it is split, merged or removed.", "Ngày hết hiệu lực")
    ]
    documents: Annotated[
        Numbers, M("Numbers (or keys) of the documents that have it, oldest first.", "Văn bản")
    ]
    from_threads: Annotated[Numbers, M("Tasks it was split from or merged of.", "Tách, gộp từ")]
    to_threads: Annotated[Numbers, M("Tasks it became.", "Tách, gộp thành")]
    known: Annotated[str, M("full | partial (no document that prints it is held).", "Mức độ biết")]
    unseen: Annotated[
        Numbers,
        M(
            "Documents not held that may have changed it since it was last printed.",
            "Văn bản chưa có",
        ),
    ]
    disputed: Annotated[bool, M("Readings of its history disagree.", "Có mâu thuẫn")]


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One row per document that prints or cites a task: what it says of it."""

    thread_id: ThreadId
    ordinal: Annotated[int, M("Place in the history, from 1.", "Thứ tự")]
    number: Annotated[str | None, M("Number of the document.", "Số hiệu")]
    issued_date: Annotated[date | None, M("Its date.", "Ngày ban hành")]
    doc_id: Annotated[str | None, M("It, in the corpus; null where only cited.", "Mã văn bản")]
    row_id: OptionalRowId
    footnote_id: Annotated[
        str | None, M("Footnote that quotes it, or says what was done.", "Mã chú thích")
    ]
    action: Annotated[
        str,
        M("set | amended | replaced | new | removed | repeated | draft.", "Loại thay đổi"),
    ]
    kind: Annotated[str, M("Dataset of its items: tasks | indicators.", "Loại")]
    annex: Annex
    stt_path: Annotated[str | None, M("Number in the document.", "Đường dẫn STT")]
    group_title: GroupTitle
    title: Annotated[str | None, M("The task or indicator.", "Tên")]
    head: Annotated[str | None, M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, M("Lead agency.", "Cơ quan chủ trì")]
    coordination: Annotated[str | None, M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, M("Deadline as printed.", "Thời hạn")]
    basis: Annotated[str | None, M("Document that assigned the task.", "Căn cứ giao")]
    note: Annotated[str | None, M("Remarks.", "Ghi chú")]
    unit: Annotated[str | None, M("Unit of the target.", "Đơn vị tính")]
    target: Annotated[str | None, M("Target as printed.", "Mục tiêu")]
    target_year: Annotated[int | None, M("Year of the target.", "Năm mục tiêu", "year")]
    deadline_kind: Annotated[str | None, M("As in `tasks`.", "Loại thời hạn")]
    due_date: Annotated[date | None, M("Last day by which it is due.", "Hạn cuối")]
    due_exclusive: Annotated[
        bool, M("The printed day itself is too late (`trước ngày …`).", "Trước ngày")
    ]
    in_force_from: Annotated[
        date | None, M("First day; null for drafts and repetitions.", "Hiệu lực từ")
    ]
    in_force_until: Annotated[
        date | None, M("Last day; null while nothing later is known.", "Hiệu lực đến")
    ]
    known: Annotated[
        str,
        M("full | partial (only what a note quotes; other columns are null).", "Mức độ biết"),
    ]
    disputed: Annotated[bool, M("Another reading of the documents disagrees.", "Có mâu thuẫn")]


@dataclass(frozen=True, slots=True)
class ProgrammeRecord(VersionRecord):
    """One row per task as it stands: the version in force of each thread."""

    programme: Programme
    unseen: Annotated[
        Numbers,
        M("Documents not held that may have changed it since.", "Văn bản chưa có"),
    ]
    from_threads: Annotated[Numbers, M("Tasks it was split from or merged of.", "Tách, gộp từ")]


@dataclass(frozen=True, slots=True)
class OutTaskRecord:
    """One row per item of the tables of tasks, with all that a question needs beside it."""

    row_id: RowId
    doc_id: DocId
    number: Annotated[str | None, M("Number of the document.", "Số hiệu")]
    issued_date: Annotated[date | None, M("Its date.", "Ngày ban hành")]
    status: Annotated[str | None, M("issued | draft.", "Tình trạng")]
    thread_id: Annotated[str | None, M("Task over all documents.", "Mã chuỗi")]
    is_current: Annotated[
        bool, M("Whether it is the version in force: no draft, not superseded.", "Đang hiệu lực")
    ]
    superseded_by: Annotated[
        str | None, M("Row, or place cited, that took its place.", "Bị thay bởi")
    ]
    annex: Annex
    stt_path: SttPath
    has_children: Annotated[bool, M("Whether sub-items stand under it.", "Có mục con")]
    group_label: GroupLabel
    group_title: GroupTitle
    title: Annotated[str | None, M("The task.", "Nhiệm vụ")]
    head: Annotated[str | None, M("Head responsible.", "Người đứng đầu chịu trách nhiệm")]
    lead: Annotated[str | None, M("Lead agency, as printed.", "Cơ quan chủ trì")]
    leads: Annotated[Numbers, M("Names of the lead agencies, one each.", "Các cơ quan chủ trì")]
    leads_today: Annotated[
        Numbers, M("The bodies that have their duties today.", "Cơ quan chủ trì hiện nay")
    ]
    leads_divided: Annotated[
        bool,
        M("A named body became several; all of them are in `leads_today`.", "Cơ quan bị chia"),
    ]
    coordination: Annotated[str | None, M("Coordinating agencies.", "Cơ quan phối hợp")]
    result: Annotated[str | None, M("Result to be delivered.", "Kết quả")]
    deadline: Annotated[str | None, M("Deadline as printed.", "Thời hạn")]
    deadline_kind: Annotated[str, M("As in `tasks`.", "Loại thời hạn")]
    due_date: Annotated[date | None, M("Last day by which it is due.", "Hạn cuối")]
    due_exclusive: Annotated[
        bool, M("The printed day itself is too late (`trước ngày …`).", "Trước ngày")
    ]
    disputed: Annotated[bool, M("Readings of its history disagree.", "Có mâu thuẫn")]
    search_text: Annotated[
        str,
        M(
            "Number, title, leads and result in small letters without marks, đ as d.",
            "Văn bản tìm kiếm",
        ),
    ]
