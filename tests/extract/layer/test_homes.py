"""Cells of divided rows that stand beside their own column."""

from __future__ import annotations

from pipeline.extract.layer.search.homes import (
    in_order,
    led,
    lost_dashes,
    moved_home,
    odds_in_order,
    with_own_dashes,
)
from pipeline.extract.layer.signs.words import role_of
from tests.extract.layer.test_misfits import divided

TASKS = ("Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời hạn")
USUAL = ("Rà soát quy định", "Bộ Y tế", "Bộ Tài chính", "Báo cáo", "2026")


def moved(*rows: tuple[str, ...]) -> list[str]:
    """The cells of the last row as they stand at home."""
    divisions = [division for row in rows if (division := divided(*row).division)]
    order = moved_home(divisions, [role_of(name) for name in TASKS])[-1]
    cells = in_order(divisions[-1], order).cells
    return [" ".join(line for run in runs if run for line in run.lines) for runs in cells]


def test_a_year_beside_a_blank_time_is_that() -> None:
    assert moved(("Rà soát", "Bộ Y tế", "", "2025", "")) == ["Rà soát", "Bộ Y tế", "", "", "2025"]
    whole = ("Rà soát", "Bộ Y tế", "", "2025", "Tháng 3/2026")
    assert moved(whole) == list(whole)  # nothing is moved over a cell
    assert moved(USUAL) == list(USUAL)


def test_the_only_body_leads_where_rows_name_one() -> None:
    alone = ("Rà soát", "", "Các bộ, ngành", "", "2025")
    assert moved(*[USUAL] * 9, alone)[1:3] == ["Các bộ, ngành", ""]
    assert moved(*[USUAL, alone] * 5)[1:3] == ["", "Các bộ, ngành"]


def test_a_body_that_was_moved_is_in_doubt_and_a_year_is_not() -> None:
    roles = [role_of(name) for name in TASKS]
    alone = divided("Rà soát", "", "Các bộ, ngành", "2025", "").division
    usual = divided(*USUAL).division
    assert alone is not None
    assert usual is not None
    order = moved_home([usual] * 9 + [alone], roles)[-1]
    doubtful = led(order, roles)
    assert odds_in_order((-5.0,) * 5, order, doubtful) == (-5.0, 1.0, 1.0, -5.0, -5.0)
    assert in_order(alone, order, doubtful).others[1:3] == ("", "Các bộ, ngành")


def test_a_dash_at_the_beginning_of_a_cell_may_be_the_cell_before() -> None:
    """Cells of one line come on one line: `-` and `Đề án`. Where cells are lists it is a point."""
    one = ("Rà soát", "Bộ Y tế", "", "- Đề án|được ban hành", "2026")
    full = ("Rà soát", "Bộ Y tế", "Bộ Nội vụ", "- Đề án được ban hành", "2026")
    points = ("Rà soát", "Bộ Y tế", "Bộ Nội vụ", "- Đề án|- Kế hoạch", "2026")

    def lost(*rows: tuple[str, ...]) -> list[list[int]]:
        return lost_dashes([own for row in rows if (own := divided(*row).division)])

    assert lost(USUAL, one, one, full) == [[], [2], [2], []]
    assert lost(USUAL, one, one, points) == [[]] * 4
    assert lost(USUAL, one, full) == [[]] * 3
    word = ("Rà soát", "Bộ Y tế", "", "-ĐỀ ÁN số 5", "2026")
    assert lost(USUAL, word, word) == [[]] * 3
    row = divided(*one)
    assert row.division is not None
    done = with_own_dashes(row.row, row.division, [2])
    assert [[line for run in cell if run for line in run.lines] for cell in done.cells[2:4]] == [
        ["-"],
        ["Đề án", "được ban hành"],
    ]
    assert done.others[2:4] == ("", "- Đề án được ban hành")
