"""The datasets an analyst opens (tasks, indicators, assignments) against the hand-checked fixtures.

`test_golden` compares `cells`; here every value must also have reached the column that is named
after it, in the row it belongs to.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.data.records import Document
from pipeline.writing.labels import bare
from tests.conftest import raw_document
from tests.support.fixtures import allowed, expected_lines
from tests.test_golden import CHECKED, FACTS, TABLES

TASK_COLUMNS = ("title", "head", "lead", "coordination", "result", "deadline", "basis", "note")
INDICATOR_COLUMNS = ("title", "unit", "target", "lead")
KINDS = {"tasks": TASK_COLUMNS, "indicators": INDICATOR_COLUMNS}
VALUED = [
    (doc_id, ordinal)
    for doc_id, ordinal in TABLES
    if FACTS[f"{doc_id}.txt"]["tables"][ordinal - 1]["kind"] in KINDS
]
"""The tables whose items have a dataset of their own (the others are in `cells` alone)."""


def items_of(document: Document, ordinal: int) -> tuple[tuple[str, ...], list[Any]]:
    """The columns to look at, and the records of the table in the dataset of its kind."""
    table = document.tables[ordinal - 1]
    records: list[Any] = list(getattr(document, table.kind))
    return KINDS[table.kind], [r for r in records if r.table_id == table.table_id]


def fixture_items(doc_id: str, ordinal: int) -> list[dict[str, str]]:
    return [row for row in expected_lines(doc_id, ordinal) if row["kind"] == "item"]


@pytest.mark.parametrize(("doc_id", "ordinal"), VALUED)
def test_every_value_stands_in_its_column(doc_id: str, ordinal: int) -> None:
    columns, found = items_of(raw_document(f"{doc_id}.txt"), ordinal)
    expected = fixture_items(doc_id, ordinal)
    may_be = {(str(row), column): text for row, column, text in allowed(doc_id, ordinal)}
    assert len(found) == len(expected)
    for record, row in zip(found, expected, strict=True):
        assert record.label == row["label"]
        for column in columns:
            texts = {row.get(column), may_be.get((row["row"], column), row.get(column))}
            assert getattr(record, column) in texts, (row["row"], column)


@pytest.mark.parametrize(("doc_id", "ordinal"), VALUED)
def test_every_item_knows_what_it_stands_under(doc_id: str, ordinal: int) -> None:
    _, found = items_of(raw_document(f"{doc_id}.txt"), ordinal)
    rows = {row["row"]: row for row in expected_lines(doc_id, ordinal)}
    parents = {row["parent"] for row in rows.values()}
    for record, row in zip(found, fixture_items(doc_id, ordinal), strict=True):
        group = rows.get(row["group"], {})
        assert (record.group_label, record.group_title) == (
            group.get("label"),
            group.get("title"),
        )
        assert record.stt == bare(row["label"])
        if hasattr(record, "has_children"):
            assert record.has_children == (row["row"] in parents)
        marks = [int(word.rpartition(":")[2]) for word in row["footnotes"].split()]
        assert list(record.footnotes) == marks


@pytest.mark.parametrize("doc_id", CHECKED)
def test_assignments_are_those_of_their_cells(doc_id: str) -> None:
    """Every body stands in the cell of its role, in printed order; no filled cell is without."""
    document = raw_document(f"{doc_id}.txt")
    items: dict[str, Any] = {r.row_id: r for r in document.tasks}
    items |= {r.row_id: r for r in document.indicators}
    seen: dict[tuple[str, str], list[str]] = {}
    for assignment in document.assignments:
        named = seen.setdefault((assignment.row_id, assignment.role), [])
        named.append(assignment.text)
        assert assignment.position == len(named)
    for row_id, item in items.items():
        for role in ("head", "lead", "coordination"):
            text = getattr(item, role, None)
            says = any(char.isalpha() for char in text or "")  # a dash names nobody
            assert says == ((row_id, role) in seen), (row_id, role)
            for name in seen.get((row_id, role), ()):
                assert name in (text or "")


# Read by eye in the documents: row → what the dataset must say of it.
READ = {
    ("11-nq-cp-2026", "11-nq-cp-2026/2/0106"): {
        "stt_path": "26.77",
        "lead": "Bộ Công an",
        "result": "Hoàn thành, khai thác sử dụng",
        "deadline_kind": "month",
        "due_date": date(2026, 12, 31),
    },
}


@pytest.mark.parametrize(("doc_id", "row_id"), sorted(READ))
def test_rows_read_by_eye(doc_id: str, row_id: str) -> None:
    document = raw_document(f"{doc_id}.txt")
    (record,) = [t for t in document.tasks if t.row_id == row_id]
    expected = READ[doc_id, row_id]
    assert {name: getattr(record, name) for name in expected} == expected
