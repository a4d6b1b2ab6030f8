"""Kinds of published lists that made-up ones had not: rows at the foot of a page, numbers beside
their code, headings over columns, periods behind one blank."""

from __future__ import annotations

from pipeline.extract.spaced.columns.cutting import agrees, goes_on_in_cells, is_over_columns
from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.corridors.straight import clear_borders
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.doubts.kinds import add_cut_names
from pipeline.extract.spaced.lines.foot import find_notes
from pipeline.extract.spaced.lines.words import SpacedLine, words_of
from pipeline.extract.text.lines import split_lines

FOOT = """\
 1    BTS/ICE 2023                        Quy định của Hiệp hội, chỉnh sửa lần 3
                                          Tiêu chuẩn nghiệm thu chất lượng thi công
 2    TB 10414:2018
                                          nền đường sắt
                                          Tiêu chuẩn thi công và nghiệm thu phương
 3    GB 50446:2017
                                          pháp đào hầm bằng khiên
                                          Tiêu chuẩn nghiệm thu chất lượng thi công
 4    TB 10415:2018
                                          cầu cống công trình đường sắt
"""
CODES = """\
 29 TCVN 14585:2025                   Bê tông - Yêu cầu kỹ thuật
30   TCVN 14524:2025
                                      trên kết cấu toàn khối và sản phẩm đúc sẵn
31   TCVN 14525:2025
                                      khối - Kiểm tra và đánh giá chất lượng
32   TCVN 9348:2012
                                      thép bị ăn mòn - Phương pháp điện thế
33   TCVN 12209:2018
                                      phương pháp thử
34   TCVN 12252:2020
"""


def lines(text: str) -> list[SpacedLine]:
    return [SpacedLine(at, words_of(line)) for at, line in enumerate(text.splitlines(), start=1)]


def test_rows_at_the_foot_of_a_page_are_no_notes() -> None:
    rows = lines(FOOT)
    found, raised = find_notes(rows, [range(len(rows))], set())
    assert (found, raised) == ({}, rows)


def test_a_note_below_the_rows_is_one() -> None:
    rows = [*lines(FOOT), SpacedLine(11, words_of("3 Sửa đổi tại Quyết định số 12/QĐ-BXD"))]
    found, _ = find_notes(rows, [range(len(rows))], set())
    assert [note.number for note in found.values()] == [3]


APART = """\
                            Bộ trưởng Bộ                         Các bộ, ngành
(23) Giấy phép lái xe       Công an         Bộ Công an      1    có liên quan
"""


def test_a_call_that_white_parts_from_its_word_stands_behind_it() -> None:
    note = words_of("1 Điều chỉnh từ nhiệm vụ: “Cơ sở dữ liệu giấy phép lái xe. Cơ quan: Bộ X”")
    rows = [*lines(APART), SpacedLine(5, note, blanks=4)]
    found, raised = find_notes(rows, [range(len(rows))], set())
    assert [one.number for one in found.values()] == [1]
    assert raised[1].text == "(23) Giấy phép lái xe Công an Bộ Công an¹ có liên quan"


BEHIND_YEAR = """\
8.  Hướng dẫn lập dự toán chi phí   Bộ Khoa học     Văn bản     Tháng
    của các hoạt động               và Công nghệ    hướng dẫn   12/202
                                                                61
9.  Rà soát quy trình               Bộ Tư pháp      Văn bản     Tháng
                                                                12/202
    nội bộ                                                      5
"""


def test_a_call_behind_the_end_of_a_year_is_raised_there() -> None:
    note = words_of("1 Điều chỉnh từ nhiệm vụ: “Hướng dẫn lập dự toán chi phí”")
    rows = [*lines(BEHIND_YEAR), SpacedLine(9, note, blanks=4)]
    found, raised = find_notes(rows, [range(len(rows))], set())
    assert [one.number for one in found.values()] == [1]
    assert raised[2].text == "6¹"
    assert raised[5].text == "nội bộ 5"


def test_a_short_line_below_blank_ones_is_no_note_of_a_figure_beside_words() -> None:
    rows = [*lines(APART), SpacedLine(5, words_of("1 Giấy phép khác"), blanks=4)]
    assert find_notes(rows, [range(len(rows))], set())[0] == {}


def test_numbers_beside_codes_tell_where_their_column_ends() -> None:
    words = [line.words for line in lines(CODES)]
    assert clear_borders(words, [0, 11, 51], [3, 24]) == [3.5, 37.5]


