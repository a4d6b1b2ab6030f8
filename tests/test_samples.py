"""The typeset samples and published files beside the project, through the whole pipeline."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.data.records import Document
from pipeline.model import Source
from tests.conftest import SHARED
from tests.support.fixtures import expected_lines, found_lines
from tests.support.once import reading

SAMPLES = {
    "nq11-excerpt": ("11-nq-cp-2026", (1, 2)),
    "ke-hoach-2026": ("ke-hoach-2026-phu-luc-ii", (1,)),
    "thong-ke-2025": ("thong-ke-nhiem-vu-2025", (1, 2, 3)),
}
CASES = [(name, kind) for name in SAMPLES for kind in ("pdf", "docx")]
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="no files beside the project"),
]


@cache
def sample(name: str, kind: str) -> Document:
    path = SHARED / "samples" / f"{name}.{kind}"
    return reading(Source(path, path.name))


@cache
def published(start: str) -> Document:
    path = next(p for p in sorted((SHARED / "real").iterdir()) if p.name.startswith(start))
    return reading(Source(Path(path), path.name))


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_cell_of_a_sample_equals_its_fixture(name: str, kind: str) -> None:
    doc_id, tables = SAMPLES[name]
    for ordinal in tables:
        found = found_lines(sample(name, kind), ordinal)
        expected = expected_lines(doc_id, ordinal)[: len(found)]
        assert len(found) == sample(name, kind).tables[ordinal - 1].rows
        assert found == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_pdf_and_word_say_the_same(name: str) -> None:
    pdf, word = sample(name, "pdf"), sample(name, "docx")
    for one, other in zip(pdf.cells, word.cells, strict=True):
        assert (one.column, one.text, one.footnotes) == (other.column, other.text, other.footnotes)
    assert [(n.annex, n.number, n.text, n.column) for n in pdf.footnotes] == [
        (n.annex, n.number, n.text, n.column) for n in word.footnotes
    ]
    assert [(r.kind, r.label, r.level) for r in pdf.rows] == [
        (r.kind, r.label, r.level) for r in word.rows
    ]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_no_character_of_a_sample_is_lost(name: str, kind: str) -> None:
    assert [page for page in sample(name, kind).pages if page.chars_unplaced] == []


def test_every_fragment_of_a_pdf_has_its_box() -> None:
    for cell in sample("nq11-excerpt", "pdf").cells:
        assert len(cell.places) == len(cell.raw.split("\n") if cell.raw else [])
        for place in cell.places:
            assert None not in (place.x0, place.y0, place.x1, place.y1)


# file, (number, date), tables, rows: counted on the pages by eye
PUBLISHED = [
    ("hakienpdu95", ("1778/KH-UBND", "2026-03-17"), 1, 74),
    ("dangminhtai", ("2061/QĐ-UBND", "2026-05-13"), 1, 86),
    ("Trangsct__skill-sct__QD-1696", ("1696/QĐ-UBND", "2026-05-15"), 1, 7),
    ("Trangsct__skill-sct__TT-37", ("37/2023/TT-BGTVT", "2023-12-13"), 0, 0),
    ("ptnghia__dieu-hanh-hdnd__nghi-dinh-47", ("47/2020/NĐ-CP", "2020-04-09"), 0, 0),
    ("Anh7895", ("877/QĐ-BTP", "2025-03-03"), 1, 38),
]


@pytest.mark.parametrize(("start", "facts", "tables", "rows"), PUBLISHED)
def test_a_published_file_gives_its_tables_and_no_other(
    start: str, facts: tuple[str, str], tables: int, rows: int
) -> None:
    document = published(start)
    assert (document.facts.number, str(document.facts.issued_date)) == facts
    assert (len(document.tables), len(document.rows)) == (tables, rows)
    assert [page for page in document.pages if page.chars_unplaced] == []
