"""Rows of `problems` and `decisions`: what is in doubt, and what people decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pipeline.data.records.meaning import (
    DocId,
    M,
    OptionalColumn,
    OptionalRowId,
    OptionalTableId,
)
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """One row per doubt, and per thing that could not be done."""

    doc_id: DocId
    table_id: OptionalTableId
    row_id: OptionalRowId
    column: OptionalColumn
    severity: Annotated[str, M("error | warning | info.", "Mức độ")]
    code: Annotated[str, M("Kind of problem.", "Mã lỗi")]
    message: Annotated[str, M("One line for a person.", "Thông báo")]
    evidence: Annotated[str, M("The printed text it is about.", "Bằng chứng")]
    page: Annotated[int | None, M("Page it is about, where one is known.", "Trang")] = None
    other_row_ids: Annotated[
        tuple[str, ...],
        M("Rows of other documents it speaks of, the one that is meant first.", "Các dòng khác"),
    ] = ()
    other_doc_id: Annotated[str | None, M("The other document it is about.", "Mã văn bản khác")] = (
        None
    )
    accepted_from: Annotated[
        str | None,
        M("Severity and code of a doubt that a person accepted as right.", "Mã lỗi ban đầu"),
    ] = None
    accepted_by: Annotated[
        str | None, M("Who accepted the doubt, when and why.", "Người chấp nhận")
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
    place: Annotated[str, M("Entry of the file of corrections.", "Mục quyết định")]
    decision: Annotated[str, M("link | original | accept.", "Loại quyết định")]
    row_id: OptionalRowId
    column: Annotated[str, M("Column it is about; blank for all.", "Cột")]
    against: Annotated[str, M("Text it was made against.", "Căn cứ vào")]
    other_doc_id: Annotated[str | None, M("The other document it names.", "Mã văn bản kia")]
    other_row: Annotated[str, M("Fingerprint of the row it names there.", "Dấu của dòng kia")]
    other_at: Annotated[
        str, M("Table and row it then had, where several print the same.", "Vị trí dòng kia")
    ]
    note: Annotated[str, M("Claim it names: amendment_id without the document.", "Chú thích")]
    relation: Annotated[str, M("same | split | merged; blank for none.", "Quan hệ")]
    value: Annotated[str, M("accepted | rejected; of a doubt, its code.", "Quyết định")]
    reason: Annotated[str, M("Who decided, when and why.", "Người quyết định, lý do")]
    status: Annotated[
        str,
        M(
            "applied | stale (what it was made against is not there) | ambiguous (several are) | "
            "open (not settled yet).",
            "Tình trạng",
        ),
    ] = "open"
    other_row_id: Annotated[str | None, M("The row it names.", "Mã dòng kia")] = None
    amendment_id: Annotated[str | None, M("The claim it is about.", "Mã sửa đổi")] = None
    before: Annotated[str, M("What there was without it.", "Trước")] = ""
    after: Annotated[str, M("What there is with it.", "Sau")] = ""
    outcome: Annotated[str, M("Why it was not applied.", "Lý do không áp dụng")] = ""
