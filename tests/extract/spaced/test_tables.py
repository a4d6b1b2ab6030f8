"""Tables other than those of tasks: narrow number columns, two levels of names, blank columns."""

from __future__ import annotations

import textwrap

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.corridors.profile import Profile
from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.spaced.names.header import HeaderLines, find_headers
from pipeline.extract.text.lines import split_lines
from pipeline.model import UNCERTAIN, Grid
from tests.extract.spaced.test_spaced import document, grid_rows, read


def headers(text: str) -> list[HeaderLines]:
    found = read_text(list(split_lines(textwrap.dedent(text).lstrip("\n"))))
    return find_headers(found.rows, set(found.opening))


def test_the_name_of_the_number_column_is_spread_over_lines_between_other_names() -> None:
    found = headers(
        """
        Số                                                  Loại, nhóm
        thứ     Số hiệu UN          Tên tiếng Việt                          Ghi chú
        tự                                                     hàng
        1       0453                Động cơ                 1               Mới
        """
    )
    assert [header.titles for header in found] == [
        ("Số thứ tự", "Số hiệu UN", "Tên tiếng Việt", "Loại, nhóm hàng", "Ghi chú")
    ]


def test_a_narrow_number_column_has_one_letter_a_line() -> None:
    found = headers(
        """
        T   Tên tiền chất thuốc nổ     Công thức    Mã HS
        T                              phân tử
        1   Amoni Nitrat               NH4NO3       3102.30.00
        """
    )
    assert [header.titles for header in found] == [
        ("T T", "Tên tiền chất thuốc nổ", "Công thức phân tử", "Mã HS")
    ]


TWO_LEVELS = """
STT         Mã nhóm, loại            Tên tài nguyên        Giá tính
                                                              thuế
      Cấp 1 Cấp 2      Cấp 3
1     I                            Khoáng sản kim loại
2           I1                     Sắt
3                      I101        Quặng sắt manhetit       250.000
4                      I102        Quặng sắt limonit        350.000
"""


def test_names_under_a_name_over_several_columns() -> None:
    assert headers(TWO_LEVELS)[0].titles == (
        "STT",
        "Mã nhóm, loại / Cấp 1",
        "Mã nhóm, loại / Cấp 2",
        "Mã nhóm, loại / Cấp 3",
        "Tên tài nguyên",
        "Giá tính thuế",
    )
    found = document(TWO_LEVELS)
    assert found.tables[0].headers[1:4] == headers(TWO_LEVELS)[0].titles[1:4]
    texts = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    last = found.rows[-1].row_id
    assert [texts.get((last, column), "") for column in found.tables[0].columns[1:]] == [
        "", "", "I102", "Quặng sắt limonit", "350.000",
    ]  # fmt: skip


def test_the_first_lines_of_cells_are_no_second_level() -> None:
    """Cells centred about their number begin above it, under the names of their columns."""
    found = headers(
        """
        TT    Nội dung nhiệm vụ          Cơ quan chủ trì         Kết quả
              Rà soát quy định           Bộ Khoa học và
        1                                                        Báo cáo
              của pháp luật              Công nghệ
        """
    )
    assert found[0].titles == ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Kết quả")


def test_a_table_ends_where_another_annex_is_headed() -> None:
    text = """
TT    Tên sản phẩm            Đơn vị           Mã HS
1     Thuốc nổ TNP1           kg               3602.00.00
2     Dây nổ chịu nước        m                3603.50.00
\f                      PHỤ LỤC II
                  DANH MỤC BIỂU MẪU

Ký hiệu          Tên biểu mẫu                  Nơi nhận
Mẫu 01           Giấy đề nghị cấp phép         Sở Công Thương
"""
    rows = [row for row in grid_rows(text) if row[0] in ("1", "2")]
    assert rows[-1] == ["2", "Dây nổ chịu nước", "m", "3603.50.00"]
    assert not any("Mẫu 01" in " ".join(row) for row in grid_rows(text))


def test_rows_without_numbers_begin_where_columns_are_filled_again() -> None:
    text = """
TT    Mã        Tên hàng hóa         Đơn vị tính   Giá kỳ này    Nguồn thông tin
1     04.01     Thép xây dựng                                    Công ty Thép Việt,
                                                                 chi nhánh Cần Thơ
                Thép cuộn            đ/kg          16.260        Công ty Thép Việt,
                                                                 chi nhánh Cần Thơ
                Thép cây             đ/kg          16.510        Công ty Thép Việt,
                                                                 chi nhánh Cần Thơ
2     04.02     Xi măng              đ/bao         1.444         Công ty Hà Tiên
"""
    assert [row[2] for row in grid_rows(text)[1:]] == [
        "Thép xây dựng", "Thép cuộn", "Thép cây", "Xi măng",
    ]  # fmt: skip


def test_a_column_blank_on_a_page_is_told_by_what_columns_held_before() -> None:
    profile = Profile(4)
    profile.learn([["1", "Xi măng trắng", "đ/bao", "1.200"], ["2", "Thép", "đ/kg", "16.260"]] * 6)
    lines = [
        words_of("3    Gạch ống bốn lỗ      1.273"),
        words_of("4    Cát đen              2.026"),
    ]
    assert profile.placed(lines, [4, 20])[1] == (0, 1, 3)


def test_which_columns_a_page_without_header_has_is_in_doubt() -> None:
    head = "TT    Tên hàng hóa         Đơn vị tính    Loại giá    Giá kỳ này\n"
    first = "".join(
        f"{n:<6}Mặt hàng số {n:<9}{'đ/kg':<15}{'Bán lẻ':<12}{n}.500\n" for n in range(1, 9)
    )
    second = "".join(f"{n:<6}Mặt hàng số {n:<9}{'đ/kg':<27}{n}.500\n" for n in range(9, 16))
    pages, _ = read(head + first + "\f" + second)
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    assert [cell.raw for cell in grids[1].rows[0]] == [
        "9", "Mặt hàng số 9", "đ/kg", "", "9.500",
    ]  # fmt: skip
    problems = document(head + first).problems
    assert not [problem for problem in problems if problem.code == UNCERTAIN]


def test_a_column_without_a_cell_whose_name_meets_the_next_one_is_none() -> None:
    text = """
STT   Nội dung công việc        Lãnh đạo Bộ phụ trách     Đơn vị chủ trì     Thời hạn
1     Đánh giá công chức        Ông Hà                    Vụ Pháp chế        Quý I/2027
2     Thi nâng ngạch            Bà Thu                    Văn phòng Bộ       Quý II/2027
3     Ban hành quy chế          Ông Túc                   Thanh tra Bộ       Năm 2027
"""
    rows = grid_rows(text)
    assert rows[0][2:4] == ["Lãnh đạo Bộ phụ trách", "Đơn vị chủ trì"]
    assert rows[1] == ["1", "Đánh giá công chức", "Ông Hà", "Vụ Pháp chế", "Quý I/2027"]
