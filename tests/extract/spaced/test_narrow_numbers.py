"""Numbers of rows that are wider than their column, and headers set closer than their cells."""

# ruff: noqa: E501 (lines of texts)

from __future__ import annotations

import textwrap

import pytest

from pipeline.extract.layer.uncounted.gridded import Lines, labels_of
from pipeline.extract.spaced.lines.words import text_of, words_of
from tests.extract.spaced.test_spaced import grid_rows

CLOSE = textwrap.dedent(
    """
    TT Tên nhiệm vụ           Người đứng    Cơ quan chủ       Kết quả          Thời gian
    (96)Cơ sở dữ liệu       Thống đốc       Ngân hàng       Hoàn thành,    Tháng
        kế toán             Ngân hàng       Nhà nước Việt   khai thác sử   12/2025
                            Nhà nước Việt   Nam             dụng
                            Nam
    (97)Cơ sở dữ liệu       Bộ trưởng       Bộ Tài chính    Hoàn thành,    Tháng
        quốc gia về quy     Bộ Tài chính                    khai thác sử   12/2025
        hoạch                                               dụng
    (98)Cơ sở dữ liệu Mã    Thống đốc       Ngân hàng       Hoàn thành,    Tháng
        ngân hàng           Ngân hàng       Nhà nước Việt   khai thác sử   12/2025
                            Nhà nước Việt   Nam             dụng
                            Nam
    (99)Bảng số liệu        Thống đốc       Ngân hàng       Hoàn thành,    Tháng
        Công thông tin      Ngân hàng       Nhà nước Việt   khai thác sử   12/2025
        điện tử của Ngân    Nhà nước Việt   Nam             dụng
        hàng Nhà nước       Nam
    (100)
       Hệ thống Quản lý     Tổng Giám       Tập đoàn Điện   Hoàn thành,    Tháng
       thông tin khách      đốc Tập đoàn    lực Việt Nam    khai thác sử   12/2025
       hàng                 Điện lực Việt                   dụng
                            Nam
    """
).lstrip("\n")


def test_numbers_that_leave_no_blank_and_numbers_on_lines_of_their_own() -> None:
    done = "Hoàn thành, khai thác sử dụng"
    bank = "Ngân hàng Nhà nước Việt Nam"
    assert grid_rows(CLOSE)[1:] == [
        ["(96)", "Cơ sở dữ liệu kế toán", f"Thống đốc {bank}", bank, done, "Tháng 12/2025"],
        ["(97)", "Cơ sở dữ liệu quốc gia về quy hoạch", "Bộ trưởng Bộ Tài chính", "Bộ Tài chính",
         done, "Tháng 12/2025"],
        ["(98)", "Cơ sở dữ liệu Mã ngân hàng", f"Thống đốc {bank}", bank, done, "Tháng 12/2025"],
        ["(99)", "Bảng số liệu Công thông tin điện tử của Ngân hàng Nhà nước",
         f"Thống đốc {bank}", bank, done, "Tháng 12/2025"],
        ["(100)", "Hệ thống Quản lý thông tin khách hàng",
         "Tổng Giám đốc Tập đoàn Điện lực Việt Nam", "Tập đoàn Điện lực Việt Nam", done,
         "Tháng 12/2025"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("(65)Cơ sở dữ liệu", "(65)"),
        ("(65Cơ sở dữ liệu", "(65"),
        ("(65tuổi)", "(65tuổi)"),
        ("38.1Đề án tăng cường", "38.1"),
        ("12.Xây dựng", "12."),
        ("a)rà soát", "a)"),
        ("II.Nâng cao", "II."),
        ("5G và 6G", "5G"),
        ("3.000đồng", "3.000đồng"),
        ("TP.Hà Nội", "TP.Hà"),
        ("dự án (65)Cơ sở", "dự"),
    ],
)
def test_the_number_of_a_row_is_a_word_of_its_own(line: str, first: str) -> None:
    words = words_of(line)
    assert words[0].text == first
    assert text_of(words) == line


