"""Headers of several levels: names over several columns, and the lines of one name."""

from __future__ import annotations

import pytest

from pipeline.model import Grid
from tests.extract.spaced.test_spaced import read
from tests.extract.spaced.test_tables import headers

YEARS = """
                                                      Lộ trình thực hiện
                                           Đơn vị
TT                Chỉ tiêu                          Năm      Năm      Năm     Đơn vị chủ trì
                                            tính
                                                    2025     2026     2030
A    Kinh tế
1    Thu ngân sách                         Tỷ đồng   51     82.909    66      Sở Tài chính
"""

BESIDE = """
                       Địa điểm xây       Quyết định phê duyệt      Nhu cầu vốn 2027 - 2030
TT   Tên dự án              dựng          Số, ngày        TMĐT   Tổng      Ngân sách   Vốn khác
                                                                             tỉnh
 1   Đường nối cao tốc    Xã An Lão       2715/QĐ         7.174  69.542      9.305       1.402
"""

MIXED = """
                              Năm 2025                   Năm 2026
TT   Chỉ tiêu    ĐVT   Kế hoạch    Ước thực       Kế hoạch   So với 2025     Ghi chú
                                     hiện                        (%)
1    Thu ngân    Tỷ      51          82,9           66           102,1
"""

IN_TURN = """
                                   Năm 2025                      Năm 2026
TT    Chỉ tiêu           ĐVT                                                         Ghi chú
                                           Ước thực                    So với 2025
                            Kế hoạch                     Kế hoạch
                                             hiện                          (%)
1     Thu ngân sách      Tỷ     51           82,9           66            102,1
"""

APART = """
                                                 Chỉ tiêu giao

TT          Chỉ tiêu       Đơn vị tính                                      Cơ quan chủ trì
                                         Thực hiện   Kế hoạch   Kế hoạch
                                         năm 2025    năm 2026   năm 2030
A     Kinh tế
1     Thu ngân sách        Tỷ đồng          30          9,6        11       Sở Tài chính
"""

ONE_LEVEL = """
Số                     Người đứng đầu                               Thời gian hoàn
     Tên nhiệm vụ                         Cơ quan chủ trì  Sản phẩm                Căn cứ
TT                    chịu trách nhiệm                                  thành
1    Nối tổng đài     Bộ trưởng Bộ Y tế   Bộ Y tế          Thông tư  Tháng 3/2027  Chỉ thị
"""

THREE = """
                                   Quyết định đầu tư          Kế hoạch vốn năm 2027
                                             Tổng mức đầu tư                Trong đó
STT   Tên dự án       Địa điểm    Số, ngày                    Tổng số                   Ghi chú
                                             Tổng số   NSTW             NSTW     NSĐP
1    Đường vành đai   Xã An Lão   12/QĐ      12.000    10.000  5.000    3.000    2.000
"""

MET = """
                                        Lãnh đạo Bộ chỉ
STT               Nhiệm vụ                                Đơn vị chủ trì      Thời hạn
                                              đạo
1     Cấp chữ ký số cá nhân             Đ/c Trần Thị Hà   Văn phòng Bộ        Quý I/2027
"""

ENDS_OF_ANOTHER = """
                                                       Năm 2025
                                         Đơn vị                      Kế hoạch
STT                Chỉ tiêu                                 Ước thực năm 2026         Ghi chú
                                          tính    Kế hoạch
                                                              hiện
 I    Về kinh tế
 1    Thu ngân sách trên địa bàn         Tỷ đồng       99,86     88,0     10,2   Sở Tài chính
"""

MOVED = """
                                    Địa điểm, cách thức thực   Phí,
STT   Tên thủ tục      Thời hạn                                              Căn cứ pháp lý
                                            hiện                   lệ phí
1     Hỗ trợ chi phí   05 ngày      Bưu chính công ích         Không         Nghị định số 182
"""


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            YEARS,
            "TT|Chỉ tiêu|Đơn vị tính|Lộ trình thực hiện / Năm 2025|Lộ trình thực hiện / Năm 2026|"
            "Lộ trình thực hiện / Năm 2030|Đơn vị chủ trì",
        ),
        (
            BESIDE,
            "TT|Tên dự án|Địa điểm xây dựng|Quyết định phê duyệt / Số, ngày|"
            "Quyết định phê duyệt / TMĐT|Nhu cầu vốn 2027 - 2030 / Tổng|"
            "Nhu cầu vốn 2027 - 2030 / Ngân sách tỉnh|Nhu cầu vốn 2027 - 2030 / Vốn khác",
        ),
        (
            MIXED,
            "TT|Chỉ tiêu|ĐVT|Năm 2025 / Kế hoạch|Năm 2025 / Ước thực hiện|Năm 2026 / Kế hoạch|"
            "Năm 2026 / So với 2025 (%)|Ghi chú",
        ),
        (
            IN_TURN,
            "TT|Chỉ tiêu|ĐVT|Năm 2025 / Kế hoạch|Năm 2025 / Ước thực hiện|Năm 2026 / Kế hoạch|"
            "Năm 2026 / So với 2025 (%)|Ghi chú",
        ),
        (
            APART,
            "TT|Chỉ tiêu|Đơn vị tính|Chỉ tiêu giao / Thực hiện năm 2025|"
            "Chỉ tiêu giao / Kế hoạch năm 2026|Chỉ tiêu giao / Kế hoạch năm 2030|Cơ quan chủ trì",
        ),
        (
            ONE_LEVEL,
            "Số TT|Tên nhiệm vụ|Người đứng đầu chịu trách nhiệm|Cơ quan chủ trì|Sản phẩm|"
            "Thời gian hoàn thành|Căn cứ",
        ),
        (
            THREE,
            "STT|Tên dự án|Địa điểm|Quyết định đầu tư / Số, ngày|"
            "Quyết định đầu tư / Tổng mức đầu tư / Tổng số|"
            "Quyết định đầu tư / Tổng mức đầu tư / NSTW|Kế hoạch vốn năm 2027 / Tổng số|"
            "Kế hoạch vốn năm 2027 / Trong đó / NSTW|"
            "Kế hoạch vốn năm 2027 / Trong đó / NSĐP|Ghi chú",
        ),
        (MET, "STT|Nhiệm vụ|Lãnh đạo Bộ chỉ đạo|Đơn vị chủ trì|Thời hạn"),
        (
            ENDS_OF_ANOTHER,
            "STT|Chỉ tiêu|Đơn vị tính|Năm 2025 / Kế hoạch|Năm 2025 / Ước thực hiện|"
            "Kế hoạch năm 2026|Ghi chú",
        ),
        (
            MOVED,
            "STT|Tên thủ tục|Thời hạn|Địa điểm, cách thức thực hiện|Phí, lệ phí|Căn cứ pháp lý",
        ),
    ],
)
def test_names_stand_in_the_middle_of_what_they_name(text: str, titles: str) -> None:
    assert headers(text)[0].titles == tuple(titles.split("|"))


