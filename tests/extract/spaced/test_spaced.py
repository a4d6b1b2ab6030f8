"""Text whose spacing is kept: grids told by white corridors."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import Document
from pipeline.extract.dialects import form_of
from pipeline.extract.layer.signs.symbols import may_be_cut_symbol
from pipeline.extract.spaced.corridors.corridors import borders, cut_lines
from pipeline.extract.spaced.lines.words import Word, segments, words_of
from pipeline.extract.spaced.reader import read_spaced
from pipeline.extract.text.lines import split_lines
from pipeline.model import UNCERTAIN, Extraction, Grid, Note, Page, Problem, Prose, Reading, Source
from pipeline.normalize import normalize

HEADER = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Thời hạn"]
TASKS = [
    ["1.", "Xây dựng nền tảng số dùng chung của ngành và lĩnh vực, bảo đảm kết nối",
     "Bộ Khoa học và Công nghệ, Bộ Tài chính", "Nền tảng", "Quý IV"],
    ["2.", "Rà soát quy định", "Bộ Tư pháp; các bộ, ngành, địa phương có liên quan", "Báo cáo",
     "30/6/2026"],
    ["3.", "Hoàn thiện cơ sở dữ liệu quốc gia về dân cư và chia sẻ dữ liệu",
     "Bộ Công an", "Cơ sở dữ liệu được hoàn thiện, kết nối, chia sẻ", "Năm 2026"],
]  # fmt: skip
WIDTHS = [4, 30, 20, 20, 14]


def read(text: str) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    return read_spaced(list(split_lines(text)))


def document(text: str) -> Document:
    pages, problems = read(text)
    reading = Reading("text-spaced", "text", pages, problems)
    return normalize(Extraction(Source(Path("a.txt"), "a.txt"), "0", "text/plain", reading))


def grid_rows(text: str) -> list[list[str]]:
    return [
        [cell.raw.replace("\n", " ") for cell in row]
        for page in read(text)[0]
        for block in page.blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]


def doubtful_rows(text: str) -> set[str]:
    """The numbers of the rows with a cell in doubt."""
    found = document(text)
    labels = {row.row_id: row.label for row in found.rows}
    return {labels[p.row_id] for p in found.problems if p.code == UNCERTAIN and p.row_id}


def typeset(rows: list[list[str]], centred: bool = False) -> str:
    """Rows set in columns of fixed width, two blanks or more between them."""
    out = []
    for row in rows:
        cells = [textwrap.wrap(t, w - 2) for t, w in zip(row, WIDTHS, strict=True)]
        height = max(map(len, cells))
        for cell in cells:
            above = (height - len(cell)) // 2 if centred else 0
            cell[:0] = [""] * above
            cell += [""] * (height - len(cell))
        for line in zip(*cells, strict=True):
            out.append("".join(t.ljust(w) for t, w in zip(line, WIDTHS, strict=True)).rstrip())
    return "\n".join(out) + "\n"


WORDS = st.sampled_from(["xây", "dựng", "nền", "tảng", "số", "quốc", "gia", "và", "dữ", "liệu"])
CELL = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words).capitalize())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=2, max_size=7))
def test_clear_corridors_give_the_cells_exactly(cells: list[tuple[str, ...]]) -> None:
    rows = [HEADER, *([f"{n}.", *row] for n, row in enumerate(cells, start=1))]
    assert grid_rows(typeset(rows)) == rows
    assert not [p for p in read(typeset(rows))[1] if p.code == UNCERTAIN]


def test_cells_centred_in_their_rows() -> None:
    rows = [HEADER, *TASKS]
    assert grid_rows(typeset(rows, centred=True)) == rows


def test_pages_without_a_break_between_them_begin_with_their_header() -> None:
    about = "Ban hành bộ chỉ số đánh giá mức độ chuyển đổi số của bộ, ngành"
    more = [
        [f"{n}.", about, "Văn phòng Chính phủ", "Quyết định của Thủ tướng", "Quý II"]
        for n in range(4, 8)
    ]
    page = typeset([HEADER, *more])
    moved = "".join(f"{line[:34]}        {line[34:]}\n" for line in page.splitlines())
    assert grid_rows(typeset([HEADER, *TASKS]) + moved) == [HEADER, *TASKS, HEADER, *more]


def test_rows_without_numbers() -> None:
    rows = [
        HEADER,
        ["I.", "Hoàn thiện thể chế", "", "", ""],
        ["", "Xây dựng nền tảng số dùng chung của ngành và lĩnh vực", "Bộ Tài chính", "Nền tảng",
         "Quý IV"],
        ["", "Rà soát quy định của pháp luật", "Bộ Tư pháp", "Báo cáo", "Quý II"],
    ]  # fmt: skip
    assert grid_rows(typeset(rows)) == rows


@pytest.mark.parametrize("centred", [False, True])
def test_rows_of_a_table_without_any_number(centred: bool) -> None:
    made = """
        Xây dựng cơ sở dữ liệu đất đai|Bộ Nông nghiệp và Môi trường|Báo cáo|Quý I/2026
        Hoàn thiện nền tảng số dùng chung|Bộ Khoa học và Công nghệ|Nghị định|Tháng 6/2026
        Rà soát thủ tục hành chính|Bộ Tư pháp|Quyết định của Thủ tướng|Tháng 9/2026
        Ban hành bộ chỉ số đánh giá|Văn phòng Chính phủ|Quyết định|Quý IV/2026
        Triển khai chữ ký số chuyên dùng|Ban Cơ yếu Chính phủ|Nền tảng|Tháng 12/2026
    """
    cells = [line.strip().split("|") for line in made.strip().splitlines()]
    rows = [
        ["", f"{title} bảo đảm an toàn thông tin mạng quốc gia", *rest] for title, *rest in cells
    ]
    read_rows = grid_rows(typeset([HEADER, *rows], centred))
    assert read_rows[-5:] == rows


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("03-TB/B", "CĐTW ngày 06/3/2025", True),
        ("số 12-TB/T", "GV", True),
        ("Nghị quyết số 71/NQ-CP", "Bộ Công an", False),
        ("Quyết định số 10/QĐ-TTg", "TW", False),
    ],
)
def test_a_symbol_that_a_narrow_column_may_have_cut(one: str, other: str, may_be: bool) -> None:
    assert may_be_cut_symbol(one, other) == may_be


def test_a_heading_over_all_columns_is_one_cell() -> None:
    heading = "II.  Khẩn trương, quyết liệt hoàn thiện thể chế; đưa thể chế thành một lợi thế cạnh"
    text = typeset([HEADER, ["1.", "Rà soát quy định", "Bộ Tư pháp", "Báo cáo", "Quý II"]])
    text += f"{heading}\n     tranh trong phát triển\n"
    text += typeset([["2.", "Xây dựng nền tảng", "Bộ Tài chính", "Nền tảng", "Quý I"]])
    assert grid_rows(text)[2] == [
        "II.", f"{heading[5:]} tranh trong phát triển", "", "", ""
    ]  # fmt: skip


def test_notes_and_their_calls() -> None:
    row = ["1.", "Rà soát quy định của pháp luật1", "Bộ Tư pháp", "Báo cáo", "Quý II"]
    text = typeset([HEADER, row])
    text += "\n\n1\n  Điều chỉnh từ nhiệm vụ: “Rà soát quy định” của Nghị quyết số 71/NQ-CP.\n"
    pages, _ = read(text)
    notes = [block for page in pages for block in page.blocks if isinstance(block, Note)]
    assert [note.number for note in notes] == [1]
    assert grid_rows(text)[1][1] == "Rà soát quy định của pháp luật¹"


def test_what_follows_the_table_is_prose() -> None:
    text = typeset([HEADER, ["1.", "Rà soát quy định", "Bộ Tư pháp", "Báo cáo", "Quý II"]])
    text += "\n\n\nNơi nhận:                       TM. CHÍNH PHỦ\n"
    prose = [block for page in read(text)[0] for block in page.blocks if isinstance(block, Prose)]
    assert len(prose) == 1
    assert len(grid_rows(text)) == 2


def test_a_word_in_the_corridor_is_in_doubt() -> None:
    lines = [
        "TT  Tên nhiệm vụ         Cơ quan chủ trì  Kết quả",
        "1.  Rà soát quy định     Bộ Tư pháp       Báo cáo",
        "2.  Xây dựng nền tảng Bộ Khoa học Bộ Tài  Báo cáo",
        "    số                 và Công nghệ",
        "3.  Rà soát danh mục     Bộ Tài chính     Báo cáo",
    ]
    assert doubtful_rows("\n".join(lines)) == {"2."}


def test_what_a_column_never_shows_is_in_doubt() -> None:
    rows = [
        [f"{n}.", f"Rà soát quy định {n}", "Bộ Tài chính", "Báo cáo", "Quý II"] for n in range(1, 9)
    ]
    strange = ["9.", "và danh mục các", "", "Báo cáo", "Kế hoạch"]
    table = typeset([HEADER, *rows, strange, *[["10.", *rows[0][1:]]]])
    columns = {p.column for p in document(table).problems if p.code == UNCERTAIN}
    assert columns >= {"title", "lead", "deadline"}
    assert doubtful_rows(table) == {"9."}


def test_a_row_of_two_deadlines_may_hold_two() -> None:
    rows = [
        [f"{n}.", f"Rà soát quy định {n}", "Bộ Tài chính", "Báo cáo", "Quý II"] for n in range(1, 9)
    ]
    table = typeset([HEADER, *rows])
    swallowed = table + "    rà soát tiếp".ljust(74) + "Quý III\n"
    assert "rows-uncertain" not in {p.code for p in read(table)[1]}
    assert "rows-uncertain" in {p.code for p in read(swallowed)[1]}


def test_decomposed_letters_are_counted_as_they_are_seen() -> None:
    import unicodedata

    rows = [HEADER, ["1.", "Rà soát quy định của pháp luật", "Bộ Tư pháp", "Báo cáo", "Quý II"]]
    assert grid_rows(unicodedata.normalize("NFD", typeset(rows))) == rows


def test_the_dialect_is_told_by_cells_beside_each_other() -> None:
    spaced = typeset([HEADER, ["1.", "Rà soát quy định", "Bộ Tư pháp", "Báo cáo", "Quý II"]])
    assert form_of(spaced.encode()).dialect == "text-spaced"
    bare = "TT\nTên nhiệm vụ\nKết quả\n1. Rà soát\nBáo cáo\n"
    assert form_of(bare.encode()).dialect == "text-layer"


def test_a_table_of_one_column_less_than_its_page_shows() -> None:
    lines = [words_of("1.  Rà soát   Bộ"), words_of("2.  Xây dựng  Sở")]
    assert len(borders(lines, [], [2, 4, 4])) == 2
    assert [cut.ends for cut in cut_lines(lines, [3.5, 13.5])[1]] == [(1, 3), (1, 3)]
    assert cut_lines([], [3.5]) == ([], [])


AROUND = """\
                                                  Số nhiệm vụ có hạn
