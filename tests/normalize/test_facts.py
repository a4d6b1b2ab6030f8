"""What a document says of itself, from the forms letterheads are printed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.model import Overrides, Source
from pipeline.normalize import normalize
from pipeline.normalize.facts import (
    Facts,
    doc_id,
    period_year,
    read_facts,
    year_of,
)
from pipeline.normalize.stamps import read_stamp
from pipeline.normalize.tables.captions import Caption, read_caption
from pipeline.writing.headings import annex_heading
from pipeline.writing.numbers import find_date, find_number
from tests.support import make_docx as make

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def facts(*lines: str, margin: tuple[str, ...] = (), name: str = "a.txt") -> Facts:
    return read_facts(lines, margin, name, Overrides())


def test_a_letterhead_line_by_line() -> None:
    found = facts(
        "CHÍNH PHỦ", STATE, MOTTO, "Số: 24/2026/NQ-CP", "Hà Nội, ngày 29 tháng 4 năm 2026",
        "NGHỊ QUYẾT", "Cắt giảm thủ tục hành chính", "CHÍNH PHỦ", "Căn cứ Luật …",
    )  # fmt: skip
    assert replace(found, evidence=()) == Facts(
        "24-2026-nq-cp", "24/2026/NQ-CP", "Nghị quyết", "Chính phủ",
        "Cắt giảm thủ tục hành chính", date(2026, 4, 29), "issued",
    )  # fmt: skip


def test_a_letterhead_whose_halves_share_lines() -> None:
    found = facts(
        f"ỦY BAN NHÂN DÂN {STATE}", f"TỈNH PHÚ THỌ {MOTTO}",
        "Số: 1778/KH-UBND Phú Thọ, ngày 5 tháng 5 năm 2025", "KẾ HOẠCH",
        "Thực hiện chuyển đổi số năm 2025", "Căn cứ",
    )  # fmt: skip
    assert (found.number, found.issued) == ("1778/KH-UBND", date(2025, 5, 5))
    assert found.doc_id == "1778-kh-ubnd-2025"
    assert found.title == "Thực hiện chuyển đổi số năm 2025"


def test_a_signed_file_has_its_number_in_the_margin() -> None:
    found = facts(
        "BỘ Y TẾ", STATE, "Số: /QĐ-BYT", "Hà Nội, ngày tháng năm 2026", "QUYẾT ĐỊNH", "Về việc X",
        margin=("Số: 2093/QĐ-BYT", "ngày 10 tháng 7 năm 2026"),
    )  # fmt: skip
    assert (found.number, found.issued) == ("2093/QĐ-BYT", date(2026, 7, 10))


STAMPS: list[tuple[tuple[str, ...], tuple[str, ...], str | None, date | None]] = [
    (("Số: /2023/TT-BGTVT", "Hà Nội, ngày tháng năm 2023"), ("37", "13", "12"),
     "37/2023/TT-BGTVT", date(2023, 12, 13)),
    (("Số:", "/QĐ-BYT", "Hà Nội, ngày tháng năm 2025"), ("2093", "24", "6", "2093", "24"),
     "2093/QĐ-BYT", date(2025, 6, 24)),
    (("Số:", "/QĐ-UBND", "Lào Cai, ngày tháng 4 năm 2026"), ("1696", "5", "15", "1696", "15 5"),
     "1696/QĐ-UBND", date(2026, 5, 15)),
    (("Số: /QĐ-UBND", "ngày tháng 5 năm 2026"),
     ("Số: 2061/QĐ-UBND", "Thời gian ký: 2026-05-13T14:41:57+07:00"),
     "2061/QĐ-UBND", date(2026, 5, 13)),
    (("Số: /QĐ-UBND", "X, ngày tháng năm 2026"), (), None, None),
    (("Số: /QĐ-UBND", "X, ngày tháng năm 2026"), ("12", "45", "13"), "12/QĐ-UBND", None),
    (("Số: 9/QĐ-UBND", "Lào Cai, ngày 7 tháng 5 năm 2026"), ("1", "2", "3"),
     "9/QĐ-UBND", date(2026, 5, 7)),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "margin", "number", "issued"), STAMPS)
def test_a_stamp_fills_the_blanks_of_the_letterhead(
    lines: tuple[str, ...], margin: tuple[str, ...], number: str | None, issued: date | None
) -> None:
    found = facts("ỦY BAN NHÂN DÂN", *lines, "QUYẾT ĐỊNH", "Về việc X", margin=margin)
    assert (found.number, found.issued) == (number, issued)


def test_the_issuer_may_take_two_lines_beside_state_and_motto() -> None:
    found = facts("ỦY BAN NHÂN DÂN", STATE, "TỈNH LÀO CAI", MOTTO, "Số: 1/KH-UBND", "KẾ HOẠCH", "X")
    assert found.issuer == "Ủy ban nhân dân tỉnh Lào Cai"


def test_an_annex_alone_takes_the_number_it_is_attached_to() -> None:
    found = facts(
        "Phụ lục I", "DANH MỤC NHIỆM VỤ", "(Kèm theo Quyết định số 12/QĐ-TTg ngày 05/01/2026)"
    )
    assert (found.doc_id, found.kind, found.title) == (
        "12-qd-ttg-2026", "Quyết định", "DANH MỤC NHIỆM VỤ",
    )  # fmt: skip


def test_a_blank_number_is_none_and_the_key_is_the_file() -> None:
    found = facts("KẾ HOẠCHDỰ THẢO", "Hoạt động năm 2025", "(Kèm theo Quyết định số /QĐ-BCĐ ngày )",
                  name="sub/Kế hoạch 2025.docx")  # fmt: skip
    assert (found.doc_id, found.number, found.status) == ("ke-hoach-2025", None, "draft")


def test_a_number_in_the_preamble_is_not_the_own_one() -> None:
    assert facts("NGHỊ QUYẾT", "Về việc X", "Căn cứ Nghị quyết số 71/NQ-CP;").number is None


NUMBERS = [
    ("Quyết định số 125/QĐ-TTg ngày 16/01/2026", "125/QĐ-TTg"),
    ("văn bản số 01/02/2026 và số 7/NQ-CP", "7/NQ-CP"),
    ("Số: 24/2026//NQ-CP", "24/2026//NQ-CP"),
    ("số 45 - TB/TGV", "45-TB/TGV"),
    ("số lượng 12/15", None),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_has_letters(text: str, number: str | None) -> None:
    assert find_number(text) == number


KEYS = [
    ("11/NQ-CP", date(2026, 1, 14), "11-nq-cp-2026"),
    ("125/QĐ-TTg", date(2026, 1, 16), "125-qd-ttg-2026"),
    ("66.7/2025/NQ-CP", date(2025, 11, 15), "66-7-2025-nq-cp"),
    ("57-NQ/TW", date(2024, 12, 22), "57-nq-tw-2024"),
    ("5/KH-UBND", None, "5-kh-ubnd"),
    (None, None, "a"),
]


@pytest.mark.parametrize(("number", "issued", "key"), KEYS)
def test_the_key_is_number_and_year(number: str | None, issued: date | None, key: str) -> None:
    assert doc_id(number, issued, "a.txt") == key


def test_a_date_that_does_not_exist_is_none() -> None:
    assert find_date("ngày 31 tháng 02 năm 2026") is None
    assert find_date("ngày 16/01/2026") == date(2026, 1, 16)


ANNEXES = [
    ("Phụ lục I", ("Phụ lục I", "")),
    ("PHỤ LỤC II", ("PHỤ LỤC II", "")),
    (" Phụ lục số 03 ", ("Phụ lục số 03", "")),
    ("Phụ lục IA", ("Phụ lục IA", "")),
    ("Phụ lục II - 2", ("Phụ lục II - 2", "")),
    ("PHỤ LỤC", ("PHỤ LỤC", "")),
    ("Phụ lục I. Danh mục các chỉ tiêu", ("Phụ lục I", "Danh mục các chỉ tiêu")),
    ("Biểu số 1: Tổng hợp", ("Biểu số 1", "Tổng hợp")),
    ("PHỤ LỤC 01/BC-TKNN: Báo cáo", ("PHỤ LỤC 01/BC-TKNN", "Báo cáo")),
    ("Biểu số 46/CK-NSNN", ("Biểu số 46/CK-NSNN", "")),
    ("PHỤ LỤC I-A", ("PHỤ LỤC I-A", "")),
    ("Phụ lục I/Nghị quyết này quy định", None),
    ("Phụ lục II kèm theo Nghị quyết này", None),
    ("phụ lục I", None),
    ("PHỤ LỤC SỬA ĐỔI, CẬP NHẬT", None),
    ("Phụ lục I, Phụ lục II;", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "heading"), ANNEXES)
def test_annex_headings(line: str, heading: tuple[str, str] | None) -> None:
    assert annex_heading(line) == heading


CAPTIONS: list[tuple[list[str], Caption]] = [
    (["Phụ lục I", "DANH MỤC", "NHIỆM VỤ", "(Kèm theo …)"],
     Caption("Phụ lục I", None, "DANH MỤC NHIỆM VỤ")),
    (["III. NHIỆM VỤ TRỌNG TÂM"], Caption(None, "III", "NHIỆM VỤ TRỌNG TÂM")),
    (["Văn bản trước.", "Biểu tổng hợp kết quả"], Caption(None, None, "Biểu tổng hợp kết quả")),
    (["như sau:"], Caption()),
    ([], Caption()),
    (["Phụ lục I", "II. Các nhiệm vụ", "1. Nhiệm vụ chung"],
     Caption("Phụ lục I", "II", "Nhiệm vụ chung")),
    (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lê Văn A"], Caption()),
    (["DANH SÁCH CÁN BỘ", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"], Caption()),
    (["DANH SÁCH CÁN BỘ", "Đơn vị tính: triệu đồng"], Caption(None, None, "DANH SÁCH CÁN BỘ")),
    (["BẢNG GIÁ NƯỚC", "(Kèm theo Quyết định số 1/QĐ-UBND", "của UBND tỉnh)", "-----"],
     Caption(None, None, "BẢNG GIÁ NƯỚC")),
    (["KẾ HOẠCH", "CHUYỂN ĐỔI SỐ NĂM 2026", "Căn cứ Luật Lưu trữ;"], Caption()),
    (["PHỤ LỤC V", "BÁO CÁO", "TÌNH HÌNH SẢN XUẤT"],
     Caption("PHỤ LỤC V", None, "BÁO CÁO TÌNH HÌNH SẢN XUẤT")),
    (["MỤC LỤC", "I. Mục tiêu ........ 1"], Caption()),
    (["Bảng 1. Kết quả thực hiện các chỉ tiêu", "chuyên môn trong năm"],
     Caption(None, None, "Bảng 1. Kết quả thực hiện các chỉ tiêu chuyên môn trong năm")),
    (["Nơi nhận:", "- Như trên;", "- Lưu: VT."], Caption()),
    (["UBND TỈNH LÀO CAI", "Số: 12/KH-UBND", "NHIỆM VỤ NĂM 2026"],
     Caption(None, None, "NHIỆM VỤ NĂM 2026")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "caption"), CAPTIONS)
def test_captions(lines: list[str], caption: Caption) -> None:
    assert read_caption(lines, Caption()) == caption


def test_bold_letters_set_a_caption_apart() -> None:
    lines = ["I. NỘI DUNG", "Văn bản dẫn vào bảng:", "Lịch công tác tháng 9"]
    assert read_caption(lines, Caption(), {"Lịch công tác tháng 9"}).title == lines[-1]


def test_a_title_ends_where_its_look_does() -> None:
    lines = ["SỞ Y TẾ TỈNH PHÚ THỌ", STATE, "KẾ HOẠCH", "Phòng, chống dịch", "Nhân dân cả tỉnh"]
    assert read_facts(lines, (), "a", Overrides(), lines[:4]).title == "Phòng, chống dịch"


def test_an_annex_carries_over_and_a_title_does_not() -> None:
    before = Caption("Phụ lục I", "II", "X")
    assert read_caption([], before) == Caption("Phụ lục I", "II", None)
    assert read_caption(["Phụ lục II"], before) == Caption("Phụ lục II", None, None)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Kế hoạch hoạt động năm 2025 của Ban Chỉ đạo", 2025),
        ("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026", 2026),
        ("Nhiệm vụ trọng tâm 6 tháng cuối năm 2025", 2025),
        ("Kế hoạch triển khai Nghị quyết số 57-NQ/TW năm 2025", 2025),
        ("Chiến lược phát triển quốc gia đến năm 2045", None),
        ("Kế hoạch phát triển đến hết năm 2030", None),
        ("Đề án phát triển đến năm 2030, tầm nhìn đến năm 2045", None),
        ("Kế hoạch năm 2025, tầm nhìn 2045", None),
        ("Kế hoạch thực hiện từ năm 2025", None),
        ("Kế hoạch giai đoạn 2026 - 2030", None),
        ("Kế hoạch hai năm 2025 - 2026", None),
        ("Tổng kết năm 2024, phương hướng năm 2025", None),
        ("Kế hoạch triển khai thi hành Luật Đất đai năm 2024", None),
        ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị", None),
        ("Cắt giảm chi phí so với năm 2024", None),
        ("Kế hoạch năm 2025 và những năm tiếp theo", None),
        ("Danh mục nhiệm vụ", None),
    ],
)
def test_a_title_gives_a_year_only_as_its_period(title: str, year: int | None) -> None:
    assert period_year(title) == year


@pytest.mark.parametrize(
    ("title", "issued", "year"),
    [
        ("Chiến lược đến năm 2045", None, None),
        ("Kế hoạch năm 2025", None, 2025),
        ("Chiến lược đến năm 2045", date(2025, 6, 1), 2025),
        ("Kế hoạch công tác năm 2026", date(2025, 12, 30), 2026),
        ("Tổng kết năm 2024", date(2025, 1, 10), 2025),
    ],
)
def test_the_year_of_a_month_without_one(title: str, issued: date | None, year: int | None) -> None:
    found = Facts("a", None, None, None, title, issued, "issued")
    assert year_of(found) == year


# --- letterheads -------------------------------------------------------------------------------

OTHER_STATE = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
ISSUERS: list[tuple[tuple[str, ...], str | None]] = [
    (("BỘ TƯ PHÁP" + STATE, MOTTO), "Bộ Tư pháp"),
    (("UỶ BAN NHÂN DÂN          " + OTHER_STATE, "TỈNH VĨNH LONG    " + MOTTO),
     "Ủy ban nhân dân tỉnh Vĩnh Long"),
    ((OTHER_STATE, "UBND TỈNH LÀO CAI", MOTTO, "SỞ CÔNG THƯƠNG", "Số: 1/KH-SCT"),
     "Sở Công Thương tỉnh Lào Cai"),
    (("ỦY BAN NHÂN DÂN", "XÃ PHÙ MỸ BẮC", STATE, MOTTO), "Ủy ban nhân dân xã Phù Mỹ Bắc"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG CỘNG SẢN VIỆT NAM", "BAN TỔ CHỨC", "*", "Số 3-HD/BTCTW"),
     "Ban Tổ chức Trung ương"),
    (("DANH MỤC SẢN PHẨM", "THUỘC ỦY BAN NHÂN DÂN TỈNH"), None),
    (("BỘ NỘI VỤ", "SỔ TAY", "HƯỚNG DẪN XÂY DỰNG"), "Bộ Nội vụ"),
    (("QUY CHUẨN KỸ THUẬT", STATE, MOTTO, "Lời nói đầu", "Vụ Khoa học công nghệ thẩm định"), None),
    (("CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT", "Số: 1/NQ-CP", "NAM"), "Chính phủ"),
    (("UBND HUYỆN ĐÔNG ANH   CỘNG HÒA XÃ HỘI CHỦ", "PHÒNG NỘI VỤ   NGHĨA VIỆT NAM"),
     "Phòng Nội vụ huyện Đông Anh"),
    (("TÒA ÁN NHÂN DÂN TỐI CAO", "TÒA ÁN NHÂN DÂN TỈNH GIA LAI", STATE),
     "Tòa án nhân dân tỉnh Gia Lai"),
    (("TỈNH ỦY BẮC NINH", "BAN TỔ CHỨC", "*", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 1-HD/BTCTU"),
     "Ban Tổ chức Tỉnh ủy Bắc Ninh"),
    (("UBND TỈNH LÀO CAI", "VĂN PHÒNG", STATE), "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"),
    (("UBND PHƯỜNG HOÀN KIẾM", "TRƯỜNG THCS NGUYỄN DU", STATE), "Trường THCS Nguyễn Du"),
    (("CỤC THUẾ", "THUẾ TỈNH TÂY NINH", STATE), "Thuế tỉnh Tây Ninh"),
    (("UBND TỈNH YÊN BÁI", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", STATE),
     "Sở Lao động - Thương binh và Xã hội tỉnh Yên Bái"),
    (("THỦ TƯỚNG", "CHÍNH PHỦ", STATE), "Thủ tướng Chính phủ"),
    (("BỘ TÀI CHÍNH - BỘ CÔNG AN -", "BỘ QUỐC PHÒNG", STATE),
     "Bộ Tài chính; Bộ Công an; Bộ Quốc phòng"),
    (("LIÊN SỞ: TÀI CHÍNH - XÂY DỰNG", STATE), "Sở Tài chính; Sở Xây dựng"),
    (("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "VĂN PHÒNG QUỐC HỘI", STATE), "Văn phòng Quốc hội"),
    (("SỞ Y TẾ QUẢNG TRỊ", "BỆNH VIỆN ĐA KHOA TỈNH", STATE), "Bệnh viện Đa khoa tỉnh Quảng Trị"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG", "ĐẢNG ỦY CHÍNH PHỦ", "ĐẢNG CỘNG SẢN VIỆT NAM"),
     "Đảng ủy Chính phủ"),
    (("BCH ĐẢNG BỘ TỈNH CÀ MAU", "VĂN PHÒNG TỈNH ỦY", "ĐẢNG CỘNG SẢN VIỆT NAM"),
     "Văn phòng Tỉnh ủy Cà Mau"),
    (("TỈNH ĐOÀN QUẢNG TRỊ", "***", "ĐOÀN TNCS HỒ CHÍ MINH", "Số: 5-KH/TĐTN"),
     "Tỉnh đoàn Quảng Trị"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG", "***", "ĐOÀN TNCS HỒ CHÍ MINH", "Số: 5-KH/TWĐTN"),
     "Ban Chấp hành Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    (("ĐOÀN TNCS HỒ CHÍ MINH", "BAN CHẤP HÀNH TỈNH NGHỆ AN", "ĐOÀN TNCS HỒ CHÍ MINH",
      "Số: 5-KH/TĐTN"), "Ban Chấp hành Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Nghệ An"),
    (("TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH", STATE),
     "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC", "ĐẢNG CỘNG SẢN VIỆT NAM"),
     "Ban Tổ chức Trung ương"),
    (("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "BAN CHẤP HÀNH TRUNG ƯƠNG", STATE),
     "Ban Chấp hành Trung ương Hội Liên hiệp Phụ nữ Việt Nam"),
    (("MẶT TRẬN TỔ QUỐC VIỆT NAM", "ỦY BAN TRUNG ƯƠNG", STATE),
     "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    (("NHÓM CHUYÊN GIA TƯ VẤN", STATE, MOTTO, "Số: 5/KH-NCG"), "Nhóm Chuyên gia tư vấn"),
    (("Sở Giáo dục và Đào tạo", "Trường THPT Hà Huy Tập", STATE, "Số: 1/KH-THPT"),
     "Trường THPT Hà Huy Tập"),
    (("SỞ Y TẾ HƯNG YÊN", "TRUNG TÂM Y TẾ THÀNH PHỐ", STATE), "Trung tâm Y tế thành phố Hưng Yên"),
    (("ĐẢNG BỘ TỈNH ĐẮK NÔNG", "HUYỆN ỦY ĐẮK SONG", "ĐẢNG CỘNG SẢN VIỆT NAM"), "Huyện ủy Đắk Song"),
    (("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH HÀ TĨNH", STATE),
     "Ban Chấp hành Hội Nông dân tỉnh Hà Tĩnh"),
    (("ĐẢNG ỦY XÃ MƯỜNG LA", "BAN XÂY DỰNG ĐẢNG", "ĐẢNG CỘNG SẢN VIỆT NAM"),
     "Ban Xây dựng Đảng Đảng ủy xã Mường La"),
    (("ĐOÀN ĐẠI BIỂU QUỐC HỘI VÀ", "HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN", "VĂN PHÒNG", STATE),
     "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Lạng Sơn"),
    (("ỦY BAN NHÂN DÂN", "XÃ CƯ KNIA", STATE), "Ủy ban nhân dân xã Cư Knia"),
    (("BỘ CÔNG THƯƠNG", "TỔNG CÔNG TY ĐIỆN LỰC MIỀN NAM", STATE), "Tổng công ty Điện lực miền Nam"),
    (("UBND XÃ A LƯỚI 1 " + STATE, "PHÒNG KINH TẾ, HẠ TẦNG " + MOTTO,
      "VÀ ĐÔ THỊ A Lưới, ngày 5 tháng 1 năm 2026", "Số: 2/TB-KT"),
     "Phòng Kinh tế, Hạ tầng và Đô thị xã A Lưới 1"),
    (("ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP", "Số: 77/UBND-VP", "V/v rà soát hộ nghèo", "năm 2026", STATE),
     "Ủy ban nhân dân xã Tân Lập"),
    (("CHÍNH PHỦ -", "ỦY BAN TRUNG ƯƠNG", "MẶT TRẬN TỔ QUỐC VIỆT NAM", STATE),
     "Chính phủ; Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HUẾ", "THANH TRA THÀNH PHỐ", STATE), "Thanh tra thành phố Huế"),
    (("CỤC QUẢN LÝ THI HÀNH ÁN DÂN SỰ", "THI HÀNH ÁN DÂN SỰ TỈNH CÀ MAU", STATE),
     "Thi hành án dân sự tỉnh Cà Mau"),
    (("KHO BẠC NHÀ NƯỚC", "KHO BẠC NHÀ NƯỚC KHU VỰC XIV", STATE), "Kho bạc Nhà nước khu vực XIV"),
    (("BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI", "TP.ĐÀ NẴNG", STATE, "Số: 1/TB-BHXH"),
     "Bảo hiểm xã hội thành phố Đà Nẵng"),
    (("BỘ TƯ PHÁP-TÒA ÁN NHÂN DÂN TỐI CAO- BỘ Y TẾ", STATE, "Số: 1/TTLT-BTP-TANDTC-BYT"),
     "Bộ Tư pháp; Tòa án nhân dân tối cao; Bộ Y tế"),
    (("SỞ Y TẾ TỈNH AN GIANG", "BỆNH VIỆN ĐA KHOA", "TRUNG TÂM AN GIANG", STATE, "Số: 1/TB-BV"),
     "Bệnh viện Đa khoa Trung tâm An Giang"),
    (("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN CHỈ ĐẠO TRUNG ƯƠNG VỀ CHUYỂN ĐỔI SỐ", "*", "Số 3-KH/BCĐTW",
      "ĐẢNG CỘNG SẢN VIỆT NAM", "KẾ HOẠCH"), "Ban Chỉ đạo Trung ương về chuyển đổi số"),
    (("TỈNH ỦY LÀO CAI", "BAN CHỈ ĐẠO THỰC HIỆN NGHỊ QUYẾT 57", STATE, "Số: 1/KH"),
     "Ban Chỉ đạo thực hiện Nghị quyết 57 tỉnh Lào Cai"),
    (("ỦY BAN NHÂN DÂN", STATE, "Số: 1/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc X",
      "ỦY BAN NHÂN DÂN QUẬN 9", "Căn cứ"), "Ủy ban nhân dân quận 9"),
    (("KIỂM TOÁN NHÀ NƯỚC", "KIỂM TOÁN NHÀ NƯỚC KHU VỰC VII", STATE, "Số: 1/KV VII"),
     "Kiểm toán nhà nước khu vực VII"),
    (("UBND TỈNH QUẢNG TRỊ THANH TRA TỈNH", STATE, "Số: 1/KL-TTr"), "Thanh tra tỉnh Quảng Trị"),
    (("BỘ TÀI CHÍNH CỤC THUẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "Số: 1/TB-CT"), "Cục Thuế"),
    (("UBND THÀNH PHỐ HẢI PHÒNG SỞ NỘI VỤ", STATE, "Số: 1/TB-SNV"),
     "Sở Nội vụ thành phố Hải Phòng"),
    (("ỦY BAN NHÂN DÂN", "XÃ TÂN HỘI ĐÔNG", STATE, "Số: 1/KH"), "Ủy ban nhân dân xã Tân Hội Đông"),
    (("SỞ TÀI CHÍNH - SỞ NỘI VỤ", "TỈNH CAO BẰNG", STATE, "Số: 1/HD"),
     "Sở Tài chính tỉnh Cao Bằng; Sở Nội vụ tỉnh Cao Bằng"),
    (("TỈNH ỦY - UBND TỈNH HÀ TĨNH", STATE, "Số: 1/KH"),
     "Tỉnh ủy Hà Tĩnh; Ủy ban nhân dân tỉnh Hà Tĩnh"),
    (("TRƯỜNG ĐẠI HỌC KHOA HỌC - ĐẠI HỌC HUẾ", STATE, "Số: 1/KH"),
     "Trường Đại học Khoa học - Đại học Huế"),
    (("HỘI ĐỒNG NHÂN DÂN", "TỈNH VĨNH LONG", "THƯỜNG TRỰC", STATE, "Số: 1/TB-HĐND"),
     "Thường trực Hội đồng nhân dân tỉnh Vĩnh Long"),
    (("BỘ NGOẠI GIAO", "ĐẠI SỨ QUÁN VIỆT NAM TẠI NHẬT BẢN", STATE, "Số: 1/TB"),
     "Đại sứ quán Việt Nam tại Nhật Bản"),
    (("BỘ XÂY DỰNG", "CỤC ĐƯỜNG BỘ VIỆT NAM", "KHU QUẢN LÝ ĐƯỜNG BỘ III", STATE, "Số: 1/TB"),
     "Khu Quản lý Đường bộ III"),
    (("UBND TỈNH KON TUM", "BAN QUẢN LÝ", "VƯỜN QUỐC GIA CHƯ MOM RAY", STATE, "Số: 1/TB"),
     "Ban Quản lý Vườn quốc gia Chư Mom Ray tỉnh Kon Tum"),
    (("NGÂN HÀNG TMCP", "NGOẠI THƯƠNG VIỆT NAM", STATE, "Số: 1/TB"),
     "Ngân hàng TMCP Ngoại thương Việt Nam"),
    (("CÔNG TY CỔ PHẦN CAO SU DẦU TIẾNG", STATE, "Số: 1/TB"), "Công ty Cổ phần Cao su Dầu Tiếng"),
    (("HỘI NÔNG DÂN VIỆT NAM", "BCH HỘI NÔNG DÂN TỈNH ĐỒNG NAI", STATE, "Số: 1/TB"),
     "Ban Chấp hành Hội Nông dân tỉnh Đồng Nai"),
    (("HỘI", "LIÊN HIỆP PHỤ NỮ VIỆT NAM", "BTV", "HỘI LHPN TỈNH CÀ MAU", STATE, "Số: 1/KH-BTV"),
     "Ban Thường vụ Hội Liên hiệp Phụ nữ tỉnh Cà Mau"),
    (("UBND", "TỈNH PHÚ THỌ", "BAN", "CHỈ ĐẠO CÁC CHƯƠNG TRÌNH", "MỤC TIÊU QUỐC GIA", "-------",
      STATE, "Số: 1/KH"), "Ban Chỉ đạo các chương trình mục tiêu quốc gia tỉnh Phú Thọ"),
    (("UBND TỈNH ĐỒNG NAI", "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP,", "KHU KINH TẾ", STATE, "Số: 1/TB"),
     "Ban Quản lý các Khu công nghiệp, Khu kinh tế tỉnh Đồng Nai"),
    (("ỦY BAN NHÂN DÂN", "TỈNH -", "ỦY BAN MTTQ VIỆT", "NAM TỈNH", "QUẢNG TRỊ", STATE),
     "Ủy ban nhân dân tỉnh Quảng Trị; Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Trị"),
    (("BAN CÁN SỰ ĐẢNG", "BỘ Y TẾ", STATE, "Số: 1/TB"), "Ban cán sự đảng Bộ Y tế"),
    (("LIÊN MINH HỢP TÁC XÃ VIỆT NAM", "LIÊN MINH HỢP TÁC XÃ", "TỈNH HÀ TĨNH", STATE, "Số: 1/BC"),
     "Liên minh Hợp tác xã tỉnh Hà Tĩnh"),
]  # fmt: skip


def test_a_letterhead_that_a_portal_broke_into_lines() -> None:
    found = facts(
        "BỘ", "KẾ HOẠCH VÀ ĐẦU TƯ", "-------", "|", "CỘNG", "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO,
        "|", "Số:", "06/2019/TT-BKHĐT", "|", "Kon Tum, ngày 29", "tháng 3 năm 2019",
        "|", "THÔNG TƯ", "VỀ MẠNG LƯỚI TƯ VẤN VIÊN", "Căn cứ Luật X;",
    )  # fmt: skip
    assert (found.number, found.issued) == ("06/2019/TT-BKHĐT", date(2019, 3, 29))
    assert (found.kind, found.issuer) == ("Thông tư", "Bộ Kế hoạch và Đầu tư")


@pytest.mark.parametrize(
    ("lines", "number", "issued"),
    [
        (("Số: 4/2018/TTLT-TANDTC-BCA-", "BTP", "Huế, ngày 3 tháng 4 năm 2018"),
         "4/2018/TTLT-TANDTC-BCA-BTP", date(2018, 4, 3)),
        (("Thành phố Hồ Chí Minh, ngày 9 tháng 9 năm", "Số: 4/QĐ-ĐHBK 2025"),
         "4/QĐ-ĐHBK", date(2025, 9, 9)),
        (("Luật số: 91/2025/QH15 " + MOTTO, "Hà Nội, ngày 26 tháng 6 năm 2025"),
         "91/2025/QH15", date(2025, 6, 26)),
        (("Số: 219/TB-KV VII", "Bà Rịa - Vũng Tàu, ngày 1 tháng 2 năm 2025"),
         "219/TB-KVVII", date(2025, 2, 1)),
    ],
)  # fmt: skip
def test_number_and_date_that_two_columns_cut(
    lines: tuple[str, ...], number: str, issued: date
) -> None:
    found = facts("BỘ Y TẾ", STATE, *lines)
    assert (found.number, found.issued) == (number, issued)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("CHƯƠNG TRÌNH HÀNH ĐỘNG", "thực hiện Chiến lược biển", "Căn cứ X;"),
         "HÀNH ĐỘNG thực hiện Chiến lược biển"),
        (("KẾ HOẠCH CÔNG TÁC", "Thực hiện Nghị quyết số 5/NQ-CP, xã lập kế hoạch."), "CÔNG TÁC"),
        (("QUYẾT ĐỊNH", "Phân công Chủ tịch và Ủy viên", "Ủy ban nhân dân xã A, nhiệm kỳ 2026",
          "ỦY BAN NHÂN DÂN XÃ A", "Căn cứ X;"),
         "Phân công Chủ tịch và Ủy viên Ủy ban nhân dân xã A, nhiệm kỳ 2026"),
        (("QUYẾT ĐỊNH", "VỀ THỦ TỤC THUỘC THẨM QUYỀN CỦA", "ỦY BAN NHÂN DÂN XÃ A",
          "ỦY BAN NHÂN DÂN XÃ A", "Căn cứ X;"),
         "VỀ THỦ TỤC THUỘC THẨM QUYỀN CỦA ỦY BAN NHÂN DÂN XÃ A"),
    ],
)  # fmt: skip
def test_where_a_title_ends(lines: tuple[str, ...], title: str) -> None:
    assert facts("ỦY BAN NHÂN DÂN XÃ A", STATE, "Số: 1/KH-UBND", *lines).title == title


def test_an_issuer_that_breaks_off_is_null_and_told() -> None:
    cited = "(Kèm theo Kế hoạch số 5/KH-UBND ngày 4/8/2025 của Ủy ban nhân dân tỉnh Tuyên"
    found = facts("PHỤ LỤC I", "DANH MỤC", cited)
    assert (found.issuer, [one.code for one in found.doubts]) == (None, ["fact-uncertain"])


def test_a_letter_has_no_line_for_its_kind() -> None:
    found = facts(
        "BẢO HIỂM XÃ HỘI VIỆT NAM", "Số: 1022/BHXH-CĐ", "V/v rà soát dữ liệu", "người hưởng chế độ",
        STATE, MOTTO, "Hà Nội, ngày 6 tháng 6 năm 2025", "Kính gửi: Các đơn vị.", "Thực hiện …",
    )  # fmt: skip
    assert (found.kind, found.title) == ("Công văn", "rà soát dữ liệu người hưởng chế độ")


@pytest.mark.parametrize(
    ("number", "kind"),
    [("1022/BHXH-CĐ", None), ("01-TANDTC/TTLT", "Thông tư liên tịch"), ("5/CĐ-TTg", "Công điện")],
)
def test_the_kind_stands_first_in_a_symbol_or_last_of_all(number: str, kind: str | None) -> None:
    assert facts("BỘ Y TẾ", STATE, f"Số: {number}").kind == kind


@pytest.mark.parametrize(
    "place", ["Quận 8, ngày 8 tháng 8 năm 2006", "Hà Nội ngày 8 tháng 8 năm 2006"]
)
def test_a_place_may_end_with_a_number_and_lack_its_comma(place: str) -> None:
    assert facts("BỘ Y TẾ", STATE, "Số: 1/QĐ-BYT", place).issued == date(2006, 8, 8)


@pytest.mark.parametrize(
    ("closing", "day"),
    [
        (("Luật này được Quốc hội khóa XIV, kỳ họp thứ 5 thông", "qua ngày 12 tháng 6 năm 2018."),
         date(2018, 6, 12)),
        (("Nghị quyết này được Ủy ban Thường vụ Quốc hội khóa XV thông qua tại Phiên họp thứ 49 "
          "ngày 26 tháng 9 năm 2025.",), date(2025, 9, 26)),
        (("Luật này được Quốc hội thông qua và có hiệu lực từ ngày 01 tháng 7 năm 2005.",), None),
        (("Luật số 9/2001/QH10 được Quốc hội thông qua ngày 12 tháng 6 năm 2001.",), None),
    ],
)  # fmt: skip
def test_an_assembly_dates_a_document_by_the_day_it_was_passed(
    closing: tuple[str, ...], day: date | None
) -> None:
    found = facts("QUỐC HỘI", STATE, "Luật số: 24/2018/QH14", "LUẬT", "AN NINH MẠNG", *closing)
    assert found.issued == day


def test_an_annex_names_the_body_whose_head_signed() -> None:
    cited = "(Kèm theo Thông tư số 3/2020/TT-BGDĐT ngày 15/9/2020 của Bộ trưởng Bộ Y tế)"
    assert facts("PHỤ LỤC I", "DANH MỤC", cited).issuer == "Bộ Y tế"


def test_the_title_may_go_on_in_the_line_of_the_kind() -> None:
    found = facts("BỘ Y TẾ", STATE, "Số: 1/KH-BYT", "KẾ HOẠCH TIÊM CHỦNG NĂM 2026", "Căn cứ X;")
    assert (found.kind, found.title) == ("Kế hoạch", "TIÊM CHỦNG NĂM 2026")


@pytest.mark.parametrize(("lines", "issuer"), ISSUERS, ids=lambda value: str(value)[:30])
def test_the_issuer_in_normal_form(lines: tuple[str, ...], issuer: str | None) -> None:
    assert facts(*lines).issuer == issuer


def test_what_is_cited_is_never_the_own_number_or_date() -> None:
    found = facts(
        "UBND TỈNH LÀO CAI", "SỞ CÔNG THƯƠNG", "Số:       /KH-SCT", STATE, MOTTO,
        "Lào Cai, ngày       tháng 4 năm 2026", "KẾ HOẠCH", "Thực hiện Đề án số 08",
        "(Ban hành kèm theo Nghị quyết số 35-NQ/TU ngày 29/12/2025 của Tỉnh ủy Lào Cai)",
        "Căn cứ Quyết định, ngày 25/02/2026 của Ủy ban nhân dân tỉnh Lào Cai",
    )  # fmt: skip
    assert (found.number, found.issued, found.kind) == (None, None, "Kế hoạch")
    assert [doubt.code for doubt in found.doubts] == ["fact-uncertain", "fact-uncertain"]


CITED = st.builds(
    "{} {} số {}/{} ngày {}/{}/20{} của {};".format,
    st.sampled_from(["Căn cứ", "Theo", "Thực hiện", "Xét"]),
    st.sampled_from(["Quyết định", "Nghị quyết", "Tờ trình", "Luật Đất đai", "Nghị định"]),
    st.integers(13, 999), st.sampled_from(["QĐ-TTg", "2024/QH15", "NQ-CP", "TTr-SNV"]),
    st.integers(1, 28), st.integers(1, 12), st.integers(10, 25),
    st.sampled_from(["Chính phủ", "Ủy ban nhân dân tỉnh", "Sở Nội vụ tỉnh Lào Cai"]),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(CITED, max_size=5), st.lists(CITED, max_size=3), st.booleans(), st.booleans())
def test_what_a_document_cites_never_becomes_its_number_or_date(
    grounds: list[str], title: list[str], numbered: bool, dated: bool
) -> None:
    number = "Số: 12/KH-UBND" if numbered else "Số:      /KH-UBND"
    day = "ngày 5 tháng 3 năm 2026" if dated else "ngày     tháng     năm 2026"
    found = facts(
        "ỦY BAN NHÂN DÂN", STATE, "TỈNH LÀO CAI", MOTTO, number, f"Lào Cai, {day}", "KẾ HOẠCH",
        " ".join(("Triển khai công tác", *title)), *grounds, "Ủy ban nhân dân tỉnh ban hành:",
    )  # fmt: skip
    assert found.number == ("12/KH-UBND" if numbered else None)
    assert found.issued == (date(2026, 3, 5) if dated else None)
    assert len(found.doubts) == (not numbered) + (not dated)


def test_what_an_annex_is_attached_to_may_stand_behind_its_title() -> None:
    found = facts("PHỤ LỤC I", "MỨC TRỢ CẤP (Kèm theo Nghị định số 55/2023/NĐ-CP ngày 21 tháng 7 "
                  "năm 2023 của Chính phủ)")  # fmt: skip
    assert (found.number, found.issued, found.issuer, found.title) == (
        "55/2023/NĐ-CP", date(2023, 7, 21), "Chính phủ", "MỨC TRỢ CẤP",
    )  # fmt: skip


def test_a_title_block_inside_the_only_table_says_what_it_is_attached_to(tmp_path: Path) -> None:
    wide = make.span(3)
    block = ["PHỤ LỤC I", "DANH MỤC NHIỆM VỤ",
             "(Kèm theo Quyết định số 5/QĐ-BYT ngày 3 tháng 4 năm 2026 của Bộ Y tế)"]  # fmt: skip
    rows = [make.row(make.cell(text, properties=wide)) for text in block]
    rows += [make.row("STT", "Nhiệm vụ", "Thời hạn"), make.row("1", "Rà soát", "2026")]
    path = tmp_path / "a.docx"
    path.write_bytes(make.pack({"document": make.table(*rows)}))
    (found,) = normalize(extract(Source(path, path.name))).documents
    assert (found.number, found.issuer, found.title) == (
        "5/QĐ-BYT", "Bộ Y tế", "DANH MỤC NHIỆM VỤ",
    )  # fmt: skip


def test_an_annex_of_a_blank_document_is_told() -> None:
    found = facts(
        "PHỤ LỤC",
        "DANH MỤC",
        "(Kèm theo Quyết định số …/QĐ-BYT ngày … tháng … năm 2025 của Bộ Y tế)",
    )
    assert (found.number, found.issued, len(found.doubts)) == (None, None, 2)


def test_a_regulation_has_number_and_date_of_the_decision_it_is_attached_to() -> None:
    found = facts(
        f"ỦY BAN NHÂN DÂN {STATE}", "TỈNH VĨNH LONG", MOTTO, "QUY ĐỊNH", "Quản lý chi phí",
        "(Ban hành kèm theo Quyết định số:01 /2020/QĐ- UBND, ngày 10 tháng 01 năm",
        "2020 của Uỷ ban nhân dân tỉnh)", "Chương I", "Căn cứ Thông tư, ngày 30 tháng 5 năm 2014",
    )  # fmt: skip
    assert (found.number, found.issued) == ("01/2020/QĐ-UBND", date(2020, 1, 10))
    assert (found.kind, found.issuer) == ("Quy định", "Ủy ban nhân dân tỉnh Vĩnh Long")


def test_a_page_of_a_portal_has_its_letterhead_below_much_else() -> None:
    found = facts(
        *["Trang chủ", "Văn bản", "THÔNG BÁO"] * 30, "ỦY BAN THƯỜNG VỤ QUỐC HỘI", STATE, MOTTO,
        "Nghị quyết số: 105/2025/UBTVQH15", "Hà Nội, ngày 26 tháng 9 năm 2025", "NGHỊ QUYẾT",
        "CHƯƠNG TRÌNH LẬP PHÁP NĂM 2026", "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "Căn cứ Hiến pháp",
    )  # fmt: skip
    assert (found.number, found.issued) == ("105/2025/UBTVQH15", date(2025, 9, 26))
    assert found.title == "CHƯƠNG TRÌNH LẬP PHÁP NĂM 2026"


def test_letters_set_apart_are_one_word() -> None:
    found = facts("CHÍNH PHỦ", STATE, "Số: 5/NQ-CP", "N G H Ị  Q U Y Ế T", "Về một việc")
    assert (found.kind, found.title) == ("Nghị quyết", "Về một việc")


def test_a_list_of_contents_heads_no_annex() -> None:
    assert annex_heading("Phụ lục II. DANH MỤC NHIỆM VỤ ............ 38") is None


SYMBOLS = [
    ("Số: 47/2020/NĐ-CP", "Nghị định", "Chính phủ"),
    ("Số: 62/2026/TT-BXD", "Thông tư", "Bộ Xây dựng"),
    ("Số: 5/KH-SCT", "Kế hoạch", None),
]


@pytest.mark.parametrize(("line", "kind", "issuer"), SYMBOLS)
def test_what_the_heading_does_not_say_the_symbol_may(
    line: str, kind: str, issuer: str | None
) -> None:
    found = facts(line, "Căn cứ Luật")
    assert (found.kind, found.issuer) == (kind, issuer)
    assert {fact.origin for fact in found.evidence} == {"letterhead", "symbol"}


@pytest.mark.parametrize("named", ["UBND tỉnh", "Ủy ban nhân dân tỉnh", "Sở Xây dựng"])
def test_an_issuer_named_without_its_place_is_null_and_told(named: str) -> None:
    facts = read_facts(
        ["Phụ lục I", "DANH MỤC", f"(Đính kèm Thông báo số 17/TB-SXD ngày 09/7/2024 của {named})"],
        (), "a.pdf", Overrides(),
    )  # fmt: skip
    assert (facts.number, facts.issued, facts.issuer) == ("17/TB-SXD", date(2024, 7, 9), None)
    assert [(p.code, p.evidence) for p in facts.doubts] == [("fact-uncertain", named)]


def test_a_number_right_after_the_kind_is_that_of_what_an_annex_is_attached_to() -> None:
    attached = "(Ban hành kèm theo Nghị quyết 219/2019/NQ-HĐND ngày 06/12/2019 của Chính phủ)"
    facts = read_facts(["Phụ lục I", attached], (), "a.doc", Overrides())
    assert (facts.number, facts.doubts) == ("219/2019/NQ-HĐND", ())


def test_an_organisation_is_written_as_its_document_writes_it() -> None:
    lines = [
        "ĐẠI HỌC QUỐC GIA HÀ NỘI", "TRƯỜNG ĐẠI HỌC KHOA HỌC TỰ NHIÊN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "QUYẾT ĐỊNH", "Về việc ban hành chương trình",
        "Theo đề nghị của Trường Đại học Khoa học Tự nhiên, ĐHQGHN;",
    ]  # fmt: skip
    assert read_facts(lines, (), "a.pdf", Overrides()).issuer == "Trường Đại học Khoa học Tự nhiên"


def test_a_signature_of_a_day_that_does_not_exist_is_passed_over() -> None:
    assert read_stamp(["Ký: 2026-13-45T10:00:00"], ["2026-13-45T10:00:00"]).issued is None


@pytest.mark.parametrize(
    ("printed", "laid", "issued"),
    [
        ("Hà Nội, ngày 5 tháng     năm 2026", ["3"], date(2026, 3, 5)),
        ("Hà Nội, ngày     tháng 3 năm 2026", ["5"], date(2026, 3, 5)),
        ("Hà Nội, ngày     tháng     năm 2026", ["5", "3"], date(2026, 3, 5)),
        ("Hà Nội, ngày     tháng     năm 2026", ["5"], None),
    ],
)
def test_day_and_month_laid_over_their_blanks(
    printed: str, laid: list[str], issued: date | None
) -> None:
    assert read_stamp([printed], laid).issued == issued


DAY = "Hà Nội, ngày 1 tháng 2 năm 2024"


@pytest.mark.parametrize(
    ("lines", "number", "kind", "issuer"),
    [
        (("UBND TỈNH A", STATE, "Số : 41 /GDĐT – VP", DAY, "Kính gửi: B"),
         "41/GDĐT-VP", "Công văn", "Ủy ban nhân dân tỉnh A"),
        (("BỘ Y TẾ", f"-{STATE} {MOTTO}", f"-Số: 4/TT-BYT {DAY}", "THÔNG TƯ"),
         "4/TT-BYT", "Thông tư", "Bộ Y tế"),
        (("• BỘ Y TẾ - BỘ CÔNG AN", "Số: 5/TTLT-BYT-BCA", STATE, "THÔNG TƯ LIÊN TỊCH"),
         "5/TTLT-BYT-BCA", "Thông tư liên tịch", "Bộ Y tế; Bộ Công an"),
        (("ỦY", "BAN NHÂN DÂN", "TỈNH LÀO CAI", "CỘNG", "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
          "Số:", "9/KH-UBND", "KẾ HOẠCH"),
         "9/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lào Cai"),
        (("QUỐC HỘI", STATE, "Nghị quyết số: 29/2021/QH15", DAY, "VỀ KẾ HOẠCH ĐẦU TƯ", "QUỐC HỘI"),
         "29/2021/QH15", "Nghị quyết", "Quốc hội"),
        (("ỦY BAN NHÂN DÂN", "XÃ A", STATE, "QUY CHẾ LÀM", "VIỆC", "(Ban hành",
          "kèm theo Quyết định số: 59/QĐ-UBND", "ngày 22 tháng",
          "7 năm 2021 của Ủy ban nhân dân xã", "A)"),
         "59/QĐ-UBND", "Quy chế", "Ủy ban nhân dân xã A"),
        (("BỘ Y TẾ", STATE, "Số: 6/TT-BYT", DAY, "THÔNG", "TƯ", "HƯỚNG DẪN THI HÀNH NGHỊ ĐỊNH"),
         "6/TT-BYT", "Thông tư", "Bộ Y tế"),
    ],
)  # fmt: skip
def test_a_letterhead_as_extraction_leaves_it(
    lines: tuple[str, ...], number: str, kind: str, issuer: str
) -> None:
    found = facts(*lines)
    assert (found.number, found.kind, found.issuer) == (number, kind, issuer)


@pytest.mark.parametrize(
    ("printed", "text", "issuer", "told"),
    [
        ("ỦY BAN NHÂN DÂN", ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Ủy ban nhân dân xã B"),
         "Ủy ban nhân dân tỉnh Lào Cai", 0),
        ("UBND TỈNH", ("Ủy ban nhân dân tỉnh Lào Cai ban hành:",),
         "Ủy ban nhân dân tỉnh Lào Cai", 0),
        ("ỦY BAN NHÂN DÂN", ("Ủy ban nhân dân tỉnh Lào Cai", "Ủy ban nhân dân xã Tả Van"),
         "Ủy ban nhân dân", 1),
        ("SỞ XÂY DỰNG", ("Căn cứ Luật;",), "Sở Xây dựng", 1),
    ],
)  # fmt: skip
def test_an_issuer_without_its_place_takes_the_one_the_text_names_or_is_told(
    printed: str, text: tuple[str, ...], issuer: str, told: int
) -> None:
    found = facts(printed, STATE, "Số: 1/BC", DAY, "BÁO CÁO", "Kết quả X", *text)
    assert (found.issuer, len(found.doubts)) == (issuer, told)
