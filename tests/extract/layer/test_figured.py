"""Columns of figures in bare text, names over several columns, and what is told of either."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.figures.figure_forms import misfit
from pipeline.extract.layer.figures.figured import figured
from pipeline.extract.layer.lines.lines import read_pieces
from pipeline.extract.layer.names.headers import HeaderPieces, find_headers
from pipeline.extract.layer.numbered.rows import cut_rows, find_labels
from pipeline.extract.text.lines import split_lines
from pipeline.model import UNCERTAIN
from tests.extract.layer.test_text_layer import document

PRICES = [
    (1, "Chuồng trại nền láng\nxi măng", "cái 679.000 645.000 611.000", ""),
    (2, "Nhà sàn gỗ nhóm II", "m2 3.028.000 2.876.000 2.725.000", "Không kể điện\nnước"),
    (3, "Nhà tạm vách đất", "m2 2.272.000 2.158.000 2.044.000", "Chưa gồm móng"),
    (4, "Sân bê tông mác\n200 dày 10 cm", "m2 302.000 286.000 271.000", ""),
    (5, "Giếng đào đường\nkính 1 m", "md 583.000 553.000 524.000", "Chưa gồm móng"),
    (6, "Tường rào xây gạch", "m2 983.000 933.000 884.000", ""),
]
TWO_LEVELS = "STT\nLoại nhà\nĐơn vị\ntính\nĐơn giá (đồng)\nGhi chú\nKhu vực 1 Khu vực 2 Khu vực 3\n"
LEGEND = "(1) (2) (3) (4) (5) (6) (7)\n"
FEES = "TT Tên phí, lệ phí Đơn vị tính Mức thu Tỷ lệ để lại (%)\n" + "\n".join(
    f"{n} {name}\n{n}.1 Đối với tổ chức đồng/{per} {n}0.000 100\n{n}.2 Các xã đồng/{per} 5.000 40"
    for n, name, per in (
        (1, "Thẩm định hồ sơ", "hồ sơ"),
        (2, "Tham quan danh lam", "người/lượt"),
        (3, "Trích lục bản đồ", "lần"),
        (4, "Cấp giấy phép xây dựng", "giấy"),
    )
)


def prices(header: str) -> str:
    rows = "\n".join(
        f"{n} {title}\n{figures} {note}".rstrip() for n, title, figures, note in PRICES
    )
    return f"{header}{rows}\n"


def as_figured(text: str) -> HeaderPieces:
    pieces = read_pieces(list(split_lines(text)))
    header = find_headers(pieces)[0]
    below = pieces[header.end :]
    return figured([header], cut_rows(below, find_labels(below)))[0]


@pytest.mark.parametrize("header", [TWO_LEVELS, TWO_LEVELS + LEGEND], ids=["plain", "numbered"])
def test_names_below_another_stand_where_it_does(header: str) -> None:
    found = document(prices(header))
    [table] = found.tables
    assert list(table.headers[3:]) == [
        "Đơn giá (đồng) / Khu vực 1",
        "Đơn giá (đồng) / Khu vực 2",
        "Đơn giá (đồng) / Khu vực 3",
        "Ghi chú",
    ]
    values = {(cell.row_id[-1], cell.column): cell.text for cell in found.cells}
    figures = [values.get(("2", column), "") for column in table.columns[3:]]
    assert figures == ["3.028.000", "2.876.000", "2.725.000", "Không kể điện nước"]


def test_numbers_of_columns_tell_how_many_names_there_are() -> None:
    text = (
        "TT Tên tiền chất thuốc nổ Tên tiếng Anh Công thức phân tử Mã CAS Mã HS\n"
        "(1) (2) (3) (4) (5) (6)\n1 Amoni Nitrat\nAmmonium nitrate\nNH4NO3 6484-52-2 3102.30.00\n"
        "2 Kali Nitrat\nPotassium Nitrate\nKNO3 7757-79-1 2834.21.00\n"
    )
    [header] = find_headers(read_pieces(list(split_lines(text))))
    assert header.titles[2:4] == ("Tên tiếng Anh", "Công thức phân tử")
    assert len(header.legend) == len(header.names)


TARGETS = "TT Chỉ tiêu Đơn vị\nThực hiện\nnăm 2025\nKế hoạch\nMục tiêu\nđến năm 2030\n"
TARGETS += "Cơ quan theo dõi,\nđánh giá\nNăm 2026 Năm 2028\n"


def test_figures_with_signs_and_ranges_stand_side_by_side_as_others_do() -> None:
    rows = [
        (1, "Tốc độ tăng tổng sản phẩm", "% ≥ 28 ≥ 30 34,3 50,1", "Thống kê tỉnh"),
        (2, "Sản phẩm bình quân đầu người", "USD 15,7 16,6 18,8 10 - 10,5", "Thống kê tỉnh"),
        (3, "Tỷ trọng kinh tế số", "% ≥ 68 ≥ 72 82,5 85", "Sở Tài chính"),
        (4, "Tỷ lệ đô thị hóa", "% 22,7 24,1 27,3 > 95", "Sở Xây dựng"),
        (5, "Số giường bệnh", "Giường ≥ 17 18,7 ≥ 21 10 - 10,5", "Sở Y tế"),
    ]
    header = as_figured(TARGETS + "".join(f"{n} {a}\n{b} {c}\n" for n, a, b, c in rows))
    assert [(one.first, one.end) for one in header.upper] == [(4, 6)]
    assert header.titles[4:7] == ("Năm 2026", "Năm 2028", "Mục tiêu đến năm 2030")
    assert header.figures == {2, 3, 4, 5}


def test_numbers_of_columns_begin_behind_the_number_of_a_name() -> None:
    [header] = find_headers(read_pieces(list(split_lines(prices(TWO_LEVELS + LEGEND)))))
    assert header.titles[-1] == "Khu vực 3"
    assert [text for [(_, text)] in header.legend] == LEGEND.split()


def test_figures_make_a_column_whose_name_tells_nothing() -> None:
    lines = (
        f"{n} Trạm bơm điện\nSuối Đá\nXã Ninh\nPhước\n20{n}8 6,6{n} 1.92{n}" for n in range(1, 8)
    )
    header = as_figured(
        "TT Tên công\ntrình\nĐịa điểm Năm xây\ndựng\nDung tích\nĐộ dài\n" + "\n".join(lines)
    )
    assert header.figures == {2, 3, 4}
    assert [role.name for role in header.roles][2:] == ["count"] * 3


def test_a_column_that_no_row_has_tells_that_the_header_is_read_wrongly() -> None:
    rows = "\n".join(f"{n} Xã An {n}1 {n}2 {n}3 {n}4" for n in range(1, 8))
    text = f"TT Đơn vị Cử tri Đảng viên Hội viên\nĐầu kỳ Cuối kỳ\n{rows}\n"
    found = document(text)
    doubted = {problem.row_id for problem in found.problems if problem.code == UNCERTAIN}
    assert len(doubted) == len(found.rows) == 7


def test_a_unit_for_each_of_something_is_a_cell_inside_a_line() -> None:
    found = document(FEES)
    units = [cell.text for cell in found.cells if cell.column == found.tables[0].columns[2]]
    assert [unit for unit in units if unit][:3] == ["đồng/hồ sơ", "đồng/hồ sơ", "đồng/người/lượt"]


@given(st.lists(st.sampled_from(["1.250", "12,5", "-", "Xã A", "m2", "30"]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_all_names_are_kept_whatever_the_rows_hold(words: list[str]) -> None:
    rows = "\n".join(f"{n} Nhà cấp {n} {' '.join(words)}" for n in range(1, 7))
    text = f"{TWO_LEVELS}{rows}\n"
    header = as_figured(text)
    [flat] = find_headers(read_pieces(list(split_lines(text))))
    names = [*header.names, *(upper.name for upper in header.upper)]
    assert sorted(names) == sorted(flat.names)
    assert all(0 < upper.first < upper.end <= len(header.names) for upper in header.upper)
    assert all(place < len(header.names) - 1 for place in header.figures | header.unsure)


SUPPLIES = "TT Tên thiết bị ĐVT SL Đơn giá\n" + "\n".join(
    f"{n} {name}\n{unit} {n}2 {n}5.000"
    for n, (name, unit) in enumerate(
        [("Máy in", "Cái"), ("Máy chiếu", "Bộ"), ("Bàn ghế\ngiáo viên", "Bộ"), ("Tủ sấy", "Cái"),
         ("Kính hiển vi\nsinh học", "Chiếc"), ("Máy đo từ 0 đến 20 mg/l", "Cái")], 1
    )
)  # fmt: skip


def told_of(text: str, label: str) -> dict[str, str]:
    """What is told of the cells of a row, by column."""
    found = document(text)
    rows = {row.row_id for row in found.rows if row.label == label}
    return {
        problem.column or "": problem.message
        for problem in found.problems
        if problem.code == UNCERTAIN and problem.row_id in rows
    }


def test_words_among_the_figures_of_a_row_put_its_cells_in_doubt() -> None:
    text = SUPPLIES.replace("Cái 12 15.000", "Cái 12 Tạm tính")
    columns = document(text).tables[0].columns
    assert set(told_of(text, "1")) >= set(columns[2:])


def test_a_row_whose_title_ends_with_the_unit_of_others_is_told() -> None:
    text = prices(TWO_LEVELS)
    found = document(text)
    columns = found.tables[0].columns
    glued = [
        row.label
        for row in found.rows
        for cell in found.cells
        if (cell.row_id, cell.column) == (row.row_id, columns[1]) and cell.text.endswith(" m2")
    ]
    assert all(told_of(text, label).keys() >= set(columns[1:3]) for label in glued)


def test_a_unit_behind_a_figure_goes_on_with_it() -> None:
    values = [cell.text for cell in document(SUPPLIES).cells]
    assert "Máy đo từ 0 đến 20 mg/l" in values


POOR = (
    "TT Xã Tổng số hộ dân cư\nHộ nghèo\nHộ cận nghèo\nGhi chú\nSố hộ Tỷ lệ (%)\nSố hộ Tỷ lệ (%)\n"
) + "\n".join(
    f"{n} Xã Ea {name} 2.{n}64 {n}27 {n},52 {n}64 1{n},40" + " Khu vực III" * (n % 3 == 0)
    for n, name in enumerate(("Tu", "Wer", "Bung", "Kiết", "Nuôl", "Drông", "Tiêu", "Ral"), 1)
)
FUNDS = (
    "TT Dự án Địa điểm\nTổng mức\nđầu tư Kế hoạch vốn (triệu đồng)\n"
    "Ngân sách trung ương\nNgân sách tỉnh\nNgân sách xã\n"
) + "\n".join(
    f"{n} Đường vào thôn {n}\nXã Ea Tu\n{n}9.300 {n}1.200 5.{n}00 4{n}0" + " Chuyển tiếp" * (n == 3)
    for n in range(1, 9)
)


SAME_LINE = POOR.replace("dân cư\n", "").replace("\nH", " H").replace("\nGhi chú\n", " ")
SAME_LINE = SAME_LINE.replace("(%)\nSố", "(%) Số").replace(" Khu vực III", "")
YEARS = "STT Chỉ tiêu ĐVT Ước TH 2025\nMục tiêu\nĐơn vị tham mưu\n2026 2027 2030\n" + "\n".join(
    f"{n} Tỷ lệ xã đạt chuẩn {n}\n% 2{n},5 3{n},5 4{n},0 6{n},0 Chi cục Kiểm lâm"
    for n in range(1, 9)
)
STEPS = (
    "STT Tên đề án Đơn vị chủ trì\nTiến độ\nCấp ban hành\nHoàn thành dự thảo Trình ban hành\n"
) + "\n".join(
    f"{n} Đề án dạy ngoại ngữ {n}\nVụ Pháp chế\nQuý I/2026 Tháng {n + 3}/2026 Bộ trưởng"
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "over", "below"),
    [
        (SAME_LINE, ["Hộ nghèo", "Hộ cận nghèo"], ["Số hộ", "Tỷ lệ (%)"] * 2),
        (YEARS, ["Mục tiêu"], ["2026", "2027", "2030"]),
        (STEPS, ["Tiến độ"], ["Hoàn thành dự thảo", "Trình ban hành"]),
    ],
    ids=["one-line", "years", "times"],
)
def test_names_stand_below_those_that_rows_and_other_names_show(
    text: str, over: list[str], below: list[str]
) -> None:
    header = as_figured(text)
    assert [upper.name[0][1] for upper in header.upper] == over
    held = [at for upper in header.upper for at in range(upper.first, upper.end)]
    assert [header.titles[at] for at in held] == below


def test_columns_of_times_hold_times_whatever_their_names_tell() -> None:
    header = as_figured(STEPS)
    assert [header.roles[at].name for at in sorted(header.times)] == ["deadline", "deadline"]
    assert not header.figures


@pytest.mark.parametrize("text", [POOR, FUNDS], ids=["shares", "alike"])
def test_a_header_that_figures_and_names_settle_is_in_no_doubt(text: str) -> None:
    header = as_figured(text)
    assert header.upper
    assert not header.unsure


def test_names_whose_figures_tell_nothing_are_in_doubt_where_they_differ() -> None:
    header = as_figured(POOR.replace("Tỷ lệ (%)", "Số khẩu").replace(",", ""))
    assert header.unsure <= header.figures


@pytest.mark.parametrize(
    ("name", "over", "figures", "share"),
    [
        ("Số hộ", "", ["1.250", "8,52", "-", "7,5"], 0.5),
        ("Tỷ lệ (%)", "Số hộ nghèo", ["1.250", "8,52"], 0.5),
        ("Tổng số", "Dân số (người)", ["12,5"], 1.0),
        ("Số lượng", "", ["8,52"], 0.0),
        ("Số hộ", "", [], 0.0),
    ],
)
def test_figures_that_are_not_what_a_name_promises(
    name: str, over: str, figures: list[str], share: float
) -> None:
    assert misfit(name, over, figures) == share


@pytest.mark.parametrize(("names", "legend"), [(5, 3), (40, 0), (40, 38)])
def test_headers_of_which_no_way_or_not_every_way_is_weighed_are_in_doubt(
    names: int, legend: int
) -> None:
    columns = tuple(((at, f"Tên {at}"),) for at in range(names + 1))
    header = HeaderPieces(0, 1, columns, tuple(((1, f"({n + 1})"),) for n in range(legend)))
    lines = "".join(f"{n} Nhà loại {n}\n1.000 2.000 3.000\n" for n in range(1, 9))
    pieces = list(read_pieces(list(split_lines(lines))))
    (read,) = figured([header], cut_rows(pieces, find_labels(pieces)))
    assert read.names == columns
    assert read.unsure == frozenset(range(names))


def test_names_that_fit_no_row_are_told_once() -> None:
    found = document(prices("STT\nLoại nhà\nĐơn vị\ntính\nGhi chú\n"))
    told = [problem for problem in found.problems if problem.code == "header-uncertain"]
    assert len(told) == 1
    assert "Ghi chú" in told[0].evidence


def test_columns_that_a_way_as_good_names_otherwise_are_in_doubt() -> None:
    """Two figures a row, three names for them: they were read as the first two, and none told."""
    rows = "\n".join(f"{n} Xã An {n}1 {n}2" for n in range(1, 8))
    header = as_figured(f"TT Đơn vị Dân số Diện tích Mật độ\n{rows}\n")
    assert header.titles[2:] == ("Dân số", "Diện tích", "Mật độ")
    assert not header.upper
    assert header.unsure == {1, 2, 3}


@pytest.mark.parametrize("name", ["Phân công thực hiện", "Đơn vị thực hiện"])
def test_what_bodies_do_stands_below_the_name_of_bodies(name: str) -> None:
    rows = "".join(
        f"{n} Rà soát quy định {n}\nBộ Y tế\nBộ Nội vụ\nTháng {n}/2026\nBáo cáo\n"
        for n in range(1, 7)
    )
    found = document(f"TT Nội dung công việc {name} Thời hạn Kết quả\nChủ trì Phối hợp\n{rows}")
    [table] = found.tables
    assert table.columns == ("stt", "title", "lead", "coordination", "deadline", "result")


def test_bodies_behind_another_column_of_two_keep_their_order() -> None:
    rows = "".join(f"{n} Rà soát\nBộ Y tế\nBộ Nội vụ\n2026\n" for n in range(1, 7))
    header = as_figured(f"TT Nội dung công việc\nChủ trì\nPhối hợp\nThời hạn\n{rows}")
    assert not header.upper


def test_four_names_may_stand_over_others() -> None:
    header = (
        "STT\nNội dung công việc\nChi phí\nnhân công\nChi phí thiết bị\nChi phí trực tiếp\n"
        "Chi phí quản\nlý chung (Nội nghiệp\n15%; Ngoại nghiệp 20%)\nĐơn giá\n"
        "Chi phí\nnăng lượng\nChi phí\nkhấu hao\n" + 3 * "Không có\nkhấu hao\nCó chi\nkhấu hao\n"
    )
    rows = "".join(
        f"{n} Đo vẽ bản đồ\n" + " ".join(f"{n}{m}.000" for m in range(1, 10)) + "\n"
        for n in range(1, 8)
    )
    read = as_figured(header + rows)
    assert [(upper.first, upper.end) for upper in read.upper] == [(3, 5), (5, 7), (7, 9), (9, 11)]


def test_the_rate_in_a_name_makes_its_figures_no_shares() -> None:
    assert misfit("Chi phí quản lý 15%", "", ["1.250.000"]) == 0.0
    assert misfit("Tỷ lệ (%)", "", ["1.250.000"]) == 1.0


def test_names_without_cells_behind_the_figures_are_in_doubt() -> None:
    rows = "\n".join(f"{n} Xã An {n}1 {n}2" for n in range(1, 8))
    header = as_figured(f"TT Đơn vị Dân số Diện tích Chủ đầu tư\n{rows}\n")
    assert header.unsure >= {1, 2, 3}


@pytest.mark.parametrize("below", ["(1) (2) (3) (4)\n", ""])
def test_a_header_ends_above_its_sums(below: str) -> None:
    sums = "TỔNG CỘNG 32.175 559.503\n" if not below else "TỔNG CỘNG 32.175\n"
    text = f"STT Tên dự án Tổng vốn Vốn năm 2026\n{below}{sums}1 Sửa cầu 2.000 3.000\n"
    [header] = find_headers(read_pieces(list(split_lines(text))))
    assert header.titles == ("STT", "Tên dự án", "Tổng vốn", "Vốn năm 2026")
