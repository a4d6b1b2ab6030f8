"""Tables whose number column has no name: told by lines that count below names beside them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import document, grid_rows

SHEET = """
                                                Loại,   Số hiệu  Nhãn    Số hiệu
      Số hiệu
              Tên tiếng Việt    Tên tiếng Anh   nhóm     nguy hiệu, biểu nguy
       UN
                                                hàng     hiểm    trưng    hiểm
 1     0004   PHÁO HOA khô      FIREWORKS         1                1
 2     0005   ĐẠN có hạt nổ     CARTRIDGES        1                1.4
 3     1040   ETYLEN OXIT       ETHYLENE OXIDE    2        263    2.3+2.1   263
 4     1041   KHÍ NÉN, dễ cháy  COMPRESSED GAS    2         23     2.1       23
10     1045   FLO, NÉN          FLUORINE          2        265    2.3+5.1   265
11     1046   HELI, NÉN         HELIUM            2         20     2.2       20
"""
NAMES = [
    "Số hiệu UN",
    "Tên tiếng Việt",
    "Tên tiếng Anh",
    "Loại, nhóm hàng",
    "Số hiệu nguy hiểm",
    "Nhãn hiệu, biểu trưng",
    "Số hiệu nguy hiểm",
]


def _titles(text: str) -> list[tuple[str, ...]]:
    return [header.titles[1:] for header in headers_of(read_text([*split_lines(text)]))]


def test_a_count_shows_the_number_column_that_has_no_name() -> None:
    rows = grid_rows(SHEET)
    assert rows[0] == ["", *NAMES]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "10", "11"]
    assert rows[1] == ["1", "0004", "PHÁO HOA khô", "FIREWORKS", "1", "", "1", ""]
    assert rows[3][5:] == ["263", "2.3+2.1", "263"]


def test_the_lines_above_it_are_its_header() -> None:
    table = document(SHEET).tables[0]
    assert table.columns[:2] == ("stt", "so_hieu_un")
    assert [row.label for row in document(SHEET).rows[:2]] == ["1", "2"]


def test_a_header_printed_again_is_no_row() -> None:
    head, _, rest = SHEET.partition(" 1     0004")
    later = rest[rest.index(" 3     1040") :].replace("10     1045", "12     1045")
    text = SHEET + "\f" + head.lstrip("\n") + later.replace("\n", "\n", 1)
    assert _titles(text) == [tuple(NAMES)] * 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
Các bước thực hiện như sau:
 1     Chuẩn bị hồ sơ    tại bộ phận một cửa    trong 3 ngày
 2     Nộp hồ sơ         tại bộ phận một cửa    trong 5 ngày
 3     Nhận kết quả      tại bộ phận một cửa    trong 7 ngày
""",
            id="a sentence above",
        ),
        pytest.param(
            """
       Số hiệu    Tên hàng      Đơn vị
 1     0004       Pháo hoa      thùng
 2     0005       Đạn           thùng
 9     0006       Đạn           thùng
""",
            id="numbers that do not count",
        ),
        pytest.param(
            """
Cấp    Số hiệu    Tên hàng      Đơn vị
 1     0004       Pháo hoa      thùng
 2     0005       Đạn           thùng
 3     0006       Đạn           thùng
""",
            id="a column of numbers with a name",
        ),
    ],
)
def test_other_lines_have_no_such_header(text: str) -> None:
    assert _titles(text) == []


STEPS = """
STT   Nội dung           Cơ quan chủ trì    Thời hạn
I     Nhiệm vụ chung     Sở Nội vụ          Quý I
                         Bộ Công an         Tháng 6      Sở Y tế
 1    Rà soát văn bản    Sở Tư pháp         Quý II
 2    Xây dựng đề án     Sở Tư pháp         Quý II
 3    Tổng kết           Sở Tư pháp         Quý II
"""


def test_a_count_inside_a_table_begins_no_other() -> None:
    assert _titles(STEPS) == [("Nội dung", "Cơ quan chủ trì", "Thời hạn")]


ASIDE = """
                                                Loại, nhóm Số hiệu nguy Nhãn hiệu, Số hiệu nguy
      Số hiệu UN Tên tiếng Việt    Tên tiếng Anh
                                                   hàng         hiểm    biểu trưng     hiểm
 1     0004      PHÁO HOA khô      FIREWORKS         1                       1
 2     0005      ĐẠN có hạt nổ     CARTRIDGES        1                      1.4
 3     1040      ETYLEN OXIT       ETHYLENE OXIDE    2          263       2.3+2.1      263
 4     1041      KHÍ NÉN           COMPRESSED GAS    2          23          2.1        23
"""
TITLED = """
                   Danh mục hàng hóa phải khai báo khi vận chuyển
       Số hiệu     Tên hàng          Đơn vị             Số lượng
 1     0004        Pháo hoa          thùng              120
 2     0005        Đạn               thùng              15
 3     0006        Ngòi nổ           thùng              300
"""
ROWS = """
       #N/A        #N/A              #N/A               #N/A
 1     0004        pháo hoa          thùng              120
 2     0005        đạn               thùng              15
 3     0006        ngòi nổ           thùng              300
"""


def test_names_one_blank_apart_are_told_apart_by_their_ends_below() -> None:
    assert _titles(ASIDE) == [tuple(NAMES)]


def test_a_title_in_the_middle_over_the_table_is_no_name() -> None:
    assert _titles(TITLED) == [("Số hiệu", "Tên hàng", "Đơn vị", "Số lượng")]


def test_values_above_a_count_are_no_header() -> None:
    assert _titles(ROWS) == []


GOODS = """
       Số hiệu  Tên hàng            Nhóm
 {}     0004     PHÁO HOA khô        1
 {}     0005     ĐẠN có hạt nổ       1
 {}     1040     ETYLEN OXIT         2
"""
TREES = """
       Mã số    Tên loài cây        Vùng trồng
 1     BA04     Keo lai giâm hom    Bắc Bộ
 2     BA05     Bạch đàn trắng      Nam Bộ
 3     BA40     Thông ba lá         Tây Nguyên
"""


def test_a_table_between_pages_of_another_one_has_names_of_its_own() -> None:
    goods, trees = ("Số hiệu", "Tên hàng", "Nhóm"), ("Mã số", "Tên loài cây", "Vùng trồng")
    pages = [GOODS.format(1, 2, 3), TREES, GOODS.format(1, 2, 3)]
    assert _titles("\f".join(pages)) == [goods, trees, goods]


def test_another_header_without_a_name_begins_another_table() -> None:
    pages = [GOODS.format(1, 2, 3), GOODS.format(4, 5, 6), TREES]
    found = document("\f".join(pages))
    assert [table.columns[1:] for table in found.tables] == [
        ("so_hieu", "ten_hang", "nhom"),
        ("ma_so", "ten_loai_cay", "vung_trong"),
    ]
    assert [row.table_id for row in found.rows] == ["a/1"] * 6 + ["a/2"] * 3


def test_counts_without_names_above_are_passed_over_at_once() -> None:
    """What stands beside each is looked at only below names."""
    rows = [f" {number}     000{number}     pháo hoa     thùng" for number in (1, 2, 3)]
    assert _titles("\n".join(rows * 1500)) == []
