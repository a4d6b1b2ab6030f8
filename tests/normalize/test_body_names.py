"""Names of bodies in capitals, as running text writes them, and where their lines may break."""

from __future__ import annotations

import textwrap

import pytest

from pipeline.model import Overrides
from pipeline.normalize.body_names import in_form, spelled
from pipeline.normalize.facts import read_facts

NAMES = """\
Sở Tài nguyên và Môi trường
Ủy ban Cạnh tranh Quốc gia
Bộ Tư lệnh Vùng 2 Hải quân
Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Yên Thành
Trường PTDTBT TH&THCS Trung Thu
Trung tâm GDNN-GDTX Trần Văn Thời
Vườn quốc gia Phong Nha - Kẻ Bàng
Tổng công ty Quản lý bay Việt Nam
Tổng công ty Bảo đảm an toàn hàng hải miền Bắc
Công ty TNHH MTV Cao su Chư Prông
Trường Đại học Khoa học Xã hội và Nhân văn
Trường Cao đẳng Lý Tự Trọng thành phố Hồ Chí Minh
Bệnh viện Nhiệt đới Trung ương
Viện Khoa học Thủy lợi Việt Nam
Cục Quản lý, giám sát kế toán, kiểm toán
Cục Chất lượng, Chế biến và Phát triển thị trường
Vụ Đào tạo, Bồi dưỡng cán bộ, công chức, viên chức
Hiệp hội Doanh nghiệp nhỏ và vừa Việt Nam
Đảng ủy Sở Nội vụ
Cục Quản lý Y, Dược cổ truyền
Hội đồng Thi đua - Khen thưởng tỉnh An Giang
Ban Chỉ đạo liên ngành về an toàn thực phẩm tỉnh Hưng Yên
Ban Quản lý các công trình dân dụng và công nghiệp
Tổng lãnh sự quán Việt Nam tại San Francisco
Điện lực Gia Lai""".splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_capitals(name: str) -> None:
    assert in_form(spelled(name.upper())) == name


# the left column, whose lines a narrow one breaks anywhere
COLUMNS = [
    ("UBND PHƯỜNG TAM KỲ/HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", "Hội đồng Nghĩa vụ quân sự phường Tam Kỳ"),
    ("ĐẢNG BỘ THÀNH PHỐ HẢI PHÒNG/ĐẢNG ỦY PHƯỜNG LÊ CHÂN", "Đảng ủy phường Lê Chân"),
    ("BỘ XÂY DỰNG/BAN QUẢN LÝ DỰ ÁN 85", "Ban Quản lý dự án 85"),
    ("BỘ TƯ PHÁP/TRƯỜNG ĐẠI HỌC LUẬT HÀ NỘI", "Trường Đại học Luật Hà Nội"),
    ("CÔNG AN TỈNH - VIỆN KIỂM SÁT NHÂN DÂN TỈNH/TÒA ÁN NHÂN DÂN TỈNH CÀ MAU",
     "Công an tỉnh Cà Mau; Viện kiểm sát nhân dân tỉnh Cà Mau; Tòa án nhân dân tỉnh Cà Mau"),
    ("UBND TỈNH CAO BẰNG/SỞ DÂN TỘC VÀ TÔN GIÁO", "Sở Dân tộc và Tôn giáo tỉnh Cao Bằng"),
    ("UBND XÃ TÂN KỲ/PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội xã Tân Kỳ"),
    ("SỞ TƯ PHÁP TỈNH LẠNG SƠN/TRUNG TÂM TRỢ GIÚP PHÁP LÝ",
     "Trung tâm Trợ giúp pháp lý tỉnh Lạng Sơn"),
]  # fmt: skip
STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
NUMBER = ["Số: 5/KH-X", "Huế, ngày 5 tháng 3 năm 2026", "KẾ HOẠCH", "Công tác năm 2026"]


@pytest.mark.parametrize(("column", "issuer"), COLUMNS)
@pytest.mark.parametrize("width", [16, 20, 26])
def test_an_issuer_does_not_depend_on_where_its_lines_break(
    column: str, issuer: str, width: int
) -> None:
    left = [part for line in column.split("/") for part in textwrap.wrap(line, width)]
    for lines in ([*left, *STATE], [left[0], STATE[0], *left[1:], STATE[1]]):
        assert read_facts([*lines, *NUMBER], (), "a", Overrides()).issuer == issuer


GLUED = [
    ("CỤC THUẾ THUẾ TỈNH NINH BÌNH", "Thuế tỉnh Ninh Bình"),
    ("UBND XÃ BẢO LÂM 1 PHÒNG KINH TẾ", "Phòng Kinh tế xã Bảo Lâm 1"),
    ("UBND HUYỆN MƯỜNG LÁT PHÒNG TÀI CHÍNH - KẾ HOẠCH",
     "Phòng Tài chính - Kế hoạch huyện Mường Lát"),
    ("QUỐC HỘI KHÓA XV ỦY BAN CÔNG TÁC ĐẠI BIỂU", "Ủy ban Công tác đại biểu"),
    ("ĐẢNG ỦY CHÍNH PHỦ ĐẢNG ỦY BỘ XÂY DỰNG", "Đảng ủy Bộ Xây dựng"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "issuer"), GLUED)
def test_lines_put_into_one_are_parted(line: str, issuer: str) -> None:
    found = read_facts([f"{line} {STATE[0]}", STATE[1], *NUMBER], (), "a", Overrides())
    assert found.issuer == issuer