def test_a_column_stands_below_one_name_over_several() -> None:
    """Two names over several columns, where each of them could stand over those of the other."""
    found = headers(
        """
                                       Giá đất ở                         Giá đất thương mại, dịch vụ
        TT       Tên đường
                                VT1         VT2         VT3      VT4           VT1           VT2
        1    Đường Hà Huy Tập   85 181      48 553      38 115   33 784        23 515        14 991
        """
    )
    ends = [(over.first, over.last) for over in found[0].upper]
    assert ends == [(2, 5), (6, 7)]


def test_names_that_count_stand_below_one_name() -> None:
    """A name over several columns that is moved aside stands over some of those that count on."""
    found = headers(
        """
                                                                           Giá tính thuế
                         Mã nhóm, loại                            Tên loại                   Mã nhóm
                                                                             tài nguyên
        STT        Cấp 1   Cấp 2   Cấp 3   Cấp 4       Cấp 5                                 05/VBHN
              1      I                                            Khoáng sản                 05/VBHN
              2             I1                                    Sắt                9,000   05/VBHN
        """
    )
    assert [(over.first, over.last) for over in found[0].upper] == [(1, 5)]


def test_names_over_several_stand_beside_that_of_the_number_column() -> None:
    """A tall one among them has a line above it and one below."""
    found = headers(
        """
                                                                      Giá đất sản xuất kinh doanh
        TT   Tên đường phố            Đoạn đường        Giá đất ở     phi nông nghiệp không phải
                                                                        là đất thương mại
                                  Từ           Đến     VT1     VT2       VT1     VT2
        21   Chu Văn An        Bưu điện      Cầu Am    76 422  43 561    16 569  11 183
        """
    )
    assert found[0].titles[2:6] == (
        "Đoạn đường / Từ",
        "Đoạn đường / Đến",
        "Giá đất ở / VT1",
        "Giá đất ở / VT2",
    )


def test_a_name_goes_on_with_the_line_above_it() -> None:
    """A value that is filled down into a header stands below the end of one name and the line of
    another: it goes on with that which has a line right above it."""
    found = headers(
        """
                                                  Giá tính thuế tài
                                   Đơn vị tính                         Mã nhóm
                                                        nguyên
        STT     Tên tài nguyên                                     05/VBHN-BTC
        1       Khoáng sản            tấn               9,000,000  05/VBHN-BTC
        """
    )
    assert found[0].titles[3:] == ("Giá tính thuế tài nguyên", "Mã nhóm 05/VBHN-BTC")


@pytest.mark.parametrize("lines", [("STT", "TT 37"), ("STT TT", " 37")])
def test_two_columns_of_numbers_have_a_name_each(lines: tuple[str, str]) -> None:
    found = headers(
        f"""
               {lines[0]}
        STT              Mã dịch vụ        Tên dịch vụ            Mức giá          Ghi chú
               {lines[1]}
        1063    1052     03C2.5.7.39       Ghép da rời mỗi chiều  2.841.000
        """
    )
    assert found[0].titles[:3] == ("STT", " ".join(map(str.strip, lines)), "Mã dịch vụ")
    assert len(found) == 1


def test_a_header_of_three_levels_has_three_rows() -> None:
    pages, _ = read(THREE)
    (grid,) = [block for block in pages[0].blocks if isinstance(block, Grid)]
    spans = [[cell.span for cell in row if cell.fragments and not cell.merged] for row in grid.rows]
    assert spans[:3] == [[1, 1, 1, 3, 3, 1], [1, 2, 1, 2], [1, 1, 1, 1]]


def test_the_first_cells_below_a_header_are_no_names_of_a_second_level() -> None:
    found = headers(
        """
        TT      Nhiệm vụ                Cơ quan chủ trì     Cơ quan phối hợp
                Sửa đổi Luật            Bộ Tài chính        Bộ Công an
        1       Quy hoạch; sắp xếp      Bộ Nội vụ           Bộ Y tế
                lại mạng lưới
        """
    )
    assert found[0].titles == ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp")
    assert found[0].end == 1
