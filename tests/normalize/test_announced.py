"""Nothing read is an alarm where a table is announced, and prose is none."""

from __future__ import annotations

import time
from itertools import chain

import pytest

from pipeline.model import Fragment, Place, Problem, Prose
from pipeline.normalize.announced import missing_tables
from pipeline.normalize.prose_lines import lines_of
from pipeline.writing.headings import annex_heading

SENTENCE = "Các bộ, ngành, địa phương tổ chức thực hiện Quyết định này theo quy định."
TO_PAGE = "trách nhiệm tổ chức thực hiện và báo cáo kết quả về Bộ Khoa học và Công nghệ"

TIMES = (
    "Phát hành hồ sơ mời thầu Tối thiểu 20 ngày",
    "Hiệu lực của hồ sơ dự thầu Tối thiểu 120 ngày",
    "Bảo lãnh dự thầu Không quá 3% giá gói thầu",
    "Bảo đảm thực hiện hợp đồng của nhà thầu trúng thầu Từ 3% đến",
    "10% giá hợp đồng",
    "Thương thảo hợp đồng Không quá 28 ngày",
    "Ký hợp đồng Trong thời hạn đã mời",
)
"""Rows of an annex, name and value on one line."""
CELLS = ("Mời thầu", "Tháng 5", "Mở thầu", "Tháng 6", "Chấm thầu", "Tháng 7", "Ký kết", "Tháng 8")
"""Cells that stand below each other."""

Told = list[tuple[str, int | None]]


def told(
    *texts: str, unread: tuple[Problem, ...] = (), rows: frozenset[str | None] = frozenset()
) -> Told:
    annex, prose = None, []
    for number, text in enumerate(texts, start=1):
        heading = annex_heading(text)
        annex = heading[0] if heading else annex
        prose.append((Prose(Fragment(text, Place(1, line=number))), annex))
    found = missing_tables(lines_of(prose), unread, rows)
    return [(problem.code, problem.page) for problem in found]


