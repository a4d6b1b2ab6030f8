"""Names of a header told apart by the cells below them, and page numbers printed among them."""

from __future__ import annotations

from pipeline.extract.spaced.corridors.profile import Profile
from pipeline.extract.spaced.lines.words import words_of
from tests.extract.spaced.test_spaced import document

CLOSE = """
      Nhóm        Tên vật liệu/loại    Đơn Tiêu chuẩn kỹ    Thành phố    Huyện Vũng    Huyện
STT
      vật liệu    vật liệu xây dựng   vị tính  thuật        Vĩnh Long       Liêm       Trà Ôn
1     Xi măng     Xi măng PCB 40       bao   TCVN 6260        87.500       76.000     83.333
2     Xi măng     Xi măng trắng        tấn   TCVN 5691        81.000       80.000     81.500
3     Thép        Thép cuộn            kg    TCVN 1651        14.250       14.300     14.400
4     Cát         Cát xây tô           m3    TCVN 7570       210.000      220.000    230.000
5     Đá          Đá 1x2               m3    TCVN 7571       410.000      420.000    430.000
6     Gạch        Gạch ống             viên  TCVN 1450         1.250        1.300      1.350
"""


def test_names_one_blank_apart_are_those_of_the_cells_below_them() -> None:
    found = document(CLOSE)
    assert found.tables[0].headers == (
        "STT",
        "Nhóm vật liệu",
        "Tên vật liệu/loại vật liệu xây dựng",
        "Đơn vị tính",
        "Tiêu chuẩn kỹ thuật",
        "Thành phố Vĩnh Long",
        "Huyện Vũng Liêm",
        "Huyện Trà Ôn",
    )
    cells = {(cell.row_id, cell.text) for cell in found.cells}
    assert (found.rows[3].row_id, "m3") in cells
    assert (found.rows[3].row_id, "TCVN 7570") in cells


def test_lines_of_a_name_stay_whole_where_wide_gaps_show_as_many_as_there_are_cells() -> None:
    """The first cells are narrow, so that `tính` stands over those of the next column too."""
    found = document(CLOSE.replace("vị tính  thuật ", "vị tính   thuật"))
    narrow = ("bao   TCVN", "tấn   TCVN", "kg    TCVN", "m3    TCVN", "viên  TCVN")
    text = CLOSE
    for one in narrow:
        text = text.replace(one, f"m   {one[-4:]}  ")
    assert document(text).tables[0].headers[3:5] == ("Đơn vị tính", "Tiêu chuẩn kỹ thuật")
    assert found.tables[0].headers[3:5] == ("Đơn vị tính", "Tiêu chuẩn kỹ thuật")


def test_the_numbers_of_columns_tell_their_names_apart() -> None:
    """Also those that a sheet shows as a negative number, and with how they are reckoned."""
    found = document(
        """
STT    Tên hàng hóa     Giá kỳ trước     Giá kỳ này          Tỷ lệ tăng Nguồn          Ghi chú
                                                             (giảm) (%) thông tin

 (1)        (2)               -3            (4)             (5)=(4/3)       (6)          (7)

 1     Thóc tẻ            13,000          16,000              23.08
 2     Gạo tẻ             15,000          16,000               6.67
 3     Thịt lợn           60,000          55,000              -8.33           Sở Y tế
"""
    )
    assert found.tables[0].headers[4:] == ("Tỷ lệ tăng (giảm) (%)", "Nguồn thông tin", "Ghi chú")


def test_a_name_over_one_column_stays_whole() -> None:
    cells = ("Công an", "Sở Y tế", "Sở Tư pháp", "Sở Công Thương", "Thuế", "Sở Xây dựng")
    rows = [f"{n}     Việc {n}        {who:16}Quý {n % 4 + 1}" for n, who in enumerate(cells, 1)]
    found = document("\n".join(["STT   Tên việc       Cơ quan chủ trì Thời hạn", *rows]))
    assert found.tables[0].headers == ("STT", "Tên việc", "Cơ quan chủ trì", "Thời hạn")


