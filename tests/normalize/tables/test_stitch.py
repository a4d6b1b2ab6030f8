"""Parts of pages put together, through the whole of normalize."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.data.records import Document
from pipeline.model import (
    Cell,
    Extraction,
    Fragment,
    Grid,
    GridRow,
    Page,
    Place,
    Prose,
    Reading,
    Source,
)
from pipeline.normalize import normalize
from pipeline.normalize.tables.stitch import stitch
from tests.conftest import texts_of

HEADER = ("STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


def row(page: int, *texts: str) -> GridRow:
    """A row: `^` marks a cell that repeats one merged down."""
    return tuple(
        Cell((Fragment(bare, Place(page)),) if bare else (), merged=text.startswith("^"))
        for text in texts
        for bare in [text.lstrip("^")]
    )


def document(*grids: Grid) -> Document:
    pages = tuple(
        Page(n, (grid,), sum(len(c.raw.replace(" ", "")) for r in grid.rows for c in r))
        for n, grid in enumerate(grids, start=1)
    )
    reading = Reading("pdf-ruled", "test", pages)
    return normalize(Extraction(Source(Path("a"), "a.pdf"), "", "application/pdf", reading))


def test_a_cell_merged_over_a_break_stands_in_the_rows_below_it() -> None:
    above = Grid(
        (
            row(1, *HEADER),
            row(1, "1", "Việc một", "Bộ Y tế", "Năm 2025"),
            row(1, "2", "Việc hai", "^Bộ Y tế", "Năm 2025"),
        ),
        cut=(2,),
    )
    below = Grid(
        (row(2, "3", "Việc ba", "", "Năm 2026"), row(2, "4", "Việc bốn", "Bộ Nội vụ", "Năm 2026"))
    )
    read = document(above, below)
    assert [line["lead"] for line in texts_of(read)] == ["Bộ Y tế"] * 3 + ["Bộ Nội vụ"]
    assert [cell.merged for cell in read.cells if cell.column == "lead"] == [
        False,
        True,
        True,
        False,
    ]


def test_a_blank_cell_below_a_closed_one_stays_blank() -> None:
    above = Grid((row(1, *HEADER), row(1, "1", "Việc một", "Bộ Y tế", "Năm 2025")))
    below = Grid(
        (row(2, "2", "Việc hai", "", "Năm 2026"), row(2, "3", "Việc ba", "Bộ Nội vụ", "Năm 2026"))
    )
    assert [line["lead"] for line in texts_of(document(above, below))] == [
        "Bộ Y tế",
        "",
        "Bộ Nội vụ",
    ]


def test_years_in_a_header_that_count_with_the_pages_are_no_page_numbers() -> None:
    names = ("STT", "Chỉ tiêu", "Năm\n2025", "Năm\n2026", "Năm\n2027")

    def header(page: int) -> GridRow:
        return tuple(Cell(tuple(Fragment(t, Place(page)) for t in n.split("\n"))) for n in names)

    grids = (
        Grid((header(page), row(page, str(page), "Số giường bệnh", "10", "20", "30")))
        for page in (1, 2, 3)
    )
    (table,) = document(*grids).tables
    assert table.headers == ("STT", "Chỉ tiêu", "Năm 2025", "Năm 2026", "Năm 2027")


def test_a_name_that_took_in_the_row_below_is_that_of_the_other_pages() -> None:
    first = ("STT", "Tên nhiệm vụ I. Hoàn thiện thể chế", "Cơ quan chủ trì", "Thời hạn")
    grids = (
        Grid((row(page, *names), row(page, str(page), "Việc", "Bộ Y tế", "Năm 2026")))
        for page, names in ((1, first), (2, HEADER))
    )
    read = document(*grids)
    assert len(read.tables) == 1
    assert len(read.tables[0].columns) == len(HEADER)


def test_a_list_of_contents_heads_no_table() -> None:
    lines = (
        "MỤC LỤC", "I. Mục đích ........ 1", "Phụ lục I: BẢNG THỐNG KÊ ......... 38",
        "Phụ lục II: BẢNG TỔNG HỢP DANH MỤC SẢN PHẨM VÀ HỆ", "SỐ QUY ĐỔI ....... 40",
    )  # fmt: skip
    for cut in (0, 3):  # an entry may begin on the page after the one before it
        pages = [
            Page(number, tuple(Prose(Fragment(text, Place(number))) for text in part), 100)
            for number, part in enumerate((lines[:cut], lines[cut:]), start=1)
        ]
        table = Grid((row(3, "TT", "Nhiệm vụ", "Chủ trì"), row(3, "1", "Việc", "Sở")))
        stitched = stitch([*pages, Page(3, (table,), 100)])
        assert stitched.tables[0].caption.annex is None
        assert [prose.running for prose, _ in stitched.prose] == [False, True, True, True, True]


@pytest.mark.parametrize(("again", "joined"), [(True, False), (False, True)])
def test_no_rule_above_a_header_tells_nothing_of_the_row_below_it(
    again: bool, joined: bool
) -> None:
    """Shades have no rule above their header on any page; that a row goes on shows below it."""
    body = [
        ("", f"Xây dựng đề án {number}", "Bộ Y tế", f"Tháng {number}/2026")
        for number in range(2, 9)
    ]
    last = ("", "Xây dựng cơ chế cho cơ quan, tổ chức", "Bộ Y tế", "Tháng 12/2025")
    first = ("", "Rà soát Quyết định số 157/2007/QĐ-TTg", "Bộ Y tế", "")
    pages = [[HEADER, *body, last], [*[HEADER] * again, first, *body]]
    made = document(
        *(
            Grid(tuple(row(page, *texts) for texts in rows), open_top=True, ground="rules")
            for page, rows in enumerate(pages, 1)
        )
    )
    assert len(made.rows) == 2 * len(body) + 2 - joined
