"""Footnotes of bare text: where the notes of a page begin, and which digits call them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.notes import Notes, calls_on, find_notes

ACROSS = (
    "Điều chỉnh từ nhiệm vụ: “Xây dựng cơ sở dữ liệu” (thuộc STT 89, Phụ lục II, Nghị quyết 71)"
)


def pieces_of(*pages: str) -> list[LinePiece]:
    """The lines of each page; the rest of a line behind `|` was printed as one with what stands
    before it."""
    found: list[LinePiece] = []
    for page in pages:
        for place, line in enumerate(page.strip().split("\n")):
            first, *others = line.strip().split("|")
            found.append(LinePiece(first, len(found), "", opens_page=not place))
            found += [LinePiece(other, found[-1].line, "") for other in others]
    return found


def read(*pages: str) -> Notes:
    return find_notes(pieces_of(*pages), set(), set())


def texts(notes: Notes) -> list[str]:
    """What is left for tables."""
    return [piece.text for at, piece in enumerate(notes.pieces) if at not in notes.taken]


def numbers(notes: Notes) -> list[int]:
    return [note.number for note in notes.found.values()]


def test_a_call_with_a_line_of_its_own() -> None:
    notes = read(f"""1.
        Giao các bộ
        trên môi trường điện tử
        1
        Bộ Công an
        2.
        Lập báo cáo
        1{ACROSS}""")
    assert numbers(notes) == [1]
    assert texts(notes) == [
        "1.", "Giao các bộ", "trên môi trường điện tử¹", "Bộ Công an", "2.", "Lập báo cáo",
    ]  # fmt: skip


def test_a_lone_number_is_no_call_where_rows_are_numbered_so() -> None:
    notes = read("""1
        Giao các bộ
        Bộ Công an1
        2
        Lập báo cáo
        Bộ Tài chính
        1 Điều chỉnh nhiệm vụ""")
    assert texts(notes)[:3] == ["1", "Giao các bộ", "Bộ Công an¹"]


def test_a_call_that_was_parted_from_its_word_goes_back() -> None:
    notes = read(f"""3.
        Giá trị thanh toán không dùng tiền mặt|1 Lần GDP 30
        Bộ Công an
        Bộ Tài chính
        1 {ACROSS}""")
    assert texts(notes)[1:3] == ["Giá trị thanh toán không dùng tiền mặt¹", "Lần GDP 30"]


def test_a_page_whose_notes_are_not_found_costs_those_of_no_other() -> None:
    notes = read(
        f"Lập báo cáo1\n1 {ACROSS}",
        f"Giao các bộ\nBộ Công an\n2 {ACROSS}\n3 {ACROSS}\n4 {ACROSS}",
        f"Rà soát5\nBộ Công an\n5 {ACROSS}",
    )
    assert numbers(notes) == [1, 5]


def test_rows_are_no_rest_of_a_short_note_without_a_stop() -> None:
    """The lines of a rest are as wide as those of its note: rows have short ones between."""
    notes = read(
        "1 Lập báo cáo của các bộ1\nBộ Công an\n1 Bộ Tư pháp, Thành phố Hà Nội, Thành phố Huế",
        """2 Rà soát quy định về hợp tác công tư trong nghiên cứu
        khoa học
        Bộ Tài chính
        3 Nghiên cứu chính sách ưu tiên trong các sản phẩm công nghệ
        Bộ Tài chính""",
    )
    assert numbers(notes) == [1]
    assert texts(notes)[-5:] == [
        "2 Rà soát quy định về hợp tác công tư trong nghiên cứu", "khoa học", "Bộ Tài chính",
        "3 Nghiên cứu chính sách ưu tiên trong các sản phẩm công nghệ", "Bộ Tài chính",
    ]  # fmt: skip


def test_a_long_note_runs_on_at_the_foot_of_the_next_page() -> None:
    notes = read(
        f"1 Lập báo cáo của các bộ1\nBộ Công an\n1 {ACROSS} của Chính phủ về phát triển",
        f"2 Rà soát\nBộ Tài chính\n{ACROSS} và các nghị quyết\nkhác",
    )
    assert texts(notes)[-2:] == ["2 Rà soát", "Bộ Tài chính"]


def test_the_call_of_a_row_that_goes_on_stands_on_the_page_before() -> None:
    notes = read(
        f"Lập báo cáo1\nBộ Nội vụ2\n1 {ACROSS}",
        f"tiếp tục rà soát\nBộ Công an\n2 {ACROSS}",
    )
    assert numbers(notes) == [1, 2]
    assert "Bộ Nội vụ²" in texts(notes)


def test_the_number_of_a_note_alone_on_its_line() -> None:
    notes = read(f"Lập báo cáo1\nBộ Nội vụ\nQuý I\n1\n{ACROSS}")
    assert numbers(notes) == [1]
    assert [piece.text for piece in next(iter(notes.found.values())).pieces] == ["¹", ACROSS]


def test_a_row_whose_number_stands_alone_is_no_note() -> None:
    notes = read("""Việc kiểm tra, giám sát được 1
        Lập kế hoạch của cơ quan1
        1
        Công bố danh mục các nhiệm vụ
        Bộ Nội vụ
        2.
        Lập báo cáo""")
    assert numbers(notes) == []


def test_the_end_of_a_number_that_its_column_cuts_is_neither_call_nor_note() -> None:
    notes = read("""38.
        1
        Đề án tăng cường năng lực
        Viện Hàn lâm Khoa học và
        Công nghệ ngang tầm khu vực
        Bộ Tài
        chính
        Tháng
        41.
        1
        Định hướng rõ ưu đãi thuế cho
        sản xuất chip
        Bộ Tài
        chính""")
    assert not notes.found
    assert not notes.taken


def test_the_last_digit_of_a_year_that_its_column_cuts_is_no_note() -> None:
    """Also where a word with that digit behind it looks like the call of a note."""
    notes = read(f"""Bộ Nông nghiệp và Môi trường1
        Tháng
        12/202
        1
        {ACROSS}""")
    assert numbers(notes) == []
    assert "1" in texts(notes)


def test_a_call_behind_dots_that_break_a_list_off() -> None:
    notes = read(f"""1.
        Hợp tác với Nhật Bản, (Hàn Quốc, Singapore,...)1
        Bộ Công an
        2.
        Lập báo cáo…2
        1{ACROSS}
        2{ACROSS}""")
    assert numbers(notes) == [1, 2]


def test_a_call_behind_the_end_of_a_year_that_its_column_cuts() -> None:
    notes = read(f"""26.
        Giao các bộ
        Bộ Công an
        Tháng
        02/202
        61
        27.
        Lập báo cáo
        Bộ Nội vụ
        Tháng
        12/202
        52
        1{ACROSS}
        2{ACROSS}""")
    assert numbers(notes) == [1, 2]
    assert "6¹" in texts(notes)
    assert "5²" in texts(notes)


def test_a_call_on_a_line_of_its_own_below_the_end_of_a_year_that_its_column_cuts() -> None:
    notes = read(f"""(1) Hệ thống cấp mã số
        Bộ Tài chính
        Tháng
        02/202
        6
        1
        (2) Hệ thống quản lý thu
        Bộ Tài chính
        Tháng
        02/202
        6
        2
        1{ACROSS}
        2{ACROSS}""")
    assert numbers(notes) == [1, 2]
    assert texts(notes).count("6¹") == 1
    assert texts(notes).count("6²") == 1


def test_an_amount_at_the_head_of_a_line_is_no_note() -> None:
    notes = read("""1.
        Đường truyền đạt tốc độ tối thiểu1
        1Gb/s.
        Bộ Khoa học""")
    assert numbers(notes) == []


def test_what_rows_go_on_behind_is_no_note() -> None:
    notes = read("""1.
        Đường truyền đạt tốc độ tối thiểu1
        1 Gigabit, có dự phòng
        2.
        Lập báo cáo""")
    assert numbers(notes) == []
    assert "2." in texts(notes)


@given(st.text("aộ.,)” ", max_size=8), st.integers(0, 120), st.text(" .)²x", max_size=3))
def test_digits_behind_a_word_are_a_call(word: str, number: int, behind: str) -> None:
    text = f"{word}b{number}{behind}"
    found = calls_on([LinePiece(text, 1, "0")], 0, 1)
    assert found == ({number: [0]} if number and behind[:1] in ("", " ", ".", ")") else {})
