"""The pipeline against the hand-checked fixtures, every cell of every row."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from pipeline.qa.outputs import as_fixture
from tests.conftest import CASES, raw_document
from tests.support.fixtures import allowed, expected_lines, fixture, found_lines

CHECKED = [
    "11-nq-cp-2026",
    "ke-hoach-2026-phu-luc-ii",
    "ke-hoach-2025-du-thao",
    "03-nq-cp-2025",
    "thong-ke-nhiem-vu-2025",
]
TABLES = [(doc_id, table.ordinal) for doc_id in CHECKED for table in fixture(doc_id).tables]
FACTS = tomllib.loads((CASES / "documents.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("doc_id", "ordinal"), TABLES)
def test_every_cell_equals_its_fixture(doc_id: str, ordinal: int) -> None:
    found = found_lines(raw_document(f"{doc_id}.txt"), ordinal)
    expected = expected_lines(doc_id, ordinal)
    for row, column, text in allowed(doc_id, ordinal):
        if found[row - 1][column] == text:  # a reading the text allows as well
            expected[row - 1][column] = text
    assert found == expected


@pytest.mark.parametrize("doc_id", CHECKED)
def test_every_table_has_a_fixture(doc_id: str) -> None:
    tables = raw_document(f"{doc_id}.txt").tables
    assert [table.ordinal for table in tables] == [n for known, n in TABLES if known == doc_id]
    assert fixture(doc_id).checked


@pytest.mark.parametrize("doc_id", CHECKED)
def test_every_footnote_equals_its_fixture(doc_id: str) -> None:
    found = as_fixture(raw_document(f"{doc_id}.txt")).notes
    assert tuple(replace(note, table=None) for note in found) == fixture(doc_id).notes


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