ALARMS = [
    ("như sau:", "TT", "Loại dịch vụ công ích", "1", "Thu gom chất thải", "50%", "2", "Chiếu sáng"),
    ("Phụ lục I", "DANH MỤC NHIỆM VỤ"),
    ("DANH MỤC DỊCH VỤ CÔNG TRỰC TUYẾN", SENTENCE),
    ("BỘ Y TẾ", "STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Một việc"),
    (SENTENCE, "TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành"),
    (SENTENCE, "1", "Việc một", "2", "Việc hai", "3", "Việc ba", "4", "Việc bốn"),
    (SENTENCE, "<table><tr><td>1</td><td>Việc</td></tr></table>"),
    (SENTENCE, "| 1 | Việc | 2026 |"),
    ("STT,Nhiệm vụ,Cơ quan chủ trì,Thời hạn", "1,Xây dựng, ban hành Đề án,Bộ Y tế,Quý I"),
    (SENTENCE, "Bảng 1. Đơn giá bồi thường cây trồng năm 2026"),
    (SENTENCE, "Điều 1. Phê duyệt đơn giá dịch vụ theo bảng dưới đây:"),
    ("STT,Tên dự án,Chủ đầu tư,Tổng mức đầu tư",),
    ("Chỉ tiêu,Giá trị", "Số hộ,125"),
    ("Tên xã;Số hộ nghèo", "Tân Thuận;112"),
    (SENTENCE, *[f"{what} ......... 8.200 đồng/m3" for what in ("Hộ dân", "Cơ quan", "Sản xuất")]),
    (SENTENCE, *[f"{name}: {at}" for at in (1, 2, 3) for name in ("Mã số", "Thiết bị", "Giá")]),
    (
        SENTENCE,
        *[
            f"{at}. {what} 116,56 99,16 100,49"
            for at, what in ((1, "Lương thực"), (2, "May mặc"), (3, "Nhà ở"))
        ],
    ),
    (
        SENTENCE,
        *[
            f"{at} {street} 162 320 86 029 66 576"
            for at, street in ((7, "Cao Đạt"), (8, "Cầu Đông"), (9, "Cát Linh"))
        ],
    ),
    ("như sau:", "TT Loại dịch vụ công ích", "II III ÷ V", "1 Thu gom, vận chuyển chất thải rắn"),
    (SENTENCE, "Bưởi đồng/cây 250.000", "Cam đồng/cây 180.000", "Chè đồng/m² 12.000"),
    (
        SENTENCE,
        "Lương thực",
        "116,56",
        "99,16",
        "Thực phẩm",
        "115,72",
        "-",
        "Ăn uống ngoài",
        "gia đình",
        "112,48",
        "104,99",
        "Đồ uống",
        "105,98",
        "101,98",
    ),
    (SENTENCE, *chain(*((what, "22.000") for what in ("Gạo", "Thịt", "Cá", "Rau", "Muối", "Chè")))),
    (SENTENCE, "STT Tên dịch vụ Giá", "1 Khám bệnh 34.500"),
    (
        "Phụ lục I",
        "Số hiệu Tên hàng",
        *(f"{n} 000{n} Hàng số {n}\n{SENTENCE}" for n in range(1, 13)),
    ),
    (
        SENTENCE,
        *chain(*((f"MH {n:02d} Nghề", f"điện {n + 4} 3{n} 1{n}") for n in range(1, 7))),
    ),
    (SENTENCE, "Nội dung hỗ trợ Đối tượng Đơn vị tính Cơ quan thực hiện", "Giống cây Hộ nghèo"),
    (SENTENCE, "Nội dung chi Đơn vị", "tính Cơ quan", "thực hiện Ghi chú", "Trâu cái đồng/con 70"),
    (SENTENCE, *chain(*((post, "Đại học", "24", "8") for post in "ABCDE"))),
    ("Phụ lục I", "THỜI HẠN", "Mốc Thời hạn", *TIMES * 2),
    ("Phụ lục I", "THỜI HẠN", "Mốc", "Thời hạn", *CELLS * 9),
    ("Biểu số 02", *[SENTENCE] * 30, "(1)", "a", "(2)", "b", "(3)", "c", "(4)", "d"),
]
PROSE = [
    ("Nơi nhận:", "TT", "Như Điều 3", "2", "Lưu: VT"),
    (SENTENCE,) * 20,
    ("Kính gửi: Bộ Y tế, Bộ Nội vụ", "Cục Thuế, Kho bạc"),
    ("Số: 12/KH-UBND", "- Như trên;", "Lưu: VT;"),
    ("Điều 1. Ban hành kèm theo Quyết định này Danh mục nhiệm vụ.", "2. " + SENTENCE),
    ("1. " + SENTENCE, "2. " + SENTENCE, "3. " + SENTENCE, "4. " + SENTENCE, "5. " + SENTENCE),
    ("MỤC LỤC", "DANH MỤC BẢNG ........ 3", "BẢNG BIỂU … 4", SENTENCE),
    ("Mục lục", *[f"Bảng {n}. Diện tích các loại đất ..... {n + 3}" for n in range(1, 5)]),
    ("Mức thu:", *[f"- Mức {n}: {n}00.000" for n in range(1, 5)], "a) Khoản 1: 500.000"),
    (SENTENCE, *["đã hỗ trợ 1.250.000 đồng; số còn lại là 250.000"] * 4),
    (SENTENCE, "Bảng 1 cho thấy số liệu năm 2026; các bảng sau có số liệu của những năm trước."),
    ("Họ và tên: .............", "Sinh ngày: ............. tháng ....... năm 2026", "Số: ......")
    * 3,
    ("VỀ VIỆC BAN HÀNH", "DANH MỤC NHIỆM VỤ TRỌNG TÂM", SENTENCE),
    ("Phụ lục", *[TO_PAGE] * 30),
    (SENTENCE, *chain(*(("1.1", "Quan điểm", "2025", "Mục tiêu", "-") for _ in range(6)))),
    (SENTENCE, *chain(*((SENTENCE, SENTENCE, SENTENCE, SENTENCE, "12,5%") for _ in range(6)))),
    (SENTENCE, "0,5", "1,0", "1,5", "2,0", "2,5", "3,0", "3,5", "Hình 1"),
    (SENTENCE, "2", *[SENTENCE] * 30, "3", *[SENTENCE] * 30, "4", *[SENTENCE] * 30, "5"),
    ("TT Huế, ngày 3 tháng 4", SENTENCE),
    (SENTENCE, *(f"{n} Sửa đổi từ nhiệm vụ tại Nghị quyết số 71/NQ-CP." for n in range(1, 15))),
    ("Phụ lục I", *[SENTENCE] * 20, *(f"{n}. Sửa đổi từ nhiệm vụ." for n in range(1, 15))),
    ("1. Nội dung: Đơn vị tính, Thời gian và Cơ quan thực hiện do Sở quy định.", SENTENCE),
    (SENTENCE, *["Kinh phí các năm là 120 đồng, 125 đồng và 130"] * 8),
    (SENTENCE, *chain(*((SENTENCE, "Quan điểm", "2025", "12") for _ in range(4)))),
    ("Mốc Thời hạn", *TIMES * 2),
    ("Phụ lục I", *[f"{row}." for row in TIMES * 2]),
    ("Phụ lục I", *chain(*((name, SENTENCE, SENTENCE) for name in ("Mục tiêu", "Phạm vi") * 3))),
    ("Phụ lục I", "Họ và tên ........", *TIMES * 2),
    ("Cách tính", *[part for n in range(1, 7) for part in (f"({n})", "T = A / B × 100", SENTENCE)]),
]


