"""Documents whose file stores no pages."""

from dataclasses import replace
from pathlib import Path

from pipeline.model import (
    Cell,
    Extraction,
    Fragment,
    Grid,
    Page,
    Place,
    Problem,
    Prose,
    Reading,
    Source,
)
from pipeline.normalize.document import normalize
from pipeline.writing.page_numbers import is_page_number

ROWS = (("STT", "Tên nhiệm vụ", "Thời hạn"), ("1", "Xây dựng đề án", "Quý I"), ("3", "Rà soát", ""))


def extraction(paged: bool) -> Extraction:
    rows = tuple(
        tuple(Cell((Fragment(text, Place(1, line)),)) if text else Cell() for text in row)
        for line, row in enumerate(ROWS, start=1)
    )
    chars = sum(len(text.replace(" ", "")) for row in ROWS for text in row)
    doubt = Problem("info", "note-mark", "a doubt of the reader", page=1)
    reading = Reading("docx", "docx", (Page(1, (Grid(rows),), chars),), (doubt,))
    source = Source(Path("a.docx"), "a.docx")
    return Extraction(source, "0" * 64, "docx", replace(reading, paged=paged))


def test_no_record_names_a_page() -> None:
    document = normalize(extraction(paged=False))
    assert {(t.first_page, t.last_page) for t in document.tables} == {(None, None)}
    assert {(r.first_page, r.last_page) for r in document.rows} == {(None, None)}
    assert {place.page for cell in document.cells for place in cell.places} == {None}
    assert {place.line for cell in document.cells for place in cell.places} == {1, 2, 3} - {1}
    assert len(document.problems) > 1
    assert {problem.page for problem in document.problems} == {None}
    assert not any("page 1" in problem.message for problem in document.problems)
    assert [page.page for page in document.pages] == [1]


def test_stored_pages_are_kept_and_nothing_else_differs() -> None:
    with_pages, without = normalize(extraction(True)), normalize(extraction(False))
    assert {(r.first_page, r.last_page) for r in with_pages.rows} == {(1, 1)}
    assert [c.text for c in with_pages.cells] == [c.text for c in without.cells]
    assert [p.code for p in with_pages.problems] == [p.code for p in without.problems]


def test_a_year_that_a_narrow_column_cut_from_its_date_is_no_page_number() -> None:
    texts = ["CHÍNH PHỦ", "Số: 7/NQ-CP", "Hà Nội, ngày 24 tháng 02 năm", "2026", "NGHỊ QUYẾT"]
    blocks = tuple(Prose(Fragment(text, Place(1)), running=is_page_number(text)) for text in texts)
    reading = Reading("pdf-ruled", "test", (Page(1, blocks, sum(map(len, texts))),))
    document = normalize(
        Extraction(Source(Path("a.pdf"), "a.pdf"), "0", "application/pdf", reading)
    )
    assert str(document.facts.issued_date) == "2026-02-24"