TT   Đơn vị                   Số quá hạn
                                                  đến 31/12/2025
1.   Tạp chí Cộng sản         1                   0
2.   Bộ Công an               0                   1
3.   Bộ Tư pháp               0                   12
"""


def test_a_name_set_around_the_line_of_the_numbers_is_whole() -> None:
    rows = grid_rows(AROUND)
    assert rows[0] == ["TT", "Đơn vị", "Số quá hạn", "Số nhiệm vụ có hạn đến 31/12/2025"]
    assert rows[1] == ["1.", "Tạp chí Cộng sản", "1", "0"]


BELOW = AROUND.split("\n", 1)[1].replace("Số quá hạn", "Số quá hạn          Số nhiệm vụ có hạn")
BELOW = BELOW.replace("đến 31/12/2025", "31/12/2025")


def test_a_day_goes_on_with_the_name_of_a_column_of_no_days() -> None:
    rows = grid_rows(BELOW)
    assert rows[0] == ["TT", "Đơn vị", "Số quá hạn", "Số nhiệm vụ có hạn 31/12/2025"]
    assert rows[1][0] == "1."


def test_segments() -> None:
    words = (Word(0, 2, "a"), Word(3, 4, "b"), Word(6, 7, "c"))
    assert [len(part) for part in segments(words)] == [2, 1]


def test_the_name_of_the_number_column_may_go_on_below_its_first_word() -> None:
    text = (
        "                                                  và Đào tạo)\n"
        "Số   Tên nhiệm vụ            Người đứng Cơ quan chủ Dự kiến kết   Thời gian\n"
        "TT                           đầu         trì        quả           hoàn thành\n"
        "1    Rà soát quy định về     Bộ trưởng   Vụ Pháp    Báo cáo       Tháng 5/2026\n"
        "     giao dịch điện tử       Bộ Nội vụ   chế\n"
        "2    Tập huấn kỹ năng số     Bộ trưởng   Vụ Tổ      Kế hoạch      Tháng 6/2026\n"
    )
    assert grid_rows(text) == [
        [
            *("Số TT", "Tên nhiệm vụ", "Người đứng đầu", "Cơ quan chủ trì", "Dự kiến kết quả"),
            "Thời gian hoàn thành",
        ],
        [
            *("1", "Rà soát quy định về giao dịch điện tử", "Bộ trưởng Bộ Nội vụ", "Vụ Pháp chế"),
            *("Báo cáo", "Tháng 5/2026"),
        ],
        ["2", "Tập huấn kỹ năng số", "Bộ trưởng", "Vụ Tổ", "Kế hoạch", "Tháng 6/2026"],
    ]


def test_numbers_inside_titles_show_that_cells_are_centred() -> None:
    short = [["Đợt", "Phát thùng rác", "Sở Y tế", "Báo cáo", "Tháng 5/2026"]] * 7
    tall = ["Đợt", "Tuyên truyền phân loại rác tại các chợ và bến xe của thành phố", "Sở Nội vụ"]
    rows = [*short, [*tall, "Kế hoạch", "Tháng 6/2026"], *short, [*tall, "Đề án", "Quý I/2027"]]
    rows = [[str(number), *row[1:]] for number, row in enumerate(rows, start=1)]
    assert grid_rows(typeset([HEADER, *rows], centred=True))[1:] == rows


def test_a_full_line_inside_a_row_is_no_sentence_over_its_columns() -> None:
    text = (
        "TT   Tên nhiệm vụ                Cơ quan chủ trì  Kết quả      Thời hạn\n"
        "1    Tổ chức họp, rà soát các    Bộ Khoa học      Phiên họp    Hằng tuần\n"
        "     nhiệm vụ được giao cho bộ và Công nghệ của Chính phủ\n"
        "     và địa phương\n"
        "2    Xây dựng công cụ đo lường   Bộ Khoa học      Hệ thống đo  Quý II/2026\n"
    )
    assert grid_rows(text)[1] == [
        "1",
        "Tổ chức họp, rà soát các nhiệm vụ được giao cho bộ và địa phương",
        "Bộ Khoa học và Công nghệ",
        "Phiên họp của Chính phủ",
        "Hằng tuần",
    ]


def test_a_name_behind_an_open_word_begins_no_cell() -> None:
    rows = [
        [str(n), f"Rà soát quy định số {n}", "Bộ Tư pháp", "Quyết định của Thủ tướng", "2026"]
        for n in range(1, 9)
    ]
    assert doubtful_rows(typeset([HEADER, *rows])) == set()


def test_a_line_of_two_names_is_parted_where_the_names_above_begin() -> None:
    text = (
        "TT   Tên nhiệm vụ         Người đứng     Cơ quan chủ   Thời gian\n"
        "                          đầu chịu trách trì           hoàn thành\n"
        "                          nhiệm\n"
        "1    Rà soát quy định     Bộ trưởng      Vụ Pháp chế   Tháng 5/2026\n"
    )
    assert grid_rows(text)[0] == [
        *("TT", "Tên nhiệm vụ", "Người đứng đầu chịu trách nhiệm", "Cơ quan chủ trì"),
        "Thời gian hoàn thành",
    ]
