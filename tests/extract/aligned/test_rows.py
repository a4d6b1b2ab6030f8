"""Rows of tables that neither rules nor numbers tell: by the white between them, and by where their
texts end."""

from pipeline.extract.aligned.region import find_tables
from pipeline.extract.aligned.rows import told_several
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT
from pipeline.extract.ruled.lattice import lattice_of
from tests.extract.aligned.test_table import cells, lines


def test_rows_begin_where_all_texts_above_have_ended() -> None:
    text = """\
Nội dung                          Địa điểm                Thời gian
Ngày hội văn hóa các dân tộc      Xã Bình Lư              Tháng 8
của xã, năm 2026
Lễ hội Mừng lúa mới               Xã Pa Tần               Tháng 9
Tổ chức các hoạt động kỷ niệm     Trung tâm hội nghị      Tháng 8
ngày truyền thống của tỉnh                                đến tháng 10
Tuyên truyền cải cách hành        Xã Mường Mô             Quý IV
chính năm 2026
Tuyên truyền chuyển đổi số        Xã Thu Lũm              Quý III
Tuyên truyền phòng, chống         Sở Y tế                 Quý II
dịch bệnh ở người
"""
    table = walled_table(lines(text), (-0.1, 1.0, 6.0, 9.0, 11.0), (-1, 72), TEXT)
    assert table is not None
    assert [row[1:] for row in cells(table)[1:]] == [
        ["Xã Bình Lư", "Tháng 8"],
        ["Xã Pa Tần", "Tháng 9"],
        ["Trung tâm hội nghị", "Tháng 8 đến tháng 10"],
        ["Xã Mường Mô", "Quý IV"],
        ["Xã Thu Lũm", "Quý III"],
        ["Sở Y tế", "Quý II"],
    ]


def test_rows_without_a_number_above_the_first_are_no_names_of_columns() -> None:
    text = """\
STT    Tên hàng hóa      Đơn vị       Giá


       Thuốc thú y       Đồng/chai    42.000


       Thuốc trừ sâu     Đồng/lọ      36.000


31     Nước khoáng       đ/chai        5.000
32     Rượu vang nội     đ/chai       55.000
33     Bia lon           đ/thùng      23.000
"""
    ((_, table),) = find_tables(lines(text), TEXT)
    assert cells(table)[0] == ["STT", "Tên hàng hóa", "Đơn vị", "Giá"]
    assert cells(table)[1][1:] == ["Thuốc thú y", "Đồng/chai", "42.000"]
    assert len(table.bands) == 6


def test_rows_far_below_a_header_that_stand_under_its_names_are_its_own() -> None:
    text = """\
STT    Nội dung, nhiệm vụ           Đơn vị         Thời gian
       Nghiên cứu thuê trung tâm    Bộ Công an     2025




       Chủ trì, phối hợp với các
       ngân hàng triển khai         Bộ Công an     2025


       Phối hợp với các bộ          Bộ Công an     2026
"""
    table = walled_table(lines(text), (-0.1, 1.0), (-1, 62), TEXT)
    assert table is not None
    assert [row[-1] for row in cells(table)] == ["Thời gian", "2025", "2025", "2026"]


def test_figures_with_which_texts_begin_are_no_numbers_of_rows() -> None:
    text = """\
STT          Nội dung, nhiệm vụ        Đơn vị        Thời gian
     Triển khai các nội dung của       Bộ Tư pháp    2025
     2025 của Thủ tướng về dữ liệu
     Sửa đổi nghị định về đấu giá      Bộ Tư pháp    2026
     2016, hợp nhất một số điều
"""
    table = walled_table(lines(text), (-0.1, 1.0, 3.0, 5.0), (-1, 62), TEXT)
    assert table is not None
    assert cells(table)[0] == ["STT", "Nội dung, nhiệm vụ", "Đơn vị", "Thời gian"]


def test_numbers_and_codes_on_lines_that_go_on_with_a_sentence_stand_at_the_middle_of_rows() -> (
    None
):
    text = """\
TT    Mã        Sản phẩm      Diễn giải công việc cụ thể
                              Biên bản có tính chất chuyên
11    CH.11     Biên bản      môn sâu, liên quan nhiều cơ
                              quan hoặc cấp quản lý
                              Báo cáo có nội dung ngắn gọn
12    CH.12     Báo cáo       và chủ yếu là số liệu của
                              từng tuần hoặc từng tháng
                              Kế hoạch công tác tuần hoặc
13    CH.13     Kế hoạch      tháng, kế hoạch tổ chức hội
                              nghị và các cuộc kiểm tra
"""
    ((_, table),) = find_tables(lines(text), TEXT)
    assert [row[-1].split()[0] for row in cells(table)] == ["Diễn", "Biên", "Báo", "Kế"]


def test_names_in_bold_over_the_first_row_are_no_part_of_it_where_rules_part_the_rows() -> None:
    text = """\
Tên dự án                   Địa điểm         Chủ đầu tư     Số TT
Mở rộng bệnh viện           Phường Long      Sở Y tế        1
đa khoa khu vực             Xuyên
Nạo vét kênh Vĩnh Tế        Xã Vĩnh Hội      Ban Quản lý    2
Trung tâm dữ liệu           Phường Mỹ        Sở Khoa học    3
dự phòng                    Thới
Cầu treo dân sinh           Xã An Hảo        UBND xã        4
"""
    names, *rows = lines(text)
    bold = names._replace(words=tuple(word._replace(bold=True) for word in names.words))
    table = walled_table([bold, *rows], (3.0, 4.0, 6.0, 7.0), (-1, 66), TEXT)
    assert table is not None
    assert [row[0] for row in cells(table)] == [
        "Tên dự án",
        "Mở rộng bệnh viện đa khoa khu vực",
        "Nạo vét kênh Vĩnh Tế",
        "Trung tâm dữ liệu dự phòng",
        "Cầu treo dân sinh",
    ]


def test_rows_without_lines_hold_no_several() -> None:
    lattice = lattice_of((0.0, 50.0, 100.0), (0.0, 20.0, 40.0), [[0, 1], [2, 3]], (True, True), ())
    assert told_several(lattice, [(0, [], TEXT), (1, [], TEXT)]) == {}
