"""Sheets: values as shown, tables among what else stands in cells, what is hidden or hostile."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Fill, Font, GradientFill, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.datetime import WINDOWS_EPOCH

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.workbook import read_workbook
from pipeline.extract.workbook.delimited import cutting_of, is_csv, read_csv
from pipeline.extract.workbook.quoting import with_lines_kept
from pipeline.extract.workbook.shown import shown
from pipeline.model import Grid, Prose, Reading

ACCOUNT = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'
SHOWN = [
    (0.955, "0.0%", "95,5%"),
    (1_234_567.891, "#,##0.00", "1.234.567,89"),
    (46_022, "dd/mm/yyyy", "31/12/2025"),
    (46_022, "mm-dd-yy", "31/12/2025"),
    (46_022.5, "dd/mm/yyyy hh:mm", "31/12/2025 12:00"),
    (46_022, "[$-42A]dd mmmm yyyy", "31 Tháng Mười Hai 2025"),
    (46_022, '"Tháng "m/yyyy', "Tháng 12/2025"),
    (0.5, "General", "0,5"),
    (3, "General", "3"),
    (123_456_789_012, "General", "123456789012"),
    (9_000_000, ACCOUNT, "9.000.000"),
    (0, ACCOUNT, "-"),
    (-1234, ACCOUNT, "(1.234)"),
    ("ab", ACCOUNT, "ab"),
    (0.5, "# ?/?", "1/2"),
    (1.25, "# ??/??", "1 1/4"),
    (123_456_789, "000-000-000", "123-456-789"),
    (5, "00", "05"),
    (3, '"Quý "0', "Quý 3"),
    (1_500_000, "#,##0,", "1.500"),
    (1.5, "[h]:mm", "36:00"),
    (0.25, "h:mm AM/PM", "6:00 AM"),
    (0, "0;;", ""),
    (5, '[>=3]"cao";"thấp"', "cao"),
    (True, "General", "TRUE"),
    (1250, "@", "1250"),
    (-0.5, "@", "-0,5"),
    ("ab", "@", "ab"),
    (-3, "0;@", "-3"),
    (80, '0" trạm";@', "80 trạm"),
    ("ab", '0;"(" @ ")"', "( ab )"),
    (0.00001, "General", "0,00001"),
    (0.0000123456, "General", "1,23456E-05"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), SHOWN)
def test_a_value_is_read_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format, "vi", WINDOWS_EPOCH) == text


def test_a_format_names_its_language() -> None:
    assert shown(1234.5, "[$-409]#,##0.0", "vi", WINDOWS_EPOCH) == "1,234.5"


@given(st.integers(-(10**12), 10**12))
def test_grouping_changes_no_digit(number: int) -> None:
    assert shown(number, "#,##0", "vi", WINDOWS_EPOCH).replace(".", "") == str(number)


@given(
    st.one_of(st.floats(), st.integers()), st.text(alphabet='0#?.,%dmyhs[]"-;@E+/ ', max_size=12)
)
def test_no_format_fails(value: float, number_format: str) -> None:
    assert isinstance(shown(value, number_format, "en", WINDOWS_EPOCH), str)


def saved(*rows: Sequence[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return book


def read(book: Workbook) -> Reading:
    buffer = io.BytesIO()
    book.save(buffer)
    return read_workbook(Path("a.xlsx"), buffer.getvalue())


def grids(reading: Reading) -> list[list[list[str]]]:
    return [
        [[cell.raw for cell in row] for row in block.rows]
        for page in reading.pages
        for block in page.blocks
        if isinstance(block, Grid)
    ]


def prose(reading: Reading) -> list[str]:
    return [
        block.fragment.text
        for page in reading.pages
        for block in page.blocks
        if isinstance(block, Prose)
    ]


HEAD = ("STT", "Nhiệm vụ", "Chủ trì")


def test_titles_notes_and_signatures_are_no_rows() -> None:
    reading = read(
        saved(
            ("UBND TỈNH", None, "CỘNG HÒA"),
            ("Phụ lục I",),
            (),
            HEAD,
            (1, "A", "Bộ Y tế"),
            (),
            (2, "B", "Bộ Công an"),
            ("Ghi chú: tạm tính",),
            (),
            ("Nơi nhận", None, "GIÁM ĐỐC"),
        )
    )
    assert grids(reading) == [[list(HEAD), ["1", "A", "Bộ Y tế"], ["2", "B", "Bộ Công an"]]]
    assert prose(reading)[:3] == ["UBND TỈNH", "CỘNG HÒA", "Phụ lục I"]
    assert prose(reading)[3:] == ["Ghi chú: tạm tính", "Nơi nhận", "GIÁM ĐỐC"]
    chars = sum(len("".join(text.split())) for g in grids(reading) for row in g for text in row)
    assert reading.pages[0].chars == chars + sum(len("".join(p.split())) for p in prose(reading))


def test_tables_stand_under_each_other_and_side_by_side() -> None:
    two = saved(HEAD, (1, "A", "x"), ("Bảng 2",), HEAD, (1, "B", "y"))
    assert [len(grid) for grid in grids(read(two))] == [2, 2]
    beside = saved((*HEAD, None, *HEAD), (1, "A", "x", None, 1, "B", "y"))
    assert [grid[1] for grid in grids(read(beside))] == [["1", "A", "x"], ["1", "B", "y"]]


def test_a_caption_inside_a_frame_parts_two_tables() -> None:
    side = Side(style="thin")
    rows = (("Phụ lục I",), HEAD, (1, "A", "x"), ("Phụ lục II",), HEAD, (1, "B", "y"))
    book = saved(*rows)
    for row in book.active.iter_rows(max_col=3):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    reading = read(book)
    assert [[row[1] for row in grid] for grid in grids(reading)] == [
        ["Nhiệm vụ", "A"],
        ["Nhiệm vụ", "B"],
    ]
    assert prose(reading) == ["Phụ lục I", "Phụ lục II"]


def test_merged_cells_reach_over_rows_and_columns() -> None:
    book = saved(HEAD, (1, "A", "x"), (None, "B", None), ("I", None, None))
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:C4")
    book.active["D2"] = "z"
    [grid] = [b for b in read(book).pages[0].blocks if isinstance(b, Grid)]
    assert (grid.rows[2][0].raw, grid.rows[2][0].merged) == ("1", True)
    assert grid.rows[1][1].fragments[0].place.line == 2


def test_hidden_parts_are_left_out_and_named() -> None:
    book = saved((*HEAD, "Mật"), (1, "A", "x", "m"), (2, "B", "y", "n"))
    book.active.column_dimensions["D"].hidden = True
    book.active.row_dimensions[3].hidden = True
    sheet = book.create_sheet("nháp")
    sheet["A1"] = "bí mật"
    sheet.sheet_state = "veryHidden"
    reading = read(book)
    assert grids(reading) == [[list(HEAD), ["1", "A", "x"]]]
    told = [p.message for p in reading.problems if p.code == "hidden-left-out"]
    assert [("columns D" in told[0]), ("rows 3" in told[1]), ("nháp" in told[2])] == [True] * 3


def test_what_is_struck_out_raised_or_white() -> None:
    book = saved(HEAD, (1, "A", "x"), (2, "B", "y"))
    sheet = book.active
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    sheet["B2"] = CellRichText("A", raised)
    sheet["C2"] = CellRichText(TextBlock(InlineFont(strike=True), "cũ"), " mới")
    sheet["C3"].font = Font(color="FFFFFFFF")
    [grid] = [b for b in read(book).pages[0].blocks if isinstance(b, Grid)]
    assert grid.rows[1][1].raw == "A¹"
    assert [(f.text, f.struck) for f in grid.rows[1][2].fragments] == [("cũ", True), ("mới", False)]
    assert grid.rows[2][2].raw == ""


def test_a_formula_without_a_result_is_told() -> None:
    reading = read(saved(HEAD, (1, "A", "=1+1")))
    assert [p.code for p in reading.problems] == ["formula-without-value"]


def test_numbers_follow_the_marks_the_labels_were_typed_with() -> None:
    english = saved(HEAD, (1, "A", 0.5), (1.1, "B", 1.5))
    assert [row[2] for row in grids(read(english))[0][1:]] == ["0.5", "1.5"]
    vietnamese = saved(HEAD, (1, "A", 0.5), (2, "B", date(2026, 1, 2)))
    reading = read(vietnamese)
    assert grids(reading)[0][1][2] == "0,5"
    assert "number-language" in {p.code for p in reading.problems}


def sheet_xml(rows: str, more: str = "") -> bytes:
    """A workbook whose only sheet has this XML."""
    buffer, out = io.BytesIO(), io.BytesIO()
    saved(("x",)).save(buffer)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{space}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData>{more}</worksheet>"
    )
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            here = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet if here else old.read(name))
    return out.getvalue()


def test_the_strict_form_is_the_same() -> None:
    buffer, out = io.BytesIO(), io.BytesIO()
    saved(HEAD, (1, "A", "x"), (2, "B", "y")).save(buffer)
    old = b"http://schemas.openxmlformats.org/"
    names = {
        old + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        old + b"officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    with zipfile.ZipFile(buffer) as loose, zipfile.ZipFile(out, "w") as strict:
        for name in loose.namelist():
            part = loose.read(name)
            for before, after in names.items():
                part = part.replace(before, after)
            strict.writestr(name, part)
    assert grids(form_of(out.getvalue()).read(Path(), out.getvalue()))[0][1] == ["1", "A", "x"]


def test_backslashes_in_names_of_parts_part_folders() -> None:
    buffer, out = io.BytesIO(), io.BytesIO()
    saved(HEAD, (1, "A", "x"), (2, "B", "y")).save(buffer)
    with zipfile.ZipFile(buffer) as right, zipfile.ZipFile(out, "w") as wrong:
        for name in right.namelist():
            wrong.writestr(name.replace("/", "\\"), right.read(name))
    assert grids(form_of(out.getvalue()).read(Path(), out.getvalue()))[0][1] == ["1", "A", "x"]


@pytest.mark.parametrize(
    ("part", "other"),
    [("sharedStrings", "SharedStrings"), ("worksheets/sheet1", "Worksheets/Sheet1")],
)
def test_names_of_parts_are_the_same_in_other_capitals(part: str, other: str) -> None:
    buffer, out = io.BytesIO(), io.BytesIO()
    saved(HEAD, (1, "A", "x"), (2, "B", "y")).save(buffer)
    with zipfile.ZipFile(buffer) as right, zipfile.ZipFile(out, "w") as wrong:
        for name in right.namelist():
            wrong.writestr(name.replace(part, other), right.read(name))
    assert grids(form_of(out.getvalue()).read(Path(), out.getvalue()))[0][1] == ["1", "A", "x"]


@pytest.mark.parametrize("notes", [(), ("Ghi chú",)], ids=["all", "all but a blank column"])
def test_a_record_merged_over_two_rows_is_one(notes: tuple[str, ...]) -> None:
    book = saved((*HEAD, *notes), (1, "A", "x"), (), (2, "B", "y"), ())
    thin = Side(style="thin")
    for row in book.active["A1:D5"] if notes else book.active["A1:C5"]:
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for top in (2, 4):
        for column in "ABC":
            book.active.merge_cells(f"{column}{top}:{column}{top + 1}")
    assert [row[:3] for row in grids(read(book))[0][1:]] == [["1", "A", "x"], ["2", "B", "y"]]


def test_lines_drawn_to_the_edge_of_a_sheet_make_it_no_wider() -> None:
    book = saved(HEAD, (1, "A", "x"))
    book.active["XFD3"].border = Border(left=Side(style="thin"), top=Side(style="thin"))
    assert grids(read(book))[0][1] == ["1", "A", "x"]


CELL = '<c r="{}"><v>1</v></c>'.format
BOUNDED = [
    f'<row r="1">{CELL("A1")}</row>',
    f'<row r="1">{CELL("A1")}</row><row r="1048576">{CELL("B1048576")}</row>',
]
REFUSED = [
    (f'<row r="1">{CELL("A1")}</row><row r="2">{CELL("XFD2")}</row>', "", "too-large"),
    ('<row r="1"><c r="??"><v>1</v></c></row>', "", "damaged"),
    ('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "", "damaged"),
    ('<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>', "", "damaged"),
    (
        f'<row r="1">{CELL("A1")}{CELL("B1")}</row>',
        "<mergeCells>" + '<mergeCell ref="A1:B9"/>' * 5000 + "</mergeCells>",
        "too-large",
    ),
]


@pytest.mark.parametrize("rows", BOUNDED)
def test_what_a_sheet_claims_to_hold_costs_nothing(rows: str) -> None:
    assert len(read_workbook(Path(), sheet_xml(rows)).pages) == 1


@pytest.mark.parametrize(("rows", "more", "code"), REFUSED)
def test_a_hostile_sheet_is_one_line(rows: str, more: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(Path(), sheet_xml(rows, more))
    assert caught.value.code == code
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (HEAD, ("1", "A", "x"), ("2", "B", "y")))
    cutting = cutting_of(text)
    assert cutting is not None
    assert cutting.delimiter == delimiter
    assert form_of(text.encode()).dialect == "csv"


def test_prose_is_no_delimited_text() -> None:
    assert not is_csv("Một, hai, ba.\nBốn, năm.\nSáu; bảy, tám, chín.\n".encode())


SPACED_SHARES = """\
  STT          Nội dung          Dự toán      Thực hiện     So sánh (%)
   I      Thu ngân sách xã      8.892.603     1.899.290           166,3
   1      Thu xã hưởng 100%     3.054.732     2.677.724            64,2
   2      Thu bổ sung           3.615.184     2.793.156           178,3
   3      Thu khác              3.303.092     2.444.482            97,4
