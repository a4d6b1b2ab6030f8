"""Tables of figures: set right, under names of two levels, close to the text beside them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.corridors.straight import clear_borders, likely_borders
from pipeline.extract.spaced.doubts.doubts import PrintedRow, doubts, habits
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import grid_rows
from tests.extract.spaced.test_tables import headers

TARGETS = """
HỆ THỐNG CHỈ TIÊU
(Kèm theo Nghị quyết số 51/NQ-HĐND)
                                              Mục tiêu
TT      Chỉ tiêu           Đơn vị tính                         Cơ quan theo dõi
                                          2026   2027 2030
1   Tỷ lệ đô thị hóa           %             34    9,5  97,7 Sở Xây dựng
2   GRDP bình quân          Triệu đồng      133    7,2    68 Công an tỉnh
3   Xuất khẩu               Triệu USD      5.319          10 Sở Công Thương
4   Thu ngân sách            Tỷ đồng      13.276     4  50,3 Tỉnh đoàn
5   Lao động qua đào tạo       %            50,8    72    94 Sở Nội vụ
6   Có bằng cấp                %              13     5  82,9
7   Hộ nghèo giảm            Điểm %          2,1   0,4  22,4 Sở Y tế
8   Số bác sĩ                Bác sĩ         65,6  47,7       Sở Y tế
9   Số giường bệnh           Giường         97,0    67    50 Sở Y tế
10  Bảo hiểm y tế              %              27   5,8    33 Sở Tài chính
"""


def test_figures_set_right_stand_under_the_names_of_their_columns() -> None:
    assert grid_rows(TARGETS) == [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "", "", "Cơ quan theo dõi"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "2026", "2027", "2030", "Cơ quan theo dõi"],
        ["1", "Tỷ lệ đô thị hóa", "%", "34", "9,5", "97,7", "Sở Xây dựng"],
        ["2", "GRDP bình quân", "Triệu đồng", "133", "7,2", "68", "Công an tỉnh"],
        ["3", "Xuất khẩu", "Triệu USD", "5.319", "", "10", "Sở Công Thương"],
        ["4", "Thu ngân sách", "Tỷ đồng", "13.276", "4", "50,3", "Tỉnh đoàn"],
        ["5", "Lao động qua đào tạo", "%", "50,8", "72", "94", "Sở Nội vụ"],
        ["6", "Có bằng cấp", "%", "13", "5", "82,9", ""],
        ["7", "Hộ nghèo giảm", "Điểm %", "2,1", "0,4", "22,4", "Sở Y tế"],
        ["8", "Số bác sĩ", "Bác sĩ", "65,6", "47,7", "", "Sở Y tế"],
        ["9", "Số giường bệnh", "Giường", "97,0", "67", "50", "Sở Y tế"],
        ["10", "Bảo hiểm y tế", "%", "27", "5,8", "33", "Sở Tài chính"],
    ]


PROJECTS = """
                                      Nhu cầu vốn 2027 - 2030
TT   Tên dự án     Địa điểm                   Ngân sách
                                  Tổng                     Vốn khác
                                                tỉnh
1    Cầu Bến Lội   Xã An Lão    41.542         2.374       1.402
"""
NARROWER = """
                               Nhu cầu vốn 2027 - 2030
TT   Tên dự án     Địa điểm                   Ngân sách
                          Tổng                        Vốn khác
                                                tỉnh
2    Hồ Suối Dầu   Xã Tân   41.542         2.374       1.402
"""


def test_a_name_under_another_begins_above_the_names_beside_it() -> None:
    upper = "Nhu cầu vốn 2027 - 2030"
    assert [header.titles for header in headers(PROJECTS)] == [
        (
            "TT",
            "Tên dự án",
            "Địa điểm",
            f"{upper} / Tổng",
            f"{upper} / Ngân sách tỉnh",
            f"{upper} / Vốn khác",
        )
    ]


def test_a_header_printed_again_is_read_as_it_was_read_best() -> None:
    alone = [header.titles for header in headers(NARROWER)]
    best = headers(PROJECTS)[0].titles
    assert alone != [best]
    text = read_text(list(split_lines(PROJECTS.lstrip("\n") + "\f" + NARROWER)))
    found = headers_of(text)
    assert [header.titles for header in found] == [best, best]


@pytest.mark.parametrize(
    "above", ["(Kèm theo Nghị quyết số 5)", "Đơn vị tính: Triệu đồng", "ĐVT: đồng"]
)
def test_what_is_said_of_a_table_is_no_name(above: str) -> None:
    (header,) = headers(
        f"""
                       {above}
        TT    Dự án       Chủ đầu tư      Kế hoạch
        1     Cầu Lội     Công an tỉnh    4.236
        """
    )
    assert header.titles == ("TT", "Dự án", "Chủ đầu tư", "Kế hoạch")


def test_a_narrow_corridor_parts_figures_alone() -> None:
    figures = [
        words_of(f"{n:2}  {'một hai ba'[: n % 9 + 1]:11}{n * 7:4} Sở Y tế") for n in range(9)
    ]
    assert clear_borders(figures, [0, 4, 14, 20], [2, 9, 18]) == [3.5, 13.5, 19.5]
    texts = [words_of(f"{n:2}  một hai ba Bộ Y tế  Sở Y tế") for n in range(9)]
    assert clear_borders(texts, [0, 4, 15, 24], [2, 9, 18]) == [3.5, None, 23.5]
    assert likely_borders(texts, [0, 4, 15, 23], [2, 9, 18]) != []
    assert clear_borders(figures[:5], [0, 4, 14, 20], [2, 9, 18]) == []
    assert likely_borders(figures, [0, 4, 14, 20], [2, 9, 21]) == []


def test_a_figure_and_the_text_beside_it_in_one_cell_are_in_doubt() -> None:
    titles = ["TT", "Chỉ tiêu", "Năm 2030", "Cơ quan theo dõi"]
    lines = [[f"{n}", "Số giường", f"{n}7", "Sở Y tế"] for n in range(1, 8)]
    usual = habits(titles, [printed(*line) for line in lines])
    for wrong in (["8", "Số bác sĩ", "", "47 Sở Y tế"], ["8", "Số bác sĩ", "47 Sở", "Y tế"]):
        assert {2, 3} <= set(doubts(printed(*wrong), usual, [None] * 4))
    right = printed("8", "Số bác sĩ", "47", "Sở Y tế")
    assert doubts(right, usual, [None] * 4) == {}


def printed(*cells: str) -> PrintedRow:
    return PrintedRow(tuple((words_of(text),) if text else () for text in cells), True)


TITLED = """
STT   Nội dung công việc    Cơ quan chủ trì
      HOÀN    THIỆN
 I
      THỂ        CHẾ
 1    Sửa đổi Luật          Bộ Tài chính
