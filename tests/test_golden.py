"""The pipeline against the hand-checked fixtures, every cell of every row."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.data.records import Document
from tests.conftest import CASES, FIXTURES, raw_document

CHECKED = [
    "11-nq-cp-2026",
    "ke-hoach-2026-phu-luc-ii",
    "ke-hoach-2025-du-thao",
    "03-nq-cp-2025",
    "thong-ke-nhiem-vu-2025",
]
TABLES = [
    (doc_id, path) for doc_id in CHECKED for path in sorted((FIXTURES / doc_id).glob("[0-9].csv"))
]
FACTS = tomllib.loads((CASES / "documents.toml").read_text(encoding="utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accepted(path: Path) -> list[tuple[int, str, str]]:
    """The further readings of a table that its text allows, as (row, column, text)."""
    listed = path.parent / "accepted.csv"
    rows = read_csv(listed) if listed.exists() else []
    return [(int(r["row"]), r["column"], r["text"]) for r in rows if r["table"] == path.stem]


def as_fixture(document: Document, ordinal: int) -> Iterator[dict[str, str]]:
    """The rows of a table in the form of the fixtures."""
    table = document.tables[ordinal - 1]
    rows = [row for row in document.rows if row.table_id == table.table_id]
    number = {row.row_id: str(row.ordinal) for row in rows}
    cells: dict[str, dict[str, str]] = {row.row_id: {} for row in rows}
    marks: dict[str, list[str]] = {row.row_id: [] for row in rows}
    for cell in document.cells:
        if cell.row_id in cells and cell.column != "stt":
            cells[cell.row_id][cell.column] = cell.text
            marks[cell.row_id] += [f"{cell.column}:{mark}" for mark in cell.footnotes]
    for row in rows:
        yield {
            "row": str(row.ordinal),
            "kind": row.kind,
            "label": row.label,
            "parent": number.get(row.parent_row_id or "", ""),
            "group": number.get(row.group_row_id or "", ""),
            **cells[row.row_id],
            "footnotes": " ".join(marks[row.row_id]),
        }


@pytest.mark.parametrize(("doc_id", "path"), TABLES, ids=lambda v: getattr(v, "stem", v))
def test_every_cell_equals_its_fixture(doc_id: str, path: Path) -> None:
    document = raw_document(f"{doc_id}.txt")
    found = list(as_fixture(document, int(path.stem)))
    expected = read_csv(path)
    for row, column, text in accepted(path):
        if found[row - 1][column] == text:  # a reading the text allows as well
            expected[row - 1][column] = text
    assert found == expected


@pytest.mark.parametrize("doc_id", CHECKED)
def test_every_table_has_a_fixture(doc_id: str) -> None:
    tables = raw_document(f"{doc_id}.txt").tables
    assert [str(table.ordinal) for table in tables] == [
        path.stem for known, path in TABLES if known == doc_id
    ]


@pytest.mark.parametrize("doc_id", CHECKED)
def test_every_footnote_equals_its_fixture(doc_id: str) -> None:
    document = raw_document(f"{doc_id}.txt")
    path = FIXTURES / doc_id / "footnotes.csv"
    expected = read_csv(path) if path.exists() else []
    ordinals = {row.row_id: str(row.ordinal) for row in document.rows}
    found = [
        {
            "annex": note.annex or "",
            "number": str(note.number),
            "row": ordinals.get(note.row_id or "", ""),
            "column": note.column or "",
            "action": note.action,
            "text": note.text or "",
        }
        for note in document.footnotes
    ]
    assert found == expected


@pytest.mark.parametrize("doc_id", CHECKED)
def test_no_printed_character_is_lost_or_doubled(doc_id: str) -> None:
    document = raw_document(f"{doc_id}.txt")
    assert [page for page in document.pages if page.chars_unplaced] == []
    assert sum(page.chars for page in document.pages) > 0


@pytest.mark.parametrize("doc_id", CHECKED)
def test_raw_text_is_the_source_at_its_lines(doc_id: str) -> None:
    """Traceable: each line of `raw` stands in the source on the line its place names.

    Footnote calls come raised, however the source prints them (`[1]`, a bare digit).
    """
    from tests.conftest import RAW

    lines = (RAW / f"{doc_id}.txt").read_text(encoding="utf-8").split("\n")
    for cell in raw_document(f"{doc_id}.txt").cells:
        assert len(cell.places) == len(cell.raw.split("\n") if cell.raw else [])
        for piece, place in zip(cell.raw.split("\n"), cell.places, strict=False):
            assert place.line is not None
            line = lines[place.line - 1]
            assert piece in line or plain_digits(piece) in plain_digits(line)


def plain_digits(text: str) -> str:
    """Letters and digits alone, raised digits as plain ones."""
    lowered = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return "".join(char for char in lowered if char.isalnum())


@pytest.mark.parametrize("name", sorted(FACTS))
def test_facts_of_the_document(name: str) -> None:
    expected = FACTS[name]
    document = raw_document(name)
    facts = document.facts
    found = {key: getattr(facts, key) for key in expected if key != "tables"}
    assert found == {key: value for key, value in expected.items() if key != "tables"}
    tables = [
        {
            "annex": table.annex or "",
            "section": table.section or "",
            "title": table.title or "",
            "kind": table.kind,
            "columns": list(table.columns),
            "rows": table.rows,
        }
        for table in document.tables
    ]
    assert tables == expected.get("tables", [])
