"""Rows without a number where cells are centred: merged cells stand beside them."""

from __future__ import annotations

from pipeline.extract.layer.uncounted.gridded import Lines
from pipeline.extract.spaced.rows.centres import centres, figures_beside
from tests.extract.spaced.test_spaced import doubtful_rows, grid_rows

HEAD = ["TT     Tên hàng           Quy cách              Đơn vị    Giá cũ    Giá mới"]


def _tall(number: str, name: str, about: tuple[str, str], old: str, new: str) -> list[str]:
    """A row of three lines, its cells centred."""
    return [
        f"{'':26}{about[0]}",
        f"{number:7}{name:41}kg{'':8}{old:>6}    {new:>6}",
        f"{'':26}{about[1]}",
        "",
    ]


def _merged() -> list[str]:
    """A number and a name over three rows."""
    rows = [
        _tall("", "", ("Loại một gói", "nhỏ 10 gam"), "12.000", "13.000"),
        _tall("7", "Thuốc trừ sâu", ("Loại hai gói", "lớn 20 gam"), "14.000", "15.000"),
        _tall("", "", ("Loại ba chai", "nhựa 1 lít"), "16.000", "17.000"),
    ]
    return [line for row in rows for line in row]


NUMBERED = [
    line
    for number in range(1, 7)
    for line in _tall(
        str(number), f"Gạo số {number}", ("Khang dân hoặc", "tương đương"), "11.000", "12.000"
    )
]


def test_figures_in_the_middle_of_a_row_tell_it() -> None:
    found = grid_rows("\n".join([*HEAD, *NUMBERED, *_merged()]))
    assert [row[0] for row in found[-3:]] == ["", "7", ""]
    assert [row[2] for row in found[-3:]] == [
        "Loại một gói nhỏ 10 gam",
        "Loại hai gói lớn 20 gam",
        "Loại ba chai nhựa 1 lít",
    ]
    assert [row[-1] for row in found[-3:]] == ["13.000", "15.000", "17.000"]


def test_what_a_merged_cell_may_stand_over_is_in_doubt() -> None:
    assert "" in doubtful_rows("\n".join([*HEAD, *NUMBERED, *_merged()]))
    assert doubtful_rows("\n".join([*HEAD, *NUMBERED])) == set()


def test_figures_that_do_not_stand_beside_numbers_tell_no_rows() -> None:
    """They hang from the top of their rows, or stand at its bottom."""
    lines = [("", "", "5", "6"), ("1", "Gạo", "", ""), ("", "tẻ", "", "")] * 8
    page = Lines(tuple(lines), (0,) * len(lines))
    assert figures_beside([page]) == []
    assert centres(page, []) == []