HEAD_CLOSER = textwrap.dedent(
    """
                                                                           Cơ quan chủ trì theo
    TT     Chỉ tiêu                     Đơn vị           Kết quả
                                                                           dõi, đánh giá
    I            Đến năm 2030
    1            Quy mô kinh tế số                               % GDP                        ≥ 30                          Bộ Tài chính
                 Tỷ lệ nhiệm vụ Chính phủ, Thủ tướng
    2            Chính phủ giao được theo dõi, quản    %                                      100                           Văn phòng Chính phủ
                 lý, giám sát trên môi trường điện tử
                 Giá trị thanh toán không dùng tiền                                                                         Ngân hàng Nhà nước
    3                                                            Lần GDP                      30
                 mặt3                                                                                                       Việt Nam
                 Thu hút thêm tổ chức, doanh nghiệp
                 công nghệ hàng đầu thế giới tham gia Tổ chức, doanh
    4                                                                                         ≥3                            Bộ Tài chính
                 hợp tác nghiên cứu, đặt trụ sở, đầu tư nghiệp
                 tại Việt Nam
    II           Đến năm 2045
    5            Quy mô kinh tế số                               % GDP                        ≥ 30                          Bộ Tài chính
    6            Thu hút thêm tổ chức, doanh nghiệp Tổ chức, doanh                            ≥5                            Bộ Tài chính
                 công nghệ hàng đầu thế giới tham gia nghiệp
                 hợp tác nghiên cứu, đặt trụ sở, đầu tư
    """
).lstrip("\n")


def test_a_header_that_is_set_closer_than_its_cells() -> None:
    rows = {row[0]: row[2:] for row in grid_rows(HEAD_CLOSER)[1:]}
    assert rows["1"] == ["% GDP", "≥ 30", "Bộ Tài chính"]
    assert rows["2"] == ["%", "100", "Văn phòng Chính phủ"]
    assert rows["3"] == ["Lần GDP", "30", "Ngân hàng Nhà nước Việt Nam"]
    assert rows["4"][1:] == ["≥3", "Bộ Tài chính"]
    assert rows["5"] == ["% GDP", "≥ 30", "Bộ Tài chính"]


PIECES = textwrap.dedent(
    """
    TT   Tên nhiệm vụ                  Người đứng   Cơ quan     Kết quả      Thời gian
                                       đầu          chủ trì                  hoàn thành
                                       Tổng
                                                                Hoàn
                                       Giám đốc     Tập đoàn
    (98  Hệ thống quản lý thông tin                             thành,       Tháng
                                       Tập đoàn     Điện lực
    )    khách hàng                                             khai thác    12/2025
                                       Điện lực     Việt Nam
                                                                sử dụng
                                       Việt Nam
         Hệ thống phần mềm quản lý     Chánh án                 Hoàn
                                                    Tòa án
    (99  nghiệp vụ thụ lý, giải quyết  Tòa án                   thành,       Tháng
                                                    nhân dân
    )    loại vụ, việc dùng chung của  nhân dân                 khai thác    12/2025
                                                    tối cao
         Tòa án nhân dân               tối cao                  sử dụng
                                       Bộ trưởng                Hoàn
    (10  Cơ sở dữ liệu quốc gia về                  Bộ Tài      thành,       Tháng
                                       Bộ
    0)   quy hoạch                                  chính       khai thác    12/2025
                                       Tài chính                sử dụng
    VII
         Một số nhiệm vụ khác
    I
         Tham mưu Chính phủ ban hành   Bộ trưởng    Bộ          Nghị định    Tháng
    77.  Nghị định thay thế            Bộ Công an   Công an     của Chính    6/2026
         Nghị định số 34                                        phủ
    """
).lstrip("\n")


def test_pieces_of_a_number_with_a_line_of_cells_between_them() -> None:
    rows = [row[:2] for row in grid_rows(PIECES)[1:]]
    assert [row[0].replace(" ", "") for row in rows] == ["(98)", "(99)", "(100)", "VIII", "77."]
    assert rows[0][1] == "Hệ thống quản lý thông tin khách hàng"
    assert rows[2][1] == "Cơ sở dữ liệu quốc gia về quy hoạch"


def _numbers(*texts: str) -> list[int]:
    return labels_of(Lines(tuple((text, "") for text in texts), (0,) * len(texts)))


def test_which_numbers_are_rests_of_others() -> None:
    assert _numbers("38.", "39.", "40.", "41.", "1") == [0, 1, 2, 3]
    assert _numbers("40.", "", "41.", "1") == [0, 2]
    assert _numbers("41.", "1") == [0, 1]
    assert _numbers("1.", "1", "2", "3") == [0, 1, 2, 3]
    inside = Lines((("41.", "Định hướng"), ("1", "ưu đãi thuế")), (0, 0))
    assert labels_of(inside) == [0]
    assert _numbers("7.", "8.", "9.", "10", ".") == [0, 1, 2, 3]
    assert _numbers("38", "39", "40", "41", "1") == [0, 1, 2, 3, 4]
    assert _numbers("VII", "", "I", "77.") == [0, 3]
    assert _numbers("VII", "", "VIII", "77.") == [0, 2, 3]
    assert _numbers("VII", "", "", "I", "77.") == [0, 3, 4]
    assert _numbers("11.9", "", "11.1", "", "0", "11.1", "", "1") == [0, 2, 5]
    assert _numbers("1", "", "1.1", "", "1.2", "", "2") == [0, 2, 4, 6]
    assert _numbers("(10", "", "0)", "(10", "1)") == [0, 3]


