"""Pages without a header that leave columns blank: which are which is told by the pages before."""

from __future__ import annotations

from pipeline.extract.spaced.corridors.corridors import borders
from pipeline.extract.spaced.corridors.straight import parted_fields
from pipeline.extract.spaced.lines.words import words_of
from tests.extract.spaced.test_spaced import grid_rows

TREE = """
STT  Mã cấp một  Mã cấp hai  Mã cấp ba  Tên loại tài nguyên, sản phẩm  Đơn vị  Giá tính thuế  Căn cứ
1    I                                  Khoáng sản kim loại                               05/VBHN
2                I1                     Sắt                                               05/VBHN
3                            I101       Sắt kim loại                   tấn     9,000,000  05/VBHN
4                            I102       Quặng Manhetit                 tấn       300,000  05/VBHN
5                            I103       Quặng Limonit                  tấn       575,000  05/VBHN
6                I2                     Mangan                         tấn       850,000  05/VBHN
7                            I201       Mangan loại một                tấn     1,250,000  05/VBHN
8                            I202       Mangan loại hai                tấn       980,000  05/VBHN
9    II                                 Khoáng sản khác                                   05/VBHN
10               II1                    Đất                            m3         49,000  05/VBHN
11                           II101      Đất làm gạch                   m3        119,000  05/VBHN
\f12   III1           Gỗ nhóm một                 05/VBHN
13         III101   Cẩm lai       m3  33,600,000 05/VBHN
14         III102   Trắc          m3   7,500,000 05/VBHN
15         III103   Gụ            m3  13,450,000 05/VBHN
16   III2           Gỗ nhóm hai                 05/VBHN
17         III201   Cẩm xe        m3   7,000,000 05/VBHN
18         III202   Đinh hương    m3   8,550,000 05/VBHN
19         III203   Lim xanh      m3  12,400,000 05/VBHN
20   III3           Gỗ nhóm ba    m3   5,000,000 05/VBHN
21         III301   Bằng lăng     m3   4,400,000 05/VBHN
22         III302   Cà chắc       m3     950,000 05/VBHN
"""


def test_a_narrower_page_without_one_level_of_codes_has_its_cells_in_their_columns() -> None:
    rows = {row[0]: row[1:] for row in grid_rows(TREE)}
    assert rows["12"] == ["", "III1", "", "Gỗ nhóm một", "", "", "05/VBHN"]
    assert rows["13"] == ["", "", "III101", "Cẩm lai", "m3", "33,600,000", "05/VBHN"]
    assert rows["20"] == ["", "III3", "", "Gỗ nhóm ba", "m3", "5,000,000", "05/VBHN"]
    assert rows["22"] == ["", "", "III302", "Cà chắc", "m3", "950,000", "05/VBHN"]


def test_figures_one_blank_before_something_else_stand_in_a_field_of_their_own() -> None:
    lines = [words_of(line) for line in TREE.partition("\f")[2].splitlines()]
    starts = [int(border + 0.5) for border in parted_fields(lines)]
    assert starts == [5, 11, 20, 34, 38, 48]


SENTENCES = """
1   Nộp 2 bản chụp giấy phép trong 5 ngày kể từ khi được cấp
2   Cơ quan thuế xem xét hồ sơ trong 15 ngày
3   Sở Tài chính báo cáo 3 tháng một lần
4   Ủy ban nhân dân cấp xã niêm yết 30 ngày
5   Lấy ý kiến của ít nhất 7 hộ dân trên địa bàn
6   Họp hội đồng thẩm định, có từ 9 thành viên
7   Trình Bộ trưởng trước ngày 10 hằng tháng
8   Thông báo bằng văn bản cho 12 đơn vị
"""


def test_figures_in_a_sentence_part_no_fields() -> None:
    lines = [words_of(line) for line in SENTENCES.splitlines()]
    assert [int(border + 0.5) for border in parted_fields(lines)] == [4]


def test_a_page_with_nothing_beside_its_numbers_has_no_borders() -> None:
    assert borders([(), ()], [], [2, 1, 1]) == []
