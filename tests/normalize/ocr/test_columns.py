"""What a table knows of its cells."""

from __future__ import annotations

from pathlib import Path

from pipeline.data.records import Document
from pipeline.model import Cell, Extraction, Grid, Page, Reading, Source
from pipeline.normalize import normalize
from tests.normalize.ocr.lines import cell

HEADERS = ("SIT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
LEADS = ("Bộ Tài chính", "Bộ Công an", "Bộ Tài chính", "Bộ Tài chinh", "Bộ Công an", "Bộ Tài chính")
NUMBERS = ("1.", "2.", "8.", "4.", "B:", "6.")


def document() -> Document:
    rows: list[tuple[Cell, ...]] = [tuple(cell(text, y=5.0) for text in HEADERS)]
    for at, (number, lead) in enumerate(zip(NUMBERS, LEADS, strict=True)):
        y = 20.0 + 20 * at
        cells = (cell(number, 0.7, y), cell(f"Nhiệm vụ số {at + 1}", y=y), cell(lead, 0.9, y))
        rows.append((*cells, cell("12/2026", y=y)))
    grid = Grid(tuple(rows), ground="rules")
    chars = sum(len("".join(c.raw.split())) for row in rows for c in row)
    reading = Reading("pdf-scan", "tesseract", (Page(1, (grid,), chars),))
    return normalize(
        Extraction(Source(Path("a.pdf"), "a.pdf"), "0" * 64, "application/pdf", reading)
    )


def test_numbers_headers_and_values_come_right_and_are_on_record() -> None:
    found = document()
    assert found.tables[0].columns == ("stt", "title", "lead", "deadline")
    assert [row.label for row in found.rows] == ["1.", "2.", "3.", "4.", "5.", "6."]
    leads = [cell.text for cell in found.cells if cell.column == "lead"]
    assert set(leads) == {"Bộ Tài chính", "Bộ Công an"}
    told = {(repair.rule, repair.before, repair.after) for repair in found.repairs}
    assert ("ocr-label", "8.", "3.") in told
    assert ("ocr-label", "B:", "5.") in told
    assert ("ocr-value", "chinh", "chính") in told or ("ocr-accent", "chinh", "chính") in told
    assert ("ocr-header", "SIT", "STT") in told


def test_what_was_read_is_kept_and_every_character_is_placed() -> None:
    found = document()
    raws = [cell.raw for cell in found.cells if cell.column == "stt"]
    assert raws == list(NUMBERS)
    assert [page.chars_unplaced for page in found.pages] == [0]
    assert not [p for p in found.problems if p.code == "chars-unplaced"]