def test_the_number_of_a_page_at_the_height_of_a_header_is_no_part_of_it() -> None:
    def page(number: int) -> str:
        rows = (f"{number * 6 + n}     Việc thứ {n}      Sở Y tế    Quý {n}" for n in range(1, 5))
        return "\n".join(
            [f"{'':17}Cơ quan  {number or ' '}", "STT   Tên việc     thực hiện  Thời hạn", *rows]
        )

    found = document("\f".join(page(number) for number in range(5)))
    assert len(found.tables) == 1
    assert found.tables[0].headers == ("STT", "Tên việc", "Cơ quan thực hiện", "Thời hạn")


def test_codes_tell_by_their_digits_which_level_a_column_is_of() -> None:
    """Rows have a code in one of three columns, and no more than half of their cells: on this page
    the first level of codes has none."""
    profile = Profile(6)
    code = ("II1", "II101", "II10101")
    for level in range(3):
        own = [code[level] if at == level else "" for at in range(3)]
        profile.learn([("1", *own, "Đá vôi", "tấn")] * 3)
    rows = ("4   III201               Quặng bạc  tấn", "5          III20102     Quặng sắt  tấn")
    lines = [words_of(row) for row in rows] * 3
    assert profile.placed(lines, [3.5, 10.5, 20.5, 31.5])[1] == (0, 2, 3, 4, 5)


def test_rows_that_leave_most_columns_blank_show_which_these_are() -> None:
    profile = Profile(9)
    profile.learn([("1", "II1", "Đá", "tấn", "1.000", "", "", "", "x")] * 3)
    assert profile.placed([words_of("2   II2   Cát   m3")] * 3, [3.5, 9.5, 15.5])[1][:3] == (
        0,
        1,
        2,
    )


def _coded(number: int, code: str, places: tuple[int, ...]) -> str:
    """A row of a tree of codes: where a code stands tells its level."""
    level = {1: 0, 3: 1, 5: 2}[sum(map(str.isdigit, code))]
    begin = f"{number:<4}{' ' * places[level]}{code}"
    return f"{begin:32}Quặng loại {number:<12}tấn   {number}.000"


def test_a_page_that_no_first_level_of_a_tree_of_codes_is_on_has_the_others_in_their_columns() -> (
    None
):
    first = ["I1", "I101", "I10101", "I10102", "I102", "I10201", "I2", "I201", "I20101", "I20102"]
    second = ["I20103", "I202", "I20201", "I20202", "I203", "I20301", "I20302", "I204", "I20401"]
    head = "STT Cấp 1  Cấp 2   Cấp 3       Tên tài nguyên         ĐVT     Giá"
    pages = (
        [head, *(_coded(n, code, (0, 7, 15)) for n, code in enumerate(first, 1))],
        [_coded(n, code, (0, 0, 8)) for n, code in enumerate(second, 11)],
    )
    found = document("\f".join("\n".join(page) for page in pages))
    cells = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    columns = ("cap_1", "cap_2", "cap_3")
    for row, code in zip(found.rows, [*first, *second], strict=True):
        level = sum(map(str.isdigit, code)) // 2
        own = [cells.get((row.row_id, column), "") for column in columns]
        assert own == [code if at == level else "" for at in range(3)]


def test_a_page_that_moves_the_end_of_a_name_is_outvoted() -> None:
    """On the first page `thành` stands over the notes too, as if it were the end of their name."""

    def page(first: int, white: str) -> str:
        rows = [
            f"{n}.  Lập báo cáo      Bộ Y tế     Quý {n % 4 + 1}   {white}ngày 0{n % 9}"
            for n in range(first, first + 7)
        ]
        names = f"TT  Tên nhiệm vụ     Cơ quan     Thời hạn{white}Lưu ý"
        return "\n".join([names, f"{'':34}hoàn thành", *rows])

    found = document("\f".join([page(1, "  "), page(10, "       "), page(17, "       ")]))
    assert [table.headers[3:] for table in found.tables] == [("Thời hạn hoàn thành", "Lưu ý")]
