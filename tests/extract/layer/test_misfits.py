"""Cells that cannot be what the model of their columns takes them for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipeline.extract.layer.columns.strips import Division, LineRun, Strip
from pipeline.extract.layer.doubts.misfits import (
    BEGUN_ABOVE,
    CUT_TIME,
    ELSEWHERE,
    FOREIGN,
    HIDDEN,
    LACKED,
    NUMBER_IN_UNIT,
    OPEN_LIST,
    PARTED,
    SEVERAL_VALUES,
    SIGN_APART,
    SYMBOL_APART,
    UNFORMED,
    UNIT_LOST,
    misfits,
)
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.doubtful_words import MARKED
from pipeline.extract.layer.signs.words import role_of

TASKS = ("Nhiệm vụ", "Căn cứ giao", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
TARGETS = ("Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm 2030", "Cơ quan chủ trì")
PRICES = ("Mã dịch vụ", "Tên dịch vụ", "Mức giá", "Ghi chú")
SERVICE = ("04C1.1.3", "Siêu âm tim", "43.900", "")
USUAL = ("Rà soát quy định", "Thông báo số 7", "Bộ Y tế", "", "2026")
LARGE = ("Quy mô", "Tỷ đồng", "≥ 30", "Bộ Tài chính")


def divided(*cells: str, label: str = "1.") -> DividedRow:
    """A row with these cells; `|` parts their lines."""
    lines = [line for cell in cells if cell for line in cell.split("|")]
    pieces = tuple(LinePiece(text, number, "") for number, text in enumerate(lines, start=1))
    strip, at, runs = Strip(pieces, False), 0, list[tuple[LineRun | None, ...]]()
    for cell in cells:
        count = len(cell.split("|")) if cell else 0
        runs.append((strip.run(strip.line_start[at], count) if count else None,))
        at += count
    none = (0.0,) * len(cells)
    division = Division(tuple(runs), none, ("",) * len(cells), 0.0, (strip.end,))
    own = (LinePiece(label, 0, "0"),) if label else ()
    row = UndividedRow(own, "number" if label else "", (pieces,))
    return DividedRow(row, division, doubts=none)


def told(names: Sequence[str], *rows: Sequence[str]) -> Mapping[int, str]:
    """What is in doubt of the last of some rows."""
    return misfits([divided(*row) for row in rows], [role_of(name) for name in names])[-1]


def test_rows_as_they_are_written_are_not_in_doubt() -> None:
    assert misfits([divided(*USUAL)] * 5, [role_of(name) for name in TASKS]) == [{}] * 5
    assert told(TARGETS, LARGE, ("Xếp hạng", "Thứ bậc", "≤ 3 Đông Nam Á;|≤ 50 Thế giới", "")) == {}
    assert told(TARGETS, LARGE, ("Diện tích", "m2", "> 1.000 <2.000", "Bộ Xây dựng")) == {}


@pytest.mark.parametrize(
    ("unit", "target", "lead", "columns"),
    [
        ("%", "30", "≥|Bộ Tài chính", {1: None, 2: SIGN_APART, 3: SIGN_APART}),
        ("%", "55≥", "Bộ Tài chính", {2: SIGN_APART}),
        ("Thứ bậc|3", "≤", "Bộ Y tế", {1: SIGN_APART, 2: SIGN_APART}),
        ("% GDP 30", "", "Bộ Tài chính", {1: NUMBER_IN_UNIT, 2: NUMBER_IN_UNIT}),
        ("Thứ bậc|≤ 3 Đông Nam Á;", "≤ 50", "Bộ Y tế", {1: NUMBER_IN_UNIT, 2: NUMBER_IN_UNIT}),
    ],
)
def test_a_value_and_its_sign_are_one(
    unit: str, target: str, lead: str, columns: dict[int, str | None]
) -> None:
    found = told(TARGETS, LARGE, ("Quy mô", unit, target, lead))
    assert {column: found.get(column) for column in columns} == columns


def test_the_symbol_of_a_document_is_in_one_cell() -> None:
    cells = (
        "Bảo đảm kinh phí|Thông báo số 07-TB/",
        "CQTTBCĐ ngày 15/10/2025",
        "Bộ Y tế",
        "",
        "2026",
    )
    assert told(TASKS, USUAL, cells) == {0: SYMBOL_APART, 1: SYMBOL_APART}


def test_digits_behind_a_word_may_be_the_call_of_a_note() -> None:
    cells = ("Phát triển Công dân số.59", "Thông báo số 7", "Bộ Y tế", "", "2026")
    assert told(TASKS, USUAL, cells) == {0: MARKED}


def test_figures_may_be_the_digits_right_behind_the_word_before() -> None:
    names = ("Đơn vị", "Số nhiệm vụ quá hạn", "Số nhiệm vụ còn hạn", "Ghi chú")
    others = (("Bộ Y tế", "0", "7", "đã rà soát"), ("Bộ Tư pháp", "1", "5", ""))
    found = told(names, *others, ("Bộ Quốc phòng09", "", "", ""))
    assert {at: found[at] for at in (1, 2)} == {1: LACKED, 2: LACKED}
    assert 3 not in found
    assert not {1, 2} & told(names, *others, ("Bộ Quốc phòng", "", "9", "")).keys()


def test_a_list_of_bodies_that_goes_on_may_do_so_in_the_next_cell() -> None:
    cut = ("Rà soát", "", "Bộ Y tế Bộ Tài chính;", "Bộ Nội vụ; các bộ", "2026")
    assert {at: why for at, why in told(TASKS, cut).items() if why == OPEN_LIST} == {
        2: OPEN_LIST,
        3: OPEN_LIST,
    }
    whole = ("Rà soát", "", "Bộ Y tế; Bộ Tài chính", "các bộ", "2026")
    assert OPEN_LIST not in told(TASKS, whole).values()


def test_a_blank_cell_may_stand_in_the_one_before() -> None:
    cells = ("Rà soát", "Thông báo số 5|ngày 04/7/2025|Bộ Nội vụ", "", "", "2026")
    assert told(TASKS, *[USUAL] * 9, cells) == {1: LACKED, 2: LACKED}
    often = ("Rà soát", "Thông báo số 5", "", "", "2026")
    assert told(TASKS, USUAL, often, often, cells) == {}


def test_a_text_is_at_home_where_other_rows_have_it() -> None:
    moved = ("Rà soát", "Thông báo số 7", "", "Bộ Y tế", "2026")
    assert told(TASKS, *[USUAL] * 3, moved) == {2: ELSEWHERE, 3: ELSEWHERE}
    both = ("Rà soát", "Thông báo số 7", "Bộ Nội vụ", "Bộ Y tế", "2026")
    assert told(TASKS, *[USUAL] * 3, both) == {}
    title = ("Bộ Y tế", "Thông báo số 7", "Bộ Nội vụ", "", "2026")
    assert told(TASKS, *[USUAL] * 3, title) == {0: ELSEWHERE, 2: ELSEWHERE}


TITLE = "Điều chỉnh thẩm quyền, trình tự thực hiện thủ tục hành chính theo các văn bản quy phạm"
NOTED = ("Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Ghi chú")
TASK = ("Rà soát quy định", "Bộ Y tế", "2026", "")


@pytest.mark.parametrize("column", [1, 3])
def test_a_title_among_bodies_or_remarks_is_of_another_row_that_has_no_number(column: int) -> None:
    cells = [*TASK[:column], TITLE, *TASK[column + 1 :]]
    roles = [role_of(name) for name in NOTED]
    rows = [*[divided(*TASK)] * 9, divided(*cells, label="")]
    assert misfits(rows, roles)[-1] == {column: HIDDEN}
    assert misfits([*rows[:-1], divided(*cells)], roles)[-1] == {}
    bodies = "Bộ Y tế, Bộ Nội vụ, Bộ Công an và Ủy ban nhân dân các tỉnh, thành phố"
    assert misfits([divided("Rà soát", bodies, "2026", "", label="")], roles) == [{}]


def test_a_title_alone_that_goes_on_in_small_letters_is_half_a_row() -> None:
    rows = [divided("Triển khai chữ ký số", "", "", ""), divided("miễn phí", *TASK[1:], label="")]
    found = misfits(rows, [role_of(name) for name in NOTED])
    assert [set(own.values()) for own in found] == [{PARTED}, {PARTED}]
    assert [sorted(own) for own in found] == [[0, 1, 2, 3], [0]]


@pytest.mark.parametrize(
    ("note", "title", "in_doubt"),
    [
        ("Xây dựng Nghị định sửa đổi", "", True),
        ("Xây dựng Nghị định sửa đổi", "một số điều", True),
        ("Xây dựng Nghị định sửa đổi", "Rà soát quy định", False),
        ("05-TB/TGV ngày 25/2/2025", "", False),
        ("", "", False),
    ],
)
def test_a_remark_above_a_row_without_a_title_may_be_the_beginning_of_it(
    note: str, title: str, in_doubt: bool
) -> None:
    names = ("Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Ghi chú")
    rows = [("Rà soát", "Bộ Y tế", "2026", note), (title, "Bộ Y tế", "2026", "")]
    one, other = misfits([divided(*row, label="") for row in rows], [*map(role_of, names)])
    assert (one.get(3) == BEGUN_ABOVE, other.get(0) == BEGUN_ABOVE) == (in_doubt, in_doubt)


@pytest.mark.parametrize(
    ("bodies", "time"), [("Nhiệm vụ", "thường xuyên"), ("Tháng", "8/2025"), ("Thán|g", "8/2025")]
)
def test_a_time_is_not_cut_between_two_cells(bodies: str, time: str) -> None:
    assert told(NOTED, TASK, ("Rà soát", bodies, time, "")) == {1: CUT_TIME, 2: CUT_TIME}
    assert told(NOTED, TASK, ("Rà soát", "Bộ Y tế", time.title(), "")) == {}


def test_the_form_of_another_column_is_none_of_a_time() -> None:
    cells = ("Rà soát", "Bộ Y tế", "14-TB/TGV ngày 21/4/2025", "")
    assert told(NOTED, TASK, cells) == {2: FOREIGN}


def test_a_body_behind_a_date_may_be_that_of_a_blank_cell() -> None:
    cells = ("Rà soát", "Thông báo số 5|ngày 04/7/2025 Bộ Nội vụ", "", "", "2026")
    assert told(TASKS, *[USUAL] * 9, cells) == {1: LACKED, 2: LACKED}


def test_words_among_codes_or_amounts_are_in_doubt_and_blank_cells_beside_them() -> None:
    others = [SERVICE] * 5
    assert told(PRICES, *others, SERVICE) == {}
    assert told(PRICES, *others, ("Siêu âm màu", "", "222.000", "")) == {0: UNFORMED, 1: UNFORMED}
    told_of = told(PRICES, *others, ("03C4.1.3", "Chụp phim", "Áp dụng cho 01 vị trí", ""))
    assert told_of == {2: UNFORMED, 3: UNFORMED}
    assert told(PRICES, *others, ("Không", "Chụp phim", "Miễn", "")) == {}


def test_a_run_of_values_in_one_cell_is_in_doubt_and_what_stands_behind_it() -> None:
    row = ("Xây dựng lưới", "Tổng 1.703.160 24.384 7.971", "", "")
    assert told(PRICES, SERVICE, row) == {1: SEVERAL_VALUES, 2: SEVERAL_VALUES, 3: SEVERAL_VALUES}
    assert told(PRICES, SERVICE, ("04C1.1.4", "Siêu âm 4 D", "1 250 000", "")) == {}


def test_a_blank_unit_of_values_may_stand_in_the_cell_before() -> None:
    targets = ("Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Đơn vị theo dõi")
    usual = ("Sản lượng lúa", "tấn", "1.250", "Sở Tài chính")
    lost = ("Diện tích rừng trồng ha", "", "52", "Sở Tài chính")
    assert told(targets, usual, lost) == {0: UNIT_LOST, 1: UNIT_LOST}
    assert told(targets, usual, ("Trong đó", "", "", "")) == {}


def test_rows_are_torn_where_a_title_begins_in_small_letters() -> None:
    """The end of a cell above is no row: what both hold may be that of one."""
    torn = ("Rà soát", "Bộ Y tế cùng 7 doanh", "", "", "")
    rest = ("nghiệp", "Bộ Công an", "", "", "2025")
    roles = [role_of(name) for name in TASKS]
    usual = [divided(*USUAL, label="")] * 9
    found = misfits([*usual, divided(*torn, label=""), divided(*rest, label="")], roles)
    assert [set(own) for own in found[-2:]] == [set(range(5))] * 2
    assert not any(found[:-2])
    numbered = misfits([*usual, divided(*torn, label=""), divided(*rest)], roles)
    assert not numbered[-1]
    small = ("nghiệp", *USUAL[1:])
    assert not any(misfits([divided(*small, label="")] * 4, roles))
