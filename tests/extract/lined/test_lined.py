"""Texts with one paragraph a line: nothing is lost, and blank cells keep their places."""

from __future__ import annotations

import textwrap
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dialects import form_of
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.lined.fit import deal, goes_on
from pipeline.extract.lined.levels import levels_of
from pipeline.extract.lined.reader import read
from pipeline.extract.lined.tokens import usual_gap
from pipeline.model import Cell, Grid, Prose

HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]
BODIES = ["Bộ Nội vụ", "Bộ Tài chính", "Bộ Công an", "Ủy ban nhân dân tỉnh"]
TASKS = ["Xây dựng Nghị định về dữ liệu", "Ban hành quy chế làm việc", "Rà soát thủ tục hành chính"]
TIMES = ["Quý II/2026", "30/6/2026", "Thường xuyên"]

Row = tuple[str, str, str, str]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(TASKS),
        st.sampled_from(BODIES),
        st.sampled_from([*BODIES, ""]),
        st.sampled_from([*TIMES, ""]),
    ),
    min_size=4,
    max_size=12,
)


def lined(rows: list[Row], apart: str = "\n", header: list[str] = HEADER) -> str:
    """Rows as a program writes them that sets paragraphs `apart`, numbered from 1."""
    cells = [cell for number, row in enumerate(rows, start=1) for cell in (f"{number}", *row)]
    return apart.join(["PHỤ LỤC", *header, *cells]) + apart


def cells_of(text: str) -> list[list[str]]:
    reading = read(Path("annex.txt"), text.encode())
    grids = [block for page in reading.pages for block in page.blocks if isinstance(block, Grid)]
    return [[text_of(cell) for cell in row] for grid in grids for row in grid.rows]


def text_of(cell: Cell) -> str:
    return " ".join(fragment.text for fragment in cell.fragments)


@given(ROWS, st.sampled_from(["\n", "\n\n"]))
def test_blank_cells_keep_their_places(rows: list[Row], apart: str) -> None:
    assert cells_of(lined(rows, apart)) == [
        HEADER,
        *([str(number), *row] for number, row in enumerate(rows, start=1)),
    ]


@given(ROWS, st.sampled_from(["\n", "\n\n"]), st.lists(st.integers(0, 3), max_size=2))
def test_rows_without_numbers_stand_where_their_cells_are_counted(
    rows: list[Row], apart: str, headings: list[int]
) -> None:
    parts = [["", *row] for row in rows]
    for at in sorted(headings, reverse=True):
        parts.insert(at, ["", "NHIỆM VỤ CHUNG"])  # merged over the other columns
    cells = [cell for part in parts for cell in part]
    assert cells_of(apart.join(["PHỤ LỤC", *HEADER, *cells]) + apart) == [
        HEADER,
        *([*part, "", "", ""][: len(HEADER)] for part in parts),
    ]


def without_numbers(second: list[str]) -> str:
    """Rows without numbers, each led by a blank paragraph; the second has these cells."""
    rows = [[TASKS[n % 3], BODIES[n % 3], BODIES[3], TIMES[n % 3]] for n in range(9)]
    rows[1] = second
    return "\n".join([*HEADER, *(cell for row in rows for cell in ("", *row))])


def test_a_row_of_more_paragraphs_than_cells_is_in_doubt_where_it_is_cut() -> None:
    text = without_numbers([TASKS[1], "- " + TASKS[2], BODIES[0], BODIES[1], TIMES[1]])
    [page] = read(Path("annex.txt"), text.encode()).pages
    [grid] = [block for block in page.blocks if isinstance(block, Grid)]
    aside = [row for row in grid.rows if text_of(row[2]).startswith("- ")]
    assert all(cell.doubt for row in aside for cell in row[1:])
    assert not any(cell.doubt for row in grid.rows[-6:] for cell in row)


def test_what_closes_the_document_is_no_row() -> None:
    closing = ["Nơi nhận:", "- Như trên;", "- Các bộ;", "- Lưu: VT.", "", "TM. CHÍNH PHỦ"]
    text = without_numbers([TASKS[1], BODIES[0], BODIES[1], TIMES[1]])
    reading = read(Path("annex.txt"), "\n".join([text, "", *closing]).encode())
    blocks = [block for page in reading.pages for block in page.blocks]
    assert [len(block.rows) for block in blocks if isinstance(block, Grid)] == [10]
    told = [block.fragment.text for block in blocks if isinstance(block, Prose)]
    assert told == list(filter(None, closing))


LONG = (
    "Rà soát, sửa đổi các quy định về quản lý đầu tư, xây dựng và đấu thầu của địa phương",
    "Triển khai hệ thống giám sát chất lượng nước mặt tại các cửa sông ven biển trong tỉnh",
    "Bố trí kinh phí bảo trì các tuyến đường được nhà nước đầu tư từ nguồn vốn vay ưu đãi",
)


