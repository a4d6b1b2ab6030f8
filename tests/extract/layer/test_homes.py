"""Cells of divided rows that stand beside their own column."""

from __future__ import annotations

from pipeline.extract.layer.homes import in_order, led, moved_home, odds_in_order
from pipeline.extract.layer.words import role_of
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
