"""Names of a header between which a scan shows no wall."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Cell, Grid, GridRow
from pipeline.normalize.ocr.header_walls import LOST_WALL, with_walls
from pipeline.normalize.ocr.headers import voted_names
from pipeline.normalize.tables.header_cells import texts_of
from pipeline.normalize.tables.header_rows import read_top
from tests.normalize.ocr.lines import cell, line


def at(x: float, text: str, sure: float = 0.96) -> Cell:
    """A cell whose words begin at a point."""
    moved = line(text, sure)
    words = tuple(w._replace(x0=w.x0 + x, x1=w.x1 + x) for w in moved.words)
    return Cell((replace(moved, words=words),))


def spanning(own: Cell, columns: int) -> list[Cell]:
    return [replace(own, span=columns), *[Cell()] * (columns - 1)]


BODY: tuple[GridRow, ...] = (
    (at(0, "I"), *spanning(at(12, "Hoàn thiện pháp luật"), 3)),
    (at(0, "1"), at(12, "Trình dự án Luật"), at(100, "Bộ Công an"), at(160, "2027")),
    (at(0, "2"), at(12, "Ban hành Nghị định"), at(100, "Bộ Tài chính"), at(160, "2028")),
)
HEAD = (*spanning(at(0, "TT Tên nhiệm vụ"), 2), at(100, "Cơ quan chủ trì"), at(160, "Thời hạn"))


def test_names_in_one_cell_are_parted_where_the_rows_below_are() -> None:
    grid = with_walls(Grid((HEAD, *BODY)))
    assert texts_of(grid.rows[0]) == ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    assert [c.doubt for c in grid.rows[0]] == [LOST_WALL, LOST_WALL, "", ""]
    assert grid.rows[1:] == BODY


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((HEAD, *BODY[:1]), id="no numbers follow"),
        pytest.param((HEAD, BODY[2], BODY[1]), id="the first row is not the first"),
        pytest.param(
            ((*spanning(at(0, "Nội dung"), 2), at(100, "Chủ trì")), *BODY), id="no number column"
        ),
        pytest.param(
            (HEAD, (at(0, "1"), at(12, "Trình dự án Luật rất dài và dài hơn nữa"),
                    at(60, "Bộ"), at(160, "2027")), *BODY[2:]), id="the wall is not seen",
        ),
    ],
)  # fmt: skip
def test_a_cell_stays_whole_where_nothing_parts_it(rows: tuple[GridRow, ...]) -> None:
    grid = Grid(rows)
    assert with_walls(grid) is grid


def test_the_first_row_of_a_numbering_is_no_level_of_the_header() -> None:
    assert read_top((HEAD, *BODY)).headers == 1
    under = (Cell(), Cell(), at(100, "Chủ trì"), at(160, "Phối hợp"))
    over = (at(0, "TT"), at(12, "Tên nhiệm vụ"), *spanning(at(100, "Cơ quan"), 2))
    assert read_top((over, under, *BODY[1:])).headers == 2


def test_a_name_read_badly_is_as_another_page_has_it() -> None:
    good = tuple(map(cell, ("TT", "Chương trình, dự án", "Cơ quan chủ trì", "Thời hạn")))
    bad = (good[0], cell("'Ôh ơng t.ìnÑ, án", 0.4), *good[2:])
    made = dict(voted_names([Grid((bad,)), Grid((good,))]))
    ((before, after),) = made.items()
    assert before == bad[1].fragments
    assert " ".join(f.text for f in after) == "Chương trình, dự án"
    told = (good[0], cell("Dự án", 0.93), *good[2:])
    assert not list(voted_names([Grid((told,)), Grid((good,))]))


NEAR = [  # as two headers have it and how sure, as both are
    (("Ghấm điểm", 0.8), ("Chấm điểm", 0.84), "Chấm điểm"),
    (("STTTT 37", 0.9), ("STT TT 37", 0.88), "STTTT 37"),
    (("Khung điểm", 0.9), ("Khung điểm.", 0.9), "Khung điểm."),
]


@pytest.mark.parametrize(("one", "other", "both"), NEAR)
def test_names_that_differ_by_a_letter_or_a_blank_are_one(
    one: tuple[str, float], other: tuple[str, float], both: str
) -> None:
    known = tuple(map(cell, ("TT", "Cơ quan chủ trì", "Thời hạn")))
    grids = [Grid(((*known, cell(*name)),)) for name in (one, other)]
    made = dict(voted_names(grids))
    tops = [grid.rows[0][3].fragments for grid in grids]
    shown = [" ".join(f.text for f in made.get(lines, lines)) for lines in tops]
    assert shown == [both, both]


@pytest.mark.parametrize("other", ["Năm 2027", "Chấm công", "Đạt"])
def test_other_names_stay_two(other: str) -> None:
    known = tuple(map(cell, ("TT", "Cơ quan chủ trì", "Thời hạn")))
    names = ("Năm 2026", other) if "Năm" in other else ("Chấm điểm", other)
    assert not list(voted_names([Grid(((*known, cell(name, 0.9)),)) for name in names]))


def two_levels(*names: Cell, first: str = "5") -> Grid:
    """A table with a header of two rows: one name over the columns of some others."""
    known = tuple(map(cell, ("TT", "Học phần", "Số tín chỉ")))
    top = (*known, *spanning(cell("Số giờ tín chỉ"), len(names)))
    below = (*(replace(one, merged=True) for one in known), *names)
    return Grid((top, below, tuple(map(cell, (first, "Đại số", "3", *["15"] * len(names))))))


def test_names_below_one_name_are_those_of_the_same_header_read_surest() -> None:
    pages = [
        two_levels(cell("`% ≥", 0.3), cell("Thực hành", 0.9)),
        two_levels(cell("Lí thuyết", 0.8), cell("Tnực hnh", 0.4), first="6"),
    ]
    made = dict(voted_names(pages))
    for grid in pages:
        lines = [one.fragments for one in grid.rows[1][3:]]
        shown = [" ".join(f.text for f in made.get(some, some)) for some in lines]
        assert shown == ["Lí thuyết", "Thực hành"]


def test_rows_below_other_headers_stay() -> None:
    plain = [
        Grid((HEAD[:1] + HEAD[2:], tuple(map(cell, (number, "Bộ Y tế", year)))))
        for number, year in (("1", "2027"), ("2", "2028"))
    ]
    assert not list(voted_names(plain))
    wider = two_levels(cell("Lí thuyết"), cell("Thực hành"), cell("Tự học"))
    assert not list(voted_names([wider, two_levels(cell("Lý thuyết", 0.5), cell("Khác"))]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Vốn đầu tư", 0.95), ("Ngân sách xã", 0.9)),  # two tables, both names read for certain
        (("Năm 2025", 0.6), ("Năm 2026", 0.95)),  # and figures are no misread letters
    ],
)
def test_other_names_below_the_same_name_stay(
    one: tuple[str, float], other: tuple[str, float]
) -> None:
    shared = cell("Tổng số", 0.9)
    pages = [two_levels(cell(*name), shared) for name in (one, other, other)]
    assert not list(voted_names(pages))


def test_a_name_in_doubt_is_none_of_two_that_are_sure() -> None:
    names = [("Vốn đầu tư", 0.95), ("Ngân sách xã", 0.95), ("Khác, nếu có", 0.7)]
    pages = [two_levels(cell(*name), cell("Tổng số", 0.9)) for name in names]
    assert not list(voted_names(pages))
