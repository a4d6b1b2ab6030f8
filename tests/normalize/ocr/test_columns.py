"""What a table knows of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.data.records import DOUBT, Document
from pipeline.model import Cell, Extraction, Grid, GridRow, Page, Reading, Source
from pipeline.normalize import normalize
from pipeline.normalize.ocr.headers import header_mends
from tests.normalize.ocr.lines import cell

HEADERS = ("SIT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")
LEADS = ("Bộ Tài chính", "Bộ Công an", "Bộ Tài chính", "Bộ Tài chinh", "Bộ Công an", "Bộ Tài chính")
NUMBERS = ("1.", "2.", "8.", "4.", "B:", "6.")


def document(deadline: str = "12/2026") -> Document:
    rows: list[tuple[Cell, ...]] = [tuple(cell(text, y=5.0) for text in HEADERS)]
    for at, (number, lead) in enumerate(zip(NUMBERS, LEADS, strict=True)):
        y = 20.0 + 20 * at
        cells = (cell(number, 0.7, y), cell(f"Nhiệm vụ số {at + 1}", y=y), cell(lead, 0.9, y))
        rows.append((*cells, cell(deadline, y=y)))
    return read_pages(rows)


def read_pages(*pages: Sequence[GridRow]) -> Document:
    """A document of pages that are a table each."""
    made = []
    for number, rows in enumerate(pages, start=1):
        chars = sum(len("".join(c.raw.split())) for row in rows for c in row)
        made.append(Page(number, (Grid(tuple(rows), ground="rules"),), chars))
    reading = Reading("pdf-scan", "tesseract", tuple(made))
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


@pytest.mark.parametrize("spoiled", [1, 2])
def test_a_header_under_a_seal_is_that_of_the_other_pages(spoiled: int) -> None:
    names = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời hạn"]
    covered = [*names[:1], "Tên nhiệm vụ | Cơ quan", "", *names[3:]]
    pages = []
    for page in (1, 2):
        head = covered if page == spoiled else names
        row = [f"{page}.", f"Nhiệm vụ số {page}", "Bộ Tài chính", "Báo cáo", "12/2026"]
        lines = ((5.0, head), (20.0, row))
        pages.append([tuple(cell(text, y=y) for text in line) for y, line in lines])
    (table,) = read_pages(*pages).tables
    assert table.columns == ("stt", "title", "lead", "result", "deadline")


@pytest.mark.parametrize("read", ["i", "1Í", "I?"])
def test_what_stands_over_numbers_is_their_name_on_every_page(read: str) -> None:
    head = [read, "Thành viên", "Đơn vị được kiểm tra", "Nội dung kiểm tra"]
    rows = [["1", "Trưởng ban", "Sở Nội vụ", "Kết quả"], ["2", "Phó ban", "Sở Y tế", "Hồ sơ"]]
    rest = [["", "thường trực", "và các sở", "của năm"], ["3", "Ủy viên", "Sở Công Thương", "Sổ"]]
    pages = [
        [tuple(cell(text, y=20.0 * at) for text in line) for at, line in enumerate(lines)]
        for lines in ([head, *rows], [["l", *head[1:]], *rest])
    ]
    found = read_pages(*pages)
    assert found.tables[0].columns[0] == "stt"
    assert [row.label for row in found.rows] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("numbers", "name"),
    [(("1", "1.1", "1.2", "2", "2.1"), "TT"), (("0.5", "1.25", "3.5", "2.0", "7.5"), None)],
)
def test_numbers_below_others_name_their_column_decimals_do_not(
    numbers: Sequence[str], name: str | None
) -> None:
    head = tuple(cell(text, y=5.0) for text in ("II", *HEADERS[1:]))
    rows = [head]
    for at, number in enumerate(numbers):
        y = 20.0 + 20 * at
        rows.append((cell(number, y=y), *(cell(f"Nội dung {at}", y=y) for _ in HEADERS[1:])))
    made = dict(header_mends(Grid(tuple(rows))))
    mended = made.get(rows[0][0].fragments)
    assert (mended[0].text if mended else None) == name


@pytest.mark.parametrize(("counts", "name"), [("12345", "TT"), ("15432", None)])
def test_a_row_that_counts_the_columns_names_the_first_though_the_page_ends(
    counts: str, name: str | None
) -> None:
    head = tuple(cell(text, y=5.0) for text in ("II", *HEADERS[1:5]))
    legend = tuple(cell(f"({number})", y=25.0) for number in counts)
    mended = dict(header_mends(Grid((head, legend)))).get(head[0].fragments)
    assert (mended[0].text if mended else None) == name


@pytest.mark.parametrize(
    ("read", "name"),
    [("Số II", "Số TT"), ("SII", "STT"), ("S T1", "STT"), ("Số TT", None), ("Số 11", "Số TT"),
     ("Số 12", None), ("II", None), ("ST T các biểu mẫu", "STT các biểu mẫu"),
     ("STT các biểu mẫu", None), ("S T các biểu mẫu", None)],
)  # fmt: skip
def test_the_bars_of_a_number_columns_name_are_its_capitals(read: str, name: str | None) -> None:
    head = tuple(cell(text, y=5.0) for text in (read, "Khoản mục", "Nơi bán", "Giá cũ"))
    made = dict(header_mends(Grid((head,)))).get(head[0].fragments)
    assert (made[0].text if made else None) == name


def test_a_number_over_the_next_one_is_a_row_that_begins_a_page() -> None:
    head = ("STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
    rows = [(f"{n:02}", f"Nhiệm vụ số {n}", "Bộ Tài chính", "12/2026") for n in range(8, 13)]
    pages = [
        [tuple(cell(text, y=20.0 * at) for text in line) for at, line in enumerate(lines)]
        for lines in ([head, *rows[:2]], rows[2:])
    ]
    found = read_pages(*pages)
    assert [row.label for row in found.rows] == ["08", "09", "10", "11", "12"]


def test_a_deadline_that_is_none_is_doubted_however_sure_its_letters() -> None:
    for text, doubted in (("12/2026", False), ("2926", True)):
        sure = [c.confidence or 0.0 for c in document(text).cells if c.column == "deadline"]
        assert {one < DOUBT for one in sure} == {doubted}


def test_a_quarter_is_no_misread_other_quarter() -> None:
    rows = [("1.", "Quý I/2026"), ("2.", "Quý I/2026"), ("3.", "Quý II/2026"), ("4.", "Quý I/2026")]
    rows += [("5.", "Quý I/2026"), ("6.", "Quý I/2026")]
    head = ("STT", "Tên nhiệm vụ", "Thời hạn")
    lines = [head, *((number, f"Việc {number}", when) for number, when in rows)]
    page = [tuple(cell(text, 0.93, 20.0 * at) for text in texts) for at, texts in enumerate(lines)]
    found = read_pages(page)
    assert [c.text for c in found.cells if c.column == "deadline"] == [when for _, when in rows]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("Thời sian thực = hiện", "Thời gian thực hiện"),
        ("Thời sian thực c hiện", "Thời gian thực hiện"),
        ("Cơ . quan chù trì", "Cơ quan chủ trì"),
        ("Bên c thuê", None),
    ],
)
def test_specks_stand_in_no_name_of_a_column(read: str, name: str | None) -> None:
    row = (cell("TT"), cell("Nhiệm vụ"), cell("Ghi chú"), cell(read))
    made = dict(header_mends(Grid((row,))))
    texts = [" ".join(line.text for line in lines) for lines in made.values()]
    assert texts == ([name] if name else [])
