"""Columns that straight white corridors part, whatever gaps their cells have, and full ones."""

from __future__ import annotations

import textwrap

import pytest

from pipeline.extract.layer.doubts.order import INTERLEAVED
from pipeline.extract.spaced.corridors.straight import straight_cuts
from pipeline.extract.spaced.lines.words import words_of
from tests.extract.spaced.test_spaced import HEADER, TASKS, WIDTHS, document, grid_rows, read


def spread(line: str, width: int) -> str:
    """A line set to both edges, its gaps as even as they can be."""
    words = line.split()
    gaps = len(words) - 1
    more = width - len(line)
    if not gaps:
        return line
    wide = [1 + more // gaps + (place < more % gaps) for place in range(gaps)]
    return words[0] + "".join(" " * own + word for own, word in zip(wide, words[1:], strict=True))


def justified(row: list[str]) -> list[list[str]]:
    """The lines of the cells of a row, set to both edges but for the last of each."""
    cells = [
        textwrap.wrap(text, max(3, width - 6), break_long_words=False)
        for text, width in zip(row, WIDTHS, strict=True)
    ]
    return [
        [spread(line, width - 2) if line is not lines[-1] else line for line in lines]
        for lines, width in zip(cells, WIDTHS, strict=True)
    ]


def test_cells_set_to_both_edges_are_whole() -> None:
    rows = [HEADER, *TASKS]
    out = []
    for row in rows:
        cells = justified(row) if row is not HEADER else [textwrap.wrap(t, 12) for t in row]
        for at in range(max(map(len, cells))):
            line = [cell[at] if at < len(cell) else "" for cell in cells]
            out.append("".join(t.ljust(w) for t, w in zip(line, WIDTHS, strict=True)).rstrip())
    text = "\n".join(out) + "\n"
    assert any("   " in line.strip()[:24] for line in out[4:])
    assert grid_rows(text) == rows


@pytest.mark.parametrize("word", ["Bộ", "chuyển-đổi-số-quốc-gia-trên-nền-tảng"])
def test_a_line_with_a_word_in_a_corridor_is_not_cut_by_it(word: str) -> None:
    lines = [words_of(f"{n}.   Xây   dựng    Bộ Y tế") for n in range(1, 30)]
    lines.append(words_of(f"     {word}"))
    cuts = straight_cuts(lines, [4.5, 18.5])
    assert all(cut and cut.ends == (1, 3) for cut in cuts[:-1])
    assert (cuts[-1] is None) == (len(word) > 14)


def test_few_lines_and_cells_close_together_show_no_corridor() -> None:
    assert straight_cuts([words_of("1.   Xây dựng    Bộ Y tế")], [4.5, 17.5]) == [None]
    close = [words_of("1. Xây dựng Bộ Y tế")] * 20
    assert straight_cuts(close, [2.5, 11.5]) == [None] * 20


FULL = """
 STT       Nội dung công việc      Cơ quan chủ trì Đơn vị phối hợp     Thời gian Ghi chú
                                                                       thực hiện
A     Phong trào
1     Dạy bơi, phòng đuối nước cho Sở Giáo dục và      Sở Y tế          Trước ngày     Bể lắp ghép
      27.350 em nhỏ từ 6 đến 11 tuổi Đào tạo                            31/5/2026
1.1   Thuê huấn luyện viên, cứu hộ    Sở Văn hóa, Thể Hội Liên hiệp     Tháng 4/2026 124 người
      có bằng                         thao và Du lịch Thanh niên
1.2   Đo chiều cao, cân nặng trước    Sở Văn hóa, Thể Trung tâm Kiểm Quý III/2026
      và sau khóa học                 thao và Du lịch soát bệnh tật
2     Mở giải vật, đẩy gậy, kéo co,   Ủy ban nhân dân Trung tâm Kiểm Tháng Giêng       Cấm cá độ
      bắn nỏ ở lễ hội                 các xã          soát bệnh tật  hằng năm
3     Chạy bộ "Vì sức khỏe cộng       Tỉnh đoàn        Công an tỉnh     Chủ nhật,      ≥ 6.000
      đồng" cự ly 5 km, 10 km, 21                                       29/3/2026      người
      km
B     Cơ sở vật chất
4     Cải tạo sân vận động, thay mặt Ban Quản lý dự    Sở Xây dựng      Quý II/2027    Vốn 68,4 tỷ
      cỏ, dàn đèn 1.500 lux          án tỉnh                                           đồng
5     Đặt 215 bộ xà đơn, máy đi bộ    Ủy ban nhân dân Sở Tài chính      Tháng          Nhà tài trợ
      ở vườn hoa, bến sông            các phường                        10/2026        lo
6     Bố trí quỹ đất ≥ 2 m2/người     Sở Nông nghiệp Sở Xây dựng        Năm 2026 -
      cho sân chơi khu tái định cư    và Môi trường                     2028
C     Thể thao thành tích cao
7     Tuyển 40 vận động viên cử tạ, Trung tâm Huấn Trường Năng          Tháng 6/2026 Theo Nghị
      rô-inh, pencak silat          luyện thể thao khiếu                             định số
                                                                                     349/2025/N
                                                                                     Đ-CP
8     Thưởng huy chương vàng SEA Sở Nội vụ             Sở Tài chính     31/12/2026
      Games 120 triệu đồng
9      Thử đô-pinh đột xuất, đình chỉ Sở Y tế           Ủy ban Ô-lim- Thường            Mẫu số
       02 năm nếu dương tính                            pích Việt Nam     xuyên         08/TT
"""


def test_a_full_table_is_read_where_its_cells_begin_below_each_other() -> None:
    assert not [p for p in read(FULL)[1] if p.code == INTERLEAVED]
    rows = {row[0]: row for row in grid_rows(FULL)}
    assert rows["1.1"] == [
        "1.1", "Thuê huấn luyện viên, cứu hộ có bằng", "Sở Văn hóa, Thể thao và Du lịch",
        "Hội Liên hiệp Thanh niên", "Tháng 4/2026", "124 người",
    ]  # fmt: skip


BASES = """
STT   Nội dung công việc   Thời hạn          Căn cứ
1     Lập bản đồ phân      Quý II/2027       Quyết định số 1012/QĐ-TTg
      vùng hạn hán                           ngày 03/6/2026
2     Nâng cấp hồ chứa                       Nghị quyết        số
                           Hằng năm
      xung yếu                               57-NQ/TW
3     Xây dựng quy trình vận                 Thông báo số
                            31/12/2026
      hành liên hồ                           218/TB-VPCP
4     Cấp nước sạch        Năm 2027          Nghị quyết        số
      cho xã đảo                             57-NQ/TW
"""


def test_a_clear_corridor_parts_columns_though_others_of_the_page_have_none() -> None:
    """White space stands inside of a cell, and the cell before it is on the line below."""
    rows = grid_rows(BASES)
    assert [row[2] for row in rows[1:] if row[0]] == [
        "Quý II/2027",
        "Hằng năm",
        "31/12/2026",
        "Năm 2027",
    ]
    assert all("Nghị quyết số" in row[3] for row in rows if "Nghị" in row[3])


CUT_NUMBERS = """
TT    Nội dung                      Chủ trì             Thời gian
14    Xét tặng danh hiệu            Bộ Giáo dục và      Tháng
      nghệ nhân                     Đào tạo             12/2026
14.   Tổ chức hội thảo lấy ý        Bộ Nội vụ           Hằng năm
1     kiến chuyên gia
14.   Trình cấp có thẩm quyền       Bộ Y tế             Năm 2027
2     phê duyệt
15    Dự báo nhu cầu                Bộ Tư pháp          Quý I/2027
"""


def test_a_number_that_its_column_cuts_behind_the_stop_is_one() -> None:
    rows = document(CUT_NUMBERS).rows
    assert [row.label for row in rows] == ["14", "14.1", "14.2", "15"]
    page_top = CUT_NUMBERS.replace(CUT_NUMBERS[CUT_NUMBERS.index("14    ") :].split("14.")[0], "")
    assert [row.label for row in document(page_top).rows] == ["14.1", "14.2", "15"]


CUT_BRACKETS = """
TT  Nội dung                      Chủ trì             Thời gian
(9) Xét tặng danh hiệu            Bộ Giáo dục và      Tháng
    nghệ nhân                     Đào tạo             12/2026
(10 Tổ chức hội thảo lấy ý        Bộ Nội vụ           Hằng năm
)   kiến chuyên gia
(11 Trình cấp có thẩm quyền       Bộ Y tế             Năm 2027
)   phê duyệt
(10 Dự báo nhu cầu                Bộ Tư pháp          Quý I/2027
0)
"""


def test_a_number_whose_brackets_close_on_the_line_below_is_one() -> None:
    """Six rows of a table went into those above without a word."""
    rows = document(CUT_BRACKETS).rows
    assert [row.label for row in rows] == ["(9)", "(10)", "(11)", "(100)"]
    assert [cell.text for cell in document(CUT_BRACKETS).cells if cell.column == "stt"] == [
        "(9)", "(10)", "(11)", "(100)",
    ]  # fmt: skip


UNDER_NAMES = """
      TT              Đơn vị              Số nhiệm vụ quá hạn    Số đang thực hiện
                                                                 có hạn 31/12/2025
26.        Viện Hàn lâm Khoa học Xã   1                         4
           hội Việt Nam
27.        Bộ Khoa học và Công nghệ   0                         28
28.        Bộ Công an                 0                         10
42.        Trung ương Đoàn Thanh     1                          0
           niên Cộng sản Hồ Chí Minh
43.        Trung ương Hội Cựu chiến 1                           0
           binh
46.        Thành phố Huế              1                         8
47.        Hưng Yên                   1                         2
48.        Thành phố Hà Nội           1                         0
49.        Nghệ An                    0                         10
"""


def test_the_white_behind_short_cells_under_a_centred_name_is_no_border() -> None:
    """Their figures went to the column before, on a whole page."""
    rows = [row for row in grid_rows(UNDER_NAMES) if row[0].strip(".").isdigit()]
    assert [row[2] for row in rows] == ["1", "0", "0", "1", "1", "1", "1", "1", "0"]
    assert [row[1] for row in rows][1:3] == ["Bộ Khoa học và Công nghệ", "Bộ Công an"]