def test_lines_broken_at_one_width_are_put_together() -> None:
    rows: list[Row] = [(LONG[n % 3], BODIES[n % 3], "", TIMES[n % 3]) for n in range(12)]
    cells = [cell for number, row in enumerate(rows, start=1) for cell in (f"{number}", *row)]
    every = ["PHỤ LỤC", *HEADER, *cells]
    lines = [line for cell in every for line in textwrap.wrap(cell, 28) or [""]]
    text = "\n\n".join(lines) + "\n\n"
    assert cells_of(text) == [HEADER, *([f"{n}", *row] for n, row in enumerate(rows, start=1))]
    [page] = read(Path("annex.txt"), text.encode()).pages
    [grid] = [block for block in page.blocks if isinstance(block, Grid)]
    places = [fragment.place.line for fragment in grid.rows[12][1].fragments]
    assert places == [text.split("\n").index("12") + 3]  # the line of the file, none counted anew


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_rows_without_numbers_whose_lines_were_broken_stand_where_their_cells_are_counted(
    apart: str,
) -> None:
    body = "Ủy ban nhân dân tỉnh và Ủy ban Mặt trận"  # its second line begins with a capital
    parts = [["", LONG[n % 3], body, BODIES[n % 3], TIMES[n % 3]] for n in range(12)]
    parts.insert(6, ["", "NHIỆM VỤ CHUNG CỦA TỈNH VÀ CÁC XÃ PHƯỜNG"])
    every = ["PHỤ LỤC", *HEADER, *(cell for part in parts for cell in part)]
    lines = [line for cell in every for line in textwrap.wrap(cell, 28) or [""]]
    assert cells_of(apart.join(lines) + apart) == [
        HEADER,
        *([*part, "", "", ""][: len(HEADER)] for part in parts),
    ]


def test_a_row_cut_by_a_page_is_in_doubt_where_lines_were_broken() -> None:
    cut = ["Rà soát các quy định", BODIES[0], "Kết quả", TIMES[0], "của tỉnh"]  # had room above
    rows = [[LONG[n % 3], BODIES[n % 3], BODIES[3], TIMES[n % 3]] for n in range(12)]
    cells = [cell for n, row in enumerate([*rows, cut, *rows], 1) for cell in (f"{n}", *row)]
    lines = [line for cell in ["PHỤ LỤC", *HEADER, *cells] for line in textwrap.wrap(cell, 28)]
    [page] = read(Path("annex.txt"), "\n".join(lines).encode()).pages
    [grid] = [block for block in page.blocks if isinstance(block, Grid)]
    assert all(cell.doubt for cell in grid.rows[13][1:])
    assert not any(cell.doubt for cell in grid.rows[12])


LEVELS = ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời hạn", "", "", "Chủ trì", "Phối hợp", ""]


@given(ROWS, st.sampled_from(["\n", "\n\n"]))
def test_names_below_one_are_told_by_the_blank_cells_beside_them(
    rows: list[Row], apart: str
) -> None:
    assert cells_of(lined(rows, apart, LEVELS))[:3] == [
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời hạn"],
        ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", *rows[0]],
    ]


def test_names_at_the_end_stand_below_the_one_they_go_on_in() -> None:
    rows: list[Row] = [(TASKS[n % 3], BODIES[0], BODIES[1], TIMES[0]) for n in range(5)]
    names = [name for name in LEVELS if name]
    assert cells_of(lined(rows, "\n", names))[1:3] == [
        ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", *rows[0]],
    ]


UNSURE = (
    [["STT"], ["Nhiệm vụ"], ["", "Ghi chú"]],  # a column without a name
    [["STT"], ["Nhiệm vụ"], ["Vốn"], ["Nguồn", "", "", "Tỉnh", "Xã", "Khác"]],  # two beside others
    [["STT"], ["Nhiệm vụ"], ["Kết quả", "", "Xây dựng chiến lược phát triển hạ tầng số đến 2030"]],
)


@pytest.mark.parametrize("printed", UNSURE)
def test_a_header_whose_levels_are_not_sure_has_one(printed: list[list[str]]) -> None:
    every = [name for part in printed for name in part]
    at = [index for index, name in enumerate(every) if name]
    blanks = [b - a - 1 for a, b in pairwise([*at, len(every)])]
    assert levels_of([((index, every[index]),) for index in at], blanks) is None


@given(ROWS)
def test_every_paragraph_stands_in_one_place(rows: list[Row]) -> None:
    text = "\n".join(line for line in lined(rows).split("\n") if line)
    assert_every_line_is_kept(f"{text}\nNơi nhận: Như trên.")


