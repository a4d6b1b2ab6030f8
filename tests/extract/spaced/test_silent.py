"""What was read wrong without a word: tables that were cut off or not read, cells that part nobody
knows where."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.layer.uncounted.gridded import Lines, Span
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut
from pipeline.extract.spaced.doubts.doubts import LOWER, UNOPENED, PrintedRow, doubts, habits
from pipeline.extract.spaced.doubts.grids import row_doubts
from pipeline.extract.spaced.doubts.kinds import add_unlike
from pipeline.extract.spaced.lines.words import words_of
from pipeline.extract.spaced.rows.rows import are_centred, counted_rows
from pipeline.model import UNCERTAIN, Grid
from tests.extract.spaced.test_spaced import HEADER, doubtful_rows, grid_rows, read, typeset

FORMS = textwrap.dedent(
    """
    STT các
     mẫu,                                            Thay thế các biểu mẫu tương ứng tại văn
                         Tên biểu mẫu
     biểu                                                     bản quy phạm pháp luật
     mẫu
              Phụ lục III Mẫu số 03. Giấy đề nghị cấp
                                                     Thay thế Mẫu số 03 Phụ lục III Thông tư
    01        giấy phép xuất khẩu, nhập khẩu vật liệu
                                                     số 23/2024/TT-BCT
              nổ công nghiệp, tiền chất thuốc nổ
              Phụ lục V Mẫu số 01. Văn bản đăng ký
                                                     Thay thế Mẫu số 01 Phụ lục V Thông tư
    02        mới, đăng ký bổ sung nhiệm vụ khoa học
                                                     số 24/2024/TT-BCT
              và công nghệ
    """
).lstrip("\n")


def test_a_longer_name_of_the_number_column_and_titles_that_look_like_annexes() -> None:
    assert grid_rows(FORMS) == [
        ["STT các mẫu, biểu mẫu", "Tên biểu mẫu",
         "Thay thế các biểu mẫu tương ứng tại văn bản quy phạm pháp luật"],
        ["01", "Phụ lục III Mẫu số 03. Giấy đề nghị cấp giấy phép xuất khẩu, nhập khẩu vật liệu "
               "nổ công nghiệp, tiền chất thuốc nổ",
         "Thay thế Mẫu số 03 Phụ lục III Thông tư số 23/2024/TT-BCT"],
        ["02", "Phụ lục V Mẫu số 01. Văn bản đăng ký mới, đăng ký bổ sung nhiệm vụ khoa học và "
               "công nghệ", "Thay thế Mẫu số 01 Phụ lục V Thông tư số 24/2024/TT-BCT"],
    ]  # fmt: skip


def test_cells_that_go_on_beside_the_numbers_show_that_cells_are_centred() -> None:
    rows = [["TT", "Tên mẫu C/O", "Tên Thông tư", "Ghi chú", "Hạn"]]
    for number, name in enumerate(["mẫu D", "mẫu E", "mẫu AI", "mẫu AK"], start=1):
        about = "Quy định thực hiện quy tắc xuất xứ hàng hóa"
        rows.append([str(number), f"C/O {name}", about, "Mới", "Quý I"])
    assert grid_rows(typeset(rows, centred=True)) == rows


def test_lines_of_a_cell_right_above_and_below_numbers_show_that_cells_are_centred() -> None:
    """No cell of three lines hangs from the top where the line of its number is blank in it."""
    two, three = "Loại 2 con/1 kg hoặc Khang dân loại tốt", "A1 B2"
    lines = [("", "", two), ("1", three, ""), ("", "", two)]
    pages = [Lines(tuple(lines * 5), (0,) * 15)]
    hanging = [Lines(tuple([("1", three, two), ("", "", two)] * 5), (0,) * 10)]
    assert are_centred(pages)
    assert not are_centred(hanging)


def row(*cells: str) -> PrintedRow:
    return PrintedRow(tuple(tuple(map(words_of, c.split("|"))) if c else () for c in cells), True)


def test_a_bracket_that_nothing_opens_is_in_doubt() -> None:
    rows = [row(str(n), "Thuốc trừ sâu", "Gói 20 gr") for n in range(6)]
    for text, told in [("Pymethrozin) (gói 20 gr)", True), ("a) Loại một b) Loại hai", False),
                       ("a) Loại một", False), ("(gói 20 gr)", False)]:  # fmt: skip
        body = row("7", "Thuốc trừ sâu", text)
        why = doubts(body, habits(["STT", "Tên", "Quy cách"], [*rows, body]), [None] * 3)
        assert (why.get(2) == UNOPENED) == told


def test_gaps_of_a_column_set_to_both_edges_are_no_doubt() -> None:
    def told(text: str) -> bool:
        rows = [row(str(n), text, "Bộ Y tế") for n in range(6)]
        return 1 in doubts(rows[0], habits(["TT", "Tên", "Cơ quan"], rows), [None] * 3)

    assert not told("Xây   dựng   nền|tảng  số  dùng  chung")
    assert told("Xây dựng nền   Bộ Y tế|tảng số   Bộ Công an")
    assert told("1.200   35.000   7,5")


def test_only_columns_with_words_between_two_ways_to_cut_rows_are_a_guess() -> None:
    texts = [
        ("", "Xây dựng đề án", "", ""), ("1", "thí điểm", "Bộ Y tế", "2026"),
        ("", "Rà soát", "", ""), ("", "quy định mới", "", ""),
        ("2", "Ban hành", "Bộ Tư pháp", "2027"), ("", "nghị định", "", ""),
        ("", "Đề án", "", ""), ("3", "ba", "Bộ Công an", "2028"), ("", "bốn", "", ""),
    ]  # fmt: skip
    found = counted_rows(Lines(tuple(texts), (0,) * len(texts)), centred=True, model=None)
    assert found.guessed == (frozenset({1}), frozenset({1}), frozenset())


def test_where_many_cells_of_a_column_begin_inside_sentences_all_of_several_lines_may() -> None:
    page = [row(str(n), "Tên hàng", "thập Do trực|điều tra") for n in range(3)]
    page += [row(str(n), "Tên hàng", "Do trực điều|tra") for n in range(3, 8)]
    page += [row("8", "Tên hàng", "Do trực")]
    why: list[dict[int, str]] = [{2: LOWER} for _ in range(3)] + [{} for _ in range(6)]
    add_unlike([page], [why])
    assert [2 in own for own in why] == [True] * 8 + [False]
    assert not any(1 in own for own in why)


def test_a_page_that_fills_the_column_beside_the_usual_one_is_in_doubt() -> None:
    usual = [row(str(n), "Tên", "35.000", "") for n in range(5)]
    moved = [row(str(n), "Tên", "", "35.000") for n in range(5)]
    why: list[list[dict[int, str]]] = [[{} for _ in range(5)] for _ in range(3)]
    add_unlike([usual, usual, moved], why)
    assert [sorted(page[0]) for page in why] == [[], [], [2, 3]]


def test_columns_that_no_table_has_are_told() -> None:
    rows = [["", f"Sản phẩm dệt may số {n}", "Bộ Công Thương", "Mã", "Quý I"] for n in range(12)]
    problems = read(typeset([["", "Danh mục", "Cơ quan", "Mã", "Hạn"], *rows]))[1]
    assert [(p.severity, p.code) for p in problems] == [("warning", ROWS_UNCERTAIN)]


def test_the_head_and_the_signature_of_a_letter_are_no_columns() -> None:
    head = "ỦY BAN NHÂN DÂN TỈNH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" \
           "Số: 12/QĐ-UBND                Độc lập - Tự do - Hạnh phúc\n\n"  # fmt: skip
    foot = (
        "Nơi nhận:                     KT. CHỦ TỊCH\n- Như Điều 2;                 PHÓ CHỦ TỊCH\n"
    )
    text = head + "Điều 1. Ban hành kèm theo Quyết định này danh mục.\n" + foot
    assert not read(text)[1]


def denser(text: str) -> str:
    """The text on a grid that is too wide for its letters: each word begins where it stands on the
    grid, or one blank behind the word before it. Blanks fill the lines, as they do there."""
    out: list[str] = []
    for line in text.splitlines():
        made = ""
        for match in re.finditer(r"\S+", line):
            made = f"{made} " if made else ""
            made = made.ljust(int(0.8 * match.start())) + match.group()
        out.append(made)
    return "".join(f"{line:<160}\n" for line in out)


def test_cells_that_run_into_each_other_are_refused() -> None:
    rows = [[f"{n}.", "Xây dựng nền tảng số dùng chung của ngành", "Bộ Tài chính và Bộ Tư pháp",
             "Báo cáo kết quả rà soát", "Quý I"] for n in range(1, 9)]  # fmt: skip
    head, body = typeset([HEADER]), typeset(rows)
    assert not read(head + body)[1]
    pages, problems = read(denser(head) + denser(body))
    assert [(p.severity, p.code) for p in problems][:1] == [("error", "text-interleaved")]
    assert not any(isinstance(block, Grid) for page in pages for block in page.blocks)


def test_cells_one_blank_apart_without_a_grid_are_read_and_told() -> None:
    rows = [[f"{n}.", "Xây dựng nền tảng số dùng chung của ngành", "Bộ Tài chính và Bộ Tư pháp",
             "Báo cáo kết quả rà soát", "Quý I"] for n in range(1, 9)]  # fmt: skip
    lines = denser(typeset([HEADER])).splitlines() + denser(typeset(rows)).splitlines()
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    pages, problems = read(text)
    assert [(p.severity, p.code) for p in problems][:1] == [("warning", "rows-uncertain")]
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    found = [[" ".join(f.text for f in cell.fragments) for cell in row] for row in grids[0].rows]
    assert found[1:] == rows


def test_a_clear_table_has_no_doubt_of_these_kinds() -> None:
    rows = [[f"{n}.", "Xây dựng nền tảng số dùng chung", "Bộ Tài chính", "Báo cáo", "Quý I"]
            for n in range(1, 9)]  # fmt: skip
    assert not doubtful_rows(typeset([HEADER, *rows]))
    assert not [p for p in read(typeset([HEADER, *rows]))[1] if p.code == UNCERTAIN]


def test_cells_of_a_padded_text_that_stand_close_together_are_in_doubt() -> None:
    """Programs that lay letters on a grid fill lines up with blanks, and push words aside."""
    lines = ["TT   Tên dự án            Chủ đầu tư           Kế hoạch"]
    lines += [f"{n}    Cầu Bến Lội          Công an tỉnh         4.{n}36" for n in range(1, 9)]
    lines += [f"{n}   Trường tiểu học số 1 Ban Quản lý dự án ba 7.{n}" for n in range(10, 14)]
    plain = "\n".join(lines) + "\n"
    padded = "\n".join(line.ljust(70) for line in lines) + "\n"
    assert ROWS_UNCERTAIN not in [problem.code for problem in read(plain)[1]]
    pages, problems = read(padded)
    assert ROWS_UNCERTAIN in [problem.code for problem in problems]
    (grid,) = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    assert all(cell.doubt for row in grid.rows[1:] for cell in row)


NAMED = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp"]


def named_rows(*first: str) -> list[PrintedRow]:
    """A row, and others whose bodies are named whole."""
    return [
        row(*first),
        row("2", "Nâng cấp hồ chứa", "Bộ Tài chính", "Bộ Xây dựng, Bộ Y tế"),
        row("3", "Lập bản đồ nguy cơ", "Bộ Xây dựng", "Bộ Công an"),
        row("4", "Công bố danh mục hồ", "Bộ Công an", "Bộ Tài chính; Bộ Xây dựng"),
    ]


def doubted(*first: str) -> set[int]:
    """The columns of the first row in doubt."""
    rows = named_rows(*first)
    return set(doubts(rows[0], habits(NAMED, rows), [None] * len(NAMED)))


def test_no_body_is_called_like_the_rest_of_another_ones_name() -> None:
    assert doubted("1", "Quan trắc mực nước", "Tài chính", "Bộ Y tế") == {1, 2}
    assert not doubted("1", "Quan trắc mực nước", "Thanh tra Chính phủ", "Bộ Y tế")


def test_a_line_of_a_title_ends_with_what_the_cell_beside_it_begins_with() -> None:
    title = "Quan trắc mực nước tự Xây|động ở khu công nghiệp"
    assert doubted("1", title, "dựng", "Bộ Y tế") >= {1, 2}
    assert not doubted("1", "Quan trắc mực nước tự|động ở khu công nghiệp", "Bộ Y tế", "Bộ Y tế")


def test_names_of_several_rows_and_titles_of_persons_hold_no_other_cell() -> None:
    body, post = "Đảng ủy|UBND|tỉnh", "Đồng chí Phan Trung Bá, Phó Chủ|tịch UBND tỉnh"
    rows = [row(f"{n}", post, body, "Bộ Y tế") for n in (1, 2, 3)]
    other = row("4", post, "Sở Nội|vụ Bộ Tài|Bộ Y tế", "Bộ Y tế")
    usual = habits(NAMED, [*rows, other])
    assert not doubts(rows[0], usual, [None] * len(NAMED))
    assert 2 in doubts(other, usual, [None] * len(NAMED))


def test_where_people_work_is_a_name_as_bodies_are() -> None:
    heads = ["STT", "Họ và tên", "Đơn vị công tác", "Hình thức khen thưởng"]
    rooms = ["Sở Xây dựng", "Tỉnh ủy", "Chi cục Văn|thư - Lưu trữ", "Sở Y tế"]
    rows = [row(f"{n}", "Bà Hà", room, "Bằng khen") for n, room in enumerate(rooms, start=1)]
    assert not any(doubts(one, habits(heads, rows), [None] * len(heads)) for one in rows)


def test_a_line_without_white_space_inside_a_row_leaves_its_cells_in_doubt() -> None:
    """Its words are all of the title, and more than that."""
    rows = named_rows(
        "1", "Công bố danh mục|hồ Bộ Y tế ao và đầm Bộ Công an", "Bộ Y tế", "Bộ Công an"
    )
    whole = Sheet(
        None, (0, 1), (Cut((1, 2, 3)), Cut((0, 9, 9))), (False, True), margins=((9.0,) * 4,) * 2,
        guessed=(frozenset(),),
    )  # fmt: skip
    told = [
        next(row_doubts(sheet, [Span(0, 2, 0)], rows[:1], habits(NAMED, rows)))
        for sheet in (whole, replace(whole, wide=(False, False)))
    ]
    assert set(told[0]) == {1, 2, 3}
    assert not {2, 3} & set(told[1])


OVER_TWO = """
TT   Nhiệm vụ                    Cơ quan chủ trì    Thời hạn
     Rà soát quy hoạch các khu