"""


def test_figures_with_a_comma_in_columns_are_no_delimited_text() -> None:
    assert not is_csv(SPACED_SHARES.encode())
    filled_up = "Tên          ,Số lượng    ,Giá\nThóc         ,12          ,3\n" * 3
    assert is_csv(filled_up.encode())


def test_commas_of_figures_between_blanks_part_no_cells() -> None:
    rows = "\n".join(f"{n} Xã Chư Prông {n} 20.009 31.349 95,0{n}" for n in range(1, 9))
    assert not is_csv(f"Tỷ lệ\n(%)\n{rows}\n".encode())
    above = "Căn cứ Luật Đất đai; theo đề nghị của Sở.\nKẾT QUẢ RÀ SOÁT HỘ NGHÈO, CẬN NGHÈO"
    shares = rows.replace("31.349", "2,57")
    assert not is_csv(f"{above}\nTT Xã Số hộ Tỷ lệ (%)\n{shares}\n".encode())
    assert is_csv("Chỉ tiêu,Giá trị\nSố hộ,125\nNăm 2024,3\nNăm 2025,4\n".encode())


def test_wide_white_in_a_delimited_text_takes_no_time() -> None:
    started = time.process_time()
    is_csv(f"a{' ' * 20_000}b,c\nd{' ' * 20_000}e,f\n".encode())
    assert time.process_time() - started < 5.0


def test_a_blank_row_of_a_narrow_delimited_text_is_read() -> None:
    assert read_csv(Path(), b"a,b\n,\n1,2\n").pages


HEADER = ["STT", "Nhiệm vụ", "Chủ trì"]
PRINTED_AGAIN = "\n".join(
    ";".join([str(n), "việc", "Bộ Y tế"] if n % 40 else HEADER) for n in range(4_000)
)


ONE_CELL_EACH = "STT;Nhiệm vụ\n1;A\n2;B\n" + "".join(f"dòng {n};\n" for n in range(4_000))


@pytest.mark.parametrize(
    "text",
    [PRINTED_AGAIN, '"' + "a," * 20_000, ONE_CELL_EACH],
    ids=["headers", "quote", "one-cell"],
)
def test_delimited_text_takes_little_time(text: str) -> None:
    start = time.process_time()
    assert read_csv(Path(), text.encode()).pages
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (None, 1),
        (PatternFill(bgColor="FFFFFFFF"), 1),
        (PatternFill(bgColor="FF1F4E78"), 0),
        (GradientFill(stop=("FF000000", "FF1F4E78")), 0),
    ],
    ids=["none", "white", "dark", "gradient"],
)
def test_white_text_by_a_condition_is_told_where_its_ground_is_white(
    fill: Fill | None, told: int
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, ["1", "A", "x"], ["2", "B", "y"]):
        sheet.append(row)
    look = DifferentialStyle(font=Font(color="FFFFFFFF"), fill=fill)
    sheet.conditional_formatting.add("B2:B3", Rule(type="expression", dxf=look, formula=["TRUE"]))
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_workbook(Path(), buffer.getvalue())
    assert [p.code for p in reading.problems].count("text-unseen") == told


@pytest.mark.parametrize(("cell", "told"), [('"Lập quy hoạch', 1), ('Ống 5" và 3', 0)])
def test_a_quote_left_open_in_the_last_row_is_told(cell: str, told: int) -> None:
    rows = [f"{n},Xây dựng đề án số {n},Bộ Y tế\n" for n in range(1, 8)]
    text = f"TT,Nhiệm vụ,Cơ quan\n{''.join(rows)}8,{cell},Bộ Y tế\n"
    assert [p.code for p in read_csv(Path(), text.encode()).problems].count("quote-open") == told


def test_cells_in_quotes_hold_line_breaks_and_delimiters() -> None:
    text = 'STT;Nhiệm vụ;Chủ trì\n1;"Việc; dài\nhai dòng";"Bộ ""Y tế"""\n2;B;y\n'
    reading = read_csv(Path(), text.encode())
    assert grids(reading)[0][1] == ["1", "Việc; dài\nhai dòng", 'Bộ "Y tế"']


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=5), min_size=1, max_size=6))
def test_no_character_of_a_delimited_text_is_lost(rows: list[list[str]]) -> None:
    import csv

    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([HEAD, *rows])
    try:
        data = buffer.getvalue().encode()
    except UnicodeEncodeError:
        return
    try:
        page = read_csv(Path(), data).pages[0]
    except InputError:
        return
    pieces = [
        piece
        for block in page.blocks
        for piece in (
            [p for row in block.rows for cell in row for p in cell.fragments]
            if isinstance(block, Grid)
            else [block.fragment]
            if isinstance(block, Prose)
            else block.fragments
        )
    ]
    assert page.chars == sum(len("".join(piece.text.split())) for piece in pieces)


def test_headers_over_rows_without_numbers_are_looked_at_once() -> None:
    pages = "".join(f"STT,Nhiệm vụ,Chủ trì\n,Việc {n},Sở Y tế\n" for n in range(6000))
    begin = time.process_time()
    read_csv(Path("a.csv"), pages.encode())
    assert time.process_time() - begin < 15.0


def test_carriage_returns_that_end_rows_are_no_line_breaks_of_cells() -> None:
    mac = '1,"a\nb"\r2,"c\nd"\r3,"e\nf"\r'
    twice = "1,a\r\r\n2,b\r\r\n3,c\r\r\n"
    assert (with_lines_kept(mac), with_lines_kept(twice)) == (mac, twice)