ROWS_ASTRAY = (
    ["1", "1", TASKS[0], "2", *TASKS, "3", *TASKS],
    ["I", BODIES[1], TIMES[0], "2", *TASKS, BODIES[0], "3", *TASKS, BODIES[1], "4", *TASKS],
    ["1", BODIES[0], *HEADER, "I", BODIES[1], "2", *TASKS, "3", *TASKS],
    ["1", BODIES[0], "2", *TASKS, *HEADER, "1"],
)


@pytest.mark.parametrize("rows", ROWS_ASTRAY)
def test_lines_whose_labels_no_row_follows_are_kept(rows: list[str]) -> None:
    assert_every_line_is_kept("\n".join(["PHỤ LỤC", *HEADER, *rows]))


def test_a_line_of_a_header_begins_no_note() -> None:
    rows = [cell for n in range(1, 9) for cell in (f"{n}", TASKS[0], *BODIES[:2], TIMES[0])]
    assert_every_line_is_kept("\n".join(["PHỤ LỤC", *HEADER, "¹ Điều 3", *rows]))


def assert_every_line_is_kept(text: str) -> None:
    reading = read(Path("annex.txt"), text.encode())
    blocks = [block for page in reading.pages for block in page.blocks]
    prose = [block.fragment.text for block in blocks if isinstance(block, Prose)]
    cells = [
        fragment.text
        for block in blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        for fragment in cell.fragments
    ]
    assert sorted([*prose, *cells]) == sorted(text.split("\n"))


def test_a_text_whose_lines_wrap_is_no_such_text() -> None:
    rests = ["số", "và an ninh mạng", "của tỉnh", "trên môi trường mạng", "theo quy định"]
    whole: list[Row] = [(f"{TASKS[0]} {rest}", BODIES[0], BODIES[1], TIMES[0]) for rest in rests]
    wrapped: list[Row] = [(f"{TASKS[0]}\n{rest}", BODIES[0], BODIES[1], "") for rest in rests]
    assert form_of(lined(whole).encode()).dialect == "text-lined"
    assert form_of(lined(wrapped).encode()).dialect == "text-layer"


def test_numbers_behind_words_that_count_up_call_notes() -> None:
    rows: list[Row] = [
        (f"{TASKS[number % 3]}{number}", BODIES[0], BODIES[1], TIMES[0]) for number in range(1, 6)
    ]
    titles = [row[1] for row in cells_of(lined(rows))[1:]]
    assert titles == [f"{TASKS[n % 3]}{raised}" for n, raised in enumerate("¹²³⁴⁵", start=1)]


def test_a_paragraph_goes_on_where_it_is_open_or_a_point_follows() -> None:
    assert goes_on("Xây dựng định mức, gồm:", "- Lưu trữ số") > 0
    assert goes_on("- Lưu trữ số;", "- Số hóa hồ sơ") > 0
    assert goes_on("Bộ Nội vụ", "Bộ Tài chính") < 0


def test_a_last_row_that_reads_better_with_several_paragraphs_in_a_cell_is_in_doubt() -> None:
    rows: list[Row] = [(TASKS[n % 3], BODIES[n % 3], BODIES[3], TIMES[n % 3]) for n in range(6)]
    parts = [f"{TASKS[0]}, gồm:", "- Dự thảo Nghị định;", "- Tờ trình Chính phủ."]
    plain = lined(rows) + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n"
    longer = lined(rows) + "\n".join(["7", *parts, BODIES[0], BODIES[1], TIMES[0]])
    assert not any(cell.doubt for cell in last_row_of(plain))
    assert all(cell.doubt for cell in last_row_of(longer)[1:])


def last_row_of(text: str) -> tuple[Cell, ...]:
    reading = read(Path("annex.txt"), text.encode())
    grids = [block for page in reading.pages for block in page.blocks if isinstance(block, Grid)]
    return grids[-1].rows[-1]


def test_margins_are_those_of_the_best_way() -> None:
    texts = ["Ban hành quy chế làm việc", "Bộ Nội vụ", "Quý II/2026"]
    roles = [role_of(name) for name in ("Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")]
    model = TableModel(roles, Background.of(texts), Counter())
    tokens = [(LinePiece(text, line, ""),) for line, text in enumerate(texts, start=1)]
    dealt = deal(model, tokens, blanks=False, heading=False, tail=False)
    assert dealt.spans == ((0, 1), (1, 2), (2, 3))
    assert all(margin > 0 for margin in dealt.margins)


def test_the_fewest_blank_lines_that_are_usual_set_paragraphs_apart() -> None:
    lines = [*range(1, 40, 2), 40, *range(44, 60, 4)]
    assert usual_gap([LinePiece("Văn bản", line, "") for line in lines]) == 1