1    công nghiệp ven biển của    Sở Công Thương     Quý I/2027
     tỉnh
     Xây dựng đề án phát triển
2    nhà ở xã hội cho công                          Quý II/2027
     nhân
                                 Sở Xây dựng
     Kiểm tra việc bố trí quỹ
3    đất trong các dự án khu                        Tháng 6/2027
     đô thị
     Hỗ trợ chuyển đổi nghề
4    cho ngư dân làm nghề        Sở Nội vụ          Năm 2027
     lưới kéo ven bờ
     Nâng cấp vỉa hè, cây xanh
5    và chiếu sáng các tuyến     Sở Tài chính       Quý III/2027
     phố trung tâm
"""


def test_a_cell_at_the_foot_of_its_row_beside_a_blank_one_may_stand_over_both() -> None:
    pages, _ = read(OVER_TWO)
    rows = [row for block in pages[0].blocks if isinstance(block, Grid) for row in block.rows]
    doubted = [row[0].fragments[0].text for row in rows if row[2].doubt]
    assert doubted == ["2", "3"]


def test_digits_alone_below_words_may_be_a_raised_mark() -> None:
    def in_doubt(title: str) -> bool:
        rows = [row(f"{n}.", title, "Bộ Tài chính") for n in range(1, 8)]
        return 1 in doubts(rows[0], habits(["TT", "Tên nhiệm vụ", "Cơ quan"], rows), [None] * 3)

    assert in_doubt("Cơ sở dữ liệu ngành nông|nghiệp và môi trường|28")
    assert not in_doubt("Cơ sở dữ liệu theo Nghị quyết số|28")
    assert not in_doubt("Cơ sở dữ liệu đến tháng 12/202|6")
    assert not in_doubt("Cơ sở dữ liệu của|2025")


def test_a_time_among_bodies_beside_a_blank_time_is_in_doubt() -> None:
    names = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"]
    usual = [row(f"{n}.", "Rà soát", "Bộ Tài chính", "" if n % 2 else "Quý II") for n in range(9)]

    def in_doubt(body: PrintedRow) -> set[int]:
        return set(doubts(body, habits(names, [*usual, body]), [None] * len(names)))

    assert in_doubt(row("9.", "Rà soát", "30/06/2025", "")) >= {2, 3}
    assert not in_doubt(row("9.", "Rà soát", "Bộ Tài chính", "30/06/2025")) & {2, 3}
