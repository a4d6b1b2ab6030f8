"""Tables that only arrange text are prose; tables of an annex are not taken for them."""

import pytest

from pipeline.model import Cell, Fragment, Grid, Page, Place, Prose
from pipeline.normalize.tables.frames import arranges_text, without_remarks
from pipeline.normalize.tables.stitch import stitch

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        tuple(
            tuple(
                Cell(tuple(Fragment(line, Place(1, n)) for line in text.split("\n") if line))
                for text in row
            )
            for n, row in enumerate(rows, start=1)
        )
    )


FRAMES = {
    "letterhead": grid(("BỘ CÔNG THƯƠNG\nCỤC HÓA CHẤT", STATE), ("Số: /GP-HC", "Hà Nội, ngày …")),
    "other spelling": grid(("UBND XÃ", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    "number left blank": grid(("…………", STATE), ("Số: …/...…", "…, ngày … tháng … năm 20…")),
    "recipients": grid(("Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", "CỤC TRƯỞNG\n(Chữ ký, dấu)")),
    "two signatures": grid(
        ("Người lập ký, ghi rõ họ tên", "Phê duyệt của cơ quan"),
        ("(Ngày tháng năm)", "(Ngày tháng năm)"),
    ),
    "picture": grid(("Ảnh 4 x 6 (đóng dấu giáp lai)", "BẢN THÔNG TIN CÁ NHÂN")),
}
TABLES = {
    "numbers": grid(("STT", "Họ và tên", "(Ký nhận)"), ("1", "Nguyễn Văn A", "")),
    "many columns": grid(("Họ", "Tên", "Sinh", "(ký)"), ("a", "b", "c", "d")),
    "plain": grid(("Nhóm", "Đặc điểm"), ("Nhóm 1", "Văn bản hành chính")),
    "long": grid(("Mục", "Nội dung"), *(("a", "b"),) * 4, ("c", "Nơi nhận hồ sơ (ký)")),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_prose_and_loses_nothing(name: str) -> None:
    stitched = stitch([Page(1, (FRAMES[name],), 0)])
    assert stitched.tables == ()
    lines = [f.text for row in FRAMES[name].rows for cell in row for f in cell.fragments]
    assert [prose.fragment.text for prose, _ in stitched.prose] == lines


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_no_frame(name: str) -> None:
    assert not arranges_text(TABLES[name])
    assert len(stitch([Page(1, (TABLES[name],), 0)]).tables) == 1


def form(number: int, filler: int) -> tuple[tuple[str, ...], ...]:
    rows = (("Trình tự thực hiện", ""), *((f"Bước {n}", "Nộp hồ sơ") for n in range(filler)))
    return ((f"{number} - Thủ tục hành chính", "Cấp giấy phép"), *rows)


def test_forms_that_begin_alike_are_tables_of_their_own() -> None:
    """The third begins inside the grid of the second."""
    pages = [
        grid(*form(1, 4)),
        grid(*form(2, 4), *form(3, 5)),
        grid(*form(4, 4)),
        grid(*form(5, 4)),
    ]
    tables = stitch([Page(n, (g,), 0) for n, g in enumerate(pages, start=1)]).tables
    assert [table.rows[0].cells[0].raw[:1] for table in tables] == ["1", "2", "3", "4", "5"]


def test_a_form_is_named_by_its_first_row_and_stands_outside_the_annexes_of_the_form_before() -> (
    None
):
    def line(text: str, at: int) -> Prose:
        return Prose(Fragment(text, Place(at, line=at)))

    annex = [line(text, 2) for text in ("PHỤ LỤC VI", *["Kính gửi: Bộ Y tế, cơ quan cấp phép"] * 9)]
    table = grid(("TT", "Tên chế phẩm", "Số lượng"), ("1", "A", "2"), ("2", "B", "3"))
    pages = [
        grid(*form(1, 4)),
        grid(*form(2, 4)),
        (*annex, table, line("Đại diện", 3)),
        grid(*form(3, 4)),
    ]
    blocks = [page if isinstance(page, tuple) else (page,) for page in pages]
    stitched = stitch([Page(n, b, 0) for n, b in enumerate(blocks, start=1)])
    captions = [(table.caption.annex, table.caption.title) for table in stitched.tables]
    assert captions[0] == captions[1] == captions[3] == (None, "Cấp giấy phép")
    assert captions[2][0] == "PHỤ LỤC VI"
    assert [table.is_form for table in stitched.tables] == [True, True, False, True]


def test_rows_that_begin_alike_one_after_another_are_rows() -> None:
    pages = [grid(*((f"{n + at} - Nhiệm vụ", "a") for n in range(3))) for at in (1, 4, 7)]
    tables = stitch([Page(n, (g,), 0) for n, g in enumerate(pages, start=1)]).tables
    assert sum(len(table.rows) for table in tables) == 9
    assert len(tables) == 1


def test_names_over_what_counts_them_are_a_header_even_over_one_row() -> None:
    one = grid(("Nhóm", "Tính chất công việc"), ("Nhóm 1 (N1)", "Các công việc đơn giản"))
    [table] = stitch([Page(1, (one,), 0)]).tables
    assert table.header.printed == ("Nhóm", "Tính chất công việc")
    goes_on = grid(("Nhóm", "Tính chất công việc"), ("Nhóm 4 (N4)", "Các công việc đơn giản"))
    assert not stitch([Page(1, (goes_on,), 0)]).tables[0].has_header


def test_a_remark_in_the_last_column_is_the_rest_of_a_cell() -> None:
    head = ("STT", "Nhiệm vụ", "Chủ trì", "Ghi chú")
    rows = (head, ("1", "Làm cầu", "Sở Xây dựng", "Khởi công."))
    assert without_remarks(grid(*rows, ("", "", "", "Lưu ý: xong trước tháng 6")))[1] == ()
    remark = grid(*rows, ("Lưu ý: xong trước tháng 6", "", "", ""))
    assert [prose.fragment.text for prose in without_remarks(remark)[1]] == [
        "Lưu ý: xong trước tháng 6"
    ]
