"""Rows of a table put together from its parts on successive pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Cell, Fragment, Grid, GridRow, Page, Place
from pipeline.normalize.checks import label_problems, parent_problems
from pipeline.normalize.tables.rows import TableRow, build_rows
from pipeline.normalize.tables.stitch import stitch

HEAD = ("STT", "Chủ trì", "Nhiệm vụ", "Thời hạn")


def row(*texts: str | Cell) -> GridRow:
    return tuple(t if isinstance(t, Cell) else cell(t) if t else Cell() for t in texts)


def cell(text: str, span: int = 1) -> Cell:
    return Cell((Fragment(text, Place(1)),), span)


def rows_of(*parts: Grid) -> tuple[TableRow, ...]:
    pages = [Page(number, (grid,), 0) for number, grid in enumerate(parts, 1)]
    return build_rows(stitch(pages).tables[0])


def items(count: int) -> list[GridRow]:
    return [row(f"{i}.", "Bộ Y tế", f"Xây dựng đề án {i}", "2026") for i in range(1, count + 1)]


def test_a_heading_beside_its_number_that_reaches_over_the_title_is_a_group() -> None:
    heading = row("I", cell("HOÀN THIỆN THỂ CHẾ", 3), Cell(), Cell())
    found = rows_of(Grid((row(*HEAD), heading, *items(2))))[0]
    assert (found.kind, found.label, found.cells[2].text) == ("group", "I", "HOÀN THIỆN THỂ CHẾ")


def test_a_title_over_all_columns_beside_a_code_heads_what_is_counted_below() -> None:
    head = ("STT", "Thành phần hao phí", "Đơn vị", "Định mức")
    norms = (
        (row("BT.11100", cell("Vệ sinh bề mặt kết cấu", 3), Cell(), Cell()),
         row("1", "Vật liệu", "kg", "3,5"), row("2", "Nhân công", "công", "1"))
        for _ in range(2)
    )  # fmt: skip
    found = rows_of(Grid((row(*head), *(one for norm in norms for one in norm))))
    assert [r.kind for r in found] == ["group", "item", "item"] * 2
    noted = rows_of(Grid((row(*head), *items(2), row("Ghi chú", cell("Giá đã có thuế", 3)))))
    assert noted[-1].kind == "item"


TOTALS = [
    ("", "Toàn tỉnh", "50", "787", "total"),
    ("", "Tổng kinh phí thực hiện", "1.250,5", "", "total"),
    ("", "Cả nước (34 tỉnh)", "12", "1", "total"),
    ("4", "Tổng kinh phí", "12", "1", "item"),
    ("", "Tổng thu ngân sách", "tỷ đồng", "5", "item"),
    ("", "Tổng cục Thuế", "12", "1", "item"),
    ("", "Toàn tỉnh", "", "", "group"),
]


@pytest.mark.parametrize("printed", TOTALS)
def test_a_row_may_say_what_it_sums(printed: tuple[str, ...]) -> None:
    head = row("STT", "Đơn vị", "Số trường", "Số lớp")
    numbered = [row(str(n), f"Xã thứ {'abc'[n - 1]}", "5", "70") for n in range(1, 4)]
    assert rows_of(Grid((head, *numbered, row(*printed[:4]))))[-1].kind == printed[4]


def test_a_cell_over_numbers_and_titles_is_a_group_where_there_is_nothing_else() -> None:
    part = row(cell("Phần 1. CHỈ TIÊU CHẤT LƯỢNG", 2), Cell())
    numbered = [row("1", "Hàm lượng hoạt chất"), row("2", "Hạn sử dụng")]
    again = row(cell("Phần 2. HOẠT CHẤT", 2), Cell())
    found = rows_of(Grid((part, *numbered, again, *numbered, row("", "Khối lượng riêng"))))
    assert [r.kind for r in found] == ["group", "item", "item"] * 2 + ["item"]
    assert [r.position.parent for r in found] == [None] * 6 + [5]


def test_the_number_of_a_cut_row_may_stand_on_the_second_page() -> None:
    one = Grid((row(*HEAD), *items(3), row("", "Bộ", "Huy động các nguồn", "")), open_bottom=True)
    two = Grid((row("4.", "Nội vụ", "tài nguyên khoáng sản", "2027"),))
    found = rows_of(one, two)
    assert [r.label for r in found] == ["1.", "2.", "3.", "4."]
    assert [c.text for c in found[-1].cells[1:]] == [
        "Bộ Nội vụ", "Huy động các nguồn tài nguyên khoáng sản", "2027",
    ]  # fmt: skip


def test_a_heading_over_all_columns_is_never_the_rest_of_a_row() -> None:
    rows = [row("", *line[1:]) for line in items(3)]
    heading = row(cell("III. Tăng cường đầu tư", 4), Cell(), Cell(), Cell())
    found = rows_of(Grid((row(*HEAD), *rows)), Grid((heading, *rows)))
    assert [r.kind for r in found] == ["item"] * 3 + ["group"] + ["item"] * 3


def test_numbers_inside_titles_are_labels_where_no_column_holds_them() -> None:
    titles = (
        "Chỉ số giá",
        "I. Hàng ăn",
        "1. Lương thực",
        "2. Thực phẩm",
        "II. Đồ uống",
        "Vàng",
    )
    lines = [row(title, "110,51", "104,94") for title in titles]
    found = rows_of(Grid((row("Nhóm hàng", "So với 2019", "So với tháng trước"), *lines)))
    assert [r.label for r in found] == ["", "I.", "1.", "2.", "II.", ""]
    assert [r.cells[0].text for r in found] == [
        "Chỉ số giá", "Hàng ăn", "Lương thực", "Thực phẩm", "Đồ uống", "Vàng",
    ]  # fmt: skip
    assert [r.position.parent for r in found] == [None, None, 1, 1, None, None]
    assert {c.rule for r in found for c in r.cells[0].changes} == {"label-split"}


def test_a_number_inside_a_few_titles_is_part_of_them() -> None:
    lines = [
        row(title, "5") for title in ("1. Lương thực", "Thực phẩm", "Đồ uống", "3. Vàng", "May")
    ]
    found = rows_of(Grid((row("Nhóm hàng", "Chỉ số giá"), *lines)))
    assert [r.label for r in found] == [""] * 5


def test_items_counted_by_their_heading_need_no_parent() -> None:
    heading = row("1", cell("Chia theo dân tộc", 3), Cell(), Cell())
    found = rows_of(
        Grid((row("STT", "Chỉ tiêu", "Mã số", "Số"), heading, row("1.1", "Người", "3", "18")))
    )
    assert [r.kind for r in found] == ["group", "item"]
    assert list(parent_problems(found)) == []


def test_a_sequence_may_go_on_over_parents_and_headings() -> None:
    texts = [("1", "a"), ("2", "b"), ("2.1", "c"), ("I", "d"), ("3", "e"), ("7", "f")]
    lines = [row(label, text, "" if label == "I" else "x") for label, text in texts]
    found = rows_of(Grid((row("STT", "Chỉ tiêu", "Số"), *lines)))
    assert [message for _, _, message in label_problems(found)] == ["the number 7 follows 3"]


def test_a_heading_may_print_the_sums_of_what_it_heads() -> None:
    texts = [
        ("STT", "Nội dung chi", "Dự toán", "Ghi chú"), ("I", "Chi đầu tư", "1.500", ""),
        ("1", "Đường", "1.000", ""), ("2", "Trường học", "500", ""),
        ("II", "Chi khác", "900", "tạm tính"), ("1", "Lương", "900", ""),
    ]  # fmt: skip
    rows = rows_of(Grid(tuple(row(*line) for line in texts)))
    assert [found.kind for found in rows] == ["group", "item", "item", "item", "item"]


def test_a_bold_heading_without_a_number_may_print_its_sum() -> None:
    texts = [
        ("STT", "Học phần", "Tín chỉ", "Giờ", "Tiên quyết"), ("1", "Triết học", "3", "30", ""),
        ("", "Học phần tự chọn", "5/15", "", ""), ("2", "Tin học", "2", "15", "INM"),
    ]  # fmt: skip
    plain = [row(*line) for line in texts]
    bold = [
        tuple(replace(one, fragments=tuple(replace(f, bold=True) for f in one.fragments))
              for one in line)
        for line in plain[2:3]
    ]  # fmt: skip
    assert [r.kind for r in rows_of(Grid(tuple(plain)))] == ["item"] * 3
    kinds = [r.kind for r in rows_of(Grid((*plain[:2], *bold, plain[3])))]
    assert kinds == ["item", "group", "item"]


def test_a_table_may_be_blank_below_its_header() -> None:
    assert rows_of(Grid((row(*HEAD), row("", "", "", ""), row("", "", "", "")))) == ()


def test_a_doubt_about_the_first_row_of_a_page_is_one_about_the_row_above_the_break() -> None:
    doubted = Cell((Fragment("Y tế, Bộ Công an", Place(2)),), doubt="otherwise")
    one = Grid((row(*HEAD), *items(3)))
    two = Grid((row("4.", doubted, "Xây dựng đề án 4", "2026"),))
    found = rows_of(one, two)
    assert [bool(c.doubts) for c in found[2].cells] == [False, True, False, False]
    assert not any(c.doubts for c in found[1].cells)


BESIDE_MERGED = [
    (("hằng quý, báo cáo", ""), 3),
    (("Báo cáo hằng quý", ""), 4),
    (("hằng quý, báo cáo", "2027"), 3),
    (("Công khai kết quả", "2027"), 4),
]


@pytest.mark.parametrize(("below", "count"), BESIDE_MERGED)
def test_beside_a_number_that_reaches_over_a_break_stands_the_rest_of_a_row_or_a_row(
    below: tuple[str, str], count: int
) -> None:
    cut = row("2.", "Bộ Y tế", "Đối chiếu số liệu thu, chi", "")
    title, deadline = below
    number = replace(cell("2."), merged=True)
    rest = row(number, "", title, deadline)
    found = rows_of(
        Grid((row(*HEAD), *items(1), cut)),
        Grid((rest, row(number, "Bộ Công an", "Thanh tra", "2028"))),
    )
    assert len(found) == count


def test_a_row_without_a_number_that_lacks_nothing_else_is_no_end_of_the_one_above() -> None:
    whole = row("", "Bộ Y tế", "trong đó: miền núi", "2026")
    assert not any(c.doubts for c in rows_of(Grid((row(*HEAD), *items(12), whole)))[-1].cells)
    cut = row("", "", "trong đó: miền núi", "2026")
    assert any(c.doubts for c in rows_of(Grid((row(*HEAD), *items(12), cut)))[-1].cells)


def test_the_first_row_of_a_page_that_has_a_number_is_no_rest_though_few_rows_have_one() -> None:
    items_of = [row("", "Bộ Y tế", f"Xây dựng đề án {i}", "2026") for i in range(1, 13)]
    for number, told in (("", True), ("5.", False)):
        first = row(number, "Bộ Công an", "Rà soát đề án", "")
        found = rows_of(Grid((row(*HEAD), *items_of)), Grid((first, *items_of)))
        assert bool(found[12].cells[2].doubts) is told
