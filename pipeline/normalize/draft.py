"""The records of a document while they are collected, and how a repair or a doubt becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.data.records import (
    AssignmentRecord,
    CellRecord,
    Item,
    PlaceRecord,
    ProblemRecord,
    RepairRecord,
    RowRecord,
    TableRecord,
    is_on,
)
from pipeline.model import Fragment, Problem, Severity
from pipeline.normalize.notes import Marker
from pipeline.normalize.ocr.signs import Seen
from pipeline.normalize.ocr.suspects import CODE, Suspect, told
from pipeline.normalize.tables.joins import Join
from pipeline.normalize.text import TextRepair, mended_words
from pipeline.normalize.values.records import (
    READERS,
)


@dataclass(slots=True)
class Draft:
    """Records of a document while they are collected."""

    doc_id: str
    source: str
    reported: set[str] = field(default_factory=set)
    seen: Seen = field(default_factory=Seen)
    tables: list[TableRecord] = field(default_factory=list)
    rows: list[RowRecord] = field(default_factory=list)
    cells: list[CellRecord] = field(default_factory=list)
    items: dict[str, list[Item]] = field(default_factory=lambda: {kind: [] for kind in READERS})
    assignments: list[AssignmentRecord] = field(default_factory=list)
    repairs: list[RepairRecord] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    printed: list[Fragment] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)

    def take(self, other: Draft) -> None:
        """Add the records of another draft of the same document."""
        for name in self.__slots__:
            if isinstance(getattr(self, name), list):
                getattr(self, name).extend(getattr(other, name))
        for kind, found in other.items.items():
            self.items[kind] += found

    def problem(
        self,
        severity: Severity,
        code: str,
        message: str,
        evidence: str = "",
        table_id: str | None = None,
        row_id: str | None = None,
        column: str | None = None,
        page: int | None = None,
    ) -> None:
        """Note a doubt, at the table, row and cell it is about."""
        self.problems.append(
            ProblemRecord(
                self.doc_id, table_id, row_id, column, severity, code, message, evidence, page
            )
        )

    def placed_problems(self) -> Iterator[ProblemRecord]:
        """The problems, each with its page: its own, or the one its row or table begins on."""
        pages = {row.row_id: row.first_page for row in self.rows}
        pages |= {table.table_id: table.first_page for table in self.tables}
        for problem in self.problems:
            known = problem.page or pages.get(problem.row_id or problem.table_id or "")
            yield replace(problem, page=known)


def add_problem(draft: Draft, problem: Problem) -> None:
    """Note a doubt of the reader, at the row it names where that is one row."""
    page = f"page {problem.page}: " if problem.page else ""
    row, column = _cell_meant(draft, problem)
    draft.problem(
        problem.severity,
        problem.code,
        page + problem.message,
        problem.evidence,
        row.table_id if row else None,
        row.row_id if row else None,
        column,
        problem.page,
    )


def _cell_meant(draft: Draft, problem: Problem) -> tuple[RowRecord | None, str | None]:
    """The row and column a reader's doubt is about, where it names exactly one."""
    if problem.label is None or problem.page is None:
        return None, None
    page = problem.page
    rows = [row for row in draft.rows if row.label == problem.label and is_on(row, page)]
    if len(rows) != 1:
        return None, None
    table = next(table for table in draft.tables if table.table_id == rows[0].table_id)
    named = dict(zip(table.headers, table.columns, strict=True))
    return rows[0], named.get(problem.header or "")


def repair_of(
    doc_id: str,
    row_id: str | None,
    column: str | None,
    change: TextRepair,
    join: Join | None = None,
) -> RepairRecord:
    """The record of one change; that of a joined row carries what the join is worth."""
    return RepairRecord(
        row_id=row_id,
        doc_id=doc_id,
        column=column,
        rule=change.rule,
        before=change.before,
        after=change.after,
        score=join.score if join else None,
        reason="; ".join(join.reasons) if join else change.reason,
    )


def named_repair(doc_id: str, column: str, change: TextRepair) -> RepairRecord:
    """The record of a change that is about no row."""
    return repair_of(doc_id, None, column, change)


def tell_suspects(draft: Draft) -> None:
    """Note the words that may be misread, each once."""
    for suspect, message in told(draft.suspects):
        draft.problem(
            "info", CODE, message, suspect.evidence, suspect.table_id, suspect.row_id,
            suspect.column,
        )  # fmt: skip


def outside_rows(doc_id: str, fragments: Iterable[Fragment]) -> Iterator[RepairRecord]:
    """The words mended outside the rows of tables: in names of columns, notes and prose."""
    for fragment in fragments:
        for change in mended_words(fragment):
            yield repair_of(doc_id, None, None, change)


def place_of(fragment: Fragment) -> PlaceRecord:
    """Where a fragment stands, as published."""
    place = fragment.place
    return PlaceRecord(place.page, place.x0, place.y0, place.x1, place.y1, place.line)