"""


def test_the_title_of_a_part_in_capitals_is_no_name_under_another() -> None:
    assert [header.titles for header in headers(TITLED)] == [
        ("STT", "Nội dung công việc", "Cơ quan chủ trì")
    ]


def test_figures_beside_each_other_are_in_doubt_and_long_ones_are_not() -> None:
    titles = ["TT", "Tên đường", "Giá đất"]
    lines = [[f"{n}", "Phố Huế", "48 720 000"] for n in range(1, 8)]
    usual = habits(titles, [printed(*line) for line in lines])
    assert doubts(printed("8", "Hàng Bài", "48 720 000"), usual, [None] * 3) == {}
    assert 2 in doubts(printed("8", "Hàng Bài", "48.720 31.000"), usual, [None] * 3)
    below = PrintedRow(
        ((words_of("8"),), (words_of("Phố"),), (words_of("48"), words_of("5"))), True
    )
    assert {1, 2} <= set(doubts(below, usual, [None] * 3))


def test_names_of_two_lines_begin_above_the_line_on_which_they_stand_side_by_side() -> None:
    apart = """
                                          Nhu cầu vốn 2027 - 2030
    TT   Tên dự án     Địa điểm xây
                                                  Ngân sách
                           dựng       Tổng                     Vốn khác
                                                    tỉnh
    1    Cầu Bến Lội   Xã An Lão    41.542         2.374       1.402
    """
    (header,) = headers(apart)
    assert header.titles[2:5] == (
        "Địa điểm xây dựng",
        "Nhu cầu vốn 2027 - 2030 / Tổng",
        "Nhu cầu vốn 2027 - 2030 / Ngân sách tỉnh",
    )


def test_a_figure_before_the_text_of_a_cell_is_in_doubt_beside_a_column_without_any() -> None:
    titles = ["TT", "Chỉ tiêu", "Năm 2030", "Cơ quan theo dõi"]
    rows = [printed(f"{n}", "Số giường", "", f"{n}7 Sở Y tế") for n in range(1, 8)]
    assert {2, 3} <= set(doubts(rows[0], habits(titles, rows), [None] * 4))
    usual = [printed(f"{n}", "Số giường", "", "Sở Y tế") for n in range(1, 8)]
    assert doubts(usual[0], habits(titles, usual), [None] * 4) == {}


def test_a_short_form_ends_a_name_beside_others_that_go_on_in_small_letters() -> None:
    (header,) = headers(
        """
        STT    Số hiệu    Tên tiếng Việt      Loại,
                 UN                         nhóm hàng
        1      1368       Axit nitric       5.1
        """
    )
    assert header.titles == ("STT", "Số hiệu UN", "Tên tiếng Việt", "Loại, nhóm hàng")


def test_names_under_one_on_the_line_of_the_number_column() -> None:
    (header,) = headers(
        """
                                             Chỉ tiêu giao
        TT   Chỉ tiêu   Đơn vị   Thực hiện    Kế hoạch     Kế hoạch    Ghi chú
                                 năm 2025     năm 2026     năm 2030
        1    GRDP       %        30           9,6          8
        """
    )
    over = "Chỉ tiêu giao"
    assert header.titles[3:6] == (
        f"{over} / Thực hiện năm 2025",
        f"{over} / Kế hoạch năm 2026",
        f"{over} / Kế hoạch năm 2030",
    )


def test_years_stand_under_a_name_that_is_off_their_middle() -> None:
    (header,) = headers(
        """
        TT    Chỉ tiêu           Đơn vị tính   Phấn đấu đến năm
                                                       2026        2027        2028
        1     GRDP               %             63          9,6         8
        """
    )
    assert header.titles[3:] == tuple(f"Phấn đấu đến năm / {year}" for year in (2026, 2027, 2028))
    (apart,) = headers(
        """
                                               Mục tiêu
        TT   Chỉ tiêu    Đơn vị tính                             Cơ quan chủ trì  Cơ quan phối hợp
                                       2026     2027     2028
        1    GRDP        %             63       9,6      8
        """
    )
    assert apart.titles[2:] == (
        "Đơn vị tính",
        *(f"Mục tiêu / {year}" for year in (2026, 2027, 2028)),
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
    )
