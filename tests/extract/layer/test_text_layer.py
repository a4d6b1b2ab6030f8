"""Tables whose grid is lost: against the fixtures, the text of the sample PDFs, and small texts."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import Document
from pipeline.extract.layer.columns.lessons import FoundCell
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import read_pieces
from pipeline.extract.layer.names.headers import find_headers
from pipeline.extract.layer.numbered.rows import find_labels
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.search.dividing import Budget
from pipeline.extract.layer.search.shared import narrowed
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import ink, role_of, shape
from pipeline.extract.layer.table import divide_table
from pipeline.extract.text.lines import split_lines
from pipeline.model import Extraction, Grid, Note, Page, Problem, Prose, Reading, Source
from pipeline.normalize import normalize
from pipeline.writing.letters import printed_chars
from tests.conftest import SHARED, TESTS, raw_document
from tests.support.fixtures import allowed, expected_cells

SAMPLES = SHARED / "samples"
SAMPLE_LAYERS = TESTS / "samples" / "layers"
MIN_RIGHT, MIN_RIGHT_SAMPLES, MIN_RIGHT_UNFLAGGED = 0.99, 0.97, 0.995


def read(text: str) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    return read_layer(list(split_lines(text)))


def document(text: str, name: str = "a.txt") -> Document:
    pages, problems = read(text)
    reading = Reading("text-layer", "text", pages, problems)
    return normalize(Extraction(Source(Path(name), name), "0", "text/plain", reading))


def grid_rows(text: str) -> list[list[str]]:
    """The rows of all grids, the lines of a cell joined with a space."""
    return [
        [cell.raw.replace("\n", " ") for cell in row]
        for page in read(text)[0]
        for block in page.blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]


def table_cells(found: Document, table: int) -> list[dict[str, str]]:
    wanted = found.tables[table - 1].table_id
    cells: dict[str, dict[str, str]] = {
        row.row_id: {"label": row.label} for row in found.rows if row.table_id == wanted
    }
    for cell in found.cells:
        if cell.row_id in cells and cell.column != "stt":
            cells[cell.row_id][cell.column] = cell.text
    return list(cells.values())


def wrong_cells(
    found: Document, doc_id: str, table: int, rows: int | None = None
) -> tuple[list[tuple[str, str]], int]:
    """(row label, column header) of each cell that differs, and how many were compared."""
    expected = expected_cells(doc_id, table)[:rows]
    printed = table_cells(found, table)
    record = found.tables[table - 1]
    headers = dict(zip(record.columns, record.headers, strict=True))
    known = allowed(doc_id, table)
    assert [row["label"] for row in printed] == [row["label"] for row in expected]
    wrong = [
        (want["label"], headers.get(column, column))
        for number, (want, have) in enumerate(zip(expected, printed, strict=True), start=1)
        for column, text in want.items()
        if have[column] != text and (number, column, have[column]) not in known
    ]
    return wrong, sum(map(len, expected))


def is_flagged(found: Document, label: str, header: str) -> bool:
    where = f"row {label}, column {header}:"
    return any(p.code == "column-uncertain" and where in p.message for p in found.problems)


TABLES = [("03-nq-cp-2025", 2), ("thong-ke-nhiem-vu-2025", 3)]


@pytest.mark.parametrize(("doc_id", "tables"), TABLES, ids=[doc_id for doc_id, _ in TABLES])
def test_cells_equal_the_fixtures_and_doubts_are_told(doc_id: str, tables: int) -> None:
    found = raw_document(f"{doc_id}.txt")
    assert len(found.tables) == tables
    assert [page for page in found.pages if page.chars_unplaced] == []
    wrong, total = [], 0
    for table in range(1, tables + 1):
        differing, compared = wrong_cells(found, doc_id, table)
        wrong += differing
        total += compared
    unflagged = [cell for cell in wrong if not is_flagged(found, *cell)]
    assert len(wrong) <= (1 - MIN_RIGHT) * total, wrong
    assert len(unflagged) <= (1 - MIN_RIGHT_UNFLAGGED) * total, unflagged


def exported(name: str, engine: str) -> str:
    """The text layer of a sample PDF as one of two readers gives it."""
    path = SAMPLES / f"{name}.pdf"
    if engine == "pdftotext":
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext is not installed")
        done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    import pypdfium2

    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pages)


LAYERS = [
    ("nq11-excerpt", "11-nq-cp-2026", {1: None, 2: 62}),
    ("thong-ke-2025", "thong-ke-nhiem-vu-2025", {1: None, 2: None, 3: None}),
    ("ke-hoach-2026", "ke-hoach-2026-phu-luc-ii", {1: None}),
]


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.exists(), reason="the published files are not here")
@pytest.mark.parametrize("engine", ["pdftotext", "pdfium"])
@pytest.mark.parametrize(("name", "doc_id", "tables"), LAYERS, ids=[case[0] for case in LAYERS])
def test_the_text_layer_of_a_pdf_gives_the_cells_of_its_tables(
    name: str, doc_id: str, tables: dict[int, int | None], engine: str
) -> None:
    found = document(exported(name, engine))
    assert len(found.tables) == len(tables)
    assert [page for page in found.pages if page.chars_unplaced] == []
    for table, rows in tables.items():
        wrong, total = wrong_cells(found, doc_id, table, rows)
        assert len(wrong) <= (1 - MIN_RIGHT_SAMPLES) * total, wrong


OTHER_LAYOUTS = [
    ("tasks-centred", "11-nq-cp-2026", 2, 28, 0.97),
    ("indicators-centred", "03-nq-cp-2025", 1, 59, 0.98),
    ("headings-in-capitals", "ke-hoach-2025-du-thao", 4, 85, 0.97),
]
"""Tables of the documents set by a word processor in other columns and widths (the row numbers
that the third has lost printed), as the text layer of the PDF: file, fixture, rows and the share
of cells that must be right."""


@pytest.mark.parametrize(
    ("name", "doc_id", "table", "rows", "least"), OTHER_LAYOUTS, ids=[c[0] for c in OTHER_LAYOUTS]
)
def test_tables_in_other_layouts_keep_their_rows_and_nearly_all_cells(
    name: str, doc_id: str, table: int, rows: int, least: float
) -> None:
    text = (SAMPLE_LAYERS / f"{name}.txt").read_text(encoding="utf-8")
    found = document(text)
    assert len(found.tables) == 1
    expected = expected_cells(doc_id, table)[:rows]
    printed = table_cells(found, 1)
    assert len(printed) == rows
    labels = [(want["label"] or have["label"], have["label"])
              for want, have in zip(expected, printed, strict=True)]  # fmt: skip
    assert [want for want, _ in labels] == [have for _, have in labels]
    pairs = [
        (have[column], want[column])
        for want, have in zip(expected, printed, strict=True)
        for column in have
        if column != "label"
    ]
    assert sum(have == want for have, want in pairs) >= least * len(pairs)


def test_numbers_of_rows_on_lines_of_their_own_are_not_page_numbers() -> None:
    rows = "".join(f"{n}\n" + row.split(" ", 1)[1] for n, row in enumerate(BODY * 4, 1))
    pages, _ = read(HEADER + rows)
    assert len(pages) == 1


def test_a_heading_in_capitals_under_the_header_is_a_row() -> None:
    rows = grid_rows(HEADER + "NHIỆM VỤ CHUNG CỦA CÁC BỘ,\nNGÀNH\n" + "".join(BODY))
    assert rows[1] == ["", "NHIỆM VỤ CHUNG CỦA CÁC BỘ, NGÀNH", "", ""]
    assert [row[0] for row in rows[2:]] == ["1.", "2.", "3.", "4."]


def test_a_dash_alone_is_a_cell_of_its_own() -> None:
    body = "".join(row.rsplit("\n", 2)[0] + "\n-\n" for row in BODY * 2)
    numbers = count(1)
    body = re.sub(r"^\d", lambda _: str(next(numbers)), body, flags=re.M)
    rows = grid_rows(HEADER + body)
    assert [row[3] for row in rows[1:]] == ["-"] * 8


def test_a_line_that_begins_with_a_number_is_no_note_over_the_rest_of_a_table() -> None:
    text = HEADER + "".join(BODY).replace("giao\ndịch", "giao dịch1\n1 Gb/s\ndịch")
    assert [row[0] for row in grid_rows(text)[1:]] == ["1.", "2.", "3.", "4."]


def test_a_symbol_cut_by_a_narrow_column_is_made_whole() -> None:
    """Where the text has the symbol whole elsewhere and the line does not end with a space."""
    cut = "5. Rà soát kế hoạch số 02-KH/BCĐ\nTW để triển khai\nBộ Tài chính\n6/2025\n"
    whole = "6. Rà soát kế hoạch số 03-KH/BCĐTW về\nchuyển đổi số\nBộ Tài chính\n6/2025\n"
    titles = [
        row["title"] for row in table_cells(document(HEADER + "".join([*BODY, cut, whole])), 1)
    ]
    assert titles[4] == "Rà soát kế hoạch số 02-KH/BCĐTW để triển khai"
    alone = table_cells(document(HEADER + "".join([*BODY, cut])), 1)
    assert alone[4]["title"] == "Rà soát kế hoạch số 02-KH/BCĐ TW để triển khai"


@pytest.mark.parametrize("hyphen", ["\x02", "\ufffe"])
def test_a_hyphen_that_pdfium_takes_from_a_line_end_is_kept(hyphen: str) -> None:
    text = (
        HEADER + "".join(BODY) + f"5. Theo Thông báo số 300/TB{hyphen}VPCP\nBộ Tài chính\n6/2025\n"
    )
    assert table_cells(document(text), 1)[4]["title"] == "Theo Thông báo số 300/TB-VPCP"


def test_a_space_printed_at_the_end_of_a_line_is_kept_after_a_slash() -> None:
    text = HEADER + "".join(BODY).replace("\n", " \n").replace("của các ", "tác/ ")
    assert "tác/ bộ" in table_cells(document(text), 1)[2]["title"]


def test_a_row_is_no_witness_of_its_own_reading() -> None:
    """A word that begins one cell of a column begins the next one no likelier than any other."""
    ground = Background.of("".join(BODY).strip().split("\n"))
    model = TableModel([role_of("Cột lạ")], ground, Counter())
    one, two = (
        model.learn([FoundCell(0, ("Rà soát",), (), None, True)] * times, []) for times in (1, 2)
    )
    assert one.start(0, ink("Rà soát")) == one.start(0, ink("Xe lửa"))
    assert two.start(0, ink("Rà soát")) > two.start(0, ink("Xe lửa"))


def test_choices_over_several_pages_are_bounded() -> None:
    """The likeliest choices of every page are kept, and never more combinations than asked."""
    many = [60, 40, 50]
    narrow = narrowed(many, 1_000)
    assert math.prod(narrow) <= 1_000
    assert all(some <= whole for some, whole in zip(narrow, many, strict=True))


HEADER = "TT Nội dung nhiệm vụ Cơ quan chủ trì Thời hạn\n"
BODY = [
    "1. Xây dựng kế hoạch triển khai chương trình\n"
    "hành động của Chính phủ về chuyển đổi số\nBộ Tài chính\n6/2025\n",
    "2. Rà soát các quy định của pháp luật về giao\ndịch điện tử\nBộ Tư pháp\n12/2025\n",
    "3. Xây dựng nền tảng số dùng chung của các\n"
    "bộ, ngành, địa phương\nBộ Khoa học và Công\nnghệ\n2026\n",
    "4. Tổ chức tập huấn cho cán bộ, công chức về\nkỹ năng số\nBộ Nội vụ\nThường xuyên\n",
]


def test_a_small_table_comes_out_between_lines_of_prose() -> None:
    pages, problems = read("Phụ lục I\nDANH MỤC\n" + HEADER + "".join(BODY))
    kinds = [type(block).__name__ for block in pages[0].blocks]
    assert kinds == ["Prose", "Prose", "Grid"]
    rows = grid_rows("Phụ lục I\nDANH MỤC\n" + HEADER + "".join(BODY))
    assert rows[0] == ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    assert [row[0] for row in rows[1:]] == ["1.", "2.", "3.", "4."]
    assert [row[2:] for row in rows[1:]] == [
        ["Bộ Tài chính", "6/2025"],
        ["Bộ Tư pháp", "12/2025"],
        ["Bộ Khoa học và Công nghệ", "2026"],
        ["Bộ Nội vụ", "Thường xuyên"],
    ]
    assert all(problem.code == "column-uncertain" for problem in problems)


def test_a_cell_that_reads_like_the_heading_of_an_annex_ends_no_table() -> None:
    named = BODY[1].replace("2. Rà soát", "2. Phụ lục 2.\nRà soát")
    rest = [body.replace(f"{n}. ", f"{n + 4}. ", 1) for n, body in enumerate(BODY, start=1)]
    rows = grid_rows(HEADER + BODY[0] + named + "".join(BODY[2:]) + "\f" + HEADER + "".join(rest))
    assert [row[0] for row in rows if row[0] != "TT"] == [f"{n}." for n in range(1, 9)]
    pages, _ = read(HEADER + BODY[0] + named + "".join(BODY[2:]) + "\f" + HEADER + "".join(rest))
    assert sum(isinstance(block, Grid) for page in pages for block in page.blocks) == 2
    assert not [block for page in pages for block in page.blocks if isinstance(block, Prose)]


def test_a_row_cut_by_a_page_resumes_in_a_grid_that_says_so() -> None:
    text = (
        HEADER + BODY[0] + BODY[1] + "3. Xây dựng nền tảng số dùng chung của các\nBộ Nội vụ\n2026\n"
    )
    text += "\fbộ, ngành, địa phương\n" + BODY[3]
    pages, _ = read(text)
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    assert [len(pages), len(grids)] == [2, 2]
    assert (grids[0].open_bottom, grids[1].open_top) == (True, True)
    assert [cell.raw for cell in grids[1].rows[0]] == ["", "bộ, ngành, địa phương", "", ""]


def test_a_repeated_header_opens_a_page_where_nothing_else_shows_one() -> None:
    pages, _ = read(HEADER + BODY[0] + BODY[1] + HEADER + BODY[2] + BODY[3])
    assert [len(page.blocks) for page in pages] == [1, 1]
    found = document(HEADER + BODY[0] + BODY[1] + HEADER + BODY[2] + BODY[3])
    assert [table.rows for table in found.tables] == [4]


def test_notes_are_found_by_their_numbers_and_calls_are_raised() -> None:
    called = BODY[0].replace("Bộ Tài chính", "Bộ Tài chính1")
    text = (
        HEADER
        + called
        + BODY[1]
        + "1 Điều chỉnh từ Bộ Công Thương\n\f"
        + HEADER
        + BODY[2]
        + BODY[3]
    )
    pages, _ = read(text)
    notes = [block for page in pages for block in page.blocks if isinstance(block, Note)]
    assert [(note.number, note.fragments[0].text) for note in notes] == [
        (1, "¹ Điều chỉnh từ Bộ Công Thương")
    ]
    assert "Bộ Tài chính¹" in [row[2] for row in grid_rows(text)]


def test_a_header_without_rows_is_a_grid_of_a_header() -> None:
    assert grid_rows(HEADER) == [["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]]


def test_a_header_over_the_heading_of_another_annex_has_no_rows() -> None:
    text = f"{HEADER}PHỤ LỤC II\nCÁC NHIỆM VỤ TRỌNG TÂM\n{HEADER}{BODY[0]}{BODY[1]}"
    rows = grid_rows(text)
    assert [row[0] for row in rows] == ["TT", "TT", "1.", "2."]


def test_a_header_without_numbers_below_ends_where_it_does_on_each_page() -> None:
    header = "TT Nội dung truyền thông Địa điểm Thời gian thực hiện Cơ quan chủ trì cung cấp\n"
    header += "thông tin\n"
    rows = [
        f"Lễ hội làng Mai lần thứ {i}\nXã Mường Than Tháng {i} Sở Nội vụ\n" for i in range(1, 9)
    ]
    found = grid_rows(f"{header}{''.join(rows[:4])}\f{header}{''.join(rows[4:])}")
    names = ["TT", "Nội dung truyền thông", "Địa điểm", "Thời gian thực hiện"]
    assert found[0] == [*names, "Cơ quan chủ trì cung cấp thông tin"]
    assert [row[3] for row in found if row[0] != "TT"] == [f"Tháng {i}" for i in range(1, 9)]


def test_rows_without_a_number_between_numbered_ones_are_told_apart() -> None:
    own = [f"Lễ hội xuân bản Mai {i}\nXã Mường Than\nTháng 2 Sở Nội vụ\n" for i in range(16)]
    numbers = [i if i < 5 else "" if i < 10 else i - 5 for i in range(1, 17)]
    text = "".join(f"{n} {row}" if n else row for n, row in zip(numbers, own, strict=True))
    found = grid_rows(f"STT Nội dung Địa điểm Thời gian Cơ quan chủ trì\n{text}")
    assert [row[1:] for row in found[1:]] == [
        [f"Lễ hội xuân bản Mai {i}", "Xã Mường Than", "Tháng 2", "Sở Nội vụ"] for i in range(16)
    ]


def test_prose_stays_prose() -> None:
    pages, problems = read(
        "Điều 1. Ban hành kèm theo\nNghị quyết này có hiệu lực.\n\n1. TT không rõ"
    )
    assert problems == ()
    assert all(isinstance(block, Prose) for page in pages for block in page.blocks)


def test_a_column_of_numbers_is_cut_from_its_line() -> None:
    names = ["Bộ Nội vụ 2 10", "Hưng Yên 1 2", "Bộ Tài chính 0 3", "Cà Mau 4 0", "Bộ Y tế 1 1"]
    lines = "".join(f"{number}. {name}\n" for number, name in enumerate(names, start=1))
    rows = grid_rows("TT Đơn vị\nSố nhiệm vụ\nquá hạn\nSố nhiệm vụ đúng hạn\n" + lines)
    assert rows[0] == ["TT", "Đơn vị", "Số nhiệm vụ quá hạn", "Số nhiệm vụ đúng hạn"]
    assert [row[1:] for row in rows[1:]] == [name.rsplit(" ", 2) for name in names]


HEADERS = [
    ("STT Tên nhiệm vụ Văn bản giao Cơ quan chủ trì Thời hạn", 5),
    ("TT Chỉ tiêu Đơn vị tính Kết quả\nCơ quan chủ trì theo\ndõi, đánh giá", 5),
    ("TT Nội dung nhiệm vụ Đơn vị phối hợp Dự kiến kết quả Ghi chú", 5),
    ("Số\nTT Nhiệm vụ, giải pháp Cơ quan, đơn vị chủ trì Tiến độ", 4),
    ("TT NỘI DUNG NHIỆM VỤ CƠ QUAN CHỦ TRÌ THỜI GIAN HOÀN THÀNH", 4),
]


@pytest.mark.parametrize(("text", "columns"), HEADERS)
def test_headers_are_cut_into_names(text: str, columns: int) -> None:
    pieces = read_pieces(list(split_lines(text + "\n1. Xây dựng\n")))
    (header,) = find_headers(pieces)
    assert len(header.titles) == columns


NAMES = [
    "Tên sản phẩm|Mã HS",
    "Tên loại văn bản hành chính|Chữ viết tắt",
    "Tên hồ sơ và Văn bản chấp thuận|Tên Thông tư của Bộ trưởng Bộ Công Thương",
    "Họ và tên|Chức vụ (trong tổ chức)|Chức danh trong Hội đồng|Số năm công tác",
    "Tên thông số|Giới hạn phát hiện/ Phạm vi đo|Mã CAS|Mã HS",
    "Điều, khoản, điểm cần sửa đổi, bổ sung, bãi bỏ để đơn giản hóa thủ tục|Cơ quan chủ trì",
    "Công việc|Bộ phận chủ trì|Bộ phận phối hợp|Thời gian",
    "Chỉ tiêu|Đơn vị|TH 2025|KH 2026|Đến 2030|Cơ quan theo dõi",
    "Tên đường|Đoạn từ|Đến|VT1|VT2|VT3",
    "Tên công trình, dự án|Kế hoạch vốn năm 2026|Chủ đầu tư",
]


@pytest.mark.parametrize("names", NAMES)
def test_headers_of_names_that_are_not_known_are_cut_at_their_capitals(names: str) -> None:
    text = f"STT {names.replace('|', ' ')}\n1 Thuốc nổ\n"
    (header,) = find_headers(read_pieces(list(split_lines(text))))
    assert header.titles[1:] == tuple(names.split("|"))


def test_a_name_in_capitals_ends_at_a_line_that_has_room() -> None:
    lines = (
        "STT CÁC LUẬT, NGHỊ\nĐỊNH, QUYẾT\nĐỊNH CẦN SỬA\nĐỔI, BỔ SUNG\nĐIỀU, KHOẢN,\nĐIỂM CẦN SỬA\n"
        "ĐỔI, BỔ SUNG, BÃI\nBỎ\nCƠ QUAN CHỦ TRÌ\nSOẠN THẢO\nI NGHỊ ĐỊNH\n"
    )
    (header,) = find_headers(read_pieces(list(split_lines(lines))))
    assert header.titles[1:] == (
        "CÁC LUẬT, NGHỊ ĐỊNH, QUYẾT ĐỊNH CẦN SỬA ĐỔI, BỔ SUNG",
        "ĐIỀU, KHOẢN, ĐIỂM CẦN SỬA ĐỔI, BỔ SUNG, BÃI BỎ",
        "CƠ QUAN CHỦ TRÌ SOẠN THẢO",
    )


def test_a_header_of_unknown_names_is_one_over_rows_that_count_on() -> None:
    header = "Stt Mô hình Bài học kinh nghiệm\n"
    found = find_headers(read_pieces(list(split_lines(header + "1\nTrung Quốc\n2\nNhật Bản\n"))))
    assert [one.titles for one in found] == [("Stt", "Mô hình", "Bài học kinh nghiệm")]
    assert not find_headers(read_pieces(list(split_lines(header + "1\nTrung Quốc\n"))))


@pytest.mark.parametrize("numbers", ["ST\nT\n", "S\nTT ", "S\nT\nT\n", "T\nT "])
def test_a_narrow_column_may_cut_the_name_of_the_numbers(numbers: str) -> None:
    text = f"{numbers}Tên nhiệm vụ\nCơ quan chủ trì\n1. Xây dựng\n"
    (header,) = find_headers(read_pieces(list(split_lines(text))))
    assert header.start == 0
    assert header.titles[1:] == ("Tên nhiệm vụ", "Cơ quan chủ trì")


def test_the_name_of_the_numbers_may_go_on_in_small_letters() -> None:
    text = "STT các mẫu, biểu mẫu Tên biểu mẫu Văn bản giao\nI Xuất khẩu\n"
    (header,) = find_headers(read_pieces(list(split_lines(text))))
    assert header.titles == ("STT các mẫu, biểu mẫu", "Tên biểu mẫu", "Văn bản giao")


def test_cells_that_share_a_line_are_known_where_few_rows_show_it() -> None:
    rows = [
        f"{n}. Ủy ban Khoa học, Công nghệ và\nMôi trường 1 0"
        if n % 9 == 2
        else f"{n}. Bộ Y tế {n} 3"
        for n in range(1, 46)
    ]
    found = grid_rows("TT Đơn vị Số nhiệm vụ quá hạn Số nhiệm vụ đúng hạn\n" + "\n".join(rows))
    assert found[2] == ["2.", "Ủy ban Khoa học, Công nghệ và Môi trường", "1", "0"]
    assert found[3] == ["3.", "Bộ Y tế", "3", "3"]


@pytest.mark.parametrize(
    "again", ["STT Nhiệm vụ Cơ quanchủ trì Lưuý", "STT\nNhiệm vụ Cơ quan chủ trì Lưu ý"]
)
def test_a_header_is_printed_again_whatever_its_blanks(again: str) -> None:
    header = "STT Nhiệm vụ Cơ quan chủ trì Lưu ý\n"
    text = header + "1. Xây dựng nền tảng\nBộ Công an\n" + again + "\nsố dùng chung\n"
    first, second = find_headers(read_pieces(list(split_lines(text))))
    assert second.same_as(first)
    assert second.titles == first.titles


def test_a_header_over_a_row_without_a_number_ends_with_its_known_names() -> None:
    header = "TT Tên nhiệm vụ\nCơ quan chủ trì\nKết quả\nLưu ý\n"
    pieces = read_pieces(list(split_lines(header + "Tổ chức hội nghị\nBộ Công an\nKế hoạch\n")))
    assert find_headers(pieces)[0].titles[1:] == (
        "Tên nhiệm vụ",
        "Cơ quan chủ trì",
        "Kết quả",
        "Lưu ý",
    )


def test_a_line_that_is_a_deadline_begins_a_cell_unless_it_ends_one() -> None:
    header = "TT Tên nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn\n"
    rows = [
        ("Rà soát quy định", "Bộ Công an", "Báo cáo", "Tháng\n10/2025"),
        ("Lập đề án", "Bộ Y tế", "", "2025"),
    ]
    text = header + "".join(
        f"{i}. " + "\n".join(filter(None, rows[i % 2])) + "\n" for i in range(1, 17)
    )
    assert [row[-1] for row in grid_rows(text)[1:]] == ["2025", "Tháng 10/2025"] * 8


def test_a_row_of_column_numbers_belongs_to_the_header() -> None:
    rows = grid_rows(HEADER + "(1) (2) (3) (4)\n" + "".join(BODY))
    assert rows[1] == ["(1)", "(2)", "(3)", "(4)"]
    assert rows[2][0] == "1."


CHAINS = [
    ("I|1|2|3|II|4", "I 1 2 3 II 4"),
    ("1.|2. Xây|2.1|2.2|3.", "1. 2. 2.1 2.2 3."),
    ("35.|36. Xây|IV. Rà|37. Tổ|V. Bố|38. Thu", "35. 36. IV. 37. V. 38."),
    ("1.|12|2.|2025|3.", "1. 2. 3."),
    ("1.|2. Xây|3.1 Thu|3.2 Chi|3. Rà", "1. 2. 3.1 3.2 3."),
    ("I|1. Xây|I|I|2. Rà", "I 1. II 2."),
    ("1.|Xây|2.|Rà|4.|Bố|5.|Tổ", "1. 2. 4. 5."),
    ("I. Thể|1. Xây|2. Rà|III. Thu|3. Bố|4. Tổ", "I. 1. 2. III. 3. 4."),
    ("I|1. Xây|2. Rà bệnh viện hạng|III|Bộ Y tế|3. Bố", "I 1. 2. 3."),
    ("VII Một|1. Xây|VII|I Nhiệm vụ|2. Rà", "VII 1. VIII 2."),
    ("VI. Một|1. Xây|VII|. Hai|2. Rà|VIII. Ba|3. Bố", "VI. 1. VII. 2. VIII. 3."),
    ("VI. Một|1. Xây|V|II|.|Hai|2. Rà|VIII. Ba|3. Bố", "VI. 1. VII. 2. VIII. 3."),
    ("A Thể|1. Xây|C Hạ|2. Rà|D Thu|3. Bố", "A 1. C 2. D 3."),
    ("A Thể|1. Xây|D Hạ|2. Rà", "1. 2."),
    ("1.|Xây dựng|2.|đến 3.|và|2.|Rà", "1. 2."),
]


@pytest.mark.parametrize(("lines", "expected"), CHAINS)
def test_labels_follow_each_other(lines: str, expected: str) -> None:
    pieces = read_pieces(list(split_lines(lines.replace("|", "\n"))))
    assert " ".join(label.text for label in find_labels(pieces)) == expected


SHAPES = [
    ("Thường xuyên Đề xuất mới của Bộ", "text"),
    ("Nhiệm vụ thường xuyên hằng năm", "period"),
    ("Thường xuyên, báo cáo hằng quý", "period"),
    ("6/2025", "month"),
    ("Tháng 10/2025", "month"),
    ("2025", "year"),
    ("2025-2026", "year"),
    ("31/12/2025", "date"),
    ("Thường xuyên", "period"),
    ("Quý II/2025", "period"),
    ("Trước ngày 25 hằng tháng", "period"),
    ("Kỳ họp thứ 10", "period"),
    ("02 lần/năm", "period"),
    ("Trước 15/8", "date"),
    ("Năm học 2025 - 2026", "year"),
    ("10 ngày làm việc", "duration"),
    ("Không quá 05 ngày", "duration"),
    ("10 ngày hội", "text"),
    ("≥ 80", "measure"),
    ("%", "unit"),
    ("Thông báo số 04-TB/BCĐTW ngày 30/5/2025", "document"),
    ("-", "dash"),
    ("Bộ Tài chính", "text"),
]


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_the_form_of_a_cell(text: str, expected: str) -> None:
    assert shape(text) == expected


ROLES = [
    ("Cơ quan chủ trì theo dõi, đánh giá", "agency"),
    ("Cơ quan phối hợp", "support"),
    ("Thời gian hoàn thành", "deadline"),
    ("Đơn vị tính", "unit"),
    ("Đơn vị thực hiện", "agency"),
    ("Văn bản giao", "document"),
    ("Phòng chủ trì", "agency"),
    ("Tổ phối hợp", "support"),
    ("Vị trí 2", "count"),
    ("Năm 2030", "target"),
    ("Chức vụ", "post"),
    ("Địa điểm xây dựng", "place"),
    ("Cột lạ", "other"),
]


@pytest.mark.parametrize(("header", "role"), ROLES)
def test_what_a_header_promises(header: str, role: str) -> None:
    assert role_of(header).name == role


def fragments(pages: tuple[Page, ...]) -> Iterator[str]:
    for page in pages:
        for block in page.blocks:
            if isinstance(block, Grid):
                cells = [cell for row in block.rows for cell in row]
                yield from (piece.text for cell in cells for piece in cell.fragments)
            elif isinstance(block, Note):
                yield from (piece.text for piece in block.fragments)
            else:
                yield block.fragment.text


LINE = st.sampled_from(
    [
        *"".join(BODY).split("\n"),
        HEADER.strip(),
        "",
        " ",
        "\f",
        "2",
        "(1) Một",
        "Phụ lục II",
        "3 Ghi chú",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_every_character_stands_in_exactly_one_block(lines: list[str]) -> None:
    pages, _ = read("\n".join(lines))
    assert sum(page.chars for page in pages) == sum(map(printed_chars, fragments(pages)))
    assert sum(page.chars for page in pages) == printed_chars("\n".join(lines).replace("\f", " "))


@pytest.mark.parametrize(
    "body", ["Công an Thành phố", "Liên đoàn Lao động Thành phố", "UBND Thị xã"]
)
def test_bodies_of_a_city_may_end_with_its_name_left_out(body: str) -> None:
    assert ink(body).end == "word"


def test_many_lines_end_soon() -> None:
    start = time.process_time()
    pages, _ = read(
        HEADER + "".join(BODY) + "Đây là một đoạn văn bản dài, có số 1 và dấu.\n" * 50_000
    )
    assert time.process_time() - start < 10
    assert sum(isinstance(block, Prose) for block in pages[0].blocks) > 49_000


def test_lines_on_more_pages_than_a_row_stands_on_are_not_divided_and_told() -> None:
    """Ways to divide a row multiply page by page: one over twenty pages took all memory."""
    pages = "".join(f"\fđoạn văn thứ {number} của phần\nBộ Tài chính\n" for number in range(20))
    start = time.process_time()
    _, problems = read(HEADER + "".join(BODY[:2]) + pages + "".join(BODY[2:]))
    assert time.process_time() - start < 10
    assert [problem.label for problem in problems if "too long" in problem.message] == ["2."]


def test_a_line_longer_than_any_page_has_is_not_divided_and_told() -> None:
    endless = BODY[1].replace("giao\n", "giao " + "dịch điện tử và các giao " * 300 + "\n")
    start = time.process_time()
    _, problems = read(HEADER + BODY[0] + endless + "".join(BODY[2:]))
    assert time.process_time() - start < 10
    assert [problem.label for problem in problems if "too long" in problem.message] == ["2."]


LIST = "Chỉ đạo các đơn vị:\n(1) Chuẩn bị hạ tầng số;\n(2) Bố trí nhân lực"


@pytest.mark.parametrize("last", ["Đẩy mạnh truyền thông về chuyển đổi số", LIST])
def test_rows_without_numbers_are_told_apart(last: str) -> None:
    header = "TT Nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn\n"
    tasks = [
        ("Xây dựng nền tảng dùng chung của các ngành\nvà địa phương", "Bộ Công an", "Báo cáo"),
        ("Rà soát quy định về giao dịch điện tử\ntrong cơ quan", "Bộ Tư pháp", "Nghị định"),
        ("Tổ chức tập huấn cho cán bộ, công chức về\nkỹ năng số", "Bộ Nội vụ", "Kế hoạch"),
    ]  # fmt: skip
    rows = [(*tasks[i % 3], f"Tháng {i}/2026") for i in range(1, 13)]
    rows[7] = (last, *rows[7][1:])
    text = header + "1. " + "".join("\n".join(row) + "\n" for row in rows)
    pages, _ = read(text)
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    found = [
        [" ".join(f.text for f in cell.fragments) for cell in row[1:]]
        for grid in grids
        for row in grid.rows[1:]
    ]
    assert found == [[cell.replace("\n", " ") for cell in row] for row in rows]


def test_a_number_left_in_the_first_cell_of_a_row_is_in_doubt() -> None:
    tasks = [
        ("Cơ sở dữ liệu quốc gia về đấu thầu", "Bộ Tài chính", "Báo cáo"),
        ("Cơ sở dữ liệu người lao động nước ngoài\nlàm việc tại Việt Nam", "Bộ Nội vụ", "Kế hoạch"),
        ("Cơ sở dữ liệu về giao dịch điện tử", "Bộ Tư pháp", "Nghị định"),
    ]
    header = "TT Nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn\n"
    rows = [(f"({n}) {tasks[n % 3][0]}", *tasks[n % 3][1:], f"Tháng {n % 12 + 1}/2026")
            for n in range(32, 44)]  # fmt: skip
    found = document(header + "".join("\n".join(row) + "\n" for row in rows))
    assert len(found.rows) == len(rows)
    doubted = {problem.row_id for problem in found.problems if problem.code == "column-uncertain"}
    assert {row.row_id for row in found.rows if not row.label} <= doubted


def test_lines_before_a_repeated_header_are_in_the_table() -> None:
    lines = "".join(f"Nội dung của dòng thứ {i} không có số\n" for i in range(300))
    pages, problems = read(HEADER + "".join(BODY) + lines + "\f" + HEADER + "Dòng cuối\n")
    assert any(problem.code == "rows-uncertain" for problem in problems)
    assert not [block for block in pages[0].blocks if isinstance(block, Prose)]


def test_a_text_over_its_steps_keeps_its_rows_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget, "of", classmethod(lambda cls, _: cls(1, 10_000)))
    pages, problems = read(HEADER + "".join(BODY))
    assert "text-too-large" in {problem.code for problem in problems}
    assert sum(page.chars for page in pages) == sum(map(printed_chars, fragments(pages)))
    rows = [row for block in pages[0].blocks if isinstance(block, Grid) for row in block.rows]
    assert any(cell.doubt for cell in rows[2])


def test_steps_grow_no_faster_than_the_text() -> None:
    def steps(times: int) -> int:
        text = HEADER + "".join(BODY) * times
        budget = Budget(10**9, 10**9)
        pieces = read_pieces(list(split_lines(text)))
        header = find_headers(pieces)[0]
        ground = Background.of(piece.text for piece in pieces)
        divide_table(header, pieces[header.end :], ground, budget)
        return 10**9 - budget.dividing

    assert steps(40) < 2.3 * steps(20)


def test_letters_without_a_stop_head_rows_where_a_and_b_do() -> None:
    text = (
        "TT Nhiệm vụ Cơ quan chủ trì Thời hạn\nA Phân loại tại nguồn\n1 Phát thùng ba ngăn\n"
        "Sở Y tế\nTháng 5/2026\n2 Tuyên truyền\nSở Nội vụ\nTháng 6/2026\nB Xử lý, tái chế\n"
        "3 Đóng cửa bãi chôn lấp\nSở Y tế\nTháng 7/2026\n"
    )
    assert [row[:2] for row in grid_rows(text)[1:]] == [
        ["A", "Phân loại tại nguồn"],
        ["1", "Phát thùng ba ngăn"],
        ["2", "Tuyên truyền"],
        ["B", "Xử lý, tái chế"],
        ["3", "Đóng cửa bãi chôn lấp"],
    ]
    alone = (
        "TT Nhiệm vụ Cơ quan chủ trì Thời hạn\n1 Tiêm vắc-xin cúm\nA H5N1\nSở Y tế\nTháng 5/2026\n"
    )
    alone += "2 Báo cáo\nSở Y tế\nTháng 6/2026\n"
    assert [row[0] for row in grid_rows(alone)[1:]] == ["1", "2"]


def test_page_numbers_are_told_from_numbers_of_rows_by_the_headers_behind_them() -> None:
    header = "TT Nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn"
    lines = [header]
    for number in range(1, 13):
        lines += [str(number), f"Rà soát quy định {number} về", "giao dịch điện tử", "Bộ Tư pháp"]
        lines += ["Báo cáo", "của Bộ", f"Tháng {number}/2026"]
        lines += [str(number // 4), header] if number % 4 == 0 and number < 12 else []
    text = "\n".join([*lines, "3", "Nơi nhận:", "4", "Lưu: VT"])
    assert [row[0] for row in grid_rows(text) if row[0] != "TT"] == [*map(str, range(1, 13))]


@pytest.mark.parametrize("written", ["Trang {}", "Trang {}/5", "{}/5", "- {} -"])
def test_numbers_of_pages_may_say_so(written: str) -> None:
    header = "TT Nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn"
    lines: list[str] = []
    for number in range(1, 16):
        lines += [header] if number % 3 == 1 else []
        lines += [f"{number}. Rà soát quy định {number}", "Báo cáo", "Thường xuyên", "Bộ Tư pháp"]
        lines += [written.format(number // 3)] if number % 3 == 0 else []
    text = "\n".join(lines)
    pages, _ = read(text.replace("Kết quả Thời hạn", "Thời hạn Kết quả"))
    cells = [cell for row in grid_rows(text) for cell in row]
    assert len(pages) == 5
    assert not [cell for cell in cells if cell.endswith(written.format(3))]


def test_words_before_numbers_are_parted_where_a_program_joins_lines() -> None:
    row = "{} Rà soát quy định\nBộ Khoa học vàCông nghệ Báo cáo số{}/BC-BKHCN\nTháng {}/2026\n"
    rows = "".join(row.format(f"{n}.", n, n) for n in range(1, 9))
    found = grid_rows(f"TT Nhiệm vụ Cơ quan chủ trì Kết quả Thời hạn\n{rows}")
    assert "Bộ Khoa học và Công nghệ Báo cáo số 1/BC-BKHCN" in " ".join(found[1])


SUBJECTS = ("thuế", "đất đai", "hộ tịch", "đấu thầu", "xây dựng", "giáo dục")


def _tasks(numbers: range, form: str = "{}") -> str:
    """Rows with such numbers."""
    return "".join(
        f"{form.format(n)}\nRà soát quy định về {SUBJECTS[n % 6]} và\n"
        f"giao dịch điện tử\nBộ Tư pháp\nBộ Công an\nTháng {n % 12 + 1}/2026\n"
        for n in numbers
    )


def test_numbers_in_brackets_count_the_rows_of_a_table_from_whichever_it_begins_at() -> None:
    text = "TT Nhiệm vụ Chủ trì Phối hợp Thời hạn\nII Lĩnh vực công thương\n"
    rows = grid_rows(text + _tasks(range(72, 84), "({})") + _tasks(range(27, 31), "{}."))
    found = [row[0] for row in rows[1:]]
    assert found == ["II", *(f"({n})" for n in range(72, 84)), *(f"{n}." for n in range(27, 31))]


def test_numbers_in_brackets_in_the_cells_of_numbered_rows_are_points() -> None:
    points = "".join(f"({k}) giao dịch số {k};\n" for k in range(1, 6))
    text = "TT Nhiệm vụ Chủ trì Phối hợp Thời hạn\n" + "".join(
        f"{n}. Rà soát các quy định về:\n{points}Bộ Tư pháp\nBộ Công an\nTháng {n}/2026\n"
        for n in range(1, 9)
    )  # fmt: skip
    assert [row[0] for row in grid_rows(text)[1:] if row[0][:1].isdigit()] == [
        f"{n}." for n in range(1, 9)
    ]


def test_rows_below_a_page_that_lost_its_numbers_are_found() -> None:
    lost = "".join(_tasks(range(n, n + 1)).split("\n", 1)[1] for n in range(4, 12))
    text = "TT Nhiệm vụ Chủ trì Phối hợp Thời hạn\n"
    rows = grid_rows(text + _tasks(range(1, 4)) + lost + _tasks(range(12, 20)))
    labels = [row[0] for row in rows[1:] if row[0]]
    assert labels == [*map(str, (1, 2, 3, *range(12, 20)))]


@pytest.mark.parametrize("first", ["II Lĩnh vực đất đai\n", ""])
def test_a_header_of_unknown_names_ends_above_rows_counted_from_any_number(first: str) -> None:
    text = f"TT Tên quy trình Bước thực hiện Người làm\n{first}" + "".join(
        f"{n} Hòa giải\nTiếp nhận đơn\nCông chức địa chính\n" for n in range(17, 24)
    )
    assert grid_rows(text)[0] == ["TT", "Tên quy trình", "Bước thực hiện", "Người làm"]


def test_numbers_that_begin_anew_under_headings_are_none_of_pages() -> None:
    header = "TT Nhiệm vụ Chủ trì Phối hợp Thời hạn\n"
    parts = ("I Thể chế", "II Hạ tầng", "III Dữ liệu")
    text = "".join(
        f"{header}{part}\n{_tasks(range(1, 3))}{header}{_tasks(range(3, 6))}" for part in parts
    )
    wanted = [label for part in parts for label in (part.split()[0], *"12345")]
    assert [row[0] for row in grid_rows(text) if row[0] != "TT"] == wanted


def test_a_name_of_a_column_goes_on_with_an_abbreviation() -> None:
    text = "STT Tên dự án Cơ quan trình Tiến độ trình UBTVQH\n12.\nLuật Đo lường\nChính phủ\n" + (
        "Tháng 7/2026\n13.\nLuật Thuế\nChính phủ\nTháng 8/2026\n"
    )
    assert grid_rows(text)[0] == ["STT", "Tên dự án", "Cơ quan trình", "Tiến độ trình UBTVQH"]


def test_bodies_of_the_state_begin_cells_of_columns_for_bodies() -> None:
    laws = ("Luật Bưu chính", "Luật Dầu khí", "Luật Luật sư", "Luật Hòa giải", "Luật Thuế")
    rows = "".join(
        f"{n}. {law} (sửa đổi) Chính phủ Ủy ban Kinh tế\nvà Tài chính Tháng {n + 6}/2026\n"
        for n, law in enumerate(laws, start=1)
    )
    header = "STT Tên dự án Cơ quan trình Cơ quan thẩm tra Tiến độ\n"
    assert {row[2] for row in grid_rows(header + rows)[1:]} == {"Chính phủ"}


def test_a_body_that_begins_with_a_bracket_is_in_doubt() -> None:
    rows = "".join(f"{n}. Luật số {n}\n(sửa đổi, bổ sung)\nQuý {n}/2026\n" for n in (1, 2, 3, 4))
    found = document("TT Tên dự án Cơ quan chủ trì Thời hạn\n" + rows)
    cells = {cell.row_id for cell in found.cells if cell.text.startswith("(")}
    doubted = {p.row_id for p in found.problems if p.code == "column-uncertain"}
    assert cells
    assert cells <= doubted


def test_no_numbers_are_those_of_pages_where_none_stands_beside_a_header() -> None:
    header = "TT Nhiệm vụ Chủ trì Phối hợp Thời hạn\n"
    parts = [_tasks(range(n, n + 5)) for n in (1, 6)] * 3
    text = header + header.join(f"{part}" if n % 2 else f"{'ABC'[n // 2]}. Rà soát\n{part}"
                                for n, part in enumerate(parts))  # fmt: skip
    labels = [row[0] for row in grid_rows(text) if row[0] != "TT"]
    assert labels == [label for part in "ABC" for label in (f"{part}.", *map(str, range(1, 11)))]


def test_a_name_in_capitals_ends_before_the_name_of_a_deadline() -> None:
    text = "TT NHIỆM VỤ CHỦ TRÌ PHỐI HỢP SẢN PHẨM THỜI\nGIAN\n" + _tasks(range(1, 4))
    names = ["TT", "NHIỆM VỤ", "CHỦ TRÌ", "PHỐI HỢP", "SẢN PHẨM", "THỜI GIAN"]
    assert grid_rows(text)[0] == names


def test_rows_numbered_as_a_note_below_them_are_no_notes() -> None:
    first = [row.replace(". ", " ") for row in BODY[:2]]
    again = [f"{number} {row[3:]}" for number, row in enumerate(BODY[2:], 1)]
    called = first[0].replace("Bộ Tài chính", "Bộ Tài chính1")
    note = "1 Theo Nghị quyết của Bộ Chính trị về đột phá phát triển khoa học, công nghệ\n"
    text = HEADER + "I Nhóm một\n" + called + first[1] + "II Nhóm hai\n" + "".join(again) + note
    pages, _ = read(text)
    notes = [block for page in pages for block in page.blocks if isinstance(block, Note)]
    assert [note.number for note in notes] == [1]
    assert [row[0] for row in grid_rows(text)[1:]] == ["I", "1", "2", "II", "1", "2"]


def test_notes_may_begin_with_any_number_and_anew_on_each_page() -> None:
    said = "Theo Nghị quyết của Bộ Chính trị về đột phá phát triển khoa học, công nghệ"
    texts = [f"{number} {said} và chuyển đổi số quốc gia\n" for number in range(1, 5)]
    rows = [row.replace("\nBộ", f"{at}\nBộ", 1) for at, row in enumerate(BODY, 1)]
    assert noted(HEADER + "".join(rows[2:] + texts[2:])) == [3, 4]
    first, second = "".join(rows[:3] + texts[:3]), "".join(rows + texts)
    assert noted(f"{HEADER}{first}\f{second}") == [1, 2, 3, 1, 2, 3, 4]


def test_rows_are_no_notes_where_a_measure_or_nothing_calls_them() -> None:
    header = "STT\nTên xã\nDiện tích (km2)\nTrụ sở\n"
    towns = ("Tân Hương", "Long Hưng", "Vĩnh Kim", "Kim Sơn", "Bình Trưng", "Chợ Gạo")
    rows = [
        f"{at} Xã {name}\n{at + 20},45\nẤp {name} Đông\n" for at, name in enumerate(towns, start=1)
    ]
    assert noted(header + "".join(rows)) == []
    assert [row[0] for row in grid_rows(header + "".join(rows))[1:]] == [*"123456"]
    called = header.replace("(km2)", "đất3") + "".join(rows)
    assert noted(called) == []


def test_beside_posts_of_people_a_unit_is_a_body() -> None:
    text = "STT Họ và tên Chức vụ Đơn vị Ghi chú\n1 Nguyễn Văn Hùng\n"
    (header,) = find_headers(read_pieces(list(split_lines(text))))
    assert [role.name for role in header.roles] == ["title", "post", "workplace", "note"]


def noted(text: str) -> list[int | None]:
    """The numbers of the notes of a text."""
    blocks = [block for page in read(text)[0] for block in page.blocks]
    return [block.number for block in blocks if isinstance(block, Note)]


def test_a_number_over_the_heading_of_an_annex_is_that_of_a_page() -> None:
    header = "TT\nNhiệm vụ\nCơ quan chủ trì\nThời hạn"
    lines = ["1", "QUYẾT ĐỊNH", "Ban hành danh mục", "2", "PHỤ LỤC", header]
    for number in range(1, 16):
        lines += ["3", header] if number == 6 else ["4", header] if number == 11 else []
        lines += [str(number), f"Rà soát quy định {number} về", "giao dịch điện tử"]
        lines += ["Bộ Tư pháp", f"Tháng {number % 12 + 1}/2026"]
    text = "\n".join(lines)
    assert len(read(text)[0]) == 4
    assert [row[0] for row in grid_rows(text) if row[0] != "TT"] == [*map(str, range(1, 16))]


@pytest.mark.parametrize("at_top", [False, True])
def test_numbers_of_few_pages_are_known_by_what_heads_the_pages(at_top: bool) -> None:
    header = "TT\nNhiệm vụ\nCơ quan chủ trì\nThời hạn"
    pages = [["QUYẾT ĐỊNH", "Ban hành danh mục"], ["PHỤ LỤC", header], [header]]
    for number in range(1, 16):
        lines = [str(number), f"Rà soát quy định {number} về", "giao dịch điện tử"]
        lines += ["Bộ Tư pháp", f"Tháng {number % 12 + 1}/2026"]
        pages[1 if number < 8 else 2] += lines
    numbered = [
        [str(at), *page] if at_top else [*page, str(at)] for at, page in enumerate(pages, start=1)
    ]
    text = "\n".join(line for page in numbered for line in page)
    assert [row[0] for row in grid_rows(text) if row[0] != "TT"] == [*map(str, range(1, 16))]
    assert not [
        row for row in grid_rows(text) if "Tháng" in row[3] and row[3].endswith((" 2", " 3"))
    ]


def test_the_number_of_a_row_at_the_end_of_the_line_before_is_its_own() -> None:
    header = "TT Nhiệm vụ Cơ quan chủ trì Thời hạn"
    rows = [
        f"{at}\nRà soát quy định {at} về\ngiao dịch điện tử\nBộ Tư pháp\nTháng {at}/2026"
        for at in range(1, 8)
    ]
    whole = "\n".join([header, *rows])
    behind = whole.replace("Thời hạn\n1\n", "Thời hạn 1\n").replace("5/2026\n6\n", "5/2026 6\n")
    assert grid_rows(behind) == grid_rows(whole)
    assert [row[0] for row in grid_rows(behind)] == ["TT", *"1234567"]
    again = whole.replace("pháp\nTháng 5/2026", "pháp\nTháng 5/2026\nĐến năm 6", 1)
    assert [row[0] for row in grid_rows(again)] == ["TT", *"1234567"]


@pytest.mark.parametrize("header", ["Cơ quan chủ trì", "Kết quả", "Chức vụ", "Địa điểm"])
def test_the_rest_of_a_title_begins_no_cell(header: str) -> None:
    model = TableModel([role_of("Nhiệm vụ"), role_of(header)], Background.of([]), Counter())
    assert model.start(1, ink("thôn đặc biệt khó khăn")) <= model.weights.start.lower


def test_how_long_a_procedure_takes_is_a_cell_of_its_own() -> None:
    names = ["Chuyển trường đối với học sinh tiểu học", "Đăng ký khai sinh lưu động",
             "Hòa giải tranh chấp đất đai", "Xét tuyển viên chức",
             "Phê duyệt hồ sơ hỗ trợ phí\nbảo hiểm nông nghiệp", "Thông báo thành lập tổ hợp tác",
             "Thông báo về việc thay đổi\nđịa điểm sinh hoạt", "Đăng ký khai tử"]  # fmt: skip
    takes = ["03 ngày", "05 ngày", "45 ngày", "Trong ngày", "20 ngày làm việc", "12 giờ",
             "Không quá 10 ngày", "Không quy định"]  # fmt: skip
    fields = ["Giáo dục", "Hộ tịch", "Đất đai", "Công chức", "Bảo hiểm", "Trẻ em", "Tôn giáo",
              "Dân số"]  # fmt: skip
    rows = list(zip(names, takes, fields, ["UBND cấp xã", "Sở Nội vụ"] * 4, strict=True))
    text = "STT Tên thủ tục Thời hạn giải quyết Lĩnh vực Cơ quan thực hiện\n" + "".join(
        f"{number} {name}\n{days} {field} {body}\n" if "\n" in name
        else f"{number} {name} {days} {field} {body}\n"
        for number, (name, days, field, body) in enumerate(rows, 1)
    )  # fmt: skip
    assert [row[2:4] for row in grid_rows(text)[1:]] == [[row[1], row[2]] for row in rows]


def test_a_number_behind_the_last_cell_of_a_page_is_that_of_the_page() -> None:
    header = "STT Nhiệm vụ Cơ quan chủ trì Thời hạn"
    lines = ["Phụ lục 2", header]
    for number in range(1, 17):
        lines += [f"{number} Rà soát quy định {number} về", "giao dịch điện tử", "Bộ Tư pháp"]
        lines += [f"Tháng {number % 12 + 1}/2026"]
        if number == 8:
            lines[-1] += " 2"
        lines += [str(number // 4)] if number in (4, 12) else []
        lines += [header] if number in (4, 8, 12) else []
    rows = [row for row in grid_rows("\n".join(lines)) if row[0] != "STT"]
    assert [row[3] for row in rows] == [f"Tháng {n % 12 + 1}/2026" for n in range(1, 17)]
