"""Captions and headers inside grids: what is a header, what heads a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.data.records import Document
from pipeline.model import (
    Cell,
    Extraction,
    Fragment,
    Grid,
    GridRow,
    Page,
    Place,
    Prose,
    Reading,
    Source,
)
from pipeline.normalize import document as documents
from pipeline.normalize import normalize
from pipeline.normalize.tables.header_rows import Top, read_top
from pipeline.normalize.tables.rows import build_rows


def cell(text: str, span: int = 1, merged: bool = False, bold: bool = False, page: int = 1) -> Cell:
    pieces = tuple(Fragment(line, Place(page), bold=bold) for line in text.splitlines())
    return Cell(pieces, span, merged)


def row(*texts: str | Cell, bold: bool = False, page: int = 1) -> GridRow:
    return tuple(t if isinstance(t, Cell) else cell(t, bold=bold, page=page) for t in texts)


def over(text: str, width: int, bold: bool = False) -> GridRow:
    """A row whose one cell spans the grid."""
    return (cell(text, width, bold=bold), *[Cell()] * (width - 1))


def read(*pages: Sequence[Grid | Prose]) -> Document:
    """The document that prints these blocks, page by page."""
    read = tuple(Page(n, tuple(blocks), chars(blocks)) for n, blocks in enumerate(pages, start=1))
    source = Source(Path("x.docx"), "x.docx")
    return normalize(Extraction(source, "0" * 64, "x", Reading("docx", "docx", read)))


def chars(blocks: Sequence[Grid | Prose]) -> int:
    grids = [block for block in blocks if isinstance(block, Grid)]
    cells = [cell for grid in grids for row in grid.rows for cell in row if not cell.merged]
    return sum(len("".join(cell.raw.split())) for cell in cells)


def titles(document: Document) -> list[tuple[str | None, tuple[str, ...], int]]:
    return [(table.annex, table.headers, table.rows) for table in document.tables]


PLAIN = [row("Nhẹ", "Không chấn thương"), row("Nặng", "Tử vong")]
FORM = [row("1", "", ""), row("2", "", "")]
HEADERS: list[tuple[str, list[GridRow], Top]] = [
    ("bold over plain", [row("Hậu quả", "Mô tả", bold=True), *PLAIN], Top(0, 1)),
    ("nothing sets it apart", [row("Hậu quả", "Mô tả"), *PLAIN], Top()),
    ("in capitals over others", [row("HẬU QUẢ", "MÔ TẢ"), *PLAIN], Top(0, 1)),
    ("all rows are bold", [row(*(c.raw for c in r), bold=True) for r in PLAIN], Top()),
    ("names over values",
     [row("Thời gian", "Giá", "Tỷ lệ"), row("Quý I", "5.000", "12%")], Top(0, 1)),
    ("names over blanks", [row("Họ và tên", "Năm sinh", "Chức vụ"), row("", "", "")], Top(0, 1)),
    ("what it names is counted",
     [row("Cấp", "Mô tả"), row("Cấp 1", "Nhẹ"), row("Cấp 2", "Nặng")], Top(0, 1)),
    ("column numbers below", [row("Loại", "Mức"), row("(1)", "(2)"), *PLAIN], Top()),
    ("three column numbers",
     [row("Loại", "Mức", "Vùng"), row("(1)", "(2)", "(3)"), row("a", "b", "c")], Top(0, 2)),
    ("a result is computed",
     [row("Loại", "Mức", "Vùng"), row("(1)", "(2)", "(3)=(2/1)"), *FORM], Top(0, 2)),
    ("the number column is second", [row("Nhóm", "STT", "Việc"), row("A", "1", "x")], Top(0, 1)),
    ("a letterhead",
     [row("BỘ CÔNG THƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), row("Số:", "Hà Nội")], Top()),
    ("points of a list", [row("1. Thủ tục", "Cấp giấy phép", bold=True), *PLAIN], Top()),
    ("title rows above",
     [over("BẢNG GIÁ", 3), over("(Kèm theo Báo cáo)", 3), row("STT", "Mặt hàng", "Giá"),
      row("1", "Gạo", "16.000")], Top(2, 1)),
    ("a heading over items is no title",
     [over("I. Chung", 3), row("1", "Rà soát", "Bộ Y tế")], Top()),
    ("names that span stand above",
     [(Cell(span=2), Cell(), cell("Giá tại", 2), Cell()),
      row("STT", "Tên", "Huyện A", "Huyện B"), row("1", "Gạo", "5", "6")], Top(0, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "top"), HEADERS)
def test_what_is_a_header(name: str, rows: list[GridRow], top: Top) -> None:
    assert read_top(rows) == top


def test_a_part_that_goes_on_has_no_header_by_its_look_alone() -> None:
    rows = [row("Hậu quả", "Mô tả", bold=True), *PLAIN]
    assert read_top(rows, continued=True) == Top()


HEAD = ("Loại đất", "Vùng", "Giá")


def test_the_same_first_row_on_two_pages_is_the_header_of_both() -> None:
    first = Grid((row(*HEAD), row("Đất ở", "Đồng bằng", "Cao")))
    second = Grid((row(*HEAD), row("Đất vườn", "Miền núi", "Thấp")))
    document = read([first], [second])
    assert titles(document) == [(None, HEAD, 2)]


def test_a_header_printed_again_among_the_rows_is_no_row() -> None:
    rows = (row("STT", "Việc", "Chủ trì"), row("1", "a", "b"), row("STT", "VIỆC", "Chủ trì"),
            row("2", "c", "d"))  # fmt: skip
    assert titles(read([Grid(rows)])) == [(None, ("STT", "Việc", "Chủ trì"), 2)]


def test_a_page_number_inside_a_header_is_no_part_of_it() -> None:
    grids = [
        Grid((row("STT", "Việc", f"{n + 2}\nGhi chú", page=n), row(str(n), "a", "b", page=n)))
        for n in (1, 2, 3)
    ]
    document = read(*[[grid] for grid in grids])
    assert titles(document) == [(None, ("STT", "Việc", "Ghi chú"), 3)]


def test_captions_inside_a_grid_part_it() -> None:
    grid = Grid((
        over("Phụ lục I", 3), row("STT", "Việc", "Chủ trì"), row("1", "a", "b"),
        over("Phụ lục II", 3), over("DANH MỤC KHÁC", 3), row("STT", "Mặt hàng", "Giá"),
        row("1", "c", "5"), row("2", "d", "6"),
    ))  # fmt: skip
    document = read([grid])
    assert titles(document) == [
        ("Phụ lục I", ("STT", "Việc", "Chủ trì"), 1),
        ("Phụ lục II", ("STT", "Mặt hàng", "Giá"), 2),
    ]
    assert document.tables[1].title == "DANH MỤC KHÁC"


def test_a_caption_without_a_header_starts_a_table_where_numbers_start_again() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b"), over("Phụ lục II", 3),
                 row("1", "c", "d")))  # fmt: skip
    assert [annex for annex, _, _ in titles(read([grid]))] == [None, "Phụ lục II"]


def line(text: str) -> Prose:
    return Prose(Fragment(text, Place(1)))


def test_a_list_of_contents_heads_no_table() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b")))
    contents = [line("Phụ lục 1. Danh mục ....... 59"), line("Phụ lục 2: Biểu mẫu 75")]
    headings: list[Grid | Prose] = [
        line("Phụ lục 1. Danh mục"),
        grid,
        line("Phụ lục 2: Biểu mẫu"),
        grid,
    ]
    document = read([*contents, line("Sau đây là"), grid], headings)
    assert [table.annex for table in document.tables] == [None, "Phụ lục 1", "Phụ lục 2"]


def test_the_number_of_an_annex_is_no_page_though_another_annex_has_none() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b")))
    document = read([line("Phụ lục"), grid], [line("Phụ lục 2"), grid], [line("PHỤ LỤC 14"), grid])
    assert [table.annex for table in document.tables] == ["Phụ lục", "Phụ lục 2", "PHỤ LỤC 14"]


def test_a_level_of_a_header_may_name_the_row_numbers_and_values_filled_down() -> None:
    codes = over("Mã nhóm, loại tài nguyên", 2)[:2]
    upper = (*row(""), *codes, *row("Tên nhóm", "Đơn vị tính", "Văn bản"))
    lower = row("STT", "Cấp 1", "Cấp 2", "", "", "05/VBHN-BTC")
    rows = [row(str(n), "", f"I{n}", f"Quặng {n}", "tấn", "05/VBHN-BTC") for n in range(1, 5)]
    [table] = read([Grid((upper, lower, *rows))]).tables
    assert (table.rows, table.columns[0]) == (4, "stt")
    assert table.headers[2] == "Mã nhóm, loại tài nguyên / Cấp 2"


@pytest.mark.parametrize(
    ("numbers", "first"),
    [("1 2 3 4 5 6", "stt"), ("1 1.1 1.2 2 2.1 3", "stt"), ("20 22 223 225 23 333", "column_1")],
)
def test_a_column_without_a_name_numbers_the_rows_where_it_counts(numbers: str, first: str) -> None:
    rows = [row(number, f"{1000 + n}", "Chất lỏng") for n, number in enumerate(numbers.split())]
    [table] = read([Grid((row("", "Số hiệu UN", "Tên tiếng Việt"), *rows))]).tables
    assert (table.rows, table.columns[0]) == (6, first)
    [table] = read([Grid(tuple(rows))]).tables
    assert (table.rows, table.columns[0]) == (6, first)


def test_a_table_all_in_lower_case_begins_with_no_rest_of_a_row() -> None:
    codes = ("20", "22", "223", "225", "23")
    lower = [row(code, "khí gây ngạt hoặc không có rủi ro") for code in codes]
    document = read([Grid(tuple(lower))])
    assert "row-without-start" not in {p.code for p in document.problems}
    upper = [row(code, "Khí gây ngạt hoặc không có rủi ro") for code in codes]
    document = read([Grid((lower[0], *upper))])
    assert "row-without-start" in {p.code for p in document.problems}


def test_headers_of_a_table_that_nothing_knows_are_told_together_and_once_in_a_document() -> None:
    head = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Mã", "Hệ số quy đổi")
    one = Grid((row(*head), row("1", "Rà soát quy hoạch", "Sở Xây dựng", "A", "1,2")))
    two = Grid(
        (row(*head, "Khung điểm"), row("1", "Lập đề án", "Sở Y tế", "B", "1", "9")), apart=True
    )
    found = [
        p for p in read([one, line("Bảng 2. Việc"), two]).problems if p.code == "header-unknown"
    ]
    assert [p.evidence for p in found] == ["Mã | Hệ số quy đổi", "Khung điểm"]
    assert found[0].message == "no column is known for 2 headers; kept as ma, he_so_quy_doi"


def test_a_unit_under_all_amounts_belongs_to_the_header() -> None:
    head, units = row("STT", "Đơn vị", "Tổng số", "Năm 2026"), row("", "", *["triệu đồng"] * 2)
    body = [row("", "Tổng cộng", "5", "3"), row("1", "Xã Mộc Châu", "5", "3")]
    [table] = read([Grid((head, units, *body))]).tables
    assert (table.rows, table.headers[2]) == (2, "Tổng số triệu đồng")
    marks = row("", "", "x", "x")
    assert read([Grid((head, marks, *body))]).tables[0].rows == 3


def test_another_table_keeps_its_names_though_they_begin_with_those_before() -> None:
    one = Grid((row("STT", "Tên mẫu", "Tên Thông tư"), row("1", "Mẫu D", "Thông tư A")))
    names = ("STT", "Tên mẫu và Văn bản chấp thuận", "Tên Thông tư")
    two = Grid((row(*names), row("1", "Mẫu E", "Thông tư B")))
    document = read([line("PHỤ LỤC I"), one], [line("PHỤ LỤC II"), line("DANH SÁCH"), two])
    assert [table.headers for table in document.tables] == [
        ("STT", "Tên mẫu", "Tên Thông tư"),
        names,
    ]


def test_the_corner_of_a_cross_table_may_be_blank() -> None:
    body = [row(name, "1", "2") for name in ("Hiếm khi", "Thường xuyên", "Luôn luôn")]
    head = row("", "Mức độ A", "Mức độ B")
    assert "row-wider-than-header" not in {p.code for p in read([Grid((head, *body))]).problems}
    wider = [(*cells, cell("x")) for cells in body]
    assert "row-wider-than-header" in {p.code for p in read([Grid((head, *wider))]).problems}


def test_the_number_of_an_annex_is_a_page_beside_lines_of_contents() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b")))
    contents = [line("Mở đầu 3"), line("PHỤ LỤC 59")]
    document = read(contents, [line("Mở đầu"), grid], [line("PHỤ LỤC"), grid])
    assert [table.annex for table in document.tables] == [None, "PHỤ LỤC"]


def test_an_annex_heading_may_end_with_a_colon() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b")))
    document = read([line("PHỤ LỤC:"), line("DANH MỤC NHIỆM VỤ"), grid])
    assert (document.tables[0].annex, document.tables[0].title) == ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ")


def test_a_later_part_may_print_the_name_made_for_a_second_copy() -> None:
    first = Grid((row("STT", "Việc", "Mức", "Mức"), row("1", "a", "b", "c")))
    second = Grid((row("STT", "Việc", "Mức", "Mức / 2", page=2), row("2", "a", "b", "c", page=2)))
    document = read([first], [second])
    assert [table.rows for table in document.tables] == [2]
    assert not [p for p in document.problems if p.severity == "error"]


def test_a_table_that_fails_is_a_problem_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b")))
    other = Grid((row("STT", "Mặt hàng", "Giá"), row("1", "c", "5")))
    whole = build_rows
    monkeypatch.setattr(
        documents, "build_rows", lambda t: whole(t) if "Giá" in t.header.printed else 1 / 0
    )
    document = read([one, other])
    assert [table.table_id.rpartition("/")[2] for table in document.tables] == ["2"]
    assert ("error", "table-failed") in {(p.severity, p.code) for p in document.problems}


def structure(document: Document) -> list[tuple[str, str, str, str]]:
    """Kind, label, parent and heading of every row, the latter as the titles they print."""
    title = document.tables[0].columns[1]
    titles: dict[str | None, str] = {c.row_id: c.text for c in document.cells if c.column == title}
    return [
        (r.kind, r.label, titles.get(r.parent_row_id, ""), titles.get(r.group_row_id, ""))
        for r in document.rows
    ]


TOP = row("STT", "Hạng mục", "Đơn vị tính", "Khối lượng", "Đơn giá")
STRUCTURE: list[tuple[str, list[GridRow], list[tuple[str, str, str, str]]]] = [
    ("a spanning row under an Arabic number",
     [(cell("1"), cell("Nền", 4), Cell(), Cell(), Cell()), row("1.1", "Đào", "m3", "5", "7")],
     [("group", "1", "", ""), ("item", "1.1", "", "Nền")]),
    ("a spanning row without a number",
     [over("Phần chung", 5), row("1", "Đào", "m3", "5", "7")],
     [("group", "", "", ""), ("item", "1", "", "Phần chung")]),
    ("a spanning row with its number in the same cell",
     [over("1. Phần chung", 5), row("1.1", "Đào", "m3", "5", "7")],
     [("group", "1.", "", ""), ("item", "1.1", "", "Phần chung")]),
    ("headings of several ranks",
     [row("I", "Cầu", "", "", ""), row("I.1", "Mố", "", "", ""), row("1", "Đào", "m3", "5", "7"),
      row("I.2", "Trụ", "", "", ""), row("1", "Đắp", "m3", "5", "7"), row("II", "Cống", "", "", ""),
      row("1", "Xây", "m3", "5", "7")],
     [("group", "I", "", ""), ("group", "I.1", "", "Cầu"), ("item", "1", "", "Mố"),
      ("group", "I.2", "", "Cầu"), ("item", "1", "", "Trụ"), ("group", "II", "", ""),
      ("item", "1", "", "Cống")]),
    ("a heading with its sum is none of an item",
     [row("1", "Đào", "m3", "5", "7"), row("II", "Cống", "", "70", ""),
      row("2", "Xây", "m3", "5", "7")],
     [("item", "1", "", ""), ("group", "II", "", ""), ("item", "2", "", "Cống")]),
    ("a roman row with cells is an item beside the numbered ones",
     [row("1", "Đào", "m3", "5", "7"), row("II", "Cống", "cái", "đủ", "theo giá")],
     [("item", "1", "", ""), ("item", "II", "", "")]),
    ("points under their item",
     [row("1", "Đào", "m3", "5", "7"), row("", "- bằng máy", "m3", "3", "7"),
      row("", "+ loại to", "m3", "1", "7"), row("", "- bằng tay", "m3", "2", "9"),
      row("2", "Đắp", "m3", "5", "7")],
     [("item", "1", "", ""), ("item", "", "Đào", ""), ("item", "", "- bằng máy", ""),
      ("item", "", "Đào", ""), ("item", "2", "", "")]),
    ("a sum is no item and has none",
     [row("1", "Đào", "m3", "5", "7"), row("", "Tổng cộng (1)", "", "5", ""),
      row("2", "Đắp", "m3", "5", "7"), row("", "Cộng đồng dân cư", "m3", "5", "7")],
     [("item", "1", "", ""), ("total", "", "", ""), ("item", "2", "", ""),
      ("item", "", "Đắp", "")]),
    ("unlabelled rows under one that has a title only",
     [row("1", "Chuẩn bị", "", "", ""), row("", "Nội nghiệp", "công", "5", "7"),
      row("", "Ngoại nghiệp", "công", "5", "7"), row("2", "Đắp", "", "", ""),
      row("", "Nội nghiệp", "công", "5", "7"), row("", "Ngoại nghiệp", "công", "5", "7")],
     [("item", "1", "", ""), ("item", "", "Chuẩn bị", ""), ("item", "", "Chuẩn bị", ""),
      ("item", "2", "", ""), ("item", "", "Đắp", ""), ("item", "", "Đắp", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "expected"), STRUCTURE)
def test_how_rows_stand_to_each_other(
    name: str, rows: list[GridRow], expected: list[tuple[str, str, str, str]]
) -> None:
    assert structure(read([Grid((TOP, *rows))])) == expected


def test_the_title_of_a_table_of_codes_is_what_they_name() -> None:
    rows = (row("STT", "Mã", "Học phần", "Tín chỉ", "Lý thuyết"),
            row("1", "PHI1006", "Triết học", "3", "30"), row("II", "", "Khối ngành", "70", ""),
            row("2", "MAT2317", "Lập trình", "3", "15"))  # fmt: skip
    document = read([Grid(rows)])
    assert [r.kind for r in document.rows] == ["item", "group", "item"]


def test_sums_are_in_no_dataset_of_items() -> None:
    rows = (row("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), row("1", "Rà soát", "Bộ Y tế", "2026"),
            row("", "TỔNG CỘNG:", "", "1"))  # fmt: skip
    document = read([Grid(rows)])
    assert [r.kind for r in document.rows] == ["item", "total"]
    assert len(document.tasks) == 1


def test_columns_that_are_years_hold_a_target_each() -> None:
    rows = (row("TT", "Chỉ tiêu", "Đơn vị", "Năm 2026", "Năm 2027"),
            row("1", "GRDP", "%", "≥ 8", "10"), row("2", "Xã số", "xã", "", "5"),
            row("3", "Chưa định", "%", "", ""))  # fmt: skip
    document = read([Grid(rows)])
    assert document.tables[0].columns[3:] == ("nam_2026", "nam_2027")
    found = [(i.title, i.target, i.value, i.target_year) for i in document.indicators]
    assert found == [
        ("GRDP", "≥ 8", 8.0, 2026), ("GRDP", "10", 10.0, 2027), ("Xã số", "5", 5.0, 2027),
        ("Chưa định", None, None, None),
    ]  # fmt: skip


def test_one_column_with_a_year_is_the_target() -> None:
    rows = (row("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm 2026"), row("1", "GRDP", "%", "8"))
    document = read([Grid(rows)])
    assert document.tables[0].columns[3] == "target"


def test_a_table_that_assigns_bodies_is_one_of_tasks_under_any_title() -> None:
    rows = (row("STT", "Mã số", "Các văn bản cần sửa đổi", "Cơ quan chủ trì soạn thảo"),
            row("1", "A1", "Luật Đất đai", "Bộ Tư pháp"))  # fmt: skip
    document = read([Grid(rows)])
    table = document.tables[0]
    assert (table.kind, table.columns) == ("tasks", ("stt", "ma_so", "title", "lead"))
    assert document.tasks[0].title == "Luật Đất đai"
    codes = {(p.code, p.column) for p in document.problems}
    assert ("header-unknown", "title") in codes


def test_a_longer_header_of_numbers_is_that_of_the_number_column() -> None:
    rows = (row("STT các mẫu", "Tên mẫu", bold=True), row("01", "Đơn"), row("02", "Tờ khai"))
    assert read([Grid(rows)]).tables[0].columns == ("stt", "ten_mau")


def test_an_unknown_header_is_told_once_and_only_of_tables_of_a_kind() -> None:
    tasks = Grid((row("STT", "Nhiệm vụ", "Chủ trì", "Kinh phí"), row("1", "a", "b", "5")))
    others = Grid((row("STT", "Mặt hàng", "Giá"), row("1", "c", "5")))
    document = read([tasks, line("Bảng 2"), tasks, line("Bảng 3"), others])
    assert len(document.tables) == 3
    assert [p.evidence for p in document.problems if p.code == "header-unknown"] == ["Kinh phí"]


def test_what_is_printed_beyond_the_last_name_has_columns_without_names() -> None:
    grid = Grid((row("STT", "Việc", "Chủ trì"), row("1", "a", "b"), row("2", "c", "d", "e")))
    (table,) = read([grid]).tables
    assert table.columns[3:] == ("column_4",)
    assert table.headers == ("STT", "Việc", "Chủ trì", "")


def test_a_header_stands_under_eight_rows_of_titles_and_no_more() -> None:
    header = (row("STT", "Việc", "Chủ trì"), row("1", "a", "b"), row("2", "c", "d"))
    for above, found in ((8, ("STT", "Việc", "Chủ trì")), (9, ("", "", ""))):
        titled = [over(f"Dòng {n}", 3) for n in range(above)]
        (table,) = read([Grid((*titled, *header))]).tables
        assert table.headers == found


def test_a_header_in_other_words_inside_a_grid_begins_a_table_of_its_own_columns() -> None:
    """Two tables that share a rule come as one grid, with the walls of both."""
    first = [row("STT", "Nhiệm vụ", cell("Cơ quan chủ trì", 2), Cell(), "Thời hạn")]
    first += [row("1", "Khảo sát", cell("Sở Y tế", 2), Cell(), "Quý I/2026")]
    second = [row("TT", cell("Nội dung công việc", 2), Cell(), "Kết quả", "Ghi chú")]
    second += [row("1", cell("Lập hồ sơ", 2), Cell(), "Hồ sơ", "")]
    document = read([Grid((*first, *second))])
    assert titles(document) == [
        (None, ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"), 1),
        (None, ("TT", "Nội dung công việc", "Kết quả", "Ghi chú"), 1),
    ]


def test_a_header_printed_again_inside_a_grid_begins_none() -> None:
    header = row("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
    rows = [row(str(n), "Khảo sát", "Sở Y tế", "Quý I/2026") for n in (1, 2)]
    document = read([Grid((header, rows[0], header, rows[1]))])
    assert [rows for _, _, rows in titles(document)] == [2]
