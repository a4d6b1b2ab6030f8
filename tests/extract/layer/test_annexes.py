"""Headings of annexes in bare text: those that end a table, and titles that read like one."""

from __future__ import annotations

from time import process_time

from pipeline.extract.layer.lines.glued import with_headers_apart, with_number_name_apart
from pipeline.extract.layer.lines.lines import read_pieces
from pipeline.extract.layer.names.headers import find_headers
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.signs.begins import is_named_by_number
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid, Prose

HEADER = "STT Tên biểu mẫu Cơ quan chủ trì Thời hạn"
FORMS = ("Báo cáo tình hình sản xuất", "Báo cáo bán hàng", "Đơn đề nghị cấp giấy phép")


def rows_and_prose(text: str) -> tuple[list[list[str]], list[str]]:
    """The cells of all rows, and the lines beside the tables."""
    pages, _ = read_layer(list(split_lines(text)))
    blocks = [block for page in pages for block in page.blocks]
    rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
    prose = [block.fragment.text for block in blocks if isinstance(block, Prose)]
    return [[cell.raw.replace("\n", " ") for cell in row] for row in rows], prose


def table(count: int, title: str = "{form}") -> str:
    """A table of some forms, one row a line of each cell."""
    lines = [HEADER]
    for number in range(1, count + 1):
        form = title.format(number=number, form=FORMS[number % len(FORMS)])
        lines += [f"{number} {form}", "Bộ Công Thương", f"Tháng {number % 12 + 1}/2026"]
    return "\n".join(lines)


def test_a_title_that_reads_like_the_heading_of_an_annex_is_kept_in_the_last_row() -> None:
    text = table(12, "Phụ lục {number}. {form}")
    rows, _ = rows_and_prose(f"{text}\n\nPHỤ LỤC II\nDANH SÁCH")
    assert rows[-1] == ["12", "Phụ lục 12. Báo cáo tình hình sản xuất", "Bộ Công Thương",
                        "Tháng 1/2026"]  # fmt: skip


def test_rows_numbered_anew_below_the_heading_of_another_annex_are_not_of_the_table() -> None:
    other = "\n".join(["PHỤ LỤC II", "Mã Danh mục sử dụng",
                       *(f"{n} Chất {FORMS[n % 3].lower()}" for n in range(1, 9))])  # fmt: skip
    rows, prose = rows_and_prose(f"{table(12)}\n{other}")
    assert len(rows) == 1 + 12
    assert "PHỤ LỤC II" in prose
    assert "1 Chất báo cáo bán hàng" in prose


def test_rows_that_count_on_below_a_cell_like_a_heading_are_of_the_table() -> None:
    lines = table(12).splitlines()
    rows, _ = rows_and_prose("\n".join([*lines[:19], "Phụ lục II", *lines[19:]]))
    assert len(rows) == 1 + 12


def test_a_header_and_the_row_below_it_are_parted_where_they_are_one_line() -> None:
    pieces = read_pieces(list(split_lines(f"{table(3)}\n{HEADER} 4 {FORMS[0]}\nBộ Y tế\n")))
    parted, count = with_headers_apart(pieces)
    assert count == 1
    assert [piece.text for piece in parted[-3:]] == [HEADER, f"4 {FORMS[0]}", "Bộ Y tế"]


def test_many_lines_like_headers_take_no_time() -> None:
    pieces = read_pieces([*split_lines("".join(f"{HEADER} {n}.1\n" for n in range(6_000)))])
    started = process_time()
    assert with_headers_apart(pieces)[1] == 0
    assert process_time() - started < 5.0


def test_a_full_stop_behind_a_number_that_names_a_form_ends_no_sentence() -> None:
    named = ("Phụ lục II.", "Phụ lục V Mẫu số 03.", "Theo Điều 5.", "Mẫu 11a.")
    assert all(map(is_named_by_number, named))
    assert not any(map(is_named_by_number, ("Hoàn thành trong năm 2026.", "Phụ lục.", "Điều II")))


def test_names_of_consonants_are_abbreviations_among_the_names_of_columns() -> None:
    header = "STT STT TT 37 Mã dịch vụ Tên dịch vụ Mức giá Ghi chú"
    rows = "\n".join(f"{n} {n} 04C1.1.{n} Siêu âm tim {n}3.900" for n in range(1, 9))
    found = find_headers(read_pieces(list(split_lines(f"{header}\n{rows}"))))
    assert [one.titles[1:3] for one in found] == [("STT TT 37", "Mã dịch vụ")]


def test_a_column_of_codes_bears_no_title() -> None:
    header = "STT Mã học phần Học phần Số tín chỉ"
    rows = "\n".join(f"{n} PHI100{n} Triết học {n}" for n in range(1, 9))
    [found] = find_headers(read_pieces(list(split_lines(f"{header}\n{rows}"))))
    assert [role.name for role in found.roles] == ["code", "title", "count"]


def test_the_name_of_the_numbers_is_parted_from_the_next_one_glued_to_it() -> None:
    people = "\n".join(
        f"{n} Lê Quang {name}\nChánh Văn phòng\nTháng {n}/2026"
        for n, name in enumerate(("Huy", "Đức", "Bảo", "Lan", "Nga", "Khoa"), 1)
    )
    rows, _ = rows_and_prose(f"STTHọ và tên Chức vụ Thời hạn\n{people}\n")
    assert rows[:2] == [
        ["STT", "Họ và tên", "Chức vụ", "Thời hạn"],
        ["1", "Lê Quang Huy", "Chánh Văn phòng", "Tháng 1/2026"],
    ]
    assert len(rows) == 1 + 6


def test_a_word_that_begins_like_the_name_of_the_numbers_is_left_whole() -> None:
    pieces = read_pieces(list(split_lines("TTCP ban hành\nTTHC công khai\nSTT Tên\nTT\nSTTT\n")))
    assert with_number_name_apart(pieces) == (pieces, 0)