def test_a_period_of_years_is_one_word() -> None:
    found = words_of("Tỉnh ủy viên, Phó Chủ 2026 - 2030 ngày 15-6")
    assert [word.text for word in found][-3:] == ["2026 - 2030", "ngày", "15-6"]


def test_headings_run_over_columns_and_cells_behind_a_number_do_not() -> None:
    heading = words_of("II.1 Hoàn thiện thể chế, chính sách, pháp luật; chiến lược, quy hoạch")
    title = words_of(" 2   Kế hoạch bảo vệ môi trường cấp tỉnh giai đoạn 2031 - 2040 và sau đó")
    beside = words_of(f" 2 {' ' * 69} Tỉnh ủy viên, Phó Chủ tịch Ủy ban nhân dân tỉnh 2029 - 2030")
    expected = [4.0, 59.0, 70.0, 95.0]
    assert is_over_columns(heading, expected)
    assert is_over_columns(title, expected)
    assert not is_over_columns(beside, expected)
    assert not is_over_columns(title, [4.0, 59.0, 90.0, 95.0])


FIGURES = """\
1.    Ban Tuyên giáo và Dân vận Trung ương      1                             1
2.    Nhà xuất bản Chính trị quốc gia Sự thật   1                             0
3.    Tạp chí Cộng sản                          1                             0
4.    Đảng ủy Các cơ quan Đảng Trung ương       0                             1
5.    Ủy ban Kiểm tra Trung ương                0                             1
6.    Ban Tổ chức Trung ương                    0                             1
7.    Ban Nội chính Trung ương                  0                             1
8.    Ban Chính sách Chiến lược Trung ương      0                             1
"""


def test_a_column_of_figures_left_of_its_name_is_not_left_empty() -> None:
    words = [line.words for line in lines(FIGURES)]
    _, first, second = clear_borders(words, [0, 25, 56, 83], [2, 31, 75])
    assert first is not None
    assert second is not None
    assert [[word.text for word in own if word.x0 > first] for own in words[:2]] == [
        ["1", "1"],
        ["1", "0"],
    ]
    assert [[word.text for word in own if word.x0 > second] for own in words[:2]] == [["1"], ["0"]]


def test_a_full_line_whose_sentence_goes_on_beside_cells_is_no_heading() -> None:
    full = words_of("     Cấp giấy chứng nhận bị phơi nhiễm với HIV Phòng y tế thuộc Uỷ ban nhân")
    below = words_of(" 1.  do tai nạn rủi ro nghề nghiệp.            bệnh dân cấp tỉnh, Bộ Công")
    expected = [4.0, 47.0, 53.0]
    assert is_over_columns(full, expected)
    assert goes_on_in_cells(full, [below], expected)
    assert not goes_on_in_cells(full, [words_of("     và các đơn vị khác có liên quan")], expected)


def test_borders_that_cross_clear_corridors_are_no_guess() -> None:
    clear = [3.5, 23.5, None, 65.5]
    assert agrees([3.5, 27.5, 48.5, 65.5], clear)
    assert not agrees([27.5, 48.5, 65.5, 75.5], clear)


CODES_OF_LEVELS = """\
STT        Cấp 1 Cấp 2   Cấp 3      Cấp 4
      1      I
      2           I1
      3                   I101
      4                   I102
      5                            I10201
"""


def test_codes_far_from_the_numbers_of_their_rows_are_no_notes() -> None:
    rows = lines(CODES_OF_LEVELS)
    found, _ = find_notes(rows, [range(len(rows))], set())
    assert not found


def test_pages_filled_up_with_blanks_are_told_by_each_page_and_by_lines_wider_than_it() -> None:
    first = ["1 Ban Tổ chức".ljust(20), "".ljust(20), "2 Ban Tuyên giáo và Dân vận Trung ương"]
    second = ["3 Văn phòng".ljust(30), "".ljust(30)]
    assert read_text(list(split_lines("\n".join(first) + "\n\f" + "\n".join(second)))).padded
    assert not read_text(list(split_lines("\n".join(line.rstrip() for line in first)))).padded


def test_columns_beside_a_name_that_is_cut_are_doubted() -> None:
    cells = tuple((words_of(text),) for text in ("1", "Triết học", "4", "15"))
    body = PrintedRow(cells, True)
    why: list[dict[int, str]] = [{}]
    add_cut_names(["STT", "Học phần", "tín", "Thực hành"], [[body]], [why])
    assert set(why[0]) == {1, 2, 3}
    whole: list[dict[int, str]] = [{}]
    add_cut_names(["STT", "Học phần", "Số tín chỉ", "Thực hành"], [[body]], [whole])
    assert not whole[0]