BRACKETS = textwrap.dedent(
    """
    TT   Tên nhiệm vụ                  Cơ quan     Kết quả      Thời gian
                                       chủ trì                  hoàn thành
    (13  Cơ sở dữ liệu về cư trú       Bộ Công     Hoàn         Tháng
    )                                  an          thành        12/2025
    (14  Cơ sở dữ liệu quốc gia        Bộ Công     Hoàn         Tháng
    )                                  an          thành        12/2025
    (15  Cơ sở dữ liệu tai nạn         Bộ Công     Hoàn         Tháng
    )                                  an          thành        12/2025
    """
).lstrip("\n")


def test_a_bracket_alone_below_a_number_is_of_the_number() -> None:
    assert [row[:2] for row in grid_rows(BRACKETS)[1:]] == [
        ["(13 )", "Cơ sở dữ liệu về cư trú"],
        ["(14 )", "Cơ sở dữ liệu quốc gia"],
        ["(15 )", "Cơ sở dữ liệu tai nạn"],
    ]


@pytest.mark.parametrize("numbers", [["XI", "1", "2", "3"], ["1", "1.1", "1.2", "2"]])
def test_whole_numbers_below_each_other_are_of_rows_of_their_own(numbers: list[str]) -> None:
    texts = tuple((number, "Lập báo cáo", "Bộ Y tế") for number in numbers)
    assert labels_of(Lines(texts, (0, 0, 0, 0))) == [0, 1, 2, 3]


TORN = textwrap.dedent(
    """
    T           Tên nhiệm vụ               Người      Cơ quan   Kết quả    Thời gian
    T                                      đứng đầu   chủ trì              hoàn thành
    8. Rà soát quy định về hợp tác         Bộ         Bộ Công   Báo cáo    Tháng
       công tư                             trưởng     an        kết quả    12/2025
    9. Hoàn thiện cơ chế ưu đãi trong      Bộ         Bộ Công   Quyết      Tháng
       cấp thị thực                        trưởng     an        định       12/2025
    1 Tham mưu xây dựng                    Bộ         Bộ Công   Nghị       Tháng
    0. Nghị quyết về sử dụng chung         trưởng     an        quyết      12/2025
    III Tăng cường đầu tư, hoàn thiện hạ tầng cho khoa học, công nghệ, đổi mới
    .   sáng tạo và chuyển đổi số quốc gia
    1 Phát triển mạng lưới kết nối các     Bộ         Bộ Ngoại  Mạng       Tháng
    1. trung tâm đổi mới sáng tạo          trưởng     giao      lưới       12/2025
    VI Tăng cường hợp tác quốc tế trong phát triển khoa học, công nghệ, đổi mới
    I. sáng tạo và chuyển đổi số
    1 Xây dựng chiến lược hợp tác          Bộ         Bộ Ngoại  Chiến      Tháng
    2. quốc tế về các công nghệ            trưởng     giao      lược       12/2025
    """
).lstrip("\n")


def test_numbers_in_a_column_of_one_digit() -> None:
    """Cells hang from the top though `0.` stands inside a title, and headings part the numbers."""
    rows = [(row[0].replace(" ", ""), row[1]) for row in grid_rows(TORN)[1:]]
    assert rows == [
        ("8.", "Rà soát quy định về hợp tác công tư"),
        ("9.", "Hoàn thiện cơ chế ưu đãi trong cấp thị thực"),
        ("10.", "Tham mưu xây dựng Nghị quyết về sử dụng chung"),
        ("III.", "Tăng cường đầu tư, hoàn thiện hạ tầng cho khoa học, công nghệ, đổi mới sáng tạo "
                 "và chuyển đổi số quốc gia"),
        ("11.", "Phát triển mạng lưới kết nối các trung tâm đổi mới sáng tạo"),
        ("VII.", "Tăng cường hợp tác quốc tế trong phát triển khoa học, công nghệ, đổi mới sáng "
                 "tạo và chuyển đổi số"),
        ("12.", "Xây dựng chiến lược hợp tác quốc tế về các công nghệ"),
    ]  # fmt: skip


def test_a_number_beside_the_middle_of_a_title_is_the_end_of_the_one_above() -> None:
    lines = (("1", "Phát triển mạng lưới"), ("5.", "trung tâm đổi mới"), ("", "sáng tạo"))
    assert labels_of(Lines(lines, (0, 0, 0))) == [0]
    begun = (("1", "Phát triển mạng lưới"), ("5.", "Trung tâm đổi mới"), ("", "sáng tạo"))
    assert labels_of(Lines(begun, (0, 0, 0))) == [0, 1]
