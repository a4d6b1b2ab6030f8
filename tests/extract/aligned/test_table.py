"""Columns and rows of lines that no rule parts, and lines in columns that are no table."""

import pytest

from pipeline.extract.aligned.corridors import Corridor, find_corridors
from pipeline.extract.aligned.header import with_whole_names
from pipeline.extract.aligned.levels import with_levels
from pipeline.extract.aligned.region import find_tables
from pipeline.extract.aligned.strips import ColumnText, TableLine, below_name
from pipeline.extract.aligned.table import Aligned, Before
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT, Stretch, TextLine


def text_line(row: int, text: str) -> TextLine:
    """A line of plain text: a place is a character, its number the height."""
    words, at = [], 0
    for part in text.split(" "):
        if part:
            words.append(Stretch(part, at, at + len(part), y=row + 0.5))
        at += len(part) + 1
    return TextLine(float(row), row + 1.0, tuple(words))


PADDED = """\
STT   Tên nhiệm vụ               Cơ quan     Thời hạn
                                 chủ trì

I     HOÀN THIỆN THỂ CHẾ, CHÍNH SÁCH VÀ CÁC QUY ĐỊNH

1     Xây dựng Nghị định về      Bộ Công an  Tháng 6/2026
      định danh điện tử

2     Nâng cấp Cổng dịch vụ      Văn phòng   Quý III/2026
      công quốc gia              Chính phủ
"""
DENSE = """\
TT    Tên nhiệm vụ               Chủ trì     Thời hạn
1     Xây dựng Nghị định về      Bộ Công an  Tháng 6/2026
      định danh điện tử
2     Nâng cấp Cổng dịch vụ      Văn phòng   Quý III/2026
      công quốc gia              Chính phủ
3     Đào tạo kỹ năng số         Bộ Nội vụ   Năm 2026
"""
PADDED_ROWS = [
    ["STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
    ["I", "HOÀN THIỆN THỂ CHẾ, CHÍNH SÁCH VÀ CÁC QUY ĐỊNH", "", ""],
    ["1", "Xây dựng Nghị định về định danh điện tử", "Bộ Công an", "Tháng 6/2026"],
    ["2", "Nâng cấp Cổng dịch vụ công quốc gia", "Văn phòng Chính phủ", "Quý III/2026"],
]
DENSE_ROWS = [
    ["TT", "Tên nhiệm vụ", "Chủ trì", "Thời hạn"],
    *([*row[:2], row[2], row[3]] for row in PADDED_ROWS[2:]),
    ["3", "Đào tạo kỹ năng số", "Bộ Nội vụ", "Năm 2026"],
]
LETTERHEAD = """\
    CHÍNH PHỦ                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   Số: 12/NQ-CP                      Độc lập - Tự do - Hạnh phúc

                                 Hà Nội, ngày 20 tháng 01 năm 2026
"""
SIGNATURES = """\
   NGƯỜI LẬP BIỂU          KẾ TOÁN TRƯỞNG           GIÁM ĐỐC
    (Ký, họ tên)            (Ký, họ tên)          (Ký, đóng dấu)



   Nguyễn Văn A             Trần Thị B             Lê Văn C
"""
LIST = """\
1.    Xây dựng Nghị định về định danh điện tử, trình Chính phủ
      trong tháng 6/2026.
2.    Nâng cấp Cổng dịch vụ công quốc gia.
3.    Đào tạo kỹ năng số cho cán bộ cấp xã.
"""
PERSONS = """\
1. Ông Nguyễn Văn A      - Trưởng ban          Sở Nội vụ
2. Bà Trần Thị B         - Phó Trưởng ban      Sở Tài chính
3. Ông Lê Văn C          - Thành viên          Sở Y tế
4. Bà Phạm Thị D         - Thành viên          Sở Xây dựng
"""
CONTENTS = """\
Chương     Tên chương                          Trang
I          Quy định chung                          3
II         Đăng ký và quản lý                      9
III        Tổ chức thực hiện                      17
IV         Điều khoản thi hành                    21
"""
FORM = """\
Họ và tên: ..................   Ngày sinh: ...........   Giới tính: ......
Số căn cước: ................   Nơi cấp: .............   Ngày cấp: .......
Địa chỉ: ....................   Điện thoại: ..........   Email: ..........
Nơi ở: ......................   Nghề nghiệp: .........   Chức vụ: ........
"""


def lines(text: str) -> list[TextLine]:
    return [
        line for row, part in enumerate(text.splitlines()) if (line := text_line(row, part)).words
    ]


def cells(table: Aligned) -> list[list[str]]:
    return [
        [
            " ".join(
                text.word.text
                for strip in table.strips[band.first : band.last + 1]
                for text in strip.texts
                if text.first == column
            )
            for column in range(table.columns)
        ]
        for band in table.bands
    ]


@pytest.mark.parametrize(
    ("text", "rows"), [(PADDED, PADDED_ROWS), (DENSE, DENSE_ROWS)], ids=["padded", "dense"]
)
def test_rows_and_columns(text: str, rows: list[list[str]]) -> None:
    ((_, table),) = find_tables(lines(text), TEXT)
    assert cells(table) == rows
    assert not table.doubts


def test_a_heading_that_no_row_follows_on_its_page_is_a_row_to_its_last_line() -> None:
    text = f"""{DENSE}II    TỔ CHỨC THỰC HIỆN VÀ BÁO CÁO KẾT QUẢ THỰC HIỆN CÁC
      NHIỆM VỤ"""
    *upper, last = lines(text)
    bold = [
        line._replace(words=tuple(word._replace(bold=True) for word in line.words))
        for line in (upper[-1], last)
    ]
    ((_, table),) = find_tables([*upper[:-1], *bold], TEXT)
    heading = "TỔ CHỨC THỰC HIỆN VÀ BÁO CÁO KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"
    assert [[*filter(None, row)] for row in cells(table)] == [*DENSE_ROWS, ["II", heading]]


@pytest.mark.parametrize(
    "text",
    [LETTERHEAD, SIGNATURES, LIST, PERSONS, CONTENTS, FORM],
    ids=["letterhead", "signatures", "list", "persons", "contents", "form"],
)
def test_no_table(text: str) -> None:
    assert not list(find_tables(lines(text), TEXT))


def test_a_column_mostly_blank_is_a_column() -> None:
    text = (
        "1   một          hai\n2   một          hai\n3   một    x     hai\n4   một          hai\n"
    )
    assert len(find_corridors(lines(text), TEXT)) == 3


def test_a_text_with_a_blank_where_white_is_elsewhere_prints_over_it() -> None:
    text = """\
Chỉ tiêu             Kết quả    Cơ quan
Tốc độ          99              Bộ Công an
                ngà tầm các
Tỷ lệ           10              Bộ Nội vụ
Số tuyến        95              Bộ Công an
Phủ sóng        70              Bộ Nội vụ
Dân số          09              Bộ Công an
"""
    assert len(find_corridors(lines(text), TEXT)) == 2


def test_white_within_a_few_texts_that_lines_repeat_is_no_border() -> None:
    repeated = [("Đơn", "vị"), *[("Công", "an")] * 4, *[("Khoa", "học")] * 2]
    various = [*repeated[:-1], ("Khoa", "viện"), ("Nội", "vụ")]

    def laid(pairs: list[tuple[str, str]]) -> list[TextLine]:
        return lines("\n".join(f"{one:>4} {other}" for one, other in pairs))

    assert not find_corridors(laid(repeated), TEXT)
    assert len(find_corridors(laid(various), TEXT)) == 1


def test_white_behind_the_marks_of_a_list_is_no_border() -> None:
    marks = ["-", "- -", "-", "- - -", "-"]  # the lines of a row may be laid over one another
    texts = ["Kế hoạch", "Báo cáo", "Đề án", "Quy chế", "Hồ sơ"]

    def found(left: list[str]) -> list[Corridor]:
        rows = [f"{one:>5} {other}" for one, other in zip(left, texts, strict=True)]
        return find_corridors(lines("\n".join(rows)), TEXT)

    assert not found(marks)
    assert len(found(["Có", "Một", "Hai", "Không", "Ba"])) == 1


@pytest.mark.parametrize("above", [False, True], ids=["number-first", "number-at-middle"])
@pytest.mark.parametrize(("height", "wide"), [(27.0, False), (20.0, True)])
def test_names_set_to_the_middle_of_their_row_are_of_one_level(
    height: float, wide: bool, above: bool
) -> None:
    texts = [
        ColumnText(0, 0, Stretch("STT", 56, 79, y=height)),
        ColumnText(1, 1, Stretch("Nội dung nhiệm vụ", 136, 244, y=27)),
        ColumnText(2, 2, Stretch("Người đứng", 309, 380, y=13.5)),
        ColumnText(2, 2, Stretch("đầu chịu trách", 303, 385, y=27)),
        ColumnText(2, 2, Stretch("nhiệm", 327, 362, y=40.5)),
        ColumnText(3, 3, Stretch("Cơ quan chủ trì", 400, 489, y=27)),
        ColumnText(4, 4, Stretch("Kết quả", 525, 560, y=27)),
        ColumnText(5, 5, Stretch("Thời gian", 610, 680, y=20)),
        ColumnText(5, 5, Stretch("hoàn thành", 605, 685, y=34)),
    ]
    row = TableLine(60, 72, (ColumnText(0, 0, Stretch("1", 56, 60, y=66)),))
    upper = TableLine(48, 60, (ColumnText(1, 1, Stretch("Xây dựng kế hoạch", 92, 190, y=54)),))
    strips = [TableLine(8, 46, tuple(texts)), *([upper] if above else []), row]
    found = with_levels(strips, (85, 291, 392, 494, 594), (49, 693), 0)
    assert any(text.last > text.first for text in found[0].texts) is wide


def test_a_name_of_row_numbers_over_two_lines_is_none_of_them() -> None:
    assert below_name(["Số", "TT", "I.", "1", "2"]) == ["I.", "1", "2"]
    assert below_name(["STT", "1", "STT", "2"]) == ["1", "2"]


def test_a_name_of_row_numbers_cut_by_its_column_is_whole_on_the_line_that_names_most() -> None:
    upper, lower = with_whole_names(lines("ST\nT    Nhiệm vụ    Chủ trì"), TEXT)
    assert lower.words[0].text == "STT"
    assert not any(map(str.isalpha, upper.words[0].text))
    prose = lines("Số\nlượng    Nhiệm vụ")
    assert with_whole_names(prose, TEXT) == prose


def test_white_between_the_words_of_texts_set_to_both_edges_is_no_border() -> None:
    spread = "Bộ   trưởng   Bộ        Thông tư\nTài chính\n" * 4
    uneven = "Bộ   trưởng     Bộ      Thông tư\nTài chính\n" * 4
    assert len(find_corridors(lines(spread), TEXT)) == 1
    assert len(find_corridors(lines(uneven), TEXT)) > 1


def test_texts_set_to_both_edges_leave_no_border_though_each_is_another() -> None:
    texts = ["Bộ   Tài   chính", "các   cơ   quan", "Ban    Cơ    yếu", "Sở   Y   tế"]
    spread = "".join(f"{text:<20}Thông tư\nnày\n" for text in texts)
    assert len(find_corridors(lines(spread), TEXT)) == 1


def test_rules_around_a_header_alone_bound_it_and_not_the_rows() -> None:
    text = """\
          Người đứng
STT   Nhiệm vụ     đầu          Kết quả
1     Xây dựng     Bộ trưởng    Nghị định
      nghị định
2     Đào tạo      Thứ trưởng   Báo cáo
3     Tổng kết     Vụ trưởng    Báo cáo
"""
    table = walled_table(lines(text), (-0.5, 2.0), (-1, 60), TEXT)
    assert table is not None
    assert [band.first for band in table.bands] == [0, 2, 4, 5]


def test_a_rule_below_every_third_row_parts_the_rows_between_no_more() -> None:
    names = ["Hợp đồng", "Công điện", "Giấy mời", "Tờ trình", "Báo cáo", "Biên bản"]
    rows = [f"{name:<20}{name[:2].upper()}" for name in names * 2]
    text = "\n".join([f"{'Tên loại':<20}Viết tắt", *rows])
    walls = (-0.1, 1.0, 4.0, 7.0, 10.0, 13.0)
    table = walled_table(lines(text), walls, (-1, 40), TEXT)
    assert table is not None
    assert [band.first for band in table.bands] == list(range(13))


def test_a_row_between_rules_whose_values_stand_under_one_another_is_in_doubt() -> None:
    row = "Số tuyến cáp quang      {}      {}\nbiển quốc tế\n"
    body = "".join(row.format(year, 10 + year) for year in range(1, 10))
    text = f"Chỉ tiêu              2026   2027\n{body}"
    table = walled_table(lines(text), (-0.1, 1.0, 7.0, 13.0, 19.0), (-1, 50), TEXT)
    assert table is not None
    assert len(table.bands) > 4 or all(band.doubt for band in table.bands[1:])


PAIRS = """\
Tên sản phẩm                       Phân nhóm
Thuốc nổ nhũ tương rời             3602.00.00

Kíp nổ điện dùng cho mỏ hầm lò     3603.60.00
không có khí nổ

Dây nổ chịu nước                   3603.50.00

Mồi nổ tăng cường                  3602.00.00
"""


def test_two_columns_under_names_in_bold_are_a_table() -> None:
    names, *rows = lines(PAIRS)
    assert not list(find_tables([names, *rows], TEXT))
    bold = names._replace(words=tuple(word._replace(bold=True) for word in names.words))
    ((_, table),) = find_tables([bold, *rows], TEXT)
    assert cells(table)[:3] == [
        ["Tên sản phẩm", "Phân nhóm"],
        ["Thuốc nổ nhũ tương rời", "3602.00.00"],
        ["Kíp nổ điện dùng cho mỏ hầm lò không có khí nổ", "3603.60.00"],
    ]
    assert len(table.bands) == 5


def test_two_columns_under_names_that_are_known_are_a_table() -> None:
    ((_, table),) = find_tables(lines(PAIRS.replace("Phân nhóm", "Mã HS")), TEXT)
    assert cells(table)[0] == ["Tên sản phẩm", "Mã HS"]
    assert len(table.bands) == 5


def test_rows_far_apart_in_the_same_columns_are_one_table() -> None:
    far = DENSE.replace("2     Nâng", "\n\n\n\n2     Nâng").replace(
        "3     Đào", "\n\n\n\n3     Đào"
    )
    ((_, table),) = find_tables(lines(far), TEXT)
    assert cells(table) == DENSE_ROWS


def test_a_column_set_to_the_right_beside_one_set_to_the_left_is_parted_from_it() -> None:
    rows = [
        ("Thường xuyên", "Kế hoạch"), ("6/2026", "Báo cáo"), ("Tháng 9/2026", "Đề án"),
        ("12/2026", "Quy chế"), ("Hằng năm", "Phần mềm"),
    ]  # fmt: skip
    text = ["STT   Nhiệm vụ       Thời gian     Sản phẩm"]
    text += [
        f"{at}     Rà soát {at}  {one:>16} {two}" for at, (one, two) in enumerate(rows, start=1)
    ]
    ((_, table),) = find_tables(lines("\n".join(text)), TEXT)
    assert [row[2:] for row in cells(table)[1:]] == [list(row) for row in rows]
    assert not table.doubts


CENTRED = """\
STT   Tên nhiệm vụ                Cơ quan
      Xây dựng Nghị định về
1     định danh điện tử và        Bộ Công an
      xác thực điện tử
2     Nâng cấp Cổng dịch vụ       Văn phòng
      Rà soát, đối chiếu cơ       Bộ Nông
3     sở dữ liệu đất đai với      nghiệp và
      sổ địa chính                Môi trường
"""


def test_numbers_at_the_middle_of_rows_without_white_between_them() -> None:
    ((_, table),) = find_tables(lines(CENTRED), TEXT)
    assert [row[:2] for row in cells(table)[1:]] == [
        ["1", "Xây dựng Nghị định về định danh điện tử và xác thực điện tử"],
        ["2", "Nâng cấp Cổng dịch vụ"],
        ["3", "Rà soát, đối chiếu cơ sở dữ liệu đất đai với sổ địa chính"],
    ]


def test_rows_without_a_number_are_cut_by_what_their_cells_would_be() -> None:
    header, *lines = [
        "TT    Tên nhiệm vụ                  Cơ quan chủ trì       Thời hạn",
        "      Xây dựng Nghị định về định    Bộ Công an            Tháng 6/2026",
        "      danh và xác thực điện tử",
        "      Nâng cấp Cổng dịch vụ công    Văn phòng Chính phủ   Quý III/2026",
        "      quốc gia cho mọi người dân",
        "      Đào tạo kỹ năng số cơ bản     Bộ Nội vụ             Năm 2026",
        "      cho cán bộ các cấp",
        "      Hoàn thiện cơ sở dữ liệu      Bộ Nông nghiệp và     Quý IV/2026",
        "      đất đai quốc gia              Môi trường",
    ]
    bold = text_line(0, header)
    names = TextLine(0.0, 1.0, tuple(word._replace(bold=True) for word in bold.words))
    rows = [text_line(row, line) for row, line in enumerate(lines, start=1)]
    ((_, table),) = find_tables([names, *rows], TEXT)
    assert [len(row) for row in cells(table)] == [4] * 5
    assert [row[2] for row in cells(table)[1:]] == [
        "Bộ Công an", "Văn phòng Chính phủ", "Bộ Nội vụ", "Bộ Nông nghiệp và Môi trường"
    ]  # fmt: skip


def test_two_tables_with_a_title_between() -> None:
    title = "\n               Phụ lục II\n\n"
    found = list(find_tables(lines(DENSE + title + DENSE), TEXT))
    assert [cells(table) for _, table in found] == [DENSE_ROWS, DENSE_ROWS]


FIRST_PAGE = """\
STT   Chỉ tiêu            Đơn vị     Mục tiêu   Cơ quan
1     Chính phủ số        %          80         Văn phòng
2     Kinh tế số          %          30         Bộ Công Thương
3     Xã hội số           %          50         Bộ Nội vụ
"""
NEXT_PAGE = """\
STT   Chỉ tiêu            Đơn vị     Mục tiêu   Cơ quan
      của người dân
4     Nguồn nhân lực      Người trên   120      Bộ Nội vụ
                          vạn dân
5     Cáp quang biển      Tuyến      9          Bộ Xây dựng
"""


def test_a_header_printed_again_takes_no_rest_of_a_row_and_columns_move_with_their_texts() -> None:
    ((_, first),) = find_tables(lines(FIRST_PAGE), TEXT)
    before = Before(first.whites, first.names)
    ((region, table),) = find_tables(lines(NEXT_PAGE), TEXT, before)
    assert region.carried
    assert cells(table)[:3] == [
        ["STT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Cơ quan"],
        ["", "của người dân", "", "", ""],
        ["4", "Nguồn nhân lực", "Người trên vạn dân", "120", "Bộ Nội vụ"],
    ]


REST_PAGE = """\
STT   Chỉ tiêu            Đơn vị     Mục tiêu     Cơ quan

                                              Việt Nam, Thông
                                              tấn xã Việt Nam
"""


def test_the_rest_of_a_cell_alone_on_the_last_page_below_a_header_is_a_row() -> None:
    """Names in the middle of their columns begin elsewhere than the texts below them."""
    ((_, first),) = find_tables(lines(FIRST_PAGE), TEXT)
    ((_, table),) = find_tables(lines(REST_PAGE), TEXT, Before(first.whites, first.names))
    assert cells(table)[1:] == [["", "", "", "", "Việt Nam, Thông tấn xã Việt Nam"]]


TITLED_PAGE = """\
                            III
                   VIỆC THEO NGHỊ QUYẾT
STT   Chỉ tiêu            Đơn vị     Mục tiêu   Cơ quan
4     Nguồn nhân lực      Người        120      Bộ Nội vụ
5     Cáp quang biển      Tuyến        9        Bộ Xây dựng
"""


def test_titles_in_the_middle_over_a_header_are_no_rows_of_the_table_before() -> None:
    ((_, first),) = find_tables(lines(FIRST_PAGE), TEXT)
    ((region, table),) = find_tables(lines(TITLED_PAGE), TEXT, Before(first.whites, first.names))
    assert not region.carried
    assert cells(table)[0] == ["STT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Cơ quan"]


BETWEEN_LINES = [
    (0.0, "STT   Tên nhiệm vụ                Cơ quan"),
    (1.3, "      trong cơ quan Đảng"),
    (2.7, "      Xây dựng Nghị định về"),
    (3.2, "1                                 Bộ Công an"),
    (3.7, "      định danh điện tử"),
    (5.1, "      Rà soát, đối chiếu cơ"),
    (6.1, "      sở dữ liệu đất đai với      Bộ Nông"),
    (6.6, "2"),
    (7.1, "      sổ địa chính ở các cấp      nghiệp"),
    (8.1, "      theo quy định"),
    (9.5, "      Nâng cấp Cổng dịch vụ"),
    (10.0, "3                                 Văn phòng"),
    (10.5, "      công quốc gia"),
]
"""Cells at the middle of their rows, their lines between those of the cells beside them."""


def test_lines_between_those_of_the_cell_beside_are_read_one_by_one() -> None:
    ((_, table),) = find_tables(
        [line._replace(bottom=y + 0.9) for y, text in BETWEEN_LINES for line in [at(y, text)]], TEXT
    )
    assert cells(table)[1:] == [
        ["", "trong cơ quan Đảng", ""],
        ["1", "Xây dựng Nghị định về định danh điện tử", "Bộ Công an"],
        ["2", "Rà soát, đối chiếu cơ sở dữ liệu đất đai với sổ địa chính ở các cấp theo quy định",
         "Bộ Nông nghiệp"],
        ["3", "Nâng cấp Cổng dịch vụ công quốc gia", "Văn phòng"],
    ]  # fmt: skip
    assert not table.doubts


def at(y: float, text: str) -> TextLine:
    line = text_line(0, text)
    words = tuple(word._replace(y=y + 0.5) for word in line.words)
    return TextLine(y, y + 1.0, words)


TIGHT = """\
STT   Tên nhiệm vụ                Cơ quan
      Xây dựng Nghị định về
1     định danh điện tử và        Bộ Công an
      xác thực điện tử để
2     phục vụ người dân           Văn phòng
      Rà soát, đối chiếu cơ       Bộ Nông
3     sở dữ liệu đất đai với      nghiệp và
      sổ địa chính                Môi trường
      Nâng cấp Cổng dịch vụ
4     công quốc gia và các        Văn phòng
      hệ thống một cửa            Chính phủ
"""
"""The line above the second number ends row 1, or begins row 2: no white tells."""


def test_cells_whose_lines_could_be_cut_otherwise_are_in_doubt_and_no_others() -> None:
    ((_, table),) = find_tables(lines(TIGHT), TEXT)
    doubted = {(table.lattice.cells[i].row, table.lattice.cells[i].col) for i in table.doubts}
    assert {(1, 1), (2, 1)} <= doubted
    assert not any(row > 3 for row, _ in doubted)


CUT = """\
STT   Tên nhiệm vụ               Văn bản     Cơ quan

1     Xây dựng Nghị định về      03-TB/BCĐT  Các tỉnh/
      định danh điện tử          W ngày 6/3  thành phố

2     Nâng cấp Cổng dịch vụ      71/NQ-CP    Bộ Tài chính/
      công quốc gia              ngày 1/4    Bộ Công an
"""


def test_lines_that_may_be_one_word_or_lack_a_blank_are_in_doubt() -> None:
    ((_, table),) = find_tables(lines(CUT), TEXT)
    doubted = {(table.lattice.cells[i].row, table.lattice.cells[i].col) for i in table.doubts}
    assert doubted == {(1, 2), (1, 3)}


PRICES = """\
STT   Tên hàng hóa        Đơn vị    Giá kỳ trước   Giá kỳ này

1     Gạo tẻ thường       đ/kg            13.000       16.000

2     Gạo tẻ ngon         đ/kg     15.000 loại 1       16.500

3     Thịt lợn hơi        đ/kg            60.000       55.000

4     Cá chép             đ/kg            55.000       55.000

5     Tôm nước ngọt       đ/kg           110.000      112.000

6     Giò lụa             đ/kg            90.000       91.000
"""


def test_more_than_a_number_in_a_column_of_numbers_is_in_doubt() -> None:
    ((_, table),) = find_tables(lines(PRICES), TEXT)
    doubted = {(table.lattice.cells[i].row, table.lattice.cells[i].col) for i in table.doubts}
    assert doubted == {(2, 3)}


def test_names_of_another_number_of_columns_are_those_of_another_table() -> None:
    ((_, table),) = find_tables(lines(DENSE), TEXT)
    other = Before(table.whites, ("STT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Cơ quan", "Lưu ý"))
    ((_, read),) = find_tables(lines(DENSE), TEXT, other)
    assert cells(read) == DENSE_ROWS


def bold(text: str, at: int = 0) -> list[TextLine]:
    """The lines of a text, one of them in bold."""
    found = lines(text)
    words = tuple(word._replace(bold=True) for word in found[at].words)
    return [*found[:at], found[at]._replace(words=words), *found[at + 1 :]]


UNCOUNTED = """\
Nội dung nhiệm vụ          Cơ quan chủ trì    Thời hạn

Xây dựng Nghị định về      Bộ Công an         Tháng 6/2026
định danh điện tử

Rà soát, báo cáo

Nâng cấp Cổng dịch vụ      Văn phòng          Quý III/2026
công quốc gia              Chính phủ

Đào tạo kỹ năng số         Bộ Nội vụ          Năm 2026
"""


def test_names_of_columns_show_a_table_without_numbers_and_white_its_rows() -> None:
    ((_, table),) = find_tables(bold(UNCOUNTED), TEXT)
    assert [row[0] for row in cells(table)] == [
        "Nội dung nhiệm vụ",
        "Xây dựng Nghị định về định danh điện tử",
        "Rà soát, báo cáo",
        "Nâng cấp Cổng dịch vụ công quốc gia",
        "Đào tạo kỹ năng số",
    ]
    signed = UNCOUNTED.replace("Nội dung nhiệm vụ", "ĐƠN VỊ TƯ VẤN    ")
    signed = signed.replace("Cơ quan chủ trì", "ĐƠN VỊ XÂY LẮP ").replace("Thời hạn", "ĐƠN VỊ A")
    assert not list(find_tables(bold(signed), TEXT))


def test_a_line_that_repeats_the_one_above_is_a_row_without_a_number() -> None:
    text = """\
TT    Tên hàng hóa               Loại giá    Nguồn tin
1     Giống lúa RVT              bán lẻ      Tự thu thập
      Giống lúa OM5451           bán lẻ      Tự thu thập
2     Giống ngô, hạt lai đơn     bán lẻ      Tự thu thập
      nhập khẩu                              ở chợ
3     Rau muống                  bán buôn    Tự thu thập
"""
    ((_, table),) = find_tables(lines(text), TEXT)
    assert [row[:2] for row in cells(table)][1:] == [
        ["1", "Giống lúa RVT"],
        ["", "Giống lúa OM5451"],
        ["2", "Giống ngô, hạt lai đơn nhập khẩu"],
        ["3", "Rau muống"],
    ]


def test_numbers_right_beside_the_texts_stand_in_the_column_that_is_named_for_them() -> None:
    text = """\
STT              Đối tượng                      Mức
      1.1 Người hoạt động cách mạng             2.297.000
          trước năm 1945
          Diện không thoát ly                   3.899.000
          Thân nhân của người                   2.055.000
      1.2 Vợ hoặc chồng                         1.644.000
"""
    ((_, table),) = find_tables(lines(text), TEXT)
    assert table.columns == 3
    assert {row[0] for row in cells(table)} >= {"STT", "1.1", "1.2"}


def test_walls_around_headings_alone_part_no_rows() -> None:
    text = """\
Các văn bản cần sửa        Điều, khoản        Chủ trì
LUẬT
Luật Tài nguyên nước       Điều 37            Bộ Công an
NGHỊ ĐỊNH
Nghị định số 53            Điều 47            Bộ Công an
Nghị định số 54            Điều 13            Bộ Công an
"""
    found = [
        line._replace(words=tuple(w._replace(bold=len(line.words) < 3) for w in line.words))
        for line in lines(text)
    ]
    table = walled_table(found, (0, 1, 2, 3, 4, 6), (0, 60), TEXT)
    assert table is not None
    assert [row[0] for row in cells(table)][-2:] == ["Nghị định số 53", "Nghị định số 54"]


def test_the_rest_of_a_row_above_the_first_wall_of_a_page_belongs_to_its_table() -> None:
    text = """\
      dữ liệu, y tế              (4/49 đơn vị)
      và giáo dục
5.    Chủ trì xây dựng           Bộ Giáo dục    31/10/2025
6.    Các cơ quan chủ quản       Bộ Nội vụ      30/11/2025
"""
    whites = ((4, 6, 3, 0), (27, 33, 3, 0), (44, 48, 3, 0))
    before = Before(tuple(Corridor(*white) for white in whites))
    table = walled_table(lines(text), (2, 3, 4), (0, 60), TEXT, before)
    assert table is not None
    assert cells(table)[0] == ["", "dữ liệu, y tế và giáo dục", "(4/49 đơn vị)", ""]