@pytest.mark.parametrize("texts", ALARMS, ids=lambda texts: texts[-1][:20])
def test_what_announces_a_table_and_gives_none_is_an_error(texts: tuple[str, ...]) -> None:
    assert told(*texts) == [("no-table", 1)]


def test_the_title_of_a_list_at_the_top_of_a_page_announces_it() -> None:
    texts = ((1, SENTENCE), (2, "BIỂU TỔNG HỢP KẾT QUẢ KHÁM BỆNH"), (2, "Người lập biểu"))
    prose = [(Prose(Fragment(text, Place(page))), None) for page, text in texts]
    found = missing_tables(lines_of(prose), (), frozenset())
    assert [(problem.code, problem.page) for problem in found] == [("no-table", 2)]


@pytest.mark.parametrize("texts", PROSE, ids=lambda texts: texts[0][:20])
def test_prose_is_quiet(texts: tuple[str, ...]) -> None:
    assert told(*texts) == []


def test_an_annex_without_rows_beside_one_with_rows_is_told() -> None:
    texts = ("Phụ lục I", "Phụ lục II", "STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "1", "Việc")
    assert told(*texts, rows=frozenset({"Phụ lục I"})) == [("no-table", 1)]
    assert told(*texts, rows=frozenset({"Phụ lục I", "Phụ lục II"})) == []


def test_the_title_of_an_annex_without_rows_is_told_beside_one_with_rows() -> None:
    texts = ("Phụ lục I", "Phụ lục II", "DANH SÁCH ĐƠN VỊ", "Sở Nội vụ", "Phố Trần Phú")
    assert told(*texts, rows=frozenset({"Phụ lục I"})) == [("no-table", 1)]
    assert told(*texts, rows=frozenset({"Phụ lục I", "Phụ lục II"})) == []


PICTURE = Problem("warning", "page-without-text", "the page has no characters", page=3)


def test_an_unread_page_counts_in_an_annex_and_where_nothing_is_read() -> None:
    assert told(SENTENCE, unread=(PICTURE,)) == [("no-table", 3)]
    assert told("Phụ lục I", unread=(PICTURE,), rows=frozenset({"Phụ lục I"})) == [("no-table", 3)]
    assert told(SENTENCE, unread=(PICTURE,), rows=frozenset({None})) == []


def test_a_title_over_forms_that_have_rows_announces_nothing_else() -> None:
    title, first, second = ("Phụ lục I", "DANH MỤC NHIỆM VỤ"), "Biểu số 01: Năm 2026", "Biểu số 02"
    assert told(*title, first, rows=frozenset({"Biểu số 01"})) == []
    assert told(*title, rows=frozenset({"Biểu số 01"})) == []  # its heading stands in its table
    assert told(*title, first, second, rows=frozenset({"Biểu số 02"})) == [("no-table", 1)]
    assert told(first, *title, rows=frozenset({"Biểu số 01"})) == [("no-table", 1)]


def test_lines_of_figures_without_end_are_read_in_time() -> None:
    begun = time.monotonic()
    assert told(*["Kết quả " + "1 " * 10_000 + "x"] * 6) == []
    assert time.monotonic() - begun < 10
    assert told(*[f"Môn {number} 6 63 21" for number in "ABCDEF"]) == [("no-table", 1)]
