"""Rows → tasks, indicators and assignments: the cells parsed into dates, numbers and agencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pipeline.data.records import (
    AssignmentRecord,
    IndicatorRecord,
    Item,
    RowRecord,
    TableRecord,
    TaskRecord,
)
from pipeline.frozen import dataclass
from pipeline.normalize.values.agencies import AgencyMention, parse_agencies
from pipeline.normalize.values.agency_registry import remembered
from pipeline.normalize.values.bodies import NOWHERE, Body, Setting, resolve
from pipeline.normalize.values.deadlines import parse_deadline
from pipeline.normalize.values.duties import duties
from pipeline.normalize.values.targets import parse_target, parse_target_year
from pipeline.writing.columns import FEWEST_YEARS, TARGET, body_columns, published, year_of
from pipeline.writing.labels import bare

ROLES = body_columns()
_mentions = remembered(8192)(parse_agencies)
_deadline = lru_cache(maxsize=4096)(parse_deadline)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A published row with the texts and markers of its cells, by column."""

    record: RowRecord
    texts: Mapping[str, str]
    footnotes: tuple[int, ...]


class RowsOfTable:
    """The rows of one table, and how they stand to each other."""

    def __init__(self, table: TableRecord, rows: Iterable[ReadRow]) -> None:
        self.table = table
        self.rows = tuple(rows)
        self._by_id = {row.record.row_id: row for row in self.rows}
        self._parents = {row.record.parent_row_id for row in self.rows}

    def items(self) -> Iterator[ReadRow]:
        """The rows that are not headings."""
        return (row for row in self.rows if row.record.kind == "item")

    def has_children(self, row: ReadRow) -> bool:
        """Whether sub-items stand under the row."""
        return row.record.row_id in self._parents

    def group(self, row: ReadRow) -> ReadRow | None:
        """The heading the row stands under."""
        group = row.record.group_row_id
        return self._by_id[group] if group else None

    def stt_path(self, row: ReadRow) -> str:
        """The numbers from the top item down, joined with full stops.

        Below the top only the last counter of a label counts: `(14)` under `26.` is 26.14 and
        `38.1` under `37.` is 37.1, for the path follows the position.
        """
        stt = bare(row.record.label)
        parent = row.record.parent_row_id
        if parent is None:
            return stt
        above = self.stt_path(self._by_id[parent])
        own = stt.split(".")[-1]
        return ".".join(part for part in (above, own) if part)


def read_tasks(rows: RowsOfTable, year: int | None) -> Iterator[TaskRecord]:
    """One task per item; `year` is that of the document, for deadlines that print none."""
    for row in rows.items():
        group = rows.group(row)
        deadline = _deadline(row.texts.get("deadline", ""), year)
        yield TaskRecord(
            row_id=row.record.row_id,
            doc_id=row.record.doc_id,
            table_id=row.record.table_id,
            annex=rows.table.annex,
            ordinal=row.record.ordinal,
            label=row.record.label,
            stt=bare(row.record.label),
            stt_path=rows.stt_path(row),
            parent_row_id=row.record.parent_row_id,
            has_children=rows.has_children(row),
            group_label=group.record.label if group else None,
            group_title=group.texts.get("title") if group else None,
            **_published("tasks", row),
            footnotes=row.footnotes,
            deadline_kind=deadline.kind,
            due_date=deadline.due_date,
            start_date=deadline.start_date,
            recurrence=deadline.recurrence,
        )


def read_indicators(rows: RowsOfTable, year: int | None) -> Iterator[IndicatorRecord]:
    """One indicator per item, or per item and year where columns are years (blank ones aside).

    The year of the document says nothing of its target.
    """
    years = _year_columns(rows.table)
    for row in rows.items():
        printed = [(text, year) for column, year in years if (text := row.texts[column])]
        for text, year in printed:
            yield replace(_indicator(rows, row, text), target_year=year)
        if TARGET in row.texts or not printed:
            yield _indicator(rows, row, row.texts.get(TARGET))


def _year_columns(table: TableRecord) -> list[tuple[str, int]]:
    """The columns whose headers are years, where there are several; else none."""
    named = zip(table.columns, table.headers, strict=True)
    found = [(column, year) for column, header in named if (year := year_of(header))]
    return found if len(found) >= FEWEST_YEARS else []


def _indicator(rows: RowsOfTable, row: ReadRow, printed: str | None) -> IndicatorRecord:
    """The indicator of an item with one of its targets; None where the table has no targets."""
    group = rows.group(row)
    group_title = group.texts.get("title", "") if group else ""
    target = None if printed is None else parse_target(printed)
    texts = _published("indicators", row) | {TARGET: printed}
    return IndicatorRecord(
        row_id=row.record.row_id,
        doc_id=row.record.doc_id,
        table_id=row.record.table_id,
        annex=rows.table.annex,
        ordinal=row.record.ordinal,
        label=row.record.label,
        stt=bare(row.record.label),
        stt_path=rows.stt_path(row),
        parent_row_id=row.record.parent_row_id,
        group_label=group.record.label if group else None,
        group_title=group_title if group else None,
        **texts,
        footnotes=row.footnotes,
        comparator=target.comparator if target else None,
        value=target.value if target else None,
        value_high=target.value_high if target else None,
        target_year=parse_target_year(group_title),
    )


READERS: Mapping[str, Callable[[RowsOfTable, int | None], Iterator[Item]]] = {
    "tasks": read_tasks,
    "indicators": read_indicators,
}
"""How the rows of a table become items, by its kind; the number is the year of the document."""


def _published(kind: str, row: ReadRow) -> dict[str, str | None]:
    """The texts of a row in the columns that the dataset of its kind has."""
    return {column: row.texts.get(column) for column in published(kind)}


def read_assignments(
    rows: RowsOfTable, on: date | None, setting: Setting = NOWHERE
) -> Iterator[AssignmentRecord]:
    """One assignment per agency named in a head, lead or coordination cell of an item.

    `on` is the date of the document: bodies of one name before and after a merger differ by it.
    `setting` is who issued it: whose departments and units are meant.
    """
    for row in rows.items():
        counts: Counter[str] = Counter()
        for column in ROLES:
            for role, text in duties(row.texts.get(column) or "", column):
                for mention in _mentions(text, None, on):
                    counts[role] += 1
                    body = resolve(mention, setting, on)
                    yield _assignment(row.record, role, counts[role], mention, body)


def _assignment(
    row: RowRecord, role: str, position: int, mention: AgencyMention, body: Body | None
) -> AssignmentRecord:
    known = body if body and body.agency_id else None
    named = body if body and (known or body.of_issuer) else None
    return AssignmentRecord(
        row_id=row.row_id,
        doc_id=row.doc_id,
        role=role,
        position=position,
        text=mention.text,
        office=mention.office,
        agency_id=body.agency_id if body else None,
        agency=named.name if named else mention.agency,
        scope="agency" if known else mention.scope,
        match="form" if known and not mention.agency_id else mention.match,
        score=100.0 if known and not mention.agency_id else mention.score,
        kind=body.kind if body else None,
        level=body.level if body else None,
        parent_id=body.parent_id if body else None,
        province_id=body.province_id if body else None,
        today_ids=body.today_ids if body else (),
    )
